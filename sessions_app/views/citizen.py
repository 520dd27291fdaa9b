"""Behind the link of an invitation: the invitation, the answer to it, the receipt (Đ9.1.b, Đ19.1)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods

from accounts.forms import new_key
from accounts.limits import DAY, HOUR, Limit, network_of
from accounts.links import typed
from audit.submissions import perform
from audit.transitions import TransitionRefused
from regulation.calendars import working_calendar
from regulation.clock import now, today
from regulation.date_words import clock_words, long_date, long_moment
from regulation.refusals import OutOfScope
from sessions_app import citizen_drafts as drafts
from sessions_app import policies
from sessions_app.actions import registrations, tracking_codes
from sessions_app.calendar_file import session_entry
from sessions_app.citizen_links import LinkHolder, forget, holder_from, opens, remember
from sessions_app.contacts import masked_email, masked_phone
from sessions_app.enums import InvitationResponse, RegistrationState, SessionState
from sessions_app.forms.citizen import ReceiptCodeForm, RespondForm, ShortCodeForm, WithdrawForm
from sessions_app.models import DialogueSession, Invitation, SpeakingRegistration
from sessions_app.queries import registrations as queries
from sessions_app.queries.next_steps import next_steps
from sessions_app.views.citizen_door import citizen_page, link_closed, open_page, page

# Forty bits of a code on paper stand behind these two; a whole ward may share one network.
WRONG_CODES_PER_NETWORK = Limit("short-code-network", 30, HOUR)
WRONG_CODES_PER_PREFIX = Limit("short-code-prefix", 10, DAY)
REPEATED = "Biểu mẫu này đã được gửi trước đó."


@open_page
@require_http_methods(["GET", "HEAD"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a letter: checked, exchanged for a cookie, and left behind. Changes no row."""
    invitation = queries.invitation_by_token(token)
    if invitation is None or not opens(invitation, on=today()):
        return link_closed(request, invitation)
    return _let_in(request, invitation)


@open_page
@require_http_methods(["GET", "POST"])
def enter_by_code(request: HttpRequest) -> HttpResponse:
    """The code of a paper invitation opens the same page as the link."""
    form = ShortCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code, network, at = typed(form.cleaned_data["short_code"]), network_of(request), now()
        within = WRONG_CODES_PER_NETWORK.allows(network, at=at) and WRONG_CODES_PER_PREFIX.allows(
            code[:4], at=at
        )
        if not within:
            form.add_error(None, "Đã nhập sai nhiều lần. Ông/bà thử lại sau, hoặc gọi số in trên thư mời.")
        else:
            invitation = queries.invitation_by_short_code(code)
            if invitation is not None and opens(invitation, on=today()):
                return _let_in(request, invitation)
            WRONG_CODES_PER_NETWORK.count(network, at=at)
            WRONG_CODES_PER_PREFIX.count(code[:4], at=at)
            form.add_error("short_code", "Không có thư mời nào còn hiệu lực với mã này. Xem lại từng ký tự.")
    return render(request, "sessions_app/citizen_code.html", {"form": form})


def _let_in(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    holder = LinkHolder.arriving(invitation, holder_from(request, at=now()))
    response = redirect("sessions_app:invitation_page")
    response.status_code = 303
    return remember(response, holder, on=today())


@citizen_page
@require_http_methods(["GET", "HEAD"])
def invitation(request: HttpRequest, holder: LinkHolder) -> HttpResponse:
    """The invitation: when, where, who presides, what about; three ways to answer."""
    at = now()
    session, closes_at = holder.session, queries.registration_closes_at(holder.session)
    context = {
        "over": _letter_number(session),
        "title": f"Kính mời {_addressed(holder)} dự buổi tiếp xúc, đối thoại",
        "facts": _facts(session),
        "notice": _notice(session),
        "may_register": policies.can_register(holder, at=at),
        "may_respond": policies.can_respond(holder, at=at),
        "registration": holder.registration,
        "response_words": _RESPONSES[holder.invitation.response],
        "closes": f"{clock_words(localtime(closes_at))}, {long_date(localtime(closes_at))}"
        if closes_at
        else "",
        "idempotency_key": new_key(),
        "attending": InvitationResponse.ATTENDING.value,
    }
    return page(request, holder, "sessions_app/citizen_invitation.html", context)


_RESPONSES = {
    InvitationResponse.NONE: "",
    InvitationResponse.ATTENDING: "Ông/bà đã báo sẽ dự buổi đối thoại.",
    InvitationResponse.DECLINED: "Ông/bà đã báo không dự được.",
}


def _letter_number(session: DialogueSession) -> str:
    papers = [
        hosting.invitation_document.cited.removeprefix("số ")
        for hosting in session.hostings.select_related("invitation_document")
        if hosting.invitation_document
    ]
    return f"Thư mời số {' và '.join(papers)}" if papers else "Thư mời"


def _addressed(holder: LinkHolder) -> str:
    salutation = holder.guest.salutation.lower() or "ông/bà"
    return f"{salutation} {holder.guest.full_name}"


def _facts(session: DialogueSession) -> list[dict[str, str]]:
    starts = localtime(session.starts_at)
    until = f" đến khoảng {clock_words(localtime(session.planned_end_at))}" if session.planned_end_at else ""
    facts = [
        {"icon": "calendar", "title": long_date(starts), "text": f"{clock_words(starts)}{until}"},
        {"icon": "place-solid", "title": session.place, "text": "Địa điểm"},
    ]
    seen = {}
    for hosting in session.hostings.prefetch_related("presidencies__official"):
        for presidency in hosting.presidencies.all():
            seen.setdefault(presidency.official, []).append(presidency.title)
    for official, titles in seen.items():
        words = ", ".join(dict.fromkeys(titles))
        facts.append(
            {
                "icon": "person-solid",
                "title": f"{official.salutation} {official.full_name}",
                "text": f"{words}, người chủ trì",
            }
        )
    return [*facts, {"icon": "petition-solid", "title": session.content, "text": "Nội dung buổi đối thoại"}]


def _notice(session: DialogueSession) -> str:
    return {
        SessionState.POSTPONED: "Buổi đối thoại này tạm hoãn. Văn phòng sẽ gửi thư mời mới khi có lịch.",
        SessionState.CANCELLED: "Buổi đối thoại này không tổ chức nữa.",
    }.get(session.state, "")


@citizen_page
@require_http_methods(["GET"])
def decline(request: HttpRequest, holder: LinkHolder) -> HttpResponse:
    """Not coming: a reason if one likes, and the way to send an opinion all the same."""
    decision = policies.can_respond(holder, at=now())
    if not decision:
        return _back(request, decision.reason)
    form = RespondForm(initial={"response": InvitationResponse.DECLINED})
    return page(request, holder, "sessions_app/citizen_decline.html", _decline_context(holder, form))


def _decline_context(holder: LinkHolder, form: RespondForm) -> dict:
    return {"form": form, "may_register": policies.can_register(holder, at=now())}


@citizen_page
@require_http_methods(["GET", "POST"])
def respond(request: HttpRequest, holder: LinkHolder) -> HttpResponse:
    """Record that somebody comes or does not. Opened again later, the address leads to the invitation."""
    if request.method == "GET":
        return redirect("sessions_app:invitation_page")
    form = RespondForm(request.POST)
    if not form.is_valid():
        return page(request, holder, "sessions_app/citizen_decline.html", _decline_context(holder, form))
    here = reverse("sessions_app:invitation_page")
    try:
        outcome = perform(
            key=form.key,
            purpose="sessions_app.respond",
            act=lambda: registrations.respond(
                holder.invitation,
                response=InvitationResponse(form.cleaned_data["response"]),
                reason=form.cleaned_data["reason"],
                by=holder.actor,
                at=now(),
            ),
            locate=lambda _: here,
        )
    except registrations.RegistrationClosed as closed:
        return _back(request, str(closed))
    if outcome.repeated:
        messages.info(request, REPEATED)
    else:
        messages.success(request, "Văn phòng đã nhận phản hồi của ông/bà.")
    return redirect(outcome.location)


def _back(request: HttpRequest, reason: str) -> HttpResponse:
    messages.warning(request, reason)
    return redirect("sessions_app:invitation_page")


@citizen_page
@require_http_methods(["GET", "HEAD"])
def receipt(request: HttpRequest, holder: LinkHolder) -> HttpResponse:
    """What was received, the code and what comes next. Without the code only that something was received."""
    if holder.registration is None:
        return redirect("sessions_app:invitation_page")
    own = holder.own_registration
    if own is None:
        return _locked_receipt(request, holder, ReceiptCodeForm())
    context = {
        "code": tracking_codes.code_of(own.tracking),
        "received_title": _RECEIVED[own.source],
        "sent_to": _sent_to(own),
        "state": RegistrationState(own.state).citizen_label,
        "order": own.speaking_position,
        "replies": own.replies.order_by("-at", "-pk"),
        "steps": next_steps(own, holder.session, calendar=working_calendar()),
        "notice": _notice(holder.session),
        "may_revise": policies.can_revise(holder, at=now()),
        "has_day": holder.session.starts_at is not None,
    }
    response = page(request, holder, "sessions_app/citizen_receipt.html", context)
    return remember(response, holder, on=today())


_RECEIVED = {
    "web": "Đã nhận đăng ký phát biểu",
    "paper": "Đã nhận phiếu đăng ký phát biểu",
    "desk": "Đã nhận đăng ký phát biểu tại buổi",
}


def _sent_to(registration: SpeakingRegistration) -> str:
    contact = registration.contact
    if contact.email:
        return (
            f"Văn phòng gửi mã này đến địa chỉ {masked_email(contact.email)}. "
            "Ông/bà dùng mã để xem kết quả trả lời."
        )
    reach = f" Văn phòng sẽ gọi số {masked_phone(contact.phone)} khi cần." if contact.phone else ""
    return f"Ông/bà chép hoặc in mã này để xem kết quả trả lời.{reach}"


def _locked_receipt(request: HttpRequest, holder: LinkHolder, form: ReceiptCodeForm) -> HttpResponse:
    sent_at = long_moment(localtime(holder.registration.submitted_at))
    return page(
        request, holder, "sessions_app/citizen_receipt_locked.html", {"form": form, "sent_at": sent_at}
    )


@citizen_page
@require_http_methods(["GET", "POST"])
def unlock_receipt(request: HttpRequest, holder: LinkHolder) -> HttpResponse:
    """Show and change on this device what another one sent, for whoever knows the code of the receipt."""
    if request.method == "GET" or holder.registration is None:
        return redirect("sessions_app:receipt")
    form = ReceiptCodeForm(request.POST)
    if form.is_valid():
        try:
            tracking = tracking_codes.look_up(
                form.cleaned_data["tracking_code"], network=network_of(request), at=now()
            )
        except tracking_codes.TooManyTries as refusal:
            form.add_error(None, str(refusal))
        else:
            if tracking is not None and tracking.registration_id == holder.registration.pk:
                response = redirect("sessions_app:receipt")
                return remember(response, holder.with_registration(holder.registration), on=today())
            form.add_error("tracking_code", "Mã tra cứu không đúng. Xem lại từng ký tự trên giấy biên nhận.")
    return _locked_receipt(request, holder, form)


@citizen_page
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, holder: LinkHolder) -> HttpResponse:
    """Take the registration back, after one look at what that means."""
    own = holder.own_registration
    if own is None:
        return redirect("sessions_app:receipt")
    decision = policies.can_revise(holder, at=now())
    if not decision:
        return _back(request, decision.reason)
    form = WithdrawForm(request.POST or None, initial={"version": own.version})
    if request.method == "POST" and form.is_valid():
        own.version = form.seen_version
        try:
            outcome = perform(
                key=form.key,
                purpose="sessions_app.withdraw",
                act=lambda: registrations.withdraw(own, by=holder.actor, at=now()),
                locate=lambda _: reverse("sessions_app:invitation_page"),
            )
        except TransitionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            drafts.discard(holder)
            messages.success(request, REPEATED if outcome.repeated else "Đã rút đăng ký phát biểu.")
            return redirect(outcome.location)
    return page(request, holder, "sessions_app/citizen_withdraw.html", {"form": form})


@citizen_page
@require_http_methods(["GET", "HEAD"])
def calendar_entry(request: HttpRequest, holder: LinkHolder) -> HttpResponse:
    """The session for the calendar of a telephone."""
    if holder.session.starts_at is None:
        return _back(request, "Buổi đối thoại chưa có ngày.")
    response = HttpResponse(
        session_entry(holder.session, at=now()), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="buoi-doi-thoai.ics"'
    return response


@citizen_page
@require_http_methods(["POST"])
def leave(request: HttpRequest, holder: LinkHolder) -> HttpResponse:
    """End on a device that others use: drafts and cookie go. What was sent stays sent."""
    drafts.discard(holder)
    return forget(render(request, "sessions_app/citizen_left.html"))


@open_page
@require_http_methods(["GET", "HEAD"])
def out_of_scope(request: HttpRequest) -> HttpResponse:
    """Where complaints, denunciations and the like belong (Đ2.2)."""
    channels = [{"label": channel.label, "value": channel.guidance} for channel in OutOfScope]
    return render(request, "sessions_app/citizen_out_of_scope.html", {"channels": channels})
