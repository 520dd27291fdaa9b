"""What comes after a registration, with dates: the timeline on a receipt (Đ9.1.b, Đ9.3, Đ13.1.b, Đ13.3)."""

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime

from organizations.settings import edition_of
from regulation import deadlines
from regulation.articles import Article
from regulation.clock import local_date
from regulation.date_words import long_date, long_moment
from regulation.editions import TermUnknown, term_for
from regulation.working_days import CalendarUnknown, WorkingCalendar
from sessions_app.models import DialogueSession, SpeakingRegistration

NOT_COMPUTED = "chưa tính được"


@dataclass(frozen=True)
class NextStep:
    """One line of the timeline; ``kind`` is done, todo or expected (it depends on what has not happened)."""

    kind: str
    title: str
    text: str


def next_steps(
    registration: SpeakingRegistration, session: DialogueSession, *, calendar: WorkingCalendar
) -> list[NextStep]:
    """Sent, order told, session, notice of conclusions, written answer.

    The last two come from the same terms as the duties of the office and of the agencies; they start from the
    planned day until the end of the session is recorded.
    """
    steps = [NextStep("done", "Đã gửi đăng ký", long_date(local_date(registration.submitted_at)))]
    if session.starts_at is None:
        return steps
    held = session.ended_at is not None
    session_on = local_date(session.ended_at or session.starts_at)
    past = "done" if held else "todo"
    order_text = f"Trước {_worded(_eve_of(session_on, calendar))}"
    edition = edition_of(_first_host(session), session_on)
    notice_on, _ = _due(Article.CONCLUSION_NOTICE, session_on, calendar, edition)
    answer_on, days = _due(Article.WRITTEN_ANSWER, notice_on, calendar, edition)
    answer_text = f"Chậm nhất {days} ngày làm việc sau thông báo kết luận, dự kiến {_worded(answer_on)}"
    return [
        *steps,
        NextStep(past, "Báo thứ tự phát biểu", order_text),
        NextStep(past, "Buổi đối thoại", long_moment(localtime(session.starts_at))),
        NextStep(
            "expected", "Thông báo kết luận, giao cơ quan giải quyết", f"Chậm nhất {_worded(notice_on)}"
        ),
        NextStep("expected", "Ông/bà nhận văn bản trả lời", answer_text),
    ]


def _first_host(session: DialogueSession) -> int | None:
    return session.hostings.order_by("position", "pk").values_list("post__unit", flat=True).first()


def _due(
    article: Article, base_on: date | None, calendar: WorkingCalendar, edition: str
) -> tuple[date | None, int]:
    """The due date and the number of days of a term; no date where base or calendar is missing."""
    if base_on is None:
        return None, deadlines.ANSWER_TERM.days
    try:
        term = term_for(article, base_on, edition=edition)
        return deadlines.apply(term, base_on, calendar).due_on, term.days
    except (CalendarUnknown, TermUnknown):
        return None, deadlines.ANSWER_TERM.days


def _eve_of(session_on: date, calendar: WorkingCalendar) -> date | None:
    try:
        return calendar.nth_before(session_on, 1)
    except CalendarUnknown:
        return None


def _worded(day: date | None) -> str:
    return long_date(day) if day else NOT_COMPUTED
