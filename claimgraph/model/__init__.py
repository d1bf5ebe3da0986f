"""The values everything else works on: frozen, comparable, and aware of where they were written.

A `Location` is never part of equality, so that what is written and read again is the same value.
"""

from claimgraph.model.chain import CERTAINTIES, Chain, Mention, PartyKind, join_steps
from claimgraph.model.claim import (
    RELATIONS,
    SYMMETRIC,
    VERDICTS,
    Article,
    Assessment,
    Checked,
    Claim,
    Relation,
    Silence,
    Verdict,
)
from claimgraph.model.ledger import BATCH, Config, Ledger, Topic
from claimgraph.model.problem import Location, Problem, Severity
from claimgraph.model.source import ACCESS, SOURCE_KINDS, Source
from claimgraph.model.statement import Link, Statement
from claimgraph.model.verbs import STANCES, VERBS, Stance

__all__ = [
    "ACCESS",
    "BATCH",
    "CERTAINTIES",
    "RELATIONS",
    "SOURCE_KINDS",
    "STANCES",
    "SYMMETRIC",
    "VERBS",
    "VERDICTS",
    "Article",
    "Assessment",
    "Chain",
    "Checked",
    "Claim",
    "Config",
    "Ledger",
    "Link",
    "Location",
    "Mention",
    "PartyKind",
    "Problem",
    "Relation",
    "Severity",
    "Silence",
    "Source",
    "Stance",
    "Statement",
    "Topic",
    "Verdict",
    "join_steps",
]
