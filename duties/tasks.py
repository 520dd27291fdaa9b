"""The tick of the watch."""

from celery import shared_task

from duties.actions import watch as watching
from regulation.clock import now


@shared_task
def watch() -> None:
    """One pass of the deadline watch."""
    at = now()
    watching.watch(at.date(), at)
