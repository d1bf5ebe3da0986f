"""The graph of statements, with the claims they are about, as GraphML, GEXF and JSON node-link.

A claim's node holds the claim in our own JSON (``record``), and that is what is read again; how many statements and
links it has stands beside it, so that a graph from which some were taken is not read as if it were whole.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from claimgraph.analyses.lines import independent_lines
from claimgraph.errors import STAMP, FormatError
from claimgraph.formats import record
from claimgraph.formats.base import Imported, Losses, Options
from claimgraph.formats.graph_files import PlainGraph, read_gexf, read_graphml, read_node_link, to_gexf, to_graphml
from claimgraph.graph import claim_nodes, link_between, statement_of
from claimgraph.model import Claim
from claimgraph.redaction import Released

_STATEMENT = ("stance", "verb", "date", "url", "archive", "wording", "lang", "certainty", "seen", "withdrawn")
_NEEDED = ("type", "record", "statements", "links")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_READERS: Mapping[str, Callable[[bytes], PlainGraph]] = {
    "graphml": read_graphml, "gexf": read_gexf, "node-link": read_node_link,
}  # fmt: skip


def dumps(name: str, released: Released) -> str:
    """Return the graph of all claims.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Ledger
    >>> from claimgraph.notation import parse_chain
    >>> from claimgraph.redaction import release
    >>> ledger = Ledger((Claim("c", "C.", (parse_chain("A <- B"),)),))
    >>> made = json.loads(dumps("node-link", release(build_graph(ledger), ledger)))
    >>> [(edge["source"], edge["target"], edge["kind"]) for edge in made["edges"]]
    [('c#a', 'c', 'about'), ('c#b', 'c#a', 'link')]
    """
    graph = plain_graph(released)
    if name == "graphml":
        return to_graphml(graph)
    if name == "gexf":
        return to_gexf(graph)
    nodes = [{"id": node, **values} for node, values in graph.nodes.items()]
    edges = [{"source": first, "target": second, **values} for (first, second), values in graph.edges.items()]
    head = {"directed": True, "multigraph": False, "graph": {"stamp": graph.stamp} if graph.stamp else {}}
    return json.dumps({**head, "nodes": nodes, "edges": edges}, ensure_ascii=False, indent=1) + "\n"


def plain_graph(released: Released) -> PlainGraph:
    """Return nodes and edges with attributes that every format holds: texts, whole numbers and booleans."""
    nodes: dict[str, dict[str, Any]] = {}
    edges: dict[tuple[str, str], dict[str, Any]] = {}
    for claim_id in sorted(released.claims):
        claim = released.claims[claim_id]
        links = sum(released.graph.in_degree(node) for node in claim_nodes(released.graph, claim_id))
        nodes[claim_id] = _clean(_claim(claim, released, links))
        for node in claim_nodes(released.graph, claim_id):
            nodes[node] = _clean(_statement(node, released))
            if released.graph.out_degree(node) == 0 or nodes[node]["seen"]:
                edges[node, claim_id] = {"kind": "about"}
            for up in released.graph.predecessors(node):
                link = link_between(released.graph, upstream=up, downstream=node)
                edges[up, node] = _clean({"kind": "link", "inferred": link.inferred, "because": link.because})
        for relation in claim.relations:
            if relation.target in released.claims:
                kinds = edges.get((claim_id, relation.target), {}).get("kind", "").split("; ")
                edges[claim_id, relation.target] = {"kind": "; ".join(sorted({*kinds, relation.kind} - {""}))}
    ids = {node: _escaped(node) for node in nodes}
    joined = {(ids[first], ids[second]): values for (first, second), values in sorted(edges.items())}
    stamp = STAMP if released.internal else ""
    return PlainGraph({ids[node]: values for node, values in nodes.items()}, joined, stamp)


def _escaped(text: str) -> str:
    return _NOT_IN_XML.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _claim(claim: Claim, released: Released, links: int) -> dict[str, Any]:
    lines = independent_lines(released.graph, claim.id)
    value = record.to_value([claim], (), released.verbs)
    text = json.dumps({"format": record.FORMAT, "version": record.VERSION, **value}, ensure_ascii=False)
    return {
        "type": "claim",
        "label": claim.text,
        "claim": claim.id,
        "tags": "; ".join(claim.tags),
        "when": claim.when,
        "due": claim.due,
        "verdict": claim.verdict.value if claim.verdict else None,
        "floor": lines.floor,
        "ceiling": lines.ceiling,
        "statements": len(claim_nodes(released.graph, claim.id)),
        "links": links,
        "record": _escaped(text),
    }


def _statement(node: str, released: Released) -> dict[str, Any]:
    statement = statement_of(released.graph, node)
    name = "?" if statement.kind == "missing" else statement.name
    who = {"source": statement.source, "source_kind": statement.source_kind, "party": statement.kind}
    values = {key: getattr(statement, key) for key in _STATEMENT}
    return {"type": "statement", "label": name, "claim": statement.claim, **who, **values}


def _clean(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values without those that are not there, their texts without what XML forbids."""
    texts = {key: _NOT_IN_XML.sub("", v).replace("\r", "\n") if isinstance(v, str) else v for key, v in values.items()}
    return {key: value for key, value in texts.items() if value not in (None, "")}


def loads(name: str, data: bytes, options: Options) -> Imported:  # noqa: ARG001
    """Return the claims of a graph that was written here.

    Raises
    ------
    FormatError
        The file is broken, or of somebody else; the message names the attributes that no node has.
    """
    graph = _READERS[name](data)
    missing = [key for key in _NEEDED if not any(key in values for values in graph.nodes.values())]
    if missing:
        raise FormatError(f"no node has {', '.join(missing)}; only graphs that claimgraph wrote can be read")
    losses, claims = Losses(), []
    for found in _read(graph, losses):
        claims += list(found.claims)
        for what, count in found.losses.counts.items():
            losses.counts[what] += count
            losses.examples.setdefault(what, found.losses.examples[what])
    return Imported(claims, (), losses)


def _read(graph: PlainGraph, losses: Losses) -> Iterator[Imported]:
    statements = Counter(v.get("claim") for v in graph.nodes.values() if v.get("type") == "statement")
    ends = (graph.nodes.get(second, {}) for (_, second), v in graph.edges.items() if v.get("kind") == "link")
    links = Counter(values.get("claim") for values in ends)
    for node, values in graph.nodes.items():
        if values.get("type") != "claim":
            if values.get("type") != "statement":
                losses.add("nodes that are neither claims nor statements", node)
        elif (str(statements[node]), str(links[node])) != (str(values.get("statements")), str(values.get("links"))):
            losses.add("claims whose statements or links were changed elsewhere", node)
        else:
            try:
                yield record.loads("json", str(values.get("record", "")).encode("utf-8", "surrogatepass"), {})
            except FormatError as error:
                raise FormatError(f"node '{node[:80]}', record: {error}") from None
