"""YAML text to a tree of nodes: strings only, positions kept, everything bounded.

Built straight from libyaml's events, so that duplicate keys, tags and aliases are seen as they are
written and nothing is ever turned into a number, a date or a Python object.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import yaml

from claimgraph.model import Location, Problem

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 40
MAX_ALIASED = 10_000
"""How many nodes all aliases of a file together may stand for."""

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


@dataclass(slots=True, eq=False)
class Scalar(Node):
    """A string; ``style`` is empty for a plain one, else the character that begins it."""

    value: str = ""
    style: str = ""


@dataclass(slots=True, eq=False)
class Items(Node):
    """A sequence; ``flow`` tells whether it is written in ``[ ]``."""

    items: list[Node] = field(default_factory=list)
    flow: bool = False


@dataclass(slots=True, eq=False)
class Entries(Node):
    """A mapping from key to value, with the node of every key beside it."""

    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Scalar] = field(default_factory=dict)
    flow: bool = False


class YamlError(Exception):
    """The text is not YAML that we read; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def parse_yaml(text: str, path: str) -> tuple[list[Node], list[Problem]]:
    """Return the documents of a text and what is wrong with them short of not being YAML.

    Raises
    ------
    YamlError
        The text is no YAML, or goes past a bound. The problem says where.
    """
    builder = _Builder(path)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise YamlError(_syntax_problem(error, path)) from None
    except yaml.reader.ReaderError as error:
        line, column = _line_column(text, error.position)
        message = f"{error.reason}; delete this character"
        raise YamlError(Problem(Location(path, line, column), "CG109", "error", message)) from None
    except RecursionError:
        raise YamlError(builder.bound("nested too deep")) from None
    return builder.documents, builder.problems


def leaf(node: Node) -> Node:
    """Return the node that stands last inside a node: where it really ends on the page."""
    while True:
        inside = list(node.entries.values()) if isinstance(node, Entries) else []
        inside = node.items if isinstance(node, Items) else inside
        if not inside or getattr(node, "flow", False):
            return node
        node = inside[-1]


def _line_column(text: str, offset: int) -> tuple[int, int]:
    before = text[: max(0, offset)]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _syntax_problem(error: yaml.MarkedYAMLError, path: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    what = " ".join(str(error.problem or error.context or "unreadable").split())
    message = f"not valid YAML: {what}; a text with ': ', ' #' or a quote at its start needs single quotes around it"
    return Problem(Location(path, line, column), "CG109", "error", message)


class _Builder:
    """Takes events one by one and keeps the open nodes on a stack."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.documents: list[Node] = []
        self.problems: list[Problem] = []
        self.stack: list[Items | Entries] = []
        self.pending: list[Scalar | None] = []
        self.anchors: dict[str, Node] = {}
        self.open_anchors: dict[int, str] = {}
        self.aliased = 0

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self.check_tag(event)
            node = Scalar(*_place(event), _end(event), 1, event.value, event.style or "")
            self.add(node, event.anchor)
        elif isinstance(event, yaml.MappingStartEvent):
            self.check_tag(event)
            self.open(Entries(*_place(event), flow=bool(event.flow_style)), event.anchor)
        elif isinstance(event, yaml.SequenceStartEvent):
            self.check_tag(event)
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
        self.stack.append(node)
        self.pending.append(None)

    def alias(self, event: yaml.AliasEvent) -> None:
        target = self.anchors.get(event.anchor or "")
        at = Scalar(*_place(event), _end(event))
        if target is None:
            raise YamlError(self.bound(f"alias *{event.anchor} stands for nothing, or for something around it", at))
        self.aliased += target.weight
        if self.aliased > MAX_ALIASED:
            raise YamlError(self.bound(f"aliases stand for more than {MAX_ALIASED:,} values", at))
        self.add(target, None)

    def add(self, node: Node, anchor: str | None) -> None:
        if anchor:
            self.anchors[anchor] = node
        if not self.stack:
            self.documents.append(node)
            return
        parent = self.stack[-1]
        parent.weight += node.weight
        if isinstance(parent, Items):
            parent.items.append(node)
        elif self.pending[-1] is None:
            self.pending[-1] = self.key(node)
        else:
            key = self.pending[-1]
            self.pending[-1] = None
            if key.value in parent.keys:
                first = parent.keys[key.value].line
                self.problem(key, f"duplicate key '{key.value}' (first in line {first}); keep one of the two")
            else:
                parent.entries[key.value] = node
                parent.keys[key.value] = key

    def key(self, node: Node) -> Scalar:
        if isinstance(node, Scalar):
            return node
        self.problem(node, "a key must be a word; a chain that starts with ? or [ needs single quotes around it")
        return Scalar(node.line, node.column, node.start, node.end, value=f"<line {node.line}>")

    def check_tag(self, event: yaml.NodeEvent) -> None:
        tag = getattr(event, "tag", None)
        if tag not in _PLAIN_TAGS:
            self.problem(Node(*_place(event)), f"tag {tag} is not used here; delete it")

    def problem(self, node: Node, message: str) -> None:
        self.problems.append(Problem(Location(self.path, node.line, node.column), "CG109", "error", message))

    def bound(self, message: str, node: Node | None = None) -> Problem:
        line, column = (node.line, node.column) if node else (1, 1)
        return Problem(Location(self.path, line, column), "CG109", "error", f"{message}; the file is left out")


def _end(event: yaml.Event) -> int:
    assert event.end_mark is not None
    return event.end_mark.index


def _place(event: yaml.Event) -> tuple[int, int, int]:
    mark = event.start_mark
    assert mark is not None
    return mark.line + 1, mark.column + 1, mark.index
