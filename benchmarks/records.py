"""Made-up records for timing: the same for the same seed, and shaped like what newsrooms keep.

Sources follow a Zipf distribution, as in real reporting: a few wires and large outlets stand in most
chains. Names come in several scripts, with aliases; chains have 2 to 6 steps; some claims branch, go
in a circle, are denied or withdrawn, and relate to each other.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from pathlib import Path

_LATIN = "Gazette Herald Tribune Post Star Observer Monitor Courier Chronicle Mirror".split()
_PLACES = "Beirut Aleppo Homs Amman Cairo Tunis Ankara Erbil Basra Haifa Sanaa Muscat Rabat Oran Sfax".split()
_ARABIC = "النهار السفير الأخبار اللواء الديار البناء الجمهورية المستقبل الشرق الأنوار".split()
_CYRILLIC = "Вестник Известия Новости Труд Голос Время Слово Курьер Заря Маяк".split()
_UNNAMED = ("security sources", "a senior official", "two diplomats", "residents", "a military source", "مصادر أمنية")
_VERBS = ("reported", "cited", "said", "told", "stated", "announced", "published", "confirmed")
_WORDS = (
    "the bridge road airport crossing hospital school port market convoy ceasefire talks delegation minister "
    "was were will be closed opened shelled repaired delayed moved near north south east of and after during "
    "officials residents witnesses troops aid trucks families returned left crossed reached signed denied"
).split()


def source_names(count: int) -> list[tuple[str, list[str]]]:
    """Return names of sources, the most cited first, each with its aliases in other scripts."""
    named = []
    for number in range(count):
        place = _PLACES[number % len(_PLACES)]
        name = f"{place} {_LATIN[number // len(_PLACES) % len(_LATIN)]}"
        again = number // (len(_PLACES) * len(_LATIN))
        aliases = [f"{_ARABIC[number % len(_ARABIC)]} {number}"] if number % 3 == 0 else []
        aliases += [f"{_CYRILLIC[number % len(_CYRILLIC)]} {number}"] if number % 7 == 0 else []
        named.append((f"{name} {again}" if again else name, aliases))
    return named


def registry_text(names: list[tuple[str, list[str]]]) -> str:
    """Return the registry of these sources, as YAML."""
    lines = ["sources:"]
    for number, (name, aliases) in enumerate(names):
        lines += [f"  - id: s-{number}", "    kind: outlet", f"    name: {name}"]
        lines += [f"    aliases: [{', '.join(aliases)}]"] if aliases else []
        lines += ["    wire: true"] if number < 5 else []
        lines += [f"    owner: {names[number // 10][0]}"] if number >= 20 and number % 5 == 0 else []
    return "\n".join(lines) + "\n"


def claim_texts(count: int, names: list[tuple[str, list[str]]], *, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Yield the id and the YAML text of so many claims, about 1.2 kB each."""
    rng = random.Random(seed)
    spellings = [[name, *aliases] for name, aliases in names]
    weights = [1 / (rank + 1) for rank in range(len(names))]
    for number in range(count):
        yield f"claim-{number}", _claim(rng, number, spellings, weights)


def write_record(folder: Path, count: int, *, sources: int = 2_000, seed: int = 1) -> None:
    """Write a record of one-claim files into ``folder``, a hundred to a folder."""
    names = source_names(sources)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sources.yaml").write_text(registry_text(names), encoding="utf-8")
    for number, (claim_id, text) in enumerate(claim_texts(count, names, seed=seed)):
        below = folder / f"{number // 100:05}"
        below.mkdir(exist_ok=True)
        (below / f"{claim_id}.yaml").write_text(text, encoding="utf-8")


def write_big_files(folder: Path, count: int, *, sources: int = 2_000, seed: int = 1, each: int = 1_000) -> None:
    """Write a record of the same claims into ``folder``, so many to a file."""
    names = source_names(sources)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sources.yaml").write_text(registry_text(names), encoding="utf-8")
    texts = claim_texts(count, names, seed=seed)
    for number, some in enumerate(iter(lambda: list(itertools.islice(texts, each)), [])):
        items = ("\n    ".join(text.splitlines()) for _, text in some)
        text = "claims:\n" + "".join(f"  - {item}\n" for item in items)
        (folder / f"{number:05}.yaml").write_text(text, encoding="utf-8")


def _claim(rng: random.Random, number: int, spellings: list[list[str]], weights: list[float]) -> str:
    day = f"2024-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    chains = [_chain(rng, number, day, spellings, weights) for _ in range(rng.choice((1, 1, 2, 3)))]
    lines = [f"id: claim-{number}", f"text: {_sentence(rng, 18)} on {day}."]
    lines += ["chains:", *(f"  - {chain}" for chain in chains)] if len(chains) > 1 else [f"chain: {chains[0]}"]
    lines += [f"when: {day}"]
    lines += [f"tags: [{rng.choice(_PLACES).lower()}, topic-{rng.randrange(50)}]"]
    if number and rng.random() < 0.2:
        lines += [f"{rng.choice(('supports', 'tension', 'contradicts'))}: claim-{rng.randrange(number)}"]
    if rng.random() < 0.2:
        lines += [f"verdict: {{is: {rng.choice(('true', 'false', 'partly'))}, by: Desk, date: {day}}}"]
    lines += [f"note: {_sentence(rng, 60)}."]
    return "\n".join(lines) + "\n"


def _chain(rng: random.Random, number: int, day: str, spellings: list[list[str]], weights: list[float]) -> str:
    length = rng.randint(2, 6)
    chosen = rng.choices(spellings, weights, k=length)
    parties = [rng.choice(names) for names in {names[0]: names for names in chosen}.values()]
    steps = [f"{parties[0]} [{rng.choice(_VERBS)} {day} https://example.org/{number}]"]
    steps += [f"{party} [{rng.choice(_VERBS)}]" for party in parties[1:]]
    if rng.random() < 0.4:
        steps.append(f'"{rng.choice(_UNNAMED)}"')
    if rng.random() < 0.05:
        steps.append("?")
    if steps[-1] == "?" and steps[-2].startswith('"'):
        steps.pop()
    return " <- ".join(steps)


def _sentence(rng: random.Random, words: int) -> str:
    return " ".join(rng.choices(_WORDS, k=words)).capitalize()
