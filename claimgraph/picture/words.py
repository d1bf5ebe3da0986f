"""What a picture says of statements and links, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from claimgraph.chains import trace
from claimgraph.graph import Graph
from claimgraph.model import Claim, Link, Stance, Statement
from claimgraph.picture.lettering import clean_text, isolate, shorten, text_width
from claimgraph.tracing import TraceStep

KINDS: Mapping[str | None, str] = {
    "outlet": "news outlet",
    "person": "person",
    "org": "organisation",
    "group": "group",
    "document": "document",
    "account": "account",
    None: "kind not recorded",
}
_STANCES: Mapping[Stance, str] = {"denies": "denies it", "questions": "questions it", "withdraws": "withdraws it"}
_SAYS_IT_ALL = {"denies": "denied", "questions": "questioned", "withdraws": "withdrew"}
"""The verbs that add nothing to the word that stands for the stance anyway."""


def party_text(statement: Statement) -> str:
    """Return who speaks, as it is drawn: in quotes who is only described, ``?`` who is missing.

    Examples
    --------
    >>> party_text(Statement("c", "k", "unnamed", "Syrian sources", "c#k", "asserts"))
    '"Syrian sources"'
    """
    kind, described = statement.kind, statement.is_described
    return source_text(statement.name, kind=kind, described=described, source_kind=statement.source_kind)


def source_text(name: str, *, kind: str, described: bool, source_kind: str | None) -> str:
    """Return a name as it is drawn: in quotes if it is only a description, with @ if it is an account's."""
    if kind == "missing":
        return "?"
    shown = clean_text(name)
    if described:
        return f'"{shown}"'
    if not text_width(shown):
        return "(no name)"
    return f"@{shown}" if source_kind == "account" and not shown.startswith("@") else shown


def spoken_name(statement: Statement) -> str:
    """Return who speaks, as part of a sentence."""
    return "no source given" if statement.kind == "missing" else isolate(party_text(statement))


def act_text(statement: Statement, *, of: str | None = None) -> str:
    """Return ``verb · date`` as far as they are given; a verb that only repeats the stance ``of`` is left out.

    Examples
    --------
    >>> act_text(Statement("c", "k", "named", "A", "a", "relays", verb="reported", date="2024-11-29"))
    'reported · 2024-11-29'
    """
    verb = None if of and statement.verb == _SAYS_IT_ALL.get(of) else statement.verb
    return " · ".join(shorten(clean_text(part), 18) for part in (verb, statement.date) if part)


def details_text(statement: Statement) -> str:
    """Return what is recorded of a statement, separated by commas: kind, act, stance, whether it was opened.

    Examples
    --------
    >>> details_text(Statement("c", "a", "named", "A", "a", "denies", source_kind="outlet", verb="denied", seen=True))
    'news outlet, denied, denies it, opened'
    """
    act = " ".join(clean_text(part) for part in (statement.verb, statement.date) if part)
    named = statement.kind == "named"
    kind = "news agency" if statement.wire else KINDS.get(statement.source_kind, "")
    parts = [
        kind if named else statement.kind.replace("missing", ""),
        act,
        f"turned out to be {isolate(clean_text(statement.voice))}" if statement.voice else "",
        _STANCES.get(statement.stance, ""),
        "in its own voice" if statement.own else "",
        "withdrawn" if statement.withdrawn else "",
        f"language {clean_text(statement.lang)}" if statement.lang else "",
        ("opened" if statement.seen else "not opened") if named else "",
        f"page {clean_text(statement.page)}" if statement.page else "",
        f"in these words: {isolate(clean_text(statement.wording))}" if statement.wording else "",
    ]
    return ", ".join(part for part in parts if part)


def statement_title(statement: Statement) -> str:
    """Return a statement in a sentence.

    Examples
    --------
    >>> statement_title(Statement("c", "?@a", "missing", "?", "c#?@a", "asserts"))
    'No source given'
    """
    name = "No source given" if statement.kind == "missing" else spoken_name(statement)
    details = details_text(statement)
    return f"{name}: {details}" if details else name


def link_title(*, upstream: Statement, downstream: Statement, link: Link) -> str:
    """Return a link in a sentence.

    Examples
    --------
    >>> a, b = (Statement("c", k, "named", k, k, "relays") for k in "AB")
    >>> link_title(upstream=b, downstream=a, link=Link(inferred=True, because="same words"))
    'We infer that A has it from B, because: same words'
    """
    teller = spoken_name(downstream)
    if upstream.kind == "missing":
        return f"{teller} gives no source"
    if not link.inferred:
        return f"{teller} credits {spoken_name(upstream)}"
    because = f", because: {isolate(clean_text(link.because))}" if link.because else ""
    return f"We infer that {teller} has it from {spoken_name(upstream)}{because}"


def safe_url(*addresses: str | None) -> str | None:
    """Return the first address that a link may lead to: http or https with a host, nothing else.

    Examples
    --------
    >>> safe_url("javascript:alert(1)", None, "https://example.org/a?b=1&c=2")
    'https://example.org/a?b=1&c=2'
    """
    return next((a for a in addresses if a and _leads_to_a_page(a)), None)


def _leads_to_a_page(address: str) -> bool:
    if clean_text(address) != address or any(c in address for c in " \"'<>\\"):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)


def claim_text(claim_id: str, claim: Claim | None) -> str:
    """Return what a claim says, or its id where only that is known."""
    return clean_text(claim.text) if claim and claim.text.strip() else claim_id


def trace_sentences(graph: Graph, claim_id: str) -> list[str]:
    """Return where a claim comes from, one sentence for every link, the reader's end first.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Ledger
    >>> from claimgraph.notation import parse_chain
    >>> graph = build_graph(Ledger((Claim("c", "C.", (parse_chain('A <- B [reported] <- "officials"'),)),)))
    >>> for sentence in trace_sentences(graph, "c"):
    ...     print(sentence)
    Read in A (kind not recorded, opened).
    A credits B (kind not recorded, reported, not opened).
    B credits "officials" (unnamed).
    """
    sentences = []
    for root in trace(graph, claim_id):
        first = root.statement
        lead = "Read in" if first.seen else "Ends with"
        sentences.append(_sentence(f"{lead} {spoken_name(first)}", first))
        sentences += (_link_sentence(below, step) for below, step in _links_of(root))
    return sentences


def _links_of(root: TraceStep) -> Iterator[tuple[Statement, TraceStep]]:
    """Yield every step above the root with the statement that relies on it, in reading order."""
    pending = [(root.statement, step) for step in reversed(root.upstream)]
    while pending:
        below, step = pending.pop()
        yield below, step
        pending.extend((step.statement, up) for up in reversed(step.upstream))


def _link_sentence(below: Statement, step: TraceStep) -> str:
    link = step.link or Link()
    lead = link_title(upstream=step.statement, downstream=below, link=replace(link, because=None))
    if step.loop:
        return f"{lead}, which closes a circle."
    if step.repeated:
        return f"{lead}, told above."
    if step.statement.kind == "missing":
        return f"{lead}."
    return _sentence(lead, step.statement, because=link.because if link.inferred else None)


def _sentence(lead: str, statement: Statement, *, because: str | None = None) -> str:
    details = details_text(statement)
    reason = f", because: {isolate(clean_text(because))}" if because else ""
    return f"{lead}{f' ({details})' if details else ''}{reason}."
