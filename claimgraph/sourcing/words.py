"""What the fields of a sourcing table say, before a format escapes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from claimgraph.errors import STAMP
from claimgraph.harmless import plain
from claimgraph.model import Claim, Statement
from claimgraph.picture.words import safe_url
from claimgraph.sourcing.rows import Entry, Row, Table
from claimgraph.text import listed, statement_name

TITLE = "Sourcing table"
LEGEND = (
    ("Says it first", "in quotation marks who is only described; “no source given” where a text credits nobody."),
    ("Read in", "where we read the claim ourselves; only statements that still stand count."),
    ("Independent lines", "how many ways of support share nobody, and on whom they rest."),
    ("Not opened", "named, and known to us only through whoever cites it."),
)
"""What the headings mean that do not say it themselves."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a field: text on one line without anything that steers a terminal, not yet escaped.

    A ``link`` is an address that may be led to; other addresses are mere ``detail``. ``prose`` stands
    alone, and so has its own direction.
    """

    text: str
    kind: Literal["name", "detail", "mark", "link", "prose"] = "detail"


Item = tuple[Piece, ...]
"""What stands on one line of a field, separated by commas."""

Cell = tuple[Item, ...]


def flat(text: str) -> str:
    r"""Return a text on one line, with what could steer a terminal shown instead.

    Examples
    --------
    >>> flat("A\n  B\x1b[0m")
    'A B\\x1b[0m'
    """
    return plain(" ".join(text.split()))


def stamp(table: Table) -> str:
    """Return the stamp of a table that must not leave the house, else nothing."""
    return STAMP if table.internal else ""


def summary(table: Table) -> str:
    """Return what a table holds, in a sentence.

    Examples
    --------
    >>> summary(Table(()))
    '0 claims. All numbers hold in this record, and change with it.'
    """
    count = len(table.rows)
    return f"{count} claim{'' if count == 1 else 's'}. All numbers hold in this record, and change with it."


def group_item(row: Row) -> Item:
    """Return what a group of rows is recorded from: its article, or the file."""
    article = row.claim.article
    if article is None:
        return (Piece(flat(row.file) or "claims", "name"),)
    pieces = [Piece(flat(article.source), "name")]
    pieces += [Piece(f"“{flat(article.title)}”")] if article.title else []
    pieces += [Piece(flat(article.date))] if article.date else []
    return (*pieces, *_addresses(article.url, article.archive))


def claim_item(row: Row) -> Item:
    """Return the claim itself: what it says."""
    return (Piece(flat(row.claim.text) or "(no text)", "prose"),)


def claim_details(claim: Claim) -> Cell:
    """Return verbatim words, the time of the event and the time it is claimed for."""
    said = ((Piece(f"in these words: “{flat(claim.said)}”"),),) if claim.said else ()
    times = (("when", claim.when), ("as of", claim.as_of))
    return (*said, *((Piece(f"{name} {flat(value)}"),) for name, value in times if value))


def origins_cell(row: Row) -> Cell:
    """Return who says it first: named, only described, or not given at all."""
    if row.origins:
        return tuple(_entry_item(entry, through="cited by") for entry in row.origins)
    based_on = row.claim.related("based_on")
    if based_on and not row.claim.chains:
        return ((Piece("nobody by itself", "mark"),),)
    return ((Piece("nobody who stands by it", "mark"),),)


def relays_cell(row: Row) -> Cell:
    """Return through whom it came."""
    return tuple(_entry_item(entry) for entry in row.relays)


def carriers_cell(row: Row) -> Cell:
    """Return where it was read, with date and address."""
    return tuple(_entry_item(entry, addresses=True) for entry in row.carriers)


def lines_cell(row: Row) -> Cell:
    """Return the number of independent lines and on whom they rest."""
    items: list[Item] = [(Piece(str(row.lines), "name"),)]
    if row.cut:
        items.append((Piece(f"rests on {listed(row.cut)}"),))
    items += [(Piece(f"stands only if {flat(claim_id)} stands"),) for claim_id in row.claim.related("based_on")]
    if row.apparent > 1 and row.lines.ceiling <= 1:
        items.append((Piece(f"looks like {row.apparent} sources", "mark"),))
    if row.circular:
        items.append((Piece("circular reporting", "mark"),))
    if row.lines_against.ceiling:
        items.append((Piece(f"against: {row.lines_against}"),))
    return tuple(items)


def against_cell(row: Row) -> Cell:
    """Return who denies, doubts or takes back, each with that word."""
    return tuple(_against_item(entry) for entry in row.against)


def verdict_cell(row: Row) -> Cell:
    """Return the verdict: the answer, by whom, when and why."""
    verdict = row.claim.verdict
    if verdict is None:
        return ()
    return (_parts("verdict", verdict.value, ("by", verdict.by), ("", verdict.date), ("because:", verdict.because)),)


def checked_cell(row: Row) -> Cell:
    """Return who made sure that it was said."""
    return tuple(_parts("was said: checked by", c.by, ("", c.date)) for c in row.claim.checked)


def assess_cell(row: Row) -> Cell:
    """Return the Admiralty codes given."""
    return tuple(_parts("assessed", a.code, ("by", a.by), ("", a.date)) for a in row.claim.assess)


def judged_cell(row: Row) -> Cell:
    """Return verdict, checks and assessments; that there is none is said."""
    return (*verdict_cell(row), *checked_cell(row), *assess_cell(row)) or ((Piece("not checked", "mark"),),)


def unopened_cell(row: Row) -> Cell:
    """Return who is named and was not opened."""
    return tuple((Piece(statement_name(entry.statement), "name"),) for entry in row.unopened)


def note_cell(row: Row) -> Cell:
    """Return when to look again, and the note."""
    times = (("due", row.claim.due), ("review by", row.claim.review_by))
    items = tuple((Piece(f"{name} {flat(value)}", "mark"),) for name, value in times if value)
    return (*items, (Piece(flat(row.claim.note), "prose"),)) if row.claim.note else items


COLUMNS: tuple[tuple[str, Callable[[Row], Cell]], ...] = (
    ("Says it first", origins_cell),
    ("Through", relays_cell),
    ("Read in", carriers_cell),
    ("Independent lines", lines_cell),
    ("Said against", against_cell),
    ("Checked and judged", judged_cell),
    ("Not opened", unopened_cell),
)
"""The columns after the claim: heading, and what stands in them; due dates and the note come last."""

NOTE = "Due and note"


_SAID_BY_STANCE = {"denied", "doubted"}
"""The verbs that "denies it" and "doubts it" say already."""


def _entry_item(entry: Entry, *, through: str = "", addresses: bool = False) -> Item:
    statement = entry.statement
    missing = statement.kind == "missing"
    pieces = [Piece("no source given", "mark") if missing else Piece(statement_name(statement), "name")]
    pieces += [Piece("unnamed", "mark")] if statement.kind == "unnamed" else []
    if through and entry.through:
        lead = "by" if missing else through
        pieces.append(Piece(f"{lead} {listed(map(statement_name, entry.through))}"))
    pieces += _act(statement)
    pieces += [Piece("inferred by us", "mark")] if entry.inferred else []
    return (*pieces, *_addresses(statement.url, statement.archive)) if addresses else tuple(pieces)


def _against_item(entry: Entry) -> Item:
    word = {"denies": "denies it", "questions": "doubts it", "withdraws": "takes it back"}[entry.statement.stance]
    name, *others = _entry_item(entry, through="read in", addresses=True)
    return (name, Piece(word, "mark"), *others)


def _act(statement: Statement) -> list[Piece]:
    verb = None if statement.verb in _SAID_BY_STANCE else statement.verb
    act = " ".join(flat(part) for part in (verb, statement.date) if part)
    words = [Piece(act)] if act else []
    return [*words, Piece(f"“{flat(statement.wording)}”")] if statement.wording else words


def _addresses(url: str | None, archive: str | None) -> list[Piece]:
    given = ((url, ""), (archive, "archived: " if url else ""))
    pieces = []
    for address, lead in given:
        if address and safe_url(address):
            pieces += [Piece(lead.rstrip(": "))] if lead else []
            pieces.append(Piece(address, "link"))
        elif address:
            pieces.append(Piece(f"{lead}{flat(address)}"))
    return pieces


def _parts(lead: str, value: str, *others: tuple[str, str | None]) -> Item:
    told = (Piece(f"{name} {flat(text)}".strip()) for name, text in others if text)
    return (Piece(f"{lead} {flat(value)}", "mark"), *told)
