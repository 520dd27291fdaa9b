"""Letters that did not arrive stand in the queue of the office that sent them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from dialogue_portal.desk import letters
from outbox import renderers
from outbox.channels import sms_gate
from outbox.enums import Handled, MessageState
from outbox.models import Message
from tests.factories.accounts import SeatFactory
from tests.factories.organizations import SAI_GON, party_office
from tests.factories.outbox import KIND, POSTED_AT, letter, post

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def kind(monkeypatch, frozen):
    frozen(ON, "10:00")
    monkeypatch.setitem(renderers._RENDERERS, KIND, renderers.Renderer(letter, label="Báo thử"))


def in_trouble(number: int, state: str = MessageState.FAILED, **changed) -> Message:
    message = post(number, **changed)
    bounced = {"bounced_at": POSTED_AT} if state == MessageState.BOUNCED else {}
    Message.objects.filter(pk=message.pk).update(state=state, error="Vì sao.", **bounced)
    return message


@pytest.mark.parametrize(
    ("state", "title"),
    [
        (MessageState.FAILED, "Thư không gửi được: gọi điện hoặc gửi giấy"),
        (MessageState.BOUNCED, "Thư không đến: gọi điện hoặc gửi giấy"),
        (MessageState.UNCERTAIN, "Thư chưa rõ đã đi chưa: hỏi người nhận hoặc gửi lại"),
    ],
)
def test_a_letter_that_did_not_arrive_is_a_row_that_opens_it(login, state, title):
    message = in_trouble(1, state)
    client = login(Role.OFFICE)
    groups = client.get("/viec-cua-toi/").context["groups"]
    [row] = [row for group in groups for row in group["rows"]]
    assert (row["title"], row["context"]) == (title, "Báo thử · Ông Nguyễn Văn Minh Họa · Vì sao.")
    assert client.get(row["action_url"]).context["message"] == message


def test_what_left_waits_or_was_dealt_with_is_no_row():
    seat = SeatFactory(role=Role.OFFICE)
    post(1)
    in_trouble(2)
    assert len(letters.work_for(seat, on=ON)) == 1
    Message.objects.update(handled_at=POSTED_AT, handled_how=Handled.BY_PHONE)
    assert letters.work_for(seat, on=ON) == []


def test_others_have_no_row_of_it():
    in_trouble(1)
    in_trouble(2, sender=party_office(SAI_GON))
    counts = {
        role: len(letters.work_for(SeatFactory(role=role), on=ON))
        for role in (Role.OFFICE, Role.LEADER, Role.MINUTE_TAKER, Role.AGENCY, Role.ADMIN, Role.CITY_MONITOR)
    }
    assert counts == dict.fromkeys(counts, 0) | {Role.OFFICE: 1}


def test_many_are_one_row_that_lists_them(login):
    for number in range(6):
        in_trouble(number)
    client = login(Role.OFFICE)
    [row] = letters.work_for(client.seat, on=ON)
    assert row.title == "6 thư không đến hoặc chưa rõ: gọi điện hoặc gửi giấy"
    assert len(client.get(row.url).context["table"]["rows"]) == 6


def test_a_kind_with_rows_of_its_own_is_not_shown_twice(monkeypatch):
    seat = SeatFactory(role=Role.OFFICE)
    in_trouble(1, MessageState.BOUNCED)
    in_trouble(2, MessageState.UNCERTAIN)
    monkeypatch.setitem(renderers._RENDERERS, KIND, renderers.Renderer(letter, own_task=True))
    assert [row.title for row in letters.work_for(seat, on=ON)] == [
        "Thư chưa rõ đã đi chưa: hỏi người nhận hoặc gửi lại"
    ]


def test_one_and_three_cost_the_same(django_assert_num_queries):
    seat = SeatFactory(role=Role.OFFICE)
    in_trouble(1)
    with CaptureQueriesContext(connection) as at_one:
        assert len(letters.work_for(seat, on=ON)) == 1
    in_trouble(2)
    in_trouble(3)
    with django_assert_num_queries(len(at_one)):
        assert len(letters.work_for(seat, on=ON)) == 3


def test_the_administrator_is_told_that_text_messages_stand_still(login, settings, monkeypatch):
    settings.SMS_BACKEND = "file"
    client = login(Role.ADMIN)
    assert letters.work_for(client.seat, on=ON) == []
    monkeypatch.setattr(sms_gate, "breaker", lambda at: sms_gate.Breaker(POSTED_AT))
    [row] = letters.work_for(client.seat, on=ON)
    assert row.title == "Kiểm tra dịch vụ tin nhắn"
    assert "Cổng tạm ngừng gửi và thử lại lúc 09:00" in client.get(row.url).content.decode()
