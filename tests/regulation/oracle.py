"""Counting days the slow way, one by one, from the shipped table alone. Shares no code with ``regulation``."""

import csv
from datetime import date, timedelta
from pathlib import Path

TABLE = Path(__file__).resolve().parents[2] / "regulation" / "data" / "calendar-2017-2027.csv"
DAY = timedelta(days=1)


def read_table() -> dict[date, str]:
    """Each entered day with "off" or "worked"."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {date.fromisoformat(row["date"]): row["kind"] for row in csv.DictReader(file)}


class Pencil:
    """Somebody with a calendar on the wall and a pencil."""

    def __init__(self, entered: dict[date, str]):
        self.entered = entered

    def works(self, day: date) -> bool:
        if day in self.entered:
            return self.entered[day] == "worked"
        return day.isoweekday() <= 5

    def after(self, day: date, count: int) -> date:
        """The count-th working day after a day."""
        while count:
            day += DAY
            count -= self.works(day)
        return day

    def between(self, first: date, last: date) -> int:
        """Working days strictly between two days."""
        days, day = 0, first + DAY
        while day < last:
            days += self.works(day)
            day += DAY
        return days

    def last_sending(self, session_on: date, least: int) -> date:
        """The last day, also a day off, that leaves at least so many working days before the session."""
        day = session_on - DAY
        while self.between(day, session_on) < least:
            day -= DAY
        return day

    def advised_sending(self, session_on: date, least: int) -> date:
        """The last working day of those."""
        day = self.last_sending(session_on, least)
        while not self.works(day):
            day -= DAY
        return day

    def days_before(self, day: date, count: int) -> date:
        """The count-th day before a day, days off counted."""
        for _ in range(count):
            day -= DAY
        return day

    def days_after(self, day: date, count: int) -> date:
        """The count-th day after a day, days off counted."""
        for _ in range(count):
            day += DAY
        return day

    def working_day_no_later_than(self, day: date) -> date:
        while not self.works(day):
            day -= DAY
        return day

    def working_day_no_earlier_than(self, day: date) -> date:
        while not self.works(day):
            day += DAY
        return day

    def left(self, on: date, due: date) -> int:
        """Working days left; from the next day on, minus those that passed, at least one."""
        if on <= due:
            return self.between(on, due + DAY)
        return -max(1, self.between(due, on + DAY))
