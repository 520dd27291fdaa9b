"""The Celery application: it carries ticks, small periodic tasks without arguments.

What is owed stands in the database; a tick only says "look now". So a tick that is lost, late or doubled harms
nothing, and one that was not fetched within its period is thrown away because the next one asks the same question.
"""

import os
from datetime import timedelta

from celery import Celery
from celery.beat import Scheduler

from dialogue_portal import folder_broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dialogue_portal.settings.local")
folder_broker.register()
app = Celery("dialogue_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Task and period in seconds.
TICKS = {
    "audit.tasks.heartbeat": 10,
    "audit.tasks.seal": 300,
    "outbox.tasks.relay": 5,
    "outbox.tasks.take_in_bounces": 60,
    "documents.tasks.finish_pending": 30,
    "documents.tasks.verify": 6 * 3600,
    "duties.tasks.watch": 60,
    "personal_data.tasks.purge": 1800,
    "accounts.tasks.forget_sessions": 3600,
}
app.conf.beat_schedule = {
    task: {"task": task, "schedule": timedelta(seconds=period), "options": {"expires": period}}
    for task, period in TICKS.items()
}


class PromptScheduler(Scheduler):
    """Every tick is due when beat starts, then with its period. Nothing is remembered in a file.

    After a stop nobody waits for a period to pass before letters leave and deadlines are watched again.
    """

    def setup_schedule(self) -> None:
        """Install the static schedule as if each entry had last run long ago."""
        self.merge_inplace(self.app.conf.beat_schedule)
        for entry in self.schedule.values():
            entry.last_run_at = entry.default_now() - timedelta(days=1)


app.conf.beat_scheduler = PromptScheduler
