"""Sending what waits: claim, send, mark.

Each message is claimed for a while in one short transaction, sent outside any transaction, and marked in
another. Whoever dies in between leaves a claim that runs out; the message is then taken up again under the
same Message-ID and the possible double is recorded. So nothing is lost, and at most one double per death. A text
message whose fate is unknown is not taken up again: providers know no Message-ID.
"""

import logging
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.db import OperationalError, transaction
from django.db.models import Q

from outbox import renderers
from outbox.channels import email, sms, sms_text
from outbox.channels.refusals import HeldBack, NobodyKnows, Undeliverable
from outbox.enums import Channel, MessageState
from outbox.letters import Letter, Stale
from outbox.masking import masked
from outbox.models import Message

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
BATCH = 50
BUDGET = timedelta(minutes=2)  # a pass ends before the time limit of its task
# Pauses between attempts; after the last one the message waits for a person.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
MAX_ATTEMPTS = len(PAUSES) + 1
MARKING_ATTEMPTS = 3

INTERRUPTED = "Lần gửi trước bị ngắt giữa chừng, thư có thể đã đi hai lần."
NOT_RECORDED = "Thư đã đi nhưng kết quả chưa ghi nhận được."


def _by_email(letter: Letter, message: Message) -> None:
    email.send(letter, message_id=message.message_id)


def _by_sms(letter: Letter, message: Message) -> None:
    sms.send(letter, message, at=message.tried_at)


# Only these channels are relayed; letters on paper are handed over by people.
SENDERS: dict[str, Callable[[Letter, Message], None]] = {Channel.EMAIL: _by_email, Channel.SMS: _by_sms}


@dataclass
class Counts:
    """What one pass did."""

    sent: int = 0
    retried: int = 0
    failed: int = 0
    cancelled: int = 0
    held_back: int = 0
    taken_up_again: int = 0


class Outcome(Enum):
    ACCEPTED = "accepted"
    AGAIN = "again"
    LATER = "later, without counting"
    GIVEN_UP = "given up"
    UNKNOWN = "nobody knows"
    POINTLESS = "pointless"


_OVER = (Outcome.GIVEN_UP, Outcome.UNKNOWN)


@dataclass(frozen=True)
class Result:
    """What became of one attempt; ``letter`` is None when none could be written, ``until`` is for LATER only."""

    outcome: Outcome
    letter: Letter | None = None
    reason: str = ""
    until: datetime | None = None


def relay_once(*, at: datetime, batch: int = BATCH) -> Counts:
    """One pass over the messages that are due at ``at``; safe to run at any time and several at once."""
    counts = Counts()
    started = time.monotonic()

    def moment() -> datetime:
        return at + timedelta(seconds=time.monotonic() - started)

    for _ in range(batch):
        message = claim(at=moment()) if moment() - at < BUDGET else None
        if message is None:
            break
        counts.taken_up_again += message.error == INTERRUPTED
        mark(message, deliver(message), at=moment(), counts=counts)
    return counts


def claim(*, at: datetime) -> Message | None:
    """Take the next message that is due, for the length of a lease, or None when nothing is due.

    One conditional UPDATE decides between two that reach for the same message, on both engines alike.
    """
    due = Q(state=MessageState.WAITING, not_before__lte=at)
    run_out = Q(state=MessageState.SENDING, lease_until__lt=at)
    waiting = Message.objects.filter(due | run_out, channel__in=list(SENDERS))
    while True:
        found = waiting.select_related("sender").order_by("not_before", "pk").first()
        if found is None:
            return None
        interrupted = found.state == MessageState.SENDING
        # Also not_before: a message that was held back meanwhile stands there with the same state and attempts.
        seen = Message.objects.filter(
            pk=found.pk, state=found.state, attempts=found.attempts, not_before=found.not_before
        )
        changed = {
            "state": MessageState.SENDING,
            "lease_until": at + LEASE,
            "attempts": found.attempts + 1,
            "tried_at": at,
        }
        if interrupted:
            changed["error"] = INTERRUPTED
        if seen.update(**changed):
            for name, value in changed.items():
                setattr(found, name, value)
            return found


def deliver(message: Message) -> Result:
    """Write the letter and hand it to its channel, outside any transaction. Never raises.

    Reasons name kinds of failure only: an exception's own words may hold an address.
    """
    if message.attempts > MAX_ATTEMPTS:
        return Result(Outcome.GIVEN_UP, reason=INTERRUPTED)
    letter = None
    try:
        letter = renderers.renderer_of(message.kind).render(message)
        SENDERS[message.channel](letter, message)
    except Stale as stale:
        return Result(Outcome.POINTLESS, reason=str(stale))
    except Undeliverable as refused:
        return Result(Outcome.GIVEN_UP, letter, str(refused))
    except HeldBack as held:
        return Result(Outcome.LATER, letter, str(held), held.until)
    except NobodyKnows as unknown:
        return Result(Outcome.UNKNOWN, letter, str(unknown))
    except Exception as error:  # noqa: BLE001  whatever happens to one letter, the others still leave
        _log("was not sent", message, error)
        over = message.attempts >= MAX_ATTEMPTS
        reason = f"Chưa gửi được ({type(error).__name__})."
        return Result(Outcome.GIVEN_UP if over else Outcome.AGAIN, letter, reason)
    return Result(Outcome.ACCEPTED, letter)


def mark(message: Message, result: Result, *, at: datetime, counts: Counts) -> None:
    """Record what became of an attempt and tell the app that posted the message, in one transaction.

    A claim that was lost meanwhile records nothing. When the app's own step fails, the letter has gone all
    the same: it is not sent again and waits for a person.
    """
    try:
        for attempt in range(MARKING_ATTEMPTS):
            try:
                recorded = _record_and_tell(message, result, at)
            except OperationalError:  # somebody held the rows too long
                if attempt == MARKING_ATTEMPTS - 1:
                    raise
            else:
                break
    except Exception as error:  # noqa: BLE001  an error above must not make the letter leave once more
        _log("left, but its result was not recorded", message, error)
        _record(message, {"state": MessageState.UNCERTAIN, "lease_until": None, "error": NOT_RECORDED})
        counts.failed += 1
        return
    if recorded:
        counts.sent += result.outcome is Outcome.ACCEPTED
        counts.retried += result.outcome is Outcome.AGAIN
        counts.failed += result.outcome in _OVER
        counts.held_back += result.outcome is Outcome.LATER
        counts.cancelled += result.outcome is Outcome.POINTLESS


@transaction.atomic
def _record_and_tell(message: Message, result: Result, at: datetime) -> bool:
    """Both or neither. False when the claim was lost."""
    if not _record(message, _values(message, result, at)):
        return False
    hook = None
    if result.outcome is Outcome.ACCEPTED:
        hook = renderers.renderer_of(message.kind).on_sent
    elif result.outcome in _OVER and renderers.is_known(message.kind):
        hook = renderers.renderer_of(message.kind).on_failed
    if hook is not None:
        hook(message, at)
    return True


def _log(what: str, message: Message, error: Exception) -> None:
    """Where it happened and what kind of error; not the error's words, which may hold an address."""
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.error("Message %s %s: %s\n%s", message.code, what, type(error).__name__, where)


def _values(message: Message, result: Result, at: datetime) -> dict:
    """The columns that keep a result. The archive is masked before it is stored."""
    values = {"lease_until": None, "error": result.reason[:300]}
    if result.letter is not None:
        values["archived_subject"] = masked(result.letter.subject)[:300]
        values["archived_body"] = masked(result.letter.body)
        if message.channel == Channel.SMS:
            values["segments"] = sms_text.composed(result.letter.body).segments
    if result.outcome is Outcome.ACCEPTED:
        return values | {"state": MessageState.SENT, "sent_at": at, "error": message.error}
    if result.outcome is Outcome.POINTLESS:
        return values | {"state": MessageState.CANCELLED}
    if result.outcome is Outcome.AGAIN:
        return values | {"state": MessageState.WAITING, "not_before": at + PAUSES[message.attempts - 1]}
    if result.outcome is Outcome.LATER:
        # Nothing was tried, so the attempt is given back. Whoever held this claim is the one who says so.
        return values | {
            "state": MessageState.WAITING, "not_before": result.until, "attempts": message.attempts - 1,
        }  # fmt: skip
    uncertain = result.outcome is Outcome.UNKNOWN or result.reason == INTERRUPTED
    return values | {"state": MessageState.UNCERTAIN if uncertain else MessageState.FAILED}


def _record(message: Message, values: dict) -> bool:
    """Write the result if the claim is still ours, and bring the row in memory up to date."""
    ours = Message.objects.filter(pk=message.pk, state=MessageState.SENDING, attempts=message.attempts)
    if not ours.update(**values):
        return False
    for name, value in values.items():
        setattr(message, name, value)
    return True
