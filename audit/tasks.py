"""The ticks of the trail: the heartbeat, and the seal of the day."""

from celery import shared_task
from django.conf import settings

from audit import seals, ticks
from regulation import clock

HEARTBEAT = "heartbeat"


@shared_task
def heartbeat() -> None:
    """Note that a tick came through. Readiness looks at the age of this note."""
    ticks.record(HEARTBEAT, at=clock.now())


@shared_task
def seal() -> None:
    """Seal the day if nobody has, and let what is sealed leave the database."""
    at = clock.now()
    seals.seal_of(at.date(), at=at)
    ticks.record("audit.seal", at=at, counts={"exported": len(seals.export(settings.SEAL_FOLDER))})
