"""The bombs: small or middling files that ask for far more work or memory than they look like."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

MANY = 900_000
"""As many entries as fit into a file of 16 MB."""

SOME = 3_000
"""Few enough to be a claim that a person could mean, and enough for millions of pairs."""

Files = Mapping[str, Iterable[str]]
"""The lines of every file of a record, by its name."""


def _claim(claim_id: str, *lines: str) -> Iterator[str]:
    yield f"- id: {claim_id}"
    yield f"  text: Claim {claim_id} is so."
    yield from lines


def _claims(*claims: Iterable[str]) -> Files:
    return {"c.yaml": ("claims:", *(line for claim in claims for line in claim))}


def _one(*lines: str, then: Iterable[str] = ()) -> Files:
    """Return a record of one claim, whose last lines are made while they are written, and a small claim beside it."""

    def written() -> Iterator[str]:
        yield "claims:"
        yield from _claim("c", *lines)
        yield from then

    return {"c.yaml": written(), "d.yaml": ("id: d", "text: Claim d is so.", "chain: Ann [2024-01-01] <- Bob")}


def _day(number: int) -> str:
    return f"{1000 + number // 300}-{number % 300 // 28 + 1:02}-{number % 28 + 1:02}"


def _in_brackets(count: int) -> str:
    return f"  chain: {'(' * count}A{')' * count}"


def _listed(key: str, entry: str) -> Files:
    return _one("  chain: A", f"  {key}:", then=(f"  - {entry.format(n)}" for n in range(MANY)))


def _registry(entry: str, count: int = 100_000) -> Files:
    lines = (f"- {{id: s{n}, kind: outlet, {entry.format(n + 1)}}}" for n in range(count))
    last = f"- {{id: s{count}, kind: outlet}}"
    chains = ("  chains:", "  - s0 [2024-01-01] <- s5", "  - s7")
    return {"sources.yaml": _after("sources:", lines, last), **_claims(_claim("c", *chains))}


def _after(first: str, lines: Iterable[str], last: str = "") -> Iterator[str]:
    yield first
    yield from lines
    if last:
        yield last


def _chains(*chains: str) -> tuple[str, ...]:
    return ("  chains:", *(f"  - {chain}" for chain in chains))


def _bipartite(count: int) -> Files:
    left, right = ("\n      + ".join(f"{side}{n}" for n in range(count)) for side in "ab")
    return _one(f"  chain: ({left}) <-\n      {right}")


def _folded(texts: Iterable[str]) -> str:
    return f"  chain: {' '.join(texts)}"


def _wording(claims: int, each: int) -> Files:
    words = "one two three four five six seven eight nine ten"
    texts = (tuple(f"S{c}x{n} ['{words}']".replace("'", '"') for n in range(each)) for c in range(claims))
    return _claims(*(_claim(f"c{c}", *_chains(*text)) for c, text in enumerate(texts)))


def _verdicts() -> Files:
    """Every second claim of one proposition true, the others false."""
    made = []
    for n in range(SOME):
        lines = (f"  chain: S{n}", f"  verdict: {{is: {'false' if n % 2 else 'true'}}}")
        made.append(_claim(f"c{n}", *lines, *([f"  same_as: c{n - 1}"] if n else [])))
    return _claims(*made)


def _clique(count: int) -> Files:
    """Every claim contradicts every one before it, and all are true."""
    made = []
    for n in range(count):
        others = ", ".join(f"c{m}" for m in range(n))
        made.append(_claim(f"c{n}", f"  chain: S{n}", "  verdict: {is: true}", f"  contradicts: [{others}]"))
    return _claims(*made)


def _two_sides() -> Files:
    first, second = (_chains(*(f"{side}{n}" for n in range(SOME))) for side in "AB")
    return _claims(_claim("c", *first, "  contradicts: d"), _claim("d", *second))


def _based_on(count: int) -> Files:
    made = (_claim(f"c{n}", f"  based_on: c{n + 1}") for n in range(count))
    return {
        "c.yaml": _after(
            "claims:", (line for claim in made for line in claim), f"- {{id: c{count}, text: E., chain: A}}"
        )
    }


BOMBS: Mapping[str, Callable[[], Files]] = {
    "chains": lambda: _one("  chains:", then=(f"  - S{n}" for n in range(MANY))),
    "aliased chains": lambda: _one("  chains:", "  - &x A", then=("  - *x" for _ in range(MANY))),
    "parties": lambda: _one(_folded(f"S{n} +" for n in range(MANY)) + " Z"),
    "long chain": lambda: _one(_folded(f"S{n} <-" for n in range(MANY)) + " Z"),
    "steps": lambda: _one("  chain:", then=(f"  - source: S{n}" for n in range(MANY // 3))),
    "side by side": lambda: _one(
        "  chain:", "  - source: A", "  - all:", then=(f"    - source: S{n}" for n in range(MANY // 3))
    ),
    "brackets": lambda: _one(_in_brackets(9_000)),
    "flow brackets": lambda: _one(f"  chain: {'[' * 100_000}"),
    "relations": lambda: _listed("supports", "c{}"),
    "contradicts": lambda: _listed("contradicts", "c{}"),
    "tags": lambda: _listed("tags", "t{}"),
    "checked": lambda: _one("  chain: A", "  checked:", then=("  - {by: A}" for _ in range(MANY // 4))),
    "assess": lambda: _one("  chain: A", "  assess:", then=("  - B2" for _ in range(MANY))),
    "silence": lambda: _one("  chain: A", "  silence:", then=(f"    C{n}: x" for n in range(MANY // 2))),
    "keys": lambda: _one("  chain: A", then=(f"  k{n}: x" for n in range(MANY // 2))),
    "said": lambda: _one("  chain: A", f"  said: {'word ' * 3_000_000}"),
    "aliases": lambda: {
        "sources.yaml": _after(
            "- {id: a, kind: outlet}\n- id: b\n  kind: outlet\n  aliases:", (f"  - n{n}" for n in range(MANY))
        ),
        **_one("  chain: b <- a"),
    },
    "maybes": lambda: {
        "sources.yaml": _after(
            "- {id: a, kind: outlet}\n- id: b\n  kind: group\n  maybe:", (f"  - n{n}" for n in range(MANY))
        ),
        **_one("  chain: b <- a"),
    },
    "same_as list": lambda: {
        "sources.yaml": _after(
            "- {id: a, kind: outlet}\n- id: b\n  kind: outlet\n  same_as:", (f"  - n{n}" for n in range(MANY))
        ),
        **_one("  chain: b <- a"),
    },
    "same_as chain": lambda: _registry("same_as: s{}"),
    "owner chain": lambda: _registry("owner: s{}"),
    "maybe chain": lambda: _registry("via: s0, maybe: [s{}]".replace("kind: outlet", "kind: group")),
    "part_of chain": lambda: _registry("part_of: s{}"),
    "one alias": lambda: _registry("aliases: [The Voice]"),
    "against": lambda: _one(
        "  chains:", then=(*(f"  - A{n}" for n in range(SOME)), *(f"  - D{n} [denied]" for n in range(SOME)))
    ),
    "both sides": _two_sides,
    "dated": lambda: _one("  chains:", then=(f"  - A [{_day(n)}]" for n in range(SOME))),
    "dated circle": lambda: _one(
        "  chains:", then=(f"  - A [{_day(n + 1)}] <- B{n} <- A [{_day(n)}]" for n in range(SOME))
    ),
    "dated, one between": lambda: _one(
        "  chains:", then=(f"  - A [{_day(n)}] <- B <- A [{_day(n + SOME)}]" for n in range(SOME // 2))
    ),
    "withdrawn": lambda: _one(
        "  chains:",
        then=(
            *(f"  - R{n} <- A [{_day(n)}]" for n in range(SOME)),
            *(f"  - A [retracted {_day(n)}]" for n in range(SOME)),
        ),
    ),
    "as much as may be": lambda: _one(
        "  chains:", then=(f"  - S{n} [2024-01-{n % 28 + 1:02}] <- T{n // 2}" for n in range(5_000))
    ),
    "bipartite": lambda: _bipartite(2_000),
    "undated after dated": lambda: _one(
        "  chains:", then=(*(f"  - A [{_day(n)}]" for n in range(SOME)), *(f"  - B{n} <- A" for n in range(SOME)))
    ),
    "one wording": lambda: _wording(1, SOME),
    "one wording, many claims": lambda: _wording(SOME, 1),
    "long wordings": lambda: _one(
        "  chains:", then=(f'  - S{n} ["{" ".join(f"w{m}" for m in range(500))}"]' for n in range(SOME))
    ),
    "verdicts": _verdicts,
    "clique": lambda: _clique(1_200),
    "based_on chain": lambda: _based_on(100_000),
    "many claims": lambda: {
        "c.yaml": _after(
            "claims:", (f"- {{id: c{n}, text: T{n}., chain: A{n % 999} <- B{n % 99}, tags: x}}" for n in range(200_000))
        )
    },
}
"""What makes each bomb."""


def write(files: Files, folder: Path) -> int:
    """Write the files of a record below a folder; return how many bytes they have."""
    size = 0
    for name, lines in files.items():
        with (folder / name).open("w", encoding="utf-8") as file:
            for line in lines:
                size += file.write(f"{line}\n")
    return size
