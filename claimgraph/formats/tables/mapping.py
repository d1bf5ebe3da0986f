"""What the columns of a table of others mean: a small YAML file, and the templates in it.

A template holds names of columns in braces. That of the chain is written as a chain is; a column with several values
gives several sources side by side, all of whom rely on all that stands behind them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from claimgraph.errors import FormatError
from claimgraph.harmless import plain
from claimgraph.model import Source
from claimgraph.names import hint, normalise, suggest_source_id
from claimgraph.registry import Registry
from claimgraph.store.nodes import Entries, Items, Node, Scalar, YamlError, parse_yaml

_TEXTS = ("text", "chain", "id", "when", "said", "note", "due")
_LISTS = ("tags", "unnamed", "missing", "numbers")
_MAPPINGS = ("separators", "dates")
COLUMN = re.compile(r"\{([^{}]+)\}")
_ARROW = re.compile(r"\s*(<-|<~|←)\s*")
_STEP = re.compile(r"(?P<quote>[\"“]?)(?P<party>[^\[\]\"“”]*)[\"”]?\s*(?:\[(?P<attributes>[^\[\]]*)\])?$")
_ATTRIBUTE = re.compile(r"(?:(\w+)=)?(\{[^{}]+\}|\S+)")
_ATTRIBUTES = ("date", "url", "verb", "wording", "archive")


@dataclass(frozen=True, slots=True)
class StepTemplate:
    """A step of the chain: who, as a template, described or named, with the attributes of its statement."""

    party: str
    described: bool = False
    inferred: bool = False
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TableMapping:
    """What the columns of a table mean.

    ``text``, ``id``, ``when``, ``due``, ``said``, ``note`` and every one of ``tags`` is a template. ``separators`` says
    for a column what stands between several values, ``dates`` in what order day, month and year stand (``D-M-YYYY``);
    ``numbers`` are columns of whole numbers that may be written as ``4.0``. Values in ``missing`` say nothing, those in
    ``unnamed`` describe somebody without a name; both are compared as names are.
    """

    text: str
    chain: tuple[StepTemplate, ...]
    id: str | None = None
    when: str | None = None
    due: str | None = None
    said: str | None = None
    note: str | None = None
    tags: tuple[str, ...] = ()
    separators: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dates: Mapping[str, str] = field(default_factory=dict)
    numbers: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset({""})
    unnamed: frozenset[str] = frozenset()

    def columns(self) -> set[str]:
        """Return the names of all columns that it speaks of."""
        texts = [getattr(self, name) for name in (*_TEXTS, "tags") if name != "chain"]
        found = {c for text in texts for part in _all(text) for c in COLUMN.findall(part)}
        for step in self.chain:
            found.update(COLUMN.findall(step.party), *(COLUMN.findall(value) for _, value in step.attributes))
        return found.union(self.separators, self.dates, self.numbers)

    def confirm(self, heading: Iterable[str]) -> frozenset[str]:
        """Make sure that a table has all the columns that it speaks of, and return them.

        Raises
        ------
        FormatError
            It has not.
        """
        there = set(heading)
        for column in sorted(self.columns() - there):
            near = hint(column, there) or f"; there are {', '.join(sorted(there))[:300]}"
            raise FormatError(plain(f"the table has no column '{column}'{near}"))
        return frozenset(self.columns())


def _all(value: Any) -> Sequence[str]:
    return () if value is None else (value,) if isinstance(value, str) else tuple(value)


def parse_mapping(text: str, settings: Mapping[str, str]) -> TableMapping:
    """Return the mapping that a YAML text gives, with single settings in the place of its own.

    Raises
    ------
    FormatError
        It is no such mapping; the message says where and what is known.

    Examples
    --------
    >>> mapping = parse_mapping("text: '{headline}'", {"chain": '{outlet} [date={day}] <- "{origin}"'})
    >>> [(step.party, step.described) for step in mapping.chain], sorted(mapping.columns())
    ([('{outlet}', False), ('{origin}', True)], ['day', 'headline', 'origin', 'outlet'])
    """
    values: dict[str, Any] = {**_read(text), **_checked(settings)}
    for key in ("text", "chain"):
        if not values.get(key):
            example = "text='{headline}'" if key == "text" else "chain='{outlet} <- {origin}'"
            raise FormatError(f'the mapping does not say what the {key} is; give it, as in --set "{example}"')
    for key in (*_TEXTS, "tags"):
        for template in _all(values.get(key)):
            if set(COLUMN.sub("", template)) & set("{}"):
                raise FormatError(
                    f"{key}: '{template}' has a brace too many or too few; columns stand in braces: {{column}}"
                )
    values["chain"] = _chain(values["chain"])
    for key in ("numbers", "missing", "unnamed"):
        if key in values:
            listed = values[key] if key == "numbers" else map(normalise, values[key])
            values[key] = frozenset(listed)
    if "missing" in values:
        values["missing"] |= {""}
    return TableMapping(**values)


def _checked(settings: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in settings.items():
        _confirm_known(key, "--set")
        if key in _MAPPINGS:
            raise FormatError(f"--set {key}: stands in a file only; give --map FILE")
        found[key] = tuple(part.strip() for part in value.split(",")) if key in _LISTS else value
    return found


def _read(text: str) -> dict[str, Any]:
    try:
        documents, problems = parse_yaml(text, "--map")
    except YamlError as error:
        raise FormatError(str(error.problem)) from None
    if problems:
        raise FormatError(str(problems[0]))
    if not documents:
        return {}
    if not isinstance(documents[0], Entries):
        raise FormatError("--map: a mapping from what claimgraph knows to columns, as in text: '{headline}'")
    found: dict[str, Any] = {}
    for key, node in documents[0].entries.items():
        where = _place(node)
        _confirm_known(key, where)
        if key in _MAPPINGS:
            found[key] = _mapping(key, node, where)
        elif key in _LISTS:
            found[key] = _list(node, where)
        else:
            found[key] = _text(node, where)
    return found


def _place(node: Node) -> str:
    return f"--map:{node.line}:{node.column}"


def _confirm_known(key: str, where: str) -> None:
    known = tuple(f.name for f in fields(TableMapping))
    if key not in known:
        raise FormatError(f"{where}: unknown key '{key}'{hint(key, known) or f'; known are {_listed(known)}'}")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)


def _text(node: Node, where: str) -> str:
    if not isinstance(node, Scalar):
        raise FormatError(f"{where}: expected a text, such as '{{column}}'")
    return node.value


def _list(node: Node, where: str) -> tuple[str, ...]:
    nodes = node.items if isinstance(node, Items) else [node]
    return tuple(_text(one, where) for one in nodes)


def _mapping(key: str, node: Node, where: str) -> dict[str, Any]:
    if not isinstance(node, Entries):
        raise FormatError(f"{where}: {key} maps a column to its own, as in {key}: {{column: ...}}")
    take = _list if key == "separators" else _order
    return {column: take(value, _place(value)) for column, value in node.entries.items()}


def _order(node: Node, where: str) -> str:
    """Return in which order day, month and year stand, such as ``D-M-YYYY``."""
    text = _text(node, where)
    if sorted(re.sub(r"(.)\1+", r"\1", re.sub(r"[^A-Za-z]", "", text)).upper()) != ["D", "M", "Y"]:
        raise FormatError(f"{where}: '{text}' is no order of day, month and year; write it as D-M-YYYY")
    return text.upper()


def _chain(text: str) -> tuple[StepTemplate, ...]:
    parts = _ARROW.split(text.strip())
    steps = []
    for number, part in enumerate(parts[::2]):
        found = _STEP.match(part.strip())
        if not found or not found["party"].strip():
            raise FormatError(
                f"chain: '{part.strip()}' is no step; write {{column}}, \"{{column}}\" or a name, with [...]"
            )
        attributes = tuple(_attribute(*pair) for pair in _ATTRIBUTE.findall(found["attributes"] or ""))
        inferred = number > 0 and parts[2 * number - 1] == "<~"
        steps.append(StepTemplate(found["party"].strip(), bool(found["quote"]), inferred, attributes))
    return tuple(steps)


def _attribute(key: str, value: str) -> tuple[str, str]:
    if key and key not in _ATTRIBUTES:
        raise FormatError(
            f"chain: '{key}=' is not known here{hint(key, _ATTRIBUTES) or f'; known are {_listed(_ATTRIBUTES)}'}"
        )
    return (key or ("verb" if not COLUMN.search(value) else "date"), value)


def parse_aliases(text: str) -> tuple[Source, ...]:
    """Return the sources of an alias file: YAML that maps a name to its other spellings.

    Raises
    ------
    FormatError
        It is no such file.

    Examples
    --------
    >>> parse_aliases("SOHR: [sohr, OHR, Syrian Observatory]")[0].aliases
    ('OHR', 'Syrian Observatory')
    """
    try:
        documents, problems = parse_yaml(text, "--aliases")
    except YamlError as error:
        raise FormatError(str(error.problem)) from None
    if problems:
        raise FormatError(str(problems[0]))
    sources = []
    for name, node in documents[0].entries.items() if documents and isinstance(documents[0], Entries) else ():
        where = f"--aliases:{node.line}:{node.column}"
        source_id = suggest_source_id(name)
        if not source_id:
            raise FormatError(f"{where}: no id can be made from '{name}'; begin with a name in Latin letters")
        spellings = dict.fromkeys(s for s in _list(node, where) if s and normalise(s) != normalise(name))
        sources.append(Source(source_id, "outlet", name, aliases=tuple(spellings)))
    for _, name, ids in Registry(tuple(sources)).clashes():
        raise FormatError(f"--aliases: '{name}' stands for {' and '.join(ids)}; keep it with one of them")
    if documents and not sources:
        raise FormatError("--aliases: a mapping from a name to its other spellings, as in SOHR: [sohr, OHR]")
    return tuple(sources)
