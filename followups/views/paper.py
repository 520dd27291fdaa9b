"""The office's list of what waits to be handed over on paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from followups import policies
from followups.queries.paper import PaperToHandOver, waiting_on_paper
from sessions_app.views.planning import require

COLUMNS = ("Giấy tờ", "Giao cho", "Buổi đối thoại", "Chờ từ")


@require_GET
def paper_to_hand_over(request: HttpRequest) -> HttpResponse:
    """Invitations, answers and notices of extension on paper, over all sessions of the office."""
    require(policies.can_hand_over(request.seat))
    context = {
        "table": {
            "caption": "Giấy tờ chờ giao",
            "columns": [{"label": label, "kind": "date" if label == "Chờ từ" else ""} for label in COLUMNS],
            "rows": [_row(paper) for paper in waiting_on_paper(request.seat)],
        },
        "crumbs": [
            {"label": "Thư đi", "url": reverse("outbox:sent_list")},
            {"label": "Sổ giao giấy tờ", "url": ""},
        ],
    }
    return render(request, "followups/paper_to_hand_over.html", context)


def _row(paper: PaperToHandOver) -> list[dict]:
    cells = (
        {"text": paper.what, "url": paper.url},
        {"text": paper.to},
        {"text": paper.session},
        {"text": f"{paper.since:%d/%m/%Y}", "kind": "date"},
    )
    return [{"label": label, **cell} for label, cell in zip(COLUMNS, cells, strict=True)]
