"""What changes on the way from one statement to the one that relies on it.

Nothing here is a verdict: both sides are shown, and the reader judges. Definitions: docs/analyses.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from claimgraph.analyses.figures import Figure, read_figures
from claimgraph.analyses.tenses import is_english, read_tense
from claimgraph.graph import Graph, claim_nodes, link_between, registry_of, statement_of
from claimgraph.model import Link, Statement
from claimgraph.names import normalise

DriftKind = Literal["hardened", "softened", "numbers", "tense", "unnamed", "uncredited"]

DRIFTS: dict[DriftKind, str] = {
    "hardened": "certainty hardened",
    "softened": "certainty softened",
    "numbers": "numbers changed",
    "tense": "tense changed",
    "unnamed": "a named source became unnamed",
    "uncredited": "the credit was dropped",
}
"""Every kind of drift, in the order in which they are told, with its name."""

_SURENESS = {"possible": 1, "probable": 2, "certain": 3}  # "unknown" is not on the scale: never compared

_NAMELESS = r"(?:sources?|officials?|insiders?|diplomats?|witnesses|aides?|people familiar)"
_SAYING = r"(?:sa(?:id|ys?)|t(?:old|ells?)|claim(?:s|ed)?|confirm(?:s|ed)?|report(?:s|ed)?|stat(?:es?|ed)|add(?:s|ed)?)"
_DESCRIBED = re.compile(
    rf"\b{_NAMELESS}\b(?:,? [\w'’-]+){{0,6}}?,? {_SAYING}\b|"
    rf"\b(?:according to|citing|quoting|told by|{_SAYING})\b(?: [\w'’-]+){{0,5}}? {_NAMELESS}\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Drift:
    """What changed along one link, from what to what.

    ``before`` and ``after`` are what was compared: two certainties or probabilities, or two
    wordings; for ``unnamed`` the name and the wording that hides it; for ``uncredited`` the name
    that is not credited and the wording, empty if the record has none.
    """

    upstream: str
    downstream: str
    kind: DriftKind
    before: str
    after: str


def drifts(graph: Graph, claim_id: str) -> tuple[Drift, ...]:
    """Return what changed along the links of a claim, in the order of its chains.

    A statement that denies, questions or withdraws passes nothing on, so it is compared with
    nothing. Tense is compared in English; numbers in all languages.

    Raises
    ------
    NotFoundError
        The graph holds no such claim.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Claim, Ledger
    >>> from claimgraph.notation import parse_chain
    >>> chain = parse_chain('A ["20 were killed" as=certain] <- B ["a dozen were killed" as=possible]')
    >>> for drift in drifts(build_graph(Ledger((Claim("c", "C.", (chain,)),))), "c"):
    ...     print(drift.kind, "|", drift.before, "|", drift.after)
    hardened | possible | certain
    numbers | a dozen were killed | 20 were killed
    """
    found: list[Drift] = []
    for downstream in claim_nodes(graph, claim_id):
        if statement_of(graph, downstream).stance not in {"asserts", "relays"}:
            continue
        for upstream in graph.predecessors(downstream):
            kinds = dict(_along(graph, upstream, downstream))
            found += (Drift(upstream, downstream, kind, *kinds[kind]) for kind in DRIFTS if kind in kinds)
    return tuple(found)


def _along(graph: Graph, upstream: str, downstream: str) -> Iterator[tuple[DriftKind, tuple[str, str]]]:
    """Yield what changed along one link; of one kind the last counts."""
    before, after = statement_of(graph, upstream), statement_of(graph, downstream)
    yield from _probability(before, after)
    yield from _certainty(before, after)
    if before.wording and after.wording:
        yield from _wordings(before, after, before.wording, after.wording)
    sole = all(statement_of(graph, n).kind == "named" for n in graph.predecessors(downstream))
    if sole and after.wording and _hides(graph, before, after, after.wording):
        yield "unnamed", (before.name, after.wording)
    if _is_uncredited(before, after, link_between(graph, upstream=upstream, downstream=downstream)):
        yield "uncredited", (before.name, after.wording or "")


def _certainty(before: Statement, after: Statement) -> Iterator[tuple[DriftKind, tuple[str, str]]]:
    first, second = before.certainty or "", after.certainty or ""
    if first in _SURENESS and second in _SURENESS and first != second:
        yield "hardened" if _SURENESS[first] < _SURENESS[second] else "softened", (first, second)


def _probability(before: Statement, after: Statement) -> Iterator[tuple[DriftKind, tuple[str, str]]]:
    if before.p and after.p and Decimal(before.p) != Decimal(after.p):
        yield "hardened" if Decimal(before.p) < Decimal(after.p) else "softened", (f"p={before.p}", f"p={after.p}")


def _wordings(
    before: Statement, after: Statement, first: str, second: str
) -> Iterator[tuple[DriftKind, tuple[str, str]]]:
    english = is_english(first, before.lang), is_english(second, after.lang)
    # Number words are English, and hardly ever words of another language as well.
    figures = (
        read_figures(t, words=e or not s.lang)
        for t, e, s in zip((first, second), english, (before, after), strict=True)
    )
    if _differ(*figures):
        yield "numbers", (first, second)
    if all(english):
        tenses = read_tense(first), read_tense(second)
        if None not in tenses and tenses[0] != tenses[1]:
            yield "tense", (first, second)


def _differ(first: frozenset[Figure], second: frozenset[Figure]) -> bool:
    """Tell whether a number of one kind stands where another stood.

    A number that is left out, or one that is added, is no change. Nor is one that the other side
    has as another kind: what is a date is not always told from what is not.
    """
    gone, new = first - second, second - first
    values = {figure.value for figure in gone} & {figure.value for figure in new}
    return bool({f.unit for f in gone if f.value not in values} & {f.unit for f in new if f.value not in values})


def _hides(graph: Graph, before: Statement, after: Statement, wording: str) -> bool:
    """Tell whether an English wording describes a source without a name although the record has one."""
    if before.kind != "named" or before.confidential or not is_english(wording, after.lang):
        return False
    if before.label == after.label or not _DESCRIBED.search(wording):
        return False
    entry = registry_of(graph).get(before.source or "")
    names = (before.name, *((entry.name or "", *entry.aliases) if entry else ()))
    words = set(re.findall(r"\w+", normalise(wording)))
    # Part of a name is enough to tell who is meant: "Peskov", "the State Department".
    telling = {word for name in names for word in re.findall(r"\w+", normalise(name)) if len(word) > 2}
    return not words & (telling - {"the", "and", "for"})


def _is_uncredited(before: Statement, after: Statement, link: Link) -> bool:
    if before.kind == "missing" or before.label == after.label:
        return False
    return link.inferred or after.own
