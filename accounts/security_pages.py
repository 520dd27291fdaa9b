"""The page "Bảo mật tài khoản": the second factor of one's own account."""

from datetime import datetime, timedelta

import segno
from allauth.mfa.utils import decrypt, encrypt
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import browser_sessions, policies, protecting, queries, reauthentication, second_factor
from accounts.forms import AppForm, PortalForm, new_key
from accounts.mfa_adapter import SealedSecretsAdapter, SecretUnreadable
from accounts.middleware import before_second_factor
from accounts.models import Seat, User
from accounts.protecting import ProtectionRefused
from accounts.second_factor import Kind
from accounts.taking import SENTENCES, take
from regulation.clock import now, today
from regulation.date_words import long_moment

_REFUSALS = (*SENTENCES, ProtectionRefused)
# Recovery codes are shown on one page only, in the browser that made them, until the person says they are put away.
_SHOW_CODES = "show_recovery_codes"
_SHOWN_FOR = timedelta(minutes=15)


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What protects the account, and what can be changed about it."""
    return overview_page(request, PortalForm())


def overview_page(request: HttpRequest, form: PortalForm) -> HttpResponse:
    """The same page with what was wrong about a form that was sent from it."""
    user = request.user
    owned = second_factor.of(user)
    context = {
        "form": form,
        "decision": policies.can_protect(user),
        "app": _row(owned[Kind.TOTP][0]) if owned[Kind.TOTP] else None,
        "keys": [_row(key) | {"name": key.data["name"]} for key in owned[Kind.WEBAUTHN]],
        "may_drop": len(owned[Kind.TOTP]) + len(owned[Kind.WEBAUTHN]) > 1
        or not second_factor.is_owed_by(user, on=today()),
        "codes_left": len(second_factor.codes_left(user)),
        "sessions": _sessions(request),
        "administers": bool(policies.can_administer_sign_in(request.seat)),
        "key": new_key(),
    }
    return render(request, "accounts/security.html", context)


def _sessions(request: HttpRequest) -> list[dict]:
    at = now()
    return [
        {
            "code": browser.code,
            "device": browser.device or "Không rõ thiết bị",
            "network": browser.network or "không rõ",
            "since": f"{localtime(browser.since):%H:%M %d/%m/%Y}",
            "seen": f"{localtime(browser.seen_at):%H:%M %d/%m/%Y}",
            "is_this": browser.is_this,
        }
        for browser in browser_sessions.open_for(request.user, this_key=request.session.session_key, at=at)
    ]


def _row(factor) -> dict:
    used = factor.last_used_at
    return {
        "pk": factor.pk,
        "since": long_moment(localtime(factor.created_at)),
        "used": long_moment(localtime(used)) if used else "chưa dùng",
    }


def own_seat(request: HttpRequest) -> Seat:
    """The seat that acts, also while it still owes the second factor."""
    return request.seat or request.owing_seat


def check_may_protect(user: User) -> None:
    """Refuse with 403 what may not be changed about a demo account."""
    decision = policies.can_protect(user)
    if not decision:
        raise PermissionDenied(decision.reason)


@reauthentication.required_to_read
@before_second_factor
@sensitive_post_parameters("sealed", "code")
@require_http_methods(["GET", "POST"])
def app(request: HttpRequest) -> HttpResponse:
    """Set up an app, or another one: the picture for its camera, then the code that it shows."""
    user = request.user
    check_may_protect(user)
    secret = _opened(user, request.POST.get("sealed", "")) if request.method == "POST" else ""
    is_stale = request.method == "POST" and not secret
    secret = secret or second_factor.new_secret()
    form = AppForm(request.POST or None, sealed=encrypt(f"{user.pk}:{secret}"))
    if request.method == "POST" and form.is_valid():
        if is_stale:
            form.add_error(None, "Biểu mẫu này đã cũ. Quét lại hình vuông dưới đây rồi nhập mã mới.")
        else:
            response = _taken_app(request, form, secret)
            if response is not None:
                return response
    context = {
        "form": form,
        "picture": _picture(SealedSecretsAdapter().build_totp_url(user, secret)),
        "letters": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        "is_owed": request.owing_seat is not None,
        "replaces": second_factor.has_app(user),
    }
    return render(request, "accounts/app.html", context)


def _taken_app(request: HttpRequest, form: AppForm, secret: str) -> HttpResponse | None:
    at = now()
    return take(
        request,
        form,
        purpose="accounts.second_factor_app",
        act=lambda: protecting.set_up_app(
            request.user, secret=secret, code=form.cleaned_data["code"], seat=own_seat(request), at=at
        ),
        locate=after_set_up,
        after=lambda has_new_codes: note_set_up(request, has_new_codes=has_new_codes, at=at),
        done="Đã bật xác nhận hai bước. Từ lần đăng nhập sau, ông/bà nhập thêm mã của ứng dụng.",
        sentences=_REFUSALS,
    )


def after_set_up(has_new_codes: bool) -> str:
    """Where somebody goes who set a factor up: to the codes, when there are new ones to put away."""
    return reverse("accounts:codes" if has_new_codes else "accounts:security")


def note_set_up(request: HttpRequest, *, has_new_codes: bool, at: datetime) -> None:
    """This browser has just shown the factor; its key changes, because it may do more from now on."""
    request.session.cycle_key()
    request.session[queries.SECOND_FACTOR_SHOWN] = True
    if has_new_codes:
        request.session[_SHOW_CODES] = at.timestamp()


def _opened(user: User, sealed: str) -> str:
    """The secret that this person was shown, or "" for anything else."""
    try:
        owner, _, secret = decrypt(sealed).partition(":")
    except (SecretUnreadable, UnicodeError):
        return ""
    return secret if owner == str(user.pk) else ""


def _picture(address: str) -> SafeString:
    drawing = segno.make(address, error="m", micro=False).svg_inline(
        scale=5,
        border=4,
        dark="#000",
        light="#fff",
        svgclass=None,
        lineclass=None,
        title="Mã QR cho ứng dụng",
    )
    return mark_safe(drawing.replace("<svg ", '<svg role="img" ', 1))  # noqa: S308  drawn by us


def _shows_codes(request: HttpRequest, *, at: datetime) -> bool:
    since = request.session.get(_SHOW_CODES)
    return since is not None and at.timestamp() - since <= _SHOWN_FOR.total_seconds()


@require_http_methods(["GET", "POST"])
def codes(request: HttpRequest) -> HttpResponse:
    """The recovery codes, after they were made; sending the form says that they are put away."""
    if request.method == "POST":
        request.session.pop(_SHOW_CODES, None)
        messages.success(request, "Giữ mã dự phòng ở nơi riêng, không để cùng điện thoại.")
        return redirect("accounts:security")
    if not _shows_codes(request, at=now()):
        return redirect("accounts:security")
    rows = [f"{code[:4]} {code[4:]}" for code in second_factor.codes_left(request.user)]
    return render(request, "accounts/codes.html", {"codes": rows, "name": request.user.username})


@reauthentication.required
@require_POST
def codes_renew(request: HttpRequest) -> HttpResponse:
    """Ten new recovery codes in place of the old ones."""
    check_may_protect(request.user)
    form = PortalForm(request.POST)
    at = now()

    def shown(_: None) -> None:
        request.session[_SHOW_CODES] = at.timestamp()

    if form.is_valid():
        response = take(
            request,
            form,
            purpose="accounts.recovery_codes",
            act=lambda: protecting.renew_recovery_codes(request.user, seat=request.seat, at=at),
            locate=lambda _: reverse("accounts:codes"),
            after=shown,
            sentences=_REFUSALS,
        )
        if response is not None:
            return response
    return overview_page(request, form)


@reauthentication.required
@require_POST
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the app or a key away from the own account."""
    check_may_protect(request.user)
    form = PortalForm(request.POST)
    if form.is_valid():
        response = take(
            request,
            form,
            purpose="accounts.second_factor_give_up",
            act=lambda: protecting.give_up(request.user, pk=pk, seat=request.seat, on=today(), at=now()),
            locate=lambda _: reverse("accounts:security"),
            done="Đã bỏ. Ông/bà xem lại các cách xác nhận còn lại dưới đây.",
            sentences=_REFUSALS,
        )
        if response is not None:
            return response
    return overview_page(request, form)
