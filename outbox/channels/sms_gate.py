"""Who may hand a text message over now: ceilings per number, per prefix and per day, and a circuit breaker.

Everything is read from the attempts themselves. Attempts that surely did not leave count for nothing.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.links import keyed_digest
from outbox.channels.refusals import HeldBack, NobodyKnows
from outbox.enums import AttemptOutcome
from outbox.models import Message, SmsAttempt, SmsDay
from regulation.clock import local_date

MORNING = time(7, 0)
_DID_NOT_LEAVE = (AttemptOutcome.REFUSED, AttemptOutcome.FAILED)
_FAULTS = frozenset({AttemptOutcome.FAILED, AttemptOutcome.UNKNOWN})
BROKEN = "Dịch vụ tin nhắn đang lỗi, tin nhắn chờ gửi lại."
UNFINISHED = "Lần gửi trước bị ngắt giữa chừng, tin nhắn có thể đã đi."


@transaction.atomic
def admit(message: Message, number: str, *, at: datetime) -> SmsAttempt | None:
    """Write down that the message is being handed over; None when an earlier attempt already succeeded.

    Raises NobodyKnows when an earlier attempt has no known result, HeldBack when a ceiling is reached or the
    provider fails again and again.
    """
    earlier = set(message.sms_attempts.values_list("outcome", flat=True))
    if AttemptOutcome.ACCEPTED in earlier:
        return None
    if earlier - set(_DID_NOT_LEAVE):
        raise NobodyKnows(UNFINISHED)
    on = local_date(at)
    SmsDay.objects.get_or_create(on=on)
    day = SmsDay.objects.select_for_update().get(on=on)
    paused_until = breaker(at=at).paused_until
    if paused_until is not None:
        raise HeldBack(BROKEN, until=paused_until)
    digest = keyed_digest("sms", f"{on.isoformat()}|{number}")
    _refuse_above_ceiling(day, digest, number[:3], at)
    return SmsAttempt.objects.create(
        message=message, day=day, number_digest=digest, prefix=number[:3], started_at=at
    )


def _refuse_above_ceiling(day: SmsDay, digest: str, prefix: str, at: datetime) -> None:
    counted = day.attempts.exclude(outcome__in=_DID_NOT_LEAVE)
    for rows, most, what in (
        (counted.filter(number_digest=digest), settings.SMS_PER_NUMBER_PER_DAY, "của người nhận này"),
        (counted.filter(prefix=prefix), settings.SMS_PER_PREFIX_PER_DAY, "của đầu số này"),
        (counted, settings.SMS_PER_DAY, "của cả Cổng"),
    ):
        if rows.count() >= most:
            raise HeldBack(f"Đã đủ số tin nhắn trong ngày {what}.", until=_next_morning(at))


def _next_morning(at: datetime) -> datetime:
    return timezone.make_aware(datetime.combine(local_date(at) + timedelta(days=1), MORNING))


@dataclass(frozen=True)
class Breaker:
    """Whether text messages stand still: ``paused_until`` is None while they leave."""

    paused_until: datetime | None = None


def breaker(*, at: datetime) -> Breaker:
    """Open after so many faults in a row, for a pause after the last; then one more message is tried."""
    last = list(
        SmsAttempt.objects.filter(finished_at__isnull=False)
        .order_by("-finished_at", "-pk")
        .values_list("outcome", "finished_at")[: settings.SMS_FAULTS_IN_A_ROW]
    )
    if len(last) < settings.SMS_FAULTS_IN_A_ROW or not all(outcome in _FAULTS for outcome, _ in last):
        return Breaker()
    until = last[0][1] + settings.SMS_PAUSE
    return Breaker(until) if until > at else Breaker()
