"""`claimgraph render`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimgraph.cli.choosing import chosen_part, claim_choice
from claimgraph.cli.record import complete_sources, internal_option, is_internal, load_record
from claimgraph.cli.shared import (
    claims_graph,
    confirm_shown,
    ignore_inferred_option,
    note,
    output_option,
    say,
    write_output,
)
from claimgraph.filenames import portable

if TYPE_CHECKING:
    from claimgraph.model import Ledger
    from claimgraph.picture import Picture

FORMATS = ("svg", "png", "pdf", "dot", "mermaid")
SUFFIXES = {".svg": "svg", ".png": "png", ".pdf": "pdf", ".dot": "dot", ".gv": "dot", ".mmd": "mermaid"}
_ENDINGS = {"svg": ".svg", "png": ".png", "pdf": ".pdf", "dot": ".dot", "mermaid": ".mmd"}


@click.command("render", short_help="Draw the provenance graph of claims or sources.")
@claim_choice()
@click.option("--sources", "overview", is_flag=True, help="The overview of sources instead of statements.")
@click.option(
    "--impact", metavar="WHAT", shell_complete=complete_sources, help="What falls without this: as in impact."
)
@click.option("--format", "form", type=click.Choice(FORMATS), help="Form of the picture; SVG without it.")
@output_option("File to write; its suffix chooses the form, - is standard output.")
@click.option(
    "--engine",
    type=click.Choice(["wheel", "system"]),
    default="wheel",
    show_default=True,
    help="What lays out: the engine installed with claimgraph, or this machine's dot.",
)
@ignore_inferred_option()
@internal_option()
@click.pass_context
def command(
    ctx: click.Context,
    claims: tuple[str, ...],
    source: str | None,
    tag: str | None,
    overview: bool,
    impact: str | None,
    form: str | None,
    output: str | None,
    engine: str,
    ignore_inferred: bool,
) -> None:
    """Draw where claims come from, or with --sources who passes on from whom.

    \b
    claimgraph render niger-uranium
    claimgraph render --source Kataeb -o kataeb.pdf
    claimgraph render --sources -o sources.svg
    claimgraph render --impact SISMI
    """
    ledger = load_record(ctx)
    if impact and overview:
        raise click.UsageError("--impact shows statements, --sources none; choose one of the two")
    if not (claims or source or tag or overview or impact):
        raise click.UsageError("say what to draw: CLAIM..., --source NAME, --tag TAG or --sources")
    chosen = chosen_part(ledger, claims, source, tag).ids
    internal = is_internal(ctx)
    if impact:
        chosen, picture = _impact_picture(ledger, chosen, impact, internal=internal, ignore_inferred=ignore_inferred)
    else:
        picture = _picture(ledger, chosen, overview=overview, internal=internal, ignore_inferred=ignore_inferred)
    ledger.close()  # a layout takes its time, and holds up nobody who writes
    form = form or SUFFIXES.get(Path(output or "").suffix.lower(), "svg")
    name = portable(_file_name(chosen, source or impact, tag, overview=overview)) + _ENDINGS[form]
    confirm_shown("" if output else name)
    named, output = output is not None, output or name
    data = _drawn(picture, form, engine)
    write_output(data, output, named=named)
    for remark in picture.notes:
        note(remark)
    if output != "-":
        say(typed=output, text=f"wrote {output}: {without_isolates(picture.headline)}")


def without_isolates(text: str) -> str:
    """Return a text without the signs that keep directions apart in a picture; a terminal shows them as codes."""
    from claimgraph.picture.lettering import FIRST_STRONG_ISOLATE, POP_ISOLATE

    return text.replace(FIRST_STRONG_ISOLATE, "").replace(POP_ISOLATE, "")


def _picture(
    ledger: Ledger, chosen: tuple[str, ...], *, overview: bool, internal: bool, ignore_inferred: bool
) -> Picture:
    from claimgraph.picture import draw_claims, draw_sources

    claims = [ledger[claim_id] for claim_id in chosen]
    graph = claims_graph(ledger, claims, ignore_inferred=ignore_inferred)
    if overview:
        return draw_sources(graph, internal=internal)
    return draw_claims(graph, *chosen, claims=ledger, internal=internal)


def _impact_picture(
    ledger: Ledger, chosen: tuple[str, ...], what: str, *, internal: bool, ignore_inferred: bool
) -> tuple[tuple[str, ...], Picture]:
    """Return the claims that something touches, among those chosen, and the picture of what falls with it."""
    from claimgraph.cli.impact_command import falling_with, impact_of
    from claimgraph.picture import draw_claims

    part = falling_with(ledger, what)
    graph = claims_graph(ledger, part, ignore_inferred=ignore_inferred)
    impact, _ = impact_of(part, graph, what)
    impact = replace(impact, others=len(ledger) - len(part))
    touched = {c.claim for c in impact.claims if c.outcome != "unaffected"}
    touched |= {statement.claim for statement in (*impact.dropped, *impact.unsupported)}
    shown = tuple(claim_id for claim_id in chosen if claim_id in touched)
    if not shown:
        raise click.UsageError(f"nothing here falls without {what}, so there is nothing to draw")
    return shown, draw_claims(graph, *shown, claims=ledger, internal=internal, impact=impact, without=what)


def _drawn(picture: Picture, form: str, engine: str) -> str | bytes:
    from claimgraph.dot import write_dot

    if form == "mermaid":
        from claimgraph.mermaid import write_mermaid

        return write_mermaid(picture)
    if form == "dot":
        return write_dot(picture)
    from claimgraph.picture.sizing import confirm_drawable

    confirm_drawable(picture)
    text = write_dot(picture)
    from claimgraph.svg import to_svg

    svg = to_svg(text, engine="system" if engine == "system" else "wheel")
    if form == "svg":
        return svg
    from claimgraph.raster import to_pdf, to_png

    return to_png(svg) if form == "png" else to_pdf(svg)


def _file_name(chosen: tuple[str, ...], source: str | None, tag: str | None, *, overview: bool) -> str:
    from claimgraph.names import slug

    if overview:
        return "sources"
    if source or tag:
        return slug(source or tag or "")[:60]
    return chosen[0] if len(chosen) == 1 else "claims"
