"""Which duties have reached a milestone that nobody noted yet, asked in one query by the index of open duties.

For a given day "two working days left or fewer" is the same as "due on such a day or earlier", so the database
compares dates and counts nothing.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import NamedTuple

from django.db.models import Case, Exists, OuterRef, SmallIntegerField, Subquery, TextField, Value, When
from django.db.models.functions import Cast

from duties.ladder import LADDERS, STANDARD, Reminded, Step, ladder_of
from duties.models import Duty, MilestonePassed, ReminderLadder
from regulation.articles import Article
from regulation.clock import local_date
from regulation.working_days import ONE_DAY, CalendarUnknown, WorkingCalendar

Ladders = Mapping[Article, tuple[Step, ...]]


class Reached(NamedTuple):
    """An open duty at a milestone that was not noted yet, with what a reminder needs to know of it."""

    pk: int
    article: Article
    due_on: date
    lawful_until: date
    owed_by: int
    owed_to: int
    context_key: str
    opened_on: date
    step: Step
    noted_down_to: int | None  # the least ``days_left`` noted for this date so far


def changed_ladders() -> dict[Article, tuple[Step, ...]]:
    """The ladders that somebody changed, by their clause."""
    return {
        Article.by_clause(row.article): tuple(
            Step(step["days_left"], frozenset(Reminded(to) for to in step["to"])) for step in row.steps
        )
        for row in ReminderLadder.objects.order_by("pk")
    }


def reached(*, on: date, calendar: WorkingCalendar, ladders: Ladders) -> Iterator[Reached]:
    """Every open duty whose latest milestone of the day ``on`` was not noted for its date in force."""
    deviating = calendar.deviating_units
    common = Duty.objects.exclude(owed_to__in=deviating) if deviating else Duty.objects.all()
    yield from _reached(common, on, calendar, ladders)
    for unit in sorted(deviating):
        yield from _reached(Duty.objects.filter(owed_to=unit), on, calendar.for_unit(unit), ladders)


def _reached(duties, on: date, calendar: WorkingCalendar, ladders: Ladders) -> Iterator[Reached]:
    try:
        calendar.is_working_day(on)
    except CalendarUnknown:
        return
    due = _Due(on, calendar)
    groups: dict[tuple[Step, ...], list[str]] = {}
    for article in {*LADDERS, *ladders}:
        groups.setdefault(ladder_of(article, ladders), []).extend(article.clauses)
    horizon = max(due.reached_until(steps[0]) for steps in (STANDARD, *groups))
    step = Case(
        *(When(rule__in=clauses, then=due.case(steps)) for steps, clauses in groups.items()),
        default=due.case(STANDARD),
        output_field=SmallIntegerField(),
    )
    noted = MilestonePassed.objects.filter(
        duty=OuterRef("pk"), due_on=OuterRef("due_on"), days_left=OuterRef("step")
    )
    earlier = MilestonePassed.objects.filter(duty=OuterRef("pk"), due_on=OuterRef("due_on")).order_by(
        "days_left"
    )
    rows = (
        duties.begun(on=on)
        .filter(due_on__lte=horizon)
        .annotate(step=step)
        .filter(~Exists(noted), step__isnull=False)
        .annotate(noted_down_to=Subquery(earlier.values("days_left")[:1]))
        .order_by("pk")
        .values_list(
            "pk",
            "rule",
            Cast("due_on", TextField()),
            Cast("lawful_until", TextField()),
            "owed_by_id",
            "owed_to_id",
            "context_key",
            Cast("opened_at", TextField()),
            "step",
            "noted_down_to",
        )
    )
    known: dict[tuple[str, int], tuple[Article, Step]] = {}
    # The same days stand in row after row: each is read once, not by the field for every row.
    day_of, opened_on_of = cache(date.fromisoformat), cache(_day_of_moment)
    for pk, rule, due, lawful, owed_by, owed_to, context_key, opened, days_left, noted_to in rows.iterator():
        if (rule, days_left) not in known:
            article = Article.by_clause(rule)
            steps = ladder_of(article, ladders)
            known[rule, days_left] = article, next(found for found in steps if found.days_left == days_left)
        article, found = known[rule, days_left]
        days = day_of(due), day_of(lawful)
        yield Reached(
            pk, article, *days, owed_by, owed_to, context_key, opened_on_of(opened), found, noted_to
        )


def _day_of_moment(text: str) -> date:
    """The local day of a moment as both engines write it: SQLite without a zone, in UTC."""
    moment = datetime.fromisoformat(text)
    return local_date(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


class _Due:
    """The dates that divide duties into milestones on one day."""

    def __init__(self, on: date, calendar: WorkingCalendar):
        self._on, self._calendar = on, calendar
        self._last = date(max(calendar.cover_years), 12, 31)

    def reached_until(self, step: Step) -> date:
        """The last due date (before it: the last lawful one) with which the step is reached today."""
        try:
            if step.days_left >= 0:
                return self._calendar.nth_after(self._on, step.days_left + 1) - ONE_DAY
            if step.days_left == -1:
                return self._on - ONE_DAY
            return self._calendar.nth_before(self._on + ONE_DAY, -step.days_left) - ONE_DAY
        except CalendarUnknown:
            return self._last if step.days_left >= 0 else date.min

    def case(self, steps: tuple[Step, ...]) -> Case:
        """The days_left of the latest step reached, as the database compares it; null before the first."""
        latest_first = sorted(steps, key=lambda step: step.days_left)
        column = {True: "due_on__lte", False: "lawful_until__lte"}
        return Case(
            *(
                When(**{column[step.days_left >= 0]: self.reached_until(step)}, then=Value(step.days_left))
                for step in latest_first
            ),
            default=Value(None),
            output_field=SmallIntegerField(),
        )


def fell_on(reached: Reached, step: Step, calendar: WorkingCalendar) -> date:
    """The day on which a step was reached: the first one with no more working days left than it says."""
    own = calendar.for_unit(reached.owed_to)
    if step.days_left >= 0:
        return own.nth_before(reached.due_on + ONE_DAY, step.days_left + 1)
    if step.days_left == -1:
        return reached.lawful_until + ONE_DAY
    return own.nth_after(reached.lawful_until, -step.days_left)
