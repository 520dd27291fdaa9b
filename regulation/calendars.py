"""The working calendar as it stands in the database now."""

from functools import lru_cache

from regulation.enums import DayKind, DayStatus
from regulation.models import CalendarDay
from regulation.working_days import SpecialDay, WorkingCalendar


def working_calendar() -> WorkingCalendar:
    """The calendar of this moment, by one query. Call it once per request or task and hand it on.

    The rows are read at every call, so an edited day is seen at once by every process; only the table
    built from equal rows is kept.
    """
    rows = CalendarDay.objects.order_by("date").values_list("date", "kind", "name", "source", "status")
    return _built(tuple(rows))


@lru_cache(maxsize=4)
def _built(rows: tuple) -> WorkingCalendar:
    return WorkingCalendar(
        SpecialDay(day, DayKind(kind), name, source, DayStatus(status))
        for day, kind, name, source, status in rows
    )
