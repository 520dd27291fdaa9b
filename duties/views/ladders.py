"""When whom to remind: a ladder for each clause, changed by the administrator."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.taking import SENTENCES, take
from duties import ladder_pages, policies
from duties.actions import ladders as actions
from duties.forms import LadderForm
from duties.ladder import LADDERS, LadderRefused, ladder_of
from duties.letters import WORK
from duties.milestones import changed_ladders
from duties.models import ReminderLadder
from regulation.articles import Article, UnknownClause
from regulation.clock import now


def _require(request: HttpRequest) -> None:
    decision = policies.can_change_ladders(request.seat)
    if not decision:
        raise PermissionDenied(decision.reason)


@require_GET
def ladders(request: HttpRequest) -> HttpResponse:
    """The milestones of every clause."""
    _require(request)
    return render(request, "duties/ladders.html", {"table": ladder_pages.ladders_table(changed_ladders())})


@require_http_methods(["GET", "POST"])
def ladder(request: HttpRequest, clause: str) -> HttpResponse:
    """The milestones of one clause as lines of a form."""
    _require(request)
    article = _article(clause)
    row = ReminderLadder.objects.filter(article=article.clause).first()
    steps = ladder_of(article, changed_ladders())
    form = LadderForm(request.POST or None, steps=steps, initial={"version": row.version if row else 0})
    if request.method == "POST" and form.is_valid():
        response = take(
            request,
            form,
            purpose="duties.ladder",
            act=lambda: actions.change(
                article, form.steps, seen_version=form.seen_version, seat=request.seat, at=now()
            ),
            locate=lambda _: reverse("duties:ladders"),
            done="Đã sửa mốc nhắc hạn; áp dụng từ lượt nhắc tới.",
            sentences=(*SENTENCES, LadderRefused),
        )
        if response is not None:
            return response
    context = {
        "form": form,
        "heading": WORK.get(article, article.text),
        "back_url": reverse("duties:ladders"),
    }
    return render(request, "duties/ladder.html", context)


def _article(clause: str) -> Article:
    try:
        article = Article.by_clause(clause)
    except (UnknownClause, LookupError) as unknown:
        raise Http404 from unknown
    if article not in LADDERS:
        raise Http404
    return article
