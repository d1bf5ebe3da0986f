"""Our own JSON: the whole record, the same keys as in its files, lossless both ways.

A chain is its text in the notation where that reads back equal, and a list of steps where it does not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from claimgraph.errors import STAMP, FormatError
from claimgraph.formats.base import Imported, Losses, Options
from claimgraph.formats.json_reading import DocumentReader, document_of
from claimgraph.index.rows import reads_back
from claimgraph.model import STANCES, VERBS, Chain, Claim, Mention, Source, Stance
from claimgraph.model.chain import ATTRIBUTE_KEYS
from claimgraph.redaction import Released
from claimgraph.store import fields

FORMAT, VERSION = "claimgraph", 1
_SURROGATES = re.compile("[\ud800-\udfff]")


def dumps(name: str, released: Released) -> str:  # noqa: ARG001
    """Return the record, or as much of it as may leave.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Ledger
    >>> from claimgraph.notation import parse_chain
    >>> from claimgraph.redaction import release
    >>> record = Ledger((Claim("c", "C.", (parse_chain("A <- B"),)),))
    >>> json.loads(dumps("json", release(build_graph(record), record)))["claims"]
    [{'id': 'c', 'text': 'C.', 'chains': ['A <- B']}]
    """
    value = to_value([released.claims[one] for one in sorted(released.claims)], released.sources, released.verbs)
    stamp = {"stamp": STAMP} if released.internal else {}
    head = {"format": FORMAT, "version": VERSION, **stamp, "redacted": not released.internal}
    text = json.dumps({**head, **value}, ensure_ascii=False, indent=1) + "\n"
    return _SURROGATES.sub(lambda half: f"\\u{ord(half.group()):04x}", text)


def to_value(claims: Sequence[Claim], sources: Sequence[Source], verbs: Mapping[str, Stance]) -> dict[str, Any]:
    """Return verbs, articles, claims and sources as JSON holds them."""
    listed = {repr(c.article): c.article for c in claims if c.article}
    places = {key: number for number, key in enumerate(listed)}
    spoken = {m.verb for claim in claims for chain in claim.chains for m in chain.mentions}
    own = {verb: stance for verb, stance in sorted(verbs.items()) if verb in spoken and VERBS.get(verb) != stance}
    return {
        "verbs": own,
        "articles": [_part(article, fields.ARTICLE) for article in listed.values()],
        "claims": [_claim(c, places.get(repr(c.article)), {**VERBS, **verbs}) for c in claims],
        "sources": [_part(source, fields.SOURCE) for source in sorted(sources, key=lambda s: s.id)],
    }


def loads(name: str, data: bytes, options: Options) -> Imported:  # noqa: ARG001
    """Return the claims and sources of a file in our own JSON; one that breaks a rule is refused whole.

    Raises
    ------
    FormatError
        With the path in the document, such as ``claims[3].chains[0]``.
    """
    document = document_of(data)
    if document.get("format") != FORMAT:
        raise FormatError('format: is not "claimgraph"; this is JSON of something else')
    if str(document.get("version")) != str(VERSION):
        raise FormatError(f"version: is {document.get('version')}, and this claimgraph reads {VERSION}; update it")
    unknown = set(document) - {"format", "version", "stamp", "redacted", "verbs", "articles", "claims", "sources"}
    if unknown:
        raise FormatError(f"unknown key '{min(unknown)[:80]}'; the keys are in `claimgraph schema json`")
    losses = Losses()
    verbs = _verbs(document.get("verbs", {}))
    for verb, stance in verbs.items():
        losses.add("own verbs, to be added to .claimgraph/config.yaml", f"{verb}: {stance}")
    claims, sources = DocumentReader({**VERBS, **verbs}).read(document)
    return Imported(claims, sources, losses)


def _verbs(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise FormatError("verbs: maps own verbs to stances")
    for verb, stance in value.items():
        if stance not in STANCES:
            raise FormatError(f"verbs.{verb[:80]}: is not one of {', '.join(STANCES)}")
    return value


def _claim(claim: Claim, article: int | None, verbs: Mapping[str, Stance]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in fields.CLAIM:
        if field.key == "chains":
            found["chains"] = [str(c) if reads_back([c], verbs) else to_steps(c) for c in claim.chains]
        elif field.form == "ids":
            found[field.key] = list(claim.related(field.key))
        elif field.form == "verdict" and claim.verdict:
            found[field.key] = _part(claim.verdict, fields.VERDICT)
        elif field.form == "silence":
            found[field.key] = {one.code: one.because for one in claim.silence}
        elif field.form == "checked":
            found[field.key] = [_part(one, fields.CHECKED) for one in claim.checked]
        elif field.form != "chain":
            found[field.key] = _value(getattr(claim, field.key))
    found["article"] = article
    return {key: value for key, value in found.items() if value not in (None, [], {}, "")}


def _part(value: Any, known: fields.Fields) -> dict[str, Any]:
    found = {field.key: _value(getattr(value, "value" if field.key == "is" else field.key)) for field in known}
    return {key: one for key, one in found.items() if one not in (None, [], "", False)}


def _value(value: Any) -> Any:
    if isinstance(value, tuple):
        return [one if isinstance(one, str) else _part(one, fields.ASSESSMENT) for one in value]
    return value


def to_steps(chain: Chain) -> list[dict[str, Any]]:
    """Return a chain in the long form: a list of steps.

    Examples
    --------
    >>> to_steps(Chain(((Mention("A"),), (Mention("B", date="2024"),)), (True,)))
    [{'source': 'A'}, {'source': 'B', 'date': '2024', 'inferred': True}]
    """
    steps = []
    for step, inferred in zip(chain.steps, (False, *chain.inferred), strict=True):
        made = _item(step[0]) if len(step) == 1 else {"all": [_item(item) for item in step]}
        steps.append({**made, **({"inferred": True} if inferred else {})})
    return steps


def _item(item: Mention | Chain) -> dict[str, Any]:
    if isinstance(item, Chain):
        return {"chain": to_steps(item)}
    who = {"unnamed": item.party} if item.kind == "unnamed" else {"source": item.party or item.kind}
    found: dict[str, Any] = {"missing": True} if item.kind == "missing" else who
    keys = {"verb": "verb", "date": "date", "url": "url", "archive": "archive", "wording": "wording", **ATTRIBUTE_KEYS}
    found |= {key: value for key, name in keys.items() if (value := getattr(item, name)) is not None}
    flags = {"own": item.own, "confidential": item.confidential, item.access or "": True}
    flags |= {"seen": item.seen is True, "unseen": item.seen is False}
    return found | {key: True for key, on in flags.items() if key and on}


__all__ = ["FORMAT", "VERSION", "dumps", "loads", "to_steps", "to_value"]
