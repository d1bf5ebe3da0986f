"""Following chains: the tree of a trace, origins and denials, depth, reach; the laws they keep."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.chains import (
    MAX_PATHS,
    denials,
    depth,
    for_origins,
    origins,
    reach,
    relays,
    standing_nodes,
    supporting_paths,
    trace,
)
from claimgraph.errors import NotFoundError
from claimgraph.graph import Graph, build_graph, statement_of
from claimgraph.model import Chain, Claim, Ledger, Link, Mention, Source
from claimgraph.registry import Registry
from claimgraph.roles import is_withdrawn
from claimgraph.tracing import TraceStep
from tests.strategies import LETTERS, claim_of, claims, graph_of, ledger_of, rich_chains, simple_chains


def drawn(step: TraceStep, level: int = 0) -> list[str]:
    """Return a tree as indented lines; ~ marks an inferred link, = what is repeated, @ a loop."""
    marks = ("~" if step.link and step.link.inferred else "") + step.statement.key
    marks += (" =" if step.repeated else "") + (" @" if step.loop else "")
    return ["  " * level + marks, *(line for up in step.upstream for line in drawn(up, level + 1))]


def traced(*chains: str) -> list[str]:
    return [line for root in trace(graph_of(*chains), "c") for line in drawn(root)]


# ---- Trace


@pytest.mark.parametrize(
    ("chains", "tree"),
    [
        (["A"], ["a"]),
        (["A <- B <~ C"], ["a", "  b", "    ~c"]),
        (["us <- A"], ["a"]),
        # a branch
        (["A <- B + (C <- ?)"], ["a", "  b", "  c", "    ?@c"]),
        (["A <- B", "A <~ C"], ["a", "  b", "  ~c"]),
        # a join: two read, one origin behind both; what is upstream of it is shown once
        (["A <- C <- D", "B <- C"], ["a", "  c", "    d", "b", "  c ="]),
        (["A <- D", "B <- D"], ["a", "  d", "b", "  d"]),
        # a diamond
        (["A <- (B + C) <- D <- E"], ["a", "  b", "    d", "      e", "  c", "    d ="]),
        (["A <- (B + C) <- D"], ["a", "  b", "    d", "  c", "    d"]),
        # a way round: the same statement near and far
        (["A <- C <- D", "A <- B <- C"], ["a", "  c", "    d", "  b", "    c ="]),
        (["A <- B <- C <- D", "A <- C"], ["a", "  b", "    c", "      d", "  c ="]),
        # loops: alone, entered, left
        (["A <- B <- A"], ["a", "  b", "    a @"]),
        (["A <- B <- C <- A"], ["a", "  b", "    c", "      a @"]),
        (["A <- B <- A", "B <- C"], ["a", "  b", "    a @", "    c"]),
        (["Z <- A <- B <- A"], ["z", "  a", "    b", "      a @"]),
        (["A <- B <- A", "C <- D <- C"], ["a", "  b", "    a @", "c", "  d", "    c @"]),
        (["A <- B <- A", "Z <- C"], ["z", "  c", "a", "  b", "    a @"]),
        # what was taken back is in the tree, and so is what takes back
        (["A [2024-11-28] <- B", "A [retracted 2024-11-29]"], ["a@2024-11-28", "  b", "a@2024-11-29"]),
    ],
)
def test_tree(chains: list[str], tree: list[str]) -> None:
    assert traced(*chains) == tree


def test_a_step_holds_the_statement_and_how_the_one_below_relies_on_it() -> None:
    graph = graph_of('A <~ B [told because="same words"]')
    (root,) = trace(graph, "c")
    assert root == TraceStep(
        statement_of(graph, "c#a"),
        None,
        (TraceStep(statement_of(graph, "c#b"), Link(inferred=True, because="same words")),),
    )


def test_of_one_claim_only() -> None:
    graph = build_graph(Ledger((claim_of("A <- B", claim="c"), claim_of("B <- C", claim="d"))))
    assert [line for root in trace(graph, "c") for line in drawn(root)] == ["a", "  b"]
    with pytest.raises(NotFoundError, match="no claim 'e' in this graph"):
        trace(graph, "e")


def size(roots: tuple[TraceStep, ...]) -> int:
    count, waiting = 0, list(roots)
    while waiting:
        count += 1
        waiting.extend(waiting.pop().upstream)
    return count


def ladder(rungs: int) -> Graph:
    """A ladder of diamonds: n0 <- (a0 + b0) <- n1 <- (a1 + b1) <- ... has 2 ** rungs paths."""
    return graph_of(*(f"n{i} <- (a{i} + b{i}) <- n{i + 1}" for i in range(rungs)))


def test_a_ladder_of_diamonds_is_drawn_in_linear_size() -> None:
    graph = ladder(50)
    assert graph.number_of_edges() == 200
    assert size(trace(graph, "c")) == 201
    assert origins(graph, "c") == ("n50",)


def test_ten_thousand_statements_in_a_row() -> None:
    steps = tuple((Mention(f"n{i}"),) for i in range(10_000))
    chain = Chain(steps, (False,) * (len(steps) - 1))
    graph = build_graph(Ledger((Claim("c", "C.", (chain,)),)))
    assert size(trace(graph, "c")) == 10_000
    assert origins(graph, "c") == ("n9999",)
    assert depth(graph, "c") == (9_998, 9_998)
    assert [len(path) for path in supporting_paths(graph, "c")] == [10_000]
    assert len(reach(graph, "n9999").indirect["c"]) == 9_998


@given(claims())
def test_a_trace_shows_every_statement_and_every_link_once(claim: Claim) -> None:
    graph = build_graph(Ledger((claim,)))
    links, roots, grown = [], [], []
    waiting: list[tuple[TraceStep, TraceStep | None]] = [(root, None) for root in trace(graph, "c")]
    while waiting:
        step, below = waiting.pop()
        if below is None:
            roots.append(step.statement.node)
        else:
            links.append((step.statement.node, below.statement.node))
            assert step.link == graph.edges[links[-1]]["link"]
        if not (step.repeated or step.loop):
            grown.append(step.statement.node)
            assert len(step.upstream) == graph.in_degree(step.statement.node)
        else:
            assert step.upstream == ()
        waiting.extend((up, step) for up in step.upstream)
    assert sorted(links) == sorted(graph.edges)
    ends = [node for node in graph if graph.out_degree(node) == 0]
    assert set(ends) <= set(roots)
    assert len(roots) == len(set(roots))
    assert {node for node in grown if graph.in_degree(node)} == {node for node in graph if graph.in_degree(node)}
    assert set(grown) == set(graph.nodes)
    # where nothing runs in a circle, trees begin at what nobody relies on, and nowhere else
    if nx.is_directed_acyclic_graph(graph):
        assert set(roots) == set(ends)


# ---- Origins


@pytest.mark.parametrize(
    ("chains", "found"),
    [
        (["A"], ["a"]),
        (["A <- B"], ["b"]),
        (["A <- ?"], ["?@a"]),
        (['A <- B <- "officials"', "A <- Ann"], ['"officials"@b', "ann"]),
        (["A <- (B + C) <- D"], ["d"]),
        (["A <- C", "B <- C", "A <- D"], ["c", "d"]),
        (["A [own] <- B"], ["b"]),  # it has an upstream in the record
        # only what asserts
        (["A [denied]"], []),
        (["A [questioned]"], []),
        (["A <- B [denied]"], []),
        (["A <- B + C [denied]"], ["b"]),
        (["A [denied] <- B"], ["b"]),  # a denying relay still passes on that its upstream asserted
        (["A <- B [reported]"], ["b"]),
        (["A <- B [stance=relays]"], []),
        # what was taken back, and relays that lose their upstream
        (["A <- B [2024-11-28]", "B [retracted 2024-11-29]"], []),
        (["A <- B [2024-11-28] + C", "B [retracted 2024-11-29]"], ["c"]),
        (["A [2024-11-28] <- B", "A [retracted 2024-11-29]"], []),
        (["A [2024-11-28] <- B", "A [retracted 2024-11-29]", "C <- B"], ["b"]),
        (["A <- B", "A [retracted 2024-11-29]"], []),
        (["A [retracted 2024-11-29] <- B"], []),
        # through a statement that was opened
        (["A <- B <- C", "B <- D"], ["c", "d"]),
        (["A [unseen] <- B"], []),
        # loops: nobody enters, somebody enters, somebody enters and was taken back
        (["A <- B <- A"], []),
        (["A <- B <- A", "B <- C"], ["c"]),
        (["Z <- A <- B <- A"], []),
        (["Z <- A <- B <- A", "Z <- C"], ["c"]),
        (["A <- B <- A", "B <- C [2024-11-28]", "C [retracted 2024-11-29]"], []),
        (["A <- B <- A", "B <- C [denied]"], []),
    ],
)
def test_origins(chains: list[str], found: list[str]) -> None:
    assert list(origins(graph_of(*chains), "c")) == found


@pytest.mark.parametrize(
    ("chains", "found"),
    [
        (["A"], []),
        (["A [denied]"], ["a"]),
        (["A [denied] <- B"], ["a"]),
        (["A <- B [denied]", "C [debunked]"], ["b", "c"]),
        (["A [questioned]"], []),
        (["A [said stance=denies]"], ["a"]),
        (["A [denied 2024-11-28]", "A [withdrew 2024-11-29]"], []),
        (["A [denied 2024-11-28]", "A [confirmed 2024-11-29]"], ["a@2024-11-28"]),
        (["A <- B [denied] <- C [denied]"], ["b", "c"]),
    ],
)
def test_denials(chains: list[str], found: list[str]) -> None:
    assert list(denials(graph_of(*chains), "c")) == found


def test_an_end_is_one_of_the_record_and_not_of_what_is_left() -> None:
    graph = graph_of("A <- B <- C [2024-11-28]", "C [retracted 2024-11-29]", "D")
    assert standing_nodes(graph, "c") == ("c#a", "c#b", "c#d")
    assert for_origins(graph, "c") == ("c#d",)
    assert [is_withdrawn(statement_of(graph, node)) for node in graph] == [False, False, True, True, False]


# ---- Supporting paths, depth


@pytest.mark.parametrize(
    ("chains", "paths"),
    [
        (["A"], ["a"]),
        (["A <- B <- C"], ["c b a"]),
        (["A <- (B + C) <- D"], ["d b a", "d c a"]),
        # up to the first statement that we opened, and no further
        (["A <- B <- C", "B <- D"], ["c b", "d b"]),
        (["A <- B [https://b.org] <- C"], ["c b"]),
        (["A <- B [https://b.org]"], ["b"]),
        (["A <- B", "B"], ["b"]),
        (["A <- C", "B <- C"], ["c a", "c b"]),
        # around a loop, never through a statement twice
        (["A <- B <- C <- B", "C [unseen] <- D"], ["d c b a"]),
        (["A <- B + C", "Z <- B", "B [unseen] <- C", "C [unseen] <- B", "C <- D"],
         ["d c b a", "d c b z", "d c a"]),
        # not through what was taken back
        (["A <- B [2024-11-28] <- C", "B [retracted 2024-11-29]", "A <- D <- C"], ["c d a"]),
        (["A <- B [denied] <- C"], ["c b a"]),
    ],
)  # fmt: skip
def test_supporting_paths(chains: list[str], paths: list[str]) -> None:
    found = supporting_paths(graph_of(*chains), "c")
    assert sorted(" ".join(node.removeprefix("c#") for node in path) for path in found) == sorted(paths)


@pytest.mark.parametrize(
    ("chains", "numbers"),
    [
        (["A"], (0,)),
        (["A <- B"], (0,)),
        (["A <- B <- C"], (1,)),
        (["A <- B <- C <- D", "A <- D"], (0, 2)),
        (["A <- B <- C", "A <- D + (E <- F)"], (0, 1, 1)),
        (["A <- B <- A"], ()),
        (["A [denied]"], ()),
    ],
)
def test_relays_and_depth(chains: list[str], numbers: tuple[int, ...]) -> None:
    graph = graph_of(*chains)
    assert relays(graph, "c") == numbers
    assert depth(graph, "c") == ((min(numbers), max(numbers)) if numbers else None)


def test_there_is_a_bound_on_paths() -> None:
    graph = ladder(15)
    unseen = graph_of("reader <- n0", *(f"n{i} [unseen] <- (a{i} + b{i}) <- n{i + 1}" for i in range(15)))
    assert len(list(supporting_paths(unseen, "c"))) == MAX_PATHS
    assert len(list(supporting_paths(unseen, "c", most=7))) == 7
    assert len(list(supporting_paths(graph, "c"))) == 2


def test_a_thicket_that_its_own_path_has_shut_is_left_at_once() -> None:
    """The only way out of forty sources that all cite each other is the gate through which it was entered."""
    thicket = [f"t{i:02d}" for i in range(40)]
    chains = [f"{one} [unseen] <- {' + '.join(t for t in thicket if t != one)} + gate" for one in thicket]
    graph = graph_of("reader <- gate", f"gate [unseen] <- origin + {' + '.join(thicket)}", *chains)
    assert [len(path) for path in supporting_paths(graph, "c")] == [3]
    assert depth(graph, "c") == (1, 1)


def by_brute_force(graph: Graph) -> set[tuple[str, ...]]:
    """The definition, word by word: simple paths over what stands, from an end that asserts to the first seen."""
    standing = graph.subgraph(n for n in graph if not is_withdrawn(statement_of(graph, n)))
    seen = {n for n in standing if statement_of(graph, n).seen}
    found: set[tuple[str, ...]] = set()
    for start in standing:
        if graph.in_degree(start) or statement_of(graph, start).stance != "asserts":
            continue
        if start in seen:
            found.add((start,))
            continue
        for target in seen:
            for path in nx.all_simple_paths(standing, start, target):
                if not seen.intersection(path[:-1]):
                    found.add(tuple(path))
    return found


few = st.lists(simple_chains(verbs=(None, None, "denied", "retracted")) | rich_chains(), min_size=1, max_size=6).map(
    lambda made: Ledger((Claim("c", "C.", tuple(made)),))
)
# Long chains over few sources of which only one is read: many ways, and many circles.
tangles = st.lists(simple_chains(letters=LETTERS[1:]), min_size=1, max_size=7).map(
    lambda made: Ledger((Claim("c", "C.", tuple(hidden(chain) for chain in made)),))
)


def hidden(chain: Chain) -> Chain:
    """The same chain, read by somebody else."""
    first = Mention(chain.heads[0].party, seen=False)
    return Chain(((Mention("Reader"),), (first,), *chain.steps[1:]), (False, *chain.inferred))


@given(few | tangles)
@settings(max_examples=150)
def test_supporting_paths_are_those_of_the_definition(record: Ledger) -> None:
    graph = build_graph(record)
    expected = by_brute_force(graph)
    found = list(supporting_paths(graph, "c"))
    assert len(found) == len(set(found))
    if len(expected) <= MAX_PATHS:
        assert set(found) == expected
    assert set(origins(graph, "c")) == {statement_of(graph, path[0]).key for path in expected}
    assert all(graph.has_edge(*pair) for path in found for pair in pairwise(path))
    lengths = [max(0, len(path) - 2) for path in expected]
    assert depth(graph, "c") == ((min(lengths), max(lengths)) if lengths else None)


# ---- Reach


def reached(graph: Graph, source: str) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    found = reach(graph, source)
    assert found.source == source
    return found.direct, found.indirect


def test_reach_is_direct_and_indirect() -> None:
    graph = graph_of("A <- B <- C", "D <- C", "E <- F")
    assert reached(graph, "c") == ({"c": ("b", "d")}, {"c": ("a",)})
    assert reach(graph, "c").sources == ("a", "b", "d")
    assert reached(graph, "a") == ({"c": ()}, {"c": ()})
    assert reached(graph, "f") == ({"c": ("e",)}, {"c": ()})


def test_reach_is_by_claim_and_in_all() -> None:
    graph = build_graph(
        Ledger((claim_of("A <- B <- C", claim="one"), claim_of("D <- C", claim="two"), claim_of("X", claim="x")))
    )
    found = reach(graph, "c")
    assert (found.direct, found.indirect) == ({"one": ("b",), "two": ("d",)}, {"one": ("a",), "two": ()})
    assert found.sources == ("a", "b", "d")
    nobody = reach(graph, "nobody")
    assert (nobody.direct, nobody.indirect, nobody.sources) == ({}, {}, ())


def test_who_cites_both_directly_and_through_another_is_direct() -> None:
    assert reached(graph_of("A <- B <- C", "A <- C"), "c") == ({"c": ("a", "b")}, {"c": ()})


def test_nobody_reaches_itself() -> None:
    assert reached(graph_of("A [2024-11-29] <- B <- A [2024-11-28]"), "a") == ({"c": ("b",)}, {"c": ()})
    assert reached(graph_of("A <- B <- A"), "a") == ({"c": ("b",)}, {"c": ()})


def test_reach_of_all_statements_of_a_source() -> None:
    assert reached(graph_of("A <- B [2024-11-28]", "C <- B [2024-11-29] <- D"), "b") == ({"c": ("a", "c")}, {"c": ()})
    assert reached(graph_of("A <- B [2024-11-28]", "C <- B [2024-11-29] <- D"), "d") == ({"c": ("b",)}, {"c": ("c",)})


def test_reach_over_somebody_without_a_name() -> None:
    assert reached(graph_of('A <- "officials" <- B'), "b") == ({"c": ('"officials"@a',)}, {"c": ("a",)})


def test_reach_of_a_group_and_of_whom_it_was_resolved_to() -> None:
    sources = (
        Source("syrians", "group", "Syrian sources", via="sky", resolved_to="ann"),
        Source("ann", "person", "Ann"),
    )
    graph = build_graph(ledger_of('A <- Sky <- "Syrian sources"', "B <- Ann", sources=sources))
    assert reached(graph, Registry(sources).resolve("syrians")) == ({"c": ("sky",)}, {"c": ("a",)})
    assert reached(graph, Registry(sources).resolve("Ann")) == ({"c": ("b", "sky")}, {"c": ("a",)})


# ---- Laws


@given(claims(), st.integers(0, 3))
def test_a_new_chain_of_new_sources_adds_one_origin_and_one_root(claim: Claim, between: int) -> None:
    names = ["New reader", *(f"New relay {i}" for i in range(between)), "New origin"]
    chain = Chain(tuple((Mention(name),) for name in names), (False,) * (len(names) - 1))
    before = build_graph(Ledger((claim,)))
    after = build_graph(Ledger((Claim("c", "C.", (*claim.chains, chain)),)))
    assert set(origins(after, "c")) == {*origins(before, "c"), "new-origin"}
    assert len(origins(after, "c")) == len(origins(before, "c")) + 1
    roots = [step.statement.key for step in trace(before, "c")]
    assert sorted(step.statement.key for step in trace(after, "c")) == sorted([*roots, "new-reader"])
    assert denials(after, "c") == denials(before, "c")
    assert sorted(relays(after, "c")) == sorted([*relays(before, "c"), between])
    assert reach(after, "new-origin").sources == tuple(sorted(name.lower().replace(" ", "-") for name in names[:-1]))


@given(claims(), st.data())
def test_a_withdrawal_adds_no_origin_and_no_path(claim: Claim, data: st.DataObject) -> None:
    before = build_graph(Ledger((claim,)))
    who = data.draw(st.sampled_from(LETTERS[:4]))
    withdrawal = Chain(((Mention(who, verb="retracted", date="2024-12-01"),),))
    after = build_graph(Ledger((Claim("c", "C.", (*claim.chains, withdrawal)),)))
    left = {statement_of(after, f"c#{key}").source or key for key in origins(after, "c")}
    assert left <= {statement_of(before, f"c#{key}").source or key for key in origins(before, "c")}
    assert who.lower() not in left
    assert len(list(supporting_paths(after, "c"))) <= len(list(supporting_paths(before, "c")))


@given(claims())
def test_origins_and_denials_stand_and_say_so(claim: Claim) -> None:
    graph = build_graph(Ledger((claim,)))
    for key in origins(graph, "c"):
        statement = statement_of(graph, f"c#{key}")
        assert (statement.stance, statement.withdrawn, graph.in_degree(f"c#{key}")) == ("asserts", False, 0)
    for key in denials(graph, "c"):
        assert (statement_of(graph, f"c#{key}").stance, statement_of(graph, f"c#{key}").withdrawn) == ("denies", False)
    assert set(origins(graph, "c")).isdisjoint(denials(graph, "c"))
