"""Messages in the shapes that the page components ask for."""

import re
from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.decisions import Decision
from outbox import renderers
from outbox.channels import file_store, sms_file
from outbox.enums import Channel, MessageState
from outbox.masking import HIDDEN
from outbox.models import Message

_CHIPS = {
    MessageState.WAITING: {"kind": "neutral", "icon": "waiting"},
    MessageState.SENDING: {"kind": "working", "icon": "working"},
    MessageState.SENT: {"kind": "done", "icon": "tick"},
    MessageState.FAILED: {"kind": "failed", "icon": "failed"},
    MessageState.UNCERTAIN: {"kind": "soon", "icon": "warning"},
    MessageState.BOUNCED: {"kind": "failed", "icon": "failed"},
    MessageState.CANCELLED: {"kind": "neutral", "icon": ""},
}
COLUMNS = ("Người nhận", "Thư", "Đơn vị gửi", "Lập lúc", "Gửi lúc", "Trạng thái")


def state_chip(message: Message) -> dict:
    """The state of a message in words."""
    return {**_CHIPS[MessageState(message.state)], "text": message.get_state_display()}


def _moment(at) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y %H:%M}" if at else ""


def messages_table(messages: Iterable[Message], *, readable: Decision) -> dict:
    """The list as a table. Without the right to read, recipients stay hidden and nothing can be opened."""
    rows = []
    for message in messages:
        url = reverse("outbox:sent_message", args=(message.code,)) if readable else ""
        recipient = message.recipient_label if readable else HIDDEN
        subject = message.archived_subject if readable else ""
        cells = (
            {"text": recipient or "(không ghi tên)", "url": url},
            {"text": subject or renderers.label_of(message.kind)},
            {"text": message.sender.name},
            {"text": _moment(message.created_at), "kind": "date"},
            {"text": _moment(message.sent_at), "kind": "date"},
            {"text": "", "chip": state_chip(message), "note": _state_note(message, readable=readable)},
        )
        rows.append([{"label": label, **cell} for label, cell in zip(COLUMNS, cells, strict=True)])
    return {
        "caption": "Thư đi",
        "columns": [{"label": label, "kind": "date" if label.endswith("lúc") else ""} for label in COLUMNS],
        "rows": rows,
    }


# What a mail server says of a failure names the address; whoever may not see recipients reads the rest.
_ADDRESS = re.compile(r"\S+@\S+|\+?\d[\d .]{7,}\d")


def _state_note(message: Message, *, readable: bool) -> str:
    """Why it stands so, and what somebody did about it."""
    error = message.error if readable else _ADDRESS.sub("…", message.error)
    done = f"{message.get_handled_how_display()}." if message.handled_at else ""
    return " ".join(part for part in (error, done) if part)


def message_rows(message: Message) -> list[dict]:
    """The facts of one message, for the head of its page."""
    rows = [
        {"label": "Người nhận", "value": message.recipient_label or "(không ghi tên)"},
        {"label": "Đơn vị gửi", "value": message.sender.name},
        {"label": "Kênh", "value": message.get_channel_display()},
        {"label": "Trạng thái", "value": message.get_state_display()},
        {"label": "Lập lúc", "value": _moment(message.created_at)},
    ]
    if message.sent_at:
        rows.append({"label": "Gửi lúc", "value": _moment(message.sent_at)})
    elif message.state == MessageState.WAITING and message.not_before > message.created_at:
        rows.append({"label": "Gửi từ", "value": _moment(message.not_before)})
    if message.bounced_at:
        rows.append({"label": "Bị trả lại lúc", "value": _moment(message.bounced_at)})
    if message.segments:
        rows.append({"label": "Độ dài", "value": f"{message.segments} phần tin nhắn"})
    if message.error:
        rows.append({"label": "Ghi chú", "value": message.error})
    if message.handled_at:
        note = f": {message.handled_note}" if message.handled_note else ""
        done = f"{message.get_handled_how_display()}{note} ({_moment(message.handled_at)})"
        rows.append({"label": "Xử lý", "value": done})
    return rows


def relatives(message: Message) -> list[dict]:
    """The message this one repeats, and those that repeat it, to be opened from its page."""
    found = [("Gửi lại của thư này", message.again_of)] if message.again_of else []
    found += [("Đã gửi lại bằng thư này", again) for again in message.again.order_by("pk")]
    return [
        {
            "label": f"{words} ({other.get_channel_display().lower()}, {other.get_state_display().lower()})",
            "url": reverse("outbox:sent_message", args=(other.code,)),
        }
        for words, other in found
    ]


def mending_pages(message: Message) -> list[dict]:
    """Where the office corrects the address or prints the letter, as the app that posted the message says."""
    if not renderers.is_known(message.kind):
        return []
    mended_at = renderers.renderer_of(message.kind).mended_at
    return [{"label": words, "url": url} for words, url in (mended_at(message) if mended_at else [])]


def full_mail(message: Message) -> file_store.KeptMail | None:
    """The letter as it left, on a machine that keeps letters as files for lack of a mail server; else None."""
    return file_store.kept(message.message_id) if settings.MAIL_STORE_PAGE else None


def full_sms(message: Message) -> sms_file.KeptSms | None:
    """The text message as it left, on a machine that keeps them as files for lack of a provider; else None."""
    shown = settings.MAIL_STORE_PAGE and settings.SMS_BACKEND == "file" and message.channel == Channel.SMS
    return sms_file.kept(message.message_id) if shown else None
