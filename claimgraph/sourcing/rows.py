"""Claims to the rows of a sourcing table, as values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePath

from claimgraph.analyses.circularity import apparent, circles
from claimgraph.analyses.lines import Lines, independent_lines, lines_against
from claimgraph.chains import against_paths, origins
from claimgraph.graph import Graph, build_graph, claim_nodes, link_between, statement_of
from claimgraph.model import Claim, Ledger, Statement
from claimgraph.picture.headline import carriers_of_denial, places_read
from claimgraph.redaction import release
from claimgraph.roles import is_withdrawn
from claimgraph.text import statement_name

_AGAINST = ("denies", "questions", "withdraws")


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement in a field of the table.

    ``inferred`` tells that it is there by our own inference only; ``through`` are the statements
    that cite somebody who is not named, or in which a denial was read.
    """

    statement: Statement
    inferred: bool = False
    through: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A claim of a sourcing table; every field of it says what the record says, withdrawn statements left out.

    ``origins`` say it first; ``relays`` stand between; ``carriers`` are where it was read;
    ``against`` denies, doubts or takes back; ``unopened`` is named and known only through others.
    ``cut`` names the smallest set of voices without which no support is left, ``apparent`` is how
    many sources a reader would count, ``circular`` tells that statements rely on each other.
    """

    claim: Claim
    file: str
    origins: tuple[Entry, ...]
    relays: tuple[Entry, ...]
    carriers: tuple[Entry, ...]
    lines: Lines
    cut: tuple[str, ...]
    apparent: int
    circular: bool
    against: tuple[Entry, ...]
    lines_against: Lines
    unopened: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A sourcing table: its rows in the order of the record; ``internal`` ones are stamped."""

    rows: tuple[Row, ...]
    internal: bool = False

    @property
    def groups(self) -> tuple[tuple[Row, ...], ...]:
        """The rows by the file they are recorded in, which is one article or one claim."""
        return tuple(tuple(rows) for _, rows in groupby(self.rows, key=lambda row: row.file))


def sourcing_table(
    ledger: Ledger, claims: Iterable[Claim] | None = None, *, root: str = "", internal: bool = False
) -> Table:
    """Return the sourcing table of claims.

    Parameters
    ----------
    ledger : Ledger
        The record.
    claims : iterable of Claim, optional
        The claims to tell of, in any order; all without it.
    root : str, optional
        The folder of claims as it was given to the loader; files are named from there.
    internal : bool, optional
        Name protected sources, with a stamp.

    Raises
    ------
    ProtectionError
        A text in the table names a protected source, and the table is not internal.

    Examples
    --------
    >>> from claimgraph.notation import parse_chain
    >>> record = Ledger((Claim("c", "C.", (parse_chain('A <- B <- "officials"'), parse_chain("D [denied]"))),))
    >>> row = sourcing_table(record).rows[0]
    >>> [[entry.statement.name for entry in part] for part in (row.origins, row.relays, row.carriers, row.against)]
    [['officials'], ['B'], ['A'], ['D']]
    >>> row.cut, str(row.lines)
    (('“officials”',), '1')
    """
    wanted = {claim.id for claim in (ledger if claims is None else claims)}
    chosen = [claim for claim in ledger if claim.id in wanted]
    released = release(build_graph(ledger, chosen), ledger.part(wanted), internal=internal)
    rows = tuple(_row(released.graph, released.claims[claim.id], root) for claim in chosen)
    released.confirm(rows)
    return Table(rows, internal)


def _row(graph: Graph, claim: Claim, root: str) -> Row:
    nodes = claim_nodes(graph, claim.id)
    doubters = carriers_of_denial(graph, claim.id)
    by_key = {statement_of(graph, n).key: n for n in nodes}
    standing = [n for n in nodes if not is_withdrawn(statement_of(graph, n))]
    between = [n for n in standing if graph.in_degree(n) and graph.out_degree(n) and n not in doubters]
    lines = independent_lines(graph, claim.id)
    names = {s.label: _voice_name(s) for n in reversed(nodes) if (s := statement_of(graph, n))}
    return Row(
        claim=claim,
        file=_file_name(claim, root),
        origins=tuple(_origin(graph, by_key[key]) for key in origins(graph, claim.id)),
        relays=tuple(_entry(graph, n) for n in between if statement_of(graph, n).stance not in _AGAINST),
        carriers=tuple(_entry(graph, by_key[s.key]) for s in places_read(graph, claim.id)),
        lines=lines,
        cut=tuple(names[label] for label in lines.cut),
        apparent=len(apparent(graph, claim.id)),
        circular=bool(circles(graph, claim.id)),
        against=tuple(_against(graph, claim.id)),
        lines_against=lines_against(graph, claim.id),
        unopened=tuple(_entry(graph, n) for n in standing if _is_unopened(statement_of(graph, n))),
    )


def _file_name(claim: Claim, root: str) -> str:
    if claim.location is None:
        return ""
    path = PurePath(claim.location.path)
    return path.relative_to(root).as_posix() if root and path.is_relative_to(root) else path.name


def _entry(graph: Graph, node: str, through: Iterable[str] = ()) -> Entry:
    links = [link_between(graph, upstream=node, downstream=n) for n in graph.successors(node)]
    inferred = bool(links) and all(link.inferred for link in links) and not statement_of(graph, node).seen
    return Entry(statement_of(graph, node), inferred, tuple(statement_of(graph, n) for n in through))


def _origin(graph: Graph, node: str) -> Entry:
    """Return an origin; who is not named comes with those who cite him, since he is known by nothing else."""
    citing = () if statement_of(graph, node).kind == "named" else tuple(graph.successors(node))
    return _entry(graph, node, citing)


def _against(graph: Graph, claim_id: str) -> Iterator[Entry]:
    """Yield who speaks against a claim, a denial that was not opened with where it was read."""
    read: dict[str, dict[str, None]] = {}
    for first, *_, last in (path for path in against_paths(graph, claim_id) if len(path) > 1):
        read.setdefault(first, {})[last] = None
    for node in claim_nodes(graph, claim_id):
        statement = statement_of(graph, node)
        if statement.stance in _AGAINST and not statement.withdrawn:
            yield _entry(graph, node, read.get(node, ()))


def _voice_name(statement: Statement) -> str:
    return "a source that is not given" if statement.kind == "missing" else statement_name(statement)


def _is_unopened(statement: Statement) -> bool:
    return statement.kind == "named" and not statement.seen
