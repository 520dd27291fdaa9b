"""The door through which a change of the calendar, or of the text that sets the terms, reaches open duties.

What a change would do is computed by the same function that does it, so the two cannot differ.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from audit import acting, acts
from audit.actors import Actor
from duties.computing import COMPUTED, set_dates, term_in_force, term_of
from duties.models import Duty, DutyMove
from organizations.models import Unit
from regulation.clock import local_date
from regulation.violations import RuleViolation
from regulation.working_days import WorkingCalendar

REASON = "Lịch ngày làm việc thay đổi"
TEXT_REASON = "Văn bản quy định thời hạn thay đổi"
_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Recount:
    """An open duty counted again: ``duty`` carries the new dates in memory, ``old_due_on`` is what it had."""

    duty: Duty
    old_due_on: date | None
    old_values: tuple

    @property
    def moves(self) -> bool:
        """Whether the date that is shown becomes another one."""
        return self.duty.due_on != self.old_due_on

    @property
    def only_version(self) -> bool:
        """Whether nothing changes but the calendar it is counted by."""
        return self.old_values == _values(self.duty)

    def already_past(self, today: date) -> bool:
        """Whether the change itself puts the date before ``today`` ("quá hạn do đổi lịch")."""
        amber = self.duty.amber_until
        was_open = self.old_due_on is None or self.old_due_on >= today
        return amber is not None and amber < today and was_open


_COMPARED = tuple(name for name in COMPUTED if name != "calendar_version")


def _values(duty: Duty) -> tuple:
    return tuple(getattr(duty, name) for name in _COMPARED)


def recounted(calendar: WorkingCalendar) -> Iterator[Recount]:
    """Every open duty that was counted by another calendar, counted again by ``calendar``. Writes nothing.

    Each keeps the term and reading it was computed with; a date stated in a notice of extension stays.
    """
    maybe = ~Q(calendar_version=calendar.version) | Q(owed_to__in=calendar.deviating_units)
    stale = (
        Duty.objects.open().exclude(calendar_version="").filter(maybe).select_related("owed_by", "owed_to")
    )
    for duty in stale.order_by("pk"):
        if duty.calendar_version == calendar.for_unit(duty.owed_to_id).version:
            continue
        old, values = duty.due_on, _values(duty)
        set_dates(duty, term_of(duty), base_on=duty.base_on, calendar=calendar)
        yield Recount(duty=duty, old_due_on=old, old_values=values)


@transaction.atomic
def after_calendar_change(calendar: WorkingCalendar, *, by: Actor, at: datetime) -> int:
    """Count every open duty again by ``calendar``, in one transaction; how many dates moved.

    The first date moves along: the verdict is against the first date under the corrected calendar. Closed
    duties and duties with a stated date never change. Every moved date leaves a move and an act; one that
    thereby lies in the past is marked ("quá hạn do đổi lịch"). Run again, it changes nothing.
    """
    moved, unmoved = 0, {}
    for recount in recounted(calendar):
        if recount.only_version:
            unmoved.setdefault(recount.duty.calendar_version, []).append(recount.duty.pk)
        else:
            moved += _write(recount, REASON, by=by, at=at)
    for version, keys in unmoved.items():
        for start in range(0, len(keys), _AT_ONCE):
            some = Duty.objects.open().filter(pk__in=keys[start : start + _AT_ONCE])
            # No date moves, and the change of the calendar has its act: nothing is told of each of these.
            with acting.context("version of the calendar"):
                some.update(calendar_version=version)
    return moved


def recounted_by_text(
    calendar: WorkingCalendar, *, since: date, unit: Unit | None = None
) -> Iterator[Recount]:
    """Every open duty of an event from ``since`` on whose text sets another term than it was counted by.

    With ``unit`` only those owed to that unit. Fixed dates of the year are not terms and are passed over; where no
    text sets a term any more, the duty keeps the one it has. Writes nothing.
    """
    duties = Duty.objects.open().filter(base_on__gte=since).select_related("owed_by", "owed_to")
    if unit is not None:
        duties = duties.filter(owed_to=unit)
    for duty in duties.order_by("pk"):
        if "days" not in duty.reading:
            continue
        try:
            followed = term_in_force(duty.article, duty.base_on, duty.owed_to)
        except RuleViolation:
            continue
        if (followed.edition, followed.reading) == (duty.edition, duty.reading):
            continue
        old, values = duty.due_on, _values(duty)
        set_dates(duty, followed, base_on=duty.base_on, calendar=calendar)
        yield Recount(duty=duty, old_due_on=old, old_values=values)


@transaction.atomic
def after_change_of_text(
    calendar: WorkingCalendar, *, since: date, unit: Unit | None = None, by: Actor, at: datetime
) -> int:
    """Count the open duties of events from ``since`` on by the text that now holds; how many dates moved.

    Every one that is read differently has an act, also where its date stays.
    """
    return sum(
        _write(recount, TEXT_REASON, by=by, at=at)
        for recount in recounted_by_text(calendar, since=since, unit=unit)
    )


def _write(recount: Recount, reason: str, *, by: Actor, at: datetime) -> bool:
    duty, old = recount.duty, recount.old_due_on
    still_open = Duty.objects.open().filter(pk=duty.pk, base_on=duty.base_on)
    changed = still_open.update(**{name: getattr(duty, name) for name in COMPUTED})
    if not changed or not (recount.moves or reason == TEXT_REASON):
        return False
    if recount.moves:
        DutyMove.objects.create(
            duty=duty,
            old_due_on=old,
            new_due_on=duty.due_on,
            reason=reason,
            already_past=recount.already_past(local_date(at)),
            at=at,
        )
    acts.write(
        subject=duty,
        verb="duty.recompute",
        title=f"{reason}, tính lại hạn: {duty.title}",
        by=by,
        at=at,
        clause=duty.rule,
        changes={
            "due_on": [day.isoformat() if day else None for day in (old, duty.due_on)],
            "calendar_version": duty.calendar_version,
            "edition": duty.edition,
        },
    )
    return recount.moves
