"""Messages in the shapes that the page components ask for."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.decisions import Decision
from outbox import renderers
from outbox.channels import file_store
from outbox.enums import MessageState
from outbox.masking import HIDDEN
from outbox.models import Message

_CHIPS = {
    MessageState.WAITING: {"kind": "neutral", "icon": "waiting"},
    MessageState.SENDING: {"kind": "working", "icon": "working"},
    MessageState.SENT: {"kind": "done", "icon": "tick"},
    MessageState.FAILED: {"kind": "failed", "icon": "failed"},
    MessageState.UNCERTAIN: {"kind": "soon", "icon": "warning"},
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
            {"text": "", "chip": state_chip(message), "note": message.error},
        )
        rows.append([{"label": label, **cell} for label, cell in zip(COLUMNS, cells, strict=True)])
    return {
        "caption": "Thư đi",
        "columns": [{"label": label, "kind": "date" if label.endswith("lúc") else ""} for label in COLUMNS],
        "rows": rows,
    }


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
    if message.error:
        rows.append({"label": "Ghi chú", "value": message.error})
    return rows


def full_mail(message: Message) -> file_store.KeptMail | None:
    """The letter as it left, on a machine that keeps letters as files for lack of a mail server; else None."""
    return file_store.kept(message.message_id) if settings.MAIL_STORE_PAGE else None
