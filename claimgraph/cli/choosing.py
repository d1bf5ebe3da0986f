"""Choosing claims: by id, by source, by tag; shared by the commands that look at several."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from claimgraph.cli.record import complete_claims, complete_sources
from claimgraph.cli.shared import Decorated

if TYPE_CHECKING:
    from claimgraph.model import Ledger


def claim_choice() -> Callable[[Decorated], Decorated]:
    """Add ``[CLAIM...]``, ``--source NAME`` and ``--tag TAG``."""

    def add(function: Decorated) -> Decorated:
        function = click.option("--tag", help="All claims with this tag.")(function)
        function = click.option(
            "--source", metavar="NAME", shell_complete=complete_sources, help="All claims said by this source."
        )(function)
        return click.argument("claims", nargs=-1, metavar="[CLAIM...]", shell_complete=complete_claims)(function)

    return add


def chosen_part(ledger: Ledger, claims: tuple[str, ...], source: str | None, tag: str | None) -> Ledger:
    """Return the ledger of the claims that are chosen, in the order of the record; the record itself where nothing is.

    Raises
    ------
    click.UsageError
        No claim fulfils what was asked for.
    """
    from claimgraph.filters import Filters
    from claimgraph.query import select

    named = {ledger[claim_id].id for claim_id in claims}
    if source or tag:
        named |= {c.id for c in select(ledger, Filters(source=source, tags=(tag,) if tag else ()))}
        if not named:
            raise click.UsageError("no claim fulfils this; see claimgraph query")
    return ledger.part(named) if named else ledger
