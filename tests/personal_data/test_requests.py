"""Requests of people about their data: from their page or on paper, on two clocks, answered with what follows."""

from datetime import date, timedelta

import pytest

from accounts.forms import new_key
from audit.models import Act
from audit.transitions import TransitionRefused
from outbox import relay
from outbox.models import Message
from personal_data import terms
from personal_data.actions import requests as verbs
from personal_data.actions.requests import Asking, Reply
from personal_data.enums import (
    IdentityCheck,
    RefusedBecause,
    RequestKind,
    RequestOutcome,
    RequestSource,
)
from personal_data.models import DataRequest
from personal_data.queries import requests as queries
from regulation.calendars import working_calendar
from sessions_app.actions import consents, tracking_codes
from sessions_app.actions import guests as guest_actions
from sessions_app.actions.petitions import tracking_code_of
from sessions_app.enums import ConsentPurpose
from sessions_app.models import AddressBookEntry, Consent
from tests.factories import followups as after
from tests.factories import proceedings as day
from tests.factories import registrations as slips
from tests.factories.accounts import SeatFactory
from tests.factories.organizations import party_office
from tests.support.counting import queries_of
from tests.support.moments import at

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 14)
NOW = at(ON, "09:00")
LIST, OWN = "/yeu-cau-du-lieu/", "/tra-cuu/du-lieu-ca-nhan/"
WITHDRAW = f"{OWN}rut-dong-y/"


@pytest.fixture(autouse=True)
def _now(frozen):
    frozen(ON, "09:00")


def slip(**fields):
    """A slip of a session that is over; its person may be named and may be invited again."""
    session = fields.pop("session", None) or day.held()
    return slips.registration(
        session, contact={"full_name": after.NAME, "phone": after.PHONE, "email": after.EMAIL}, **fields
    )


def asked(kind=RequestKind.SEE, *, about=None, seat, on=ON, **person):
    return verbs.receive(
        kind, Asking(**{"full_name": "Minh Họa Hỏi", "email": "hoi@example.test", **person}), office=seat.unit,
        source=RequestSource.PAPER, subject=about, received_on=on, by=seat.actor, at=NOW,
    )  # fmt: skip


def confirmed(row, seat):
    return verbs.confirm(row, identity_check=IdentityCheck.SEEN, seat=seat, at=NOW)


def answered(row, seat, outcome=RequestOutcome.FULFILLED, **more):
    return verbs.close(row, Reply(outcome=outcome, text="Đã làm.", **more), seat=seat, at=NOW, on=ON)


def tracked(client, code: str, phone: str = after.PHONE):
    assert client.post("/tra-cuu/", {"code": code, "phone_end": phone[-4:]}).status_code == 303
    return client


@pytest.fixture
def row(clerk):
    return slip()


@pytest.fixture
def citizen(client, row):
    return tracked(client, tracking_codes.code_of(row.tracking))


# -- clocks


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (date(2026, 4, 14), date(2026, 4, 16)),
        (date(2026, 4, 10), date(2026, 4, 14)),  # over a weekend
        (date(2026, 4, 24), date(2026, 4, 29)),  # 26/4 is Giỗ Tổ on a Sunday, its Monday is off
        (date(2040, 1, 2), None),
    ],
)
def test_two_working_days_for_the_confirmation(received, expected):
    assert terms.confirm_due(received, working_calendar()) == expected


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        ("see", date(2026, 4, 24)),
        ("correct", date(2026, 4, 24)),
        ("withdraw", date(2026, 4, 29)),
        ("erase", date(2026, 5, 4)),
    ],
)
def test_calendar_days_for_carrying_it_out(kind, due):
    assert terms.carry_out_due(kind, ON) == due
    assert terms.carry_out_due(kind, ON, extended_by=15) == due + timedelta(days=15)


def test_what_is_late_is_derived_and_stands_in_the_work_queue(clerk):
    row = asked(seat=clerk)
    cases = {ON: "soon", ON + timedelta(days=2): "today", ON + timedelta(days=3): "overdue"}
    assert {on: queries.work_for(clerk, on=on)[0].group for on in cases} == cases
    row = confirmed(row, clerk)
    assert queries.work_for(clerk, on=ON + timedelta(days=10))[0].group == "today"
    late = queries.clock_of(row, on=ON + timedelta(days=11), calendar=working_calendar())
    assert (late.is_late, late.words) == (True, "Trả lời: quá hạn 1 ngày")
    answered(row, clerk)
    assert queries.work_for(clerk, on=ON) == []


# -- the page of the person


def test_somebody_with_the_code_reads_what_is_held_and_asks_once(citizen, clerk, row):
    page = citizen.get(OWN).content.decode()
    assert (after.NAME in page, after.PHONE in page, "0909 *** 543" in page) == (True, False, True)
    form = {"kind": "see", "words": "", "idempotency_key": new_key()}
    assert [citizen.post(OWN, form).status_code for _ in range(2)] == [302, 302]
    request = DataRequest.objects.get()
    assert (request.registration, request.source, request.office, request.person.email) == (
        row, "link", clerk.unit, after.EMAIL,
    )  # fmt: skip
    assert Act.objects.get(verb="receive_request").actor_kind == "link"
    again = citizen.post(OWN, form | {"idempotency_key": new_key()})
    assert again.context["form"].non_field_errors() == ["Yêu cầu này đã được nhận và đang thực hiện."]
    assert "Trả lời chậm nhất 24/04/2026" in citizen.get(OWN).content.decode()


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("sent", "field"), [({"kind": "correct"}, "words"), ({"kind": ""}, "kind"), ({"kind": "khac"}, "kind")]
)
def test_an_incomplete_request_is_a_sentence(citizen, sent, field):
    answer = citizen.post(OWN, sent | {"idempotency_key": new_key()})
    assert list(answer.context["form"].errors) == [field]
    assert not DataRequest.objects.exists()


@pytest.mark.one_engine
@pytest.mark.parametrize("address", [OWN, WITHDRAW])
def test_without_a_code_there_is_no_page(client, address):
    answer = client.post(address, {"idempotency_key": new_key()})
    assert (answer.status_code, answer["Location"]) == (302, "/tra-cuu/")


def test_the_person_reads_how_often_which_office_looked_and_nobodys_name(citizen, clerk, row):
    from sessions_app.actions import registrations

    for reason in ("Làm rõ", "Giao giấy"):
        registrations.reveal_contacts(row.session, [row], reason=reason, by=clerk.actor, at=NOW)
    page = citizen.get(OWN).content.decode()
    assert f"14/04/2026, {clerk.unit.name}: 2 lần" in page
    assert clerk.user.full_name not in page


def test_looks_at_the_list_of_guests_are_told_to_the_guest_who_registered(client, clerk):
    session = day.held()
    earlier = slips.invite(session).guest
    guest_actions.reveal_contacts(session, reason="Gọi xác nhận", by=clerk.actor, at=NOW)
    own, other = slips.invite(session, phone=after.PHONE), slip(session=session)
    type(earlier).objects.filter(pk=own.guest_id).update(added_at=NOW + timedelta(minutes=1))
    row = slip(session=session, invitation=own)
    guest_actions.reveal_contacts(session, reason="Gọi xác nhận", by=clerk.actor, at=NOW + timedelta(hours=1))
    for of, times in ((row, 1), (other, 0)):
        page = tracked(client, tracking_codes.code_of(of.tracking)).get(OWN).content.decode()
        assert (f"{clerk.unit.name}: 1 lần" in page, "2 lần" in page) == (bool(times), False)


def test_a_consent_is_taken_back_at_once_and_its_effect_with_it(citizen, clerk, row):
    row.contact.may_be_named = True
    row.contact.save()
    consents.keep(row, list(ConsentPurpose), office=clerk.unit, at=NOW)
    assert AddressBookEntry.objects.count() == 1
    page = citizen.get(OWN).content.decode()
    assert page.count("Rút sự đồng ý<span") == 3  # not the one without which there is no registration
    for purpose in (ConsentPurpose.NAMING, ConsentPurpose.INVITING):
        code = Consent.objects.get(purpose=purpose).code
        assert citizen.post(WITHDRAW, {"consent": code, "idempotency_key": new_key()}).status_code == 302
    row.contact.refresh_from_db()
    live = set(Consent.objects.filter(withdrawn_at__isnull=True).values_list("purpose", flat=True))
    assert (row.contact.may_be_named, AddressBookEntry.objects.count(), live) == (
        False, 0, {ConsentPurpose.PROCESSING, ConsentPurpose.PUBLISHING},
    )  # fmt: skip


def test_the_needed_and_somebody_elses_consent_are_not_taken_back(citizen, clerk, row):
    consents.keep(row, [ConsentPurpose.PROCESSING], office=clerk.unit, at=NOW)
    other = slip(session=row.session)
    consents.keep(other, [ConsentPurpose.NAMING], office=clerk.unit, at=NOW)
    codes = [consent.code for consent in Consent.objects.order_by("pk")]
    answers = [
        citizen.post(WITHDRAW, {"consent": code, "idempotency_key": new_key()}).status_code for code in codes
    ]
    assert answers == [302, 404]
    assert not Consent.objects.filter(withdrawn_at__isnull=False).exists()


def test_a_walk_in_asks_by_the_code_of_the_petition(client, clerk):
    petition = after.petition(day.held())
    tracked(client, tracking_code_of(petition)).post(OWN, {"kind": "erase", "idempotency_key": new_key()})
    assert DataRequest.objects.get().petition == petition


# -- the office


def test_a_request_on_paper_is_entered_about_a_slip_and_confirmed_and_answered(client_for, clerk, row):
    office = client_for(clerk)
    form = {
        "kind": "see", "source": "paper", "received_on": "13/04/2026", "full_name": "Minh Họa Hỏi", "phone": "",
        "email": "hoi@example.test", "address": "", "words": "", "idempotency_key": new_key(),
    }  # fmt: skip
    answer = office.post(f"{LIST}ghi-moi/?ve=dang-ky:{row.code}", form)
    request = DataRequest.objects.get()
    assert (answer.status_code, request.registration, request.received_on) == (302, row, date(2026, 4, 13))
    page = f"{LIST}{request.code}/"
    sent = {"version": 1, "identity_check": "seen", "idempotency_key": new_key()}
    assert [office.post(f"{page}xac-nhan/", sent).status_code for _ in range(2)] == [302, 302]
    request.refresh_from_db()
    sent = {
        "version": request.version,
        "outcome": "fulfilled",
        "text": "Bản sao kèm theo",
        "idempotency_key": new_key(),
    }
    assert office.post(f"{page}tra-loi/", sent).status_code == 302
    request.refresh_from_db()
    assert (request.state, request.outcome, request.ground, request.person.reply) == (
        "closed", "fulfilled", "", "Bản sao kèm theo",
    )  # fmt: skip
    assert Message.objects.count() == 2
    assert office.get(page).status_code == office.get(LIST).status_code == 200


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"received_on": "15/04/2026"}, "received_on"),
        ({"email": ""}, "address"),
        ({"phone": "123"}, "phone"),
        ({"kind": ""}, "kind"),
        ({"source": "link"}, "source"),
    ],
)
def test_a_wrong_entry_is_a_sentence_at_the_field(client_for, clerk, changed, field):
    form = {
        "kind": "see", "source": "oral", "received_on": "14/04/2026", "full_name": "Minh Họa Hỏi",
        "email": "hoi@example.test", "idempotency_key": new_key(),
    }  # fmt: skip
    answer = client_for(clerk).post(f"{LIST}ghi-moi/", form | changed)
    assert list(answer.context["form"].errors) == [field]
    assert not DataRequest.objects.exists()


def test_another_office_finds_neither_request_nor_slip(client_for, clerk, row):
    request = asked(seat=clerk, about=row)
    other = client_for(SeatFactory(role="office", unit=party_office("phuong-sai-gon")))
    addresses = [
        f"{LIST}{request.code}/",
        f"{LIST}ghi-moi/?ve=dang-ky:{row.code}",
        f"{LIST}ghi-moi/?ve=khac:1",
    ]
    assert [other.get(address).status_code for address in addresses] == [404, 404, 404]
    assert [client_for(clerk).get(address).status_code for address in addresses] == [200, 200, 404]
    assert request.code not in other.get(LIST).content.decode()


@pytest.mark.one_engine
@pytest.mark.parametrize("role", ["leader", "agency", "admin", "city_monitor"])
def test_only_offices_have_the_queue(login, role):
    assert login(role).get(LIST).status_code == 403


@pytest.mark.one_engine
def test_the_list_takes_the_same_statements_for_one_and_three(client_for, clerk):
    office, session = client_for(clerk), day.held()
    asked(seat=clerk, about=slip(session=session))
    one = queries_of(office, LIST)
    for _ in range(2):
        asked(seat=clerk, about=slip(session=session))
    assert queries_of(office, LIST) == one


def test_more_time_is_taken_once_with_a_reason_and_before_the_date(clerk):
    row = confirmed(asked(seat=clerk), clerk)
    for days in (0, 16):
        with pytest.raises(TransitionRefused, match="từ 1 đến 15"):
            verbs.extend(row, days=days, reason="Nhiều hồ sơ", seat=clerk, at=NOW)
    late = at(ON + timedelta(days=11))
    with pytest.raises(TransitionRefused, match="quá hạn"):
        verbs.extend(row, days=5, reason="Nhiều hồ sơ", seat=clerk, at=late)
    row = verbs.extend(row, days=5, reason="Nhiều hồ sơ", seat=clerk, at=NOW)
    assert queries.due_on(row) == date(2026, 4, 29)
    with pytest.raises(TransitionRefused, match="một lần"):
        verbs.extend(row, days=5, reason="Nhiều hồ sơ", seat=clerk, at=NOW)


# -- what follows from an answer


def test_nothing_is_carried_out_for_somebody_unknown_but_a_refusal_may_be_said(clerk, row):
    request = asked(RequestKind.ERASE, seat=clerk, about=row)
    with pytest.raises(TransitionRefused, match="là ai"):
        answered(request, clerk)
    with pytest.raises(TransitionRefused, match="Chọn căn cứ"):
        answered(request, clerk, RequestOutcome.REFUSED)
    request = answered(request, clerk, RequestOutcome.REFUSED, ground=RefusedBecause.IDENTITY)
    assert (request.outcome, request.ground) == ("refused", "identity")
    with pytest.raises(TransitionRefused, match="đã được trả lời"):
        answered(request, clerk)


def test_a_correction_changes_contact_and_petition_and_the_trail_keeps_no_value(clerk):
    session = day.held()
    row = slip(session=session)
    petition = day.petition(session, registration=row)
    request = confirmed(asked(RequestKind.CORRECT, seat=clerk, about=row), clerk)
    answered(request, clerk, corrected={"phone": "0911000222"})
    row.contact.refresh_from_db()
    petition.contact.refresh_from_db()
    assert (row.contact.phone, petition.contact.phone, row.contact.email) == (
        "0911000222",
        "0911000222",
        after.EMAIL,
    )
    act = Act.objects.get(verb="correct_contact")
    assert list(act.changes) == ["phone"]
    kept = " ".join(f"{act.title}{act.note}{act.changes}" for act in Act.objects.all())
    assert (after.PHONE in kept, "0911000222" in kept) == (False, False)


def test_what_was_asked_to_be_erased_is_gone_and_the_petition_stays(clerk):
    row = after.assignment()
    petition = row.petition
    request = confirmed(asked(RequestKind.ERASE, seat=clerk, about=petition), clerk)
    with pytest.raises(TransitionRefused, match="đang cần để"):
        answered(request, clerk)
    petition.contact.refresh_from_db()
    assert petition.contact.full_name == after.NAME
    after.answered(row)
    answered(request, clerk, RequestOutcome.PARTLY, ground=RefusedBecause.RECORD)
    petition.contact.refresh_from_db()
    petition.voice.refresh_from_db()
    assert (petition.contact.full_name, petition.contact.phone, petition.voice.text) == (
        "Đã xóa theo yêu cầu của người có dữ liệu ngày 14/04/2026", "", after.SAID,
    )  # fmt: skip


def test_erasing_takes_back_what_was_agreed_to_and_empties_the_address_book(clerk):
    session = day.held()
    row = slip(session=session)
    consents.keep(row, list(ConsentPurpose), office=clerk.unit, at=NOW)
    type(session).objects.update(state="concluded", concluded_at=NOW)
    request = confirmed(asked(RequestKind.ERASE, seat=clerk, about=row), clerk)
    answered(request, clerk)
    row.contact.refresh_from_db()
    assert (row.contact.phone, row.contact.erased_on, AddressBookEntry.objects.count()) == ("", ON, 0)
    assert Consent.objects.get(withdrawn_at__isnull=True).purpose == ConsentPurpose.PROCESSING


def test_a_slip_that_was_withdrawn_is_erased_before_the_session_a_live_one_is_not(clerk):
    session = day.scheduled()
    for state, blocked in (("withdrawn", ""), ("submitted", "đang cần để")):
        request = asked(RequestKind.ERASE, seat=clerk, about=slip(session=session, state=state))
        assert queries.blocks_erasing(request).startswith(blocked)
        assert bool(queries.blocks_erasing(request)) is bool(blocked)


def test_a_consent_is_taken_back_by_the_office_and_one_has_to_be_named(clerk, row):
    consents.keep(row, [ConsentPurpose.NAMING], office=clerk.unit, at=NOW)
    request = confirmed(asked(RequestKind.WITHDRAW, seat=clerk, about=row), clerk)
    with pytest.raises(TransitionRefused, match="Chọn sự đồng ý"):
        answered(request, clerk)
    answered(request, clerk, withdrawn=queries.consents_of(request))
    assert not Consent.objects.filter(withdrawn_at__isnull=True).exists()


def test_the_person_is_told_that_there_is_news_and_nothing_of_it(clerk, row, mailoutbox):
    request = confirmed(asked(seat=clerk, about=row, words="Tôi muốn xem số điện thoại"), clerk)
    answered(request, clerk)
    relay.relay_once(at=NOW)
    (mail,) = mailoutbox  # the confirmation has lost its point
    assert (mail.to, mail.subject) == (["hoi@example.test"], "Trả lời yêu cầu về dữ liệu cá nhân")
    assert "Đã làm" not in mail.body
    assert "số điện thoại" not in mail.body
