"""The one thing that comes next for a session, as the card on its page shows it."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accounts.models import Seat
from duties.badges import Badge
from duties.queries import badge_of
from duties.work import WorkGroup, WorkItem
from regulation.calendars import working_calendar
from regulation.date_words import long_date
from sessions_app.enums import SessionState
from sessions_app.models import DialogueSession
from sessions_app.queries import conclusions, preparation, proceedings, registrations

# In the order of a session's life: the first row that belongs to the session is its next step.
SOURCES = (preparation.work_for, registrations.work_for, proceedings.work_for, conclusions.work_for)
_URGENCY = {WorkGroup.OVERDUE: "overdue", WorkGroup.TODAY: "today", WorkGroup.SOON: "soon"}


@dataclass(frozen=True, kw_only=True)
class HouseStep:
    """What ``components/next_step.html`` asks for."""

    title: str
    action_label: str
    action_url: str
    urgency: str = "neutral"
    due_label: str = ""
    due_text: str = ""
    note: str = ""
    badge: Badge | str = ""
    refused: str = ""


def work_for(seat: Seat, *, on: date) -> list[WorkItem]:
    """Everything this app asks of a seat on a day, as rows of the work queue."""
    return [item for source in SOURCES for item in source(seat, on=on)]


def next_step(session: DialogueSession, seat: Seat, *, on: date) -> HouseStep | None:
    """The next step of a session for a seat; None where nothing is left for it to do."""
    own_path = reverse("sessions_app:session_detail", args=(session.code,))
    for item in work_for(seat, on=on):
        if item.url.startswith(own_path):
            return _from_row(item)
    rest = _REST.get(SessionState(session.state))
    return rest(session, on) if rest and _works_here(seat, session) else None


def _works_here(seat: Seat, session: DialogueSession) -> bool:
    return any(hosting.organizing_office_id == seat.unit_id for hosting in session.hostings.all())


def _from_row(item: WorkItem) -> HouseStep:
    return HouseStep(
        title=_within_sentence(item.title),
        urgency=_URGENCY.get(item.group, "neutral"),
        due_label="Hạn" if item.due_on else "",
        due_text=long_date(item.due_on) if item.due_on else "",
        note=item.context or item.note,
        badge=item.badge or "",
        action_label=item.button,
        action_url=item.url,
    )


def _within_sentence(title: str) -> str:
    return title[:1].lower() + title[1:]


def _await_the_day(session: DialogueSession, on: date) -> HouseStep:
    return HouseStep(
        title="chuẩn bị chương trình và tài liệu",
        note="Thư mời đã gửi xong. Sắp xếp người phát biểu, in chương trình trước buổi đối thoại.",
        action_label="Mở chương trình",
        action_url=reverse("sessions_app:programme", args=(session.code,)),
    )


def _issue_notice(session: DialogueSession, on: date) -> HouseStep:
    duty = conclusions.notice_duty_of(session)
    dated = duty is not None and duty.due_on is not None
    return HouseStep(
        title="phát hành thông báo kết luận",
        due_label="Hạn phát hành" if dated else "",
        due_text=long_date(duty.due_on) if dated else "",
        badge=badge_of(duty, on=on, calendar=working_calendar()) if duty else "",
        action_label="Mở thông báo kết luận",
        action_url=reverse("followups:notice", args=(session.code,)),
    )


def _follow(session: DialogueSession, on: date) -> HouseStep:
    return HouseStep(
        title="theo dõi việc trả lời kiến nghị",
        note="Thông báo kết luận đã phát hành.",
        action_label="Xem kiến nghị",
        action_url=reverse("followups:session_petitions", args=(session.code,)),
    )


_REST = {
    SessionState.ANNOUNCED: _await_the_day,
    SessionState.HELD: _issue_notice,
    SessionState.CONCLUDED: _follow,
}
