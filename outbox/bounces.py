"""Letters that came back: reading delivery status notifications (RFC 3464) and finding whose letter it was.

Only our own Message-ID, 128 random bits that nobody but the recipient's server has seen, ties a report to a
letter. Addresses in it are not read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from pathlib import Path

from audit.actors import Actor
from audit.transitions import TransitionRefused
from outbox import actions
from outbox.enums import Channel, MessageState
from outbox.models import Message as OutgoingMessage

LARGEST = 1024 * 1024
BATCH = 200
UNREAD_FOLDER = "khong-ro"  # what is no notification about a letter of ours
_OURS = re.compile(r"<([0-9a-f]{32})@")
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_WORDS = {
    "5.1.1": "không có hộp thư này",
    "5.1.2": "không có máy chủ thư này",
    "5.1.10": "không có hộp thư này",
    "5.2.1": "hộp thư đã ngừng hoạt động",
    "5.2.2": "hộp thư đầy",
    "4.2.2": "hộp thư đầy",
    "5.3.4": "thư quá lớn",
}


@dataclass(frozen=True)
class StatusReport:
    """One report about one letter: ``came_back`` when nobody will try again, else it is only late."""

    message_id: str
    status: str
    came_back: bool

    @property
    def words(self) -> str:
        """What the staff reads."""
        why = _WORDS.get(self.status, "")
        code = f"mã {self.status}" if self.status else "không ghi mã"
        said = f"{why}, {code}" if why else code
        if self.came_back:
            return f"Máy chủ thư của người nhận trả lại thư ({said})."
        return f"Máy chủ thư của người nhận báo thư đến chậm ({said})."


@dataclass
class Counts:
    """What one pass did."""

    bounced: int = 0
    delayed: int = 0
    ignored: int = 0
    left_for_later: int = 0


def read(raw: bytes) -> StatusReport | None:
    """What a mail reports about a letter of ours; None when it is no such report, or tells of a success.

    A final failure comes back also with a status of class 4 (the sending server has given up waiting), so the
    field Action decides, and the class of the status only where there is none.
    """
    mail = message_from_bytes(raw, policy=policy.default)
    named = _named_letter(mail)
    if named is None:
        return None
    for fields in _reported_recipients(mail):
        action = str(fields.get("Action", "")).strip().lower()
        found = _STATUS.search(str(fields.get("Status", "")))
        status = ".".join(found.groups()) if found else ""
        if action == "failed" or (not action and status.startswith("5")):
            return StatusReport(named, status, came_back=True)
        if action == "delayed" or (not action and status.startswith("4")):
            return StatusReport(named, status, came_back=False)
    return None


def _reported_recipients(mail: EmailMessage) -> Iterator[Message]:
    """The groups of fields about recipients in every part message/delivery-status."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            yield from (group for group in part.get_payload() if "Status" in group or "Action" in group)


def _named_letter(mail: EmailMessage) -> str | None:
    """The opaque name of the letter that is reported on: it, or its headers alone, is attached to the report."""
    for part in mail.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822" and part.is_multipart():
            header = part.get_payload(0).get("Message-ID", "")
        elif kind in ("text/rfc822-headers", "message/rfc822-headers"):
            header = message_from_bytes(_content(part)).get("Message-ID", "")
        else:
            continue
        found = _OURS.search(str(header))
        if found:
            return found[1]
    return None


def _content(part: Message) -> bytes:
    if part.is_multipart():
        return part.get_payload(0).as_bytes()
    return part.get_payload(decode=True) or b""


def take_in(folder: Path, *, at: datetime, batch: int = BATCH) -> Counts:
    """Read what lies in a folder of .eml files or a maildir, each file once; what was used is removed.

    Files that tell of no letter of ours go to the subfolder ``khong-ro``. A report that comes before the relay
    has marked its letter stays for the next pass.
    """
    counts = Counts()
    for path in _files(folder)[:batch]:
        with path.open("rb") as file:
            report = read(file.read(LARGEST))
        if report is None:
            _set_aside(path, folder)
            counts.ignored += 1
        elif _apply(report, counts, at=at):
            path.unlink(missing_ok=True)
    return counts


def _files(folder: Path) -> list[Path]:
    """The mails of a folder by name; of a maildir also those that somebody's reader has seen."""
    if (folder / "new").is_dir():
        found = [path for part in ("new", "cur") for path in (folder / part).iterdir()]
    else:
        found = list(folder.glob("*.eml"))
    return sorted((path for path in found if path.is_file()), key=lambda path: path.name)


def _set_aside(path: Path, folder: Path) -> None:
    aside = folder / UNREAD_FOLDER
    aside.mkdir(exist_ok=True, mode=0o700)
    path.replace(aside / path.name)


def _apply(report: StatusReport, counts: Counts, *, at: datetime) -> bool:
    """Whether the report has been dealt with and may go."""
    message = OutgoingMessage.objects.filter(message_id=report.message_id, channel=Channel.EMAIL).first()
    if message is None or message.state in (
        MessageState.BOUNCED,
        MessageState.FAILED,
        MessageState.CANCELLED,
    ):
        counts.ignored += 1
        return True
    if message.state in (MessageState.WAITING, MessageState.SENDING):
        counts.left_for_later += 1
        return False
    if not report.came_back:
        OutgoingMessage.objects.filter(pk=message.pk, state=MessageState.SENT).update(error=report.words)
        counts.delayed += 1
        return True
    try:
        actions.note_bounce(message, reason=report.words, by=Actor.system("thư trả lại"), at=at)
    except TransitionRefused:  # somebody noted it at this moment
        counts.ignored += 1
    else:
        counts.bounced += 1
    return True
