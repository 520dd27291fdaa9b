"""What a person hears about a request, written at the moment it leaves: that there is news, never what it says."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from outbox import renderers
from outbox.channels import sms
from outbox.enums import Channel
from outbox.letters import Letter, Stale
from outbox.models import Message
from personal_data.actions.requests import NEWS
from personal_data.enums import RequestState
from personal_data.models import DataRequest
from personal_data.queries.requests import due_on
from sessions_app.contacts import shown_phone


def register() -> None:
    """Say who writes these messages."""
    renderers.register(
        NEWS,
        request_news,
        label="Báo về yêu cầu dữ liệu cá nhân",
        channels=frozenset({Channel.EMAIL, Channel.SMS}),
        mended_at=lambda message: [
            ("Yêu cầu về dữ liệu", reverse("personal_data:request_detail", args=(_request_of(message).code,)))
        ],
    )


def request_news(message: Message) -> Letter:
    """Tells that a request was received, takes longer, or was answered."""
    request, about = _request_of(message), message.params["about"]
    if request.state == RequestState.CLOSED and about != "closed":
        raise Stale("Yêu cầu đã được trả lời.")
    to = request.person.email if message.channel == Channel.EMAIL else request.person.phone
    if not to or (message.channel == Channel.SMS and not sms.reaches(to)):
        raise Stale("Không còn địa chỉ của người yêu cầu.")
    office = request.office
    facts = {
        "news": _NEWS[about].format(
            kind=request.get_kind_display().lower(),
            received=f"{request.received_on:%d/%m/%Y}",
            due=f"{due_on(request):%d/%m/%Y}",
        ),
        "address": settings.BASE_URL + reverse("followups:tracking") if request.guest_id is None else "",
        "office": office.name,
        "phone": shown_phone(office.phone),
    }
    if message.channel == Channel.SMS:
        body = f"{facts['news']} {facts['office']}: {facts['phone']}".strip(" :")
    else:
        body = render_to_string("emails/data_request_news.txt", facts)
    return Letter(to=to, subject=_SUBJECTS[about], body=body)


_SUBJECTS = {
    "confirmed": "Đã nhận yêu cầu về dữ liệu cá nhân",
    "extended": "Gia hạn trả lời yêu cầu về dữ liệu cá nhân",
    "closed": "Trả lời yêu cầu về dữ liệu cá nhân",
}
_NEWS = {
    "confirmed": "Văn phòng đã nhận yêu cầu ngày {received} của ông/bà về dữ liệu cá nhân và trả lời chậm nhất {due}.",
    "extended": "Văn phòng cần thêm thời gian cho yêu cầu ngày {received} của ông/bà và trả lời chậm nhất {due}.",
    "closed": "Văn phòng đã trả lời yêu cầu ngày {received} của ông/bà về dữ liệu cá nhân.",
}


def _request_of(message: Message) -> DataRequest:
    return DataRequest.objects.select_related("office", "person").get(pk=message.params["request"])
