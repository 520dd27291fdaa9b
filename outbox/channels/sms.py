"""Text messages: to whom, how many, through which provider, and never the same one twice without a person deciding.

A provider is called at most once for one attempt, which is written down before. A message whose attempt has no
result, because the process died or the answer never came, is not handed over again: unlike a mail server, a provider
does not know a repeated message as the same one.
"""

import logging
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.db import DatabaseError

from outbox.channels import sms_gate, sms_text
from outbox.channels.mobile_numbers import NoMobileNumber, local_number, takes_messages
from outbox.channels.refusals import NobodyKnows, Undeliverable
from outbox.channels.sms_file import FileProvider
from outbox.channels.sms_http import HttpProvider
from outbox.enums import AttemptOutcome
from outbox.letters import Letter
from outbox.models import Message, SmsAttempt

logger = logging.getLogger(__name__)


class Provider(Protocol):
    """A way into the telephone network."""

    def hand_over(self, number: str, text: sms_text.SmsText, *, reference: str) -> None:
        """Hand one text to the local number ``0903123456``. Returns when the provider has accepted it.

        ``reference`` is the opaque name of the message. Raises Undeliverable when it was refused for good,
        NobodyKnows when it may have been taken, and anything else when it surely was not taken.
        """


PROVIDERS: dict[str, type[Provider]] = {"file": FileProvider, "http": HttpProvider}


def is_on() -> bool:
    """Whether the portal sends text messages at all (``SMS_BACKEND``)."""
    return settings.SMS_BACKEND in PROVIDERS


def reaches(phone: str) -> bool:
    """Whether a text message may be sent to this number here."""
    return is_on() and takes_messages(phone)


def send(letter: Letter, message: Message, *, at: datetime) -> None:
    """Hand the body of a letter to the provider once; subject and attachments stay at home.

    Raises Undeliverable, HeldBack, NobodyKnows, or whatever the provider raised when it surely took nothing.
    """
    if not is_on():
        raise Undeliverable("Cổng chưa nối với nhà cung cấp dịch vụ tin nhắn.")
    try:
        number = local_number(letter.to)
    except NoMobileNumber as error:
        raise Undeliverable(str(error)) from error
    text = sms_text.composed(letter.body)
    attempt = sms_gate.admit(message, number, at=at)
    if attempt is None:
        return  # taken in an earlier attempt whose result was not marked
    try:
        PROVIDERS[settings.SMS_BACKEND]().hand_over(number, text, reference=message.message_id)
    except Undeliverable:
        _finish(attempt, AttemptOutcome.REFUSED, at)
        raise
    except NobodyKnows:
        _finish(attempt, AttemptOutcome.UNKNOWN, at)
        raise
    except Exception:
        _finish(attempt, AttemptOutcome.FAILED, at)
        raise
    _finish(attempt, AttemptOutcome.ACCEPTED, at)


def _finish(attempt: SmsAttempt, outcome: AttemptOutcome, at: datetime) -> None:
    """Note what the provider said. A database that is away must not turn a taken message into one to repeat."""
    try:
        SmsAttempt.objects.filter(pk=attempt.pk).update(outcome=outcome, finished_at=at)
    except DatabaseError:
        logger.exception("The result of a text message was not noted")
