"""Pages of the ledger."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from documents.rendering import render_pdf
from documents.responses import pdf_response
from duties import policies, presentation, queries, sheets
from duties.explanations import explanation_of
from regulation.calendars import working_calendar
from regulation.clock import now, today


@require_http_methods(["GET"])
def explain(request: HttpRequest, code: str) -> HttpResponse:
    """How a date was counted, day by day, with the source of every day that does not count."""
    return render(request, "duties/explain.html", {"page": _page(request, code)})


@require_http_methods(["GET"])
def sheet(request: HttpRequest, code: str) -> FileResponse:
    """The same on paper, to be followed with a pencil and signed by whoever checked it."""
    page = _page(request, code)
    content = render_pdf("duties/sheet.html", sheets.context_of(page, seat=request.seat, at=now()))
    return pdf_response(content, f"tinh-han-{page.duty.code}.pdf")


def _page(request: HttpRequest, code: str) -> presentation.ExplainedPage:
    on = today()
    duty = policies.duty_for(request.seat, code, on=on)
    calendar = working_calendar()
    explanation = explanation_of(duty, calendar=calendar)
    beside = policies.visible_duties(request.seat, on=on).beside(duty)
    return presentation.ExplainedPage(
        duty=duty,
        explanation=explanation,
        badge=queries.badge_of(duty, on=on, calendar=calendar),
        extensions=list(duty.extensions.all()),
        moves=list(duty.moves.all()),
        beside=list(beside),
        milestones=list(duty.milestones.all()),
    )
