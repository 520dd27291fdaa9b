"""The messages of the organising office about a session, written at the moment they leave.

Addresses are read from the contact tables now; a message that has lost its point is ``Stale`` and never sent.
The text is plain, links are built from ``settings.BASE_URL``.
"""

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
from outbox import renderers
from outbox.letters import Attachment, Letter, Stale
from outbox.models import Message
from regulation.articles import Article
from regulation.clock import now
from regulation.date_words import long_moment
from sessions_app.actions import dispatches
from sessions_app.actions.invitations import paper_issued, token_of
from sessions_app.actions.telling import BODY_NOTICE, CANCELLED, POSTPONED
from sessions_app.calendar_file import session_entry
from sessions_app.enums import SessionState
from sessions_app.models import AttendingBody, DialogueSession, Dispatch, Invitation, SpeakingRegistration
from sessions_app.printouts import Entrance, InvitationLetter

CALLED_OFF = frozenset({SessionState.POSTPONED, SessionState.CANCELLED})
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
    facts = _facts(invitation.guest.session)
    return Entrance(
        link=address_of(invitation),
        address=code_address(),
        short_code=shown_code(invitation),
        phone=facts["phone"],
    )


def _facts(session: DialogueSession) -> dict[str, Any]:
    """What every message says of the session and its office."""
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
    return (Attachment(filename="buoi-doi-thoai.ics", content_type="text/calendar", content=entry),)


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
    if not guest.contact.email:
        raise Stale("Người này không còn địa chỉ thư điện tử.")
    papers = session.hostings.filter(invitation_document__isnull=False)
    facts = _facts(session) | {
        "addressed_as": f"{guest.salutation or 'Ông/Bà'} {guest.full_name}",
        "spoken_to": _spoken_to(guest.salutation),
        "number": ", ".join(
            number[:1].lower() + number[1:]
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


# -- attending bodies


def body_notice(message: Message) -> Letter:
    """The request to a body to prepare and take part (D9.1.b-3, D13.1.b-3)."""
    body = AttendingBody.objects.select_related("unit", "session").filter(pk=message.params["body"]).first()
    seat = Seat.objects.select_related("user").get(pk=message.params["seat"])
    if body is None or body.session.plan_revision != message.params["plan"]:
        raise Stale("Cơ quan không còn trong thành phần tham dự của kế hoạch này.")
    if body.session.state not in INVITING:
        raise Stale("Buổi đối thoại đã đổi lịch hoặc đã kết thúc.")
    if not seat.user.email:
        raise Stale("Tài khoản không còn địa chỉ thư điện tử.")
    facts = _facts(body.session)
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
    if session.state not in CALLED_OFF or session.plan_revision != message.params["plan"]:
        raise Stale("Buổi đối thoại đã được lên lịch lại.")
    to, addressed_as = _reader(message.params)
    if not to:
        raise Stale("Người nhận không còn địa chỉ thư điện tử.")
    cancelled = message.kind == CANCELLED
    what = "hủy" if cancelled else "hoãn"
    facts = _facts(session) | {
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
        attachments=_calendar(session) if cancelled else (),
    )


def _reader(params: dict[str, Any]) -> tuple[str, str]:
    """Address and form of address of whoever the message is for."""
    if "seat" in params:
        seat = Seat.objects.select_related("user", "unit").get(pk=params["seat"])
        return seat.user.email, seat.unit.name
    if "registration" in params:
        row = SpeakingRegistration.objects.select_related("contact").get(pk=params["registration"])
        return row.contact.email, f"{row.contact.salutation or 'Ông/Bà'} {row.contact.full_name}"
    guest = Invitation.objects.select_related("guest__contact").get(pk=params["invitation"]).guest
    return guest.contact.email, f"{guest.salutation or 'Ông/Bà'} {guest.full_name}"


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
    )
    renderers.register(BODY_NOTICE, body_notice)
    renderers.register(POSTPONED, called_off)
    renderers.register(CANCELLED, called_off)
    kinds.register(PaperKind.INVITATION, InvitationLetter, on_issued=paper_issued)
