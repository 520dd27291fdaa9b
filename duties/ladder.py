"""When whom to remind of which duty, as data: working days before and after the date (DL-11)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType

from regulation.articles import Article

LONGEST = 120
NONE: Mapping = MappingProxyType({})


class Reminded(StrEnum):
    """Who is reminded, seen from the duty."""

    OWING_STAFF = "owing_staff"  # office or agency that owes
    OWING_HEAD = "owing_head"  # the leader of the unit that owes
    HOST_HEAD = (
        "host_head"  # who presides over the session; without one, the leader of the unit it is owed to
    )
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
    Article.CONFERENCE_ANNOUNCED: STANDARD,
    Article.CONFERENCE_RESULTS: STANDARD,
    Article.YEARLY_SESSION: YEARLY_SESSION,
    Article.PARTY_ANNUAL_REPORT: YEARLY_REPORT,
    Article.GOVERNMENT_ANNUAL_REPORT: YEARLY_REPORT,
}


class LadderRefused(ValueError):
    """The steps contradict one another; the text is a Vietnamese sentence."""


def checked(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The steps from the earliest to the latest. Raises LadderRefused when they cannot be followed.

    The day itself belongs to every ladder: a duty of which nobody is told on its last day is forgotten.
    """
    ordered = tuple(sorted(steps, key=lambda step: -step.days_left))
    days = [step.days_left for step in ordered]
    if len(set(days)) < len(days):
        raise LadderRefused("Có hai mốc cùng số ngày: mỗi mốc chỉ ghi một lần.")
    if 0 not in days:
        raise LadderRefused("Phải có mốc 0: nhắc vào chính ngày hết hạn.")
    if any(not -LONGEST <= day <= LONGEST for day in days):
        raise LadderRefused(f"Mốc chỉ trong khoảng {LONGEST} ngày làm việc trước và sau hạn.")
    if any(not step.to for step in ordered):
        raise LadderRefused("Mỗi mốc phải có ít nhất một người nhận.")
    for earlier, later in pairwise(ordered):
        if not earlier.to <= later.to:
            raise LadderRefused(
                f"Mốc {later.days_left} bỏ bớt người đã nhận ở mốc {earlier.days_left}: người nhận chỉ được thêm."
            )
    return ordered


def ladder_of(article: Article, changed: Mapping[Article, tuple[Step, ...]]) -> tuple[Step, ...]:
    """The ladder of a clause: as somebody changed it, else the standing one."""
    return changed.get(article) or LADDERS.get(article, STANDARD)


def latest_step(
    article: Article, days_left: int, changed: Mapping[Article, tuple[Step, ...]] = NONE
) -> Step | None:
    """The last milestone that a duty has reached with ``days_left`` working days left, or None before the first.

    Only the last one counts: after a silence of the watch nobody gets the ones in between.
    """
    reached = [step for step in ladder_of(article, changed) if days_left <= step.days_left]
    return min(reached, key=lambda step: step.days_left, default=None)
