"""Every check finds its bad example, at its place, and leaves its good one alone."""

from __future__ import annotations

import pytest

from claimgraph.checks import CHECKS, check_ledger
from claimgraph.model import Ledger, Problem
from claimgraph.store import loads

SOURCES = """\
- {id: ann, kind: person, name: Ann}
- {id: sky-news-arabia, kind: outlet, name: Sky News Arabia, aliases: [سكاي نيوز عربية]}
"""


def problems(claims: str, sources: str = SOURCES) -> list[Problem]:
    """Return what is wrong with a record of one file of claims and one of sources; CG204 has its own tests."""
    read = loads(claims, path="c.yaml")
    registry = loads(sources, path="s.yaml", registry=True)
    ledger = Ledger(read.claims, registry.sources, read.problems + registry.problems)
    return [problem for problem in check_ledger(ledger) if problem.code != "CG204"]


def claim(text: str = "A is so.", chain: str = "Ann", rest: str = "") -> str:
    return f"id: a\ntext: {text}\nchain: {chain}\n{rest}"


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        (claim(chain="Ann <- <- Bob"), ["c.yaml:3:15: CG101 error"]),
        (claim(chain="Ann <- Bob + Ann <- ?"), ["c.yaml:3:15: CG102 error"]),
        ("id: A b\ntext: A.\nchain: Ann\n", ["c.yaml:1:5: CG103 error"]),
        (claim(rest="supports: [b]\n"), ["c.yaml:4:12: CG104 error supports: no claim 'b' in this record; add that"]),
        (claim(rest="supports: a\n"), ["c.yaml:4:11: CG104 error supports: names the claim itself"]),
        (
            claim(chain="Sky New Arabia <- Ann"),
            ["c.yaml:3:8: CG105 warning unregistered source 'Sky New Arabia'; did you mean Sky News Arabia?"],
        ),
        (claim(chain="Bob <- Ann"), ["c.yaml:3:8: CG105 warning unregistered source 'Bob'; register it with"]),
        (
            "id: a\ntext: A.\nchains: ['Ann [2024]', 'Ann [2023]', 'Ann']\n",
            ["c.yaml:3:39: CG106 error Ann without a date may be its statement of 2023 or 2024"],
        ),
        (claim(chain="Ann <- ANN"), ["c.yaml:3:15: CG106 error Ann relies on itself"]),
        (
            "id: a\ntext: A.\nchains: ['Ann [said]', 'Ann [denied]']\n",
            ["c.yaml:3:25: CG106 error Ann both asserts and denies this at one time"],
        ),
        (claim("Ann resigned today."), ["c.yaml:2:7: CG108 warning text: 'today' means nothing"]),
        (claim("They resigned on 1 May 2024."), ["c.yaml:2:7: CG108 warning text: begins with 'They'"]),
        (claim(rest="colour: red\n"), ["c.yaml:4:1: CG109 error unknown key 'colour'"]),
    ],
)
def test_bad(claims: str, expected: list[str]) -> None:
    found = [str(problem) for problem in problems(claims)]
    assert len(found) == len(expected), found
    assert all(f.startswith(e) for f, e in zip(found, expected, strict=True)), found


@pytest.mark.parametrize(
    "claims",
    [
        claim(),
        claim(chain="Ann [2023] <- Ann [2024]"),
        claim(chain="سكاي نيوز عربية <- Ann"),
        claim("Ann resigned on Friday 3 May 2024."),
        claim("This claim is about the news of 3 May 2024."),
        claim("There were 3 people in the room on 3 May 2024."),
    ],
)
def test_good(claims: str) -> None:
    assert problems(claims) == []


def test_an_alias_of_two_sources() -> None:
    found = problems(claim(), "- {id: ann, kind: person, aliases: [AB]}\n- {id: ab-corp, kind: org, name: ab}\n")
    assert [str(p) for p in found] == [
        (
            "s.yaml:1:36: CG107 error 'AB' means ab-corp and ann; keep it with one of them, "
            "or make them one with `claimgraph sources merge`"
        )
    ]


def test_two_unnamed_groups_with_equal_words_are_no_clash() -> None:
    sources = "".join(
        f"- {{id: {i}, kind: outlet}}\n- {{id: g-{i}, kind: group, name: officials, via: {i}}}\n"
        for i in ("ann", "bob")
    )
    assert problems(claim(), sources) == []


def test_references_of_the_registry() -> None:
    sources = "- {id: ann, kind: person}\n- {id: g, kind: group, via: Anne, maybe: [nobody]}\n"
    assert [str(p) for p in problems(claim(), sources)] == [
        "s.yaml:2:29: CG105 warning via: unregistered source 'Anne'; did you mean ann?",
        "s.yaml:2:42: CG105 warning maybe: unregistered source 'nobody'; register it, or delete the reference",
    ]


def test_an_unregistered_source_is_reported_once() -> None:
    two = "claims:\n  - {id: a, text: A., chain: Bob}\n  - {id: b, text: B., chain: BOB <- Ann}\n"
    assert [str(p).partition(";")[0] for p in problems(two)] == [
        "c.yaml:2:30: CG105 warning unregistered source 'Bob' (in 2 claims)"
    ]


@pytest.mark.parametrize(
    ("text", "floating"),
    [
        ("Rain fell yesterday.", True),
        ("Rain will fall in the coming hours.", True),
        ("Rain fell on Friday.", True),
        ("Rain fell on Friday, 29 November 2024.", False),
        ("Rain fell on Friday November 29, 2024.", False),
        ("Rain fell three days ago.", True),
        ("Rain fell last week.", True),
        ("Rain currently falls.", True),
        ("هطل المطر اليوم.", True),
        ("Hier, il a plu.", True),
        ("Rain fell in the last week of May 2024.", True),
        ("USA Today reported rain for 3 May 2024.", True),
        ("Rain fell on 3 May 2024, a Friday.", False),
    ],
)
def test_floating_dates(text: str, floating: bool) -> None:
    found = [p.code for p in problems(claim(f'"{text}"'))]
    assert found == (["CG108"] if floating else [])


def test_every_check_has_a_function_with_its_code_and_examples_or_is_found_by_the_reader() -> None:
    for check in CHECKS:
        if check.run:
            doc = check.run.__doc__ or ""
            assert doc.startswith(f"{check.code}: ")
            assert "Bad: " in doc
            assert "Good: " in doc
    read = {"CG101", "CG102", "CG103", "CG109"}
    assert {check.code for check in CHECKS if check.run is None} == read


LOOPING = "- {id: ann, kind: person}\n- {id: bob, kind: person}\n- {id: cy, kind: person}\n- {id: di, kind: person}\n"


@pytest.mark.parametrize(
    ("chains", "expected"),
    [
        ("[Ann <- Bob <- Cy <- Bob]", ["CG301 error bob and cy rely on each other and on nobody else"]),
        (
            "[Ann <- Bob <- Cy <- Bob, Di <- Cy]",
            [
                "CG301 error bob and cy rely on each other and on nobody else",
                "CG303 warning looks like 2 sources and traces back to 0",
            ],
        ),
        (
            "[Ann <- Bob <- Cy <- Bob, Cy <- Di]",
            [
                "CG302 warning the claim goes round between bob and cy",
                "CG303 warning looks like 2 sources and traces back to 1",
            ],
        ),
        (
            "['Ann [2024] <- Bob <- Ann [2023 https://a.org accessed=2024] <- Cy']",
            ["CG302 warning the claim goes round between ann and bob"],
        ),
        ("[Ann <- Cy, Bob <- Cy]", ["CG303 warning looks like 2 sources and traces back to 1"]),
        ("[Ann <- Cy, Bob <- Di]", []),
        ("['Ann [2024] <- Ann [2023]']", []),
    ],
)
def test_support(chains: str, expected: list[str]) -> None:
    found = [str(p).partition(": ")[2] for p in problems(f"id: a\ntext: A.\nchains: {chains}\n", LOOPING)]
    assert len(found) == len(expected), found
    assert all(f.startswith(e) for f, e in zip(found, expected, strict=True)), found
