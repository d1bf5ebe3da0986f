"""Edits of a file's text by the marks of its nodes: every byte outside the edit stays as it was."""

from __future__ import annotations

from collections.abc import Sequence

from claimgraph.errors import StoreError
from claimgraph.store.dumping import as_item, flow_list, scalar
from claimgraph.store.nodes import Entries, Items, Node, Scalar, YamlError, leaf, parse_yaml


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
    if len(documents) != 1 or not isinstance(documents[0], Entries):
        raise StoreError(f"{path}: not a mapping at the top, so nothing can be added to it; name another file")
    return documents[0]


def append_item(text: str, path: str, key: str, lines: Sequence[str]) -> str:
    r"""Return the text with one more mapping, given as block lines, at the end of the list under ``key``.

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
    newline = _newline(text)
    if listed is None:
        raise StoreError(f"{path}: has no {key}: list to append to; name a file that has one, or a new one")
    empty_flow = isinstance(listed, Items) and listed.flow and not listed.items
    if empty_flow or (isinstance(listed, Scalar) and not listed.value):
        indent = root.column - 1 + 2
        item = newline.join(["", *as_item(lines, indent)])
        colon = text.index(":", root.keys[key].end) + 1
        return text[:colon] + item + text[listed.end if empty_flow else colon :]
    if not isinstance(listed, Items) or listed.flow:
        raise StoreError(f"{path}:{listed.line}: {key}: is not a list with a '- ' before every item; write it so first")
    at = _line_end(text, leaf(listed))
    return _insert_lines(text, at, as_item(lines, listed.column - 1))


def remove_item(text: str, path: str, listed: Items, index: int) -> str:
    """Return the text without one item of a block list; comments between items stay."""
    if listed.flow:
        raise StoreError(f"{path}:{listed.line}: the list is written in brackets; write it with '- ' items first")
    item = listed.items[index]
    dash = text.rfind("-", 0, item.start + 1)
    start = text.rfind("\n", 0, dash) + 1
    if len(listed.items) == 1:
        return text[:dash] + "[]" + text[leaf(item).end :]
    return text[:start] + text[_line_end(text, leaf(item)) :]


def set_text(text: str, entries: Entries, key: str, value: str) -> str:
    """Return the text with the value of a key of a mapping replaced, or the key added at its end."""
    node = entries.entries.get(key)
    if node is None:
        return _insert_key(text, entries, key, scalar(value, flow=entries.flow))
    return text[: node.start] + scalar(value, flow=entries.flow) + text[leaf(node).end :]


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
        added = flow_list(values)[1:-1]
        before = text[: node.end - 1].rstrip()
        comma = "" if before.endswith(("[", ",")) else ","
        return before + comma + (" " if node.items else "") + added + text[len(text[: node.end - 1].rstrip()) :]
    old = [node.value] if isinstance(node, Scalar) and node.value else []
    space = "" if text[node.start - 1 : node.start].isspace() else " "
    return text[: node.start] + space + flow_list([*old, *values]) + text[node.end :]


def _insert_key(text: str, entries: Entries, key: str, value: str) -> str:
    if entries.flow:
        body = text[: entries.end - 1].rstrip()
        return body + ("" if body.endswith((",", "{")) else ",") + f" {key}: {value}" + text[entries.end - 1 :]
    return _insert_lines(text, _line_end(text, leaf(entries)), [f"{' ' * (entries.column - 1)}{key}: {value}"])


def _insert_lines(text: str, at: int, lines: Sequence[str]) -> str:
    newline = _newline(text)
    before = text[:at]
    glue = "" if not before or before.endswith("\n") else newline
    ending = newline if text[at:] or before.endswith("\n") else ""
    return before + glue + newline.join(lines) + ending + text[at:]


def _line_end(text: str, node: Node) -> int:
    """Return the offset behind the line on which a node ends; blank lines behind a block text stay behind it."""
    if isinstance(node, Scalar) and node.style in {"|", ">"}:
        return _block_end(text, node)
    newline = text.find("\n", node.end)
    return len(text) if newline < 0 else newline + 1


def _block_end(text: str, node: Scalar) -> int:
    header_end = text.find("\n", node.start)
    if header_end < 0:
        return len(text)
    body = text[header_end + 1 : node.end]
    if "+" in text[node.start : header_end]:
        return node.end
    kept = body.rstrip()
    newline = text.find("\n", header_end + 1 + len(kept)) if kept else header_end
    return len(text) if newline < 0 else newline + 1


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
