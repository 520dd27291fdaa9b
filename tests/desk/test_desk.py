"""/viec-cua-toi/ in the browser of each role."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from audit import ticks
from dialogue_portal.context import address_of
from dialogue_portal.desk import aside
from dialogue_portal.menus import MENUS, PUBLIC_PAGES
from duties.actions import ledger
from duties.actions.watch import TICK
from regulation.articles import Article
from regulation.calendars import working_calendar
from tests.factories.accounts import SeatFactory
from tests.factories.duties import CLERK, DutyFactory, opened
from tests.factories.organizations import party_office, unit
from tests.factories.sessions_app import SESSION_ON, TODAY, add_guests, office_seat, scheduled
from tests.support.moments import at

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 25)
DESK = "/viec-cua-toi/"
AGENCY = "trung-tam-quan-ly-ha-tang-ky-thuat"


@pytest.fixture(autouse=True)
def _now(frozen):
    frozen(ON, "09:30")
    ticks.record(TICK, at=at(ON, "09:29"))


def numbers(response):
    return [tab["value"] for tab in response.context["tabs"]]


def titles(response):
    return [row["title"] for group in response.context["groups"] for row in group["rows"]]


def test_the_office_sees_its_queue_with_counts_that_equal_the_lists(login):
    client = login(Role.OFFICE)
    DutyFactory(title="Trễ", due_on=date(2026, 11, 19))
    DutyFactory(title="Nay", due_on=ON)
    DutyFactory(title="Sắp", due_on=date(2026, 11, 27))
    DutyFactory(title="Xa", due_on=date(2026, 12, 25))
    DutyFactory(title="Chờ", due_on=ON, owed_by=unit(AGENCY))
    response = client.get(DESK)
    assert titles(response) == ["Trễ", "Nay", "Sắp", "Xa"]
    assert numbers(response) == [4, 1, 1, 1, 1]
    for place, slug in enumerate(("", "qua-han", "hom-nay", "sap-den-han", "cho-don-vi-khac")):
        assert len(titles(client.get(DESK, {"loc": slug}))) == numbers(response)[place]
    html = response.content.decode()
    assert "Thứ Tư, ngày 25/11/2026" in html
    assert "Quá hạn 3 ngày làm việc" in html
    assert html.count("btn btn-primary") == 1


def test_a_finished_duty_leaves_the_queue(login):
    client = login(Role.OFFICE)
    duty = DutyFactory(due_on=ON)
    ledger.meet(duty, on=ON, by=CLERK, at=at(ON))
    assert numbers(client.get(DESK)) == [0, 0, 0, 0, 0]


def test_a_session_to_prepare_shows_once_and_with_what_its_app_knows(client_for, frozen):
    frozen(TODAY, "09:30")
    seat = office_seat()
    session = scheduled(seat)
    add_guests(session, 2, seat=seat)
    found = [title for title in titles(client_for(seat).get(DESK)) if "thư mời" in title]
    assert found == ["Phát hành và gửi 2 thư mời buổi đối thoại ngày 19/03/2026"]


@pytest.mark.parametrize("role", list(Role))
def test_every_role_lands_on_a_page_that_leads_on(login, role):
    client = login(role)
    response = client.get(DESK)
    assert response.status_code == 200
    html = response.content.decode()
    # Whoever keeps the calendar has next year's to enter from October on.
    nothing_to_do = "Nhập lịch ngày làm việc năm 2027" if role == Role.ADMIN else "Không có việc nào cần làm"
    assert nothing_to_do in html
    act = MENUS[role].act
    assert f'href="{address_of(act.name)}"' in html
    assert act.label in html


def test_an_unknown_tab_and_odd_parameters_show_the_whole_queue(login):
    client = login(Role.OFFICE)
    for query in ("?loc=khong-co", "?loc=", "?loc=%00", "?x=1"):
        assert client.get(DESK + query).status_code in (200, 400)


def test_visitors_sign_in_first_and_the_desk_is_read_only(client, login):
    assert client.get(DESK).url.startswith("/dang-nhap/")
    assert login(Role.OFFICE).post(DESK).status_code == 405


def test_the_desk_asks_the_same_number_of_queries_for_one_and_three_rows(login):
    client = login(Role.OFFICE)
    agency = unit(AGENCY)
    counted = []
    for count in (1, 2):
        for due_on in (date(2026, 11, 19), ON, date(2026, 12, 25)):
            DutyFactory.create_batch(count, due_on=due_on)
            DutyFactory.create_batch(count, due_on=due_on, owed_by=agency)
        with CaptureQueriesContext(connection) as queries:
            client.get(DESK)
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_the_desk_asks_the_same_for_one_and_three_sessions(client_for, frozen):
    frozen(TODAY, "09:30")
    seat = office_seat()
    counted = []
    for count in (1, 2):
        for number in range(count):
            session = scheduled(seat, held_on=SESSION_ON + timedelta(days=7 * (count + number)))
            add_guests(session, 1, seat=seat)
        client = client_for(seat)
        with CaptureQueriesContext(connection) as queries:
            client.get(DESK)
        counted.append(len(queries))
    assert counted[0] == counted[1]


# -- the clockwork


def test_staff_are_told_when_the_watch_stands_still(login, frozen):
    client = login(Role.OFFICE)
    assert "Việc nhắc hạn tự động chưa chạy" not in client.get(DESK).content.decode()
    frozen(ON, "11:28")
    assert "chưa chạy" not in client.get(DESK).content.decode()
    frozen(ON, "11:31")
    assert "chưa chạy từ Thứ Tư, ngày 25/11/2026, 9 giờ 29" in client.get(DESK).content.decode()


# -- beside the queue


def weeks(seat, items=()):
    return aside.weeks(seat, list(items), on=ON, calendar=working_calendar())


def test_four_weeks_begin_on_monday_and_name_what_they_mark():
    rows = weeks(SeatFactory())
    assert [len(row) for row in rows] == [7, 7, 7, 7]
    assert [day["text"] for day in rows[0]] == ["23", "24", "25", "26", "27", "28", "29"]
    assert [day["text"] for day in rows[1]][:3] == ["30", "1/12", "2"]
    assert rows[0][1] == {
        "text": "24",
        "kind": "holiday",
        "due": False,
        "title": "ngày nghỉ, Ngày Văn hóa Việt Nam",
    }
    assert rows[0][2] == {"text": "25", "kind": "today", "due": False, "title": "hôm nay"}
    assert rows[0][5] == {"text": "28", "kind": "off", "due": False, "title": ""}


def test_sessions_and_dates_are_marked(frozen):
    frozen(TODAY, "09:30")
    seat = office_seat()
    scheduled(seat)
    (row,) = _items(seat)
    rows = aside.weeks(seat, [row], on=TODAY, calendar=working_calendar())
    days = {day["text"]: day for week in rows for day in week}
    assert (days["19"]["kind"], days["19"]["title"]) == ("session", "buổi đối thoại")
    assert (days["11"]["due"], days["11"]["title"]) == (True, "có hạn")


def _items(seat):
    from duties.queries import work_for

    return work_for(seat, on=TODAY)


def test_a_year_without_a_calendar_still_has_weeks():
    found = aside.weeks(SeatFactory(), [], on=date(2035, 3, 7), calendar=working_calendar())
    assert [day["kind"] for day in found[0]] == ["", "", "today", "", "", "off", "off"]


def figures(role, **seat):
    return {
        row["label"]: (row["value"], row["kind"])
        for row in aside.year_figures(SeatFactory(role=role, **seat), on=ON)
    }


def answer(met_on=None, **facts):
    duty = opened(Article.WRITTEN_ANSWER, base_on=date(2026, 10, 1), owed_by=unit(AGENCY), **facts)
    return ledger.meet(duty, on=met_on, by=CLERK, at=at(met_on)) if met_on else duty


def test_the_figures_of_the_year_come_from_the_ledger():
    ledger.meet(opened(), on=date(2026, 11, 20), by=CLERK, at=at(ON))
    opened(base_on=date(2026, 11, 2))
    opened(base_on=date(2025, 11, 3))
    for met_on in (date(2026, 10, 12), date(2026, 11, 20), None):
        answer(met_on)
    assert figures(Role.OFFICE) == figures(Role.LEADER)
    assert figures(Role.OFFICE) == {
        "Buổi đã tổ chức": ("0", ""),
        "Thư mời gửi đúng hạn": ("0/0", ""),
        "Kết luận đúng hạn": ("1/2", ""),
        "Kiến nghị đã trả lời": ("2/3", ""),
        "Trong đó quá hạn": ("1", "overdue"),
    }
    assert figures(Role.AGENCY) == {
        "Kiến nghị được giao": ("3", ""),
        "Đã trả lời": ("2/3", ""),
        "Trả lời đúng hạn": ("1/3", ""),
        "Đúng hạn sau gia hạn": ("0", ""),
        "Đang quá hạn": ("1", "overdue"),
    }
    assert figures(Role.CITY_MONITOR) == {}


def test_the_latest_acts_of_the_house_are_its_sessions(frozen):
    frozen(TODAY, "09:30")
    seat = office_seat()
    scheduled(seat, title="Của phường mình")
    elsewhere = SeatFactory(unit=party_office("phuong-sai-gon"))
    (act,) = aside.latest_acts(seat, on=TODAY)
    assert act == {"who": seat.user.full_name, "what": "lên lịch buổi đối thoại", "when": "8 giờ 00, hôm nay"}
    assert aside.latest_acts(seat, on=TODAY + timedelta(days=1))[0]["when"] == "8 giờ 00, 09/03/2026"
    assert aside.latest_acts(elsewhere, on=TODAY) == []


# -- the frame


def test_every_page_of_every_menu_is_served():
    entries = {entry for menu in MENUS.values() for entry in (*menu.entries, menu.act)}
    assert {entry.name for entry in entries | set(PUBLIC_PAGES) if not address_of(entry.name)} == set()
    assert set(MENUS) == set(Role)


@pytest.mark.parametrize("role", list(Role))
def test_every_entry_of_a_menu_opens_for_its_role(login, role):
    client = login(role)
    for entry in MENUS[role].entries:
        assert client.get(address_of(entry.name)).status_code == 200, entry.name


def test_the_current_page_is_marked_and_the_count_is_the_desks(login):
    client = login(Role.OFFICE)
    DutyFactory(due_on=ON)
    client.get(DESK)
    nav = client.get("/van-ban/").context["nav"]
    assert [entry["label"] for entry in nav if entry["current"]] == ["Văn bản"]
    assert {entry["label"]: entry["count"] for entry in nav if entry["count"]} == {"Việc cần làm": 1}


def test_an_old_count_or_that_of_another_seat_is_not_shown(login, frozen):
    client = login(Role.OFFICE)
    DutyFactory(due_on=ON)
    client.get(DESK)
    other = SeatFactory(user=client.seat.user, role=Role.AGENCY)
    client.post("/chon-vi-tri/", {"seat": other.code})
    assert {entry["count"] for entry in client.get("/thu-di/").context["nav"]} == {""}
    client.post("/chon-vi-tri/", {"seat": client.seat.code})
    frozen(ON, "09:46")
    assert {entry["count"] for entry in client.get("/van-ban/").context["nav"]} == {""}


def test_the_frame_costs_no_query(login, django_assert_num_queries):
    from django.test import RequestFactory

    from dialogue_portal.context import chrome

    client = login(Role.OFFICE)
    request = RequestFactory().get("/van-ban/")
    request.seat, request.session = client.seat, {}
    with django_assert_num_queries(0):
        chrome(request)


def test_the_printed_line_says_who_and_when(login):
    html = login(Role.OFFICE).get(DESK).content.decode()
    assert re.search(r"In lúc 9 giờ 30, 25/11/2026", html)
