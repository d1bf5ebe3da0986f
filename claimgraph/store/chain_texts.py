"""Chains as they are written in a file, and how to write them anew without touching anything else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from claimgraph.errors import NotationError
from claimgraph.model import Chain, Stance
from claimgraph.notation import parse_chain
from claimgraph.store.dumping import scalar
from claimgraph.store.editing import Edit
from claimgraph.store.nodes import Entries, Items, Node, Scalar

WIDTH = 120
_ARROWS = re.compile(r" (?=<[-~] )")


@dataclass(frozen=True, slots=True)
class _Text:
    """A chain written as a text, the column its lines go on under, and whether it stands in brackets."""

    node: Scalar
    indent: int
    flow: bool


def chain_edits(
    text: str, root: Node, verbs: Mapping[str, Stance], change: Callable[[Chain], Chain | None]
) -> Iterator[Edit]:
    """Yield how to write the chains of a file in canonical form, as ``change`` gives them; None leaves one as it is.

    A chain with an anchor, a tag or a comment in its header stays as it is, too.
    """
    for chain in _chain_texts(root, flow=False):
        raw = text[chain.node.start : chain.node.end]
        block = chain.node.style in {"|", ">"}
        if raw[:1] in {"&", "!"} or (block and "#" in raw.partition("\n")[0]):
            continue
        try:
            changed = change(parse_chain(chain.node.value, verbs=verbs))
        except NotationError:  # an attribute of the long form that is called chain
            continue
        if changed is not None and str(changed) != chain.node.value:
            written = _wrapped(str(changed), chain, column=chain.node.column if "\n" in raw else None)
            yield Edit(chain.node.start, chain.node.start + len(raw.rstrip() if block else raw), written)


def _chain_texts(node: Node, *, flow: bool) -> Iterator[_Text]:
    """Yield the chains written as texts, also those within the steps of others."""
    if node.alias:
        return
    if isinstance(node, Items):
        for item in node.items:
            yield from _chain_texts(item, flow=flow or node.flow)
    elif isinstance(node, Entries):
        flow = flow or node.flow
        for key, value in node.entries.items():
            if isinstance(value, Scalar) and key == "chain" and not value.alias and value.value.strip():
                yield _Text(value, node.column + 1, flow)
            elif isinstance(value, Items) and key == "chains" and not value.alias:
                texts = [item for item in value.items if isinstance(item, Scalar) and not item.alias]
                yield from (_Text(item, value.column + 1, flow or value.flow) for item in texts)
                yield from _chain_texts(value, flow=flow)
            else:
                yield from _chain_texts(value, flow=flow)


def _wrapped(canonical: str, chain: _Text, *, column: int | None) -> str:
    """Return a chain as a scalar; one that took several lines breaks before its arrows where it has to."""
    written = scalar(canonical, flow=chain.flow)
    if column is None or chain.flow or written.startswith('"') or column + len(written) <= WIDTH:
        return written
    first, *others = _ARROWS.split(written)
    lines = [" " * (column - 1) + first]
    for part in others:
        if len(lines[-1]) + 1 + len(part) <= WIDTH:
            lines[-1] += f" {part}"
        else:
            lines.append(" " * chain.indent + part)
    return "\n".join(lines).lstrip()
