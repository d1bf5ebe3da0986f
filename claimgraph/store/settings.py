"""The settings beside a record: ``.claimgraph/config.yaml``."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from claimgraph.disk_names import settings_file
from claimgraph.model import STANCES, Config, Location, Problem, Stance
from claimgraph.names import hint
from claimgraph.store.messages import OTHER_DOCUMENT
from claimgraph.store.nodes import Entries, Node, Scalar, YamlError, parse_yaml
from claimgraph.store.reading_chains import FieldReader
from claimgraph.store.texts import file_problem, read_text

LEVELS = ("error", "warning", "info", "off")
"""What a check can be set to."""

_SETTINGS = ("verbs", "checks")


def load_config(root: Path) -> tuple[Config, list[Problem]]:
    """Return the settings beside a record, and what is wrong with them.

    ``verbs:`` maps a stance to a list of verbs in any language; ``checks:`` a code to a severity, or to ``off``.
    """
    path = settings_file(root, "config")
    if not os.path.lexists(path):
        return Config(), []
    if path.is_symlink() or path.parent.is_symlink():  # it may lead to what is not for everyone to read
        message = "a symbolic link is not followed; put the file itself beside the record"
        return Config(), [replace(file_problem(path, message), conceals=0)]  # settings protect nobody
    text, problem = read_text(path)
    if problem:
        return Config(), [replace(problem, conceals=0)]
    try:
        documents, problems = parse_yaml(text, str(path))
    except YamlError as error:
        return Config(), [error.problem]
    reader = FieldReader(str(path), text, {})
    reader.problems += problems
    config = Config()
    for node in documents:
        is_ours = isinstance(node, Entries) and not node.entries.keys().isdisjoint(_SETTINGS)
        if isinstance(node, Entries) and node is documents[0]:
            config = _config(reader, node)
        elif getattr(node, "value", "-") and (is_ours or node is documents[0]):
            reader.error(node, "the settings are one mapping, as in verbs: {asserts: [berichtete]}")
        elif getattr(node, "value", "-"):
            reader.remark(node, OTHER_DOCUMENT)
    return config, reader.bounded_problems()


def _config(reader: FieldReader, root: Entries) -> Config:
    verbs: dict[str, Stance] = {}
    checks: dict[str, str] = {}
    places: dict[str, Location] = {}
    for key, node in root.entries.items():
        if key not in _SETTINGS:
            known = f"; known here: {', '.join(_SETTINGS)}"
            reader.error(root.keys[key], f"unknown setting '{key}'{hint(key, _SETTINGS) or known}")
        elif isinstance(node, Entries) and key == "verbs":
            verbs = _verbs(reader, node)
        elif isinstance(node, Entries):
            checks = _checks(reader, node)
            places = {code: reader.at(node.keys[code]) for code in checks}
        elif key == "verbs":
            reader.error(node, "verbs: maps a stance to verbs, as in verbs: {asserts: [berichtete]}")
        elif not isinstance(node, Scalar) or node.value.strip():
            reader.error(node, "checks: maps a code to a severity or off, as in checks: {CG204: off}")
    return Config(verbs, checks, places)


def _checks(reader: FieldReader, root: Entries) -> dict[str, str]:
    levels: dict[str, str] = {}
    for code, node in root.entries.items():
        level = (reader.plain(node) or "").strip()
        if not re.fullmatch(r"CG\d{3}", code):
            reader.error(root.keys[code], f"'{code[:40]}' is no code of a check; codes are in docs/checks.md")
        elif level not in LEVELS:
            near = hint(level[:40], LEVELS) or f"; expected one of {', '.join(LEVELS)}"
            reader.error(node, f"{code}: '{level[:40]}' is no severity{near}")
        else:
            levels[code] = level
    return levels


def _verbs(reader: FieldReader, root: Entries) -> dict[str, Stance]:
    verbs: dict[str, Stance] = {}
    for stance, listed in root.entries.items():
        known = next((s for s in STANCES if s == stance), None)
        if known is None:
            near = hint(stance, STANCES) or f"; expected one of {', '.join(STANCES)}"
            reader.error(root.keys[stance], f"'{stance}' is no stance{near}")
        else:
            for node, verb in _own_verbs(reader, listed):
                if verbs.setdefault(verb, known) != known:
                    reader.error(node, f"'{verb[:40]}' stands under {verbs[verb]} already; keep it under one stance")
    return verbs


def _own_verbs(reader: FieldReader, listed: Node) -> Iterator[tuple[Node, str]]:
    for node, text in reader.text_items(listed):
        if text.isprintable() and text.strip() == text and len(text) <= 80:
            yield node, text
        else:
            reader.error(node, "a verb is a word or a few, on one line and at most 80 characters")
