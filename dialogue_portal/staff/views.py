"""The pages of people at work: who sits where, inviting, ending, handing over."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import reauthentication
from accounts.decisions import Decision
from accounts.enums import Role
from accounts.forms import PortalForm, new_key
from accounts.models import StaffInvitation
from accounts.taking import SENTENCES, take, taken_before
from dialogue_portal.staff import forms, policies, presentation, verbs
from dialogue_portal.staff.verbs import StaffRefused
from regulation.clock import now, today

PER_PAGE = 25
_REFUSALS = (*SENTENCES, StaffRefused)
PEOPLE = "staff:people"


def _require(decision: Decision) -> None:
    if not decision:
        raise PermissionDenied(decision.reason)


def _back(_: object = None) -> str:
    return reverse(PEOPLE)


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Seats that have not ended, and invitations that nobody answered yet."""
    _require(policies.can_manage(request.seat))
    return _people(request)


def _people(request: HttpRequest, form: PortalForm | None = None) -> HttpResponse:
    seat, on = request.seat, today()
    page = Paginator(policies.seats_of(seat, on=on), PER_PAGE).get_page(request.GET.get("trang"))
    waiting = StaffInvitation.objects.filter(policies.manageable(seat), accepted_at=None, withdrawn_at=None)
    context = {
        "page": page,
        "table": presentation.seats_table(page.object_list, on=on),
        "waiting": [
            {"row": row, "words": presentation.invitation_words(row, at=now()), "key": new_key()}
            for row in waiting.select_related("unit")
        ],
        "form": form,
    }
    return render(request, "staff/people.html", context)


@reauthentication.required
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Ask somebody to sit in a unit."""
    _require(policies.can_manage(request.seat))
    seat = request.seat
    initial = {
        "valid_from": forms.first_day(today()),
        "unit": "" if seat.role == Role.ADMIN else seat.unit.name,
    }
    form = forms.InviteForm(request.POST or None, roles=policies.roles_offered(seat), initial=initial)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        allowed = policies.can_invite_to(seat, typed["unit"])
        if not allowed:
            form.add_error("unit", allowed.reason)
        else:
            place = verbs.Place(
                unit=typed["unit"], role=Role(typed["role"]), title=typed["title"], valid_from=typed["valid_from"],
                valid_until=typed["valid_until"],
            )  # fmt: skip
            response = take(
                request, form, purpose="staff.invite", locate=_back, sentences=_REFUSALS,
                act=lambda: verbs.invite(
                    place, full_name=typed["full_name"], email=typed["email"], seat=seat, at=now()
                ),
                done=f"Đã gửi lời mời đến {typed['email']}. Liên kết dùng một lần, trong 7 ngày.",
            )  # fmt: skip
            if response is not None:
                return response
    context = {
        "form": form,
        "heading": "Mời người dùng",
        "over": "Người dùng",
        "button": "Gửi lời mời",
        "back": _back(),
    }
    return render(request, "reorganisation/form.html", context)


@require_POST
def send_again(request: HttpRequest, code: str) -> HttpResponse:
    """A new link; the one before opens nothing."""
    return _about_invitation(
        request, code, verbs.send_again, "Đã gửi liên kết mới. Liên kết cũ không mở được nữa."
    )


@require_POST
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Take an invitation back."""
    return _about_invitation(request, code, verbs.withdraw, "Đã rút lời mời.")


def _about_invitation(request: HttpRequest, code: str, verb, done: str) -> HttpResponse:
    invitation = policies.invitation_for(request.seat, code)
    form = PortalForm(request.POST)
    if form.is_valid():
        response = take(
            request, form, purpose=f"staff.{verb.__name__}", locate=_back, done=done, sentences=_REFUSALS,
            act=lambda: verb(invitation, seat=request.seat, at=now()),
        )  # fmt: skip
        if response is not None:
            return response
    return _people(request, form)


@reauthentication.required
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, code: str) -> HttpResponse:
    """The last day of a seat."""
    if request.method == "POST" and (earlier := taken_before(request, "staff.end")):
        return earlier
    row = policies.seat_for(request.seat, code, on=today())
    form = forms.EndForm(request.POST or None, initial={"last_on": forms.first_day(today())})
    if request.method == "POST" and form.is_valid():
        response = take(
            request, form, purpose="staff.end", locate=_back, sentences=_REFUSALS,
            done=f"Vị trí của {row.user.full_name} kết thúc ngày {form.cleaned_data['last_on']:%d/%m/%Y}.",
            act=lambda: verbs.end_seat(row, last_on=form.cleaned_data["last_on"], reason=form.cleaned_data["reason"],
                 by=request.seat.actor, on=today(), at=now()),
        )  # fmt: skip
        if response is not None:
            return response
    context = {
        "form": form, "heading": "Kết thúc vị trí", "over": f"{row.user.full_name}, {row.title}, {row.unit.name}",
        "button": "Kết thúc vị trí", "back": _back(),
        "text": "Việc đã làm từ vị trí này giữ nguyên. Việc còn mở là việc của đơn vị và ở lại với đơn vị.",
    }  # fmt: skip
    return render(request, "reorganisation/form.html", context)


@reauthentication.required
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, code: str) -> HttpResponse:
    """One person takes the seat of another over, with what hangs on it, which is shown first."""
    if request.method == "POST" and (earlier := taken_before(request, "staff.hand_over")):
        return earlier
    row, on = policies.seat_for(request.seat, code, on=today()), today()
    form = forms.HandOverForm(
        request.POST or None, initial={"title": row.title, "effective_on": forms.first_day(on)}
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        response = take(
            request, form, purpose="staff.hand_over", locate=_back, sentences=_REFUSALS,
            done=f"Đã bàn giao vị trí {row.title} cho {form.successor.full_name}.",
            act=lambda: verbs.hand_over(
                row, to=form.successor, title=typed["title"], effective_on=typed["effective_on"], note=typed["note"],
                by=request.seat.actor, on=on, at=now(),
            ),
        )  # fmt: skip
        if response is not None:
            return response
    context = {
        "form": form, "row": row, "back": _back(),
        "facts": presentation.inheritance_facts(verbs.inheritance_of(row, on=on)),
        "posts": presentation.posts_of(row, on=on),
    }  # fmt: skip
    return render(request, "staff/hand_over.html", context)
