"""Reminders by the ladder. Posting one twice is impossible: its key holds duty, date, milestone and recipient."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Seat
from duties.badges import days_left
from duties.ladder import EARLIEST, Reminded, Step, latest_step
from duties.letters import KIND
from duties.models import Duty
from duties.queries import offices_on
from organizations.models import Unit, in_force_on
from outbox.actions import post
from outbox.models import Message
from regulation.working_days import CalendarUnknown, WorkingCalendar

MORNING, EVENING = time(7, 0), time(20, 0)
ONE_DAY = timedelta(days=1)
_KEYS_AT_ONCE = 500


@dataclass(frozen=True)
class Reminder:
    """One letter to be posted; ``spoken_on`` is the day whose count of days it will state."""

    duty: Duty
    step: Step
    seat: Seat
    to: Reminded
    spoken_on: date
    not_before: datetime | None

    @property
    def matter(self) -> tuple:
        """One person hears of one act once, also when it is owed for two hosts of a joint session."""
        return (*self.duty.act, self.step.days_left, self.seat.user_id)

    @property
    def dedupe_key(self) -> str:
        due_on = self.duty.due_on.isoformat()
        return f"reminder:{self.duty.pk}:{due_on}:{self.step.days_left}:{self.seat.user_id}"


def remind(*, on: date, at: datetime, calendar: WorkingCalendar) -> int:
    """Post the latest milestone that each open duty has reached on the day ``on``; how many letters are new.

    Safe to run at any time and again. At night and on days off letters wait for 07:00 of the next working
    morning, unless the duty falls due before then. People without an address are left out.
    """
    reached = list(_reached(on=on, calendar=calendar))
    offices = offices_on(on)
    seats = _seats([duty for duty, _ in reached], offices, on=on)
    found = {}
    for duty, step in reached:
        for reminder in _reminders(duty, step, offices, seats, on=on, at=at, calendar=calendar):
            found.setdefault(reminder.matter, reminder)
    reminders = {reminder.dedupe_key: reminder for reminder in found.values()}
    senders = {
        unit.pk: unit
        for unit in Unit.objects.filter(pk__in={_sender_id(r, offices) for r in reminders.values()})
    }
    known = _known(list(reminders))
    return sum(
        _post(reminder, sender=senders[_sender_id(reminder, offices)], at=at)
        for key, reminder in reminders.items()
        if key not in known
    )


def _reached(*, on: date, calendar: WorkingCalendar) -> Iterator[tuple[Duty, Step]]:
    """Open duties that have reached a milestone, with the latest one; one query."""
    for duty in Duty.objects.begun(on=on).filter(due_on__lte=_horizon(on, calendar)).order_by("pk"):
        try:
            step = latest_step(duty.article, days_left(duty, on=on, calendar=calendar))
        except CalendarUnknown:
            continue
        if step is not None:
            yield duty, step


def _horizon(on: date, calendar: WorkingCalendar) -> date:
    """No duty due later has reached its first milestone."""
    try:
        return calendar.nth_after(on, EARLIEST + 1)
    except CalendarUnknown:
        return date.max


def _seats(duties: Iterable[Duty], offices: dict[int, int], *, on: date) -> dict[tuple[str, int], list[Seat]]:
    """The seats that may have to be reminded, by role and unit; monitors under (role, 0)."""
    units = {unit for duty in duties for unit in (duty.owed_by_id, duty.owed_to_id)}
    units |= {offices[unit] for unit in units if unit in offices}
    rows = Seat.objects.filter(
        in_force_on(on),
        Q(unit__in=units, role__in=[Role.OFFICE, Role.AGENCY, Role.LEADER]) | Q(role=Role.CITY_MONITOR),
        user__is_active=True,
    )
    seats = defaultdict(list)
    for seat in rows.exclude(user__email="").select_related("user").order_by("pk"):
        seats[seat.role, 0 if seat.role == Role.CITY_MONITOR else seat.unit_id].append(seat)
    return seats


def _reminders(
    duty: Duty,
    step: Step,
    offices: dict[int, int],
    seats: dict[tuple[str, int], list[Seat]],
    *,
    on: date,
    at: datetime,
    calendar: WorkingCalendar,
) -> Iterator[Reminder]:
    owing, host = duty.owed_by_id, duty.owed_to_id
    # The head of an office is the head of the body it works for.
    owing_heads = host if offices.get(host) == owing else owing
    places = {
        Reminded.OWING_STAFF: [(Role.OFFICE, offices.get(owing, owing)), (Role.AGENCY, owing)],
        Reminded.OWING_HEAD: [(Role.LEADER, owing_heads)],
        Reminded.HOST_HEAD: [(Role.LEADER, host)],
        Reminded.CITY_MONITOR: [(Role.CITY_MONITOR, 0)],
    }
    not_before = quiet_until(at, calendar)
    if not_before is not None and on <= duty.due_on < not_before.date():
        not_before = None
    spoken_on = max(on, not_before.date()) if not_before else on
    for to in sorted(step.to, reverse=True):
        for place in places[to]:
            for seat in seats.get(place, ()):
                yield Reminder(duty, step, seat, to, spoken_on, not_before)


def quiet_until(at: datetime, calendar: WorkingCalendar) -> datetime | None:
    """When a letter of the moment ``at`` may leave: None for now, else 07:00 of the next working morning.

    Quiet are the hours from 20:00 to 07:00 and days off; a day outside the calendar is quiet at night only.
    """
    local = timezone.localtime(at)
    day = local.date()
    if _is_working(day, calendar) and MORNING <= local.time() < EVENING:
        return None
    if local.time() >= MORNING:
        day += ONE_DAY
    while not _is_working(day, calendar):
        day += ONE_DAY
    return timezone.make_aware(datetime.combine(day, MORNING))


def _is_working(day: date, calendar: WorkingCalendar) -> bool:
    try:
        return calendar.is_working_day(day)
    except CalendarUnknown:
        return True


def _sender_id(reminder: Reminder, offices: dict[int, int]) -> int:
    """The house of the duty sends: the office of the body it is owed to."""
    return offices.get(reminder.duty.owed_to_id, reminder.duty.owed_to_id)


def _known(keys: list[str]) -> set[str]:
    """Which of the keys were posted before."""
    known: set[str] = set()
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        some = keys[start : start + _KEYS_AT_ONCE]
        known |= set(Message.objects.filter(dedupe_key__in=some).values_list("dedupe_key", flat=True))
    return known


def _post(reminder: Reminder, *, sender: Unit, at: datetime) -> bool:
    return post(
        dedupe_key=reminder.dedupe_key,
        kind=KIND,
        params={
            "duty": reminder.duty.pk,
            "seat": reminder.seat.pk,
            "due_on": reminder.duty.due_on.isoformat(),
            "on": reminder.spoken_on.isoformat(),
            "to": reminder.to.value,
        },
        sender=sender,
        recipient_label=f"{reminder.seat.user.full_name}, {reminder.seat.title}"[:160],
        at=at,
        context_key=reminder.duty.context_key,
        not_before=reminder.not_before,
    )
