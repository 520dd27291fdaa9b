"""The one verb of the outbox: put a message where the relay finds it."""

from datetime import datetime
from typing import Any

from organizations.models import Unit
from outbox.enums import Channel
from outbox.models import Message


def post(
    *,
    dedupe_key: str,
    kind: str,
    params: dict[str, Any],
    sender: Unit,
    recipient_label: str,
    at: datetime,
    channel: Channel = Channel.EMAIL,
    context_key: str = "",
    not_before: datetime | None = None,
) -> bool:
    """Post one message; True when it is new, False when the key was posted before. Sends nothing.

    ``params`` holds ids of rows only. ``recipient_label`` is what the page "Thư đi" shows (no address).
    Call it inside the transaction of the fact that causes the message: a rollback posts nothing.
    """
    _, created = Message.objects.get_or_create(
        dedupe_key=dedupe_key,
        defaults={
            "kind": kind,
            "params": params,
            "sender": sender,
            "recipient_label": recipient_label,
            "channel": channel,
            "context_key": context_key,
            "created_at": at,
            "not_before": not_before or at,
        },
    )
    return created
