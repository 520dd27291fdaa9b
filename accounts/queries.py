"""What is known of users and seats."""

from datetime import date

from accounts.models import Seat, User
from organizations.models import in_force_on
from regulation.clock import today

# Names under which the browser's session keeps the chosen seat and the moment of signing in.
CHOSEN_SEAT = "seat"
SIGNED_IN_AT = "signed_in_at"


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
