"""What the analyses say about one claim, in sentences: the screen of `claimgraph show`."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence

from claimgraph.analyses.advice import Advice, advise
from claimgraph.analyses.circularity import circles
from claimgraph.analyses.conflicts import Conflict, both_sides, conflicts
from claimgraph.analyses.impact import still_repeating
from claimgraph.analyses.lines import Doubt, Lines, doubts, independent_lines, lines_against
from claimgraph.analyses.timeline import first_movers
from claimgraph.chains import denials
from claimgraph.graph import Graph, claim_nodes, registry_of, statement_of
from claimgraph.harmless import plain
from claimgraph.model import Claim, Statement
from claimgraph.text import listed, statement_name

MAX_FIRST = 4
"""So many may have been first before the question has no answer worth a line."""

_SOURCE_OF = "the source of "


def findings(graph: Graph, claims: Sequence[Claim]) -> Iterator[tuple[str, str]]:
    """Yield what the analyses find about the first of some claims, as (subject, sentence), the weightiest first.

    Parameters
    ----------
    graph : networkx.DiGraph
        From `build_graph`, with the claim and what contradicts it.
    claims : sequence of Claim
        The claim, and after it those that contradict it.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Ledger
    >>> from claimgraph.notation import parse_chain
    >>> claim = Claim("c", "C.", (parse_chain('Kataeb <- Sky News <- "Syrian sources"'),))
    >>> for subject, sentence in findings(build_graph(Ledger((claim,))), [claim]):
    ...     print(f"{subject}: {sentence}")
    lines: 1. Every supporting path leads through “Syrian sources”.
    everything passes: “Syrian sources”, Sky News and Kataeb
    open next: Open the Sky News piece and Kataeb drops out.
    """
    claim = claims[0]
    names = label_names(graph, claim.id)
    lines = independent_lines(graph, claim.id)
    yield "lines", _support(graph, claim.id, lines, names)
    if len(lines.single_points) > 1:
        yield "everything passes", _labelled(names, lines.single_points)
    advice = advise(graph, claim.id)
    if advice:
        yield "open next", advice_text(advice, names, lines)
    yield from _against(graph, claim.id)
    yield from conflict_findings(graph, claims, names)
    yield from _circles(graph, claim.id)
    yield from withdrawn_findings(graph, claim.id)
    first = [statement_of(graph, f"{claim.id}#{key}") for key in first_movers(graph, claim.id)]
    if len(first) > MAX_FIRST:
        yield "first", f"{len(first)} statements whose dates tie; see `claimgraph timeline {claim.id}`"
    elif first:
        yield "first", listed((f"{statement_name(s)} ({s.date})" for s in first), last="or")


def basis_text(claim: Claim, standing: Container[str]) -> str:
    """Return what a claim without a chain of its own rests on, and whether that stands, in a sentence.

    Examples
    --------
    >>> from claimgraph.model import Relation
    >>> basis_text(Claim("c", "C.", relations=(Relation("based_on", "a"),)), {"a"})
    'Based on 1 claim, and stands as long as it does.'
    """
    bases = claim.related("based_on")
    missing = [base for base in bases if base not in standing]
    number = f"{len(bases)} claim{'' if len(bases) == 1 else 's'}"
    if missing:
        return f"Based on {number}, and does not stand: nothing supports {listed(missing)}."
    return f"Based on {number}, and stands as long as {'it does' if len(bases) == 1 else 'all of them do'}."


def label_names(graph: Graph, claim_id: str) -> dict[str, str]:
    """Return how the labels of a claim read: in quotes who is only described, by its reader who is missing."""
    names = {}
    for node in reversed(claim_nodes(graph, claim_id)):
        statement = statement_of(graph, node)
        citing = [statement_name(statement_of(graph, n)) for n in graph.successors(node)]
        missing = statement.kind == "missing" and citing
        names[statement.label] = f"{_SOURCE_OF}{listed(citing)}" if missing else _said_by(statement)
    return names


def _labelled(names: dict[str, str], labels: Iterable[str], *, last: str = "and") -> str:
    """Return labels as a list in a sentence, all missing sources in one."""
    said = [names[label] for label in labels]
    missing = [name.removeprefix(_SOURCE_OF) for name in said if name.startswith(_SOURCE_OF)]
    if len(missing) > 1:
        said = [*(name for name in said if not name.startswith(_SOURCE_OF)), f"the sources of {listed(missing)}"]
    return listed(said, last=last)


def _said_by(statement: Statement) -> str:
    return "a source not given" if statement.kind == "missing" else statement_name(statement)


def _support(graph: Graph, claim_id: str, lines: Lines, names: dict[str, str]) -> str:
    why = "; ".join(_doubt(graph, doubt, names) for doubt in doubts(graph, claim_id)) if lines.exact else ""
    sure = f" Only {lines.floor} is sure: {why}." if lines.floor < lines.ceiling and why else ""
    return f"{lines}. {lines_reason(lines, names)}{sure}"


def lines_reason(lines: Lines, names: dict[str, str]) -> str:
    """Return why a number of lines is what it is, with names for labels."""
    if not lines.ceiling:
        return "Nothing that was read leads back to somebody who asserts it and stands by it."
    if not lines.cut:
        return lines.reason
    return f"Every supporting path leads through {_labelled(names, lines.cut, last='or')}."


def _doubt(graph: Graph, doubt: Doubt, names: dict[str, str]) -> str:
    who = _labelled(names, doubt.labels)
    if doubt.kind == "unnamed":
        return f"{who} {'is' if len(doubt.labels) == 1 else 'are'} not named"
    if doubt.kind == "maybe":
        return f"{who} may be one voice"
    owner = registry_of(graph).get(doubt.common)
    return f"{who} belong to {plain(owner.label if owner else doubt.common)}"


def advice_text(advice: Advice, names: dict[str, str], before: Lines) -> str:
    """Return what to open next and what it gains, as a sentence."""
    name, kind = statement_name(advice.statement), advice.statement.source_kind
    act = {
        "person": f"Find {name}'s own words",
        "org": f"Find {name}'s own words",
        "group": f"Find {name}'s own words",
        "document": f"Open {name}",
        "account": f"Open the post of {name}",
    }.get(kind or "", f"Open the {name} piece")
    gain = (
        f" and {listed(names[d] for d in advice.drops)} drop{'s' * (len(advice.drops) == 1)} out"
        if advice.drops
        else ""
    )
    more = f"{'; it' if gain else ' and it'} would be {advice.lines}" if str(advice.lines) != str(before) else ""
    return f"{act}{gain}{more}."


def _against(graph: Graph, claim_id: str) -> Iterator[tuple[str, str]]:
    deniers = [statement_of(graph, f"{claim_id}#{key}") for key in denials(graph, claim_id)]
    if deniers:
        yield "against", f"{lines_against(graph, claim_id)}. Denied by {listed(map(_said_by, deniers))}."


def conflict_findings(graph: Graph, claims: Sequence[Claim], names: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield who contradicts whom over the first of some claims, and who carries both sides, as `findings` does."""
    claim = claims[0]
    # Who denies the claim itself stands on a line of its own already.
    mine = [c for c in conflicts(graph, claims) if claim.id in c.claims and (len(c.claims) > 1 or c.is_own)]
    yield from (("conflict", sentence) for sentence in conflict_sentences(mine))
    both = listed(names[both.source] for both in both_sides(graph, claims) if claim.id in both.claims)
    if both:
        yield "both sides", f"Carried by {both}."


def conflict_sentences(found: Iterable[Conflict]) -> list[str]:
    """Return conflicts as sentences: one for everybody who says the same against the same statement."""
    sentences: dict[str, None] = {}
    sides: dict[tuple[str, str], tuple[list[Statement], list[Statement]]] = {}
    for conflict in found:
        if conflict.is_own:
            sentences[_own_conflict(conflict)] = None
            continue
        firsts, seconds = sides.setdefault((conflict.first.claim, conflict.second.claim), ([], []))
        firsts.append(conflict.first)
        seconds.append(conflict.second)
    for (one, other), (firsts, seconds) in sides.items():
        says, deny = listed(map(_said_by, firsts)), listed(map(_said_by, seconds))
        what = (
            f"against {deny}, who den{_verb(seconds, 'ies', 'y')} it" if one == other else f"against {deny} ({other})"
        )
        sentences[f"{says} {what}."] = None
    return list(sentences)


def _verb(statements: list[Statement], one: str, several: str) -> str:
    return one if len({s.label for s in statements}) == 1 else several


def _own_conflict(conflict: Conflict) -> str:
    first, second = conflict.first, conflict.second
    same = first.claim == second.claim
    sides = ("said so", "denied it") if same else (first.claim, second.claim)
    told = (f"{side} ({s.date or 'undated'})" for side, s in zip(sides, (first, second), strict=True))
    what = "changed its account" if conflict.changed_account else "stands on both sides"
    return f"{_said_by(first)} {what}: {', '.join(told)}."


def _circles(graph: Graph, claim_id: str) -> Iterator[tuple[str, str]]:
    for circle in circles(graph, claim_id):
        names = listed(_said_by(statement_of(graph, node)) for node in circle.nodes)
        outside = "nobody outside stands by it" if circle.entered else "nobody outside ever said it"
        entered = "somebody outside said it first" if circle.grounded else outside
        yield "circle", f"It goes round between {names}; {entered}."


def withdrawn_findings(graph: Graph, claim_id: str) -> Iterator[tuple[str, str]]:
    """Yield who took what back, those together whose words are repeated by the same others."""
    repeating = still_repeating(graph, claim_id)
    together: dict[tuple[str, ...], list[str]] = {}
    for node in claim_nodes(graph, claim_id):
        statement = statement_of(graph, node)
        if statement.withdrawn:
            keys = repeating.get(statement.key, ())
            names = dict.fromkeys(_said_by(statement_of(graph, f"{claim_id}#{key}")) for key in keys)
            together.setdefault(tuple(names), []).append(_said_by(statement))
    for number, (still, names_back) in enumerate(together.items()):
        if number == MAX_FIRST:
            yield "withdrawn", f"and more; see `claimgraph trace {claim_id}`"
            return
        told = f"; still repeated by {listed(still)}" if still else ""
        yield "withdrawn", f"{listed(names_back)} took it back{told}."
