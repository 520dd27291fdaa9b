"""How long personal data are kept, what a purge would erase, and what stops it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import reauthentication
from accounts.forms import PortalForm, new_key
from accounts.taking import SENTENCES, take, taken_before
from duties.calendar_pages import columns, labelled
from personal_data import policies
from personal_data.actions import holds, purging
from personal_data.actions.purging import DryRun, PurgeMovedOn, RetentionRefused
from personal_data.enums import DataKind, HoldReason
from personal_data.forms.retention import ConfirmPurgeForm, HoldForm, PeriodForm
from personal_data.models import PurgeRun, RetentionHold
from personal_data.queries import retention as queries
from personal_data.queries.retention import Period
from personal_data.retention import KEPT
from regulation.clock import local_date, now, today
from regulation.date_words import long_moment
from sessions_app import policies as session_policies
from sessions_app.views.planning import require

MOVED_ON = "Thời hạn hoặc dữ liệu đã thay đổi từ lúc ông/bà xem. Xem lại kết quả bên dưới rồi xác nhận."
CONFIRM = "personal_data.confirm_purge"
_REFUSALS = (*SENTENCES, RetentionRefused)


@require_GET
def retention(request: HttpRequest) -> HttpResponse:
    """The table of periods; for the administrator whether the purge runs, and its last nights."""
    require(policies.can_see_retention(request.seat))
    current = queries.periods()
    may_change = policies.can_change_retention(request.seat)
    confirmation = queries.confirmation_for(current)
    context = {
        "table": _periods_table(current, may_change=bool(may_change)),
        "kept": [{"label": what, "value": why, "change_url": ""} for what, why in KEPT],
        "may_change": may_change,
        "confirmed": f"{confirmation.confirmed_by}, {long_moment(localtime(confirmation.confirmed_at))}"
        if confirmation
        else "",
        "runs": [_run(run) for run in PurgeRun.objects.order_by("-on")[:14]] if may_change else [],
    }
    return render(request, "personal_data/retention.html", context)


def _periods_table(current: dict[DataKind, Period], *, may_change: bool) -> dict:
    labels = ["Loại dữ liệu", "Thời hạn", "Căn cứ", "Xóa những gì", "Còn lại"] + (
        ["Thao tác"] if may_change else []
    )
    rows = []
    for kind, period in current.items():
        rule, entered = period.rule, period.entered
        cells = [
            {
                "text": kind.label,
                "note": f"Sửa ngày {local_date(entered.entered_at):%d/%m/%Y}" if entered else "",
            },
            {"text": f"{period.days} ngày", "note": f"từ {rule.since}"},
            {"text": period.basis},
            {"text": rule.goes},
            {"text": rule.stays},
        ]
        if may_change:
            cells.append({"text": "Sửa", "url": reverse("personal_data:period", args=(kind.value,))})
        rows.append(labelled(labels, cells))
    return {
        "caption": "Thời hạn lưu giữ theo loại dữ liệu",
        "columns": columns(labels, dates=()),
        "rows": rows,
    }


def _run(run: PurgeRun) -> dict[str, str]:
    erased = sum(run.counts.values())
    return {
        "label": f"{run.on:%d/%m/%Y}",
        "value": f"{erased} dòng" if run.finished_at else f"{erased} dòng, đang chạy",
        "change_url": "",
    }


@require_http_methods(["GET", "POST"])
def period(request: HttpRequest, kind: str) -> HttpResponse:
    """Set how long one kind is kept."""
    require(policies.can_change_retention(request.seat))
    if kind not in DataKind.values:
        raise Http404
    current = queries.periods()[DataKind(kind)]
    form = PeriodForm(request.POST or None, initial={"days": current.days, "basis": current.basis})
    if request.method == "POST" and form.is_valid():
        response = take(
            request,
            form,
            purpose="personal_data.period",
            act=lambda: purging.set_period(
                DataKind(kind),
                days=form.cleaned_data["days"],
                basis=form.cleaned_data["basis"],
                seat=request.seat,
                at=now(),
            ),
            locate=lambda _: reverse("personal_data:dry_run"),
            done="Đã sửa thời hạn. Việc xóa hằng đêm dừng cho đến khi ông/bà xem và xác nhận kết quả xóa thử.",
            sentences=_REFUSALS,
        )
        if response is not None:
            return response
    context = {
        "form": form,
        "heading": DataKind(kind).label,
        "over": "Thời hạn lưu giữ dữ liệu",
        "submit_label": "Sửa thời hạn",
        "back_url": reverse("personal_data:retention"),
    }
    return render(request, "personal_data/form.html", context)


@reauthentication.required
@require_http_methods(["GET", "POST"])
def dry_run(request: HttpRequest) -> HttpResponse:
    """What the next purge would erase; a second press lets it run under exactly these periods."""
    require(policies.can_change_retention(request.seat))
    if request.method == "POST":
        repeated = taken_before(request, CONFIRM)
        if repeated is not None:
            return repeated
    form = ConfirmPurgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        response = _confirm(request, form)
        if response is not None:
            return response
    run = purging.dry_run(on=today())
    context = {
        "form": form,
        "confirm_form": ConfirmPurgeForm(initial={"seal": run.seal}),
        "table": _dry_run_table(run),
        "confirmed": queries.confirmation_for(queries.periods()) is not None,
    }
    return render(request, "personal_data/dry_run.html", context)


def _confirm(request: HttpRequest, form: ConfirmPurgeForm) -> HttpResponse | None:
    try:
        return take(
            request,
            form,
            purpose=CONFIRM,
            act=lambda: purging.confirm(
                seal=form.cleaned_data["seal"], seat=request.seat, on=today(), at=now()
            ),
            locate=lambda _: reverse("personal_data:retention"),
            done="Đã xác nhận. Dữ liệu hết hạn được xóa vào đêm tới.",
            sentences=_REFUSALS,
        )
    except PurgeMovedOn:
        form.add_error(None, MOVED_ON)
        return None


def _dry_run_table(run: DryRun) -> dict:
    labels = ["Loại dữ liệu", "Thời hạn", "Sẽ xóa", "Cũ nhất", "Đang tạm giữ", "Chưa hết hạn"]
    rows = [
        labelled(
            labels,
            [
                {"text": due.period.rule.kind.label},
                {"text": f"{due.period.days} ngày"},
                {"text": str(due.count), "kind": "number"},
                {"text": f"{due.oldest:%d/%m/%Y}" if due.oldest else "Không có", "kind": "date"},
                {"text": str(due.held), "kind": "number"},
                {"text": str(due.stays - due.held), "kind": "number"},
            ],
        )
        for due in run.kinds
    ]
    return {"caption": "Kết quả xóa thử", "columns": columns(labels, dates=("Cũ nhất",)), "rows": rows}


# -- holds


@require_http_methods(["GET", "POST"])
def session_holds(request: HttpRequest, code: str) -> HttpResponse:
    """Keep everything of a session while a complaint or an inspection goes on."""
    session = session_policies.session_for(request.seat, code)
    require(policies.can_hold(request.seat, session))
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        response = take(
            request,
            form,
            purpose="personal_data.hold",
            act=lambda: holds.place(
                session,
                reason=HoldReason(form.cleaned_data["reason"]),
                reference=form.cleaned_data["reference"],
                seat=request.seat,
                at=now(),
            ),
            locate=lambda _: reverse("personal_data:holds", args=(session.code,)),
            done="Đã tạm dừng xóa dữ liệu của buổi đối thoại này.",
        )
        if response is not None:
            return response
    rows = [_hold(hold) for hold in session.retention_holds.select_related("placed_by__user")]
    return render(request, "personal_data/holds.html", {"session": session, "form": form, "holds": rows})


def _hold(hold: RetentionHold) -> dict:
    until = f" đến {local_date(hold.released_at):%d/%m/%Y}" if hold.released_at else ""
    return {
        "code": hold.code,
        "words": f"{hold.get_reason_display()}, từ {local_date(hold.placed_at):%d/%m/%Y}{until}",
        "reference": hold.reference,
        "by": str(hold.placed_by),
        "stands": hold.released_at is None,
        "key": new_key(),
    }


@require_POST
def hold_release(request: HttpRequest, code: str, hold_code: str) -> HttpResponse:
    """Let the purge go on."""
    session = session_policies.session_for(request.seat, code)
    require(policies.can_hold(request.seat, session))
    hold = policies.hold_for(session, hold_code)
    form = PortalForm(request.POST)
    if form.is_valid():
        response = take(
            request,
            form,
            purpose="personal_data.release",
            act=lambda: holds.release(hold, seat=request.seat, at=now()),
            locate=lambda _: reverse("personal_data:holds", args=(session.code,)),
            done="Dữ liệu của buổi đối thoại lại được xóa khi hết hạn.",
        )
        if response is not None:
            return response
    return redirect("personal_data:holds", session.code)
