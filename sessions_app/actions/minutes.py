"""The minutes of a session: written, edited without losing anybody's text, finalised (Đ9.2.a, Đ13.2.a)."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import Seat
from audit import acts
from audit.actors import Actor
from audit.transitions import TransitionRefused
from audit.versions import EditConflict, save_if_current
from documents import actions as documents
from documents.enums import PaperKind
from documents.models import IssuedDocument
from regulation.articles import Article
from regulation.clock import local_date
from regulation.violations import RuleViolation
from sessions_app.actions import proceedings
from sessions_app.enums import SessionState
from sessions_app.minutes_paper import keeping_hosting, minutes_paper
from sessions_app.models import DialogueSession, Minutes

UNWRITTEN = 0


@dataclass(frozen=True, kw_only=True)
class Attendance:
    """How many came. ``people`` is the part of ``total`` that came as representatives of the people."""

    total: int | None
    people: int | None = None


@dataclass(frozen=True, kw_only=True)
class MinutesText:
    """What people write into the minutes; turns and petitions come from the record of the day.

    ``opening``: reason, introductions and what the head told the people (Đ9.2.a-b, Đ8.1, Đ12.1);
    ``previous_results``: the results of the last session as they were presented (Đ8.5, Đ12.4); ``closing``:
    the conclusion word for word (Đ9.2.đ).
    """

    opening: str = ""
    previous_results: str = ""
    course: str = ""
    closing: str = ""


@transaction.atomic
def write(
    session: DialogueSession,
    text: MinutesText,
    attendance: Attendance,
    *,
    version: int,
    by: Actor,
    at: datetime,
) -> Minutes:
    """Save the minutes opened at ``version`` (``UNWRITTEN`` when none existed yet).

    Raises EditConflict when somebody saved meanwhile (what stands and what was typed are then shown beside
    each other), TransitionRefused when the minutes are final or the session has not begun.
    """
    values = asdict(text) | _counted(attendance)
    return _save(session, values, version=version, title="Lưu biên bản", by=by, at=at)


@transaction.atomic
def count_attendance(
    session: DialogueSession, attendance: Attendance, *, version: int, by: Actor, at: datetime
) -> Minutes:
    """Save how many came, without touching the text. Raises as ``write`` does."""
    return _save(session, _counted(attendance), version=version, title="Ghi số người dự", by=by, at=at)


def _counted(attendance: Attendance) -> dict[str, int | None]:
    total, people = attendance.total, attendance.people
    if people is not None and (total is None or people > total):
        raise RuleViolation(
            Article.OPENING_AND_MINUTES, "Số đại diện Nhân dân không thể lớn hơn tổng số người dự."
        )
    return {"attended_total": total, "attended_people": people}


def _save(
    session: DialogueSession, values: dict, *, version: int, title: str, by: Actor, at: datetime
) -> Minutes:
    current = DialogueSession.objects.get(pk=session.pk)
    if current.state not in {SessionState.IN_PROGRESS, SessionState.HELD}:
        raise TransitionRefused(
            f"Không ghi biên bản khi buổi đối thoại ở trạng thái “{current.get_state_display()}”.",
            stale=False,
        )
    minutes = Minutes.objects.filter(session=session).first()
    if minutes is None:
        minutes = _first_save(session, values)
    elif minutes.finalised_at is not None:
        raise TransitionRefused("Biên bản đã chốt, không sửa được nữa.", stale=False)
    elif minutes.version != version:
        raise EditConflict(minutes)
    else:
        for name, value in values.items():
            setattr(minutes, name, value)
        save_if_current(minutes, values)
    acts.write(
        subject=minutes, verb="write_minutes", title=f"{title}, bản {minutes.version}", by=by, at=at,
        clause="D9.2.a",
    )  # fmt: skip
    return minutes


def _first_save(session: DialogueSession, values: dict) -> Minutes:
    try:
        with transaction.atomic():
            return Minutes.objects.create(session=session, **values)
    except IntegrityError as clash:
        raise EditConflict(Minutes.objects.get(session=session)) from clash


@transaction.atomic
def finalise(session: DialogueSession, *, version: int, seat: Seat, at: datetime) -> IssuedDocument:
    """Close the minutes: their facts are frozen under a number and nothing can be edited after.

    This is the first phase of the paper; the caller completes it with ``documents.actions.complete``, and
    what a crash leaves is completed by the tick. Raises TransitionRefused when attendance or the end of the
    session is missing or they are final already; EditConflict when they were edited since the page was opened.
    """
    session = DialogueSession.objects.select_for_update().get(pk=session.pk)
    minutes = Minutes.objects.filter(session=session).first()
    _refuse_unready(session, minutes)
    if minutes.version != version:
        raise EditConflict(minutes)
    if session.minute_taker_id is None:
        proceedings.appoint_minute_taker(session, seat=seat, at=at)
    document = _take_number(session, minutes, seat=seat, at=at)
    minutes.finalised_at, minutes.finalised_by, minutes.document = at, seat, document
    save_if_current(minutes, ("finalised_at", "finalised_by", "document"))
    acts.write(
        subject=minutes, verb="finalise_minutes", title="Chốt biên bản", by=seat.actor, at=at, clause="D9.2.a"
    )
    return document


def _refuse_unready(session: DialogueSession, minutes: Minutes | None) -> None:
    if minutes is None:
        raise TransitionRefused("Chưa có biên bản để chốt. Ghi và lưu biên bản trước.", stale=False)
    if minutes.finalised_at is not None:
        raise TransitionRefused("Biên bản đã được chốt trước đó.", stale=False)
    if session.ended_at is None:
        raise TransitionRefused("Ghi nhận giờ kết thúc buổi đối thoại trước khi chốt biên bản.", stale=False)
    if minutes.attended_total is None:
        raise TransitionRefused("Nhập số người dự trước khi chốt biên bản.", stale=False)


def _take_number(session: DialogueSession, minutes: Minutes, *, seat: Seat, at: datetime) -> IssuedDocument:
    on = local_date(at)
    paper = minutes_paper(session, minutes, on=on)
    issuer = keeping_hosting(session).post.unit
    return documents.take_number(
        paper,
        kind=PaperKind.MINUTES,
        issue_key=f"minutes:session:{session.pk}",
        issuer=issuer,
        family=paper.heading.family,
        period=documents.next_period(issuer, paper.heading.family, on),
        dated_on=on,
        signer_name=paper.signature.name,
        signer_position=paper.signature.position,
        title=f"{paper.subject}: {session.title}",
        by=seat.actor,
        at=at,
        context_key=acts.context_key(session),
    )
