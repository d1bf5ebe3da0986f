"""What changes on the way from one statement to the one that relies on it.

Nothing here is a verdict: both sides are shown, and the reader judges. Definitions: docs/analyses.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from claimgraph.analyses.figures import Figure, read_figures
from claimgraph.analyses.tenses import is_english, read_tense
from claimgraph.graph import Graph, claim_nodes, link_between, registry_of, statement_of
from claimgraph.model import Link, Statement
from claimgraph.names import normalise
from claimgraph.scales import parse_likelihood, parse_probability, probability_of

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
        known = _upstream_of(graph, downstream)
        for upstream in graph.predecessors(downstream):
            kinds = dict(_along(graph, upstream, downstream, known))
            found += (Drift(upstream, downstream, kind, *kinds[kind]) for kind in DRIFTS if kind in kinds)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Upstream:
    """What all those that one statement relies on have together: the numbers they give, and whether all have names."""

    figures: frozenset[Figure]
    named: bool


def _upstream_of(graph: Graph, downstream: str) -> _Upstream:
    upstream = [statement_of(graph, node) for node in graph.predecessors(downstream)]
    figures = frozenset[Figure]().union(*map(_figures, upstream)) if len(upstream) > 1 else frozenset[Figure]()
    return _Upstream(figures, named=all(s.kind == "named" for s in upstream))


def _along(
    graph: Graph, upstream: str, downstream: str, known: _Upstream
) -> Iterator[tuple[DriftKind, tuple[str, str]]]:
    """Yield what changed along one link; of one kind the last counts."""
    before, after = statement_of(graph, upstream), statement_of(graph, downstream)
    yield from _probability(before, after)
    yield from _certainty(before, after)
    if before.wording and after.wording:
        wordings = (before.wording, after.wording)
        if _figures_differ(before, after, known.figures):
            yield "numbers", wordings
        if _tenses_differ(before, after):
            yield "tense", wordings
    if after.wording and known.named and _hides(graph, before, after):
        yield "unnamed", (before.name, after.wording)
    if _is_uncredited(before, after, link_between(graph, upstream=upstream, downstream=downstream)):
        yield "uncredited", (before.name, after.wording or "")


def _certainty(before: Statement, after: Statement) -> Iterator[tuple[DriftKind, tuple[str, str]]]:
    first, second = before.certainty or "", after.certainty or ""
    if first in _SURENESS and second in _SURENESS and first != second:
        yield "hardened" if _SURENESS[first] < _SURENESS[second] else "softened", (first, second)


def _probability(before: Statement, after: Statement) -> Iterator[tuple[DriftKind, tuple[str, str]]]:
    first, second = _forecast(before), _forecast(after)
    if first and second and first[:2] != second[:2]:
        (least, most, told), (least_after, most_after, told_after) = first, second
        # A number within the band of a word is what the word says; two words are two bands, though they touch.
        within = least <= least_after <= most_after <= most or least_after <= least <= most <= most_after
        if not within:
            yield "hardened" if (least, most) < (least_after, most_after) else "softened", (told, told_after)


def _forecast(statement: Statement) -> tuple[Fraction, Fraction, str] | None:
    """Return from where to where a statement's probability lies, as it is written; None without one on a scale."""
    if probability_of(statement.p, statement.likelihood) is None:
        return None
    if statement.p is not None:
        number = parse_probability(statement.p)
        return number, number, f"p={statement.p}"
    band = parse_likelihood(statement.likelihood or "")
    return Fraction(band.least, 100), Fraction(band.most, 100), statement.likelihood or ""


def _is_english(statement: Statement) -> bool:
    return is_english(statement.wording or "", statement.lang)


def _tenses_differ(before: Statement, after: Statement) -> bool:
    if not (_is_english(before) and _is_english(after)):
        return False
    tenses = {read_tense(before.wording or ""), read_tense(after.wording or "")}
    return tenses == {"future", "past"}


def _figures(statement: Statement) -> frozenset[Figure]:
    # Number words are English ones, and hardly any of them is a word of another language.
    return _read_figures(statement.wording or "", not statement.lang or _is_english(statement))


@lru_cache(maxsize=20_000)
def _read_figures(text: str, words: bool) -> frozenset[Figure]:
    return read_figures(text, words=words)


def _figures_differ(before: Statement, after: Statement, known: frozenset[Figure]) -> bool:
    """Tell whether a number of one kind stands where another stood.

    A number that is left out, one that is added and one from another upstream are no change. Nor is
    one that the other side has as another kind: what is a date is not always told from what is not.
    """
    first, second = _figures(before), _figures(after)
    gone, new = first - second, second - first - known
    values = {figure.value for figure in gone} & {figure.value for figure in new}
    return bool({f.unit for f in gone if f.value not in values} & {f.unit for f in new if f.value not in values})


def _hides(graph: Graph, before: Statement, after: Statement) -> bool:
    """Tell whether an English wording describes a source without a name although the record has one."""
    wording = after.wording or ""
    if before.kind != "named" or before.confidential or before.label == after.label:
        return False
    if not _DESCRIBED.search(wording) or not _is_english(after):
        return False
    entry = registry_of(graph).get(before.source or "")
    names = (before.name, *((entry.name or "", *entry.aliases) if entry else ()))
    return not any(_shows(wording, name) for name in names)


def _shows(wording: str, name: str) -> bool:
    """Tell whether a wording has a name, a telling part of it ("Peskov") or its initials."""
    words, parts = (re.findall(r"\w+", normalise(text)) for text in (wording, name))
    whole = f" {' '.join(parts)} " in f" {' '.join(words)} "
    telling = {part for part in parts if len(part) > 2} - {"the", "and", "for"}
    return whole or not telling.isdisjoint(words) or "".join(part[0] for part in parts) in words


def _is_uncredited(before: Statement, after: Statement, link: Link) -> bool:
    if before.kind == "missing" or before.label == after.label:
        return False
    return link.inferred or after.own
