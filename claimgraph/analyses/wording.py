"""Who has the same words as somebody they do not credit.

Passages are found through an inverted index of shingles (Broder 1997, "On the resemblance and
containment of documents"): all runs of so many words in a row. Definitions: docs/analyses.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import networkx as nx

from claimgraph.graph import Graph, statement_of
from claimgraph.names import normalise

PASSAGE = 8
"""So many words in a row are hardly ever the same by chance; shorter ones are often a set phrase."""

PASSAGE_CHARACTERS = 16
"""The same in Chinese and Japanese, where a word is about two characters and none is set apart."""

NEIGHBOURS = 20
"""With how many before it a statement is compared that has a passage in common with very many."""

_WIDE = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_WIDE}]|[^\W_{_WIDE}]+")
_IS_WIDE = re.compile(rf"[{_WIDE}]")


@dataclass(frozen=True, slots=True)
class SharedWording:
    """A statement that shares a passage with others before it in the record, which nothing explains.

    ``others`` stand in the order of the record. ``passage`` is the longest one that the statement
    has in common with the first of them, as the statement writes it, and ``words`` its length.
    """

    statement: str
    others: tuple[str, ...]
    words: int
    passage: str


def shared_wordings(graph: Graph) -> tuple[SharedWording, ...]:
    """Return the statements that have words in common with others, and nothing in the record explains it.

    Statements of different voices, in one claim or in two, whose wordings share `PASSAGE` words in
    a row. What explains it: one relies on the other, or both on a third, directly or not. Where
    more than `NEIGHBOURS` statements share one passage, every one is compared with as many before
    it, so that the work grows with the record and not with its square.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Claim, Ledger
    >>> from claimgraph.notation import parse_chain
    >>> words = "jets are expected to strike targets in northern Syria within hours"
    >>> chains = (parse_chain(f'A ["{words}"]'), parse_chain(f'B ["Kataeb: {words}."]'))
    >>> [(s.statement, s.others, s.words) for s in shared_wordings(build_graph(Ledger((Claim("c", "C.", chains),))))]
    [('c#b', ('c#a',), 11)]
    """
    nodes = [node for claim in graph.graph["claims"].values() for node in claim if statement_of(graph, node).wording]
    wordings = {node: words_of(statement_of(graph, node).wording or "") for node in nodes}
    behind: dict[str, frozenset[str]] = {}
    others: dict[str, list[str]] = {}
    for first, second in pairs_sharing(wordings):
        if not _voices_behind(graph, first, behind) & _voices_behind(graph, second, behind):
            others.setdefault(second, []).append(first)
    found = []
    for node in nodes:
        if node in others:
            start, length = longest_run(wordings[others[node][0]], wordings[node])
            passage = _as_written(statement_of(graph, node).wording or "", start, length)
            found.append(SharedWording(node, tuple(others[node]), length, passage))
    return tuple(found)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared, without punctuation; of Chinese the characters.

    Examples
    --------
    >>> words_of("“Jets” struck, at   DAWN.")
    ('jets', 'struck', 'at', 'dawn')
    """
    # Of ASCII only case and punctuation vary, and most of a record is that.
    return tuple(_WORD.findall(text.lower() if text.isascii() else normalise(text)))


def pairs_sharing(wordings: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of keys whose words share a passage, in the order of the mapping.

    Parameters
    ----------
    wordings : mapping
        Words by key, from `words_of`.
    """
    order = {key: number for number, key in enumerate(wordings)}
    index: dict[tuple[str, ...], list[int]] = {}
    for key, words in wordings.items():
        for shingle in set(_shingles(words)):
            index.setdefault(shingle, []).append(order[key])
    pairs: set[tuple[int, int]] = set()
    done: set[tuple[int, ...]] = set()  # texts that share one passage share the next one along as well
    for holders in index.values():
        group = tuple(holders)
        if len(group) > 1 and group not in done:
            done.add(group)
            pairs.update((group[i], later) for n, later in enumerate(group) for i in range(max(0, n - NEIGHBOURS), n))
    keys = list(wordings)
    return tuple((keys[first], keys[second]) for first, second in sorted(pairs))


def _shingles(words: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    size = passage_size(words)
    return (words[i : i + size] for i in range(len(words) - size + 1))


def passage_size(words: tuple[str, ...]) -> int:
    """Return how many words in a row make a passage of a text in this script."""
    return PASSAGE_CHARACTERS if any(len(word) == 1 and _IS_WIDE.match(word) for word in words) else PASSAGE


def longest_run(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[int, int]:
    """Return where in the second the longest run of words begins that the first has too, and its length.

    Examples
    --------
    >>> longest_run(("a", "b", "c", "d"), ("x", "b", "c", "y"))
    (1, 2)
    """
    if first == second:
        return 0, len(first)
    start = length = 0
    above = [0] * (len(second) + 1)
    for word in first:
        row = [0] * (len(second) + 1)
        for place, other in enumerate(second, start=1):
            if word == other:
                row[place] = above[place - 1] + 1
                if row[place] > length:
                    start, length = place - row[place], row[place]
        above = row
    return start, length


def _voices_behind(graph: Graph, node: str, known: dict[str, frozenset[str]]) -> frozenset[str]:
    """Return the labels of a statement and of everything that it relies on."""
    if node not in known:
        known[node] = frozenset(statement_of(graph, n).label for n in (node, *nx.ancestors(graph, node)))
    return known[node]


def _as_written(text: str, start: int, length: int) -> str:
    """Return the stretch of a text that holds so many words from the given one on."""
    written, count = [], 0
    for piece in text.split():
        words = len(words_of(piece))
        if count < start + length and count + words > start:
            written.append(piece)
        count += words
    return " ".join(written)
