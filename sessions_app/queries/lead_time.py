"""Until when invitations to a session on a given day are in time (D9.1.b-2.s1, D13.1.b-2.s1)."""

from dataclasses import dataclass
from datetime import date

from regulation import deadlines
from regulation.articles import Article
from regulation.calendars import working_calendar
from regulation.deadlines import Deadline, Verdict
from regulation.editions import TermUnknown, term_for
from regulation.working_days import CalendarUnknown, DayLine


@dataclass(frozen=True)
class SendingWindow:
    """The days on which sending is in time, close, or late, as seen on one day.

    ``deadline`` is None when it cannot be computed; ``unknown`` then says why, in a sentence.
    ``verdict_today`` is how sending on that day would stand. ``holidays`` are the skipped days that are no
    ordinary weekend.
    """

    session_on: date
    seen_on: date
    deadline: Deadline | None
    unknown: str = ""

    @property
    def verdict_today(self) -> Verdict | None:
        return self.verdict_on(self.seen_on)

    def verdict_on(self, day: date) -> Verdict | None:
        """How a sending on ``day`` stands; None when the dates cannot be computed."""
        return self.deadline.verdict(day) if self.deadline else None

    @property
    def is_late_today(self) -> bool:
        """No day is left on which a sending would be in time or close."""
        return self.verdict_today is Verdict.LATE

    @property
    def holidays(self) -> list[DayLine]:
        lines = self.deadline.skipped if self.deadline else ()
        return [line for line in lines if line.date.weekday() < 5 or line.source]

    @property
    def weekend_days(self) -> int:
        return len(self.deadline.skipped) - len(self.holidays) if self.deadline else 0


def sending_window(session_on: date, *, on: date) -> SendingWindow:
    """The window for a session on ``session_on``, seen on the day ``on``."""
    try:
        term = term_for(Article.INVITATION_LEAD_TIME, session_on)
        deadline = deadlines.apply(term, session_on, working_calendar())
    except (CalendarUnknown, TermUnknown) as unknown:
        return SendingWindow(session_on, on, None, str(unknown))
    return SendingWindow(session_on, on, deadline)
