"""Hypothesis strategies for the values of the model, and a short way to write a record down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from claimgraph.graph import Graph, build_graph
from claimgraph.model import (
    ACCESS,
    CERTAINTIES,
    RELATIONS,
    SOURCE_KINDS,
    STANCES,
    VERBS,
    VERDICTS,
    Article,
    Assessment,
    Chain,
    Checked,
    Claim,
    Ledger,
    Mention,
    PartyKind,
    Relation,
    Silence,
    Source,
    Verdict,
    join_steps,
)
from claimgraph.names import RESERVED, is_id
from claimgraph.notation import parse_chain, read_this

# ---- A record in one line


def claim_of(*chains: str, claim: str = "c") -> Claim:
    """Return a claim with these chains."""
    return Claim(claim, f"The text of {claim}.", tuple(parse_chain(chain) for chain in chains))


def ledger_of(*chains: str, sources: Sequence[Source] = ()) -> Ledger:
    """Return a record of one claim, ``c``, with these chains."""
    return Ledger((claim_of(*chains),), tuple(sources))


def graph_of(*chains: str, sources: Sequence[Source] = ()) -> Graph:
    """Return the graph of a record of one claim, ``c``."""
    return build_graph(ledger_of(*chains, sources=sources))


# ---- Names and other words

LATIN = "abcdefghijklmnoprstuvwxyzABCDEFGHIJKLMNOPRSTUVWXYZéèüßøŁçı0123456789"
ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةى"
CYRILLIC = "абвгдежзийклмнопрстуфхцчшщыьэюяёіїєґАБВГДЕЖЗ"
CJK = "新华社北京日报讯中国通信共同한국방송東京"
SCRIPTS = (LATIN, ARABIC, CYRILLIC, CJK)

FAMOUS_NAMES = (
    "Kataeb", "Sky News Arabia", "Middle East Eye", "Agence France-Presse", "Canal+", "A<B", "R&D, Ltd.",
    "+972 Magazine", "@user_1", "Yahoo!", "C++ Report", "l'Humanité", "60 Minutes", "?!", "-30-", "a = b", "x: y",
    "#1", "https://t.co",
    "الكتائب", "سكاي نيوز عربية", "Известия", "新华社", "조선일보", "use", "thistle",
    "~tilde", "A <", "\\N", "O’Reilly “Mac”",
)  # fmt: skip
_NOT_IN_NAMES = ("<-", "<~", "←", "->", "→", "~>", "=>", "<=", "<–", "<—", "[", "]", "(", ")", '"', " + ")


def _is_plain_name(name: str) -> bool:
    """Tell by the words of DESIGN, not by the code, whether a text can be a name."""
    odd_ends = name.startswith(("+ ", "“", "„", "«")) or name.endswith(" +") or name in {"", "+", "?", "us", "this"}
    return not odd_ends and not any(part in name for part in _NOT_IN_NAMES)


def words(alphabet: str = "", *, most: int = 10) -> st.SearchStrategy[str]:
    """Words of one script."""
    scripts = st.just(alphabet) if alphabet else st.sampled_from(SCRIPTS)
    return scripts.flatmap(lambda letters: st.text(letters, min_size=1, max_size=most))


def names() -> st.SearchStrategy[str]:
    """Names of sources, in Latin, Arabic, Cyrillic and Chinese or Korean letters, with signs among them."""
    signs = st.text("&,.'+-<>=~/#:@!?*_;|{}", min_size=1, max_size=3)
    made = st.lists(st.one_of(words(), words(), signs), min_size=1, max_size=4).map(" ".join)
    return st.one_of(st.sampled_from(FAMOUS_NAMES), made.filter(_is_plain_name))


def descriptions() -> st.SearchStrategy[str]:
    """What a text calls those it does not name."""
    famous = st.sampled_from(
        ["Syrian sources", 'an "insider"', "two officials (retired)", "C:\\users", "a <- b + c", "مصادر"]
    )
    made = st.lists(st.one_of(words(), st.text('"\\[]()+<-~?“”', min_size=1, max_size=4)), min_size=1, max_size=4)
    return st.one_of(famous, made.map(" ".join))


def free_text() -> st.SearchStrategy[str]:
    """Wording and the like: anything with a word in it, and much that needs quoting."""
    marked = st.text('ab"\\[]()\n<-~+=?“”„«» n\té新ق', min_size=1, max_size=12)
    return st.one_of(marked, st.text(min_size=1, max_size=12)).filter(lambda text: bool(text.strip()))


def urls() -> st.SearchStrategy[str]:
    """Addresses, the odd ones too."""
    return st.sampled_from(
        [
            "https://example.org/a?b=c&d=e#f", "http://x.org", "https://en.wikipedia.org/wiki/Foo_(bar)",
            "https://x.org/[1]", 'https://x.org/"q"', "https://x.org/a b", "https://x.org/“", "ftp://x.org/f",
            "javascript:alert(1)", "doi:10.1000/182", "https://x.org/\\n", "web.archive.org/web/2024/https://x.org",
        ]
    )  # fmt: skip


# ---- Dates

ZONES = ("", "Z", "+00:00", "+02:00", "+05:30", "-0500", "+14", "-11")


@st.composite
def date_points(draw: st.DrawFn) -> str:
    """One date of the subset, without a sign of doubt."""
    day = draw(
        st.dates(min_value=date(2, 1, 1), max_value=date(9998, 12, 31)) | st.dates(date(2024, 2, 27), date(2024, 3, 2))
    )
    form = draw(st.sampled_from(["year", "month", "day", "minute", "second"]))
    text = day.isoformat()[: {"year": 4, "month": 7}.get(form, 10)]
    if form in {"minute", "second"}:
        text += f"T{draw(st.integers(0, 23)):02d}:{draw(st.integers(0, 59)):02d}"
        text += f":{draw(st.integers(0, 59)):02d}" if form == "second" else ""
        text += draw(st.sampled_from(ZONES))
    return text


@st.composite
def date_texts(draw: st.DrawFn, *, doubt: bool = True) -> str:
    """Dates of the subset in all forms; with ``doubt``, some of them approximate."""
    text = draw(date_points())
    if draw(st.booleans()):
        # The later end is a later year, so that no pair is the wrong way round.
        text = f"{text}/{int(text[:4]) + draw(st.integers(1, 1)):04d}"
    return text + (draw(st.sampled_from(["", "~", "?"])) if doubt else "")


# ---- Mentions and chains


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "verb": st.sampled_from(sorted(VERBS)),
    "date": date_texts(),
    "url": urls(),
    "archive": urls(),
    "wording": free_text(),
    "lang": st.sampled_from(["ar", "no", "zh-Hans"]) | free_text(),
    "certainty": st.sampled_from(CERTAINTIES),
    "stance": st.sampled_from(STANCES),
    "p": st.sampled_from(["0", "1", "0.3", ".5", "1.0"]),
    "likelihood": st.sampled_from(["very likely", "remote"]),
    "accessed": date_texts(),
    "page": free_text(),
    "because": free_text(),
    "checked": date_texts(),
    "tag": free_text(),
    "access": st.sampled_from(["firsthand", "hearsay"]),
    "own": st.booleans(),
    "seen": st.booleans(),
    "confidential": st.booleans(),
}
"""Everything that can stand behind a party, by the field of a mention that it fills."""
_SOME_KEYS = st.lists(st.sampled_from(sorted(VALUES)), max_size=5, unique=True) | st.just(list(VALUES))
_KINDS: tuple[PartyKind, ...] = ("named", "named", "unnamed", "this")
_NAMES, _DESCRIPTIONS = names(), descriptions()


@st.composite
def mentions(draw: st.DrawFn, *, end: bool = True) -> Mention:
    """A mention; ``?`` only where an end can stand."""
    kind = draw(st.sampled_from((*_KINDS, "missing") if end else _KINDS))
    party = draw(_NAMES) if kind == "named" else draw(_DESCRIPTIONS) if kind == "unnamed" else ""
    given = {key: draw(VALUES[key]) for key in draw(_SOME_KEYS)} if draw(st.booleans()) else {}
    return Mention(party=party, kind=kind, **given)


@st.composite
def chains(draw: st.DrawFn, *, depth: int = 2, end: bool = True) -> Chain:
    """A chain of up to four steps with branches and brackets, made as the parser makes them.

    ``end`` tells that nothing follows it, so that it can end in ``?``.
    """
    count = draw(st.integers(1, 4 if depth == 2 else 2))
    steps: list[tuple[Mention | Chain, ...]] = []
    for number in range(count):
        last = end and number == count - 1
        width = draw(st.sampled_from([1, 1, 1, 2, 3]))
        steps.append(tuple(draw(_items(depth=depth, end=last)) for _ in range(width)))
    arrows = draw(st.lists(st.booleans(), min_size=count - 1, max_size=count - 1))
    return join_steps(steps, arrows)


@st.composite
def _items(draw: st.DrawFn, *, depth: int, end: bool) -> Mention | Chain:
    """What stands in a step: a mention, or now and then a chain in brackets."""
    if depth and draw(st.integers(0, 3)) == 0:
        return draw(chains(depth=depth - 1, end=end))
    return draw(mentions(end=end))


@st.composite
def whole_chains(draw: st.DrawFn) -> Chain:
    """A chain as a claim has it: some begin with us."""
    chain = draw(chains())
    if draw(st.integers(0, 4)):
        return chain
    return join_steps([(Mention(kind="us"),), (chain,)], [False])


# ---- Claims and ledgers: few sources, so that chains meet, branch, join and run in circles

LETTERS = ("A", "B", "C", "D", "E", "F", "G")


@st.composite
def simple_chains(draw: st.DrawFn, *, letters: Sequence[str] = LETTERS, verbs: Sequence[str | None] = (None,)) -> Chain:
    """One to five named sources one behind the other, none of them next to itself."""
    order = [draw(st.sampled_from(letters))]
    for _ in range(draw(st.integers(0, 4))):
        order.append(draw(st.sampled_from([letter for letter in letters if letter != order[-1]])))
    steps = tuple((Mention(letter, verb=draw(st.sampled_from(verbs))),) for letter in order)
    return Chain(steps, tuple(draw(st.booleans()) for _ in order[1:]))


@st.composite
def rich_chains(draw: st.DrawFn) -> Chain:
    """Chains over few sources, some unnamed or missing, some dated, some with a verb that matters."""
    count = draw(st.integers(1, 4))
    steps: list[tuple[Mention | Chain, ...]] = []
    for number in range(count):
        step = []
        kinds: list[PartyKind] = ["named", "named", "named", "unnamed", "missing" if number == count - 1 else "named"]
        for _ in range(draw(st.sampled_from([1, 1, 1, 2]))):
            kind = draw(st.sampled_from(kinds))
            party = draw(st.sampled_from(LETTERS[:4])) if kind == "named" else "officials" if kind == "unnamed" else ""
            dated = draw(st.sampled_from([None, None, "2024-11-28", "2024-11-29"])) if kind == "named" else None
            verb = draw(st.sampled_from([None, None, "told", "reported", "denied", "retracted"]))
            step.append(Mention(party, kind, verb=verb, date=dated))
        steps.append(tuple(step))
    return join_steps(steps, [draw(st.booleans()) for _ in steps[1:]])


def claims(
    chain: st.SearchStrategy[Chain] | None = None, *, claim: str = "c", most: int = 5
) -> st.SearchStrategy[Claim]:
    """Claims of one id with up to so many chains."""
    several = st.lists(rich_chains() if chain is None else chain, min_size=1, max_size=most)
    return several.map(lambda made: Claim(claim, f"The text of {claim}.", tuple(made)))


def ledgers(chain: st.SearchStrategy[Chain] | None = None) -> st.SearchStrategy[Ledger]:
    """Records of three claims."""
    return st.tuples(*(claims(chain, claim=name, most=3) for name in ("c", "d", "e"))).map(Ledger)


# ---- Whole records: anything in every field

IDS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True).filter(is_id)
_TEXTS = free_text() | st.sampled_from(
    ["no", "null", "~", "a: b", "# a", "a #b", "- a", "? a", "a\nb", " a ", "\ta", "'", "1e3"]
)
_CODES = ("CG105", "CG204", "CG303")
_MAYBE_TEXT, _MAYBE_DATE = st.none() | _TEXTS, st.none() | date_texts()
_TEXT_LISTS = st.lists(_TEXTS, max_size=3).map(tuple)
_ASSESSMENTS = st.lists(st.builds(Assessment, _TEXTS, _MAYBE_TEXT, _MAYBE_DATE), max_size=2).map(tuple)


def articles() -> st.SearchStrategy[Article]:
    """Articles with anything in every field."""
    return st.builds(
        Article, names(), date=_MAYBE_DATE, url=_MAYBE_TEXT, archive=_MAYBE_TEXT, accessed=_MAYBE_DATE,
        lang=_MAYBE_TEXT, title=_MAYBE_TEXT, author=_MAYBE_TEXT, note=_MAYBE_TEXT,
    )  # fmt: skip


@st.composite
def full_claims(draw: st.DrawFn, *, article: Article | None = None) -> Claim:
    """Claims with anything in every field; the relations in the order in which they are written."""
    chains = draw(st.lists(whole_chains(), min_size=1, max_size=2))
    article = article or Article("Somebody")
    relations = [Relation(kind, target) for kind in RELATIONS for target in draw(st.lists(IDS, max_size=1))]
    return Claim(
        draw(IDS), draw(_TEXTS), tuple(read_this(chain, article) for chain in chains),
        said=draw(_MAYBE_TEXT), when=draw(_MAYBE_DATE), as_of=draw(_MAYBE_DATE), due=draw(_MAYBE_DATE),
        review_by=draw(_MAYBE_DATE), tags=draw(_TEXT_LISTS), note=draw(_MAYBE_TEXT), assess=draw(_ASSESSMENTS),
        verdict=draw(st.none() | st.builds(Verdict, st.sampled_from(VERDICTS), _MAYBE_DATE, _MAYBE_TEXT, _MAYBE_TEXT)),
        checked=draw(st.lists(st.builds(Checked, _TEXTS, _MAYBE_DATE), max_size=2).map(tuple)),
        relations=tuple(relations),
        silence=tuple(Silence(code, draw(_TEXTS)) for code in draw(st.lists(st.sampled_from(_CODES), unique=True))),
    )  # fmt: skip


def sources() -> st.SearchStrategy[Source]:
    """Entries of the registry with anything in every field."""
    return st.builds(
        Source, IDS.filter(lambda i: i not in RESERVED), st.sampled_from(SOURCE_KINDS), name=st.just("") | _TEXTS,
        aliases=_TEXT_LISTS, was=_TEXT_LISTS, wire=st.booleans(), owner=_MAYBE_TEXT, speaks_for=_MAYBE_TEXT,
        part_of=_MAYBE_TEXT, same_as=_TEXT_LISTS, role=_MAYBE_TEXT, lang=_MAYBE_TEXT, url=_MAYBE_TEXT,
        reliability=_ASSESSMENTS, bias_note=_MAYBE_TEXT, note=_MAYBE_TEXT, confidential=st.booleans(),
        quotable=st.booleans(), via=_MAYBE_TEXT, pool=_MAYBE_TEXT, access=st.none() | st.sampled_from(ACCESS),
        maybe=_TEXT_LISTS, resolved_to=_MAYBE_TEXT,
    )  # fmt: skip


@st.composite
def full_ledgers(draw: st.DrawFn) -> Ledger:
    """Records with anything in every field of two claims, an article and the registry."""
    article = draw(st.none() | articles())
    both = draw(st.lists(full_claims(article=article), min_size=1, max_size=2, unique_by=lambda claim: claim.id))
    made = tuple(replace(claim, article=article) for claim in both)
    return Ledger(made, tuple(draw(st.lists(sources(), max_size=2, unique_by=lambda source: source.id))))
