"""JSON Schema of our own JSON, made from the tables of the record's fields."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from claimgraph.formats.record import FORMAT, VERSION
from claimgraph.model import STANCES
from claimgraph.store import fields
from claimgraph.store.schema import DIALECT, json_schema

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string", "pattern": r"\S"}
_TEXTS: Schema = {"type": "array", "items": _TEXT, "minItems": 1}
_REFS = {"verdict": "verdict", "chain": "chain", "inner": "steps"}
_LISTS = {"assess": "assessment", "checked": "checked", "chains": "chain", "steps": "step"}


def schema_text() -> str:
    """Return the schema as JSON.

    Examples
    --------
    >>> schema_text().splitlines()[2]
    '  "title": "claimgraph: json",'
    """
    return json.dumps(export_schema(), indent=2, ensure_ascii=False) + "\n"


def export_schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of what `claimgraph export json` writes.

    Examples
    --------
    >>> export_schema()["required"]
    ['format', 'version', 'claims']
    """
    claim = _mapping((field for field in fields.CLAIM if field.key != "chain"), "One claim.")
    claim["properties"]["article"] = {"type": "integer", "minimum": 0, "description": "Its place in articles."}
    steps = {"type": "array", "items": _ref("step"), "minItems": 1}
    return {
        "$schema": DIALECT,
        "title": "claimgraph: json",
        "description": "A whole record, or as much of it as may leave.",
        "type": "object",
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "stamp": {**_TEXT, "description": "Says that nothing was left out."},
            "redacted": {"type": "boolean", "description": "Protected sources are left out."},
            "verbs": {"type": "object", "additionalProperties": {"enum": list(STANCES)}},
            "articles": {"type": "array", "items": _ref("article")},
            "claims": {"type": "array", "items": _ref("claim")},
            "sources": {"type": "array", "items": _ref("source")},
        },
        "required": ["format", "version", "claims"],
        "additionalProperties": False,
        "$defs": {
            "claim": claim,
            "article": _mapping(fields.ARTICLE, "The text in which claims were read."),
            "source": _mapping(fields.SOURCE, "Whoever can say something."),
            "step": _mapping(fields.STEP, "One party of a chain, with what the chain says of it."),
            "steps": steps,
            "chain": {"anyOf": [_TEXT, _ref("steps")]},
            "verdict": _mapping(fields.VERDICT, "Is it so?"),
            "assessment": _mapping(fields.ASSESSMENT, "An Admiralty code."),
            "checked": _mapping(fields.CHECKED, "Was it said?"),
        },
    }


def _mapping(known: Iterable[fields.Field], description: str) -> Schema:
    listed = list(known)
    return {
        "description": description,
        "type": "object",
        "properties": {field.key: {"description": field.doc, **_value(field)} for field in listed},
        "required": [field.key for field in listed if field.required],
        "additionalProperties": False,
    }


def _value(field: fields.Field) -> Schema:
    if field.form in {"id", "date"}:
        known = json_schema("claims")["$defs"]["claim"]["properties"]["id" if field.form == "id" else "when"]
        return {"type": "string", "pattern": known["pattern"]}
    if field.form == "flag":
        return {"const": True}
    if field.form == "choice":
        return {"enum": list(field.choices)}
    if field.form in {"ids", "names", "texts"}:
        return _TEXTS
    if field.form == "silence":
        return {"type": "object", "additionalProperties": _TEXT}
    if field.form in _LISTS:
        return {"type": "array", "items": _ref(_LISTS[field.form]), "minItems": 1}
    return _ref(_REFS[field.form]) if field.form in _REFS else _TEXT


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}
