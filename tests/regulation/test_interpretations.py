"""The worked examples of ``docs/regulation/interpretations.md``, the chosen reading beside the other."""

from datetime import date

from regulation import deadlines
from regulation.deadlines import ANSWER_TERM, INVITATION_LEAD, NOTICE_TERM, Term, Verdict, apply
from regulation.enums import Reading
from tests.regulation.examples import CALENDAR

SESSION = date(2026, 6, 15)


def test_1_the_fifth_day_is_not_the_session_day():
    loose = Term(INVITATION_LEAD.article, 5, reading=Reading.LOOSE)
    assert apply(INVITATION_LEAD, SESSION, CALENDAR).due_on == date(2026, 6, 5)
    assert apply(loose, SESSION, CALENDAR).due_on == date(2026, 6, 8)


def test_2_a_sending_on_a_sunday_may_be_in_time():
    assert deadlines.invitation_verdict(date(2026, 6, 7), SESSION, CALENDAR) is Verdict.IN_TIME


def test_3_the_latest_first_dispatch_decides():
    assert deadlines.invitation_verdict(date(2026, 6, 5), SESSION, CALENDAR) is Verdict.IN_TIME
    assert deadlines.invitation_verdict(date(2026, 6, 10), SESSION, CALENDAR) is Verdict.LATE


def test_5_the_day_of_the_session_is_day_zero():
    assert apply(NOTICE_TERM, date(2026, 10, 16), CALENDAR).due_on == date(2026, 10, 30)
    assert CALENDAR.nth_after(date(2026, 10, 15), 10) == date(2026, 10, 29)


def test_6_the_date_of_issue_starts_the_twenty_days():
    assert apply(ANSWER_TERM, date(2026, 4, 17), CALENDAR).due_on == date(2026, 5, 20)
    assert apply(ANSWER_TERM, date(2026, 4, 20), CALENDAR).due_on == date(2026, 5, 21)


def test_7_a_late_notice_starts_the_twenty_days_late():
    assert apply(ANSWER_TERM, date(2026, 11, 5), CALENDAR).due_on == date(2026, 12, 4)
    assert apply(ANSWER_TERM, date(2026, 10, 30), CALENDAR).due_on == date(2026, 11, 30)


def test_8_a_worked_saturday_counts():
    assert apply(INVITATION_LEAD, date(2026, 8, 24), CALENDAR).due_on == date(2026, 8, 17)


def test_9_an_expected_tet_counts_and_is_tentative():
    deadline = apply(NOTICE_TERM, date(2027, 1, 29), CALENDAR)
    assert (deadline.due_on, deadline.tentative) == (date(2027, 2, 19), True)


def test_10_overdue_begins_on_the_next_day_even_a_saturday():
    due_on = date(2026, 10, 30)
    days = [date(2026, 10, 23), due_on, date(2026, 10, 31), date(2026, 11, 2), date(2026, 11, 3)]
    assert [CALENDAR.days_left(on, due_on) for on in days] == [5, 0, -1, -1, -2]
