"""Timing two ways of doing the same thing in one run, and saying how they stand to one another.

Machines are noisy, so nothing is ever judged by seconds: both sides run in turns, and what counts is the ratio of
the medians over the rounds.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

ROUNDS = 5


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """One measurement: ``ours`` and ``baseline`` in ``unit``, and how many times the baseline ours is.

    ``goal`` is what ``ratio`` should be at least. ``detail`` tells what was counted on the way.
    """

    name: str
    ours: float
    baseline: float
    unit: str
    goal: float
    n: int
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        """How many times the baseline ours is."""
        return self.ours / self.baseline if self.baseline else float("inf")

    @property
    def holds(self) -> bool:
        """Whether the goal is reached."""
        return self.ratio >= self.goal

    def as_json(self) -> dict[str, Any]:
        """The row as ``bench --json`` prints it."""
        return asdict(self) | {"ratio": self.ratio, "holds": self.holds}


def in_turns(
    *sides: Callable[[], Any], rounds: int = ROUNDS, before: Callable[[], Any] | None = None
) -> list[float]:
    """The median seconds of each side; in every round each side runs once, the order turning.

    ``before`` runs ahead of each side and is not timed.
    """
    taken: list[list[float]] = [[] for _ in sides]
    for turn in range(rounds):
        for offset in range(len(sides)):
            place = (turn + offset) % len(sides)
            if before is not None:
                before()
            began = time.perf_counter()
            sides[place]()
            taken[place].append(time.perf_counter() - began)
    return [median(times) for times in taken]


def table(rows: Iterable[Ratio]) -> list[str]:
    """The rows as lines for a terminal."""
    lines = []
    for row in rows:
        verdict = "holds" if row.holds else "MISSED"
        lines.append(
            f"{row.name}: {row.ours:,.1f} against {row.baseline:,.1f} {row.unit}, "
            f"ratio {row.ratio:,.2f} (goal {row.goal:g}, {verdict}), n = {row.n:,}"
        )
        lines += [f"    {name}: {value}" for name, value in row.detail.items()]
    return lines
