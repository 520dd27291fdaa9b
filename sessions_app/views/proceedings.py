"""The day at the desk: begin, who has the floor, what was raised, attendance, the end (Đ9.2, Đ13.2)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.forms import PortalForm
from regulation.clock import now, today
from sessions_app import policies
from sessions_app.actions import minutes as minutes_actions
from sessions_app.actions import proceedings
from sessions_app.forms.minutes import AttendanceForm
from sessions_app.forms.minutes import initial_of as minutes_initial
from sessions_app.forms.proceedings import (
    BeginForm,
    EndForm,
    FloorForm,
    NoteForm,
    OtherSpeakerForm,
    WalkInForm,
)
from sessions_app.models import DialogueSession, Turn
from sessions_app.queries import proceedings as queries
from sessions_app.queries.petitions import of_turn, unheard_slips
from sessions_app.views.frame import frame
from sessions_app.views.planning import require
from sessions_app.views.taking import take, taken_before


@require_GET
def board(request: HttpRequest, code: str) -> HttpResponse:
    """Who speaks, who waits, who spoke; one page the desk keeps open all day."""
    session = policies.session_for(request.seat, code)
    require(policies.can_see_proceedings(request.seat, session))
    return _board(request, session)


def _board(request: HttpRequest, session: DialogueSession, **refused: PortalForm) -> HttpResponse:
    """The board; ``refused`` are forms that were sent and come back with what was typed."""
    day = queries.board(session)
    seen = {"seen": day.seen}
    minutes = queries.minutes_of(session)
    seat = request.seat
    context = frame(request, session, current="proceedings") | {
        "board": day,
        "turns": [_turn_row(floor, session) for floor in day.turns],
        "slips": unheard_slips(session),
        "minutes": minutes,
        "may_begin": policies.can_begin(seat, session),
        "may_call": policies.can_call(seat, session),
        "may_end": policies.can_record_end(seat, session),
        "may_count": policies.can_write_minutes(seat, session),
        "begin_form": BeginForm(initial={"version": session.version}),
        "floor_form": FloorForm(initial=seen),
        "walk_in_form": WalkInForm(initial=seen),
        "other_form": OtherSpeakerForm(initial=seen, session=session, board=day, on=today()),
        "attendance_form": AttendanceForm(initial=minutes_initial(minutes)),
        **refused,
    }
    if refused:
        context["form"] = next(iter(refused.values()))
    return render(request, "sessions_app/proceedings.html", context)


def _turn_row(floor: queries.Floor, session: DialogueSession) -> dict[str, Any]:
    turn = floor.turn
    began = f"{localtime(turn.began_at):%H:%M}" if turn.began_at else ""
    minutes = "" if floor.length_minutes is None else f"{floor.length_minutes} phút"
    notes = ["chưa đăng ký trước"] if floor.walk_in else []
    notes += ["nhập sau"] if turn.entered_later else []
    return {
        "position": turn.position,
        "name": floor.name,
        "url": reverse("sessions_app:turn", args=(session.code, turn.code)),
        "kind": turn.get_kind_display(),
        "note": ", ".join(notes),
        "time": " · ".join(part for part in (began, minutes) if part),
        "petitions": floor.petitions,
    }


# -- buttons: each is its own small form


def _press(
    request: HttpRequest,
    session: DialogueSession,
    form: PortalForm,
    *,
    purpose: str,
    act: Callable[[], Any],
    locate: Callable[[Any], str],
    done: str = "",
) -> HttpResponse:
    """Take a form that is only a button: what is refused is said above the board."""
    response = None
    if form.is_valid():
        response = take(request, form, purpose=f"sessions_app.{purpose}", act=act, locate=locate, done=done)
    if response is None:
        messages.error(request, " ".join(form.non_field_errors()) or "Biểu mẫu này đã cũ. Xin bấm lại.")
        return redirect("sessions_app:proceedings", session.code)
    return response


@require_POST
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """The button that opens the session."""
    session = policies.session_for(request.seat, code)
    if (earlier := taken_before(request, "sessions_app.begin")) is not None:
        return earlier
    require(policies.can_begin(request.seat, session))
    form = BeginForm(request.POST)

    def act() -> DialogueSession:
        session.version = form.seen_version
        return proceedings.begin(session, seat=request.seat, at=now())

    return _press(
        request, session, form, purpose="begin", act=act, done="Đã bắt đầu buổi đối thoại.",
        locate=lambda _: reverse("sessions_app:proceedings", args=(code,)),
    )  # fmt: skip


@require_POST
def call_next(request: HttpRequest, code: str) -> HttpResponse:
    """The next accepted speaker gets the floor."""
    session = policies.session_for(request.seat, code)
    require(policies.can_call(request.seat, session))
    form = FloorForm(request.POST)
    return _press(
        request, session, form, purpose="call_next", locate=_at_turn(session),
        act=lambda: proceedings.call_next(
            session, seen=form.cleaned_data["seen"], by=request.seat.actor, at=now()
        ),
    )  # fmt: skip


@require_POST
def call_speaker(request: HttpRequest, code: str, registration_code: str) -> HttpResponse:
    """Somebody from the list gets the floor before his turn, or from the reserve."""
    session = policies.session_for(request.seat, code)
    require(policies.can_call(request.seat, session))
    registration = policies.registration_for(session, registration_code)
    form = FloorForm(request.POST)
    return _press(
        request, session, form, purpose=f"call_speaker:{registration.code}", locate=_at_turn(session),
        act=lambda: proceedings.call_registered(
            registration, seen=form.cleaned_data["seen"], by=request.seat.actor, at=now()
        ),
    )  # fmt: skip


@require_POST
def end_turn(request: HttpRequest, code: str, turn_code: str) -> HttpResponse:
    """Takes the floor back without calling anybody."""
    session = policies.session_for(request.seat, code)
    require(policies.can_call(request.seat, session))
    turn = policies.turn_for(session, turn_code)
    return _press(
        request, session, FloorForm(request.POST), purpose="end_turn",
        act=lambda: proceedings.end_turn(turn, by=request.seat.actor, at=now()),
        locate=lambda _: reverse("sessions_app:proceedings", args=(code,)),
        done=f"Đã kết thúc lượt {turn.position}.",
    )  # fmt: skip


def _at_turn(session: DialogueSession) -> Callable[[Turn], str]:
    """Where the desk goes once somebody has the floor: to the page on which the words are noted."""
    return lambda turn: reverse("sessions_app:turn", args=(session.code, turn.code))


# -- forms on the board


@require_POST
def call_walk_in(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody who did not register gets the floor by two fields."""
    session = policies.session_for(request.seat, code)
    require(policies.can_call(request.seat, session))
    form = WalkInForm(request.POST)
    response = None
    if form.is_valid():
        typed = form.cleaned_data
        response = take(
            request, form, purpose="sessions_app.call_walk_in", locate=_at_turn(session),
            act=lambda: proceedings.call_walk_in(
                session, speaker=typed["speaker"], topic=typed["topic"], seen=typed["seen"],
                by=request.seat.actor, at=now(),
            ),
        )  # fmt: skip
    return response or _board(request, session, walk_in_form=form)


@require_POST
def call_other(request: HttpRequest, code: str) -> HttpResponse:
    """An agency reports, or the presider speaks (Đ9.2.b, d, đ; Đ13.2.b, d, đ)."""
    session = policies.session_for(request.seat, code)
    require(policies.can_call(request.seat, session))
    form = OtherSpeakerForm(request.POST, session=session, board=queries.board(session), on=today())
    response = None
    if form.is_valid():
        response = take(
            request, form, purpose="sessions_app.call_other", locate=_at_turn(session),
            act=lambda: _call_other(request, session, form),
        )  # fmt: skip
    return response or _board(request, session, other_form=form)


def _call_other(request: HttpRequest, session: DialogueSession, form: OtherSpeakerForm) -> Turn:
    common = {
        "answers": form.answered_turn,
        "seen": form.cleaned_data["seen"],
        "by": request.seat.actor,
        "at": now(),
    }
    if form.agency is not None:
        return proceedings.call_agency(session, agency=form.agency, **common)
    return proceedings.call_presider(session, name=form.presider_name, **common)


@require_POST
def count_attendance(request: HttpRequest, code: str) -> HttpResponse:
    """How many came, entered at the desk before the minutes are written."""
    session = policies.session_for(request.seat, code)
    require(policies.can_write_minutes(request.seat, session))
    form = AttendanceForm(request.POST)
    response = None
    if form.is_valid():
        response = take(
            request, form, purpose="sessions_app.count_attendance", done="Đã lưu số người dự.",
            act=lambda: minutes_actions.count_attendance(
                session, form.attendance(), version=form.seen_version, by=request.seat.actor, at=now()
            ),
            locate=lambda _: reverse("sessions_app:proceedings", args=(code,)),
        )  # fmt: skip
    return response or _board(request, session, attendance_form=form)


# -- one turn

NOTED = {
    "luu": "Đã lưu nội dung lượt {position}.",
    "ket-thuc": "Đã lưu nội dung và kết thúc lượt {position}.",
    "moi-tiep": "Đã lưu nội dung lượt {position} và mời người tiếp theo.",
}


@require_http_methods(["GET", "POST"])
def turn(request: HttpRequest, code: str, turn_code: str) -> HttpResponse:
    """What was said in a turn, and the petitions in it. Saving may end the turn or call the next speaker too."""
    session = policies.session_for(request.seat, code)
    require(policies.can_see_proceedings(request.seat, session))
    row = policies.turn_for(session, turn_code)
    form = NoteForm(request.POST or None, initial={"version": row.version, "text": row.text})
    kept = None
    if request.method == "POST":
        require(policies.can_call(request.seat, session))
        if form.is_valid():
            response = _noted(request, session, row, form)
            if response is not None:
                return response
            kept = _shown_beside(form, policies.turn_for(session, turn_code))
    context = frame(request, session, current="proceedings") | {
        "turn": row,
        "name": queries.called(row),
        "walk_in": queries.is_walk_in(row),
        "is_running": row == queries.running_turn(session),
        "has_next": queries.waiting_speakers(session).exists(),
        "petitions": of_turn(row),
        "form": form,
        "kept": kept,
        "may_note": policies.can_call(request.seat, session),
        "may_record": policies.can_record_petitions(request.seat, session),
    }
    return render(request, "sessions_app/proceedings_turn.html", context)


def _noted(request: HttpRequest, session: DialogueSession, row: Turn, form: NoteForm) -> HttpResponse | None:
    then = request.POST.get("viec", "luu")
    actor, at = request.seat.actor, now()

    def act() -> Turn:
        row.version = form.seen_version
        proceedings.note(row, text=form.cleaned_data["text"], by=actor, at=at)
        if then == "moi-tiep":
            return proceedings.call_next(session, seen=row.code, by=actor, at=at)
        return proceedings.end_turn(row, by=actor, at=at) if then == "ket-thuc" else row

    def locate(result: Turn) -> str:
        if then == "ket-thuc":
            return reverse("sessions_app:proceedings", args=(session.code,))
        return reverse("sessions_app:turn", args=(session.code, result.code))

    done = NOTED.get(then, NOTED["luu"]).format(position=row.position)
    return take(request, form, purpose="sessions_app.note", act=act, locate=locate, done=done)


def _shown_beside(form: NoteForm, current: Turn) -> Turn | None:
    """The text that somebody else saved meanwhile, to stand beside the typed one; sending again then keeps both
    readable: the form now carries the version that is shown."""
    if current.version == form.seen_version:
        return None
    form.data = form.data.copy()
    form.data["version"] = str(current.version)
    return current


# -- the end


@require_http_methods(["GET", "POST"])
def record_end(request: HttpRequest, code: str) -> HttpResponse:
    """The day and hour at which the session ended: day zero of the ten days (Đ9.3.a, Đ13.3.a)."""
    session = policies.session_for(request.seat, code)
    if (earlier := taken_before(request, "sessions_app.record_end")) is not None:
        return earlier
    require(policies.can_record_end(request.seat, session))
    form = EndForm(
        request.POST or None, initial={"version": session.version} | queries.usual_end(session, at=now())
    )
    if request.method == "POST" and form.is_valid():

        def act() -> DialogueSession:
            session.version = form.seen_version
            return proceedings.record_end(session, ended_at=form.moment(), by=request.seat.actor, at=now())

        response = take(
            request, form, purpose="sessions_app.record_end", act=act,
            locate=lambda _: reverse("sessions_app:minutes", args=(code,)),
            done="Đã ghi nhận kết thúc. Hạn thông báo kết luận tính từ ngày này. Việc tiếp theo: hoàn thiện biên bản.",
        )  # fmt: skip
        if response is not None:
            return response
    context = frame(request, session, current="proceedings") | {"form": form}
    return render(request, "sessions_app/proceedings_end.html", context)
