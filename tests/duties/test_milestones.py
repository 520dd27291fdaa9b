"""Milestones are noted once, with the day on which they fell, however long the watch was silent."""

import random
from datetime import date, timedelta

import pytest

from accounts.enums import Role
from accounts.models import Absence
from duties.actions import ledger
from duties.actions.reminders import remind
from duties.badges import days_left
from duties.ladder import LADDERS, LadderRefused, Reminded, Step, checked, latest_step
from duties.milestones import changed_ladders, reached
from duties.models import Duty, MilestonePassed, ReminderLadder
from outbox import renderers
from outbox.models import Message
from regulation.articles import Article
from regulation.calendars import working_calendar
from regulation.models import CalendarDay
from tests.factories.accounts import SeatFactory
from tests.factories.duties import CLERK, DutyFactory
from tests.factories.organizations import party_office
from tests.support.moments import at
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db

DUE = date(2026, 11, 27)  # Friday
LIFE = (date(2026, 11, 16), date(2026, 12, 18))
FELL = {
    5: date(2026, 11, 19),
    2: date(2026, 11, 25),
    0: date(2026, 11, 27),
    -1: date(2026, 11, 28),
    -5: date(2026, 12, 4),
    -10: date(2026, 12, 11),
}


@pytest.fixture
def office():
    return SeatFactory(role=Role.OFFICE, unit=party_office(), user__email="van-phong@example.vn")


def run(on, moment=None):
    return remind(on=on, at=moment or at(on, "09:00"), calendar=working_calendar())


def noted(duty):
    return dict(MilestonePassed.objects.filter(duty=duty).values_list("days_left", "fell_on"))


def duty(**changed):
    return DutyFactory(**{"due_on": DUE, "opened_at": at(LIFE[0])} | changed)


def every(step):
    day = LIFE[0]
    while day <= LIFE[1]:
        yield day
        day += timedelta(days=step)


@pytest.mark.rule("D9.3.a", "D13.3.a")
@pytest.mark.parametrize("silence", [1, 3, 9])
def test_a_watch_that_was_silent_notes_each_milestone_once_on_the_day_it_fell(office, silence):
    found = duty()
    for day in every(silence):
        run(day)
        run(day)
    run(LIFE[1])
    assert noted(found) == FELL
    assert MilestonePassed.objects.count() == len(FELL)


@pytest.mark.parametrize("silence", [3, 9])
def test_asking_what_fell_yesterday_loses_some(office, silence):
    """The negative control: a sweep that asks for the day before only."""
    found = {day for day in every(silence) if day in FELL.values()}
    assert found < set(FELL.values())


def test_only_the_latest_milestone_is_written_of_and_its_letter_names_the_day(office):
    duty()
    run(date(2026, 12, 7))
    (message,) = Message.objects.all()
    assert message.dedupe_key.split(":")[3] == "-5"
    body = renderers.renderer_of(message.kind).render(message).body
    assert "Mốc nhắc này đã đến từ ngày 04/12/2026." in body


def test_a_letter_in_time_names_no_earlier_day(office):
    duty()
    run(FELL[2])
    message = Message.objects.get()
    assert "Mốc nhắc này đã đến" not in renderers.renderer_of(message.kind).render(message).body


def test_what_fell_before_a_duty_existed_is_not_noted(office):
    found = duty(opened_at=at(date(2026, 11, 26)))
    run(date(2026, 11, 26))
    assert noted(found) == {2: date(2026, 11, 26)}


def test_a_moved_date_has_milestones_of_its_own(office):
    found = duty()
    run(DUE)
    ledger.extend(
        found, document_number="12", document_date=DUE, new_due_on=date(2026, 12, 11), by=CLERK, at=at(DUE)
    )
    run(date(2026, 12, 4))
    later = MilestonePassed.objects.filter(duty=found, due_on=date(2026, 12, 11))
    assert dict(later.values_list("days_left", "fell_on")) == {5: date(2026, 12, 4)}


def test_the_database_finds_what_counting_one_by_one_finds(office):
    """Comparing dates in the database is the same as asking ``days_left`` of every duty."""
    chance = random.Random(7)
    rules = [article.clauses[0] for article in LADDERS]
    unit = office.unit
    CalendarDay.objects.create(
        unit=unit, date=date(2026, 11, 30), kind="off", name="Nghỉ riêng", source="thử", status="confirmed"
    )
    for number in range(120):
        due = date(2026, 10, 20) + timedelta(days=chance.randint(0, 160))
        lawful = due + timedelta(days=chance.choice([0, 0, 2]))
        DutyFactory(
            rule=rules[number % len(rules)], due_on=due, lawful_until=lawful, opened_at=at(date(2026, 9, 1)),
            **({"owed_to": unit} if number % 7 == 0 else {}),
        )  # fmt: skip
    calendar = working_calendar()
    for on in (date(2026, 11, 27), date(2026, 11, 28), date(2026, 12, 31), date(2026, 11, 24)):
        expected = {}
        for found in Duty.objects.order_by("pk"):
            step = latest_step(found.article, days_left(found, on=on, calendar=calendar))
            if step is not None:
                expected[found.pk] = step.days_left
        by_database = {row.pk: row.step.days_left for row in reached(on=on, calendar=calendar, ladders={})}
        assert by_database == expected


# -- ladders that somebody changed


def test_a_changed_ladder_holds_for_its_clause_alone(office):
    steps = [{"days_left": day, "to": ["owing_staff"]} for day in (8, 0)]
    ReminderLadder.objects.create(article=Article.CONCLUSION_NOTICE.clause, steps=steps)
    changed, other = duty(), duty(rule="D9.3.b.s1")
    run(date(2026, 11, 16))
    assert (list(noted(changed)), list(noted(other))) == ([8], [])
    assert changed_ladders()[Article.CONCLUSION_NOTICE] == (
        Step(8, frozenset({Reminded.OWING_STAFF})),
        Step(0, frozenset({Reminded.OWING_STAFF})),
    )


STAFF, HEADS = frozenset({Reminded.OWING_STAFF}), frozenset({Reminded.OWING_STAFF, Reminded.OWING_HEAD})


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ((Step(0, STAFF), Step(0, HEADS)), "Có hai mốc cùng số ngày: mỗi mốc chỉ ghi một lần."),
        ((Step(5, STAFF),), "Phải có mốc 0: nhắc vào chính ngày hết hạn."),
        ((Step(0, STAFF), Step(-1, frozenset())), "Mỗi mốc phải có ít nhất một người nhận."),
        ((Step(0, STAFF), Step(121, STAFF)), "Mốc chỉ trong khoảng 120 ngày làm việc trước và sau hạn."),
        (
            (Step(0, HEADS), Step(-1, STAFF)),
            "Mốc -1 bỏ bớt người đã nhận ở mốc 0: người nhận chỉ được thêm.",
        ),
    ],
)
def test_a_ladder_that_contradicts_itself_is_refused(steps, sentence):
    with pytest.raises(LadderRefused) as refused:
        checked(steps)
    assert str(refused.value) == sentence
    assert [step.days_left for step in checked((Step(0, STAFF), Step(3, STAFF), Step(-1, HEADS)))] == [
        3,
        0,
        -1,
    ]


# -- who is away


def away(seat, deputy, first=date(2026, 11, 20), last=date(2026, 11, 30), **more):
    return Absence.objects.create(
        seat=seat, deputy=deputy, from_on=first, until_on=last, entered_at=at(first), **more
    )


def colleague(name="thay@example.vn"):
    return SeatFactory(role=Role.MINUTE_TAKER, unit=party_office(), user__email=name)


def told(on):
    run(on)
    return list(Message.objects.order_by("pk").values_list("params__seat", flat=True))


def test_while_somebody_is_away_the_deputy_is_reminded_and_told_for_whom(office):
    deputy = colleague()
    away(office, deputy)
    duty()
    assert told(FELL[2]) == [deputy.pk]
    message = Message.objects.get()
    body = renderers.renderer_of(message.kind).render(message).body
    assert f"Ông/bà nhận thư này thay {office.user.full_name} đang vắng mặt." in body


@pytest.mark.parametrize(
    "changed",
    [
        {"first": date(2026, 11, 26)},
        {"last": date(2026, 11, 24)},
        {"ended_on": date(2026, 11, 25)},
    ],
)
def test_outside_the_days_away_the_person_is_reminded(office, changed):
    away(office, colleague(), **changed)
    duty()
    assert told(FELL[2]) == [office.pk]


def test_a_deputy_who_is_away_too_has_a_deputy_and_a_circle_ends_with_the_person(office):
    first, second = colleague(), colleague("hai@example.vn")
    away(office, first)
    away(first, second)
    duty()
    assert told(FELL[2]) == [second.pk]
    away(second, office)
    duty()
    assert told(FELL[2])[1:] == [office.pk]


def test_a_deputy_who_cannot_be_written_to_does_not_swallow_the_letter(office):
    away(office, SeatFactory(role=Role.MINUTE_TAKER, unit=party_office()))
    duty()
    assert told(FELL[2]) == [office.pk]


@pytest.mark.django_db(transaction=True)
def test_two_passes_at_the_same_moment_note_and_post_once():
    seat = SeatFactory(role=Role.OFFICE, unit=party_office(), user__email="van-phong@example.vn")
    for _ in range(5):
        duty()
    outcomes = at_once(2, lambda _: run(DUE))
    assert [type(outcome) for outcome in outcomes] == [int, int]
    assert Message.objects.filter(params__seat=seat.pk).count() == 5
    assert MilestonePassed.objects.count() == 5 * 3
