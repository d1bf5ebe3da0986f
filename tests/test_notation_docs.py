"""docs/notation.md cannot drift: its examples are read, its tables compared with the program, its mistakes made."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from claimgraph.errors import NotationError
from claimgraph.model import STANCES, VERBS, Mention
from claimgraph.model.chain import ATTRIBUTE_KEYS, CERTAINTIES, FLAG_WORDS
from claimgraph.notation import MAX_DEPTH, MAX_LINKS, MAX_NAME, MAX_TEXT, parse_chain, to_text
from claimgraph.store import loads
from tests.strategies import graph_of

PAGE = (Path(__file__).parent.parent / "docs" / "notation.md").read_text(encoding="utf-8")
_CODE = re.compile(r"`([^`]+)`")


def section(title: str) -> str:
    """Return the text under a heading."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, f"docs/notation.md has no section {title}"
    return found.group(1)


def rows(title: str, table: int = 0) -> list[list[str]]:
    """Return the cells of a table under a heading, without its head."""
    tables = re.findall(r"(?:^\|.*\n)+", section(title), re.MULTILINE)
    lines = tables[table].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def code(cell: str) -> str:
    """Return the one piece of code in a cell."""
    (only,) = _CODE.findall(cell)
    return str(only)


def fences(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("example", [code(row[0]) for row in rows("By example")])
def test_examples_are_read_and_written_as_the_program_writes_them(example: str) -> None:
    assert to_text(parse_chain(example)) == example


def test_the_first_example() -> None:
    (text,) = fences("text")
    assert [m.kind for m in parse_chain(text).mentions] == ["named", "named", "unnamed"]


def test_chains_in_a_file_are_read() -> None:
    (text,) = fences("yaml")
    content = loads(text)
    assert content.problems == ()
    short, long, quoted = content.claims
    assert short.chains == long.chains
    assert [str(chain) for chain in quoted.chains] == [
        '"Syrian sources" [told]',
        'Kataeb ["The word is: within hours"]',
    ]


def test_who() -> None:
    kinds = {code(row[0]): row[0] for row in rows("Who")}
    read = {text: parse_chain(f"us <- {text}" if text != "us" else "us <- A") for text in kinds}
    assert {text: chain.steps[-1][0] if text != "us" else chain.steps[0][0] for text, chain in read.items()} == {
        "Sky News Arabia": Mention("Sky News Arabia"),
        '"two officials (retired)"': Mention("two officials (retired)", kind="unnamed"),
        "two officials (anonymous)": Mention("two officials", kind="unnamed"),
        "?": Mention(kind="missing"),
        "us": Mention(kind="us"),
        "this": Mention(kind="this"),
    }


def test_names_and_descriptions_in_the_text() -> None:
    (names,) = re.findall(r"nearly every sign: (.*?)\. They", section("Who"), re.DOTALL)
    (quotes,) = re.findall(r"description as well: (.*?)\. Inside", section("Who"), re.DOTALL)
    assert [parse_chain(name).heads[0].kind for name in _CODE.findall(names)] == ["named"] * 4
    assert [parse_chain(name).heads[0].kind for name in _CODE.findall(quotes)] == ["unnamed"] * 3


def test_arrows() -> None:
    read = {arrow: row[1] for row in rows("Arrows") for arrow in _CODE.findall(row[0])}
    assert read == {"<-": "stated", "←": "stated", "<~": "inferred"}
    assert {arrow: parse_chain(f"A {arrow} B").inferred for arrow in read} == {
        "<-": (False,),
        "←": (False,),
        "<~": (True,),
    }


@pytest.mark.parametrize(("chain", "same"), rows("Plus and brackets"))
def test_plus_and_brackets(chain: str, same: str) -> None:
    one, several = graph_of(code(chain)), graph_of(*_CODE.findall(same))
    assert set(one.nodes) == set(several.nodes)
    assert set(one.edges) == set(several.edges)


def test_what_stands_in_brackets_by_itself() -> None:
    verb, date, url, wording = (_CODE.findall(row[0] + row[1]) for row in rows("In square brackets", 0))
    assert parse_chain(f"A [{verb[0]}]").heads[0].verb == "told"
    *dates, about, perhaps = date
    assert [parse_chain(f"A [{text}]").heads[0].date for text in dates] == dates
    assert parse_chain(f"A [2024{about}]").heads[0].date == "2024~"
    assert parse_chain(f"A [2024{perhaps}]").heads[0].date == "2024?"
    assert parse_chain(f"A [{url[0]}]").heads[0].url == url[0]
    assert parse_chain(f"A [{wording[0]}]").heads[0].wording == wording[0].strip('"')


def test_keys() -> None:
    fields = {**ATTRIBUTE_KEYS, **{key: key for key in ("verb", "date", "url", "archive", "wording")}}
    keys = [code(row[0]) for row in rows("In square brackets", 1)]
    assert sorted(keys) == sorted(f"{key}=" for key in fields)
    for row in rows("In square brackets", 1):
        key, example = code(row[0]), code(row[2])
        assert example.startswith(key)
        value = getattr(parse_chain(f"A [{example}]").heads[0], fields[key.rstrip("=")])
        assert value == example.removeprefix(key).strip('"')


def test_values_that_are_words() -> None:
    meanings = {code(row[0]): row[1] for row in rows("In square brackets", 1)}
    assert re.findall(r"\w+", meanings["as="].split(":")[1]) == [*CERTAINTIES[:3], "or", "unknown"]
    assert re.findall(r"\w+", meanings["stance="].split(":")[1]) == [*STANCES[:4], "or", "withdraws"]


def test_flag_words() -> None:
    assert [code(row[0].split(";")[0]) for row in rows("In square brackets", 2)] == list(FLAG_WORDS)
    assert parse_chain("A (own)") == parse_chain("A [own]")


def test_verbs() -> None:
    table = {stance: verbs.split(", ") for stance, verbs in rows("Verbs")}
    assert tuple(table) == STANCES
    assert {verb: stance for stance, verbs in table.items() for verb in verbs} == dict(VERBS)
    assert all(verbs == sorted(verbs) for verbs in table.values())


def test_grammar() -> None:
    (grammar,) = fences("ebnf")
    rules = dict(re.findall(r"^(\w+) += (.*?) ;", grammar, re.MULTILINE))
    assert list(rules) == [
        "chain", "step", "item", "party", "arrow", "attributes", "attribute", "flag", "flagword", "quoted"
    ]  # fmt: skip
    literals = {rule: re.findall(r'"([^"]+)"', text) for rule, text in rules.items()}
    assert literals["flagword"] == list(FLAG_WORDS)
    assert literals["arrow"] == ["<-", "←", "<~"]
    assert literals["party"] == ["?", "us", "this"]
    for flag in literals["flag"]:
        assert parse_chain(f"A {flag}") != parse_chain("A")
    # every word of the grammar is a rule, or is told in words below it
    used = set(re.findall(r"[a-z]+", " ".join(re.sub(r"\"[^\"]*\"|'[^']*'", "", text) for text in rules.values())))
    told = set(re.findall(r"`(\w+)`", section("Grammar"))) | {"key", "character"}
    assert used <= set(rules) | told


def test_limits() -> None:
    text = " ".join(section("Grammar").split())
    assert f"at most {MAX_TEXT:,} characters, {MAX_LINKS:,} links and {MAX_DEPTH} brackets inside each other" in text
    assert f"A name or description has at most {MAX_NAME} characters" in text


@pytest.mark.parametrize(("wrong", "said", "right"), rows("Common mistakes"))
def test_common_mistakes(wrong: str, said: str, right: str) -> None:
    with pytest.raises(NotationError) as caught:
        parse_chain(code(wrong))
    assert f"{caught.value.code} {caught.value}" == code(said)
    assert to_text(parse_chain(code(right))) == code(right)


def test_the_refused_example_of_the_text() -> None:
    (refused,) = re.findall(r"`([^`]+)` is refused", section("Plus and brackets"))
    with pytest.raises(NotationError, match="ambiguous"):
        parse_chain(refused)
