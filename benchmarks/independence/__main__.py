"""`python -m benchmarks.independence`: print the table of docs/independence.md."""

from __future__ import annotations

from importlib.metadata import version
from importlib.util import find_spec

from benchmarks.independence.cases import CASES, Case
from benchmarks.independence.counters import COUNTERS, answers


def main() -> None:
    """Print one row per case, a mark at every answer that differs from the right one."""
    packages = [package for package, _ in COUNTERS.values() if package]
    for package in packages:
        if find_spec(package) is None:
            print(f"{package} is not installed; `pip install 'claimgraph[bench]'` brings it.")
        else:
            print(f"{package} {version(package)}")
    print(table())


def table() -> str:
    """Return the table as Markdown: right answers bold, one number of a right range in italics."""
    columns = {name: answers(name, CASES) for name in COUNTERS}
    lines = [f"| case | right | {' | '.join(columns)} |", "|---" * (len(columns) + 2) + "|"]
    for row, case in enumerate(CASES):
        said = [_marked(column[row], case) for column in columns.values()]
        lines.append(f"| {case.name} | {case.right} | {' | '.join(said)} |")
    return "\n".join(lines)


def _marked(answer: str, case: Case) -> str:
    if answer == case.right:
        return f"**{answer}**"
    inside = answer in {str(count) for count in range(case.floor, case.ceiling + 1)}
    return f"*{answer}*" if inside else answer


if __name__ == "__main__":
    main()
