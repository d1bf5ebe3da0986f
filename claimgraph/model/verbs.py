"""What a verb of attribution says about the speaker's stance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Stance = Literal["asserts", "relays", "denies", "questions", "withdraws"]

STANCES: tuple[Stance, ...] = ("asserts", "relays", "denies", "questions", "withdraws")

VERBS: Mapping[str, Stance] = {
    **dict.fromkeys(
        "said told stated announced claimed confirmed testified wrote posted showed estimated added "
        "argued asserted believed described explained insisted noted predicted recalled reiterated "
        "revealed suggested tweeted urged warned".split(),
        "asserts",
    ),
    **dict.fromkeys(
        "reported cited quoted carried published broadcast republished aired relayed repeated shared "
        "reposted translated".split(),
        "relays",
    ),
    **dict.fromkeys("denied rejected refuted disputed debunked".split(), "denies"),
    **dict.fromkeys("questioned doubted".split(), "questions"),
    **dict.fromkeys("retracted withdrew corrected deleted killed".split(), "withdraws"),
}
"""What each known verb says about the speaker's stance; a record can add its own in its config."""
