"""What stands in somebody's work queue, whichever app it comes from."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from duties.badges import Badge, Ruler


class WorkGroup(StrEnum):
    """The headings of the queue, in their order. WAITING is a tab of its own."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    INTERNAL = "internal"
    LATER = "later"
    WAITING = "waiting"


@dataclass(frozen=True, kw_only=True)
class WorkItem:
    """One row of the queue: a title that starts with a verb, one line of context, a date and one button.

    ``url`` is where the button leads. ``duty_id`` names the duty the row is about: an item of an upper app
    then stands in place of the plain one that the ledger gives. ``twin_ids`` are duties that the same act
    meets (a joint session owes its letters once for each host). ``explained_url`` leads to the count of the
    date. ``note`` is a muted word ("Việc nội bộ").
    """

    title: str
    context: str = ""
    due_on: date | None = None
    badge: Badge | None = None
    ruler: Ruler | None = None
    url: str
    button: str = "Mở"
    group: WorkGroup = WorkGroup.INTERNAL
    note: str = ""
    duty_id: int | None = None
    twin_ids: tuple[int, ...] = ()
    explained_url: str = ""
