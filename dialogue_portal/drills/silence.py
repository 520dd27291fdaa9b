"""Drill: the scheduler is off for days and comes back. Every milestone is there once, dated as it fell due.

Time is simulated: the watch takes the day as an argument. What must be there is counted by an arithmetic of the
drill's own: a list of working days and the ladder written out once more.
"""

import random
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from audit import acting
from dialogue_portal.drills.cast import REASON, Cast, duties_due, make_cast
from dialogue_portal.drills.report import Figure, damage, exactly, fact
from duties.actions.watch import watch
from duties.letters import KIND
from duties.models import Duty, MilestonePassed
from outbox.models import Message
from regulation.calendars import working_calendar

OUTAGES = (1, 3, 9)  # days
FIRST_DAY, LAST_DAY = date(2026, 1, 5), date(2026, 10, 30)
EARLIER, LATER = 12, 6  # working days before and after the outage in which duties fall due
# Working days left at each milestone, and who hears of it (docs/how-to/reminder.md).
LADDER = ((5, 1), (2, 1), (0, 1), (-1, 2), (-5, 3), (-10, 4))
ONE_DAY = timedelta(days=1)
LONG = timedelta(days=45)


def run(n: int, seed: int) -> Iterator[Figure]:
    """``n`` duties for each length of silence; then the naive sweep over the longest."""
    rng = random.Random(f"silence {seed}")
    cast = make_cast()
    for days in OUTAGES:
        outage = _outage(days, rng)
        duties = duties_due(outage.some_days(n, rng), cast)
        yield from _through(outage, duties, cast)
        if days == max(OUTAGES):
            yield from _naive(outage, duties)
        forget(duties)


@dataclass(frozen=True)
class Outage:
    """The last day with a scheduler, how many days it is off, and the working days around."""

    last_on: date
    days: int
    working: tuple[date, ...]

    @property
    def back_on(self) -> date:
        """The first day with a scheduler again."""
        return self.last_on + timedelta(days=self.days + 1)

    def some_days(self, n: int, rng: random.Random) -> list[date]:
        """Working days around the silence, ``n`` draws; the last one before the return is always among them."""
        first = bisect_right(self.working, self.last_on) - EARLIER
        last = bisect_right(self.working, self.back_on) + LATER
        days = rng.choices(self.working[first:last], k=n)
        days[0] = self.working[bisect_left(self.working, self.back_on) - 1]
        return days


def _outage(days: int, rng: random.Random) -> Outage:
    last_on = FIRST_DAY + timedelta(days=rng.randrange((LAST_DAY - FIRST_DAY).days))
    return Outage(last_on, days, working_days_around(last_on))


def working_days_around(day: date) -> tuple[date, ...]:
    """The working days of some weeks before and after, as a plain list to count in."""
    lines = working_calendar().explain(day - LONG, day + LONG)
    return tuple(line.date for line in lines if line.counted)


def days_near(day: date, working: tuple[date, ...]) -> tuple[date, ...]:
    """The working days on which a duty may fall due so that it has reached some milestone on ``day``, or nearly."""
    here = bisect_right(working, day)
    return working[here - EARLIER : here + LATER]


def _through(outage: Outage, duties: list[Duty], cast: Cast) -> Iterator[Figure]:
    part = f"{outage.days} days of silence"
    on_duty = (outage.last_on, outage.back_on, outage.back_on + ONE_DAY)
    second_passes = 0
    for on in on_duty:
        watch(on, _moment(on))
        before = letters_by_key(duties).total()
        watch(on, _moment(on) + timedelta(minutes=1))
        second_passes += letters_by_key(duties).total() - before
    wanted, found = expected_keys(duties, cast, on_duty, outage.working), letters_by_key(duties)
    yield fact(part, "last day before", outage.last_on.isoformat())
    yield fact(part, "duties", len(duties))
    yield fact(
        part, "fell due in the silence", sum(outage.last_on < d.due_on < outage.back_on for d in duties)
    )
    yield fact(part, "reminders that must be there", len(wanted))
    yield exactly(part, "missing", len(wanted - found.keys()), 0)
    yield exactly(part, "not expected", len(found.keys() - wanted), 0)
    yield exactly(part, "doubled", _doubled(found), 0)
    yield exactly(part, "posted by second passes", second_passes, 0)
    yield from milestone_rows(part, duties, on_duty[-1], outage.working)


def _moment(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(9, 0)))


def expected_keys(
    duties: list[Duty], cast: Cast, days: tuple[date, ...], working: tuple[date, ...]
) -> set[tuple]:
    """Who must have heard of what after passes on ``days``: (duty, its date, milestone, user)."""
    keys = set()
    for on in days:
        for duty in duties:
            left = _left(on, duty.due_on, working)
            reached = [(step, people) for step, people in LADDER if left <= step]
            if reached:
                step, people = reached[-1]
                keys |= {(duty.pk, duty.due_on.isoformat(), step, user) for user in cast.users[:people]}
    return keys


def letters_by_key(duties: list[Duty]) -> Counter[tuple]:
    """The reminders that were posted about these duties: (duty, date, milestone, user) by how often."""
    known = {duty.pk for duty in duties}
    found: Counter[tuple] = Counter()
    for key in Message.objects.filter(kind=KIND).order_by("pk").values_list("dedupe_key", flat=True):
        _, pk, due_on, step, user = key.split(":")
        if int(pk) in known:
            found[int(pk), due_on, int(step), int(user)] += 1
    return found


def _doubled(found: Counter[tuple]) -> int:
    """Letters beyond the first about one milestone of one duty to one person, under whatever date."""
    once = {(pk, step, user) for pk, _, step, user in found}
    return found.total() - len(once)


def milestone_rows(part: str, duties: list[Duty], upto: date, working: tuple[date, ...]) -> Iterator[Figure]:
    """What the ledger itself noted: every milestone reached up to a day, once, with the day on which it fell."""
    days = {due_on: _days_of_milestones(due_on, working) for due_on in {duty.due_on for duty in duties}}
    wanted = {
        (duty.pk, duty.due_on, step, fell_on)
        for duty in duties
        for step, fell_on in days[duty.due_on].items()
        if fell_on <= upto
    }
    known = {duty.pk for duty in duties}
    noted = MilestonePassed.objects.order_by("pk").values_list("duty_id", "due_on", "days_left", "fell_on")
    found = [row for row in noted if row[0] in known]
    yield fact(part, "milestones that must be noted", len(wanted))
    yield exactly(part, "milestones missing", len(wanted - set(found)), 0)
    yield exactly(part, "milestones under another day", len(set(found) - wanted), 0)
    yield exactly(part, "milestones doubled", len(found) - len({(pk, step) for pk, _, step, _ in found}), 0)


def _days_of_milestones(due_on: date, working: tuple[date, ...]) -> dict[int, date]:
    """The first day on which no more working days are left than each step says, found by walking."""
    days = (due_on + timedelta(days=number) for number in range(-LONG.days // 2, LONG.days // 2))
    fell: dict[int, date] = {}
    for day in days:
        left = _left(day, due_on, working)
        for step, _ in LADDER:
            if left <= step:
                fell.setdefault(step, day)
    return fell


def _left(on: date, due_on: date, working: tuple[date, ...]) -> int:
    left = bisect_right(working, due_on) - bisect_right(working, on)
    # The Saturday after a due Friday is late already.
    return min(left, -1) if on > due_on else left


def _naive(outage: Outage, duties: list[Duty]) -> Iterator[Figure]:
    """The sweep that asks what became due yesterday, on the same days, twice on each."""
    part = "naive: due yesterday"
    told: Counter[int] = Counter()
    for on in (outage.last_on, outage.back_on, outage.back_on + ONE_DAY):
        for _ in range(2):
            told.update(duty.pk for duty in duties if duty.due_on == on - ONE_DAY)
    owed = [duty.pk for duty in duties if outage.last_on <= duty.due_on < outage.back_on]
    missing = sum(told[pk] == 0 for pk in owed)
    doubled = sum(count > 1 for count in told.values())
    yield fact(part, "missing", missing)
    yield fact(part, "doubled", doubled)
    yield damage(part, "missing or doubled", missing + doubled)


def forget(duties: list[Duty]) -> None:
    """Remove the duties of a part and the reminders about them."""
    Message.objects.filter(kind=KIND).delete()
    with acting.context(REASON):
        Duty.objects.filter(subject_key__startswith=duties[0].subject_key.partition(":")[0]).delete()
