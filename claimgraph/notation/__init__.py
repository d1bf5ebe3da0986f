"""Chain text to `Chain`: the notation in which people write who said it, through whom.

    Kataeb <- Sky News Arabia [reported 2024-11-29] <- "Syrian sources" [told]

The grammar is written out in docs/notation.md. `parse_chain` and `to_text` are inverse.
"""

from claimgraph.notation.parsing import MAX_DEPTH, MAX_TEXT, parse_chain, read_this, to_text
from claimgraph.notation.rules import (
    MAX_LINKS,
    MAX_NAME,
    canonical_value,
    check_attribute,
    check_chain,
    check_description,
    check_name,
)

__all__ = [
    "MAX_DEPTH",
    "MAX_LINKS",
    "MAX_NAME",
    "MAX_TEXT",
    "canonical_value",
    "check_attribute",
    "check_chain",
    "check_description",
    "check_name",
    "parse_chain",
    "read_this",
    "to_text",
]
