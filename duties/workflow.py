"""What may become of a change of the calendar."""

from audit.states import Transition
from duties.enums import CalendarChangeState as C

APPLY_CALENDAR_CHANGE = Transition(
    "calendar.apply",
    "Áp dụng thay đổi lịch ngày làm việc",
    frozenset({C.DRAFT}),
    C.APPLIED,
    stamps="applied_at",
)
