"""Copies of pages, left to a tool that makes them: what has none yet, and what the tool says it has made.

The tool is Bellingcat's Auto Archiver: its ``csv_feeder`` takes a table whose first column is an address, and it
answers with the table of its ``csv_db``, or with the sheet that its ``gsheet_feeder_db`` fills in, saved as CSV.
"""

from __future__ import annotations

import ast
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from claimgraph.errors import FormatError
from claimgraph.model import Chain, Claim, Mention
from claimgraph.notation import check_attribute

MAX_CELL = 4_000_000
"""The metadata of a page may hold all its text."""
_ANSWER = ("status", "metadata", "media")
_ADDRESS_COLUMNS = ("link", "url")
_COPY_COLUMNS = ("archive location", "archive")
_PUBLIC = ("wayback", "ghostarchive")
"""Archives that everybody can look into; their copy goes before one of our own."""

_ARCHIVES = frozenset(
    "web.archive.org archive.org archive.today archive.ph archive.is archive.li archive.md archive.vn archive.fo "
    "perma.cc ghostarchive.org webcitation.org arquivo.pt".split()
)

Value = str | list["Value"] | dict[str, "Value"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What an archiver has made: the address of the copy by that of the page, and the pages of which it tells none."""

    copies: Mapping[str, str]
    without: tuple[str, ...] = ()


def unarchived(claims: Iterable[Claim]) -> dict[str, tuple[str, ...]]:
    """Return the addresses that have no archived copy somewhere in some claims, with the ids of these claims.

    An address in a public archive is a copy itself.

    Examples
    --------
    >>> from claimgraph.notation import parse_chain
    >>> text = "A [https://a.org/1 https://archive.org/a1] <- B [https://b.org/2]"
    >>> unarchived([Claim("c", "C.", (parse_chain(text),))])
    {'https://b.org/2': ('c',)}
    """
    found: dict[str, dict[str, None]] = {}
    for claim in claims:
        mentions = (mention for chain in claim.chains for mention in chain.mentions)
        read = (claim.article,) if claim.article else ()
        for one in (*mentions, *read):
            if one.url and not one.archive and _is_address(one.url) and not is_archive(one.url):
                found.setdefault(one.url, {})[claim.id] = None
    return {url: tuple(ids) for url, ids in found.items()}


def to_table(rows: Iterable[Sequence[str]]) -> str:
    r"""Return rows, of which the first cell is an address, as an archiver takes them: CSV without a heading.

    Examples
    --------
    >>> to_table([["https://a.org/1"], ["https://b.org/2,3"]])
    'https://a.org/1\n"https://b.org/2,3"\n'
    """
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows(rows)
    return table.getvalue()


def with_copies(chain: Chain, copies: Mapping[str, str]) -> Chain:
    """Return a chain in which what has an address and no archived copy has the copy that is known of it.

    Examples
    --------
    >>> from claimgraph.notation import parse_chain
    >>> copies = {"https://a.org/1": "https://archive.org/a1"}
    >>> print(with_copies(parse_chain("A [https://a.org/1] <- B [https://b.org/2]"), copies))
    A [https://a.org/1 https://archive.org/a1] <- B [https://b.org/2]
    """

    def archived(mention: Mention) -> Mention:
        copy = copies.get(mention.url or "") if mention.archive is None else None
        return replace(mention, archive=copy) if copy else mention

    return chain.mapped(archived)


def is_archive(url: str) -> bool:
    """Tell whether an address is a copy in a public archive, which needs no other.

    Examples
    --------
    >>> is_archive("https://web.archive.org/web/2024/https://a.org/1"), is_archive("https://a.org/web.archive.org")
    (True, False)
    """
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    return host.removeprefix("www.") in _ARCHIVES


# ---- What the archiver says


def parse_answer(data: bytes) -> Answer:
    r"""Return which copies an archiver says that it has made.

    Of several copies of a page the first is taken. One that lies on somebody's disk only has no address, and is none.

    Raises
    ------
    FormatError
        It is no answer of an archiver.

    Examples
    --------
    >>> answer = "link,archive status,archive location\nhttps://a.org/1,success,https://kept.org/a1\n"
    >>> parse_answer(answer.encode()).copies
    {'https://a.org/1': 'https://kept.org/a1'}
    """
    heading, rows = _read(data)
    if set(_ANSWER) <= set(heading):
        told = (_of_database(row) for row in rows)
    else:
        page, copy = (_column(heading, names) for names in (_ADDRESS_COLUMNS, _COPY_COLUMNS))
        told = (([row[page].strip()], _first_address(row[copy].split())) for row in rows)
    copies: dict[str, str] = {}
    without: dict[str, None] = {}
    for pages, made in told:
        for address in filter(_is_address, pages):
            if made and made != address:
                copies.setdefault(address, made)
            else:
                without[address] = None
    return Answer(copies, tuple(address for address in without if address not in copies))


def _read(data: bytes) -> tuple[list[str], list[dict[str, str]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise FormatError(f"line {line}: no UTF-8; save the answer as UTF-8 first") from None
    before = csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        lines = [[cell.strip() for cell in line] for line in reader if line]
    except csv.Error as error:
        raise FormatError(f"line {max(1, reader.line_num)}: {error}; mend the answer there") from None
    finally:
        csv.field_size_limit(before)
    if not lines:
        raise FormatError("the answer is empty; name another")
    heading = [column.casefold() for column in lines[0]]
    return heading, [dict(zip(heading, [*line, *[""] * len(heading)], strict=False)) for line in lines[1:]]


def _column(heading: Sequence[str], names: Sequence[str]) -> str:
    found = next((name for name in names if name in heading), None)
    if found is None:
        raise FormatError(
            f"no column is called {' or '.join(names)}, and this is no {', '.join(_ANSWER)} of csv_db either; "
            "give the table that the archiver wrote"
        )
    return found


def _of_database(row: Mapping[str, str]) -> tuple[list[str], str | None]:
    """Return what a row of ``csv_db`` is about (an address, and that before it was put right), and its copy."""
    metadata, media = _literal(row["metadata"]), _literal(row["media"])
    told = metadata if isinstance(metadata, dict) else {}
    files = [one for one in media if isinstance(one, dict)] if isinstance(media, list) else []
    files.sort(key=lambda one: not _is_final(one))
    kept = [address for one in files[:1] if isinstance(urls := one.get("urls"), list) for address in urls]
    pages = (told.get(key) for key in ("original_url", "url"))
    copies = (*(told.get(name) for name in _PUBLIC), *kept)
    return [page for page in pages if isinstance(page, str)], _first_address(c for c in copies if isinstance(c, str))


def _is_final(file: Mapping[str, Value]) -> bool:
    """Tell whether a file is what the archiver made of all the others."""
    properties = file.get("properties")
    return isinstance(properties, dict) and properties.get("id") == "_final_media"


def _literal(text: str) -> Value:
    """Return the texts, lists and mappings in a value as Python prints it; nothing is run, all else is left out."""
    try:
        return _value(ast.parse(text, mode="eval").body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""


def _value(node: ast.expr) -> Value:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.List):
        return [_value(item) for item in node.elts]
    if isinstance(node, ast.Dict):
        return dict(_pairs(node))
    return ""


def _pairs(node: ast.Dict) -> Iterator[tuple[str, Value]]:
    for key, value in zip(node.keys, node.values, strict=True):
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            yield key.value, _value(value)


def _first_address(texts: Iterable[str]) -> str | None:
    """Return the first address of a copy that the notation can hold."""
    return next(
        (t for t in texts if _is_address(t) and not _SPACE.search(t) and not check_attribute("archive", t)), None
    )


_SPACE = re.compile(r"\s")


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://"))
