"""Edits of a file's text by the marks of its nodes: every byte outside the edit stays as it was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claimgraph.errors import StoreError
from claimgraph.store.comments import begin_of_body, comment_spans
from claimgraph.store.dumping import as_item, flow_list, scalar
from claimgraph.store.nodes import Entries, Items, Node, Scalar, YamlError, children, leaf, parse_yaml


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """What is to stand from ``start`` to ``end`` of a text."""

    start: int
    end: int
    text: str


def apply_edits(text: str, edits: Iterable[Edit | None]) -> str:
    """Return the text with all of some edits made, none of which touch.

    Examples
    --------
    >>> apply_edits("a b c", [Edit(4, 5, "C"), None, Edit(0, 1, "A")])
    'A b C'
    """
    pieces = []
    position = 0
    for edit in sorted(edit for edit in edits if edit is not None):
        pieces += [text[position : edit.start], edit.text]
        position = edit.end
    return "".join([*pieces, text[position:]])


def parse_root(text: str, path: str) -> Entries:
    """Return the mapping a file consists of.

    Raises
    ------
    StoreError
        The file is not one whole YAML mapping, so that no edit of it is safe.
    """
    try:
        documents, problems = parse_yaml(text, path)
    except YamlError as error:
        raise StoreError(f"{error.problem}; mend the file first") from None
    if problems:
        raise StoreError(f"{problems[0]}; mend the file first")
    if len(documents) > 1:
        raise StoreError(f"{path}: holds several YAML documents, so nothing can be added to it; split the file")
    if not documents or not isinstance(documents[0], Entries):
        raise StoreError(f"{path}: not a mapping at the top, so nothing can be added to it; name another file")
    return documents[0]


def holds_nothing(text: str) -> bool:
    """Tell whether a text is nothing but comments and empty space."""
    return all(not line.strip() or line.lstrip().startswith("#") for line in text.splitlines())


def append_lines(text: str, lines: Sequence[str]) -> str:
    r"""Return the text with lines behind its last one, ended as its own are.

    Examples
    --------
    >>> append_lines("# c", ["a: b"])
    '# c\na: b\n'
    """
    newline = _newline(text)
    glue = "" if not text or text.endswith("\n") else newline
    return text + glue + newline.join([*lines, ""])


def append_item(text: str, path: str, key: str, lines: Sequence[str]) -> str:
    r"""Return the text with one more mapping, given as block lines, at the end of the list under ``key``.

    Raises
    ------
    StoreError
        There is no such list, or it is written in brackets.

    Examples
    --------
    >>> print(append_item("claims:\n- id: a  # first\n", "x.yaml", "claims", ["id: b", "text: B."]), end="")
    claims:
    - id: a  # first
    - id: b
      text: B.
    """
    root = parse_root(text, path)
    listed = root.entries.get(key)
    if listed is None:
        raise StoreError(f"{path}: has no {key}: list to append to; name a file that has one, or a new one")
    if root.flow or listed.alias:
        raise StoreError(f"{path}:{root.line}: is written in braces or as an alias; write {key}: on a line of its own")
    if isinstance(listed, Items) and listed.items and not listed.flow:
        return _insert_lines(text, _line_end(text, leaf(listed)), as_item(lines, listed.column - 1))
    empty = isinstance(listed, Items) and not text[listed.start + 1 : listed.end - 1].strip()
    if empty or (isinstance(listed, Scalar) and listed.start == listed.end):
        before = text[: listed.start].rstrip(" \t") if empty else text[: listed.start]
        rest = text[listed.end :]
        at = len(before) + (rest.find("\n") + 1 or len(rest))
        return _insert_lines(before + rest, at, as_item(lines, root.column - 1 + 2))
    raise StoreError(f"{path}:{listed.line}: {key}: is not a list with a '- ' before every item; write it so first")


def remove_item(text: str, path: str, listed: Items, index: int) -> str:
    r"""Return the text without one item of a block list; all comments stay.

    Raises
    ------
    StoreError
        The list is written in brackets.

    Examples
    --------
    >>> text = "a:\n- x: 1  # why\n  y: 2\n- x: 3\n"
    >>> print(remove_item(text, "x.yaml", parse_root(text, "x.yaml").entries["a"], 0), end="")
    a:
    # why
    - x: 3
    """
    if listed.flow:
        raise StoreError(f"{path}:{listed.line}: the list is written in brackets; write it with '- ' items first")
    item = listed.items[index]
    dash = _dash(text, listed, item)
    start = text.rfind("\n", 0, dash) + 1
    end = _line_end(text, leaf(item))
    indent = " " * (listed.column - 1)
    kept = [indent + text[a:b].rstrip() for a, b in comment_spans(text, parse_yaml(text, path)[0]) if start <= a < end]
    if len(listed.items) > 1:
        return _insert_lines(text[:start] + text[end:], start, kept) if kept else text[:start] + text[end:]
    return _insert_lines(text[:start] + text[end:], start, [*kept, f"{indent}[]"])


def set_text(text: str, entries: Entries, key: str, value: str) -> str:
    """Return the text with the value of a key of a mapping replaced, or the key added at its end."""
    node = entries.entries.get(key)
    written = scalar(value, flow=entries.flow)
    if node is None:
        return _insert_key(text, entries, key, written)
    space = "" if text[node.start - 1 : node.start].isspace() else " "
    return text[: node.start] + space + written + text[_value_end(text, leaf(node)) :]


def extend_list(text: str, entries: Entries, key: str, values: Sequence[str]) -> str:
    """Return the text with values added to a list of a mapping, which is made if it is not there.

    Examples
    --------
    >>> entries = parse_root("{id: a, aliases: [x]}", "x.yaml")
    >>> extend_list("{id: a, aliases: [x]}", entries, "aliases", ["y, z"])
    "{id: a, aliases: [x, 'y, z']}"
    """
    node = entries.entries.get(key)
    if node is None:
        return _insert_key(text, entries, key, flow_list(values))
    if isinstance(node, Items) and not node.flow:
        lines = [f"{' ' * (node.column - 1)}- {scalar(value)}" for value in values]
        return _insert_lines(text, _line_end(text, leaf(node)), lines)
    if isinstance(node, Items):
        return _insert_in_flow(text, node, flow_list(values)[1:-1])
    old = [node.value] if isinstance(node, Scalar) and node.value else []
    space = "" if text[node.start - 1 : node.start].isspace() else " "
    return text[: node.start] + space + flow_list([*old, *values]) + text[_value_end(text, node) :]


def key_behind(text: str, entries: Entries, before: str, key: str, value: str) -> Edit:
    r"""Return how to put a key into a mapping, behind another one.

    Examples
    --------
    >>> text = "a: 1  # one\nc: 3\n"
    >>> apply_edits(text, [key_behind(text, parse_root(text, "x.yaml"), "a", "b", "2")])
    'a: 1  # one\nb: 2\nc: 3\n'
    """
    written = f"{key}: {scalar(value, flow=entries.flow)}"
    last = leaf(entries.entries[before])
    if entries.flow:
        return Edit(last.end, last.end, f", {written}")
    at = _line_end(text, last)
    newline = _newline(text)
    line = " " * (entries.column - 1) + written
    return Edit(at, at, line + newline if text[:at].endswith("\n") else newline + line)


def _insert_key(text: str, entries: Entries, key: str, value: str) -> str:
    if entries.flow:
        return _insert_in_flow(text, entries, f"{key}: {value}")
    return _insert_lines(text, _line_end(text, leaf(entries)), [f"{' ' * (entries.column - 1)}{key}: {value}"])


def _insert_in_flow(text: str, node: Items | Entries, written: str) -> str:
    """Return the text with something written behind the last item of a list in brackets or a mapping in braces."""
    inside = children(node)
    if not inside:
        return text[: node.start + 1] + written + text[node.start + 1 :]
    at = inside[-1].end
    return f"{text[:at]}, {written}{text[at:]}"


def _insert_lines(text: str, at: int, lines: Sequence[str]) -> str:
    newline = _newline(text)
    before = text[:at]
    glue = "" if not before or before.endswith("\n") else newline
    ending = newline if text[at:] or before.endswith("\n") else ""
    return before + glue + newline.join(lines) + ending + text[at:]


def _line_end(text: str, node: Node) -> int:
    """Return the offset behind the line on which a node ends; blank lines behind a block text stay behind it."""
    if isinstance(node, Scalar) and node.style in {"|", ">"}:
        if "+" in text[node.start : begin_of_body(text, node)]:
            return node.end
        end = _value_end(text, node)
    else:
        end = node.end
    newline = text.find("\n", end)
    return len(text) if newline < 0 else newline + 1


def _value_end(text: str, node: Node) -> int:
    """Return where a value ends, without the line breaks behind a block text."""
    if not isinstance(node, Scalar) or node.style not in {"|", ">"}:
        return node.end
    body = begin_of_body(text, node)
    kept = text[body : node.end].rstrip()
    return body + len(kept) if kept else len(text[:body].rstrip("\r\n"))


def _dash(text: str, listed: Items, item: Node) -> int:
    """Return where the dash before an item of a block list stands: on its line or above, in the list's column."""
    line = text.rfind("\n", 0, item.start) + 1
    while True:
        dash = line + listed.column - 1
        if dash <= listed.start or (text.startswith("-", dash) and not text[line:dash].strip()):
            return max(dash, listed.start)
        line = text.rfind("\n", 0, line - 1) + 1


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
