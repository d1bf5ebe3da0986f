"""PROV that others wrote: what was derived from something and from which nothing was derived becomes a claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from claimgraph.dates import parse_date
from claimgraph.errors import FormatError
from claimgraph.formats.base import Imported, Losses
from claimgraph.formats.rdf.linking import Heard, chains_of
from claimgraph.formats.rdf.naming import Names, claim_id_for
from claimgraph.formats.rdf.terms import PROV
from claimgraph.formats.rdf.things import LABELS, TYPE, VALUE, Records, Thing, unmapped
from claimgraph.model import Claim, Link, Mention

MAX_LINKS = 100_000
_MOST_WORDS = 8_000
_KINDS = {f"{PROV}Person": "person", f"{PROV}Organization": "org"}
_KNOWN = frozenset({*LABELS, TYPE, VALUE})


@dataclass(slots=True)
class _Reader:
    """What is known while a document is read: its records, and the names that were given to agents and entities."""

    records: Records
    losses: Losses
    names: Names

    def usable(self, agent: str, said: list[Thing]) -> bool:
        """Tell whether entities in one claim can be the statements of their agent."""
        return not self.records.agents[agent].nameless and _told_apart(said)


def foreign_claims(records: Records, losses: Losses) -> Imported:
    """Return a claim for every entity at the end of derivations that are not ours, with all that it was derived from.

    Raises
    ------
    FormatError
        All these claims together have too many links.
    """
    upstream: dict[str, list[str]] = {}
    used = set()
    for (up, down), said in sorted(records.derivations.items()):
        if any(records.entities[end].is_a("Statement") for end in (up, down)):
            continue
        if up == down:
            losses.add("wasDerivedFrom: an entity from itself", records.entities[down].shown)
            continue
        for what, values in said.items():
            losses.add(f"wasDerivedFrom {what.replace(PROV, 'prov:')}", values[0].replace(PROV, "prov:"))
        upstream.setdefault(down, []).append(up)
        used.add(up)
    reader = _Reader(records, losses, Names(losses))
    claims, count = [], 0
    reached: set[str] = set()
    for sink in sorted(set(upstream) - used):
        part = _above(sink, upstream)
        reached |= part.keys()
        count += sum(map(len, part.values()))
        if count > MAX_LINKS:
            raise FormatError(f"more than {MAX_LINKS:,} links in all claims that this would make; split the file")
        claims.append(_claim(records.entities[sink], part, reader))
    for down in sorted(set(upstream) - reached):
        losses.add("wasDerivedFrom: in a circle that nothing leaves", records.entities[down].shown)
    _tell(records, reached, losses)
    return Imported(claims, tuple(source for _, source in sorted(reader.names.sources.items())), losses)


def _above(sink: str, upstream: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return an entity and all that it was derived from, each with what it was derived from itself."""
    part: dict[str, list[str]] = {}
    asked = [sink]
    while asked:
        uri = asked.pop()
        if uri not in part:
            part[uri] = upstream.get(uri, [])
            asked += reversed(part[uri])
    return part


def _claim(sink: Thing, part: Mapping[str, list[str]], reader: _Reader) -> Claim:
    heard = {uri: Heard(mention) for uri, mention in _mentions(part, reader)}
    links = {(up, down): Link() for down, ups in part.items() for up in ups}
    address = f"{reader.records.bundle} {sink.uri}" if reader.records.bundle else sink.uri
    text = sink.label
    if sink.nameless:
        reader.losses.add("claims without a text: neither address nor label", sink.value or "")
        text = " ".join((sink.value or "")[:_MOST_WORDS].split()) or text
    return Claim(claim_id_for(text, address), text, chains_of(heard, links))


def _mentions(part: Mapping[str, list[str]], reader: _Reader) -> Iterator[tuple[str, Mention]]:
    """Yield every entity as a statement of its agent; where that would make one of two, of the entity itself."""
    by_agent: dict[str, list[Thing]] = {}
    things = [reader.records.entities[uri] for uri in part]
    for thing in things:
        for agent in thing.agents[:1]:
            by_agent.setdefault(agent, []).append(thing)
    usable = {uri: uri not in part and reader.usable(uri, said) for uri, said in by_agent.items()}
    nameless = 0
    for thing in things:
        agent = thing.agents[0] if thing.agents else ""
        if agent and not usable[agent]:
            reader.losses.add(_why_not(reader.records.agents[agent]), reader.records.agents[agent].shown)
            agent = ""
        nameless += not agent and thing.nameless
        yield thing.uri, _mention(thing, agent, reader, nameless)


def _why_not(agent: Thing) -> str:
    why = "an agent without a name" if agent.nameless else "one agent of several entities in a claim at no or one time"
    return f"wasAttributedTo: {why}"


def _told_apart(things: list[Thing]) -> bool:
    """Tell whether statements of one source are different ones: there is only one, or all have dates of their own."""
    dates = [min(thing.dates) if thing.dates else "" for thing in things]
    return len(things) == 1 or (all(dates) and len({parse_date(date) for date in dates}) == len(dates))


def _mention(thing: Thing, agent: str, reader: _Reader, nameless: int) -> Mention:
    """Return how a chain mentions an entity; one with neither agent nor name is the nameless one of this number."""
    words = thing.value
    if words is not None and (not words.strip() or len(words) > _MOST_WORDS):
        reader.losses.add("entity prov:value", words)
        words = None
    date = min(thing.dates) if thing.dates else None
    if not agent and thing.nameless:
        return Mention(
            f"{thing.label} {nameless}" if nameless > 1 else thing.label, "unnamed", date=date, wording=words
        )
    who = reader.records.agents[agent] if agent else thing
    name = reader.names.of(who.uri, who.label, _kind(who) or (None if agent else "document"))
    return Mention(name, date=date, wording=words)


def _kind(thing: Thing) -> str | None:
    return next((kind for uri, kind in _KINDS.items() if uri in thing.values.get(TYPE, ())), None)


def _tell(records: Records, reached: set[str], losses: Losses) -> None:
    """Tell what else the document says: of entities and agents, and of entities that no claim holds."""
    for uri, thing in sorted(records.entities.items()):
        if thing.is_a("Statement") or thing.is_a("Claim"):
            continue
        if uri not in reached:
            losses.add("entity without a place in a chain", thing.label)
        for what, example in unmapped(thing, _KNOWN):
            losses.add(f"entity {what}", example)
        for value in thing.values.get(TYPE, ()):
            losses.add("entity prov:type", value)
        for agent in thing.agents[1:]:
            losses.add("wasAttributedTo: further agents of one entity", records.agents[agent].shown)
        for date in sorted(thing.dates)[1:]:
            losses.add("wasGeneratedBy: further times of one entity", date)
    _tell_agents(records, losses)


def _tell_agents(records: Records, losses: Losses) -> None:
    for _, agent in sorted(records.agents.items()):
        for what, example in unmapped(agent, _KNOWN) if agent.own("id") is None else ():
            losses.add(f"agent {what}", example)
