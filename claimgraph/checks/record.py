"""CG1xx: whether the record itself is in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from claimgraph.checks.base import Record
from claimgraph.model import Location, Problem
from claimgraph.names import KnownWords, hint, normalise, suggest_source_id
from claimgraph.statements import read_statements
from claimgraph.text import MOST_NAMES, listed


def unknown_claim(record: Record) -> Iterator[Problem]:
    """CG104: a relation names a claim that is not in the record, or the claim itself.

    Bad: ``supports: niger-uranum``. Good: ``supports: niger-uranium``.
    """
    for claim in record.ledger:
        for relation in claim.relations:
            place = relation.location or claim.place(relation.kind)
            if relation.target == claim.id:
                message = f"{relation.kind}: names the claim itself; name another claim or delete it"
            elif relation.target not in record.whole:
                near = hint(relation.target, record.whole.ids) or "; add that claim, or delete the relation"
                message = f"{relation.kind}: no claim '{relation.target}' in this record{near}"
            else:
                continue
            yield Problem(place, "CG104", "error", message, claim=claim.id)


def unregistered(record: Record) -> Iterator[Problem]:
    """CG105: a source is not in the registry, so its other spellings cannot be recognised.

    Reported once per source, where it first stands. Bad: ``chain: Sky New Arabia <- ?`` beside a
    registered Sky News Arabia. Good: the registered name, or ``claimgraph sources add``.
    """
    spellings: dict[str, str] = {}
    places: dict[str, dict[str, Location]] = {}
    for claim, mention in record.mentions():
        if mention.kind != "named":
            continue
        source_id = record.registry.resolve(mention.party)
        if record.registry.get(source_id) is None:
            spellings.setdefault(source_id, mention.party)
            places.setdefault(source_id, {}).setdefault(claim.id, mention.location or claim.place("chain"))
    names = _known_names(record) if places else KnownWords(())
    alike: dict[str, list[str]] = {}
    for name in spellings.values():
        alike.setdefault(normalise(name), []).append(name)
    for source_id, by_claim in places.items():
        name = spellings[source_id]
        twin = next((one for one in alike[normalise(name)] if one != name), None)
        times = f" (in {len(by_claim)} claims)" if len(by_claim) > 1 else ""
        command = f"claimgraph sources add {_shell(name)} --kind outlet{_id(name)}"
        near = names.hint(name) or f"; register it with `{command}`"
        if twin:
            near = f"; it counts apart from '{twin}'; register one of the two with the other as an alias"
        message = f"unregistered source '{name}'{times}{near}"
        # Of all claims, so that one which silences it hides it for itself only; told where it first stands.
        yield from (Problem(place, "CG105", "warning", message, claim=claim) for claim, place in by_claim.items())


def unregistered_references(record: Record) -> Iterator[Problem]:
    """CG105: an entry of the registry refers to a source that is not in it, or is a group of nobody yet.

    Bad: ``same_as: [reuter]`` without an entry of that name. Good: ``same_as: [reuters]``.
    """
    yield from _references(record, _known_names(record))
    yield from _groups_of_nobody(record)


def _known_names(record: Record) -> KnownWords:
    return KnownWords(name for s in record.whole.sources for name in (s.name or s.id, *s.aliases))


def _groups_of_nobody(record: Record) -> Iterator[Problem]:
    """Yield the groups that a description means by its words, and that belong to no outlet yet."""
    described = set(map(normalise, record.whole.descriptions))
    for source in record.whole.sources:
        key = next((key for key in ("resolved_to", "pool", "maybe") if getattr(source, key)), "")
        if source.kind == "group" and not source.via and key:
            name = next((n for n in (source.name, *source.aliases) if normalise(n) in described), None)
            if name:
                message = (
                    f"{key}: “{name}” in a chain is not this group as long as it has no via:; add the outlet's name"
                )
                yield Problem(source.place(key), "CG105", "warning", message)


def _references(record: Record, names: KnownWords) -> Iterator[Problem]:
    for source in record.whole.sources:
        references = [("via", source.via), ("resolved_to", source.resolved_to)]
        references += [(key, name) for key in ("maybe", "same_as") for name in getattr(source, key)]
        for key, name in references:
            if name and name != "us" and record.registry.get(record.registry.resolve(name)) is None:
                near = names.hint(name) or "; register it, or delete the reference"
                message = f"{key}: unregistered source '{name}'{near}"
                yield Problem(source.place(key), "CG105", "warning", message)


def _id(name: str) -> str:
    """Return the option that a name needs from which no id can be made."""
    return "" if suggest_source_id(name) else " --id ID"


def _shell(name: str) -> str:
    return name if re.fullmatch(r"[\w.+-]+", name) else "'" + name.replace("'", "'\\''") + "'"


def ambiguous_statement(record: Record) -> Iterator[Problem]:
    """CG106: it is not clear which statement a mention means.

    An undated mention of a source with statements of several dates, a statement that relies on
    itself, or one that asserts and denies at one time. Bad: ``A [2024-01-01]``, ``A [2024-02-01]``
    and ``B <- A`` in one claim. Good: ``B <- A [2024-01-01]``.
    """
    verbs = record.whole.config.all_verbs
    for claim in record.ledger:
        yield from read_statements(claim, record.registry, verbs).problems


def alias_of_two(record: Record) -> Iterator[Problem]:
    """CG107: one name means two sources.

    Bad: ``aliases: [AP]`` with the Associated Press and with AP Moller. Good: the alias with one
    of them, or one entry for both (``claimgraph sources merge``).
    """
    for place, name, ids in record.registry.clashes():
        message = (
            f"'{name}' means {_all_of(ids)}; keep it with one of them, or make them one with `claimgraph sources merge`"
        )
        yield Problem(place, "CG107", "error", message)


def _all_of(ids: Sequence[str]) -> str:
    """Return ids as a list in a sentence; of very many the first ones and a number."""
    if len(ids) <= MOST_NAMES:
        return " and ".join(ids)
    return listed(ids[:MOST_NAMES], more=len(ids) - MOST_NAMES)


_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_UNIT = r"(?:minute|hour|day|week|weekend|month|year|night|morning|evening|" + _WEEKDAY + r")s?"
_FLOATING = re.compile(
    r"\b(?:today|yesterday|tomorrow|tonight|nowadays|currently|recently|just now|so far|at present|"
    rf"(?:this|last|next|coming|past|previous) (?:few |two |three )?{_UNIT}|in the (?:coming|next|past|last) \w+|"
    rf"{_UNIT} (?:ago|earlier|later)|"
    rf"on {_WEEKDAY}\b(?!,? (?:the )?\d|,? {_MONTH})|"
    r"aujourd['’]hui|hier|demain|heute|gestern|morgen|hoy|ayer|mañana|oggi|ieri|domani|bugün|dün|yarın|"
    r"сегодня|вчера|завтра)\b|(?:^|\s)(?:اليوم|أمس|غدا|غدًا)(?=\s|[.،]|$)",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?:he|she|they|it|we|this|these|those|here|there)\b", re.IGNORECASE)
_EXPLETIVE = re.compile(
    r"(?:it (?:is|was) (?:true|false|possible|likely)|there (?:is|are|was|were|will)|this \w+ \w+)\b", re.IGNORECASE
)


def not_self_contained(record: Record) -> Iterator[Problem]:
    """CG108: the text needs its article to be understood: a floating date or a pronoun at its start.

    Bad: "He will act in the coming hours." Good: "Russian aircraft will act on 29 or 30 November
    2024."
    """
    for claim in record.ledger:
        floating = _FLOATING.search(claim.text)
        pronoun = None if _EXPLETIVE.match(claim.text) else _PRONOUN.match(claim.text)
        if floating:
            message = f"text: '{floating.group().strip()}' means nothing without the article; write the date"
        elif pronoun:
            message = f"text: begins with '{pronoun.group()}'; write who or what is meant"
        else:
            continue
        yield Problem(claim.place("text"), "CG108", "warning", message, claim=claim.id)
