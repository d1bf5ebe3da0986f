"""The record of a call: where it is, how it is opened, and what of it may be shown."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimgraph.cli.shared import INDEX, INTERNAL, REFRESH, SECRETS, Decorated, Progress, note
from claimgraph.errors import STAMP, NotFoundError, StoreError
from claimgraph.filenames import settings_folder
from claimgraph.harmless import plain

if TYPE_CHECKING:
    import sqlite3

    from click.shell_completion import CompletionItem

    from claimgraph.model import Ledger


def find_record(given: str | None) -> Path:
    """Return the folder of claims: the one given, or the nearest ``claims`` here or upward.

    Raises
    ------
    NotFoundError
        There is none.
    StoreError
        It was found, and is a symbolic link.
    """
    if given:
        if not Path(given).is_dir():
            raise NotFoundError(f"no folder of claims at {given}; make one with `claimgraph init`")
        return Path(given)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "claims").is_dir():
            found = Path(os.path.relpath(folder / "claims", here))
            if (folder / "claims").is_symlink():
                raise StoreError(f"{found}: a symbolic link is not followed; name the folder itself with --claims DIR")
            return found
    raise NotFoundError("no record here or above; make one with `claimgraph init`, or name one with --claims DIR")


def record_of(ctx: click.Context) -> Path:
    """Return the folder of claims of a call."""
    return find_record(ctx.find_root().obj)


def index_of(ctx: click.Context, *, refresh: bool | None = None) -> sqlite3.Connection | None:
    """Return the index of the record of a call, None where there is none to be used.

    Without ``refresh`` the options of the call say how much to look for changes.
    """
    from claimgraph.index import connect

    settings = ctx.find_root().meta
    with show_progress("reading the record") as progress:
        connection = connect(
            record_of(ctx),
            use=settings.get(INDEX, "auto"),
            refresh=settings.get(REFRESH, True) if refresh is None else refresh,
            tell=note,
            progress=progress,
        )
    if connection:
        ctx.call_on_close(connection.close)
    return connection


def open_record_of(ctx: click.Context, *, refresh: bool | None = None) -> Ledger:
    """Open the record of a call, through its index wherever that is possible."""
    from claimgraph.index import ledger_of

    ledger = ledger_of(record_of(ctx), index_of(ctx, refresh=refresh))
    ctx.call_on_close(ledger.close)
    return ledger


@contextlib.contextmanager
def show_progress(label: str) -> Iterator[Progress | None]:
    """Yield what shows on a terminal how far long work is."""
    if not sys.stderr.isatty():
        yield None
        return
    shown: dict[int, Any] = {}

    def show(done: int, of: int) -> None:
        if of >= _LONG:
            if of not in shown:
                shown[of] = click.progressbar(length=of, label=label, file=sys.stderr)
                shown[of].__enter__()
            shown[of].update(done - shown[of].pos)

    try:
        yield show
    finally:
        for bar in shown.values():
            bar.__exit__(None, None, None)


_LONG = 1_000


def load_record(ctx: click.Context, *, quiet: bool = False) -> Ledger:
    """Open the record of a call; say on standard error if files in it could not be read."""
    ledger = released_record(ctx, open_record_of(ctx))
    if not quiet:
        tell_errors(ledger)
    return ledger


def is_internal(ctx: click.Context) -> bool:
    """Tell whether the output of a call is for internal eyes only, so that it may name everybody."""
    return bool(ctx.find_root().meta.get(INTERNAL))


def released_record(ctx: click.Context, ledger: Ledger) -> Ledger:
    """Return what a call may show of a record; from then on nothing that it prints may name anybody protected."""
    from claimgraph.protection import confirm_read, secrets_of

    if not is_internal(ctx):
        confirm_read(ledger)
    secrets = secrets_of(ledger, frozenset() if is_internal(ctx) else vault_terms(ctx))
    if not secrets:
        return ledger
    if is_internal(ctx):
        note(STAMP)
        return ledger
    from claimgraph.redaction import redact

    ctx.find_root().meta[SECRETS] = secrets
    return redact(ledger, secrets)


def vault_terms(ctx: click.Context) -> frozenset[str]:
    """Return what stands in the vault of the record of a call; nothing where there is none."""
    root = record_of(ctx)
    folder = settings_folder(root)
    try:
        if not any(path.name.lower().startswith("vault.y") for path in folder.iterdir()):
            return frozenset()
    except (FileNotFoundError, NotADirectoryError):
        if not folder.is_symlink():
            return frozenset()
    except OSError:
        pass  # there may be one: the store says what is wrong
    from claimgraph.store.vault import load_vault

    return load_vault(root)


def tell_errors(ledger: Ledger) -> None:
    """Say on standard error if files of a record could not be read."""
    errors = ledger.errors
    if errors:
        more = f" and {len(errors) - 1} more" if len(errors) > 1 else ""
        note(f"the record has errors, so something may be missing here: {errors[0]}{more}; see `claimgraph check`")


def refresh_option() -> Callable[[Decorated], Decorated]:
    """Add ``--no-refresh``, which is an option of the whole program as well."""

    def keep(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: ARG001
        if value:
            ctx.find_root().meta[REFRESH] = False

    text = "Take the index as it is; do not look for changed files."
    return click.option("--no-refresh", is_flag=True, expose_value=False, callback=keep, help=text)


def internal_option() -> Callable[[Decorated], Decorated]:
    """Add ``--internal``, which is an option of the whole program as well."""

    def keep(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: ARG001
        if value:
            ctx.find_root().meta[INTERNAL] = True

    text = "Name protected sources, stamped INTERNAL: for your own eyes."
    return click.option("--internal", is_flag=True, expose_value=False, callback=keep, help=text)


def complete_claims(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """Offer the ids of claims."""
    from click.shell_completion import CompletionItem

    ledger = released_record(ctx, open_record_of(ctx))
    return [CompletionItem(c.id, help=plain(c.text)[:60]) for c in ledger.starting(incomplete)]


def complete_sources(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """Offer sources by any of their names in any script, as the id, which needs no quotes."""
    from click.shell_completion import CompletionItem

    from claimgraph.names import normalise, slug

    ledger = released_record(ctx, open_record_of(ctx))
    registered = {s.id: (s.label, (s.id, s.label, *s.aliases)) for s in ledger.sources}
    spoken = ledger.spoken_names
    known = {name for _, names in registered.values() for name in map(normalise, names)}
    free = {slug(name): (name, (name,)) for name in spoken if normalise(name) not in known}
    wanted = normalise(incomplete)
    return [
        CompletionItem(source_id, help=plain(label))
        for source_id, (label, names) in sorted({**free, **registered}.items())
        if any(normalise(name).startswith(wanted) for name in names)
    ]
