"""Each purpose its own tick; what was agreed to stays provable; the address book is a copy without a way back."""

import hashlib
from dataclasses import replace
from importlib import import_module

import pytest
from django.apps import apps

from regulation.clock import now
from sessions_app.actions import consents, erasing, registrations
from sessions_app.actions.registrations import SlipContact, SlipContent
from sessions_app.enums import ConsentPurpose
from sessions_app.models import AddressBookEntry, Consent, PetitionContact
from sessions_app.slip_texts import CONSENTS, SlipText
from tests.factories import organizations
from tests.factories import proceedings as day
from tests.factories.followups import HIDDEN_PERSON
from tests.factories.registrations import AnnouncedSessionFactory, invite, registration
from tests.support.moments import ORDINARY_MONDAY

pytestmark = pytest.mark.django_db
CONTACT = SlipContact(full_name="Minh Họa Nguyễn", phone="0903123456")


@pytest.fixture(autouse=True)
def _now(frozen):
    frozen(ORDINARY_MONDAY, "09:00")


def content(*purposes: ConsentPurpose) -> SlipContent:
    field = organizations.field("moi-truong-ngap-nuoc")
    return SlipContent(field=field, text="Rác ở hẻm", also_agreed=frozenset(purposes))


def sent(*purposes: ConsentPurpose, clerk, contact=CONTACT):
    return registrations.submit(
        invite(AnnouncedSessionFactory()),
        contact=contact,
        content=content(*purposes),
        by=clerk.actor,
        at=now(),
    )


def live(row) -> dict[str, str]:
    return dict(row.consents.filter(withdrawn_at__isnull=True).values_list("purpose", "text_version"))


def test_each_consent_keeps_version_and_digest_of_the_words_and_none_is_given_by_silence(clerk):
    assert live(sent(clerk=clerk)) == {"processing": "xu-ly-2026-11"}
    row = sent(ConsentPurpose.PUBLISHING, clerk=clerk, contact=replace(CONTACT, may_be_named=True))
    assert live(row) == {
        "processing": "xu-ly-2026-11", "naming": "neu-ten-2026-11", "publishing": "cong-khai-2026-11",
    }  # fmt: skip
    for consent in row.consents.all():
        words = CONSENTS[ConsentPurpose(consent.purpose)].text
        assert consent.text_digest == hashlib.sha256(words.encode()).hexdigest()
    assert row.consent_text == "xu-ly-2026-11+neu-ten-2026-11+cong-khai-2026-11"
    assert not AddressBookEntry.objects.exists()


def test_changing_the_slip_keeps_what_stays_and_ends_what_was_unticked(clerk):
    row = sent(ConsentPurpose.INVITING, clerk=clerk)
    assert AddressBookEntry.objects.get().phone == "0903123456"
    moved = replace(CONTACT, phone="0911222333", may_be_named=True)
    registrations.revise(
        row, contact=moved, content=content(ConsentPurpose.INVITING), by=clerk.actor, at=now()
    )
    assert AddressBookEntry.objects.get().phone == "0911222333"
    registrations.revise(row, contact=moved, content=content(), by=clerk.actor, at=now())
    assert not AddressBookEntry.objects.exists()
    assert set(live(row)) == {"processing", "naming"}
    assert Consent.objects.filter(purpose="processing").count() == 1


def test_other_words_are_agreed_to_anew(clerk, monkeypatch):
    row = sent(clerk=clerk)
    monkeypatch.setitem(CONSENTS, ConsentPurpose.PROCESSING, SlipText("xu-ly-2027-01", "Khác"))
    consents.keep(row, [ConsentPurpose.PROCESSING], office=clerk.unit, at=now())
    assert live(row) == {"processing": "xu-ly-2027-01"}
    assert Consent.objects.count() == 2


def test_taking_the_name_back_reaches_the_petitions_of_the_slip_and_no_other(clerk):
    session = day.held()
    rows = [
        registration(session, contact={"full_name": f"Minh Họa {n}", "may_be_named": True}) for n in (1, 2)
    ]
    for row in rows:
        consents.keep(row, [ConsentPurpose.NAMING], office=clerk.unit, at=now())
        day.petition(session, registration=row)
    day.petition(session, petitioner=replace(HIDDEN_PERSON, may_be_named=True))
    consents.withdraw(rows[0].consents.get(), by=clerk.actor, at=now())
    named = PetitionContact.objects.order_by("petition__number").values_list("may_be_named", flat=True)
    assert list(named) == [False, True, True]
    consents.withdraw(Consent.objects.get(petition__isnull=False), by=clerk.actor, at=now())
    assert list(named.all()) == [False, True, False]


def test_a_consent_finds_its_entry_also_after_the_slip_was_erased(clerk):
    row, other = (sent(ConsentPurpose.INVITING, clerk=clerk, contact=replace(CONTACT, phone=phone))
                  for phone in ("0903123456", "0903123457"))  # fmt: skip
    erasing.erase_registration(row, words="Đã xóa", on=ORDINARY_MONDAY)
    assert AddressBookEntry.objects.count() == 2
    consents.withdraw(row.consents.get(purpose="inviting"), by=clerk.actor, at=now())
    assert AddressBookEntry.objects.get().phone == "0903123457"
    # Invited again from another slip: the entry follows the newer consent.
    again = sent(ConsentPurpose.INVITING, clerk=clerk, contact=replace(CONTACT, phone="0903123457"))
    consents.withdraw(other.consents.get(purpose="inviting"), by=clerk.actor, at=now())
    assert AddressBookEntry.objects.count() == 1
    consents.withdraw(again.consents.get(purpose="inviting"), by=clerk.actor, at=now())
    assert not AddressBookEntry.objects.exists()


def test_the_book_of_another_office_and_people_entered_otherwise_are_not_touched(clerk):
    row = sent(ConsentPurpose.INVITING, clerk=clerk)
    entry = AddressBookEntry.objects.get()
    for office, consent_text in ((organizations.party_office("phuong-sai-gon"), "x"), (entry.office, "")):
        AddressBookEntry.objects.create(
            office=office, full_name=entry.full_name, phone=entry.phone, category=entry.category,
            consent_text=consent_text,
        )  # fmt: skip
    consents.withdraw(row.consents.get(purpose="inviting"), by=clerk.actor, at=now())
    assert AddressBookEntry.objects.filter(pk=entry.pk).count() == 0
    assert AddressBookEntry.objects.count() == 2


@pytest.mark.one_engine
def test_consents_kept_by_versions_only_become_rows(clerk):
    row = sent(clerk=clerk, contact=replace(CONTACT, may_be_named=True))
    before = list(
        row.consents.order_by("purpose").values("purpose", "text_version", "text_digest", "given_at")
    )
    Consent.objects.all().delete()
    migration = import_module("sessions_app.migrations.0005_keep_each_consent")
    migration.keep_each_consent(apps, None)
    assert (
        list(row.consents.order_by("purpose").values("purpose", "text_version", "text_digest", "given_at"))
        == before
    )
