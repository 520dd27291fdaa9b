"""A change of the calendar moves open dates, says which, and leaves closed ones alone."""

from datetime import date

import pytest

from audit.models import Act
from duties.actions import ledger, recompute
from duties.badges import standing_of
from duties.enums import Standing
from duties.models import Duty, DutyMove
from regulation.articles import Article
from regulation.calendars import working_calendar
from regulation.models import CalendarDay
from tests.factories.duties import CLERK, DutyFactory, opened
from tests.support.moments import at

pytestmark = pytest.mark.django_db

NOW = at(date(2026, 11, 17), "09:00")


def change(day, kind):
    CalendarDay.objects.create(
        date=day, kind=kind, name="Hoán đổi", source="Thông báo thử", status="confirmed"
    )


def follow(moment=NOW):
    return recompute.after_calendar_change(working_calendar(), by=CLERK, at=moment)


def swap():
    """The swap 23/11 off, Saturday 28/11 worked."""
    change(date(2026, 11, 23), "off")
    change(date(2026, 11, 28), "worked")


@pytest.mark.rule("D9.3.a", "D13.3.a")
def test_an_open_date_follows_the_swap_and_the_old_one_stays_in_history():
    duty = opened()
    swap()
    assert follow() == 1
    duty.refresh_from_db()
    assert (duty.first_due_on, duty.due_on, duty.lawful_until) == (date(2026, 11, 28),) * 3
    move = DutyMove.objects.get()
    assert (move.old_due_on, move.new_due_on, move.already_past) == (
        date(2026, 11, 27),
        date(2026, 11, 28),
        False,
    )
    assert list(Act.objects.filter(verb="duty.recompute").values_list("subject_id", flat=True)) == [duty.pk]


def test_following_again_changes_nothing():
    opened()
    swap()
    assert [follow(), follow()] == [1, 0]
    assert DutyMove.objects.count() == 1


def test_a_date_that_does_not_move_only_takes_the_new_version():
    duty = opened(base_on=date(2026, 3, 9))
    swap()
    assert follow() == 0
    duty.refresh_from_db()
    assert duty.calendar_version == working_calendar().version
    assert not DutyMove.objects.exists()


def test_closed_duties_keep_their_dates_and_their_version():
    met = ledger.meet(opened(), on=date(2026, 11, 20), by=CLERK, at=NOW)
    void = ledger.void(opened(), on=date(2026, 11, 20), reason="Hủy", by=CLERK, at=NOW)
    before = {duty.pk: (duty.due_on, duty.calendar_version) for duty in (met, void)}
    swap()
    assert follow() == 0
    assert {duty.pk: (duty.due_on, duty.calendar_version) for duty in Duty.objects.order_by("pk")} == before


def test_a_stated_date_stays_while_the_first_one_follows():
    duty = opened(Article.WRITTEN_ANSWER, base_on=date(2026, 10, 30))
    first = duty.due_on
    ledger.extend(
        duty,
        document_number="1",
        document_date=date(2026, 11, 17),
        new_due_on=date(2027, 1, 15),
        by=CLERK,
        at=NOW,
    )
    change(date(2026, 11, 25), "off")
    follow()
    duty.refresh_from_db()
    assert duty.due_on == date(2027, 1, 15)
    assert duty.first_due_on == working_calendar().nth_after(first, 1)


def test_a_first_date_that_passes_the_stated_one_replaces_it():
    duty = opened(Article.WRITTEN_ANSWER, base_on=date(2026, 11, 10))
    ledger.extend(
        duty,
        document_number="1",
        document_date=date(2026, 11, 17),
        new_due_on=date(2026, 12, 10),
        by=CLERK,
        at=NOW,
    )
    for day in (25, 26, 27):
        change(date(2026, 11, day), "off")
    follow()
    duty.refresh_from_db()
    assert (duty.first_due_on, duty.due_on) == (date(2026, 12, 14), date(2026, 12, 14))


def test_duties_with_a_fixed_day_do_not_follow_the_calendar():
    DutyFactory(reading={"stated": "2026-12-31"}, due_on=date(2026, 12, 31), calendar_version="")
    change(date(2026, 12, 31), "off")
    assert follow() == 0


def test_a_date_put_into_the_past_is_counted_apart():
    duty = opened(base_on=date(2026, 11, 12))
    change(date(2026, 11, 14), "worked")
    change(date(2026, 11, 15), "worked")
    follow(at(date(2026, 11, 27), "09:00"))
    duty.refresh_from_db()
    assert duty.due_on == date(2026, 11, 25)
    assert standing_of(duty, on=date(2026, 11, 27)) == Standing.OVERDUE
    assert list(Duty.objects.made_overdue_by_calendar()) == [duty]


def test_entering_a_year_gives_an_undated_duty_its_date():
    duty = opened(base_on=date(2029, 5, 3))
    assert duty.due_on is None
    change(date(2028, 1, 3), "off")
    change(date(2029, 4, 30), "off")
    assert follow() == 1
    duty.refresh_from_db()
    assert duty.due_on == date(2029, 5, 17)
    assert DutyMove.objects.get().old_due_on is None


def test_the_reading_of_the_opening_day_is_kept():
    duty = opened(Article.INVITATION_LEAD_TIME, base_on=date(2026, 12, 3))
    duty.reading = {"days": 5, "counting": "working", "reading": "loose"}
    duty.save()
    change(date(2026, 11, 27), "off")
    follow()
    duty.refresh_from_db()
    assert duty.reading["reading"] == "loose"
    assert duty.due_on == working_calendar().nth_before(date(2026, 12, 3), 5)
