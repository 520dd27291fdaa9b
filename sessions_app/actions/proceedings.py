"""The day itself: begin, turns on the floor, attendance, the end (Đ9.2, Đ13.2)."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from audit import acts
from audit.actors import Actor
from audit.transitions import TransitionRefused, advance
from duties.actions import ledger
from duties.queries import yearly_session_duty
from organizations.models import Unit
from regulation.clock import local_date
from regulation.session_kinds import SessionKind
from sessions_app.enums import RegistrationState, SpeakerKind
from sessions_app.models import DialogueSession, SpeakingRegistration, Turn
from sessions_app.workflow import SESSION


class FloorTaken(Exception):
    """Somebody else began a turn at the same moment; the text is a sentence to show."""


@transaction.atomic
def begin(session: DialogueSession, *, by: Actor, at: datetime) -> DialogueSession:
    """Open the session: the office states the reason, introduces, names the minute taker (Đ9.2.a).

    Raises TransitionRefused when the session is not one that may begin or was changed meanwhile.
    """
    if session.minute_taker_id is None:
        raise TransitionRefused("Cử thư ký ghi biên bản trước khi bắt đầu buổi đối thoại.", stale=False)
    return advance(session, SESSION["begin"], by=by, at=at)


@transaction.atomic
def call_registered(registration: SpeakingRegistration, *, by: Actor, at: datetime) -> Turn:
    """Give the floor to a registered speaker. Calling somebody who already speaks returns that turn."""
    running = registration.turns.filter(ended_at__isnull=True).first()
    if running is not None:
        return running
    if registration.state != RegistrationState.ACCEPTED:
        raise TransitionRefused("Đăng ký này chưa được nhận vào danh sách phát biểu.", stale=False)
    return _take_floor(
        registration.session,
        kind=SpeakerKind.CITIZEN,
        speaker_label=speaker_label(registration),
        registration=registration,
        agency=None,
        by=by,
        at=at,
    )


@transaction.atomic
def call_walk_in(session: DialogueSession, *, speaker: str, topic: str, by: Actor, at: datetime) -> Turn:
    """Give the floor to somebody who did not register; ``speaker`` is the name to be called by."""
    return _take_floor(
        session,
        kind=SpeakerKind.CITIZEN,
        speaker_label=speaker,
        registration=None,
        agency=None,
        by=by,
        at=at,
        text=topic,
    )


@transaction.atomic
def call_agency(
    session: DialogueSession, *, agency: Unit, answers: Turn | None, by: Actor, at: datetime
) -> Turn:
    """Let an agency report on what was raised (Đ9.2.d); ``answers`` is the turn it replies to."""
    return _take_floor(
        session,
        kind=SpeakerKind.AGENCY,
        speaker_label=agency.name,
        registration=None,
        agency=agency,
        by=by,
        at=at,
        answers=answers,
    )


@transaction.atomic
def call_presider(session: DialogueSession, *, name: str, by: Actor, at: datetime) -> Turn:
    """Let the presider explain or conclude (Đ9.2.b, Đ9.2.đ)."""
    return _take_floor(
        session,
        kind=SpeakerKind.PRESIDER,
        speaker_label=name,
        registration=None,
        agency=None,
        by=by,
        at=at,
    )


def _take_floor(
    session: DialogueSession,
    *,
    kind: SpeakerKind,
    speaker_label: str,
    registration: SpeakingRegistration | None,
    agency: Unit | None,
    by: Actor,
    at: datetime,
    text: str = "",
    answers: Turn | None = None,
) -> Turn:
    _end_running(session, at=at)
    position = (session.turns.aggregate(last=Max("position"))["last"] or 0) + 1
    try:
        with transaction.atomic():
            turn = Turn.objects.create(
                session=session,
                position=position,
                kind=kind,
                registration=registration,
                agency=agency,
                speaker_label=speaker_label[:160],
                text=text,
                answers=answers,
                began_at=at,
                entered_later=session.ended_at is not None,
            )
    except IntegrityError as clash:
        raise FloorTaken("Có người vừa mời lượt khác. Xem lại lượt đang phát biểu rồi mời tiếp.") from clash
    acts.write(
        subject=turn, verb="take_floor", title=f"Mời phát biểu lượt {position}", by=by, at=at, clause="D9.2.c"
    )
    return turn


def _end_running(session: DialogueSession, *, at: datetime) -> None:
    session.turns.filter(began_at__isnull=False, ended_at__isnull=True).update(ended_at=at)


@transaction.atomic
def end_turn(turn: Turn, *, by: Actor, at: datetime) -> Turn:
    """Take the floor back. Ending a turn that has ended changes nothing."""
    ended = Turn.objects.filter(pk=turn.pk, ended_at__isnull=True).update(ended_at=at)
    turn.refresh_from_db()
    if ended:
        acts.write(
            subject=turn,
            verb="end_turn",
            title=f"Kết thúc lượt {turn.position}",
            by=by,
            at=at,
            clause="D9.2.c",
        )
    return turn


@transaction.atomic
def record_end(session: DialogueSession, *, ended_at: datetime, by: Actor, at: datetime) -> DialogueSession:
    """Record that the session ended at ``ended_at``; nothing else is required for the ten days to start.

    Moves the notice duty of each hosting to the real day (day zero, Đ9.3.a/13.3.a) and meets the yearly duty
    of each post (Đ20.2) when the kind of session counts. Raises TransitionRefused for a future moment.
    """
    if ended_at > at:
        raise TransitionRefused("Giờ kết thúc không thể ở tương lai.", stale=False)
    if session.starts_at and ended_at < session.starts_at and session.began_at is None:
        raise TransitionRefused("Giờ kết thúc phải sau giờ bắt đầu của buổi đối thoại.", stale=False)
    if session.began_at and ended_at < session.began_at:
        raise TransitionRefused("Giờ kết thúc phải sau giờ đã bắt đầu buổi đối thoại.", stale=False)
    session = advance(session, SESSION["record_end"], by=by, at=at, stamp=ended_at)
    _end_running(session, at=ended_at)
    ended_on = local_date(ended_at)
    counts = SessionKind(session.kind).satisfies_yearly_duty
    for hosting in session.hostings.select_related("post", "notice_duty"):
        if hosting.notice_duty is not None:
            ledger.rebase(
                hosting.notice_duty,
                base_on=ended_on,
                base_is_planned=False,
                reason="Đã ghi nhận ngày kết thúc buổi đối thoại.",
                by=by,
                at=at,
            )
        yearly = yearly_session_duty(hosting.post, ended_on.year) if counts else None
        if yearly is not None:
            ledger.meet(yearly, on=ended_on, by=by, at=at)
    return session


def speaker_label(registration: SpeakingRegistration) -> str:
    """How a registered speaker is called on the floor: by name when asked in, by number where identity is withheld."""
    if registration.withhold_identity:
        return f"Công dân số {registration.received_number}"
    return f"{registration.contact.salutation} {registration.contact.full_name}".strip()
