"""What is known of messages."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from outbox.channels import sms, sms_gate
from outbox.enums import IN_TROUBLE, Channel, MessageState
from outbox.models import Message

TO_BE_HANDLED = "can-xu-ly"


def newest_first(messages: QuerySet[Message]) -> QuerySet[Message]:
    """Messages with their sender, the latest first."""
    return messages.select_related("sender").order_by("-created_at", "-pk")


def in_state(messages: QuerySet[Message], state: str) -> QuerySet[Message]:
    """Messages in one state, or those that wait for a person; an empty or unknown state asks for nothing."""
    if state == TO_BE_HANDLED:
        return unsettled(messages)
    return messages.filter(state=state) if state in MessageState.values else messages


def unsettled(messages: QuerySet[Message]) -> QuerySet[Message]:
    """Messages that a person has to look at: not delivered, come back, or perhaps delivered; and nobody did yet."""
    return messages.filter(state__in=IN_TROUBLE, handled_at__isnull=True).exclude(channel=Channel.PRINT)


def sms_pause(*, at: datetime) -> str:
    """Why text messages stand still, in a sentence for the staff; "" while they leave."""
    if not sms.is_on():
        return ""
    until = sms_gate.breaker(at=at).paused_until
    if until is None:
        return ""
    return (
        "Dịch vụ tin nhắn lỗi liên tiếp, Cổng tạm ngừng gửi và thử lại lúc "
        f"{timezone.localtime(until):%H:%M}. Tin nhắn vẫn chờ, không mất."
    )
