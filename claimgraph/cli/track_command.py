"""`claimgraph track`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from claimgraph.cli.record import complete_sources, internal_option, load_record, show_progress
from claimgraph.cli.shared import json_option, note, say, say_json
from claimgraph.cli.tables import say_table

if TYPE_CHECKING:
    from claimgraph.analyses.track import TrackRecord, TrackUnit
    from claimgraph.cli.shared import Progress
    from claimgraph.graph import Graph
    from claimgraph.model import Ledger

_NONE = "-"


@click.command("track", short_help="Show how often sources were right, in this record.")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...", shell_complete=complete_sources)
@internal_option()
@json_option()
@click.pass_context
def command(ctx: click.Context, sources: tuple[str, ...], as_json: bool) -> None:
    """Show how often sources were right, in this record.

    Counted is what a source asserted or denied itself, by its first stance, against the verdicts
    true and false; passing on never counts. With SOURCE (any alias, any script) every claim is
    listed; without it, the sources with a claim that has an answer.
    """
    ledger = load_record(ctx)
    if sources:
        chosen = _chosen(ledger, sources)
    else:
        records = _records_of(ledger)
        chosen = [record for record in records if record.n or record.brier_n]
    if as_json:
        say_json([_record_json(record) for record in chosen])
        return
    if chosen:
        say_table(("source", "hits", "share", "forecasts", "rest"), map(_row, chosen))
    if sources:
        for record in chosen:
            _say_units(record)
    else:
        note(f"{len(chosen)} of {len(records)} sources that assert or deny have a claim with an answer")
    _say_how()


def _records_of(ledger: Ledger) -> tuple[TrackRecord, ...]:
    """Return the records of all sources; a part of the claims is looked at at a time."""
    from claimgraph.analyses.track import track_records_of
    from claimgraph.graph import build_graph

    def graphs(progress: Progress | None) -> Iterator[Graph]:
        done, count = 0, len(ledger)
        for claims in ledger.batches():
            yield build_graph(ledger, claims)
            done += len(claims)
            if progress:
                progress(done, count)

    with show_progress("looking at claims") as progress:
        return track_records_of(ledger, graphs(progress))


def _chosen(ledger: Ledger, names: tuple[str, ...]) -> list[TrackRecord]:
    """Return the records of the voices that these names mean, each once; an empty one where nothing counts."""
    from claimgraph.analyses.propositions import propositions
    from claimgraph.analyses.track import TrackRecord

    meant = _meant(ledger, names)
    found = {label: TrackRecord(label, own) for label, own in meant.items()}
    ids = ledger.voicing(list(found))
    part = ledger
    if ids is not None:
        same = propositions(ledger.about("propositions"))
        part = ledger.part({member for claim_id in ids for member in same.get(claim_id, (claim_id,))})
    found |= {record.source: record for record in _records_of(part) if record.source in found}
    return list(found.values())


def _meant(ledger: Ledger, names: tuple[str, ...]) -> dict[str, str]:
    """Return the labels of the voices that these names mean, with what each is called."""
    from claimgraph.filters import Filters
    from claimgraph.graph import build_graph, statement_of
    from claimgraph.lookup import confirm_known, source_matcher
    from claimgraph.registry import registry_of_ledger

    registry = registry_of_ledger(ledger)
    found: dict[str, str] = {}
    for name in names:
        confirm_known(ledger, name)
        narrowed = ledger.narrowed(Filters(source=name))
        graph = build_graph(ledger, narrowed[0] if narrowed else None)
        matches = source_matcher(ledger, graph, name)
        meant = [s for node in graph if matches(s := statement_of(graph, node))]
        labels = {s.label: s.name for s in meant if s.source}
        source = registry.get(registry.resolve(name))
        if source and not labels:
            labels = {registry.label(source.id): source.label}
        if not labels:
            note(f"'{name}' is only described; an unnamed source counts where it is registered as a group")
        found |= {label: own for label, own in sorted(labels.items()) if label not in found}
    return found


def _row(record: TrackRecord) -> tuple[str, ...]:
    """Return cells that need no heading: a narrow terminal shows none."""
    hits = f"{record.hits} of {record.n} right" if record.n else _NONE
    brier = f"Brier {record.brier:.3f} (n = {record.brier_n})" if record.brier is not None else _NONE
    return record.name, hits, _share(record), brier, f"{record.not_counted} not counted"


def _share(record: TrackRecord) -> str:
    if record.share is None or record.interval is None:
        return _NONE
    low, high = record.interval
    return f"{record.share:.0%} ({100 * low:.0f} to {100 * high:.0f} %)".replace("%", " %", 1)


def _say_units(record: TrackRecord) -> None:
    from claimgraph.cli.shared import say_wrapped

    say()
    say(f"{record.name} ({record.source})")
    if not record.units:
        say_wrapped("  asserts and denies nothing itself in this record", indent=4)
    for unit in record.units:
        say_wrapped(f"  {_unit_text(unit)}", indent=4)


def _unit_text(unit: TrackUnit) -> str:
    head = unit.outcome or ("forecast" if unit.counted else "not counted")
    said = " ".join(filter(None, (unit.stance, unit.date)))
    probability = f"p = {float(unit.probability):g}" if unit.probability is not None else ""
    verdict = f"verdict {unit.verdict}" if unit.verdict and unit.verdict not in unit.reason else ""
    parts = (" = ".join(unit.claims), said, probability, verdict, unit.reason)
    return f"{head}: {' · '.join(part for part in parts if part)}"


def _say_how() -> None:
    from claimgraph.cli.shared import say_wrapped

    say()
    say_wrapped(
        "In this record only. Hits: asserted and true, or denied and false, each claim once, by the source's first "
        "stance. Below n = 5 no percentage: it would mean little (3 of 4 is anything from 30 to 95 %)."
    )
    say_wrapped(
        "Brier: mean squared error of forecasts, 0 is best, 0.25 is what always saying 50 % gives. The number says "
        "how what you recorded came out, not how reliable a source is: you chose what to record."
    )


def _record_json(record: TrackRecord) -> dict[str, Any]:
    return {
        "source": record.source,
        "name": record.name,
        "hits": record.hits,
        "n": record.n,
        "share": record.share,
        "interval": list(record.interval) if record.interval else None,
        "brier": record.brier,
        "brier_n": record.brier_n,
        "not_counted": record.not_counted,
        "claims": [_unit_json(unit) for unit in record.units],
    }


def _unit_json(unit: TrackUnit) -> dict[str, Any]:
    return {
        "claims": list(unit.claims),
        "statement": unit.statement,
        "stance": unit.stance,
        "date": unit.date,
        "verdict": unit.verdict,
        "probability": float(unit.probability) if unit.probability is not None else None,
        "outcome": unit.outcome,
        "counted": unit.counted,
        "reason": unit.reason or None,
    }
