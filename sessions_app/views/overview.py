"""The overview of one session: next step, clocks, plan, papers, log."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localtime

from accounts.decisions import Decision
from accounts.models import Seat
from audit.acts import context_key
from audit.models import Act
from documents.models import IssuedDocument
from documents.policies import visible_documents
from documents.queries import newest_first
from duties.badges import badge_for
from duties.queries import duties_of, soon_days
from duties.session_clocks import LegalTimeline, legal_timeline
from regulation.calendars import working_calendar
from regulation.clock import local_date
from regulation.date_words import clock_words, long_date, long_moment
from sessions_app import policies
from sessions_app.enums import PublicationChannel, PublicationKind
from sessions_app.models import AttendingBody, DialogueSession, Publication
from sessions_app.queries import next_step
from sessions_app.queries.publications import publications_of
from sessions_app.queries.session_facts import cell_texts, expected_answer_term
from sessions_app.queries.sessions import session_badge
from sessions_app.views.tables import paper_line

LOG_LINES = 5
CONFERENCE = "Đồng thời là hội nghị đối thoại với Nhân dân (Điều 43 Luật Tổ chức chính quyền địa phương)"


def overview(session: DialogueSession, seat: Seat, *, on: date) -> dict[str, Any]:
    """The context of ``session_detail.html`` beside the frame."""
    return {
        "step": next_step(session, seat, on=on),
        "timeline": _timeline(session, seat, on),
        "plan_rows": _plan_rows(session),
        "publications": _publications(session, seat, on),
        "bodies": _bodies(session),
        "documents": [paper_line(paper) for paper in _papers(session, seat, on)],
        "log": _log(session, seat),
        "log_url": reverse("sessions_app:session_log", args=(session.code,)),
        "buttons": _buttons(session, seat),
    }


def _timeline(session: DialogueSession, seat: Seat, on: date) -> LegalTimeline | None:
    duties = list(duties_of(session))
    if not duties:
        return None
    return legal_timeline(
        session_on=local_date(session.starts_at),
        ended_on=local_date(session.ended_at) if session.ended_at else None,
        duties=duties,
        on=on,
        calendar=working_calendar(),
        session_badge=session_badge(session, on=on),
        soon=soon_days(seat.unit, on=on),
        texts=cell_texts(session),
        answer_term=expected_answer_term(session),
    )


def _plan_rows(session: DialogueSession) -> list[dict[str, Any]]:
    """The plan to read; empty facts say so instead of being left out."""
    hosts = [
        f"{hosting.post.title} ({hosting.organizing_office.name} tổ chức)"
        for hosting in session.hostings.all()
    ]
    overrides = [
        presidency.override_reason
        for hosting in session.hostings.all()
        for presidency in hosting.presidencies.all()
        if presidency.override_reason
    ]
    ends = f", dự kiến đến {clock_words(localtime(session.planned_end_at))}" if session.planned_end_at else ""
    fields = ", ".join(field.name for field in session.fields.all())
    rows = [
        ("Loại", session.get_kind_display()),
        ("Nội dung", session.content),
        ("Lĩnh vực, địa bàn", ", ".join(part for part in (fields, session.area) if part)),
        ("Thời gian", f"{long_moment(localtime(session.starts_at))}{ends}"),
        ("Địa điểm", session.place),
        ("Chức vụ chủ trì", "; ".join(hosts)),
        ("Lý do người khác chủ trì", "; ".join(overrides)),
        ("Thành phần Nhân dân", session.audience),
        ("Hội nghị đối thoại", CONFERENCE if session.is_commune_conference else ""),
        ("Số người dự kiến", session.expected_guests or ""),
        ("Chốt đăng ký phát biểu", long_moment(localtime(session.registration_closes_at))),
        ("Thư ký ghi biên bản", str(session.minute_taker) if session.minute_taker else "Chưa phân công"),
        ("Lý do tổ chức gấp", session.short_notice_reason),
        ("Lý do gửi thư mời trễ", session.late_invitation_reason),
    ]
    return [
        {"label": label, "value": value, "change_url": "", "strong": ""} for label, value in rows if value
    ]


def _bodies(session: DialogueSession) -> list[dict[str, Any]]:
    bodies = session.attending_bodies.select_related("unit").order_by("unit__name_sort", "pk")
    return [{"label": body.unit.name, "value": _told(body), "url": "", "kind": ""} for body in bodies]


def _publications(session: DialogueSession, seat: Seat, on: date) -> list[dict[str, Any]]:
    """The second clock: what Điều 43 of the Law on local government has made public, and whether it was."""
    may_record = policies.can_publish(seat, session)
    calendar = working_calendar()
    rows = []
    for row in publications_of(session):
        page = reverse("sessions_app:publication", args=(session.code, row.kind))
        rows.append(
            {
                "label": row.get_kind_display(),
                "badge": badge_for(row.duty, on=on, calendar=calendar, soon=soon_days(seat.unit, on=on)),
                "text": publication_words(row),
                "paper_url": reverse("sessions_app:announcement", args=(session.code,))
                if may_record and row.kind == PublicationKind.ANNOUNCEMENT
                else "",
                "record_url": page if may_record and _can_be_recorded(session, row) else "",
                "explained_url": reverse("duties:explain", args=(row.duty.code,)),
            }
        )
    return rows


def _can_be_recorded(session: DialogueSession, row: Publication) -> bool:
    """Not made public yet, and there is something to make public: results come after the end."""
    has_come = row.kind == PublicationKind.ANNOUNCEMENT or session.ended_at is not None
    return has_come and row.published_on is None


def publication_words(row: Publication) -> str:
    """When and where it was made public, else by when it has to be."""
    if row.published_on is not None:
        ways = ", ".join(PublicationChannel(each).label.lower() for each in row.channels)
        return f"Ngày {row.published_on:%d/%m/%Y}: {ways}. {row.where}"
    due_on = row.duty.due_on
    if due_on is None:
        return "Chưa tính được hạn"
    expected = ", dự kiến" if row.duty.base_is_planned else ""
    return f"Chậm nhất {long_date(due_on)}{expected}"


def _told(body: AttendingBody) -> str:
    if body.notified_at is None:
        return "Chưa thông báo"
    who = f", {body.representative}" if body.representative else ""
    return f"Đã thông báo {local_date(body.notified_at):%d/%m/%Y}{who}"


def _papers(session: DialogueSession, seat: Seat, on: date) -> QuerySet[IssuedDocument]:
    """The papers of the session that the seat may open."""
    return newest_first(visible_documents(seat, on=on).filter(context_key=context_key(session)))


def _log(session: DialogueSession, seat: Seat) -> list[dict[str, str]]:
    if not policies.can_see_log(seat):
        return []
    acts = Act.objects.filter(context_key=context_key(session)).order_by("-at", "-pk")[:LOG_LINES]
    return [
        {
            "kind": "todo" if position else "current",
            "title": act.title,
            "text": f"{clock_words(localtime(act.at))}, {localtime(act.at):%d/%m/%Y} · {act.actor_label}",
        }
        for position, act in enumerate(acts)
    ]


def _buttons(session: DialogueSession, seat: Seat) -> list[dict[str, str]]:
    """What the seat may do with the plan itself."""
    offered: tuple[tuple[str, str, str, Decision], ...] = (
        ("Sửa kế hoạch", "edit", "session_edit", policies.can_edit(seat, session)),
        ("Hoãn", "waiting", "session_postpone", policies.can_postpone(seat, session)),
        ("Hủy buổi đối thoại", "outside", "session_cancel", policies.can_cancel(seat, session)),
    )
    return [
        {"label": label, "icon": icon, "url": reverse(f"sessions_app:{page}", args=(session.code,))}
        for label, icon, page, decision in offered
        if decision
    ]
