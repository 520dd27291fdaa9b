"""Letters on paper: how each was handed over, what came back, a wrong contact put right, a sheet to sign."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from audit.models import Act
from outbox import actions as outbox
from outbox import queries as outbox_queries
from outbox.enums import Channel, Handled, MessageState
from outbox.models import Message
from outbox.relay import relay_once
from sessions_app.actions import dispatches
from sessions_app.actions.dispatches import DispatchRefused
from sessions_app.enums import HandedHow
from sessions_app.models import Dispatch, GuestContact, Invitation
from sessions_app.queries import invitations as queries
from tests.factories import sessions_app as factories
from tests.factories.accounts import SeatFactory
from tests.support import moments

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_papers")]
TODAY, NOW = factories.TODAY, factories.NOW
TUESDAY, WEDNESDAY = TODAY + timedelta(days=1), factories.LAST_SAFE_DAY


@pytest.fixture(autouse=True)
def _today(frozen):
    frozen(TODAY)


@pytest.fixture
def seat():
    return factories.office_seat()


@pytest.fixture
def office(client_for, seat):
    return client_for(seat)


def page(name, session, *more):
    return reverse(f"sessions_app:{name}", args=(session.code, *more))


def the_invitation() -> Invitation:
    return Invitation.objects.get()


def hand_over(session, seat, *, on=TODAY, **more):
    return dispatches.hand_over(
        session, [the_invitation()], handed_on=on, handed_by="Minh Họa Giao", late_reason="",
        by=seat.actor, on=on, at=moments.at(on, "16:00"), **more,
    )  # fmt: skip


def returned(session, seat, *, on=TUESDAY, today=TUESDAY):
    return dispatches.paper_returned(
        session, the_invitation(), returned_on=on, reason="Đi vắng dài ngày", by=seat.actor, on=today,
        at=moments.at(today, "16:00"),
    )  # fmt: skip


def delivery(session) -> str:
    return queries.register(session).get().delivery


def duty_of(session):
    return session.hostings.get().invitation_duty


# -- how it was handed over


def test_a_letter_by_post_is_found_again_by_its_number(seat):
    session = factories.announced(email=False)
    with pytest.raises(DispatchRefused, match="số bưu gửi"):
        hand_over(session, seat, how=HandedHow.BY_POST)
    assert hand_over(session, seat, how=HandedHow.BY_POST, post_number="EE123456789VN") == 1
    line = Dispatch.objects.get()
    assert (line.handed_how, line.post_number, line.left_on) == (HandedHow.BY_POST, "EE123456789VN", TODAY)
    assert Act.objects.get(verb="hand_over").changes == {
        "handed_how": "by_post",
        "post_number": "EE123456789VN",
    }


@pytest.mark.rule("D9.1.b-2.s1")
def test_a_letter_on_paper_meets_the_duty_as_of_the_day_it_was_handed_over(seat):
    session = factories.announced(email=False)
    hand_over(session, seat, on=TUESDAY, how=HandedHow.BY_QUARTER)
    assert duty_of(session).met_on == TUESDAY


def test_the_page_asks_for_the_number_at_its_field(office):
    session = factories.announced(email=False)
    typed = {
        "handed_on": "09/03/2026", "handed_by": "Bưu điện", "handed_how": "by_post", "idempotency_key": "a",
        "thu-moi": the_invitation().code,
    }  # fmt: skip
    answer = office.post(page("hand_over", session), typed)
    assert answer.context["form"].errors == {"post_number": ["Nhập số bưu gửi."]}
    office.post(page("hand_over", session), typed | {"post_number": "EE123456789VN"})
    [row] = office.get(page("dispatches", session)).context["rows"]
    assert row["ways"] == [
        "Giấy giao tận nơi: 09/03/2026, gửi bưu điện số EE123456789VN, người giao Bưu điện"
    ]


# -- what came back


def test_a_letter_on_paper_that_came_back_is_a_task_and_no_breach(seat):
    session = factories.announced(email=False)
    hand_over(session, seat)
    line = returned(session, seat)
    assert (line.left_on, line.returned_on, line.failed_reason) == (TODAY, TUESDAY, "Đi vắng dài ngày")
    assert (duty_of(session).met_on, delivery(session)) == (TODAY, "failed")
    assert Act.objects.get(verb="paper_returned").title == "1 thư mời giấy bị trả lại ngày 10/03/2026"


def test_what_came_back_is_handed_over_once_more(seat):
    session = factories.announced(email=False)
    hand_over(session, seat)
    returned(session, seat)
    assert hand_over(session, seat, on=WEDNESDAY) == 1
    assert delivery(session) == "left"
    assert [line.left_on for line in Dispatch.objects.order_by("pk")] == [TODAY, WEDNESDAY]
    assert duty_of(session).met_on == TODAY


def test_sending_again_what_came_back_waits_on_paper(seat):
    session = factories.announced(email=False)
    hand_over(session, seat)
    returned(session, seat)
    dispatches.send_again(session, the_invitation(), by=seat.actor, at=NOW)
    assert delivery(session) == "paper"


def test_what_never_left_cannot_come_back(seat):
    session = factories.announced(email=False)
    with pytest.raises(DispatchRefused, match="Không có thư giấy nào"):
        returned(session, seat)
    hand_over(session, seat, on=TODAY)
    for day in (TODAY - timedelta(days=1), WEDNESDAY):
        with pytest.raises(DispatchRefused, match="từ ngày giao 09/03/2026 đến hôm nay"):
            returned(session, seat, on=day)
    assert not Dispatch.objects.filter(returned_on__isnull=False).exists()


def test_the_page_enters_what_came_back(office, seat):
    session = factories.announced(email=False)
    hand_over(session, seat)
    address = page("paper_returned", session, the_invitation().code)
    assert address in office.get(page("dispatches", session)).content.decode()
    typed = {"returned_on": "09/03/2026", "reason": "", "idempotency_key": "a"}
    assert office.post(address, typed).context["form"].errors == {"reason": ["Nhập lý do."]}
    assert office.post(address, typed | {"reason": "Đã chuyển đi"}).url == page("dispatches", session)
    assert address not in office.get(page("dispatches", session)).content.decode()
    [row] = office.get(page("dispatches", session)).context["rows"]
    assert row["ways"] == ["Giấy giao tận nơi: 09/03/2026, bị trả lại (Đã chuyển đi)"]


def test_the_database_refuses_half_facts():
    factories.announced(email=False)
    line = Dispatch.objects.get()
    for values in (
        {"returned_on": TODAY},
        {"handed_how": HandedHow.BY_POST},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Dispatch.objects.filter(pk=line.pk).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispatch.objects.create(invitation=line.invitation, channel=Channel.PRINT)


# -- the sheet


def test_the_sheet_lists_every_letter_on_paper_and_no_contact(office, seat):
    session = factories.scheduled(seat)
    factories.add_guests(session, 1)
    factories.add_guests(session, 2, email=False)
    factories.issue(session)
    first = Invitation.objects.filter(guest__contact__email="").first()
    dispatches.hand_over(
        session, [first], handed_on=TODAY, handed_by="Minh Họa Giao", late_reason="", by=seat.actor,
        on=TODAY, at=NOW,
    )  # fmt: skip
    shown = office.get(page("paper_register", session))
    assert [(row["number"], row["name"], row["by"], row["state"]) for row in shown.context["rows"]] == [
        (1, "Ông Khách Mời Thử 2", "Minh Họa Giao", ""),
        (2, "Bà Khách Mời Thử 3", "", "Chờ giao"),
    ]
    html = shown.content.decode()
    assert [phone for phone in GuestContact.objects.values_list("phone", flat=True) if phone in html] == []


def test_an_empty_sheet_says_why(office):
    session = factories.announced(guests=1)
    assert "Không có thư giấy nào" in office.get(page("paper_register", session)).content.decode()
    assert "In sổ giao thư giấy" not in office.get(page("dispatches", session)).content.decode()


def test_the_sheet_costs_the_same_for_one_and_for_three(office, django_assert_num_queries):
    one = factories.announced(guests=1, email=False)
    three = factories.announced(guests=3, email=False, title="Ba người")
    with CaptureQueriesContext(connection) as at_one:
        office.get(page("paper_register", one))
    with django_assert_num_queries(len(at_one)):
        assert len(office.get(page("paper_register", three)).context["rows"]) == 3


@pytest.mark.parametrize("role", [Role.MINUTE_TAKER, Role.LEADER, Role.CITY_MONITOR])
def test_others_see_neither_sheet_nor_forms(client_for, role):
    session = factories.announced(email=False)
    client = client_for(SeatFactory(role=role))
    code = the_invitation().code
    statuses = [
        client.get(page("paper_register", session)).status_code,
        client.get(page("paper_returned", session, code)).status_code,
        client.post(page("guest_contact", session, code), {}).status_code,
    ]
    assert statuses == [403, 403, 403]


# -- a contact put right


def test_a_wrong_address_is_put_right_and_the_letter_goes_there(office, mailoutbox):
    session = factories.announced(guests=1)
    relay_once(at=NOW)
    first = Message.objects.get()
    outbox.note_bounce(first, reason="Hộp thư không tồn tại", by=factories.office_seat().actor, at=NOW)
    assert delivery(session) == "failed"
    code = the_invitation().code
    address = page("guest_contact", session, code)
    shown = office.get(address).content.decode()
    assert "k***@example.invalid" in shown
    assert "khach1@example.invalid" not in shown
    assert office.post(address, {"email": "dung@example.invalid", "idempotency_key": "a"}).status_code == 302
    act = Act.objects.get(verb="correct_contact")
    assert (act.title, "@" in str(act.changes)) == ("Sửa thư điện tử của 1 khách mời", False)
    office.post(page("send_again", session, code), {"idempotency_key": "b"})
    relay_once(at=NOW + timedelta(minutes=1))
    assert [letter.to for letter in mailoutbox] == [["khach1@example.invalid"], ["dung@example.invalid"]]
    assert delivery(session) == "left"
    first.refresh_from_db()
    assert first.handled_how == Handled.SENT_AGAIN


def test_without_an_address_the_letter_goes_on_paper(office, seat):
    session = factories.announced(guests=1)
    dispatches.message_failed(Message.objects.get(), NOW)
    code = the_invitation().code
    office.post(page("guest_contact", session, code), {"without_email": "on", "idempotency_key": "a"})
    assert GuestContact.objects.get().email == ""
    office.post(page("send_again", session, code), {"idempotency_key": "b"})
    assert delivery(session) == "paper"


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({}, {"__all__": ["Nhập thư điện tử, số điện thoại hoặc địa chỉ đúng."]}),
        ({"email": "không phải"}, {"email": ["Nhập thư điện tử đúng dạng, ví dụ ten@coquan.vn."]}),
        ({"phone": "0903"}, {"phone": ["Thiếu 6 chữ số, ví dụ 0903 123 456."]}),
        (
            {"email": "a@example.invalid", "without_email": "on"},
            {"without_email": ["Bỏ đánh dấu ô này khi nhập thư điện tử mới."]},
        ),
    ],
)
def test_what_cannot_be_a_contact_changes_nothing(office, typed, errors):
    session = factories.announced(guests=1)
    before = GuestContact.objects.values().get()
    answer = office.post(
        page("guest_contact", session, the_invitation().code), typed | {"idempotency_key": "a"}
    )
    assert answer.context["form"].errors == errors
    assert GuestContact.objects.values().get() == before


def test_two_people_of_one_name_do_not_become_one(office):
    session = factories.announced(guests=2)
    first, second = session.guests.order_by("pk")
    second.full_name = first.full_name
    second.save()
    typed = {"phone": first.contact.phone, "idempotency_key": "a"}
    code = Invitation.objects.get(guest=second).code
    answer = office.post(page("guest_contact", session, code), typed)
    assert "đã có người cùng tên" in str(answer.context["form"].non_field_errors())
    assert second.contact.phone != first.contact.phone


# -- the outbox and the register agree


@pytest.fixture
def bounced(seat) -> Message:
    factories.announced(guests=1)
    relay_once(at=NOW)
    return outbox.note_bounce(Message.objects.get(), reason="Hộp thư không tồn tại", by=seat.actor, at=NOW)


def test_sent_again_from_the_page_of_the_message_it_is_a_new_line(bounced, seat):
    session = the_invitation().guest.session
    again = outbox.send_again(bounced, channel=Channel.EMAIL, by=seat.actor, at=NOW)
    assert again.params == {"dispatch": again.dispatch.pk}
    assert delivery(session) == "waiting"
    relay_once(at=NOW)
    assert (delivery(session), Dispatch.objects.count()) == ("left", 2)


def test_taken_on_paper_from_the_page_of_the_message_it_waits_to_be_handed_over(bounced, seat):
    session = the_invitation().guest.session
    outbox.settle(bounced, how=Handled.ON_PAPER, note="Giao qua khu phố", by=seat.actor, at=NOW)
    assert delivery(session) == "paper"
    hand_over(session, seat)
    assert delivery(session) == "left"


def test_handed_over_on_paper_the_message_is_no_longer_a_task(bounced, seat):
    assert list(outbox_queries.unsettled(Message.objects.all())) == [bounced]
    hand_over(the_invitation().guest.session, seat)
    assert not outbox_queries.unsettled(Message.objects.all()).exists()
    bounced.refresh_from_db()
    assert (bounced.state, bounced.handled_how) == (MessageState.BOUNCED, Handled.ON_PAPER)


@pytest.mark.rule("D9.1.b-2.s1")
def test_a_letter_of_unknown_fate_that_arrived_meets_the_duty_on_the_day_it_was_tried(seat):
    session = factories.announced(guests=1)
    message = Message.objects.get()
    Message.objects.update(state=MessageState.UNCERTAIN, tried_at=NOW)
    dispatches.message_failed(message, NOW)
    message.refresh_from_db()
    later = moments.at(date(2026, 3, 16), "09:00")
    outbox.note_arrival(message, note="Đã gọi điện, đã nhận", by=seat.actor, at=later)
    assert (duty_of(session).met_on, delivery(session)) == (TODAY, "left")


def test_the_page_of_the_message_leads_to_where_it_is_mended(office, bounced):
    pages = office.get(f"/thu-di/{bounced.code}/").context["mending_pages"]
    assert [one["label"] for one in pages] == ["Sửa liên hệ", "Theo dõi gửi, giao giấy", "In thư mời"]
    assert [office.get(one["url"]).status_code for one in pages] == [200, 200, 200]
