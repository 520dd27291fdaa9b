"""Sending, changing, withdrawing a registration; answering an invitation; typing in a slip (Đ9.1.b, Đ19)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localtime

from accounts import links
from audit import acts
from audit.actors import Actor
from audit.transitions import TransitionRefused, advance
from audit.versions import save_if_current
from documents import uploads
from documents.models import StoredFile
from documents.uploads import CheckedUpload
from organizations.models import Field, Unit
from outbox import actions as outbox
from regulation.date_words import long_moment
from sessions_app import slip_texts
from sessions_app.actions import consents, programme, tracking_codes
from sessions_app.actions.telling import organising_office
from sessions_app.enums import ConsentPurpose, InvitationResponse, RegistrationSource, RegistrationState
from sessions_app.models import (
    DialogueSession,
    Invitation,
    RegistrationContact,
    RegistrationVoice,
    SpeakingRegistration,
)
from sessions_app.queries import registrations as queries
from sessions_app.workflow import REGISTRATION

RECEIPT = "sessions_app.receipt"


class RegistrationClosed(TransitionRefused):
    """Registration is over, or the session is not held as announced; the message is a sentence to show."""

    def __init__(self, message: str):
        super().__init__(message, stale=False)


class AlreadyRegistered(TransitionRefused):
    """A registration was sent from this invitation before; the message is a sentence to show."""

    def __init__(self, registration: SpeakingRegistration):
        super().__init__("Thư mời này đã có một đăng ký được gửi trước đó.", stale=False)
        self.registration = registration


@dataclass(frozen=True, kw_only=True)
class SlipContact:
    """Who it is and how to reach the person."""

    full_name: str
    salutation: str = ""
    on_behalf_of: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    may_be_named: bool = False


@dataclass(frozen=True, kw_only=True)
class SlipContent:
    """What the person wants to say and how. ``keep_file`` keeps the file of the version before.

    ``also_agreed``: purposes that are up to the person, besides being named (``SlipContact.may_be_named``).
    """

    field: Field
    text: str
    speaks_in_person: bool = True
    withhold_identity: bool = False
    file: CheckedUpload | None = None
    keep_file: bool = False
    also_agreed: frozenset[ConsentPurpose] = frozenset()


@transaction.atomic
def submit(
    invitation: Invitation, *, contact: SlipContact, content: SlipContent, by: Actor, at: datetime
) -> SpeakingRegistration:
    """Send a registration by the link of an invitation: one live registration per invitation (Đ9.1.b, Đ19.1).

    The person has acknowledged the responsibilities of Đ19.2 and agreed to the texts of ``slip_texts``.
    Raises RegistrationClosed after closing time and AlreadyRegistered when one was sent before.
    """
    session = _locked(invitation.guest.session_id)
    _require_open(session, at=at)
    earlier = queries.live_of(invitation)
    if earlier is not None:
        raise AlreadyRegistered(earlier)
    registration = _create(
        session,
        invitation=invitation,
        source=RegistrationSource.WEB,
        contact=contact,
        content=content,
        acknowledged=True,
        owner=invitation.guest.office,
        at=at,
    )
    if content.speaks_in_person:  # whoever wants to speak comes, unless he has said otherwise
        Invitation.objects.filter(pk=invitation.pk, response=InvitationResponse.NONE).update(
            response=InvitationResponse.ATTENDING, responded_at=at
        )
    _write_received(registration, by=by, at=at)
    _post_receipt(registration, office=invitation.guest.office, at=at)
    return registration


@transaction.atomic
def enter_slip(
    session: DialogueSession,
    *,
    contact: SlipContact,
    content: SlipContent,
    office: Unit,
    invitation: Invitation | None,
    acknowledged: bool,
    by: Actor,
    at: datetime,
) -> SpeakingRegistration:
    """Type in a paper slip for the person; also after closing time, which binds the link only.

    ``acknowledged``: the person signed the responsibilities of Đ19.2 printed on the slip. Raises
    AlreadyRegistered when the invitation has a live registration, RegistrationClosed after the session.
    """
    session = _locked(session.pk)
    if session.state not in programme.ORDER_OPEN:
        raise RegistrationClosed("Buổi đối thoại này không còn nhận phiếu đăng ký.")
    earlier = queries.live_of(invitation) if invitation else None
    if earlier is not None:
        raise AlreadyRegistered(earlier)
    registration = _create(
        session,
        invitation=invitation,
        source=RegistrationSource.PAPER,
        contact=contact,
        content=content,
        acknowledged=acknowledged,
        owner=office,
        at=at,
    )
    _write_received(registration, by=by, at=at)
    _post_receipt(registration, office=office, at=at)
    return registration


def _locked(session_id: int) -> DialogueSession:
    # Numbers and places in the order are given under this lock; SQLite has one writer at a time anyway.
    return DialogueSession.objects.select_for_update().get(pk=session_id)


def _require_open(session: DialogueSession, *, at: datetime) -> None:
    if queries.is_open(session, at=at):
        return
    closed_at = queries.registration_closes_at(session)
    if session.state in queries.OPEN_TO_LINKS and closed_at is not None:
        raise RegistrationClosed(
            f"Đã hết thời gian đăng ký ({long_moment(localtime(closed_at))}). Ông/bà có thể gọi văn phòng."
        )
    raise RegistrationClosed("Buổi đối thoại này không còn nhận đăng ký qua liên kết.")


def _create(
    session: DialogueSession,
    *,
    invitation: Invitation | None,
    source: RegistrationSource,
    contact: SlipContact,
    content: SlipContent,
    acknowledged: bool,
    owner: Unit,
    at: datetime,
) -> SpeakingRegistration:
    number = (session.registrations.aggregate(last=Max("received_number"))["last"] or 0) + 1
    registration = SpeakingRegistration.objects.create(
        session=session,
        invitation=invitation,
        source=source,
        received_number=number,
        withhold_identity=content.withhold_identity,
        speaks_in_person=content.speaks_in_person,
        acknowledged_at=at if acknowledged else None,
        consent_text=slip_texts.consent_versions(_agreed(contact, content)) if acknowledged else "",
        consented_at=at if acknowledged else None,
        submitted_at=at,
    )
    RegistrationContact.objects.create(registration=registration, **vars(contact))
    if acknowledged:
        consents.keep(registration, _agreed(contact, content), office=owner, at=at)
    _keep_voice(registration, content, revision=1, file=_stored(content, owner=owner, at=at), at=at)
    tracking_codes.give(registration=registration)
    return registration


def _agreed(contact: SlipContact, content: SlipContent) -> set[ConsentPurpose]:
    named = {ConsentPurpose.NAMING} if contact.may_be_named else set()
    return {ConsentPurpose.PROCESSING, *named, *content.also_agreed}


def _stored(content: SlipContent, *, owner: Unit, at: datetime) -> StoredFile | None:
    return uploads.store(content.file, owner=owner, at=at) if content.file else None


def _keep_voice(
    registration: SpeakingRegistration,
    content: SlipContent,
    *,
    revision: int,
    file: StoredFile | None,
    at: datetime,
) -> RegistrationVoice:
    return RegistrationVoice.objects.create(
        registration=registration, revision=revision, field=content.field, text=content.text, file=file, at=at
    )


def _write_received(registration: SpeakingRegistration, *, by: Actor, at: datetime) -> None:
    acts.write(
        subject=registration,
        verb="receive_registration",
        title=f"Nhận phiếu đăng ký phát biểu số {registration.received_number:02d}",
        by=by,
        at=at,
        clause="D9.1.b-2.s2",
        changes={"source": registration.source, "consent": registration.consent_text},
    )


def _post_receipt(registration: SpeakingRegistration, *, office: Unit, at: datetime) -> None:
    contact = registration.contact
    channel = outbox.channel_to(email=contact.email, phone=contact.phone)
    if channel is not None:
        outbox.post(
            channel=channel,
            dedupe_key=f"{RECEIPT}:{registration.pk}",
            kind=RECEIPT,
            params={"registration": registration.pk},
            sender=office,
            recipient_label=f"Người đăng ký số {registration.received_number:02d}",
            at=at,
            context_key=acts.context_key(registration.session),
        )


@transaction.atomic
def revise(
    registration: SpeakingRegistration, *, contact: SlipContact, content: SlipContent, by: Actor, at: datetime
) -> SpeakingRegistration:
    """Change what was sent, before closing time: the text becomes a further version, nothing is overwritten.

    An answer to the office's question puts the registration back among those to be decided; other decisions
    stand, and the office sees that the text is newer than its decision. Raises RegistrationClosed,
    EditConflict, or TransitionRefused when the registration is no longer part of the session.
    """
    session = _locked(registration.session_id)
    _require_open(session, at=at)
    if registration.state not in queries.WAITING:
        raise TransitionRefused(
            "Văn phòng đã xem xét đăng ký này nên không sửa được nữa. Ông/bà có thể gọi văn phòng.",
            stale=False,
        )
    before = queries.latest_voice(registration)
    file = before.file if content.keep_file else _stored(content, owner=organising_office(session), at=at)
    if registration.state == RegistrationState.NEEDS_INFO:
        advance(registration, REGISTRATION["supplement"], by=by, at=at)
    registration.withhold_identity = content.withhold_identity
    registration.speaks_in_person = content.speaks_in_person
    registration.consent_text = slip_texts.consent_versions(_agreed(contact, content))
    registration.consented_at = at
    save_if_current(registration, ("withhold_identity", "speaks_in_person", "consent_text", "consented_at"))
    RegistrationContact.objects.filter(registration=registration).update(**vars(contact))
    registration.contact.refresh_from_db()
    consents.keep(registration, _agreed(contact, content), office=organising_office(session), at=at)
    voice = _keep_voice(registration, content, revision=before.revision + 1, file=file, at=at)
    acts.write(
        subject=registration,
        verb="revise_registration",
        title=f"Sửa phiếu đăng ký phát biểu số {registration.received_number:02d}",
        by=by,
        at=at,
        clause="D9.1.b-2.s2",
        changes={
            "revision": [before.revision, voice.revision],
            "text": [links.keyed_digest("voice", before.text), links.keyed_digest("voice", voice.text)],
        },
    )
    return registration


@transaction.atomic
def withdraw(registration: SpeakingRegistration, *, by: Actor, at: datetime) -> SpeakingRegistration:
    """Take a registration back; the places behind it in the order of speaking close up.

    By link this ends with registration time. Raises RegistrationClosed, TransitionRefused.
    """
    _require_open(_locked(registration.session_id), at=at)
    programme.leave_order(registration)
    return advance(registration, REGISTRATION["withdraw"], by=by, at=at)


@transaction.atomic
def respond(
    invitation: Invitation, *, response: InvitationResponse, reason: str, by: Actor, at: datetime
) -> Invitation:
    """Say that one comes, or does not (with a reason if one likes). The last answer counts.

    Raises RegistrationClosed once the session has begun or is not held as announced.
    """
    session = _locked(invitation.guest.session_id)
    if session.state not in queries.OPEN_TO_LINKS or session.starts_at is None or at >= session.starts_at:
        raise RegistrationClosed("Buổi đối thoại này không còn nhận phản hồi qua liên kết.")
    before = invitation.response
    invitation.response, invitation.response_reason, invitation.responded_at = response, reason, at
    invitation.save(update_fields=("response", "response_reason", "responded_at"))
    acts.write(
        subject=invitation,
        verb="respond_invitation",
        title=f"Phản hồi thư mời: {InvitationResponse(response).label.lower()}",
        by=by,
        at=at,
        changes={"response": [before, str(response)]},
    )
    return invitation


@transaction.atomic
def reveal_contacts(
    session: DialogueSession,
    registrations: list[SpeakingRegistration],
    *,
    reason: str,
    by: Actor,
    at: datetime,
) -> list[SpeakingRegistration]:
    """Show contacts once, for a reason: one act in the log, naming slips by number and no person."""
    numbers = sorted(registration.received_number for registration in registrations)
    acts.write(
        subject=session,
        verb="reveal_registrants",
        title="Xem thông tin liên hệ của người đăng ký phát biểu",
        by=by,
        at=at,
        note=reason,
        changes={"received_numbers": numbers},
    )
    return registrations
