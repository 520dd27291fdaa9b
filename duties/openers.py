"""Who opens duties when the watch comes round. An upper app registers itself in its ``AppConfig.ready``."""

from collections.abc import Callable
from datetime import date, datetime

Opener = Callable[[date, datetime], int]

_OPENERS: dict[str, Opener] = {}


def register(name: str, opener: Opener) -> None:
    """Let ``opener(on, at)`` run at every pass of the watch; it returns how many duties it opened.

    It must be safe to run again. A later registration under the same name replaces the earlier one.
    """
    _OPENERS[name] = opener


def registered() -> dict[str, Opener]:
    """The openers by name, in the order in which they were registered."""
    return dict(_OPENERS)
