"""One pass of the watch, by hand and by beat: twice, after a silence, and with a part that breaks."""

import json
from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from accounts.enums import Role
from audit.models import TickPass
from duties import openers, tasks
from duties.actions.watch import WatchIncomplete, watch
from duties.models import Duty, DutyMove
from outbox.models import Message
from regulation.models import CalendarDay
from tests.factories.accounts import SeatFactory
from tests.factories.duties import DutyFactory, opened
from tests.support.moments import at

pytestmark = pytest.mark.django_db

ON = date(2026, 3, 11)  # Wednesday; the yearly duties of 2026 are far away


@pytest.fixture
def office():
    return SeatFactory(role=Role.OFFICE, user__email="van-phong@example.vn")


@pytest.fixture(autouse=True)
def _own_openers(monkeypatch):
    monkeypatch.setattr(openers, "_OPENERS", {})


def everything():
    rows = [list(model.objects.order_by("pk").values()) for model in (Duty, DutyMove, Message)]
    return json.dumps(rows, default=str)


def test_a_second_pass_changes_nothing(office):
    opened(base_on=date(2026, 2, 27))
    first = watch(ON, at(ON, "09:00"))
    assert (first["opened"] > 1000, first["moved"], first["reminded"]) == (True, 0, 1)
    before = everything()
    assert watch(ON, at(ON, "09:01")) == {
        "opened": 0,
        "moved": 0,
        "calendar alerts": 0,
        "reminded": 0,
    }
    assert everything() == before
    assert TickPass.objects.get(name="watch").at == at(ON, "09:01")


def test_the_watch_follows_a_calendar_that_nobody_told_it_of(office):
    duty = opened(base_on=date(2026, 2, 27))
    CalendarDay.objects.create(
        date=date(2026, 3, 12), kind="off", name="Nghỉ", source="thử", status="confirmed"
    )
    assert watch(ON, at(ON, "09:00"))["moved"] == 1
    duty.refresh_from_db()
    assert duty.due_on == date(2026, 3, 16)


def test_upper_apps_open_their_duties_through_the_watch(office):
    openers.register("petitions", lambda on, moment: 3)
    assert watch(ON, at(ON))["petitions"] == 3


def test_a_part_that_breaks_does_not_stop_the_others_but_the_pass_does_not_count(office, caplog):
    def broken(on, moment):
        raise ZeroDivisionError

    openers.register("broken", broken)
    DutyFactory(due_on=ON)
    with pytest.raises(WatchIncomplete, match="broken"):
        watch(ON, at(ON, "09:00"))
    assert Message.objects.count() == 1
    assert not TickPass.objects.exists()


def test_nine_days_without_a_watch_lose_nothing(office):
    DutyFactory(due_on=date(2026, 3, 13))
    watch(ON, at(ON, "09:00"))
    watch(date(2026, 3, 20), at(date(2026, 3, 20), "09:00"))
    keys = list(Message.objects.order_by("pk").values_list("dedupe_key", flat=True))
    assert [key.split(":")[3] for key in keys] == ["2", "-5"]


def test_beat_runs_the_same_pass(office):
    DutyFactory(due_on=ON)
    with time_machine.travel(at(ON, "09:00"), tick=False):
        tasks.watch()
        tasks.watch()
    assert Message.objects.count() == 1
    assert TickPass.objects.get(name="watch").counts["reminded"] == 0


def test_the_last_day_of_the_year_belongs_to_this_year(office):
    with time_machine.travel(at(date(2026, 12, 31), "23:59"), tick=False):
        tasks.watch()
    assert set(Duty.objects.filter(rule="D20.2.s1").values_list("due_on", flat=True)) == {date(2026, 12, 31)}


# -- the command


def printed(*arguments):
    out = StringIO()
    call_command("check_deadlines", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_the_command_prints_counts_and_a_second_run_zeros(office):
    DutyFactory(due_on=date(2026, 3, 13))
    with time_machine.travel(at(date(2026, 3, 12), "09:00"), tick=False):
        first, second = printed("--on", "2026-03-13"), printed("--on", "2026-03-13")
    quiet = ["dates moved by the calendar: 0", "letters about the calendar posted: 0"]
    assert first[1:] == [*quiet, "reminders posted: 1"]
    assert second == ["duties opened: 0", *quiet, "reminders posted: 0"]


@pytest.mark.parametrize("typed", ["2026-13-01", "hôm nay", "01/12/2026"])
def test_a_wrong_date_is_one_sentence_and_exit_two(typed):
    with pytest.raises(CommandError) as refused:
        printed("--on", typed)
    assert (refused.value.returncode, "\n" in str(refused.value)) == (2, False)
