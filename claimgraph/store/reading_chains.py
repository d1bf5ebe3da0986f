"""Nodes to chains, in both forms, and the small readers that every field shares."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from claimgraph.dates import canonical_date
from claimgraph.errors import DateError, NotationError
from claimgraph.model import Chain, Location, Mention, Problem, Stance, join_steps
from claimgraph.model.chain import ATTRIBUTE_KEYS
from claimgraph.names import hint
from claimgraph.notation import (
    MAX_TEXT,
    canonical_value,
    check_attribute,
    check_chain,
    check_description,
    check_name,
    parse_chain,
)
from claimgraph.store import fields
from claimgraph.store.messages import MAX_PROBLEMS, one_line
from claimgraph.store.nodes import Entries, Items, Node, Scalar
from claimgraph.store.offsets import place_of, value_offsets

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
        self.errors = 0

    def at(self, node: Node) -> Location:
        """Return where a node stands."""
        return Location(self.path, node.line, node.column)

    def places(self, found: Mapping[str, Node]) -> Mapping[str, Location]:
        """Return where the fields of something stand."""
        return {key: self.at(value) for key, value in found.items()}

    def error(self, node: Node, message: str, code: str = "CG109") -> None:
        """Collect an error at a node."""
        self.report(self.at(node), message, code)

    def report(self, place: Location, message: str, code: str) -> None:
        """Collect an error at a place; past `MAX_PROBLEMS` errors are only counted."""
        self.errors += 1
        if not self.full:
            self.problems.append(Problem(place, code, "error", one_line(message)))

    def remark(self, node: Node, message: str) -> None:
        """Collect an information at a node."""
        if not self.full:
            self.problems.append(Problem(self.at(node), "CG109", "info", one_line(message)))

    @property
    def full(self) -> bool:
        """Whether so much is wrong already that no more of it is told."""
        return len(self.problems) >= MAX_PROBLEMS

    def bounded_problems(self) -> list[Problem]:
        """Return what was collected in the order of places; of very much only the first."""
        problems = sorted(set(self.problems))
        if self.errors > MAX_PROBLEMS and len(problems) >= MAX_PROBLEMS:
            message = f"{MAX_PROBLEMS:,} problems are told of this file and there are more; mend these first"
            last = Problem(problems[MAX_PROBLEMS - 1].location, "CG109", "error", message)
            problems = [*problems[:MAX_PROBLEMS], last]
        return problems

    def take(self, node: Entries, known: fields.Fields) -> dict[str, Node]:
        """Return the known, non-empty entries of a mapping; report unknown, missing and empty ones."""
        names = known.names
        found: dict[str, Node] = {}
        for key, value in node.entries.items():
            if key not in names:
                self.unknown(node.keys[key], tuple(names))
            elif not (isinstance(value, Scalar) and not value.value.strip()):
                found[key] = value
            elif key == "confidential":  # elsewhere an empty value says nothing; here it may have been meant as yes
                self.error(node.keys[key], "confidential: is empty; write true, or delete the key")
        for field in known.required:
            if field.key not in found:
                what = "is empty" if field.key in node.entries else "is missing"
                place = node.keys.get(field.key, node)
                choices = f" ({', '.join(field.choices)})" if field.choices else ""
                self.error(place, f"{field.key}: {what}; expected {field.doc[0].lower()}{field.doc[1:-1]}{choices}")
        return found

    def unknown(self, key: Scalar, names: Sequence[str]) -> None:
        """Report a key that does not belong here."""
        if self.full:  # guessing what was meant takes its time
            self.errors += 1
            return
        near = hint(key.value[:100], names) or f"; known here: {', '.join(names)}"
        self.error(key, f"unknown key '{_cut(key.value)}'{near}")

    def plain(self, node: Node) -> str | None:
        """Return a text, None (and CG109) where a list or mapping stands."""
        if isinstance(node, Scalar):
            return node.value.rstrip("\n") if node.style in {"|", ">"} else node.value
        what = "a list; put single quotes around a text in [ ]" if isinstance(node, Items) else "keys with values"
        self.error(node, f"expected a text here, not {what}")
        return None

    def date(self, node: Node) -> str | None:
        """Return a date in the canonical form, None (and CG109) if it is none."""
        text = self.plain(node)
        try:
            return None if text is None else canonical_date(text)
        except DateError as error:
            self.error(node, str(error))
        return None

    def flag(self, node: Node) -> bool | None:
        """Return true or false."""
        text = self.plain(node)
        if text is not None and text.lower() not in _YES_NO:
            self.error(node, f"expected true or false, not '{_cut(text)}'")
        return _YES_NO.get((text or "").lower())

    def choice(self, node: Node, field: fields.Field) -> str | None:
        """Return one of a field's words."""
        text = self.plain(node)
        if text is None or text in field.choices:
            return text
        near = hint(text[:100], field.choices) or f"; expected one of {', '.join(field.choices)}"
        self.error(node, f"{field.key}: cannot be '{_cut(text)}'{near}")
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
        before = self.errors
        chain = self.chain_steps(node)
        if chain is None or self.errors > before:
            return None
        message, mention = check_chain(chain) or ("", None)
        if not message and len(str(chain)) > MAX_TEXT:
            message = f"a chain has at most {MAX_TEXT:,} characters; record it as several chains"
        if message:
            self.report((mention and mention.location) or self.at(node), message, "CG101")
            return None
        return chain

    def chain_text(self, node: Scalar) -> Chain | None:
        """Return a chain written in notation."""
        locate = self.locator(node)
        try:
            return parse_chain(node.value, verbs=self.verbs, locate=locate)
        except NotationError as error:
            cut_off = not node.style and self.text[node.end : node.end + 20].lstrip(" ").startswith("#")
            why = " (' #' begins a comment; put single quotes around the chain)" if cut_off else ""
            self.report(locate(error.column), error.message + why, error.code)
            return None

    def locator(self, node: Scalar) -> Callable[[int], Location]:
        """Return how a column of a scalar's value maps to its place in the file."""
        before = self.column_before(node)
        if before is not None:
            return lambda column: Location(self.path, node.line, before + column)
        raw = self.text[node.start : node.end]
        offsets = value_offsets(raw, node.value, node.style)

        def locate(column: int) -> Location:
            if not offsets:
                return self.at(node)
            offset = offsets[min(column, len(offsets)) - 1]
            return Location(self.path, *place_of(raw, offset, line=node.line, column=node.column))

        return locate

    def column_before(self, node: Scalar) -> int | None:
        """Return the column before a scalar's value, None if the value is not written as it reads."""
        quotes = 1 if node.style in {"'", '"'} else 0
        as_read = self.text.startswith(node.value, node.start + quotes, node.end)
        return node.column + quotes - 1 if as_read else None

    def chain_steps(self, node: Items) -> Chain | None:
        """Return a chain written as a list of steps."""
        steps: list[tuple[Mention | Chain, ...]] = []
        arrows: list[bool] = []
        for item in node.items:
            if not isinstance(item, Entries):
                steps_hint = "a chain such as A <- B needs no [ ], and several chains go under chains:"
                self.error(item, f"a step has source:, unnamed: or missing: true; {steps_hint}")
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
            if not node.items:
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
        if given[0] in {"all", "chain"}:
            for key in sorted(found.keys() - {given[0]}):
                self.error(found[key], f"{key}: has no meaning beside {given[0]}:; write it into each step below it")
        if given[0] == "chain":
            chain = self.chain_steps(value) if isinstance(value, Items) else self.chain(value)
            return (chain,) if chain else ()
        if given[0] != "all":
            mention = self.mention(node, found)
            return (mention,) if mention else ()
        if not isinstance(value, Items) or not value.items:
            self.error(value, "all: is a list of at least one step; list those that stand side by side")
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
        return canonical_value(name, text) if text is not None and not wrong else text

    def flags(self, found: Mapping[str, Node]) -> dict[str, Any]:
        """Return the fields of a mention that flags set."""
        on = {key: self.flag(found[key]) for key in _FLAG_KEYS if key in found}
        values: dict[str, Any] = {key: bool(on[key]) for key in ("own", "confidential") if key in on}
        if (on.get("seen") and on.get("unseen")) or (on.get("firsthand") and on.get("hearsay")):
            self.error(next(iter(found.values())), "two flags that exclude each other; keep one", "CG101")
        seen = True if on.get("seen") else False if on.get("unseen") or on.get("seen") is False else None
        access = next((key for key in ("firsthand", "hearsay") if on.get(key)), None)
        return values | {"seen": seen, "access": access}


def _cut(text: str) -> str:
    """Return a text as a message can quote it."""
    return text if len(text) <= 80 else f"{text[:80]}..."
