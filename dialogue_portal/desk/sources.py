"""Who puts rows into the queue: the apps that know what a duty is about, and the ledger for all the others."""

from collections.abc import Callable
from datetime import date

from accounts.models import Seat
from dialogue_portal.desk import letters
from dialogue_portal.desk.board import Board, merged
from duties import calendar_work
from duties import queries as duties
from duties.work import WorkItem
from followups import queries as followups
from personal_data import queries as personal_data
from sessions_app import queries as sessions

Source = Callable[..., list[WorkItem]]
APPS: tuple[Source, ...] = (
    sessions.work_for,
    followups.work_for,
    personal_data.work_for,
    calendar_work.work_for,
    letters.work_for,
)


def board_of(seat: Seat, *, on: date) -> Board:
    """Everything asked of a seat on a day, as one queue."""
    of_apps = [item for source in APPS for item in source(seat, on=on)]
    return merged(of_apps, duties.work_for(seat, on=on), on=on, soon=duties.soon_days(seat.unit, on=on))
