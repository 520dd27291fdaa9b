"""By when requests are to be answered and carried out, and incidents notified. Pure arithmetic on dates.

Source: Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15 (Điều 23) and Nghị định 356/2025/NĐ-CP, in force from 1/1/2026. The
days of the decree are as its summaries give them; docs/operations/personal-data.md says which are to be checked.
"""

from datetime import date, datetime, timedelta

from personal_data.enums import RequestKind
from regulation.working_days import CalendarUnknown, WorkingCalendar

CONFIRM_WORKING_DAYS = 2
# Calendar days from receipt within which a request is carried out.
DAYS = {
    RequestKind.SEE: 10,
    RequestKind.CORRECT: 10,
    RequestKind.WITHDRAW: 15,
    RequestKind.ERASE: 20,
}
LONGEST_EXTENSION = 15  # calendar days, once
NOTIFY_WITHIN = timedelta(hours=72)


def confirm_due(received_on: date, calendar: WorkingCalendar) -> date | None:
    """The last day on which the person hears that the request was received; None outside the known calendar."""
    try:
        return calendar.nth_after(received_on, CONFIRM_WORKING_DAYS)
    except CalendarUnknown:
        return None


def carry_out_due(kind: str, received_on: date, *, extended_by: int = 0) -> date:
    """The last day for carrying a request out; ``extended_by`` are the calendar days of its one extension."""
    return received_on + timedelta(days=DAYS[RequestKind(kind)] + extended_by)


def notify_due(found_at: datetime) -> datetime:
    """The moment until which the authority is told of an incident that was found at ``found_at``."""
    return found_at + NOTIFY_WITHIN
