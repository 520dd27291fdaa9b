"""The three terms of the regulation: worked examples, an independent count, verdicts, other editions."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulation import deadlines
from regulation.articles import Article
from regulation.deadlines import ANSWER_TERM, INVITATION_LEAD, NOTICE_TERM, Term, Verdict
from regulation.enums import Counting, Reading
from regulation.working_days import CalendarUnknown
from tests.regulation.examples import (
    ANSWERS,
    CALENDAR,
    INVITATIONS,
    NOTICES,
    TENTATIVE_EXAMPLES,
    every_day,
    slow_between,
    slow_nth,
)

ALL_DAYS = every_day(date(2024, 1, 1), date(2027, 12, 31))


@pytest.mark.rule("D9.1.b-2.s1", "D13.1.b-2.s1")
@pytest.mark.parametrize(("number", "session_on", "last_day", "loose_day"), INVITATIONS)
def test_invitation_leaves_five_whole_working_days(number, session_on, last_day, loose_day):
    assert deadlines.last_day_to_invite(session_on, CALENDAR) == last_day

    strict = deadlines.apply(INVITATION_LEAD, session_on, CALENDAR)
    loose = deadlines.apply(Term(INVITATION_LEAD.article, 5, reading=Reading.LOOSE), session_on, CALENDAR)
    assert (strict.due_on, loose.due_on) == (last_day, loose_day)
    assert strict.tentative is (number in TENTATIVE_EXAMPLES)
    # The looser reading counts the day of the session itself as the fifth, where that is a working day.
    assert (len(strict.counted), len(loose.counted)) == (5, 4 + CALENDAR.is_working_day(session_on))


@pytest.mark.rule("D9.3.a", "D13.3.a")
@pytest.mark.parametrize(("number", "ended_on", "due_on"), NOTICES)
def test_notice_is_due_on_the_tenth_working_day_after_the_end(number, ended_on, due_on):
    assert deadlines.conclusion_notice_due(ended_on, CALENDAR) == due_on

    deadline = deadlines.apply(NOTICE_TERM, ended_on, CALENDAR)
    assert (deadline.due_on, deadline.lawful_until, deadline.amber_until) == (due_on, due_on, due_on)
    assert deadline.tentative is (number in TENTATIVE_EXAMPLES)
    assert len(deadline.counted) == 10


@pytest.mark.rule("D9.3.b.s1", "D13.3.b.s1")
@pytest.mark.parametrize(("number", "noticed_on", "due_on"), ANSWERS)
def test_answer_is_due_on_the_twentieth_working_day_after_the_notice(number, noticed_on, due_on):
    assert deadlines.answer_due(noticed_on, CALENDAR) == due_on

    deadline = deadlines.apply(ANSWER_TERM, noticed_on, CALENDAR)
    assert deadline.due_on == due_on
    assert deadline.tentative is (number in TENTATIVE_EXAMPLES)
    assert len(deadline.counted) == 20


def test_the_longest_chain_takes_49_calendar_days():
    ended_on = date(2026, 2, 5)
    noticed_on = deadlines.conclusion_notice_due(ended_on, CALENDAR)
    answered_on = deadlines.answer_due(noticed_on, CALENDAR)
    assert (noticed_on, answered_on) == (date(2026, 2, 26), date(2026, 3, 26))
    assert (answered_on - ended_on).days == 49


# -- every day of four years, counted a second way


@pytest.mark.rule("D9.1.b-2.s1", "D13.1.b-2.s1")
def test_every_session_day_agrees_with_counting_day_by_day():
    for session_on in ALL_DAYS:
        deadline = deadlines.apply(INVITATION_LEAD, session_on, CALENDAR)
        assert deadline.due_on == slow_nth(session_on, 6, -1)
        assert slow_between(deadline.lawful_until, session_on) == 5
        assert slow_between(deadline.lawful_until + timedelta(days=1), session_on) == 4
        assert slow_between(deadline.amber_until, session_on) == 4
        assert slow_between(deadline.amber_until + timedelta(days=1), session_on) == 3


@pytest.mark.rule("D9.3.a", "D13.3.a")
def test_every_end_of_a_session_agrees_with_counting_day_by_day():
    for ended_on in ALL_DAYS:
        assert deadlines.conclusion_notice_due(ended_on, CALENDAR) == slow_nth(ended_on, 10, +1)


@pytest.mark.rule("D9.3.b.s1", "D13.3.b.s1")
def test_every_day_of_a_notice_agrees_with_counting_day_by_day():
    for noticed_on in ALL_DAYS:
        assert deadlines.answer_due(noticed_on, CALENDAR) == slow_nth(noticed_on, 20, +1)


# -- verdicts


@pytest.mark.rule("D9.1.b-2.s1", "D13.1.b-2.s1")
@pytest.mark.parametrize(
    ("sent_on", "verdict"),
    [
        pytest.param(date(2026, 6, 5), Verdict.IN_TIME, id="advised-friday"),
        pytest.param(date(2026, 6, 6), Verdict.IN_TIME, id="saturday-still-leaves-five"),
        pytest.param(date(2026, 6, 7), Verdict.IN_TIME, id="sunday-still-leaves-five"),
        pytest.param(date(2026, 6, 8), Verdict.AMBER, id="monday-leaves-four"),
        pytest.param(date(2026, 6, 9), Verdict.LATE, id="tuesday-leaves-three"),
        pytest.param(date(2026, 6, 15), Verdict.LATE, id="day-of-the-session"),
        pytest.param(date(2026, 6, 16), Verdict.LATE, id="after-the-session"),
    ],
)
def test_a_sending_is_judged_by_the_working_days_it_leaves(sent_on, verdict):
    session_on = date(2026, 6, 15)
    assert deadlines.invitation_verdict(sent_on, session_on, CALENDAR) is verdict
    assert deadlines.apply(INVITATION_LEAD, session_on, CALENDAR).verdict(sent_on) is verdict


@given(
    session_on=st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    before=st.integers(-3, 40),
    days=st.integers(1, 9),
)
def test_counting_between_and_comparing_dates_give_one_verdict(session_on, before, days):
    sent_on = session_on - timedelta(days=before)
    deadline = deadlines.apply(Term(Article.INVITATION_LEAD_TIME, days), session_on, CALENDAR)
    assert deadlines.invitation_verdict(sent_on, session_on, CALENDAR, days) is deadline.verdict(sent_on)
    assert deadline.due_on <= deadline.lawful_until < deadline.amber_until < session_on


def test_a_notice_on_the_last_day_is_in_time_and_on_the_next_day_late():
    deadline = deadlines.apply(NOTICE_TERM, date(2026, 10, 16), CALENDAR)
    assert deadline.verdict(date(2026, 10, 30)) is Verdict.IN_TIME
    assert deadline.verdict(date(2026, 10, 31)) is Verdict.LATE


# -- what a deadline keeps


def test_a_deadline_explains_every_day_it_passed():
    deadline = deadlines.apply(INVITATION_LEAD, date(2026, 8, 24), CALENDAR)
    assert deadline.rule is Article.INVITATION_LEAD_TIME
    assert deadline.base_on == date(2026, 8, 24)
    assert deadline.reading is Reading.STRICT
    assert deadline.calendar_version == CALENDAR.version
    assert deadline.counted == tuple(date(2026, 8, day) for day in (18, 19, 20, 21, 22))
    assert [(line.date, line.reason) for line in deadline.skipped] == [(date(2026, 8, 23), "Chủ nhật")]


@given(base_on=st.dates(date(2024, 1, 1), date(2027, 12, 31)))
def test_counted_and_skipped_days_fill_the_span(base_on):
    for term in (INVITATION_LEAD, NOTICE_TERM, ANSWER_TERM):
        deadline = deadlines.apply(term, base_on, CALENDAR)
        passed = sorted([*deadline.counted, *(line.date for line in deadline.skipped)])
        if term is INVITATION_LEAD:
            span = every_day(deadline.due_on + timedelta(days=1), base_on - timedelta(days=1))
        else:
            span = every_day(base_on + timedelta(days=1), deadline.due_on)
        assert passed == span
        assert len(deadline.counted) == term.days


def test_a_term_beyond_the_calendar_is_refused():
    with pytest.raises(CalendarUnknown):
        deadlines.apply(ANSWER_TERM, date(2028, 12, 15), CALENDAR)
    with pytest.raises(CalendarUnknown):
        deadlines.apply(INVITATION_LEAD, date(2017, 1, 5), CALENDAR)


# -- other editions


def test_the_looser_reading_has_no_amber_zone():
    term = Term(Article.INVITATION_LEAD_TIME, 5, reading=Reading.LOOSE)
    deadline = deadlines.apply(term, date(2026, 6, 15), CALENDAR)
    assert deadline.due_on == deadline.lawful_until == deadline.amber_until == date(2026, 6, 8)
    assert deadline.verdict(date(2026, 6, 9)) is Verdict.LATE


def test_a_lead_time_of_one_day_is_amber_until_the_eve():
    deadline = deadlines.apply(Term(Article.INVITATION_LEAD_TIME, 1), date(2026, 6, 12), CALENDAR)
    assert (deadline.due_on, deadline.lawful_until) == (date(2026, 6, 10), date(2026, 6, 10))
    assert deadline.amber_until == date(2026, 6, 11)


def test_seven_calendar_days_before_a_sunday_session_are_advised_on_a_working_day():
    strict = Term(Article.INVITATION_LEAD_TIME, 7, Counting.CALENDAR)
    loose = Term(Article.INVITATION_LEAD_TIME, 7, Counting.CALENDAR, Reading.LOOSE)
    session_on = date(2026, 8, 23)
    deadline = deadlines.apply(strict, session_on, CALENDAR)
    assert (deadline.due_on, deadline.lawful_until, deadline.amber_until) == (
        date(2026, 8, 14),
        date(2026, 8, 15),
        date(2026, 8, 16),
    )
    assert (len(deadline.counted), deadline.skipped) == (7, ())
    looser = deadlines.apply(loose, session_on, CALENDAR)
    assert (looser.due_on, looser.lawful_until) == (date(2026, 8, 14), date(2026, 8, 16))
    assert (looser.counted[0], looser.counted[-1], len(looser.counted)) == (date(2026, 8, 17), session_on, 7)


@pytest.mark.parametrize(
    ("base_on", "due_on", "lawful_until"),
    [
        pytest.param(date(2026, 6, 5), date(2026, 6, 15), date(2026, 6, 15), id="ends-on-a-monday"),
        pytest.param(date(2026, 6, 4), date(2026, 6, 14), date(2026, 6, 15), id="ends-on-a-sunday"),
        pytest.param(date(2026, 8, 21), date(2026, 8, 31), date(2026, 9, 3), id="ends-on-a-holiday"),
    ],
)
def test_calendar_days_that_end_on_a_day_off_end_on_the_next_working_day(base_on, due_on, lawful_until):
    deadline = deadlines.apply(Term(Article.CONCLUSION_NOTICE, 10, Counting.CALENDAR), base_on, CALENDAR)
    assert (deadline.due_on, deadline.lawful_until) == (due_on, lawful_until)
    assert len(deadline.counted) == 10


def test_a_term_without_days_is_refused():
    with pytest.raises(ValueError, match="a term has at least one day"):
        Term(Article.CONCLUSION_NOTICE, 0)
