"""Small records for the tests of pictures: one with every sign, one in other scripts, one that means harm."""

from __future__ import annotations

from claimgraph.graph import Graph, build_graph
from claimgraph.model import Chain, Claim, Ledger, Mention, Relation, Source
from claimgraph.notation import parse_chain


def ledger(*chains: str, text: str = "It rains.", sources: tuple[Source, ...] = ()) -> Ledger:
    """Return a record of one claim ``c``."""
    return Ledger((Claim("c", text, tuple(map(parse_chain, chains))),), sources)


def claim(name: str, text: str, *chains: str, **relations: str) -> Claim:
    """Return a claim with relations to others."""
    related = tuple(Relation(kind, target) for kind, target in relations.items())
    return Claim(name, text, tuple(map(parse_chain, chains)), relations=related)


def graph_of(record: Ledger) -> Graph:
    """Return the graph of a record."""
    return build_graph(record)


SOURCES = (
    Source("kataeb", "outlet", "Kataeb"),
    Source("reuters", "outlet", "Reuters", wire=True),
    Source("ann", "person", "Ann Example"),
    Source("un", "org", "United Nations"),
    Source("dossier", "document", "The dossier"),
    Source("handle", "account", "some_handle"),
    Source("volunteers", "group", "Rescue volunteers"),
)
SIGNS = Ledger(
    (
        claim(
            "every-sign",
            "On 3 January 2024 a bridge in the north of the country was closed to traffic.",
            'Kataeb [reported 2024-01-04 https://example.org/a?b=1&c=2] <- Reuters <- "two officials" [told]',
            "United Nations [stated 2024-01-05] <~ The dossier [because='the same words' hearsay]".replace("'", '"'),
            "Rescue volunteers [2024-01-05] <- some_handle [posted 2024-01-03]",
            "A paper <- ?",
            "Ann Example [denied 2024-01-06]",
            "Some Blog [questioned 2024-01-07]",
            "Kataeb [retracted 2024-01-08]",
        ),
    ),
    SOURCES,
)
"""A claim in whose picture every shape and every kind of arrow to a claim occurs."""

RELATED = Ledger(
    (
        claim("bridge-closed", "The bridge was closed on 3 January 2024.", "Kataeb <- Reuters", tension="bridge-open"),
        claim("bridge-open", "The bridge was open all January 2024.", "Ann Example [said]", contradicts="bridge-gone"),
        claim("bridge-gone", "There was no bridge in 2024.", '? <- "x"'.replace('? <- "x"', "A paper <- ?")),
        claim("detour-used", "Traffic took the detour in January 2024.", "Some Blog", based_on="bridge-closed"),
    ),
    SOURCES,
)
"""Four claims that are related to each other in several ways."""

SCRIPTS = Ledger(
    (
        claim(
            "arabic",
            "من المتوقع أن يتدخل الطيران خلال الساعات القادمة لتغيير مجرى المعارك في شمال سوريا.",
            'الكتائب [2024-11-29] <- سكاي نيوز عربية [reported 2024-11-29] <- "مصادر سورية" [told]',
            "הארץ [reported 2024-11-30] <- سكاي نيوز عربية",
            "日本放送協会 <- Дмитрий Песков [said]",
        ),
    ),
)
"""Names and a claim in Arabic, Hebrew, Japanese and Cyrillic script."""

HOSTILE_NAMES = (
    "<b>bold</b>", "\\N \\G \\L", "A & B &lt; &#60;", 'quote " here', "cdata ]]> end", "bell\x07 nul\x00 esc\x1b[31m",
    "port:n:w", "x" * 5000, "evil \u202egpj.exe \u2066iso", "new\nline", "{record|<f0>}",
    "</svg><script>alert(1)</script>", "back\\", "\ud800 lone", "\ufffe non", "--> <!-- c", "word " * 1000,
    "e\u0301" + "\u0301" * 300, "\u200b", "n1", "digraph", "%3 $x `id`", "javascript:alert(1)", "end", "'); drop",
)  # fmt: skip
HOSTILE_URLS = (
    "javascript:alert(1)", "data:text/html,x", "JaVaScRiPt:alert(1)", "file:///etc/passwd", "vbscript:x", "//x.org/",
    'https://e.org/"><script>', "https://a b", "http://", "https://ok.org/?a=1&b=2",
)  # fmt: skip


def _hostile(names: tuple[str, ...]) -> Ledger:
    chains = []
    for number, name in enumerate(names):
        url = HOSTILE_URLS[number % len(HOSTILE_URLS)]
        first = Mention(name, verb='ver"b<&\\n' if number % 2 else "told", date="2024-11-29", url=url)
        other = Mention(names[(number + 3) % len(names)], "unnamed")
        chains.append(Chain(((first,), (other,)), (False,)))
    text = f'Claim with <b> & "quotes" \\N ]]> \x07 \u202e {"y" * 300}'
    return Ledger((Claim("hostile", text, tuple(chains)), claim("two", "<i>second</i> \\N", "A", tension="hostile")))


HOSTILE = _hostile(HOSTILE_NAMES)
"""Names, verbs, texts and addresses that try to be something else."""

HOSTILE_SHORT = _hostile(tuple(name for name in HOSTILE_NAMES if len(name) < 100))
"""The same without the very long names, for whole outputs."""
