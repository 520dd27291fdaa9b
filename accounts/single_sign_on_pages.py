"""The way out to the city's single sign-on and back."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts import entering, queries, second_factor, single_sign_on
from accounts.single_sign_on import SignOnRefused
from accounts.views import destination
from regulation.clock import now


def _refused(request: HttpRequest, refused: SignOnRefused) -> HttpResponse:
    messages.error(request, str(refused))
    return redirect("accounts:security" if request.user.is_authenticated else "accounts:login")


@login_not_required
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Go to the provider; from a page that asks again (``lai``) the provider has to recognise the person anew."""
    if not single_sign_on.is_offered():
        raise Http404
    try:
        address = single_sign_on.departure(
            request,
            back_to=settings.BASE_URL + reverse("accounts:sso_return"),
            wanted=destination(request, request.GET.get("next", "")),
            again="lai" in request.GET and request.user.is_authenticated,
            at=now(),
        )
    except SignOnRefused as refused:
        return _refused(request, refused)
    return redirect(address)


@login_not_required
@require_safe
def come_back(request: HttpRequest) -> HttpResponse:
    """Back from the provider. Coming in is a form of its own: an address that is opened changes nothing."""
    if not single_sign_on.is_offered():
        raise Http404
    at = now()
    try:
        user, trip = single_sign_on.arrival(request, at=at)
    except SignOnRefused as refused:
        return _refused(request, refused)
    if request.user.is_authenticated:
        if request.user != user or not trip["again"]:
            return _refused(request, SignOnRefused(single_sign_on.NOT_FINISHED))
        request.session[queries.AUTHENTICATED_AT] = at.timestamp()
        request.session.seen(at=at)
        return render(request, "accounts/sso_recognised.html")
    entering.wait_for_second_step(request, user, wanted=trip["wanted"], at=at, recognised=trip["strong"])
    return redirect("accounts:sso_enter")


@login_not_required
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The last click: come in, or on to the portal's own second step when the provider asked for a password only."""
    if not single_sign_on.is_offered():
        raise Http404
    at = now()
    step = entering.awaited(request, at=at)
    if step is None or step.recognised is None:
        return redirect("accounts:login")
    if request.method == "GET":
        return render(request, "accounts/sso_enter.html", {"full_name": step.user.full_name})
    if not step.recognised and second_factor.is_asked(step.user):
        return redirect("accounts:confirm")
    entering.enter(request, step.user, at=at, second_factor_shown=step.recognised)
    return redirect(destination(request, step.wanted))
