"""What the office still has to do before the day of its sessions, as rows of its work queue."""

from dataclasses import replace
from datetime import date, datetime

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.timezone import localtime

from accounts.enums import Role
from accounts.models import Seat
from duties.badges import Badge
from duties.models import Duty
from duties.queries import soon_days, work_item
from duties.work import WorkGroup, WorkItem
from regulation.calendars import working_calendar
from regulation.clock import local_date
from regulation.date_words import clock_words
from sessions_app.enums import RegistrationState, SessionState
from sessions_app.models import (
    AttendingBody,
    DialogueSession,
    Dispatch,
    Guest,
    Hosting,
    SpeakingRegistration,
)
from sessions_app.queries.invitations import LETTERS

INTERNAL = "Việc nội bộ"
_PREPARED = (SessionState.SCHEDULED, SessionState.ANNOUNCED, SessionState.POSTPONED)


def work_for(seat: Seat, *, on: date) -> list[WorkItem]:
    """Letters to issue and to hand over, registrations to read, bodies to tell; by the day of the session.

    A fixed number of queries, however many sessions there are. The day itself and what follows is asked for
    by ``proceedings`` and ``conclusions``.
    """
    if seat.role != Role.OFFICE:
        return []
    own = Hosting.objects.filter(session=OuterRef("pk"), organizing_office=seat.unit_id)
    sessions = list(
        _counted(DialogueSession.objects.filter(Exists(own), state__in=_PREPARED))
        .prefetch_related("hostings__invitation_duty")
        .order_by("starts_at", "pk")
    )
    if not sessions:
        return []
    clock = _Clock(seat, on)
    return [item for session in sessions for item in _items(session, clock)]


def _counted(sessions: QuerySet[DialogueSession]) -> QuerySet[DialogueSession]:
    """Sessions with the numbers the rows speak of."""
    guests = Guest.objects.filter(session=OuterRef("pk"), removed_at__isnull=True)
    of_plan = Dispatch.objects.filter(
        invitation__guest=OuterRef("pk"),
        invitation__revoked_at__isnull=True,
        revision=OuterRef("session__plan_revision"),
        channel__in=LETTERS,
    )
    left = of_plan.filter(left_on__isnull=False)
    reached = left.filter(failed_reason="")
    listed = guests.filter(listed_at_issue=True)
    return sessions.annotate(
        guest_count=_number_of(guests),
        listed_count=_number_of(listed),
        outstanding_count=_number_of(listed.filter(~Exists(left))),
        failed_count=_number_of(guests.filter(Exists(of_plan.exclude(failed_reason="")), ~Exists(reached))),
        uninvited_count=_number_of(guests.filter(~Exists(of_plan))),
        waiting_count=_number_of(
            SpeakingRegistration.objects.filter(session=OuterRef("pk"), state=RegistrationState.SUBMITTED)
        ),
        untold_count=_number_of(
            AttendingBody.objects.filter(session=OuterRef("pk"), notified_at__isnull=True)
        ),
    )


def _number_of(rows: QuerySet) -> Coalesce:
    counted = rows.order_by().values("session").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


class _Clock:
    """The day, the calendar and the unit's threshold, read once for all rows."""

    def __init__(self, seat: Seat, on: date):
        self.on, self.calendar, self.soon = on, working_calendar(), soon_days(seat.unit, on=on)

    def of(self, duty: Duty | None, item: WorkItem) -> WorkItem:
        """The row under the date and badge of its duty, in whose place it stands."""
        if duty is None or not duty.is_open:
            return item
        plain = work_item(duty, on=self.on, calendar=self.calendar, soon=self.soon)
        return replace(plain, title=item.title, context=item.context, url=item.url, button=item.button)


def _items(session: DialogueSession, clock: _Clock) -> list[WorkItem]:
    if session.state == SessionState.POSTPONED:
        return [_row(session, "Lên lịch lại buổi đối thoại đã hoãn", "session_edit", "Lên lịch lại")]
    if local_date(session.starts_at) < clock.on:
        return []
    if session.state == SessionState.SCHEDULED:
        return [_letters_to_issue(session, clock)]
    return list(_while_announced(session, clock))


def _letters_to_issue(session: DialogueSession, clock: _Clock) -> WorkItem:
    of_day = f"buổi đối thoại ngày {local_date(session.starts_at):%d/%m/%Y}"
    if not session.guest_count:
        row = _row(session, f"Lập danh sách khách mời {of_day}", "guests", "Lập danh sách")
        row = replace(row, context=f"{session.title} · Có thể nhập từ tệp Excel")
    else:
        title = f"Phát hành và gửi {session.guest_count} thư mời {of_day}"
        row = _row(session, title, "invitations", "Phát hành thư mời")
    return clock.of(_duty(session), row)


def _while_announced(session: DialogueSession, clock: _Clock):
    of_day = f"buổi đối thoại ngày {local_date(session.starts_at):%d/%m/%Y}"
    if session.outstanding_count:
        row = _row(
            session,
            f"Gửi {session.outstanding_count} thư mời còn lại, {of_day}",
            "dispatches",
            "Theo dõi gửi",
        )
        sent = session.listed_count - session.outstanding_count
        failed = f" · {session.failed_count} không gửi được" if session.failed_count else ""
        yield clock.of(
            _duty(session), replace(row, context=f"Đã gửi {sent}/{session.listed_count} thư mời{failed}")
        )
    elif session.failed_count:
        yield _row(
            session,
            f"Giao giấy {session.failed_count} thư mời bị trả lại, {of_day}",
            "dispatches",
            "Theo dõi gửi",
        )
    if session.uninvited_count:
        title = f"Gửi thư mời cho {session.uninvited_count} khách mời thêm sau, {of_day}"
        yield _row(session, title, "invitations", "Gửi thư mời")
    if session.waiting_count:
        yield _registrations(session, clock.on, of_day)
    if session.untold_count:
        title = f"Thông báo {session.untold_count} cơ quan chuẩn bị và tham dự {of_day}"
        yield _row(session, title, "dispatches", "Thông báo cơ quan")


def _registrations(session: DialogueSession, on: date, of_day: str) -> WorkItem:
    row = _row(
        session,
        f"Xem {session.waiting_count} đăng ký phát biểu mới, {of_day}",
        "registrations",
        "Xem đăng ký",
    )
    closes_at: datetime = localtime(session.registration_closes_at or session.starts_at)
    if closes_at.date() != on:
        return row
    badge = Badge(kind="today", text=f"Trước {clock_words(closes_at)}", icon="clock-solid")
    return replace(row, due_on=on, badge=badge, group=WorkGroup.TODAY)


def _duty(session: DialogueSession) -> Duty | None:
    """The invitation duty of the hosting named first; the letters of a joint session go in one mailing."""
    hostings = sorted(session.hostings.all(), key=lambda hosting: (hosting.position, hosting.pk))
    return hostings[0].invitation_duty if hostings else None


def _row(session: DialogueSession, title: str, page: str, button: str) -> WorkItem:
    return WorkItem(
        title=title,
        context=session.title,
        url=reverse(f"sessions_app:{page}", args=(session.code,)),
        button=button,
        group=WorkGroup.INTERNAL,
        note=INTERNAL,
    )
