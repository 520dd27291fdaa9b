"""A seat's calendar: what it says and what it keeps quiet about, who may read it, when the address dies."""

import re
from datetime import date

import pytest

from accounts import limits
from accounts.enums import Role
from audit.models import Act
from duties.actions import feeds as verbs
from duties.actions import ledger
from duties.models import DeadlineFeed
from duties.views import feed as feed_views
from regulation.articles import Article
from tests.factories.accounts import SeatFactory
from tests.factories.duties import CLERK, opened
from tests.factories.organizations import party_committee, party_office
from tests.support import ical

pytestmark = pytest.mark.django_db

PAGE, RENEW, OFF = "/viec-cua-toi/lich/", "/viec-cua-toi/lich/dia-chi-moi/", "/viec-cua-toi/lich/tat/"
TODAY = date(2026, 11, 23)
SAID = "Nước ngập ở hẻm 12, bà Minh Họa Thị Lan phản ánh"


@pytest.fixture(autouse=True)
def now(frozen):
    return frozen(TODAY, "09:00")


@pytest.fixture
def seat():
    return SeatFactory(role=Role.OFFICE, unit=party_office())


@pytest.fixture
def address(seat, now) -> str:
    return _address(verbs.renew(seat, at=now))


def _address(feed: DeadlineFeed) -> str:
    return f"/lich/{verbs.token_of(feed)}.ics"


def _entries(client, address) -> dict[str, ical.Component]:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return {entry["UID"]: entry for entry in ical.parse(answer.content).parts}


def _entry(client, address, duty) -> ical.Component:
    return _entries(client, address)[f"han-{duty.code}@testserver"]


def test_an_open_duty_is_a_whole_day_on_its_due_date(client, address):
    duty = opened(Article.CONCLUSION_NOTICE)
    entry = _entry(client, address, duty)
    assert duty.due_on == date(2026, 11, 27)
    assert (entry.parameters("DTSTART"), entry["DTSTART"]) == ("VALUE=DATE", "20261127")
    assert (entry.parameters("DTEND"), entry["DTEND"]) == ("VALUE=DATE", "20261128")
    assert (entry["SEQUENCE"], entry["STATUS"]) == ("0", "CONFIRMED")
    assert entry["SUMMARY"] == "Hạn: Phát hành thông báo kết luận"
    assert entry["URL"] == f"http://testserver/thoi-han/{duty.code}/cach-tinh/"


def test_nothing_that_was_said_and_no_person_leaves_the_house(client, address, seat):
    opened(title=SAID, context_line=SAID)
    text = client.get(address).content.decode().replace("\r\n ", "")
    assert "Hạn: Phát hành thông báo kết luận" in text
    for quiet in ("hẻm", "Minh Họa", seat.user.full_name, seat.title):
        assert quiet not in text


def test_only_what_the_unit_itself_owes_stands_there(client, address):
    own = opened()
    opened(owed_by=party_committee("phuong-sai-gon"), owed_to=party_committee("phuong-sai-gon"))
    assert list(_entries(client, address)) == [f"han-{own.code}@testserver"]


def test_a_date_that_moves_keeps_its_name_and_raises_its_number(client, address, now):
    duty = opened(Article.WRITTEN_ANSWER)
    before = _entry(client, address, duty)
    ledger.rebase(
        duty, base_on=date(2026, 11, 16), base_is_planned=False, reason="Ngày kết thúc đúng", by=CLERK, at=now
    )
    after = _entry(client, address, duty)
    assert before["UID"] == after["UID"]
    assert before["DTSTART"] < after["DTSTART"] == f"{duty.due_on:%Y%m%d}"
    assert (before["SEQUENCE"], after["SEQUENCE"]) == ("0", "1")
    assert before["DTSTAMP"] < after["DTSTAMP"] == "20261123T020000Z"


@pytest.mark.parametrize("close", ["meet", "void"])
def test_what_is_done_is_cancelled_for_a_month_and_then_gone(client, address, frozen, now, close):
    duty, other = opened(), opened()
    if close == "meet":
        ledger.meet(duty, on=TODAY, by=CLERK, at=now)
    else:
        ledger.void(duty, on=TODAY, reason="Buổi đã hủy", by=CLERK, at=now)
    entry = _entry(client, address, duty)
    assert (entry["SEQUENCE"], entry["STATUS"]) == ("1", "CANCELLED")
    assert _entry(client, address, other)["STATUS"] == "CONFIRMED"
    frozen(date(2026, 12, 24), "09:00")
    assert list(_entries(client, address)) == [f"han-{other.code}@testserver"]


def test_reading_again_gives_the_same_bytes_and_writes_nothing(client, address):
    opened()
    first = client.get(address)
    assert client.get(address).content == first.content
    assert client.head(address).status_code == 200
    assert first.cookies == {}
    assert (first["Cache-Control"], first["Referrer-Policy"]) == ("private, no-store", "no-referrer")
    assert Act.objects.filter(verb__startswith="feed.").count() == 1


def test_an_empty_feed_is_a_calendar(client, address):
    calendar = ical.parse(client.get(address).content)
    assert calendar.parts == []
    assert [(name, value) for name, _, value in calendar.properties] == [
        ("VERSION", "2.0"),
        ("PRODID", "-//Cong doi thoai//Lich han//VI"),
        ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", "Hạn công việc trên Cổng đối thoại"),
        ("REFRESH-INTERVAL", "PT6H"),
        ("X-PUBLISHED-TTL", "PT6H"),
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_duties(
    client, address, django_assert_num_queries, rows
):
    for _ in range(rows):
        opened()
    with django_assert_num_queries(6):
        client.get(address)


def test_the_address_stands_hashed_in_the_database(address, seat):
    feed = DeadlineFeed.objects.get(seat=seat)
    token = re.fullmatch(r"/lich/([\w-]{43})\.ics", address)[1]
    assert re.fullmatch(r"[0-9a-f]{64}", feed.token_digest)
    assert token not in str(Act.objects.values_list("note", "changes", "title", "link"))


def test_a_new_address_withdraws_the_old_one(client, address, seat, now):
    fresh = _address(verbs.renew(seat, at=now))
    assert fresh != address
    assert [client.get(place).status_code for place in (address, fresh)] == [404, 200]


def test_a_feed_that_is_switched_off_opens_nothing_and_comes_back_under_another_address(
    client, address, seat, now
):
    verbs.switch_off(seat, at=now)
    verbs.switch_off(seat, at=now)
    assert client.get(address).status_code == 404
    assert client.get(_address(verbs.renew(seat, at=now))).status_code == 200
    assert client.get(address).status_code == 404
    verbs_written = list(
        Act.objects.filter(verb__startswith="feed.").order_by("pk").values_list("verb", "seat_id")
    )
    assert verbs_written == [("feed.renew", seat.pk), ("feed.off", seat.pk), ("feed.renew", seat.pk)]


def test_a_seat_that_ended_has_no_calendar(client, address, seat):
    seat.valid_until = date(2026, 11, 22)
    seat.save()
    assert client.get(address).status_code == 404


def test_a_person_who_is_disabled_has_no_calendar(client, address, seat):
    seat.user.is_active = False
    seat.user.save()
    assert client.get(address).status_code == 404


def test_a_seat_that_took_another_role_has_no_calendar(client, address, seat):
    seat.role = Role.FRONT
    seat.save()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("token", ["x", "a" * 43, "%00", "đường"])
def test_a_wrong_address_opens_nothing(client, address, token):
    assert client.get(f"/lich/{token}.ics").status_code in (400, 404)


def test_guessing_is_slowed_down_and_the_right_address_still_answers(client, address, monkeypatch):
    monkeypatch.setattr(feed_views, "WRONG", limits.Limit("feed-wrong", 2, limits.HOUR))
    answers = [client.get(f"/lich/{'a' * 43}.ics").status_code for _ in range(3)]
    assert answers == [404, 404, 429]
    assert client.get(address).status_code == 200


def test_one_address_is_answered_so_often_and_no_more(client, address, seat, now, monkeypatch):
    monkeypatch.setattr(feed_views, "FETCHED", limits.Limit("feed-fetched", 2, limits.HOUR))
    other = SeatFactory(role=Role.OFFICE, unit=party_office())
    assert [client.get(address).status_code for _ in range(3)] == [200, 200, 429]
    assert client.get(address)["Retry-After"] == "3600"
    assert client.get(_address(verbs.renew(other, at=now))).status_code == 200


def test_a_calendar_cannot_be_written_to(client, address):
    assert client.post(address).status_code == 405


# -- the page


def _form(client) -> dict:
    return {
        "idempotency_key": client.get(PAGE).context["form"].initial.get("idempotency_key") or "khoa-thu-1"
    }


def test_a_seat_gets_its_address_and_another_and_none(client_for, seat):
    browser = client_for(seat)
    assert "Chưa có địa chỉ" in browser.get(PAGE).content.decode()
    assert browser.post(RENEW, {"idempotency_key": "mot"}).url == PAGE
    first = browser.get(PAGE).context["address"]
    assert browser.get(first.removeprefix("http://testserver")).status_code == 200
    browser.post(RENEW, {"idempotency_key": "hai"})
    second = browser.get(PAGE).context["address"]
    assert second != first
    browser.post(OFF, {"idempotency_key": "ba"})
    assert browser.get(PAGE).context["address"] == ""
    assert browser.get(second.removeprefix("http://testserver")).status_code == 404


def test_a_form_that_is_sent_twice_acts_once(client_for, seat):
    browser = client_for(seat)
    for _ in range(2):
        browser.post(RENEW, {"idempotency_key": "mot"})
    assert DeadlineFeed.objects.get(seat=seat).generation == 1


def test_a_form_without_a_key_changes_nothing(client_for, seat):
    answer = client_for(seat).post(RENEW, {})
    assert "Biểu mẫu này đã cũ" in answer.content.decode()
    assert not DeadlineFeed.objects.exists()


def test_each_seat_has_an_address_of_its_own(client_for, seat, address):
    other = SeatFactory(role=Role.OFFICE, unit=party_office())
    assert client_for(other).get(PAGE).context["address"] == ""
    assert client_for(seat).get(PAGE).context["address"].endswith(address)


def test_a_seat_that_owes_nothing_reads_why_and_cannot_make_one(login):
    browser = login(Role.FRONT)
    assert "không có việc phải làm theo hạn" in browser.get(PAGE).content.decode()
    assert browser.post(RENEW, {"idempotency_key": "mot"}).status_code == 403
    assert not DeadlineFeed.objects.exists()


@pytest.mark.parametrize(("role", "offered"), [(Role.OFFICE, True), (Role.AGENCY, True), (Role.FRONT, False)])
def test_the_desk_leads_to_the_page_where_there_is_one(login, role, offered):
    assert (f'href="{PAGE}"' in login(role).get("/viec-cua-toi/").content.decode()) is offered


# -- the reader of these tests


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        (b"SUMMARY:" + b"a" * 68, "octets"),
        (b"SUMMARY:a, b", "bare"),
        (b"SUMMARY:a\\x", "escape"),
        (b"SUMMARY:a\nb", "bare line end"),
        (b"DTSTART;VALUE=DATE:20261126T000000", "no date"),
        (b"SEQUENCE:-1", "SEQUENCE"),
        (b"no property", "no property"),
        (b"UID:second", "UID twice"),
        ("SUMMARY:ạ".encode()[:-1] + b"\r\n " + "ạ".encode()[-1:], "cut in two"),
    ],
)
def test_the_strict_reader_finds_what_is_wrong(line, wrong):
    raw = (
        b"BEGIN:VCALENDAR\r\nPRODID:x\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTAMP:20261123T020000Z\r\n"
        b"DTSTART;VALUE=DATE:20261126\r\n%s\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    if line.startswith(b"DTSTART"):
        raw = raw.replace(b"DTSTART;VALUE=DATE:20261126\r\n", b"")
    with pytest.raises(ical.Malformed, match=wrong):
        ical.parse(raw % line)


def test_the_strict_reader_reads_what_is_right():
    raw = (
        "BEGIN:VCALENDAR\r\nPRODID:x\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTAMP:20261123T020000Z\r\n"
        "DTSTART;VALUE=DATE:20261126\r\nSUMMARY:một\\, h\r\n ai\\n\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    assert ical.parse(raw.encode()).parts[0]["SUMMARY"] == "một, hai\n"
