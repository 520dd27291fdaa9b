"""Requests about personal data in the office: the queue, one request with its answer, and those that came on paper."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import reauthentication
from accounts.taking import SENTENCES, take, taken_before
from duties.calendar_pages import columns, labelled
from personal_data import policies
from personal_data.actions import requests as actions
from personal_data.enums import IdentityCheck, RequestKind, RequestSource, RequestState
from personal_data.forms.requests import (
    CloseRequestForm,
    ConfirmRequestForm,
    ExtendRequestForm,
    RequestEntryForm,
)
from personal_data.models import DataRequest
from personal_data.queries import requests as queries
from personal_data.queries.requests import Clock
from regulation.calendars import working_calendar
from regulation.clock import local_date, now, today
from sessions_app.actions.guests import GuestRefused
from sessions_app.views.planning import require

PER_PAGE = 50
_REFUSALS = (*SENTENCES, GuestRefused)
_CHIPS = {
    RequestState.RECEIVED: {"kind": "soon", "icon": "new"},
    RequestState.CONFIRMED: {"kind": "working", "icon": "working"},
    RequestState.CLOSED: {"kind": "done", "icon": "done"},
}


@require_GET
def request_list(request: HttpRequest) -> HttpResponse:
    """Every request to the own office, those to be done first."""
    require(policies.can_see_requests(request.seat))
    page = Paginator(queries.requests_of(request.seat.unit_id), PER_PAGE).get_page(request.GET.get("trang"))
    return render(request, "personal_data/request_list.html", {"table": _table(page), "page": page})


def _table(page) -> dict:
    labels = ["Yêu cầu", "Nhận qua", "Nhận ngày", "Hạn", "Trạng thái"]
    on, calendar = today(), working_calendar()
    rows = []
    for row in page:
        clock = queries.clock_of(row, on=on, calendar=calendar)
        session = queries.session_of(row)
        cells = [
            {
                "text": row.get_kind_display(),
                "url": reverse("personal_data:request_detail", args=(row.code,)),
                "note": session.title if session else "Chưa gắn với phiếu nào",
            },
            {"text": row.get_source_display()},
            {"text": f"{row.received_on:%d/%m/%Y}", "kind": "date"},
            {"text": _day(clock), "kind": "date", "note": clock.words},
            {"text": "", "chip": _chip(row, clock)},
        ]
        rows.append(labelled(labels, cells))
    return {
        "caption": "Yêu cầu về dữ liệu cá nhân",
        "columns": columns(labels, dates=("Nhận ngày", "Hạn")),
        "rows": rows,
    }


def _day(clock: Clock) -> str:
    return f"{clock.due_on:%d/%m/%Y}" if clock.due_on else "Chưa tính được"


def _chip(row: DataRequest, clock: Clock) -> dict:
    if clock.is_late and row.state != RequestState.CLOSED:
        return {"kind": "overdue", "text": "Quá hạn", "icon": "overdue"}
    return {"text": row.get_state_display(), **_CHIPS[RequestState(row.state)]}


@require_http_methods(["GET", "POST"])
def request_new(request: HttpRequest) -> HttpResponse:
    """A request on paper or by word of mouth; ``?ve=`` names the slip, petition or guest that it is about."""
    require(policies.can_see_requests(request.seat))
    subject = policies.subject_for(request.seat, request.GET.get("ve", ""))
    initial = {"received_on": today()}
    contact = getattr(subject, "contact", None)
    if contact is not None:
        initial["full_name"] = getattr(contact, "full_name", "") or getattr(subject, "full_name", "")
    form = RequestEntryForm(request.POST or None, on=today(), initial=initial)
    if request.method == "POST" and form.is_valid():
        response = take(
            request,
            form,
            purpose="personal_data.request",
            act=lambda: actions.receive(
                RequestKind(form.cleaned_data["kind"]),
                form.asking,
                office=request.seat.unit,
                source=RequestSource(form.cleaned_data["source"]),
                subject=subject,
                received_on=form.cleaned_data["received_on"],
                by=request.seat.actor,
                at=now(),
            ),
            locate=lambda row: reverse("personal_data:request_detail", args=(row.code,)),
            done="Đã ghi yêu cầu.",
        )
        if response is not None:
            return response
    context = {
        "form": form,
        "heading": "Ghi yêu cầu về dữ liệu cá nhân",
        "over": subject.session.title if subject else "",
        "submit_label": "Ghi yêu cầu",
        "back_url": reverse("personal_data:requests"),
    }
    return render(request, "personal_data/form.html", context)


@require_GET
def request_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One request: what is asked, its dates, and what can be done next."""
    row = policies.request_for(request.seat, code)
    return render(request, "personal_data/request_detail.html", _page(row))


def _page(row: DataRequest, **forms) -> dict:
    clock = queries.clock_of(row, on=today(), calendar=working_calendar())
    version = {"version": row.version}
    is_open = row.state != RequestState.CLOSED
    page = {
        "row": row,
        "session": queries.session_of(row),
        "facts": _facts(row, clock),
        "chip": _chip(row, clock),
        "is_open": is_open,
        "can_extend": is_open and not row.extended_by and not (clock.is_late and row.confirmed_at),
        "blocked": queries.blocks_erasing(row) if is_open and row.kind == RequestKind.ERASE else "",
        "on_paper": not (row.person.email or row.person.phone),
    }
    if is_open:
        page |= {
            "confirm_form": ConfirmRequestForm(initial=version | {"identity_check": _likely_check(row)}),
            "extend_form": ExtendRequestForm(initial=version),
            "close_form": CloseRequestForm(initial=version, request=row),
        }
    return page | forms


def _likely_check(row: DataRequest) -> str:
    return IdentityCheck.CODE if row.source == RequestSource.LINK else ""


def _facts(row: DataRequest, clock: Clock) -> list[dict[str, str]]:
    person = row.person
    facts = [
        ("Yêu cầu", row.get_kind_display()),
        ("Người yêu cầu", person.full_name),
        ("Nội dung", person.words),
        ("Nhận qua", row.get_source_display()),
        ("Nhận ngày", f"{row.received_on:%d/%m/%Y}"),
        ("Xác định người yêu cầu", row.get_identity_check_display() if row.identity_check else ""),
        ("Hạn trả lời", f"{queries.due_on(row):%d/%m/%Y}"),
        ("Gia hạn", f"Thêm {row.extended_by} ngày: {row.extension_reason}" if row.extended_by else ""),
        ("Thời hạn", clock.words),
        ("Trả lời ngày", f"{local_date(row.closed_at):%d/%m/%Y}" if row.closed_at else ""),
        ("Kết quả", row.get_outcome_display() if row.outcome else ""),
        ("Căn cứ", row.get_ground_display() if row.ground else ""),
        ("Nội dung trả lời", person.reply),
    ]
    return [{"label": label, "value": value, "change_url": ""} for label, value in facts if value]


# -- decisions


@require_POST
def request_confirm(request: HttpRequest, code: str) -> HttpResponse:
    """It is known who asks; the person is told until when there will be an answer."""

    def act(row: DataRequest, form: ConfirmRequestForm) -> DataRequest:
        check = IdentityCheck(form.cleaned_data["identity_check"])
        return actions.confirm(row, identity_check=check, seat=request.seat, at=now())

    return _decide(
        request, code, "confirm_form", lambda row: ConfirmRequestForm(request.POST), act, "Đã xác nhận."
    )


@require_POST
def request_extend(request: HttpRequest, code: str) -> HttpResponse:
    """More days, once; the person is told."""

    def act(row: DataRequest, form: ExtendRequestForm) -> DataRequest:
        data = form.cleaned_data
        return actions.extend(row, days=data["days"], reason=data["reason"], seat=request.seat, at=now())

    return _decide(
        request, code, "extend_form", lambda row: ExtendRequestForm(request.POST), act, "Đã gia hạn."
    )


@reauthentication.required
@require_POST
def request_close(request: HttpRequest, code: str) -> HttpResponse:
    """The answer, and what follows from it."""

    def act(row: DataRequest, form: CloseRequestForm) -> DataRequest:
        return actions.close(row, form.reply, seat=request.seat, at=now(), on=today())

    def form(row: DataRequest) -> CloseRequestForm:
        return CloseRequestForm(request.POST, request=row)

    return _decide(request, code, "close_form", form, act, "Đã trả lời yêu cầu.")


def _decide(
    request: HttpRequest,
    code: str,
    name: str,
    make: Callable[[DataRequest], Any],
    act: Callable[[DataRequest, Any], DataRequest],
    done: str,
) -> HttpResponse:
    purpose = f"personal_data.{name}"
    repeated = taken_before(request, purpose)
    if repeated is not None:
        return repeated
    row = policies.request_for(request.seat, code)
    form = make(row)
    if form.is_valid():
        row.version = form.seen_version
        response = take(
            request,
            form,
            purpose=purpose,
            act=lambda: act(row, form),
            locate=lambda _: reverse("personal_data:request_detail", args=(row.code,)),
            done=done,
            sentences=_REFUSALS,
        )
        if response is not None:
            return response
    row = policies.request_for(request.seat, code)
    return render(request, "personal_data/request_detail.html", _page(row, **{name: form}) | {"form": form})
