"""Whatever happens to a duty, in whatever order: only three things may move its date, and nothing improves a record."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.transitions import TransitionRefused
from duties.actions import ledger, recompute
from duties.badges import standing_of
from duties.enums import Standing
from duties.models import Duty, DutyMove
from regulation.articles import Article
from regulation.calendars import working_calendar
from regulation.models import CalendarDay
from regulation.violations import RuleViolation
from tests.factories.duties import CLERK, opened
from tests.factories.organizations import party_office, unit
from tests.support.moments import at

pytestmark = pytest.mark.django_db

START = date(2026, 11, 10)
AGENCIES = ("trung-tam-quan-ly-ha-tang-ky-thuat", "so-xay-dung")

_STEP = st.one_of(
    st.tuples(st.just("hand over"), st.sampled_from(AGENCIES)),
    st.tuples(st.just("edit"), st.sampled_from(["Việc", "Nội dung khác", "Ghi chú"])),
    st.tuples(st.just("extend"), st.integers(-8, 40)),
    st.tuples(st.just("rebase"), st.integers(-3, 5)),
    st.tuples(st.just("day off"), st.integers(0, 30)),
    st.tuples(st.just("watch"), st.none()),
    st.tuples(st.just("meet"), st.integers(0, 3)),
    st.tuples(st.just("meet again"), st.integers(-9, 0)),
    st.tuples(st.just("void"), st.none()),
)
_HISTORY = st.lists(st.tuples(_STEP, st.integers(0, 6)), min_size=1, max_size=14)


def _do(duty: Duty, kind: str, given_value, on: date) -> None:
    moment = at(on, "10:00")
    if kind == "hand over":
        ledger.hand_over(duty, to=unit(given_value), by=CLERK, at=moment)
    elif kind == "edit":
        Duty.objects.filter(pk=duty.pk).update(title=given_value, context_line=f"{given_value} {on}")
    elif kind == "extend":
        ledger.extend(
            duty, document_number="12", document_date=on, new_due_on=on + timedelta(days=given_value),
            by=CLERK, at=moment,
        )  # fmt: skip
    elif kind == "rebase":
        ledger.rebase(
            duty, base_on=duty.base_on + timedelta(days=given_value), base_is_planned=False, reason="Sửa ngày",
            by=CLERK, at=moment,
        )  # fmt: skip
    elif kind == "day off":
        day = on + timedelta(days=given_value)
        if day.weekday() < 5 and not CalendarDay.objects.filter(date=day).exists():
            CalendarDay.objects.create(date=day, kind="off", name="Nghỉ", source="thử", status="confirmed")
    elif kind == "meet":
        ledger.meet(duty, on=on + timedelta(days=given_value), by=CLERK, at=moment)
    elif kind == "meet again":
        ledger.meet(duty, on=on + timedelta(days=given_value), by=CLERK, at=moment, late_reason="Sửa lại")
    elif kind == "void":
        ledger.void(duty, on=on, reason="Hủy", by=CLERK, at=moment)
    else:
        recompute.after_calendar_change(working_calendar(), by=CLERK, at=moment)


def _tried(duty: Duty, kind: str, given_value, on: date) -> bool:
    """False when the ledger refused."""
    try:
        _do(duty, kind, given_value, on)
    except (RuleViolation, TransitionRefused):
        return False
    return True


def _dates(duty: Duty) -> tuple:
    return (duty.base_on, duty.due_on, duty.first_due_on, duty.first_lawful_until, duty.lawful_until)


def _record(duty: Duty) -> tuple:
    return (duty.met_on, duty.met_recorded_at, duty.voided_on, duty.void_reason)


@pytest.mark.rule("D9.3.b.s1", "D13.3.b.s1", "D9.3.b.s2", "D13.3.b.s2")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=_HISTORY)
def test_only_a_new_base_a_notice_in_time_and_the_calendar_move_a_date(history, db):
    duty = opened(Article.WRITTEN_ANSWER, base_on=START, owed_by=unit(AGENCIES[0]))
    assert duty.owed_by != party_office()
    on, calendar_changed = START, False
    for (kind, value), days in history:
        on += timedelta(days=days)
        duty.refresh_from_db()
        before, record, was_open = _dates(duty), _record(duty), duty.is_open
        moves, in_time = DutyMove.objects.filter(duty=duty).count(), on <= duty.lawful_until
        done = _tried(duty, kind, value, on)
        duty.refresh_from_db()
        moved = _dates(duty) != before
        calendar_changed |= kind == "day off"
        may_move = {
            "rebase": was_open,
            "extend": was_open and in_time,
            "watch": was_open and calendar_changed,
        }
        assert not moved or (done and may_move.get(kind, False)), (kind, before, _dates(duty))
        if kind == "extend" and moved:
            assert duty.first_due_on == before[2] < duty.due_on
        if done and kind in ("rebase", "watch") and duty.due_on != before[1]:
            assert DutyMove.objects.filter(duty=duty).count() == moves + 1
        if not was_open:
            assert (_dates(duty), _record(duty)) == (before, record)
        _verdicts_agree(duty, on)


def _verdicts_agree(duty: Duty, on: date) -> None:
    """Both verdicts can be had at any time, and the one against the first date is never the kinder one."""
    row = Duty.objects.standing(on=on).get(pk=duty.pk)
    assert row.standing == standing_of(duty, on=on)
    kinder = {Standing.OPEN, Standing.MET_IN_TIME, Standing.MET_AMBER, Standing.VOIDED}
    if row.first_standing in kinder:
        assert row.standing in kinder
    if row.standing == Standing.MET_AFTER_EXTENSION:
        assert row.first_standing == Standing.MET_LATE
