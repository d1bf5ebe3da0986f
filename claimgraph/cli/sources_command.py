"""`claimgraph sources list|show|add|merge|rename`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from claimgraph.cli.record import complete_sources, internal_option, load_record, open_record_of, record_of
from claimgraph.cli.shared import json_option, note, say, say_json
from claimgraph.cli.tables import say_table
from claimgraph.errors import InvalidClaimError, NotFoundError

if TYPE_CHECKING:
    from claimgraph.graph import Graph
    from claimgraph.model import Ledger, Source

_KINDS = ("outlet", "person", "org", "group", "document", "account")


@click.group("sources", short_help="List, show, add, merge and rename sources.")
def command() -> None:
    """List, show, add, merge and rename sources; ids never change."""


@command.command("list")
@click.option("--unregistered", is_flag=True, help="Only those that the registry does not know.")
@internal_option()
@json_option()
@click.pass_context
def list_sources(ctx: click.Context, unregistered: bool, as_json: bool) -> None:
    """List all sources, registered or only named in chains, with their number of claims."""
    from claimgraph.graph import build_graph

    ledger = load_record(ctx)
    rows = [row for row in _rows(ledger, build_graph(ledger)) if not (unregistered and row["registered"])]
    if as_json:
        say_json(rows)
        return
    if rows:
        cells = [(r["id"], r["kind"] or "not registered", r["name"], str(r["claims"])) for r in rows]
        say_table(("id", "kind", "name", "claims"), cells)
    note(f"{len(rows)} sources")


def _rows(ledger: Ledger, graph: Graph) -> list[dict[str, Any]]:
    from claimgraph.graph import statement_of

    names: dict[str, str] = {}
    claims: dict[str, set[str]] = {}
    for node in graph:
        statement = statement_of(graph, node)
        if statement.source and "#" not in statement.source:  # as none has but one whose name is left out
            names.setdefault(statement.source, statement.name)
            claims.setdefault(statement.source, set()).add(statement.claim)
    registered = {source.id: source for source in ledger.sources}
    return [
        {
            "id": source_id,
            "name": registered[source_id].label if source_id in registered else names[source_id],
            "kind": registered[source_id].kind if source_id in registered else None,
            "registered": source_id in registered,
            "aliases": list(registered[source_id].aliases) if source_id in registered else [],
            "claims": len(claims.get(source_id, ())),
        }
        for source_id in sorted({*names, *registered})
    ]


@command.command("show")
@click.argument("name", shell_complete=complete_sources)
@internal_option()
@json_option()
@click.pass_context
def show_source(ctx: click.Context, name: str, as_json: bool) -> None:
    """Show a source: its entry, what it said, and who passes on what it says."""
    from claimgraph.chains import reach_of
    from claimgraph.cli.values import source_json
    from claimgraph.filters import Filters
    from claimgraph.graph import build_graph
    from claimgraph.lookup import source_matcher
    from claimgraph.query import select
    from claimgraph.registry import registry_of_ledger

    ledger = load_record(ctx)
    filters = Filters(source=name)
    narrowed = ledger.narrowed(filters)
    graph = build_graph(ledger, narrowed[0] if narrowed else None)
    claims = narrowed[0] if narrowed else select(ledger, filters, graph=graph)
    registry = registry_of_ledger(ledger)
    groups = sorted(registry.groups_called(name))
    source_id = groups[0] if len(groups) == 1 else registry.resolve(name)
    source = registry.get(source_id)
    reached = reach_of(graph, source_id, source_matcher(ledger, graph, name))
    direct, indirect = (
        sorted({s for listed in by.values() for s in listed}) for by in (reached.direct, reached.indirect)
    )
    if as_json:
        entry = source_json(source) if source else None
        reach = {"direct": direct, "indirect": indirect}
        say_json({"id": source_id, "entry": entry, "claims": [c.id for c in claims], "reach": reach})
        return
    say(f"{source.label if source else name} ({source_id}{'' if source else ', not registered'})")
    for key, value in source_json(source).items() if source else ():
        if value and key not in {"id", "name", "location", "reliability"}:
            say(f"{key.replace('_', ' ')}: {', '.join(value) if isinstance(value, tuple) else value}")
    if source and source.reliability:
        say(f"reliability: {'; '.join(' '.join(filter(None, (a.code, a.by, a.date))) for a in source.reliability)}")
    say(f"relied on directly, in this record, by: {', '.join(direct) or 'nobody'}")
    if indirect:
        say(f"and further on by: {', '.join(indirect)}")
    for claim in claims:
        say(f"  {claim.id}: {claim.text}")


@command.command("add")
@click.argument("name")
@click.option("--kind", type=click.Choice(_KINDS), required=True, help="What the source is.")
@click.option("--id", "source_id", metavar="ID", help="The id; made from the name without it.")
@click.option("--alias", "aliases", multiple=True, help="Another name, in any script; may be given several times.")
@click.option("--owner", metavar="NAME", shell_complete=complete_sources, help="Who owns it.")
@click.option("--via", metavar="NAME", shell_complete=complete_sources, help="Group: the outlet that describes it so.")
@click.option("--url", help="Home page.")
@click.option("--lang", help="Main language.")
@click.option("--role", help="Office or function.")
@click.option("--wire", is_flag=True, help="Others publish what it writes.")
@click.option("--confidential", is_flag=True, help="NAME is a code name for somebody who must not be identified.")
@click.pass_context
def add_source(ctx: click.Context, /, name: str, source_id: str | None, **values: Any) -> None:
    """Register a source, so that its other names are known as well."""
    from claimgraph.model import Source
    from claimgraph.names import RESERVED, is_id, suggest_source_id
    from claimgraph.notation import check_description, check_name
    from claimgraph.registry import registry_of_ledger
    from claimgraph.store import locked, save_source

    root = record_of(ctx)
    wrong = check_description(name) if values["via"] else check_name(name)
    if wrong:
        raise InvalidClaimError(f"'{name}' cannot be the name of a source: {wrong}")
    chosen = source_id or suggest_source_id(name)
    if not chosen:
        raise InvalidClaimError(f"no id can be made from '{name}'; give one in a-z, as in --id kataeb")
    if not is_id(chosen):
        raise InvalidClaimError(f"'{chosen}' cannot be an id (CG103); use a-z, 0-9 and single hyphens, at most 64")
    if chosen in RESERVED:
        raise InvalidClaimError(f"'{chosen}' is a word of the chain notation; choose another --id")
    source = Source(chosen, values.pop("kind"), name, **values)
    with locked(root):
        ledger = open_record_of(ctx, refresh=True)
        registry = registry_of_ledger(ledger)
        if chosen in registry.by_id:
            raise InvalidClaimError(f"the id '{chosen}' is taken by {registry.by_id[chosen].location}; choose --id")
        _refuse_clash((*ledger.sources, source), chosen)
        path = save_source(root, source)
    say(f"added {chosen} to {path}")


def _refuse_clash(sources: tuple[Source, ...], source_id: str) -> None:
    """Refuse a registry in which a name of one source means another one as well."""
    from claimgraph.model import Ledger
    from claimgraph.protection import secrets_of
    from claimgraph.registry import Registry

    fresh = [clash for clash in Registry(sources).clashes() if source_id in clash[2]]
    if fresh:
        others = " and ".join(i for i in fresh[0][2] if i != source_id)
        secrets = secrets_of(Ledger((), sources))
        if secrets.shown_in(others):
            others = "another source"
        raise InvalidClaimError(f"'{fresh[0][1]}' already means {others} (CG107); choose another name or alias")


@command.command("merge")
@click.argument("drop", shell_complete=complete_sources)
@click.argument("keep", shell_complete=complete_sources)
@click.pass_context
def merge(ctx: click.Context, drop: str, keep: str) -> None:
    """Make DROP one with KEEP: its names become aliases, its id is remembered.

    Use it when two entries, or a spelling in chains and an entry, are one source.
    """
    from claimgraph.registry import registry_of_ledger
    from claimgraph.store import add_alias, locked, merge_sources

    root = record_of(ctx)
    with locked(root):
        ledger = open_record_of(ctx, refresh=True)
        registry = registry_of_ledger(ledger)
        kept, dropped = _registered(ledger, keep), registry.get(registry.resolve(drop))
        if dropped is None:
            _refuse_undescribed(ledger, drop)
            path = add_alias(kept, drop)
        elif dropped.via and not kept.via:
            raise InvalidClaimError(
                f"'{drop}' is the unnamed source of one outlet; write resolved_to: {kept.id} into its entry instead"
            )
        elif dropped.confidential and not kept.confidential:
            raise InvalidClaimError(
                f"'{drop}' is protected and '{keep}' is not; first add confidential: true to the entry of {kept.id}"
            )
        elif dropped.id == kept.id:
            raise InvalidClaimError(f"'{drop}' and '{keep}' are one source already: {kept.id}")
        else:
            path = merge_sources(keep=kept, drop=dropped)
    say(f"'{drop}' now means {kept.id} ({path})")


@command.command("rename")
@click.argument("name", shell_complete=complete_sources)
@click.argument("new_name")
@click.pass_context
def rename(ctx: click.Context, name: str, new_name: str) -> None:
    """Give a source another name to show; the old one stays as an alias, the id as it is."""
    from claimgraph.notation import check_description, check_name
    from claimgraph.store import locked, rename_source

    root = record_of(ctx)
    with locked(root):
        ledger = open_record_of(ctx, refresh=True)
        source = _registered(ledger, name)
        wrong = check_description(new_name) if source.via else check_name(new_name)
        if wrong:
            raise InvalidClaimError(f"'{new_name}' cannot be the name of a source: {wrong}")
        renamed = replace(source, name=new_name, aliases=(*source.aliases, *filter(None, [source.name])))
        _refuse_clash((*(s for s in ledger.sources if s.id != source.id), renamed), source.id)
        path = rename_source(source, new_name)
    say(f"{source.id} is now called {new_name} ({path})")


def _refuse_undescribed(ledger: Ledger, name: str) -> None:
    """Refuse to make an alias of a name that no chain has as a name."""
    from claimgraph.names import hint, normalise
    from claimgraph.protection import secrets_of

    spoken, secrets = ledger.spoken_names, secrets_of(ledger)
    if normalise(name) not in {normalise(party) for party in spoken}:
        shown = (party for party in spoken if not secrets.shown_in(party))
        raise NotFoundError(f"no source is named '{name}' in this record{hint(name, shown)}")


def _registered(ledger: Ledger, name: str) -> Source:
    from claimgraph.names import hint
    from claimgraph.protection import secrets_of
    from claimgraph.registry import registry_of_ledger

    registry = registry_of_ledger(ledger)
    source = registry.get(registry.resolve(name))
    if source is None:
        secrets = secrets_of(ledger)
        shown = (one for one in registry.names() if not secrets.shown_in(one))
        raise NotFoundError(f"no registered source '{name}'{hint(name, shown) or '; see sources list'}")
    return source
