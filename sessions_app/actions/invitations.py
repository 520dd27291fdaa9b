"""Issuing the letters of invitation with their slip (D9.1.b-2, D13.1.b-2).

Three steps, each of which survives a crash of the next. ``issue`` announces the session: it takes one number per
hosting and opens the register, in one transaction. Then each paper is rendered and stored outside any transaction
(``documents.actions.complete``, or the tick that finishes what a crash left). When the last paper is issued,
``paper_issued`` posts the messages. The duty is met later, by what really left (``dispatches``).
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts import links
from audit import acts
from audit.actors import Actor
from audit.transitions import advance
from documents import actions as documents
from documents.enums import DocumentState, PaperKind
from documents.models import IssuedDocument
from documents.printouts import Signature
from regulation.articles import Article
from regulation.clock import local_date
from regulation.violations import RuleViolation
from sessions_app.actions import dispatches, telling
from sessions_app.enums import Delivery
from sessions_app.models import DialogueSession, Guest, Hosting, Invitation
from sessions_app.papers import invitation_letter
from sessions_app.printouts import InvitationLetter
from sessions_app.queries import invitations as queries
from sessions_app.queries import registrations
from sessions_app.queries.lead_time import window_of
from sessions_app.workflow import SESSION

LINK_PURPOSE = "invitation"
AT_ONCE = 200


@dataclass(frozen=True, kw_only=True)
class Signing:
    """Who signs the paper of one hosting."""

    hosting: Hosting
    signature: Signature


@transaction.atomic
def issue(
    session: DialogueSession,
    signings: list[Signing],
    *,
    late_reason: str,
    by: Actor,
    on: date,
    at: datetime,
) -> list[IssuedDocument]:
    """Announce the session, number its letters and list who gets them; the numbered papers, not yet rendered.

    Raises RuleViolation when one of the mandatory facts is missing, when nobody is on the list, or when
    sending today is late and no reason is given; TransitionRefused when it was issued already.
    """
    _check(session, on=on, late_reason=late_reason)
    session.registration_closes_at = registrations.closing_for_letters(session, at=at)
    for signing in signings:
        signing.hosting.session.registration_closes_at = session.registration_closes_at
    letters = [
        (signing, invitation_letter(signing.hosting, signature=signing.signature, on=on))
        for signing in signings
    ]
    session.late_invitation_reason = late_reason.strip()
    session.save(update_fields=("late_invitation_reason", "registration_closes_at"))
    counts = queries.recipients(session)
    session = advance(
        session, SESSION["announce"], by=by, at=at, note=late_reason,
        changes={"by_email": counts.by_email, "on_paper": counts.on_paper},
    )  # fmt: skip
    _invite_everybody(session, at=at)
    return [_take_number(session, signing, letter, by=by, on=on, at=at) for signing, letter in letters]


def _check(session: DialogueSession, *, on: date, late_reason: str) -> None:
    missing = queries.missing_facts(session)
    if missing:
        raise RuleViolation(
            Article.INVITATION_LEAD_TIME,
            "Chưa phát hành được: " + "; ".join(fact.text for fact in missing) + ".",
        )
    with_paper(session)
    if local_date(session.starts_at) < on:
        raise RuleViolation(Article.TIME_AND_PLACE, "Ngày tổ chức đã qua. Hoãn rồi lên lịch lại.")
    window = window_of(session, on=on)
    if window.is_late_today and not late_reason.strip():
        raise RuleViolation(
            Article.INVITATION_LEAD_TIME,
            f"Gửi thư mời hôm nay là trễ hạn: không còn đủ {window.days_words} trước buổi đối thoại. "
            "Ghi lý do gửi trễ.",
        )


def hostings_with_paper(session: DialogueSession) -> list[Hosting]:
    """The hostings, each of which issues a letter in the form of its branch; they share the mailing."""
    return list(session.hostings.select_related("post__unit__territory", "organizing_office", "session"))


def with_paper(session: DialogueSession, code: str = "") -> Hosting:
    """The hosting whose letter is shown: the one of that code, else the first. RuleViolation where there is none."""
    hostings = hostings_with_paper(session)
    for hosting in (*(known for known in hostings if known.code == code), *hostings):
        return hosting
    raise RuleViolation(Article.INVITATION_LEAD_TIME, "Buổi đối thoại chưa có cơ quan tổ chức.")


def _take_number(
    session: DialogueSession, signing: Signing, letter: InvitationLetter, *, by: Actor, on: date, at: datetime
) -> IssuedDocument:
    hosting = signing.hosting
    issuer, family = hosting.post.unit, letter.heading.family
    document = documents.take_number(
        letter,
        kind=PaperKind.INVITATION,
        issue_key=f"invitation:{hosting.code}:{session.plan_revision}",
        issuer=issuer,
        family=family,
        period=documents.next_period(issuer, family, on),
        dated_on=on,
        signer_name=signing.signature.name,
        signer_position=signing.signature.position,
        title=f"Giấy mời {letter.subject}",
        by=by,
        at=at,
        context_key=acts.context_key(session),
    )
    hosting.invitation_document = document
    hosting.save(update_fields=("invitation_document",))
    return document


def _invite_everybody(session: DialogueSession, *, at: datetime) -> None:
    guests = list(queries.active_guests(session).select_related("contact"))
    session.guests.update(listed_at_issue=False)
    session.guests.filter(pk__in=[guest.pk for guest in guests]).update(listed_at_issue=True)
    dispatches.open_dispatches(session, ensure_invitations(guests, at=at))


def ensure_invitations(guests: list[Guest], *, at: datetime) -> list[Invitation]:
    """The live invitation of each guest, made where there is none; its link and code are derived from its key."""
    known = {
        invitation.guest_id: invitation
        for invitation in Invitation.objects.filter(guest__in=guests, revoked_at__isnull=True)
    }
    made = [Invitation(guest=guest, issued_at=at) for guest in guests if guest.pk not in known]
    for invitation in made:
        invitation.short_code = invitation.code  # unique until the key is known, from which the code derives
    Invitation.objects.bulk_create(made, batch_size=AT_ONCE)
    _derive_links(made)
    known |= {invitation.guest_id: invitation for invitation in made}
    result = []
    for guest in guests:
        known[guest.pk].guest = guest
        result.append(known[guest.pk])
    return result


def _derive_links(invitations: list[Invitation]) -> None:
    """Short code and token digest from key and generation; a code that is taken moves to the next generation."""
    for invitation in invitations:
        invitation.short_code = links.short_code_for(invitation.pk, invitation.generation)
        while Invitation.objects.filter(short_code=invitation.short_code).exclude(pk=invitation.pk).exists():
            invitation.generation += 1
            invitation.short_code = links.short_code_for(invitation.pk, invitation.generation)
        invitation.token_digest = links.digest(token_of(invitation))
    Invitation.objects.bulk_update(
        invitations, ("generation", "short_code", "token_digest"), batch_size=AT_ONCE
    )


def token_of(invitation: Invitation) -> str:
    """The secret part of the link, derived again each time it is written into a letter."""
    return links.token_for(LINK_PURPOSE, invitation.pk, invitation.generation)


def paper_issued(document: IssuedDocument, at: datetime) -> None:
    """Once every letter of the session is issued, the messages may leave and the bodies are told.

    Runs in the transaction that issues a paper. The session's row is locked, so that of two papers issued at
    the same moment one sees the other.
    """
    hosting = Hosting.objects.filter(invitation_document=document).first()
    if hosting is None:
        return  # the session was put on another day before the paper was finished
    session = DialogueSession.objects.select_for_update().get(pk=hosting.session_id)
    waiting = session.hostings.filter(invitation_document__state=DocumentState.NUMBERED)
    if waiting.exclude(pk=hosting.pk).exists():
        return
    dispatches.post_letters(session, at=at)
    telling.tell_bodies(session, by=Actor.system("phát hành thư mời"), at=at)


@transaction.atomic
def invite_added(session: DialogueSession, *, by: Actor, at: datetime) -> int:
    """Letters for guests who came onto the list after the issue: same number, a verdict of their own."""
    guests = list(queries.with_delivery(session).filter(delivery=Delivery.NONE).select_related("contact"))
    if not guests:
        return 0
    dispatches.open_dispatches(session, ensure_invitations(guests, at=at))
    dispatches.post_letters(session, at=at)
    acts.write(
        subject=session, verb="invite_added", title=f"Gửi thư mời cho {len(guests)} khách mời thêm sau", by=by,
        at=at, clause=Article.INVITATION_LEAD_TIME.clause,
    )  # fmt: skip
    return len(guests)
