"""A mail backend that keeps letters as files, for a machine without a mail server.

One letter, one file, named by its Message-ID: a letter that is sent twice stands there once.
"""

import os
import re
import tempfile
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

_NAME = re.compile(r"<?([0-9a-f]{32})@")


def _path(message_id: str) -> Path:
    return Path(settings.MAIL_STORE) / f"{message_id}.eml"


class EmailBackend(BaseEmailBackend):
    """Writes each letter to ``settings.MAIL_STORE``, whole or not at all."""

    def send_messages(self, email_messages) -> int:
        folder = Path(settings.MAIL_STORE)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for mail in email_messages:
            content = mail.message()
            named = _NAME.match(content["Message-ID"] or "")
            if named is None:
                raise ValueError("A letter without the outbox's Message-ID.")
            write_whole(_path(named[1]), content.as_bytes())
        return len(email_messages)


def remove(message_id: str) -> None:
    """Forget a letter that is kept as a file; nothing where there is none."""
    _path(message_id).unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it, also after a power cut."""
    descriptor, unfinished = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


@dataclass(frozen=True)
class KeptMail:
    """A letter as it left, for the page of a machine without a mail server."""

    to: str
    subject: str
    body: str
    attachments: tuple[str, ...]


def kept(message_id: str) -> KeptMail | None:
    """The letter with this Message-ID from the store, or None when it is not there."""
    try:
        content = _path(message_id).read_bytes()
    except FileNotFoundError:
        return None
    mail = message_from_bytes(content, policy=policy.default)
    body = mail.get_body(("plain",))
    return KeptMail(
        to=str(mail["To"]),
        subject=str(mail["Subject"]).strip(),  # a long one begins on the next line
        body=body.get_content() if body else "",
        attachments=tuple(part.get_filename() or "" for part in mail.iter_attachments()),
    )
