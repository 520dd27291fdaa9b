"""Arithmetic on working days: tables, general properties, cover, explanation."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulation.enums import DayKind, DayStatus
from regulation.working_days import CalendarUnknown, DayLine, SpecialDay, WorkingCalendar, calendar_days_after
from tests.regulation.examples import CALENDAR, ROWS, counts, every_day, slow_between, slow_nth

DAYS = st.dates(date(2017, 3, 1), date(2028, 10, 31))
TERMS = st.integers(1, 40)


def off(day: date, status: DayStatus = DayStatus.CONFIRMED) -> SpecialDay:
    return SpecialDay(day, DayKind.OFF, "Nghỉ", "Thông báo thử", status)


def worked(day: date) -> SpecialDay:
    return SpecialDay(day, DayKind.WORKED, "Làm bù", "Thông báo thử", DayStatus.CONFIRMED)


SWAP = WorkingCalendar([off(date(2026, 3, 9)), worked(date(2026, 3, 14))])


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param(date(2026, 3, 6), True, id="friday"),
        pytest.param(date(2026, 3, 7), False, id="saturday"),
        pytest.param(date(2026, 3, 8), False, id="sunday"),
        pytest.param(date(2026, 3, 9), False, id="freed-monday"),
        pytest.param(date(2026, 3, 14), True, id="worked-saturday"),
        pytest.param(date(2026, 3, 15), False, id="sunday-after-worked-saturday"),
    ],
)
def test_a_day_counts_by_its_entry_or_else_by_its_weekday(day, expected):
    assert SWAP.is_working_day(day) is expected


def test_the_day_of_the_event_is_never_counted():
    assert SWAP.nth_after(date(2026, 3, 4), 1) == date(2026, 3, 5)
    assert SWAP.nth_after(date(2026, 3, 7), 1) == date(2026, 3, 10)
    assert SWAP.nth_before(date(2026, 3, 6), 1) == date(2026, 3, 5)
    assert SWAP.nth_before(date(2026, 3, 15), 1) == date(2026, 3, 14)


def test_counting_starts_at_one():
    with pytest.raises(ValueError, match="n counts from 1"):
        SWAP.nth_after(date(2026, 3, 4), 0)
    with pytest.raises(ValueError, match="n counts from 1"):
        SWAP.nth_before(date(2026, 3, 4), 0)


def test_a_date_entered_twice_is_refused():
    with pytest.raises(ValueError, match="a date is entered twice"):
        WorkingCalendar([off(date(2026, 3, 9)), worked(date(2026, 3, 9))])


def test_every_day_agrees_with_the_definition():
    days = every_day(date(2017, 1, 1), date(2028, 12, 31))
    assert [CALENDAR.is_working_day(day) for day in days] == [counts(day) for day in days]


# -- properties


@given(day=DAYS, n=TERMS)
def test_adding_days_and_counting_them_again_agree(day, n):
    due = CALENDAR.nth_after(day, n)
    assert CALENDAR.is_working_day(due)
    assert CALENDAR.working_days_between(day, due) == n - 1
    assert CALENDAR.days_left(day, due) == n


@given(day=DAYS, n=TERMS)
def test_going_forward_and_back_is_the_same_way(day, n):
    later = CALENDAR.nth_after(day, n)
    if CALENDAR.is_working_day(day):
        assert CALENDAR.nth_before(later, n) == day
    else:
        assert CALENDAR.nth_before(later, n) < day
        assert CALENDAR.working_days_between(CALENDAR.nth_before(later, n), day) == 0


@given(day=DAYS, other=DAYS, n=TERMS)
def test_a_later_event_is_never_due_earlier(day, other, n):
    earlier, later = sorted((day, other))
    assert CALENDAR.nth_after(earlier, n) <= CALENDAR.nth_after(later, n)
    assert CALENDAR.nth_before(earlier, n) <= CALENDAR.nth_before(later, n)


@given(day=DAYS, n=TERMS)
def test_a_longer_term_ends_on_the_next_working_day(day, n):
    due, next_due = CALENDAR.nth_after(day, n), CALENDAR.nth_after(day, n + 1)
    assert due < next_due
    assert CALENDAR.working_days_between(due, next_due) == 0


@given(day=DAYS, n=TERMS)
def test_the_table_agrees_with_walking_day_by_day(day, n):
    assert CALENDAR.nth_after(day, n) == slow_nth(day, n, +1)
    assert CALENDAR.nth_before(day, n) == slow_nth(day, n, -1)


@given(first=DAYS, span=st.integers(-20, 400))
def test_counting_between_agrees_with_looking_at_each_day(first, span):
    last = min(first + timedelta(days=span), date(2028, 12, 31))
    assert CALENDAR.working_days_between(first, last) == slow_between(first, last)


@given(on=DAYS, span=st.integers(-60, 60))
def test_negative_days_left_means_overdue_and_nothing_else_does(on, span):
    due = on + timedelta(days=span)
    assert (CALENDAR.days_left(on, due) < 0) == (on > due)


@given(on=DAYS, span=st.integers(-60, 60))
def test_days_left_never_grows_as_days_pass(on, span):
    due = on + timedelta(days=span)
    assert CALENDAR.days_left(on + timedelta(days=1), due) <= CALENDAR.days_left(on, due)


@given(first=DAYS, span=st.integers(0, 90))
def test_the_explanation_adds_up(first, span):
    last = min(first + timedelta(days=span), date(2028, 12, 31))
    lines = CALENDAR.explain(first, last)
    assert [line.date for line in lines] == every_day(first, last)
    assert [line for line in lines if not line.counted] == CALENDAR.skipped(first, last)
    assert [line.counted for line in lines] == [counts(line.date) for line in lines]


# -- days left


@pytest.mark.parametrize(
    ("on", "left"),
    [
        pytest.param(date(2026, 10, 23), 5, id="friday-before"),
        pytest.param(date(2026, 10, 24), 5, id="saturday-before"),
        pytest.param(date(2026, 10, 29), 1, id="day-before"),
        pytest.param(date(2026, 10, 30), 0, id="on-the-day"),
        pytest.param(date(2026, 10, 31), -1, id="saturday-after-is-already-overdue"),
        pytest.param(date(2026, 11, 2), -1, id="first-working-day-after"),
        pytest.param(date(2026, 11, 3), -2, id="second-working-day-after"),
    ],
)
def test_days_left_of_a_duty_due_on_a_friday(on, left):
    assert CALENDAR.days_left(on, date(2026, 10, 30)) == left


# -- cover


def test_cover_is_the_years_with_entries_and_the_one_after():
    assert CALENDAR.cover_years == tuple(range(2017, 2029))
    assert CALENDAR.covers(date(2017, 1, 1), date(2028, 12, 31)) is True
    assert CALENDAR.covers(date(2028, 12, 31), date(2029, 1, 1)) is False


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (
            lambda: CALENDAR.is_working_day(date(2029, 1, 1)),
            "Chưa có lịch ngày làm việc cho năm 2029 (ngày 01/01/2029).",
        ),
        (
            lambda: CALENDAR.nth_after(date(2016, 12, 31), 1),
            "Chưa có lịch ngày làm việc cho năm 2016 (ngày 31/12/2016).",
        ),
        (
            lambda: CALENDAR.nth_after(date(2028, 12, 28), 2),
            "Chưa có lịch ngày làm việc cho năm 2029 (tính từ ngày 28/12/2028).",
        ),
        (
            lambda: CALENDAR.nth_before(date(2017, 1, 4), 2),
            "Chưa có lịch ngày làm việc cho năm 2016 (tính từ ngày 04/01/2017).",
        ),
        (
            lambda: CALENDAR.nth_before(date(2017, 1, 1), 1),
            "Chưa có lịch ngày làm việc cho năm 2016 (tính từ ngày 01/01/2017).",
        ),
        (
            lambda: CALENDAR.working_days_between(date(2028, 12, 1), date(2029, 1, 5)),
            "Chưa có lịch ngày làm việc cho năm 2029 (ngày 05/01/2029).",
        ),
        (
            lambda: CALENDAR.days_left(date(2028, 12, 1), date(2029, 1, 5)),
            "Chưa có lịch ngày làm việc cho năm 2029 (ngày 05/01/2029).",
        ),
        (
            lambda: CALENDAR.explain(date(2028, 12, 31), date(2029, 1, 1)),
            "Chưa có lịch ngày làm việc cho năm 2029 (ngày 01/01/2029).",
        ),
    ],
)
def test_outside_the_cover_nothing_is_guessed(ask, sentence):
    with pytest.raises(CalendarUnknown) as refusal:
        ask()
    assert str(refusal.value) == sentence


def test_the_last_days_inside_the_cover_are_answered():
    assert CALENDAR.nth_after(date(2028, 12, 28), 1) == date(2028, 12, 29)
    assert CALENDAR.nth_before(date(2017, 1, 4), 1) == date(2017, 1, 3)


def test_an_empty_calendar_knows_no_day():
    with pytest.raises(CalendarUnknown):
        WorkingCalendar([]).is_working_day(date(2026, 3, 4))


def test_a_hole_between_entered_years_is_not_counted_across():
    holed = WorkingCalendar([off(date(2024, 1, 1)), off(date(2027, 1, 1))])
    assert holed.cover_years == (2024, 2025, 2027, 2028)
    assert holed.nth_after(date(2025, 12, 1), 5) == date(2025, 12, 8)
    for ask in (
        lambda: holed.nth_after(date(2025, 12, 30), 5),
        lambda: holed.nth_before(date(2027, 1, 4), 5),
        lambda: holed.working_days_between(date(2025, 12, 30), date(2027, 1, 4)),
        lambda: holed.days_left(date(2025, 12, 30), date(2027, 1, 4)),
        lambda: holed.is_working_day(date(2026, 6, 1)),
    ):
        with pytest.raises(CalendarUnknown):
            ask()


# -- tentative


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        pytest.param(date(2026, 1, 1), date(2026, 12, 31), False, id="all-confirmed"),
        pytest.param(date(2027, 1, 4), date(2027, 2, 3), False, id="before-tet-2027"),
        pytest.param(date(2027, 2, 3), date(2027, 2, 4), True, id="into-tet-2027"),
        pytest.param(date(2027, 2, 10), date(2027, 2, 12), True, id="out-of-tet-2027"),
        pytest.param(date(2027, 2, 11), date(2027, 9, 2), False, id="after-tet-2027"),
        pytest.param(date(2027, 9, 3), date(2027, 9, 3), True, id="second-national-day-2027"),
        pytest.param(date(2027, 12, 20), date(2028, 1, 4), True, id="into-the-year-after"),
        pytest.param(date(2020, 6, 8), date(2020, 6, 12), True, id="year-without-confirmed-day"),
    ],
)
def test_results_that_rest_on_unconfirmed_days_are_tentative(first, last, expected):
    assert CALENDAR.is_tentative(first, last) is expected


# -- explanation


def test_each_kind_of_day_is_explained_with_its_source():
    lines = CALENDAR.explain(date(2026, 8, 21), date(2026, 8, 24))
    notice = "Thông báo 9441/TB-BNV ngày 16/10/2025"
    assert lines == [
        DayLine(date(2026, 8, 21), True, "Ngày làm việc", "", DayStatus.CONFIRMED),
        DayLine(date(2026, 8, 22), True, "Làm bù cho ngày nghỉ 31/08/2026", notice, DayStatus.CONFIRMED),
        DayLine(date(2026, 8, 23), False, "Chủ nhật", "", DayStatus.CONFIRMED),
        DayLine(date(2026, 8, 24), True, "Ngày làm việc", "", DayStatus.CONFIRMED),
    ]
    assert CALENDAR.skipped(date(2026, 11, 23), date(2026, 11, 25)) == [
        DayLine(
            date(2026, 11, 24),
            False,
            "Ngày Văn hóa Việt Nam",
            "Nghị quyết 28/2026/QH16, Điều 2",
            DayStatus.CONFIRMED,
        )
    ]


def test_a_year_without_entries_says_so_on_every_line():
    assert CALENDAR.explain(date(2028, 6, 2), date(2028, 6, 3)) == [
        DayLine(date(2028, 6, 2), True, "Ngày làm việc (chưa có lịch năm 2028)", "", DayStatus.EXPECTED),
        DayLine(date(2028, 6, 3), False, "Thứ Bảy (chưa có lịch năm 2028)", "", DayStatus.EXPECTED),
    ]


def test_a_reversed_span_explains_nothing():
    assert CALENDAR.explain(date(2026, 3, 5), date(2026, 3, 4)) == []


# -- version


def test_the_version_follows_the_content_and_not_the_order():
    assert WorkingCalendar(reversed(ROWS)).version == CALENDAR.version
    versions = {
        WorkingCalendar(days).version
        for days in (
            ROWS,
            ROWS[1:],
            [*ROWS, off(date(2026, 11, 23))],
            [*ROWS, off(date(2026, 11, 23), DayStatus.EXPECTED)],
            [*ROWS, worked(date(2026, 11, 28))],
        )
    }
    assert len(versions) == 5
    assert all(len(version) == 12 for version in versions)


def test_adopting_the_proposed_swap_moves_the_example_to_the_worked_saturday():
    swapped = WorkingCalendar([*ROWS, off(date(2026, 11, 23)), worked(date(2026, 11, 28))])
    assert CALENDAR.nth_after(date(2026, 11, 12), 10) == date(2026, 11, 27)
    assert swapped.nth_after(date(2026, 11, 12), 10) == date(2026, 11, 28)


def test_calendar_days_are_plain_days():
    assert calendar_days_after(date(2026, 2, 28), 7) == date(2026, 3, 7)
    assert calendar_days_after(date(2026, 3, 7), -7) == date(2026, 2, 28)


def test_worked_saturdays_are_those_of_the_notices():
    entered = [day.date for day in ROWS if day.kind is DayKind.WORKED]
    assert entered == [
        date(2019, 1, 5),
        date(2019, 5, 4),
        date(2024, 5, 4),
        date(2025, 4, 26),
        date(2026, 1, 10),
        date(2026, 8, 22),
    ]
