"""Pages of issued papers."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from documents import policies, presentation, queries
from documents.forms import FilterForm
from documents.responses import file_response
from regulation.clock import today

PER_PAGE = 25


@require_http_methods(["GET"])
def document_list(request: HttpRequest) -> HttpResponse:
    """The papers of the own unit, the newest first."""
    filters = FilterForm(request.GET)
    visible = policies.visible_documents(request.seat, on=today())
    found = queries.matching(queries.newest_first(visible), **filters.asked)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("trang"))
    asked = {
        name: value
        for name, value in (("loai", filters.asked["kind"]), ("q", filters.asked["text"]))
        if value
    }
    context = {
        "filters": filters,
        "page": page,
        "table": presentation.documents_table(page.object_list),
        "query": f"{urlencode(asked)}&" if asked else "",
    }
    return render(request, "documents/document_list.html", context)


@require_http_methods(["GET"])
def document_file(request: HttpRequest, code: str) -> FileResponse:
    """The file of an issued paper, as it was stored."""
    document = policies.document_for(request.seat, code, on=today())
    if document.file is None:
        raise Http404
    return file_response(document.file, presentation.file_name(document), inline="tai-ve" not in request.GET)


@login_not_required
@require_http_methods(["GET"])
def verify(request: HttpRequest, check: str) -> HttpResponse:
    """Whether a paper in somebody's hands was issued here: number, date and hash; never what it says."""
    document = queries.by_check_code(check)
    if document is None:
        return render(request, "documents/verify_unknown.html", status=404)
    context = {"document": document, "rows": presentation.proof_rows(document)}
    return render(request, "documents/verify.html", context)
