"""Tables of others to claims: a claim per row, by a mapping of their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from claimgraph.date_forms import is_ambiguous
from claimgraph.dates import date_or_none
from claimgraph.delimited import MAX_CELL
from claimgraph.errors import FormatError
from claimgraph.formats.base import Imported, Losses, Options
from claimgraph.formats.tables.cells import Day
from claimgraph.formats.tables.mapping import COLUMN, StepTemplate, TableMapping, parse_aliases, parse_mapping
from claimgraph.formats.tables.rows import Row, RowsOf
from claimgraph.model import VERBS, Chain, Claim, Mention, Source
from claimgraph.names import is_id, normalise, slug, suggest_id
from claimgraph.notation import check_description, check_name
from claimgraph.registry import Registry

MAX_SIDE_BY_SIDE = 50
MAX_TEXT = 100_000_000
"""The most characters that the claims of a table hold together."""
_LONGEST = 10_000
_NOT_IN_NAMES = re.compile(r"<-|<~|←|->|→|~>|=>|<=|<–|<—|[\[\]()\"“”„«»]|\s\+\s")
_WHOLE = re.compile(r"(-?\d+)\.0+$")


def read_table(rows: RowsOf, options: Options) -> Imported:
    r"""Return the claims of a table.

    Parameters
    ----------
    rows : callable
        Yields the rows of the table; `claimgraph.formats.tables.rows` has those of texts.
    options : mapping
        ``map`` and ``aliases`` are texts of YAML (`parse_mapping`, `parse_aliases`), the rest keys of the mapping.

    Raises
    ------
    FormatError
        The table or the mapping cannot be read, or speaks of a column that the table does not have.
    """
    settings = {key: value for key, value in options.items() if key not in ("map", "aliases")}
    mapping = parse_mapping(options.get("map", ""), settings)
    sources = parse_aliases(options["aliases"]) if "aliases" in options else ()
    losses = Losses()
    reader = _RowReader(mapping, sources, losses)
    claims: dict[str, Claim] = {}
    for row in rows(mapping.wanted, losses):
        try:
            claim = reader.claim(row, claims)
        except _SeveralValuesError as several:
            losses.add(f"rows with several values in '{several.column}', where one is expected", several.example)
            continue
        if claim is not None:
            claims[claim.id] = claim
    return Imported(tuple(claims.values()), sources, losses)


class _SeveralValuesError(Exception):
    """A row has several values where one is expected, and which of them is meant nobody knows."""

    def __init__(self, column: str, values: tuple[str, ...]) -> None:
        super().__init__(column)
        self.column = column
        self.example = "; ".join(values[:MAX_SIDE_BY_SIDE])


class _RowReader:
    """Makes claims of rows, and notes what has no place."""

    def __init__(self, mapping: TableMapping, sources: tuple[Source, ...], losses: Losses) -> None:
        self.mapping = mapping
        self.registry = Registry(sources)
        self.losses = losses
        self.size = 0

    def claim(self, row: Row, taken: Mapping[str, Claim]) -> Claim | None:
        """Return the claim of a row; none where it has no text, or nobody says it."""
        mapping = self.mapping
        text = self._filled(mapping.text, row)
        if not text:
            self.losses.add("rows without a text")
            return None
        chains = self._chains(row)
        if not chains:
            self.losses.add("rows in which nobody says it", text)
            return None
        claim_id = self._id(row)
        there = taken.get(claim_id or suggest_id(text))
        if there is not None and (claim_id or (there.text, there.chains) == (text, chains)):
            self.losses.add("rows with the id of another" if claim_id else "rows that say the same again", text)
            return None
        claim_id = claim_id or suggest_id(text, taken=taken)
        if len(text) > _LONGEST:
            self.losses.add(f"texts cut after {_LONGEST:,} characters", text)
        return Claim(
            claim_id,
            text[:_LONGEST],
            chains,
            when=self._date(mapping.when, row, "when"),
            due=self._date(mapping.due, row, "due"),
            said=self._filled(mapping.said, row) or None,
            note=self._filled(mapping.note, row) or None,
            tags=tuple(dict.fromkeys(value for tag in mapping.tags for value in self._values(tag, row))),
        )

    def _id(self, row: Row) -> str:
        """Return the id that the table gives a row, empty if it gives none that can be one."""
        given = self._filled(self.mapping.id, row)
        made = slug(given)[:64].strip("-") if given else ""
        return made if is_id(made) else ""

    def _value(self, column: str, given: str) -> str:
        """Return a value of a column as the mapping has it."""
        value = _clean(given)
        if column in self.mapping.numbers and (whole := _WHOLE.match(value)):
            return whole.group(1)
        ordered = column in self.mapping.dates and not isinstance(given, Day)
        return (date_or_none(value, order=self.mapping.dates[column]) or value) if ordered else value

    def _filled(self, template: str | None, row: Row) -> str:
        """Return a template with the values of a row in the place of its columns.

        Raises
        ------
        _SeveralValuesError
            A cell is a list of them.
        FormatError
            The claims of the table hold too much by now.
        """
        if not template:
            return ""
        parts: list[str] = []
        size = 0
        for number, part in enumerate(_pieces(template)):
            cell = row.get(part, "") if number % 2 else ""
            if isinstance(cell, tuple):
                raise _SeveralValuesError(part, cell)
            parts.append(self._value(part, cell) if number % 2 else part)
            size += len(parts[-1])
            if size > MAX_CELL:
                self.losses.add(f"values cut after {MAX_CELL:,} characters", template)
                break
        self._confirm_size(size)
        return _clean("".join(parts)[:MAX_CELL])

    def _confirm_size(self, more: int) -> None:
        self.size += more
        if self.size > MAX_TEXT:
            raise FormatError(f"the claims hold more than {MAX_TEXT // 1_000_000} million characters; split the table")

    def _values(self, template: str, row: Row) -> Iterator[str]:
        """Yield the values that a template has in a row, where there may be several.

        A cell that is a list has one for each of its items, whatever signs these hold. A text is taken apart by the
        separators of its column, if the column stands alone.
        """
        columns = _pieces(template)[1::2]
        column = next((one for one in columns if isinstance(row.get(one), tuple)), None)
        alone = len(columns) == 1 and len(columns[0]) + 2 == len(template)
        if column is not None:
            found = [self._filled(template, {**row, column: one}) for one in row[column] if self._says(one)]
        elif alone:
            found = [self._filled(template, row)]
            for separator in self.mapping.separators.get(columns[0], ()):
                found = [part for value in found for part in _split(value, separator)]
        else:
            yield from filter(None, [self._filled(template, row)])
            return
        met: set[str] = set()
        for value in map(_clean, found):
            form = normalise(value)
            if form not in self.mapping.missing and form not in met:
                met.add(form)
                yield value

    def _says(self, value: str) -> bool:
        """Tell whether a value says anything."""
        return normalise(_clean(value)) not in self.mapping.missing

    def _date(self, template: str | None, row: Row, key: str) -> str | None:
        text = self._filled(template, row)
        return self._read_date(text, key) if text else None

    def _read_date(self, text: str, key: str) -> str | None:
        """Return a date in the canonical form; None, which is noted, of what is none or ambiguous."""
        found = date_or_none(text)
        if found is None and is_ambiguous(text):
            self.losses.add(f"{key}: day or month first? dates: in the mapping says it", text)
        elif found is None:
            self.losses.add(f"{key}: no date", text)
        return found

    def _chains(self, row: Row) -> tuple[Chain, ...]:
        """Return the chains of a row; who stands both first and behind the first speaks for itself there."""
        steps: list[list[Mention]] = []
        arrows: list[bool] = []
        last = len(self.mapping.chain) - 1
        for number, step in enumerate(self.mapping.chain):
            mentions = self._mentions(step, row)
            if not mentions and number == last and steps:
                mentions = [Mention(kind="missing")]
            if mentions:
                arrows += [step.inferred] if steps else []
                steps.append(mentions)
        if not steps:
            return ()
        behind = {self.who(m) for step in steps[1:] for m in step if m.kind == "named"}
        relying = [m for m in steps[0] if self.who(m) not in behind]
        chains = [Chain(((m,),)) for m in steps[0] if self.who(m) in behind]
        if relying:
            chains.insert(0, Chain((tuple(relying), *map(tuple, steps[1:])), tuple(arrows)))
        elif len(steps) > 2:
            chains.append(Chain(tuple(map(tuple, steps[1:])), tuple(arrows[1:])))
        return tuple(chains)

    def who(self, mention: Mention) -> str:
        """Return who a mention means, as far as the alias file tells."""
        return self.registry.resolve(mention.party)

    def _mentions(self, step: StepTemplate, row: Row) -> list[Mention]:
        given = {}
        for key, template in step.attributes:
            value: str | None = self._filled(template, row)
            if value and key == "date":
                value = self._read_date(value, key)
            if value and self._fits(key, value):
                given[key] = value
        found: dict[str, Mention] = {}
        for party in self._values(step.party, row):
            if len(found) == MAX_SIDE_BY_SIDE:
                self.losses.add(f"more than {MAX_SIDE_BY_SIDE} sources side by side", step.party)
                break
            described = step.described or normalise(party) in self.mapping.unnamed
            name = self._legal(party, described=described)
            if name:
                mention = Mention(name, "unnamed" if described else "named", **given)  # type: ignore[arg-type]
                found.setdefault(normalise(name) if described else self.who(mention), mention)
        return list(found.values())

    def _fits(self, key: str, value: str) -> bool:
        fits = (
            value.startswith(("http://", "https://")) and " " not in value if key in ("url", "archive")
            else value in VERBS if key == "verb"
            else True
        )  # fmt: skip
        if not fits:
            self.losses.add(f"{key}: no {'address' if key in ('url', 'archive') else key}", value)
        return fits

    def _legal(self, party: str, *, described: bool) -> str:
        wrong = check_description(party) if described else check_name(party)
        if not wrong:
            return party
        mended = _clean(_NOT_IN_NAMES.sub(" ", party)).strip(" +~'’")
        if check_description(mended) if described else check_name(mended):
            self.losses.add("names that no chain can hold", party)
            return ""
        self.losses.add("names changed so that a chain can hold them", party)
        return mended


def _clean(value: str) -> str:
    """Return a value on one line, without quotes around all of it and without what cannot be shown."""
    shown = value if value.isprintable() else "".join(c if c.isprintable() else " " for c in value)
    text = " ".join(shown.split())
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] == '"' else text


@lru_cache(maxsize=1_000)
def _pieces(template: str) -> list[str]:
    """Return what stands between the columns of a template, and the columns in turn."""
    return COLUMN.split(template)


@lru_cache(maxsize=100)
def _separator(text: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(text)}\b" if text.isalnum() else re.escape(text), re.IGNORECASE)


def _split(value: str, separator: str) -> list[str]:
    return _separator(separator.strip() or separator).split(value)
