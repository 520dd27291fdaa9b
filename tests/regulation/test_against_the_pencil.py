"""The table of sums against somebody who counts day by day: every day from 2024 to 2027, forward and backward."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulation import deadlines
from regulation.articles import Article
from regulation.deadlines import Term, Verdict
from regulation.enums import DayKind, DayStatus, Reading
from regulation.reference_data import calendar_rows
from regulation.working_days import SpecialDay, WorkingCalendar
from tests.regulation.oracle import Pencil, read_table

FIRST, LAST = date(2024, 1, 1), date(2027, 12, 31)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
LEAD, NOTICE, ANSWER = Article.INVITATION_LEAD_TIME, Article.CONCLUSION_NOTICE, Article.WRITTEN_ANSWER


@pytest.fixture(scope="module")
def calendar():
    return WorkingCalendar(calendar_rows())


@pytest.fixture(scope="module")
def pencil():
    return Pencil(read_table())


def test_every_day_counts_for_both_or_for_neither(calendar, pencil):
    assert [day for day in DAYS if calendar.is_working_day(day) != pencil.works(day)] == []


@pytest.mark.rule("D9.3.a", "D13.3.a", "D9.3.b.s1", "D13.3.b.s1")
@pytest.mark.parametrize(("article", "days"), [(NOTICE, 10), (ANSWER, 20), (NOTICE, 1), (ANSWER, 30)])
def test_every_term_forward_from_every_day(calendar, pencil, article, days):
    term = Term(article, days)
    differing = []
    for day in DAYS:
        found = deadlines.apply(term, day, calendar)
        due = pencil.after(day, days)
        if (found.due_on, found.lawful_until, len(found.counted)) != (due, due, days):
            differing.append(day)
        if (
            found.verdict(due) is not Verdict.IN_TIME
            or found.verdict(due + timedelta(days=1)) is not Verdict.LATE
        ):
            differing.append(day)
    assert differing == []


@pytest.mark.rule("D9.1.b-2.s1", "D13.1.b-2.s1")
@pytest.mark.parametrize("days", [5, 1, 2, 8])
@pytest.mark.parametrize("reading", list(Reading))
def test_every_lead_time_backward_from_every_day(calendar, pencil, days, reading):
    term = Term(LEAD, days, reading=reading)
    least = days if reading is Reading.STRICT else days - 1
    differing = []
    for session_on in DAYS:
        found = deadlines.apply(term, session_on, calendar)
        amber = pencil.last_sending(session_on, days - 1)
        expected = (
            pencil.advised_sending(session_on, least),
            amber if reading is Reading.LOOSE else pencil.last_sending(session_on, days),
            amber,
        )
        if (found.due_on, found.lawful_until, found.amber_until) != expected:
            differing.append(session_on)
    assert differing == []


@pytest.mark.rule("L43.announce")
def test_a_conference_is_announced_seven_days_before_every_day(calendar, pencil):
    differing = []
    for held_on in DAYS:
        found = deadlines.apply(deadlines.ANNOUNCEMENT_LEAD, held_on, calendar)
        last = pencil.days_before(held_on, 7)
        expected = (pencil.working_day_no_later_than(last), last, last)
        if (found.due_on, found.lawful_until, found.amber_until) != expected or len(found.counted) != 7:
            differing.append(held_on)
    assert differing == []


@pytest.mark.rule("L43.results")
def test_results_are_published_ten_days_after_every_day(calendar, pencil):
    differing = []
    for held_on in DAYS:
        found = deadlines.apply(deadlines.RESULTS_TERM, held_on, calendar)
        tenth = pencil.days_after(held_on, 10)
        expected = (tenth, pencil.working_day_no_earlier_than(tenth))
        if (found.due_on, found.lawful_until) != expected or len(found.counted) != 10:
            differing.append(held_on)
    assert differing == []


def test_days_left_from_every_day_to_days_around_it(calendar, pencil):
    shifts = (-40, -11, -3, -2, -1, 0, 1, 2, 3, 8, 29)
    differing = [
        (on, shift)
        for on in DAYS
        for shift in shifts
        if calendar.days_left(on, on + timedelta(days=shift)) != pencil.left(on, on + timedelta(days=shift))
    ]
    assert differing == []


def test_the_pencil_is_another_hand(calendar):
    """The negative control: without the Saturdays worked, the two disagree."""
    careless = Pencil({day: kind for day, kind in read_table().items() if kind == "off"})
    assert careless.after(date(2025, 12, 25), 10) != deadlines.conclusion_notice_due(
        date(2025, 12, 25), calendar
    )


_SPECIAL = st.dictionaries(
    st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.sampled_from(["off", "worked"]), max_size=60
)


@settings(max_examples=150, deadline=None)
@given(entered=_SPECIAL, day=st.dates(date(2026, 2, 20), date(2026, 10, 1)), count=st.integers(1, 25))
def test_any_calendar_counts_like_the_pencil(entered, day, count):
    entered |= {date(2025, 1, 1): "off", date(2026, 1, 1): "off"}
    calendar = WorkingCalendar(
        SpecialDay(on, DayKind(kind), "thử", "thử", DayStatus.CONFIRMED) for on, kind in entered.items()
    )
    pencil = Pencil(entered)
    assert calendar.nth_after(day, count) == pencil.after(day, count)
    found = deadlines.apply(Term(LEAD, count), day, calendar)
    assert found.lawful_until == pencil.last_sending(day, count)
    assert calendar.working_days_between(found.lawful_until, day) >= count
