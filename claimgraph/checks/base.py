"""What a check is, and what it looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from claimgraph import dates
from claimgraph.graph import Graph, build_graph
from claimgraph.model import Claim, Ledger, Mention, Problem, Severity
from claimgraph.registry import Registry, registry_of_sources


@dataclass(frozen=True)
class Record:
    """A ledger with what several checks need of it, made once.

    ``ledger`` holds the claims to check, ``whole`` all of the record; ``today`` is the day of the check.
    """

    ledger: Ledger
    whole: Ledger
    today: date = field(default_factory=dates.today)

    @cached_property
    def registry(self) -> Registry:
        """Who is who."""
        return registry_of_sources(self.ledger.sources)

    @cached_property
    def graph(self) -> Graph:
        """The graph of statements."""
        return build_graph(self.ledger)

    def mentions(self) -> Iterator[tuple[Claim, Mention]]:
        """Yield every mention of every chain with its claim."""
        for claim in self.ledger:
            for chain in claim.chains:
                for mention in chain.mentions:
                    yield claim, mention


@dataclass(frozen=True, slots=True)
class Check:
    """A code, how severe it usually is, what it is called, and the function that finds it.

    ``scope`` is what it has to look at to say what is wrong with one claim: that ``claim``, all claims
    with ``wordings``, or those whose ``judgements`` have to fit its own.
    """

    code: str
    severity: Severity
    title: str
    run: Callable[[Record], Iterator[Problem]] | None = None
    scope: Literal["claim", "wordings", "judgements"] = "claim"

    @property
    def adjustable(self) -> bool:
        """Whether a record may change its severity or silence it; what is lost or leaked is always told."""
        return self.code in _ADJUSTABLE or self.code[:3] in {"CG2", "CG3", "CG4"}


_ADJUSTABLE = ("CG105", "CG108")
"""The checks of the record itself that are matters of taste."""
