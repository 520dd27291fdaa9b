"""What passes to another unit when a host, an office or an agency is merged or abolished. The day and the clocks stay.

A session that was held stays with the post that held it; one that is to come is held for the successor's post. Every
verb writes its act; the ``rows`` functions say what there is, so that it can be shown before anything moves.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from accounts.models import Seat
from audit import acts
from audit.actors import Actor
from duties.actions import ledger
from duties.models import Duty
from duties.queries import duties_of
from organizations.models import Post, Unit
from organizations.queries import holder_of
from regulation.clock import local_date
from sessions_app.actions.presiding import seat_presider
from sessions_app.enums import ConclusionState
from sessions_app.enums import SessionState as S
from sessions_app.models import (
    AddressBookEntry,
    AttendingBody,
    ConclusionLine,
    DialogueSession,
    Guest,
    Hosting,
)

TO_COME = frozenset({S.DRAFT, S.SCHEDULED, S.ANNOUNCED, S.POSTPONED})
OVER = frozenset({S.CONCLUDED, S.CANCELLED})


# -- sessions that a post of the unit is to host


def hostings_to_come(unit: Unit, effective_on: date) -> list[Hosting]:
    """The hostings of the unit's posts whose session is not held before the day the unit ends."""
    rows = (
        Hosting.objects.filter(post__unit=unit, session__state__in=TO_COME | {S.IN_PROGRESS})
        .select_related("session", "post")
        .order_by("pk")
    )
    return [
        row for row in rows if row.session.state == S.POSTPONED or day_of(row, effective_on) >= effective_on
    ]


def day_of(hosting: Hosting, effective_on: date) -> date:
    """The day on which the session is to be held; the first day of the successor while none is set."""
    starts_at = hosting.session.starts_at
    if starts_at is None or hosting.session.state == S.POSTPONED:
        return effective_on
    return local_date(starts_at)


def problem_of(hosting: Hosting, post: Post | None, effective_on: date) -> str:
    """Why the successor's ``post`` cannot take a session over as it stands; empty when it can."""
    session, day = hosting.session, day_of(hosting, effective_on)
    if session.state == S.IN_PROGRESS:
        return f"“{session.title}” đang diễn ra. Ghi kết thúc trước."
    if session.state == S.ANNOUNCED:
        return (
            f"“{session.title}” ngày {day:%d/%m/%Y} đã gửi thư mời ghi tên đơn vị cũ. "
            "Ghi hoãn trước, đơn vị kế thừa lên lịch lại và gửi thư mời mới."
        )
    if post is None:
        return f"Đơn vị kế thừa không có chức vụ tương ứng để tổ chức “{session.title}”. Lập chức vụ hoặc hủy buổi."
    if session.hostings.filter(post=post).exists():
        return f"“{session.title}” đã do {post.title} đồng tổ chức. Hủy buổi và lập lại."
    if holder_of(post, day) is None:
        return f"Ngày {day:%d/%m/%Y} chưa có người giữ chức vụ {post.title} để chủ trì “{session.title}”."
    return ""


@transaction.atomic
def take_post(
    hosting: Hosting, *, post: Post, effective_on: date, note: str, by: Actor, at: datetime
) -> Hosting:
    """Let the successor's post host the session; its holder on the day presides. Check ``problem_of`` first."""
    before = hosting.post
    hosting.post, hosting.branch = post, post.branch
    hosting.save(update_fields=("post", "branch"))
    seat_presider(hosting, None, on=day_of(hosting, effective_on))
    for duty in duties_of(hosting.session).open().filter(owed_by_post=before):
        ledger.owe_to(duty, unit=post.unit, post=post, by=by, at=at, context=hosting.session)
    acts.write(
        subject=hosting.session, verb="session.take_post", title=f"Chuyển buổi đối thoại cho {post.title}", by=by,
        at=at, note=note, changes={"post": [before.title, post.title]},
    )  # fmt: skip
    return hosting


# -- sessions that the unit looks after as an office


def hostings_of_office(office: Unit) -> QuerySet[Hosting]:
    """The hostings an office still has work with: not concluded, or concluded with a duty that is open."""
    key = Concat(Value("sessions_app.dialoguesession:"), Cast(OuterRef("session"), CharField()))
    still_open = Duty.objects.open().filter(context_key=key)
    rows = Hosting.objects.filter(organizing_office=office).filter(
        ~Q(session__state__in=OVER) | Exists(still_open)
    )
    return rows.select_related("session", "post__unit").order_by("pk")


@transaction.atomic
def take_office(hosting: Hosting, *, office: Unit, note: str, by: Actor, at: datetime) -> Hosting:
    """Let another office look after the session, with the guests and how to reach them."""
    before = hosting.organizing_office
    hosting.organizing_office = office
    hosting.save(update_fields=("organizing_office",))
    Guest.objects.filter(session=hosting.session, office=before).update(office=office)
    acts.write(
        subject=hosting.session, verb="session.take_office", title=f"Chuyển văn phòng phụ trách: {office.name}", by=by,
        at=at, note=note, changes={"office": [before.name, office.name]},
    )  # fmt: skip
    return hosting


# -- what else names the unit


def attendances_to_come(unit: Unit) -> QuerySet[AttendingBody]:
    """The sessions before their end to which the unit was asked."""
    rows = AttendingBody.objects.filter(unit=unit, session__state__in=TO_COME | {S.IN_PROGRESS})
    return rows.select_related("session", "unit").order_by("pk")


@transaction.atomic
def take_attendance(body: AttendingBody, *, to: Unit, note: str, by: Actor, at: datetime) -> None:
    """Ask the successor in place of the unit, with what was prepared; a successor already asked is asked once."""
    before = body.unit
    if AttendingBody.objects.filter(session=body.session_id, unit=to).exists():
        body.delete()
    else:
        body.unit = to
        body.save(update_fields=("unit",))
    acts.write(
        subject=body.session, verb="session.take_attendance", title=f"Chuyển việc tham gia cho {to.name}", by=by, at=at,
        note=note, changes={"unit": [before.name, to.name]},
    )  # fmt: skip


def lines_naming(unit: Unit) -> QuerySet[ConclusionLine]:
    """The lines of conclusions not yet issued that give a petition to the unit, alone or beside others."""
    named = Q(lead_agency=unit) | Q(supporting_agencies=unit)
    rows = ConclusionLine.objects.filter(named).exclude(draft__session__state__in=OVER)
    return (
        rows.exclude(draft__state=ConclusionState.RETURNED)
        .select_related("draft__session", "petition")
        .distinct()
        .order_by("pk")
    )


def problem_of_line(line: ConclusionLine) -> str:
    """Why a line cannot be changed: the presider reads or has approved exactly this text. Empty when it can."""
    if line.draft.state == ConclusionState.DRAFT:
        return ""
    return (
        f"Kết luận của “{line.draft.session.title}” đang chờ duyệt hoặc đã duyệt, có giao việc cho đơn vị này. "
        "Trả lại để sửa, hoặc phát hành thông báo trước."
    )


@transaction.atomic
def take_line(line: ConclusionLine, *, old: Unit, to: Unit, note: str, by: Actor, at: datetime) -> None:
    """Let a line of a draft name the successor."""
    if line.lead_agency_id == old.pk:
        line.lead_agency = to
        line.save(update_fields=("lead_agency",))
        line.supporting_agencies.remove(to)
    if line.supporting_agencies.filter(pk=old.pk).exists():
        line.supporting_agencies.remove(old)
        if line.lead_agency_id != to.pk:
            line.supporting_agencies.add(to)
    acts.write(
        subject=line.draft, verb="conclusion.take_line", title=f"Dự thảo kết luận giao {to.name}", by=by, at=at,
        note=note, changes={"petition": line.petition.number, "agency": [old.pk, to.pk]},
    )  # fmt: skip


@transaction.atomic
def take_address_book(office: Unit, *, to: Unit, note: str, by: Actor, at: datetime) -> int:
    """Give the address book of an office to the one that goes on with its work; how many people are in it."""
    moved = AddressBookEntry.objects.filter(office=office).update(office=to)
    acts.write(
        subject=to, verb="address_book.take", title=f"Nhận danh bạ của {office.name}", by=by, at=at, note=note,
        changes={"count": moved},
    )  # fmt: skip
    return moved


def let_take_minutes(old: Seat, new: Seat) -> int:
    """Put a new seat of the same person in place of the old one where it is to write the minutes.

    Writes no act: the verb that moves the seat does.
    """
    rows = DialogueSession.objects.filter(minute_taker=old).exclude(state__in=OVER)
    return rows.update(minute_taker=new, version=F("version") + 1)
