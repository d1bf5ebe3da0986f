"""Nodes and edges with plain attributes, to GraphML and GEXF and from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from claimgraph.errors import FormatError
from claimgraph.formats.json_reading import document_of
from claimgraph.formats.xml_reading import root_of

_GRAPHML, _GEXF = "http://graphml.graphdrawing.org/xmlns", "http://www.gexf.net/1.2draft"
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PlainGraph:
    """Nodes by id and edges by their ends, each with attributes; and the stamp of what is internal."""

    nodes: Mapping[str, Values]
    edges: Mapping[tuple[str, str], Values]
    stamp: str = ""


def to_graphml(graph: PlainGraph) -> str:
    """Return a graph as GraphML.

    Examples
    --------
    >>> '<node id="a" />' in to_graphml(PlainGraph({"a": {}}, {}))
    True
    """
    root = Element("graphml", xmlns=_GRAPHML)
    keys: dict[tuple[str, str], str] = {}
    for domain, holders in (("node", graph.nodes.values()), ("edge", graph.edges.values())):
        for name, kind in _types(holders).items():
            keys[domain, name] = f"d{len(keys)}"
            attributes = {"id": keys[domain, name], "for": domain, "attr.name": name, "attr.type": kind}
            SubElement(root, "key", attributes)
    if graph.stamp:
        SubElement(root, "key", {"id": "stamp", "for": "graph", "attr.name": "stamp", "attr.type": "string"})
    inner = SubElement(root, "graph", edgedefault="directed")
    if graph.stamp:
        SubElement(inner, "data", key="stamp").text = graph.stamp
    parts = [("node", {"id": node}, values) for node, values in graph.nodes.items()]
    parts += [("edge", {"source": a, "target": b}, values) for (a, b), values in graph.edges.items()]
    for domain, attributes, values in parts:
        part = SubElement(inner, domain, attributes)
        for name, value in values.items():
            SubElement(part, "data", key=keys[domain, name]).text = _text(value)
    return _document(root)


def to_gexf(graph: PlainGraph) -> str:
    """Return a graph as GEXF 1.2.

    Examples
    --------
    >>> '<node id="a" label="a" />' in to_gexf(PlainGraph({"a": {}}, {}))
    True
    """
    root = Element("gexf", xmlns=_GEXF, version="1.2")
    if graph.stamp:
        SubElement(SubElement(root, "meta"), "description").text = graph.stamp
    inner = SubElement(root, "graph", defaultedgetype="directed", mode="static")
    keys: dict[tuple[str, str], str] = {}
    for domain, holders in (("node", graph.nodes.values()), ("edge", graph.edges.values())):
        listed = SubElement(inner, "attributes", {"class": domain, "mode": "static"})
        for name, kind in _types(holders).items():
            if name != "label":
                keys[domain, name] = f"{len(keys)}"
                called = "integer" if kind == "int" else kind
                SubElement(listed, "attribute", id=keys[domain, name], title=name, type=called)
    nodes, edges = SubElement(inner, "nodes"), SubElement(inner, "edges")
    for node, values in graph.nodes.items():
        _add_gexf(SubElement(nodes, "node", id=node, label=values.get("label", node)), "node", values, keys)
    for number, ((a, b), values) in enumerate(graph.edges.items()):
        _add_gexf(SubElement(edges, "edge", id=str(number), source=a, target=b), "edge", values, keys)
    return _document(root)


def _add_gexf(part: Element, domain: str, values: Values, keys: Mapping[tuple[str, str], str]) -> None:
    given = {name: value for name, value in values.items() if name != "label"}
    listed = SubElement(part, "attvalues") if given else part
    for name, value in given.items():
        SubElement(listed, "attvalue", {"for": keys[domain, name], "value": _text(value)})


def read_graphml(data: bytes) -> PlainGraph:
    """Return the graph of a GraphML file, its values as texts."""
    root = _root(data, "graphml")
    names = {key.get("id", ""): key.get("attr.name", "") for key in root.iter("key")}

    def values(part: Element) -> Values:
        return {names.get(one.get("key", ""), ""): one.text or "" for one in part.findall("data")}

    nodes = {node.get("id", ""): values(node) for node in root.iter("node")}
    edges = {(edge.get("source", ""), edge.get("target", "")): values(edge) for edge in root.iter("edge")}
    return PlainGraph(nodes, edges)


def read_gexf(data: bytes) -> PlainGraph:
    """Return the graph of a GEXF file, its values as texts."""
    root = _root(data, "gexf")
    names = {
        (listed.get("class", ""), one.get("id", "")): one.get("title", "")
        for listed in root.iter("attributes")
        for one in listed.findall("attribute")
    }

    def values(part: Element) -> Values:
        found = part.findall("attvalues/attvalue")
        return {names.get((part.tag, one.get("for", "")), ""): one.get("value", "") for one in found}

    nodes = {node.get("id", ""): values(node) for node in root.iter("node")}
    edges = {(edge.get("source", ""), edge.get("target", "")): values(edge) for edge in root.iter("edge")}
    return PlainGraph(nodes, edges)


def read_node_link(data: bytes) -> PlainGraph:
    """Return the graph of a JSON file in the node-link form of networkx."""
    document = document_of(data)
    listed = {key: document.get(key) for key in ("nodes", "edges" if "edges" in document else "links")}
    for key, parts in listed.items():
        if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
            raise FormatError(f"{key}: is no list of objects; this is no node-link graph")
    nodes, edges = listed.values()
    assert nodes is not None
    assert edges is not None
    by_id = {str(node.get("id")): {k: v for k, v in node.items() if isinstance(v, str | bool)} for node in nodes}
    joined = {(str(e.get("source")), str(e.get("target"))): {"kind": str(e.get("kind"))} for e in edges}
    return PlainGraph(by_id, joined)


def _root(data: bytes, name: str) -> Element:
    root = root_of(data)
    if root.tag != name:
        raise FormatError(f"the document is <{root.tag[:80]}>, not <{name}>")
    return root


def _types(holders: Iterable[Values]) -> dict[str, str]:
    """Return the attributes in the order in which they come, each with its one type."""
    kinds = {bool: "boolean", int: "int", str: "string"}
    return {name: kinds[type(value)] for values in holders for name, value in values.items()}


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _document(root: Element) -> str:
    indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"
