"""Every check finds its bad example, at its place, and leaves its good one alone."""

from __future__ import annotations

from datetime import date

import pytest

from claimgraph.checks import CHECKS, check_ledger
from claimgraph.model import Config, Ledger, Location, Problem
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
            claim(chain="Kołakowski <- Kolakowski"),
            [
                "c.yaml:3:8: CG105 warning unregistered source 'Kołakowski'; it counts apart from 'Kolakowski'",
                "c.yaml:3:22: CG105 warning unregistered source 'Kolakowski'; it counts apart from 'Kołakowski'",
            ],
        ),
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
        claim(chain="Ann [2024] <- Ann [2023]"),
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
        for function in check.functions:
            doc = function.__doc__ or ""
            assert doc.startswith(f"{check.code}: ")
            assert "Bad: " in doc
            assert "Good: " in doc
    read = {"CG101", "CG102", "CG103", "CG109", "CG110", "CG502"}
    assert {check.code for check in CHECKS if not check.functions} == read


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


@pytest.mark.parametrize(
    ("chain", "expected"),
    [
        (
            "'Ann [2024-11-29] <- Bob [2024-12-05]'",
            "c.yaml:3:9: CG201 error ann (2024-11-29) cannot have it from bob (2024-12-05), 6 days later; ",
        ),
        ("'Ann [2024-11-29] <- Bob [2024-11-30]'", "c.yaml:3:9: CG201 warning ann (2024-11-29) cannot have it from"),
        ("'Ann [2024-11-29] <- Bob [2024-11-29]'", None),
        (
            "'Ann [2024-11-29T08:00Z] <- Bob [2024-11-29T09:00Z]'",
            "c.yaml:3:9: CG201 warning ann (2024-11-29T08:00Z) cannot have it from bob (2024-11-29T09:00Z), later on",
        ),
    ],
)
def test_impossible_times(chain: str, expected: str | None) -> None:
    found = [str(problem) for problem in problems(claim(chain=chain), LOOPING)]
    assert len(found) == bool(expected), found
    assert all(f.startswith(expected or "") for f in found)


def test_a_withdrawn_statement_that_others_still_repeat() -> None:
    written = "id: a\ntext: A.\nchains:\n- Cy <- Ann <- Bob [said 2024-01-01]\n- Bob [retracted 2024-01-03]\n- Di\n"
    (found,) = problems(written, LOOPING)
    assert str(found) == (
        "c.yaml:4:16: CG305 warning cy and ann still repeat what bob withdrew; "
        "record their corrections, or find another source"
    )
    corrected = written.replace("- Di", "- Ann [withdrew 2024-01-04]\n- Cy [deleted 2024-01-05]")
    assert problems(corrected, LOOPING) == []


def test_claims_that_rest_on_each_other_only() -> None:
    claims = (
        "claims:\n- {id: a, text: A., based_on: b}\n- {id: b, text: B., based_on: [a, d]}\n"
        "- {id: c, text: C., based_on: a}\n- {id: d, text: D., chain: Ann}\n"
    )
    assert [str(p) for p in problems(claims)] == [
        "c.yaml:2:31: CG301 error based_on: rests on b and they on it, so none stands; add a chain to one of them",
        "c.yaml:3:31: CG301 error based_on: rests on a and they on it, so none stands; add a chain to one of them",
    ]
    assert problems(claims.replace("text: A.,", "text: A., chain: Ann,")) == []


def test_overdue() -> None:
    late = claim(rest="due: 2024-11-30\nreview_by: 2025-01\n")
    read, registry = loads(late, path="c.yaml"), loads(SOURCES, path="s.yaml", registry=True)
    ledger = Ledger(read.claims, registry.sources)
    assert check_ledger(ledger, today=date(2024, 11, 30)) == ()
    assert [str(p) for p in check_ledger(ledger, today=date(2025, 2, 1))] == [
        "c.yaml:4:6: CG306 warning due: 2024-11-30 has passed without a verdict; add verdict:, or a later date",
        "c.yaml:5:12: CG306 warning review_by: 2025-01 has passed without a verdict; add verdict:, or a later date",
    ]


def test_a_silenced_check_is_not_told_until_nothing_needs_the_silence() -> None:
    two = "id: a\ntext: A.\nchains: [Ann <- Cy, Bob <- Cy]\nsilence: {CG303: Cy alone was there.}\n"
    assert problems(two, LOOPING) == []
    assert [str(p) for p in problems(two.replace("Bob <- Cy", "Bob <- Di"), LOOPING)] == [
        "c.yaml:4:11: CG303 warning silence: CG303 is not found here any more; delete the line"
    ]


@pytest.mark.parametrize(
    ("silence", "expected"),
    [
        ("{CG106: because}", ["c.yaml:4:11: CG109 error silence: CG106 is always told; mend what it tells of"]),
        ("{CG330: because}", ["c.yaml:4:11: CG109 error silence: no check CG330; did you mean CG30"]),
        ("{nonsense: because}", ["c.yaml:4:11: CG109 error silence: no check nonsense; codes are in docs/checks.md"]),
        ("{CG303: }", ["c.yaml:4:11: CG109 error silence: say why CG303 is not to be told of this claim"]),
        ("CG303", ["c.yaml:4:10: CG109 error silence: maps codes to reasons"]),
        ("{CG303: [because]}", ["c.yaml:4:18: CG109 error expected a text here, not a list"]),
    ],
)
def test_bad_silence(silence: str, expected: list[str]) -> None:
    found = [str(p) for p in problems(claim(rest=f"silence: {silence}\n"))]
    assert len(found) == len(expected), found
    assert all(f.startswith(e) for f, e in zip(found, expected, strict=True)), found


def test_severities_of_a_record() -> None:
    two = loads("id: a\ntext: Ann said so today.\nchains: ['Ann <- Cy [seen]', Bob <- Cy]\n", path="c.yaml")
    registry = loads(LOOPING, path="s.yaml", registry=True)

    def told(checks: dict[str, str]) -> list[str]:
        places = dict.fromkeys(checks, Location("config.yaml", 2, 3))
        config = Config(checks=checks, places=places)
        found = check_ledger(Ledger(two.claims, registry.sources, two.problems, config))
        return [f"{p.code} {p.severity}" for p in found]

    assert told({}) == ["CG108 warning", "CG303 warning"]
    assert told({"CG303": "error", "CG108": "off"}) == ["CG303 error"]
    assert told({"CG303": "info"}) == ["CG108 warning", "CG303 info"]
    assert told({"CG107": "off"}) == ["CG108 warning", "CG303 warning", "CG109 error"]
