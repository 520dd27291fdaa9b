"""Parts of "Bảo mật tài khoản": the open sessions and the password."""

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import browser_sessions, protecting, security_pages
from accounts.forms import PasswordForm, PortalForm
from accounts.protecting import ProtectionRefused
from accounts.taking import SENTENCES, take
from regulation.clock import now

_REFUSALS = (*SENTENCES, ProtectionRefused)


@require_POST
def session_end(request: HttpRequest, code: str) -> HttpResponse:
    """Sign one of the own browsers out from here."""
    form = PortalForm(request.POST)
    if form.is_valid():
        response = take(
            request,
            form,
            purpose="accounts.session_end",
            act=lambda: browser_sessions.end(request.user, code=code, seat=request.seat, at=now()),
            locate=lambda _: reverse("accounts:security"),
            done="Đã đăng xuất thiết bị đó.",
        )
        if response is not None:
            return response
    return security_pages.overview_page(request, form)


@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    """Sign the own account out everywhere but here."""
    form = PortalForm(request.POST)
    if form.is_valid():
        response = take(
            request,
            form,
            purpose="accounts.sessions_end",
            act=lambda: browser_sessions.end_others(
                request.user, this_key=request.session.session_key, seat=request.seat, at=now()
            ),
            locate=lambda _: reverse("accounts:security"),
            done="Đã đăng xuất mọi thiết bị khác.",
        )
        if response is not None:
            return response
    return security_pages.overview_page(request, form)


@sensitive_post_parameters("current_password", "new_password", "new_password_again")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """A new password in exchange for the present one; all other browsers are signed out."""
    security_pages.check_may_protect(request.user)
    form = PasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        response = _taken_password(request, form)
        if response is not None:
            return response
    return render(request, "accounts/password.html", {"form": form})


def _taken_password(request: HttpRequest, form: PasswordForm) -> HttpResponse | None:
    user, at = request.user, now()
    refusal = protecting.password_refusal(request, form.cleaned_data["current_password"], at=at)
    if refusal:
        form.add_error("current_password", refusal)
        return None
    return take(
        request,
        form,
        purpose="accounts.password",
        act=lambda: protecting.change_password(
            user,
            form.cleaned_data["new_password"],
            this_key=request.session.session_key,
            seat=request.seat,
            at=at,
        ),
        # Only this browser learns of the new password; the key of its session changes as well.
        after=lambda _: update_session_auth_hash(request, user),
        locate=lambda _: reverse("accounts:security"),
        done="Đã đổi mật khẩu. Các thiết bị khác đã được đăng xuất.",
        sentences=_REFUSALS,
    )
