"""The one verb of the outbox: put a message, or many, where the relay finds them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """One message of many, as ``post`` takes it; the sender by its key."""

    dedupe_key: str
    kind: str
    sender_id: int
    recipient_label: str
    params: dict[str, Any] = field(default_factory=dict)
    channel: Channel = Channel.EMAIL
    context_key: str = ""
    not_before: datetime | None = None


def post_many(drafts: Sequence[Draft], *, at: datetime) -> int:
    """Post many messages by a few statements; how many are new. What was posted before is left as it is.

    Call it inside the transaction of the fact that causes the messages, like ``post``.
    """
    by_key = {draft.dedupe_key: draft for draft in drafts}
    known = set(Message.objects.filter(dedupe_key__in=list(by_key)).values_list("dedupe_key", flat=True))
    new = [draft for key, draft in by_key.items() if key not in known]
    Message.objects.bulk_create(
        [
            Message(
                dedupe_key=draft.dedupe_key,
                kind=draft.kind,
                params=draft.params,
                sender_id=draft.sender_id,
                recipient_label=draft.recipient_label,
                channel=draft.channel,
                context_key=draft.context_key,
                created_at=at,
                not_before=draft.not_before or at,
            )
            for draft in new
        ],
        ignore_conflicts=True,
        batch_size=500,
    )
    return len(new)
