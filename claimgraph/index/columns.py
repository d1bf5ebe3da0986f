"""The columns of claims and sources in the index, in their order."""

from __future__ import annotations

CLAIM_COLUMNS = (
    "ordinal", "id", "line", "column", "text", "said", "event_time", "as_of", "due", "review_by", "note", "tags",
    "verdict", "judgements", "places", "chains", "spots", "as_written", "wordings", "saying", "words", "origins",
)  # fmt: skip
"""The columns of a claim, in their order. ``as_written`` is set where only the file gives the same value back;
``saying`` tells claims with one text from others; ``words`` is what a search for words looks through."""

SOURCE_FIELDS = (
    "id", "kind", "name", "aliases", "was", "wire", "owner", "speaks_for", "part_of", "same_as", "role", "lang", "url",
    "reliability", "bias_note", "note", "confidential", "quotable", "via", "pool", "access", "maybe", "resolved_to",
)  # fmt: skip
"""The fields of a `Source` but for its places; a test compares the two."""

SOURCE_COLUMNS = ("ordinal", "line", "column", "places", *SOURCE_FIELDS)
"""The columns of a source."""
