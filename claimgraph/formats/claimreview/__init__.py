"""schema.org Claim and ClaimReview: written as JSON-LD; read from JSON-LD, web pages and the tables of ClaimsKG.

What is written, read and lost is told in docs/format-claimreview.md.
"""

from claimgraph.formats.claimreview.reading import loads
from claimgraph.formats.claimreview.writing import dumps

__all__ = ["dumps", "loads"]
