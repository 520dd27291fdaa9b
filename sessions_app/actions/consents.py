"""Agreeing to one purpose and taking that back. What was agreed to stays provable by version and digest of the text."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.links import keyed_digest
from audit import acts
from audit.actors import Actor
from audit.transitions import TransitionRefused
from organizations.models import Unit
from regulation.text import fold
from sessions_app.enums import ConsentPurpose, GuestCategory
from sessions_app.models import (
    AddressBookEntry,
    Consent,
    Petition,
    PetitionContact,
    RegistrationContact,
    SpeakingRegistration,
)
from sessions_app.slip_texts import CONSENTS

_COPIED = ("salutation", "full_name", "phone", "email", "address")


def keep(
    registration: SpeakingRegistration, purposes: Iterable[ConsentPurpose], *, office: Unit, at: datetime
) -> None:
    """Make the live consents of a registration exactly these; what is missing now was taken back.

    Part of sending or changing a slip, whose verb writes the act. An unchanged consent keeps its moment; one to other
    words than today's is given anew.
    """
    wanted = set(purposes)
    live = {consent.purpose: consent for consent in registration.consents.filter(withdrawn_at__isnull=True)}
    for purpose, consent in live.items():
        if purpose not in wanted or consent.text_version != CONSENTS[ConsentPurpose(purpose)].version:
            _end(consent, at=at)
        else:
            wanted.discard(ConsentPurpose(purpose))
    for purpose in CONSENTS:
        if purpose in wanted:
            _give(purpose, at=at, registration=registration)
    inviting = registration.consents.filter(
        purpose=ConsentPurpose.INVITING, withdrawn_at__isnull=True
    ).first()
    if inviting is not None:
        _into_address_book(inviting, registration, office=office)


def keep_naming(petition: Petition, *, at: datetime) -> Consent:
    """Note that a petitioner without a slip agreed at the desk to be named. Part of recording the petition."""
    return _give(ConsentPurpose.NAMING, at=at, petition=petition)


@transaction.atomic
def withdraw(consent: Consent, *, by: Actor, at: datetime) -> Consent:
    """Take one consent back, with what it allowed: from now on no name, no entry in the address book.

    Papers issued before stay as they are. Raises TransitionRefused for a consent taken back before, and for the one
    without which there is no registration: that is a request to erase.
    """
    consent = Consent.objects.select_for_update().get(pk=consent.pk)
    if consent.purpose == ConsentPurpose.PROCESSING:
        raise TransitionRefused(
            "Không có sự đồng ý này thì không xử lý được đăng ký. Ông/bà gửi yêu cầu xóa dữ liệu.",
            stale=False,
        )
    if consent.withdrawn_at is not None:
        raise TransitionRefused("Sự đồng ý này đã được rút trước đó.", stale=False)
    _end(consent, at=at)
    acts.write(
        subject=consent,
        verb="withdraw_consent",
        title=f"Rút sự đồng ý: {consent.get_purpose_display()}",
        by=by,
        at=at,
        changes={"consent": [consent.text_version, ""]},
    )
    return consent


def _give(purpose: ConsentPurpose, *, at: datetime, **owner) -> Consent:
    text = CONSENTS[purpose]
    return Consent.objects.create(
        purpose=purpose, text_version=text.version, text_digest=text.digest, given_at=at, **owner
    )


def _end(consent: Consent, *, at: datetime) -> None:
    consent.withdrawn_at = at
    consent.save(update_fields=("withdrawn_at",))
    if consent.purpose == ConsentPurpose.NAMING:
        RegistrationContact.objects.filter(registration=consent.registration_id).update(may_be_named=False)
        for petitions in (
            {"petition": consent.petition_id},
            {"petition__registration": consent.registration_id},
        ):
            if all(petitions.values()):
                PetitionContact.objects.filter(**petitions).update(may_be_named=False)
    elif consent.purpose == ConsentPurpose.INVITING:
        AddressBookEntry.objects.filter(consent_digest=_digest_of(consent)).delete()


def _digest_of(consent: Consent) -> str:
    return keyed_digest("address-book", consent.code)


def _into_address_book(consent: Consent, registration: SpeakingRegistration, *, office: Unit) -> None:
    """A copy for the office's own table, once; a later consent of the same person takes the entry over."""
    contact = registration.contact
    entry = AddressBookEntry.objects.filter(consent_digest=_digest_of(consent)).first()
    if entry is None:
        known = AddressBookEntry.objects.filter(
            office=office,
            name_folded=fold(contact.full_name),
            phone=contact.phone,
            email=contact.email,
        )
        entry = known.order_by("pk").first()
    if entry is None:
        entry = AddressBookEntry(office=office, category=GuestCategory.RESIDENT)
    for name in _COPIED:
        setattr(entry, name, getattr(contact, name))
    entry.consent_text, entry.consented_at = consent.text_version, consent.given_at
    entry.consent_digest = _digest_of(consent)
    entry.save()
