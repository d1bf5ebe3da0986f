"""The cases, each with the answer worked out by hand in docs/independence.md."""

from __future__ import annotations

from dataclasses import dataclass

from claimgraph.graph import Graph, build_graph
from claimgraph.model import Claim, Ledger, Source
from claimgraph.notation import parse_chain


@dataclass(frozen=True, slots=True)
class Case:
    """A claim as its chains, who owns whom, and the number of independent lines: least and most."""

    name: str
    chains: tuple[str, ...]
    floor: int
    ceiling: int
    owners: tuple[tuple[str, str], ...] = ()

    @property
    def right(self) -> str:
        """The right answer as it is printed."""
        return number(self.floor, self.ceiling)

    @property
    def graph(self) -> Graph:
        """The graph of the one claim, "c"."""
        sources = tuple(Source(name.lower(), "outlet", name, owner=owner) for name, owner in self.owners)
        return build_graph(Ledger((Claim("c", "C.", tuple(map(parse_chain, self.chains))),), sources))


def number(least: int, most: int) -> str:
    """Return a number, or a range, as the table prints it."""
    return str(most) if least == most else f"{least} to {most}"


CASES = (
    Case("three reporters, three witnesses", ("A <- Ann", "B <- Bob", "C <- Cem"), 3, 3),
    Case("one wire in three papers", ("(A + B + C) <- Wire",), 1, 1),
    Case("two chains through one relay", ("A <- R <- X", "B <- R <- Y"), 1, 1),
    Case("a wire, and one paper's own witness", ("A <- Wire + Ann", "B <- Wire"), 2, 2),
    Case("three papers, a source shared by each two", ("A <- X + Y", "B <- Y + Z", "C <- X + Z"), 3, 3),
    Case("the same, with a longer way to X", ("A <- (X <- P + Q) + Y", "C <- X + Z", "B <- Y + Z", "D <- Z"), 3, 3),
    Case("a short way that blocks two", ("A <- M <- N", "B <- M <- P <- Q", "C <- S <- T <- N"), 2, 2),
    Case("a loop that nobody enters", ("A <- B <- C <- B", "D <- C"), 0, 0),
    Case("two unnamed sources, the same words", ('A <- "officials"', 'B <- "officials"'), 1, 2),
    Case("two papers of one owner", ("Mail", "Metro"), 1, 2, (("Mail", "Trust"), ("Metro", "Trust"))),
)
