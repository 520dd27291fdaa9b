"""Who puts rows into the queue. An app that knows more about a duty stands before the ledger."""

from collections.abc import Callable
from datetime import date

from accounts.models import Seat
from duties import queries as duties
from duties.work import WorkItem
from sessions_app import queries as sessions

Source = Callable[..., list[WorkItem]]
SOURCES: tuple[Source, ...] = (sessions.work_for, duties.work_for)


def items_of(seat: Seat, *, on: date) -> list[WorkItem]:
    """Everything the apps ask of a seat on a day."""
    return [item for source in SOURCES for item in source(seat, on=on)]
