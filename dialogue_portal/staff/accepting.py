"""Behind the link of a staff invitation: an address without secret, an account or the one that is there, a seat."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from accounts.forms import PortalForm
from accounts.limits import MINUTE, Limit, network_of
from accounts.models import StaffInvitation
from accounts.taking import SENTENCES, take
from dialogue_portal.staff import forms, verbs
from dialogue_portal.staff.verbs import StaffRefused
from regulation.clock import now
from sessions_app.views.citizen_door import open_page

SALT = "staff.accepting"
COOKIE = f"{'__Host-' if settings.SERVED_OVER_TLS else ''}nhan-viec"
LIFE = 3600  # seconds
WRONG_PER_NETWORK = Limit("staff-invitation", 30, 15 * MINUTE)
_REFUSALS = (*SENTENCES, StaffRefused)


@open_page
@require_GET
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the letter, exchanged for a cookie and left behind. Changes no row."""
    network, at = network_of(request), now()
    found = verbs.invitation_by_token(token, at=at) if WRONG_PER_NETWORK.allows(network, at=at) else None
    if found is None:
        WRONG_PER_NETWORK.count(network, at=at)
        return _closed(request)
    response = redirect("staff:accept")
    response.status_code = 303
    response.set_cookie(
        COOKIE, signing.dumps({"i": found.code, "g": found.generation}, salt=SALT), max_age=LIFE,
        secure=settings.SERVED_OVER_TLS, httponly=True, samesite="Lax",
    )  # fmt: skip
    return response


@open_page
@sensitive_post_parameters("password", "password_again")
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    """Take the seat: into the account one is signed in with, or into a new one."""
    invitation = _held(request)
    if invitation is None:
        return _closed(request)
    signed_in = request.user.is_authenticated
    person = {"full_name": invitation.full_name, "email": invitation.email}
    form = (
        PortalForm(request.POST or None)
        if signed_in
        else forms.NewAccountForm(request.POST or None, **person)
    )
    if request.method == "POST" and form.is_valid():
        response = _taken(request, form, invitation)
        if response is not None:
            return response
    context = {
        "form": form,
        "invitation": invitation,
        "signed_in_as": request.user.full_name if signed_in else "",
        "login_url": f"{reverse('accounts:login')}?next={reverse('staff:accept')}",
    }
    return render(request, "staff/accept.html", context)


def _taken(request: HttpRequest, form: PortalForm, invitation: StaffInvitation) -> HttpResponse | None:
    if request.user.is_authenticated:
        act, there = lambda: verbs.accept_as(invitation, user=request.user, at=now()), "accounts:choose_seat"
    else:
        typed, there = form.cleaned_data, "accounts:login"
        act = lambda: verbs.accept_as_new(  # noqa: E731
            invitation, username=typed["username"], password=typed["password"], at=now()
        )
    response = take(
        request, form, purpose="staff.accept", act=act, locate=lambda _: reverse(there), sentences=_REFUSALS,
        done=f"Ông/bà đã nhận vị trí {invitation.title}, {invitation.unit.name}.",
    )  # fmt: skip
    if response is not None:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response


def _held(request: HttpRequest) -> StaffInvitation | None:
    """The invitation that this browser came with, while it is open."""
    try:
        facts = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LIFE)
        code, generation = facts["i"], facts["g"]
    except (signing.BadSignature, KeyError, TypeError):
        return None
    rows = StaffInvitation.objects.select_related("unit")
    return rows.filter(
        code=code, generation=generation, expires_at__gt=now(), accepted_at=None, withdrawn_at=None
    ).first()


def _closed(request: HttpRequest) -> HttpResponse:
    """The same page for a wrong link, an old one, one that was used or taken back."""
    return render(request, "staff/closed.html", status=404)
