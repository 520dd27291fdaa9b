"""The tick that lets letters leave."""

from dataclasses import asdict

from celery import shared_task

from audit import ticks
from outbox.relay import relay_once
from regulation.clock import now


@shared_task
def relay() -> None:
    """One pass over the messages that are due."""
    at = now()
    ticks.record("outbox.relay", at=at, counts=asdict(relay_once(at=at)))
