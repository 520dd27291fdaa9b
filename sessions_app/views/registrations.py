"""Registrations in the office: the list, one slip with its decisions, slips on paper, looks at contacts."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import reauthentication
from accounts.decisions import Decision
from audit.submissions import perform
from documents.responses import file_response
from regulation.calendars import working_calendar
from regulation.clock import now
from regulation.date_words import long_moment
from regulation.refusals import OutOfScope
from sessions_app import policies
from sessions_app.actions import registrations as verbs
from sessions_app.actions import tracking_codes
from sessions_app.contacts import masked_email, masked_phone, shown_phone
from sessions_app.enums import RegistrationState
from sessions_app.forms import registrations as forms
from sessions_app.models import DialogueSession, RegistrationReply, RegistrationVoice, SpeakingRegistration
from sessions_app.queries import registrations as queries
from sessions_app.queries.next_steps import next_steps
from sessions_app.queries.proceedings import first_line
from sessions_app.views.citizen_door import host_of
from sessions_app.views.frame import frame
from sessions_app.views.tables import cell, columns
from sessions_app.views.taking import REPEATED, take
from sessions_app.views.triage import PRESIDER_VERBS, decide, offered_decisions, presider_forms

PER_PAGE = 25
CHIPS = {
    RegistrationState.SUBMITTED: ("soon", "new"),
    RegistrationState.NEEDS_INFO: ("soon", "waiting"),
    RegistrationState.ACCEPTED: ("done", "done"),
    RegistrationState.RESERVE: ("working", "clock"),
    RegistrationState.WRITTEN: ("working", "document"),
    RegistrationState.MERGED: ("neutral", "swap"),
    RegistrationState.REFERRED: ("neutral", "outside"),
    RegistrationState.REFUSED: ("neutral", "outside"),
    RegistrationState.WITHDRAWN: ("neutral", "back"),
}


def _require(decision: Decision) -> None:
    if not decision:
        raise PermissionDenied(decision.reason)


def chip_of(registration: SpeakingRegistration) -> dict[str, str]:
    """The state in a word, with its colour and icon."""
    kind, icon = CHIPS[RegistrationState(registration.state)]
    return {"kind": kind, "text": registration.get_state_display(), "icon": icon}


# -- the list


@require_GET
def registration_list(request: HttpRequest, code: str) -> HttpResponse:
    """Everybody who registered, those who wait for a decision first; contacts masked."""
    session = policies.session_for(request.seat, code)
    _require(policies.can_see_registrations(request.seat, session))
    state = request.GET.get("trang-thai", "")
    state = state if state in RegistrationState.values else ""
    page = Paginator(queries.registrations_of(session, state=state), PER_PAGE).get_page(
        request.GET.get("trang")
    )
    own_office = policies.can_reveal_registrants(request.seat, session)
    context = frame(request, session, current="registrations") | {
        "page": page,
        "query": f"{urlencode({'trang-thai': state})}&" if state else "",
        "table": _table(session, page.object_list, shows_contact=bool(own_office)),
        "filters": _filters(session, state),
        "is_filtered": bool(state),
        "can_enter": policies.can_enter_slip(request.seat, session),
        "can_reveal": own_office,
        "reveal": forms.RevealForm(),
    }
    return render(request, "sessions_app/registration_list.html", context)


def _filters(session: DialogueSession, chosen: str) -> list[dict]:
    counts = queries.counts_by_state(session)
    here = reverse("sessions_app:registrations", args=(session.code,))
    tabs = [
        {"value": sum(counts.values()), "label": "Tất cả", "url": here, "current": not chosen, "kind": ""}
    ]
    for value, label in RegistrationState.choices:
        if value in counts:
            url = f"{here}?{urlencode({'trang-thai': value})}"
            tabs.append(
                {"value": counts[value], "label": label, "url": url, "current": value == chosen, "kind": ""}
            )
    return tabs


def _table(session: DialogueSession, rows: list[SpeakingRegistration], *, shows_contact: bool) -> dict:
    return {
        "caption": "Đăng ký phát biểu, phiếu chờ xem xét trước",
        "columns": columns(
            ("Phiếu số", "number"),
            ("Người đăng ký", ""),
            ("Nội dung", ""),
            ("Gửi lúc", "date"),
            ("Thứ tự", "number"),
            ("Trạng thái", ""),
        ),
        "rows": [_row(session, row, shows_contact=shows_contact) for row in rows],
    }


def _row(session: DialogueSession, row: SpeakingRegistration, *, shows_contact: bool) -> list[dict]:
    voice = queries.latest_voice(row)
    url = reverse("sessions_app:registration_detail", args=(session.code, row.code))
    return [
        cell("Phiếu số", f"{row.received_number:02d}", url=url, kind="number", note=row.get_source_display()),
        cell("Người đăng ký", _called(row), note=_masked(row) if shows_contact else ""),
        cell("Nội dung", first_line(voice.text, 90), note=voice.field.name),
        cell(
            "Gửi lúc",
            f"{localtime(row.submitted_at):%d/%m/%Y %H:%M}",
            kind="date",
            note=_edited(row, voice),
        ),
        cell("Thứ tự", str(row.speaking_position or ""), kind="number"),
        cell("Trạng thái", chip=chip_of(row)),
    ]


def _called(row: SpeakingRegistration) -> str:
    return f"{row.contact.salutation} {row.contact.full_name}".strip()


def _masked(row: SpeakingRegistration) -> str:
    parts = (masked_phone(row.contact.phone), masked_email(row.contact.email))
    return " · ".join(part for part in parts if part)


def _edited(row: SpeakingRegistration, voice: RegistrationVoice) -> str:
    if voice.revision == 1:
        return ""
    return "Đã sửa sau khi xem xét" if row.decided_at and voice.at > row.decided_at else "Đã sửa"


# -- one slip


@reauthentication.required_for(lambda form: form.get("verb") in PRESIDER_VERBS)
@require_http_methods(["GET", "POST"])
def registration_detail(request: HttpRequest, code: str, registration_code: str) -> HttpResponse:
    """One slip: what it says, what was decided, and the decisions that the seat may take."""
    session = policies.session_for(request.seat, code)
    _require(policies.can_see_registrations(request.seat, session))
    registration = policies.registration_for(session, registration_code)
    sent = None
    if request.method == "POST":
        response, sent = decide(request, session, registration)
        if response is not None:
            return response
    return _detail(request, session, registration, sent)


def _detail(
    request: HttpRequest,
    session: DialogueSession,
    registration: SpeakingRegistration,
    sent: forms.DecisionForm | None,
) -> HttpResponse:
    seat = request.seat
    own_office = policies.can_reveal_registrants(seat, session)
    proposal = getattr(registration, "refusal_proposal", None)
    context = frame(request, session, current="registrations") | {
        "registration": registration,
        "chip": chip_of(registration),
        "rows": _facts(registration, shows_contact=bool(own_office)),
        "voices": [_version(voice) for voice in sorted(registration.voices.all(), key=lambda v: -v.revision)],
        "file_url": _file_url(session, registration),
        "replies": [_told(reply) for reply in registration.replies.order_by("-at", "-pk")],
        "proposal": proposal,
        "proposal_ground": forms.RefusalGround(proposal.ground).label if proposal else "",
        "can_triage": policies.can_triage(seat, session),
        "can_confirm": policies.can_confirm_refusal(seat, session),
        "can_reveal": own_office,
        "reveal": forms.RevealForm(),
        "decisions": offered_decisions(request, session, registration, sent),
        "presider_forms": presider_forms(registration, sent),
    }
    if sent is not None and sent.errors:
        context["form"] = sent
    return render(request, "sessions_app/registration_detail.html", context)


def _facts(row: SpeakingRegistration, *, shows_contact: bool) -> list[dict[str, str]]:
    contact, voice = row.contact, queries.latest_voice(row)
    facts = [
        ("Người đăng ký", _called(row)),
        ("Đại diện cho", contact.on_behalf_of),
        ("Điện thoại", masked_phone(contact.phone) if shows_contact else ""),
        ("Thư điện tử", masked_email(contact.email) if shows_contact else ""),
        ("Nguồn", row.get_source_display()),
        ("Gửi lúc", long_moment(localtime(row.submitted_at))),
        ("Lĩnh vực", voice.field.name),
        ("Hình thức", "Phát biểu trực tiếp tại buổi" if row.speaks_in_person else "Gửi ý kiến bằng văn bản"),
        ("Danh tính", "Giữ kín đối với cơ quan bị phản ánh" if row.withhold_identity else ""),
        ("Đồng ý nêu tên", "Có" if contact.may_be_named else "Không"),
        ("Đồng ý công khai tên cùng trả lời", "Có" if queries.may_be_published(row) else "Không"),
        ("Đã đọc trách nhiệm (Điều 19)", "Có" if row.acknowledged_at else "Chưa có chữ ký trên phiếu"),
        ("Thứ tự phát biểu", str(row.speaking_position or "")),
        ("Gộp vào phiếu số", f"{row.merged_into.received_number:02d}" if row.merged_into else ""),
    ]
    return [{"label": label, "value": value, "change_url": ""} for label, value in facts if value]


def _version(voice: RegistrationVoice) -> dict[str, str]:
    return {"revision": voice.revision, "text": voice.text, "at": long_moment(localtime(voice.at))}


def _told(reply: RegistrationReply) -> dict[str, str]:
    label = RegistrationState(reply.state).label
    if reply.referred_to:
        label = f"{label}: {OutOfScope(reply.referred_to).label}"
    return {"label": label, "text": reply.text, "at": long_moment(localtime(reply.at))}


def _file_url(session: DialogueSession, registration: SpeakingRegistration) -> str:
    if queries.latest_voice(registration).file is None:
        return ""
    return reverse("sessions_app:registration_file", args=(session.code, registration.code))


@require_GET
def registration_file(request: HttpRequest, code: str, registration_code: str) -> HttpResponse:
    """The file that came with a slip."""
    session = policies.session_for(request.seat, code)
    _require(policies.can_see_registrations(request.seat, session))
    registration = policies.registration_for(session, registration_code)
    stored = queries.latest_voice(registration).file
    if stored is None:
        raise Http404
    return file_response(stored, stored.original_name)


# -- slips on paper


@require_http_methods(["GET", "POST"])
def registration_new(request: HttpRequest, code: str) -> HttpResponse:
    """Type in a paper slip; the person gets the same receipt and code."""
    session = policies.session_for(request.seat, code)
    _require(policies.can_enter_slip(request.seat, session))
    form = forms.SlipForm(
        request.POST or None, request.FILES or None, session=session, fields=queries.offered_fields(session)
    )
    if request.method == "POST" and form.is_valid():
        response = take(
            request,
            form,
            purpose="sessions_app.enter_slip",
            act=lambda: verbs.enter_slip(
                session,
                contact=form.contact,
                content=form.content,
                office=request.seat.unit,
                invitation=form.invitation,
                acknowledged=form.cleaned_data["acknowledged"],
                by=request.seat.actor,
                at=now(),
            ),
            locate=lambda row: reverse("sessions_app:registration_receipt", args=(session.code, row.code)),
            done="Đã nhận phiếu. In giấy biên nhận cho người đăng ký.",
        )
        if response is not None:
            return response
    context = frame(request, session, current="registrations") | {"form": form}
    return render(request, "sessions_app/registration_new.html", context)


@require_GET
def registration_receipt(request: HttpRequest, code: str, registration_code: str) -> HttpResponse:
    """The receipt of a slip to print and hand over; the code is derived again, so it can be printed again."""
    session = policies.session_for(request.seat, code)
    _require(policies.can_reveal_registrants(request.seat, session))
    registration = policies.registration_for(session, registration_code)
    context = host_of(session) | {
        "session": session,
        "registration": registration,
        "code": tracking_codes.code_of(registration.tracking),
        "received_at": long_moment(localtime(registration.submitted_at)),
        "number": f"{registration.received_number:02d}",
        "steps": next_steps(registration, session, calendar=working_calendar()),
    }
    return render(request, "sessions_app/registration_receipt.html", context)


# -- contacts


@reauthentication.required
@require_POST
def registrations_reveal(request: HttpRequest, code: str) -> HttpResponse:
    """The contacts of all who registered for a session, once, for a reason."""
    session = policies.session_for(request.seat, code)
    rows = queries.registrations_of(session)
    return _reveal(request, session, rows, back=reverse("sessions_app:registrations", args=(session.code,)))


@reauthentication.required
@require_POST
def registration_reveal(request: HttpRequest, code: str, registration_code: str) -> HttpResponse:
    """The contact of one person who registered, once, for a reason."""
    session = policies.session_for(request.seat, code)
    _require(policies.can_reveal_registrants(request.seat, session))
    row = policies.registration_for(session, registration_code)
    back = reverse("sessions_app:registration_detail", args=(session.code, row.code))
    return _reveal(request, session, [row], back=back)


def _reveal(
    request: HttpRequest, session: DialogueSession, rows: list[SpeakingRegistration], *, back: str
) -> HttpResponse:
    _require(policies.can_reveal_registrants(request.seat, session))
    form = forms.RevealForm(request.POST)
    context = frame(request, session, current="registrations") | {"form": form, "back": back, "contacts": []}
    if form.is_valid():
        outcome = perform(
            key=form.key,
            purpose="sessions_app.reveal_registrants",
            act=lambda: verbs.reveal_contacts(
                session, rows, reason=form.words, by=request.seat.actor, at=now()
            ),
            locate=lambda _: back,
        )
        if outcome.repeated:  # each showing is an act of its own
            messages.info(request, REPEATED)
            return redirect(outcome.location)
        context |= {"contacts": [_contact(row) for row in rows], "reason": form.words}
    return render(request, "sessions_app/registration_contacts.html", context)


def _contact(row: SpeakingRegistration) -> dict[str, str]:
    return {
        "number": f"{row.received_number:02d}",
        "name": _called(row),
        "phone": shown_phone(row.contact.phone),
        "email": row.contact.email,
        "address": row.contact.address,
    }
