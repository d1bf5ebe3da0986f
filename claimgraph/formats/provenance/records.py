"""The records of a PROV document as the `prov` library has them, sorted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from prov.constants import PROV_N_MAP
from prov.model import ProvActivity, ProvAgent, ProvBundle, ProvDerivation, ProvElement, ProvGeneration, ProvRecord

from claimgraph.formats.base import Losses
from claimgraph.formats.provenance.gathering import Gathering, is_ours
from claimgraph.formats.rdf.things import Records


def sort_records(bundle: ProvBundle, losses: Losses) -> Records:
    """Return the records of a document or bundle; those without a place here are counted."""
    name = str(bundle.identifier.uri) if bundle.identifier else ""
    ours = {str(record.identifier.uri) for record in bundle.records if record.identifier and is_ours(_values(record))}
    gathering = Gathering(Records(name), losses, ours)
    for record in sorted(bundle.records, key=_order):
        if isinstance(record, ProvElement) and not isinstance(record, ProvActivity):
            gathering.element(_uri(gathering, record.identifier), _values(record), agent=isinstance(record, ProvAgent))
        else:
            _connect(gathering, record)
    return gathering.done()


def _order(record: ProvRecord) -> tuple[bool, str, str]:
    return not isinstance(record, ProvElement), str(record.get_type()), record.get_provn()


def _connect(gathering: Gathering, record: ProvRecord) -> None:
    ends = [value for _, value in record.formal_attributes]
    gathering.connect(
        PROV_N_MAP.get(record.get_type(), str(record.get_type())),
        (_uri(gathering, ends[0]), _uri(gathering, ends[1])),
        _values(record),
        shown=record.get_provn(),
        time=_text(ends[2]) if isinstance(record, ProvGeneration) and isinstance(ends[2], datetime) else None,
        further=isinstance(record, ProvDerivation) and any(ends[2:]),
        named=_uri(gathering, record.identifier),
    )


def _uri(gathering: Gathering, name: Any) -> str:
    """Return the address of a qualified name, and keep its local part; nothing if there is none."""
    uri = str(getattr(name, "uri", ""))
    gathering.shorts.setdefault(uri, str(getattr(name, "localpart", "")))
    return uri


def _values(record: ProvRecord) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for attribute, value in record.extra_attributes:
        found.setdefault(attribute.uri, []).append(_text(value))
    return {attribute: sorted(values) for attribute, values in sorted(found.items())}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat()
    return str(getattr(value, "uri", None) or getattr(value, "value", value))
