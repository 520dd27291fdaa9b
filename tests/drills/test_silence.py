"""A scheduler that was off for days: every milestone once, dated as it fell due; a sweep of yesterday misses some."""

from datetime import timedelta

import pytest

from dialogue_portal.drills import silence
from dialogue_portal.drills.cast import duties_due, make_cast
from dialogue_portal.drills.report import hold
from duties.actions.watch import watch
from outbox.models import Message

pytestmark = pytest.mark.django_db

N = 24


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_is_missing_or_doubled_after_a_silence_and_the_naive_sweep_is_found_guilty(seed):
    figures = list(silence.run(N, seed))
    assert [figure for figure in figures if figure.holds is False] == []
    assert hold(figures)
    for days in silence.OUTAGES:
        found = {figure.what: figure.value for figure in figures if figure.part == f"{days} days of silence"}
        assert (found["duties"], found["missing"], found["doubled"]) == (N, 0, 0)
        assert found["reminders that must be there"] > 0
    naive = {figure.what: figure.value for figure in figures if figure.part == "naive: due yesterday"}
    assert naive["missing or doubled"] > 0


@pytest.mark.parametrize("seed", range(5))
def test_the_naive_sweep_is_found_guilty_of_a_single_duty(seed):
    figures = list(silence.run(1, seed))
    assert hold(figures)
    assert figures[-1].what == "missing or doubled"


@pytest.fixture
def outage() -> silence.Outage:
    """Off from Friday 13/03/2026 for three days."""
    last_on = silence.FIRST_DAY + timedelta(days=66)
    return silence.Outage(last_on, 3, silence.working_days_around(last_on))


def _after(outage, tamper=lambda: None) -> dict[str, object]:
    cast = make_cast()
    duties = duties_due(list(silence.days_near(outage.last_on, outage.working)), cast)
    for on in (outage.last_on, outage.back_on, outage.back_on + silence.ONE_DAY):
        watch(on, silence._moment(on))
    tamper()
    return {figure.what: figure.value for figure in silence._through(outage, duties, cast)}


def test_the_count_of_the_drill_finds_a_letter_that_is_missing(outage, monkeypatch):
    def lose_one() -> None:
        Message.objects.order_by("pk").first().delete()
        monkeypatch.setattr(silence, "watch", lambda on, at: None)

    assert _after(outage, lose_one)["missing"] == 1


def test_the_count_of_the_drill_finds_a_letter_that_was_sent_again_under_another_date(outage):
    def double_one() -> None:
        message = Message.objects.order_by("pk").first()
        _, pk, _, step, user = message.dedupe_key.split(":")
        message.pk = message.code = message.message_id = None
        message.code, message.message_id = "0123456789", "f" * 32
        message.dedupe_key = f"reminder:{pk}:2026-01-01:{step}:{user}"
        message.save(force_insert=True)

    found = _after(outage, double_one)
    assert (found["doubled"], found["not expected"], found["missing"]) == (1, 1, 0)
