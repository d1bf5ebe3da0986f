"""Values to YAML text, in the order of the tables in `fields`, readable and stable."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import yaml

from claimgraph.model import Article, Assessment, Checked, Claim, Source, Verdict
from claimgraph.store import fields

_LINE_BREAKS = re.compile("[\n\r\x85\u2028\u2029]")
_NOT_IN_BLOCKS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_PARTS = {Article: fields.ARTICLE, Assessment: fields.ASSESSMENT, Checked: fields.CHECKED, Verdict: fields.VERDICT}


def dumps(claims: Iterable[Claim], *, article: Article | None = None) -> str:
    """Return the text of a file that holds these claims.

    One claim without an article stands alone; otherwise they stand under ``claims:``. Reading the
    text gives equal claims, provided all of them have this article.

    Examples
    --------
    >>> from claimgraph.notation import parse_chain
    >>> print(dumps([Claim("a", "A: yes", (parse_chain('"One" <- ?'),))]), end="")
    id: a
    text: 'A: yes'
    chain: '"One" <- ?'
    """
    listed = list(claims)
    if len(listed) == 1 and article is None:
        return "\n".join(claim_lines(listed[0])) + "\n"
    lines = ["article:", *_indented(_part_lines(article), 2)] if article else []
    items = [line for claim in listed for line in as_item(claim_lines(claim), 2)]
    return "\n".join(lines + (["claims:", *items] if items else ["claims: []"])) + "\n"


def dumps_sources(sources: Iterable[Source]) -> str:
    """Return the text of a registry.

    Examples
    --------
    >>> print(dumps_sources([Source("afp", "outlet", "AFP", wire=True)]), end="")
    sources:
      - id: afp
        kind: outlet
        name: AFP
        wire: true
    """
    items = [line for source in sources for line in as_item(source_lines(source), 2)]
    return "\n".join(["sources:", *items] if items else ["sources: []"]) + "\n"


def claim_lines(claim: Claim) -> list[str]:
    """Return a claim as the lines of a block mapping."""
    lines: list[str] = []
    for field in fields.CLAIM:
        if field.key == "chain":
            lines += [f"chain: {scalar(str(chain))}" for chain in claim.chains if len(claim.chains) == 1]
        elif field.key == "chains":
            if len(claim.chains) > 1:
                lines += ["chains:", *(f"  - {scalar(str(chain))}" for chain in claim.chains)]
        elif field.form == "ids":
            lines += _list_lines(field.key, claim.related(field.key))
        elif field.form == "verdict":
            lines += [f"verdict: {{{_flow(claim.verdict)}}}"] if claim.verdict else []
        elif field.form == "silence":
            lines += _mapping_lines(field.key, {s.code: s.because for s in claim.silence})
        elif field.form in {"assess", "checked"}:
            parts: Sequence[Assessment | Checked] = getattr(claim, field.key)
            lines += [f"{field.key}:", *(f"  - {{{_flow(part)}}}" for part in parts)] if parts else []
        else:
            value = getattr(claim, field.key)
            lines += _list_lines(field.key, value) if isinstance(value, tuple) else _text_lines(field.key, value)
    return lines


def source_lines(source: Source) -> list[str]:
    """Return a source as the lines of a block mapping."""
    lines: list[str] = []
    for field in fields.SOURCE:
        value = getattr(source, field.key)
        if field.form == "assess":
            lines += [f"{field.key}:", *(f"  - {{{_flow(part)}}}" for part in value)] if value else []
        elif isinstance(value, tuple):
            lines += _list_lines(field.key, value)
        elif isinstance(value, bool):
            lines += [f"{field.key}: true"] if value else []
        elif value:
            lines += _text_lines(field.key, value)
    return lines


def as_item(lines: Sequence[str], indent: int) -> list[str]:
    """Return the lines of a mapping as an item of a list, its dash ``indent`` columns in."""
    first, *others = lines
    return [f"{' ' * indent}- {first}", *_indented(others, indent + 2)]


def scalar(text: str, *, flow: bool = False) -> str:
    """Return a text as a YAML scalar on one line, plain wherever that is read back the same.

    Examples
    --------
    >>> scalar("no"), scalar("a: b"), scalar("? <- A"), scalar("x, y", flow=True)
    ('no', "'a: b'", "'? <- A'", "'x, y'")
    """
    if not text:
        return "''"
    written = _emitted(text, flow=flow, style=None)
    return _emitted(text, flow=flow, style='"') if _LINE_BREAKS.search(written) else written


def _emitted(text: str, *, flow: bool, style: str | None) -> str:
    """Let the emitter write a text as the only item of a list, where it must be plain enough to stand in one."""
    events: list[yaml.Event] = [
        yaml.StreamStartEvent(),
        yaml.DocumentStartEvent(),
        yaml.SequenceStartEvent(None, None, True, flow_style=flow),
        yaml.ScalarEvent(None, None, (style is None, True), text, style=style),
        yaml.SequenceEndEvent(),
        yaml.DocumentEndEvent(),
        yaml.StreamEndEvent(),
    ]
    emitted: str = yaml.emit(events, allow_unicode=True, width=10**9).rstrip("\n")
    return emitted[1:-1] if flow else emitted.removeprefix("- ")


def flow_list(values: Iterable[str]) -> str:
    """Return texts as a list in brackets.

    Examples
    --------
    >>> flow_list(["a", "b, c"])
    "[a, 'b, c']"
    """
    return f"[{', '.join(scalar(value, flow=True) for value in values)}]"


def _mapping_lines(key: str, values: Mapping[str, str]) -> list[str]:
    return [f"{key}:", *(f"  {scalar(name)}: {scalar(text)}" for name, text in values.items())] if values else []


def _list_lines(key: str, values: Sequence[str]) -> list[str]:
    return [f"{key}: {flow_list(values)}"] if values else []


def _text_lines(key: str, text: str | None) -> list[str]:
    if not text:
        return []
    lines = text.split("\n")
    simple = all(line.strip() == line for line in lines) and lines[0] and lines[-1]
    if len(lines) > 1 and simple and not _NOT_IN_BLOCKS.search(text):
        return [f"{key}: |", *(f"  {line}" if line else "" for line in lines)]
    return [f"{key}: {scalar(text)}"]


def _part_lines(part: Article | Assessment | Checked | Verdict) -> list[str]:
    return [f"{key}: {scalar(value)}" for key, value in _pairs(part)]


def _flow(part: Article | Assessment | Checked | Verdict) -> str:
    return ", ".join(f"{key}: {scalar(value, flow=True)}" for key, value in _pairs(part))


def _pairs(part: Article | Assessment | Checked | Verdict) -> list[tuple[str, str]]:
    named = ((field.key, getattr(part, "value" if field.key == "is" else field.key)) for field in _PARTS[type(part)])
    return [(key, value) for key, value in named if value]


def _indented(lines: Iterable[str], indent: int) -> list[str]:
    return [f"{' ' * indent}{line}" if line else "" for line in lines]
