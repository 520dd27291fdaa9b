"""Messages that follow a session, written at the moment they leave.

They carry codes, dates and addresses of pages, never what was said and never, to an agency, who said it.
"""

from datetime import date
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import Seat
from documents import kinds
from documents.enums import PaperKind
from followups.actions import notices, telling
from followups.enums import OPEN
from followups.models import Answer, Assignment, ConclusionNotice, Extension
from followups.printouts import ConclusionNoticePaper
from outbox import renderers
from outbox.channels import sms
from outbox.enums import Channel
from outbox.letters import Letter, Stale
from outbox.models import Message
from regulation.date_words import long_date
from sessions_app import text_messages
from sessions_app.actions import petitions as petition_actions
from sessions_app.actions import tracking_codes
from sessions_app.contacts import shown_phone
from sessions_app.enums import RegistrationState
from sessions_app.models import (
    DialogueSession,
    Guest,
    Petition,
    PetitionContact,
    RegistrationContact,
    SpeakingRegistration,
)


def register() -> None:
    """Say who writes these messages and which paper this app makes."""
    for kind, render, label in (
        (telling.ASSIGNMENT, assignment, "Giao việc, đôn đốc cơ quan"),
        (telling.HANDED_BACK, handed_back, "Cơ quan báo không thuộc thẩm quyền"),
    ):
        renderers.register(kind, render, label=label, mended_at=where_the_matter_stands)
    for kind, render, label in (
        (telling.ANSWER, answer, "Báo có văn bản trả lời"),
        (telling.EXTENSION, extension, "Báo gia hạn giải quyết"),
        (telling.CONCLUDED, concluded, "Báo có thông báo kết luận"),
    ):
        renderers.register(
            kind,
            render,
            label=label,
            channels=frozenset({Channel.EMAIL, Channel.SMS}),
            mended_at=where_the_matter_stands,
        )
    kinds.register(PaperKind.CONCLUSION_NOTICE, ConclusionNoticePaper, on_issued=notices.take_effect)


def _host(session: DialogueSession) -> dict[str, Any]:
    hosting = (
        session.hostings.select_related("post__unit", "organizing_office").order_by("position", "pk").first()
    )
    office = hosting.organizing_office
    return {
        "host": hosting.post.unit.name,
        "office": office.name,
        "phone": shown_phone(office.phone or hosting.post.unit.phone),
        "title": session.title,
    }


def _address(name: str, *args: str) -> str:
    return settings.BASE_URL + reverse(name, args=args)


def _due(day: date | None) -> str:
    return long_date(day) if day else "chưa tính được"


# -- to agencies and offices


def assignment(message: Message) -> Letter:
    """Tells an agency that a petition was given to it or needs its help, or that one waits: no more than that."""
    row, seat = _row_and_seat(message)
    about = message.params["about"]
    concerned = seat.unit_id == row.agency_id
    if about == "supporting":
        concerned = row.supporting_agencies.filter(pk=seat.unit_id).exists()
    if not concerned or row.state not in OPEN:
        raise Stale("Kiến nghị đã được trả lời hoặc đã chuyển cơ quan khác.")
    facts = _host(row.petition.session) | {
        "agency": seat.unit.name,
        "lead": row.agency.name,
        "number": f"{row.petition.number:02d}",
        "notice": row.notice.document.cited,
        "notice_on": f"{row.notice.issued_on:%d/%m/%Y}",
        "due": _due(row.answer_duty.due_on),
        "urged": about == "urge",
        "supports": about == "supporting",
        "link": _address("followups:assignment_detail", row.code),
    }
    until = f", hạn {row.answer_duty.due_on:%d/%m/%Y}" if row.answer_duty.due_on else ""
    return Letter(
        to=seat.user.email,
        subject=f"{_ABOUT[about]}{until}",
        body=render_to_string("emails/followup_assignment.txt", facts),
    )


_ABOUT = {
    "assigned": "Kiến nghị được giao giải quyết",
    "supporting": "Kiến nghị cần phối hợp giải quyết",
    "urge": "Đôn đốc trả lời kiến nghị",
}


def handed_back(message: Message) -> Letter:
    """Tells the office that an agency says a matter belongs elsewhere."""
    row, seat = _row_and_seat(message)
    if row.handed_back_at is None:
        raise Stale("Văn phòng đã quyết định việc này.")
    facts = _host(row.petition.session) | {
        "agency": row.agency.name,
        "number": f"{row.petition.number:02d}",
        "due": _due(row.answer_duty.due_on),
        "link": _address("followups:petition_detail", row.petition.code),
    }
    return Letter(
        to=seat.user.email,
        subject=f"{row.agency.name} báo kiến nghị không thuộc thẩm quyền",
        body=render_to_string("emails/followup_handed_back.txt", facts),
    )


def _row_and_seat(message: Message) -> tuple[Assignment, Seat]:
    row = Assignment.objects.select_related(
        "petition__session", "agency", "answer_duty", "notice__document"
    ).get(pk=message.params["assignment"])
    seat = Seat.objects.select_related("user", "unit").get(pk=message.params["seat"])
    if not seat.user.email or not seat.user.is_active:
        raise Stale("Tài khoản không còn địa chỉ thư điện tử.")
    return row, seat


# -- to the people


def answer(message: Message) -> Letter:
    """Tells the petitioner that a written answer can be read under the code. The answer itself is not sent."""
    row = Answer.objects.select_related("assignment__petition__contact", "assignment__agency").get(
        pk=message.params["row"]
    )
    return _to_petitioner(
        message,
        row.assignment,
        subject="Đã có văn bản trả lời kiến nghị của ông/bà",
        news=f"{row.assignment.agency.name} đã trả lời kiến nghị của ông/bà bằng văn bản.",
    )


def extension(message: Message) -> Letter:
    """Tells the petitioner the date that the agency now states."""
    row = Extension.objects.select_related(
        "assignment__petition__contact", "assignment__agency", "duty_extension"
    ).get(pk=message.params["row"])
    latest = row.assignment.extensions.order_by("-recorded_at", "-pk").values_list("pk", flat=True).first()
    if row.assignment.state not in OPEN or latest != row.pk:
        raise Stale("Kiến nghị đã được trả lời, đã chuyển, hoặc có thông báo gia hạn mới hơn.")
    return _to_petitioner(
        message,
        row.assignment,
        subject="Gia hạn giải quyết kiến nghị của ông/bà",
        news=f"{row.assignment.agency.name} thông báo bằng văn bản: cần thêm thời gian giải quyết, "
        f"thời hạn mới là {long_date(row.duty_extension.new_due_on)}.",
    )


def _to_petitioner(message: Message, row: Assignment, *, subject: str, news: str) -> Letter:
    petition = row.petition
    return _with_code(
        message,
        petition.contact,
        petition.session,
        petition_actions.tracking_code_of(petition),
        subject=subject,
        news=news,
    )


def _with_code(
    message: Message,
    contact: PetitionContact | RegistrationContact,
    session: DialogueSession,
    code: str,
    *,
    subject: str,
    news: str,
) -> Letter:
    if message.channel == Channel.SMS:
        return _by_sms(contact, session, code, subject=subject)
    if not contact.email:
        raise Stale("Người kiến nghị không còn địa chỉ thư điện tử.")
    facts = _host(session) | {"news": news, "code": code, "tracking_address": _address("followups:tracking")}
    return Letter(to=contact.email, subject=subject, body=render_to_string("emails/followup_news.txt", facts))


def _by_sms(
    contact: PetitionContact | RegistrationContact, session: DialogueSession, code: str, *, subject: str
) -> Letter:
    """The subject alone is the news: which agency, which matter and which date are read under the code."""
    if not sms.reaches(contact.phone):
        raise Stale("Người kiến nghị không còn số di động nhận được tin nhắn.")
    address = _address("followups:tracking")
    news = f"{subject[0].lower()}{subject[1:]}."
    body = text_messages.news_text(_host(session), news=news, code=code, address=address)
    return Letter(to=contact.phone, subject=f"Tin nhắn: {subject}", body=body)


def where_the_matter_stands(message: Message) -> list[tuple[str, str]]:
    """The petition, registration or list of guests, from which the office reaches the person or the agency."""
    params = message.params
    if "guest" in params:
        session = DialogueSession.objects.get(pk=params["session"])
        return [("Mở danh sách khách mời, xem liên hệ", reverse("sessions_app:guests", args=(session.code,)))]
    if "registration" in params:
        row = SpeakingRegistration.objects.select_related("session").get(pk=params["registration"])
        place = (row.session.code, row.code)
        return [("Mở đăng ký, xem liên hệ", reverse("sessions_app:registration_detail", args=place))]
    petitions = Petition.objects.all()
    if "assignment" in params:
        petition = petitions.filter(assignments=params["assignment"]).first()
    elif message.kind == telling.ANSWER:
        petition = petitions.filter(assignments__answer=params["row"]).first()
    elif message.kind == telling.EXTENSION:
        petition = petitions.filter(assignments__extensions=params["row"]).first()
    else:
        petition = petitions.filter(pk=params.get("petition")).first()
    if petition is None:
        return []
    return [("Mở kiến nghị, xem liên hệ", reverse("followups:petition_detail", args=(petition.code,)))]


def concluded(message: Message) -> Letter:
    """Tells whoever came or registered that the conclusions are out."""
    params = message.params
    session = DialogueSession.objects.get(pk=params["session"])
    papers = ConclusionNotice.objects.filter(hosting__session=session).select_related("document")
    if not papers:
        raise Stale("Buổi đối thoại không có thông báo kết luận nào.")
    numbers = ", ".join(paper.document.cited for paper in papers.order_by("hosting__position", "pk"))
    news = f"Thông báo kết luận buổi đối thoại đã phát hành ({numbers})."
    subject = "Đã có thông báo kết luận buổi đối thoại"
    if "guest" in params:
        guest = Guest.objects.select_related("contact").get(pk=params["guest"])
        if not guest.contact.email or guest.removed_at is not None:
            raise Stale("Người này không còn trong danh sách khách mời hoặc không có địa chỉ thư điện tử.")
        facts = _host(session) | {"news": news, "code": "", "tracking_address": ""}
        return Letter(
            to=guest.contact.email, subject=subject, body=render_to_string("emails/followup_news.txt", facts)
        )
    if "registration" in params:
        row = SpeakingRegistration.objects.select_related("contact", "tracking").get(
            pk=params["registration"]
        )
        if row.state == RegistrationState.WITHDRAWN:
            raise Stale("Người đăng ký đã rút đăng ký.")
        return _with_code(
            message, row.contact, session, tracking_codes.code_of(row.tracking), subject=subject, news=news
        )
    petition = Petition.objects.select_related("contact", "tracking").get(pk=params["petition"])
    return _with_code(
        message,
        petition.contact,
        session,
        petition_actions.tracking_code_of(petition),
        subject=subject,
        news=news,
    )
