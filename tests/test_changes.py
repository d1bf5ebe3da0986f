"""What changed between two versions of a claim, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.changes import Change, changes_between
from claimgraph.model import Article, Assessment, Checked, Claim, Relation, Silence, Verdict
from claimgraph.notation import parse_chain

CLAIM = Claim("c", "It rains.", (parse_chain("A <- B"),))


def chains(*texts: str) -> tuple[object, ...]:
    return tuple(map(parse_chain, texts))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {}, []),
        ({}, {"text": "It\n rained."}, ["text reworded from It rains. to It rained."]),
        ({}, {"said": "rain!"}, ["words set: rain!"]),
        ({"said": "rain!"}, {}, ["words removed: rain!"]),
        ({}, {"chains": chains("A <- B", "C")}, ["chain added: C"]),
        ({}, {"chains": ()}, ["chain removed: A <- B"]),
        ({}, {"chains": chains("A <- B [2024]")}, ["chain changed from A <- B to A <- B [2024]"]),
        ({}, {"chains": chains("Reuters, London")}, ["chain removed: A <- B", "chain added: Reuters, London"]),
        (
            {"chains": chains("Ann <- Bob", "Cat <- Dog")},
            {"chains": chains("Cat <- Dogs", "Ann <- Bobs")},
            ["chain changed from Ann <- Bob to Ann <- Bobs", "chain changed from Cat <- Dog to Cat <- Dogs"],
        ),
        ({"chains": chains("A", "B")}, {"chains": chains("B", "A")}, ["chains put in another order"]),
        ({"chains": chains("A", "A")}, {"chains": chains("A")}, ["chain removed: A"]),
        ({}, {"due": "2025"}, ["due set: 2025"]),
        ({"due": "2025"}, {"due": "2026"}, ["due changed from 2025 to 2026"]),
        ({"review_by": "2025"}, {}, ["review by removed: 2025"]),
        ({}, {"when": "2024", "as_of": "2025"}, ["when set: 2024", "as of set: 2025"]),
        ({}, {"verdict": Verdict("true")}, ["verdict given: true"]),
        (
            {"verdict": Verdict("true", by="Ann")},
            {"verdict": Verdict("false", "2025", "Bob", "she erred")},
            ["verdict changed from true, by Ann to false, by Bob, 2025, because: she erred"],
        ),
        ({"verdict": Verdict("true", by="Ann")}, {}, ["verdict withdrawn: true, by Ann"]),
        ({}, {"assess": (Assessment("B2", "Ann", "2024"),)}, ["assessment added: B2, by Ann, 2024"]),
        ({}, {"checked": (Checked("Ann", "2024"),)}, ["check that it was said added: by Ann, 2024"]),
        ({}, {"silence": (Silence("CG303", "Ann saw it."),)}, ["silence added: CG303: Ann saw it."]),
        ({"tags": ("x", "y")}, {"tags": ("y", "z")}, ["tag removed: x", "tag added: z"]),
        ({}, {"relations": (Relation("based_on", "d"),)}, ["relation added: based on d"]),
        ({"relations": (Relation("tension", "d"),)}, {}, ["relation removed: tension d"]),
        ({}, {"note": "N"}, ["note added: N"]),
        ({"note": "N"}, {"note": "M"}, ["note changed from N to M"]),
        ({}, {"article": Article("A")}, ["article set: A"]),
        ({"article": Article("A", title="T")}, {"article": Article("A", title="U")},
         ["title of the article changed from T to U"]),
        ({"article": Article("A", date="2024")}, {"article": Article("A", date="2025")},
         ["date of the article changed from 2024 to 2025"]),
    ],
)  # fmt: skip
def test_every_field_in_words(before: dict[str, object], after: dict[str, object], expected: list[str]) -> None:
    first, second = (replace(CLAIM, **fields) for fields in (before, after))  # type: ignore[arg-type]
    assert list(map(str, changes_between(before=first, after=second))) == expected


def test_recorded_and_deleted() -> None:
    claim = replace(CLAIM, tags=("x",), article=Article("A"))
    recorded = changes_between(before=None, after=claim)
    assert list(map(str, recorded)) == ["claim recorded: It rains.", "chain added: A <- B", "tag added: x"]
    assert changes_between(before=claim, after=None) == (Change("claim", "deleted", before="It rains."),)
    assert changes_between(before=None, after=None) == ()


def test_very_many_chains_are_not_compared_with_each_other() -> None:
    many = [tuple(parse_chain(f"{side} number {n}") for n in range(21)) for side in ("Old", "New")]
    found = changes_between(before=replace(CLAIM, chains=many[0]), after=replace(CLAIM, chains=many[1]))
    assert [change.how for change in found] == ["removed"] * 21 + ["added"] * 21


@given(st.lists(st.sampled_from(["A", "A <- B", "C <- D", "E <- ?"])), st.lists(st.sampled_from(["A", "A <- B", "E"])))
def test_nothing_is_lost_between_two_lists_of_chains(first: list[str], second: list[str]) -> None:
    claims = [replace(CLAIM, chains=tuple(map(parse_chain, texts))) for texts in (first, second)]
    found = changes_between(before=claims[0], after=claims[1])
    gone = [change.before for change in found if change.before]
    new = [change.after for change in found if change.after]
    assert sorted(first) == sorted([*gone, *_kept(second, new)])
    assert bool(found) == (first != second)


def _kept(texts: list[str], new: Sequence[str | None]) -> list[str]:
    left = list(texts)
    for text in new:
        assert text is not None
        left.remove(text)
    return left
