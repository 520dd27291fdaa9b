"""Following a registration or a petition by its code, without account and without script (Đ9.3.b, Đ13.3.b)."""

import hmac

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.limits import network_of
from documents.responses import file_response
from followups import tracking_links
from followups.forms.tracking import TrackingForm, prefilled
from followups.queries.looks import looks_at
from followups.queries.tracking import followed, notice_duties_of
from followups.tracking_links import CodeHolder
from regulation.calendars import working_calendar
from regulation.clock import now, today
from sessions_app.actions import tracking_codes
from sessions_app.enums import RegistrationState
from sessions_app.models import TrackingCode
from sessions_app.queries.next_steps import next_steps
from sessions_app.views.citizen_door import host_of, open_page

# The same words whatever was wrong: a code that does not exist looks like one with other last digits.
WRONG = (
    "Mã tra cứu hoặc 4 số cuối điện thoại không đúng. Xem lại từng ký tự trên giấy biên nhận; "
    "nếu đã để lại số điện thoại, nhập 4 số cuối của số đó."
)


@open_page
@require_http_methods(["GET", "HEAD", "POST"])
def tracking(request: HttpRequest) -> HttpResponse:
    """The code is typed, or comes with a QR (``?ma=``) and is sent by the person. Reading changes nothing."""
    if request.method != "POST":
        form = TrackingForm(initial={"code": prefilled(request.GET.get("ma", ""))})
        return render(request, "followups/tracking.html", {"form": form})
    form = TrackingForm(request.POST)
    if form.is_valid():
        try:
            found = _found(request, form)
        except tracking_codes.TooManyTries as refusal:
            form.add_error(None, str(refusal))
        else:
            if found is not None:
                response = redirect("followups:tracking_result")
                response.status_code = 303
                return tracking_links.remember(response, found)
            form.add_error(None, WRONG)
    return render(request, "followups/tracking.html", {"form": form})


def _found(request: HttpRequest, form: TrackingForm) -> TrackingCode | None:
    code, network = form.cleaned_data["code"], network_of(request)
    found = tracking_codes.look_up(code, network=network, at=now())
    if found is None:
        return None
    phone = CodeHolder(tracking=found).contact.phone
    if phone and not hmac.compare_digest(phone[-4:], form.cleaned_data["phone_end"]):
        tracking_codes.count_wrong(code, network=network, at=now())
        return None
    return found


@open_page
@require_http_methods(["GET", "HEAD"])
def tracking_result(request: HttpRequest) -> HttpResponse:
    """State, next step, responsible agency, dates, papers; and who looked at the contact."""
    holder = tracking_links.holder_from(request)
    if holder is None:
        return _ask_again(request)
    on, calendar = today(), working_calendar()
    own, registration = holder.petitions, holder.registration
    clocks = {"notice_duties": notice_duties_of(holder.session), "on": on, "calendar": calendar}
    rows = [followed(petition, own=True, **clocks) for petition in own]
    rows += [followed(petition, own=False, **clocks) for petition in holder.shared]
    context = host_of(holder.session) | {
        "session": holder.session,
        "state": RegistrationState(registration.state).citizen_label if registration else "",
        "replies": registration.replies.order_by("-at", "-pk") if registration else [],
        "steps": next_steps(registration, holder.session, calendar=calendar)
        if registration and not rows
        else [],
        "petitions": rows,
        "looks": looks_at(registration, own),
        "has_contact": bool(holder.contact.phone or holder.contact.email or holder.contact.address),
    }
    return render(request, "followups/tracking_result.html", context)


@open_page
@require_http_methods(["GET", "HEAD"])
def tracking_paper(request: HttpRequest, code: str) -> HttpResponse | FileResponse:
    """The file of a written answer or a notice of extension about one's own petition."""
    holder = tracking_links.holder_from(request)
    if holder is None:
        return _ask_again(request)
    paper = holder.paper(code)
    return file_response(paper.file, paper.file.original_name)


@open_page
@require_http_methods(["POST"])
def tracking_leave(request: HttpRequest) -> HttpResponse:
    """End on a device that others use."""
    messages.success(request, "Đã xóa dấu vết tra cứu trên máy này.")
    return tracking_links.forget(redirect("followups:tracking"))


def _ask_again(request: HttpRequest) -> HttpResponse:
    messages.info(request, "Nhập mã tra cứu để xem. Trang kết quả tự đóng sau 30 phút.")
    return redirect("followups:tracking")
