"""The ticks of papers: completing what a crash left half issued, and checking that nothing was altered."""

from celery import shared_task

from audit import ticks
from documents import actions, checking
from regulation.clock import now


@shared_task
def finish_pending() -> None:
    """One pass over papers that have a number and no file yet."""
    at = now()
    ticks.record("documents.finish_pending", at=at, counts={"finished": actions.finish_pending(at)})


@shared_task
def verify() -> None:
    """One whole check of the trail, the papers and their files; the page "Kiểm tra nhật ký" shows what it found."""
    checking.check(at=now())
