"""What is counted, and the figures that counts give."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Count:
    """How many were found rightly, found wrongly, and missed."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.right + other.right, self.extra + other.extra, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 0 where nothing was."""
        return _share(self.right, self.extra) or 0.0

    @property
    def recall(self) -> float:
        """The share of what there is that was found; 0 where there is nothing."""
        return _share(self.right, self.missed) or 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def compared(found: frozenset[object], wanted: frozenset[object], allowed: frozenset[object] | None = None) -> Count:
    """Count a set against the wanted one; what is only ``allowed`` is neither required nor wrong."""
    allowed = wanted if allowed is None else allowed
    return Count(len(found & wanted), len(found - allowed), len(wanted - found))


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that was missed or is wrong, for a person to look at."""

    document: str
    kind: str
    what: str


@dataclass(slots=True)
class Tally:
    """What is summed over documents."""

    rows: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    numbers: Counter[str] = field(default_factory=Counter)
    slots: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: list[Fault] = field(default_factory=list)
    judged: list[tuple[float, bool]] = field(default_factory=list)
    """The confidence of each predicted event, and whether it is right."""

    def add(self, name: str, count: Count) -> None:
        """Add to a row."""
        self.rows[name] = self.rows[name] + count

    def choose(self, name: str, good: bool) -> None:
        """Count a decision as right or wrong."""
        self.numbers[f"{name} {'right' if good else 'wrong'}"] += 1

    def share(self, name: str) -> float | None:
        """Return the share of right decisions; None where none was made."""
        return _share(self.numbers[f"{name} right"], self.numbers[f"{name} wrong"])

    def mean(self, name: str) -> float | None:
        """Return the mean of a slot's scores; None where no event was matched."""
        values = self.slots.get(name)
        return sum(values) / len(values) if values else None


def _share(good: int, bad: int) -> float | None:
    return good / (good + bad) if good + bad else None
