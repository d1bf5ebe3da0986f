"""What people type to what they mean: sources, statements and links of a record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from claimgraph.dates import is_date, parse_date
from claimgraph.errors import NotFoundError
from claimgraph.graph import Graph, claim_nodes, registry_of, statement_of
from claimgraph.model import Ledger, Statement
from claimgraph.names import hint, is_id, normalise
from claimgraph.parts import protected_voices
from claimgraph.registry import Registry, registry_of_ledger

_ARROW = re.compile(r"\s*(?:<-|<~|←)\s*")


def source_matcher(ledger: Ledger, graph: Graph, name: str) -> Callable[[Statement], bool]:
    """Return what tells whether a statement is of the source that a name means.

    The name may be any alias in any script, an id, or the words in which an unnamed source is
    described, which then means all sources described so.

    Raises
    ------
    NotFoundError
        Neither the registry nor a chain has the name.
    """
    registry = registry_of_ledger(ledger)
    matches = registry.matcher(name)
    if not _is_registered(registry, name) and not any(matches(statement_of(graph, node)) for node in graph):
        raise _unknown(ledger, registry, name, source_names(ledger, graph))
    return matches


def confirm_known(ledger: Ledger, name: str) -> None:
    """Make sure that somebody in the record has a name, without looking at any claim.

    Raises
    ------
    NotFoundError
        Neither the registry nor a chain has the name.
    """
    registry, form = registry_of_ledger(ledger), normalise(name)
    if _is_registered(registry, name):
        return
    ids, spoken = registry.meant(name), ledger.spoken_names
    if any(normalise(one) == form or registry.resolve(one) in ids for one in spoken):
        return
    if not any(normalise(words) == form for words in ledger.descriptions):
        raise _unknown(ledger, registry, name, spoken | ledger.descriptions | set(registry.names()))


def _is_registered(registry: Registry, name: str) -> bool:
    """Tell whether an entry has a name; an empty one is an error, since nobody can have it."""
    if not name.strip():
        raise NotFoundError("the name of a source is empty; see `claimgraph sources list`")
    return any(map(registry.get, registry.meant(name)))


def _unknown(ledger: Ledger, registry: Registry, name: str, names: Iterable[str]) -> NotFoundError:
    """Return the error that nobody has a name, with what may have been meant; whom nobody may identify is not."""
    protected = protected_voices(ledger, registry)
    shown = (one for one in names if registry.label(registry.resolve(one)) not in protected)
    return NotFoundError(f"no source '{name}' in this record{hint(name, shown)}")


def source_names(ledger: Ledger, graph: Graph) -> set[str]:
    """Return every name under which a source of a record can be asked for."""
    spoken = {statement_of(graph, n).name for n in graph if statement_of(graph, n).kind != "missing"}
    return spoken | set(registry_of_ledger(ledger).names())


def claim_of_statement(ledger: Ledger, text: str) -> str | None:
    """Return the id in a text that names a statement or a link, ``claim-id#...``; None for one that names a source."""
    before, hash_sign, _ = text.partition("#")
    claim_id = before.strip()
    return claim_id if hash_sign and (claim_id in ledger or is_id(claim_id)) else None


def find_statement(graph: Graph, text: str) -> str:
    """Return the node that ``claim-id#source`` or ``claim-id#source@date`` names; any alias of the source will do.

    Raises
    ------
    NotFoundError
        No such claim or statement, or several of different dates; with what may have been meant.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Claim
    >>> from claimgraph.notation import parse_chain
    >>> graph = build_graph(Ledger((Claim("c", "C.", (parse_chain('Sky News [2024-11-29] <- "officials"'),)),)))
    >>> find_statement(graph, "c#Sky News"), find_statement(graph, "c#officials")
    ('c#sky-news@2024-11-29', 'c#"officials"@sky-news')
    """
    claim_id, _, key = (part.strip() for part in text.partition("#"))
    nodes = claim_nodes(graph, claim_id)
    if f"{claim_id}#{key}" in nodes:
        return f"{claim_id}#{key}"
    name, _, written = key.rpartition("@")
    name, written = (name, written) if name and is_date(written) else (key, "")
    found = [n for n in nodes if _is_called(graph, statement_of(graph, n), name, written)]
    if len(found) == 1:
        return found[0]
    keys = [statement_of(graph, n).key for n in found or nodes]
    if found:
        raise NotFoundError(f"'{key}' may be {' or '.join(keys)} in {claim_id}; name the one that is meant")
    spoken = [statement_of(graph, n).name for n in nodes]
    near = hint(key, [*keys, *spoken]) or f"; there are {', '.join(keys[:8])}{' and more' if len(keys) > 8 else ''}"
    raise NotFoundError(f"no statement '{key}' in {claim_id}{near}")


def find_link(graph: Graph, text: str) -> tuple[str, str] | None:
    """Return (upstream, downstream) of the link that ``claim-id#downstream <- upstream`` names, None for no link.

    Raises
    ------
    NotFoundError
        A statement in it does not exist, or does not rely on the other.
    """
    parts = _ARROW.split(text)
    if len(parts) < 2:
        return None
    if len(parts) > 2:
        raise NotFoundError("a link has two ends; write claim-id#downstream <- upstream")
    claim_id = parts[0].partition("#")[0].strip()
    downstream = find_statement(graph, parts[0])
    upstream = find_statement(graph, f"{claim_id}#{parts[1].removeprefix(f'{claim_id}#')}")
    if not graph.has_edge(upstream, downstream):
        known = [statement_of(graph, n).key for n in graph.predecessors(downstream)]
        relies = f"it relies on {', '.join(known)}" if known else "it relies on nobody"
        raise NotFoundError(f"{downstream} does not rely on {statement_of(graph, upstream).key}; {relies}")
    return upstream, downstream


def _is_called(graph: Graph, statement: Statement, name: str, date: str) -> bool:
    if date and (statement.date is None or parse_date(statement.date) != parse_date(date)):
        return False
    if statement.source is not None and statement.source == registry_of(graph).resolve(name):
        return True
    return statement.kind != "missing" and normalise(statement.name) == normalise(name.strip('"“”'))
