"""The monthly lines of the dashboard, placed on paper: numbers for SVG attributes. Pure."""

from dataclasses import dataclass

from duties.queries import Kept
from reports.compliance import percent, rate
from reports.enums import Milestone

WIDTH, HEIGHT = 560, 250
LEFT, RIGHT, TOP, BOTTOM = 44, 400, 18, 218
TARGET = 0.95
_LOOKS = {
    Milestone.INVITATION: "trend-first",
    Milestone.NOTICE: "trend-second",
    Milestone.ANSWER: "trend-main",
}
_LABEL_GAP = 32


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line: its runs of points (a month without figures breaks it), its end and its label."""

    look: str
    name: str
    value: str
    runs: list[str]
    dots: list[tuple[str, str]]
    end: tuple[str, str] | None
    label_y: str
    value_y: str


@dataclass(frozen=True, kw_only=True)
class Trend:
    """Everything the template writes. ``floor`` is the percentage where the axis starts."""

    lines: list[Line]
    grid: list[dict[str, str]]
    months: list[dict[str, str]]
    target_y: str
    floor: int
    description: str


def trend(by_month: dict[Milestone, dict[int, Kept]], *, until_month: int) -> Trend | None:
    """The three rates month by month, or None while no month has figures."""
    shares = {
        milestone: {
            month: rate(kept) for month, kept in months.items() if month <= until_month and kept.judged
        }
        for milestone, months in by_month.items()
    }
    known = [share for months in shares.values() for share in months.values()]
    if not known:
        return None
    floor = 0.6 if min(known) >= 0.6 else 0.0
    last = [(milestone, months[max(months)]) for milestone, months in shares.items() if months]
    labels = _spread({milestone: _y(share, floor) for milestone, share in last})
    return Trend(
        lines=[
            _line(milestone, shares[milestone], floor, until_month, labels[milestone])
            for milestone, _ in last
        ],
        grid=[
            {"y": _text(_y(step / 100, floor)), "label": f"{step}%"}
            for step in range(int(floor * 100), 101, 10 if floor else 20)
        ],
        months=[
            {"x": _text(_x(month, until_month)), "label": f"T{month}"} for month in range(1, until_month + 1)
        ],
        target_y=_text(_y(TARGET, floor)),
        floor=int(floor * 100),
        description="; ".join(f"{milestone.label}: {percent(share)}" for milestone, share in last),
    )


def _line(
    milestone: Milestone, shares: dict[int, float], floor: float, until_month: int, label_y: float
) -> Line:
    points = {
        month: (_text(_x(month, until_month)), _text(_y(share, floor))) for month, share in shares.items()
    }
    runs: list[list[str]] = []
    for month in sorted(points):
        if month - 1 not in points:
            runs.append([])
        runs[-1].append(",".join(points[month]))
    newest = max(points)
    return Line(
        look=_LOOKS[milestone],
        name=milestone.label.removesuffix(" đúng hạn"),
        value=percent(shares[newest]),
        runs=[" ".join(run) for run in runs if len(run) > 1],
        dots=[points[month] for month in points],
        end=points[newest],
        label_y=_text(label_y),
        value_y=_text(label_y + 15),
    )


def _x(month: int, until_month: int) -> float:
    return LEFT + (RIGHT - LEFT) * (month - 1) / max(until_month - 1, 1)


def _y(share: float, floor: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * (share - floor) / (1 - floor)


def _spread(wanted: dict[Milestone, float]) -> dict[Milestone, float]:
    """Labels moved apart so that none covers another, in the order of their lines."""
    placed: dict[Milestone, float] = {}
    lowest = TOP - 6 - _LABEL_GAP
    for milestone, y in sorted(wanted.items(), key=lambda pair: pair[1]):
        lowest = placed[milestone] = max(y, lowest + _LABEL_GAP)
    return placed


def _text(number: float) -> str:
    # A point in every locale: SVG reads no decimal comma.
    return f"{number:.1f}"
