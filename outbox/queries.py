"""What is known of messages."""

from django.db.models import QuerySet

from outbox.enums import Channel, MessageState
from outbox.models import Message


def newest_first(messages: QuerySet[Message]) -> QuerySet[Message]:
    """Messages with their sender, the latest first."""
    return messages.select_related("sender").order_by("-created_at", "-pk")


def in_state(messages: QuerySet[Message], state: str) -> QuerySet[Message]:
    """Messages in one state; an empty or unknown state asks for nothing."""
    return messages.filter(state=state) if state in MessageState.values else messages


def unsettled(messages: QuerySet[Message]) -> QuerySet[Message]:
    """Messages that a person has to look at: not delivered, or perhaps delivered."""
    return messages.filter(state__in=(MessageState.FAILED, MessageState.UNCERTAIN)).exclude(
        channel=Channel.PRINT
    )
