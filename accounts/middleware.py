"""Which seat the person acts from, checked on every request."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts import queries, reauthentication, second_factor
from regulation.clock import now, today

# Half a working day and a long session in the evening; then the password is asked for again.
LONGEST_SESSION = timedelta(hours=12)
# How exactly the last look is kept; more often would be a row written for every page.
NOTED_EVERY = timedelta(minutes=1)


def seat_not_required(view: Callable) -> Callable:
    """Marks a view that somebody without a valid seat may use, for example to sign out."""
    view.seat_required = False
    return view


def before_second_factor(view: Callable) -> Callable:
    """Marks a view that somebody may use who still owes a second factor: setting one up, signing out."""
    view.second_factor_required = False
    return view


class SeatMiddleware:
    """Sets ``request.seat``: the chosen seat while it is in force today, else the first one, else None.

    A seat that ended yesterday is gone today, without signing in again. Somebody who has no seat at all sees
    what to do instead of any page of the staff. Twelve hours after signing in the session ends. After a pause of
    ``IDLE_AFTER`` the next page, or the next form with all that was typed, waits for the password or a code.

    Whoever owes a second factor has no seat to act from: ``request.owing_seat`` is the one he will have, and every
    page but those of setting it up leads there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and self._is_over(request):
            logout(request)
        request.is_idle = self._is_idle(request)
        seat = queries.current_seat(request.user, request.session.get(queries.CHOSEN_SEAT))
        shown = request.session.get(queries.SECOND_FACTOR_SHOWN)
        owes = not shown and second_factor.is_owed(seat, on=today())
        request.seat, request.owing_seat = (None, seat) if owes else (seat, None)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if self._is_guarded(request, view) and (request.is_idle or reauthentication.is_answered(request)):
            question = reauthentication.ask(request, when=request.is_idle, after_a_pause=request.is_idle)
            if question is not None:
                return question
        if request.owing_seat is not None and getattr(view, "login_required", True):
            return self._set_up_first(request, view)
        is_open = not getattr(view, "login_required", True) or not getattr(view, "seat_required", True)
        if is_open or request.seat is not None or not request.user.is_authenticated:
            return None
        return render(request, "accounts/no_seat.html", status=403)

    @staticmethod
    def _is_guarded(request: HttpRequest, view: Callable) -> bool:
        is_own = getattr(view, "login_required", True) and getattr(view, "seat_required", True)
        return is_own and request.user.is_authenticated

    @staticmethod
    def _is_idle(request: HttpRequest) -> bool:
        """Whether somebody comes back after too long a pause; a look in between is noted."""
        if not request.user.is_authenticated or queries.SIGNED_IN_AT not in request.session:
            return False
        at, before = now(), request.session.last_seen_at
        if before is not None and at - before > settings.IDLE_AFTER:
            return True
        if before is None or at - before > NOTED_EVERY:
            request.session.seen(at=at)
        return False

    def _set_up_first(self, request: HttpRequest, view: Callable) -> HttpResponse | None:
        if second_factor.is_set_up(request.user):
            logout(request)  # it was set up elsewhere after this sign-in, which never showed it
            return redirect(settings.LOGIN_URL)
        if not getattr(view, "second_factor_required", True):
            return None
        return redirect("accounts:app")

    def _is_over(self, request: HttpRequest) -> bool:
        since = request.session.get(queries.SIGNED_IN_AT)
        return since is not None and now().timestamp() - since > LONGEST_SESSION.total_seconds()
