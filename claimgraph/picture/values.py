"""What a picture consists of, before it is written as DOT or Mermaid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Shape = Literal[
    "outlet", "wire", "person", "org", "document", "account", "group", "unregistered", "unnamed", "missing", "claim",
]  # fmt: skip
EdgeKind = Literal[
    "credited", "against", "read", "denies", "questions", "withdraws", "contradicts", "tension", "related",
]  # fmt: skip
Layout = Literal["dot", "sfdp"]
Fallen = Literal["dropped", "stranded"]


@dataclass(frozen=True, slots=True)
class Node:
    """A statement, a source or a claim as it is drawn.

    ``id`` is the picture's own (``n1``, ``c1``) and tells nothing. ``text`` is what stands in the
    shape, ``notes`` the smaller lines under it, ``title`` the whole in a sentence, ``url`` an
    address that is safe to link, or None. Everything passes through a ``pivotal`` statement; a
    ``fallen`` one is dropped, or loses all its support, in a picture of an impact.
    """

    id: str
    shape: Shape
    text: str
    title: str
    notes: tuple[str, ...] = ()
    unseen: bool = False
    withdrawn: bool = False
    pivotal: bool = False
    fallen: Fallen | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow from one node to another, with the words beside it; without ``arrow`` a mere line.

    ``inferred`` makes it dotted, whatever its kind; ``against`` is a denial, a doubt or a
    withdrawal on its way through others, ``read`` leads from what we read to the claim.
    """

    tail: str
    head: str
    kind: EdgeKind
    title: str
    words: tuple[str, ...] = ()
    inferred: bool = False
    arrow: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A claim with everything it comes through, which is drawn together.

    ``columns`` is how many links its longest chain has, the one to the claim included, ``start`` the
    node in which that chain starts. The claim itself is the last of the nodes.
    """

    title: str
    nodes: tuple[str, ...]
    start: str
    columns: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: what is drawn, the sentence on top, and the same as text for who does not see it.

    ``notes`` are sentences about the drawing itself (that it is laid out by distance, say); they
    stand under the headline, and the command line repeats them. ``layout`` is the way of laying out
    that suits the size; a picture of sources has no rows.
    """

    headline: str
    description: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    layout: Layout = "dot"
    internal: bool = False

    @property
    def legend(self) -> tuple[str, ...]:
        """The signs that occur and need a word, in a fixed order; the words are in `look`."""
        found: set[str] = {node.shape for node in self.nodes} | {edge.kind for edge in self.edges}
        found |= {"inferred" for edge in self.edges if edge.inferred}
        found |= {"unseen" for node in self.nodes if node.unseen}
        found |= {"withdrawn" for node in self.nodes if node.withdrawn}
        found |= {"pivotal" for node in self.nodes if node.pivotal}
        found |= {node.fallen for node in self.nodes if node.fallen}
        return tuple(sign for sign in LEGEND if sign in found)


def texts_of(picture: Picture) -> Iterator[str]:
    """Yield every text of a picture that comes from the record."""
    yield from (picture.headline, picture.description, *picture.notes, *(row.title for row in picture.rows))
    for node in picture.nodes:
        yield from (node.text, node.title, *node.notes, node.url or "")
    for edge in picture.edges:
        yield from (edge.title, *edge.words)


LEGEND: dict[str, str] = {
    "outlet": "news outlet",
    "wire": "news agency",
    "person": "person",
    "org": "organisation",
    "document": "document",
    "account": "account",
    "group": "group",
    "unregistered": "kind not recorded",
    "unnamed": "unnamed, only described",
    "missing": "no source given",
    "claim": "claim",
    "unseen": "pale: not opened, known only through others",
    "withdrawn": "struck through: withdrawn",
    "pivotal": "thick outline: everything passes here",
    "dropped": "struck through: dropped",
    "stranded": "broken red outline: left without support",
    "credited": "credited by the next",
    "inferred": "inferred by us, not credited",
    "read": "what we read",
    "denies": "denies",
    "questions": "questions",
    "withdraws": "withdraws",
    "contradicts": "contradict each other",
    "tension": "in tension",
}
"""The signs a picture may use, in the order of its legend, and what they mean."""
