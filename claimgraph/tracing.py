"""Where one claim comes from: its statements as trees, from the reader back to whoever said it first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimgraph.model import Link, Statement
from claimgraph.statements import ClaimStatements


@dataclass(frozen=True, slots=True)
class TraceStep:
    """A statement in the tree of where a claim comes from.

    ``link`` is how the statement below it (nearer to the reader) relies on it, None at the root.
    ``repeated`` tells that its own upstream is shown elsewhere in the tree, ``loop`` that it
    stands among those below it already, so that the chain runs in a circle.
    """

    statement: Statement
    link: Link | None = None
    upstream: tuple[TraceStep, ...] = ()
    repeated: bool = False
    loop: bool = False


def trees_of(read: ClaimStatements) -> tuple[TraceStep, ...]:
    """Return where a claim comes from: a tree for every statement that nobody further on relies on.

    Every recorded link stands in exactly one place of the trees; what stands upstream of a
    statement is shown once, and marked as repeated elsewhere. The size is linear in the claim's.

    Examples
    --------
    >>> from claimgraph.model import VERBS, Claim
    >>> from claimgraph.notation import parse_chain
    >>> from claimgraph.registry import Registry
    >>> from claimgraph.statements import read_statements
    >>> read = read_statements(Claim("c", "C.", (parse_chain("A <- B"), parse_chain("Ann"))), Registry(), VERBS)
    >>> [(step.statement.name, [up.statement.name for up in step.upstream]) for step in trees_of(read)]
    [('A', ['B']), ('Ann', [])]
    """
    upstream: dict[str, list[str]] = {key: [] for key in read.statements}
    relied_on = set()
    for above, below in read.links:
        upstream[below].append(above)
        relied_on.add(above)
    shown: set[str] = set()
    roots = [_tree(read, upstream, key, shown) for key in read.statements if key not in relied_on]
    # Loops that feed nobody outside themselves begin where the reader began.
    roots.extend(_tree(read, upstream, key, shown) for key in read.statements if key not in shown)
    return tuple(roots)


def _tree(read: ClaimStatements, upstream: Mapping[str, Sequence[str]], root: str, shown: set[str]) -> TraceStep:
    """Build one tree without recursion, so that a chain of any length fits."""
    children: dict[str, list[TraceStep]] = {root: []}
    open_keys = {root}
    shown.add(root)
    stack: list[tuple[str, Iterator[str]]] = [(root, iter(upstream[root]))]
    while True:
        key, rest = stack[-1]
        above = next(rest, None)
        if above is None:
            stack.pop()
            open_keys.discard(key)
            link = read.links[key, stack[-1][0]] if stack else None
            done = TraceStep(read.statements[key], link, tuple(children.pop(key)))
            if not stack:
                return done
            children[stack[-1][0]].append(done)
        elif above in shown:
            loop = above in open_keys
            repeated = bool(upstream[above]) and not loop
            link = read.links[above, key]
            children[key].append(TraceStep(read.statements[above], link, repeated=repeated, loop=loop))
        else:
            shown.add(above)
            open_keys.add(above)
            children[above] = []
            stack.append((above, iter(upstream[above])))
