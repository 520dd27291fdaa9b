"""Whose duties stand in whose queue, and how many were kept."""

from datetime import date

import pytest

from accounts.enums import Role
from duties import queries
from duties.actions import ledger
from duties.models import Duty
from duties.queries import Kept, kept_by_rule, work_for
from duties.work import WorkGroup
from organizations.enums import Branch
from organizations.models import SettingKey
from regulation.articles import Article
from regulation.calendars import working_calendar
from tests.factories.accounts import SeatFactory
from tests.factories.duties import CLERK, DutyFactory, opened
from tests.factories.organizations import UnitSettingFactory, party_committee, party_office, unit
from tests.support.moments import at

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 25)


def groups(seat, on=ON):
    return [(item.title, item.group) for item in work_for(seat, on=on)]


@pytest.mark.parametrize(
    ("due_on", "group"),
    [
        (date(2026, 11, 19), WorkGroup.OVERDUE),
        (date(2026, 11, 25), WorkGroup.TODAY),
        (date(2026, 11, 30), WorkGroup.SOON),
        (date(2026, 12, 1), WorkGroup.LATER),
        (None, WorkGroup.LATER),
    ],
)
def test_a_duty_stands_under_the_heading_of_its_date(due_on, group):
    DutyFactory(due_on=due_on, title="Việc")
    assert groups(SeatFactory()) == [("Việc", group)]


def test_the_threshold_of_the_unit_moves_a_duty_into_soon():
    DutyFactory(due_on=date(2026, 12, 1), title="Việc")
    UnitSettingFactory(unit=party_office(), key=SettingKey.DUE_SOON_DAYS, value=4)
    assert groups(SeatFactory()) == [("Việc", WorkGroup.SOON)]


def test_a_row_says_what_when_how_and_where():
    opened(title="Phát hành thông báo kết luận", context_line="Buổi ngày 12/11/2026")
    (row,) = work_for(SeatFactory(), on=ON)
    assert (row.title, row.context, row.due_on) == (
        "Phát hành thông báo kết luận", "Buổi ngày 12/11/2026", date(2026, 11, 27),
    )  # fmt: skip
    assert (row.badge.text, row.ruler.text) == ("Còn 2 ngày làm việc", "8/10 ngày")
    assert (row.url, row.button, row.note) == ("/buoi-doi-thoai/thu/", "Mở dự thảo", "")
    assert row.duty_id == Duty.objects.get().pk


def test_a_lead_time_says_what_the_clause_asks():
    opened(Article.INVITATION_LEAD_TIME, base_on=date(2026, 12, 3))
    (row,) = work_for(SeatFactory(), on=ON)
    assert (row.badge.text, row.note, row.ruler) == (
        "Hết hạn hôm nay", "Trước ít nhất 5 ngày làm việc", None,
    )  # fmt: skip


def test_closed_and_merely_planned_duties_are_no_work():
    ledger.meet(opened(), on=ON, by=CLERK, at=at(ON))
    opened(base_on=date(2026, 12, 3), base_is_planned=True)
    opened(base_on=ON, base_is_planned=True)
    assert groups(SeatFactory()) == []
    opened(base_on=date(2026, 11, 24), base_is_planned=True, title="Chưa ghi kết thúc")
    assert groups(SeatFactory()) == [("Chưa ghi kết thúc", WorkGroup.LATER)]


def test_each_house_sees_its_own_and_what_it_waits_for():
    agency = unit("trung-tam-quan-ly-ha-tang-ky-thuat")
    DutyFactory(title="Của văn phòng", due_on=ON)
    DutyFactory(title="Của cấp ủy", owed_by=party_committee(), due_on=ON)
    DutyFactory(title="Của cơ quan", owed_by=agency, due_on=ON)
    DutyFactory(
        title="Phường khác", owed_by=party_office("phuong-sai-gon"), owed_to=party_committee("phuong-sai-gon")
    )
    seen = {role: groups(SeatFactory(role=role)) for role in Role}
    mine = [("Của văn phòng", WorkGroup.TODAY), ("Của cấp ủy", WorkGroup.TODAY)]
    assert seen[Role.OFFICE] == [*mine, ("Của cơ quan", WorkGroup.WAITING)]
    assert seen[Role.LEADER] == mine
    assert seen[Role.AGENCY] == [("Của cơ quan", WorkGroup.TODAY)]
    assert {role for role in Role if not seen[role]} == {
        Role.MINUTE_TAKER, Role.FRONT, Role.SUPERIOR, Role.CITY_MONITOR, Role.ADMIN,
    }  # fmt: skip


def test_a_leader_is_not_shown_what_is_far_away():
    DutyFactory(due_on=date(2026, 12, 18))
    assert groups(SeatFactory(role=Role.LEADER)) == []


def test_who_does_not_do_the_work_is_led_to_the_count_and_not_to_the_act():
    own = DutyFactory(due_on=ON)
    others = DutyFactory(due_on=ON, owed_by=unit("so-xay-dung"), context_line="Thông báo số 02")
    (read,) = work_for(SeatFactory(role=Role.LEADER), on=ON)
    done, waited = work_for(SeatFactory(), on=ON)
    assert [(row.url, row.button) for row in (read, done, waited)] == [
        (f"/thoi-han/{own.code}/cach-tinh/", "Xem hạn"),
        ("/buoi-doi-thoai/thu/", "Mở"),
        (f"/thoi-han/{others.code}/cach-tinh/", "Xem hạn"),
    ]
    assert waited.context == "Sở Xây dựng · Thông báo số 02"


def test_an_office_of_council_and_committee_keeps_the_sides_of_its_leaders_apart():
    council, committee = unit("hdnd-phuong-ben-thanh"), unit("ubnd-phuong-ben-thanh")
    office = unit("van-phong-hdnd-ubnd-phuong-ben-thanh")
    DutyFactory(title="HĐND", owed_by=office, owed_to=council, due_on=ON)
    DutyFactory(title="UBND", owed_by=office, owed_to=committee, due_on=ON)
    assert groups(SeatFactory(unit=office)) == [("HĐND", WorkGroup.TODAY), ("UBND", WorkGroup.TODAY)]
    assert groups(SeatFactory(role=Role.LEADER, unit=council)) == [("HĐND", WorkGroup.TODAY)]


def test_the_queue_asks_the_same_number_of_queries_for_one_and_three_duties(django_assert_num_queries):
    seat, agency = SeatFactory(), unit("so-xay-dung")
    for count in (1, 2):
        DutyFactory.create_batch(count, due_on=ON)
        DutyFactory.create_batch(count, due_on=ON, owed_by=agency)
        # own office, threshold, calendar, own duties, duties of others
        with django_assert_num_queries(5):
            assert len(work_for(seat, on=ON)) in (2, 6)


# -- figures


def test_how_duties_were_kept_counts_every_standing_once():
    late_extension = {"document_number": "1", "document_date": date(2026, 11, 27), "by": CLERK}
    extended = opened()
    ledger.extend(extended, new_due_on=date(2026, 12, 18), at=at(date(2026, 11, 27)), **late_extension)
    for duty, met_on in (
        (opened(), date(2026, 11, 20)),
        (opened(), date(2026, 11, 30)),
        (extended, date(2026, 12, 10)),
    ):
        ledger.meet(duty, on=met_on, by=CLERK, at=at(met_on))
    opened()
    opened(base_on=date(2026, 12, 10))
    ledger.void(opened(), on=ON, reason="Hủy", by=CLERK, at=at(ON))
    opened(branch=Branch.GOVERNMENT, base_on=date(2026, 12, 10))
    kept = kept_by_rule(Duty.objects.all(), on=date(2026, 12, 15))
    assert kept == {Article.CONCLUSION_NOTICE: Kept(total=6, in_time=1, extended=1, late=1, overdue=1)}
    assert (kept[Article.CONCLUSION_NOTICE].met, kept[Article.CONCLUSION_NOTICE].judged) == (3, 4)


def test_amber_sendings_count_as_in_time():
    duty = opened(Article.INVITATION_LEAD_TIME, base_on=date(2026, 6, 15))
    ledger.meet(duty, on=date(2026, 6, 8), by=CLERK, at=at(date(2026, 6, 8)))
    kept = kept_by_rule(Duty.objects.all(), on=ON)
    assert kept == {Article.INVITATION_LEAD_TIME: Kept(total=1, in_time=1)}


def test_duties_of_a_row_are_its_live_ones():
    host = party_committee()
    first = opened(context=host)
    ledger.void(opened(context=host), on=ON, reason="Hủy", by=CLERK, at=at(ON))
    opened(context=party_committee("phuong-sai-gon"))
    assert list(queries.duties_of(host)) == [first]


# -- what is said before an extension is entered


def warnings(duty, **changed):
    facts = {"document_date": date(2026, 11, 25), "new_due_on": date(2026, 12, 18)}
    return queries.extension_warnings(duty, **(facts | changed), calendar=working_calendar())


@pytest.mark.rule("D9.3.b.s2", "D13.3.b.s2")
def test_a_stated_date_on_a_day_off_is_kept_with_a_warning():
    duty = opened()
    assert warnings(duty) == []
    assert warnings(duty, new_due_on=date(2027, 2, 8)) == [
        "Ngày 08/02/2027 là ngày nghỉ (Tết Nguyên đán); thời hạn được giữ nguyên."
    ]
    assert warnings(duty, new_due_on=date(2026, 12, 19)) == [
        "Ngày 19/12/2026 là ngày nghỉ (Thứ Bảy); thời hạn được giữ nguyên."
    ]
    assert "Chưa có lịch" in warnings(duty, new_due_on=date(2031, 1, 6))[0]


@pytest.mark.rule("D9.3.b.s2")
def test_late_and_repeated_notices_are_pointed_out():
    duty = opened()
    assert "hạn cũ giữ nguyên" in warnings(duty, document_date=date(2026, 11, 28))[0]
    said = []
    for month_day in ((12, 18), (12, 25), (12, 31)):
        said.append(warnings(duty, new_due_on=date(2026, *month_day)))
        ledger.extend(
            duty,
            document_number="1",
            document_date=ON,
            new_due_on=date(2026, *month_day),
            by=CLERK,
            at=at(ON),
        )
    assert said == [
        [],
        ["Đây là lần gia hạn thứ hai."],
        ["Đây là lần gia hạn thứ 3: cần ý kiến của người đứng đầu."],
    ]
