"""JSON Schema of the record's files, made from the tables in `fields`, so that editors complete and validate.

Where YAML tools turn a scalar into a number or a boolean, the schema takes that too: the reader
only ever sees the text. It tells of structure; chains and references are left to `claimgraph check`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

from claimgraph.names import ID_MAX, ID_PATTERN
from claimgraph.scales import PROBABILITY
from claimgraph.store import fields
from claimgraph.store.fields import Field

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_POINT = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?)?)?)?"
_DATE = rf"^\s*({_POINT}(/{_POINT})?[~?]?\s*)?$"
_PROBABILITY = rf"^({PROBABILITY.pattern}|\s*)$"
_ID = f"^{ID_PATTERN.pattern}$"
_YES_NO = [form for word in ("true", "false", "yes", "no") for form in (word, word.title(), word.upper())]

_TEXT: Schema = {"type": ["string", "number", "boolean", "null"]}
_SIMPLE: dict[str, Schema] = {
    **dict.fromkeys(("text", "name", "url", "verb"), _TEXT),
    **{key: {"type": [*_TEXT["type"], "array"], "items": _TEXT} for key in ("texts", "names")},
    "id": {"type": ["string", "integer", "null"], "pattern": _ID, "maxLength": ID_MAX},
    "ids": {
        "type": ["string", "integer", "array", "null"],
        "pattern": _ID,
        "items": {"type": ["string", "integer"], "pattern": _ID},
    },
    "date": {"type": ["string", "integer", "null"], "pattern": _DATE, "minimum": 0, "maximum": 9999},
    "probability": {"type": ["number", "string", "null"], "pattern": _PROBABILITY, "minimum": 0, "maximum": 1},
    "flag": {"enum": [True, False, *_YES_NO, None]},
    "silence": {
        "type": ["object", "null"],
        "propertyNames": {"pattern": "^CG[0-9]{3}$"},
        "additionalProperties": {"type": ["string", "number", "boolean"], "pattern": r"\S"},
    },
}
_NAMES = {"claims": "claim", "chains": "chain", "inner": "chain", "steps": "step", "assess": "assessment"}
_GIVEN: Schema = {
    "not": {"anyOf": [{"type": "null"}, {"type": "string", "pattern": r"^\s*$"}, {"type": "array", "maxItems": 0}]}
}


def schema_text(kind: Literal["claims", "sources"]) -> str:
    """Return the JSON Schema of claim files or of the registry, as JSON.

    Examples
    --------
    >>> schema_text("claims").splitlines()[2]
    '  "title": "claimgraph: claims",'
    """
    return json.dumps(json_schema(kind), indent=2, ensure_ascii=False) + "\n"


def json_schema(kind: Literal["claims", "sources"]) -> Schema:
    """Return the JSON Schema (draft 2020-12) of claim files or of the registry.

    Examples
    --------
    >>> sorted(json_schema("sources")["$defs"])
    ['assessment', 'source', 'source_by_id']
    """
    return _claims() if kind == "claims" else _sources()


def _claims() -> Schema:
    return {
        "$schema": DIALECT,
        "title": "claimgraph: claims",
        "description": "One claim, or an article with the claims that were read in it.",
        "type": ["object", "null"],
        "properties": {field.key: {"description": field.doc} for field in fields.FILE},
        "if": {"type": "object", "anyOf": [{"required": [field.key]} for field in fields.FILE]},
        "then": _mapping(fields.FILE, "File", "What a file of several claims holds."),
        "else": {"if": {"type": "object"}, "then": _ref("claim")},
        "$defs": {
            "given": _GIVEN,
            "article": _mapping(fields.ARTICLE, "Article", "The text in which the claims were read: `this` in chains."),
            "claim": {
                **_mapping(fields.CLAIM, "Claim", "One checkable proposition, and who says it."),
                "anyOf": [_has(key) for key in ("chain", "chains", "based_on")],
            },
            "chain": {
                "title": "Chain",
                "description": "From where you read it back to where it starts: A <- B, or a list of steps.",
                "type": ["string", "array"],
                "pattern": r"\S",
                "items": _ref("step"),
                "minItems": 1,
            },
            "step": {
                **_mapping(fields.STEP, "Step", "One party of a chain, with what the chain says of it."),
                "oneOf": [_has(key) for key in ("source", "unnamed", "missing", "all", "chain")],
            },
            "verdict": _mapping(fields.VERDICT, "Verdict", "Is it so? Who decided, when and why."),
            "assessment": _assessment("An Admiralty code such as B2, or a mapping with it."),
            "checked": _mapping(fields.CHECKED, "Checked", "Was it said? Who made sure, and when."),
        },
    }


def _sources() -> Schema:
    field = fields.SOURCES_FILE[0]
    by_id = {"propertyNames": {"pattern": _ID, "maxLength": ID_MAX}, "additionalProperties": _ref("source_by_id")}
    forms = {"items": _ref("source"), **by_id}
    scalar = {"type": ["string", "number", "boolean", "null"]}
    under_id = [replace(known, required=known.required and known.key != "id") for known in fields.SOURCE]
    return {
        "$schema": DIALECT,
        "title": "claimgraph: sources",
        "description": "The registry: a list of sources under `sources:`, sources under their ids, or one source.",
        "type": ["object", "array", "null"],
        "properties": {field.key: {"description": field.doc}},
        "if": {"type": "object", "required": [field.key]},
        "then": {"properties": {field.key: {"type": ["array", "object"], **forms}}, "additionalProperties": False},
        "else": {
            "if": {
                "type": "object",
                "anyOf": [{"required": [key], "properties": {key: scalar}} for key in ("id", "kind")],
            },
            "then": _ref("source"),
            "else": forms,
        },
        "$defs": {
            "source": _mapping(fields.SOURCE, "Source", "Whoever can say something."),
            "source_by_id": _mapping(under_id, "Source", "A source whose id is the key above it."),
            "assessment": _assessment("An Admiralty letter such as B, or a mapping with it."),
        },
    }


def _mapping(known: Sequence[Field], title: str, description: str) -> Schema:
    """Return the schema of a mapping with these keys and no others."""
    return {
        "title": title,
        "description": description,
        "type": "object",
        "properties": {field.key: {"description": field.doc, **_value(field)} for field in known},
        "required": [field.key for field in known if field.required],
        "additionalProperties": False,
    }


def _assessment(description: str) -> Schema:
    return {**_mapping(fields.ASSESSMENT, "Assessment", description), "type": ["string", "object"]}


def _value(field: Field) -> Schema:
    """Return the schema of a field's value; nothing at all is as good as leaving a field out."""
    if field.form == "choice":
        booleans = [word == "true" for word in field.choices if word in {"true", "false"}]
        return {"enum": [*field.choices, *booleans, *([] if field.required else [None])]}
    if field.form not in _SIMPLE:
        return _inner(field)
    schema = dict(_SIMPLE[field.form])
    if field.required:
        schema["type"] = [name for name in schema["type"] if name != "null"]
        schema.setdefault("pattern", r"\S")
    return schema


def _inner(field: Field) -> Schema:
    """Return the schema of a field that holds mappings or lists of them."""
    name = _NAMES.get(field.form, field.form)
    listed = {"type": "array", "items": _ref(name)}
    if field.form in {"claims", "steps"}:
        return listed
    single = [] if field.form == "chains" else [_ref(name)]
    several = [listed] if field.form in {"chains", "assess", "checked"} else []
    return {"anyOf": [*single, *several, {"type": "null"}]}


def _has(key: str) -> Schema:
    """Return the schema of a mapping in which a key is there and not empty."""
    return {"required": [key], "properties": {key: _ref("given")}}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}
