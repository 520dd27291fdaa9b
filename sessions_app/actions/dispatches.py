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
from outbox.enums import Channel
from outbox.models import Message
from regulation.articles import Article
from regulation.clock import local_date
from regulation.deadlines import Verdict
from regulation.violations import RuleViolation
from sessions_app.actions.telling import organising_office
from sessions_app.enums import SessionState
from sessions_app.models import DialogueSession, Dispatch, Invitation
from sessions_app.queries import invitations as queries
from sessions_app.queries.lead_time import sending_window

LETTER = "sessions_app.invitation"
# Thousands of letters leave at once: the message itself keeps each moment, one act for each would bury the log.
REGISTER = "register of letters"


class DispatchRefused(Exception):
    """The register does not take this; the text is a sentence to show."""


def open_dispatches(session: DialogueSession, invitations: Iterable[Invitation]) -> list[Dispatch]:
    """One line of the register per invitation of the current plan: by message where there is an address."""
    return Dispatch.objects.bulk_create(
        Dispatch(
            invitation=invitation,
            revision=session.plan_revision,
            channel=Channel.EMAIL if invitation.guest.contact.email else Channel.PRINT,
        )
        for invitation in invitations
    )


def post_letters(session: DialogueSession, *, at: datetime) -> int:
    """Post a message for each line of the register that goes by message and has none yet; how many."""
    lines = list(
        Dispatch.objects.filter(
            invitation__guest__session=session,
            invitation__guest__removed_at__isnull=True,
            invitation__revoked_at__isnull=True,
            revision=session.plan_revision,
            channel=Channel.EMAIL,
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
    meet_when_all_left(line.invitation.guest.session, at=at)


def message_failed(message: Message, at: datetime) -> None:
    """No further attempt will be made: the guest must be reached on another way."""
    with acting.context(REGISTER):
        Dispatch.objects.filter(message=message).update(failed_reason=message.error or "Không gửi được")


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
) -> int:
    """Enter letters handed over on paper in the register; how many were new.

    Raises DispatchRefused for a day before the letters were issued or in the future, and RuleViolation when
    the day is late and neither now nor at issue a reason was written.
    """
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
            invitation=invitation, revision=session.plan_revision, channel=Channel.PRINT
        )
        taken += Dispatch.objects.filter(pk=line.pk, left_on__isnull=True).update(
            left_on=handed_on, left_at=at, handed_by=handed_by
        )
    if taken:
        acts.write(
            subject=session, verb="hand_over", at=at, by=by, note=late_reason,
            title=f"Giao {taken} thư mời giấy ngày {handed_on:%d/%m/%Y}, người giao: {handed_by}",
            clause=Article.INVITATION_LEAD_TIME.clause,
        )  # fmt: skip
        meet_when_all_left(session, at=at)
    return taken


def _require_reason(session: DialogueSession, left_on: date, late_reason: str) -> None:
    window = sending_window(local_date(session.starts_at), on=left_on)
    if window.verdict_today is not Verdict.LATE or session.late_invitation_reason:
        return
    if not late_reason.strip():
        raise RuleViolation(
            Article.INVITATION_LEAD_TIME,
            f"Ngày {left_on:%d/%m/%Y} là trễ hạn gửi thư mời. Ghi lý do gửi trễ.",
        )
    session.late_invitation_reason = late_reason
    session.save(update_fields=("late_invitation_reason",))


@transaction.atomic
def send_again(session: DialogueSession, invitation: Invitation, *, by: Actor, at: datetime) -> Dispatch:
    """Try another way after a failure: by message to the address now on the list, or on paper without one."""
    lines = invitation.dispatches.filter(revision=session.plan_revision)
    if not lines.exclude(failed_reason="").exists():
        raise DispatchRefused("Chỉ gửi lại thư mời không gửi được.")
    if lines.filter(failed_reason="", left_on__isnull=True).exists():
        raise DispatchRefused("Thư mời của người này đang chờ gửi.")
    line = open_dispatches(session, [invitation])[0]
    acts.write(subject=invitation, verb="send_again", title="Gửi lại 1 thư mời", by=by, at=at)
    post_letters(session, at=at)
    return line
