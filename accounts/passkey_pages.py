"""Passkeys: adding one to the own account, and the challenges that devices sign."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import entering, protecting, reauthentication, second_factor, security_pages
from accounts.forms import PasskeyForm
from accounts.middleware import before_second_factor
from accounts.protecting import ProtectionRefused
from accounts.taking import SENTENCES, take
from regulation.clock import now

_REFUSALS = (*SENTENCES, ProtectionRefused)
NOT_MADE = "Thiết bị chưa tạo được khóa. Ông/bà bấm “Tạo khóa” lần nữa."


@login_not_required
@require_POST
def challenge(request: HttpRequest) -> JsonResponse:
    """What a device has to sign for whoever is between the two steps, or is asked again while signed in."""
    step = entering.awaited(request, at=now())
    user = step.user if step else request.user
    if not user.is_authenticated or not second_factor.has_passkey(user):
        raise PermissionDenied
    return JsonResponse(second_factor.passkey_challenge(user))


@before_second_factor
@require_POST
def new_challenge(request: HttpRequest) -> JsonResponse:
    """What a device needs that is to become a passkey of the own account."""
    security_pages.check_may_protect(request.user)
    if not reauthentication.is_fresh(request, at=now()):
        raise PermissionDenied
    return JsonResponse(second_factor.new_passkey_challenge(request.user))


@reauthentication.required_to_read
@before_second_factor
@sensitive_post_parameters("passkey")
@require_http_methods(["GET", "POST"])
def passkey(request: HttpRequest) -> HttpResponse:
    """Add a passkey: the device makes it, the portal keeps its public half."""
    security_pages.check_may_protect(request.user)
    form = PasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        response = _taken(request, form)
        if response is not None:
            return response
    context = {"form": form, "is_owed": request.owing_seat is not None}
    return render(request, "accounts/passkey.html", context)


def _taken(request: HttpRequest, form: PasskeyForm) -> HttpResponse | None:
    at = now()
    credential = second_factor.passkey_in(form.cleaned_data["passkey"])
    if credential is None:
        form.add_error(None, NOT_MADE)
        return None
    return take(
        request,
        form,
        purpose="accounts.passkey",
        act=lambda: protecting.add_passkey(
            request.user,
            name=form.cleaned_data["name"],
            credential=credential,
            seat=security_pages.own_seat(request),
            at=at,
        ),
        locate=security_pages.after_set_up,
        after=lambda has_new_codes: security_pages.note_set_up(request, has_new_codes=has_new_codes, at=at),
        done="Đã thêm khóa đăng nhập.",
        sentences=_REFUSALS,
    )
