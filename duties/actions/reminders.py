"""Reminders by the ladder. Posting one twice is impossible: its key holds duty, date, milestone and recipient.

A pass asks which milestones were reached and not noted, notes them all with the day on which each fell, and posts
letters for the latest of each duty, a batch in one transaction. Whoever dies in between leaves whole batches.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Seat
from accounts.queries import deputies_on
from audit.rows import Written, insert_new
from duties.ladder import Reminded, Step, ladder_of
from duties.letters import KIND
from duties.milestones import Ladders, Reached, changed_ladders, fell_on, reached
from duties.models import ONCE_PER_SESSION, MilestonePassed
from duties.presiders import presiders_of
from duties.queries import offices_on
from organizations.models import in_force_on
from outbox.actions import Draft, post_many
from outbox.enums import Channel
from regulation.working_days import CalendarUnknown, WorkingCalendar

MORNING, EVENING = time(7, 0), time(20, 0)
ONE_DAY = timedelta(days=1)
BATCH = 1000
MOST_NAMED = 300
_NOTED = ("duty", "due_on", "days_left", "fell_on", "recorded_at")


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets a letter."""

    user: int
    label: str
    params: str  # his part of what the letter is told, as JSON


@dataclass(frozen=True)
class Recipients:
    """Who sits where on a day, and who stands in for whom."""

    seats: dict[tuple[str, int], list[Seat]]
    offices: dict[int, int]
    deputies: dict[int, Seat]
    # Leaders in the chair, by the row that causes the duty and the unit it is owed to.
    presiders: dict[tuple[str, int], list[Seat]] = field(default_factory=dict)
    _known: dict[tuple, list[Recipient]] = field(default_factory=dict)

    def of(self, found: Reached) -> list[Recipient]:
        """The recipients of a milestone, each person once, in the widest circle that he stands in."""
        chair = (found.context_key, found.owed_to) if Reminded.HOST_HEAD in found.step.to else None
        place = (found.step.to, found.owed_by, found.owed_to, chair if chair in self.presiders else None)
        if place not in self._known:
            persons: dict[int, Recipient] = {}
            for to, seat, receiver in self._circles(found):
                persons.setdefault(
                    receiver.user_id,
                    Recipient(
                        user=receiver.user_id,
                        label=f"{receiver.user.full_name}, {receiver.title}"[:160],
                        params=_part(
                            {"seat": receiver.pk, "to": to.value}
                            | ({"for": seat.pk} if receiver.pk != seat.pk else {})
                        ),
                    ),
                )
            self._known[place] = list(persons.values())
        return self._known[place]

    def _circles(self, found: Reached) -> Iterator[tuple[Reminded, Seat, Seat]]:
        """Widest circle first: the capacity, whose seat it is, who gets the letter."""
        owing, host = found.owed_by, found.owed_to
        # The head of an office is the head of the body it works for.
        owing_heads = host if self.offices.get(host) == owing else owing
        places = {
            Reminded.OWING_STAFF: [(Role.OFFICE, self.offices.get(owing, owing)), (Role.AGENCY, owing)],
            Reminded.OWING_HEAD: [(Role.LEADER, owing_heads)],
            Reminded.HOST_HEAD: [(Role.LEADER, host)],
            Reminded.CITY_MONITOR: [(Role.CITY_MONITOR, 0)],
        }
        presiding = self.presiders.get((found.context_key, host), ())
        for to in sorted(found.step.to, reverse=True):
            seats = [seat for place in places[to] for seat in self.seats.get(place, ())]
            for seat in presiding if to == Reminded.HOST_HEAD and presiding else seats:
                yield to, seat, self.deputies.get(seat.pk, seat)


def remind(*, on: date, at: datetime, calendar: WorkingCalendar) -> int:
    """Note the milestones of the day ``on`` and post letters for the latest of each duty; how many letters are new.

    Safe to run at any time and again. At night and on days off letters wait for 07:00 of the next working
    morning, unless the duty falls due before then. Who is away is stood in for by the deputy; people without an
    address are left out.
    """
    ladders = changed_ladders()
    found = list(reached(on=on, calendar=calendar, ladders=ladders))
    if not found:
        return 0
    offices = offices_on(on)
    people = Recipients(_seats(found, offices, on=on), offices, deputies_on(on), _presiders(found, on=on))
    moments, posted = _Moments(calendar, ladders, on=on, quiet=quiet_until(at, calendar)), 0
    for start in range(0, len(found), BATCH):
        batch = [(one, moments.of(one)) for one in found[start : start + BATCH]]
        passed = [
            (one.pk, one.due_on, days_left, day, at)
            for one, moment in batch
            for days_left, day in moment.steps
        ]
        drafts = [draft for one, moment in batch for draft in _drafts(one, moment, people)]
        with transaction.atomic():
            insert_new(MilestonePassed, _NOTED, passed)
            posted += post_many(drafts, at=at)
    return posted


def _part(params: dict) -> str:
    """Some of the params of a letter without the braces around them."""
    return json.dumps(params, separators=(",", ":"))[1:-1]


class _Moment(NamedTuple):
    """What duties with the same dates have in common on one day: the milestones to note, the words of a letter."""

    steps: list[tuple[int, date]]
    due_on: str
    params: str  # its part of what a letter is told, as JSON
    not_before: datetime | None


class _Moments:
    """The moments of a pass, each computed once."""

    def __init__(self, calendar: WorkingCalendar, ladders: Ladders, *, on: date, quiet: datetime | None):
        self._calendar, self._ladders, self._on, self._quiet = calendar, ladders, on, quiet
        self._own = calendar.deviating_units
        self._known: dict[tuple, _Moment] = {}

    def of(self, found: Reached) -> _Moment:
        own = found.owed_to if found.owed_to in self._own else None
        place = (
            found.article, found.due_on, found.lawful_until, found.opened_on, found.step.days_left,
            found.noted_down_to, own,
        )  # fmt: skip
        if place not in self._known:
            self._known[place] = self._made(found)
        return self._known[place]

    def _made(self, found: Reached) -> _Moment:
        on, quiet = self._on, self._quiet
        not_before = None if quiet is not None and on <= found.due_on < quiet.date() else quiet
        spoken_on = max(on, not_before.date()) if not_before else on
        fallen = self._fell(found, found.step)
        fallen = max(fallen, found.opened_on) if fallen else None
        return _Moment(
            steps=list(self._passed(found)),
            due_on=found.due_on.isoformat(),
            params=_part(
                {"due_on": found.due_on.isoformat(), "on": spoken_on.isoformat()}
                | ({"fell_on": fallen.isoformat()} if fallen is not None and fallen < on else {})
            ),
            not_before=not_before,
        )

    def _passed(self, found: Reached) -> Iterator[tuple[int, date]]:
        """The milestones up to the latest, each with the day it fell; none of what fell before the duty existed.

        Those down to the last one noted are on record; offering them again would only be refused by their key.
        """
        noted = found.noted_down_to
        for step in ladder_of(found.article, self._ladders):
            if step.days_left < found.step.days_left:
                continue
            if noted is not None and step.days_left >= noted and step != found.step:
                continue
            day = self._fell(found, step) or found.opened_on
            if day >= found.opened_on or step == found.step:
                yield step.days_left, max(day, found.opened_on)

    def _fell(self, found: Reached, step: Step) -> date | None:
        """The day on which a milestone fell, None beyond the calendar."""
        try:
            return fell_on(found, step, self._calendar)
        except CalendarUnknown:
            return None


def _seats(
    found: Sequence[Reached], offices: dict[int, int], *, on: date
) -> dict[tuple[str, int], list[Seat]]:
    """The seats that may have to be reminded, by role and unit; monitors under (role, 0)."""
    units = {unit for one in found for unit in (one.owed_by, one.owed_to)}
    units |= {offices[unit] for unit in units if unit in offices}
    rows = (
        Seat.objects.filter(in_force_on(on), user__is_active=True)
        .exclude(user__email="")
        .select_related("user")
    )
    at_work = rows.filter(role__in=[Role.OFFICE, Role.AGENCY, Role.LEADER])
    # A few units are named; of very many, the database would read the list longer than the seats.
    if len(units) <= MOST_NAMED:
        at_work = at_work.filter(unit__in=units)
    seats = defaultdict(list)
    for seat in at_work.order_by("pk"):
        seats[seat.role, seat.unit_id].append(seat)
    seats[Role.CITY_MONITOR, 0] = list(rows.filter(role=Role.CITY_MONITOR).order_by("pk"))
    return seats


def _presiders(found: Sequence[Reached], *, on: date) -> dict[tuple[str, int], list[Seat]]:
    """The seats of leaders who preside over the sessions behind milestones that tell the presider."""
    keys = {one.context_key for one in found if one.context_key and Reminded.HOST_HEAD in one.step.to}
    chairs = presiders_of(keys) if keys else {}
    if not chairs:
        return {}
    rows = (
        Seat.objects.filter(in_force_on(on), role=Role.LEADER, user__is_active=True)
        .exclude(user__email="")
        .exclude(user__official=None)
        .select_related("user")
    )
    by_official = defaultdict(list)
    for seat in rows.order_by("pk"):
        by_official[seat.user.official_id].append(seat)
    seated = {
        chair: [seat for official in sorted(officials) for seat in by_official[official]]
        for chair, officials in chairs.items()
    }
    return {chair: seats for chair, seats in seated.items() if seats}


def _drafts(found: Reached, moment: _Moment, people: Recipients) -> Iterator[Draft]:
    matter = f"reminder:{_matter(found)}:{moment.due_on}:{found.step.days_left}"
    # The house of the duty sends: the office of the body it is owed to.
    sender = people.offices.get(found.owed_to, found.owed_to)
    for recipient in people.of(found):
        yield Draft(
            f"{matter}:{recipient.user}",
            KIND,
            sender,
            recipient.label,
            Written(f'{{"duty":{found.pk},{recipient.params},{moment.params}}}'),
            Channel.EMAIL,
            found.context_key,
            moment.not_before,
        )


def _matter(found: Reached) -> str:
    """What one letter is about: one person hears of one act once, also when it is owed for two hosts."""
    if found.context_key and found.article in ONCE_PER_SESSION:
        return f"{found.article.clause}@{found.context_key}"
    return str(found.pk)


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
