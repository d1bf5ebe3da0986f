"""How large a picture may grow before columns stop being readable, and what then."""

from __future__ import annotations

import networkx as nx

from claimgraph.errors import PictureError
from claimgraph.graph import Graph
from claimgraph.picture.values import Layout, Picture

MOST_NODES_IN_COLUMNS = 100
MOST_EDGES_IN_COLUMNS = 200
"""Of one claim, or of one connected piece of an overview; measured in docs/picture.md."""

MOST_NODES_BY_DISTANCE = 1_500
MOST_EDGES_BY_DISTANCE = 4_000
"""What is laid out by distance within some ten seconds; beyond, nobody could read it."""

MOST_CLAIMS_TO_SEE = 60


def layout_for(n_nodes: int, n_edges: int) -> Layout:
    """Return the way of laying out that one connected piece of this size needs.

    Up to about a hundred nodes columns (``dot``) read well. Beyond, they become too wide to follow
    and, from some 500 tangled nodes on, take minutes; nodes are then set by distance (``sfdp``).

    Examples
    --------
    >>> layout_for(40, 60), layout_for(211, 300), layout_for(90, 700)
    ('dot', 'sfdp', 'sfdp')
    """
    in_columns = n_nodes <= MOST_NODES_IN_COLUMNS and n_edges <= MOST_EDGES_IN_COLUMNS
    return "dot" if in_columns else "sfdp"


def confirm_drawable(picture: Picture) -> None:
    """Refuse what is too much to lay out in bearable time.

    Raises
    ------
    PictureError
        The picture is laid out by distance, and has more nodes or edges than that is done for.
    """
    sizes = (
        (len(picture.nodes), MOST_NODES_BY_DISTANCE, "boxes"),
        (len(picture.edges), MOST_EDGES_BY_DISTANCE, "arrows"),
    )
    for number, most, what in sizes:
        if picture.layout == "sfdp" and number > most:
            advice = "draw fewer claims, or the overview with --sources; DOT text (-o x.dot) still works"
            raise PictureError(f"{number:,} {what} are too many to lay out (at most {most:,}); {advice}")


def layout_notes(layout: Layout, **counts: int) -> tuple[str, ...]:
    """Return what a reader has to be told about the drawing itself; the first count names what was too much.

    Examples
    --------
    >>> layout_notes("sfdp", statements=211)
    ('211 statements: too many for columns, laid out by distance; `--sources` gives the overview',)
    >>> layout_notes("dot", statements=211, claims=70)
    ('70 claims make a long picture; `--sources` gives the overview',)
    """
    what, number = next(iter(counts.items()))
    overview = "" if what == "sources" else "; `--sources` gives the overview"
    notes = []
    if layout == "sfdp":
        notes.append(f"{number} {what}: too many for columns, laid out by distance{overview}")
    elif counts.get("claims", 0) > MOST_CLAIMS_TO_SEE:
        notes.append(f"{counts['claims']} claims make a long picture{overview}")
    return tuple(notes)


def largest_piece(graph: Graph) -> tuple[int, int]:
    """Return the numbers of nodes and edges of the largest connected piece of a graph.

    Examples
    --------
    >>> largest_piece(nx.DiGraph([("a", "b"), ("b", "c"), ("d", "e")]))
    (3, 2)
    """
    pieces = (graph.subgraph(part) for part in nx.weakly_connected_components(graph))
    return max(((len(piece), piece.number_of_edges()) for piece in pieces), default=(0, 0))
