"""Messages to people who registered, written when they are sent. They carry codes and dates, no opinion.

Mail is not confidential: it says that there is something to read and where, not what was said.
"""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localtime

from outbox import renderers
from outbox.channels import sms
from outbox.enums import Channel
from outbox.letters import Attachment, Letter, Stale
from outbox.models import Message
from regulation.clock import now
from regulation.date_words import long_moment
from sessions_app import text_messages
from sessions_app.actions import tracking_codes, triage
from sessions_app.actions.registrations import RECEIPT
from sessions_app.calendar_file import content_type, session_entry
from sessions_app.contacts import shown_phone
from sessions_app.enums import RegistrationState, SessionState
from sessions_app.models import RegistrationReply, SpeakingRegistration

# The page that reads codes lives in an app above; its address is part of what stays stable from outside.
TRACKING_PATH = "/tra-cuu/"


def render_receipt(message: Message) -> Letter:
    """The confirmation of a registration: code, session, what comes next. Raises Stale."""
    registration = _registration(message.params["registration"], message.channel)
    if message.channel == Channel.SMS:
        return _by_sms(registration, "Tin nhắn đã nhận đăng ký", "đã nhận đăng ký phát biểu của ông/bà.")
    attachments = ()
    if registration.session.starts_at:
        entry = session_entry(registration.session, at=now())
        attachments = (
            Attachment(
                filename="buoi-doi-thoai.ics", content_type=content_type(registration.session), content=entry
            ),
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
    registration = _registration(reply.registration_id, message.channel)
    if registration.state != reply.state:
        raise Stale("Văn phòng đã có quyết định mới về đăng ký này.")
    if message.channel == Channel.SMS:
        return _by_sms(
            registration, "Tin nhắn về đăng ký", "có thông tin mới về đăng ký phát biểu của ông/bà."
        )
    facts = _facts(registration) | {"state": RegistrationState(reply.state).citizen_label}
    return Letter(
        to=registration.contact.email,
        subject="Thông tin về đăng ký phát biểu của ông/bà",
        body=render_to_string("emails/registration_update.txt", facts),
    )


def _registration(key: int, channel: str) -> SpeakingRegistration:
    registration = (
        SpeakingRegistration.objects.select_related("session", "contact", "tracking").filter(pk=key).first()
    )
    if registration is None:
        raise Stale("Đăng ký không còn lưu.")
    if channel == Channel.SMS and not sms.reaches(registration.contact.phone):
        raise Stale("Người đăng ký không còn số di động nhận được tin nhắn.")
    if channel != Channel.SMS and not registration.contact.email:
        raise Stale("Người đăng ký không còn địa chỉ thư điện tử.")
    if registration.session.state == SessionState.CANCELLED:
        raise Stale("Buổi đối thoại đã hủy.")
    if registration.state == RegistrationState.WITHDRAWN:
        raise Stale("Người đăng ký đã rút đăng ký.")
    return registration


def _by_sms(registration: SpeakingRegistration, subject: str, news: str) -> Letter:
    facts = _facts(registration)
    body = text_messages.news_text(facts, news=news, code=facts["code"], address=facts["tracking_address"])
    return Letter(to=registration.contact.phone, subject=subject, body=body)


def where_mended(message: Message) -> list[tuple[str, str]]:
    """The registration, from which the office calls the person."""
    params = message.params
    rows = SpeakingRegistration.objects.select_related("session")
    if "reply" in params:
        registration = rows.filter(replies=params["reply"]).first()
    else:
        registration = rows.filter(pk=params["registration"]).first()
    if registration is None:
        return []
    place = (registration.session.code, registration.code)
    return [("Mở đăng ký, xem liên hệ", reverse("sessions_app:registration_detail", args=place))]


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
    for kind, render, label in (
        (RECEIPT, render_receipt, "Đã nhận đăng ký phát biểu"),
        (triage.UPDATE, render_update, "Thông tin về đăng ký phát biểu"),
    ):
        renderers.register(
            kind,
            render,
            label=label,
            channels=frozenset({Channel.EMAIL, Channel.SMS}),
            mended_at=where_mended,
        )
