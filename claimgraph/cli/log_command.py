"""`claimgraph log`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from claimgraph.changes import Change
from claimgraph.cli.record import (
    complete_claims,
    internal_option,
    is_internal,
    open_record_of,
    record_of,
    released_record,
    tell_errors,
)
from claimgraph.cli.shared import json_option, note, paint, say, say_json, say_wrapped
from claimgraph.harmless import plain

if TYPE_CHECKING:
    from claimgraph.history import History, Revision
    from claimgraph.model import Ledger

_TOLD_BY_SOMEBODY = frozenset({"said", "chain", "chains", "claim", "note"})
"""What may hold the words of a source."""

_SHOWN_APART = 60
"""A text that is longer, before or after, gets a line of its own."""


@click.command("log", short_help="Tell the history of a claim from git, in words.")
@click.argument("claim_id", metavar="CLAIM", shell_complete=complete_claims)
@internal_option()
@json_option()
@click.pass_context
def command(ctx: click.Context, claim_id: str, as_json: bool) -> None:
    """Tell the history of a claim from git, newest first: who changed what in it when.

    The claim is followed by its id from file to file; it may be one that was deleted. What is not
    committed yet comes first. Nothing is checked out.
    """
    from claimgraph.errors import NotFoundError
    from claimgraph.history import claim_history
    from claimgraph.names import is_id
    from claimgraph.redaction import RedactedLedger
    from claimgraph.store.concealing import may_conceal

    if not is_id(claim_id):
        raise NotFoundError(f"'{claim_id}' cannot be the id of a claim; see `claimgraph query`")
    original = open_record_of(ctx)
    shown = released_record(ctx, original)
    tell_errors(shown)
    if is_internal(ctx):
        history = claim_history(record_of(ctx), claim_id, original)
    else:
        protects = isinstance(shown, RedactedLedger)
        history = claim_history(
            record_of(ctx), claim_id, original, is_discreet=lambda text: protects or may_conceal(text)
        )
        history = _censored(history, shown, claim_id)
    if as_json:
        say_json(_history_json(history))
        return
    for number, revision in enumerate(history.revisions):
        if number:
            say()
        _say_revision(revision)
    if history.shallow:
        note("this is a shallow clone, so older history may be missing; `git fetch --unshallow` brings it")


def _censored(history: History, ledger: Ledger, claim_id: str) -> History:
    """Return a history that names nobody who must not be identified, nor tells what such a one said."""
    from claimgraph.protection import HIDDEN, Secrets
    from claimgraph.redaction import RedactedLedger

    secrets = ledger.secrets if isinstance(ledger, RedactedLedger) else Secrets()
    hides = secrets.shown_in

    def is_secret(one: Change) -> bool:
        texts = (str(one), one.before or "", one.after or "")
        return any(hides(text) or secrets.describes_in(text) or "(confidential)" in text for text in texts)

    # Once there was somebody protected in a claim, nobody can tell which words in its history were whose.
    changes = [one for revision in history.revisions for one in revision.changes]
    held = any(map(is_secret, changes)) or (
        isinstance(ledger, RedactedLedger) and claim_id in ledger and ledger.hides_in(claim_id)
    )

    def change(one: Change) -> Change:
        secret = is_secret(one) or (held and (one.what in _TOLD_BY_SOMEBODY or one.what.startswith("article")))
        return Change(one.what, "changed", None, HIDDEN) if secret else one

    def revision(one: Revision) -> Revision:
        commit = one.commit
        if commit and (hides(commit.subject) or hides(commit.author)):
            commit = replace(commit, subject="", author=HIDDEN)
        return replace(one, commit=commit, changes=tuple(map(change, one.changes)))

    return replace(history, revisions=tuple(map(revision, history.revisions)))


def _say_revision(revision: Revision) -> None:
    commit = revision.commit
    if commit is None:
        click.echo(paint("name", "not committed yet"))
    else:
        when = commit.date[:16].replace("T", " ")
        subject = f"  {commit.subject}" if commit.subject else ""
        click.echo(paint("name", plain(f"{when}  {commit.author}  {commit.short}{subject}")))
    for change in revision.changes:
        _say_change(change)


def _say_change(change: Change) -> None:
    long = max(len(change.before or ""), len(change.after or "")) > _SHOWN_APART
    if not (long and change.before and change.after):
        say_wrapped(f"  {plain(str(change))}", indent=4)
        return
    say_wrapped(f"  {change.name} {change.how}")
    for name, text in (("before", change.before), ("after", change.after)):
        say_wrapped(f"    {name}: {plain(' '.join(text.split()))}", indent=6)


def _history_json(history: History) -> dict[str, Any]:
    return {
        "claim": history.claim,
        "shallow": history.shallow,
        "history": [_revision_json(revision) for revision in history.revisions],
    }


def _revision_json(revision: Revision) -> dict[str, Any]:
    commit = revision.commit
    told = {key: getattr(commit, key) if commit else None for key in ("hash", "short", "date", "author", "subject")}
    changes = [
        {"what": c.what, "how": c.how, "before": c.before, "after": c.after, "words": str(c)} for c in revision.changes
    ]
    return {"committed": commit is not None, **told, "changes": changes}
