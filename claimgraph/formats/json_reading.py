"""JSON of ours to values, by the reader of the record's files, so that one set of rules holds for both."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from claimgraph.errors import FormatError
from claimgraph.model import Article, Claim, Source, Stance
from claimgraph.store.nodes import Entries, Items, Node, Scalar
from claimgraph.store.reading import Reader

MAX_DEPTH = 60


def document_of(data: bytes) -> dict[str, Any]:
    """Return the object that a JSON text is; numbers stay texts, and no key stands twice.

    Raises
    ------
    FormatError
        It is no JSON object, with line and column.

    Examples
    --------
    >>> document_of(b'{"version": 1}')
    {'version': '1'}
    """
    try:
        value = json.loads(
            data.decode("utf-8-sig"), parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=once
        )
    except UnicodeDecodeError as error:
        raise FormatError(f"byte {error.start + 1}: is no UTF-8; save the file as UTF-8") from None
    except json.JSONDecodeError as error:
        raise FormatError(f"line {error.lineno}, column {error.colno}: {error.msg}; this is no JSON") from None
    except RecursionError:
        raise FormatError("too deeply nested; this is no file of claimgraph") from None
    if not isinstance(value, dict):
        raise FormatError("the document is no object { }; this is no file of claimgraph")
    return value


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the object of some pairs, as the hook of a JSON reader.

    Raises
    ------
    FormatError
        A key stands in it twice.
    """
    found = dict(pairs)
    if len(found) < len(pairs):
        met: set[str] = set()
        twice = next(key for key, _ in pairs if key in met or met.add(key))  # type: ignore[func-returns-value]
        raise FormatError(f"key '{twice[:80]}' stands twice in one object; keep one of the two")
    return found


class DocumentReader:
    """Reads the claims and sources of a document; where something is wrong stands as a path in it."""

    def __init__(self, verbs: Mapping[str, Stance]) -> None:
        self.reader = Reader("", "", verbs)
        self.paths: list[str] = []

    def read(self, document: Mapping[str, Any]) -> tuple[tuple[Claim, ...], tuple[Source, ...]]:
        """Return claims and sources.

        Raises
        ------
        FormatError
            Something breaks a rule of the record.
        """
        articles = [self.reader.article(self.node(a, p)) for a, p in self.listed(document, "articles")]
        self.refuse_problems()
        claims = [self.claim(value, path, articles) for value, path in self.listed(document, "claims")]
        sources = [self.reader.source(self.node(s, p)) for s, p in self.listed(document, "sources")]
        self.refuse_problems()
        return tuple(c for c in claims if c), tuple(s for s in sources if s)

    def claim(self, value: Any, path: str, articles: list[Article | None]) -> Claim | None:
        """Return one claim, with the article that it names by number."""
        article = None
        if isinstance(value, dict) and "article" in value:
            number = str(value["article"])
            if not (number.isascii() and number.isdigit() and len(number) < 10 and int(number) < len(articles)):
                raise FormatError(f"{path}.article: is no place in articles, counted from 0")
            article = articles[int(number)]
            value = {key: one for key, one in value.items() if key != "article"}
        return self.reader.claim(self.node(value, path), article)

    def listed(self, document: Mapping[str, Any], key: str) -> Iterable[tuple[Any, str]]:
        """Return what is listed under a key, each with its path."""
        value = document.get(key, [])
        if not isinstance(value, list):
            raise FormatError(f"{key}: is no list")
        return [(one, f"{key}[{number}]") for number, one in enumerate(value)]

    def node(self, value: Any, path: str, depth: int = 0) -> Node:
        """Return a JSON value as the reader of files takes it; its line is the number of its path."""
        if depth > MAX_DEPTH:
            raise FormatError(f"{path[:80]}: too deeply nested; this is no file of claimgraph")
        self.paths.append(path)
        line = len(self.paths)
        if isinstance(value, list):
            items = [self.node(one, f"{path}[{number}]", depth + 1) for number, one in enumerate(value)]
            return Items(line, 1, 0, items=items)
        if isinstance(value, dict):
            entries = {key: self.node(one, f"{path}.{key}", depth + 1) for key, one in value.items()}
            keys = {key: Scalar(entries[key].line, 1, 0, value=key) for key in value}
            return Entries(line, 1, 0, entries=entries, keys=keys)
        text = "" if value is None else str(value).lower() if isinstance(value, bool) else value
        return Scalar(line, 1, 0, value=text)

    def refuse_problems(self) -> None:
        """Raise the first of the problems that were found, if any."""
        problems = self.reader.bounded_problems()
        if problems:
            first = problems[0]
            more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
            raise FormatError(f"{self.paths[first.location.line - 1][:120]}: {first.message}{more}")
