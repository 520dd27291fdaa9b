"""The wizard "Sáp nhập, giải thể đơn vị": the decision, its units, what would move, and the button that does it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.forms import PortalForm, new_key
from accounts.taking import take, taken_before
from dialogue_portal.reorganisation import forms, policies, presentation, verbs
from dialogue_portal.reorganisation.verbs import PictureChanged
from dialogue_portal.reorganisation.views import REFUSALS, changing, require
from duties.calendar_pages import columns, labelled
from organizations.enums import ReorganisationState
from organizations.models import Reorganisation
from regulation.clock import now, today
from regulation.date_words import long_moment

APPLY = "reorganisation.apply"
MOVED_ON = "Công việc của các đơn vị đã thay đổi từ lúc ông/bà xem. Xem lại kết quả bên dưới rồi áp dụng."
SHOWN = 200


def _address(proposed: Reorganisation) -> str:
    return reverse("reorganisation:reorganisation", args=[proposed.code])


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every decision that was entered, the latest first."""
    require(policies.can_change(request.seat))
    labels = ["Văn bản", "Có hiệu lực", "Đơn vị", "Trạng thái"]
    rows = [
        labelled(
            labels,
            [
                {"text": row.document, "url": _address(row)},
                {"text": f"{row.effective_on:%d/%m/%Y}"},
                {"text": ", ".join(line.old.name for line in row.lines.all())},
                {"text": row.get_state_display()},
            ],
        )
        for row in Reorganisation.objects.prefetch_related("lines__old")
    ]
    table = {
        "caption": "Sáp nhập, giải thể",
        "columns": columns(labels, dates=("Có hiệu lực",)),
        "rows": rows,
    }
    return render(request, "reorganisation/reorganisations.html", {"table": table})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Enter a decision with the first unit it ends; nothing moves yet."""
    require(policies.can_change(request.seat))
    form = forms.ReorganisationForm(request.POST or None)
    return changing(
        request, form, purpose="reorganisation.propose", heading="Sáp nhập, giải thể đơn vị", over="Tổ chức",
        button="Xem trước bàn giao", back=reverse("reorganisation:reorganisations"), locate=_address, done="",
        text="Chưa có gì thay đổi cho đến khi ông/bà xem những gì được bàn giao và bấm áp dụng.",
        act=lambda: verbs.propose(
            **{name: value for name, value in form.cleaned_data.items() if name != "idempotency_key"},
            seat=request.seat, on=today(), at=now(),
        ),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def line_new(request: HttpRequest, code: str) -> HttpResponse:
    """One more unit in the decision."""
    proposed = policies.reorganisation_for(request.seat, code)
    form = forms.LineForm(request.POST or None)
    return changing(
        request, form, purpose="reorganisation.add", heading="Thêm đơn vị", over=proposed.document,
        button="Thêm vào phương án", back=_address(proposed), locate=lambda _: _address(proposed), done="",
        act=lambda: verbs.add_line(
            proposed, old=form.cleaned_data["old"], new=form.cleaned_data["new"], seat=request.seat, at=now()
        ),
    )  # fmt: skip


@require_POST
def line_drop(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take a unit out of the decision."""
    repeated = taken_before(request, "reorganisation.drop")
    if repeated is not None:
        return repeated
    proposed = policies.reorganisation_for(request.seat, code)
    line = policies.line_for(proposed, pk)
    form = PortalForm(request.POST)
    if form.is_valid():
        response = take(
            request, form, purpose="reorganisation.drop", locate=lambda _: _address(proposed), sentences=REFUSALS,
            act=lambda: verbs.drop_line(line, seat=request.seat, at=now()),
        )  # fmt: skip
        if response is not None:
            return response
    return _page(request, proposed, form)


@require_http_methods(["GET", "POST"])
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """What a decision would move; a press of the button applies exactly what is shown."""
    if request.method == "POST":
        repeated = taken_before(request, APPLY)
        if repeated is not None:
            return repeated
    proposed = policies.reorganisation_for(request.seat, code)
    form = forms.ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            response = take(
                request, form, purpose=APPLY, locate=lambda _: _address(proposed), sentences=REFUSALS,
                act=lambda: verbs.apply(
                    proposed, seal=form.cleaned_data["seal"], seat=request.seat, on=today(), at=now()
                ),
                done=lambda count: f"Đã áp dụng. Sổ bàn giao có {count} dòng.",
            )  # fmt: skip
        except PictureChanged:
            form.add_error(None, MOVED_ON)
            response = None
        if response is not None:
            return response
    return _page(request, proposed, form)


def _page(request: HttpRequest, proposed: Reorganisation, form: PortalForm) -> HttpResponse:
    lines = list(proposed.lines.select_related("old", "new"))
    context = {
        "proposed": proposed,
        "form": form,
        "subtitle": f"Ngày {proposed.document_date:%d/%m/%Y}, có hiệu lực từ {proposed.effective_on:%d/%m/%Y}",
        "is_applied": proposed.state == ReorganisationState.APPLIED,
        "lines": [{"line": line, "key": new_key()} for line in lines],
        "applied_text": f"Đã áp dụng {long_moment(localtime(proposed.applied_at))}."
        if proposed.applied_at
        else "",
        "problems": [],
        "summary": [],
        "table": {"rows": []},
        "more": 0,
        "confirm_form": None,
    }
    if not context["is_applied"]:
        run = verbs.dry_run(proposed, on=today())
        table = presentation.rows_table(run)
        context |= {
            "problems": run.problems,
            "summary": presentation.summary(run),
            "table": {**table, "rows": table["rows"][:SHOWN]},
            "more": max(0, len(run.rows) - SHOWN),
            "confirm_form": forms.ConfirmForm(initial={"seal": run.seal}),
        }
    return render(request, "reorganisation/reorganisation.html", context)
