"""The public page: what this is, which sessions are coming, how to follow a petition or check a paper."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dialogue_portal.context import address_of
from followups.forms.tracking import TrackingForm
from regulation.clock import today
from regulation.text import clean
from sessions_app.queries import public_upcoming


@login_not_required
@require_http_methods(["GET"])
def home(request: HttpRequest) -> HttpResponse:
    """Open to everybody. With ``van-ban`` (the code printed on a paper) it leads to the check of that paper."""
    code = "".join(c for c in clean(request.GET.get("van-ban", "")) if c.isalnum())[:40]
    if code:
        return redirect("documents:verify", check=code.lower())
    return render(
        request,
        "portal/home.html",
        {
            "upcoming": public_upcoming(today()),
            "tracking_form": TrackingForm(),
            "tracking_url": address_of("followups:tracking"),
            "invitation_url": address_of("sessions_app:invitation_by_code"),
            "out_of_scope_url": address_of("sessions_app:out_of_scope_info"),
        },
    )
