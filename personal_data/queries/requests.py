"""Requests about personal data: what they are about, their clocks, what stands against erasing, what is to be done."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Seat
from duties.work import WorkGroup, WorkItem
from followups.enums import OPEN
from followups.models import Assignment
from personal_data import terms
from personal_data.enums import IncidentState, RequestState
from personal_data.models import DataIncident, DataRequest, RetentionHold
from regulation.calendars import working_calendar
from regulation.clock import local_date
from regulation.working_days import WorkingCalendar
from sessions_app.enums import RegistrationState, SessionState
from sessions_app.models import Consent, DialogueSession, Guest, Petition, SpeakingRegistration

_PATHS = {SpeakingRegistration: "registration", Petition: "petition", Guest: "guest"}
_OVER = (SessionState.CONCLUDED, SessionState.CANCELLED)


def path_of(subject: SpeakingRegistration | Petition | Guest) -> str:
    """The field of a request that names such a row."""
    return _PATHS[type(subject)]


def requests_of(office_id: int) -> QuerySet[DataRequest]:
    """The requests to one office, those to be done first by date, then what was answered."""
    rows = DataRequest.objects.filter(office=office_id).select_related(
        "registration__session", "petition__session", "guest__session", "person"
    )
    return rows.order_by("closed_at", "received_on", "pk")


def session_of(request: DataRequest) -> DialogueSession | None:
    """The session that a request belongs to, or None when it names no row."""
    subject = request.registration or request.petition or request.guest
    return subject.session if subject is not None else None


def petitions_of(request: DataRequest) -> list[Petition]:
    """The petitions whose contact is the person's: of the slip, or the petition itself."""
    if request.petition is not None:
        return [request.petition]
    if request.registration is not None:
        return list(
            request.registration.petitions.select_related("contact", "turn", "session").order_by("number")
        )
    return []


def consents_of(request: DataRequest) -> list[Consent]:
    """The live consents that may be taken back by this request."""
    rows = Consent.objects.filter(withdrawn_at__isnull=True).order_by("given_at", "pk")
    if request.registration is not None:
        return list(rows.filter(registration=request.registration))
    return list(rows.filter(petition=request.petition)) if request.petition is not None else []


# -- clocks


@dataclass(frozen=True, kw_only=True)
class Clock:
    """One date of a request on a day: what is due by when, whether that is past, how it reads."""

    due_on: date | None
    is_late: bool
    words: str


def due_on(request: DataRequest) -> date:
    """The last day for carrying it out, with its extension."""
    return terms.carry_out_due(request.kind, request.received_on, extended_by=request.extended_by)


def clock_of(request: DataRequest, *, on: date, calendar: WorkingCalendar) -> Clock:
    """The next date of an open request, or how an answered one stood to its date."""
    carry_out = due_on(request)
    if request.closed_at is not None:
        late = local_date(request.closed_at) > carry_out
        return Clock(due_on=carry_out, is_late=late, words="Trả lời trễ hạn" if late else "Trả lời đúng hạn")
    if request.confirmed_at is None:
        confirm = terms.confirm_due(request.received_on, calendar)
        if confirm is None:
            return Clock(due_on=None, is_late=False, words="Chưa tính được hạn xác nhận")
        return _open_clock("Xác nhận", confirm, on=on)
    return _open_clock("Trả lời", carry_out, on=on)


def _open_clock(what: str, due: date, *, on: date) -> Clock:
    left = (due - on).days
    if left < 0:
        return Clock(due_on=due, is_late=True, words=f"{what}: quá hạn {-left} ngày")
    return Clock(
        due_on=due,
        is_late=False,
        words=f"{what}: còn {left} ngày" if left else f"{what}: hôm nay là hạn cuối",
    )


# -- erasing before the period is over


def blocks_erasing(request: DataRequest) -> str:
    """Why nothing can be erased now, in words; empty when it can."""
    session = session_of(request)
    if session is None:
        return "yêu cầu chưa gắn với phiếu, kiến nghị hoặc khách mời nào"
    if RetentionHold.objects.filter(session=session, released_at__isnull=True).exists():
        return "dữ liệu của buổi đối thoại đang được giữ theo yêu cầu của cơ quan có thẩm quyền"
    if DataIncident.objects.filter(session=session, state=IncidentState.OPEN).exists():
        return "đang xử lý một sự cố dữ liệu của buổi đối thoại"
    if _still_needed(request, session):
        return "đang cần để tổ chức buổi đối thoại hoặc trả lời kiến nghị"
    return ""


def _still_needed(request: DataRequest, session: DialogueSession) -> bool:
    petitions = petitions_of(request)
    if request.registration is not None and request.registration.merged_into is not None:
        petitions += list(request.registration.merged_into.petitions.order_by("number"))
    withdrawn = request.registration is not None and request.registration.state == RegistrationState.WITHDRAWN
    if not petitions and withdrawn:
        return False
    if session.state not in _OVER:
        return True
    return Assignment.objects.filter(petition__in=[row.pk for row in petitions], state__in=OPEN).exists()


# -- the work queue


def work_for(seat: Seat, *, on: date) -> list[WorkItem]:
    """Open requests as rows of the queue of the office that has to answer them, in one query."""
    if seat.role != Role.OFFICE:
        return []
    rows = DataRequest.objects.filter(office=seat.unit_id).exclude(state=RequestState.CLOSED)
    calendar = working_calendar()
    return [_item(row, on=on, calendar=calendar) for row in rows.order_by("received_on", "pk")]


def _item(request: DataRequest, *, on: date, calendar: WorkingCalendar) -> WorkItem:
    clock = clock_of(request, on=on, calendar=calendar)
    verb = "Trả lời" if request.confirmed_at else "Xác nhận"
    if clock.is_late:
        group = WorkGroup.OVERDUE
    elif clock.due_on == on:
        group = WorkGroup.TODAY
    else:
        group = WorkGroup.SOON
    return WorkItem(
        title=f"{verb} yêu cầu về dữ liệu cá nhân: {request.get_kind_display().lower()}",
        context=f"Nhận ngày {request.received_on:%d/%m/%Y}, {request.get_source_display().lower()}",
        due_on=clock.due_on,
        url=reverse("personal_data:request_detail", args=(request.code,)),
        button="Mở yêu cầu",
        group=group,
    )
