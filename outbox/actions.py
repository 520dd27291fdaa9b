"""The verbs of the outbox: put messages where the relay finds them, and decide about one that did not arrive."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import product
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from audit import acts
from audit.actors import Actor
from audit.public_codes import new_public_codes
from audit.rows import Written, insert_new
from audit.transitions import advance
from organizations.models import Unit
from outbox import renderers
from outbox.channels import file_store, sms, sms_file
from outbox.enums import IN_TROUBLE, Channel, Handled
from outbox.models import Message, new_message_ids
from outbox.workflow import MESSAGE

# A text message rings at a bedside.
MORNING, EVENING = time(7, 0), time(21, 0)
_LABEL_LENGTH = 300


class MessageRefused(Exception):
    """The message does not allow this; the text is a sentence to show."""


def channel_to(*, email: str, phone: str) -> Channel | None:
    """How the portal reaches somebody by message: by mail where there is an address, else by text message where
    the portal sends them and the number is a mobile one, else not at all.
    """
    if email:
        return Channel.EMAIL
    return Channel.SMS if sms.reaches(phone) else None


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

    ``params`` holds ids of rows only. ``recipient_label`` is what the page "Thư đi" shows (no address). A text
    message posted between 21:00 and 07:00 waits for the morning. Call it inside the transaction of the fact that
    causes the message: a rollback posts nothing.
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
            "not_before": _awake(not_before or at) if channel == Channel.SMS else not_before or at,
        },
    )
    return created


class Draft(NamedTuple):
    """One message of many, as ``post`` takes it; the sender by its key."""

    dedupe_key: str
    kind: str
    sender_id: int
    recipient_label: str
    params: dict[str, Any] | Written
    channel: Channel = Channel.EMAIL
    context_key: str = ""
    not_before: datetime | None = None


def post_many(drafts: Sequence[Draft], *, at: datetime) -> int:
    """Post many messages by a few statements; how many are new. What was posted before is left as it is.

    Call it inside the transaction of the fact that causes the messages, like ``post``.
    """
    names = zip(new_public_codes(len(drafts)), new_message_ids(len(drafts)), drafts, strict=True)
    return insert_new(
        Message,
        _IN_A_ROW,
        (
            (
                code, draft.dedupe_key, draft.kind, draft.params, draft.channel.value, draft.sender_id,
                draft.context_key, draft.recipient_label, message_id, at, draft.not_before or at,
            )
            for code, message_id, draft in names
        ),
    )  # fmt: skip


_IN_A_ROW = (
    "code", "dedupe_key", "kind", "params", "channel", "sender", "context_key", "recipient_label", "message_id",
    "created_at", "not_before",
)  # fmt: skip


def _awake(moment: datetime) -> datetime:
    local = timezone.localtime(moment)
    if MORNING <= local.time() < EVENING:
        return moment
    day = local.date() + timedelta(days=1) if local.time() >= EVENING else local.date()
    return timezone.make_aware(datetime.combine(day, MORNING))


# -- what people decide


@transaction.atomic
def withdraw(message: Message, *, reason: str, by: Actor, at: datetime) -> Message:
    """Take back a message that still waits. Raises TransitionRefused once the relay has it, or without a reason."""
    message = advance(message, MESSAGE["withdraw"], by=by, at=at, note=reason)
    _keep(message, error=reason[:_LABEL_LENGTH])
    _tell(message, "on_failed", at)
    return message


@transaction.atomic
def note_bounce(message: Message, *, reason: str, by: Actor, at: datetime) -> Message:
    """A letter that left came back: the day it left stands, reaching the person is now a task."""
    message = advance(message, MESSAGE["note_bounce"], by=by, at=at, note=reason)
    # A letter that once seemed settled is a task again.
    _keep(message, error=reason[:_LABEL_LENGTH], handled_at=None, handled_how="", handled_note="")
    _tell(message, "on_bounced", at)
    return message


@transaction.atomic
def note_arrival(message: Message, *, note: str, by: Actor, at: datetime) -> Message:
    """Somebody knows that the message arrived; ``note`` says how. It left when the relay last tried."""
    left_at = message.sent_at or message.tried_at or at
    message = advance(message, MESSAGE["note_arrival"], by=by, at=at, note=note, stamp=left_at)
    _tell(message, "on_sent", left_at)
    return message


@transaction.atomic
def send_again(message: Message, *, channel: Channel, by: Actor, at: datetime) -> Message:
    """Post the message once more, as a new one under a name of its own; text and address are made anew.

    Raises MessageRefused when it did not fail, was dealt with before, or cannot be written for the channel.
    """
    _close(message, Handled.SENT_AGAIN, "", at=at)
    if channel not in ways_to_send_again(message):
        raise MessageRefused("Thư này không gửi lại được theo cách đã chọn.")
    key = f"{message.dedupe_key.partition(':again:')[0]}:again:{message.pk}"
    post(
        dedupe_key=key,
        kind=message.kind,
        params=message.params,
        sender=message.sender,
        recipient_label=message.recipient_label,
        at=at,
        channel=channel,
        context_key=message.context_key,
    )
    again = Message.objects.get(dedupe_key=key)
    _keep(again, again_of=message)
    hook = renderers.renderer_of(message.kind).on_again
    if hook is not None:
        hook(message, again)
    acts.write(
        subject=message, verb="send_again", title=f"Gửi lại thư: {renderers.label_of(message.kind)}", by=by,
        at=at, changes={"channel": [message.channel, channel.value]},
    )  # fmt: skip
    return again


@transaction.atomic
def settle(message: Message, *, how: Handled, note: str, by: Actor, at: datetime) -> Message:
    """Close the task without another message: handed over on paper, told by telephone, or nothing needed.

    Raises MessageRefused without a note, when the message did not fail, or when it was dealt with before.
    """
    if not note.strip():
        raise MessageRefused("Ghi rõ đã làm gì, hoặc vì sao không cần làm gì thêm.")
    _close(message, how, note, at=at)
    if how == Handled.ON_PAPER:
        _tell(message, "on_paper", at)
    acts.write(
        subject=message, verb="settle_message", title=f"Thư không đến: {how.label.lower()}", by=by, at=at, note=note
    )  # fmt: skip
    return message


def note_reached(messages: Iterable[Message], *, how: Handled, at: datetime) -> int:
    """The app found another way to the same people, and wrote the act: these are no longer tasks; how many were."""
    return Message.objects.filter(
        pk__in=[message.pk for message in messages], state__in=IN_TROUBLE, handled_at__isnull=True
    ).update(handled_at=at, handled_how=how)


def ways_to_send_again(message: Message) -> list[Channel]:
    """The channels on which this kind of message can be written here, the one it used first."""
    if not renderers.is_known(message.kind):
        return []
    possible = [
        channel
        for channel in (Channel.EMAIL, Channel.SMS)
        if channel in renderers.renderer_of(message.kind).channels and (channel != Channel.SMS or sms.is_on())
    ]
    return sorted(possible, key=lambda channel: channel != message.channel)


# -- what is not kept for ever

_KEPT_WORDS = ("recipient_label", "archived_subject", "archived_body", "error", "handled_note")
_SHORTEST_WORD = 4  # characters: a shorter word would be found everywhere


def forget_words(context_key: str, words: Iterable[str], *, instead: str) -> int:
    """Overwrite what messages of one context keep that holds any of these words; how many messages.

    For a name or an address that is erased elsewhere: labels, archived text, errors and notes may repeat it. What
    waits to leave still leaves or drops itself: it reads its address then. Writes no act: a step of the erasure
    that does.
    """
    needles = sorted({word for word in words if len(word) >= _SHORTEST_WORD})
    if not needles:
        return 0
    found = Q()
    for name, needle in product(_KEPT_WORDS, needles):
        found |= Q(**{f"{name}__contains": needle})
    return _forget(list(Message.objects.filter(found, context_key=context_key).order_by("pk")), instead, None)


def forget_message(message: Message, *, instead: str, on: date) -> None:
    """Empty what one message keeps of its words and its recipient; state, moments and Message-ID stay."""
    _forget([message], instead, on)
    message.sms_attempts.all().delete()


def _forget(messages: list[Message], instead: str, on: date | None) -> int:
    for message in messages:
        for name in _KEPT_WORDS:
            if getattr(message, name):
                setattr(message, name, instead)
        message.forgotten_on = on or message.forgotten_on
        # The files of a machine without a mail server.
        file_store.remove(message.message_id)
        sms_file.remove(message.message_id)
    Message.objects.bulk_update(messages, (*_KEPT_WORDS, "forgotten_on"))
    return len(messages)


def _close(message: Message, how: Handled, note: str, *, at: datetime) -> None:
    """Mark the task as done; of two who do it at the same moment one is refused."""
    rows = Message.objects.filter(pk=message.pk, state__in=IN_TROUBLE, handled_at__isnull=True)
    if not rows.update(handled_at=at, handled_how=how, handled_note=note[:_LABEL_LENGTH]):
        message.refresh_from_db()
        done = "Việc này đã được xử lý." if message.handled_at else "Thư này không cần xử lý."
        raise MessageRefused(done)
    message.refresh_from_db()


def _keep(message: Message, **values: Any) -> None:
    for name, value in values.items():
        setattr(message, name, value)
    message.save(update_fields=tuple(values))


def _tell(message: Message, hook: str, at: datetime) -> None:
    """Let the app that posted the message draw its conclusion, in the same transaction."""
    if renderers.is_known(message.kind):
        tell = getattr(renderers.renderer_of(message.kind), hook)
        if tell is not None:
            tell(message, at)
