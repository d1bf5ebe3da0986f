"""What the graph is made of: statements and the links between them."""

from __future__ import annotations

from dataclasses import dataclass, field

from claimgraph.model.chain import PartyKind
from claimgraph.model.problem import Location
from claimgraph.model.verbs import Stance


@dataclass(frozen=True, slots=True)
class Statement:
    """One source saying one claim at one time: the node of the graph.

    ``key`` names it within its claim (``sky-news-arabia@2024-11-29``, ``"syrian sources"@kataeb``,
    ``?@kataeb``). ``source`` is the id of a named source or of a registered group, else None.
    ``label`` is what counts as one voice: the source after ``resolved_to`` and ``same_as``, or the
    key of an end that nobody named. ``voice`` is the name of whom an unnamed one turned out to be.
    ``seen`` and ``stance`` are settled over all mentions.
    """

    claim: str
    key: str
    kind: PartyKind
    name: str
    label: str
    stance: Stance
    source: str | None = None
    source_kind: str | None = None
    voice: str | None = None
    wire: bool = False
    verb: str | None = None
    date: str | None = None
    url: str | None = None
    archive: str | None = None
    accessed: str | None = None
    wording: str | None = None
    lang: str | None = None
    certainty: str | None = None
    p: str | None = None
    likelihood: str | None = None
    page: str | None = None
    checked: str | None = None
    tag: str | None = None
    access: str | None = None
    own: bool = False
    seen: bool = False
    confidential: bool = False
    withdrawn: bool = False
    location: Location | None = field(default=None, compare=False, repr=False)

    @property
    def speaker(self) -> str:
        """The id of its source; of who has none, the key."""
        return self.source or self.key

    @property
    def is_described(self) -> bool:
        """Whether its name is what somebody without one is called; that of a redacted one is ours, and no quotation."""
        return self.kind == "unnamed" and "#" not in (self.source or "")

    @property
    def citing(self) -> str:
        """How it stands in the key of somebody without a name whom it cites."""
        return self.speaker.removeprefix(f"{self.claim}#")

    @property
    def node(self) -> str:
        """The statement's node in the graph, and its name elsewhere: ``claim-id#key``."""
        return f"{self.claim}#{self.key}"


@dataclass(frozen=True, slots=True)
class Link:
    """One statement relying on another: stated in the text, or inferred by us."""

    inferred: bool = False
    because: str | None = None
    location: Location | None = field(default=None, compare=False, repr=False)
