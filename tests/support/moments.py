"""Days with names, all in the calendar that is shipped. Tests freeze the clock by them."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

HCMC = ZoneInfo("Asia/Ho_Chi_Minh")

ORDINARY_MONDAY = date(2026, 3, 9)
ORDINARY_FRIDAY = date(2026, 3, 13)
SATURDAY = date(2026, 3, 14)
SUNDAY = date(2026, 3, 15)
LAST_DAY_BEFORE_TET = date(2026, 2, 13)
TET_FIRST_DAY = date(2026, 2, 17)
FIRST_DAY_AFTER_TET = date(2026, 2, 23)
LAST_DAY_OF_YEAR = date(2026, 12, 31)


def at(day: date, clock: str = "08:00") -> datetime:
    """The moment ``clock`` (HH:MM, local) of a day."""
    hour, minute = clock.split(":")
    return datetime.combine(day, time(int(hour), int(minute)), tzinfo=HCMC)
