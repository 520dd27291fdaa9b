"""Sessions of the demo city at every stage of life, relative to the day on which the city is built."""

from collections.abc import Callable
from datetime import date

from sessions_app.models import DialogueSession

# Each builds one session at its stage, once; on a later day it finds the one it built.
STAGES: tuple[Callable[[date], DialogueSession], ...] = ()


def seed_sessions(*, on: date) -> list[DialogueSession]:
    """The sessions of the demo city, built where they are missing."""
    return [build(on) for build in STAGES]
