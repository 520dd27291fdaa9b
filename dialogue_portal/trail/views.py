"""Pages of the trail: the search over all units, the log of one object, and the check whether it still holds."""

from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_http_methods

from accounts import reauthentication
from accounts.decisions import Decision
from accounts.forms import STALE_FORM, PortalForm
from audit import acts
from audit.models import Act
from audit.submissions import perform
from dialogue_portal.trail import objects, policies, presentation, queries
from dialogue_portal.trail.forms import FilterForm
from dialogue_portal.trail.workbook import MOST, XLSX, trail_workbook
from documents import checking
from documents.policies import document_for
from followups.policies import assignment_for, petition_for
from regulation.clock import now, today
from regulation.date_words import long_moment
from sessions_app.policies import can_see_log

PER_PAGE = 25
REPEATED = "Biểu mẫu này đã được gửi trước đó."


def _require(decision: Decision) -> None:
    if not decision:
        raise PermissionDenied(decision.reason)


# -- the search


@reauthentication.required
@require_http_methods(["GET", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Acts of all units, the newest first; sent by POST, the acts that fit as a workbook, which is an act itself."""
    _require(policies.can_search(request.seat))
    filters = FilterForm(request.GET)
    if request.method == "POST" and filters.is_valid():
        return _export(request, filters)
    return _shown(request, filters)


def _shown(request: HttpRequest, filters: FilterForm, *, export: PortalForm | None = None) -> HttpResponse:
    found = queries.found(filters.asked) if filters.is_valid() else Act.objects.none()
    page = queries.page_of(found, after=request.GET.get("sau", ""), size=PER_PAGE)
    kept = urlencode(filters.kept)
    return render(
        request,
        "trail/search.html",
        {
            "filters": filters,
            "lines": presentation.lines(page.acts, request.seat, with_places=True),
            "is_filtered": bool(kept),
            "here": f"?{kept}",
            "is_first": not request.GET.get("sau"),
            "older": f"?{urlencode({**filters.kept, 'sau': page.older})}" if page.older else "",
            "export": export or PortalForm(),
            "most": MOST,
        },
        status=400 if export is not None else 200,
    )


def _export(request: HttpRequest, filters: FilterForm) -> HttpResponse:
    form, seat, at = PortalForm(request.POST), request.seat, now()
    found = queries.found(filters.asked)
    if form.is_valid() and found[MOST:].exists():
        form.add_error(None, f"Có hơn {MOST} việc. Thu hẹp khoảng ngày hoặc chọn một đơn vị rồi xuất lại.")
    if not form.is_valid():
        return _shown(request, filters, export=form)
    outcome = perform(
        key=form.key,
        purpose=f"trail.export:{seat.code}",
        act=lambda: _exported(found, filters, seat=seat, at=at),
        locate=lambda _: f"{reverse('trail:search')}?{urlencode(filters.kept)}",
    )
    if outcome.repeated:
        messages.info(request, REPEATED)
        return redirect(outcome.location)
    response = HttpResponse(outcome.result, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="nhat-ky-{at:%Y-%m-%d}.xlsx"'
    return response


def _exported(found: QuerySet[Act], filters: FilterForm, *, seat, at: datetime) -> bytes:
    """The workbook, and the act that says who took how many lines of what out of the house."""
    rows = list(found[:MOST])
    acts.write(
        subject=seat,
        verb="export_trail",
        title=f"Xuất {len(rows)} việc của nhật ký ra tệp Excel",
        by=seat.actor,
        at=at,
        changes={"asked": filters.kept, "count": len(rows)},
    )
    return trail_workbook(rows, seat, at=at)


# -- the log of one object


@require_GET
def petition_log(request: HttpRequest, code: str) -> HttpResponse:
    """What was done with one petition."""
    petition = petition_for(request.seat, code)
    _require(can_see_log(request.seat))
    back = reverse("followups:petition_detail", args=(petition.code,))
    return _log(
        request,
        objects.acts_of_petition(petition),
        title=f"Nhật ký kiến nghị số {petition.number:02d}",
        over=petition.session.title,
        back=back,
    )


@require_GET
def assignment_log(request: HttpRequest, code: str) -> HttpResponse:
    """What the own agency did with one assignment."""
    assignment = assignment_for(request.seat, code)
    return _log(
        request,
        objects.acts_of_assignment(assignment, unit=request.seat.unit),
        title=f"Nhật ký kiến nghị số {assignment.petition.number:02d}",
        over=assignment.petition.session.title,
        back=reverse("followups:assignment_detail", args=(assignment.code,)),
    )


@require_GET
def document_log(request: HttpRequest, code: str) -> HttpResponse:
    """How one paper came to be."""
    paper = document_for(request.seat, code, on=today())
    _require(can_see_log(request.seat))
    return _log(
        request,
        objects.acts_of_paper(paper),
        title=f"Nhật ký {paper.get_kind_display().lower()} {paper.cited}",
        over=paper.issuer.name,
        back=reverse("documents:document_list"),
    )


@require_GET
def unit_log(request: HttpRequest, code: str) -> HttpResponse:
    """What changed about a unit: settings, relations, posts, seats, its yearly duties."""
    unit = policies.unit_for(request.seat, code)
    return _log(request, objects.acts_of_unit(unit), title="Nhật ký đơn vị", over=unit.name, back="")


@require_GET
def seat_log(request: HttpRequest, code: str) -> HttpResponse:
    """What was done from a seat and about it."""
    seat = policies.seat_for(request.seat, code)
    title = (
        "Nhật ký của tôi" if seat.user_id == request.seat.user_id else f"Nhật ký của {seat.user.full_name}"
    )
    over = f"{seat.title}, {seat.unit.name}"
    return _log(request, objects.acts_of_seat(seat), title=title, over=over, back="")


def _log(request: HttpRequest, found: QuerySet[Act], *, title: str, over: str, back: str) -> HttpResponse:
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("trang"))
    context = {
        "title": title,
        "over": over,
        "back": back,
        "page": page,
        "lines": presentation.lines(page.object_list, request.seat, with_places=False),
    }
    return render(request, "trail/object.html", context)


# -- does it still hold


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """The last check of the trail, the papers and the files: whole, or the first broken row. POST checks now."""
    _require(policies.can_search(request.seat))
    if request.method == "POST":
        form = PortalForm(request.POST)
        if form.is_valid():
            here = reverse("trail:check")
            taken = perform(key=form.key, purpose="trail.check", act=lambda: None, locate=lambda _: here)
            if not taken.repeated:
                checking.check(at=now())  # outside any transaction: it reads everything
            return redirect(here)
        messages.error(request, STALE_FORM)
    last = checking.last_check()
    return render(
        request,
        "trail/check.html",
        {
            "last": last,
            "when": long_moment(localtime(last.at)) if last else "",
            "rows": _counted(last) if last else [],
            "form": PortalForm(),
        },
    )


def _counted(last: checking.Check) -> list[dict]:
    words = (
        ("Việc đã ghi", last.acts),
        ("Niêm trong ngày", last.seals),
        ("Văn bản", last.papers),
        ("Tệp", last.files),
    )
    return [{"label": label, "value": str(count), "change_url": ""} for label, count in words]
