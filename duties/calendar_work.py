"""What the administrator has to do about the calendar, as rows of the work queue."""

from datetime import date

from django.urls import reverse

from accounts.models import Seat
from duties.calendar_gaps import gaps
from duties.policies import can_change_calendar
from duties.work import WorkGroup, WorkItem
from regulation.calendars import working_calendar


def work_for(seat: Seat, *, on: date) -> list[WorkItem]:
    """One row for each year whose calendar is not sure; nothing for seats that do not keep the calendar."""
    if not can_change_calendar(seat):
        return []
    return [
        WorkItem(
            title=f"Nhập lịch ngày làm việc năm {gap.year}",
            context=gap.sentence,
            url=reverse("duties:calendar_year", args=[gap.year]),
            button="Mở lịch",
            group=WorkGroup.INTERNAL,
            note="Việc nội bộ",
        )
        for gap in gaps(working_calendar(), on=on)
    ]
