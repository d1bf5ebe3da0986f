"""STIX 2.1: written as one bundle of Reports, Notes, Opinions, Identities and relationships, with json alone.

What is written and lost is told in docs/format-stix.md.
"""

from claimgraph.formats.stix.bundle import dumps

__all__ = ["dumps"]
