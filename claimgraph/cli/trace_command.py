"""`claimgraph trace`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from claimgraph.cli.record import complete_claims, internal_option, load_record, refresh_option
from claimgraph.cli.shared import (
    confirm_shown,
    ignore_inferred_option,
    json_option,
    paint,
    say,
    say_json,
    terminal_width,
    wrapped,
)

if TYPE_CHECKING:
    from claimgraph.tracing import TraceStep


@click.command("trace", short_help="Show where a claim comes from, as a tree.")
@click.argument("claims", nargs=-1, required=True, metavar="CLAIM...", shell_complete=complete_claims)
@ignore_inferred_option()
@refresh_option()
@internal_option()
@json_option()
@click.pass_context
def command(ctx: click.Context, claims: tuple[str, ...], ignore_inferred: bool, as_json: bool) -> None:
    """Show where a claim comes from, as a tree.

    What you read stands at the left; what it relies on hangs below it, down to where the claim
    starts. Only recorded links are shown. Marks are explained below the tree.
    """
    from claimgraph.parts import read_claims, stated_only
    from claimgraph.tracing import trees_of

    ledger = load_record(ctx)
    chosen = [ledger[claim_id] for claim_id in dict.fromkeys(claims)]
    read = read_claims(ledger, chosen)
    traces = {c.id: trees_of(stated_only(read[c.id]) if ignore_inferred else read[c.id]) for c in chosen}
    if as_json:
        say_json([{"claim": claim_id, "trace": trace_json(steps)} for claim_id, steps in traces.items()])
        return
    for number, claim in enumerate(chosen):
        if number:
            say()
        say(f"{claim.id}: {claim.text}")
        say_trace(traces[claim.id])


def say_trace(steps: tuple[TraceStep, ...], *, most: int | None = None, see: str = "") -> None:
    """Print trees with an explanation of the marks in them; past ``most`` lines say where to ``see`` the rest."""
    from claimgraph.text import MARKS, occurring_marks, trace_lines

    say()
    lines = trace_lines(steps, width=terminal_width(), paint=paint, most=most + 1 if most else None)
    confirm_shown("\n".join(lines[:most]))
    click.echo("\n".join(lines[:most]))
    if most and len(lines) > most:
        say(f"... and more; `{see}` shows all of it")
    marks = occurring_marks(steps)
    if marks:
        say()
        for mark in marks:
            first, *rest = wrapped(f"{mark}: {MARKS[mark]}", indent=2)
            click.echo("\n".join([paint("mark", mark) + first.removeprefix(mark), *rest]))


def trace_json(steps: tuple[TraceStep, ...]) -> list[dict[str, Any]]:
    """Return the lines of trees as JSON values, from the reader on; ``level`` tells what hangs below what."""
    from claimgraph.cli.statement_values import statement_json

    lines = []
    stack = [(step, 0) for step in reversed(steps)]
    while stack:
        step, level = stack.pop()
        link = {"inferred": step.link.inferred, "because": step.link.because} if step.link else None
        marks = {"level": level, "link": link, "repeated": step.repeated, "loop": step.loop}
        lines.append({**marks, **statement_json(step.statement)})
        stack += [(up, level + 1) for up in reversed(step.upstream)]
    return lines
