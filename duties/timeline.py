"""The picture of a session's clocks: where each working day, bracket and mark stands. Pure; draws nothing itself.

``draw`` turns facts (days, spans, marks) into places; ``components/legal_timeline.html`` writes them as SVG.
Lengths are SVG units, one unit being one CSS pixel at full size.
"""

import itertools
from dataclasses import dataclass
from datetime import date

BLOCK, NARROW, GAP, WEEKEND_GAP = 22, 12, 3, 12
MARGIN = 42  # room for the words of a short first bracket
BLOCK_TOP, BLOCK_HEIGHT, SESSION_EXTRA = 59, 18, 6
FIRST_LABEL_LINE, LABEL_ROW_HEIGHT = 131, 46
LETTER = 7.4  # mean advance of the label's face; only decides which labels would touch


@dataclass(frozen=True, kw_only=True)
class Day:
    """One day to draw. Weekends are left out and show as a wider gap; holidays are given.

    ``kind`` is one of done, running, ahead, expected, late, session, holiday.
    ``title`` says in words what the day is ("Thứ Ba, ngày 24/11/2026: không tính, Ngày Văn hóa Việt Nam").
    """

    on: date
    kind: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Span:
    """A bracket over the days from ``first`` to ``last``; ``kind`` is done, running, expected or late."""

    first: date
    last: date
    text: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A dated label under a day; ``expected`` draws it dashed (the date depends on what has not happened yet)."""

    on: date
    title: str
    text: str
    expected: bool = False


@dataclass(frozen=True, kw_only=True)
class PlacedBlock:
    x: int
    y: int
    width: int
    height: int
    kind: str
    title: str
    hatched: bool


@dataclass(frozen=True, kw_only=True)
class PlacedSpan:
    """A bracket; ``middle`` is that of its words."""

    left: int
    right: int
    middle: int
    text: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class PlacedMark:
    x: int
    line_to: int
    label_x: int
    anchor: str
    title_y: int
    text_y: int
    title: str
    text: str
    expected: bool


@dataclass(frozen=True, kw_only=True)
class Today:
    x: int


@dataclass(frozen=True, kw_only=True)
class Drawing:
    width: int
    height: int
    title: str
    description: str
    blocks: list[PlacedBlock]
    spans: list[PlacedSpan]
    marks: list[PlacedMark]
    today: Today | None


def draw(*, days: list[Day], spans: list[Span], marks: list[Mark], today: date, title: str) -> Drawing:
    """Place ``days`` (at least one, in order) from left to right, with their brackets, labels and today's sign.

    A span or mark on a day that is not drawn stands at the nearest drawn day before it, or at the first one.
    The description for readers who do not see the picture is made from the marks.
    """
    blocks = _place_blocks(days)
    places = dict(zip((day.on for day in days), blocks, strict=True))
    width = blocks[-1].x + blocks[-1].width + MARGIN
    placed_marks = _place_marks(marks, places, width)
    lowest = max((mark.text_y for mark in placed_marks), default=FIRST_LABEL_LINE)
    return Drawing(
        width=width,
        height=lowest + 10,
        title=title,
        description="; ".join(f"{mark.title}: {mark.text}" for mark in marks) + ".",
        blocks=blocks,
        spans=_place_spans(spans, places),
        marks=placed_marks,
        today=_place_today(today, places),
    )


def _place_blocks(days: list[Day]) -> list[PlacedBlock]:
    blocks, x = [], MARGIN
    for before, day in zip([None, *days], days, strict=False):
        if before is not None:
            x += WEEKEND_GAP if (day.on - before.on).days > 1 else GAP
        width = NARROW if day.kind == "holiday" else BLOCK
        extra = SESSION_EXTRA if day.kind == "session" else 0
        blocks.append(
            PlacedBlock(
                x=x,
                y=BLOCK_TOP - extra,
                width=width,
                height=BLOCK_HEIGHT + 2 * extra,
                kind=day.kind,
                title=day.title,
                hatched=day.kind == "holiday",
            )
        )
        x += width
    return blocks


def _at(on: date, places: dict[date, PlacedBlock]) -> PlacedBlock:
    drawn = [day for day in places if day <= on] or list(places)[:1]
    return places[max(drawn)]


def _middle(block: PlacedBlock) -> int:
    return block.x + block.width // 2


def _place_spans(spans: list[Span], places: dict[date, PlacedBlock]) -> list[PlacedSpan]:
    """Brackets with their words above the middle, or as near to it as the words of the one before leave room."""
    placed, free_from = [], 0.0
    for span in spans:
        first, last = _at(span.first, places), _at(span.last, places)
        left, right = first.x + 1, last.x + last.width - 1
        half = LETTER * len(span.text) / 2
        middle = max((left + right) // 2, round(free_from + half))
        free_from = middle + half + LETTER
        placed.append(PlacedSpan(left=left, right=right, middle=middle, text=span.text, kind=span.kind))
    return placed


def _place_today(today: date, places: dict[date, PlacedBlock]) -> Today | None:
    """Under its block; on a weekend in the gap; outside the drawn days nowhere."""
    if today in places:
        return Today(x=_middle(places[today]))
    for (before, left), (after, right) in itertools.pairwise(places.items()):
        if before < today < after:
            return Today(x=(left.x + left.width + right.x) // 2)
    return None


def _place_marks(marks: list[Mark], places: dict[date, PlacedBlock], width: int) -> list[PlacedMark]:
    """Labels under their days, each in the first row where it touches no neighbour and stays inside the picture."""
    placed, ends_of_rows = [], []
    for mark in sorted(marks, key=lambda mark: mark.on):
        x = _middle(_at(mark.on, places))
        size = LETTER * max(len(mark.title), len(mark.text))
        anchor, label_x, left = _anchor(x, size, width)
        row = next((row for row, end in enumerate(ends_of_rows) if end <= left), len(ends_of_rows))
        ends_of_rows[row : row + 1] = [left + size]
        title_y = FIRST_LABEL_LINE + row * LABEL_ROW_HEIGHT
        placed.append(
            PlacedMark(
                x=x,
                line_to=title_y - 17,
                label_x=label_x,
                anchor=anchor,
                title_y=title_y,
                text_y=title_y + 20,
                title=mark.title,
                text=mark.text,
                expected=mark.expected,
            )
        )
    return placed


def _anchor(x: int, size: float, width: int) -> tuple[str, int, float]:
    """How a label of ``size`` hangs on ``x``: beside the line in the first and last part, centred between them."""
    if x < width * 0.4:
        return "start", x - 6, x - 6
    if x + size / 2 > width - 8:
        return "end", x + 6, x + 6 - size
    return "middle", x, x - size / 2
