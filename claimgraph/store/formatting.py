"""Canonical formatting of a file's text: comments stay, meaning stays, and what is in doubt stays as it was."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimgraph.dates import date_or_none
from claimgraph.model import Config
from claimgraph.store import fields
from claimgraph.store.chain_texts import chain_edits
from claimgraph.store.comments import begin_of_body, comments
from claimgraph.store.dumping import scalar
from claimgraph.store.editing import Edit, apply_edits
from claimgraph.store.loading import loads
from claimgraph.store.nodes import Entries, Items, Node, Scalar, YamlError, children, leaf, parse_yaml, scalars

_ODD_BREAKS = re.compile("\r(?!\n)|[\x85\u2028\u2029]")
_LEAD = re.compile(r" *(?:- +)*")


def format_text(text: str, path: str = "<text>", config: Config | None = None, *, registry: bool = False) -> str:
    r"""Return the canonical form of a file's text.

    Chains are written as `to_text` writes them, dates as EDTF, the keys of a claim, an article and a source stand
    in the order of the tables in `fields`, entries with the comments above them; no white space at
    line ends, no two blank lines in a row, ``\n`` behind every line. All comments stay, and reading
    the result gives equal values. A text with errors, one that is not ours, and one that cannot be
    written better without risk come back as they are.

    Parameters
    ----------
    text : str
        YAML.
    path : str
        What problems call the file.
    config : Config, optional
        The record's settings.
    registry : bool
        The text is a registry of sources, not claims.

    Examples
    --------
    >>> print(format_text("chain: A←B   # read\ntext: A is so.\nid: a\n\n\n"), end="")
    id: a
    text: A is so.
    chain: A <- B   # read
    """
    before = loads(text, path=path, registry=registry, config=config)
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if before.problems or not plain or _ODD_BREAKS.search(plain):
        return text
    try:
        once = _format(plain, path, config or Config(), registry=registry)
    except YamlError:  # an alias that would come before its anchor
        return text
    after = loads(once, path=path, registry=registry, config=config)
    same = (after.claims, after.sources, after.article) == (before.claims, before.sources, before.article)
    return once if same and not after.problems and _comments(once, path) == _comments(plain, path) else text


def _format(text: str, path: str, config: Config, *, registry: bool) -> str:
    text = text if text.endswith("\n") else text + "\n"
    documents = parse_yaml(text, path)[0]
    if len(documents) != 1:
        return text
    chains = chain_edits(text, documents[0], config.all_verbs, lambda chain: chain)
    text = apply_edits(text, [*chains, *_date_edits(text, documents[0])])
    root = parse_yaml(text, path)[0][0]
    known = _ordered(root, fields.SOURCE if registry else ())
    text = apply_edits(text, (_order(text, entries, [field.key for field in order]) for entries, order in known))
    return _tidy_lines(text, parse_yaml(text, path)[0][0])


def _comments(text: str, path: str) -> Counter[str]:
    return Counter(comments(text, parse_yaml(text, path)[0]))


# ---- Dates

_TABLES = (fields.CLAIM, fields.ARTICLE, fields.VERDICT, fields.ASSESSMENT, fields.CHECKED, fields.STEP)
_DATES = frozenset(field.key for table in _TABLES for field in table if field.form == "date")


def _date_edits(text: str, node: Node) -> Iterator[Edit]:
    """Yield how to write the dates of fields as EDTF; one with an anchor or a tag stays as it is."""
    if node.alias:
        return
    for key, value in node.entries.items() if isinstance(node, Entries) else ():
        if key in _DATES and isinstance(value, Scalar) and not value.alias and value.style not in {"|", ">"}:
            day = date_or_none(value.value)
            if day and day != value.value and text[value.start] not in "&!":
                yield Edit(value.start, value.end, scalar(day))
    for inside in children(node):
        yield from _date_edits(text, inside)


# ---- Order of keys


def _ordered(root: Node, sources: Sequence[fields.Field]) -> Iterator[tuple[Entries, Sequence[fields.Field]]]:
    """Yield the mappings whose keys have an order, with the order."""
    if isinstance(root, Entries) and not sources:
        article, claims = root.entries.get("article"), root.entries.get("claims")
        if article is None and claims is None:
            yield root, fields.CLAIM
        if isinstance(article, Entries):
            yield article, fields.ARTICLE
        if isinstance(claims, Items):
            yield from ((item, fields.CLAIM) for item in claims.items if isinstance(item, Entries))
    elif sources:
        listed = root.entries.get("sources", root) if isinstance(root, Entries) else root
        single = isinstance(listed, Entries) and any(isinstance(listed.entries.get(k), Scalar) for k in ("id", "kind"))
        inside = [listed] if single else children(listed)
        yield from ((item, sources) for item in inside if isinstance(item, Entries))


@dataclass(frozen=True, slots=True)
class _Entry:
    """The lines of one entry: what stands above its key and goes with it, and the entry itself."""

    key: str
    above: str
    body: str


def _order(text: str, entries: Entries, wanted: Sequence[str]) -> Edit | None:
    """Return how to bring the entries of a block mapping into the wanted order, None if they are or it is in doubt."""
    keys = list(entries.entries)
    if entries.flow or entries.alias or keys == sorted(keys, key=wanted.index):
        return None
    line = text.rfind("\n", 0, entries.start) + 1
    lead = text[line : entries.start]
    cut = _cut(text, entries)
    if cut is None or not _LEAD.fullmatch(lead) or len(lead) != entries.column - 1:
        return None
    parts, end = cut
    first, *others = sorted(parts, key=lambda part: wanted.index(part.key))
    dash = lead[: len(lead) - len(lead.lstrip())]
    above = "".join(f"{dash}{comment.strip()}\n" for comment in first.above.split("\n") if comment.strip())
    indent = " " * len(lead)
    return Edit(line, end, above + lead + first.body + "".join(o.above + indent + o.body for o in others))


def _cut(text: str, entries: Entries) -> tuple[list[_Entry], int] | None:
    """Return the entries of a block mapping as pieces of text and where the last ends; None if they share lines."""
    parts: list[_Entry] = []
    position = entries.start
    for key, node in entries.entries.items():
        start = entries.keys[key].start
        line = text.rfind("\n", 0, start) + 1
        if entries.keys[key].column != entries.column or (parts and text[line:start].strip(" ")):
            return None
        end = _end_of_entry(text, node, entries.column)
        above = text[position:line] if parts else ""
        if any(part.strip() and not part.lstrip().startswith("#") for part in above.split("\n")):
            return None
        parts.append(_Entry(key, above, text[start:end]))
        position = end
    return parts, position


def _end_of_entry(text: str, node: Node, column: int) -> int:
    """Return where the lines of an entry end: behind its value, and behind comments that are indented like it."""
    last = leaf(node)
    at = last.end
    if isinstance(last, Scalar) and last.style in {"|", ">"} and at > begin_of_body(text, last):
        at = begin_of_body(text, last) + len(text[begin_of_body(text, last) : at].rstrip("\n"))
    end = position = text.find("\n", at) + 1 or len(text)
    while position < len(text):
        line_end = text.find("\n", position) + 1 or len(text)
        line = text[position:line_end]
        if line.strip() and not (line.lstrip().startswith("#") and len(line) - len(line.lstrip()) >= column):
            break
        end = line_end if line.strip() else end
        position = line_end
    return end


# ---- White space


def _tidy_lines(text: str, root: Node) -> str:
    """Return the text without white space at line ends, without blank lines in a row or at its ends."""
    inside = _lines_inside_texts(text, root)
    lines: list[str] = []
    blank = True
    for number, line in enumerate(text.split("\n")):
        written = line if inside.get(number) == "kept" else line.rstrip(" \t")
        if written or number in inside or not blank:
            lines.append(written)
        blank = not written and number not in inside
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join(lines) + "\n" if lines else ""


def _lines_inside_texts(text: str, root: Node) -> dict[int, str]:
    """Return the numbers, from 0, of the lines that end inside a text, and what is to be done with their ends."""
    inside: dict[int, str] = {}
    for node in scalars(root):
        block = node.style in {"|", ">"}
        body = text[begin_of_body(text, node) if block else node.start : node.end]
        if "\n" not in body:
            continue
        if block and node.value.rstrip() == node.value.rstrip("\n"):
            body = body.rstrip()  # blank lines behind a block text mean nothing
        first = node.line if block else node.line - 1
        lines = range(first, first + body.count("\n") + (1 if block and body else 0))
        # In double quotes a backslash may stand before the white space at the end of a line.
        inside |= dict.fromkeys(lines, "kept" if block or node.style == '"' else "stripped")
    return inside
