"""PROV-O: graphs of RDF read as what they mean, whichever of PROV-O's words they use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from rdflib import RDF, RDFS, Literal
from rdflib.term import Node

from claimgraph.formats.base import Losses
from claimgraph.formats.provenance.blank_nodes import stable_names
from claimgraph.formats.provenance.gathering import Gathering, is_ours, short_of
from claimgraph.formats.provenance.ontology import FURTHER, INVERSE, PROPERTIES, QUALIFIED, SUBCLASSES, Property
from claimgraph.formats.rdf.quads import Quad
from claimgraph.formats.rdf.terms import PROV
from claimgraph.formats.rdf.things import BLANK, LABEL, LABELS, TYPE, Records

Triple = tuple[str, str, Node]
"""Subject, predicate, and the value as it stands in the file."""

_RENAMED = {
    str(RDF.type): TYPE, str(RDFS.label): LABEL,
    f"{PROV}atLocation": f"{PROV}location", f"{PROV}hadRole": f"{PROV}role",
}  # fmt: skip
"""Words of RDF that PROV-DM has other words for."""
_OTHER = "statements about what is no entity, activity or agent"


def records_of(quads: Sequence[Quad], losses: Losses) -> Iterator[Records]:
    """Yield the records of the default graph, and of every named graph, which is a bundle.

    Raises
    ------
    FormatError
        There are too many of them.
    """
    names = stable_names(quads)
    graphs: dict[str, list[Triple]] = {"": []}
    for subject, predicate, value, graph in quads:
        bundle = "" if graph is None else names.get(graph, str(graph))
        graphs.setdefault(bundle, []).append((names.get(subject, str(subject)), str(predicate), value))
    for bundle, triples in sorted(graphs.items()):
        yield _Graph(triples, names, Gathering(Records(bundle), losses)).records()


class _Graph:
    """One graph: what is said of everything in it, and what everything is."""

    def __init__(self, triples: Iterable[Triple], names: Mapping[Node, str], gathering: Gathering) -> None:
        self.gathering = gathering
        self.said: dict[str, dict[str, list[Node | str]]] = {}
        """By subject and predicate: literals, and the names of everything else."""
        self.kinds: dict[str, set[str]] = {}
        """Of every address whether it is an Entity, an Agent or an Activity; it may be several."""
        self.labels: dict[str, str] = {}
        """Of blank nodes that were shown."""
        self.qualified: dict[str, list[tuple[str, Property]]] = {}
        """By what qualifies: what it is said of, and how."""
        for subject, predicate, value in triples:
            self._take(subject, predicate, value if isinstance(value, Literal) else names.get(value, str(value)))

    def _take(self, subject: str, predicate: str, value: Node | str) -> None:
        term = predicate.removeprefix(PROV) if predicate.startswith(PROV) else ""
        if term in INVERSE and not isinstance(value, Literal):
            subject, value, term = str(value), subject, INVERSE[term]
            predicate = f"{PROV}{term}"
        self._classify(subject, predicate, term, value)
        self.said.setdefault(subject, {}).setdefault(predicate, []).append(value)

    def _classify(self, subject: str, predicate: str, term: str, value: Node | str) -> None:
        prop = PROPERTIES.get(term) or QUALIFIED.get(term)
        other = "" if isinstance(value, Literal) else str(value)
        if predicate == str(RDF.type):
            self._is(subject, SUBCLASSES.get(other.removeprefix(PROV)) if other.startswith(PROV) else None)
        elif prop:
            self._is(subject, prop.subject)
            if other and term in QUALIFIED:
                self.qualified.setdefault(other, []).append((subject, prop))
            elif other:
                self._is(other, prop.object)
        elif term == "generatedAtTime":
            self._is(subject, "Entity")

    def _is(self, uri: str, kind: str | None) -> None:
        if kind:
            self.kinds.setdefault(uri, set()).add(kind)

    # ---- Records

    def records(self) -> Records:
        """Return everything in the graph as records."""
        for uri, ways in self.qualified.items():
            for prop in {prop for _, prop in ways}:
                for influencer in self._influencers(uri, prop):
                    self._is(influencer, prop.object)
        for uri in self.kinds:
            if is_ours(self._attributes(uri)):
                self.gathering.ours.add(uri)
        for uri in sorted({*self.kinds, *self.said} - self.qualified.keys()):
            self._element(uri)
        covered = set()
        for node in sorted(self.qualified):
            covered |= self._qualified(node)
        for subject in sorted(self.said):
            self._short(subject, covered)
        return self.gathering.done()

    def _element(self, uri: str) -> None:
        kinds = self.kinds.get(uri, set())
        if "Agent" in kinds or "Entity" in kinds:
            self.gathering.element(uri, self._attributes(uri), agent="Agent" in kinds)
        elif "Activity" in kinds:
            self.gathering.connect("activity", ("", ""), {}, shown=self._shown(uri), named=uri)
        else:
            for predicate in sorted(self.said.get(uri, ())):
                self.gathering.losses.add(_OTHER, predicate.replace(PROV, "prov:"))

    def _qualified(self, node: str) -> set[tuple[str, str, str]]:
        """Take what is said by a node of its own; return what need not be taken again from the short property."""
        covered = set()
        said = self._attributes(node)
        times: list[str | None] = [str(value) for value in self._values(node, "atTime")]
        further = any(self._values(node, term) for term in FURTHER)
        for prop in sorted({prop for _, prop in self.qualified[node]}, key=str):
            attributes = self._with_kind(said, prop)
            subjects = sorted({subject for subject, way in self.qualified[node] if way == prop})
            ends = self._influencers(node, prop) or [""]
            for subject, end, time in product(subjects, ends, times or [None]):
                shown = self._example(prop, subject, end)
                self.gathering.connect(
                    prop.keyword, (subject, end), attributes, shown=shown, time=time, further=further, named=node
                )
                covered.add((subject, prop.keyword, end))
        return covered

    def _short(self, subject: str, covered: set[tuple[str, str, str]]) -> None:
        for predicate in sorted(self.said[subject]):
            prop = PROPERTIES.get(predicate.removeprefix(PROV)) if predicate.startswith(PROV) else None
            for value in self._things(self.said[subject][predicate]) if prop else ():
                if prop and (prop.keyword == "wasDerivedFrom" or (subject, prop.keyword, value) not in covered):
                    said = self._with_kind({}, prop)
                    shown = self._example(prop, subject, value)
                    self.gathering.connect(prop.keyword, (subject, value), said, shown=shown)

    # ---- What is said

    def _attributes(self, uri: str) -> dict[str, list[str]]:
        """Return what is said of something as texts, without what connects it to others."""
        found: dict[str, list[str]] = {}
        for predicate, values in self.said.get(uri, {}).items():
            term = predicate.removeprefix(PROV) if predicate.startswith(PROV) else ""
            connects = term in PROPERTIES or term in QUALIFIED
            texts = [self._text(value) for value in values if isinstance(value, Literal) or not connects]
            if predicate == str(RDF.type):
                texts = [text for text in texts if text not in _PLAIN]
            if texts and (term not in _OF_QUALIFIED or uri not in self.qualified):
                name = _RENAMED.get(predicate, predicate)
                found[name] = sorted({*found.get(name, ()), *texts})
        return dict(sorted(found.items()))

    def _with_kind(self, said: Mapping[str, list[str]], prop: Property) -> dict[str, list[str]]:
        types = [*said.get(TYPE, ()), *([f"{PROV}{prop.kind}"] if prop.kind in _SPECIAL else [])]
        return {**said, TYPE: sorted(set(types))} if types else dict(said)

    def _influencers(self, node: str, prop: Property) -> list[str]:
        return self._things(self._values(node, prop.influencer) or self._values(node, "influencer"))

    def _values(self, uri: str, term: str) -> list[Node | str]:
        return self.said.get(uri, {}).get(f"{PROV}{term}", [])

    @staticmethod
    def _things(values: Iterable[Node | str]) -> list[str]:
        return sorted({str(value) for value in values if not isinstance(value, Literal)})

    def _text(self, value: Node | str) -> str:
        text = str(value)
        return self._shown(text) if not isinstance(value, Literal) and text.startswith(BLANK) else text

    def _label(self, uri: str) -> str:
        said = self.said.get(uri, {})
        labels = [str(v) for name in (str(RDFS.label), *LABELS) for v in said.get(name, ()) if isinstance(v, Literal)]
        return next(filter(None, (" ".join(label.split()) for label in labels)), "")

    def _shown(self, uri: str) -> str:
        if not uri.startswith(BLANK):
            return short_of(uri)
        if uri not in self.labels:
            self.labels[uri] = self._label(uri)
        return self.labels[uri] or "something without an address"

    def _example(self, prop: Property, subject: str, value: str) -> str:
        return f"{prop.keyword}({self._shown(subject)}, {self._shown(value) if value else '-'})"


_SPECIAL = ("Quotation", "Revision", "PrimarySource")
_PLAIN = frozenset(
    {f"{PROV}{name}" for name in ("Entity", "Agent", "Activity", *(p.kind for p in PROPERTIES.values()))}
    - {f"{PROV}{name}" for name in _SPECIAL}
)
"""Types that say no more than the record does."""
_OF_QUALIFIED = frozenset({*(prop.influencer for prop in PROPERTIES.values()), *FURTHER, "influencer", "atTime"})
