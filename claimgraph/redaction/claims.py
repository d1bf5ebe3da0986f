"""A claim as it may leave."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from claimgraph.graph import Graph, claim_nodes, registry_of, statement_of
from claimgraph.model import Chain, Claim, Mention, Stance, Statement
from claimgraph.names import normalise
from claimgraph.protection import Secrets
from claimgraph.redaction.naming import NAME, hidden_nodes, is_quotable, numbered, numbers_of

_TOLD: tuple[Stance, ...] = ("denies", "questions", "withdraws")
"""The stances that a chain has to say."""


def redacted_claim(claim: Claim, graph: Graph, secrets: Secrets, verbs: Mapping[str, Stance]) -> Claim:
    """Return a claim without what protected sources in it said, and where it stands where that would show one.

    ``graph`` is that of the claim, read before anything was left out, and ``verbs`` those that are known.
    """
    registry = registry_of(graph)
    if claim.location and secrets.shown_in(claim.location.path):
        claim = replace(claim, location=None, places={})
    if claim.article and registry.label(registry.resolve(claim.article.source)) in secrets.voices:
        claim = replace(claim, article=None, said=None)
    numbers = numbers_of(graph, claim.id)
    if not numbers:
        return claim
    nodes = hidden_nodes(graph, claim.id)
    hidden = [statement_of(graph, node) for node in claim_nodes(graph, claim.id) if node in nodes]
    described = {normalise(s.name): s for s in hidden if s.kind == "unnamed"}
    by_label = {s.label: s for s in reversed(hidden)}

    def hidden_by(mention: Mention) -> Statement | None:
        if mention.kind == "unnamed":
            return described.get(normalise(mention.party))
        return by_label.get(registry.label(registry.resolve(mention.party))) if mention.kind == "named" else None

    def shown(mention: Mention) -> Mention:
        statement = hidden_by(mention)
        if statement is None:
            return replace(mention, location=None)
        told = mention.stance or verbs.get(mention.verb or "")
        stance = told if told in _TOLD else None
        wording = mention.wording if is_quotable(graph, statement) else None
        name = numbered(NAME, numbers, statement.label, " ")
        return Mention(name, mention.kind, stance=stance, wording=wording, own=mention.own, seen=mention.seen)

    chains = tuple(_without_reasons(chain, lambda mention: hidden_by(mention) is not None) for chain in claim.chains)
    said = claim.said if all(is_quotable(graph, statement) for statement in hidden) else None
    return replace(claim, chains=tuple(chain.mapped(shown) for chain in chains), said=said, places={})


def _without_reasons(chain: Chain, is_hidden: Callable[[Mention], bool]) -> Chain:
    """Return a chain without the reasons for links to whoever is hidden."""
    touched = {id(upstream) for downstream, upstream, _ in chain.pairs if is_hidden(downstream)}
    return chain.mapped(lambda m: replace(m, because=None) if id(m) in touched and m.because else m)
