"""The record as four flat tables with typed columns: claims, statements, links and sources.

A statement has its name within its claim (``statement``), so that the tables can be joined by ``claim`` and
``statement``, and by ``source_id`` and ``id``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from claimgraph.analyses.circularity import apparent, has_false_confirmation, is_unnamed_only
from claimgraph.analyses.lines import independent_lines, lines_against
from claimgraph.chains import origins
from claimgraph.dates import parse_date
from claimgraph.errors import STAMP
from claimgraph.formats.tables.links import COLUMNS, rows_of
from claimgraph.graph import claim_nodes, statement_of
from claimgraph.model import RELATIONS, Assessment, Statement
from claimgraph.redaction import Released

Kind = Literal["text", "texts", "number", "flag", "day"]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A flat table: what kind of value every column has, and how its rows are made."""

    own_columns: Mapping[str, Kind]
    make: Callable[[Released], Iterator[Row]]

    def columns(self, released: Released) -> dict[str, Kind]:
        """Return the columns in their order; what is internal has one more, with the stamp."""
        return {**self.own_columns, **({"internal": "text"} if released.internal else {})}

    def rows(self, released: Released) -> Iterator[Row]:
        """Yield the rows, every text of which is confirmed before.

        Raises
        ------
        ProtectionError
            A text names a protected source.
        """
        for row in self.make(released):
            released.confirm(*row.values())
            yield {**row, "internal": STAMP} if released.internal else row


def _columns(names: Iterable[str], **kinds: Iterable[str]) -> dict[str, Kind]:
    """Return columns in their order, with the names of those of each kind; all others are texts."""
    known = {name: kind for kind, listed in kinds.items() for name in listed}
    return {name: cast("Kind", known.get(name, "text")) for name in names}


_CLAIM = ("text", "said", "when", "as_of", "due", "review_by", "tags", "note")
_VERDICT = {"verdict": "value", "verdict_date": "date", "verdict_by": "by", "verdict_because": "because"}
_STATEMENT = (
    "verb", "date", "url", "archive", "accessed", "wording", "lang", "certainty", "p", "likelihood", "page", "checked",
    "tag", "access", "seen", "withdrawn",
)  # fmt: skip
_SOURCE = (
    "kind", "name", "aliases", "was", "wire", "owner", "speaks_for", "part_of", "same_as", "role", "lang", "url",
    "bias_note", "note", "via", "pool", "access", "maybe", "resolved_to",
)  # fmt: skip


def _claims(released: Released) -> Iterator[Row]:
    graph = released.graph
    for claim_id in sorted(released.claims):
        claim = released.claims[claim_id]
        lines, against = independent_lines(graph, claim_id), lines_against(graph, claim_id)
        yield {
            "claim": claim_id,
            **{name: _listed(getattr(claim, name)) for name in _CLAIM},
            **{column: getattr(claim.verdict, name, None) for column, name in _VERDICT.items()},
            "assess": _assessed(claim.assess),
            "floor": lines.floor,
            "ceiling": lines.ceiling,
            "single_points": [label.removeprefix(f"{claim_id}#") for label in lines.single_points],
            "floor_against": against.floor,
            "ceiling_against": against.ceiling,
            "apparent": len(apparent(graph, claim_id)),
            "false_confirmation": has_false_confirmation(graph, claim_id),
            "unnamed_only": is_unnamed_only(graph, claim_id),
            **{kind: list(claim.related(kind)) for kind in RELATIONS},
        }


def _statements(released: Released) -> Iterator[Row]:
    for claim_id in sorted(released.claims):
        first = frozenset(origins(released.graph, claim_id))
        for node in claim_nodes(released.graph, claim_id):
            statement = statement_of(released.graph, node)
            when = parse_date(statement.date) if statement.date else None
            yield {
                "claim": claim_id,
                "statement": statement.key,
                "source": None if statement.kind == "missing" else statement.name,
                "source_id": statement.source,
                "kind": statement.kind,
                "stance": statement.stance,
                "origin": statement.key in first,
                **{name: getattr(statement, name) for name in _STATEMENT},
                "earliest": when.start.date() if when else None,
                "latest": when.end.date() if when else None,
            }


def _links(released: Released) -> Iterator[Row]:
    for claim_id in sorted(released.claims):
        yield from rows_of(released.graph, released.claims[claim_id])


def _sources(released: Released) -> Iterator[Row]:
    """Yield the registry and whoever else speaks, with the number of claims that they speak in."""
    spoken = list(_spoken(released))
    claims = Counter(source_id for source_id, _ in dict.fromkeys((s.source, s.claim) for s in spoken))
    entries = {source.id: source for source in released.sources}
    names = {s.source: s.name for s in reversed(spoken)}
    for source_id in sorted({*entries, *filter(None, names)}):
        entry = entries.get(source_id)
        row = {name: _listed(getattr(entry, name, None)) for name in _SOURCE}
        yield {
            "id": source_id,
            **row,
            "name": entry.label if entry else names[source_id],
            "reliability": _assessed(entry.reliability if entry else ()),
            "registered": entry is not None,
            "claims": claims[source_id],
        }


def _spoken(released: Released) -> Iterator[Statement]:
    for claim_id in sorted(released.claims):
        statements = (statement_of(released.graph, node) for node in claim_nodes(released.graph, claim_id))
        yield from (statement for statement in statements if statement.source)


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _assessed(assessments: Iterable[Assessment]) -> list[str]:
    return [" ".join(filter(None, (one.code, one.date, one.by))) for one in assessments]


TABLES: Mapping[str, Table] = {
    "claims": Table(
        _columns(
            (
                "claim", *_CLAIM, *_VERDICT, "assess", "floor", "ceiling", "single_points", "floor_against",
                "ceiling_against", "apparent", "false_confirmation", "unnamed_only", *RELATIONS,
            ),
            texts=("tags", "assess", "single_points", *RELATIONS),
            number=("floor", "ceiling", "floor_against", "ceiling_against", "apparent"),
            flag=("false_confirmation", "unnamed_only"),
        ),
        _claims,
    ),
    "statements": Table(
        _columns(
            (
                "claim", "statement", "source", "source_id", "kind", "stance", "origin", *_STATEMENT,
                "earliest", "latest",
            ),
            flag=("origin", "seen", "withdrawn"),
            day=("earliest", "latest"),
        ),
        _statements,
    ),
    "links": Table(
        _columns(COLUMNS, texts=("tags",), number=("floor", "ceiling"), flag=("seen", "withdrawn", "inferred")),
        _links,
    ),
    "sources": Table(
        _columns(
            ("id", *_SOURCE, "reliability", "registered", "claims"),
            texts=("aliases", "was", "same_as", "maybe", "reliability"),
            number=("claims",),
            flag=("wire", "registered"),
        ),
        _sources,
    ),
}  # fmt: skip
"""The tables by name, each with its columns in their order."""
