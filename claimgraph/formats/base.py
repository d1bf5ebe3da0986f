"""What a format is, what it gets to write, and what it gives when it has read something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from claimgraph.model import Claim, Source
from claimgraph.redaction import Released

Options = Mapping[str, str]
"""What the call gives a format beside the file, by name; each format says which it knows."""

Written = str | bytes | Mapping[str, bytes]
"""What a format makes: a text, the bytes of a file, or the files of a folder by their names."""


class Writer(Protocol):
    """A format that can be written."""

    def dumps(self, name: str, released: Released) -> Written:
        """Return what may leave of a record in this format."""


@runtime_checkable
class Reader(Protocol):
    """A format that can be read."""

    def loads(self, name: str, data: bytes, options: Options) -> Imported:
        """Return the claims and sources in a file of this format.

        Raises
        ------
        FormatError
            The file is not of this format, or cannot be read; the message says where and why.
        """


@dataclass(frozen=True, slots=True)
class Format:
    """An exchange format: its name, a line about it, its suffixes, its module, and the extra that it needs.

    ``folder``: what is written is not a file but several in a folder.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    module: str
    extra: str | None = None
    reads: bool = False
    writes: bool = True
    folder: bool = False


@dataclass(slots=True)
class Losses:
    """What could not be mapped: by field, how often and the first examples."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def add(self, what: str, example: str = "") -> None:
        """Note that a field of the file has no place here; an example is cut short."""
        self.counts[what] += 1
        known = self.examples.setdefault(what, [])
        shown = " ".join(example.split())[:80]
        if shown and len(known) < _EXAMPLES and shown not in known:
            known.append(shown)

    def lines(self) -> Iterator[str]:
        """Yield a line per field, the most frequent first."""
        for what, count in sorted(self.counts.items(), key=lambda item: (-item[1], item[0])):
            examples = "; ".join(self.examples[what])
            yield f"{what}: {count}{f' (such as {examples})' if examples else ''}"


_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Imported:
    """What was read from a file of another format: values that no record has yet.

    The ids of ``claims`` are made from what they say or from their ids there, so that the same file gives the same ids.
    """

    claims: Sequence[Claim]
    sources: Sequence[Source] = ()
    losses: Losses = field(default_factory=Losses)
