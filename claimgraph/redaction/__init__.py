"""What may leave the tool: a record in which nobody can be identified who must not be.

Redaction is by allow-list. Of a protected statement only its place in the chains, its stance and whether it was
opened remain, under a name that counts anew in every claim; of the words only those of a source that may be quoted.
Statements are read first and renamed then, so that every number is that of the whole record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from claimgraph.errors import SHOWN, ProtectionError
from claimgraph.graph import Graph, registry_of, statement_of
from claimgraph.model import VERBS, Claim, Ledger, Source, Stance
from claimgraph.protection import Secrets, confirm_read, names_of, secrets_of
from claimgraph.redaction.claims import redacted_claim
from claimgraph.redaction.graph import redact_graph
from claimgraph.redaction.ledger import RedactedLedger, redact
from claimgraph.redaction.naming import NAME

__all__ = ["NAME", "RedactedLedger", "Released", "redact", "redact_graph", "release"]


@dataclass(frozen=True, slots=True)
class Released:
    """What may leave the tool; `release` makes it, and whatever writes for others takes it and nothing else.

    ``graph``, ``claims`` and ``sources`` (the registry) hold nobody who must not be identified, unless ``internal``:
    then nothing was left out, and whatever is made of it bears a stamp.
    """

    graph: Graph
    claims: Mapping[str, Claim]
    internal: bool
    secrets: Secrets
    sources: tuple[Source, ...] = ()
    verbs: Mapping[str, Stance] = field(default_factory=dict)
    """The record's own verbs; whoever writes them out takes those alone that the claims use."""

    def confirm(self, *values: Any) -> None:
        """Make sure that values, such as texts, rows or pictures, name no protected source before they are escaped.

        Raises
        ------
        ProtectionError
            A text in one of them does. The error does not say whom.
        """
        if self.secrets.shown_anywhere(values):
            raise ProtectionError(SHOWN)


def release(graph: Graph, claims: Mapping[str, Claim] | Ledger | None = None, *, internal: bool = False) -> Released:
    """Return what may leave of a graph and its claims, or with ``internal`` all of it.

    Parameters
    ----------
    graph : networkx.DiGraph
        From `build_graph`.
    claims : Mapping of str to Claim, or Ledger, optional
        What the claims say.
    internal : bool
        Leave nothing out.

    Raises
    ------
    ProtectionError
        A file of the record, of which not all could be read, may say that a source is protected.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.notation import parse_chain
    >>> graph = build_graph(Ledger((Claim("c", "C.", (parse_chain("A <- Rose [told 2024-05-01] (confidential)"),)),)))
    >>> list(release(graph).graph), list(release(graph, internal=True).graph)
    (['c#a', 'c#confidential-source'], ['c#a', 'c#rose@2024-05-01'])
    """
    ids = [claim_id for claim_id in graph.graph["claims"] if claims is not None and claim_id in claims]
    own = claims.config.verbs if isinstance(claims, Ledger) else {}
    if internal:
        return Released(graph, _claims(claims, ids), True, Secrets(), _sources(claims), own)
    if isinstance(claims, Ledger):
        confirm_read(claims)
    if isinstance(claims, RedactedLedger):
        return Released(redact_graph(graph), _claims(claims, ids), False, claims.secrets, claims.sources, own)
    secrets = _secrets_of_graph(graph)
    if isinstance(claims, Ledger):
        secrets = secrets | secrets_of(claims)
    verbs = claims.config.all_verbs if isinstance(claims, Ledger) else VERBS
    originals = _claims(claims, ids).items()
    shown = {claim_id: redacted_claim(claim, graph, secrets, verbs) for claim_id, claim in originals}
    public = _sources(redact(claims, secrets) if isinstance(claims, Ledger) and secrets else claims)
    return Released(redact_graph(graph), shown, False, secrets, public, own)


def _sources(claims: Mapping[str, Claim] | Ledger | None) -> tuple[Source, ...]:
    return claims.sources if isinstance(claims, Ledger) else ()


def _claims(claims: Mapping[str, Claim] | Ledger | None, ids: list[str]) -> dict[str, Claim]:
    return {claim_id: claims[claim_id] for claim_id in ids} if claims is not None else {}


def _secrets_of_graph(graph: Graph) -> Secrets:
    """Return who must not be identified in a graph of statements, as far as it knows; nobody in a redacted one."""
    if graph.graph.get("released"):
        return Secrets()
    registry, voices = registry_of(graph), graph.graph["protected"]
    hidden = {s.name for node in graph if (s := statement_of(graph, node)).confidential and s.kind == "named"}
    return Secrets(voices, frozenset(hidden.union(names_of(registry, voices))))
