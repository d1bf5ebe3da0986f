"""What the analyses say about one claim, in sentences: the screen of `claimgraph show`."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import islice

from claimgraph.analyses.advice import Advice, advise
from claimgraph.analyses.circularity import circles
from claimgraph.analyses.conflicts import Conflict, Opposition, carriers, oppositions
from claimgraph.analyses.impact import still_repeated
from claimgraph.analyses.lines import Doubt, Lines, doubts, independent_lines, lines_against
from claimgraph.analyses.timeline import first_movers
from claimgraph.chains import denials
from claimgraph.graph import Graph, claim_nodes, registry_of, statement_of
from claimgraph.harmless import plain
from claimgraph.model import Claim, Statement
from claimgraph.text import listed, statement_name

MAX_FIRST = 4
"""So many may have been first before the question has no answer worth a line."""

MAX_SENTENCES = 20
"""So many sentences of one kind are told of a claim; the others are counted."""

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
    mine = [found for found in oppositions(graph, claims) if claim.id in found.claims]
    sentences = conflict_sentences(mine, denied=False)
    see = f"claimgraph conflicts {claim.id}"
    yield from (("conflict", sentence) for sentence in shortened(sentences, MAX_SENTENCES, see))
    carrying = (label for _, labels in carriers(graph, claims, of=[claim.id]) for label in sorted(labels))
    both = listed(names[label] for label in dict.fromkeys(carrying))
    if both:
        yield "both sides", f"Carried by {both}."


def conflict_sentences(found: Iterable[Opposition], *, denied: bool = True) -> list[str]:
    """Return conflicts as sentences: one for everybody who says the same against the same statement.

    Of the sources that stand on both sides the first are named, and the others counted. Without ``denied`` who denies
    a claim to others is left out.
    """
    sentences: dict[str, None] = {}
    sides = []
    for opposition in found:
        own = list(islice(opposition.own, MAX_SENTENCES))
        sentences |= dict.fromkeys(map(_own_conflict, own))
        if (more := opposition.count_own() - len(own)) > 0:
            sentences[f"And {more:,} more pairs of statements in which one source stands on both sides."] = None
        if denied or len(opposition.claims) > 1:
            sides.append(opposition)
    for opposition in sides:
        firsts, seconds = opposition.between_voices()
        if firsts:
            other = opposition.claims[-1]
            says, deny = listed(map(_said_by, firsts)), listed(map(_said_by, seconds))
            denying = f", who den{_verb(seconds, 'ies', 'y')} it" if len(opposition.claims) == 1 else f" ({other})"
            sentences[f"{says} against {deny}{denying}."] = None
    return list(sentences)


def shortened(sentences: Sequence[str], most: int, see: str) -> list[str]:
    """Return the first of some sentences, and of more than ``most`` how many there are and where to ``see`` them.

    Examples
    --------
    >>> shortened(["A.", "B.", "C."], 1, "claimgraph conflicts")
    ['A.', 'And 2 more; see `claimgraph conflicts`.']
    """
    more = len(sentences) - most
    return [*sentences[:most], f"And {more:,} more; see `{see}`."] if more > 0 else list(sentences)


def _verb(statements: Iterable[Statement], one: str, several: str) -> str:
    return one if len({s.label for s in statements}) == 1 else several


def _own_conflict(conflict: Conflict) -> str:
    first, second = conflict.first, conflict.second
    same = first.claim == second.claim
    sides = ("said so", "denied it") if same else (first.claim, second.claim)
    told = (f"{side} ({s.date or 'undated'})" for side, s in zip(sides, (first, second), strict=True))
    what = "changed its account" if conflict.changed_account else "stands on both sides"
    return f"{_said_by(first)} {what}: {', '.join(told)}."


def _circles(graph: Graph, claim_id: str) -> Iterator[tuple[str, str]]:
    found = circles(graph, claim_id)
    for circle in found[:MAX_SENTENCES]:
        names = listed(_said_by(statement_of(graph, node)) for node in circle.nodes)
        outside = "nobody outside stands by it" if circle.entered else "nobody outside ever said it"
        entered = "somebody outside said it first" if circle.grounded else outside
        yield "circle", f"It goes round between {names}; {entered}."
    if len(found) > MAX_SENTENCES:
        yield "circle", f"And {len(found) - MAX_SENTENCES:,} more; see `claimgraph show {claim_id} --json`."


def withdrawn_findings(graph: Graph, claim_id: str) -> Iterator[tuple[str, str]]:
    """Yield who took what back, those together whose words are repeated by the same others."""
    repeating = {found.statement.key: found for found in still_repeated(graph, claim_id)}
    together: dict[str, list[str]] = {}
    for node in claim_nodes(graph, claim_id):
        statement = statement_of(graph, node)
        if statement.withdrawn:
            found = repeating.get(statement.key)
            more = found.count_speakers - len(found.speakers) if found else 0
            still = listed(map(_said_by, found.speakers), more=more) if found else ""
            together.setdefault(still, []).append(_said_by(statement))
    for number, (still, names_back) in enumerate(together.items()):
        if number == MAX_FIRST:
            yield "withdrawn", f"and more; see `claimgraph trace {claim_id}`"
            return
        told = f"; still repeated by {still}" if still else ""
        yield "withdrawn", f"{listed(names_back)} took it back{told}."
