"""The tick of the purge."""

from datetime import time

from celery import shared_task
from django.utils.timezone import localtime

from audit import ticks
from personal_data.actions.purging import purge as erase
from regulation.clock import now

# After midnight, when nobody works on what is erased.
NOT_BEFORE = time(1, 0)


@shared_task
def purge() -> None:
    """Erase what is over its period, once a night; a night that was missed is made up for the next day."""
    at = now()
    if localtime(at).time() < NOT_BEFORE:
        return
    run = erase(on=localtime(at).date(), at=at)
    counts = {"erased": sum(run.counts.values())} if run else {"unconfirmed": 1}
    ticks.record("personal_data.purge", at=at, counts=counts)
