"""The page that counts day by day, and who may read it."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.enums import Role
from duties import policies
from duties.actions import ledger, recompute
from duties.explanations import explanation_of, how_it_is_read
from duties.models import Duty
from regulation.articles import Article
from regulation.calendars import working_calendar
from regulation.models import CalendarDay
from tests.factories.accounts import SeatFactory
from tests.factories.duties import CLERK, DutyFactory, opened
from tests.factories.organizations import party_committee, unit
from tests.support.moments import at

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 25)


def url(duty):
    return reverse("duties:explain", args=[duty.code])


def explained(duty):
    return explanation_of(duty, calendar=working_calendar())


# -- the days


@pytest.mark.rule("D9.3.a", "D13.3.a")
def test_ten_days_after_the_session_with_the_holiday_named():
    found = explained(opened())
    assert [day.on.day for day in found.days if day.number] == [13, 16, 17, 18, 19, 20, 23, 25, 26, 27]
    holiday = next(day for day in found.days if day.on == date(2026, 11, 24))
    assert (holiday.number, holiday.reason) == (None, "Ngày Văn hóa Việt Nam")
    assert holiday.source
    assert (found.days[0].on, found.days[0].reason) == (date(2026, 11, 12), "Ngày phát sinh, không tính")
    assert found.total == "Cộng 10 ngày được tính, 5 ngày không tính: Thứ Sáu, ngày 27/11/2026."


@pytest.mark.rule("D9.1.b-2.s1", "D13.1.b-2.s1")
def test_five_days_strictly_between_sending_and_session():
    found = explained(opened(Article.INVITATION_LEAD_TIME, base_on=date(2026, 2, 24)))
    assert (found.days[0].on, found.days[0].reason) == (date(2026, 2, 9), "Ngày gửi, không tính")
    assert (found.days[-1].on, found.days[-1].reason) == (date(2026, 2, 24), "Ngày tổ chức, không tính")
    assert [day.on.day for day in found.days if day.number] == [10, 11, 12, 13, 23]


@pytest.mark.parametrize(
    "article", [Article.INVITATION_LEAD_TIME, Article.CONCLUSION_NOTICE, Article.WRITTEN_ANSWER]
)
def test_the_sum_of_the_days_is_the_stored_date(article):
    for month in range(1, 13):
        duty = opened(article, base_on=date(2026, month, 20))
        found = explained(duty)
        assert found.agrees
        assert found.counted == duty.reading["days"]
        assert found.computed_on == duty.first_due_on
        numbers = [day.number for day in found.days if day.number]
        assert numbers == list(range(1, found.counted + 1))


def test_expected_days_are_marked():
    found = explained(opened(base_on=date(2027, 1, 29)))
    assert [day.on.day for day in found.days if day.expected] == [4, 5, 8, 9, 10]


def test_a_closed_duty_keeps_its_date_and_the_page_says_so():
    duty = ledger.meet(opened(), on=ON, by=CLERK, at=at(ON))
    CalendarDay.objects.create(date=ON, kind="off", name="Nghỉ", source="thử", status="confirmed")
    recompute.after_calendar_change(working_calendar(), by=CLERK, at=at(ON))
    duty.refresh_from_db()
    found = explained(duty)
    assert (found.agrees, found.computed_on, duty.due_on) == (False, date(2026, 11, 30), date(2026, 11, 27))


def test_fixed_and_undated_duties_say_why_there_is_nothing_to_count():
    fixed = DutyFactory(reading={"stated": "2026-12-31"})
    assert "ngày cố định" in explained(fixed).why_not
    assert "2029" in explained(opened(base_on=date(2029, 5, 3))).why_not
    assert how_it_is_read(fixed) == ""


# -- the page


def page(client, duty):
    response = client.get(url(duty))
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_shows_clause_days_sum_and_badge(login, frozen):
    frozen(ON)
    html = page(login(Role.OFFICE), opened(title="Phát hành thông báo kết luận", context=party_committee()))
    for words in (
        "Phát hành thông báo kết luận",
        "điểm a, khoản 3, Điều 9 Quy chế ban hành kèm theo Quyết định số 935-QĐ/TU",
        "Còn 2 ngày làm việc",
        "Ngày Văn hóa Việt Nam",
        "Cộng 10 ngày được tính, 5 ngày không tính: Thứ Sáu, ngày 27/11/2026.",
    ):
        assert words in html


def test_the_page_shows_extensions_moves_and_the_other_clocks(login, frozen):
    frozen(ON)
    host = party_committee()
    duty, other = (
        opened(context=host),
        opened(Article.INVITATION_LEAD_TIME, context=host, title="Gửi thư mời"),
    )
    ledger.rebase(
        duty, base_on=date(2026, 11, 13), base_is_planned=False, reason="Kết thúc", by=CLERK, at=at(ON)
    )
    ledger.extend(
        duty, document_number="15/CV", document_date=ON, new_due_on=date(2026, 12, 18), by=CLERK, at=at(ON)
    )
    html = page(login(Role.OFFICE), duty)
    for words in (
        "Gia hạn đến 18/12/2026",
        "Văn bản số 15/CV",
        "27/11/2026 → 30/11/2026",
        "Hạn đầu tiên",
        "Gửi thư mời",
    ):
        assert words in html
    assert url(other) in html


@pytest.mark.parametrize("kind", ["planned", "tentative", "undated", "fixed", "void", "late"])
def test_every_kind_of_duty_has_a_page(login, frozen, kind):
    frozen(ON)
    duty = {
        "planned": lambda: opened(base_is_planned=True),
        "tentative": lambda: opened(base_on=date(2027, 1, 29)),
        "undated": lambda: opened(base_on=date(2029, 5, 3)),
        "fixed": lambda: DutyFactory(reading={"stated": "2026-12-31"}, due_on=date(2026, 12, 31)),
        "void": lambda: ledger.void(opened(), on=ON, reason="Hủy", by=CLERK, at=at(ON)),
        "late": lambda: ledger.meet(opened(), on=date(2026, 12, 1), late_reason="Chờ", by=CLERK, at=at(ON)),
    }[kind]()
    page(login(Role.OFFICE), duty)


def test_the_page_asks_the_same_number_of_queries_for_one_and_three_rows(
    login, frozen, django_assert_num_queries
):
    frozen(ON)
    client, host = login(Role.OFFICE), party_committee()
    duty = opened(context=host)
    client.get(url(duty))
    counted = []
    for count in (1, 2):
        for _ in range(count):
            opened(context=host)
            stated = duty.due_on.replace(month=12, day=20 + Duty.objects.count())
            ledger.extend(duty, document_number="1", document_date=ON, new_due_on=stated, by=CLERK, at=at(ON))
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            page(client, duty)
        counted.append(len(queries))
    assert counted[0] == counted[1]


# -- who


def duties():
    ward = opened(Article.WRITTEN_ANSWER, owed_by=unit("so-xay-dung"))
    elsewhere = opened(
        owed_by=unit("van-phong-dang-uy-phuong-sai-gon"), owed_to=party_committee("phuong-sai-gon")
    )
    return ward, elsewhere


@pytest.mark.parametrize(
    ("role", "place", "ward", "elsewhere"),
    [
        (Role.OFFICE, None, True, False),
        (Role.MINUTE_TAKER, None, True, False),
        (Role.LEADER, None, True, False),
        (Role.AGENCY, "so-xay-dung", True, False),
        (Role.AGENCY, "so-y-te", False, False),
        (Role.FRONT, None, True, False),
        (Role.FRONT, "mttq-phuong-sai-gon", False, True),
        (Role.SUPERIOR, "thanh-uy", True, True),
        (Role.SUPERIOR, "van-phong-thanh-uy", True, True),
        (Role.CITY_MONITOR, None, True, True),
        (Role.ADMIN, None, False, False),
        (Role.OFFICE, "van-phong-dang-uy-phuong-sai-gon", False, True),
    ],
)
def test_who_sees_which_duty(client_for, frozen, role, place, ward, elsewhere):
    frozen(ON)
    seat = SeatFactory(role=role, **({"unit": unit(place)} if place else {}))
    of_ward, of_other = duties()
    client = client_for(seat)
    assert [client.get(url(duty)).status_code for duty in (of_ward, of_other)] == [
        200 if seen else 404 for seen in (ward, elsewhere)
    ]
    listed = policies.visible_duties(seat, on=ON)
    assert [duty in listed for duty in (of_ward, of_other)] == [ward, elsewhere]


def test_visitors_sign_in_first_and_unknown_codes_lead_nowhere(client, login, frozen):
    frozen(ON)
    assert client.get(url(opened())).status_code == 302
    assert login(Role.OFFICE).get("/thoi-han/khong-co/cach-tinh/").status_code == 404
    assert list(policies.visible_duties(None, on=ON)) == []
