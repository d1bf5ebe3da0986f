"""Statements as Notes, and links as relationships between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from claimgraph.formats.stix.identities import Sources, citing, identities, writer
from claimgraph.formats.stix.objects import OURS, Object, begin_of, made, reference, time_of
from claimgraph.graph import claim_nodes, link_between, statement_of
from claimgraph.model import VERBS, Claim, Stance, Statement
from claimgraph.redaction import Released
from claimgraph.text import MARKS, listed, statement_details, statement_marks, statement_name

_WORDS: Mapping[Stance, str] = {
    "asserts": "said", "relays": "carried", "denies": "denied", "questions": "doubted", "withdraws": "took back",
}  # fmt: skip
"""What somebody did, where no verb says it or the verb says something else."""

_MISSING = "no source given"
"""The mark of an end that is not given."""


def told_of(released: Released, sources: Sources, claim: Claim, at: str) -> tuple[Object, ...]:
    """Return who speaks in a claim, the Notes of what they say, and how these hang together, each object once.

    ``at`` is the time of what has none of its own.
    """
    nodes = claim_nodes(released.graph, claim.id)
    speakers = identities(released, sources, nodes)
    notes = {node: _note(released, claim, node, at, [speakers[node]["id"]]) for node in nodes if node in speakers}
    nobody = writer(released)
    for node in (node for node in nodes if node not in speakers):
        # A missing end has no Identity that its Note could be about, so it is about what gives no source.
        about = [notes[down]["id"] for down in released.graph.successors(node)]
        notes[node] = _note(released, claim, node, at, about or [nobody["id"]])
    alone = [nobody] if any(nobody["id"] in note["object_refs"] for note in notes.values()) else []
    everything = (
        *speakers.values(),
        *alone,
        *(notes[node] for node in nodes if node in notes),
        *_links(released, notes, at),
    )
    return tuple({one["id"]: one for one in everything}.values())


def deed(statement: Statement, verbs: Mapping[str, Stance]) -> str:
    """Return who did what and when, in words.

    Examples
    --------
    >>> deed(Statement("c", "a", "named", "Ann", "a", "denies", verb="said", date="2024-05"), VERBS)
    'Ann denied (2024-05)'
    """
    verb, stance = statement.verb, statement.stance
    known = verbs.get(verb or "", stance)
    fits = verb and (known == stance or {known, stance} == {"asserts", "relays"})
    date = f" ({statement.date})" if statement.date else ""
    return f"{statement_name(statement)} {verb if fits else _WORDS[stance]}{date}"


def _note(released: Released, claim: Claim, node: str, at: str, about: list[str]) -> Object:
    statement = statement_of(released.graph, node)
    missing, marks = statement.kind == "missing", statement_marks(statement)
    did = _MISSING.capitalize() if missing else deed(statement, {**VERBS, **released.verbs})
    labels = marks if missing else [statement.stance, *marks]
    return made(
        released,
        "note",
        time_of(statement.date) if begin_of(statement.date) else at,
        abstract=" · ".join([did, *(mark for mark in marks if mark != _MISSING)]),
        content="\n".join([f"{did}: {claim.text}", *_more(released, node)]),
        authors=[] if missing else [statement_name(statement)],
        object_refs=about,
        labels=list(dict.fromkeys(label.replace(" ", "-") for label in labels)),
        external_references=[*reference(OURS, external_id=node), *_places(statement)],
    )


def _more(released: Released, node: str) -> Iterator[str]:
    """Yield what else is known of a statement, a line each."""
    statement = statement_of(released.graph, node)
    if statement.wording:
        lang = f" ({statement.lang})" if statement.lang else ""
        yield f"In its words{lang}: “{statement.wording}”"
    details = statement_details(replace(statement, verb=None, date=None, url=None, archive=None))
    if details:
        yield f"More: {', '.join(details)}"
    yield from (f"{mark.capitalize()}: {MARKS[mark]}" for mark in statement_marks(statement))
    by = citing(released.graph, [node]) if statement.kind != "named" else []
    if by:
        yield f"Cited by: {listed(by)}"
    for up in released.graph.predecessors(node):
        name = statement_name(statement_of(released.graph, up))
        yield f"Relies on {name}, {_reason(released, up, node)}"


def _reason(released: Released, upstream: str, downstream: str) -> str:
    """Return in words what a link is, and why it is there."""
    link = link_between(released.graph, upstream=upstream, downstream=downstream)
    if link.inferred:
        return f"inferred: {link.because or MARKS['inferred']}"
    missing = statement_of(released.graph, upstream).kind == "missing"
    return f"{_MISSING}: {MARKS[_MISSING]}" if missing else "stated: the text credits it"


def _places(statement: Statement) -> list[Object]:
    name = statement_name(statement)
    opened = {"accessed": statement.accessed, "page": statement.page}
    more = ", ".join(f"{word} {value}" for word, value in opened.items() if value)
    described = {"description": more} if more else {}
    return [
        *reference(f"{name} (original)", statement.url, **described),
        *reference(f"{name} (archive)", statement.archive),
    ]


def _links(released: Released, notes: Mapping[str, Object], at: str) -> Iterator[Object]:
    for node, note in notes.items():
        for up in released.graph.predecessors(node):
            inferred = link_between(released.graph, upstream=up, downstream=node).inferred
            yield made(
                released,
                "relationship",
                at,
                relationship_type="derived-from",
                source_ref=note["id"],
                target_ref=notes[up]["id"],
                description=_reason(released, up, node),
                labels=["inferred" if inferred else "stated"],
            )
