"""The history of a claim from git: who changed what in it when.

The record is read at every commit that touched its folder, from git's own trees. Nothing is ever
checked out, and nothing is fetched.
"""

from claimgraph.history.following import History, Revision, claim_history
from claimgraph.history.repository import Commit

__all__ = ["Commit", "History", "Revision", "claim_history"]
