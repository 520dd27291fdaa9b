"""The register of incidents with personal data."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.taking import take, taken_before
from duties.calendar_pages import columns, labelled
from personal_data import policies
from personal_data.actions import incidents as actions
from personal_data.enums import IncidentState
from personal_data.forms.incidents import CloseIncidentForm, IncidentForm, NotifyForm
from personal_data.models import DataIncident
from personal_data.terms import notify_due
from regulation.clock import now
from regulation.date_words import long_moment
from sessions_app.views.planning import require

PER_PAGE = 50


@require_GET
def incident_list(request: HttpRequest) -> HttpResponse:
    """Every incident, the newest first."""
    require(policies.can_see_incidents(request.seat))
    rows = DataIncident.objects.select_related("unit").order_by("-found_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("trang"))
    context = {"table": _table(page), "page": page, "may_keep": policies.can_keep_incidents(request.seat)}
    return render(request, "personal_data/incident_list.html", context)


def _table(page) -> dict:
    labels = ["Sự cố", "Đơn vị", "Phát hiện", "Số người", "Báo cơ quan có thẩm quyền", "Trạng thái"]
    rows = []
    for row in page:
        url = reverse("personal_data:incident_detail", args=(row.code,))
        cells = [
            {"text": row.get_kind_display(), "url": url, "note": row.data_concerned},
            {"text": row.unit.name},
            {"text": f"{localtime(row.found_at):%d/%m/%Y %H:%M}", "kind": "date"},
            {"text": "Chưa rõ" if row.people_count is None else str(row.people_count), "kind": "number"},
            {"text": notice_words(row)},
            {"text": "", "chip": _chip(row)},
        ]
        rows.append(labelled(labels, cells))
    return {"caption": "Sổ sự cố dữ liệu", "columns": columns(labels, dates=("Phát hiện",)), "rows": rows}


def _chip(row: DataIncident) -> dict:
    if row.state == IncidentState.CLOSED:
        return {"kind": "done", "text": row.get_state_display(), "icon": "done"}
    if row.notified_at is None and now() > notify_due(row.found_at):
        return {"kind": "overdue", "text": "Quá 72 giờ chưa báo", "icon": "overdue"}
    return {"kind": "working", "text": row.get_state_display(), "icon": "working"}


def notice_words(row: DataIncident) -> str:
    """Whether the authority was told, when, and whether within 72 hours."""
    due = notify_due(row.found_at)
    if row.notified_at is None:
        return f"Chưa báo; chậm nhất {long_moment(localtime(due))}"
    verdict = "trong 72 giờ" if row.notified_at <= due else "sau 72 giờ"
    return f"Văn bản {row.notice_number}, {long_moment(localtime(row.notified_at))}, {verdict}"


@require_http_methods(["GET", "POST"])
def incident_new(request: HttpRequest) -> HttpResponse:
    """Enter an incident; the 72 hours run from when it was found."""
    require(policies.can_keep_incidents(request.seat))
    form = IncidentForm(request.POST or None, at=now(), initial={"version": 0})
    if request.method == "POST" and form.is_valid():
        response = take(
            request,
            form,
            purpose="personal_data.incident",
            act=lambda: actions.record(form.facts, seat=request.seat, at=now()),
            locate=lambda row: reverse("personal_data:incident_detail", args=(row.code,)),
            done="Đã ghi sự cố.",
        )
        if response is not None:
            return response
    context = {
        "form": form,
        "heading": "Ghi sự cố dữ liệu",
        "over": "Sổ sự cố dữ liệu",
        "submit_label": "Ghi sự cố",
        "back_url": reverse("personal_data:incidents"),
    }
    return render(request, "personal_data/form.html", context)


@require_GET
def incident_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One incident with what was done and who was told."""
    require(policies.can_see_incidents(request.seat))
    row = policies.incident_for(request.seat, code)
    return render(request, "personal_data/incident_detail.html", _page(request, row))


def _page(request: HttpRequest, row: DataIncident, **forms) -> dict:
    may_change = bool(policies.can_keep_incidents(request.seat)) and row.state == IncidentState.OPEN
    version = {"version": row.version}
    return {
        "row": row,
        "facts": _facts(row),
        "chip": _chip(row),
        "may_change": may_change,
        "notify_form": NotifyForm(initial=version) if may_change and row.notified_at is None else "",
        "close_form": CloseIncidentForm(initial=version) if may_change else "",
        **forms,
    }


def _facts(row: DataIncident) -> list[dict[str, str]]:
    facts = [
        ("Loại sự cố", row.get_kind_display()),
        ("Đơn vị", row.unit.name),
        ("Buổi đối thoại", row.session.title if row.session else ""),
        ("Xảy ra ngày", f"{row.happened_on:%d/%m/%Y}" if row.happened_on else ""),
        ("Phát hiện lúc", long_moment(localtime(row.found_at))),
        ("Diễn biến", row.description),
        ("Loại dữ liệu bị ảnh hưởng", row.data_concerned),
        ("Số người bị ảnh hưởng", "Chưa rõ" if row.people_count is None else str(row.people_count)),
        ("Biện pháp đã làm", row.measures),
        ("Báo cơ quan có thẩm quyền", notice_words(row)),
        ("Lý do báo chậm", row.late_reason),
        ("Báo người bị ảnh hưởng", f"{row.people_told_on:%d/%m/%Y}" if row.people_told_on else ""),
        ("Xử lý xong", long_moment(localtime(row.closed_at)) if row.closed_at else ""),
    ]
    return [{"label": label, "value": value, "change_url": ""} for label, value in facts if value]


@require_http_methods(["GET", "POST"])
def incident_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Put in what became known since."""
    require(policies.can_keep_incidents(request.seat))
    row = policies.incident_for(request.seat, code)
    plain = (
        "kind",
        "happened_on",
        "description",
        "data_concerned",
        "people_count",
        "measures",
        "people_told_on",
    )
    initial = {name: getattr(row, name) for name in plain} | {
        "version": row.version,
        "unit_name": row.unit.name,
        "session_code": row.session.code if row.session else "",
    }
    form = IncidentForm(request.POST or None, at=now(), fixed_found_at=row.found_at, initial=initial)
    if request.method == "POST" and form.is_valid():
        row.version = form.seen_version
        response = take(
            request,
            form,
            purpose="personal_data.incident_edit",
            act=lambda: actions.amend(row, form.facts, seat=request.seat, at=now()),
            locate=lambda _: reverse("personal_data:incident_detail", args=(row.code,)),
            done="Đã bổ sung.",
        )
        if response is not None:
            return response
    context = {
        "form": form,
        "heading": "Bổ sung sự cố dữ liệu",
        "over": "Sổ sự cố dữ liệu",
        "submit_label": "Lưu bổ sung",
        "back_url": reverse("personal_data:incident_detail", args=(row.code,)),
    }
    return render(request, "personal_data/form.html", context)


@require_POST
def incident_notify(request: HttpRequest, code: str) -> HttpResponse:
    """Note when and by which paper the authority was told."""

    def act(row: DataIncident, form: NotifyForm) -> DataIncident:
        data = form.cleaned_data
        return actions.notify(
            row,
            notified_at=form.notified_at,
            number=data["number"],
            late_reason=data["late_reason"],
            seat=request.seat,
            at=now(),
        )

    return _decide(
        request, code, "notify_form", NotifyForm(request.POST), act, "Đã ghi việc báo cơ quan có thẩm quyền."
    )


@require_POST
def incident_close(request: HttpRequest, code: str) -> HttpResponse:
    """Nothing is left to do."""

    def act(row: DataIncident, form: CloseIncidentForm) -> DataIncident:
        return actions.close(row, note=form.cleaned_data["note"], seat=request.seat, at=now())

    return _decide(
        request, code, "close_form", CloseIncidentForm(request.POST), act, "Đã kết thúc xử lý sự cố."
    )


def _decide(
    request: HttpRequest,
    code: str,
    name: str,
    form: Any,
    act: Callable[[DataIncident, Any], DataIncident],
    done: str,
) -> HttpResponse:
    purpose = f"personal_data.incident_{name}"
    repeated = taken_before(request, purpose)
    if repeated is not None:
        return repeated
    require(policies.can_keep_incidents(request.seat))
    row = policies.incident_for(request.seat, code)
    if form.is_valid():
        row.version = form.seen_version
        response = take(
            request,
            form,
            purpose=purpose,
            act=lambda: act(row, form),
            locate=lambda _: reverse("personal_data:incident_detail", args=(row.code,)),
            done=done,
        )
        if response is not None:
            return response
    row = policies.incident_for(request.seat, code)
    return render(
        request, "personal_data/incident_detail.html", _page(request, row, **{name: form}) | {"form": form}
    )
