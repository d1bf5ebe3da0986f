"""Names of blank nodes that depend on what the file says and on nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from rdflib import BNode, Literal
from rdflib.term import Node

from claimgraph.formats.rdf.quads import Quad
from claimgraph.formats.rdf.things import BLANK

_ROUNDS = 6
"""How far around a blank node its name looks; further, only the order in the file tells two apart."""


def stable_names(quads: Sequence[Quad]) -> dict[Node, str]:
    """Return a name for every blank node, made from what is said of it and from its order in the file.

    Every round takes in what the round before found out about the neighbours (colour refinement).

    Examples
    --------
    >>> from rdflib import URIRef
    >>> said = [(BNode("x1"), URIRef("urn:p"), Literal("A"), None), (BNode("x2"), URIRef("urn:p"), Literal("B"), None)]
    >>> again = [(BNode("y"), URIRef("urn:p"), Literal("B"), None)]
    >>> stable_names(said)[BNode("x2")] == stable_names(again)[BNode("y")]
    True
    """
    around: dict[Node, list[tuple[str, str, Node]]] = {}
    for subject, predicate, value, graph in quads:
        if isinstance(subject, BNode):
            around.setdefault(subject, []).append((">", str(predicate), value))
        if isinstance(value, BNode):
            around.setdefault(value, []).append(("<", str(predicate), subject))
        if isinstance(graph, BNode):
            around.setdefault(graph, []).append(("{", str(predicate), subject))
    marks: dict[Node, str] = dict.fromkeys(around, "")
    known = 0
    for _ in range(_ROUNDS):
        marks = {node: _mark(marks[node], said, marks) for node, said in around.items()}
        found = len(set(marks.values()))
        if found == known:
            break
        known = found
    met: dict[str, int] = {}
    names = {}
    for node, mark in marks.items():
        met[mark] = met.get(mark, 0) + 1
        names[node] = f"{BLANK}{mark}" if met[mark] == 1 else f"{BLANK}{mark}.{met[mark]}"
    return names


def _mark(own: str, said: list[tuple[str, str, Node]], marks: dict[Node, str]) -> str:
    lines = sorted(f"{way} {predicate} {_text(node, marks)}" for way, predicate, node in said)
    return sha256("\n".join((own, *lines)).encode("utf-8", "replace")).hexdigest()[:16]


def _text(node: Node, marks: dict[Node, str]) -> str:
    if isinstance(node, BNode):
        return f"_:{marks[node]}"
    if isinstance(node, Literal):
        return f"{str(node)!r} {node.language} {node.datatype}"
    return f"<{node}>"
