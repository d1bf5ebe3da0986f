"""The tables of the index, and what makes one ours: the version of the tables, of the package and of Python."""

from __future__ import annotations

import sqlite3
import sys

from claimgraph.index.columns import CLAIM_COLUMNS, SOURCE_COLUMNS
from claimgraph.version import VERSION

SCHEMA = 10
"""Grows with every change of the tables or of what stands in them."""

WRITTEN_BY = f"{SCHEMA} {VERSION} {sys.hexversion:x} {sqlite3.sqlite_version}"
"""What an index says of itself; one that says anything else is made anew."""

MAY_CONFIDE = "instr(chains, '(confidential)') OR as_written"
"""Holds of every claim in which a chain calls somebody confidential; without a text of it, it might."""

RELYING, RELIED_ON, ORIGIN, UNOPENED, DENYING = 1, 2, 4, 8, 16
"""The role of a statement in its claim, as one number."""

_TABLES = f"""
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE folders (
    path TEXT PRIMARY KEY, digest BLOB NOT NULL, sure INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE skipped (folder TEXT NOT NULL, path BLOB NOT NULL, why TEXT NOT NULL);
CREATE TABLE files (
    no INTEGER PRIMARY KEY, folder TEXT NOT NULL, path TEXT NOT NULL UNIQUE, place TEXT NOT NULL,
    size INTEGER NOT NULL, modified INTEGER NOT NULL, changed INTEGER NOT NULL, inode INTEGER NOT NULL,
    digest BLOB NOT NULL, sure INTEGER NOT NULL, registry INTEGER NOT NULL
);
CREATE TABLE problems (
    file INTEGER NOT NULL, line INTEGER NOT NULL, column INTEGER NOT NULL,
    code TEXT NOT NULL, severity TEXT NOT NULL, message TEXT NOT NULL, claim TEXT, shown TEXT,
    conceals INTEGER NOT NULL
);
CREATE TABLE articles (no INTEGER PRIMARY KEY, file INTEGER NOT NULL, fields TEXT NOT NULL, places TEXT NOT NULL);
CREATE TABLE claims (
    no INTEGER PRIMARY KEY, file INTEGER NOT NULL, article INTEGER, kept INTEGER NOT NULL,
    {", ".join(CLAIM_COLUMNS)}
);
CREATE TABLE relations (
    claim INTEGER NOT NULL, n INTEGER NOT NULL, kind TEXT NOT NULL, target TEXT NOT NULL, line INTEGER, column INTEGER,
    PRIMARY KEY (claim, n)
) WITHOUT ROWID;
CREATE TABLE tags (claim INTEGER NOT NULL, form TEXT NOT NULL, PRIMARY KEY (claim, form)) WITHOUT ROWID;
CREATE TABLE voices (no INTEGER PRIMARY KEY, source TEXT, label TEXT, form TEXT);
CREATE TABLE statements (
    claim INTEGER NOT NULL, n INTEGER NOT NULL, voice INTEGER NOT NULL, role INTEGER NOT NULL,
    earliest TEXT, latest TEXT, PRIMARY KEY (claim, n)
) WITHOUT ROWID;
CREATE TABLE links (
    claim INTEGER NOT NULL, upstream INTEGER NOT NULL, downstream INTEGER NOT NULL,
    PRIMARY KEY (claim, upstream, downstream)
) WITHOUT ROWID;
CREATE TABLE names (no INTEGER PRIMARY KEY, party TEXT NOT NULL, described INTEGER NOT NULL);
CREATE TABLE mentions (claim INTEGER NOT NULL, name INTEGER NOT NULL, PRIMARY KEY (claim, name)) WITHOUT ROWID;
CREATE TABLE findings (
    claim INTEGER PRIMARY KEY, ceiling INTEGER NOT NULL, unnamed_only INTEGER NOT NULL,
    single_origin INTEGER NOT NULL, circular INTEGER NOT NULL
);
CREATE TABLE checked (claim INTEGER PRIMARY KEY, problems BLOB NOT NULL);
CREATE TABLE confidential (claim INTEGER NOT NULL, name TEXT NOT NULL);
CREATE TABLE sources (no INTEGER PRIMARY KEY, file INTEGER NOT NULL, kept INTEGER NOT NULL,
    {", ".join(SOURCE_COLUMNS)}
);
CREATE TABLE aliases (form TEXT NOT NULL, source TEXT NOT NULL);
CREATE TABLE former (id TEXT PRIMARY KEY, source TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE groups (form TEXT NOT NULL, source TEXT NOT NULL);
CREATE TABLE labels (source TEXT PRIMARY KEY, label TEXT NOT NULL) WITHOUT ROWID;
"""

_INDEXES = f"""
CREATE UNIQUE INDEX voices_by_all ON voices (source, label, form);
CREATE UNIQUE INDEX names_by_party ON names (party, described);
CREATE INDEX mentions_by_name ON mentions (name, claim);
CREATE INDEX files_by_folder ON files (folder);
CREATE INDEX problems_by_file ON problems (file);
CREATE INDEX problems_by_claim ON problems (claim) WHERE claim IS NOT NULL;
CREATE INDEX problems_by_severity ON problems (severity);
CREATE INDEX problems_concealing ON problems (file) WHERE conceals;
CREATE INDEX articles_by_file ON articles (file);
CREATE INDEX claims_by_id ON claims (id);
CREATE INDEX claims_by_file ON claims (file);
CREATE INDEX claims_by_saying ON claims (saying);
CREATE INDEX claims_left_out ON claims (no) WHERE NOT kept;
CREATE INDEX claims_with_wordings ON claims (no) WHERE wordings;
CREATE INDEX claims_in_confidence ON claims (no) WHERE {MAY_CONFIDE};
CREATE INDEX relations_by_target ON relations (target);
CREATE INDEX tags_by_form ON tags (form);
CREATE INDEX statements_by_voice ON statements (voice, role, claim);
CREATE INDEX statements_denying ON statements (claim) WHERE role & {DENYING};
CREATE INDEX confidential_by_claim ON confidential (claim);
CREATE INDEX sources_by_id ON sources (id);
CREATE INDEX sources_by_file ON sources (file);
CREATE INDEX aliases_by_form ON aliases (form);
CREATE INDEX groups_by_form ON groups (form);
"""

_SEARCH = """
CREATE VIRTUAL TABLE search USING fts5(
    words, content='claims', content_rowid='no', columnsize=0, detail=none,
    tokenize="unicode61 remove_diacritics 0 categories 'L* N* P* S* M* C*'"
);
CREATE VIRTUAL TABLE terms USING fts5vocab('search', 'row');
"""


def make_tables(connection: sqlite3.Connection) -> None:
    """Make all tables but not what only speeds up reading, which is made last."""
    _execute(connection, _TABLES)
    try:
        _execute(connection, _SEARCH)
    except sqlite3.OperationalError:  # an SQLite without FTS5: words are looked for one claim after the other
        connection.execute("INSERT INTO meta VALUES ('search', 0)")
    else:
        connection.execute("INSERT INTO meta VALUES ('search', 1)")


def make_indexes(connection: sqlite3.Connection) -> None:
    """Make what speeds up reading."""
    _execute(connection, _INDEXES)


def _execute(connection: sqlite3.Connection, script: str) -> None:
    for statement in script.split(";\n"):  # `executescript` would end the transaction
        connection.execute(statement)
