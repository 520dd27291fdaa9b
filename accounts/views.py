"""Signing in, signing out, taking a seat."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import entering, policies, queries, second_factor, sign_in, single_sign_on
from accounts.forms import CodeForm, LoginForm
from accounts.middleware import before_second_factor, seat_not_required
from regulation.clock import now, today


def destination(request: HttpRequest, wanted: str) -> str:
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
        return redirect(destination(request, request.GET.get("next", "")))
    status = 200
    form = LoginForm(request.POST or None, initial={"next": request.GET.get("next", "")})
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["next"]
        at = now()
        answer = sign_in.check(
            request,
            username=form.cleaned_data["username"],
            password=form.cleaned_data["password"],
            at=at,
        )
        if answer.user is not None and second_factor.is_asked(answer.user):
            entering.wait_for_second_step(request, answer.user, wanted=wanted, at=at)
            return redirect("accounts:confirm")
        if answer.user is not None:
            entering.enter(request, answer.user, at=at)
            return redirect(destination(request, wanted))
        form.add_error(None, answer.reason)
        status = 429 if answer.is_limited else 200
    context = {
        "form": form,
        "sso_label": settings.OIDC_LABEL if single_sign_on.is_offered() else "",
        "sso_next": urlencode({"next": form["next"].value() or ""}),
    }
    return render(request, "accounts/login.html", context, status=status)


@sensitive_post_parameters("code")
@login_not_required
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """The second step: a code of the app, or a recovery code, from somebody whose password was right."""
    at = now()
    step = entering.awaited(request, at=at)
    if step is None:
        return redirect(destination(request, "") if request.user.is_authenticated else "accounts:login")
    status = 200
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        refusal = entering.check_second_step(
            request, step, code=form.cleaned_data["code"], passkey=form.cleaned_data["passkey"], at=at
        )
        if not refusal:
            return redirect(destination(request, step.wanted))
        form.add_error("code", refusal)
        status = 429 if refusal == second_factor.TOO_MANY else 200
    context = {"form": form, "has_passkey": second_factor.has_passkey(step.user)}
    return render(request, "accounts/confirm.html", context, status=status)


@before_second_factor
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
