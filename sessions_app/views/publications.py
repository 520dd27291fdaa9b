"""How a conference with the people and its results were made public (Luật 72/2025/QH15, Điều 43)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts import reauthentication
from regulation.clock import now, today
from sessions_app import policies
from sessions_app.actions import publications
from sessions_app.forms.publications import PublicationForm
from sessions_app.views.frame import frame
from sessions_app.views.overview import publication_words
from sessions_app.views.planning import require
from sessions_app.views.taking import take, taken_before

PURPOSE = "sessions_app.publication"


@reauthentication.required
@require_http_methods(["GET", "POST"])
def publication(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Enter day, way and place; once entered the page shows them."""
    session = policies.session_for(request.seat, code)
    row = policies.publication_for(session, kind)
    require(policies.can_publish(request.seat, session))
    back_url = reverse("sessions_app:session_detail", args=(session.code,))
    if earlier := taken_before(request, PURPOSE):
        return earlier
    form = PublicationForm(request.POST or None, publication=row, on=today())
    if request.method == "POST" and row.published_on is None and form.is_valid():
        response = take(
            request,
            form,
            purpose=PURPOSE,
            act=lambda: publications.record(row, **form.facts, by=request.seat.actor, on=today(), at=now()),
            locate=lambda _: back_url,
            done="Đã ghi nhận.",
        )
        if response is not None:
            return response
    context = frame(request, session, current="overview") | {
        "form": form,
        "heading": row.get_kind_display(),
        "made": publication_words(row) if row.published_on else "",
        "back_url": back_url,
    }
    return render(request, "sessions_app/publication.html", context)
