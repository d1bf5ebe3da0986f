"""The parts that the statements of one claim play: who starts it, who passes it on, where the reader met it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from claimgraph.model import Statement
from claimgraph.statements import ClaimStatements


@dataclass(frozen=True, slots=True)
class Role:
    """The part of a statement: whether it relies on others, others rely on it, and the claim starts with it."""

    relying: bool
    relied_on: bool
    origin: bool


def is_withdrawn(statement: Statement) -> bool:
    """Tell whether a statement counts no more: it was withdrawn, or is itself the withdrawal."""
    return statement.withdrawn or statement.stance == "withdraws"


def leading_to(seen: Iterable[str], standing: Collection[str], upstream_of: Callable[[str], Iterable[str]]) -> set[str]:
    """Return the standing statements from which a seen one can be reached, those that are seen among them."""
    useful = set(seen)
    waiting = list(useful)
    while waiting:
        for upstream in upstream_of(waiting.pop()):
            if upstream in standing and upstream not in useful:
                useful.add(upstream)
                waiting.append(upstream)
    return useful


def roles_of(read: ClaimStatements) -> dict[str, Role]:
    """Return the role of every statement of a claim, by its key; origins as `claimgraph.chains.origins` has them.

    Examples
    --------
    >>> from claimgraph.model import VERBS, Claim
    >>> from claimgraph.notation import parse_chain
    >>> from claimgraph.registry import Registry
    >>> from claimgraph.statements import read_statements
    >>> read = read_statements(Claim("c", "C.", (parse_chain("A <- Ann"),)), Registry(), VERBS)
    >>> roles_of(read)
    {'a': Role(relying=True, relied_on=False, origin=False), 'ann': Role(relying=False, relied_on=True, origin=True)}
    """
    upstream: dict[str, list[str]] = {}
    relied_on = set()
    for above, below in read.links:
        upstream.setdefault(below, []).append(above)
        relied_on.add(above)
    standing = {key for key, statement in read.statements.items() if not is_withdrawn(statement)}
    seen = [key for key in standing if read.statements[key].seen]
    useful = leading_to(seen, standing, lambda key: upstream.get(key, ()))
    return {
        key: Role(
            key in upstream,
            key in relied_on,
            key not in upstream and key in useful and statement.stance == "asserts",
        )
        for key, statement in read.statements.items()
    }
