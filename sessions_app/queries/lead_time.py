"""Until when invitations to a session on a given day are in time (D9.1.b-2.s1, D13.1.b-2.s1)."""

from dataclasses import dataclass
from datetime import date

from organizations.settings import edition_of
from regulation import deadlines
from regulation.articles import Article
from regulation.calendars import working_calendar
from regulation.clock import local_date
from regulation.date_words import long_date
from regulation.deadlines import Deadline, Term, Verdict
from regulation.editions import TermUnknown, term_for
from regulation.working_days import ONE_DAY, CalendarUnknown
from sessions_app.models import DialogueSession


@dataclass(frozen=True)
class SendingWindow:
    """The days on which sending is in time, close, or late, as seen on one day.

    ``deadline`` is None when it cannot be computed; ``unknown`` then says why, in a sentence.
    ``verdict_today`` is how sending on that day would stand.
    """

    session_on: date
    seen_on: date
    deadline: Deadline | None
    term: Term | None = None
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
    def is_close_today(self) -> bool:
        """Sending today would be accepted by the looser reading only."""
        return self.verdict_today is Verdict.AMBER

    # -- in words

    @property
    def days_words(self) -> str:
        """The length of the term: ``05 ngày làm việc``."""
        return f"{self.term.days:02} {self.term.unit_words}" if self.term else ""

    @property
    def due_words(self) -> str:
        """The last safe sending day: ``Thứ Tư, ngày 25/11/2026``."""
        return long_date(self.deadline.due_on) if self.deadline else ""

    @property
    def later_words(self) -> list[str]:
        """What holds for the days after the advised one: still in time on days off, close, then late."""
        if self.deadline is None:
            return []
        due, lawful, close = self.deadline.due_on, self.deadline.lawful_until, self.deadline.amber_until
        lines = []
        if lawful > due:
            lines.append(f"Gửi đến hết {long_date(lawful)} vẫn đúng hạn (ngày nghỉ).")
        if close > lawful:
            first = lawful + ONE_DAY
            days = f"từ {long_date(first)} đến hết" if close > first else "trong"
            lines.append(f"Gửi {days} {long_date(close)}: sát hạn.")
        return [*lines, f"Gửi từ {long_date(close + ONE_DAY)}: trễ hạn, phải ghi lý do."]

    @property
    def skipped_words(self) -> list[str]:
        """Each day between sending and session that does not count, with its reason; weekends in one line."""
        lines = self.deadline.skipped if self.deadline else ()
        weekend = [line for line in lines if line.date.weekday() > 4 and not line.source]
        words = [f"{long_date(line.date)}: {line.reason}" for line in lines if line not in weekend]
        if weekend:
            words.append("Thứ Bảy, Chủ nhật: " + ", ".join(f"{line.date:%d/%m}" for line in weekend))
        return words


def window_of(session: DialogueSession, *, on: date) -> SendingWindow:
    """The window of a session that is planned, counted by the calendar of its first host."""
    first = session.hostings.order_by("position", "pk").values_list("post__unit", flat=True).first()
    return sending_window(local_date(session.starts_at), on=on, host_id=first)


def sending_window(session_on: date, *, on: date, host_id: int | None = None) -> SendingWindow:
    """The window for a session on ``session_on``, seen on the day ``on``.

    ``host_id`` is the unit whose session it is: one with a calendar or a text of its own counts by that.
    """
    try:
        term = term_for(Article.INVITATION_LEAD_TIME, session_on, edition=edition_of(host_id, session_on))
        deadline = deadlines.apply(term, session_on, working_calendar().for_unit(host_id))
    except (CalendarUnknown, TermUnknown) as unknown:
        return SendingWindow(session_on, on, None, unknown=str(unknown))
    return SendingWindow(session_on, on, deadline, term)
