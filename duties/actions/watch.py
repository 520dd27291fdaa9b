"""The watch: one pass over everything that time asks for. Safe to run at any moment and again."""

import logging
from collections.abc import Callable
from datetime import date, datetime

from audit import ticks
from duties import openers
from duties.actions import calendar_alerts, recompute, reminders, yearly
from regulation.calendars import working_calendar

TICK = "watch"
logger = logging.getLogger(__name__)


class WatchIncomplete(RuntimeError):
    """Some part of a pass failed; the other parts were done. The message names the parts."""


def watch(on: date, at: datetime) -> dict[str, int]:
    """Open what the year asks for, follow the calendar, remind; the counts of this pass.

    A part that fails does not stop the others; the pass then counts as not made and WatchIncomplete is
    raised at the end. A complete pass is recorded as the tick "watch".
    """
    calendar = working_calendar()
    parts: dict[str, Callable[[], int]] = {
        "opened": lambda: _open_yearly(on, at),
        **{name: lambda opener=opener: opener(on, at) for name, opener in openers.registered().items()},
        "moved": lambda: recompute.after_calendar_change(calendar, by=yearly.WATCH, at=at),
        "calendar alerts": lambda: calendar_alerts.alert(on=on, at=at, calendar=calendar),
        "reminded": lambda: reminders.remind(on=on, at=at, calendar=calendar),
    }
    counts, failed = {}, []
    for name, part in parts.items():
        try:
            counts[name] = part()
        except Exception:
            logger.exception("The part %r of the watch failed.", name)
            failed.append(name)
    if failed:
        raise WatchIncomplete(f"The watch of {on.isoformat()} failed in: {', '.join(failed)}.")
    ticks.record(TICK, at=at, counts=counts)
    return counts


def _open_yearly(on: date, at: datetime) -> int:
    """This year's duties, and in the first weeks the reports on the year before."""
    return sum(yearly.open_yearly_duties(year, on, at) for year in (on.year - 1, on.year))
