"""Making many values at once without Python looking through all of them, again and again, for circles to free."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Free nothing that holds itself while the block runs; what is made there should hold no circles.

    Examples
    --------
    >>> with uncollected():
    ...     gc.isenabled()
    False
    """
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before and not gc.get_freeze_count():
            # What was made counts as old at once: nobody looks through all of it as soon as the block ends.
            gc.freeze()
            gc.unfreeze()
        if before:
            gc.enable()
