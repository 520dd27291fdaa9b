"""Contacts put right by the office: with a reason, an act, and no value in the trail."""

from datetime import date

import pytest

from accounts.forms import new_key
from audit.models import Act
from audit.transitions import TransitionRefused
from sessions_app.actions import contact_corrections
from tests.factories import followups as after
from tests.factories import proceedings as day
from tests.factories.accounts import SeatFactory
from tests.factories.organizations import party_office
from tests.factories.registrations import invite, registration
from tests.support.moments import at

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 14)


@pytest.fixture(autouse=True)
def _now(frozen):
    frozen(ON, "09:00")


def of_slip():
    row = registration(day.held())
    return row.contact, f"/buoi-doi-thoai/{row.session.code}/dang-ky/{row.code}/sua-lien-he/"


def of_petition():
    row = after.petition(day.held())
    return row.contact, f"/kien-nghi/{row.code}/sua-lien-he/"


def sent(**changed):
    return {"phone": "0911 000 222", "reason": "asked", "idempotency_key": new_key()} | changed


def of_guest():
    guest = invite(day.held()).guest
    return guest.contact, f"/buoi-doi-thoai/{guest.session.code}/khach-moi/{guest.code}/sua-lien-he/"


@pytest.mark.parametrize("make", [of_slip, of_petition, of_guest])
def test_the_office_corrects_once_and_the_log_names_the_field_alone(client_for, clerk, make):
    contact, address = make()
    old = contact.phone
    office = client_for(clerk)
    assert old not in office.get(address).content.decode()
    form = sent()
    assert [office.post(address, form).status_code for _ in range(2)] == [302, 302]
    contact.refresh_from_db()
    assert contact.phone == "0911000222"
    act = Act.objects.get(verb="correct_contact")
    assert (act.title.startswith("Sửa số điện thoại của "), act.note) == (
        True,
        "Theo đề nghị của người có dữ liệu",
    )
    assert old not in str(act.changes)
    assert "0911000222" not in str(act.changes)


@pytest.mark.parametrize("make", [of_slip, of_petition, of_guest])
def test_another_office_finds_nothing_and_the_minute_taker_is_refused(client_for, clerk, make):
    contact, address = make()
    other = client_for(SeatFactory(role="office", unit=party_office("phuong-sai-gon")))
    taker = client_for(SeatFactory(role="minute_taker"))
    assert [client.post(address, sent()).status_code for client in (other, taker)] == [404, 403]
    old = contact.phone
    contact.refresh_from_db()
    assert contact.phone == old


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"phone": ""}, "__all__"),
        ({"phone": "12"}, "phone"),
        ({"email": "khong-phai"}, "email"),
        ({"email": "a@example.vn", "without_email": "on"}, "without_email"),
        ({"reason": ""}, "reason"),
    ],
)
def test_a_wrong_correction_is_a_sentence_and_changes_nothing(client_for, clerk, changed, field):
    contact, address = of_slip()
    answer = client_for(clerk).post(address, sent(**changed))
    assert list(answer.context["form"].errors) == [field]
    contact.refresh_from_db()
    assert contact.phone == "0912345678"
    assert not Act.objects.filter(verb="correct_contact").exists()


def test_what_is_erased_or_unchanged_or_without_reason_is_not_corrected(clerk):
    contact, _ = of_slip()
    row = contact.registration
    for given, reason in (({"phone": contact.phone}, "Sai"), ({"phone": "0911000222"}, " ")):
        with pytest.raises(TransitionRefused):
            contact_corrections.correct_registrant(row, given, reason=reason, by=clerk.actor, at=at(ON))
    type(contact).objects.update(erased_on=ON)
    with pytest.raises(TransitionRefused, match="đã được xóa"):
        contact_corrections.correct_registrant(
            row, {"phone": "0911000222"}, reason="Sai", by=clerk.actor, at=at(ON)
        )
