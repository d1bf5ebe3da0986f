"""Random histories of a record: what people, editors, git and clocks do to its files, one step after the other.

Run by itself for longer than a test may take: ``python -m tests.index.histories 500``.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from click.testing import CliRunner

from claimgraph.cli import main

NAMES = (
    "Kataeb",
    "الكتائب",
    "Sky News",
    "sky-news",
    "Известия",
    "Reuters",
    "Rose",
    "R&D, Ltd.",
    "A <- x"[:1],
    "kataeb.org",
    "Sky.News",
)
VERBS = ("reported", "said", "told", "denied", "retracted", "cited", "berichtete")
DATES = ("2024-11-29", "2024-11", "2024-12-02", "2025-01-01T10:00Z", "2024?")
WORDS = (
    "the bridge was closed by troops on both sides of the river at dawn",
    "der Weg",
    "الجسر",
    "Мост закрыт",
    "U.S. aid",
)
IDS = tuple(f"c{n}" for n in range(9))
FLAGS = ("unnamed-only", "single-origin", "circular", "conflicting", "overdue")
KINDS = ("contradicts", "tension", "supports", "based_on", "same_as", "part_of", "supersedes", "corrects")


def party(rng: random.Random) -> str:
    """Return one mention of a chain."""
    kind = rng.random()
    name = f'"{rng.choice(("officials", "Syrian sources", "مصادر"))}"' if kind < 0.2 else rng.choice(NAMES)
    attributes = [rng.choice(VERBS)] if rng.random() < 0.5 else []
    attributes += [rng.choice(DATES)] if rng.random() < 0.4 else []
    attributes += [f"https://example.org/{rng.randrange(9)}"] if rng.random() < 0.2 else []
    attributes += [f'"{rng.choice(WORDS)}"'] if rng.random() < 0.2 else []
    attributes += (
        [rng.choice(("seen", "unseen", "own", "as=possible", "p=0.3", "lang=ar"))] if rng.random() < 0.2 else []
    )
    secret = " (confidential)" if rng.random() < 0.05 else ""
    return f"{name} [{' '.join(attributes)}]{secret}" if attributes else f"{name}{secret}"


def chain(rng: random.Random, *, first: str = "") -> str:
    """Return a chain in notation."""
    steps = [first or party(rng)] + [party(rng) for _ in range(rng.randrange(4))]
    if rng.random() < 0.1:
        steps.append("?")
    elif len(steps) > 1 and rng.random() < 0.1:
        steps[-1] += f" + {party(rng)}"
    text = steps[0]
    for step in steps[1:]:
        text += f" {rng.choice(('<-', '<-', '<-', '<~', '←'))} {step}"
    return text


def quoted(text: str) -> str:
    """Return a text in the single quotes of YAML."""
    return "'" + text.replace("'", "''") + "'"


def claim(rng: random.Random, claim_id: str, *, this: bool = False) -> list[str]:
    """Return the lines of a claim."""
    lines = [f"id: {claim_id}", f"text: {quoted(rng.choice(WORDS).capitalize() + ' ' + rng.choice(WORDS))}"]
    kind = rng.random()
    if kind < 0.15:
        lines += ["chain:", f"  - {{source: {quoted(rng.choice(NAMES))}, date: {rng.choice(DATES)}}}"]
        lines += [f"  - {{unnamed: officials, verb: told, inferred: {rng.choice(('true', 'false'))}}}"]
    elif kind < 0.5:
        first = f"this [{rng.choice(VERBS)}]" if this and rng.random() < 0.7 else ""
        lines += [f"chain: {quoted(chain(rng, first=first))}"]
    else:
        lines += ["chains:", *(f"  - {quoted(chain(rng))}" for _ in range(rng.randint(1, 3)))]
    lines += [f"{rng.choice(KINDS)}: {rng.choice(IDS)}"] if rng.random() < 0.4 else []
    lines += [f"tags: [{rng.choice(('Beirut', 'beirut', 'بيروت'))}, x]"] if rng.random() < 0.3 else []
    lines += [f"verdict: {{is: {rng.choice(('true', 'false', 'partly'))}, by: Desk}}"] if rng.random() < 0.3 else []
    lines += [f"due: {rng.choice(DATES)}"] if rng.random() < 0.2 else []
    lines += [f"assess: {rng.choice(('B2', 'A1', 'Z9'))}"] if rng.random() < 0.2 else []
    lines += [f"note: {quoted(rng.choice(WORDS))}"] if rng.random() < 0.3 else []
    lines += ["silence: {CG204: known}"] if rng.random() < 0.1 else []
    lines += ["checked: {by: Desk, date: 2024-12-01}"] if rng.random() < 0.1 else []
    return lines


def text_of_file(rng: random.Random) -> str:
    """Return the text of a file: of one claim, of several, or of something that is none."""
    kind = rng.random()
    if kind < 0.05:
        return rng.choice(
            (
                "",
                "a: [",
                "hello: world\n",
                "claims: 3\n",
                "id: c1\nid: c1\n",
                "- just\n- a list\n",
                "\x00",
                "id: c1\ntext: [a]\n",
            )
        )
    if kind < 0.55:
        return "\n".join(claim(rng, rng.choice(IDS))) + "\n"
    article = rng.random() < 0.6
    lines = [f"article: {{source: {quoted(rng.choice(NAMES))}, date: {quoted(rng.choice(DATES))}}}"] if article else []
    lines += ["claims:"]
    for _ in range(rng.randint(1, 3)):
        first, *rest = claim(rng, rng.choice(IDS), this=article)
        lines += [f"  - {first}", *(f"    {line}" for line in rest)]
    return "\n".join(lines) + "\n"


def text_of_registry(rng: random.Random) -> str:
    """Return the text of a registry."""
    lines = ["sources:"]
    for one in rng.sample(("kataeb", "sky-news", "reuters", "rose", "group-1", "x"), rng.randint(1, 5)):
        kind = "group" if one.startswith("group") else "outlet"
        lines += [f"  - id: {one}", f"    kind: {kind}", f"    name: {one.title()}"]
        lines += [f"    aliases: [{quoted(rng.choice(NAMES))}, officials]"] if rng.random() < 0.6 else []
        lines += ["    via: Kataeb"] if kind == "group" and rng.random() < 0.7 else []
        lines += ["    resolved_to: reuters"] if kind == "group" and rng.random() < 0.3 else []
        lines += ["    same_as: [reuters]"] if rng.random() < 0.15 else []
        lines += [f"    owner: {rng.choice(('Reuters', 'Holding'))}"] if rng.random() < 0.3 else []
        lines += ["    confidential: true"] if rng.random() < 0.1 else []
        lines += [f"    was: [{rng.choice(('old', 'reuters'))}]"] if rng.random() < 0.15 else []
        lines += ["    reliability: B"] if rng.random() < 0.2 else []
    return "\n".join(lines) + "\n"


Step = Callable[[Path, random.Random], None]


def files_of(root: Path) -> list[Path]:
    """Return the files of a record, none behind a link."""
    return sorted(p for p in root.rglob("*") if p.is_file() and not p.is_symlink())


def create(root: Path, rng: random.Random) -> None:
    """Make a file, perhaps in a new folder."""
    folder = root / rng.choice(("", "", "a", "a/b", "b", "a.yaml"))
    if folder.is_dir() or not folder.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{rng.choice('abcdxyz')}{rng.choice(('.yaml', '.yml', '.YAML', '.txt'))}"
        if not path.is_dir() and not path.is_symlink():
            path.write_text(text_of_file(rng), encoding="utf-8")


def edit(root: Path, rng: random.Random) -> None:
    """Write another text into a file."""
    for path in rng.sample(files_of(root), min(1, len(files_of(root)))):
        path.write_text(text_of_registry(rng) if path.stem == "sources" else text_of_file(rng), encoding="utf-8")


def sleight(root: Path, rng: random.Random) -> None:
    """Change a file without changing its size or its time."""
    for path in rng.sample(files_of(root), min(2, len(files_of(root)))):
        before = path.stat()
        data = path.read_bytes()
        changed = data.replace(b"Reuters", b"reuterS").replace(b"told", b"said").replace(b"x]", b"y]")
        path.write_bytes(changed)
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def delete(root: Path, rng: random.Random) -> None:
    """Delete a file or a folder."""
    if rng.random() < 0.2:
        for folder in [p for p in root.iterdir() if p.is_dir() and not p.is_symlink()][:1]:
            shutil.rmtree(folder)
    for path in rng.sample(files_of(root), min(1, len(files_of(root)))):
        path.unlink()


def rename(root: Path, rng: random.Random) -> None:
    """Rename or move a file, or two over each other."""
    found = files_of(root)
    if found:
        target = root / rng.choice(("", "b")) / f"{rng.choice('abcdxyz')}.yaml"
        target.parent.mkdir(exist_ok=True)
        if not target.is_dir():
            rng.choice(found).replace(target)


def swap(root: Path, rng: random.Random) -> None:
    """Let two files change places."""
    found = files_of(root)
    if len(found) > 1:
        one, other = rng.sample(found, 2)
        held = root / "held.tmp"
        one.replace(held)
        other.replace(one)
        held.replace(other)


def registry(root: Path, rng: random.Random) -> None:
    """Write a registry, or take it away."""
    path = root / rng.choice(("sources.yaml", "sources.yaml", "sources/more.yaml"))
    path.parent.mkdir(exist_ok=True)
    if rng.random() < 0.15:
        path.unlink(missing_ok=True)
    else:
        path.write_text(text_of_registry(rng), encoding="utf-8")


def settings(root: Path, rng: random.Random) -> None:
    """Change the settings."""
    path = root.parent / ".claimgraph" / "config.yaml"
    path.parent.mkdir(exist_ok=True)
    texts = ("verbs: {asserts: [berichtete]}\n", "checks: {CG204: off}\n", "checks: {CG101: off}\nverbs: 3\n", "")
    path.write_text(rng.choice(texts), encoding="utf-8")


def oddities(root: Path, rng: random.Random) -> None:
    """Make what no record should hold: links, hostile names, folders that look like files."""
    link = root / rng.choice(("link.yaml", "linked"))
    if not link.is_symlink() and not link.exists():
        link.symlink_to(rng.choice((root.parent, root / "nowhere", root / "x.yaml")))
    hostile = root / "a\nb.yaml"
    if hostile.exists():
        hostile.unlink()
    else:
        hostile.write_text("id: c1\n", encoding="utf-8")


def clock(root: Path, rng: random.Random) -> None:
    """Give files times of long ago or of the future."""
    for path in files_of(root):
        if rng.random() < 0.4:
            seconds = rng.choice((0, 1_000_000_000, 4_000_000_000))
            os.utime(path, (seconds, seconds))


def branch(root: Path, rng: random.Random) -> None:
    """Put another state in the place of the record, as a change of branch does, or bring an old one back."""
    kept = root.parent / "other-branch"
    held = root.parent / "held"
    if kept.exists():
        root.rename(held)
        kept.rename(root)
        held.rename(kept)
    else:
        shutil.copytree(root, kept, symlinks=True)
        create(root, rng)


STEPS: tuple[Step, ...] = (
    create, create, create, edit, edit, sleight, delete, rename, swap, registry, registry, settings, oddities, clock,
    branch,
)  # fmt: skip


def questions(rng: random.Random) -> Iterator[list[str]]:
    """Yield calls of every command that reads."""
    name = rng.choice((*NAMES, "officials", "group-1", "nobody at all", "old", "Syrian sources"))
    other = rng.choice(NAMES)
    claim_id = rng.choice((*IDS, "c77"))
    yield ["query", "--json"]
    yield ["query", "--source", name, "--json"]
    yield ["query", "--source", name, "--role", rng.choice(("origin", "relay", "carrier")), "--json"]
    yield ["query", "--source", name, "--ignore-inferred", "--json"]
    yield ["query", "--via", name, "--json"]
    yield ["query", "--through", name, "--from", other, "--format", "csv"]
    yield ["query", rng.choice(("--through", "--from")), name, "--format", "ids"]
    yield [
        "query",
        "--text",
        rng.choice(("bridge", "мост", "الجسر", "u.s.", "c1", "e", "troops river", "der w")),
        "--json",
    ]
    yield ["query", "--tag", rng.choice(("beirut", "X", "بيروت")), "--verdict", rng.choice(("true", "none")), "--json"]
    yield ["query", "--since", rng.choice(DATES), "--source", name, "--json"]
    yield ["query", "--until", rng.choice(DATES), "--unseen", "--json"]
    yield [
        "query",
        f"--{rng.choice(FLAGS)}",
        "--json",
    ]
    yield ["query", "--lines-max", "1", "--source", name]
    yield ["show", claim_id, "--json"]
    yield ["show", claim_id]
    yield ["trace", claim_id, rng.choice(IDS), "--json"]
    yield ["reach", name, "--json"]
    yield ["conflicts", "--json"]
    yield ["timeline", "--json"]
    yield ["track", "--json"]
    yield ["table", "--json"]
    yield ["check", "--format", "json"]
    yield ["check", "--today", "2026-01-01"]
    yield ["impact", name, "--json"]
    yield ["impact", f"{claim_id}#{name}", "--json"]
    yield ["track", name, other]
    yield ["conflicts", "--source", name]
    yield ["render", "--impact", name, "--format", "dot", "-o", "-"]
    yield ["sources", "list", "--json"]
    yield ["sources", "show", name, "--json"]


def answer(root: Path, index: str, question: list[str]) -> tuple[int, str, str]:
    """Return status, standard output and standard error of a call."""
    arguments = ["--claims", str(root), "--index", index, *question]
    result = CliRunner().invoke(main, arguments, prog_name="claimgraph")
    return result.exit_code, result.stdout, result.stderr


def live(root: Path, seed: int, *, steps: int, asked: int) -> Iterator[tuple[list[str], str]]:
    """Live through a random history; yield every question whose answers differ, with the steps up to it."""
    rng = random.Random(seed)
    root.mkdir()
    told = []
    for _ in range(steps):
        for step in rng.choices(STEPS, k=rng.randint(1, 3)):
            told.append(step.__name__)
            step(root, rng)
        for question in rng.sample(list(questions(rng)), asked):
            with_index, without = (answer(root, index, question) for index in ("always", "never"))
            if with_index != without:
                yield question, f"seed {seed}, after {', '.join(told)}:\n{without}\n{with_index}"


if __name__ == "__main__":
    for seed in range(int(sys.argv[1])):
        with tempfile.TemporaryDirectory() as folder:
            for question, why in live(Path(folder, "claims"), seed, steps=12, asked=12):
                sys.stdout.write(f"{' '.join(question)}\n{why}\n\n")
                break
