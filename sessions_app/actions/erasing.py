"""Erasing personal data row by row. State, dates and numbers stay; where words stood it says since when they are gone.

These verbs are steps of a purge or of the answer to a request, which write the act: one for many rows.
"""

from datetime import date

from audit.acts import context_key
from documents.models import StoredFile
from documents.storage import forget
from outbox import actions as outbox
from sessions_app.enums import ErasureCause, SpeakerKind
from sessions_app.models import (
    AddressBookEntry,
    Guest,
    GuestImport,
    Invitation,
    Petition,
    PetitionContact,
    RefusalProposal,
    RegistrationContact,
    SpeakingRegistration,
    Turn,
)

_HOW_TO_REACH = {"phone": "", "email": "", "address": ""}
_WHO = {"salutation": "", "on_behalf_of": "", "may_be_named": False}


def words_for(cause: ErasureCause, *, on: date) -> str:
    """What stands where a name or a text was: "Đã xóa theo thời hạn lưu giữ ngày 01/03/2027"."""
    return f"Đã xóa {cause.label} ngày {on:%d/%m/%Y}"


def erase_registration(row: SpeakingRegistration, *, words: str, on: date) -> None:
    """Who registered, what was written, the file and what was replied. The ground of a refusal stays (Đ5)."""
    contact = row.contact
    needles = _needles(contact)
    _wipe_contact(contact, words=words, on=on)
    for voice in row.voices.select_related("file"):
        stored, voice.file = voice.file, None
        voice.text, voice.erased_on = words, on
        voice.save(update_fields=("text", "text_folded", "erased_on", "file"))
        _erase_file(stored)
    row.replies.update(text=words)
    RefusalProposal.objects.filter(registration=row).delete()
    for turn in row.turns.all():
        _unname(turn, words=words, on=on)
        if not turn.petitions.exists():  # else the note is part of their record
            _erase_note(turn, words=words)
    outbox.forget_words(context_key(row.session), needles, instead=words)


def erase_petition_contact(row: Petition, *, words: str, on: date) -> None:
    """Who raised a petition and how the answer reached the person."""
    needles = _needles(row.contact)
    _wipe_contact(row.contact, words=words, on=on)
    if row.turn is not None:
        _unname(row.turn, words=words, on=on)
    outbox.forget_words(context_key(row.session), needles, instead=words)


def erase_petition_voice(row: Petition, *, words: str, on: date) -> None:
    """What was raised: summary, text of the minutes, text for the agency, the turn in which it was said."""
    voice = row.voice
    voice.summary, voice.text, voice.erased_on = words, words, on
    if voice.agency_text:
        voice.agency_text = words
    voice.save(update_fields=("summary", "text", "agency_text", "text_folded", "erased_on"))
    if row.turn is not None:
        _erase_note(row.turn, words=words)


def erase_turn(row: Turn, *, words: str, on: date) -> None:
    """Who had the floor and what was noted, of a turn without a slip from which no petition came."""
    _unname(row, words=words, on=on)
    _erase_note(row, words=words)


def erase_guest_contact(row: Guest, *, words: str, on: date) -> None:
    """How to reach a guest, and why somebody could not come. The name stays on the list for now."""
    contact = row.contact
    needles = [contact.phone, contact.email, contact.address]
    type(contact).objects.filter(pk=contact.pk).update(**_HOW_TO_REACH, erased_on=on)
    Invitation.objects.filter(guest=row).exclude(response_reason="").update(response_reason=words)
    Guest.objects.filter(pk=row.pk).update(likeness=f"erased:{row.pk}")
    outbox.forget_words(context_key(row.session), needles, instead=words)


def erase_guest_name(row: Guest, *, words: str, on: date) -> None:
    """The name on the list of guests; who came is still counted."""
    needles = [row.full_name, row.group]
    row.full_name, row.salutation, row.group, row.erased_on = words, "", "", on
    row.save(update_fields=("full_name", "salutation", "group", "erased_on", "name_folded", "name_sort"))
    outbox.forget_words(context_key(row.session), needles, instead=words)


def erase_entry(row: AddressBookEntry, *, words: str, on: date) -> None:
    """An entry of the address book goes whole: nothing of a process hangs on it."""
    row.delete()


def erase_import(row: GuestImport, *, words: str, on: date) -> None:
    """A spreadsheet that was read goes whole; whoever was taken from it is a guest."""
    row.delete()


def _needles(contact: RegistrationContact | PetitionContact) -> list[str]:
    return [contact.full_name, contact.phone, contact.email, contact.address]


def _wipe_contact(contact: RegistrationContact | PetitionContact, *, words: str, on: date) -> None:
    type(contact).objects.filter(pk=contact.pk).update(full_name=words, erased_on=on, **_WHO, **_HOW_TO_REACH)
    contact.refresh_from_db()


def _unname(turn: Turn, *, words: str, on: date) -> None:
    Turn.objects.filter(pk=turn.pk, kind=SpeakerKind.CITIZEN).update(speaker_label=words, erased_on=on)


def _erase_note(turn: Turn, *, words: str) -> None:
    Turn.objects.filter(pk=turn.pk).exclude(text="").update(text=words)


def _erase_file(stored: StoredFile | None) -> None:
    if stored is not None:
        stored.delete()
        forget(stored)
