"""Changing the working calendar: first what it would move, then exactly that, or nothing."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.enums import Role
from audit.models import Act
from audit.transitions import TransitionRefused
from duties.actions import calendar as verbs
from duties.actions import ledger
from duties.actions.calendar import CalendarMovedOn, CalendarRefused
from duties.models import CalendarChange, Duty, DutyMove
from regulation.calendar_entries import Entry, problem_of
from regulation.calendars import working_calendar
from regulation.enums import DayKind, DayStatus
from regulation.models import CalendarDay
from tests.factories.accounts import SeatFactory
from tests.factories.duties import CLERK, opened
from tests.factories.organizations import party_committee, party_office
from tests.support.moments import at
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db

NOW = at(date(2026, 11, 17), "09:00")
SWAP = (
    Entry(date(2026, 11, 23), DayKind.OFF, "Hoán đổi", "Thông báo thử"),
    Entry(date(2026, 11, 28), DayKind.WORKED, "Hoán đổi", "Thông báo thử"),
)


@pytest.fixture
def keeper():
    return SeatFactory(role=Role.ADMIN)


def proposed(keeper, *entries, **more):
    return verbs.propose(entries, seat=keeper, at=NOW, **more)


def rows():
    return list(CalendarDay.objects.order_by("date", "pk").values_list("date", "kind", "name", "unit"))


def dates():
    return {
        duty.pk: (duty.due_on, duty.first_due_on, duty.lawful_until) for duty in Duty.objects.order_by("pk")
    }


@pytest.mark.rule("D9.3.a", "D13.3.a")
def test_the_swap_of_november_is_shown_and_then_moves_exactly_what_was_shown(keeper):
    duty = opened()
    met = ledger.meet(opened(), on=date(2026, 11, 16), by=CLERK, at=NOW)
    change = proposed(keeper, *SWAP)
    before = rows(), dates()
    run = verbs.dry_run(change)
    assert [(move.duty.pk, move.old_due_on, move.duty.due_on) for move in run.moves] == [
        (duty.pk, date(2026, 11, 27), date(2026, 11, 28))
    ]
    assert (run.kept, run.closed, run.past(NOW.date())) == (0, 1, 0)
    assert (rows(), dates()) == before
    assert verbs.apply(change, seal=run.seal, seat=keeper, at=NOW) == 1
    duty.refresh_from_db()
    met.refresh_from_db()
    assert (duty.due_on, met.due_on) == (date(2026, 11, 28), date(2026, 11, 27))
    acts = Act.objects.filter(verb__in=("calendar.apply", "duty.recompute")).order_by("pk")
    assert [act.verb for act in acts] == ["calendar.apply", "duty.recompute"]
    assert acts[0].changes["2026-11-23"] == ["", "Ngày nghỉ, Hoán đổi, Thông báo thử, Đã xác nhận"]
    assert acts[0].seat == keeper


def test_a_change_that_was_applied_is_not_applied_again(keeper):
    change = proposed(keeper, *SWAP)
    seal = verbs.dry_run(change).seal
    verbs.apply(change, seal=seal, seat=keeper, at=NOW)
    before = rows()
    with pytest.raises(TransitionRefused, match="đã được áp dụng"):
        verbs.apply(CalendarChange.objects.get(), seal=seal, seat=keeper, at=NOW)
    assert rows() == before


def test_what_changed_since_the_person_looked_has_to_be_seen_first(keeper):
    change = proposed(keeper, *SWAP)
    seal = verbs.dry_run(change).seal
    opened()
    before = rows(), dates()
    with pytest.raises(CalendarMovedOn):
        verbs.apply(change, seal=seal, seat=keeper, at=NOW)
    assert (rows(), dates()) == before
    assert verbs.apply(change, seal=verbs.dry_run(change).seal, seat=keeper, at=NOW) == 1


def test_of_two_changes_of_one_day_the_second_is_told_that_it_no_longer_fits(keeper):
    first, second = proposed(keeper, SWAP[0]), proposed(keeper, SWAP[0])
    seal = verbs.dry_run(second).seal
    verbs.apply(first, seal=verbs.dry_run(first).seal, seat=keeper, at=NOW)
    with pytest.raises(CalendarRefused, match="đã có trong lịch"):
        verbs.apply(second, seal=seal, seat=keeper, at=NOW)


def test_a_date_that_a_new_day_puts_into_the_past_is_told_apart(keeper):
    opened()
    change = proposed(keeper, Entry(date(2026, 11, 24), None))
    run = verbs.dry_run(change)
    assert (run.past(date(2026, 11, 26)), run.past(date(2026, 11, 27))) == (0, 1)
    verbs.apply(change, seal=run.seal, seat=keeper, at=at(date(2026, 11, 27)))
    assert DutyMove.objects.get().already_past is True


def test_a_refused_proposal_keeps_nothing(keeper):
    with pytest.raises(CalendarRefused) as refused:
        proposed(keeper, Entry(date(2026, 11, 29), DayKind.WORKED, "Làm bù", "thử"), SWAP[0], SWAP[0])
    assert refused.value.sentences == [
        "Ngày 23/11/2026 có 2 dòng: chỉ giữ một dòng.",
        "Chủ nhật, 29/11/2026 là Chủ nhật: chỉ Thứ Bảy được làm bù.",
    ]
    assert not CalendarChange.objects.exists()


def test_a_day_of_one_unit_moves_only_what_is_owed_to_it(keeper):
    of_the_unit = opened()
    of_another = opened(owed_by=party_office("phuong-sai-gon"), owed_to=party_committee("phuong-sai-gon"))
    change = proposed(keeper, SWAP[0], unit=of_the_unit.owed_to)
    run = verbs.dry_run(change)
    assert [move.duty.pk for move in run.moves] == [of_the_unit.pk]
    verbs.apply(change, seal=run.seal, seat=keeper, at=NOW)
    of_the_unit.refresh_from_db()
    of_another.refresh_from_db()
    assert (of_the_unit.due_on, of_another.due_on) == (date(2026, 11, 30), date(2026, 11, 27))
    ledger.hand_over(of_the_unit, to=party_office("phuong-sai-gon"), by=CLERK, at=NOW)
    back = proposed(keeper, Entry(SWAP[0].date, None), unit=of_the_unit.owed_to)
    assert verbs.apply(back, seal=verbs.dry_run(back).seal, seat=keeper, at=NOW) == 1
    of_the_unit.refresh_from_db()
    assert of_the_unit.due_on == date(2026, 11, 27)


_DAYS = st.dates(date(2026, 11, 2), date(2027, 2, 26))
_ENTRIES = st.lists(
    st.builds(
        Entry,
        _DAYS,
        st.sampled_from([DayKind.OFF, DayKind.WORKED, None]),
        st.just("Ngày thử"),
        st.just("Thông báo thử"),
        st.sampled_from(list(DayStatus)),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda entry: entry.date,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=_ENTRIES, bases=st.lists(_DAYS, min_size=1, max_size=4))
def test_the_dry_run_says_exactly_what_applying_does(wanted, bases, keeper):
    calendar = working_calendar()
    entries = [entry for entry in wanted if problem_of(entry, calendar) is None]
    for place, base in enumerate(bases):
        duty = opened(base_on=base)
        if place % 3 == 2:
            ledger.meet(duty, on=base + timedelta(days=1), by=CLERK, at=NOW)
    if not entries:
        return
    change = proposed(keeper, *entries)
    run = verbs.dry_run(change)
    closed = {duty.pk: duty.due_on for duty in Duty.objects.filter(met_on__isnull=False)}
    told = {move.duty.pk: (move.old_due_on, move.duty.due_on) for move in run.moves}
    earlier = set(DutyMove.objects.values_list("pk", flat=True))
    assert verbs.apply(change, seal=run.seal, seat=keeper, at=NOW) == len(told)
    done = DutyMove.objects.exclude(pk__in=earlier)
    assert {move.duty_id: (move.old_due_on, move.new_due_on) for move in done} == told
    assert {duty.pk: duty.due_on for duty in Duty.objects.filter(pk__in=closed)} == closed
    assert all(duty.calendar_version == working_calendar().version for duty in Duty.objects.open())


@pytest.mark.django_db(transaction=True)
def test_two_who_apply_at_the_same_moment_do_not_both_enter_the_day():
    keeper = SeatFactory(role=Role.ADMIN)
    duty = opened()
    changes = [proposed(keeper, SWAP[0]) for _ in range(2)]
    seals = [verbs.dry_run(change).seal for change in changes]

    def act(hand):
        change = CalendarChange.objects.get(pk=changes[hand].pk)
        return verbs.apply(change, seal=seals[hand], seat=keeper, at=NOW)

    outcomes = at_once(2, act)
    assert sorted(type(outcome) for outcome in outcomes if outcome != 1) == [CalendarRefused]
    assert CalendarDay.objects.filter(date=SWAP[0].date).count() == 1
    assert DutyMove.objects.filter(duty=duty).count() == 1
