"""What follows a session in the work queue: to issue, to answer, to hand over, to urge, to read."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from duties.work import WorkGroup
from followups.actions import assignments
from followups.models import Assignment
from followups.queries import work_for
from tests.factories import followups as after
from tests.factories import proceedings as day
from tests.factories.accounts import SeatFactory
from tests.factories.followups import ANSWERED_AT, ANSWERED_ON, NOTICE_ON
from tests.factories.organizations import unit

pytestmark = pytest.mark.django_db
LATE_ON = date(2026, 4, 22)


def titles(seat, on=ANSWERED_ON) -> list[str]:
    return [item.title for item in work_for(seat, on=on)]


def test_the_office_issues_the_notice_once_it_is_approved():
    office = day.office()
    day.submitted()
    assert titles(office) == []
    approved = after.approved()
    [item] = work_for(office, on=NOTICE_ON)
    assert item.title == "Phát hành thông báo kết luận buổi đối thoại ngày 19/03/2026"
    assert (item.due_on, item.badge.text, item.group) == (
        after.NOTICE_DUE, "Còn 7 ngày làm việc", WorkGroup.LATER,
    )  # fmt: skip
    after.issued(approved.session)
    assert titles(office, NOTICE_ON) == []


def test_the_agency_answers_then_reports_then_waits():
    row, seat = after.on_paper(), after.agency_seat()
    [item] = work_for(seat, on=ANSWERED_ON)
    assert item.title == "Trả lời kiến nghị số 01: Nắp cống trước hẻm 12 hư hỏng."
    assert item.duty_id == row.answer_duty_id
    after.answered(row, reported_on=None)
    assert titles(seat) == ["Báo cáo người đứng đầu kết quả kiến nghị số 01"]


def test_what_the_agency_handed_over_waits_for_the_office():
    row, seat, office = after.on_paper(), after.agency_seat(), day.office()
    after.answered(row)
    [item] = work_for(seat, on=ANSWERED_ON)
    assert (item.title, item.group) == (
        "Chờ văn phòng giao văn bản trả lời kiến nghị số 01", WorkGroup.WAITING,
    )  # fmt: skip
    [item] = work_for(office, on=ANSWERED_ON)
    assert item.title == "Giao văn bản trả lời kiến nghị số 01"
    assert item.context == "Trung tâm Quản lý hạ tầng kỹ thuật chuyển ngày 13/04/2026"


def test_the_office_hands_over_extensions_and_decides_on_what_came_back():
    office, seat = day.office(), after.agency_seat()
    row = after.on_paper()
    after.extended(row)
    assert titles(office) == ["Giao thông báo gia hạn kiến nghị số 01"]
    row.refresh_from_db()
    assignments.hand_back(row, reason="Không thuộc thẩm quyền", seat=seat, at=ANSWERED_AT)
    assert titles(office) == [
        "Chọn cơ quan giải quyết kiến nghị số 01",
        "Giao thông báo gia hạn kiến nghị số 01",
    ]


def test_the_office_urges_what_is_overdue():
    office = day.office()
    after.assignment()
    assert titles(office, after.ANSWER_DUE) == []
    [item] = work_for(office, on=LATE_ON)
    assert item.title == "Đôn đốc Trung tâm Quản lý hạ tầng kỹ thuật trả lời kiến nghị số 01"
    assert (item.group, item.badge.text) == (WorkGroup.OVERDUE, "Quá hạn 1 ngày làm việc")


@pytest.mark.rule("D9.3.b.s1", "D13.3.b.s1")
def test_the_head_reads_what_was_reported():
    row, leader = after.assignment(), day.leader()
    assert titles(leader) == []
    after.answered(row)
    assert titles(leader) == ["Xem báo cáo kết quả kiến nghị số 01"]
    assert titles(SeatFactory(role=Role.LEADER)) == []


@pytest.mark.parametrize(
    "role", [Role.MINUTE_TAKER, Role.FRONT, Role.SUPERIOR, Role.CITY_MONITOR, Role.ADMIN]
)
def test_others_have_no_such_work(role):
    after.answered(after.on_paper())
    assert titles(SeatFactory(role=role)) == []


def test_other_units_have_none_of_it():
    after.answered(after.on_paper())
    assert titles(SeatFactory(role=Role.OFFICE, unit=unit("van-phong-dang-uy-phuong-sai-gon"))) == []
    assert titles(after.agency_seat(unit=unit("so-xay-dung"))) == []


def test_queries_do_not_grow_with_the_work():
    counted = []
    for seat, count in ((after.agency_seat(), 1), (after.agency_seat(), 3)):
        after.concluded(petitions=count)
        for who in (seat, day.office()):
            with CaptureQueriesContext(connection) as captured:
                assert len(work_for(who, on=LATE_ON)) == Assignment.objects.count()
            counted.append(len(captured))
    assert counted[:2] == counted[2:]
