"""The comments of a YAML text, which no parser keeps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from claimgraph.store.nodes import Node, Scalar, scalars

_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#[^\r\n]*", re.MULTILINE)


def comment_spans(text: str, documents: Iterable[Node]) -> list[tuple[int, int]]:
    r"""Return where the comments of a text begin and end, in their order.

    Examples
    --------
    >>> from claimgraph.store.nodes import parse_yaml
    >>> text = "a: 'b # c'  # d\n# e\n"
    >>> [text[start:end] for start, end in comment_spans(text, parse_yaml(text, "x.yaml")[0])]
    ['# d', '# e']
    """
    spans = []
    position = 0
    for start, end in [*_texts(text, documents), (len(text), len(text))]:
        spans += [found.span() for found in _COMMENT.finditer(text, position, start)]
        position = max(position, end)
    return spans


def comments(text: str, documents: Iterable[Node]) -> list[str]:
    """Return the comments of a text, without white space at their ends."""
    return [text[start:end].rstrip(" \t") for start, end in comment_spans(text, documents)]


def _texts(text: str, documents: Iterable[Node]) -> Iterator[tuple[int, int]]:
    """Yield the places where ``#`` is a letter: inside scalars, but not behind the sign of a block text."""
    for document in documents:
        for scalar in scalars(document):
            yield from (
                [(begin_of_body(text, scalar), scalar.end)]
                if scalar.style in {"|", ">"}
                else [(scalar.start, scalar.end)]
            )


def begin_of_body(text: str, scalar: Scalar) -> int:
    """Return where the lines of a block text begin: behind the line of its ``|`` or ``>``."""
    header_end = text.find("\n", scalar.start, scalar.end)
    return scalar.end if header_end < 0 else header_end + 1
