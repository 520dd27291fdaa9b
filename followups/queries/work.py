"""What follows a session as rows of the work queue: to issue, to answer, to hand over, to urge, to read."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Seat
from duties.models import Duty
from duties.queries import soon_days, work_item
from duties.work import WorkGroup, WorkItem
from followups.enums import OPEN
from followups.models import Answer, Assignment, Extension
from followups.queries.petitions import inbox, short_text
from regulation.calendars import working_calendar
from regulation.clock import local_date
from regulation.working_days import WorkingCalendar
from sessions_app.enums import ConclusionState, SessionState
from sessions_app.models import ConclusionDraft, DialogueSession, Hosting, Petition, Presidency


def work_for(seat: Seat, *, on: date) -> list[WorkItem]:
    """Everything this app asks of a seat on the day ``on``."""
    source = _SOURCES.get(seat.role)
    return source(seat, on) if source else []


@dataclass(frozen=True)
class _Desk:
    """A seat on a day, with what every clock needs asked for once."""

    seat: Seat
    on: date
    calendar: WorkingCalendar
    soon: int

    @classmethod
    def of(cls, seat: Seat, on: date) -> Self:
        return cls(seat, on, working_calendar(), soon_days(seat.unit, on=on))

    def clocked(self, duty: Duty, **words) -> WorkItem:
        """A row under the clock of a duty; it stands in place of the plain row that the ledger gives."""
        return replace(work_item(duty, on=self.on, calendar=self.calendar, soon=self.soon), **words)

    def organises(self, session: str) -> Exists:
        """The session under the path ``session`` is organised by the seat's unit."""
        own = Hosting.objects.filter(session=OuterRef(session), organizing_office=self.seat.unit_id)
        return Exists(own)


def _number(petition: Petition) -> str:
    return f"kiến nghị số {petition.number:02d}"


# -- agencies


def _for_agency(seat: Seat, on: date) -> list[WorkItem]:
    desk = _Desk.of(seat, on)
    return [
        desk.clocked(
            assignment.answer_duty,
            url=reverse("followups:assignment_detail", args=(assignment.code,)),
            **_agency_words(assignment),
        )
        for assignment in inbox(Assignment.objects.filter(agency=seat.unit_id), only_open=True)
    ]


def _agency_words(assignment: Assignment) -> dict:
    answer = getattr(assignment, "answer", None)
    number = _number(assignment.petition)
    if answer is None:
        return {
            "title": f"Trả lời {number}: {short_text(assignment.petition, 100)}",
            "button": "Mở để trả lời",
        }
    if answer.reported_on is None:
        return {"title": f"Báo cáo người đứng đầu kết quả {number}", "button": "Ghi báo cáo"}
    return {
        "title": f"Chờ văn phòng giao văn bản trả lời {number}",
        "context": f"Đã chuyển văn phòng ngày {answer.handed_over_on:%d/%m/%Y}",
        "group": WorkGroup.WAITING,
        "button": "Xem",
    }


# -- offices


def _for_office(seat: Seat, on: date) -> list[WorkItem]:
    desk = _Desk.of(seat, on)
    sources = (
        _notices_to_issue,
        _handed_back,
        _answers_to_deliver,
        _extensions_to_deliver,
        _overdue_to_urge,
    )
    return [item for source in sources for item in source(desk)]


def _notices_to_issue(desk: _Desk) -> list[WorkItem]:
    approved = ConclusionDraft.objects.filter(session=OuterRef("pk"), state=ConclusionState.APPROVED)
    sessions = (
        DialogueSession.objects.filter(Exists(approved), desk.organises("pk"), state=SessionState.HELD)
        .prefetch_related("hostings__notice_duty")
        .order_by("ended_at", "pk")
    )
    items = []
    for session in sessions:
        words = {
            "title": f"Phát hành thông báo kết luận buổi đối thoại ngày {local_date(session.ended_at):%d/%m/%Y}",
            "context": f"{session.title} · Người chủ trì đã duyệt",
            "url": reverse("followups:notice", args=(session.code,)),
            "button": "Kiểm tra và phát hành",
        }
        duties = [hosting.notice_duty for hosting in session.hostings.all() if hosting.notice_duty]
        dated = min(duties, key=lambda duty: (duty.due_on or date.max, duty.pk), default=None)
        items.append(desk.clocked(dated, **words) if dated else WorkItem(**words))
    return items


def _handed_back(desk: _Desk) -> list[WorkItem]:
    rows = Assignment.objects.filter(
        desk.organises("petition__session"), handed_back_at__isnull=False, state__in=OPEN
    ).select_related("petition__voice", "agency", "answer_duty")
    return [
        desk.clocked(
            row.answer_duty,
            title=f"Chọn cơ quan giải quyết {_number(row.petition)}",
            context=f"{row.agency.name} báo không thuộc thẩm quyền; thời hạn vẫn tính",
            url=reverse("followups:petition_detail", args=(row.petition.code,)),
            button="Xem và quyết định",
        )
        for row in rows.order_by("handed_back_at", "pk")
    ]


def _answers_to_deliver(desk: _Desk) -> list[WorkItem]:
    rows = Answer.objects.filter(
        desk.organises("assignment__petition__session"), delivered_on__isnull=True
    ).select_related("assignment__petition", "assignment__agency", "assignment__answer_duty")
    return [
        desk.clocked(
            row.assignment.answer_duty,
            title=f"{_HANDING[row.channel]} văn bản trả lời {_number(row.assignment.petition)}",
            context=f"{row.assignment.agency.name} chuyển ngày {row.handed_over_on:%d/%m/%Y}",
            url=reverse("followups:answer_deliver", args=(row.assignment.petition.code,)),
            button="Ghi ngày giao",
        )
        for row in rows.order_by("handed_over_on", "pk")
    ]


_HANDING = {"paper": "Giao", "published": "Niêm yết"}


def _extensions_to_deliver(desk: _Desk) -> list[WorkItem]:
    rows = Extension.objects.filter(
        desk.organises("assignment__petition__session"), delivered_on__isnull=True
    ).select_related("assignment__petition", "assignment__agency")
    return [
        WorkItem(
            title=f"{_HANDING[row.channel]} thông báo gia hạn {_number(row.assignment.petition)}",
            context=f"{row.assignment.agency.name} chuyển ngày {local_date(row.recorded_at):%d/%m/%Y}",
            url=reverse("followups:extension_deliver", args=(row.assignment.petition.code, row.code)),
            button="Ghi ngày giao",
        )
        for row in rows.order_by("recorded_at", "pk")
    ]


def _overdue_to_urge(desk: _Desk) -> list[WorkItem]:
    late = Duty.objects.overdue(on=desk.on)
    rows = Assignment.objects.filter(
        desk.organises("petition__session"),
        state__in=OPEN,
        handed_back_at__isnull=True,
        answer_duty__in=late,
    ).select_related("petition__voice", "petition__contact", "agency", "answer_duty")
    return [
        desk.clocked(
            row.answer_duty,
            title=f"Đôn đốc {row.agency.name} trả lời {_number(row.petition)}",
            context=short_text(row.petition),
            url=reverse("followups:petition_detail", args=(row.petition.code,)),
            button="Mở để đôn đốc",
        )
        for row in rows.order_by("answer_duty__due_on", "pk")
    ]


# -- leaders


def _for_leader(seat: Seat, on: date) -> list[WorkItem]:
    presided = Presidency.objects.filter(
        hosting__session=OuterRef("assignment__petition__session"), official__user=seat.user_id
    )
    rows = Answer.objects.filter(
        Q(Exists(presided)), reported_on__isnull=False, seen_by_head_at__isnull=True
    ).select_related("assignment__petition__voice", "assignment__petition__contact", "assignment__agency")
    return [
        WorkItem(
            title=f"Xem báo cáo kết quả {_number(row.assignment.petition)}",
            context=f"{row.assignment.agency.name} báo cáo ngày {row.reported_on:%d/%m/%Y}: "
            f"{row.get_outcome_display().lower()}",
            url=reverse("followups:petition_detail", args=(row.assignment.petition.code,)),
            button="Xem báo cáo",
            group=WorkGroup.INTERNAL,
        )
        for row in rows.order_by("reported_on", "pk")
    ]


_SOURCES: dict[str, Callable[[Seat, date], list[WorkItem]]] = {
    Role.AGENCY: _for_agency,
    Role.OFFICE: _for_office,
    Role.LEADER: _for_leader,
}
