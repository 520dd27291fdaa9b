"""When whom to remind of which duty, as data: working days before and after the date (DL-11)."""

from dataclasses import dataclass
from enum import StrEnum

from regulation.articles import Article


class Reminded(StrEnum):
    """Who is reminded, seen from the duty."""

    OWING_STAFF = "owing_staff"  # office or agency that owes
    OWING_HEAD = "owing_head"  # the leader of the unit that owes
    HOST_HEAD = "host_head"  # the leader of the unit it is owed to
    CITY_MONITOR = "city_monitor"


@dataclass(frozen=True)
class Step:
    """A milestone: reached as soon as no more than ``days_left`` working days are left (negative: late)."""

    days_left: int
    to: frozenset[Reminded]


_STAFF = frozenset({Reminded.OWING_STAFF})
_HEADS = _STAFF | {Reminded.OWING_HEAD}
_HOSTS = _HEADS | {Reminded.HOST_HEAD}
_ALL = _HOSTS | {Reminded.CITY_MONITOR}

STANDARD = (
    Step(5, _STAFF),
    Step(2, _STAFF),
    Step(0, _STAFF),
    Step(-1, _HEADS),
    Step(-5, _HOSTS),
    Step(-10, _ALL),
)
# A session takes weeks to prepare, a report days: the year's duties ring earlier. Every post owes them, so the
# monitoring body reads who is late from its table; a letter for each of five hundred posts would help nobody.
YEARLY_SESSION = (
    Step(60, _STAFF),
    Step(20, _HEADS),
    Step(5, _HEADS),
    Step(0, _HEADS),
    Step(-1, _HEADS),
    Step(-5, _HOSTS),
    Step(-10, _HOSTS),
)
YEARLY_REPORT = (
    Step(20, _STAFF),
    Step(5, _STAFF),
    Step(2, _STAFF),
    Step(0, _STAFF),
    Step(-1, _HEADS),
    Step(-5, _HOSTS),
    Step(-10, _HOSTS),
)

LADDERS: dict[Article, tuple[Step, ...]] = {
    Article.INVITATION_LEAD_TIME: STANDARD,
    Article.CONCLUSION_NOTICE: STANDARD,
    Article.WRITTEN_ANSWER: STANDARD,
    Article.YEARLY_SESSION: YEARLY_SESSION,
    Article.PARTY_ANNUAL_REPORT: YEARLY_REPORT,
    Article.GOVERNMENT_ANNUAL_REPORT: YEARLY_REPORT,
}
EARLIEST = max(step.days_left for steps in LADDERS.values() for step in steps)


def latest_step(article: Article, days_left: int) -> Step | None:
    """The last milestone that a duty has reached with ``days_left`` working days left, or None before the first.

    Only the last one counts: after a silence of the watch nobody gets the ones in between.
    """
    reached = [step for step in LADDERS.get(article, STANDARD) if days_left <= step.days_left]
    return min(reached, key=lambda step: step.days_left, default=None)
