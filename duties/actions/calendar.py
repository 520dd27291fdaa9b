"""The verbs of the working calendar: propose days, see what they would move, apply them as a whole."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import Seat
from audit.transitions import TransitionRefused, advance
from duties.actions import recompute
from duties.actions.recompute import Recount
from duties.enums import CalendarChangeState
from duties.models import CalendarChange, Duty
from duties.workflow import APPLY_CALENDAR_CHANGE
from organizations.models import Unit
from regulation.calendar_entries import Entry, problem_of, repeated_dates
from regulation.calendars import calendar_after, working_calendar
from regulation.models import CalendarDay, Edition
from regulation.working_days import SpecialDay, WorkingCalendar

MOST_DAYS = 200


class CalendarRefused(Exception):
    """Some days cannot be entered. ``sentences`` says which and why, one for each problem."""

    def __init__(self, sentences: list[str]):
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class CalendarMovedOn(Exception):
    """The calendar or the open duties changed since the person looked; the new figures have to be seen first."""


@dataclass(frozen=True, kw_only=True)
class DayEffect:
    """What becomes of one day of the calendar; None stands for a day that follows Monday to Friday."""

    on: date
    before: SpecialDay | None
    after: SpecialDay | None


@dataclass(frozen=True, kw_only=True)
class DryRun:
    """What a change would do, on the day it is looked at.

    ``moves`` are the open duties whose date changes; ``kept`` counts the open ones that stay, ``closed`` the
    met ones of the years concerned, which never move. ``seal`` names exactly this outcome.
    """

    days: list[DayEffect]
    moves: list[Recount]
    kept: int
    closed: int
    seal: str

    def past(self, on: date) -> int:
        """How many dates would lie in the past by the change itself."""
        return sum(move.already_past(on) for move in self.moves)


def check(entries: Iterable[Entry], *, unit: Unit | None) -> list[str]:
    """What speaks against the entries in the calendar of this moment, one sentence each."""
    entries = list(entries)
    common = working_calendar()
    own = common.for_unit(unit.pk) if unit else common
    repeated = repeated_dates(entries)
    problems = list(repeated.values())
    for entry in entries:
        problem = problem_of(entry, own, common if unit else None)
        if problem and entry.date not in repeated:
            problems.append(problem.text)
    if len(entries) > MOST_DAYS:
        problems.append(f"Mỗi lần nhập tối đa {MOST_DAYS} ngày.")
    return problems


def propose(
    entries: Iterable[Entry], *, unit: Unit | None = None, origin: str = "", seat: Seat, at: datetime
) -> CalendarChange:
    """Keep a change to be looked at; the calendar stays as it is. Raises CalendarRefused."""
    entries = sorted(entries, key=lambda entry: entry.date)
    problems = check(entries, unit=unit)
    if not entries:
        problems.append("Không có ngày nào để nhập.")
    if problems:
        raise CalendarRefused(problems)
    days = [
        {
            "date": entry.date.isoformat(),
            "kind": entry.kind.value if entry.kind else "",
            "name": entry.name,
            "source": entry.source,
            "status": entry.status.value,
        }
        for entry in entries
    ]
    return CalendarChange.objects.create(
        unit=unit, days=days, origin=origin[:200], proposed_by=seat.actor.label[:200], proposed_at=at
    )


def dry_run(change: CalendarChange) -> DryRun:
    """What the change would do now. Raises CalendarRefused when the calendar has changed so that it no longer fits."""
    entries = change.entries
    problems = check(entries, unit=change.unit)
    if problems:
        raise CalendarRefused(problems)
    now = working_calendar().for_unit(change.unit_id)
    after = calendar_after(entries, unit_id=change.unit_id)
    recounts = list(recompute.recounted(after))
    moves = [recount for recount in recounts if recount.moves]
    effects = [
        DayEffect(
            on=entry.date,
            before=now.entered(entry.date),
            after=after.for_unit(change.unit_id).entered(entry.date),
        )
        for entry in entries
    ]
    closed = Duty.objects.filter(met_on__isnull=False)
    if change.unit_id:
        closed = closed.filter(owed_to=change.unit_id)
    first, last = entries[0].date, entries[-1].date
    return DryRun(
        days=effects,
        moves=moves,
        kept=Duty.objects.open().count() - len(moves),
        closed=closed.filter(base_on__lte=last, due_on__gte=first).count(),
        seal=_seal(now, after, change, moves),
    )


def _seal(now: WorkingCalendar, after: WorkingCalendar, change: CalendarChange, moves: list[Recount]) -> str:
    facts = [now.version, after.for_unit(change.unit_id).version]
    facts += [f"{move.duty.pk}:{move.old_due_on}:{move.duty.due_on}" for move in moves]
    return hashlib.sha256("|".join(facts).encode()).hexdigest()[:20]


@transaction.atomic
def apply(change: CalendarChange, *, seal: str, seat: Seat, at: datetime) -> int:
    """Change the calendar and count every open duty again, all or nothing; how many dates moved.

    ``seal`` is that of the dry run the person saw: when the outcome would be another one by now, nothing is
    changed and CalendarMovedOn is raised. Raises TransitionRefused for a change that was applied before.
    """
    _one_at_a_time()
    change.refresh_from_db()
    if change.state != CalendarChangeState.DRAFT:
        raise TransitionRefused("Thay đổi này đã được áp dụng trước đó.", stale=True)
    seen = dry_run(change)
    if seen.seal != seal:
        raise CalendarMovedOn
    for entry in change.entries:
        _enter(entry, change.unit)
    advance(
        change,
        APPLY_CALENDAR_CHANGE,
        by=seat.actor,
        at=at,
        note=change.origin,
        changes={
            effect.on.isoformat(): [_words(effect.before), _words(effect.after)] for effect in seen.days
        },
    )
    return recompute.after_calendar_change(working_calendar(), by=seat.actor, at=at)


def _one_at_a_time() -> None:
    """Two changes wait for one another, so that the second sees what the first has done."""
    list(Edition.objects.select_for_update().order_by("pk")[:1])


def _enter(entry: Entry, unit: Unit | None) -> None:
    day = entry.as_day()
    rows = CalendarDay.objects.filter(unit=unit, date=entry.date)
    if day is None:
        rows.delete()
        return
    values = {"kind": day.kind.value, "name": day.name, "source": day.source, "status": day.status.value}
    if not rows.update(**values):
        CalendarDay.objects.create(unit=unit, date=day.date, **values)


def _words(day: SpecialDay | None) -> str:
    return f"{day.kind.label}, {day.name}, {day.source}, {day.status.label}" if day else ""
