"""The tick that completes papers a crash left half issued."""

from celery import shared_task

from audit import ticks
from documents import actions
from regulation.clock import now


@shared_task
def finish_pending() -> None:
    """One pass over papers that have a number and no file yet."""
    at = now()
    ticks.record("documents.finish_pending", at=at, counts={"finished": actions.finish_pending(at)})
