"""Statements, chains and traces as text that a person reads at a glance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import TYPE_CHECKING

from claimgraph.harmless import cell_width, plain
from claimgraph.model import Chain, Link, Mention, Statement
from claimgraph.tracing import TraceStep

if TYPE_CHECKING:
    from claimgraph.analyses.timeline import Event

MARKS: Mapping[str, str] = {
    "not opened": "we know it only through whoever cites it",
    "unnamed": "described, not named; equal words elsewhere may be somebody else",
    "no source given": "stated as fact, or 'reportedly'",
    "inferred": "our own link; the text gives no credit",
    "own voice": "the outlet states it itself",
    "denies": "speaks against the claim",
    "questions": "doubts the claim",
    "withdrawn": "taken back by the source itself; counts no more",
    "withdraws": "takes back what the source said on or before that date",
    "confidential": "must not be identified",
    "shown above": "what it relies on stands further up",
    "in a circle": "relies, through others, on itself",
}
"""Every mark of a trace, with its explanation."""

Paint = Callable[[str, str], str]
"""Takes a kind of text (``name``, ``mark``, ``detail``, ``tree``) and a text; gives it colour, or not."""

MOST_NAMES = 6
"""So many names stand in one sentence; the rest are counted."""


def listed(names: Iterable[str], *, last: str = "and", most: int = MOST_NAMES, more: int = 0) -> str:
    """Return names as a list in a sentence, each once; of very many the first ones and a number.

    ``more`` is how many there are besides, for somebody who knows their number alone.

    Examples
    --------
    >>> listed(["A", "B", "C"]), listed(["A"]), listed(map(str, range(9)))
    ('A, B and C', 'A', '0, 1, 2, 3, 4 and 4 others')
    """
    known = list(dict.fromkeys(names))
    if len(known) + more > most:
        known = [*known[: most - 1], f"{len(known) + more - len(known[: most - 1])} others"]
    return f" {last} ".join([*([", ".join(known[:-1])] if len(known) > 1 else []), *known[-1:]])


def party_text(mention: Mention) -> str:
    """Return who a mention is, as a reader says it."""
    return {"unnamed": f"“{mention.party}”", "missing": "?", "us": "us", "this": "this"}.get(
        mention.kind, mention.party
    )


def chain_text(chain: Chain) -> str:
    """Return the parties of a chain on one line, without attributes.

    Examples
    --------
    >>> from claimgraph.notation import parse_chain
    >>> chain_text(parse_chain('Kataeb [2024-11-29] <- A + (B <~ "officials" [told])'))
    'Kataeb ← A + (B ⇠ “officials”)'
    """
    parts = []
    for number, step in enumerate(chain.steps):
        if number:
            parts.append("⇠" if chain.inferred[number - 1] else "←")
        items = [f"({chain_text(item)})" if isinstance(item, Chain) else plain(party_text(item)) for item in step]
        side_by_side = " + ".join(items)
        parts.append(f"({side_by_side})" if len(items) > 1 and number + 1 < len(chain.steps) else side_by_side)
    return " ".join(parts)


def statement_name(statement: Statement) -> str:
    """Return the name of a statement's source: in quotes if it is only described, ``?`` if missing."""
    return f"“{plain(statement.name)}”" if statement.is_described else plain(statement.name)


def statement_details(statement: Statement) -> list[str]:
    """Return verb, date, who it turned out to be, certainty and addresses, those that are given."""
    certainty = f"as {statement.certainty}" if statement.certainty else None
    probability = f"p={statement.p}" if statement.p else statement.likelihood
    act = " ".join(filter(None, (statement.verb, statement.date)))
    voice = f"turned out to be {statement.voice}" if statement.voice else None
    given = (act, voice, certainty, probability, statement.access, statement.url, statement.archive)
    return [plain(text) for text in given if text]


def statement_marks(statement: Statement, link: Link | None = None) -> list[str]:
    """Return the marks of a statement, in the order of `MARKS`; each is explained there."""
    own_voice = statement.kind == "named" and statement.own
    marks = {
        "not opened": statement.kind == "named" and not statement.seen,
        "unnamed": statement.kind == "unnamed",
        "no source given": statement.kind == "missing",
        "inferred": bool(link and link.inferred),
        "own voice": own_voice,
        "denies": statement.stance == "denies",
        "questions": statement.stance == "questions",
        "withdrawn": statement.withdrawn,
        "withdraws": statement.stance == "withdraws",
        "confidential": statement.confidential,
    }
    return [mark for mark, holds in marks.items() if holds]


def event_text(event: Event) -> str:
    """Return what happened at a date, without the date.

    Examples
    --------
    >>> from claimgraph.analyses.timeline import Event
    >>> from claimgraph.dates import parse_date
    >>> event_text(Event(parse_date("2024"), "c", "verdict", "false by Ann"))
    'verdict: false by Ann'
    """
    statement = event.statement
    if statement is None:
        kind = "the event itself" if event.kind == "when" else event.kind
        return f"{kind}: {plain(event.text)}" if event.text else kind
    said_by_the_verb = {"denies", "questions", "withdraws"} if statement.verb else set()
    marks = [mark for mark in statement_marks(statement) if mark not in {"unnamed", *said_by_the_verb}]
    return " · ".join(filter(None, (statement_name(statement), plain(statement.verb or ""), *marks)))


def trace_lines(
    steps: Iterable[TraceStep], *, width: int | None = None, paint: Paint | None = None, most: int | None = None
) -> list[str]:
    r"""Return trees of where a claim comes from as lines, the reader's end first.

    Parameters
    ----------
    steps : iterable of TraceStep
        From `trace`.
    width : int, optional
        Lines are broken at this many columns; never without it.
    paint : callable, optional
        Gives colour to pieces of a line.
    most : int, optional
        Stop after so many lines.

    Examples
    --------
    >>> from claimgraph.chains import trace
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Claim, Ledger
    >>> from claimgraph.notation import parse_chain
    >>> record = Ledger((Claim("c", "C.", (parse_chain('A [2024-11-29] <- B [reported] <~ "officials"'),)),))
    >>> print("\n".join(trace_lines(trace(build_graph(record), "c"))))
    A · 2024-11-29
    └─ B · reported · not opened
       └─ “officials” · unnamed · inferred
    """
    trees = (_tree(step, width, paint or (lambda _, text: text)) for step in steps)
    return list(islice(chain.from_iterable(trees), most))


def _tree(root: TraceStep, width: int | None, paint: Paint) -> Iterator[str]:
    stack: list[tuple[TraceStep, str, str]] = [(root, "", "")]
    while stack:
        step, first, rest = stack.pop()
        below = rest + ("│  " if step.upstream else "   ")
        for number, line in enumerate(_wrapped(list(_pieces(step)), width, len(rest) + 3, paint)):
            yield paint("tree", first if number == 0 else below) + line
        last = len(step.upstream) - 1
        for number, up in reversed(list(enumerate(step.upstream))):
            branch, trunk = ("└─ ", "   ") if number == last else ("├─ ", "│  ")
            stack.append((up, rest + branch, rest + trunk))


def _pieces(step: TraceStep) -> Iterator[tuple[str, str]]:
    yield "name", statement_name(step.statement)
    yield from (("detail", text) for text in statement_details(step.statement))
    yield from (("mark", mark) for mark in statement_marks(step.statement, step.link))
    if step.link and step.link.inferred and step.link.because:
        yield "detail", f"because {plain(step.link.because)}"
    if step.repeated:
        yield "mark", "shown above"
    if step.loop:
        yield "mark", "in a circle"


def _wrapped(pieces: list[tuple[str, str]], width: int | None, indent: int, paint: Paint) -> list[str]:
    """Lay pieces out with dots between them, on as many lines as the width needs."""
    room = max(16, width - indent) if width else None
    lines: list[str] = []
    current, used = "", 0
    for kind, text in pieces:
        for part in _broken(text, room):
            size = cell_width(part)
            dot = " · " if current else ""
            if room and current and used + len(dot) + size > room:
                lines.append(current)
                current, used, dot = "", 0, ""
            current += dot + paint(kind, part)
            used += len(dot) + size
    return [*lines, current]


def _broken(text: str, room: int | None) -> list[str]:
    """Break a piece that is longer than a line, at spaces where it has them."""
    if room is None or cell_width(text) <= room:
        return [text]
    import textwrap

    return textwrap.wrap(text, room, break_long_words=True, break_on_hyphens=False) or [text]


def occurring_marks(steps: Iterable[TraceStep]) -> list[str]:
    """Return the marks that occur in trees, in the order of `MARKS`."""
    found: set[str] = set()
    stack = list(steps)
    while stack:
        step = stack.pop()
        found.update(text for kind, text in _pieces(step) if kind == "mark")
        stack += step.upstream
    return [mark for mark in MARKS if mark in found]
