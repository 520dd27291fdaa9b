"""The door through which a change of the calendar reaches the dates of open duties."""

from datetime import datetime

from django.db import transaction

from audit import acts
from audit.actors import Actor
from duties.computing import COMPUTED, set_dates, term_of
from duties.models import Duty, DutyMove
from regulation.clock import local_date
from regulation.working_days import WorkingCalendar

REASON = "Lịch ngày làm việc thay đổi"


@transaction.atomic
def after_calendar_change(calendar: WorkingCalendar, *, by: Actor, at: datetime) -> int:
    """Count every open duty again by ``calendar``, in one transaction; how many dates moved.

    Each keeps the term and reading it was computed with. The first date moves along: the verdict is against
    the first date under the corrected calendar; a date stated in a notice of extension stays. Closed duties
    and duties with a stated date never change. Every moved date leaves a move and an act; one that thereby
    lies in the past is marked ("quá hạn do đổi lịch"). Run again, it changes nothing.
    """
    stale = Duty.objects.open().exclude(calendar_version__in=("", calendar.version))
    return sum(_recount(duty, calendar, by=by, at=at) for duty in stale.order_by("pk"))


def _recount(duty: Duty, calendar: WorkingCalendar, *, by: Actor, at: datetime) -> bool:
    old = duty.due_on
    set_dates(duty, term_of(duty), base_on=duty.base_on, calendar=calendar)
    still_open = Duty.objects.open().filter(pk=duty.pk, base_on=duty.base_on)
    if not still_open.update(**{name: getattr(duty, name) for name in COMPUTED}) or duty.due_on == old:
        return False
    today = local_date(at)
    DutyMove.objects.create(
        duty=duty,
        old_due_on=old,
        new_due_on=duty.due_on,
        reason=REASON,
        already_past=duty.amber_until is not None
        and duty.amber_until < today
        and (old is None or old >= today),
        at=at,
    )
    acts.write(
        subject=duty,
        verb="duty.recompute",
        title=f"{REASON}, tính lại hạn: {duty.title}",
        by=by,
        at=at,
        clause=duty.rule,
        changes={
            "due_on": [day.isoformat() if day else None for day in (old, duty.due_on)],
            "calendar_version": calendar.version,
        },
    )
    return True
