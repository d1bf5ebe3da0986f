"""`claimgraph check`."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

from claimgraph.cli.record import internal_option, is_internal, load_record, record_of, show_progress, vault_terms
from claimgraph.cli.shared import json_option, note, output_option, today_option, write_output
from claimgraph.errors import EXIT_OK, EXIT_PROBLEMS, ProtectionError

if TYPE_CHECKING:
    from claimgraph.cli.shared import Progress
    from claimgraph.model import Problem, Severity

FORMATS = ("text", "json", "github", "sarif")


@click.command("check", short_help="Say what is wrong with the record.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Form of the report; text without it.")
@click.option("--strict", is_flag=True, help="Fail on warnings as well.")
@output_option("Write the report to a file; .json and .sarif choose the form.")
@today_option()
@internal_option()
@json_option()
@click.pass_context
def command(
    ctx: click.Context, form: str | None, strict: bool, output: str | None, today: date | None, as_json: bool
) -> int:
    """Say what is wrong with the record, with place, code and next step.

    Severities are set in .claimgraph/config.yaml; a claim silences a check with a reason. Exit status
    0: fine, or warnings only; 1: errors (with --strict also warnings). What each code
    means and what to do about it: docs/checks.md.
    """
    from claimgraph.checks import find_problems
    from claimgraph.cli.reports import REPORTS
    from claimgraph.history.vault import vault_problems

    ledger = load_record(ctx, quiet=True)
    by_suffix = {".json": "json", ".sarif": "sarif"}
    suffix = next((f for s, f in by_suffix.items() if (output or "").lower().endswith(s)), "text")
    met: set[Severity] = set()

    def found(progress: Progress | None) -> Iterator[Problem]:
        try:
            terms = vault_terms(ctx)
        except ProtectionError as error:
            if not is_internal(ctx):
                raise
            note(str(error))
            terms = frozenset()
        of_git = vault_problems(record_of(ctx))
        for problem in itertools.chain(of_git, find_problems(ledger, today=today, terms=terms, progress=progress)):
            met.add(problem.severity)
            yield problem

    with show_progress("checking") as progress:
        report = REPORTS[form or ("json" if as_json else suffix)](ledger, found(progress))
    write_output(report, output or "-")
    return EXIT_PROBLEMS if met & ({"error", "warning"} if strict else {"error"}) else EXIT_OK
