"""The records of a PROV document, sorted: entities and agents with their attributes, and what connects them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from prov.constants import PROV_N_MAP, PROV_TYPE
from prov.model import (
    ProvActivity,
    ProvAgent,
    ProvAttribution,
    ProvBundle,
    ProvDerivation,
    ProvElement,
    ProvGeneration,
    ProvRecord,
    ProvSpecialization,
)

from claimgraph.dates import date_or_none
from claimgraph.formats.base import Losses
from claimgraph.formats.provenance.terms import CG
from claimgraph.formats.rdf.things import Records, Thing


def sort_records(bundle: ProvBundle, losses: Losses, name: str = "") -> Records:
    """Return the records of a document or bundle; those without a place here are counted."""
    found = Records(name)
    ours = {str(record.identifier.uri) for record in bundle.records if record.identifier and _is_ours(record)}
    for record in sorted(bundle.records, key=_order):
        if isinstance(record, ProvElement) and not isinstance(record, ProvActivity):
            side = found.agents if isinstance(record, ProvAgent) else found.entities
            thing = _thing(side, record.identifier)
            for attribute, values in _values(record).items():
                thing.values[attribute] = sorted({*thing.values.get(attribute, ()), *values})
        else:
            _connect(found, record, losses, ours)
    return found


def _order(record: ProvRecord) -> tuple[str, str]:
    return str(record.get_type()), record.get_provn()


def _is_ours(record: ProvRecord) -> bool:
    types = {getattr(value, "uri", None) for value in record.get_attribute(PROV_TYPE)}
    return not types.isdisjoint({CG[term].uri for term in ("Statement", "Withdrawal")})


def _connect(found: Records, record: ProvRecord, losses: Losses, ours: set[str]) -> None:
    """Place what connects things: derivations, attributions, specialisations, and when something was made."""
    ends = [value for _, value in record.formal_attributes]
    kind = PROV_N_MAP.get(record.get_type(), str(record.get_type()))
    if isinstance(record, ProvDerivation) and ends[0] and ends[1]:
        down, up = _thing(found.entities, ends[0]), _thing(found.entities, ends[1])
        said = found.derivations.setdefault((up.uri, down.uri), {})
        for attribute, values in _values(record).items():
            said[attribute] = [*said.get(attribute, ()), *values]
        if any(ends[2:]):
            losses.add(f"{kind}: activity, generation, usage", record.get_provn())
    elif isinstance(record, ProvAttribution) and ends[0] and ends[1]:
        thing, agent = _thing(found.entities, ends[0]), _thing(found.agents, ends[1])
        thing.agents += [] if agent.uri in thing.agents else [agent.uri]
    elif isinstance(record, ProvSpecialization) and ends[0] and ends[1] and ends[0].uri in ours:
        found.general.setdefault(ends[0].uri, ends[1].uri)
    elif isinstance(record, ProvGeneration) and ends[0] and isinstance(ends[2], datetime):
        _thing(found.entities, ends[0]).dates.append(_date(ends[2]))
    elif not any(str(getattr(end, "uri", "")) in ours for end in (record.identifier, *ends)):
        losses.add(kind, record.get_provn())


def _date(moment: datetime) -> str:
    return date_or_none(moment.isoformat()) or moment.date().isoformat()


def _thing(side: dict[str, Thing], identifier: Any) -> Thing:
    uri = str(identifier.uri)
    return side.setdefault(uri, Thing(uri, str(getattr(identifier, "localpart", "") or uri)))


def _values(record: ProvRecord) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for attribute, value in record.extra_attributes:
        found.setdefault(attribute.uri, []).append(_text(value))
    return {attribute: sorted(values) for attribute, values in sorted(found.items())}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(getattr(value, "uri", None) or getattr(value, "value", value))
