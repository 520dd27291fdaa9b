"""Letters by e-mail, over whatever mail backend the profile names."""

import re
import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email

from outbox.channels.refusals import Undeliverable
from outbox.letters import Letter
from regulation.text import clean


def send(letter: Letter, *, message_id: str, connection: BaseEmailBackend | None = None) -> None:
    """Hand one letter to the mail backend. Returns when it was accepted.

    The Message-ID is made of the opaque name only, so a letter that is sent again is known as the same one.
    Raises Undeliverable when no further attempt can help, and whatever the backend raises otherwise.
    """
    try:
        validate_email(letter.to)
    except ValidationError as error:
        raise Undeliverable("Địa chỉ thư điện tử không đúng.") from error
    mail = EmailMessage(
        subject=in_one_line(letter.subject),
        body=letter.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[letter.to],
        connection=connection or get_connection(),
        headers={
            "Message-ID": f"<{message_id}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    for attachment in letter.attachments:
        mail.attach(in_one_line(attachment.filename), attachment.content, attachment.content_type)
    try:
        accepted = mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        if codes and all(code >= 500 for code in codes):
            raise Undeliverable(f"Máy chủ thư không nhận địa chỉ này (mã {codes[0]}).") from error
        raise
    except smtplib.SMTPDataError as error:
        if error.smtp_code >= 500:
            raise Undeliverable(f"Máy chủ thư không nhận thư này (mã {error.smtp_code}).") from error
        raise
    if not accepted:
        raise OSError("The mail backend took no message.")


def in_one_line(text: str) -> str:
    """A header as one line: line ends and control characters cannot start another header."""
    return re.sub(r"\s+", " ", clean(text)).strip()
