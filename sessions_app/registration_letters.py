"""Messages to people who registered, written when they are sent. They carry codes and dates, no opinion.

Mail is not confidential: it says that there is something to read and where, not what was said.
"""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.timezone import localtime

from outbox import renderers
from outbox.letters import Attachment, Letter, Stale
from outbox.models import Message
from regulation.clock import now
from regulation.date_words import long_moment
from sessions_app.actions import tracking_codes, triage
from sessions_app.actions.registrations import RECEIPT
from sessions_app.calendar_file import session_entry
from sessions_app.contacts import shown_phone
from sessions_app.enums import RegistrationState, SessionState
from sessions_app.models import RegistrationReply, SpeakingRegistration

# The page that reads codes lives in an app above; its address is part of what stays stable from outside.
TRACKING_PATH = "/tra-cuu/"


def render_receipt(message: Message) -> Letter:
    """The confirmation of a registration: code, session, what comes next. Raises Stale."""
    registration = _registration(message.params["registration"])
    if registration.state == RegistrationState.WITHDRAWN:
        raise Stale("Người đăng ký đã rút đăng ký.")
    attachments = ()
    if registration.session.starts_at:
        entry = session_entry(registration.session, at=now())
        attachments = (
            Attachment(filename="buoi-doi-thoai.ics", content_type="text/calendar", content=entry),
        )
    return Letter(
        to=registration.contact.email,
        subject="Đã nhận đăng ký phát biểu",
        body=render_to_string("emails/registration_receipt.txt", _facts(registration)),
        attachments=attachments,
    )


def render_update(message: Message) -> Letter:
    """News about a registration: its state in a word, and where the rest can be read. Raises Stale."""
    reply = RegistrationReply.objects.filter(pk=message.params["reply"]).first()
    if reply is None:
        raise Stale("Đăng ký không còn lưu.")
    registration = _registration(reply.registration_id)
    facts = _facts(registration) | {"state": RegistrationState(reply.state).citizen_label}
    return Letter(
        to=registration.contact.email,
        subject="Thông tin về đăng ký phát biểu của ông/bà",
        body=render_to_string("emails/registration_update.txt", facts),
    )


def _registration(key: int) -> SpeakingRegistration:
    registration = (
        SpeakingRegistration.objects.select_related("session", "contact", "tracking").filter(pk=key).first()
    )
    if registration is None or not registration.contact.email:
        raise Stale("Người đăng ký không còn địa chỉ thư điện tử.")
    if registration.session.state == SessionState.CANCELLED:
        raise Stale("Buổi đối thoại đã hủy.")
    return registration


def _facts(registration: SpeakingRegistration) -> dict[str, str]:
    session = registration.session
    hosting = session.hostings.select_related("post__unit", "organizing_office").first()
    return {
        "host": hosting.post.unit.name,
        "office": hosting.organizing_office.name,
        "phone": shown_phone(hosting.organizing_office.phone or hosting.post.unit.phone),
        "title": session.title,
        "starts": long_moment(localtime(session.starts_at)) if session.starts_at else "",
        "place": session.place,
        "code": tracking_codes.code_of(registration.tracking),
        "tracking_address": f"{settings.BASE_URL}{TRACKING_PATH}",
    }


def register() -> None:
    """Say who writes these messages."""
    renderers.register(RECEIPT, render_receipt)
    renderers.register(triage.UPDATE, render_update)
