"""The working calendar: a year to read for everybody, and its changes for whoever keeps it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_http_methods

from accounts.decisions import Decision
from accounts.forms import PortalForm
from accounts.taking import SENTENCES, take, taken_before
from duties import calendar_files, calendar_pages, policies
from duties.actions import calendar as actions
from duties.actions.calendar import CalendarMovedOn, CalendarRefused
from duties.calendar_gaps import gaps
from duties.enums import CalendarChangeState
from duties.forms import CalendarDayForm, CalendarFileForm, ConfirmForm, SwapForm
from duties.models import CalendarChange
from regulation.calendar_entries import EARLIEST_DAY, LATEST_DAY
from regulation.calendars import working_calendar
from regulation.clock import now, today
from regulation.date_words import long_moment
from regulation.models import CalendarDay

APPLY = "duties.calendar_apply"
_REFUSALS = (*SENTENCES, CalendarRefused)
MOVED_ON = "Lịch hoặc các việc đang làm đã thay đổi từ lúc ông/bà xem. Xem lại kết quả bên dưới rồi áp dụng."


def _require(decision: Decision) -> None:
    if not decision:
        raise PermissionDenied(decision.reason)


@require_GET
def year(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """One year, by default this one: every month, every entered day with its paper, what is not yet sure."""
    year = year or today().year
    if not EARLIEST_DAY.year <= year <= LATEST_DAY.year:
        raise Http404
    calendar, on = working_calendar(), today()
    known = year in calendar.cover_years
    rows = CalendarDay.objects.filter(date__year=year).select_related("unit").order_by("date", "unit_id")
    may_change = policies.can_change_calendar(request.seat)
    context = {
        "year": year,
        "known": known,
        "months": calendar_pages.months(year, calendar) if known else [],
        "table": calendar_pages.entered_table(rows, may_change=bool(may_change)),
        "may_change": may_change,
        "gaps": [gap.sentence for gap in gaps(calendar, on=on)],
        "years": _tabs(year, on.year),
    }
    return render(request, "duties/calendar_year.html", context)


def _tabs(shown: int, this: int) -> list[dict]:
    years = sorted({this - 1, this, this + 1, shown})
    return [
        {
            "label": f"Năm {year}",
            "url": reverse("duties:calendar_year", args=[year]),
            "count": "",
            "current": year == shown,
        }
        for year in years
    ]


@require_http_methods(["GET", "POST"])
def day_new(request: HttpRequest) -> HttpResponse:
    """One day off, worked, or taken out; for the city or for one unit."""
    initial = {"date": request.GET.get("ngay", "")[:10], "unit": request.GET.get("don-vi", "")[:200]}
    form = CalendarDayForm(request.POST or None, on=today(), initial=initial)
    return _proposing(request, form, "Sửa một ngày trong lịch")


@require_http_methods(["GET", "POST"])
def swap_new(request: HttpRequest) -> HttpResponse:
    """A weekday off against a Saturday worked."""
    return _proposing(request, SwapForm(request.POST or None), "Hoán đổi ngày làm việc")


@require_http_methods(["GET", "POST"])
def file_new(request: HttpRequest) -> HttpResponse:
    """The days of a year's notice from a file; every wrong line is named, nothing is entered yet."""
    form = CalendarFileForm(request.POST or None, files=request.FILES or None)
    return _proposing(request, form, "Nhập lịch từ tệp", template_url=reverse("duties:calendar_template"))


def _proposing(request: HttpRequest, form: PortalForm, heading: str, template_url: str = "") -> HttpResponse:
    _require(policies.can_change_calendar(request.seat))
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data.get("file")
        response = take(
            request,
            form,
            purpose="duties.calendar_change",
            act=lambda: actions.propose(
                form.entries,
                unit=form.cleaned_data.get("unit") or None,
                origin=upload.name if upload else "",
                seat=request.seat,
                at=now(),
            ),
            locate=lambda change: reverse("duties:calendar_change", args=[change.code]),
            sentences=_REFUSALS,
        )
        if response is not None:
            return response
    context = {
        "form": form,
        "heading": heading,
        "template_url": template_url,
        "is_file": isinstance(form, CalendarFileForm),
        "back_url": reverse("duties:calendar"),
    }
    return render(request, "duties/calendar_form.html", context)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    """What a change would move; a second press of a button applies exactly what is shown."""
    if request.method == "POST":
        repeated = taken_before(request, APPLY)
        if repeated is not None:
            return repeated
    proposed = policies.calendar_change_for(request.seat, code)
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        response = _apply(request, form, proposed)
        if response is not None:
            return response
    return render(request, "duties/calendar_change.html", _change_page(proposed, form))


def _apply(request: HttpRequest, form: ConfirmForm, proposed: CalendarChange) -> HttpResponse | None:
    try:
        return take(
            request,
            form,
            purpose=APPLY,
            act=lambda: actions.apply(proposed, seal=form.cleaned_data["seal"], seat=request.seat, at=now()),
            locate=lambda _: reverse("duties:calendar_change", args=[proposed.code]),
            done=lambda moved: f"Đã sửa lịch và tính lại hạn của {moved} việc.",
            sentences=_REFUSALS,
        )
    except CalendarMovedOn:
        form.add_error(None, MOVED_ON)
        return None


def _change_page(proposed: CalendarChange, form: ConfirmForm) -> dict:
    page = {
        "change": proposed,
        "form": form,
        "is_applied": proposed.state == CalendarChangeState.APPLIED,
        "year_url": reverse("duties:calendar_year", args=[proposed.entries[0].date.year]),
        "run": None,
        "refused": [],
        "heading": f"Lịch riêng của {proposed.unit.name}" if proposed.unit else "Xem trước thay đổi lịch",
        "subtitle": f"{proposed.proposed_by}, {long_moment(localtime(proposed.proposed_at))}",
        "applied_text": f"Đã áp dụng {long_moment(localtime(proposed.applied_at))}."
        if proposed.applied_at
        else "",
    }
    if page["is_applied"]:
        return page
    try:
        run = actions.dry_run(proposed)
    except CalendarRefused as refused:
        return page | {"refused": refused.sentences}
    on = today()
    return page | {
        "confirm_form": ConfirmForm(initial={"seal": run.seal}),
        "run": run,
        "summary": calendar_pages.summary(run, on=on),
        "days": calendar_pages.effects_table(run.days),
        "moves": calendar_pages.moves_table(run.moves, on=on),
        "more_moves": max(0, len(run.moves) - calendar_pages.SHOWN_MOVES),
    }


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """The empty form for the days of next year."""
    _require(policies.can_change_calendar(request.seat))
    return HttpResponse(
        calendar_files.template(today().year + 1),
        content_type=calendar_files.XLSX,
        headers={
            "Content-Disposition": 'attachment; filename="mau-lich-lam-viec.xlsx"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )
