"""The sentence on top of a picture: of one claim what it rests on, of several what the record says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import networkx as nx

from claimgraph.analyses.circularity import apparent, circles
from claimgraph.analyses.impact import Impact
from claimgraph.analyses.lines import independent_lines
from claimgraph.chains import denials, origins, standing_nodes
from claimgraph.graph import Graph, claim_nodes, statement_of
from claimgraph.headline import looks_like
from claimgraph.model import Statement
from claimgraph.picture.lettering import clean_text, isolate, shorten
from claimgraph.picture.words import party_text

NAMES_SHOWN = 3
NAME_WIDTH = 20
_MOST_ROUNDS = 2
_AGAINST = {"denies", "questions"}


def claim_headline(graph: Graph, claim_id: str) -> str:
    """Return how many sources a claim looks like, how many lines it traces back to, and who denies it.

    Where nothing supports it, why.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Claim, Ledger
    >>> from claimgraph.notation import parse_chain
    >>> chains = tuple(map(parse_chain, ("A <- SOHR", "B <- SOHR", "C <- SOHR", "IAEA [denied]")))
    >>> claim_headline(build_graph(Ledger((Claim("c", "C.", chains),))), "c")
    'Looks like 3 sources. Traces back to 1: SOHR. Denied by IAEA.'
    """
    if independent_lines(graph, claim_id).ceiling:
        told = looks_like(graph, claim_id, name=_name)
    else:
        seen = len(apparent(graph, claim_id))
        looks = f"Looks like {seen} source{'' if seen == 1 else 's'}. " if seen else ""
        told = f"{looks}{_no_start(graph, [claim_id])}"
    return " ".join([told, *_rounds(graph, claim_id), *_other_side(graph, [claim_id])])


def _rounds(graph: Graph, claim_id: str) -> list[str]:
    """Return to whom a claim comes back, or among whom it goes round, where somebody outside said it first."""
    told = []
    for circle in circles(graph, claim_id):
        statements = [statement_of(graph, node) for node in circle.nodes]
        labels = [s.label for s in statements]
        twice = [s for s in statements if labels.count(s.label) > 1]
        if circle.dated and twice:
            told.append(f"Comes back to {_listed([_name(s) for s in _voices(twice)])}.")
        elif circle.grounded:
            told.append(f"Goes round between {_listed([_name(s) for s in _voices(statements)])}.")
    return list(dict.fromkeys(told))[:_MOST_ROUNDS]


def impact_headline(impact: Impact, without: str) -> str:
    """Return what becomes of a record without something in it."""
    return f"Without {isolate(shorten(clean_text(without), 2 * NAME_WIDTH))}, in this record: {impact.counted}."


def recorded_headline(graph: Graph, claim_ids: Sequence[str]) -> str:
    """Return in how many places claims were read and where they start, as recorded.

    It counts places and origins, and says nothing of how many of them are independent.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Claim, Ledger
    >>> from claimgraph.notation import parse_chain
    >>> claim = Claim("c", "C.", (parse_chain('Kataeb <- "Syrian sources"'), parse_chain("IAEA [denied]")))
    >>> recorded_headline(build_graph(Ledger((claim,))), ["c"])
    'Read in 1 place: Kataeb. Starts with "Syrian sources" (unnamed). Denied by IAEA.'
    """
    places = _voices(s for claim_id in claim_ids for s in places_read(graph, claim_id))
    starts = _voices(s for claim_id in claim_ids for s in _statements(graph, claim_id, origins(graph, claim_id)))
    sentences = [f"{len(claim_ids)} claims."] if len(claim_ids) > 1 else []
    sentences += [_read_in(places), _starts_with(graph, claim_ids, starts, places)]
    sentences += _other_side(graph, claim_ids)
    return " ".join(sentence for sentence in sentences if sentence)


def _other_side(graph: Graph, claim_ids: Sequence[str]) -> list[str]:
    """Return who withdrew and who denies, a sentence each."""
    taken_back = _voices(s for claim_id in claim_ids for s in _withdrawals(graph, claim_id))
    against = _voices(s for claim_id in claim_ids for s in _statements(graph, claim_id, denials(graph, claim_id)))
    told = (("Withdrawn", taken_back), ("Denied", against))
    return [f"{what} by {_listed([_name(s) for s in who])}." for what, who in told if who]


def places_read(graph: Graph, claim_id: str) -> list[Statement]:
    """Return the seen statements that say or pass on a claim: none that denies, questions or was withdrawn.

    A relay that only passes on denials is none of them.
    """
    doubters = carriers_of_denial(graph, claim_id)
    standing = ((n, statement_of(graph, n)) for n in standing_nodes(graph, claim_id))
    return [s for n, s in standing if s.seen and s.stance not in _AGAINST and n not in doubters]


def carriers_of_denial(graph: Graph, claim_id: str) -> frozenset[str]:
    """Return the nodes that rely on something and on nothing but denials, however far up.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Claim, Ledger
    >>> from claimgraph.notation import parse_chain
    >>> graph = build_graph(Ledger((Claim("c", "C.", (parse_chain("A <- B <- Ann [denied]"),)),)))
    >>> sorted(carriers_of_denial(graph, "c"))
    ['c#a', 'c#b']
    """
    nodes = claim_nodes(graph, claim_id)
    deniers = {n for n in nodes if statement_of(graph, n).stance == "denies"}
    if not deniers:
        return frozenset()
    # A denying relay still passes on what stands upstream of it, so everything counts on the way.
    claim_graph: nx.DiGraph[str] = nx.subgraph(graph, nodes)
    fed = {n for n in nodes if graph.in_degree(n) == 0} - deniers
    fed |= {n for part in nx.strongly_connected_components(claim_graph) if len(part) > 1 for n in part}
    carrying = fed.union(*(nx.descendants(graph, n) for n in fed))
    return frozenset(nodes) - deniers - carrying


def _statements(graph: Graph, claim_id: str, keys: Iterable[str]) -> list[Statement]:
    return [statement_of(graph, f"{claim_id}#{key}") for key in keys]


def _withdrawals(graph: Graph, claim_id: str) -> list[Statement]:
    statements = (statement_of(graph, n) for n in claim_nodes(graph, claim_id))
    return [s for s in statements if s.stance == "withdraws"]


def _voices(statements: Iterable[Statement]) -> list[Statement]:
    """Return the first statement of every voice."""
    first: dict[str, Statement] = {}
    for statement in statements:
        first.setdefault(statement.label, statement)
    return list(first.values())


def _read_in(places: Sequence[Statement]) -> str:
    if not places:
        return ""
    if len(places) == 1:
        return f"Read in 1 place: {_name(places[0])}."
    return f"Read in {len(places)} places."


def _starts_with(graph: Graph, claim_ids: Sequence[str], starts: list[Statement], places: list[Statement]) -> str:
    if not starts:
        return _no_start(graph, claim_ids)
    if len(starts) == 1 and starts[0].kind == "missing":
        return "No source is given."
    several = len(claim_ids) > 1
    if {s.label for s in starts} == {s.label for s in places}:
        if len(starts) > 1:
            return "Each speaks for itself."
        return "They start there." if several else "It starts there."
    names = _listed([_name(s) for s in starts])
    verb = "They start" if several else "Starts"
    if len(starts) == 1 and len(places) < 2:
        return f"{verb} with {names}."
    return f"{verb} with {len(starts)} {'origin' if len(starts) == 1 else 'origins'}: {names}."


def _no_start(graph: Graph, claim_ids: Sequence[str]) -> str:
    nodes = [n for claim_id in claim_ids for n in claim_nodes(graph, claim_id)]
    if not nodes:
        return "No chain is recorded."
    standing = [n for claim_id in claim_ids for n in standing_nodes(graph, claim_id)]
    if not standing:
        return "Everything that was read has been withdrawn."
    doubters = frozenset().union(*(carriers_of_denial(graph, claim_id) for claim_id in claim_ids))
    saying = [n for n in standing if statement_of(graph, n).stance not in _AGAINST and n not in doubters]
    if not nx.is_directed_acyclic_graph(graph.subgraph(saying)):
        return "No origin: a loop that nobody enters."
    if not saying:
        return "Nobody in this record says so."
    return "No origin: the chain ends with somebody who only passes it on."


def _name(statement: Statement) -> str:
    if statement.kind == "missing":
        return "no source given"
    name = isolate(shorten(party_text(statement), NAME_WIDTH))
    return f"{name} (unnamed)" if statement.kind == "unnamed" else name


def _listed(names: Sequence[str]) -> str:
    """Return names as a list in a sentence, the first three of them; equal ones once, with their number.

    Examples
    --------
    >>> _listed(["A", "B", "A"]), _listed(["A", "B", "C", "D", "E"])
    ('A (2 times) and B', 'A, B, C and 2 more')
    """
    times = {name: names.count(name) for name in dict.fromkeys(names)}
    shown = [name if count == 1 else f"{name} ({count} times)" for name, count in times.items()]
    if len(shown) > NAMES_SHOWN:
        more = len(names) - sum(list(times.values())[:NAMES_SHOWN])
        return f"{', '.join(shown[:NAMES_SHOWN])} and {more} more"
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else shown[0]
