"""CG5xx: whether the record itself keeps the secret of its protected sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from claimgraph.checks.base import Record
from claimgraph.model import Claim, Location, Mention, Problem, Source
from claimgraph.protection import texts_in

_REFERENCES = frozenset({"id", "kind", "same_as", "maybe", "resolved_to", "via", "owner", "speaks_for", "part_of"})


def leak(record: Record) -> Iterator[Problem]:
    """CG501: a text of a claim names somebody who must not be identified; who it is, is not told.

    Chains may, since what leaves leaves them out. Bad: ``note: Heron called us.`` beside a confidential source
    called Heron. Good: ``note: A source called us.``.
    """
    for claim in record.ledger if record.secrets else ():
        for key, text in _texts(claim):
            if record.secrets.shown_in(text):
                yield _problem(claim.place(key), key, claim=claim.id)
        for chain in claim.chains:
            for mention in chain.mentions:
                if any(map(record.secrets.shown_in, _mention_texts(record, mention))):
                    yield _problem(mention.location or claim.place("chain"), "chain", claim=claim.id)


def _mention_texts(record: Record, mention: Mention) -> Iterator[str]:
    """Yield what is shown of a mention: nothing of a protected one; a name, where the vault has it."""
    hidden = mention.confidential or (
        mention.kind == "named" and record.registry.label(record.registry.resolve(mention.party)) in record.protected
    )
    if hidden and not record.terms:
        return
    texts = (mention.url, mention.archive, mention.wording, mention.page, mention.because, mention.tag)
    yield from filter(None, (*texts, mention.party))


def leak_in_registry(record: Record) -> Iterator[Problem]:
    """CG501: an entry of the registry that anybody may see names somebody who must not be identified.

    Bad: ``note: Heron's employer`` at an outlet. Good: the same in the vault.
    """
    for source in record.whole.sources if record.secrets else ():
        if record.registry.label(source.id) not in record.protected:
            for key, text in _source_texts(source):
                if record.secrets.shown_in(text):
                    yield _problem(source.place(key), key)


def _problem(place: Location, key: str, *, claim: str | None = None) -> Problem:
    message = f"{key}: names a protected source; take that out, or nothing that shows it can leave"
    return Problem(place, "CG501", "error", message, claim=claim)


def _texts(claim: Claim) -> Iterator[tuple[str, str]]:
    values: list[tuple[str, Any]] = [(key, getattr(claim, key)) for key in ("id", "text", "said", "note", "tags")]
    values += [("verdict", claim.verdict), ("assess", claim.assess), ("checked", claim.checked)]
    values += [("silence", claim.silence), ("article", replace(claim.article, source="") if claim.article else None)]
    yield from ((key, text) for key, value in values for text in texts_in(value))


def _source_texts(source: Source) -> Iterator[tuple[str, str]]:
    names = (field.name for field in fields(source) if field.compare and field.name not in _REFERENCES)
    yield from ((key, text) for key in names for text in texts_in(getattr(source, key)))
