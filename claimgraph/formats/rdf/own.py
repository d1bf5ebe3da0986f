"""What claimgraph wrote, read back: claims, their statements, and the sources that the registry had."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from claimgraph.dates import date_or_none
from claimgraph.errors import FormatError
from claimgraph.formats.base import Imported, Losses
from claimgraph.formats.rdf.linking import Heard, chains_of
from claimgraph.formats.rdf.naming import claim_id_for, clean_name
from claimgraph.formats.rdf.terms import (
    CG,
    CLAIM_TEXTS,
    LINK_TERMS,
    SOURCE_FLAGS,
    SOURCE_LISTS,
    SOURCE_TEXTS,
    STATEMENT_FLAGS,
    STATEMENT_TEXTS,
    VERDICT_TEXTS,
)
from claimgraph.formats.rdf.things import LABEL, TYPE, VALUE, Records, Thing, unmapped
from claimgraph.model import (
    ACCESS,
    RELATIONS,
    SOURCE_KINDS,
    STANCES,
    VERDICTS,
    Claim,
    Link,
    Mention,
    PartyKind,
    Relation,
    Source,
    Verdict,
)
from claimgraph.names import is_id
from claimgraph.notation import canonical_value, check_attribute
from claimgraph.registry import Registry

_MOST_WORDS = 8_000
_MOST_LINKS = 10_000


def _known(*terms: str) -> frozenset[str]:
    return frozenset({TYPE, LABEL, VALUE, *(f"{CG}{term}" for term in terms)})


_OF_CLAIM = _known(*CLAIM_TEXTS, *VERDICT_TEXTS, *RELATIONS, "tags", "stamp")
_OF_STATEMENT = _known(*STATEMENT_TEXTS, *STATEMENT_FLAGS)
_OF_SOURCE = _known(*SOURCE_TEXTS, *SOURCE_LISTS, *SOURCE_FLAGS)
_OF_LINK = _known(*LINK_TERMS)


def own_claims(records: Records, losses: Losses) -> Imported:
    """Return the claims, statements and sources that bear our own types."""
    claims = {uri: thing for uri, thing in records.entities.items() if thing.is_a("Claim")}
    ids = {uri: _id_of(thing) for uri, thing in claims.items()}
    statements: dict[str, dict[str, Thing]] = {uri: {} for uri in claims}
    for uri, thing in sorted(records.entities.items()):
        if thing.is_a("Statement"):
            general = records.general.get(uri, "")
            if general in claims:
                statements[general][uri] = thing
            else:
                losses.add("statements of no claim in the file", thing.short)
    sources = tuple(_sources(records, losses)) if claims else ()
    registry = Registry(sources)
    made = [_claim(claims[uri], ids, statements[uri], records, registry, losses) for uri in sorted(claims)]
    return Imported(made, sources, losses)


def _id_of(thing: Thing) -> str:
    given = thing.own("id") or ""
    return given if is_id(given) else claim_id_for(thing.own("text") or thing.label, thing.uri)


def _claim(
    thing: Thing,
    ids: Mapping[str, str],
    statements: Mapping[str, Thing],
    records: Records,
    registry: Registry,
    losses: Losses,
) -> Claim:
    for what, example in unmapped(thing, _OF_CLAIM):
        losses.add(f"claim {what}", example)
    given: dict[str, Any] = {name: thing.own(name) for name in CLAIM_TEXTS[2:]}
    for name in ("when", "as_of", "due", "review_by"):
        written, given[name] = given[name], date_or_none(given[name])
        if written and not given[name]:
            losses.add(f"claim {name}", written)
    relations = []
    for kind in RELATIONS:
        for target in thing.values.get(f"{CG}{kind}", ()):
            if target in ids:
                relations.append(Relation(kind, ids[target]))
            else:
                losses.add(f"{kind} of a claim that is not in the file", target)
    text = thing.own("text") or thing.label
    tags = tuple(thing.values.get(f"{CG}tags", ()))
    chains = _chains(statements, records, registry, losses)
    verdict = _verdict(thing, losses)
    return Claim(ids[thing.uri], text, chains, tags=tags, verdict=verdict, relations=tuple(relations), **given)


def _verdict(thing: Thing, losses: Losses) -> Verdict | None:
    given = {field: thing.own(term) for term, field in VERDICT_TEXTS.items()}
    value, date = given["value"], given["date"]
    day = date_or_none(date)
    if value not in VERDICTS or (date and not day):
        if any(given.values()):
            losses.add("claim verdict", value or date or "")
        return None
    return Verdict(value, day, given["by"], given["because"])


# ---- Statements and links


def _chains(statements: Mapping[str, Thing], records: Records, registry: Registry, losses: Losses) -> Any:
    inside = {(u, d): said for (u, d), said in records.derivations.items() if u in statements and d in statements}
    if len(inside) > _MOST_LINKS:
        raise FormatError(f"a claim has more than {_MOST_LINKS:,} links; split it")
    downstream: dict[str, list[str]] = {}
    for up, down in inside:
        downstream.setdefault(up, []).append(down)
    heard: dict[str, Heard] = {}
    met: dict[tuple[Any, ...], int] = {}
    for uri, thing in statements.items():
        mention = _mention(thing, records, registry, losses)
        citing = tuple(sorted(downstream.get(uri, ()))) if mention.kind != "named" else ()
        key = (mention.kind, mention.party, mention.date, citing, thing.own("stance") == "withdraws")
        met[key] = met.get(key, 0) + 1
        if met[key] > 1 and mention.kind != "unnamed":
            losses.add("statements of one source at one time", thing.short)
            continue
        if met[key] > 1:
            mention = _renamed(mention, met[key], losses)
        stance = thing.own("stance")
        if stance not in (None, *STANCES):
            losses.add("statement stance", stance or "")
        heard[uri] = Heard(mention, stance if stance in STANCES else None, thing.owns("seen"))
    links = {ends: link for ends, said in sorted(inside.items()) if (link := _link(ends, said, heard, losses))}
    return chains_of(heard, links)


def _renamed(mention: Mention, number: int, losses: Losses) -> Mention:
    losses.add("description of one of several that are called the same", mention.party)
    return replace(mention, party=f"{mention.party} {number}")


def _link(
    ends: tuple[str, str], said: Mapping[str, list[str]], heard: Mapping[str, Heard], losses: Losses
) -> Link | None:
    up, down = ends
    if up not in heard or down not in heard or up == down or heard[down].mention.kind == "missing":
        losses.add("links that no chain can hold", down)
        return None
    for what in said:
        if what not in _OF_LINK:
            losses.add(f"link {what}", said[what][0])
    inferred = bool({"true", "True", "1"}.intersection(said.get(f"{CG}inferred", ())))
    because = next((text for text in said.get(f"{CG}because", ()) if text.strip()), None)
    if because and len(because) > _MOST_WORDS:
        losses.add("link because", because)
        because = None
    return Link(inferred, because)


def _mention(thing: Thing, records: Records, registry: Registry, losses: Losses) -> Mention:
    for what, example in unmapped(thing, _OF_STATEMENT):
        losses.add(f"statement {what}", example)
    given = dict(_attributes(thing, losses))
    kind: PartyKind = "missing" if thing.is_a("Missing") else "unnamed" if thing.is_a("Unnamed") else "named"
    if kind == "missing":
        return Mention(kind=kind, **given)
    agent = records.agents.get(thing.agents[0]) if thing.agents else None
    if len(thing.agents) > 1:
        losses.add("wasAttributedTo: further agents of one entity", thing.agents[1])
    said = thing.own("name") or (agent.label if agent else thing.label)
    party = clean_name(said, described=kind == "unnamed")
    if kind == "named" and agent and (source_id := agent.own("id")) and registry.get(source_id):
        party = party if party and registry.resolve(party) == source_id else source_id
    if party != said:
        losses.add("names that a chain cannot hold", said)
    return Mention(party or clean_name(thing.short) or "source", kind, **given)


def _attributes(thing: Thing, losses: Losses) -> Iterator[tuple[str, Any]]:
    values = {**{name: thing.own(name) for name in STATEMENT_TEXTS[2:]}, "wording": thing.value}
    for name, value in values.items():
        if value is None:
            continue
        wrong = check_attribute(name, value) or len(value) > _MOST_WORDS
        if wrong or (name == "access" and value not in ("firsthand", "hearsay")):
            losses.add(f"statement {name}", value)
        else:
            yield name, canonical_value(name, value)
    yield from ((flag, True) for flag in ("own", "confidential") if thing.owns(flag))


# ---- Sources


def _sources(records: Records, losses: Losses) -> Iterator[Source]:
    for _, thing in sorted(records.agents.items()):
        source_id, kind = thing.own("id") or "", thing.own("kind") or ""
        if not kind:
            continue
        if not is_id(source_id) or kind not in SOURCE_KINDS or thing.own("access") not in (None, *ACCESS):
            losses.add("agents whose id, kind or access is none of ours", thing.short)
            continue
        for what, example in unmapped(thing, _OF_SOURCE):
            losses.add(f"agent {what}", example)
        given: dict[str, Any] = {name: thing.own(name) for name in SOURCE_TEXTS[3:]}
        given |= {name: tuple(thing.values.get(f"{CG}{name}", ())) for name in SOURCE_LISTS}
        given |= {name: thing.owns(name) for name in SOURCE_FLAGS}
        yield Source(source_id, kind, thing.own("name") or "", **given)
