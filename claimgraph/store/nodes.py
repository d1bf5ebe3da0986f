"""YAML text to a tree of nodes: strings only, positions kept, everything bounded.

Built straight from libyaml's events, so that duplicate keys, tags and aliases are seen as they are
written and nothing is ever turned into a number, a date or a Python object.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from claimgraph.model import Location, Problem
from claimgraph.store.messages import MAX_PROBLEMS, git_conflict, illegal_character, one_line, syntax_problem

MAX_DEPTH = 40
MAX_VALUES = 3_000_000
"""How many values a file may have."""

MAX_NODES = 1_000_000
"""How many of them may be held at a time: all but those of claims that are read one after the other."""

MAX_ALIASED = 10_000
"""How many values all aliases of a file together may stand for; a long text counts as several."""

MAX_ENTRIES = 10_000
"""How many entries a list or mapping inside a claim or source may have; a file holds any number of claims."""

_HOLDS_ANY = frozenset({"claims", "sources"})
"""The keys at the top of a file whose entries are counted by nobody."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN_TAGS = {None, "!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"}


@dataclass(slots=True, eq=False)
class Node:
    """Any node. Lines and columns count from 1; ``start`` and ``end`` are offsets into the text."""

    line: int
    column: int
    start: int
    end: int = 0
    weight: int = 1
    alias: bool = False


@dataclass(slots=True, eq=False)
class Scalar(Node):
    """A string; ``style`` is empty for a plain one, else the character that begins it."""

    value: str = ""
    style: str = ""


@dataclass(slots=True, eq=False)
class Items(Node):
    """A sequence; ``flow`` tells whether it is written in ``[ ]``, ``over`` that it holds more than is read."""

    items: list[Node] = field(default_factory=list)
    flow: bool = False
    most: int = MAX_NODES
    over: bool = False


@dataclass(slots=True, eq=False)
class Entries(Node):
    """A mapping from key to value, with the node of every key beside it; ``flow`` and ``over`` as of `Items`."""

    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Scalar] = field(default_factory=dict)
    flow: bool = False
    most: int = MAX_NODES
    over: bool = False


class YamlError(Exception):
    """The text is not YAML that we read; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


Take = Callable[["Entries", Node], object]
"""Takes what stands before ``claims:`` in a file, and one of these claims."""


def parse_yaml(
    text: str, path: str, *, most: int = MAX_NODES, take: Take | None = None
) -> tuple[list[Node], list[Problem]]:
    """Return the documents of a text and what is wrong with them short of not being YAML.

    Parameters
    ----------
    text, path : str
        YAML, and what problems call the file.
    most : int
        So many entries of a list or mapping are kept, unless it holds the claims or sources of the file. Of a longer
        one a problem tells, and it and all that it stands in are marked as ``over``.

    Raises
    ------
    YamlError
        The text is no YAML, goes past a bound, or holds an unresolved git conflict. The problem says where.
    """
    conflict = git_conflict(text, path)
    if conflict:
        raise YamlError(conflict)
    builder = _Builder(path, most, take)
    try:
        builder.take_all(text)
    except yaml.MarkedYAMLError as error:
        raise YamlError(syntax_problem(error, text, path)) from None
    except (yaml.reader.ReaderError, UnicodeEncodeError):
        raise YamlError(illegal_character(text, path) or builder.bound("a character that YAML forbids")) from None
    except RecursionError:
        raise YamlError(builder.bound("nested too deep")) from None
    return builder.documents, builder.problems


def leaf(node: Node) -> Node:
    """Return the node that stands last inside a node: where it really ends on the page."""
    while True:
        inside = [] if node.alias or getattr(node, "flow", False) else children(node)
        if not inside:
            return node
        node = inside[-1]


def children(node: Node) -> list[Node]:
    """Return the items of a sequence, the values of a mapping, or nothing."""
    if isinstance(node, Entries):
        return list(node.entries.values())
    return node.items if isinstance(node, Items) else []


def scalars(node: Node) -> Iterator[Scalar]:
    """Yield all texts as they stand on the page, keys among them, each once and in their order."""
    if node.alias:
        return
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Items):
        for item in node.items:
            yield from scalars(item)
    elif isinstance(node, Entries):
        for key, value in node.entries.items():
            yield from scalars(node.keys[key])
            yield from scalars(value)


class _Builder:
    """Takes events one by one and keeps the open nodes on a stack."""

    def __init__(self, path: str, most: int, take: Take | None) -> None:
        self.path = path
        self.most = most
        self.taking = take
        self.documents: list[Node] = []
        self.problems: list[Problem] = []
        self.stack: list[Items | Entries] = []
        self.pending: list[Scalar | None] = []
        self.anchors: dict[str, Node] = {}
        self.open_anchors: dict[int, str] = {}
        self.told: Node | None = None
        self.claims: Node | None = None
        self.nodes = self.values = 0
        self.before_claims = 0
        self.aliased = 0

    def take_all(self, text: str) -> None:
        loader = _LOADER(text)
        following = loader.get_event
        try:
            while (event := following()) is not None:
                if event.__class__ is yaml.ScalarEvent:
                    self.scalar(event)
                else:
                    self.take(event)
        finally:
            loader.dispose()

    def scalar(self, event: Any) -> None:
        if event.tag not in _PLAIN_TAGS:
            self.tagged(event)
        value = event.value
        start = event.start_mark
        weight = 1 + len(value) // 64
        self.add(
            Scalar(
                start.line + 1,
                start.column + 1,
                start.index,
                event.end_mark.index,
                weight,
                False,
                value,
                event.style or "",
            ),
            event.anchor,
        )

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.MappingStartEvent):
            if event.tag not in _PLAIN_TAGS:
                self.tagged(event)
            self.open(Entries(*_place(event), flow=bool(event.flow_style)), event.anchor)
        elif isinstance(event, yaml.SequenceStartEvent):
            if event.tag not in _PLAIN_TAGS:
                self.tagged(event)
            self.open(Items(*_place(event), flow=bool(event.flow_style)), event.anchor)
        elif isinstance(event, yaml.CollectionEndEvent):
            node_ended = self.stack.pop()
            self.pending.pop()
            node_ended.end = _end(event)
            self.add(node_ended, self.open_anchors.pop(id(node_ended), None))
        elif isinstance(event, yaml.AliasEvent):
            self.alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self.anchors.clear()

    def open(self, node: Items | Entries, anchor: str | None) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise YamlError(self.bound(f"nested more than {MAX_DEPTH} deep", node))
        if anchor:
            self.open_anchors[id(node)] = anchor
        if not self.holds_any():
            node.most = self.most
        elif self.taking and isinstance(node, Items) and self.is_claims():
            self.claims, self.before_claims = node, self.nodes
        self.stack.append(node)
        self.pending.append(None)

    def holds_any(self) -> bool:
        """Tell whether what begins here is a file, or the list of its claims or sources."""
        key = self.pending[-1] if len(self.stack) == 1 else None
        return not self.stack or (key is not None and key.value in _HOLDS_ANY)

    def is_claims(self) -> bool:
        """Tell whether the first list of claims of the first document begins here."""
        root, key = self.stack[:1], self.pending[-1:]
        known = isinstance(root[0], Entries) and "claims" not in root[0].entries if root else False
        return known and not self.documents and key[0] is not None and key[0].value == "claims"

    def alias(self, event: yaml.AliasEvent) -> None:
        target = self.anchors.get(event.anchor or "")
        line, column, start = _place(event)
        at = Scalar(line, column, start, _end(event))
        if target is None:
            message = (
                f"alias *{event.anchor} stands for nothing yet; put single quotes around a text that begins with *"
            )
            raise YamlError(self.bound(message, at))
        self.aliased += target.weight
        if self.aliased > MAX_ALIASED:
            raise YamlError(self.bound(f"aliases stand for more than {MAX_ALIASED:,} values; use fewer", at))
        if len(self.stack) + _depth(target) > MAX_DEPTH:
            raise YamlError(self.bound(f"nested more than {MAX_DEPTH} deep", at))
        self.add(replace(target, line=line, column=column, start=start, end=at.end, alias=True), None)

    def add(self, node: Node, anchor: str | None) -> None:
        self.nodes += 1
        self.values += 1
        if self.nodes > MAX_NODES or self.values > MAX_VALUES:
            most = MAX_VALUES if self.values > MAX_VALUES else MAX_NODES
            raise YamlError(self.bound(f"more than {most:,} values; split the file", node))
        if anchor:
            self.anchors[anchor] = node
        if not self.stack:
            self.documents.append(node)
            return
        parent = self.stack[-1]
        parent.weight += node.weight
        if not isinstance(node, Scalar) and getattr(node, "over", False):
            parent.over = True
        if isinstance(parent, Items):
            if parent is self.claims:
                self.hand_over(node)
            elif len(parent.items) < parent.most:
                parent.items.append(node)
            else:
                self.leave_out(parent)
        elif self.pending[-1] is None:
            self.pending[-1] = self.key(node)
        else:
            key = self.pending[-1]
            self.pending[-1] = None
            self.enter(parent, key, node)

    def hand_over(self, claim: Node) -> None:
        """Give away a claim, which is not held any more."""
        root = self.stack[0]
        assert self.taking
        assert isinstance(root, Entries)
        self.taking(root, claim)
        self.nodes = self.before_claims

    def enter(self, parent: Entries, key: Scalar, node: Node) -> None:
        if key.value in parent.keys:
            first = parent.keys[key.value].line
            self.problem(key, f"duplicate key '{key.value}' (first in line {first}); keep one of the two")
        elif key.value == "<<" and not key.style:
            self.problem(key, "merge keys (<<) are not read here; write the keys themselves")
        elif len(parent.entries) >= parent.most:
            self.leave_out(parent)
        elif key.style != "?":
            parent.entries[key.value] = node
            parent.keys[key.value] = key

    def leave_out(self, parent: Items | Entries) -> None:
        """Tell, once, that a list or mapping is longer than what is kept of it."""
        if not parent.over or self.told is not parent:
            self.told = parent
            parent.over = True
            rule = "what they belong to is left out until it has fewer"
            self.problem(parent, f"more than {parent.most:,} entries in one place; {rule}")

    def key(self, node: Node) -> Scalar:
        if isinstance(node, Scalar):
            return node
        self.problem(node, "a key must be a word; a chain that starts with ? or [ needs single quotes around it")
        return Scalar(node.line, node.column, node.start, node.end, value=f"<line {node.line}>", style="?")

    def tagged(self, event: yaml.Event) -> None:
        tag = getattr(event, "tag", None)
        message = f"tag {tag} is not read here; delete it, or put single quotes around a text that begins with !"
        self.problem(Node(*_place(event)), message)

    def problem(self, node: Node, message: str) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            place = Location(self.path, node.line, node.column)
            self.problems.append(Problem(place, "CG109", "error", one_line(message)))

    def bound(self, message: str, node: Node | None = None) -> Problem:
        line, column = (node.line, node.column) if node else (1, 1)
        place = Location(self.path, line, column)
        return Problem(place, "CG109", "error", one_line(f"{message}; the file is left out"))


def _depth(node: Node) -> int:
    """Return how deep a node nests; only asked of what an alias may stand for, and so never of much."""
    inside = children(node)
    return 1 + max(map(_depth, inside)) if inside else int(not isinstance(node, Scalar))


def _end(event: yaml.Event) -> int:
    assert event.end_mark is not None
    return event.end_mark.index


def _place(event: yaml.Event) -> tuple[int, int, int]:
    mark = event.start_mark
    assert mark is not None
    return mark.line + 1, mark.column + 1, mark.index
