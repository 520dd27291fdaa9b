"""The page "Thư đi": what left, what waits, what failed."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from outbox import policies, presentation, queries, renderers
from outbox.forms import FilterForm
from regulation.clock import today

PER_PAGE = 25


@never_cache
@require_http_methods(["GET"])
def sent_list(request: HttpRequest) -> HttpResponse:
    """Messages of the own unit, the latest first, all or in one state."""
    filters = FilterForm(request.GET)
    visible = policies.visible_messages(request.seat, on=today())
    messages = queries.newest_first(queries.in_state(visible, filters.state))
    page = Paginator(messages, PER_PAGE).get_page(request.GET.get("trang"))
    context = {
        "filters": filters,
        "page": page,
        "table": presentation.messages_table(page.object_list, readable=policies.can_read(request.seat)),
        "query": f"trang-thai={filters.state}&" if filters.state else "",
    }
    return render(request, "outbox/sent_list.html", context)


@never_cache
@require_http_methods(["GET"])
def sent_message(request: HttpRequest, code: str) -> HttpResponse:
    """One message: the masked archive, or on a machine without a mail server the letter itself."""
    message = policies.message_for(request.seat, code, on=today())
    decision = policies.can_read(request.seat)
    if not decision:
        raise PermissionDenied(decision.reason)
    context = {
        "message": message,
        "heading": message.archived_subject or renderers.label_of(message.kind),
        "crumbs": [{"label": "Thư đi", "url": reverse("outbox:sent_list")}, {"label": "Một thư", "url": ""}],
        "rows": presentation.message_rows(message),
        "chip": presentation.state_chip(message),
        "mail": presentation.full_mail(message),
    }
    return render(request, "outbox/sent_message.html", context)
