"""Signing in, signing out, taking a seat."""

from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import policies, queries, sign_in
from accounts.forms import LoginForm
from accounts.middleware import seat_not_required
from regulation.clock import now, today


def _destination(request: HttpRequest, wanted: str) -> str:
    """Where somebody wanted to go, if it is an address of this portal, else the work queue."""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else settings.LOGIN_REDIRECT_URL


@sensitive_post_parameters("password")
@login_not_required
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """The page with name and password. The key of the browser's session changes when somebody enters."""
    if request.user.is_authenticated and request.method == "GET":
        return redirect(_destination(request, request.GET.get("next", "")))
    status = 200
    form = LoginForm(request.POST or None, initial={"next": request.GET.get("next", "")})
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["next"]
        answer = sign_in.check(
            request,
            username=form.cleaned_data["username"],
            password=form.cleaned_data["password"],
            at=now(),
        )
        if answer.user is not None:
            auth.login(request, answer.user)
            request.session[queries.SIGNED_IN_AT] = now().timestamp()
            return redirect(_destination(request, wanted))
        form.add_error(None, answer.reason)
        status = 429 if answer.is_limited else 200
    return render(request, "accounts/login.html", {"form": form}, status=status)


@seat_not_required
@require_http_methods(["POST"])
def logout(request: HttpRequest) -> HttpResponse:
    """Leave; the browser's session is emptied."""
    auth.logout(request)
    messages.success(request, "Ông/bà đã đăng xuất.")
    return redirect("accounts:login")


@require_http_methods(["GET", "POST"])
def choose_seat(request: HttpRequest) -> HttpResponse:
    """The person's seats; taking another one changes the key of the browser's session."""
    if request.method == "POST":
        seat = policies.seat_for(request.user, request.POST.get("seat", ""))
        request.session.cycle_key()
        request.session[queries.CHOSEN_SEAT] = seat.code
        messages.success(request, f"Ông/bà đang làm việc với vai trò {seat.title}, {seat.unit.name}.")
        return redirect(settings.LOGIN_REDIRECT_URL)
    seats = queries.seats_of(request.user, on=today())
    rows = [{"seat": seat, "is_current": seat == request.seat} for seat in seats]
    return render(request, "accounts/seats.html", {"rows": rows})
