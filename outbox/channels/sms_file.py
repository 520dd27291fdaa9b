"""Text messages kept as files, for a machine without a provider. One message, one file, named by its opaque name."""

import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from outbox.channels.file_store import write_whole
from outbox.channels.mobile_numbers import international
from outbox.channels.sms_text import SmsText


def _path(reference: str) -> Path:
    return Path(settings.SMS_STORE) / f"{reference}.json"


class FileProvider:
    """Writes each text to ``settings.SMS_STORE``, whole or not at all."""

    def hand_over(self, number: str, text: SmsText, *, reference: str) -> None:
        """Keep the text."""
        path = _path(reference)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        kept = {"to": international(number), "text": text.text, "measured": text.measured}
        write_whole(path, json.dumps(kept, ensure_ascii=False, indent=1).encode())


def remove(reference: str) -> None:
    """Forget a text message that is kept as a file; nothing where there is none."""
    _path(reference).unlink(missing_ok=True)


@dataclass(frozen=True)
class KeptSms:
    """A text message as it left, for the page of a machine without a provider."""

    to: str
    body: str
    measured: str


def kept(reference: str) -> KeptSms | None:
    """The text message with this opaque name from the store, or None when it is not there."""
    try:
        content = json.loads(_path(reference).read_bytes())
    except FileNotFoundError:
        return None
    return KeptSms(to=content["to"], body=content["text"], measured=content["measured"])
