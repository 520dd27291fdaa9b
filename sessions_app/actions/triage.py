"""What the office makes of a registration; the refusal only the presider may decide (Đ2.2, Đ5, Đ9.1.b)."""

from datetime import datetime

from django.db import transaction

from accounts.models import Seat
from audit import acts
from audit.actors import Actor
from audit.transitions import TransitionRefused, advance
from outbox import actions as outbox
from regulation.articles import Article
from regulation.refusals import OutOfScope, RefusalGround
from regulation.violations import RuleViolation
from sessions_app.actions import programme
from sessions_app.actions.telling import organising_office
from sessions_app.enums import RegistrationState
from sessions_app.models import (
    DialogueSession,
    Refusal,
    RefusalProposal,
    RegistrationReply,
    SpeakingRegistration,
)
from sessions_app.workflow import REGISTRATION

UPDATE = "sessions_app.registration_update"


class NothingProposed(TransitionRefused):
    """There is no refusal to decide upon: it was decided already, or the office took it back."""

    def __init__(self):
        super().__init__("Không còn đề nghị nào chờ quyết định.", stale=False)


def _locked(registration: SpeakingRegistration) -> None:
    DialogueSession.objects.select_for_update().get(pk=registration.session_id)


@transaction.atomic
def accept(registration: SpeakingRegistration, *, by: Actor, at: datetime) -> SpeakingRegistration:
    """Take a registration among the speakers, after the last one."""
    _locked(registration)
    if not registration.speaks_in_person:
        raise TransitionRefused(
            "Người đăng ký chọn gửi ý kiến bằng văn bản; hãy ghi nhận bằng văn bản.", stale=False
        )
    registration = advance(registration, REGISTRATION["accept"], by=by, at=at)
    programme.join_order(registration)
    _tell(
        registration,
        text="Ông/bà có trong danh sách phát biểu. Thứ tự chính thức được báo trước buổi đối thoại.",
        at=at,
    )
    return registration


@transaction.atomic
def ask(
    registration: SpeakingRegistration, *, question: str, by: Actor, at: datetime
) -> SpeakingRegistration:
    """Ask the person for more; the answer is a further version of the slip."""
    return _settle(registration, "ask", text=question, note=question, by=by, at=at)


@transaction.atomic
def reserve(registration: SpeakingRegistration, *, by: Actor, at: datetime) -> SpeakingRegistration:
    """Put a registration on the reserve list."""
    text = "Ông/bà ở danh sách dự phòng. Nếu không đủ thời gian, ý kiến được ghi nhận bằng văn bản."
    return _settle(registration, "reserve", text=text, by=by, at=at)


@transaction.atomic
def take_in_writing(registration: SpeakingRegistration, *, by: Actor, at: datetime) -> SpeakingRegistration:
    """Take the opinion in writing: not a refusal, it is minuted and followed up like one that was spoken."""
    text = "Ý kiến của ông/bà được ghi nhận bằng văn bản và được xem xét như ý kiến phát biểu tại buổi."
    return _settle(registration, "take_in_writing", text=text, by=by, at=at)


@transaction.atomic
def merge(
    registration: SpeakingRegistration, *, into: SpeakingRegistration, by: Actor, at: datetime
) -> SpeakingRegistration:
    """Give several slips on one matter one turn. Each keeps its own code and answer.

    Raises TransitionRefused when ``into`` is the same slip, of another session, or stands no longer.
    """
    standing = RegistrationState.SUBMITTED, RegistrationState.NEEDS_INFO, RegistrationState.ACCEPTED
    if into.pk == registration.pk or into.session_id != registration.session_id:
        raise TransitionRefused("Chọn một đăng ký khác của cùng buổi đối thoại để gộp.", stale=False)
    _locked(registration)
    into.refresh_from_db()
    if into.state not in (*standing, RegistrationState.RESERVE, RegistrationState.WRITTEN):
        raise TransitionRefused("Đăng ký được chọn không còn để gộp.", stale=False)
    text = (
        "Ý kiến của ông/bà được gộp với ý kiến cùng nội dung; kết quả trả lời vẫn được báo riêng cho ông/bà."
    )
    registration = _settle(registration, "merge", text=text, by=by, at=at)
    # Slips merged into this one before now follow it.
    SpeakingRegistration.objects.filter(merged_into=registration).update(merged_into=into)
    SpeakingRegistration.objects.filter(pk=registration.pk).update(merged_into=into)
    registration.merged_into = into
    return registration


@transaction.atomic
def refer(
    registration: SpeakingRegistration, *, channel: OutOfScope, note: str, by: Actor, at: datetime
) -> SpeakingRegistration:
    """Show the person where a matter outside Đ2.2 belongs. It starts no term and is counted apart."""
    text = f"{channel.guidance} {note}".strip()
    return _settle(
        registration, "refer", text=text, note=note or channel.label, referred_to=channel, by=by, at=at
    )


@transaction.atomic
def withdraw_on_request(
    registration: SpeakingRegistration, *, note: str, by: Actor, at: datetime
) -> SpeakingRegistration:
    """Take a registration back because the person asked the office to; ``note`` says how it was asked."""
    if not note.strip():
        raise TransitionRefused("Ghi rõ người đăng ký đề nghị rút bằng cách nào.", stale=False)
    return _settle(
        registration,
        "withdraw",
        text="Văn phòng đã rút đăng ký theo đề nghị của ông/bà.",
        note=note,
        by=by,
        at=at,
    )


@transaction.atomic
def propose_refusal(
    registration: SpeakingRegistration, *, ground: RefusalGround, sentence: str, seat: Seat, at: datetime
) -> RefusalProposal:
    """Propose a refusal to the presider. Nothing is refused yet (Đ5: the right is the presider's)."""
    _locked(registration)
    current = SpeakingRegistration.objects.get(pk=registration.pk)
    if current.state not in REGISTRATION["refuse"].sources:
        raise TransitionRefused("Đăng ký này không còn chờ quyết định.", stale=False)
    if current.version != registration.version:
        raise TransitionRefused(
            "Có người vừa sửa nội dung này. Xem lại bản mới nhất rồi làm lại.", stale=True
        )
    proposal, created = RefusalProposal.objects.get_or_create(
        registration=registration,
        defaults={"ground": ground.value, "sentence": sentence, "proposed_by": seat, "proposed_at": at},
    )
    if not created:
        raise TransitionRefused("Đề nghị không tiếp nhận đã được trình người chủ trì.", stale=False)
    _write(
        registration, "propose_refusal", "Trình người chủ trì đề nghị không tiếp nhận", by=seat.actor, at=at
    )
    return proposal


@transaction.atomic
def confirm_refusal(proposal: RefusalProposal, *, seat: Seat, at: datetime) -> Refusal:
    """The presider refuses: ground, sentence, who and when are kept, and nothing about the person (Đ5)."""
    registration = proposal.registration
    if seat.pk == proposal.proposed_by_id:
        raise RuleViolation(
            Article.REFUSAL_BY_PRESIDER, "Người đề nghị không thể tự quyết định không tiếp nhận."
        )
    _locked(registration)
    if not RefusalProposal.objects.filter(pk=proposal.pk).delete()[0]:
        raise TransitionRefused("Đề nghị này đã được quyết định.", stale=False)
    # The note names no ground: the log is read by more people than the refusal itself.
    registration = _settle(
        registration,
        "refuse",
        text=proposal.sentence,
        note="Theo đề nghị của văn phòng.",
        by=seat.actor,
        at=at,
    )
    return Refusal.objects.create(
        registration=registration,
        ground=proposal.ground,
        sentence=proposal.sentence,
        proposed_by_id=proposal.proposed_by_id,
        confirmed_by=seat,
        confirmed_at=at,
    )


@transaction.atomic
def decline_proposal(
    proposal: RefusalProposal, *, note: str, seat: Seat, at: datetime
) -> SpeakingRegistration:
    """The presider does not refuse; the registration is as before and the office decides anew."""
    if not note.strip():
        raise TransitionRefused("Ghi ý kiến chỉ đạo để văn phòng thực hiện.", stale=False)
    if not RefusalProposal.objects.filter(pk=proposal.pk).delete()[0]:
        raise TransitionRefused("Đề nghị này đã được quyết định.", stale=False)
    _write(
        proposal.registration,
        "decline_refusal",
        "Không đồng ý đề nghị không tiếp nhận",
        by=seat.actor,
        at=at,
        note=note,
    )
    return proposal.registration


def _write(
    registration: SpeakingRegistration, verb: str, title: str, *, by: Actor, at: datetime, note: str = ""
) -> None:
    acts.write(
        subject=registration,
        verb=verb,
        title=f"{title}, phiếu số {registration.received_number:02d}",
        by=by,
        at=at,
        note=note,
        clause="D5.0",
    )


def _settle(
    registration: SpeakingRegistration,
    verb: str,
    *,
    text: str,
    by: Actor,
    at: datetime,
    note: str = "",
    referred_to: OutOfScope | None = None,
) -> SpeakingRegistration:
    """Leave the order of speakers, move along the table, drop an open proposal, tell the person."""
    _locked(registration)
    programme.leave_order(registration)
    registration = advance(
        registration,
        REGISTRATION[verb],
        by=by,
        at=at,
        note=note,
        changes={"referred_to": referred_to.value} if referred_to else None,
    )
    RefusalProposal.objects.filter(registration=registration).delete()
    _tell(registration, text=text, at=at, referred_to=referred_to)
    return registration


def _tell(
    registration: SpeakingRegistration,
    *,
    text: str,
    at: datetime,
    referred_to: OutOfScope | None = None,
) -> None:
    reply = RegistrationReply.objects.create(
        registration=registration,
        state=registration.state,
        referred_to=referred_to.value if referred_to else "",
        text=text,
        at=at,
    )
    contact = registration.contact
    channel = outbox.channel_to(email=contact.email, phone=contact.phone)
    if channel is not None:
        outbox.post(
            channel=channel,
            dedupe_key=f"{UPDATE}:{reply.pk}",
            kind=UPDATE,
            params={"reply": reply.pk},
            sender=organising_office(registration.session),
            recipient_label=f"Người đăng ký số {registration.received_number:02d}",
            at=at,
            context_key=acts.context_key(registration.session),
        )
