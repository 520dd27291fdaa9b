"""What may be entered into the working calendar, and what is refused with which sentence."""

from datetime import date

import pytest

from regulation.calendar_entries import Entry, problem_of, repeated_dates
from regulation.enums import DayKind, DayStatus
from regulation.working_days import SpecialDay, WorkingCalendar

FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 11, day) for day in (20, 28, 29, 23))
HOLIDAY = SpecialDay(date(2026, 11, 24), DayKind.OFF, "Ngày Văn hóa", "NQ 28", DayStatus.CONFIRMED)
SWAPPED = SpecialDay(date(2026, 8, 22), DayKind.WORKED, "Làm bù", "TB 9441", DayStatus.CONFIRMED)
CITY = WorkingCalendar([HOLIDAY, SWAPPED])


def entry(day, kind, **more):
    return Entry(day, kind, **{"name": "Hoán đổi", "source": "Thông báo thử"} | more)


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        (entry(SUNDAY, DayKind.WORKED), "kind", "Chủ nhật, 29/11/2026 là Chủ nhật: chỉ Thứ Bảy được làm bù."),
        (
            entry(MONDAY, DayKind.WORKED),
            "kind",
            "Thứ Hai, 23/11/2026 là ngày làm việc trong tuần, không nhập làm bù.",
        ),
        (
            entry(HOLIDAY.date, DayKind.WORKED),
            "kind",
            (
                "Thứ Ba, 24/11/2026 là ngày làm việc trong tuần, không nhập làm bù. "
                "Để bỏ ngày nghỉ đã nhập, chọn “Bỏ khỏi lịch”."
            ),
        ),
        (
            entry(SATURDAY, DayKind.OFF),
            "kind",
            "Thứ Bảy, 28/11/2026 đã là ngày nghỉ hằng tuần, không cần nhập.",
        ),
        (
            entry(SWAPPED.date, DayKind.OFF),
            "kind",
            (
                "Thứ Bảy, 22/08/2026 đã là ngày nghỉ hằng tuần, không cần nhập. "
                "Để bỏ ngày làm bù đã nhập, chọn “Bỏ khỏi lịch”."
            ),
        ),
        (
            entry(MONDAY, None),
            "date",
            "Ngày 23/11/2026 không có trong lịch đã nhập nên không bỏ được.",
        ),
        (
            entry(date(2016, 12, 30), DayKind.OFF),
            "date",
            "Chỉ nhập ngày từ 01/01/2017 đến 31/12/2100; đã nhập 30/12/2016.",
        ),
        (
            entry(date(2101, 1, 3), DayKind.OFF),
            "date",
            "Chỉ nhập ngày từ 01/01/2017 đến 31/12/2100; đã nhập 03/01/2101.",
        ),
        (
            Entry(HOLIDAY.date, DayKind.OFF, HOLIDAY.name, HOLIDAY.source),
            "date",
            "Ngày 24/11/2026 đã có trong lịch với đúng nội dung này.",
        ),
        (
            entry(MONDAY, DayKind.OFF, name=" "),
            "name",
            "Nhập tên ngày, ví dụ Tết Nguyên đán hoặc Hoán đổi ngày làm việc.",
        ),
        (
            entry(MONDAY, DayKind.OFF, source=""),
            "source",
            "Nhập căn cứ: số, ngày và cơ quan ban hành văn bản.",
        ),
    ],
)
def test_what_says_nothing_or_nonsense_is_refused(given, field, sentence):
    problem = problem_of(given, CITY)
    assert (problem.field, problem.text) == (field, sentence)


@pytest.mark.parametrize(
    "given",
    [
        entry(MONDAY, DayKind.OFF),
        entry(SATURDAY, DayKind.WORKED),
        entry(HOLIDAY.date, None),
        entry(SWAPPED.date, None),
        entry(HOLIDAY.date, DayKind.OFF, name="Đổi tên"),
        entry(date(2017, 1, 2), DayKind.OFF),
    ],
)
def test_what_changes_the_calendar_is_taken(given):
    assert problem_of(given, CITY) is None


def test_a_unit_may_differ_where_the_city_may_not():
    own = WorkingCalendar([HOLIDAY, SWAPPED])
    works_on_the_holiday = entry(HOLIDAY.date, DayKind.WORKED)
    off_on_the_saturday = entry(SWAPPED.date, DayKind.OFF)
    assert [problem_of(given, own, CITY) for given in (works_on_the_holiday, off_on_the_saturday)] == [
        None,
        None,
    ]
    assert problem_of(entry(HOLIDAY.date, None), own, CITY).field == "date"


def test_a_date_that_stands_twice_is_named_once_and_says_how():
    twice = [entry(MONDAY, DayKind.OFF), entry(MONDAY, DayKind.OFF, name="Khác")]
    torn = [entry(SATURDAY, DayKind.OFF), entry(SATURDAY, DayKind.WORKED)]
    assert repeated_dates([*twice, *torn, entry(FRIDAY, DayKind.OFF)]) == {
        MONDAY: "Ngày 23/11/2026 có 2 dòng: chỉ giữ một dòng.",
        SATURDAY: "Ngày 28/11/2026 vừa là ngày nghỉ vừa là ngày làm bù: chỉ giữ một dòng.",
    }


def test_a_unit_with_days_of_its_own_counts_by_them_and_the_others_do_not():
    own = SpecialDay(MONDAY, DayKind.OFF, "Lễ riêng", "QĐ thử", DayStatus.CONFIRMED)
    city = WorkingCalendar([HOLIDAY, SWAPPED], {7: [own]})
    assert (city.is_working_day(MONDAY), city.for_unit(7).is_working_day(MONDAY)) == (True, False)
    assert city.for_unit(8) is city
    assert city.for_unit(None) is city
    assert city.for_unit(7).is_working_day(HOLIDAY.date) is False
    assert city.version == CITY.version != city.for_unit(7).version
