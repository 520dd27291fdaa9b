"""The city at a glance, and the rows behind every figure."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.enums import Role
from duties.badges import badge_for
from duties.models import Duty
from regulation.articles import Article
from regulation.calendars import working_calendar
from regulation.clock import today
from regulation.working_days import WorkingCalendar
from reports import charts, policies, presentation, queries
from reports.compliance import FORMULA
from reports.enums import Figure
from reports.exports import duty_workbook

FIRST_YEAR = 2025
PER_PAGE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET"])
def dashboard(request: HttpRequest) -> HttpResponse:
    """Finding, figures, trend, whom to chase, and the communes (D20.3.a)."""
    scope, on = _scope(request)
    city = queries.city(scope, on=on)
    calendar = working_calendar()
    until_month = on.month if on.year == scope.year else 12
    view = request.GET.get("xep", "")
    can_urge = request.seat.role == Role.CITY_MONITOR
    context = {
        "city": city,
        "scope": scope,
        "years": _years(request, scope.year),
        "finding": presentation.finding(city),
        "figures": presentation.stat_figures(city),
        "formula": FORMULA,
        "trend": charts.trend(city.by_month, until_month=until_month),
        "trend_heading": presentation.trend_heading(city),
        "trend_table": presentation.trend_table(city, until_month),
        "chase": presentation.chase_table(
            city.chased[:5], year=scope.year, on=on, calendar=calendar, can_urge=can_urge
        ),
        "chase_total": len(city.chased),
        "chase_url": presentation.figure_url(Figure.OVERDUE, scope.year),
        "segments": _segments(scope.year, view),
        "as_table": view == "bang",
        "grid": presentation.heat_grid(city, by_name=view == "ten"),
        "communes": presentation.commune_table(city.communes, year=scope.year, caption="Phường, xã, đặc khu"),
        "after_grid": presentation.AFTER_GRID,
    }
    return render(request, "reports/dashboard.html", context)


@require_http_methods(["GET"])
def figure(request: HttpRequest, name: str) -> HttpResponse:
    """Exactly the rows that make one figure, on screen or as a workbook."""
    scope, on = _scope(request)
    if name not in Figure.values:
        raise Http404
    wanted = Figure(name)
    if wanted in {Figure.HELD, Figure.NOT_HELD}:
        rows = queries.commune_rows(wanted, queries.city(scope, on=on).communes)
        table = presentation.commune_table(rows, year=scope.year, caption=wanted.label)
        return _list(request, wanted, scope, total=len(rows), table=table, page=None)
    duties = queries.duty_rows(wanted, scope, on=on, unit=request.GET.get("don-vi", ""))
    calendar = working_calendar()
    if request.GET.get("dang") == "xlsx":
        return _workbook(wanted, duties, on=on, calendar=calendar)
    page = Paginator(duties, PER_PAGE).get_page(request.GET.get("trang"))
    table = _duty_table(wanted, page.object_list, on=on, calendar=calendar)
    return _list(request, wanted, scope, total=page.paginator.count, table=table, page=page)


@require_http_methods(["GET"])
def area(request: HttpRequest, code: str) -> HttpResponse:
    """One commune: its sessions and all its milestones of the year."""
    scope, on = _scope(request)
    place = get_object_or_404(queries.territories(scope, on=on), code=code)
    calendar = working_calendar()
    tables = [
        {
            "title": wanted.label,
            "table": _duty_table(
                wanted, queries.duty_rows(wanted, scope, on=on, area=code), on=on, calendar=calendar
            ),
        }
        for wanted in (Figure.INVITATION, Figure.NOTICE, Figure.ANSWER)
    ]
    context = {
        "place": place,
        "scope": scope,
        "sessions": queries.sessions_of(place, scope),
        "tables": tables,
        "formula": FORMULA,
        "back_url": f"{reverse('reports:dashboard')}?nam={scope.year}",
    }
    return render(request, "reports/area.html", context)


def _scope(request: HttpRequest) -> tuple[queries.Scope, date]:
    decision = policies.can_see_dashboard(request.seat)
    if not decision:
        raise PermissionDenied(decision.reason)
    now = today()
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else now.year
    year = min(max(year, FIRST_YEAR), now.year)
    scope = queries.scope_of(request.seat, year)
    return scope, queries.last_day(scope, now)


def _years(request: HttpRequest, current: int) -> list[dict]:
    return [
        {"label": f"Năm {year}", "url": f"?nam={year}", "current": year == current}
        for year in range(today().year, FIRST_YEAR - 1, -1)
    ]


def _segments(year: int, view: str) -> list[dict]:
    named = (("", "Cần chú ý trước"), ("ten", "Theo tên"), ("bang", "Bảng"))
    return [
        {
            "label": label,
            "url": f"?nam={year}&xep={key}#dia-phuong" if key else f"?nam={year}#dia-phuong",
            "current": key == view,
        }
        for key, label in named
    ]


def _list(
    request: HttpRequest, wanted: Figure, scope: queries.Scope, *, total: int, table: dict, page
) -> HttpResponse:
    kept = {key: value for key, value in request.GET.items() if key not in {"trang", "dang"}}
    context = {
        "figure": wanted,
        "scope": scope,
        "total": total,
        "table": table,
        "page": page,
        "query": "&".join(f"{key}={value}" for key, value in kept.items()),
        "formula": FORMULA,
        "back_url": f"{reverse('reports:dashboard')}?nam={scope.year}",
    }
    return render(request, "reports/figure.html", context)


def _duty_table(wanted: Figure, duties, *, on: date, calendar: WorkingCalendar) -> dict:
    return {
        "caption": wanted.label,
        "columns": [
            {"label": "Việc phải làm"},
            {"label": "Đơn vị phải làm"},
            {"label": "Điều khoản"},
            {"label": "Hạn", "kind": "date"},
            {"label": "Hoàn thành", "kind": "date"},
            {"label": "Tình trạng"},
        ],
        "rows": [_duty_row(duty, on=on, calendar=calendar) for duty in duties],
    }


def _duty_row(duty: Duty, *, on: date, calendar: WorkingCalendar) -> list[dict]:
    return [
        {
            "label": "Việc phải làm",
            "text": queries.neutral_title(duty),
            "url": _page_of(duty),
            "note": duty.owed_to.name,
        },
        {"label": "Đơn vị phải làm", "text": duty.owed_by.name},
        {"label": "Điều khoản", "text": Article.by_clause(duty.rule).cited_for(duty.branch)},
        {
            "label": "Hạn",
            "text": f"{duty.due_on:%d/%m/%Y}" if duty.due_on else "–",
            "url": reverse("duties:explain", args=[duty.code]),
            "kind": "date",
        },
        {"label": "Hoàn thành", "text": f"{duty.met_on:%d/%m/%Y}" if duty.met_on else "–", "kind": "date"},
        {"label": "Tình trạng", "text": "", "badge": badge_for(duty, on=on, calendar=calendar)},
    ]


def _page_of(duty: Duty) -> str:
    """An answer that is owed leads to its petition, where it is urged; other duties to how they were counted."""
    assignment = getattr(duty, "assignment", None)
    if assignment is not None:
        return reverse("followups:petition_detail", args=[assignment.petition.code])
    return reverse("duties:explain", args=[duty.code])


def _workbook(wanted: Figure, duties, *, on: date, calendar: WorkingCalendar) -> HttpResponse:
    content = duty_workbook(wanted.label, duties, on=on, calendar=calendar)
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{wanted.value}.xlsx"'
    return response
