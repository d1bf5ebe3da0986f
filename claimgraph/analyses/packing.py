"""Exact set packing and smallest hitting sets over families of label sets.

Both problems are hard in general (Karp, "Reducibility among combinatorial problems", 1972) and small
here. The search is exact; past a stated number of branches it answers with bounds instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

MAX_WORK = 4_000_000
"""How many branches, times sets, one search may take before it answers with bounds."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """A number between two bounds, known where they meet."""

    least: int
    most: int

    @property
    def exact(self) -> bool:
        """Tell whether the number is known."""
        return self.least == self.most


def minimal_sets(sets: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """Return the sets that contain no other one, smallest first, in a fixed order.

    Examples
    --------
    >>> [sorted(s) for s in minimal_sets([frozenset("ab"), frozenset("a"), frozenset("bc")])]
    [['a'], ['b', 'c']]
    """
    ordered = sorted((len(one), sorted(one), one) for one in set(sets))
    bit: dict[str, int] = {}
    kept: list[frozenset[str]] = []
    # By their first label, which whoever contains them has too; only a smaller set is contained.
    smaller: dict[str, list[int]] = {}
    as_large: list[tuple[str, int]] = []
    size = 0
    for length, labels, one in ordered:
        if length > size:
            for first, mask in as_large:
                smaller.setdefault(first, []).append(mask)
            as_large, size = [], length
        mask = _union(1 << bit.setdefault(label, len(bit)) for label in labels)
        if not any(other & mask == other for label in labels for other in smaller.get(label, ())):
            kept.append(one)
            as_large.append((labels[0], mask))
    return kept


def most_disjoint(sets: Iterable[frozenset[str]], *, work: int = MAX_WORK) -> Bounds:
    """Return how many of these sets can be chosen so that no two share a label.

    Examples
    --------
    >>> most_disjoint([frozenset("ab"), frozenset("bc"), frozenset("cd")])
    Bounds(least=2, most=2)
    """
    least = most = 0
    for part in _parts(minimal_sets(sets)):
        found = _Packing(part, work // len(part)).solve()
        least, most = least + found.least, most + found.most
    return Bounds(least, most)


def smallest_hitting_set(
    sets: Iterable[frozenset[str]], *, rank: Mapping[str, int] | None = None, work: int = MAX_WORK
) -> tuple[tuple[str, ...], bool]:
    """Return the fewest labels of which every set has one, and whether fewer are surely impossible.

    Among equally small answers labels of low ``rank`` come first.

    Examples
    --------
    >>> smallest_hitting_set([frozenset("ab"), frozenset("bc"), frozenset("cd")])
    (('b', 'c'), True)
    """
    order = rank or {}
    labels: list[str] = []
    exact = True
    for part in _parts(minimal_sets(sets)):
        found, sure = _Hitting(part, order, work // len(part)).solve()
        labels += found
        exact = exact and sure
    return tuple(sorted(labels, key=lambda label: (order.get(label, 0), label))), exact


def _parts(sets: Sequence[frozenset[str]]) -> list[list[frozenset[str]]]:
    """Split sets into groups that share no label, so that each can be solved by itself."""
    parent: dict[str, str] = {}

    def root(label: str) -> str:
        while parent.setdefault(label, label) != label:
            parent[label] = parent[parent[label]]
            label = parent[label]
        return label

    for one in sets:
        first, *others = sorted(one)
        for label in others:
            parent[root(label)] = root(first)
    groups: dict[str, list[frozenset[str]]] = {}
    for one in sets:
        groups.setdefault(root(min(one)), []).append(one)
    return list(groups.values())


class _Packing:
    """Largest set of sets without conflicts, by branch and bound over bit masks."""

    def __init__(self, sets: Sequence[frozenset[str]], branches: int) -> None:
        holding: dict[str, int] = {}
        for number, one in enumerate(sets):
            for label in one:
                holding[label] = holding.get(label, 0) | 1 << number
        self.conflicts = [_union(holding[label] for label in one) & ~(1 << n) for n, one in enumerate(sets)]
        # Sets that share a label are a clique: at most one of them can be chosen.
        self.cliques = sorted(set(holding.values()), key=lambda mask: (-mask.bit_count(), mask))
        self.everything = (1 << len(sets)) - 1
        self.left = branches
        self.best = 0

    def solve(self) -> Bounds:
        ceiling = self.bound(self.everything)
        self.best = self.greedy(self.everything)
        stack = [(self.everything, 0)]
        while stack and self.best < ceiling:
            if not self.left:
                return Bounds(self.best, ceiling)
            self.left -= 1
            open_sets, chosen = stack.pop()
            open_sets, chosen = self.take_the_free(open_sets, chosen)
            if not open_sets:
                self.best = max(self.best, chosen)
            elif chosen + self.bound(open_sets) > self.best:
                crowded = max(_bits(open_sets), key=lambda n: ((self.conflicts[n] & open_sets).bit_count(), -n))
                stack.append((open_sets & ~(1 << crowded), chosen))
                stack.append((open_sets & ~(1 << crowded) & ~self.conflicts[crowded], chosen + 1))
        return Bounds(self.best, self.best)

    def take_the_free(self, open_sets: int, chosen: int) -> tuple[int, int]:
        """Choose every set that conflicts with at most one other: no choice can be better."""
        found = True
        while found:
            found = False
            for number in _bits(open_sets):
                if open_sets >> number & 1 and (self.conflicts[number] & open_sets).bit_count() < 2:
                    open_sets &= ~(1 << number) & ~self.conflicts[number]
                    chosen += 1
                    found = True
        return open_sets, chosen

    def bound(self, open_sets: int) -> int:
        """Return how many cliques cover the open sets: no more of them can be chosen."""
        count = 0
        for clique in self.cliques:
            if open_sets & clique:
                open_sets &= ~clique
                count += 1
        return count

    def greedy(self, open_sets: int) -> int:
        count = 0
        while open_sets:
            number = min(_bits(open_sets), key=lambda n: ((self.conflicts[n] & open_sets).bit_count(), n))
            open_sets &= ~(1 << number) & ~self.conflicts[number]
            count += 1
        return count


class _Hitting:
    """Smallest set of labels that meets every set, by branching on the labels of an unmet set."""

    def __init__(self, sets: Sequence[frozenset[str]], rank: Mapping[str, int], branches: int) -> None:
        labels = sorted({label for one in sets for label in one}, key=lambda label: (rank.get(label, 0), label))
        self.names = labels
        place = {label: number for number, label in enumerate(labels)}
        self.sets = [sorted(place[label] for label in one) for one in sets]
        self.holding = [0] * len(labels)
        for number, one in enumerate(self.sets):
            for label in one:
                self.holding[label] |= 1 << number
        self.masks = [_union(1 << label for label in one) for one in self.sets]
        self.left = branches
        self.best: tuple[int, ...] = tuple(range(len(labels)))

    def solve(self) -> tuple[list[str], bool]:
        unmet = (1 << len(self.sets)) - 1
        self.best = self.greedy(unmet)
        floor = self.bound(unmet)
        sure = len(self.best) == floor or self.search(unmet)
        return [self.names[label] for label in self.best], sure

    def search(self, everything: int) -> bool:
        stack: list[tuple[int, tuple[int, ...]]] = [(everything, ())]
        while stack:
            if not self.left:
                return False
            self.left -= 1
            unmet, chosen = stack.pop()
            if not unmet:
                if (len(chosen), sorted(chosen)) < (len(self.best), sorted(self.best)):
                    self.best = chosen
            elif len(chosen) + self.bound(unmet) <= len(self.best):
                tightest = min(_bits(unmet), key=lambda n: (len(self.sets[n]), n))
                stack += [(unmet & ~self.holding[label], (*chosen, label)) for label in reversed(self.sets[tightest])]
        return True

    def bound(self, unmet: int) -> int:
        """Return how many unmet sets share no label: each needs a label of its own."""
        count = taken = 0
        for number in _bits(unmet):
            if not self.masks[number] & taken:
                taken |= self.masks[number]
                count += 1
        return count

    def greedy(self, unmet: int) -> tuple[int, ...]:
        chosen = []
        while unmet:
            label = max(range(len(self.names)), key=lambda n: ((self.holding[n] & unmet).bit_count(), -n))
            unmet &= ~self.holding[label]
            chosen.append(label)
        return tuple(chosen)


def _bits(mask: int) -> list[int]:
    """Return the numbers of the bits that are set, lowest first."""
    numbers = []
    while mask:
        low = mask & -mask
        numbers.append(low.bit_length() - 1)
        mask ^= low
    return numbers


def _union(masks: Iterable[int]) -> int:
    union = 0
    for mask in masks:
        union |= mask
    return union
