"""The beat schedule: argument-less ticks that exist, each thrown away when its successor is due, safe to double."""

from datetime import timedelta

import pytest

from dialogue_portal.celery import TICKS, PromptScheduler, app

app.loader.import_default_modules()


def test_every_tick_of_the_schedule_exists_and_every_task_is_on_it():
    known = {name for name in app.tasks if not name.startswith("celery.")}
    assert known == set(TICKS)


@pytest.mark.parametrize("name", TICKS)
def test_a_tick_takes_no_argument_and_expires_with_its_period(name):
    entry = app.conf.beat_schedule[name]
    period = TICKS[name]
    assert entry == {"task": name, "schedule": timedelta(seconds=period), "options": {"expires": period}}


@pytest.mark.django_db
@pytest.mark.parametrize("name", TICKS)
def test_a_tick_may_run_twice(name):
    for _ in range(2):
        assert app.tasks[name]() is None


def test_every_tick_is_due_when_beat_starts():
    scheduler = PromptScheduler(app, lazy=False)
    assert {name: entry.is_due().is_due for name, entry in scheduler.schedule.items()} == dict.fromkeys(
        TICKS, True
    )


def test_only_json_travels_and_nothing_is_sent_back():
    assert (app.conf.accept_content, app.conf.task_ignore_result) == (["json"], True)
