"""Nodes to chains, in both forms, and the small readers that every field shares."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from claimgraph.dates import is_date, parse_date
from claimgraph.errors import DateError, NotationError
from claimgraph.model import Chain, Location, Mention, Problem, Stance, join_steps
from claimgraph.model.chain import ATTRIBUTE_KEYS
from claimgraph.names import hint
from claimgraph.notation import check_attribute, check_chain, check_description, check_name, parse_chain
from claimgraph.store import fields
from claimgraph.store.nodes import Entries, Items, Node, Scalar

_YES_NO = {"true": True, "yes": True, "false": False, "no": False}
_PARTY_KEYS = ("source", "unnamed", "missing", "all", "chain")
_FLAG_KEYS = ("own", "seen", "unseen", "firsthand", "hearsay", "confidential")
_TEXT_KEYS = {"verb", "date", "url", "archive", "wording", *ATTRIBUTE_KEYS}


class FieldReader:
    """Reads single values of one file and collects what is wrong with them."""

    def __init__(self, path: str, text: str, verbs: Mapping[str, Stance]) -> None:
        self.path = path
        self.text = text
        self.verbs = verbs
        self.problems: list[Problem] = []

    def at(self, node: Node) -> Location:
        """Return where a node stands."""
        return Location(self.path, node.line, node.column)

    def error(self, node: Node, message: str, code: str = "CG109") -> None:
        """Collect an error at a node."""
        self.problems.append(Problem(self.at(node), code, "error", message))

    def take(self, node: Entries, known: Sequence[fields.Field]) -> dict[str, Node]:
        """Return the known, non-empty entries of a mapping; report unknown, missing and empty ones."""
        names = [field.key for field in known]
        found: dict[str, Node] = {}
        for key, value in node.entries.items():
            if key not in names:
                near = hint(key, names) or f"; known here: {', '.join(names)}"
                self.error(node.keys[key], f"unknown key '{key}'{near}")
            elif not (isinstance(value, Scalar) and not value.value.strip()):
                found[key] = value
        for field in known:
            if field.required and field.key not in found:
                what = "is empty" if field.key in node.entries else "is missing"
                place = node.keys.get(field.key, node)
                self.error(place, f"{field.key}: {what}; {field.doc[0].lower()}{field.doc[1:].rstrip('.')}")
        return found

    def plain(self, node: Node) -> str | None:
        """Return a text, None (and CG109) where a list or mapping stands."""
        if isinstance(node, Scalar):
            return node.value.rstrip("\n") if node.style in {"|", ">"} else node.value
        self.error(node, "expected a text here, not a list or mapping")
        return None

    def date(self, node: Node) -> str | None:
        """Return a date as written, None (and CG109) if it is none."""
        text = self.plain(node)
        if text is None or is_date(text):
            return text
        try:
            parse_date(text)
        except DateError as error:
            self.error(node, str(error))
        return None

    def flag(self, node: Node) -> bool | None:
        """Return true or false."""
        text = (self.plain(node) or "").lower()
        if text not in _YES_NO:
            self.error(node, f"expected true or false, not '{text}'")
        return _YES_NO.get(text)

    def choice(self, node: Node, field: fields.Field) -> str | None:
        """Return one of a field's words."""
        text = self.plain(node)
        if text is None or text in field.choices:
            return text
        near = hint(text, field.choices) or f"; expected one of {', '.join(field.choices)}"
        self.error(node, f"'{text}' is no {field.key}{near}")
        return None

    def text_items(self, node: Node | None) -> Iterator[tuple[Node, str]]:
        """Yield the texts of a list, or the one text that stands for a list of one."""
        for item in node.items if isinstance(node, Items) else [node] if node else []:
            text = self.plain(item)
            if text:
                yield item, text

    def texts(self, node: Node | None) -> tuple[str, ...]:
        """Return the texts of a list, or the one text that stands for a list of one."""
        return tuple(text for _, text in self.text_items(node))


class ChainReader(FieldReader):
    """Reads chains, written as text or as a list of steps."""

    def chain(self, node: Node) -> Chain | None:
        """Return a chain, None (and a problem) if it cannot be read."""
        if isinstance(node, Scalar):
            return self.chain_text(node)
        if not isinstance(node, Items):
            self.error(node, "a chain is a text such as A <- B, or a list of steps that begin with '- source:'")
            return None
        before = len(self.problems)
        chain = self.chain_steps(node)
        if chain is None or len(self.problems) > before:
            return None
        wrong = check_chain(chain)
        if wrong:
            message, mention = wrong
            self.problems.append(Problem(mention.location or self.at(node), "CG101", "error", message))
            return None
        return chain

    def chain_text(self, node: Scalar) -> Chain | None:
        """Return a chain written in notation."""
        locate = self.locator(node)
        try:
            return parse_chain(node.value, verbs=self.verbs, locate=locate)
        except NotationError as error:
            self.problems.append(Problem(locate(error.column), error.code, "error", error.message))
            return None

    def locator(self, node: Scalar) -> Callable[[int], Location]:
        """Return how a column of a scalar's value maps to its place in the file."""
        raw = self.text[node.start : node.end]
        quotes = 1 if node.style in {"'", '"'} else 0
        if raw[quotes : quotes + len(node.value)] == node.value:
            return lambda column: Location(self.path, node.line, node.column + quotes + column - 1)
        offsets = _folded_offsets(raw, node.value, quotes)

        def locate(column: int) -> Location:
            if not offsets:
                return self.at(node)
            offset = offsets[min(column, len(offsets)) - 1]
            lines = raw[:offset].split("\n")
            first = node.column if len(lines) == 1 else 1
            return Location(self.path, node.line + len(lines) - 1, first + len(lines[-1]))

        return locate

    def chain_steps(self, node: Items) -> Chain | None:
        """Return a chain written as a list of steps."""
        steps: list[tuple[Mention | Chain, ...]] = []
        arrows: list[bool] = []
        for item in node.items:
            if not isinstance(item, Entries):
                self.error(item, "a step is a mapping with source:, unnamed: or missing: true")
                continue
            found = self.take(item, fields.STEP)
            inferred = bool(self.flag(found.pop("inferred"))) if "inferred" in found else False
            if inferred and not steps:
                self.error(item, "the first step has nothing before it, so no link to it can be inferred")
            step = self.step(item, found)
            if step:
                arrows += [inferred] if steps else []
                steps.append(step)
        if not steps:
            self.error(node, "the chain is empty; expected who said it")
            return None
        return join_steps(steps, arrows)

    def step(self, node: Entries, found: dict[str, Node]) -> tuple[Mention | Chain, ...]:
        """Return what stands side by side in one step."""
        given = [key for key in _PARTY_KEYS if key in found]
        if len(given) != 1:
            got = f"; this one has {' and '.join(given)}" if given else ""
            self.error(node, f"a step has exactly one of source:, unnamed:, missing: or all:{got}")
            return ()
        value = found[given[0]]
        if given[0] == "chain":
            chain = self.chain_steps(value) if isinstance(value, Items) else self.chain(value)
            return (chain,) if chain else ()
        if given[0] != "all":
            mention = self.mention(node, found)
            return (mention,) if mention else ()
        if not isinstance(value, Items):
            self.error(value, "all: is a list of steps that stand side by side")
            return ()
        side_by_side: list[Mention | Chain] = []
        for item in value.items:
            if isinstance(item, Entries):
                side_by_side += self.step(item, self.take(item, fields.STEP))
            else:
                self.error(item, "a step is a mapping with source:, unnamed:, missing: true or chain:")
        return tuple(side_by_side)

    def mention(self, node: Entries, found: dict[str, Node]) -> Mention | None:
        """Return the mention of a step."""
        values: dict[str, Any] = {}
        party, wrong = "", ""
        if "missing" in found:
            kind = "missing"
            wrong = "" if self.flag(found["missing"]) else "missing: takes true, or is left out"
        elif "unnamed" in found:
            kind, party = "unnamed", " ".join((self.plain(found["unnamed"]) or "").split())
            wrong = check_description(party)
        else:
            party = " ".join((self.plain(found["source"]) or "").split())
            kind = party if party in {"us", "this"} else "missing" if party == "?" else "named"
            party = party if kind == "named" else ""
            wrong = check_name(party) if kind == "named" else ""
        if wrong:
            self.error(node, wrong, "CG101")
            return None
        for key, value in found.items():
            if key in _TEXT_KEYS:
                name = ATTRIBUTE_KEYS.get(key, key)
                values[name] = self.attribute(value, name)
        values.update(self.flags(found))
        return Mention(party=party, kind=kind, location=self.at(node), **values)  # type: ignore[arg-type]

    def attribute(self, node: Node, name: str) -> str | None:
        """Return the value of one attribute of a mention."""
        text = self.plain(node)
        wrong = check_attribute(name, text, self.verbs) if text is not None else ""
        if wrong:
            self.error(node, wrong, "CG101")
        return text

    def flags(self, found: Mapping[str, Node]) -> dict[str, Any]:
        """Return the fields of a mention that flags set."""
        on = {key: self.flag(found[key]) for key in _FLAG_KEYS if key in found}
        values: dict[str, Any] = {key: bool(on[key]) for key in ("own", "confidential") if key in on}
        if (on.get("seen") and on.get("unseen")) or (on.get("firsthand") and on.get("hearsay")):
            self.error(next(iter(found.values())), "two flags that exclude each other; keep one", "CG101")
        seen = True if on.get("seen") else False if on.get("unseen") or on.get("seen") is False else None
        access = next((key for key in ("firsthand", "hearsay") if on.get(key)), None)
        return values | {"seen": seen, "access": access}


def _folded_offsets(raw: str, value: str, skip: int) -> list[int]:
    """Return for every character of a folded value where it stands in the raw text; empty if unclear."""
    offsets = []
    position = skip
    for character in value:
        if character.isspace():
            offsets.append(position)
            continue
        while position < len(raw) and raw[position].isspace():
            position += 1
        if position >= len(raw) or raw[position] != character:
            return []
        offsets.append(position)
        position += 1
    return offsets
