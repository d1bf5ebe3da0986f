"""Independent lines: worked cases, brute force, Menger, graph laws, and graphs made to be hard."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.analyses.lines import Lines, independent_lines, lines_against
from claimgraph.chains import origins, standing_nodes, supporting_paths
from claimgraph.graph import Graph, build_graph, statement_of, without_inferred
from claimgraph.model import Chain, Claim, Ledger, Mention, Source, join_steps
from claimgraph.notation import parse_chain

OWNED = (
    Source("mail", "outlet", "Mail", owner="Trust"),
    Source("metro", "outlet", "Metro", owner="DMG Media"),
    Source("dmg-media", "org", "DMG Media", owner="Trust"),
)


def graph_of(*chains: str, sources: tuple[Source, ...] = ()) -> Graph:
    """Return the graph of one claim, "c", with these chains."""
    return build_graph(Ledger((Claim("c", "C.", tuple(map(parse_chain, chains))),), sources))


def lines_of(*chains: str, sources: tuple[Source, ...] = ()) -> Lines:
    """Return the lines of one claim with these chains."""
    return independent_lines(graph_of(*chains, sources=sources), "c")


@pytest.mark.parametrize(
    ("chains", "floor", "ceiling", "cut", "single_points"),
    [
        (["A"], 1, 1, ("a",), ("a",)),
        (["A", "B"], 2, 2, ("a", "b"), ()),
        (["A <- Reuters", "B <- Reuters", "C <- Reuters"], 1, 1, ("reuters",), ("reuters",)),
        (["A <- R <- X", "B <- R <- Y"], 1, 1, ("r",), ("r",)),
        # Three outlets, each pair with a source in common: each can still be given a source of its own.
        (["A <- X + Y", "B <- Y + Z", "C <- X + Z"], 3, 3, ("x", "y", "z"), ()),
        (["A <- X + Y", "B <- X + Y"], 2, 2, ("x", "y"), ()),
        (['A <- "officials"', 'B <- "officials"'], 1, 2, ('c#"officials"@a', 'c#"officials"@b'), ()),
        (["A <- ?"], 1, 1, ("c#?@a",), ("c#?@a", "a")),
        (["A <- X", 'B <- "officials"'], 1, 2, ("x", 'c#"officials"@b'), ()),
        (["A <- B <- C <- B"], 0, 0, (), ()),
        (["A [denied]"], 0, 0, (), ()),
        (["A <- X", "A [retracted 2024-01-01]"], 0, 0, (), ()),
        # A path ends with the first seen statement: B was opened, so that A adds nothing.
        (["A <- B [https://b.org] <- X"], 1, 1, ("x",), ("x", "b")),
        # The greedy trap: the shortest path A-X first would block both others.
        (["A <- X", "B <- X <- Y", "A <- Z <- W"], 2, 2, ("y", "w"), ()),
    ],
)
def test_worked_cases(
    chains: list[str], floor: int, ceiling: int, cut: tuple[str, ...], single_points: tuple[str, ...]
) -> None:
    found = lines_of(*chains)
    assert (found.floor, found.ceiling, found.exact) == (floor, ceiling, True)
    assert len(found.cut) == len(cut)
    assert set(found.single_points) == set(single_points)
    if ceiling == 1:
        assert found.cut == cut


def test_a_common_owner_lowers_the_floor_only() -> None:
    assert str(lines_of("Mail <- Ann", "Metro <- Bob", sources=OWNED)) == "1 to 2"
    assert str(lines_of("Mail <- Ann", "Metro <- Bob")) == "2"


def test_owners_in_a_circle_end() -> None:
    circle = (Source("a", "org", owner="b"), Source("b", "org", owner="a"), Source("x", "org", owner="b"))
    assert str(lines_of("A", "X", sources=circle)) == "1 to 2"


def test_the_owner_of_any_entry_of_a_voice_counts() -> None:
    """Bee is the first entry of the voice and has no owner; its other entry, Cee, belongs to A."""
    sources = (
        Source("a", "outlet", "A"),
        Source("bee", "outlet", "Bee", same_as=("Cee",)),
        Source("cee", "outlet", "Cee", owner="A"),
    )
    assert str(lines_of("A", "Cee", sources=sources)) == "1 to 2"


def test_the_pool_of_any_entry_of_a_voice_counts() -> None:
    """ "crew" of B is the unnamed "aides" of A and travels with the pool; so do "staff" of C."""
    groups = (
        Source("aides", "group", "aides", via="A"),
        Source("crew", "group", "crew", via="B", same_as=("aides",), pool="Plane"),
        Source("staff", "group", "staff", via="C", pool="plane"),
    )
    assert str(lines_of('A <- "aides"', 'C <- "staff"', sources=groups)) == "1 to 2"
    assert str(lines_of('A <- "aides"', "D <- Ann", sources=groups)) == "2"


def test_a_pool_says_who_is_distinct() -> None:
    def groups(first: str | None, second: str | None) -> tuple[Source, ...]:
        return (
            Source("g", "group", "officials", via="A", pool=first),
            Source("h", "group", "officials", via="B", pool=second),
        )

    chains = ('A <- "officials"', 'B <- "officials"')
    assert str(lines_of(*chains, sources=groups(None, None))) == "1 to 2"
    assert str(lines_of(*chains, sources=groups("Ministry", "Army"))) == "2"
    assert str(lines_of(*chains, sources=groups("Ministry", "ministry"))) == "1 to 2"


def test_maybe_unites_for_the_floor() -> None:
    maybe = (Source("ann", "person", "Ann", maybe=("Bob",)), Source("bob", "person", "Bob"))
    assert str(lines_of("A <- Ann", "B <- Bob", sources=maybe)) == "1 to 2"


def test_a_resolved_group_counts_as_whom_it_was() -> None:
    resolved = (Source("g", "group", "officials", via="A", resolved_to="Ann"), Source("ann", "person", "Ann"))
    assert str(lines_of('A <- "officials"', "B <- Ann", sources=resolved)) == "1"
    assert str(lines_of('A <- "officials"', "B <- Bob", sources=resolved)) == "2"


def test_without_our_inferences_nothing_becomes_a_named_origin() -> None:
    graph = graph_of("A <~ Reuters", "B <- C <~ Reuters", "D <- Ann")
    stated = without_inferred(graph)
    assert origins(graph, "c") == ("reuters", "ann")
    assert origins(stated, "c") == ("ann", "?@a", "?@c")
    assert str(independent_lines(graph, "c")) == "2"
    assert str(independent_lines(stated, "c")) == "1 to 3"
    assert origins(graph, "c") == ("reuters", "ann"), "the graph itself is left as it was"


def test_lines_against() -> None:
    graph = graph_of("A <- X", "Y [denied]", "B <- Z [denied]", "C <- Z [denied]")
    assert str(lines_against(graph, "c")) == "2"
    assert str(independent_lines(graph, "c")) == "1"


# ---- Brute force and laws

NAMES = ["A", "B", "C", "D", "E", "F", "G"]


@st.composite
def records(draw: st.DrawFn) -> Ledger:
    """Small claims with joins, loops, repeated sources, denials and owners."""

    def mention() -> Mention:
        kind = draw(st.sampled_from(["named"] * 6 + ["unnamed"]))
        date = draw(st.sampled_from([None, None, "2024-01-01", "2024-02-02"]))
        name = draw(st.sampled_from(NAMES))
        return Mention(party=name, kind=kind, date=date if kind == "named" else None)  # type: ignore[arg-type]

    chains = []
    for _ in range(draw(st.integers(1, 5))):
        steps: list[tuple[Mention | Chain, ...]] = [(mention(),) for _ in range(draw(st.integers(1, 4)))]
        chains.append(join_steps(steps, [False] * (len(steps) - 1)))
    owners = draw(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=3))
    sources = {name.lower(): Source(name.lower(), "org", name, owner=owner) for name, owner in owners if name != owner}
    return Ledger((Claim("c", "C.", tuple(chains)),), tuple(sources.values()))


def brute_ceiling(graph: Graph) -> int:
    """Return the ceiling by trying every choice of simple paths that networkx finds."""
    standing: Graph = nx.DiGraph(graph.subgraph(standing_nodes(graph, "c")))
    seen = {n for n in standing if statement_of(graph, n).seen}
    starts = [n for n in standing if graph.in_degree(n) == 0 and statement_of(graph, n).stance == "asserts"]
    paths = [[n] for n in starts if n in seen]
    for start in set(starts) - seen:
        for end in seen:
            inner: Graph = nx.DiGraph(standing.subgraph((set(standing) - seen) | {end}))
            paths += nx.all_simple_paths(inner, start, end)
    sets = list({frozenset(statement_of(graph, n).label for n in path) for path in paths})
    sets = [s for s in sets if not any(other < s for other in sets)]
    for size in range(len(sets), 0, -1):
        if any(sum(map(len, c)) == len(frozenset().union(*c)) for c in combinations(sets, size)):
            return size
    return 0


@given(records())
@settings(max_examples=300)
def test_the_ceiling_equals_brute_force_and_is_never_below_the_floor(record: Ledger) -> None:
    graph = build_graph(record)
    found = independent_lines(graph, "c")
    assert found.exact
    assert found.ceiling == brute_ceiling(graph)
    assert found.floor <= found.ceiling
    assert (found.floor == 0) == (found.ceiling == 0)
    assert len(found.cut) >= found.ceiling


@given(records())
def test_the_cut_leaves_no_support_and_single_points_stand_on_every_path(record: Ledger) -> None:
    graph = build_graph(record)
    found = independent_lines(graph, "c")
    for path in supporting_paths(graph, "c"):
        labels = {statement_of(graph, node).label for node in path}
        assert labels & set(found.cut)
        assert labels >= set(found.single_points)


@given(records(), st.integers(0, 3))
def test_a_chain_of_new_sources_adds_exactly_one_line(record: Ledger, relays: int) -> None:
    before = independent_lines(build_graph(record), "c")
    text = " <- ".join(["New reader", *(f"New relay {n}" for n in range(relays)), "New origin"])
    claim = record["c"]
    after = record.with_claim(Claim("c", "C.", (*claim.chains, parse_chain(text))))
    found = independent_lines(build_graph(after), "c")
    assert found.ceiling == before.ceiling + 1
    assert found.floor >= before.floor


@given(records(), st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from(["owner", "maybe"]))
def test_an_owner_or_a_maybe_added_never_raises_the_floor(record: Ledger, one: str, other: str, key: str) -> None:
    known = {source.id for source in record.sources}
    if one.lower() in known or one == other:
        return
    value = other if key == "owner" else (other,)
    more = Ledger(record.claims, (*record.sources, Source(one.lower(), "org", one, **{key: value})))  # type: ignore[arg-type]
    before, after = (independent_lines(build_graph(ledger), "c") for ledger in (record, more))
    assert after.floor <= before.floor
    assert after.ceiling == before.ceiling


@given(records())
def test_menger_where_every_label_stands_once(record: Ledger) -> None:
    graph = build_graph(record)
    labels = [statement_of(graph, n).label for n in graph]
    if len(set(labels)) < len(labels):
        return
    network: nx.DiGraph[str] = nx.DiGraph(graph.edges)
    network.add_nodes_from(["start", "end"])
    for node in graph:
        statement = statement_of(graph, node)
        if graph.in_degree(node) == 0 and statement.stance == "asserts":
            network.add_edge("start", node)
        if statement.seen:
            network.remove_edges_from(list(network.out_edges(node)) if node in network else [])
            network.add_edge(node, "end")
    disjoint = list(nx.node_disjoint_paths(network, "start", "end")) if nx.has_path(network, "start", "end") else []
    assert independent_lines(graph, "c").ceiling == len(disjoint)


# ---- Graphs made to be hard


def test_a_near_complete_graph_gets_bounds() -> None:
    names = [f"S{n}" for n in range(40)]
    chains = tuple(
        join_steps([(Mention(one),), tuple(Mention(other) for other in names if other != one)], [False])
        for one in names[:38]
    )
    graph = build_graph(Ledger((Claim("c", "C.", chains),)))
    found = independent_lines(graph, "c")
    assert 1 <= found.floor <= found.ceiling <= 2
    assert found.ceiling == 2


def test_many_paths_read_at_most() -> None:
    layers = " <- ".join(f"(A{n} + B{n} + C{n})" for n in range(9))
    found = lines_of(f"(Reader + Other) <- {layers} <- (Origin + Elsewhere)")
    assert (str(found), found.exact, found.single_points) == ("1 to at most 2", False, ())


def test_a_single_point_is_known_among_any_number_of_paths() -> None:
    """59,049 paths: all from Origin and through Relay, which said it on either of two days."""
    layers = " <- ".join(f"(A{n} + B{n} + C{n})" for n in range(10))
    found = lines_of(f"(Reader + Other) <- (Relay [2024-01-01] + Relay [2024-01-02]) <- {layers} <- Origin")
    assert (str(found), found.cut, found.single_points) == ("1", ("origin",), ("origin", "relay"))


def test_a_cut_bounds_the_lines() -> None:
    """Each of 12 origins through each of 12 relays to each of 12 carriers: the search gives up, the cut does not."""
    layers = [" + ".join(f"{layer}{n}" for n in range(12)) for layer in "ABC"]
    found = lines_of(" <- ".join(f"({layer})" for layer in layers))
    assert (found.floor, found.ceiling, len(found.cut), found.exact) == (12, 12, 12, True)


def test_a_long_ladder_ends() -> None:
    """300 rungs, as many ways as atoms in the sun and more; two readers and two origins."""
    mentions = [(Mention(f"L{n}"), Mention(f"R{n}")) for n in range(300)]
    found = independent_lines(build_graph(Ledger((Claim("c", "C.", (join_steps(mentions, [False] * 299),)),))), "c")
    assert str(found) == "1 to at most 2"


def test_a_chain_of_ten_thousand() -> None:
    chain = join_steps([(Mention(f"S{n}"),) for n in range(10_000)], [False] * 9_999)
    found = independent_lines(build_graph(Ledger((Claim("c", "C.", (chain,)),))), "c")
    assert (found.floor, found.ceiling, found.cut, len(found.single_points)) == (1, 1, ("s9999",), 10_000)


def test_a_star_of_five_thousand_carriers() -> None:
    chains = tuple(join_steps([(Mention(f"S{n}"),), (Mention("Hub"),)], [False]) for n in range(5_000))
    found = independent_lines(build_graph(Ledger((Claim("c", "C.", chains),))), "c")
    assert (found.floor, found.ceiling) == (1, 1)


@given(records(), st.lists(st.booleans(), min_size=12, max_size=12))
def test_an_inferred_link_ignored_never_makes_a_named_origin(record: Ledger, ours: list[bool]) -> None:
    claim = record["c"]
    flags = iter(ours * 4)
    chains = tuple(Chain(chain.steps, tuple(next(flags) for _ in chain.inferred)) for chain in claim.chains)
    graph = build_graph(record.with_claim(Claim("c", "C.", chains)))
    stated = without_inferred(graph)
    named = {key for key in origins(stated, "c") if not key.startswith(("?@", '"'))}
    assert named <= {statement_of(graph, n).key for n in graph if graph.in_degree(n) == 0}
    assert independent_lines(stated, "c").floor <= independent_lines(stated, "c").ceiling
