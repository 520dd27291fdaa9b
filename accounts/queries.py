"""What is known of users and seats."""

from datetime import date

from django.db.models import F, Q, QuerySet

from accounts.models import Absence, Seat, User
from organizations.models import in_force_on
from regulation.clock import today

# Names under which the browser's session keeps the chosen seat and how its person was recognised.
CHOSEN_SEAT = "seat"
SIGNED_IN_AT = "signed_in_at"
AUTHENTICATED_AT = "authenticated_at"  # signing in, or a password or code given again
SECOND_FACTOR_SHOWN = "second_factor_shown"


def seats_of(user: User, *, on: date):
    """The seats a user may take on a date, with their units, in the order they were given."""
    return (
        Seat.objects.filter(in_force_on(on), user=user)
        .select_related("unit__territory", "user")
        .order_by("pk")
    )


def current_seat(user, chosen_code: str | None) -> Seat | None:
    """The chosen seat if it still holds today, else the first that does, else None."""
    if not user.is_authenticated:
        return None
    seats = list(seats_of(user, on=today()))
    for seat in seats:
        if seat.code == chosen_code:
            return seat
    return seats[0] if seats else None


def absences_on(on: date) -> QuerySet[Absence]:
    """The absences that cover a day: both ends included, until the person came back."""
    back = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    return Absence.objects.filter(back, from_on__lte=on, until_on__gte=on)


def deputies_on(on: date) -> dict[int, Seat]:
    """Who stands in on a day: key of the seat that is away to the seat that gets its letters, in one query.

    Where the deputy is away as well, the deputy's deputy; where the chain leads back or to nobody who can be
    written to, the person is not replaced: the letter then lies where it belongs.
    """
    rows = absences_on(on).select_related("deputy__user").order_by("pk")
    next_of = {absence.seat_id: absence.deputy for absence in rows}
    found = {}
    for seat_id, first in next_of.items():
        passed, deputy = {seat_id}, first
        while deputy.pk in next_of and deputy.pk not in passed:
            passed.add(deputy.pk)
            deputy = next_of[deputy.pk]
        if deputy.pk not in passed and _can_be_written_to(deputy, on):
            found[seat_id] = deputy
    return found


def _can_be_written_to(seat: Seat, on: date) -> bool:
    holds = seat.valid_from <= on and (seat.valid_until is None or seat.valid_until >= on)
    return holds and seat.user.is_active and bool(seat.user.email)


def overlapping(seat: Seat, first: date, last: date) -> QuerySet[Absence]:
    """Absences of a seat that share a day with ``first`` to ``last``, both included."""
    back = Q(ended_on__isnull=True) | Q(ended_on__gt=F("from_on")) & Q(ended_on__gt=first)
    return Absence.objects.filter(back, seat=seat, from_on__lte=last, until_on__gte=first).order_by("from_on")


def absences_of(seat: Seat) -> QuerySet[Absence]:
    """All absences of a seat, the latest first."""
    return Absence.objects.filter(seat=seat).select_related("deputy__user").order_by("-from_on", "-pk")


def colleagues_of(seat: Seat, *, on: date) -> QuerySet[Seat]:
    """The other people who sit in the same unit on a day, by their seats."""
    return (
        Seat.objects.filter(in_force_on(on), unit=seat.unit_id, user__is_active=True)
        .exclude(user=seat.user_id)
        .select_related("user")
        .order_by("user__full_name", "pk")
    )
