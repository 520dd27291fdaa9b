"""The messages of the organising office about a session, written at the moment they leave.

Addresses are read from the contact tables now; a message that has lost its point is ``Stale`` and never sent.
The text is plain, links are built from ``settings.BASE_URL``.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localtime

from accounts import links
from accounts.models import Seat
from audit.models import Act
from documents import kinds
from documents.enums import PaperKind
from documents.numbering import within_sentence
from outbox import renderers
from outbox.channels import sms
from outbox.enums import Channel
from outbox.letters import Attachment, Letter, Stale
from outbox.models import Message
from regulation.articles import Article
from regulation.clock import now
from regulation.date_words import long_moment
from sessions_app import text_messages
from sessions_app.actions import dispatches
from sessions_app.actions.invitations import paper_issued, token_of
from sessions_app.actions.telling import BODY_NOTICE, CANCELLED, POSTPONED
from sessions_app.calendar_file import CALLED_OFF, content_type, session_entry
from sessions_app.enums import RegistrationState, SessionState
from sessions_app.models import (
    AttendingBody,
    DialogueSession,
    Dispatch,
    Guest,
    GuestContact,
    Invitation,
    RegistrationContact,
    SpeakingRegistration,
)
from sessions_app.printouts import Entrance, InvitationLetter

MAIL_OR_SMS = frozenset({Channel.EMAIL, Channel.SMS})
INVITING = frozenset({SessionState.ANNOUNCED, SessionState.IN_PROGRESS})


def address_of(invitation: Invitation) -> str:
    """The whole secret address that opens an invitation."""
    return settings.BASE_URL + reverse("sessions_app:invitation_enter", args=(token_of(invitation),))


def code_address() -> str:
    """The address where the code of a paper letter is typed, as people read it."""
    return (settings.BASE_URL + reverse("sessions_app:invitation_by_code")).split("://", 1)[1]


def shown_code(invitation: Invitation) -> str:
    """The short code as people type it: ``7K4Q-92MH``."""
    return links.grouped(invitation.short_code, 4)


def entrance_of(invitation: Invitation) -> Entrance:
    """The link, the address to type, the code and the telephone on the paper letter of one guest."""
    facts = session_facts(invitation.guest.session)
    return Entrance(
        link=address_of(invitation),
        address=code_address(),
        short_code=shown_code(invitation),
        phone=facts["phone"],
    )


def session_facts(session: DialogueSession) -> dict[str, Any]:
    """What every message says of the session and its office, by the names that the templates use."""
    hosting = session.hostings.select_related("post__unit", "organizing_office").first()
    presidencies = hosting.presidencies.select_related("official")
    return {
        "host": hosting.post.unit.name,
        "office": hosting.organizing_office.name,
        "phone": hosting.organizing_office.phone or hosting.post.unit.phone,
        "title": session.title,
        "content": session.content,
        "place": session.place,
        "starts": long_moment(localtime(session.starts_at)),
        "presiders": "; ".join(f"{row.official.full_name}, {row.title}" for row in presidencies),
        "branch": hosting.branch,
    }


def _calendar(session: DialogueSession) -> tuple[Attachment, ...]:
    """The session as a calendar entry: the same UID each time, so that a cancellation finds the earlier one."""
    entry = session_entry(session, at=now())
    return (Attachment(filename="buoi-doi-thoai.ics", content_type=content_type(session), content=entry),)


def _spoken_to(salutation: str) -> str:
    return salutation or "ông/bà"


# -- the invitation


def invitation(message: Message) -> Letter:
    """The invitation of one guest with the link to the slip (D9.1.b-2, D13.1.b-2)."""
    line = Dispatch.objects.select_related("invitation__guest__session", "invitation__guest__contact").get(
        pk=message.params["dispatch"]
    )
    guest = line.invitation.guest
    session = guest.session
    if session.state not in INVITING or line.revision != session.plan_revision:
        raise Stale("Buổi đối thoại đã đổi lịch hoặc đã kết thúc.")
    if guest.removed_at or line.invitation.revoked_at:
        raise Stale("Người này không còn trong danh sách khách mời.")
    _not_begun(session, message)
    if message.channel == Channel.SMS:
        return _invitation_by_sms(line.invitation)
    if not guest.contact.email:
        raise Stale("Người này không còn địa chỉ thư điện tử.")
    papers = session.hostings.filter(invitation_document__isnull=False)
    facts = session_facts(session) | {
        "addressed_as": f"{guest.salutation or 'Ông/Bà'} {guest.full_name}",
        "spoken_to": _spoken_to(guest.salutation),
        "number": ", ".join(
            within_sentence(number)
            for number in papers.values_list("invitation_document__number_text", flat=True)
        ),
        "link": address_of(line.invitation),
        "code_address": code_address(),
        "short_code": shown_code(line.invitation),
        "closes": long_moment(localtime(session.registration_closes_at)),
    }
    return Letter(
        to=guest.contact.email,
        subject=f"Thư mời dự đối thoại với Nhân dân, {facts['starts']}",
        body=render_to_string("emails/session_invitation.txt", facts),
        attachments=_calendar(session),
    )


def _not_begun(session: DialogueSession, message: Message) -> None:
    """Nobody is invited to what has begun, also when nobody has recorded that it did."""
    if session.starts_at <= (message.tried_at or message.created_at):
        raise Stale("Buổi đối thoại đã bắt đầu.")


def _invitation_by_sms(row: Invitation) -> Letter:
    """That there is a letter, for a guest without an e-mail address; the letter itself is handed over on paper."""
    guest, session = row.guest, row.guest.session
    if not sms.reaches(guest.contact.phone):
        raise Stale("Người này không còn số di động nhận được tin nhắn.")
    body = text_messages.invitation_text(
        session_facts(session),
        starts_at=session.starts_at,
        link=address_of(row),
        short_code=shown_code(row),
    )
    return Letter(to=guest.contact.phone, subject="Tin nhắn báo có thư mời đối thoại", body=body)


def where_mended(message: Message) -> list[tuple[str, str]]:
    """Where the office corrects the contact of a guest, or takes paper instead."""
    line = Dispatch.objects.select_related("invitation__guest__session").get(pk=message.params["dispatch"])
    session = line.invitation.guest.session
    pages = [("Theo dõi gửi, giao giấy", reverse("sessions_app:dispatches", args=(session.code,)))]
    if line.invitation.revoked_at is None:
        place = (session.code, line.invitation.code)
        pages.insert(0, ("Sửa liên hệ", reverse("sessions_app:guest_contact", args=place)))
        pages.append(("In thư mời", reverse("sessions_app:invitation_letter", args=place)))
    return pages


# -- attending bodies


def body_notice(message: Message) -> Letter:
    """The request to a body to prepare and take part (D9.1.b-3, D13.1.b-3)."""
    body = AttendingBody.objects.select_related("unit", "session").filter(pk=message.params["body"]).first()
    seat = Seat.objects.select_related("user").get(pk=message.params["seat"])
    if body is None or body.session.plan_revision != message.params["plan"]:
        raise Stale("Cơ quan không còn trong thành phần tham dự của kế hoạch này.")
    if body.session.state not in INVITING:
        raise Stale("Buổi đối thoại đã đổi lịch hoặc đã kết thúc.")
    _not_begun(body.session, message)
    if not seat.user.email or not seat.user.is_active:
        raise Stale("Tài khoản không còn địa chỉ thư điện tử.")
    facts = session_facts(body.session)
    facts |= {
        "body": body.unit.name,
        "citation": Article.AGENCIES_TOLD.cited_in_full_for(facts["branch"]),
        "link": settings.BASE_URL + reverse("sessions_app:session_detail", args=(body.session.code,)),
    }
    return Letter(
        to=seat.user.email,
        subject=f"Chuẩn bị và tham dự buổi đối thoại, {facts['starts']}",
        body=render_to_string("emails/session_body_notice.txt", facts),
    )


# -- postponed or called off


def called_off(message: Message) -> Letter:
    """Tells an invitee, a registrant or a body that the session is postponed or cancelled, with the reason."""
    session = DialogueSession.objects.get(pk=message.params["session"])
    cancelled = message.kind == CANCELLED
    if session.state not in CALLED_OFF or session.plan_revision != message.params["plan"]:
        raise Stale("Buổi đối thoại đã được lên lịch lại.")
    if cancelled != (session.state == SessionState.CANCELLED):
        raise Stale("Buổi đối thoại sau đó đã hủy, người nhận được báo hủy.")
    reader = _reader(message.params)
    if message.channel == Channel.SMS:
        return _called_off_by_sms(session, reader)
    to, addressed_as = reader.email, reader.addressed_as
    if not to:
        raise Stale("Người nhận không còn địa chỉ thư điện tử.")
    what = "hủy" if cancelled else "hoãn"
    facts = session_facts(session) | {
        "addressed_as": addressed_as,
        "what": what,
        "reason": _reason(session, "cancel" if cancelled else "postpone"),
        "next": "Buổi đối thoại này không tổ chức nữa."
        if cancelled
        else "Khi có lịch mới, đơn vị tổ chức gửi thư mời mới.",
    }
    return Letter(
        to=to,
        subject=f"{what.capitalize()} buổi đối thoại {facts['starts']}",
        body=render_to_string("emails/session_called_off.txt", facts),
        attachments=_calendar(session),
    )


def _called_off_by_sms(session: DialogueSession, reader: "Reader") -> Letter:
    if not sms.reaches(reader.phone):
        raise Stale("Người nhận không còn số di động nhận được tin nhắn.")
    what = "hủy" if session.state == SessionState.CANCELLED else "hoãn"
    body = text_messages.called_off_text(session_facts(session), starts_at=session.starts_at, what=what)
    return Letter(to=reader.phone, subject=f"Tin nhắn báo {what} buổi đối thoại", body=body)


@dataclass(frozen=True)
class Reader:
    """Whoever a message is for: addresses and form of address."""

    email: str
    phone: str
    addressed_as: str


def _reader(params: dict[str, Any]) -> Reader:
    if "seat" in params:
        seat = Seat.objects.select_related("user", "unit").get(pk=params["seat"])
        return Reader(seat.user.email, "", seat.unit.name)
    if "registration" in params:
        row = SpeakingRegistration.objects.select_related("contact").get(pk=params["registration"])
        if row.state == RegistrationState.WITHDRAWN:
            raise Stale("Người đăng ký đã rút đăng ký.")
        return _named(row.contact, row.contact)
    guest = Invitation.objects.select_related("guest__contact").get(pk=params["invitation"]).guest
    if guest.removed_at is not None:
        raise Stale("Người này không còn trong danh sách khách mời.")
    return _named(guest.contact, guest)


def _named(contact: GuestContact | RegistrationContact, person: Guest | RegistrationContact) -> Reader:
    return Reader(contact.email, contact.phone, f"{person.salutation or 'Ông/Bà'} {person.full_name}")


def _reason(session: DialogueSession, verb: str) -> str:
    acts = Act.objects.filter(subject_id=session.pk, subject_type__model="dialoguesession", verb=verb)
    return acts.order_by("-pk").values_list("note", flat=True).first() or ""


def register() -> None:
    """Say who writes these messages, what happens when they left, and what the letters are made from."""
    renderers.register(
        dispatches.LETTER,
        invitation,
        on_sent=dispatches.message_sent,
        on_failed=dispatches.message_failed,
        on_bounced=dispatches.message_failed,
        on_again=dispatches.message_again,
        on_paper=dispatches.message_on_paper,
        channels=MAIL_OR_SMS,
        mended_at=where_mended,
        own_task=True,
        label="Thư mời",
    )
    renderers.register(BODY_NOTICE, body_notice, label="Thông báo cơ quan tham dự")
    renderers.register(POSTPONED, called_off, label="Báo hoãn buổi đối thoại", channels=MAIL_OR_SMS)
    renderers.register(CANCELLED, called_off, label="Báo hủy buổi đối thoại", channels=MAIL_OR_SMS)
    kinds.register(PaperKind.INVITATION, InvitationLetter, on_issued=paper_issued)
