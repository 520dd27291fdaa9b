"""What a drill found: figures, each with what was promised about it."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One count. ``promise`` says what it has to be and ``holds`` whether it is; both are empty for a plain fact."""

    part: str
    what: str
    value: float | str
    promise: str = ""
    holds: bool | None = None


def fact(part: str, what: str, value: float | str) -> Figure:
    """A figure that is told without a promise."""
    return Figure(part=part, what=what, value=value)


def exactly(part: str, what: str, value: int, expected: int) -> Figure:
    """A figure that has to be ``expected``."""
    return Figure(part=part, what=what, value=value, promise=f"= {expected}", holds=value == expected)


def at_most(part: str, what: str, value: int, limit: int) -> Figure:
    """A figure that may not pass ``limit``."""
    return Figure(part=part, what=what, value=value, promise=f"≤ {limit}", holds=value <= limit)


def damage(part: str, what: str, value: int) -> Figure:
    """A figure of a negative control: without damage there the drill could not fail and proves nothing."""
    return Figure(part=part, what=what, value=value, promise="> 0", holds=value > 0)


def hold(figures: Iterable[Figure]) -> bool:
    """Whether every promise was kept."""
    return all(figure.holds is not False for figure in figures)


def as_table(figures: Iterable[Figure]) -> str:
    """The figures as lines of a table."""
    rows = [("part", "figure", "found", "promised", "")]
    rows += [
        (f.part, f.what, str(f.value), f.promise, {True: "kept", False: "BROKEN", None: ""}[f.holds])
        for f in figures
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def as_json(drill: str, figures: Iterable[Figure]) -> str:
    """The figures for machines."""
    figures = list(figures)
    return json.dumps(
        {"drill": drill, "holds": hold(figures), "figures": [asdict(figure) for figure in figures]},
        ensure_ascii=False,
    )
