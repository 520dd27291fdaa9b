"""The exact words of every deadline, over 24/11, Tết and a worked Saturday; both verdicts in both places."""

import itertools
from datetime import date, timedelta

import pytest

from duties.actions import ledger
from duties.badges import badge_for, days_left, ruler_for, standing_of
from duties.enums import Standing
from duties.models import Duty
from regulation.articles import Article
from regulation.calendars import working_calendar
from tests.factories.duties import CLERK, DutyFactory, opened
from tests.support.moments import at

pytestmark = pytest.mark.django_db


def notice(due_on, **changed):
    return DutyFactory(due_on=due_on, **changed)


def badge(duty, on, **options):
    found = badge_for(duty, on=on, calendar=working_calendar(), **options)
    return found.kind, found.text


def met(duty, on):
    return ledger.meet(duty, on=on, by=CLERK, at=at(on))


@pytest.mark.parametrize(
    ("due_on", "on", "kind", "text"),
    [
        pytest.param(date(2026, 12, 25), date(2026, 11, 25), "neutral", "Còn 22 ngày làm việc", id="far"),
        pytest.param(date(2026, 12, 1), date(2026, 11, 25), "neutral", "Còn 4 ngày làm việc", id="four-left"),
        pytest.param(date(2026, 11, 30), date(2026, 11, 25), "amber", "Còn 3 ngày làm việc", id="three-left"),
        pytest.param(date(2026, 11, 27), date(2026, 11, 25), "amber", "Còn 2 ngày làm việc", id="two-left"),
        pytest.param(date(2026, 11, 27), date(2026, 11, 23), "amber", "Còn 3 ngày làm việc", id="over-24-11"),
        pytest.param(date(2026, 11, 27), date(2026, 11, 27), "today", "Hết hạn hôm nay", id="last-day"),
        pytest.param(date(2026, 11, 27), date(2026, 11, 28), "overdue", "Quá hạn 1 ngày làm việc", id="saturday-after"),
        pytest.param(date(2026, 11, 27), date(2026, 11, 30), "overdue", "Quá hạn 1 ngày làm việc", id="monday-after"),
        pytest.param(date(2026, 11, 19), date(2026, 11, 25), "overdue", "Quá hạn 3 ngày làm việc", id="late-24-11"),
        pytest.param(date(2026, 2, 26), date(2026, 2, 13), "neutral", "Còn 4 ngày làm việc", id="over-tet"),
        pytest.param(date(2026, 2, 23), date(2026, 2, 18), "amber", "Còn 1 ngày làm việc", id="inside-tet"),
        pytest.param(date(2026, 2, 13), date(2026, 2, 24), "overdue", "Quá hạn 2 ngày làm việc", id="late-over-tet"),
        pytest.param(date(2026, 8, 24), date(2026, 8, 21), "amber", "Còn 2 ngày làm việc", id="worked-saturday-counts"),
        pytest.param(date(2026, 8, 22), date(2026, 8, 22), "today", "Hết hạn hôm nay", id="due-on-worked-saturday"),
        pytest.param(date(2026, 8, 21), date(2026, 8, 22), "overdue", "Quá hạn 1 ngày làm việc", id="late-worked"),
    ],
)  # fmt: skip
def test_open_duties_say_exactly_how_many_working_days(due_on, on, kind, text):
    assert badge(notice(due_on), on) == (kind, text)


def test_the_threshold_of_the_unit_decides_what_is_soon():
    duty = notice(date(2026, 12, 1))
    assert badge(duty, date(2026, 11, 25), soon=4) == ("amber", "Còn 4 ngày làm việc")
    assert badge(duty, date(2026, 11, 25), soon=3) == ("neutral", "Còn 4 ngày làm việc")


@pytest.mark.parametrize(
    ("met_on", "kind", "text", "note"),
    [
        (date(2026, 11, 25), "done", "Đúng hạn", "Sớm 2 ngày làm việc"),
        (date(2026, 11, 27), "done", "Đúng hạn", ""),
        (date(2026, 11, 28), "late", "Trễ 1 ngày làm việc", ""),
        (date(2026, 12, 1), "late", "Trễ 2 ngày làm việc", ""),
    ],
)
def test_done_duties_are_in_time_or_late_and_never_overdue(met_on, kind, text, note):
    found = badge_for(
        met(notice(date(2026, 11, 27)), met_on), on=date(2027, 1, 4), calendar=working_calendar()
    )
    assert (found.kind, found.text, found.note) == (kind, text, note)


@pytest.mark.rule("D9.3.b.s2", "D13.3.b.s2")
def test_an_extension_in_time_is_a_third_thing():
    duty = opened(Article.WRITTEN_ANSWER, base_on=date(2026, 11, 27))
    first = duty.due_on
    ledger.extend(
        duty, document_number="1", document_date=first, new_due_on=date(2027, 1, 15), by=CLERK, at=at(first)
    )
    assert badge(duty, first + timedelta(days=1)) == ("extended", "Đã báo gia hạn đến 15/01/2027")
    assert badge(duty, date(2027, 1, 14)) == ("amber", "Còn 1 ngày làm việc")
    assert badge(duty, date(2027, 1, 18)) == ("overdue", "Quá hạn 1 ngày làm việc")
    assert badge(met(duty, date(2027, 1, 15)), date(2027, 2, 1)) == ("extended", "Đúng hạn sau gia hạn")


def test_a_duty_without_a_date_and_a_void_one_say_so():
    assert badge(opened(base_on=date(2029, 5, 3)), date(2026, 11, 25)) == ("waiting", "Chưa tính được")
    void = ledger.void(opened(), on=date(2026, 11, 20), reason="Hủy", by=CLERK, at=at(date(2026, 11, 20)))
    assert badge(void, date(2026, 11, 25)) == ("neutral", "Không còn phải làm")


def test_dates_that_may_still_move_carry_the_word():
    planned, tentative = opened(base_is_planned=True), opened(base_on=date(2027, 1, 29))
    notes = [
        badge_for(d, on=date(2026, 11, 25), calendar=working_calendar()).note for d in (planned, tentative)
    ]
    assert notes == ["dự kiến", "tạm tính"]


def test_years_after_the_calendar_a_page_still_says_overdue():
    assert badge(notice(date(2026, 11, 27)), date(2031, 1, 6)) == ("overdue", "Quá hạn")


# -- the lead time: advice, last lawful day, amber


@pytest.mark.rule("D9.1.b-2.s1", "D13.1.b-2.s1")
@pytest.mark.parametrize(
    ("on", "kind", "text", "left", "standing"),
    [
        (date(2026, 6, 4), "amber", "Còn 1 ngày làm việc", 1, Standing.OPEN),
        (date(2026, 6, 5), "today", "Hết hạn hôm nay", 0, Standing.OPEN),
        (date(2026, 6, 7), "today", "Hết hạn hôm nay", 0, Standing.OPEN),
        (date(2026, 6, 8), "amber", "Sát hạn", -1, Standing.OPEN),
        (date(2026, 6, 9), "overdue", "Quá hạn 2 ngày làm việc", -2, Standing.OVERDUE),
    ],
)
def test_sending_before_a_monday_session(on, kind, text, left, standing):
    """Session on Monday 15/6/2026: advised Friday 5/6, lawful through Sunday 7/6, amber on Monday 8/6."""
    duty = opened(Article.INVITATION_LEAD_TIME, base_on=date(2026, 6, 15))
    assert badge(duty, on) == (kind, text)
    assert days_left(duty, on=on, calendar=working_calendar()) == left
    assert standing_of(duty, on=on) == standing


@pytest.mark.rule("D9.1.b-2.s1", "D13.1.b-2.s1")
@pytest.mark.parametrize(
    ("sent_on", "text"),
    [
        (date(2026, 6, 7), "Đúng hạn"),
        (date(2026, 6, 8), "Sát hạn"),
        (date(2026, 6, 9), "Trễ 2 ngày làm việc"),
    ],
)
def test_verdicts_on_sending_use_the_lawful_days(sent_on, text):
    duty = met(opened(Article.INVITATION_LEAD_TIME, base_on=date(2026, 6, 15)), sent_on)
    assert badge(duty, date(2026, 7, 1))[1] == text


# -- one truth in Python and in the database


def test_the_database_and_python_agree_on_every_standing():
    """Every combination of dates around the limits, seen on every day around them."""
    day = [date(2026, 6, n) for n in range(3, 14)]
    shapes = itertools.product([None, *day[::2]], [False, True], [False, True])
    for met_on, extended, amber in shapes:
        DutyFactory(
            due_on=day[6] if extended else day[2],
            first_due_on=day[2],
            lawful_until=day[6] if extended else day[3],
            first_lawful_until=day[3],
            amber_until=day[6] if extended else day[4] if amber else day[3],
            met_on=met_on,
        )
    DutyFactory(due_on=None)
    DutyFactory(voided_on=day[0], void_reason="Hủy")
    for on in day:
        rows = Duty.objects.standing(on=on).order_by("pk")
        assert [row.standing for row in rows] == [standing_of(row, on=on) for row in rows]


@pytest.mark.rule("D9.3.b.s1", "D9.3.b.s2")
def test_both_verdicts_stay_apart_after_an_extension():
    on_time, extended, late = (opened(Article.WRITTEN_ANSWER, base_on=date(2026, 10, 30)) for _ in range(3))
    first = on_time.due_on
    for duty in (extended, late):
        ledger.extend(
            duty,
            document_number="1",
            document_date=first,
            new_due_on=date(2027, 1, 15),
            by=CLERK,
            at=at(first),
        )
    met(on_time, first)
    met(extended, date(2027, 1, 15))
    met(late, date(2027, 1, 16))
    rows = Duty.objects.standing(on=date(2027, 2, 1)).order_by("pk")
    assert [(row.standing, row.first_standing) for row in rows] == [
        (Standing.MET_IN_TIME, Standing.MET_IN_TIME),
        (Standing.MET_AFTER_EXTENSION, Standing.MET_LATE),
        (Standing.MET_LATE, Standing.MET_LATE),
    ]


def test_an_open_extended_duty_is_overdue_against_its_first_date_only():
    duty = opened(Article.WRITTEN_ANSWER, base_on=date(2026, 10, 30))
    first = duty.due_on
    ledger.extend(
        duty, document_number="1", document_date=first, new_due_on=date(2027, 1, 15), by=CLERK, at=at(first)
    )
    row = Duty.objects.standing(on=first + timedelta(days=3)).get()
    assert (row.standing, row.first_standing) == (Standing.OPEN, Standing.OVERDUE)


# -- the ruler


def ruler(duty, on):
    found = ruler_for(duty, on=on, calendar=working_calendar())
    return found.text, [block.kind for block in found.blocks], found.limit_at


def test_the_ruler_fills_up_to_today():
    text, kinds, limit = ruler(opened(), date(2026, 11, 25))
    assert (text, kinds, limit) == ("8/10 ngày", ["filled"] * 8 + ["left"] * 2, "")
    assert ruler(opened(), date(2026, 11, 17))[1] == ["calm"] * 3 + ["left"] * 7
    assert ruler(opened(), date(2026, 11, 27))[0] == "10/10 ngày"


def test_a_late_ruler_has_a_limit_and_what_went_over():
    duty = opened(Article.WRITTEN_ANSWER, base_on=date(2026, 10, 21))
    assert duty.due_on == date(2026, 11, 18)
    assert ruler(duty, date(2026, 11, 23)) == ("Quá 3 ngày", ["spent"] * 20 + ["over"] * 3, 20)


def test_a_finished_ruler_stops_at_the_day_it_was_done():
    assert ruler(met(opened(), date(2026, 11, 20)), date(2027, 1, 4))[1] == ["finished"] * 6 + ["left"] * 4


def test_lead_times_plans_and_undated_duties_have_no_ruler():
    on, calendar = date(2026, 11, 25), working_calendar()
    without = [
        opened(Article.INVITATION_LEAD_TIME),
        opened(base_is_planned=True),
        opened(base_on=date(2029, 5, 3)),
        DutyFactory(reading={"stated": "2026-12-31"}, base_on=date(2026, 1, 1), due_on=date(2026, 12, 31)),
    ]
    assert [ruler_for(duty, on=on, calendar=calendar) for duty in without] == [None] * 4
