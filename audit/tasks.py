"""The heartbeat: proof that beat, broker, worker and database work together."""

from celery import shared_task

from audit import ticks
from regulation import clock

HEARTBEAT = "heartbeat"


@shared_task
def heartbeat() -> None:
    """Note that a tick came through. Readiness looks at the age of this note."""
    ticks.record(HEARTBEAT, at=clock.now())
