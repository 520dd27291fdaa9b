"""The bench: both sides of a measurement in one run. Its size here is small; nothing is judged by time."""

import json

import pytest
from django.core.management import CommandError, call_command

from dialogue_portal.bench import arithmetic, watch
from dialogue_portal.bench.measuring import Ratio, in_turns, table
from duties.models import Duty
from outbox.models import Message


def test_due_dates_agree_with_counting_day_by_day():
    (row,) = arithmetic.measure(n=400, seed=3)
    ours, package = row.detail.values()
    assert (row.n, ours) == (400, 0)
    assert package > 0


@pytest.mark.django_db
def test_a_pass_is_measured_on_rows_that_are_gone_afterwards():
    before = Duty.objects.count(), Message.objects.count()
    silent, speaking = watch.measure(n=1_000)
    assert (silent.n, silent.detail["open duties"]) == (1_000, 50)
    assert speaking.detail["reminders posted"] > 20
    assert (Duty.objects.count(), Message.objects.count()) == before


def test_the_median_of_each_side_in_turns():
    order = []
    assert len(in_turns(lambda: order.append("a"), lambda: order.append("b"), rounds=2)) == 2
    assert order == ["a", "b", "b", "a"]


def test_a_row_says_whether_its_goal_is_reached():
    row = Ratio(name="x", ours=30.0, baseline=10.0, unit="per second", goal=4, n=5)
    assert (row.ratio, row.holds) == (3.0, False)
    assert table([row]) == ["x: 30.0 against 10.0 per second, ratio 3.00 (goal 4, MISSED), n = 5"]


def test_the_command_prints_json_lists_names_and_refuses_others(capsys, monkeypatch):
    monkeypatch.setattr(
        "dialogue_portal.management.commands.bench.BENCHES", {"deadlines": (lambda n, seed: [_row(2.0)],)}
    )
    call_command("bench", "deadlines", "--n", "5", "--json")
    (row,) = json.loads(capsys.readouterr().out)
    assert {name: row[name] for name in ("name", "ratio", "goal", "holds", "n")} == {
        "name": "x",
        "ratio": 2.0,
        "goal": 1,
        "holds": True,
        "n": 5,
    }
    call_command("bench", "--list")
    assert capsys.readouterr().out.split() == ["deadlines"]
    for wrong in (["no-such"], [], ["deadlines", "--n", "0"]):
        with pytest.raises(CommandError) as refused:
            call_command("bench", *wrong)
        assert refused.value.returncode == 2


def test_a_missed_goal_is_exit_one(monkeypatch):
    monkeypatch.setattr(
        "dialogue_portal.management.commands.bench.BENCHES", {"deadlines": (lambda **_: [_row(0.5)],)}
    )
    with pytest.raises(CommandError, match="Missed: x") as missed:
        call_command("bench", "deadlines")
    assert missed.value.returncode == 1


def _row(ours):
    return Ratio(name="x", ours=ours, baseline=1.0, unit="per second", goal=1, n=5)
