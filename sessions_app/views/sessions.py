"""The list of sessions and the overview of one."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET

from regulation.clock import today
from sessions_app import policies
from sessions_app.enums import SessionState
from sessions_app.models import DialogueSession
from sessions_app.queries import sessions as queries
from sessions_app.views.frame import frame, layout_for
from sessions_app.views.overview import overview
from sessions_app.views.tables import cell, columns, option

PER_PAGE = 25


@require_GET
def session_list(request: HttpRequest) -> HttpResponse:
    """Sessions within reach, by year, state and words of the title."""
    visible = policies.visible_sessions(request.seat)
    asked = {name: request.GET.get(name, "")[:100] for name in ("q", "nam", "trang-thai")}
    found = queries.searched(
        visible,
        text=asked["q"],
        year=_year(asked["nam"]),
        state=asked["trang-thai"] if asked["trang-thai"] in SessionState.values else "",
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("trang"))
    context = {
        "layout": layout_for(request),
        "page": page,
        "query": f"{urlencode(asked)}&",
        "table": _table(page.object_list),
        "text": asked["q"],
        "is_filtered": any(asked.values()),
        "years": [option(str(year), f"Năm {year}", asked["nam"]) for year in queries.years(visible)],
        "states": [option(value, label, asked["trang-thai"]) for value, label in SessionState.choices],
        "can_plan": policies.can_plan(request.seat),
    }
    return render(request, "sessions_app/session_list.html", context)


def _year(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) == 4 else None


def _table(sessions: list[DialogueSession]) -> dict:
    return {
        "caption": "Các buổi đối thoại, ngày mới nhất trước",
        "columns": columns(
            ("Ngày", "date"), ("Buổi đối thoại", ""), ("Người chủ trì", ""), ("Loại", ""), ("Trạng thái", "")
        ),
        "rows": [_row(session) for session in sessions],
    }


def _row(session: DialogueSession) -> list[dict]:
    day = f"{localtime(session.starts_at):%d/%m/%Y}" if session.starts_at else "Chưa có ngày"
    detail = reverse("sessions_app:session_detail", args=(session.code,))
    return [
        cell("Ngày", day, kind="date"),
        cell("Buổi đối thoại", session.title, url=detail, note=queries.host_words(session)),
        cell("Người chủ trì", queries.presider_words(session)),
        cell("Loại", session.get_kind_display()),
        cell("Trạng thái", chip=queries.state_chip(session)),
    ]


@require_GET
def session_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One session: what comes next, its clocks, the plan, its papers, what was done."""
    session = policies.session_for(request.seat, code)
    context = frame(request, session, current="overview") | overview(session, request.seat, on=today())
    return render(request, "sessions_app/session_detail.html", context)
