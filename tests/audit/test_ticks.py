"""The last pass of each tick, and the heartbeat that keeps one."""

import pytest

from audit import tasks, ticks
from audit.models import TickPass
from tests.support import moments


@pytest.mark.django_db
def test_only_the_last_pass_of_a_tick_is_kept():
    assert ticks.last_pass("watch") is None
    for clock in ("08:00", "08:01"):
        ticks.record("watch", at=moments.at(moments.SATURDAY, clock), counts={"reminders": 2})
    assert ticks.last_pass("watch") == moments.at(moments.SATURDAY, "08:01")
    assert TickPass.objects.get().counts == {"reminders": 2}


@pytest.mark.django_db
def test_the_heartbeat_notes_the_moment_it_came_through(frozen):
    for clock in ("23:59", "00:00"):
        moment = frozen(moments.LAST_DAY_OF_YEAR, clock)
        tasks.heartbeat()
        assert ticks.last_pass(tasks.HEARTBEAT) == moment
