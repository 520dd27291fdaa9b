"""Letting the messages of the demo city leave on the day on which they were written."""

from datetime import datetime

from django.db.models import Q

from outbox.enums import Channel, MessageState
from outbox.models import Message
from outbox.relay import relay_once


def let_letters_leave(*, at: datetime) -> None:
    """Send what is due at a moment of the past, so that the register tells that day and not today."""
    due = Message.objects.filter(
        Q(not_before__lte=at), state=MessageState.WAITING, channel=Channel.EMAIL, attempts=0
    )
    while due.exists():
        relay_once(at=at)
