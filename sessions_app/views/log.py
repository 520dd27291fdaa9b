"""The log of one session."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET

from audit.models import Act
from regulation.date_words import long_moment
from sessions_app import policies
from sessions_app.queries import log as queries
from sessions_app.views.frame import frame
from sessions_app.views.planning import require
from sessions_app.views.tables import option

PER_PAGE = 25


@require_GET
def session_log(request: HttpRequest, code: str) -> HttpResponse:
    """Newest first; filtered by person and words, and never edited."""
    session = policies.session_for(request.seat, code)
    require(policies.can_see_log(request.seat))
    asked = {"q": request.GET.get("q", "")[:100], "nguoi": request.GET.get("nguoi", "")[:200]}
    acts = queries.acts_of(session, text=asked["q"], who=asked["nguoi"])
    page = Paginator(acts, PER_PAGE).get_page(request.GET.get("trang"))
    context = frame(request, session, current="log") | {
        "page": page,
        "query": f"{urlencode(asked)}&",
        "lines": [_line(act) for act in page.object_list],
        "text": asked["q"],
        "is_filtered": any(asked.values()),
        "people": [option(label, label, asked["nguoi"]) for label in queries.people_of(session)],
    }
    return render(request, "sessions_app/session_log.html", context)


def _line(act: Act) -> dict:
    return {
        "title": act.title,
        "who": act.actor_label,
        "when": long_moment(localtime(act.at)),
        "note": act.note,
        "clause": queries.cited_clause(act),
        "changes": queries.changed_facts(act),
    }
