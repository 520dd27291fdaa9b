"""The tick of the sessions."""

from celery import shared_task

from accounts import browser_sessions
from audit import ticks
from regulation.clock import now


@shared_task
def forget_sessions() -> None:
    """Remove the sessions whose time is over: they open nothing, and say where somebody once was."""
    at = now()
    ticks.record("accounts.forget_sessions", at=at, counts={"erased": browser_sessions.forget(before=at)})
