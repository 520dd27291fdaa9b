"""Putting right who registered or petitioned and how to reach the person."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.taking import SENTENCES, take
from followups import policies as followups
from personal_data import policies
from personal_data.forms.contacts import CorrectionForm
from regulation.clock import now
from sessions_app import policies as sessions
from sessions_app.actions import contact_corrections, guest_contacts
from sessions_app.actions.guests import GuestRefused
from sessions_app.models import GuestContact
from sessions_app.views.planning import require

DONE = "Đã sửa thông tin liên hệ; nhật ký ghi mục đã sửa, không ghi nội dung."


@require_http_methods(["GET", "POST"])
def registrant_contact(request: HttpRequest, code: str, registration_code: str) -> HttpResponse:
    """Correct the contact of somebody who registered."""
    session = sessions.session_for(request.seat, code)
    require(policies.can_correct_registrant(request.seat, session))
    row = sessions.registration_for(session, registration_code)

    def act(given: dict[str, str], reason: str) -> list[str]:
        return contact_corrections.correct_registrant(
            row, given, reason=reason, by=request.seat.actor, at=now()
        )

    back = reverse("sessions_app:registration_detail", args=(session.code, row.code))
    return _correct(request, row.contact, act, back=back, over=f"Phiếu đăng ký số {row.received_number:02d}")


@require_http_methods(["GET", "POST"])
def petitioner_contact(request: HttpRequest, code: str) -> HttpResponse:
    """Correct the contact of a petitioner."""
    petition = followups.petition_for(request.seat, code)
    require(policies.can_correct_petitioner(request.seat, petition))

    def act(given: dict[str, str], reason: str) -> list[str]:
        return contact_corrections.correct_petitioner(
            petition, given, reason=reason, by=request.seat.actor, at=now()
        )

    back = reverse("followups:petition_detail", args=(petition.code,))
    return _correct(request, petition.contact, act, back=back, over=f"Kiến nghị số {petition.number:02d}")


@require_http_methods(["GET", "POST"])
def guest_contact(request: HttpRequest, code: str, guest_code: str) -> HttpResponse:
    """Correct how a guest is reached."""
    session = sessions.session_for(request.seat, code)
    require(policies.can_correct_guest(request.seat, session))
    guest = sessions.guest_for(session, guest_code)

    def act(given: dict[str, str], reason: str) -> GuestContact:
        reach = {name: given.get(name) for name in ("email", "phone", "address")}
        return guest_contacts.correct(guest, **reach, reason=reason, by=request.seat.actor, at=now())

    back = reverse("sessions_app:guests", args=(session.code,))
    asked = f"{reverse('personal_data:request_new')}?ve=khach-moi:{guest.code}"
    over = f"Khách mời {guest.salutation} {guest.full_name}"
    return _correct(request, guest.contact, act, back=back, over=over, with_name=False, request_url=asked)


def _correct(
    request: HttpRequest,
    contact,
    act: Callable[[dict[str, str], str], Any],
    *,
    back: str,
    over: str,
    with_name: bool = True,
    request_url: str = "",
) -> HttpResponse:
    form = CorrectionForm(request.POST or None, contact=contact, with_name=with_name)
    if request.method == "POST" and form.is_valid():
        response = take(
            request,
            form,
            purpose="personal_data.correct_contact",
            act=lambda: act(form.given, form.words),
            locate=lambda _: back,
            done=DONE,
            sentences=(*SENTENCES, GuestRefused),
        )
        if response is not None:
            return response
    context = {
        "form": form,
        "heading": "Sửa thông tin liên hệ",
        "over": over,
        "submit_label": "Lưu thông tin đúng",
        "back_url": back,
        "request_url": request_url,
    }
    return render(request, "personal_data/form.html", context)
