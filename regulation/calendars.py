"""The working calendar as it stands in the database now, and as it would stand after a change."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from regulation.calendar_entries import Entry
from regulation.enums import DayKind, DayStatus
from regulation.models import CalendarDay
from regulation.working_days import SpecialDay, WorkingCalendar

Row = tuple[int | None, date, str, str, str, str]


def working_calendar() -> WorkingCalendar:
    """The calendar of this moment, by one query. Call it once per request or task and hand it on.

    The rows are read at every call, so an edited day is seen at once by every process; only the table
    built from equal rows is kept.
    """
    return _built(_rows())


def calendar_after(entries: Iterable[Entry], *, unit_id: int | None = None) -> WorkingCalendar:
    """The calendar as it would be with ``entries`` made, for the city or for one unit. Changes nothing."""
    rows: dict[tuple[int | None, date], Row] = {(row[0], row[1]): row for row in _rows()}
    for entry in entries:
        rows.pop((unit_id, entry.date), None)
        if entry.kind is not None:
            rows[unit_id, entry.date] = (
                unit_id, entry.date, entry.kind.value, entry.name, entry.source, entry.status.value,
            )  # fmt: skip
    return _built(tuple(rows[place] for place in sorted(rows, key=lambda place: (place[1], place[0] or 0))))


def _rows() -> tuple[Row, ...]:
    rows = CalendarDay.objects.order_by("date", "unit_id")
    return tuple(rows.values_list("unit_id", "date", "kind", "name", "source", "status"))


@lru_cache(maxsize=4)
def _built(rows: tuple[Row, ...]) -> WorkingCalendar:
    city: list[SpecialDay] = []
    of_units: dict[int, list[SpecialDay]] = defaultdict(list)
    for unit_id, day, kind, name, source, status in rows:
        special = SpecialDay(day, DayKind(kind), name, source, DayStatus(status))
        (city if unit_id is None else of_units[unit_id]).append(special)
    return WorkingCalendar(city, of_units)
