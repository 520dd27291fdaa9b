"""What is known across sessions. Every figure about time starts from ``Duty.objects.standing``."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Min, QuerySet
from django.db.models.functions import ExtractMonth

from accounts.enums import Role
from accounts.models import Seat
from duties.enums import Standing
from duties.models import Duty
from duties.queries import Kept
from organizations import queries as organizations
from organizations.models import Territory, Unit
from regulation.articles import Article
from reports.compliance import added
from reports.enums import Figure, Milestone
from sessions_app.enums import SessionKind, SessionState
from sessions_app.models import DialogueSession

_TOOK_PLACE = (SessionState.HELD, SessionState.CONCLUDED)
# Đ20.2: ad hoc sessions come on top of the one a year.
_YEARLY_KINDS = (SessionKind.PERIODIC, SessionKind.THEMATIC)
# The standings that have come due, and the count of Kept each goes into.
_COUNTED_AS = {
    Standing.MET_IN_TIME: "in_time",
    Standing.MET_AMBER: "in_time",
    Standing.MET_AFTER_EXTENSION: "extended",
    Standing.MET_LATE: "late",
    Standing.OVERDUE: "overdue",
}
JUDGED = tuple(_COUNTED_AS)
_MILESTONE_OF = {clause: milestone for milestone in Milestone for clause in milestone.article.clauses}


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What a seat oversees in a year: the whole city, or the bodies directly below it."""

    year: int
    below: Unit | None = None

    @property
    def is_city(self) -> bool:
        return self.below is None


def scope_of(seat: Seat, year: int) -> Scope:
    """The monitoring body oversees the city, a superior its own line."""
    return Scope(year=year, below=None if seat.role == Role.CITY_MONITOR else seat.unit)


def last_day(scope: Scope, on: date) -> date:
    """The day on which a year is looked at: its end, or ``on`` while it runs."""
    return min(on, date(scope.year, 12, 31))


def territories(scope: Scope, *, on: date) -> QuerySet[Territory]:
    """The communes that are overseen, in force on the day."""
    communes = organizations.communes(on)
    if scope.is_city:
        return communes
    return communes.filter(units__in=organizations.subordinates(scope.below, on).values("pk")).distinct()


def milestones(scope: Scope, *, on: date) -> QuerySet[Duty]:
    """The duties of the three clocks whose first date lies in the year, with their standing on ``on``."""
    duties = Duty.objects.live().filter(rule__in=list(_MILESTONE_OF), first_due_on__year=scope.year)
    return _within(duties, scope, on=on).standing(on=on)


def open_overdue(scope: Scope, *, on: date) -> QuerySet[Duty]:
    """Every duty of the three clocks that is open and past due on ``on``, whatever year it fell due in."""
    return _within(Duty.objects.overdue(on=on).filter(rule__in=list(_MILESTONE_OF)), scope, on=on)


def _within(duties: QuerySet[Duty], scope: Scope, *, on: date) -> QuerySet[Duty]:
    if scope.is_city:
        return duties
    return duties.filter(owed_to__in=organizations.subordinates(scope.below, on).values("pk"))


def held_sessions(scope: Scope) -> QuerySet[DialogueSession]:
    """Periodic and thematic sessions that took place in the year."""
    return DialogueSession.objects.filter(
        state__in=_TOOK_PLACE, kind__in=_YEARLY_KINDS, starts_at__year=scope.year
    )


# -- the city at a glance


@dataclass(frozen=True, kw_only=True)
class Chased:
    """A unit with overdue work: how much, and since which date the oldest is late."""

    unit_code: str
    unit_name: str
    overdue: int
    oldest_due_on: date


@dataclass(frozen=True, kw_only=True)
class CommuneRow:
    """One commune: sessions held in the year and its milestones."""

    territory: Territory
    held: int
    kept: Kept


@dataclass(frozen=True, kw_only=True)
class City:
    """Everything the dashboard shows, from four queries whatever the number of rows."""

    year: int
    as_of: date
    communes: list[CommuneRow]
    by_milestone: dict[Milestone, Kept]
    by_month: dict[Milestone, dict[int, Kept]] = field(default_factory=dict)
    chased: list[Chased] = field(default_factory=list)

    @property
    def held(self) -> int:
        return sum(1 for row in self.communes if row.held)

    @property
    def not_held(self) -> int:
        return len(self.communes) - self.held


def city(scope: Scope, *, on: date) -> City:
    """The compliance of the communes in a year as of the end of ``on``."""
    places = list(territories(scope, on=on))
    held = dict(
        held_sessions(scope)
        .filter(hostings__post__unit__territory__in=[place.pk for place in places])
        .order_by()
        .values_list("hostings__post__unit__territory")
        .annotate(Count("pk", distinct=True))
    )
    cells = _cells(milestones(scope, on=on))
    per_place: dict[int | None, list[Kept]] = defaultdict(list)
    per_milestone: dict[Milestone, list[Kept]] = defaultdict(list)
    per_month: dict[tuple[Milestone, int], list[Kept]] = defaultdict(list)
    for (place, milestone, month), kept in cells.items():
        per_place[place].append(kept)
        per_milestone[milestone].append(kept)
        per_month[milestone, month].append(kept)
    return City(
        year=scope.year,
        as_of=on,
        communes=[
            CommuneRow(territory=place, held=held.get(place.pk, 0), kept=added(per_place[place.pk]))
            for place in places
        ],
        by_milestone={milestone: added(per_milestone[milestone]) for milestone in Milestone},
        by_month={
            milestone: {month: added(per_month[milestone, month]) for month in range(1, 13)}
            for milestone in Milestone
        },
        chased=chased(open_overdue(scope, on=on)),
    )


def _cells(duties: QuerySet[Duty]) -> dict[tuple[int | None, Milestone, int], Kept]:
    rows = (
        duties.filter(standing__in=JUDGED)
        .order_by()
        .values_list("owed_to__territory", "rule", ExtractMonth("first_due_on"), "standing")
        .annotate(count=Count("*"))
    )
    cells: dict[tuple[int | None, Milestone, int], list[Kept]] = defaultdict(list)
    for place, rule, month, standing, count in rows:
        kept = Kept(total=count, **{_COUNTED_AS[Standing(standing)]: count})
        cells[place, _MILESTONE_OF[rule], month].append(kept)
    return {key: added(parts) for key, parts in cells.items()}


def chased(overdue: QuerySet[Duty]) -> list[Chased]:
    """Units with overdue work, the longest overdue first."""
    rows = (
        overdue.order_by()
        .values("owed_by__code", "owed_by__name")
        .annotate(count=Count("*"), oldest=Min("due_on"))
        .order_by("oldest", "-count", "owed_by__name")
    )
    return [
        Chased(
            unit_code=row["owed_by__code"],
            unit_name=row["owed_by__name"],
            overdue=row["count"],
            oldest_due_on=row["oldest"],
        )
        for row in rows
    ]


# -- the rows behind a figure


def duty_rows(figure: Figure, scope: Scope, *, on: date, unit: str = "", area: str = "") -> QuerySet[Duty]:
    """Exactly the duties that make a figure of milestones or of overdue work.

    ``unit`` narrows to what one unit owes, ``area`` (a territory's code) to one commune.
    """
    if figure == Figure.OVERDUE:
        rows = open_overdue(scope, on=on).standing(on=on)
    else:
        clauses = Milestone(figure.value).article.clauses
        rows = milestones(scope, on=on).filter(rule__in=clauses, standing__in=JUDGED)
    if unit:
        rows = rows.filter(owed_by__code=unit)
    if area:
        rows = rows.filter(owed_to__territory__code=area)
    return rows.select_related("owed_by", "owed_to", "assignment__petition").order_by("first_due_on", "pk")


def commune_rows(figure: Figure, communes: Iterable[CommuneRow]) -> list[CommuneRow]:
    """Exactly the communes that make a figure of sessions held."""
    wants_held = figure == Figure.HELD
    return [row for row in communes if bool(row.held) == wants_held]


def milestone_of(duty: Duty) -> Milestone:
    """Which of the three clocks a duty belongs to."""
    return _MILESTONE_OF[duty.rule]


def yearly_duties(scope: Scope, *, on: date) -> QuerySet[Duty]:
    """The duties of the posts to hold a session in the year (D20.2.s1), with their standing."""
    duties = Duty.objects.live().filter(
        rule__in=Article.YEARLY_SESSION.clauses, first_due_on__year=scope.year
    )
    return _within(duties, scope, on=on).standing(on=on)


def sessions_of(place: Territory, scope: Scope) -> QuerySet[DialogueSession]:
    """The sessions of a commune in the year, whatever became of them, without drafts."""
    return (
        DialogueSession.objects.filter(hostings__post__unit__territory=place, starts_at__year=scope.year)
        .exclude(state=SessionState.DRAFT)
        .distinct()
        .order_by("starts_at", "pk")
    )


_NEUTRAL_TITLES = {
    Milestone.INVITATION: "Gửi thư mời",
    Milestone.NOTICE: "Thông báo kết luận",
    Milestone.ANSWER: "Trả lời kiến nghị",
}


def neutral_title(duty: Duty) -> str:
    """What is owed, without the words of a petition: oversight reads facts, not voices."""
    return _NEUTRAL_TITLES[milestone_of(duty)]
