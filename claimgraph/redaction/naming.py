"""What protected sources are called in what leaves: counted anew in every claim, in the order of its chains."""

from __future__ import annotations

from collections.abc import Mapping

from claimgraph.graph import Graph, claim_nodes, registry_of, statement_of
from claimgraph.model import Statement

NAME = "Confidential source"
"""What a protected source is called, with a number where a claim has several."""

SLUG = "confidential-source"


def numbers_of(graph: Graph, claim_id: str) -> dict[str, int]:
    """Return the labels of the protected voices in a claim, numbered in the order of its chains."""
    hidden = hidden_nodes(graph, claim_id)
    labels = dict.fromkeys(statement_of(graph, node).label for node in claim_nodes(graph, claim_id) if node in hidden)
    return {label: number for number, label in enumerate(labels, start=1)}


def hidden_nodes(graph: Graph, claim_id: str) -> set[str]:
    """Return the nodes of a claim that may not be shown: protected sources, and whom they cite without a name.

    "Her brother" tells who she is.
    """
    hidden = {node for node in claim_nodes(graph, claim_id) if statement_of(graph, node).confidential}
    waiting = sorted(hidden)
    while waiting:
        for upstream in graph.predecessors(waiting.pop()):
            if upstream not in hidden and statement_of(graph, upstream).kind == "unnamed":
                hidden.add(upstream)
                waiting.append(upstream)
    return hidden


def numbered(text: str, numbers: Mapping[str, int], label: str, between: str) -> str:
    """Return a text with the number of a voice, where its claim has several."""
    return f"{text}{between}{numbers[label]}" if len(numbers) > 1 else text


def is_quotable(graph: Graph, statement: Statement) -> bool:
    """Tell whether the words of a protected statement may be shown: every entry of its voice has to say so."""
    registry = registry_of(graph)
    entries = [source for source in registry.sources if registry.label(source.id) == statement.label]
    return bool(entries) and all(source.quotable for source in entries)
