"""Recording what was raised: from a turn, from a slip that was not spoken, corrected, and its code for the person."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from regulation.clock import now
from sessions_app import policies
from sessions_app.actions import petitions
from sessions_app.forms.proceedings import CorrectionForm, MatterForm, SpontaneousForm, initial_of
from sessions_app.models import DialogueSession, Petition, SpeakingRegistration, Turn
from sessions_app.queries.petitions import of_turn, slip_of
from sessions_app.queries.proceedings import called, first_line
from sessions_app.queries.registrations import latest_voice
from sessions_app.views.frame import frame
from sessions_app.views.planning import require
from sessions_app.views.taking import take


@require_http_methods(["GET", "POST"])
def petition_new(request: HttpRequest, code: str, turn_code: str) -> HttpResponse:
    """One matter out of a turn; a turn may hold several (Đ9.2.c, Đ13.2.c)."""
    session = policies.session_for(request.seat, code)
    require(policies.can_record_petitions(request.seat, session))
    turn = policies.turn_for(session, turn_code)
    slip = slip_of(turn)
    form_class = MatterForm if slip else SpontaneousForm
    form = form_class(
        request.POST or None, initial=_from_turn(turn, slip), withheld=bool(slip and slip.withhold_identity)
    )
    if request.method == "POST" and form.is_valid():
        response = take(
            request, form, purpose="sessions_app.record_petition",
            act=lambda: petitions.record(
                session, form.raised(), turn=turn, registration=slip,
                petitioner=None if slip else form.petitioner(), by=request.seat.actor, at=now(),
            ),
            locate=lambda petition: _after(session, petition),
            done=lambda petition: f"Đã ghi nhận kiến nghị số {petition.number:02d}.",
        )  # fmt: skip
        if response is not None:
            return response
    context = {
        "form": form,
        "heading": f"Ghi kiến nghị từ lượt {turn.position}",
        "raised_by": called(turn),
        "from_slip": slip is not None,
        "others": of_turn(turn),
        "back_url": reverse("sessions_app:turn", args=(code, turn.code)),
        "submit_label": "Ghi kiến nghị",
    }
    return _page(request, session, context)


def _from_turn(turn: Turn, slip: SpeakingRegistration | None) -> dict[str, Any]:
    """What is known already: the slip on the first matter, then what was noted."""
    first = not of_turn(turn).exists()
    if slip is not None and first:
        voice = latest_voice(slip)
        return {
            "summary": first_line(voice.text, 150),
            "text": turn.text or voice.text,
            "field": voice.field.key,
        }
    if not first:
        return {}
    initial = {"text": turn.text, "summary": first_line(turn.text, 150)}
    return initial | ({} if slip else {"full_name": turn.speaker_label})


@require_http_methods(["GET", "POST"])
def petition_from_slip(request: HttpRequest, code: str, registration_code: str) -> HttpResponse:
    """A matter that was handed in and not spoken: minuted and followed up like the others."""
    session = policies.session_for(request.seat, code)
    require(policies.can_record_petitions(request.seat, session))
    slip = policies.registration_for(session, registration_code)
    voice = latest_voice(slip)
    initial = {"summary": first_line(voice.text, 150), "text": voice.text, "field": voice.field.key}
    form = MatterForm(request.POST or None, initial=initial, withheld=slip.withhold_identity)
    if request.method == "POST" and form.is_valid():
        response = take(
            request, form, purpose="sessions_app.record_slip",
            act=lambda: petitions.record(
                session, form.raised(), turn=None, registration=slip, petitioner=None,
                by=request.seat.actor, at=now(),
            ),
            locate=lambda petition: _after(session, petition),
            done=lambda petition: f"Đã ghi nhận kiến nghị số {petition.number:02d}.",
        )  # fmt: skip
        if response is not None:
            return response
    context = {
        "form": form,
        "heading": f"Ghi kiến nghị từ phiếu số {slip.received_number:02d}",
        "raised_by": f"Ý kiến bằng văn bản, phiếu số {slip.received_number:02d}",
        "from_slip": True,
        "others": Petition.objects.none(),
        "back_url": reverse("sessions_app:proceedings", args=(code,)),
        "submit_label": "Ghi kiến nghị",
    }
    return _page(request, session, context)


def _after(session: DialogueSession, petition: Petition) -> str:
    """Whoever did not register gets the code now; the others have theirs on the receipt."""
    if petition.registration_id is None:
        return reverse("sessions_app:petition_receipt", args=(session.code, petition.code))
    if petition.turn_id is not None:
        return reverse("sessions_app:turn", args=(session.code, petition.turn.code))
    return reverse("sessions_app:proceedings", args=(session.code,))


@require_http_methods(["GET", "POST"])
def petition_edit(request: HttpRequest, code: str, petition_code: str) -> HttpResponse:
    """Correct the record before minutes and conclusions are settled."""
    session = policies.session_for(request.seat, code)
    require(policies.can_record_petitions(request.seat, session))
    petition = policies.petition_for(session, petition_code)
    form = CorrectionForm(
        request.POST or None, initial=initial_of(petition), withheld=petition.withhold_identity
    )
    kept = None
    if request.method == "POST" and form.is_valid():

        def act() -> Petition:
            petition.version = form.seen_version
            return petitions.correct(petition, form.raised(), by=request.seat.actor, at=now())

        response = take(
            request, form, purpose="sessions_app.correct_petition", act=act, locate=lambda _: _back(petition),
            done=f"Đã sửa kiến nghị số {petition.number:02d}.",
        )  # fmt: skip
        if response is not None:
            return response
        kept = _kept(form, policies.petition_for(session, petition_code))
    context = {
        "form": form,
        "heading": f"Sửa kiến nghị số {petition.number:02d}",
        "raised_by": "",
        "from_slip": True,
        "others": Petition.objects.none(),
        "back_url": _back(petition),
        "submit_label": "Lưu kiến nghị",
        "kept": kept,
    }
    return _page(request, session, context)


def _kept(form: CorrectionForm, current: Petition) -> Petition | None:
    """What somebody else saved meanwhile; the form then carries that version, with what was typed kept."""
    if current.version == form.seen_version:
        return None
    form.data = form.data.copy()
    form.data["version"] = str(current.version)
    return current


def _back(petition: Petition) -> str:
    if petition.turn is not None:
        return reverse("sessions_app:turn", args=(petition.session.code, petition.turn.code))
    return reverse("sessions_app:proceedings", args=(petition.session.code,))


def _page(request: HttpRequest, session: DialogueSession, context: dict) -> HttpResponse:
    context = frame(request, session, current="proceedings") | {"kept": None} | context
    return render(request, "sessions_app/proceedings_petition.html", context)


@require_GET
def petition_receipt(request: HttpRequest, code: str, petition_code: str) -> HttpResponse:
    """The code of a petition on paper, to hand to the person. Nothing on it tells who that is."""
    session = policies.session_for(request.seat, code)
    require(policies.can_see_receipts(request.seat, session))
    petition = policies.petition_for(session, petition_code)
    context = frame(request, session, current="proceedings") | {
        "petition": petition,
        "tracking_code": petitions.tracking_code_of(petition),
        "back_url": _back(petition),
    }
    return render(request, "sessions_app/proceedings_receipt.html", context)
