"""What may leave of a record as one bundle of STIX 2.1."""

from __future__ import annotations

import json
from collections.abc import Iterator

from claimgraph.formats.stix.identities import sources_of, writer
from claimgraph.formats.stix.notes import told_of
from claimgraph.formats.stix.objects import Object, id_of, markings
from claimgraph.formats.stix.reports import opinions_on, published_at, relations_among, report_of, standing_in
from claimgraph.redaction import Released


def dumps(name: str, released: Released) -> str:  # noqa: ARG001
    """Return a Report for each claim, with Notes of its statements, and Identities of those who made them.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Claim, Ledger, Verdict
    >>> from claimgraph.notation import parse_chain
    >>> from claimgraph.redaction import release
    >>> chains = (parse_chain("A [2024-05-02] <- B [said 2024-05-01]"),)
    >>> record = Ledger((Claim("c", "C is so.", chains, verdict=Verdict("false", by="Desk")),))
    >>> objects = json.loads(dumps("stix", release(build_graph(record), record)))["objects"]
    >>> [(one["type"], one["created"][:10]) for one in objects if one["type"] in ("note", "report", "opinion")]
    [('note', '2024-05-02'), ('note', '2024-05-01'), ('report', '2024-05-02'), ('opinion', '2024-05-02')]
    """
    objects = list({one["id"]: one for one in _objects(released)}.values())
    content = {"type": "bundle", "id": id_of("bundle", [one["id"] for one in objects])}
    whole = {**content, "objects": objects} if objects else content
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _objects(released: Released) -> Iterator[Object]:
    """Yield all objects, whatever is referred to before what refers to it; some more than once."""
    if released.internal:
        yield from markings()
    sources = sources_of(released)
    standing = standing_in(released)
    reports: dict[str, Object] = {}
    for claim_id, claim in sorted(released.claims.items()):
        at = published_at(released, claim)
        told = told_of(released, sources, claim, at) or (writer(released),)
        reports[claim_id] = report_of(released, claim, told, at, standing=standing)
        yield from (*told, reports[claim_id], *opinions_on(released, claim, reports[claim_id]))
    yield from relations_among(released, reports)
