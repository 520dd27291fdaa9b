"""The 21 worked examples of the counting rules, and a second, slow way to count for comparison."""

from datetime import date, timedelta

from regulation.enums import DayKind
from regulation.reference_data import calendar_rows
from regulation.working_days import WorkingCalendar

ROWS = calendar_rows()
CALENDAR = WorkingCalendar(ROWS)

# (number, session, last working day to send, last working day in the looser reading)
INVITATIONS = [
    (1, date(2026, 1, 12), date(2026, 1, 5), date(2026, 1, 6)),
    (2, date(2026, 2, 24), date(2026, 2, 9), date(2026, 2, 10)),
    (3, date(2026, 5, 5), date(2026, 4, 22), date(2026, 4, 23)),
    (4, date(2026, 8, 24), date(2026, 8, 17), date(2026, 8, 18)),
    (5, date(2026, 9, 7), date(2026, 8, 25), date(2026, 8, 26)),
    (6, date(2026, 6, 13), date(2026, 6, 5), date(2026, 6, 8)),
    (6, date(2026, 6, 15), date(2026, 6, 5), date(2026, 6, 8)),
    (7, date(2027, 2, 15), date(2027, 1, 29), date(2027, 2, 1)),
]
# (number, day the session ended, notice due)
NOTICES = [
    (8, date(2025, 12, 25), date(2026, 1, 10)),
    (9, date(2026, 2, 5), date(2026, 2, 26)),
    (10, date(2026, 4, 24), date(2026, 5, 13)),
    (11, date(2026, 8, 10), date(2026, 8, 22)),
    (12, date(2026, 8, 20), date(2026, 9, 7)),
    (13, date(2026, 10, 17), date(2026, 10, 30)),
    (14, date(2026, 11, 12), date(2026, 11, 27)),
    (15, date(2027, 1, 29), date(2027, 2, 19)),
    (16, date(2027, 4, 23), date(2027, 5, 11)),
]
# (number, date of the notice, answer due)
ANSWERS = [
    (17, date(2026, 1, 30), date(2026, 3, 6)),
    (18, date(2026, 4, 17), date(2026, 5, 20)),
    (19, date(2026, 8, 14), date(2026, 9, 15)),
    (20, date(2026, 11, 10), date(2026, 12, 9)),
    (21, date(2027, 1, 22), date(2027, 2, 26)),
]
TENTATIVE_EXAMPLES = {7, 15, 21}

_OFF = {day.date for day in ROWS if day.kind is DayKind.OFF}
_WORKED = {day.date for day in ROWS if day.kind is DayKind.WORKED}


def counts(day: date) -> bool:
    """The definition of a working day, written out once more."""
    return day in _WORKED or (day.isoweekday() <= 5 and day not in _OFF)


def slow_nth(day: date, n: int, step: int) -> date:
    """Walk day by day until n working days have been met."""
    met = 0
    while met < n:
        day += timedelta(days=step)
        met += counts(day)
    return day


def slow_between(first: date, last: date) -> int:
    """Count the working days strictly between by looking at each day."""
    total, day = 0, first + timedelta(days=1)
    while day < last:
        total += counts(day)
        day += timedelta(days=1)
    return total


def every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
