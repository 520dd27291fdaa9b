"""A word of its own in every private column of every row of the own ward, and the search for these words.

What stood in a column before is searched for as well where it is found in no other ward: a copy that was taken into
a title, a letter or the trail is a leak like the column itself.
"""

import re
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from io import BytesIO

from django.apps import apps
from django.db.models import Model, QuerySet
from django.utils.html import escape

from accounts.models import Seat, StaffInvitation, User
from audit.models import Act
from dialogue_portal.access.fields import FIELDS, PrivateField
from organizations.models import Unit
from tests.support.unguarded import unguarded

_KEYS = frozenset({"password", "session_key", "session_data", "token_digest", "secret_digest", "message_id"})
SHORTEST_COPY = 12  # shorter words stand in other texts by chance
_WORD = re.compile(rb"zq(\d{2})n(\d+)q", re.IGNORECASE)
_PHONE = re.compile(rb"0999(\d{2})(\d{6})77")
_GAP_IN_NUMBER = re.compile(rb"(?<=\d)[ .](?=\d)")
_LINK = "session__hostings__organizing_office"
# From each model to the office whose data its rows are; None: the column is private wherever the row is.
_OFFICE = {
    "accounts.User": None, "accounts.StaffInvitation": "unit", "accounts.BrowserSession": None,
    "documents.StoredFile": "owner",
    "documents.IssuedDocument": None,
    "duties.DeadlineFeed": "seat__unit", "audit.Act": None, "outbox.Message": "sender",
    "personal_data.DataRequest": "office", "personal_data.DataRequestPerson": "request__office",
    "personal_data.DataIncident": "unit", "personal_data.RetentionHold": _LINK,
    "sessions_app.AddressBookEntry": "office", "sessions_app.Guest": _LINK,
    "sessions_app.GuestContact": f"guest__{_LINK}",
    "sessions_app.GuestImport": _LINK, "sessions_app.Invitation": f"guest__{_LINK}",
    "sessions_app.Dispatch": f"invitation__guest__{_LINK}",
    "sessions_app.RegistrationContact": f"registration__{_LINK}",
    "sessions_app.RegistrationVoice": f"registration__{_LINK}",
    "sessions_app.RegistrationReply": f"registration__{_LINK}",
    "sessions_app.RefusalProposal": f"registration__{_LINK}", "sessions_app.Refusal": f"registration__{_LINK}",
    "sessions_app.TrackingCode": f"registration__{_LINK}", "sessions_app.Turn": _LINK, "sessions_app.Minutes": _LINK,
    "sessions_app.PetitionVoice": f"petition__{_LINK}", "sessions_app.PetitionContact": f"petition__{_LINK}",
    "sessions_app.ConclusionDraft": _LINK, "sessions_app.ConclusionDecision": f"draft__{_LINK}",
    "followups.Assignment": f"petition__{_LINK}",
}  # fmt: skip


@dataclass
class Poison:
    """``copies``: what stood in private columns before, to the numbers of these columns."""

    words: int = 0
    phones: set[int] = field(default_factory=set)
    copies: dict[bytes, frozenset[int]] = field(default_factory=dict)

    def found_in(self, content: bytes) -> set[tuple[int, int]]:
        """What stands in the content: numbers of private columns with the keys of the rows."""
        text = _GAP_IN_NUMBER.sub(b"", content)
        found = {(int(match[1]), int(match[2])) for match in _WORD.finditer(text)}
        phones = {(int(match[1]), int(match[2])) for match in _PHONE.finditer(text)}
        return found | {(number, pk) for number, pk in phones if number in self.phones}

    def copies_in(self, content: bytes) -> set[bytes]:
        """What stood in private columns before and stands in the content."""
        return {copy for copy in self.copies if copy in content}


def spread(office) -> Poison:
    """Put a word of its own into every private column of the rows of the office."""
    poison = Poison()
    before: dict[str, set[int]] = defaultdict(set)
    with unguarded():
        for number, private in enumerate(FIELDS):
            model = apps.get_model(private.model)
            for row in _rows(model, office).order_by("pk"):
                kept = getattr(row, private.name)
                if kept and isinstance(kept, str):
                    before[kept].add(number)
                model._base_manager.filter(pk=row.pk).update(
                    **{private.name: _word(private, number, row.pk, kept)}
                )
                poison.words += 1
                if private.name == "phone":
                    poison.phones.add(number)
    known = {*_kept_elsewhere(office), *_public_names()}
    for text, numbers in before.items():
        if len(text) >= SHORTEST_COPY and text not in known:
            poison.copies[escape(text).encode()] = frozenset(numbers)
    return poison


def _public_names() -> Iterator[str]:
    """Names of units and of people at work: letters to them bear these as well."""
    yield from Unit.objects.values_list("name", flat=True)
    yield from User.objects.values_list("full_name", flat=True)
    yield from Seat.objects.values_list("title", flat=True)
    yield from StaffInvitation.objects.values_list("full_name", flat=True)


def _rows(model: type[Model], office, *, foreign: bool = False) -> QuerySet:
    path = _OFFICE[model._meta.label]
    if model is Act:
        return model._base_manager.exclude(note="")
    if path is None:
        return model._base_manager.none() if foreign else model._base_manager.all()
    own = {path: office.pk}
    rows = model._base_manager.exclude(**own) if foreign else model._base_manager.filter(**own)
    return rows.distinct()


def _kept_elsewhere(office) -> Iterator[str]:
    for private in FIELDS:
        rows = _rows(apps.get_model(private.model), office, foreign=True)
        yield from (text for text in rows.values_list(private.name, flat=True) if isinstance(text, str))


def _word(private: PrivateField, number: int, pk: int, kept: object) -> object:
    word = f"zq{number:02}n{pk}q"
    if private.name == "phone":
        return f"0999{number:02}{pk:06}77"
    if private.name == "email":
        return f"{word}@minhhoa.example"
    if private.name == "facts":
        return {**(kept or {}), "poison": word}
    if private.name == "rows":
        return [row | {"values": row["values"] | {"full_name": word}} for row in kept]
    if private.name == "error":
        return f"550 <{word}@minhhoa.example> unknown"
    # What links and letters are found by stays as it is; it is searched for as it stood.
    return kept if private.name in _KEYS else word


def readable(content: bytes, content_type: str) -> bytes:
    """What somebody can read of an answer: cells of a workbook, unfolded lines of a calendar, else the bytes."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return b"\n".join(archive.read(name) for name in archive.namelist())
    if content_type.startswith("text/calendar"):
        return content.replace(b"\r\n ", b"")
    return unicodedata.normalize("NFC", content.decode("utf-8", "replace")).encode()


def letter(content: bytes) -> tuple[str, bytes]:
    """To whom a letter goes, and all that can be read in it: every header, every part decoded."""
    message = message_from_bytes(content, policy=default)
    parts = [f"{name}: {value}" for name, value in message.items() if name != "To"]
    parts += [part.get_content() if part.get_content_maintype() == "text" else "" for part in message.walk()
              if not part.is_multipart()]  # fmt: skip
    return str(message["To"]), "\n".join(str(part) for part in parts).encode()
