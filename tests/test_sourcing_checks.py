"""CG202 to CG207: the places and messages, and what leaves them silent."""

from __future__ import annotations

import pytest

from claimgraph.checks import check_ledger
from claimgraph.checks.vagueness import is_vague
from claimgraph.model import Claim, Config, Ledger, Relation
from claimgraph.notation import parse_chain
from claimgraph.store import loads

SOURCES = "".join(
    f"- {{id: {name.lower()}, kind: outlet, name: {name}}}\n" for name in ("Ann", "Bob", "Cy", "Di", "Eve")
)
NINE = "jets are expected to strike the town within hours"


def found(claims: str, code: str, *, sources: str = "") -> list[str]:
    """Return what one check says of a file of claims."""
    read = loads(claims, path="c.yaml")
    registry = loads(SOURCES + sources, path="s.yaml", registry=True)
    assert read.problems + registry.problems == ()
    ledger = Ledger(read.claims, registry.sources)
    return [str(problem) for problem in check_ledger(ledger) if problem.code == code]


def one(*chains: str) -> str:
    """Return a file of one claim; a chain begins in column 5, the first in line 4."""
    return "id: a\ntext: A.\nchains:\n" + "".join(f"  - {chain}\n" for chain in chains)


def test_a_relay_verb_ends_the_chain() -> None:
    assert found(one("Ann <- Bob [reported]"), "CG202") == [
        (
            "c.yaml:4:12: CG202 warning Bob reported this, and the record does not say from whom; "
            "add <- and who it was, or <- ? if it does not say; if it speaks for itself, write own"
        )
    ]


@pytest.mark.parametrize(
    ("chains", "number"),
    [
        (("Ann [carried]",), 1),
        (('Ann <- "local media" [reported]',), 1),
        (("Ann [stance=relays]",), 1),
        (("Ann [reported] <- ?",), 0),
        (("Ann <- Bob [reported]", "Bob <- Cy"), 0),  # whom it relayed stands in another chain
        (("Ann <- Bob [reported 2024-01-01]", "Bob [2024-05-05] <- Cy"), 1),  # that is another statement
        (("Ann <- Bob [reported]", "Cy <- Bob [said]"), 0),
        (("Ann <- Bob [reported own]",), 0),
        (("Ann <- Bob [reported stance=asserts]",), 0),
        (('Ann <- "local media" [reported stance=asserts]',), 0),
        (("Ann <- Bob [said]", "Cy"), 0),
        (("Ann [reported 2024-01-01]", "Ann [retracted 2024-02-02]"), 0),
        (("Ann [denied]",), 0),
    ],
)
def test_relays_at_an_end(chains: tuple[str, ...], number: int) -> None:
    assert len(found(one(*chains), "CG202")) == number


def test_verbs_of_the_record_relay_as_well() -> None:
    config = Config(verbs={"syndicated": "relays"})
    claim = Claim("a", "A.", (parse_chain("Ann [syndicated]", verbs=config.all_verbs),))
    codes = [problem.code for problem in check_ledger(Ledger((claim,), config=config))]
    assert codes == ["CG105", "CG202"]


@pytest.mark.parametrize(
    ("chains", "expected"),
    [
        (
            ("Ann [https://a.org]",),
            [
                (
                    "c.yaml:4:5: CG203 warning the address of Ann has neither an archived copy nor the day it was "
                    "opened; add the archived copy behind it, or accessed="
                )
            ],
        ),
        (("Ann [https://a.org accessed=2024-11-30]",), []),
        (("Ann [https://a.org https://web.archive.org/web/2024/https://a.org]",), []),
        (("Ann [https://web.archive.org/web/2024/https://a.org]",), []),
        (("Ann [https://a.org]", "Ann [accessed=2024-11-30]"), []),
        (
            ("Ann <~ Bob",),
            [
                (
                    "c.yaml:4:12: CG203 warning that Ann has this from Bob is our inference, without a reason; "
                    'add because="..." to Bob'
                )
            ],
        ),
        (("Ann <~ Bob [because=words]",), []),
        (("Ann <~ Bob", "Ann <- Bob"), []),  # what the text credits needs no reason
        (("Ann <- Bob",), []),
    ],
)
def test_addresses_and_reasons(chains: tuple[str, ...], expected: list[str]) -> None:
    assert found(one(*chains), "CG203") == expected


def article(rest: str = "") -> str:
    return (
        f"article:\n  source: Ann\n  url: https://a.org\n{rest}claims:\n"
        "  - {id: a, text: A., chain: this <- Bob}\n  - {id: b, text: B., chain: this}\n"
    )


def test_an_article_is_reported_once_at_its_address() -> None:
    assert found(article(), "CG203") == [
        (
            "c.yaml:3:8: CG203 warning the address of the article has neither an archived copy nor the day it was "
            "opened; add archive: or accessed:"
        )
    ]
    assert found(article("  accessed: 2024-11-30\n"), "CG203") == []
    assert found(article("  archive: https://archive.ph/x\n"), "CG203") == []


def test_another_address_in_the_file_of_an_article_is_its_own() -> None:
    text = article("  accessed: 2024-11-30\n") + "  - {id: c, text: C., chain: 'Ann [https://a.org/2]'}\n"
    assert [line.partition(" warning")[0] for line in found(text, "CG203")] == ["c.yaml:8:31: CG203"]


@pytest.mark.parametrize(
    ("chains", "expected"),
    [
        (
            ("Ann <- Bob",),
            [
                (
                    "c.yaml:4:12: CG204 info Bob is known only through Ann; "
                    "open it and give its step the address, or write seen"
                )
            ],
        ),
        (("Ann <- Bob [https://b.org]",), []),
        (("Ann <- Bob [seen]",), []),
        (("Ann <- Bob", "Bob"), []),
        (("us <- Ann",), []),
        (("us <- Ann <- Bob",), ["c.yaml:4:18: CG204 info Bob is known only through Ann;"]),
        (('Ann <- "officials"', "Ann <- ?"), []),
        (("Ann <- Bob", "Cy <- Bob"), ["c.yaml:4:12: CG204 info Bob is known only through Ann and Cy;"]),
        (
            ("(Ann + Cy + Di + Eve) <- Bob",),
            ["c.yaml:4:30: CG204 info Bob is known only through Ann, Cy, Di and Eve;"],
        ),
        (("(Ann + Cy + Di) <- Bob",), ["c.yaml:4:24: CG204 info Bob is known only through Ann, Cy and Di;"]),
        (("Ann <- Bob [2023] + Bob [2024]",), ["c.yaml:4:12: CG204 info Bob is known only through Ann;"]),
        (("Ann [2024] <- Ann [2023]",), []),
    ],
)
def test_never_opened(chains: tuple[str, ...], expected: list[str]) -> None:
    lines = found(one(*chains), "CG204")
    assert len(lines) == len(expected), lines
    assert all(line.startswith(start) for line, start in zip(lines, expected, strict=True)), lines


def test_never_opened_is_said_for_every_claim() -> None:
    two = "claims:\n  - {id: a, text: A., chain: Ann <- Bob}\n  - {id: b, text: B., chain: Ann <- Bob}\n"
    assert [line.partition(" info")[0] for line in found(two, "CG204")] == ["c.yaml:2:37: CG204", "c.yaml:3:37: CG204"]


def test_drift_shows_both_wordings_and_stands_downstream() -> None:
    assert found(one('\'Ann ["20 killed"] <- Bob ["12\n    killed\u202e"]\''), "CG205") == [
        (
            "c.yaml:4:6: CG205 warning numbers changed from Bob (12 killed\\u202e) to Ann (20 killed); "
            "read both, and correct the record or say in note: which of them changed it"
        )
    ]


def test_long_wordings_are_cut_and_a_dropped_credit_is_no_warning() -> None:
    (line,) = found(one(f'Ann ["20 {"x " * 100}"] <- Bob ["12"]'), "CG205")
    assert f"to Ann (20 {'x ' * 56}x...); read both" in line
    assert found(one("Ann [own] <~ Bob [because=x]"), "CG205") == []


def test_a_vague_group() -> None:
    assert found(one('Ann <- "several sources"', 'Bob <- "Syrian sources"'), "CG206") == [
        (
            "c.yaml:4:12: CG206 warning “several sources” says nothing about who they are; write all that the text "
            'says of them, such as "Syrian military sources", or look for somebody with a name'
        )
    ]


def test_a_group_that_turned_out_to_be_somebody_is_not_vague() -> None:
    group = "- {{id: g, kind: group, name: sources, via: Ann{}}}\n"
    text = one('Ann <- "sources"')
    assert len(found(text, "CG206", sources=group.format(""))) == 1
    assert found(text, "CG206", sources=group.format(", resolved_to: Bob")) == []


@pytest.mark.parametrize(
    "description",
    [
        "sources", "Source", "the sources", "some people", "well-informed sources", "people familiar with the matter",
        "experts say", "many", "some say", "two sources", "observers and analysts" , "media reports", "social media",
        "مصادر", "المصادر", "مصادر مطلعة", "مراقبون", "مصادر موثوقة", "يقال", "البعض",
        "des sources", "sources proches du dossier", "observateurs", "certains",
        "Quellen", "gut informierte Kreise", "Beobachter", "manche",
        "fuentes", "fuentes cercanas al caso", "algunos expertos", "se dice",
        "источники", "осведомленные источники", "СМИ", "эксперты",
    ],
)  # fmt: skip
def test_vague(description: str) -> None:
    assert is_vague(description)


@pytest.mark.parametrize(
    "description",
    [
        "Syrian sources", "military sources", "senior officials", "Turkish security sources", "witnesses", "a doctor",
        "local media", "opposition sources", "three further sources", "reportedly", "the", "", "---",
        "مصادر سورية", "مصادر أمنية", "sources syriennes", "syrische Quellen", "fuentes militares", "военные источники",
    ],
)  # fmt: skip
def test_not_vague(description: str) -> None:
    assert not is_vague(description)


def test_shared_wording_is_told_where_the_second_stands() -> None:
    assert found(one(f'Ann ["{NINE}"]', f'Bob ["{NINE}"]', f'Cy ["{NINE}"]'), "CG207") == [
        f"c.yaml:{line}:5: CG207 warning {name} shares 9 words in a row with Ann{more}: “{NINE}”; "
        "if one has it from the other or both from a third, add the link"
        for line, name, more in ((5, "Bob", ""), (6, "Cy", " and 1 more"))
    ]


def test_shared_wording_of_two_claims_names_the_other() -> None:
    two = "claims:\n" + "".join(
        f"  - {{id: {name[0].lower()}, text: A., chain: '{name} [\"{NINE}\"]'}}\n" for name in ("Ann", "Bob")
    )
    (line,) = found(two, "CG207")
    assert line.startswith("c.yaml:3:31: CG207 warning Bob shares 9 words in a row with Ann (in a): “jets are")


def test_claims_without_a_file_are_checked_as_well() -> None:
    """Problems of a record made in Python stand at the claim."""
    chains = (parse_chain('Ann [reported https://a.org "20 killed"] <~ Bob ["12 killed" reported]'),)
    problems = check_ledger(Ledger((Claim("a", "A.", chains, relations=(Relation("supports", "a"),)),)))
    assert {p.code for p in problems} == {"CG104", "CG105", "CG202", "CG203", "CG204", "CG205"}
