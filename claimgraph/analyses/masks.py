"""Who can be reached from everybody at once, as bits of one number each.

In a claim of thousands of statements the sets of all that is downstream of each are millions of entries; as bits
they are a few megabytes, and are united and counted at the speed of the machine.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import networkx as nx

from claimgraph.graph import Graph


def downstream_masks(graph: Graph, nodes: Collection[str], bits: Mapping[str, int]) -> dict[str, int]:
    """Return for each of some nodes the bits of itself and of all that is downstream of it among them.

    Parameters
    ----------
    graph : networkx.DiGraph
        Edges run downstream.
    nodes : collection of str
        The nodes over which a path may run.
    bits : mapping of str to int
        What every node stands for, as a number with bits set.

    Examples
    --------
    >>> masks = downstream_masks(nx.DiGraph([("a", "b"), ("b", "c"), ("c", "b")]), "abc", {"a": 1, "b": 2, "c": 4})
    >>> sorted(masks.items())
    [('a', 7), ('b', 6), ('c', 6)]
    """
    inside = set(nodes)
    masks: dict[str, int] = {}
    # Components come downstream first, so that what follows one is known when its turn comes.
    for part in nx.strongly_connected_components(graph.subgraph(inside)):
        mask = 0
        for node in part:
            mask |= bits[node]
            for following in graph.successors(node):
                if following in masks:
                    mask |= masks[following]
        masks |= dict.fromkeys(part, mask)
    return masks


def set_bits(mask: int) -> Iterator[int]:
    """Yield the numbers of the bits that are set, lowest first.

    Examples
    --------
    >>> list(set_bits(0b1010))
    [1, 3]
    """
    text = bin(mask)[:1:-1]
    at = text.find("1")
    while at >= 0:
        yield at
        at = text.find("1", at + 1)
