"""The page "Chủ trì thay, đồng chủ trì" of whoever monitors: each override with its written reason."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET

from sessions_app import policies
from sessions_app.models import DialogueSession
from sessions_app.queries.sessions import host_words, state_chip
from sessions_app.queries.unusual import presided_unusually, unusual_words
from sessions_app.views.tables import cell, columns

PER_PAGE = 25


@require_GET
def presided(request: HttpRequest) -> HttpResponse:
    """Sessions within reach whose presider the text does not provide for, the latest first."""
    allowed = policies.can_see_unusual_presiders(request.seat)
    if not allowed:
        raise PermissionDenied(allowed.reason)
    found = presided_unusually(policies.visible_sessions(request.seat))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("trang"))
    table = {
        "caption": "Buổi có người chủ trì thay hoặc đồng chủ trì, mới nhất trước",
        "columns": columns(
            ("Buổi đối thoại", ""),
            ("Ngày", "date"),
            ("Người chủ trì và lý do", ""),
            ("Trạng thái", ""),
        ),
        "rows": [_row(session) for session in page.object_list],
    }
    return render(request, "sessions_app/unusual_presiders.html", {"page": page, "table": table})


def _row(session: DialogueSession) -> list[dict]:
    day = f"{localtime(session.starts_at):%d/%m/%Y}" if session.starts_at else "Chưa có ngày"
    return [
        cell(
            "Buổi đối thoại",
            session.title,
            url=reverse("sessions_app:session_detail", args=[session.code]),
            note=host_words(session),
        ),
        cell("Ngày", day, kind="date"),
        cell("Người chủ trì và lý do", " ".join(unusual_words(session))),
        cell("Trạng thái", chip=state_chip(session)),
    ]
