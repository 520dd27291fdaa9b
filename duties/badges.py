"""How a duty stands on a day, in the exact words that every page, letter and report shows. No queries.

The number of working days left has one function, ``days_left``; nothing else counts.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from duties.enums import Standing
from duties.models import Duty
from regulation import date_words
from regulation.enums import Counting
from regulation.working_days import CalendarUnknown, WorkingCalendar

SOON_DAYS = 3  # the default of the setting "Ngưỡng sắp đến hạn"
LONGEST_RULER = 40
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Badge:
    """One chip: ``kind`` is neutral, amber, today, overdue, done, late, extended or waiting.

    ``note`` stands beside it in muted words.
    """

    kind: str
    text: str
    icon: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class RulerBlock:
    """One working day; ``kind`` is filled, calm, finished, left, spent or over."""

    kind: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Ruler:
    """One block per working day of a term and its text twin; ``limit_at`` blocks stand before the limit."""

    blocks: list[RulerBlock]
    text: str
    limit_at: int | str = ""


def standing_of(duty: Duty, *, on: date) -> Standing:
    """Where a duty stands on the day ``on``; ``Duty.objects.standing`` says the same in the database."""
    if duty.voided_on is not None:
        return Standing.VOIDED
    if duty.due_on is None:
        return Standing.NOT_COMPUTED
    if duty.met_on is None:
        return Standing.OVERDUE if on > duty.amber_until else Standing.OPEN
    if duty.met_on <= duty.first_lawful_until:
        return Standing.MET_IN_TIME
    if duty.met_on <= duty.lawful_until:
        return Standing.MET_AFTER_EXTENSION
    return Standing.MET_AMBER if duty.met_on <= duty.amber_until else Standing.MET_LATE


def days_left(duty: Duty, *, on: date, calendar: WorkingCalendar) -> int | None:
    """Working days left on the day ``on``: 0 on the last day, negative once late, None without a date.

    Days are counted to the date that is shown. From there to the last lawful day (days off between the two)
    nothing is left and nothing is late: 0.
    """
    if duty.due_on is None:
        return None
    own = calendar.for_unit(duty.owed_to_id)
    if on <= duty.due_on:
        return own.days_left(on, duty.due_on)
    return min(0, own.days_left(on, duty.lawful_until))


def badge_for(duty: Duty, *, on: date, calendar: WorkingCalendar, soon: int = SOON_DAYS) -> Badge:
    """The deadline badge of a duty on a day. ``soon`` is the unit's threshold in working days."""
    standing = standing_of(duty, on=on)
    if standing in _FIXED:
        return _FIXED[standing]
    try:
        if duty.met_on is not None:
            return _badge_when_met(duty, standing, calendar)
        return _badge_when_open(duty, standing, on=on, calendar=calendar, soon=soon)
    except CalendarUnknown:
        return _BEYOND_CALENDAR[standing]


_FIXED = {
    Standing.NOT_COMPUTED: Badge(kind="waiting", text="Chưa tính được", icon="waiting"),
    Standing.VOIDED: Badge(kind="neutral", text="Không còn phải làm", icon="outside"),
    Standing.MET_AFTER_EXTENSION: Badge(kind="extended", text="Đúng hạn sau gia hạn", icon="extended"),
    Standing.MET_AMBER: Badge(kind="amber", text="Sát hạn", icon="clock-solid"),
}
# A day outside the years of the calendar: the standing is certain, the number of days is not.
_BEYOND_CALENDAR = {
    Standing.OPEN: Badge(kind="neutral", text="Chưa đến hạn", icon="clock"),
    Standing.OVERDUE: Badge(kind="overdue", text="Quá hạn", icon="overdue"),
    Standing.MET_IN_TIME: Badge(kind="done", text="Đúng hạn", icon="done"),
    Standing.MET_LATE: Badge(kind="late", text="Trễ", icon="late"),
}


def _badge_when_met(duty: Duty, standing: Standing, calendar: WorkingCalendar) -> Badge:
    difference = days_left(duty, on=duty.met_on, calendar=calendar)
    if standing is Standing.MET_LATE:
        return Badge(kind="late", text=f"Trễ {-difference} ngày làm việc", icon="late")
    early = f"Sớm {difference} ngày làm việc" if difference > 0 else ""
    return Badge(kind="done", text="Đúng hạn", icon="done", note=early)


def _badge_when_open(
    duty: Duty, standing: Standing, *, on: date, calendar: WorkingCalendar, soon: int
) -> Badge:
    left = days_left(duty, on=on, calendar=calendar)
    note = provisional_word(duty)
    if standing is Standing.OVERDUE:
        return Badge(kind="overdue", text=f"Quá hạn {-left} ngày làm việc", icon="overdue", note=note)
    if on > duty.lawful_until:
        return Badge(kind="amber", text="Sát hạn", icon="clock-solid", note=note)
    if left == 0:
        return Badge(kind="today", text="Hết hạn hôm nay", icon="clock-solid", note=note)
    if left <= soon:
        return Badge(kind="amber", text=f"Còn {left} ngày làm việc", icon="clock-solid", note=note)
    if duty.is_extended:
        words = f"Đã báo gia hạn đến {duty.due_on:%d/%m/%Y}"
        return Badge(kind="extended", text=words, icon="extended", note=note)
    return Badge(kind="neutral", text=f"Còn {left} ngày làm việc", icon="clock", note=note)


def provisional_word(duty: Duty) -> str:
    """Why a date may still move: "dự kiến" (the event is planned), "tạm tính" (the calendar), or ""."""
    if duty.base_is_planned:
        return "dự kiến"
    return "tạm tính" if duty.tentative else ""


def ruler_for(duty: Duty, *, on: date, calendar: WorkingCalendar) -> Ruler | None:
    """The strip of working days since the event, or None where there is nothing to measure.

    Only terms that run forward from an event in working days have one: a lead time, a yearly date, a planned
    event and a date that could not be computed have none, nor has a strip of more than 40 blocks.
    """
    runs_forward = duty.base_on is not None and duty.due_on is not None and duty.due_on > duty.base_on
    counted = duty.reading.get("counting") == Counting.WORKING
    if not (runs_forward and counted) or duty.base_is_planned or duty.voided_on is not None:
        return None
    until = duty.met_on or on
    try:
        lines = calendar.for_unit(duty.owed_to_id).explain(duty.base_on + ONE_DAY, max(duty.due_on, until))
    except CalendarUnknown:
        return None
    days = [line.date for line in lines if line.counted]
    total = sum(day <= duty.due_on for day in days)
    if not 0 < len(days) <= LONGEST_RULER:
        return None
    used = min(sum(day <= until for day in days), total)
    over = len(days) - total
    kinds = _kinds(duty, used=used, total=total, over=over)
    return Ruler(
        blocks=[
            RulerBlock(kind=kind, title=date_words.long_date(day))
            for day, kind in zip(days, kinds, strict=True)
        ],
        text=f"Quá {over} ngày" if over else f"{used}/{total} ngày",
        limit_at=total if over else "",
    )


def _kinds(duty: Duty, *, used: int, total: int, over: int) -> list[str]:
    if over:
        return ["spent"] * total + ["over"] * over
    if duty.met_on is not None:
        return ["finished"] * used + ["left"] * (total - used)
    filled = "filled" if total - used <= SOON_DAYS else "calm"
    return [filled] * used + ["left"] * (total - used)
