"""The clocks of a session as a picture: what is drawn at each stage of its life."""

from datetime import date

import pytest

from duties.actions import ledger
from duties.badges import Badge
from duties.queries import duties_of
from duties.session_clocks import legal_timeline
from organizations.enums import Branch
from regulation.articles import Article
from regulation.calendars import working_calendar
from tests.factories.duties import CLERK, opened
from tests.factories.organizations import party_committee, unit
from tests.support.moments import at

pytestmark = pytest.mark.django_db

SESSION_ON = date(2026, 11, 12)
PLANNED = Badge(kind="neutral", text="Đã mời", icon="letter")


@pytest.fixture
def house():
    return party_committee()


@pytest.fixture
def duties(house):
    """Invitation and provisional notice of a session planned for Thursday 12/11/2026."""
    invitation = opened(Article.INVITATION_LEAD_TIME, context=house)
    return invitation, opened(base_is_planned=True, context=house)


def done(on):
    return {"by": CLERK, "at": at(on)}


def picture(house, on, *, ended_on=None, **more):
    return legal_timeline(
        session_on=SESSION_ON, ended_on=ended_on, duties=duties_of(house), on=on, calendar=working_calendar(),
        session_badge=PLANNED, **more,
    )  # fmt: skip


def kinds(timeline, first, last):
    """Kinds of the drawn days by their date, from the titles of the blocks."""
    found = {}
    for block in timeline.drawing.blocks:
        day, month, year = block.title.split("ngày ")[1][:10].split("/")
        found[date(int(year), int(month), int(day))] = block.kind
    return {day.day: kind for day, kind in found.items() if first <= day <= last}


def held(duties, on=SESSION_ON):
    ledger.meet(duties[0], on=date(2026, 11, 3), **done(on))
    ledger.rebase(duties[1], base_on=on, base_is_planned=False, reason="Kết thúc", **done(on))


def test_before_the_letters_everything_after_the_session_is_expected(house, duties):
    timeline = picture(house, date(2026, 11, 3))
    assert kinds(timeline, date(2026, 11, 4), date(2026, 11, 17)) == {
        4: "ahead", 5: "ahead", 6: "ahead", 9: "ahead", 10: "ahead", 11: "ahead", 12: "session",
        13: "expected", 16: "expected", 17: "expected",
    }  # fmt: skip
    assert [(span.text, span.kind) for span in timeline.drawing.spans] == [
        ("Ít nhất 5 ngày làm việc", "running"),
        ("Chậm nhất 10 ngày làm việc", "expected"),
        ("Chậm nhất 20 ngày làm việc", "expected"),
    ]
    assert [(mark.title, mark.text, mark.expected) for mark in timeline.drawing.marks] == [
        ("Hạn gửi thư mời", "Thứ Tư, 04/11/2026", False),
        ("Buổi đối thoại", "Thứ Năm, 12/11/2026", False),
        ("Hạn thông báo kết luận (dự kiến)", "Thứ Sáu, 27/11/2026", True),
        ("Hạn trả lời kiến nghị (dự kiến)", "Thứ Sáu, 25/12/2026", True),
    ]
    assert [cell.badge.text for cell in timeline.cells] == [
        "Còn 1 ngày làm việc", "Đã mời", "Chưa tính hạn", "Chưa tính hạn",
    ]  # fmt: skip


@pytest.mark.rule("D9.3.a")
def test_while_the_notice_is_due_the_holiday_is_hatched_and_named(house, duties):
    held(duties)
    timeline = picture(house, date(2026, 11, 25), ended_on=SESSION_ON)
    assert kinds(timeline, date(2026, 11, 20), date(2026, 11, 30)) == {
        20: "running", 23: "running", 24: "holiday", 25: "running", 26: "ahead", 27: "ahead", 30: "expected",
    }  # fmt: skip
    holiday = next(block for block in timeline.drawing.blocks if block.hatched)
    assert holiday.title == "Thứ Ba, ngày 24/11/2026: không tính, Ngày Văn hóa Việt Nam"
    notice = timeline.cells[2]
    assert (notice.badge.text, notice.text) == (
        "Còn 2 ngày làm việc", "Không tính ngày 24/11 (Ngày Văn hóa Việt Nam)",
    )  # fmt: skip
    assert timeline.cells[0].text == "Gửi xong ngày 03/11/2026, hạn 04/11/2026"
    assert [item.kind for item in timeline.items] == ["done", "done", "current", "expected"]


def test_past_the_limit_days_are_late(house, duties):
    held(duties)
    timeline = picture(house, date(2026, 12, 1), ended_on=SESSION_ON)
    assert kinds(timeline, date(2026, 11, 26), date(2026, 12, 2)) == {
        26: "running", 27: "running", 30: "late", 1: "late", 2: "expected",
    }  # fmt: skip
    assert timeline.drawing.spans[1].kind == "late"
    assert timeline.items[2].kind == "late"
    assert timeline.items[2].text == "Thứ Sáu, ngày 27/11/2026. Quá hạn 2 ngày làm việc"


@pytest.mark.rule("D9.3.b.s1")
def test_answers_run_from_the_real_notice(house, duties):
    held(duties)
    ledger.meet(duties[1], on=date(2026, 11, 20), **done(date(2026, 11, 20)))
    answers = [
        opened(Article.WRITTEN_ANSWER, base_on=date(2026, 11, 20), owed_by=unit("so-xay-dung"), context=house)
        for _ in range(2)
    ]
    ledger.meet(answers[0], on=date(2026, 11, 30), **done(date(2026, 11, 30)))
    timeline = picture(house, date(2026, 12, 1), ended_on=SESSION_ON)
    assert kinds(timeline, date(2026, 11, 19), date(2026, 12, 2)) == {
        19: "done", 20: "done", 23: "running", 24: "holiday", 25: "running", 26: "running", 27: "running",
        30: "running", 1: "running", 2: "ahead",
    }  # fmt: skip
    assert timeline.cells[3].text == "Đã trả lời 1/2 kiến nghị giao cơ quan"


def test_a_notice_without_assignments_ends_the_story(house, duties):
    held(duties)
    ledger.meet(duties[1], on=date(2026, 11, 20), **done(date(2026, 11, 20)))
    timeline = picture(house, date(2026, 12, 1), ended_on=SESSION_ON)
    assert len(timeline.drawing.spans) == 2
    assert timeline.cells[3].text == "Không có kiến nghị giao cơ quan"


@pytest.mark.rule("D9.1.b-2.s1")
def test_days_lost_by_sending_late_are_red(house, duties):
    ledger.meet(duties[0], on=date(2026, 11, 9), late_reason="Đột xuất", **done(date(2026, 11, 9)))
    timeline = picture(house, date(2026, 11, 10))
    assert kinds(timeline, date(2026, 11, 5), date(2026, 11, 11)) == {
        5: "late", 6: "late", 9: "late", 10: "done", 11: "done",
    }  # fmt: skip
    assert timeline.cells[0].badge.text == "Trễ 3 ngày làm việc"


@pytest.mark.rule("D18.5")
@pytest.mark.parametrize(
    ("branches", "cited"),
    [
        ([Branch.PARTY], "Điều 9"),
        ([Branch.GOVERNMENT], "Điều 13"),
        ([Branch.PARTY, Branch.GOVERNMENT], "Điều 9, Điều 13 và khoản 5 Điều 18"),
    ],
)
def test_the_title_cites_the_chapters_of_the_hosts(house, branches, cited):
    for branch in branches:
        for article in (Article.INVITATION_LEAD_TIME, Article.CONCLUSION_NOTICE):
            opened(article, branch=branch, context=house)
    assert picture(house, date(2026, 11, 3)).title == f"Tiến độ theo Quy chế ({cited})"


def test_of_two_hosts_the_worse_clock_is_shown(house, duties):
    held(duties)
    other = opened(branch=Branch.GOVERNMENT, context=house)
    ledger.meet(duties[1], on=date(2026, 11, 20), **done(date(2026, 11, 20)))
    assert other.is_open
    assert (
        picture(house, date(2026, 11, 30), ended_on=SESSION_ON).cells[2].badge.text
        == "Quá hạn 1 ngày làm việc"
    )


def test_a_moved_session_shows_the_clock_of_its_new_day(house):
    earlier = opened(Article.INVITATION_LEAD_TIME, base_on=date(2026, 10, 15), context=house)
    ledger.meet(earlier, on=date(2026, 10, 1), **done(date(2026, 10, 1)))
    opened(Article.INVITATION_LEAD_TIME, context=house)
    assert picture(house, date(2026, 11, 3)).cells[0].badge.text == "Còn 1 ngày làm việc"


def test_a_weekend_session_is_drawn_and_expected_days_say_so(house):
    opened(Article.INVITATION_LEAD_TIME, base_on=date(2027, 1, 30), context=house)
    opened(base_on=date(2027, 1, 30), base_is_planned=True, context=house)
    timeline = legal_timeline(
        session_on=date(2027, 1, 30), ended_on=None, duties=duties_of(house), on=date(2026, 11, 3),
        calendar=working_calendar(), session_badge=PLANNED,
    )  # fmt: skip
    assert [block.title for block in timeline.drawing.blocks if block.kind == "session"] == [
        "Thứ Bảy, ngày 30/01/2027: buổi đối thoại"
    ]
    assert timeline.drawing.marks[-2].text.endswith("(tạm tính)")


def test_without_dates_there_is_no_picture(house):
    opened(base_on=date(2029, 5, 3), context=house)
    assert picture(house, date(2026, 11, 3)) is None


def test_a_caller_may_say_more_in_a_box(house, duties):
    timeline = picture(house, date(2026, 11, 3), texts={"session": "104 người dự"}, table_url="/bang/")
    assert (timeline.cells[1].text, timeline.table_url) == ("104 người dự", "/bang/")
    assert timeline.count_url == f"/thoi-han/{duties[0].code}/cach-tinh/"
