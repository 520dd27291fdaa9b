"""Arithmetic on working days. Pure: no Django, no database, no clock.

A day counts when it is an entered worked day, or a Monday to Friday that is not an entered day off.
Sums are read from a table built once (days so far, and the list of working days), so that one due
date costs two look-ups however long the term is.
"""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from regulation.enums import DayKind, DayStatus

ONE_DAY = timedelta(days=1)
_WEEKEND = {5: "Thứ Bảy", 6: "Chủ nhật"}


class CalendarUnknown(LookupError):
    """A date outside the years whose calendar is known; the message is a Vietnamese sentence."""


@dataclass(frozen=True)
class SpecialDay:
    """One entered day: off although it is a weekday, or worked although it is a weekend."""

    date: date
    kind: DayKind
    name: str
    source: str
    status: DayStatus


@dataclass(frozen=True)
class DayLine:
    """One line of "how was this computed": the day, whether it counts, and why."""

    date: date
    counted: bool
    reason: str
    source: str
    status: DayStatus


class WorkingCalendar:
    """The working days of the years in cover: every year with an entered day, and the year after it.

    A year in cover that has no confirmed day is unconfirmed as a whole: results that touch it are
    tentative, like results that touch a day entered as expected.

    ``deviations`` are the days on which single units differ, by the key of the unit; ``for_unit`` gives the
    calendar of such a unit, in which its own entry stands in place of the common one.
    """

    def __init__(
        self, days: Iterable[SpecialDay], deviations: Mapping[int, Iterable[SpecialDay]] | None = None
    ):
        entered = sorted(days, key=_content)
        self._deviations = {unit: tuple(own) for unit, own in (deviations or {}).items()}
        self._of_units: dict[int, WorkingCalendar] = {}
        self._days = {day.date: day for day in entered}
        if len(self._days) < len(entered):
            raise ValueError("a date is entered twice")
        self._entered_years = frozenset(day.year for day in self._days)
        self._years = self._entered_years | {year + 1 for year in self._entered_years}
        confirmed = {day.date.year for day in entered if day.status is DayStatus.CONFIRMED}
        self._unconfirmed_years = self._years - confirmed
        self._expected = [day.date for day in entered if day.status is DayStatus.EXPECTED]
        self._has_gap = bool(self._years) and len(self._years) <= max(self._years) - min(self._years)
        self._build_table()
        self.version = _digest(entered)

    def _build_table(self) -> None:
        every_day: list[date] = []
        if self._years:
            first, last = date(min(self._years), 1, 1), date(max(self._years), 12, 31)
            every_day = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
        self._base = every_day[0].toordinal() if every_day else 0
        worked = [self._counts(day) for day in every_day]
        self._working = [day for day, counts in zip(every_day, worked, strict=True) if counts]
        self._upto = list(accumulate(worked))  # working days from the first day up to and including each day
        # Place in the list of working days just before the first one after each day in cover.
        self._before_next = {
            day: upto - 1 for day, upto in zip(every_day, self._upto, strict=True) if day.year in self._years
        }

    def _counts(self, day: date) -> bool:
        entered = self._days.get(day)
        if entered is not None:
            return entered.kind is DayKind.WORKED
        return day.weekday() < 5

    # -- units that differ

    @property
    def deviating_units(self) -> frozenset[int]:
        """The keys of the units that have days of their own."""
        return frozenset(self._deviations)

    def for_unit(self, unit_id: int | None) -> "WorkingCalendar":
        """The calendar by which a unit counts: this one, unless days of its own were entered."""
        if unit_id not in self._deviations:
            return self
        if unit_id not in self._of_units:
            own = {day.date: day for day in self._deviations[unit_id]}
            self._of_units[unit_id] = WorkingCalendar((self._days | own).values())
        return self._of_units[unit_id]

    # -- cover

    def entered(self, day: date) -> SpecialDay | None:
        """What was entered for a day, or None where it follows Monday to Friday."""
        return self._days.get(day)

    def open_questions(self, year: int) -> tuple[int, bool]:
        """How many days of the year are only expected, and whether the year has any confirmed day at all."""
        expected = sum(day.year == year for day in self._expected)
        return expected, year in self._entered_years and year not in self._unconfirmed_years

    @property
    def cover_years(self) -> tuple[int, ...]:
        """The years in which dates can be computed, in order."""
        return tuple(sorted(self._years))

    def covers(self, first: date, last: date) -> bool:
        """Whether every year from ``first`` to ``last`` is in cover."""
        return all(year in self._years for year in range(first.year, last.year + 1))

    def _index(self, day: date) -> int:
        if day.year not in self._years:
            raise CalendarUnknown(self._unknown(day))
        return day.toordinal() - self._base

    def _unknown(self, day: date) -> str:
        return f"Chưa có lịch ngày làm việc cho năm {day.year} (ngày {day:%d/%m/%Y})."

    def _beyond(self, day: date, direction: int) -> CalendarUnknown:
        edge = max(self._years) if direction > 0 else min(self._years)
        return CalendarUnknown(
            f"Chưa có lịch ngày làm việc cho năm {edge + direction} (tính từ ngày {day:%d/%m/%Y})."
        )

    def _refuse_gap(self, first: date, last: date) -> None:
        if self._has_gap:
            for year in range(first.year, last.year + 1):
                if year not in self._years:
                    raise CalendarUnknown(self._unknown(date(year, 1, 1))) from None

    # -- arithmetic

    def is_working_day(self, day: date) -> bool:
        """Whether the day counts. Raises CalendarUnknown outside the cover."""
        self._index(day)
        return self._counts(day)

    def nth_after(self, day: date, n: int) -> date:
        """The n-th working day after ``day``, which itself is never counted (n from 1)."""
        if n < 1:
            raise ValueError("n counts from 1")
        try:
            found = self._working[self._before_next[day] + n]
        except LookupError:
            self._index(day)  # says which year is not known, when it is the day's own
            raise self._beyond(day, +1) from None
        if self._has_gap:
            self._refuse_gap(day, found)
        return found

    def nth_before(self, day: date, n: int) -> date:
        """The n-th working day before ``day``, which itself is never counted (n from 1)."""
        if n < 1:
            raise ValueError("n counts from 1")
        index = self._index(day)
        position = (self._upto[index - 1] if index else 0) - n
        if position < 0:
            raise self._beyond(day, -1)
        found = self._working[position]
        self._refuse_gap(found, day)
        return found

    def working_days_between(self, first: date, last: date) -> int:
        """Working days strictly between the two dates; 0 when ``last`` is not after ``first``."""
        if last <= first:
            return 0
        start, end = self._index(first), self._index(last)
        self._refuse_gap(first, last)
        return self._upto[end - 1] - self._upto[start]

    def days_left(self, on: date, due: date) -> int:
        """Working days left on the day ``on`` until ``due``: the one number shown, mailed and reported.

        Before and on the due date: working days after ``on`` up to and including ``due`` (0 on the day
        itself). From the next day on the duty is overdue and the number is negative: minus the working
        days after ``due`` up to and including ``on``, and at least -1, so that a Saturday after a due
        Friday already reads as overdue.
        """
        if on <= due:
            return self._counted(on, due)
        return -max(1, self._counted(due, on))

    def _counted(self, after: date, upto: date) -> int:
        start, end = self._index(after), self._index(upto)
        self._refuse_gap(after, upto)
        return self._upto[end] - self._upto[start]

    # -- explanation

    def explain(self, first: date, last: date) -> list[DayLine]:
        """One line for each day from ``first`` to ``last``, both included; none in reverse order."""
        lines, day = [], first
        while day <= last:
            lines.append(self._line(day))
            day += ONE_DAY
        return lines

    def skipped(self, first: date, last: date) -> list[DayLine]:
        """The days from ``first`` to ``last``, both included, that do not count, each with its reason."""
        return [line for line in self.explain(first, last) if not line.counted]

    def _line(self, day: date) -> DayLine:
        self._index(day)
        entered = self._days.get(day)
        if entered is not None:
            counted = entered.kind is DayKind.WORKED
            return DayLine(day, counted, entered.name, entered.source, entered.status)
        status = DayStatus.EXPECTED if day.year in self._unconfirmed_years else DayStatus.CONFIRMED
        weekend = _WEEKEND.get(day.weekday())
        reason = weekend or "Ngày làm việc"
        if day.year not in self._entered_years:
            reason = f"{reason} (chưa có lịch năm {day.year})"
        return DayLine(day, weekend is None, reason, "", status)

    def is_tentative(self, first: date, last: date) -> bool:
        """Whether a result that rests on the days ``first`` to ``last`` may still change.

        True when one of them is entered as expected or lies in a year without any confirmed day.
        """
        if any(year in self._unconfirmed_years for year in range(first.year, last.year + 1)):
            return True
        return bisect_left(self._expected, first) < bisect_right(self._expected, last)


def calendar_days_after(day: date, n: int) -> date:
    """The n-th calendar day after ``day`` (day zero); before it when n is negative."""
    return day + timedelta(days=n)


def _content(day: SpecialDay) -> tuple[str, ...]:
    return (day.date.isoformat(), day.kind.value, day.status.value, day.name, day.source)


def _digest(days: Iterable[SpecialDay]) -> str:
    """Short hash of what the calendar says; the order of entry does not matter."""
    lines = "\n".join("|".join(_content(day)) for day in days)
    return hashlib.sha256(lines.encode()).hexdigest()[:12]
