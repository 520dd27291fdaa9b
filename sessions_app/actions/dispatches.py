"""How letters leave: by message, or on paper entered in the register; and when the duty is met by it.

Lead time is measured from what really left (the provider took the message, the letter was handed over),
never from the click (D9.1.b-2.s1, D13.1.b-2.s1).
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from audit import acting, acts
from audit.actors import Actor
from duties.actions import ledger
from outbox import actions as outbox
from outbox.channels import sms
from outbox.enums import Channel, Handled
from outbox.models import Message
from regulation.articles import Article
from regulation.clock import local_date
from regulation.deadlines import Verdict
from regulation.violations import RuleViolation
from sessions_app.actions.telling import organising_office
from sessions_app.enums import HandedHow, SessionState
from sessions_app.models import DialogueSession, Dispatch, Invitation
from sessions_app.queries import invitations as queries
from sessions_app.queries.lead_time import window_of

LETTER = "sessions_app.invitation"
# Thousands of letters leave at once: the message itself keeps each moment, one act for each would bury the log.
REGISTER = "register of letters"


class DispatchRefused(Exception):
    """The register does not take this; the text is a sentence to show."""


def open_dispatches(session: DialogueSession, invitations: Iterable[Invitation]) -> list[Dispatch]:
    """The lines of the register for invitations of the current plan, the letters first.

    One letter each: by mail where there is an address, else on paper. Whoever gets paper and has a mobile number
    is told by text message as well, where the portal sends them.
    """
    invitations = list(invitations)
    letters = [
        Dispatch(
            invitation=invitation,
            revision=session.plan_revision,
            channel=Channel.EMAIL if invitation.guest.contact.email else Channel.PRINT,
        )
        for invitation in invitations
    ]
    told = [
        Dispatch(invitation=invitation, revision=session.plan_revision, channel=Channel.SMS)
        for invitation in invitations
        if not invitation.guest.contact.email and sms.reaches(invitation.guest.contact.phone)
    ]
    return Dispatch.objects.bulk_create([*letters, *told])


def post_letters(session: DialogueSession, *, at: datetime) -> int:
    """Post a message for each line of the register that goes by message and has none yet; how many."""
    lines = list(
        Dispatch.objects.filter(
            invitation__guest__session=session,
            invitation__guest__removed_at__isnull=True,
            invitation__revoked_at__isnull=True,
            revision=session.plan_revision,
            channel__in=(Channel.EMAIL, Channel.SMS),
            message__isnull=True,
        )
        .select_related("invitation__guest")
        .order_by("pk")
    )
    office, context = organising_office(session), acts.context_key(session)
    for line in lines:
        guest = line.invitation.guest
        outbox.post(
            dedupe_key=f"{LETTER}:{line.pk}",
            kind=LETTER,
            params={"dispatch": line.pk},
            sender=office,
            recipient_label=f"{guest.salutation} {guest.full_name}".strip(),
            at=at,
            channel=Channel(line.channel),
            context_key=context,
        )
    posted = Message.objects.filter(kind=LETTER, context_key=context, dispatch__isnull=True)
    by_key = {message.dedupe_key: message for message in posted}
    for line in lines:
        line.message = by_key[f"{LETTER}:{line.pk}"]
    Dispatch.objects.bulk_update(lines, ("message",), batch_size=200)
    return len(lines)


# -- what the outbox reports, inside its short transaction


def message_sent(message: Message, at: datetime) -> None:
    """The provider took the message: the letter left on this day."""
    line = Dispatch.objects.select_related("invitation__guest__session").get(message=message)
    with acting.context(REGISTER):
        Dispatch.objects.filter(pk=line.pk, left_on__isnull=True).update(left_on=local_date(at), left_at=at)
        # What was thought to have failed may turn out to have arrived.
        Dispatch.objects.filter(pk=line.pk).exclude(failed_reason="").update(failed_reason="")
    meet_when_all_left(line.invitation.guest.session, at=at)


def message_failed(message: Message, at: datetime) -> None:
    """No further attempt will be made: the guest must be reached on another way."""
    with acting.context(REGISTER):
        Dispatch.objects.filter(message=message).update(failed_reason=message.error or "Không gửi được")


def message_again(old: Message, new: Message) -> None:
    """A person sends the letter once more: a further line of the register under the plan of today."""
    line = Dispatch.objects.select_related("invitation__guest__session").get(pk=old.params["dispatch"])
    again = Dispatch.objects.create(
        invitation=line.invitation,
        revision=line.invitation.guest.session.plan_revision,
        channel=new.channel,
        message=new,
    )
    new.params = {"dispatch": again.pk}
    new.save(update_fields=("params",))


def message_on_paper(message: Message, at: datetime) -> None:
    """The office takes paper instead: the letter stands among those to be handed over."""
    line = Dispatch.objects.select_related("invitation__guest__session").get(pk=message.params["dispatch"])
    Dispatch.objects.get_or_create(
        invitation=line.invitation,
        revision=line.invitation.guest.session.plan_revision,
        channel=Channel.PRINT,
        failed_reason="",
    )


def meet_when_all_left(session: DialogueSession, *, at: datetime) -> None:
    """Meet the invitation duty once everybody listed at issue has a first dispatch, as of the latest of them.

    The session's row is locked: of two letters that leave at the same moment the second sees the first.
    """
    session = DialogueSession.objects.select_for_update().get(pk=session.pk)
    if session.state in (SessionState.DRAFT, SessionState.SCHEDULED, SessionState.CANCELLED):
        return
    met_on = queries.last_first_dispatch(session)
    if met_on is None:
        return
    for hosting in session.hostings.select_related("invitation_duty"):
        if hosting.invitation_duty is not None and hosting.invitation_duty.is_open:
            ledger.meet(
                hosting.invitation_duty, on=met_on, by=Actor.system("gửi thư mời"), at=at,
                late_reason=session.late_invitation_reason, context=session,
            )  # fmt: skip


# -- what the office does


@transaction.atomic
def hand_over(
    session: DialogueSession,
    invitations: list[Invitation],
    *,
    handed_on: date,
    handed_by: str,
    late_reason: str,
    by: Actor,
    on: date,
    at: datetime,
    how: HandedHow = HandedHow.IN_PERSON,
    post_number: str = "",
) -> int:
    """Enter letters handed over on paper in the register; how many were new.

    Raises DispatchRefused for a day before the letters were issued or in the future and for a letter by post
    without its number, and RuleViolation when the day is late and neither now nor at issue a reason was written.
    """
    if how == HandedHow.BY_POST and not post_number.strip():
        raise DispatchRefused("Ghi số bưu gửi của thư gửi bưu điện.")
    if not invitations:
        raise DispatchRefused("Chọn ít nhất một người nhận.")
    if handed_on > on:
        raise DispatchRefused(f"Ngày giao không thể sau hôm nay, {on:%d/%m/%Y}.")
    if session.announced_at is None or handed_on < local_date(session.announced_at):
        raise DispatchRefused("Ngày giao không thể trước ngày phát hành thư mời.")
    _require_reason(session, handed_on, late_reason)
    taken = 0
    for invitation in invitations:
        line, _ = Dispatch.objects.get_or_create(
            invitation=invitation, revision=session.plan_revision, channel=Channel.PRINT, failed_reason=""
        )
        taken += Dispatch.objects.filter(pk=line.pk, left_on__isnull=True).update(
            left_on=handed_on,
            left_at=at,
            handed_by=handed_by,
            handed_how=how,
            post_number=post_number.strip(),
        )
    if taken:
        acts.write(
            subject=session, verb="hand_over", at=at, by=by, note=late_reason,
            title=f"Giao {taken} thư mời giấy ngày {handed_on:%d/%m/%Y}, người giao: {handed_by}",
            clause=Article.INVITATION_LEAD_TIME.clause,
            changes={"handed_how": how.value, "post_number": post_number.strip()},
        )  # fmt: skip
        outbox.note_reached(_messages_of(invitations), how=Handled.ON_PAPER, at=at)
        meet_when_all_left(session, at=at)
    return taken


def _require_reason(session: DialogueSession, left_on: date, late_reason: str) -> None:
    window = window_of(session, on=left_on)
    if window.verdict_today is not Verdict.LATE or session.late_invitation_reason:
        return
    if not late_reason.strip():
        raise RuleViolation(
            Article.INVITATION_LEAD_TIME,
            f"Ngày {left_on:%d/%m/%Y} là trễ hạn gửi thư mời. Ghi lý do gửi trễ.",
        )
    session.late_invitation_reason = late_reason
    session.save(update_fields=("late_invitation_reason",))


def _messages_of(invitations: list[Invitation]) -> list[Message]:
    return list(Message.objects.filter(dispatch__invitation__in=invitations))


@transaction.atomic
def paper_returned(
    session: DialogueSession,
    invitation: Invitation,
    *,
    returned_on: date,
    reason: str,
    by: Actor,
    on: date,
    at: datetime,
) -> Dispatch:
    """A letter on paper came back undelivered: the day it was handed over stands, reaching the guest is a task.

    Raises DispatchRefused when no letter on paper is under way, or for a day before it left or after today.
    """
    line = invitation.dispatches.filter(
        revision=session.plan_revision, channel=Channel.PRINT, left_on__isnull=False, failed_reason=""
    ).first()
    if line is None:
        raise DispatchRefused("Không có thư giấy nào của người này đã giao đi.")
    if not line.left_on <= returned_on <= on:
        raise DispatchRefused(f"Ngày trả lại phải từ ngày giao {line.left_on:%d/%m/%Y} đến hôm nay.")
    taken = Dispatch.objects.filter(pk=line.pk, failed_reason="")
    if taken.update(failed_reason=reason, returned_on=returned_on):
        acts.write(
            subject=invitation, verb="paper_returned", at=at, by=by, note=reason,
            title=f"1 thư mời giấy bị trả lại ngày {returned_on:%d/%m/%Y}",
        )  # fmt: skip
    line.refresh_from_db()
    return line


@transaction.atomic
def send_again(session: DialogueSession, invitation: Invitation, *, by: Actor, at: datetime) -> Dispatch:
    """Try another way after a failure: by message to the address now on the list, or on paper without one."""
    lines = invitation.dispatches.filter(revision=session.plan_revision, channel__in=queries.LETTERS)
    if not lines.exclude(failed_reason="").exists():
        raise DispatchRefused("Chỉ gửi lại thư mời không gửi được.")
    if lines.filter(failed_reason="", left_on__isnull=True).exists():
        raise DispatchRefused("Thư mời của người này đang chờ gửi.")
    line = open_dispatches(session, [invitation])[0]
    acts.write(subject=invitation, verb="send_again", title="Gửi lại 1 thư mời", by=by, at=at)
    post_letters(session, at=at)
    outbox.note_reached(_messages_of([invitation]), how=Handled.SENT_AGAIN, at=at)
    return line
