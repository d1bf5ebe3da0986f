"""Who must not be identified, and whether something that leaves the tool would do it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import PurePath

from claimgraph.graph import Graph, claim_nodes, protected_voices, registry_of, statement_of
from claimgraph.model import Claim, Ledger
from claimgraph.names import normalise


def shows_protected(ledger: Ledger, graph: Graph, claims: Iterable[Claim], *, root: str = "") -> bool:
    """Tell whether some claims show a protected source: by a statement, or by name in any of their texts.

    Names are looked for as whole words, in the forms in which names are looked up. ``root`` is the
    folder of claims: what stands below it in the path of a file is a text as well.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Source, Verdict
    >>> from claimgraph.notation import parse_chain
    >>> claim = Claim("c", "C.", (parse_chain("A"),), verdict=Verdict("true", by="Rose"))
    >>> record = Ledger((claim,), (Source("x", "person", "Rose", confidential=True),))
    >>> shows_protected(record, build_graph(record), [claim])
    True
    """
    shown = list(claims)
    if any(statement_of(graph, node).confidential for claim in shown for node in claim_nodes(graph, claim.id)):
        return True
    names = [f" {words} " for words in map(_words, _protected_names(ledger, graph)) if words]
    return any(name in text for text in (_searched(claim, root) for claim in shown) for name in names)


def _protected_names(ledger: Ledger, graph: Graph) -> Iterator[str]:
    """Yield every name of every protected voice, and whatever else a chain calls confidential."""
    registry = registry_of(graph)
    voices = protected_voices(ledger, registry)
    for source in ledger.sources:
        if registry.label(source.id) in voices:
            yield from (source.id, source.name, *source.aliases, *source.was)
    for claim in ledger:
        yield from (m.party for chain in claim.chains for m in chain.mentions if m.confidential)


def _searched(claim: Claim, root: str) -> str:
    parts = (claim.verdict, claim.article, *claim.assess, *claim.checked, *claim.silence)
    told = [getattr(part, field.name) for part in parts if part for field in fields(part) if field.compare]
    told += [claim.id, claim.text, claim.said, claim.note, *claim.tags, *(r.target for r in claim.relations)]
    told += [t for c in claim.chains for m in c.mentions for t in (m.party, m.wording, m.url, m.archive, m.because)]
    told.append(_below(claim, root))
    return " ".join(f" {_words(text)} " for text in told if text)


def _below(claim: Claim, root: str) -> str:
    path = PurePath(claim.location.path if claim.location else "")
    return path.relative_to(root).as_posix() if root and path.is_relative_to(root) else path.name


def _words(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in normalise(text)).split())
