"""CG2xx: whether the record says whom a statement has it from, and where that can be read again."""

from __future__ import annotations

from collections.abc import Iterator

from claimgraph.archiving import is_archive
from claimgraph.checks.base import Record
from claimgraph.checks.vagueness import is_vague
from claimgraph.graph import link_between, statement_of
from claimgraph.harmless import plain
from claimgraph.model import Article, Claim, Location, Mention, Problem, Statement
from claimgraph.names import normalise
from claimgraph.text import listed, statement_name


def relay_ends_chain(record: Record) -> Iterator[Problem]:
    """CG202: a verb of passing on, and nobody in the claim from whom it was passed on.

    Bad: ``Kataeb <- SOHR [reported]``. Good: ``Kataeb <- SOHR [reported] <- ?``, or ``SOHR [said]``.
    """
    verbs = record.whole.config.all_verbs
    for claim, statement in _statements(record):
        if statement.own or statement.withdrawn or record.graph.in_degree(statement.node):
            continue
        by_verb = statement.stance == "asserts" and verbs.get(statement.verb or "") == "relays"
        if statement.stance == "relays" or (by_verb and not _asserts_all_the_same(record, claim, statement)):
            message = (
                f"{statement_name(statement)} {plain(statement.verb or 'relays')} this, and the record does not say "
                "from whom; add <- and who it was, or <- ? if it does not say; if it speaks for itself, write own"
            )
            yield _problem(claim, statement.location, "CG202", message)


def _asserts_all_the_same(record: Record, claim: Claim, statement: Statement) -> bool:
    """Tell whether a mention of a statement says ``stance=asserts`` beside the verb."""
    return any(
        mention.stance == "asserts" and mention.verb == statement.verb and _is_of(record, mention, statement)
        for chain in claim.chains
        for mention in chain.mentions
    )


def _is_of(record: Record, mention: Mention, statement: Statement) -> bool:
    if mention.kind == "named":
        return record.registry.resolve(mention.party) == statement.source
    same = normalise(mention.party) == normalise(statement.name)
    return mention.kind == "unnamed" and (same or statement.source in record.registry.groups_called(mention.party))


def address_without_date(record: Record) -> Iterator[Problem]:
    """CG203: an address without an archived copy or the day it was opened; an inference without a reason.

    What came through ``this`` is reported once, at the article. Bad: ``A [https://a.org] <~ B``.
    Good: ``A [https://a.org accessed=2024-11-30] <~ B [because="same photo"]``.
    """
    lacks = "has neither an archived copy nor the day it was opened; add"
    for claim, statement in _statements(record):
        if not statement.url or statement.archive or statement.accessed or is_archive(statement.url):
            continue
        article = claim.article
        if article is None or not _came_through(record, article, statement):
            message = f"the address of {statement_name(statement)} {lacks} the archived copy behind it, or accessed="
            yield _problem(claim, statement.location, "CG203", message)
        else:
            # Equal for all claims of the article, and so told once; a claim that silences it does so for itself.
            place = article.places.get("url") or claim.place("chain")
            message = f"the address of the article {lacks} archive: or accessed:"
            yield Problem(place, "CG203", "warning", message, claim=claim.id)
    yield from _without_reason(record)


def _came_through(record: Record, article: Article, statement: Statement) -> bool:
    return statement.url == article.url and record.registry.resolve(article.source) == statement.source


def _without_reason(record: Record) -> Iterator[Problem]:
    for claim, statement in _statements(record):
        for upstream in record.graph.predecessors(statement.node):
            link = link_between(record.graph, upstream=upstream, downstream=statement.node)
            if link.inferred and not link.because:
                name = statement_name(statement_of(record.graph, upstream))
                message = (
                    f"that {statement_name(statement)} has this from {name} is our inference, without a reason; "
                    f'add because="..." to {name}'
                )
                yield _problem(claim, link.location, "CG203", message)


def never_opened(record: Record) -> Iterator[Problem]:
    """CG204: a named source that is known only through others, once for every claim.

    Bad: ``Kataeb <- Sky News Arabia``, with the piece of Sky News Arabia two clicks away. Good: the
    same with the address of that piece, ``Sky News Arabia [https://...]``.
    """
    told: set[tuple[str, str | None]] = set()
    for claim, statement in _statements(record):
        if statement.kind != "named" or statement.seen or (claim.id, statement.source) in told:
            continue
        relying = (statement_of(record.graph, node) for node in record.graph.successors(statement.node))
        through = dict.fromkeys(statement_name(s) for s in relying if s.label != statement.label)
        if through:
            told.add((claim.id, statement.source))
            message = (
                f"{statement_name(statement)} is known only through {listed(through)}; open it and give its step "
                "the address, or write seen"
            )
            yield Problem(statement.location or claim.place("chain"), "CG204", "info", message, claim=claim.id)


def vague_group(record: Record) -> Iterator[Problem]:
    """CG206: an unnamed source is described by words that say nothing about who they are.

    Bad: ``Kataeb <- "sources"``. Good: ``Kataeb <- "Syrian military sources"``.
    """
    for claim, statement in _statements(record):
        source = record.registry.get(statement.source or "")
        if statement.kind == "unnamed" and is_vague(statement.name) and not (source and source.resolved_to):
            message = (
                f"{statement_name(statement)} says nothing about who they are; write all that the text says of them, "
                'such as "Syrian military sources", or look for somebody with a name'
            )
            yield _problem(claim, statement.location, "CG206", message)


def _statements(record: Record) -> Iterator[tuple[Claim, Statement]]:
    for claim in record.ledger:
        for node in record.graph.graph["claims"][claim.id]:
            yield claim, statement_of(record.graph, node)


def _problem(claim: Claim, place: Location | None, code: str, message: str) -> Problem:
    return Problem(place or claim.place("chain"), code, "warning", message, claim=claim.id)
