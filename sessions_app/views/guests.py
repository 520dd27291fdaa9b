"""The guest list of a session: names for the own office, contacts masked until somebody gives a reason."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import reauthentication
from regulation.clock import now
from sessions_app import guest_workbooks, policies
from sessions_app.actions import guests as actions
from sessions_app.contacts import masked_email, masked_phone, shown_phone
from sessions_app.forms.guests import ConfirmForm, GuestForm, RevealForm, SheetForm
from sessions_app.guest_sheet import COLUMNS, GuestRow
from sessions_app.models import DialogueSession, Guest
from sessions_app.queries import guests as queries
from sessions_app.views.frame import frame
from sessions_app.views.planning import require
from sessions_app.views.tables import cell, columns
from sessions_app.views.taking import take

PER_PAGE = 25
_ALWAYS_SHOWN = frozenset({"full_name", "phone", "group"})


@require_GET
def guests(request: HttpRequest, code: str) -> HttpResponse:
    """The list by given name; contacts masked."""
    session = policies.session_for(request.seat, code)
    require(policies.can_see_guests(request.seat, session))
    text = request.GET.get("q", "")[:100]
    page = Paginator(queries.guests_of(session, text=text), PER_PAGE).get_page(request.GET.get("trang"))
    context = frame(request, session, current="guests") | {
        "page": page,
        "query": f"{urlencode({'q': text})}&" if text else "",
        "text": text,
        "table": _table(
            page.object_list, session, can_change=policies.can_change_guests(request.seat, session)
        ),
        "can_change": policies.can_change_guests(request.seat, session),
        "reveal_form": RevealForm(),
        "links": _links(session),
    }
    return render(request, "sessions_app/guests.html", context)


def _links(session: DialogueSession) -> dict[str, str]:
    pages = ("guest_add", "guest_import", "guest_reveal", "guests")
    return {page: reverse(f"sessions_app:{page}", args=(session.code,)) for page in pages} | {
        "guest_template": reverse("sessions_app:guest_template")
    }


def _table(guests: list[Guest], session: DialogueSession, *, can_change) -> dict:
    labels = (
        ("Họ và tên", ""),
        ("Khu phố, ấp, tổ chức", ""),
        ("Thành phần", ""),
        ("Điện thoại", ""),
        ("Thư điện tử", ""),
    )
    return {
        "caption": "Khách mời, theo tên",
        "columns": columns(*labels, *([("Thao tác", "")] if can_change else [])),
        "rows": [_row(guest, session, can_change) for guest in guests],
    }


def _row(guest: Guest, session: DialogueSession, can_change) -> list[dict]:
    cells = [
        cell("Họ và tên", f"{guest.salutation} {guest.full_name}".strip()),
        cell("Khu phố, ấp, tổ chức", guest.group),
        cell("Thành phần", guest.get_category_display()),
        cell("Điện thoại", masked_phone(guest.contact.phone) or "Không có"),
        cell("Thư điện tử", masked_email(guest.contact.email) or "Giao giấy"),
    ]
    if can_change:
        remove = reverse("sessions_app:guest_remove", args=(session.code, guest.code))
        cells.append(cell("Thao tác", "Bỏ khỏi danh sách", url=remove))
    return cells


@require_http_methods(["GET", "POST"])
def guest_add(request: HttpRequest, code: str) -> HttpResponse:
    """One person more."""
    session = policies.session_for(request.seat, code)
    require(policies.can_change_guests(request.seat, session))
    form = GuestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        response = take(
            request,
            form,
            purpose="sessions_app.guest_add",
            act=lambda: actions.add(
                session, form.facts(), office=request.seat.unit, by=request.seat.actor, at=now()
            ),
            locate=lambda _: reverse("sessions_app:guests", args=(session.code,)),
            done="Đã thêm 1 khách mời.",
        )
        if response is not None:
            return response
    context = frame(request, session, current="guests") | _page(
        session, form, "Thêm khách mời", "Thêm vào danh sách"
    )
    return render(request, "sessions_app/guest_form.html", context)


@require_http_methods(["GET", "POST"])
def guest_remove(request: HttpRequest, code: str, guest_code: str) -> HttpResponse:
    """Take one person off the list; an invitation already sent ends."""
    session = policies.session_for(request.seat, code)
    require(policies.can_change_guests(request.seat, session))
    guest = policies.guest_for(session, guest_code)
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        response = take(
            request,
            form,
            purpose="sessions_app.guest_remove",
            act=lambda: actions.remove(guest, by=request.seat.actor, at=now()),
            locate=lambda _: reverse("sessions_app:guests", args=(session.code,)),
            done="Đã bỏ 1 người khỏi danh sách khách mời.",
        )
        if response is not None:
            return response
    context = frame(request, session, current="guests") | _page(
        session, form, "Bỏ khách mời khỏi danh sách", "Bỏ khỏi danh sách"
    )
    return render(request, "sessions_app/guest_remove.html", context | {"guest": guest})


def _page(session: DialogueSession, form, heading: str, submit_label: str) -> dict:
    return {
        "form": form,
        "heading": heading,
        "submit_label": submit_label,
        "back_url": reverse("sessions_app:guests", args=(session.code,)),
    }


# -- from a spreadsheet


@require_http_methods(["GET", "POST"])
def guest_import(request: HttpRequest, code: str) -> HttpResponse:
    """Take a spreadsheet; it is read and checked, and nobody is on the list yet."""
    session = policies.session_for(request.seat, code)
    require(policies.can_change_guests(request.seat, session))
    form = SheetForm(request.POST or None, files=request.FILES or None)
    if request.method == "POST" and form.is_valid():
        response = take(
            request,
            form,
            purpose="sessions_app.guest_import",
            act=lambda: actions.keep_sheet(
                session, form.rows, file_name=form.cleaned_data["sheet"].name, seat=request.seat, at=now()
            ),
            locate=lambda sheet: reverse("sessions_app:guest_import_check", args=(session.code, sheet.code)),
        )
        if response is not None:
            return response
    context = frame(request, session, current="guests") | _page(
        session, form, "Nhập khách mời từ Excel", "Kiểm tra tệp"
    )
    return render(
        request,
        "sessions_app/guest_import.html",
        context | {"template_url": reverse("sessions_app:guest_template")},
    )


@require_http_methods(["GET", "POST"])
def guest_import_check(request: HttpRequest, code: str, import_code: str) -> HttpResponse:
    """What the file says: how many rows are valid, and each row to be corrected with its reason."""
    session = policies.session_for(request.seat, code)
    require(policies.can_change_guests(request.seat, session))
    sheet = policies.guest_import_for(session, import_code)
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        response = take(
            request,
            form,
            purpose="sessions_app.guest_import_check",
            act=lambda: actions.confirm_sheet(
                sheet, office=request.seat.unit, by=request.seat.actor, at=now()
            ),
            locate=lambda _: reverse("sessions_app:guests", args=(session.code,)),
            done=lambda added: f"Đã nhập {added} khách mời.",
        )
        if response is not None:
            return response
    summary = queries.sheet_summary(sheet)
    context = frame(request, session, current="guests") | {
        "form": form,
        "sheet": sheet,
        "summary": summary,
        "table": _rejected_table(summary),
        "again_url": reverse("sessions_app:guest_import", args=(session.code,)),
        "rejected_url": reverse("sessions_app:guest_import_rejected", args=(session.code, sheet.code)),
        "guests_url": reverse("sessions_app:guests", args=(session.code,)),
    }
    return render(request, "sessions_app/guest_import_check.html", context)


def _rejected_table(summary: queries.SheetSummary) -> dict:
    shown = [name for name in COLUMNS if name in _ALWAYS_SHOWN | summary.wrong_columns]
    return {
        "caption": "Các dòng cần sửa",
        "columns": columns(("Dòng", "number"), *((COLUMNS[name], "") for name in shown)),
        "rows": [
            [cell("Dòng", str(row.number), kind="number"), *(_checked_cell(row, name) for name in shown)]
            for row in summary.wrong
        ],
    }


def _checked_cell(row: GuestRow, name: str) -> dict:
    problem = row.problems.get(name, "")
    return cell(COLUMNS[name], row.shown(name), note=problem, wrong=problem)


@require_GET
def guest_import_rejected(request: HttpRequest, code: str, import_code: str) -> HttpResponse:
    """The rows to be corrected as a file to take along."""
    session = policies.session_for(request.seat, code)
    require(policies.can_change_guests(request.seat, session))
    sheet = policies.guest_import_for(session, import_code)
    return _workbook(guest_workbooks.rejected(queries.sheet_summary(sheet).wrong), "dong-can-sua.xlsx")


@require_GET
def guest_template(request: HttpRequest) -> HttpResponse:
    """The empty form of a guest list."""
    require(policies.can_plan(request.seat))
    return _workbook(guest_workbooks.template(), "mau-khach-moi.xlsx")


def _workbook(content: bytes, filename: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=guest_workbooks.CONTENT_TYPE,
        headers={
            "Content-Disposition": f'attachment; filename="{filename}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


# -- contacts


@reauthentication.required
@require_POST
@never_cache
def guest_reveal(request: HttpRequest, code: str) -> HttpResponse:
    """Show the contacts of the list once, for a reason that goes into the log."""
    session = policies.session_for(request.seat, code)
    require(policies.can_reveal_contacts(request.seat, session))
    form = RevealForm(request.POST)
    if form.is_valid():
        shown: list[Guest] = []
        response = take(
            request,
            form,
            purpose="sessions_app.guest_reveal",
            act=lambda: shown.extend(
                actions.reveal_contacts(session, reason=form.words, by=request.seat.actor, at=now())
            ),
            locate=lambda _: reverse("sessions_app:guests", args=(session.code,)),
        )
        if response is not None and not shown:
            return response
        if shown:
            context = frame(request, session, current="guests") | {
                "table": _contacts_table(shown, session),
                "reason": form.words,
                "back_url": reverse("sessions_app:guests", args=(session.code,)),
            }
            return render(request, "sessions_app/guest_contacts.html", context)
    context = frame(request, session, current="guests") | _page(
        session, form, "Xem thông tin liên hệ", "Xem thông tin liên hệ"
    )
    return render(request, "sessions_app/guest_form.html", context)


def _contacts_table(guests: list[Guest], session: DialogueSession) -> dict:
    """Each name leads to where the contact is corrected."""
    return {
        "caption": "Thông tin liên hệ của khách mời, theo tên",
        "columns": columns(
            ("Họ và tên", ""),
            ("Khu phố, ấp, tổ chức", ""),
            ("Điện thoại", ""),
            ("Thư điện tử", ""),
            ("Địa chỉ", ""),
        ),
        "rows": [
            [
                cell(
                    "Họ và tên",
                    f"{guest.salutation} {guest.full_name}".strip(),
                    url=reverse("personal_data:guest_contact", args=(session.code, guest.code)),
                ),
                cell("Khu phố, ấp, tổ chức", guest.group),
                cell("Điện thoại", shown_phone(guest.contact.phone)),
                cell("Thư điện tử", guest.contact.email),
                cell("Địa chỉ", guest.contact.address),
            ]
            for guest in guests
        ],
    }
