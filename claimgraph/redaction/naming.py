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
    statements = (statement_of(graph, node) for node in claim_nodes(graph, claim_id))
    hidden = dict.fromkeys(s.label for s in statements if s.confidential)
    return {label: number for number, label in enumerate(hidden, start=1)}


def numbered(text: str, numbers: Mapping[str, int], label: str, between: str) -> str:
    """Return a text with the number of a voice, where its claim has several."""
    return f"{text}{between}{numbers[label]}" if len(numbers) > 1 else text


def is_quotable(graph: Graph, statement: Statement) -> bool:
    """Tell whether the words of a protected statement may be shown: every entry of its voice has to say so."""
    registry = registry_of(graph)
    entries = [source for source in registry.sources if registry.label(source.id) == statement.label]
    return bool(entries) and all(source.quotable for source in entries)
