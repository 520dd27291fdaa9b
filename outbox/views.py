"""The page "Thư đi": what left, what waits, what failed, and what the office decides about one message."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages as notices
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.decisions import Decision
from accounts.enums import Role
from accounts.forms import PortalForm
from audit.submissions import perform
from audit.transitions import TransitionRefused
from outbox import actions, policies, presentation, queries, renderers
from outbox.actions import MessageRefused
from outbox.enums import Channel, Handled
from outbox.forms import AgainForm, FilterForm, NoteForm, SettleForm
from outbox.models import Message
from regulation.clock import now, today

PER_PAGE = 25
REPEATED = "Biểu mẫu này đã được gửi trước đó."
_WITHDRAW = {"label": "Lý do không gửi nữa"}
_BOUNCE = {
    "label": "Vì sao biết thư bị trả lại",
    "help_text": "Ví dụ: hộp thư văn phòng nhận báo không có địa chỉ này",
}
_ARRIVAL = {"label": "Vì sao biết thư đã đến", "help_text": "Ví dụ: đã gọi điện, người nhận đã đọc"}


@never_cache
@require_http_methods(["GET"])
def sent_list(request: HttpRequest) -> HttpResponse:
    """Messages of the own unit, the latest first, all or in one state."""
    filters = FilterForm(request.GET)
    visible = policies.visible_messages(request.seat, on=today())
    messages = queries.newest_first(queries.in_state(visible, filters.state))
    page = Paginator(messages, PER_PAGE).get_page(request.GET.get("trang"))
    context = {
        "filters": filters,
        "page": page,
        "table": presentation.messages_table(page.object_list, readable=policies.can_read(request.seat)),
        "query": f"trang-thai={filters.state}&" if filters.state else "",
        "sms_pause": queries.sms_pause(at=now()),
        "hands_over": request.seat is not None and request.seat.role == Role.OFFICE,
    }
    return render(request, "outbox/sent_list.html", context)


@never_cache
@require_http_methods(["GET"])
def sent_message(request: HttpRequest, code: str) -> HttpResponse:
    """One message: the masked archive, or on a machine without a mail server the letter itself."""
    message = _message(request, code)
    return render(request, "outbox/sent_message.html", _page(request, message))


def _page(request: HttpRequest, message: Message, **refused: PortalForm) -> dict[str, Any]:
    """The message with the forms of what may be decided; a form that was refused stands in place of the fresh one."""
    seat, version = request.seat, {"version": message.version}
    forms: dict[str, PortalForm] = {}
    if policies.can_withdraw(seat, message):
        forms["withdraw_form"] = NoteForm(initial=version, prefix="khong-gui", **_WITHDRAW)
    if policies.can_note_bounce(seat, message):
        forms["bounce_form"] = NoteForm(initial=version, prefix="tra-lai", **_BOUNCE)
    if policies.can_note_arrival(seat, message):
        forms["arrival_form"] = NoteForm(initial=version, prefix="da-den", **_ARRIVAL)
    if policies.can_settle(seat, message):
        channels = actions.ways_to_send_again(message)
        if channels:
            forms["again_form"] = AgainForm(channels=channels, prefix="gui-lai")
        forms["settle_form"] = SettleForm(prefix="da-xu-ly")
    shown = dict.fromkeys(("withdraw_form", "bounce_form", "arrival_form", "again_form", "settle_form"))
    return (
        shown
        | forms
        | refused
        | {
            "message": message,
            "heading": message.archived_subject or renderers.label_of(message.kind),
            "crumbs": [
                {"label": "Thư đi", "url": reverse("outbox:sent_list")},
                {"label": "Một thư", "url": ""},
            ],
            "rows": presentation.message_rows(message),
            "chip": presentation.state_chip(message),
            "mail": presentation.full_mail(message),
            "sms": presentation.full_sms(message),
            "relatives": presentation.relatives(message),
            "mending_pages": presentation.mending_pages(message) if "settle_form" in forms else [],
        }
    )


# -- what the office decides


@require_POST
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Take back a message that still waits."""
    form = NoteForm(request.POST, prefix="khong-gui", **_WITHDRAW)

    def act(message: Message) -> Message:
        message.version = form.seen_version
        note = form.cleaned_data["note"]
        return actions.withdraw(message, reason=note, by=request.seat.actor, at=now())

    return _decide(
        request, code, form, "withdraw_form", policies.can_withdraw, act, "Thư này sẽ không gửi nữa."
    )


@require_POST
def note_bounce(request: HttpRequest, code: str) -> HttpResponse:
    """Note that an e-mail came back."""
    form = NoteForm(request.POST, prefix="tra-lai", **_BOUNCE)

    def act(message: Message) -> Message:
        message.version = form.seen_version
        note = form.cleaned_data["note"]
        return actions.note_bounce(message, reason=note, by=request.seat.actor, at=now())

    return _decide(
        request, code, form, "bounce_form", policies.can_note_bounce, act, "Đã ghi nhận thư bị trả lại."
    )


@require_POST
def note_arrival(request: HttpRequest, code: str) -> HttpResponse:
    """Say that a message of unknown fate arrived."""
    form = NoteForm(request.POST, prefix="da-den", **_ARRIVAL)

    def act(message: Message) -> Message:
        message.version = form.seen_version
        note = form.cleaned_data["note"]
        return actions.note_arrival(message, note=note, by=request.seat.actor, at=now())

    return _decide(
        request, code, form, "arrival_form", policies.can_note_arrival, act, "Đã ghi nhận thư đã đến."
    )


@require_POST
def send_again(request: HttpRequest, code: str) -> HttpResponse:
    """Post the message once more."""
    message = _message(request, code)
    form = AgainForm(request.POST, channels=actions.ways_to_send_again(message), prefix="gui-lai")

    def act(message: Message) -> Message:
        channel = Channel(form.cleaned_data["channel"])
        return actions.send_again(message, channel=channel, by=request.seat.actor, at=now())

    return _decide(request, code, form, "again_form", policies.can_settle, act, "Thư đang được gửi lại.")


@require_POST
def settle(request: HttpRequest, code: str) -> HttpResponse:
    """Close the task in another way."""
    form = SettleForm(request.POST, prefix="da-xu-ly")

    def act(message: Message) -> Message:
        data = form.cleaned_data
        return actions.settle(
            message, how=Handled(data["how"]), note=data["note"], by=request.seat.actor, at=now()
        )

    return _decide(request, code, form, "settle_form", policies.can_settle, act, "Đã ghi nhận cách xử lý.")


def _message(request: HttpRequest, code: str) -> Message:
    """The message within reach; 403 for whoever may not read it."""
    message = policies.message_for(request.seat, code, on=today())
    readable = policies.can_read(request.seat)
    if not readable:
        raise PermissionDenied(readable.reason)
    return message


def _decide(
    request: HttpRequest,
    code: str,
    form: PortalForm,
    name: str,
    policy: Callable[..., Decision],
    act: Callable[[Message], Message],
    done: str,
) -> HttpResponse:
    """Act once for this form and lead to the message that resulted; or show the page with the form and why not."""
    message = _message(request, code)
    if form.is_valid():
        try:
            outcome = perform(
                key=form.key,
                purpose=f"outbox.{name}",
                act=lambda: _allowed(policy(request.seat, message), lambda: act(message)),
                locate=lambda result: reverse("outbox:sent_message", args=(result.code,)),
            )
        except (MessageRefused, TransitionRefused) as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.info(request, REPEATED) if outcome.repeated else notices.success(request, done)
            return redirect(outcome.location)
    return render(
        request, "outbox/sent_message.html", _page(request, _message(request, code), **{name: form})
    )


def _allowed(decision: Decision, act: Callable[[], Message]) -> Message:
    """Asked inside, so that a form sent twice is answered as such and not as forbidden."""
    if not decision:
        raise MessageRefused(decision.reason)
    return act()
