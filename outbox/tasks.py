"""The ticks that let letters leave and take in those that came back."""

from dataclasses import asdict
from pathlib import Path

from celery import shared_task
from django.conf import settings

from audit import ticks
from outbox import bounces
from outbox.relay import relay_once
from regulation.clock import now


@shared_task
def relay() -> None:
    """One pass over the messages that are due."""
    at = now()
    ticks.record("outbox.relay", at=at, counts=asdict(relay_once(at=at)))


@shared_task
def take_in_bounces() -> None:
    """One pass over the folder of letters that came back, where there is one."""
    if settings.BOUNCE_FOLDER:
        at = now()
        ticks.record(
            "outbox.bounces", at=at, counts=asdict(bounces.take_in(Path(settings.BOUNCE_FOLDER), at=at))
        )
