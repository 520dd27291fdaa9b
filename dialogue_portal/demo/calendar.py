"""Days of the demo city, counted in working days; outside the calendar's years in weekdays."""

from datetime import date, datetime, time, timedelta

from django.utils.timezone import make_aware

from regulation.calendars import working_calendar
from regulation.working_days import CalendarUnknown, WorkingCalendar

ONE_DAY = timedelta(days=1)


class DemoCalendar:
    """Working days for building the city. The ledger itself never guesses; only the plot of the demo may."""

    def __init__(self, on: date):
        self.calendar: WorkingCalendar = working_calendar()
        self.on = on
        self.anchor = on if self._works(on) else self.before(on, 1)

    def _works(self, day: date) -> bool:
        try:
            return self.calendar.is_working_day(day)
        except CalendarUnknown:
            return day.weekday() < 5

    def after(self, day: date, count: int) -> date:
        """The ``count``-th working day after a day; before it when negative, the day itself at 0."""
        step = ONE_DAY if count > 0 else -ONE_DAY
        while count:
            day += step
            if self._works(day):
                count -= 1 if step == ONE_DAY else -1
        return day

    def before(self, day: date, count: int) -> date:
        """The ``count``-th working day before a day."""
        return self.after(day, -count)


def moment(day: date, clock: str) -> datetime:
    """A local moment of a day: ``moment(day, "14:00")``."""
    return make_aware(datetime.combine(day, time.fromisoformat(clock)))
