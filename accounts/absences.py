"""The page "Vắng mặt": days away, and who stands in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts import actions, queries
from accounts.actions import AbsenceRefused
from accounts.forms import AbsenceForm, PortalForm, new_key
from accounts.models import Absence
from accounts.taking import SENTENCES, take
from regulation.clock import now, today

_REFUSALS = (*SENTENCES, AbsenceRefused)


@require_http_methods(["GET", "POST"])
def absences(request: HttpRequest) -> HttpResponse:
    """The days away of the own seat, and a form for more."""
    seat, on = request.seat, today()
    form = AbsenceForm(request.POST or None, colleagues=queries.colleagues_of(seat, on=on))
    if request.method == "POST" and form.is_valid():
        response = take(
            request,
            form,
            purpose="accounts.absence",
            act=lambda: actions.go_away(
                seat,
                deputy=form.deputy,
                from_on=form.cleaned_data["from_on"],
                until_on=form.cleaned_data["until_on"],
                on=on,
                at=now(),
            ),
            locate=lambda _: reverse("accounts:absences"),
            done="Đã ghi ngày vắng mặt. Thư nhắc hạn trong những ngày này gửi đến người nhận thay.",
            sentences=_REFUSALS,
        )
        if response is not None:
            return response
    rows = [_row(absence, on=on) for absence in queries.absences_of(seat)]
    return render(request, "accounts/absences.html", {"form": form, "rows": rows})


def _row(absence: Absence, *, on) -> dict:
    taken_back = absence.last_on < absence.from_on
    return {
        "absence": absence,
        "days": "Đã hủy" if taken_back else f"{absence.from_on:%d/%m/%Y} đến {absence.last_on:%d/%m/%Y}",
        "planned": f"{absence.from_on:%d/%m/%Y} đến {absence.until_on:%d/%m/%Y}",
        "can_end": absence.ended_on is None and absence.until_on >= on,
        "key": new_key(),
        "end_label": "Có mặt lại từ hôm nay" if absence.from_on <= on else "Hủy lịch này",
    }


@require_POST
def absence_end(request: HttpRequest, code: str) -> HttpResponse:
    """The person is there again, from today on."""
    absence = queries.absences_of(request.seat).filter(code=code).first()
    if absence is None:
        raise Http404
    form = PortalForm(request.POST)
    if form.is_valid():
        response = take(
            request,
            form,
            purpose="accounts.absence_end",
            act=lambda: actions.come_back(absence, seat=request.seat, on=today(), at=now()),
            locate=lambda _: reverse("accounts:absences"),
            done="Đã kết thúc lịch vắng mặt.",
        )
        if response is not None:
            return response
    return absences(request)
