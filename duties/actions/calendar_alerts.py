"""Telling who keeps the calendar that a year is not sure: once a month until it is."""

from datetime import date, datetime

from accounts.enums import Role
from accounts.models import Seat
from duties.calendar_gaps import gaps
from duties.calendar_letters import KIND
from organizations.models import in_force_on
from outbox.actions import post
from regulation.working_days import WorkingCalendar


def alert(*, on: date, at: datetime, calendar: WorkingCalendar) -> int:
    """Post a letter for each year that is not sure to each administrator; how many are new. Safe to run again."""
    years = [gap.year for gap in gaps(calendar, on=on)]
    if not years:
        return 0
    keepers = Seat.objects.filter(in_force_on(on), role=Role.ADMIN, user__is_active=True)
    return sum(
        post(
            dedupe_key=f"calendar-gap:{year}:{on:%Y-%m}:{seat.user_id}",
            kind=KIND,
            params={"year": year, "seat": seat.pk, "on": on.isoformat()},
            sender=seat.unit,
            recipient_label=f"{seat.user.full_name}, {seat.title}"[:160],
            at=at,
        )
        for year in years
        for seat in keepers.exclude(user__email="").select_related("user", "unit").order_by("pk")
    )
