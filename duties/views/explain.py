"""Pages of the ledger."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from duties import policies, presentation, queries
from duties.explanations import explanation_of
from regulation.calendars import working_calendar
from regulation.clock import today


@require_http_methods(["GET"])
def explain(request: HttpRequest, code: str) -> HttpResponse:
    """How a date was counted, day by day, with the source of every day that does not count."""
    on = today()
    duty = policies.duty_for(request.seat, code, on=on)
    calendar = working_calendar()
    explanation = explanation_of(duty, calendar=calendar)
    beside = policies.visible_duties(request.seat, on=on).beside(duty)
    page = presentation.ExplainedPage(
        duty=duty,
        explanation=explanation,
        badge=queries.badge_of(duty, on=on, calendar=calendar),
        extensions=list(duty.extensions.all()),
        moves=list(duty.moves.all()),
        beside=list(beside),
    )
    return render(request, "duties/explain.html", {"page": page})
