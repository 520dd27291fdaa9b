"""The register of letters on paper: the sheet that is taken along, letters that came back, contacts to be corrected."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from regulation.clock import now, today
from sessions_app import policies
from sessions_app.actions import dispatches, guest_contacts
from sessions_app.contacts import masked_email, masked_phone
from sessions_app.forms.invitations import GuestContactForm, PaperReturnedForm
from sessions_app.models import Dispatch
from sessions_app.queries import invitations as queries
from sessions_app.views.frame import frame
from sessions_app.views.planning import require
from sessions_app.views.taking import take


@require_GET
def paper_register(request: HttpRequest, code: str) -> HttpResponse:
    """Every letter on paper of the plan with a place to sign; no contact stands on it."""
    session = policies.session_for(request.seat, code)
    require(policies.can_see_invitations(request.seat, session))
    papers = queries.papers_of_plan(session)
    context = frame(request, session, current="invitations") | {
        "rows": [_row(number, line) for number, line in enumerate(queries.paper_lines(session), start=1)],
        "papers": ", ".join(str(paper) for paper in papers),
        "back_url": reverse("sessions_app:dispatches", args=(session.code,)),
    }
    return render(request, "sessions_app/paper_register.html", context)


def _row(number: int, line: Dispatch) -> dict:
    guest = line.invitation.guest
    if line.returned_on:
        state = f"Bị trả lại {line.returned_on:%d/%m/%Y}: {line.failed_reason}"
    elif line.failed_reason:
        state = line.failed_reason
    else:
        state = "" if line.left_on else "Chờ giao"
    return {
        "number": number,
        "name": f"{guest.salutation} {guest.full_name}".strip(),
        "group": guest.group,
        "left_on": line.left_on,
        "how": line.get_handed_how_display(),
        "by": f"{line.handed_by}, số {line.post_number}" if line.post_number else line.handed_by,
        "state": state,
    }


@require_http_methods(["GET", "POST"])
def paper_returned(request: HttpRequest, code: str, invitation_code: str) -> HttpResponse:
    """Enter that a letter on paper came back."""
    session = policies.session_for(request.seat, code)
    require(policies.can_dispatch(request.seat, session))
    invitation = policies.invitation_for(session, invitation_code)
    form = PaperReturnedForm(request.POST or None, initial={"returned_on": today()})
    back_url = reverse("sessions_app:dispatches", args=(session.code,))
    if request.method == "POST" and form.is_valid():
        response = take(
            request,
            form,
            purpose="sessions_app.paper_returned",
            act=lambda: dispatches.paper_returned(
                session,
                invitation,
                returned_on=form.cleaned_data["returned_on"],
                reason=form.cleaned_data["reason"],
                by=request.seat.actor,
                on=today(),
                at=now(),
            ),
            locate=lambda _: back_url,
            done="Đã ghi nhận thư giấy bị trả lại. Gọi điện hoặc giao lại.",
        )
        if response is not None:
            return response
    context = frame(request, session, current="invitations") | {
        "form": form,
        "heading": f"Thư giấy bị trả lại: {invitation.guest.salutation} {invitation.guest.full_name}",
        "submit_label": "Ghi nhận",
        "back_url": back_url,
    }
    return render(request, "sessions_app/session_reason.html", context)


@require_http_methods(["GET", "POST"])
def guest_contact(request: HttpRequest, code: str, invitation_code: str) -> HttpResponse:
    """Correct how a guest is reached. What stands there is shown masked."""
    session = policies.session_for(request.seat, code)
    require(policies.can_dispatch(request.seat, session))
    invitation = policies.invitation_for(session, invitation_code)
    contact = invitation.guest.contact
    form = GuestContactForm(request.POST or None)
    for name, shown in (("email", masked_email(contact.email)), ("phone", masked_phone(contact.phone))):
        form.fields[name].help_text = f"Đang ghi: {shown or 'chưa có'}; để trống thì giữ nguyên"
    back_url = reverse("sessions_app:dispatches", args=(session.code,))
    if request.method == "POST" and form.is_valid():
        response = take(
            request,
            form,
            purpose="sessions_app.guest_contact",
            act=lambda: guest_contacts.correct(
                invitation.guest, **form.corrected, by=request.seat.actor, at=now()
            ),
            locate=lambda _: back_url,
            done="Đã sửa liên hệ. Bấm “Gửi lại” để gửi thư mời đến địa chỉ mới.",
        )
        if response is not None:
            return response
    context = frame(request, session, current="invitations") | {
        "form": form,
        "heading": f"Sửa liên hệ: {invitation.guest.salutation} {invitation.guest.full_name}",
        "submit_label": "Lưu liên hệ",
        "back_url": back_url,
    }
    return render(request, "sessions_app/session_reason.html", context)
