"""Killing a child at its n-th system call, by ptrace; a child is stopped at each, so that none is missed."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_TRACEME, _CONTINUE, _SYSCALL, _SET_OPTIONS = 0, 7, 24, 0x4200
_KILL_WITH_TRACER, _MARK_CALLS = 0x100000, 1


def _ptrace(request: int, process: int, data: int = 0) -> None:
    assert _LIBC is not None
    if _LIBC.ptrace(request, process, None, ctypes.c_void_p(data)) < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _load() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = (ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p)
    libc.ptrace.restype = ctypes.c_long
    return libc


_LIBC = _load()


def is_possible() -> bool:
    """Tell whether this system lets a process trace its child."""
    if _LIBC is None:
        return False
    try:
        return kill_at(lambda: None, 1)[1]
    except OSError:
        return False


def kill_at(work: Callable[[], object], number: int) -> tuple[int, bool]:
    """Run something in a child and kill it before its ``number``-th system call.

    Returns
    -------
    tuple of int and bool
        How many system calls were begun, and whether the child was killed rather than ended.
    """
    child = os.fork()
    if child == 0:
        _be_traced(work)
    os.waitpid(child, 0)
    _ptrace(_SET_OPTIONS, child, _MARK_CALLS | _KILL_WITH_TRACER)
    begun, inside, passed_on = 0, False, 0
    while True:
        _ptrace(_SYSCALL, child, passed_on)
        _, status = os.waitpid(child, 0)
        if not os.WIFSTOPPED(status):
            return begun, os.WIFSIGNALED(status)
        passed_on = os.WSTOPSIG(status)
        if passed_on == signal.SIGTRAP | 0x80:
            passed_on, inside = 0, not inside
            begun += inside
            if inside and begun == number:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                return begun, True


def _be_traced(work: Callable[[], object]) -> None:
    try:
        _ptrace(_TRACEME, 0)
        os.kill(os.getpid(), signal.SIGSTOP)
        work()
    finally:
        os._exit(0)
