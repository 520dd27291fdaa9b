"""Putting a session on the calendar, changing the plan, postponing, cancelling."""

from collections.abc import Callable
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.decisions import Decision
from audit.versions import EditConflict
from regulation.clock import now, today
from sessions_app import policies
from sessions_app.actions import planning
from sessions_app.forms.planning import DayField, ReasonForm, SessionEditForm, SessionForm
from sessions_app.models import DialogueSession
from sessions_app.queries import sessions as queries
from sessions_app.queries.lead_time import sending_window
from sessions_app.views.frame import frame, layout_for
from sessions_app.views.taking import take, taken_before

SHOW_WINDOW = "xem-han"  # the button that shows the sending days without a script
_COMPARED = ("title", "content", "held_on", "begins", "ends", "place", "area", "audience", "expected_guests")


def require(decision: Decision) -> None:
    """The 403 page shows the reason."""
    if not decision:
        raise PermissionDenied(decision.reason)


@require_http_methods(["GET", "POST"])
def session_new(request: HttpRequest) -> HttpResponse:
    """A new session; the last safe sending day appears while the date is chosen."""
    require(policies.can_plan(request.seat))
    options = {"office": request.seat.unit, "on": today(), "at": now()}
    form = SessionForm(request.POST or None, **options)
    if SHOW_WINDOW in request.POST:
        form = SessionForm(initial=typed_so_far(form), **options)
    elif request.method == "POST" and form.is_valid():
        response = take(
            request,
            form,
            purpose="sessions_app.schedule",
            act=lambda: planning.schedule(
                form.plan(), office=request.seat.unit, by=request.seat.actor, on=today(), at=now()
            ),
            locate=lambda session: reverse("sessions_app:guests", args=(session.code,)),
            done="Đã lập buổi đối thoại. Việc tiếp theo: lập danh sách khách mời.",
        )
        if response is not None:
            return response
    context = _form_page(form, "Lập buổi đối thoại", "Lưu kế hoạch", reverse("sessions_app:session_list"))
    return render(request, "sessions_app/session_new.html", context | {"layout": layout_for(request)})


@require_http_methods(["GET", "POST"])
def session_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change the plan; a postponed session is put on the calendar again by the same form."""
    session = policies.session_for(request.seat, code)
    require(policies.can_edit(request.seat, session))
    again, fixed = queries.waits_for_new_day(session), queries.letters_are_out(session)
    options = {
        "session": session,
        "office": session.hostings.all()[0].organizing_office,
        "on": today(),
        "at": now(),
        "fixed": fixed,
    }
    form = SessionEditForm(request.POST or None, **options)
    conflict: list[dict] = []
    if SHOW_WINDOW in request.POST:
        form = SessionEditForm(initial=typed_so_far(form), **options)
    elif request.method == "POST" and form.is_valid():
        response = _amend(request, form, session, again=again, conflict=conflict)
        if response is not None:
            return response
    submit = "Lên lịch lại" if again else "Lưu kế hoạch"
    back = reverse("sessions_app:session_detail", args=(session.code,))
    context = frame(request, session, current="overview") | _form_page(
        form, "Lên lịch lại buổi đối thoại" if again else "Sửa kế hoạch", submit, back
    )
    return render(request, "sessions_app/session_edit.html", context | {"conflict": conflict, "fixed": fixed})


def _amend(
    request: HttpRequest,
    form: SessionEditForm,
    session: DialogueSession,
    *,
    again: bool,
    conflict: list[dict],
) -> HttpResponse | None:
    """Save; when somebody was faster, fill ``conflict`` and let the next sending win over what stands there."""
    verb = planning.reschedule if again else planning.amend
    stands: list[DialogueSession] = []

    def act() -> DialogueSession:
        session.version = form.seen_version
        try:
            return verb(session, form.plan(), by=request.seat.actor, on=today(), at=now())
        except EditConflict as found:
            stands.append(found.current)
            raise

    response = take(
        request,
        form,
        purpose="sessions_app.reschedule" if again else "sessions_app.amend",
        act=act,
        locate=lambda changed: reverse("sessions_app:session_detail", args=(changed.code,)),
        done="Đã lên lịch lại. Phát hành thư mời mới trước hạn." if again else "Đã lưu kế hoạch.",
    )
    for current in stands:
        conflict += differences(form, policies.session_for(request.seat, current.code))
        form.data = form.data.copy()
        form.data["version"] = str(current.version)
    return response


def differences(form: SessionEditForm, current: DialogueSession) -> list[dict[str, str]]:
    """The fields that read differently: what stands there now, and what was typed."""
    there = SessionEditForm(session=current, office=form.office, on=form.on, at=form.at, fixed=False)
    rows = []
    for name in _COMPARED:
        saved, typed = (str(bound[name].value() or "").strip() for bound in (there, form))
        if saved != typed:
            rows.append({"label": str(form.fields[name].label), "saved": saved, "typed": typed})
    return rows


def typed_so_far(form: SessionForm) -> dict:
    """What was typed, to be shown again without judging it."""
    typed = {}
    for name, field in form.fields.items():
        if name in form.data and name != "idempotency_key":
            several = getattr(field.widget, "allow_multiple_selected", False)
            typed[name] = form.data.getlist(name) if several else form.data[name]
    return typed


def _form_page(form: SessionForm, heading: str, submit_label: str, back_url: str) -> dict:
    return {
        "form": form,
        "window": form.shown_window(),
        "problem": "",
        "heading": heading,
        "submit_label": submit_label,
        "back_url": back_url,
        "show_window_name": SHOW_WINDOW,
    }


@require_GET
def sending_day(request: HttpRequest) -> HttpResponse:
    """The fragment under the date: until when letters can go, with the reason for each skipped day."""
    day, problem = _read_day(request.GET.get("ngay") or request.GET.get("held_on") or "")
    window = sending_window(day, on=today()) if day else None
    return render(request, "sessions_app/_sending_day.html", {"window": window, "problem": problem})


def _read_day(typed: str) -> tuple[date | None, str]:
    if not typed.strip():
        return None, ""
    try:
        return DayField(not_before=today()).clean(typed), ""
    except ValidationError as wrong:
        return None, wrong.messages[0]


@require_http_methods(["GET", "POST"])
def session_postpone(request: HttpRequest, code: str) -> HttpResponse:
    """Take a session off its day, with the reason that everybody invited reads."""
    session = policies.session_for(request.seat, code)
    repeated = taken_before(request, "sessions_app.postpone")
    if repeated is not None:
        return repeated
    require(policies.can_postpone(request.seat, session))
    return _with_reason(request, session, planning.postpone, "Hoãn buổi đối thoại", "Đã hoãn buổi đối thoại.")


@require_http_methods(["GET", "POST"])
def session_cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Call a session off for good, with the reason that everybody invited reads."""
    session = policies.session_for(request.seat, code)
    repeated = taken_before(request, "sessions_app.cancel")
    if repeated is not None:
        return repeated
    require(policies.can_cancel(request.seat, session))
    return _with_reason(request, session, planning.cancel, "Hủy buổi đối thoại", "Đã hủy buổi đối thoại.")


def _with_reason(
    request: HttpRequest, session: DialogueSession, verb: Callable, heading: str, done: str
) -> HttpResponse:
    back = reverse("sessions_app:session_detail", args=(session.code,))
    form = ReasonForm(request.POST or None, initial={"version": session.version})
    if request.method == "POST" and form.is_valid():

        def act() -> DialogueSession:
            session.version = form.seen_version
            return verb(
                session, reason=form.cleaned_data["reason"], by=request.seat.actor, on=today(), at=now()
            )

        response = take(
            request,
            form,
            purpose=f"sessions_app.{verb.__name__}",
            act=act,
            locate=lambda changed: reverse("sessions_app:session_detail", args=(changed.code,)),
            done=f"{done} Người có thư điện tử được báo qua thư; người khác do văn phòng báo trực tiếp.",
        )
        if response is not None:
            return response
    context = frame(request, session, current="overview") | {
        "form": form,
        "heading": heading,
        "submit_label": heading,
        "back_url": back,
    }
    return render(request, "sessions_app/session_reason.html", context)
