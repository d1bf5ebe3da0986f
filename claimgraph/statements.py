"""The chains of one claim to its statements and links: identity, scope, stance, what was withdrawn."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from claimgraph.dates import Interval, parse_date
from claimgraph.model import Chain, Claim, Link, Location, Mention, Problem, Stance, Statement
from claimgraph.registry import US, Registry
from claimgraph.voices import Voice, described_voice, missing_voice, named_voice

MAX_DATES = 10
"""So many dates stand in one message; of more it is said how many there are."""

_MERGED = (
    "verb", "url", "archive", "accessed", "wording", "lang", "certainty", "p", "likelihood", "page",
    "checked", "tag", "access",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClaimStatements:
    """One claim's part of the graph: statements by key, links by (upstream, downstream) key."""

    statements: Mapping[str, Statement]
    links: Mapping[tuple[str, str], Link]
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True, eq=False)
class _Use:
    """One mention as one voice: an unnamed mention that two outlets cite is used twice."""

    voice: Voice
    mention: Mention
    seen: bool
    key: str = ""


@dataclass(slots=True)
class _Collector:
    """Walks chains from the reader to the origin."""

    registry: Registry
    uses: list[_Use] = field(default_factory=list)
    pairs: list[tuple[_Use, _Use, bool]] = field(default_factory=list)

    def walk(self, chain: Chain, downstream: list[_Use | None], inferred: bool) -> list[_Use | None]:
        current = downstream
        for step, arrow in zip(chain.steps, (inferred, *chain.inferred), strict=True):
            following: list[_Use | None] = []
            for item in step:
                if isinstance(item, Chain):
                    following += self.walk(item, current, arrow)
                else:
                    following += self.place(item, current, arrow)
            current = following
        return current

    def place(self, mention: Mention, downstream: list[_Use | None], inferred: bool) -> list[_Use | None]:
        """Place one mention behind those that rely on it; None stands for us."""
        if mention.kind == "us":
            return [None]
        placed: list[_Use | None] = []
        seen = not downstream or None in downstream
        for voice, citing in self.voices(mention, downstream):
            use = _Use(voice, mention, seen)
            self.uses.append(use)
            self.pairs += [(use, down, inferred) for down in citing if down is not None]
            placed.append(use)
        return placed

    def voices(self, mention: Mention, downstream: list[_Use | None]) -> list[tuple[Voice, list[_Use | None]]]:
        if mention.kind == "named":
            return [(named_voice(self.registry, mention.party), downstream)]
        by_citing: dict[str, list[_Use | None]] = {}
        for down in downstream or [None]:
            by_citing.setdefault(US if down is None else down.voice.citing, []).append(down)
        scoped = []
        for citing, uses in by_citing.items():
            scoped.append((self.described(mention, citing), [u for u in uses if u is not None]))
        return [(voice, list(uses)) for voice, uses in scoped]

    def described(self, mention: Mention, citing: str) -> Voice:
        if mention.kind == "missing":
            return missing_voice(citing=citing)
        return described_voice(self.registry, mention.party, citing=citing)


def missing_source(claim_id: str, *, citing: str) -> Statement:
    """Return the statement of a source that is not given, scoped to whoever should have given it."""
    key = f"?@{citing}"
    return Statement(claim_id, key, "missing", "?", label=f"{claim_id}#{key}", stance="asserts")


def read_statements(
    claim: Claim, registry: Registry, verbs: Mapping[str, Stance], *, protected: frozenset[str] = frozenset()
) -> ClaimStatements:
    """Return the statements and links of one claim.

    Identity inside a claim is (canonical source, date); an undated mention joins the only dated
    one. An unnamed or missing source is scoped to whoever cites it. Ambiguity is a problem (CG106).
    Statements of a ``protected`` voice, given by its label, are confidential.

    Examples
    --------
    >>> from claimgraph.model import VERBS
    >>> from claimgraph.notation import parse_chain
    >>> claim = Claim("c", "C.", (parse_chain('Kataeb [2024-11-29] <- "Syrian sources"'), parse_chain("Kataeb <- ?")))
    >>> list(read_statements(claim, Registry(), VERBS).statements)
    ['kataeb@2024-11-29', '"syrian sources"@kataeb', '?@kataeb']
    """
    collector = _Collector(registry)
    for chain in claim.chains:
        collector.walk(chain, [], False)
    problems = _assign_keys(claim, collector.uses, verbs)
    links, self_reliant = _links(claim, collector.pairs)
    relying = {downstream for _, downstream in links}
    by_key: dict[str, list[_Use]] = {}
    for use in collector.uses:
        by_key.setdefault(use.key, []).append(use)
    statements = {}
    for key, uses in by_key.items():
        stance, contradiction = _stance(uses, verbs, relying=key in relying)
        if contradiction:
            problem = _problem(claim, uses[-1].mention, f"{uses[0].voice.name} {contradiction}; date the two apart")
            # What was said and taken back at one time counts as taken back, whatever the order.
            problems.append(replace(problem, severity="warning") if stance == "withdraws" else problem)
        problems += _told_apart(claim, uses)
        statements[key] = _merged(claim, key, uses, stance, registry=registry, verbs=verbs)
    if protected:
        statements = {
            key: replace(s, confidential=True) if s.label in protected and not s.confidential else s
            for key, s in statements.items()
        }
    return ClaimStatements(_with_withdrawals(statements), links, (*problems, *self_reliant))


def _assign_keys(claim: Claim, uses: Iterable[_Use], verbs: Mapping[str, Stance]) -> list[Problem]:
    """Give every use the key of its statement; return what is ambiguous.

    An undated mention joins the only dated one of its kind: a withdrawal is a statement of its own,
    so what it withdraws never takes its date, nor the other way round.
    """
    uses = list(uses)
    dated: dict[tuple[str, bool], dict[Interval, str]] = {}
    for use in uses:
        if use.mention.date:
            texts = dated.setdefault((use.voice.base, _takes_back(use.mention, verbs)), {})
            interval = parse_date(use.mention.date)
            texts[interval] = min(texts.get(interval, use.mention.date), use.mention.date)
    bases = {base for base, _ in dated}
    told = {use.voice.base for use in uses if use.mention.date and not _speaks_against(use.mention, verbs)}
    denying = bases - told
    several = {base for base in bases if len({d for side in (False, True) for d in dated.get((base, side), ())}) > 1}
    problems = []
    for use in uses:
        if use.voice.base not in bases:
            use.key = use.voice.base
            continue
        dates = dated.get((use.voice.base, _takes_back(use.mention, verbs)), {})
        if use.mention.date:
            text = dates[parse_date(use.mention.date)]
        else:
            text = next(iter(dates.values())) if len(dates) == 1 else ""
            if len(dates) > 1:
                given = _first_of(dates.values())
                message = f"{use.voice.name} without a date may be its statement of {given}; add the date that is meant"
                problems.append(_problem(claim, use.mention, message))
        if text and not use.mention.date and use.voice.base in denying:
            problems += _swallowed(claim, use, text, verbs)
        scoped = use.voice.kind != "named" and use.voice.base not in several
        use.key = use.voice.base if scoped or not text else f"{use.voice.base}@{text}"
    return problems


def _first_of(dates: Collection[str]) -> str:
    """Return the first of some dates as they stand in a sentence, and how many more there are."""
    more = [f"{len(dates) - MAX_DATES:,} more"] if len(dates) > MAX_DATES else []
    return " or ".join([*heapq.nsmallest(MAX_DATES, dates), *more])


def _swallowed(claim: Claim, use: _Use, date: str, verbs: Mapping[str, Stance]) -> list[Problem]:
    """Warn of a mention without a date that would take its stance from a denial at another time."""
    if _speaks_against(use.mention, verbs):
        return []
    message = (
        f"{use.voice.name} without a date is taken for what it said against it on {date}; "
        "if it said something else at another time, add that date"
    )
    return [replace(_problem(claim, use.mention, message), severity="warning")]


def _speaks_against(mention: Mention, verbs: Mapping[str, Stance]) -> bool:
    return (mention.stance or verbs.get(mention.verb or "")) in ("denies", "questions")


def _takes_back(mention: Mention, verbs: Mapping[str, Stance]) -> bool:
    return (mention.stance or verbs.get(mention.verb or "")) == "withdraws"


def _links(claim: Claim, pairs: Iterable[tuple[_Use, _Use, bool]]) -> tuple[dict[tuple[str, str], Link], list[Problem]]:
    links: dict[tuple[str, str], Link] = {}
    problems = []
    for upstream, downstream, inferred in pairs:
        ends = (upstream.key, downstream.key)
        link = Link(inferred, upstream.mention.because, upstream.mention.location)
        if upstream.key == downstream.key:
            message = f"{upstream.voice.name} relies on itself here; date the two statements apart, or leave one out"
            problems.append(_problem(claim, upstream.mention, message))
        elif ends not in links or (links[ends].inferred and not inferred):
            links[ends] = link  # what a text credits outweighs what we infer
        elif links[ends].inferred and not links[ends].because:
            links[ends] = link  # a reason that is given once is given
    return links, problems


def _stance(uses: list[_Use], verbs: Mapping[str, Stance], *, relying: bool) -> tuple[Stance, str]:
    """Return the stance over all mentions of a statement, and what contradicts itself in them."""
    mentions = [use.mention for use in uses]
    if len(mentions) == 1:
        only = mentions[0]
        said = only.stance or verbs.get(only.verb or "")
        if said and (only.stance or said != "relays"):
            return said, ""
        return ("relays" if relying and not only.own else "asserts"), ""
    explicit = [m.stance for m in mentions if m.stance]
    # What stance= says goes before the verb that it stands beside.
    spoken = [stance for m in mentions if not m.stance and (stance := verbs.get(m.verb or ""))]
    given: list[Stance] = [*explicit, *spoken]
    sides = [side for side in ("asserts", "denies", "questions", "withdraws") if side in given]
    contradiction = f"both {' and '.join(sides)} this at one time" if len(sides) > 1 else ""
    if "withdraws" in given:
        return "withdraws", contradiction
    if explicit:
        return explicit[0], contradiction
    told = [stance for stance in spoken if stance != "relays"]
    if told:
        return told[0], contradiction
    if any(m.own for m in mentions):
        return "asserts", ""
    return ("relays" if relying else "asserts"), ""


def _told_apart(claim: Claim, uses: list[_Use]) -> list[Problem]:
    """Return a warning for every detail that one statement is given twice: only the first can count."""
    problems: list[Problem] = []
    if len(uses) == 1:
        return problems
    for name in ("url", "archive", "wording", "certainty", "p", "likelihood"):
        values = list(dict.fromkeys(value for use in uses if (value := getattr(use.mention, name))))
        if len(values) > 1:
            last = next(use.mention for use in reversed(uses) if getattr(use.mention, name) == values[1])
            message = (
                f"{uses[0].voice.name} has two values for {name} in one statement, and only the first counts; "
                "if these are two statements, give each its date or time"
            )
            problems.append(replace(_problem(claim, last, message), severity="warning"))
    return problems


def _merged(
    claim: Claim, key: str, uses: list[_Use], stance: Stance, *, registry: Registry, verbs: Mapping[str, Stance]
) -> Statement:
    """Return the statement of all these mentions; of every attribute the first that is given.

    Of the verbs it is the first that gave the stance, so that a withdrawal never reads "told".
    """
    voice = uses[0].voice
    mention = uses[0].mention if len(uses) == 1 else _together([use.mention for use in uses], stance, verbs)
    source = known = None
    label = f"{claim.id}#{voice.base}"
    if voice.source:
        label = registry.label(voice.source)
        source, known = registry.get(voice.source), registry.get(label)
    said_seen = {use.mention.seen for use in uses}
    seen = bool(mention.url or mention.archive) or any(use.seen for use in uses)
    return Statement(
        claim.id,
        key,
        voice.kind,  # type: ignore[arg-type]
        voice.name,
        label,
        stance,
        source=voice.source,
        source_kind=source.kind if source else None,
        voice=known.label if known and source and source.resolved_to else None,
        wire=bool(source and source.wire),
        verb=mention.verb,
        date=mention.date or None,
        url=mention.url,
        archive=mention.archive,
        accessed=mention.accessed,
        wording=mention.wording,
        lang=mention.lang,
        certainty=mention.certainty,
        p=mention.p,
        likelihood=mention.likelihood,
        page=mention.page,
        checked=mention.checked,
        tag=mention.tag,
        access=mention.access,
        own=mention.own,
        seen=True in said_seen or (seen and False not in said_seen),
        confidential=mention.confidential or bool((source and source.confidential) or (known and known.confidential)),
        location=mention.location,
    )


def _together(mentions: list[Mention], stance: Stance, verbs: Mapping[str, Stance]) -> Mention:
    """Return what several mentions of one statement say together, as one mention."""
    given: dict[str, Any] = {
        name: next((value for m in mentions if (value := getattr(m, name)) is not None), None) for name in _MERGED
    }
    fitting = (m.verb for m in mentions if m.verb and (m.stance or verbs.get(m.verb)) == stance)
    given["verb"] = next(fitting, given["verb"])
    return replace(
        mentions[0],
        date=next((m.date for m in mentions if m.date), None),
        own=any(m.own for m in mentions),
        confidential=any(m.confidential for m in mentions),
        **given,
    )


def _with_withdrawals(statements: Mapping[str, Statement]) -> dict[str, Statement]:
    """Mark what a source itself took back: its statements dated on or before its withdrawal."""
    last: dict[str, datetime] = {}
    for withdrawal in (s for s in statements.values() if s.stance == "withdraws"):
        voice = _voice_of(withdrawal)
        until = parse_date(withdrawal.date).end if withdrawal.date else datetime.max
        last[voice] = max(last.get(voice, until), until)
    marked = dict(statements)
    for key, statement in statements.items() if last else ():
        if statement.stance != "withdraws" and _voice_of(statement) in last:
            since = parse_date(statement.date).start if statement.date else datetime.min
            if since <= last[_voice_of(statement)]:
                marked[key] = replace(statement, withdrawn=True)
    return marked


def _voice_of(statement: Statement) -> str:
    return statement.source or statement.label


def _problem(claim: Claim, mention: Mention, message: str) -> Problem:
    place: Location = mention.location or claim.place("chain")
    return Problem(place, "CG106", "error", message, claim=claim.id)
