"""Copies of pages, left to a tool that makes them: what has none yet, and what the tool says it has made.

The tool is Bellingcat's Auto Archiver: its ``csv_feeder`` takes a table whose first column is an address, and it
answers with the table of its ``csv_db``, or with the sheet that its ``gsheet_feeder_db`` fills in, saved as CSV.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import urlsplit

from claimgraph.addresses import address
from claimgraph.delimited import decoded, heading_of, rows_of, to_csv
from claimgraph.errors import FormatError
from claimgraph.harmless import plain
from claimgraph.model import Chain, Claim, Mention

MAX_CELL = 20_000_000
"""The metadata of a page may hold all its text."""
_ANSWER = ("status", "metadata", "media")
_ADDRESS_COLUMNS = ("link", "url")
_COPY_COLUMNS = ("archive location", "archive")
_STATUS_COLUMNS = ("archive status", "status")
_PUBLIC = ("wayback", "ghostarchive")
"""Archives that everybody can look into; their copy goes before one of our own."""

_ARCHIVES = frozenset(
    "web.archive.org archive.org archive.today archive.ph archive.is archive.li archive.md archive.vn archive.fo "
    "perma.cc ghostarchive.org webcitation.org arquivo.pt".split()
)

Value = str | list["Value"] | dict[str, "Value"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What an archiver has made: the address of the copy by that of the page, and the pages of which it tells none.

    ``unread`` are the lines of which it cannot be said which page they are about.
    """

    copies: Mapping[str, str]
    without: tuple[str, ...] = ()
    unread: tuple[int, ...] = ()


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
    found: dict[str, list[str]] = {}
    for claim in claims:
        for url in lacking(claim):
            found.setdefault(url, []).append(claim.id)
    return {url: tuple(ids) for url, ids in found.items()}


def lacking(claim: Claim) -> tuple[str, ...]:
    """Return the addresses in a claim and its article that have no archived copy anywhere in it.

    A statement may be mentioned again without the copy that it has: of two copies only the first would count.
    """
    mentions = (mention for chain in claim.chains for mention in chain.mentions)
    told = [one for one in (*mentions, *((claim.article,) if claim.article else ())) if one.url]
    archived = {one.url for one in told if one.archive}
    urls = dict.fromkeys(one.url for one in told if one.url not in archived)
    return tuple(url for url in urls if url and _is_address(url) and not is_archive(url))


def to_table(rows: Iterable[Sequence[str]]) -> str:
    r"""Return rows, of which the first cell is an address, as an archiver takes them: CSV without a heading.

    Examples
    --------
    >>> to_table([["https://a.org/1"], ["https://b.org/2,3"]])
    'https://a.org/1\n"https://b.org/2,3"\n'
    """
    return to_csv(rows)


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
        told = [(line, _of_database(row)) for line, row in rows]
    else:
        link, copy = (_column(heading, names) for names in (_ADDRESS_COLUMNS, _COPY_COLUMNS))
        told = [(line, ([row[link]], _of_sheet(row, copy))) for line, row in rows]
    copies: dict[str, str] = {}
    without: dict[str, None] = {}
    unread = []
    for line, (pages, made) in told:
        addresses = [page for page in pages if _is_address(page)]
        if not addresses:
            unread.append(line)
        for page in addresses:
            if made and made != page:
                copies.setdefault(page, made)
            else:
                without[page] = None
    return Answer(copies, tuple(page for page in without if page not in copies), tuple(unread))


def _read(data: bytes) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """Return the heading of an answer in small letters, and its rows with the lines on which they end."""
    stream = decoded(data, "answer")
    row = heading_of(stream, _missing)
    if not row.row:
        raise FormatError("the answer is empty; name another")
    heading = [column.casefold() for column in row.columns]
    lines = islice(rows_of(stream, row.separator, max_cell=MAX_CELL, what="answer"), row.row, None)
    told = ((number, [cell.strip() for cell in line]) for number, line in lines if any(map(str.strip, line)))
    return heading, [(number, dict(zip(heading, [*line, *[""] * len(heading)], strict=False))) for number, line in told]


def _missing(columns: Sequence[str]) -> int:
    """Return how many columns a row lacks to be the heading of an answer."""
    there = {column.casefold() for column in columns}
    if there.issuperset(_ANSWER):
        return 0
    return sum(there.isdisjoint(names) for names in (_ADDRESS_COLUMNS, _COPY_COLUMNS))


def _column(heading: Sequence[str], names: Sequence[str]) -> str:
    found = next((name for name in names if name in heading), None)
    if found is None:
        raise FormatError(
            f"no column is called {' or '.join(names)}, and this is no {', '.join(_ANSWER)} of csv_db either; "
            "give the table that the archiver wrote"
        )
    return found


def _of_sheet(row: Mapping[str, str], column: str) -> str | None:
    """Return the copy that a row of a sheet tells of, if it was a success or the sheet does not say."""
    status = next((row[name] for name in _STATUS_COLUMNS if name in row), "")
    return _first_copy(row[column].split()) if not status or _is_success(status) else None


def _is_success(status: str) -> bool:
    """Tell whether something was archived; a report is made all the same."""
    return "success" in status.casefold()


def _of_database(row: Mapping[str, str]) -> tuple[list[str], str | None]:
    """Return what a row of ``csv_db`` is about (an address, and that before it was put right), and its copy."""
    metadata, media = _literal(row["metadata"]), _literal(row["media"])
    told = metadata if isinstance(metadata, dict) else {}
    files = [one for one in media if isinstance(one, dict)] if isinstance(media, list) else []
    files.sort(key=lambda one: not _is_final(one))
    kept = [address for one in files[:1] if isinstance(urls := one.get("urls"), list) for address in urls]
    pages = (told.get(key) for key in ("original_url", "url"))
    copies = (*(told.get(name) for name in _PUBLIC), *(kept if _is_success(row["status"]) else ()))
    return [page for page in pages if isinstance(page, str)], _first_copy(c for c in copies if isinstance(c, str))


def _is_final(file: Mapping[str, Value]) -> bool:
    """Tell whether a file is what the archiver made of all the others."""
    properties = file.get("properties")
    return isinstance(properties, dict) and properties.get("id") == "_final_media"


def _literal(text: str) -> Value:
    """Return the texts, lists and mappings in a value as Python prints it; nothing is run, all else is left out."""
    try:
        return _value(ast.parse(text, mode="eval").body) if len(text) < MAX_CELL else ""
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


def _first_copy(texts: Iterable[str]) -> str | None:
    """Return the first address that can be written into a record: of the web, visible, without a name to log in."""
    found = (text for text in texts if address(text) == text and plain(text) == text)
    return next((text for text in found if not _names_user(text)), None)


def _names_user(url: str) -> bool:
    return urlsplit(url).username is not None


def _is_address(text: str) -> bool:
    return text.lower().startswith(("http://", "https://"))
