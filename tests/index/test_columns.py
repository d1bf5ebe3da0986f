"""What the index repeats of the model, so that a query need not import it, is the same there."""

from __future__ import annotations

from dataclasses import fields

from claimgraph.index.columns import SOURCE_FIELDS
from claimgraph.index.finding import _RELATIONS
from claimgraph.model import RELATIONS, Source


def test_the_fields_of_sources_are_all_there_in_their_order() -> None:
    assert [f.name for f in fields(Source) if f.name not in {"location", "places"}] == list(SOURCE_FIELDS)


def test_the_relations_are_those_of_the_model() -> None:
    assert _RELATIONS == RELATIONS
