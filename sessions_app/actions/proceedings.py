"""The day itself: begin, turns on the floor, the end (Đ9.2, Đ13.2)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts.enums import Role
from accounts.models import Seat
from audit import acts
from audit.actors import Actor
from audit.transitions import TransitionRefused, advance
from audit.versions import save_if_current
from duties.actions import ledger
from duties.queries import yearly_session_duty
from organizations.models import Unit
from regulation.clock import local_date
from regulation.session_kinds import SessionKind
from sessions_app.actions import publications
from sessions_app.enums import RegistrationState, SessionState, SpeakerKind
from sessions_app.models import DialogueSession, Minutes, SpeakingRegistration, Turn
from sessions_app.queries import proceedings as queries
from sessions_app.workflow import SESSION

NOBODY = ""


class FloorTaken(TransitionRefused):
    """Somebody else changed the floor since the page was opened; the text is a sentence to show."""

    def __init__(self):
        super().__init__(
            "Có người vừa mời hoặc kết thúc một lượt. Xem lại lượt đang phát biểu rồi mời tiếp.", stale=True
        )


@transaction.atomic
def begin(session: DialogueSession, *, seat: Seat, at: datetime) -> DialogueSession:
    """Open the session: reason, introductions, rules, and somebody named to write the minutes (Đ9.2.a, Đ13.2.a).

    A minute taker who opens a session for which nobody was named becomes the one who writes. Raises
    TransitionRefused before the day, without a minute taker, or when the session may not begin.
    """
    if session.starts_at is not None and local_date(at) < local_date(session.starts_at):
        raise TransitionRefused(
            f"Buổi đối thoại lên lịch ngày {local_date(session.starts_at):%d/%m/%Y}, chưa đến ngày.",
            stale=False,
        )
    if session.minute_taker_id is None:
        appoint_minute_taker(session, seat=seat, at=at)
    return advance(session, SESSION["begin"], by=seat.actor, at=at)


def appoint_minute_taker(session: DialogueSession, *, seat: Seat, at: datetime) -> None:
    """Name the seat as the one who writes the minutes. Inside the caller's transaction.

    Raises TransitionRefused when the seat is not one that takes minutes.
    """
    if seat.role != Role.MINUTE_TAKER:
        raise TransitionRefused("Cử thư ký ghi biên bản cho buổi đối thoại này trước.", stale=False)
    session.minute_taker = seat
    save_if_current(session, ("minute_taker",))
    acts.write(
        subject=session, verb="appoint_minute_taker", title="Cử thư ký ghi biên bản", by=seat.actor, at=at,
        clause="D9.2.a",
    )  # fmt: skip


@transaction.atomic
def call_next(session: DialogueSession, *, seen: str, by: Actor, at: datetime) -> Turn:
    """Give the floor to the next accepted speaker in the order (Đ9.2.c, Đ13.2.c).

    ``seen`` is the code of the turn that was running when the page was opened, or ``NOBODY``. Raises
    FloorTaken when another turn runs now, TransitionRefused when nobody waits.
    """
    session = _on_the_floor(session, seen=seen, at=at)
    registration = next(iter(queries.waiting_speakers(session)), None)
    if registration is None:
        raise TransitionRefused("Không còn ai chờ phát biểu trong danh sách.", stale=False)
    return _take_floor(session, kind=SpeakerKind.CITIZEN, registration=registration, by=by, at=at)


@transaction.atomic
def call_registered(registration: SpeakingRegistration, *, seen: str, by: Actor, at: datetime) -> Turn:
    """Give the floor to one registered speaker out of turn. Calling somebody who speaks returns that turn."""
    running = registration.turns.filter(began_at__isnull=False, ended_at__isnull=True).first()
    if running is not None:
        return running
    session = _on_the_floor(registration.session, seen=seen, at=at)
    registration.refresh_from_db()
    if registration.state not in {RegistrationState.ACCEPTED, RegistrationState.RESERVE}:
        raise TransitionRefused("Đăng ký này không có trong danh sách phát biểu.", stale=False)
    return _take_floor(session, kind=SpeakerKind.CITIZEN, registration=registration, by=by, at=at)


@transaction.atomic
def call_walk_in(
    session: DialogueSession, *, speaker: str, topic: str, seen: str, by: Actor, at: datetime
) -> Turn:
    """Give the floor to somebody who did not register; ``speaker`` is the name to be called by."""
    session = _on_the_floor(session, seen=seen, at=at)
    return _take_floor(session, kind=SpeakerKind.CITIZEN, speaker=speaker, text=topic, by=by, at=at)


@transaction.atomic
def call_agency(
    session: DialogueSession, *, agency: Unit, answers: Turn | None, seen: str, by: Actor, at: datetime
) -> Turn:
    """Let an agency report on what was raised (Đ9.2.d, Đ13.2.d); ``answers`` is the turn it replies to."""
    session = _on_the_floor(session, seen=seen, at=at)
    return _take_floor(
        session, kind=SpeakerKind.AGENCY, speaker=agency.name, agency=agency, answers=answers, by=by, at=at
    )


@transaction.atomic
def call_presider(
    session: DialogueSession, *, name: str, answers: Turn | None, seen: str, by: Actor, at: datetime
) -> Turn:
    """Let the presider inform, explain or conclude (Đ9.2.b, Đ9.2.đ, Đ13.2.b, Đ13.2.đ)."""
    session = _on_the_floor(session, seen=seen, at=at)
    return _take_floor(session, kind=SpeakerKind.PRESIDER, speaker=name, answers=answers, by=by, at=at)


def _on_the_floor(session: DialogueSession, *, seen: str, at: datetime) -> DialogueSession:
    """The session, locked, with the floor free: the turn that was seen running is ended, no other one is.

    After the session (turns entered later) nobody holds the floor.
    """
    session = DialogueSession.objects.select_for_update().get(pk=session.pk)
    refuse_when_minuted(session)
    if session.state not in {SessionState.IN_PROGRESS, SessionState.HELD}:
        raise TransitionRefused("Bắt đầu buổi đối thoại trước khi mời phát biểu.", stale=False)
    running = queries.running_turn(session)
    if (running.code if running else NOBODY) != seen:
        raise FloorTaken
    if running is not None:
        Turn.objects.filter(pk=running.pk).update(ended_at=at)
    return session


def refuse_when_minuted(session: DialogueSession) -> None:
    """Raise TransitionRefused once the minutes are final: what was said is settled then."""
    if Minutes.objects.filter(session=session, finalised_at__isnull=False).exists():
        raise TransitionRefused(
            "Biên bản đã chốt nên không ghi thêm hoặc sửa diễn biến được nữa.", stale=False
        )


def _take_floor(
    session: DialogueSession,
    *,
    kind: SpeakerKind,
    by: Actor,
    at: datetime,
    speaker: str = "",
    registration: SpeakingRegistration | None = None,
    agency: Unit | None = None,
    answers: Turn | None = None,
    text: str = "",
) -> Turn:
    """One more turn after the last. Entered after the session it has no times of its own and is marked."""
    later = session.ended_at is not None
    position = (session.turns.aggregate(last=Max("position"))["last"] or 0) + 1
    turn = Turn.objects.create(
        session=session,
        position=position,
        kind=kind,
        registration=registration,
        agency=agency,
        # Who a registered speaker is stands with the registration, for the own office only.
        speaker_label=speaker[:160]
        if registration is None
        else f"Phiếu số {registration.received_number:02d}",
        text=text,
        answers=answers,
        began_at=None if later else at,
        entered_later=later,
    )
    acts.write(
        subject=turn, verb="take_floor", by=by, at=at, clause=_CLAUSES[kind],
        title=f"Nhập sau lượt phát biểu {position}" if later else f"Mời phát biểu lượt {position}",
    )  # fmt: skip
    return turn


_CLAUSES = {
    SpeakerKind.CITIZEN: "D9.2.c",
    SpeakerKind.AGENCY: "D9.2.d",
    SpeakerKind.PRESIDER: "D9.2.b",
}


@transaction.atomic
def end_turn(turn: Turn, *, by: Actor, at: datetime) -> Turn:
    """Take the floor back. Ending a turn that has ended changes nothing."""
    ended = Turn.objects.filter(pk=turn.pk, began_at__isnull=False, ended_at__isnull=True).update(ended_at=at)
    turn.refresh_from_db()
    if ended:
        acts.write(
            subject=turn, verb="end_turn", title=f"Kết thúc lượt {turn.position}", by=by, at=at,
            clause=_CLAUSES[turn.kind],
        )  # fmt: skip
    return turn


@transaction.atomic
def note(turn: Turn, *, text: str, by: Actor, at: datetime) -> Turn:
    """Keep what was said in a turn. Raises EditConflict when somebody saved meanwhile; nothing is lost then.

    An unchanged text is not saved again.
    """
    refuse_when_minuted(turn.session)
    if turn.text == text and Turn.objects.filter(pk=turn.pk, version=turn.version).exists():
        return turn
    turn.text = text
    save_if_current(turn, ("text",))
    acts.write(
        subject=turn, verb="note_turn", title=f"Ghi nội dung lượt {turn.position}", by=by, at=at,
        clause=_CLAUSES[turn.kind],
    )  # fmt: skip
    return turn


@transaction.atomic
def record_end(session: DialogueSession, *, ended_at: datetime, by: Actor, at: datetime) -> DialogueSession:
    """Record that the session ended at ``ended_at``; nothing else is required for the ten days to start.

    Moves the notice duty of each hosting to the real day (day zero, Đ9.3.a, Đ13.3.a) and meets the yearly
    duty of each post (Đ20.2) when the kind of session counts; a delegate in the chair counts and is flagged.
    Raises TransitionRefused for a moment in the future or before something that happened at the session.
    """
    _refuse_impossible_end(session, ended_at, at=at)
    delegated = _presided_by_delegates(session)
    session = advance(
        session, SESSION["record_end"], by=by, at=at, stamp=ended_at,
        changes={"ended_at": [None, ended_at.isoformat()]} | ({"delegated": delegated} if delegated else {}),
    )  # fmt: skip
    session.turns.filter(began_at__isnull=False, ended_at__isnull=True).update(ended_at=ended_at)
    ended_on = local_date(ended_at)
    counts = SessionKind(session.kind).satisfies_yearly_duty
    for hosting in session.hostings.select_related("post", "notice_duty").order_by("position", "pk"):
        if hosting.notice_duty is not None:
            ledger.rebase(
                hosting.notice_duty, base_on=ended_on, base_is_planned=False, by=by, at=at, context=session,
                reason="Đã ghi nhận ngày kết thúc buổi đối thoại.",
            )  # fmt: skip
        yearly = yearly_session_duty(hosting.post, ended_on.year) if counts else None
        if yearly is not None:
            ledger.meet(yearly, on=ended_on, by=by, at=at, context=session)
    publications.session_ended(session, ended_on=ended_on, by=by, at=at)
    return session


def _refuse_impossible_end(session: DialogueSession, ended_at: datetime, *, at: datetime) -> None:
    if ended_at > at:
        raise TransitionRefused("Giờ kết thúc không thể ở tương lai.", stale=False)
    began = session.began_at or session.starts_at
    if began is not None and ended_at < began:
        raise TransitionRefused("Giờ kết thúc phải sau giờ bắt đầu của buổi đối thoại.", stale=False)
    last = session.turns.aggregate(last=Max("began_at"))["last"]
    if last is not None and ended_at < last:
        raise TransitionRefused("Giờ kết thúc phải sau khi lượt phát biểu cuối cùng bắt đầu.", stale=False)


def _presided_by_delegates(session: DialogueSession) -> list[str]:
    """Codes of the posts over whose hosting somebody else than the holder presided."""
    hostings = session.hostings.filter(presidencies__is_holder=False).distinct()
    return list(hostings.order_by("position", "pk").values_list("post__code", flat=True))
