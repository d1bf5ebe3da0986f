"""JSON Lines and arrays of JSON, object by object, so that memory is proportional to one of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from claimgraph.delimited import MAX_LINE, lines_of
from claimgraph.errors import FormatError
from claimgraph.formats.json_reading import once
from claimgraph.formats.tables.cells import Floating

_CHUNK = 100_000
_SPACE = re.compile(r"\s*")
_NO_JSON = "this is no JSON with an object per row; fix it there"
_DECODER = json.JSONDecoder(parse_float=Floating, object_pairs_hook=once)


def objects_of(stream: TextIO) -> Iterator[Any]:
    r"""Yield the values of a text, one a line or all in one array.

    Raises
    ------
    FormatError
        It is no JSON, a value is too large, or an object has a key twice; the message says in which line or row.

    Examples
    --------
    >>> import io
    >>> list(objects_of(io.StringIO('{"a": 1}\n\n{"a": 2}'))), list(objects_of(io.StringIO('[{"a": 1}, {"a": 2}]')))
    ([{'a': 1}, {'a': 2}], [{'a': 1}, {'a': 2}])
    """
    first = " "
    while first and not first.strip():
        first = stream.read(1)
    if not first:
        raise FormatError("the file is empty; name another")
    if first == "[":
        yield from _items(_Text(stream))
        return
    stream.seek(0)
    for number, line in enumerate(lines_of(stream), start=1):
        if line.strip():
            with _told(f"line {number}"):
                value = _DECODER.decode(line)
            yield value


def _items(text: _Text) -> Iterator[Any]:
    """Yield the items of an array whose bracket was read."""
    number = 0
    sign = text.sign()
    while sign != "]":
        number += 1
        with _told(f"row {number}"):
            value = text.value()
        yield value
        sign = text.sign()
        if sign not in (",", "]"):
            raise FormatError(f"row {number}: no comma and no ] behind it; {_NO_JSON}")
        if sign == ",":
            text.skip()
    text.skip()
    if text.sign():
        raise FormatError(f"row {number}: more behind the array; {_NO_JSON}")


class _Text:
    """A text of which one value after another is taken; no more of it is held than a value has."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.text = ""
        self.at = 0

    def sign(self) -> str:
        """Return the next sign that is no space; empty at the end."""
        while True:
            self.at = _SPACE.match(self.text, self.at).end()  # type: ignore[union-attr]
            if self.at < len(self.text):
                return self.text[self.at]
            if not self._read(_CHUNK):
                return ""

    def skip(self) -> None:
        """Go behind the next sign."""
        self.at += 1

    def value(self) -> Any:
        """Return the next value; a text that breaks off may go on in what was not read yet."""
        self.sign()
        size = _CHUNK
        while True:
            try:
                value, self.at = _DECODER.raw_decode(self.text, self.at)
            except json.JSONDecodeError:
                if len(self.text) - self.at > MAX_LINE:
                    raise FormatError(f"more than {MAX_LINE:,} characters; split it or shorten it") from None
                if not self._read(size):
                    raise
                size *= 2
            else:
                return value

    def _read(self, size: int) -> bool:
        more = self.stream.read(size)
        self.text, self.at = self.text[self.at :] + more, 0
        return bool(more)


@contextmanager
def _told(where: str) -> Iterator[None]:
    """Say where a text is no JSON, and why."""
    try:
        yield
    except FormatError as error:
        raise FormatError(f"{where}: {error}") from None
    except json.JSONDecodeError as error:
        raise FormatError(f"{where}, column {error.colno}: {error.msg}; {_NO_JSON}") from None
    except RecursionError:
        raise FormatError(f"{where}: nested too deep; {_NO_JSON}") from None
    except ValueError:
        raise FormatError(f"{where}: a number is too long; {_NO_JSON}") from None
