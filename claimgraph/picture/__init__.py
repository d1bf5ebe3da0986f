"""The picture of a record as values, before it is written as DOT or Mermaid."""

from claimgraph.picture.claims import Claims, draw_claims
from claimgraph.picture.headline import recorded_headline
from claimgraph.picture.sizing import layout_for
from claimgraph.picture.sources import draw_sources
from claimgraph.picture.values import LEGEND, Edge, EdgeKind, Layout, Node, Picture, Row, Shape

__all__ = [
    "LEGEND", "Claims", "Edge", "EdgeKind", "Layout", "Node", "Picture", "Row", "Shape", "draw_claims",
    "draw_sources", "layout_for", "recorded_headline",
]  # fmt: skip
