"""The programme: its steps, the order of speakers, the paper (Đ9.1.a, Đ9.1.b)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.decisions import Decision
from accounts.forms import new_key
from audit.submissions import perform
from audit.transitions import TransitionRefused
from audit.versions import EditConflict
from documents import rendering
from documents.responses import pdf_response
from regulation.clock import now, today
from regulation.date_words import clock_words
from regulation.violations import RuleViolation
from sessions_app import policies
from sessions_app.actions import programme as verbs
from sessions_app.forms.programme import MoveForm
from sessions_app.models import DialogueSession, SpeakingRegistration
from sessions_app.programme_paper import first_hosting, programme_paper, programme_steps
from sessions_app.queries.proceedings import first_line
from sessions_app.queries.registrations import latest_voice, speakers
from sessions_app.run_sheet_paper import run_sheet
from sessions_app.views.frame import frame
from sessions_app.views.taking import REPEATED


def _require(decision: Decision) -> None:
    if not decision:
        raise PermissionDenied(decision.reason)


@require_GET
def programme(request: HttpRequest, code: str) -> HttpResponse:
    """The steps with their times, and who speaks in which order."""
    session = policies.session_for(request.seat, code)
    _require(policies.can_see_registrations(request.seat, session))
    may_order = policies.can_order(request.seat, session)
    rows = list(speakers(session))
    hosting = session.hostings.all()[0]
    context = frame(request, session, current="programme") | {
        "steps": [_step(step) for step in programme_steps(session, branch=hosting.branch)],
        "speakers": [_speaker(session, row, last=len(rows)) for row in rows],
        "may_order": may_order,
        "paper_url": _paper_url(session),
    }
    return render(request, "sessions_app/programme.html", context)


def _step(step) -> dict[str, str]:
    return {
        "time": clock_words(step.starts_at) if step.starts_at else "",
        "content": step.content,
        "performed_by": step.performed_by,
    }


def _speaker(session: DialogueSession, row: SpeakingRegistration, *, last: int) -> dict:
    voice = latest_voice(row)
    return {
        "position": row.speaking_position,
        "name": f"{row.contact.salutation} {row.contact.full_name}".strip(),
        "number": f"{row.received_number:02d}",
        "field": voice.field.name,
        "topic": first_line(voice.text, 90),
        "url": reverse("sessions_app:registration_detail", args=(session.code, row.code)),
        "code": row.code,
        "version": row.version,
        "key_up": new_key(),
        "key_down": new_key(),
        "is_first": row.speaking_position == 1,
        "is_last": row.speaking_position == last,
    }


def _paper_url(session: DialogueSession) -> str:
    try:
        first_hosting(session)
    except RuleViolation:
        return ""
    return reverse("sessions_app:programme_pdf", args=(session.code,))


@require_POST
def move_speaker(request: HttpRequest, code: str) -> HttpResponse:
    """One speaker up or down by one place. What stands in the way is said above the list."""
    session = policies.session_for(request.seat, code)
    _require(policies.can_order(request.seat, session))
    here = reverse("sessions_app:programme", args=(session.code,))
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Biểu mẫu này đã cũ. Xem lại thứ tự rồi làm lại.")
        return redirect(here)
    registration = policies.registration_for(session, form.cleaned_data["registration"])
    registration.version = form.seen_version
    try:
        outcome = perform(
            key=form.key,
            purpose="sessions_app.move_speaker",
            act=lambda: verbs.move(
                registration, up=form.cleaned_data["direction"] == "up", by=request.seat.actor, at=now()
            ),
            locate=lambda _: here,
        )
    except EditConflict:
        messages.error(request, "Có người vừa đổi thứ tự. Xem lại thứ tự mới rồi làm lại.")
        return redirect(here)
    except TransitionRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(here)
    if outcome.repeated:
        messages.info(request, REPEATED)
    return redirect(outcome.location)


@require_GET
def programme_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The programme to print, as it stands now."""
    session = policies.session_for(request.seat, code)
    _require(policies.can_see_registrations(request.seat, session))
    try:
        paper = programme_paper(session, on=today())
    except RuleViolation as missing:
        messages.error(request, str(missing))
        return redirect("sessions_app:programme", code=session.code)
    return pdf_response(rendering.preview(paper), f"chuong-trinh-{session.code}.pdf")


@require_GET
def run_sheet_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The run sheet of the day to print, for presider and minute taker: it names who speaks."""
    session = policies.session_for(request.seat, code)
    _require(policies.can_see_registrations(request.seat, session))
    try:
        paper = run_sheet(session, on=today())
    except RuleViolation as missing:
        messages.error(request, str(missing))
        return redirect("sessions_app:programme", code=session.code)
    return pdf_response(rendering.preview(paper), f"ban-dieu-hanh-{session.code}.pdf")
