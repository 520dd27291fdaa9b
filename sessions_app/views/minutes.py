"""The minutes: written without losing anybody's text, seen as the paper, closed (Đ9.2.a, Đ13.2.a)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import reauthentication
from documents import actions as documents
from documents import rendering
from documents.responses import file_response
from regulation.clock import now, today
from regulation.violations import RuleViolation
from sessions_app import policies
from sessions_app.actions import minutes as actions
from sessions_app.forms.minutes import TEXTS, FinaliseForm, MinutesForm, initial_of
from sessions_app.minutes_paper import minutes_paper
from sessions_app.models import DialogueSession, Minutes
from sessions_app.queries import proceedings as queries
from sessions_app.queries.minutes import missing_before_finalising, record_of
from sessions_app.views.frame import frame
from sessions_app.views.planning import require
from sessions_app.views.taking import take


@require_http_methods(["GET", "POST"])
def minutes(request: HttpRequest, code: str) -> HttpResponse:
    """What people write beside the record of the day. Two who save at once both see both texts."""
    session = policies.session_for(request.seat, code)
    require(policies.can_see_minutes(request.seat, session))
    row = queries.minutes_of(session)
    form = MinutesForm(request.POST or None, initial=initial_of(row))
    conflict: list[dict[str, str]] = []
    if request.method == "POST":
        require(policies.can_write_minutes(request.seat, session))
        if form.is_valid():
            response = _written(request, session, form)
            if response is not None:
                return response
            conflict = _beside(form, queries.minutes_of(session))
    return _page(request, session, row, form, conflict)


def _written(request: HttpRequest, session: DialogueSession, form: MinutesForm) -> HttpResponse | None:
    return take(
        request, form, purpose="sessions_app.write_minutes", done="Đã lưu biên bản.",
        act=lambda: actions.write(
            session, form.text(), form.attendance(), version=form.seen_version, by=request.seat.actor, at=now()
        ),
        locate=lambda _: reverse("sessions_app:minutes", args=(session.code,)),
    )  # fmt: skip


def _beside(form: MinutesForm, current: Minutes | None) -> list[dict[str, str]]:
    """Part by part what somebody else saved and what was typed, where they differ.

    The form then carries the version that is shown: saving it again is a choice, not an accident.
    """
    if current is None or current.finalised_at is not None or current.version == form.seen_version:
        return []
    form.data = form.data.copy()
    form.data["version"] = str(current.version)
    names = ("attended_total", "attended_people", *TEXTS)
    pairs = [(form.fields[name].label, getattr(current, name), form.cleaned_data[name]) for name in names]
    return [
        {"label": label, "theirs": _words(theirs), "mine": _words(mine)}
        for label, theirs, mine in pairs
        if theirs != mine
    ]


def _words(value: Any) -> str:
    return "" if value is None else str(value)


def _page(
    request: HttpRequest,
    session: DialogueSession,
    row: Minutes | None,
    form: MinutesForm,
    conflict: list[dict[str, str]],
) -> HttpResponse:
    is_final = row is not None and row.finalised_at is not None
    context = frame(request, session, current="minutes") | {
        "form": form,
        "minutes": row,
        "conflict": conflict,
        "record": record_of(session),
        "missing": missing_before_finalising(session, row),
        "finalise_form": FinaliseForm(initial={"version": row.version if row else actions.UNWRITTEN}),
        "may_write": policies.can_write_minutes(request.seat, session),
        "may_finalise": policies.can_finalise_minutes(request.seat, session),
        "is_final": is_final,
        "paper": row.document if is_final else None,
    }
    return render(request, "sessions_app/minutes.html", context)


@reauthentication.required
@require_POST
def finalise(request: HttpRequest, code: str) -> HttpResponse:
    """Close the minutes: number, PDF and hash. Closing them again is refused with a sentence."""
    session = policies.session_for(request.seat, code)
    require(policies.can_finalise_minutes(request.seat, session))
    form = FinaliseForm(request.POST)
    response = None
    if form.is_valid():
        response = take(
            request, form, purpose="sessions_app.finalise_minutes",
            act=lambda: actions.finalise(session, version=form.seen_version, seat=request.seat, at=now()),
            locate=lambda _: reverse("sessions_app:minutes", args=(code,)),
            done=lambda document: f"Đã chốt biên bản {document.cited}.",
            after=lambda document: documents.complete(document, by=request.seat.actor, at=now()),
        )  # fmt: skip
    if response is None:
        messages.error(request, " ".join(form.non_field_errors()) or "Biểu mẫu này đã cũ. Xin bấm lại.")
        return redirect("sessions_app:minutes", code)
    return response


@require_GET
def minutes_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The issued paper once the minutes are final; before that the paper as it would be."""
    session = policies.session_for(request.seat, code)
    require(policies.can_see_minutes(request.seat, session))
    row = queries.minutes_of(session)
    if row is None:
        raise Http404("No minutes yet")
    if row.document is not None and row.document.file is not None:
        return file_response(row.document.file, f"bien-ban-{session.code}.pdf", inline=True)
    try:
        pdf = rendering.preview(minutes_paper(session, row, on=today()))
    except RuleViolation as missing:
        raise PermissionDenied(missing.message) from missing
    return HttpResponse(pdf, content_type="application/pdf")
