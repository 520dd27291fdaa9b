"""Which seat the person acts from."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from accounts import queries


class SeatMiddleware:
    """Sets ``request.seat``: the chosen seat while it is in force today, else the first one, else None."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.seat = queries.current_seat(request.user, request.session.get(queries.CHOSEN_SEAT))
        return self.get_response(request)
