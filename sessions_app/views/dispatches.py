"""The register: how each letter left, handing over on paper, sending again, telling the bodies."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.decisions import Decision
from outbox.enums import Channel
from regulation.clock import local_date, now, today
from sessions_app import policies
from sessions_app.actions import dispatches as actions
from sessions_app.actions import telling
from sessions_app.enums import Delivery, HandedHow
from sessions_app.forms.guests import ConfirmForm
from sessions_app.forms.invitations import HandOverForm, ToldForm
from sessions_app.models import DialogueSession, Dispatch, Guest, Hosting, Invitation
from sessions_app.queries import invitations as queries
from sessions_app.queries.lead_time import SendingWindow, window_of
from sessions_app.views.frame import frame
from sessions_app.views.invitations import VERDICT_CHIPS
from sessions_app.views.planning import require
from sessions_app.views.taking import take

PER_PAGE = 25
_CHIPS = {
    Delivery.NONE: {"kind": "neutral", "text": "Chưa có thư mời", "icon": "new"},
    Delivery.WAITING: {"kind": "neutral", "text": "Chờ gửi", "icon": "waiting"},
    Delivery.FAILED: {"kind": "failed", "text": "Không gửi được", "icon": "failed"},
    Delivery.PAPER: {"kind": "soon", "text": "Chờ giao giấy", "icon": "print"},
    Delivery.LEFT: {"kind": "done", "text": "Đã gửi", "icon": "tick"},
}


@require_GET
def dispatches(request: HttpRequest, code: str) -> HttpResponse:
    """Who has got the letter and who has not, with what can be done about it."""
    session = policies.session_for(request.seat, code)
    require(policies.can_see_invitations(request.seat, session))
    return render(
        request,
        "sessions_app/dispatches.html",
        _page(request, session, HandOverForm(initial={"handed_on": today()})),
    )


def _page(request: HttpRequest, session: DialogueSession, form: HandOverForm) -> dict:
    chosen = request.GET.get("trang-thai", "")
    chosen = chosen if chosen in Delivery.values else ""
    page = Paginator(queries.register(session, delivery=chosen), PER_PAGE).get_page(request.GET.get("trang"))
    window = window_of(session, on=today())
    may = policies.can_dispatch(request.seat, session)
    hostings = list(session.hostings.select_related("post__unit").order_by("position", "pk"))
    return frame(request, session, current="invitations") | {
        "form": form,
        "page": page,
        "query": f"{urlencode({'trang-thai': chosen})}&" if chosen else "",
        "rows": [_row(guest, session, window, may, hostings) for guest in page.object_list],
        "filters": _filters(session, chosen),
        "can_dispatch": may,
        "hand_over_url": reverse("sessions_app:hand_over", args=(session.code,)),
        "bodies": [
            _body(body, session, can_note=policies.can_edit(request.seat, session))
            for body in session.attending_bodies.select_related("unit")
        ],
        "invitations_url": reverse("sessions_app:invitations", args=(session.code,)),
        "register_url": reverse("sessions_app:paper_register", args=(session.code,))
        if queries.paper_lines(session).exists()
        else "",
    }


def _filters(session: DialogueSession, chosen: str) -> list[dict]:
    counts = queries.delivery_counts(session)
    address = reverse("sessions_app:dispatches", args=(session.code,))
    everything = {"label": "Tất cả", "url": address, "count": sum(counts.values()), "current": not chosen}
    return [everything] + [
        {
            "label": Delivery(value).label,
            "url": f"{address}?{urlencode({'trang-thai': value})}",
            "count": count,
            "current": value == chosen,
        }
        for value, count in counts.items()
        if count
    ]


def _row(guest: Guest, session: DialogueSession, window: SendingWindow, may, hostings: list[Hosting]) -> dict:
    """One guest; ``selectable`` where a letter on paper can still be entered as handed over."""
    invitation = guest.live[0] if guest.live else None
    lines = invitation.of_plan if invitation else []
    delivery = Delivery(guest.delivery)
    open_ways = (Delivery.PAPER, Delivery.FAILED, Delivery.WAITING)
    return {
        "name": f"{guest.salutation} {guest.full_name}".strip(),
        "group": guest.group,
        "chip": _CHIPS[delivery],
        "ways": [_way(line) for line in lines],
        "verdict": VERDICT_CHIPS.get(str(window.verdict_on(guest.first_left_on)), "")
        if guest.first_left_on
        else "",
        "left_on": guest.first_left_on,
        "code": invitation.code if invitation else "",
        "selectable": bool(may) and invitation is not None and delivery in open_ways,
        "resend_url": _of("send_again", session, invitation) if may and delivery == Delivery.FAILED else "",
        "contact_url": _of("guest_contact", session, invitation)
        if may and delivery == Delivery.FAILED
        else "",
        "returned_url": _of("paper_returned", session, invitation)
        if may and any(_is_under_way(line) for line in lines)
        else "",
        "letters": _letters(session, invitation, hostings) if lines else [],
    }


def _letters(session: DialogueSession, invitation: Invitation, hostings: list[Hosting]) -> list[dict]:
    """The letters of one guest to print: one, or one of each host of a joint session."""
    url = _of("invitation_letter", session, invitation)
    if len(hostings) == 1:
        return [{"url": url, "of": ""}]
    return [
        {"url": f"{url}?{urlencode({'cua': hosting.code})}", "of": hosting.post.unit.name}
        for hosting in hostings
    ]


def _is_under_way(line: Dispatch) -> bool:
    """A letter on paper that was handed over and has not come back."""
    return line.channel == Channel.PRINT and line.left_on is not None and not line.failed_reason


def _way(line: Dispatch) -> str:
    """One line of the register in words."""
    channel = Channel(line.channel).label
    if line.left_on is not None and line.failed_reason:
        return f"{channel}: {line.left_on:%d/%m/%Y}, bị trả lại ({line.failed_reason})"
    if line.failed_reason:
        return f"{channel}: không gửi được ({line.failed_reason})"
    if line.left_on is None:
        waiting = line.message.get_state_display() if line.message else "Chờ"
        return f"{channel}: {waiting.lower()}"
    by = f", người giao {line.handed_by}" if line.handed_by else ""
    how = ""
    if line.handed_how and line.handed_how != HandedHow.IN_PERSON:
        how = f", {line.get_handed_how_display().lower()}"
    number = f" số {line.post_number}" if line.post_number else ""
    return f"{channel}: {line.left_on:%d/%m/%Y}{how}{number}{by}"


def _of(name: str, session: DialogueSession, invitation) -> str:
    """A page of one invitation in the register."""
    return reverse(f"sessions_app:{name}", args=(session.code, invitation.code))


def _body(body, session: DialogueSession, *, can_note: Decision) -> dict:
    told = f"Đã thông báo {local_date(body.notified_at):%d/%m/%Y}" if body.notified_at else "Chưa thông báo"
    return {
        "name": body.unit.name,
        "told": told,
        "representative": body.representative,
        "url": reverse("sessions_app:body_told", args=(session.code, body.unit.code)),
        "waiting": can_note and body.notified_at is None,
    }


@require_POST
def hand_over(request: HttpRequest, code: str) -> HttpResponse:
    """Enter the chosen letters as handed over on paper."""
    session = policies.session_for(request.seat, code)
    require(policies.can_dispatch(request.seat, session))
    form = HandOverForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        chosen = policies.invitations_among(session, request.POST.getlist("thu-moi"))
        if data["everybody"]:
            chosen = queries.awaiting_paper(session)
        response = take(
            request,
            form,
            purpose="sessions_app.hand_over",
            act=lambda: actions.hand_over(
                session,
                chosen,
                handed_on=data["handed_on"],
                handed_by=data["handed_by"],
                late_reason=data["late_reason"],
                how=data["handed_how"],
                post_number=data["post_number"],
                by=request.seat.actor,
                on=today(),
                at=now(),
            ),
            locate=lambda _: reverse("sessions_app:dispatches", args=(session.code,)),
            done=lambda number: f"Đã ghi nhận giao {number} thư mời giấy.",
        )
        if response is not None:
            return response
    return render(request, "sessions_app/dispatches.html", _page(request, session, form))


@require_POST
def send_again(request: HttpRequest, code: str, invitation_code: str) -> HttpResponse:
    """Try once more after a failure."""
    session = policies.session_for(request.seat, code)
    require(policies.can_dispatch(request.seat, session))
    invitation = policies.invitation_for(session, invitation_code)
    form = ConfirmForm(request.POST)
    if form.is_valid():
        response = take(
            request,
            form,
            purpose="sessions_app.send_again",
            act=lambda: actions.send_again(session, invitation, by=request.seat.actor, at=now()),
            locate=lambda _: reverse("sessions_app:dispatches", args=(session.code,)),
            done="Thư mời đang được gửi lại.",
        )
        if response is not None:
            return response
    messages.error(request, " ".join(form.non_field_errors()))
    return redirect("sessions_app:dispatches", code=session.code)


@require_http_methods(["GET", "POST"])
def body_told(request: HttpRequest, code: str, unit_code: str) -> HttpResponse:
    """Note that a body was asked on paper or by telephone, and who comes."""
    session = policies.session_for(request.seat, code)
    require(policies.can_edit(request.seat, session))
    body = policies.attending_body_for(session, unit_code)
    form = ToldForm(request.POST or None, initial={"representative": body.representative})
    if request.method == "POST" and form.is_valid():
        response = take(
            request,
            form,
            purpose="sessions_app.body_told",
            act=lambda: telling.record_told(
                body, representative=form.cleaned_data["representative"], by=request.seat.actor, at=now()
            ),
            locate=lambda _: reverse("sessions_app:dispatches", args=(session.code,)),
            done=f"Đã ghi nhận đã thông báo {body.unit.name}.",
        )
        if response is not None:
            return response
    context = frame(request, session, current="invitations") | {
        "form": form,
        "heading": f"Ghi nhận đã thông báo {body.unit.name}",
        "submit_label": "Ghi nhận",
        "back_url": reverse("sessions_app:dispatches", args=(session.code,)),
    }
    return render(request, "sessions_app/session_reason.html", context)
