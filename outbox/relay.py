"""Sending what waits: claim, send, mark."""

from dataclasses import dataclass
from datetime import datetime


@dataclass
class Counts:
    """What one pass did."""

    sent: int = 0
    retried: int = 0
    failed: int = 0
    cancelled: int = 0
    taken_up_again: int = 0


def relay_once(*, at: datetime) -> Counts:
    """One pass over the messages that are due at ``at``."""
    raise NotImplementedError
