"""The letters: checking and issuing them, the letter of one guest."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import reauthentication
from documents import actions as documents
from documents import rendering
from documents.models import IssuedDocument
from documents.printouts import Imprint
from documents.responses import pdf_response
from regulation.clock import now, today
from regulation.date_words import long_date
from regulation.violations import RuleViolation
from sessions_app import policies, text_messages
from sessions_app.actions import invitations as actions
from sessions_app.forms.guests import ConfirmForm
from sessions_app.forms.invitations import IssueForm
from sessions_app.models import DialogueSession, Hosting
from sessions_app.papers import invitation_letter, personal_letter, usual_signature
from sessions_app.queries import invitations as queries
from sessions_app.queries.lead_time import SendingWindow, window_of
from sessions_app.queries.registrations import closing_for_letters
from sessions_app.session_letters import entrance_of, session_facts
from sessions_app.views.frame import frame
from sessions_app.views.planning import require
from sessions_app.views.tables import paper_line
from sessions_app.views.taking import take, taken_before

ISSUE = "sessions_app.issue"
VERDICT_CHIPS = {
    "in_time": {"kind": "done", "text": "Đúng hạn", "icon": "done"},
    "amber": {"kind": "soon", "text": "Sát hạn", "icon": "clock-solid"},
    "late": {"kind": "late", "text": "Trễ hạn", "icon": "late"},
}


@reauthentication.required
@require_http_methods(["GET", "POST"])
def invitations(request: HttpRequest, code: str) -> HttpResponse:
    """Check, preview and issue; once issued, what went out and who was added since."""
    session = policies.session_for(request.seat, code)
    require(policies.can_see_invitations(request.seat, session))
    decision = policies.can_issue_invitations(request.seat, session)
    if request.method == "POST":
        repeated = taken_before(request, ISSUE)
        if repeated is not None:
            return repeated
        require(decision)
    hostings = actions.hostings_with_paper(session)
    window = window_of(session, on=today())
    form = IssueForm(
        request.POST or None, session=session, hostings=hostings, on=today(), is_late=window.is_late_today
    )
    if request.method == "POST" and form.is_valid():
        response = _issue(request, form, session)
        if response is not None:
            return response
    context = frame(request, session, current="invitations") | {
        "form": form,
        "decision": decision,
        "missing": queries.missing_facts(session),
        "rows": _check_rows(session, window),
        "window": window,
        "problem": "",
        "verdict": VERDICT_CHIPS.get(str(window.verdict_today or ""), ""),
        "previews": _previews(session, hostings),
        "total": queries.recipients(session).total,
        "papers": [paper_line(paper) for paper in queries.papers_of_plan(session)],
        "added": queries.uninvited(session).count(),
        "added_form": ConfirmForm(),
        "can_dispatch": policies.can_dispatch(request.seat, session),
    }
    return render(request, "sessions_app/invitations.html", context)


def _issue(request: HttpRequest, form: IssueForm, session: DialogueSession) -> HttpResponse | None:
    def act() -> list[IssuedDocument]:
        session.version = form.seen_version
        return actions.issue(
            session,
            form.signings(),
            late_reason=form.late_words,
            by=request.seat.actor,
            on=today(),
            at=now(),
        )

    def render_papers(papers: list[IssuedDocument]) -> None:
        for paper in papers:
            documents.complete(paper, by=request.seat.actor, at=now())

    return take(
        request,
        form,
        purpose=ISSUE,
        act=act,
        after=render_papers,
        locate=lambda _: reverse("sessions_app:dispatches", args=(session.code,)),
        done=lambda papers: (
            f"Đã phát hành {', '.join(str(paper) for paper in papers)}. Thư điện tử đang được gửi."
        ),
    )


def _check_rows(session: DialogueSession, window: SendingWindow) -> list[dict]:
    """What leaves the building: to be read once more before the button."""
    edit = reverse("sessions_app:session_edit", args=(session.code,))
    guests = reverse("sessions_app:guests", args=(session.code,))
    counts = queries.recipients(session)
    facts = queries.mandatory_facts(session)
    rows = [(label, value or "Chưa có", edit) for label, value in facts]
    due = long_date(window.deadline.due_on) if window.deadline else window.unknown
    rows += [
        (
            "Người nhận",
            f"{counts.total} người: {counts.by_email} qua thư điện tử, {counts.on_paper} giao giấy",
            guests,
        ),
        *_sms_row(session, counts),
        ("Phiếu đăng ký", "Kèm theo giấy mời (trang 2) và qua liên kết, mã QR, mã mời của từng người", ""),
        ("Hạn gửi thư mời", due, ""),
    ]
    return [{"label": label, "value": value, "change_url": url, "strong": ""} for label, value, url in rows]


def _sms_row(session: DialogueSession, counts: queries.Recipients) -> list[tuple[str, str, str]]:
    """How many are told by text message that a letter is coming, and how long that message is."""
    if not counts.by_sms or session.starts_at is None or not session.hostings.exists():
        return []
    measured = text_messages.measured_invitation(session_facts(session), starts_at=session.starts_at).measured
    words = f"{counts.by_sms} người nhận giấy được báo thêm bằng tin nhắn, mỗi tin {measured}"
    return [("Tin nhắn", words, "")]


def _previews(session: DialogueSession, hostings: list[Hosting]) -> list[dict[str, str]]:
    """The letter as it will look, of each host of a joint session in the form of its branch."""
    address = reverse("sessions_app:invitation_preview", args=(session.code,))
    previews = []
    for hosting in hostings:
        of = f" của {hosting.post.unit.name}" if len(hostings) > 1 else ""
        frame_url = f"{address}?{urlencode({'cua': hosting.code})}" if of else address
        previews.append(
            {
                "heading": f"Giấy mời{of} và phiếu đăng ký, bản xem trước",
                "compare_label": "",
                "compare_url": "",
                "word_url": "",
                "pdf_url": frame_url,
                "frame_url": frame_url,
                "body": "",
            }
        )
    return previews


@reauthentication.required
@require_POST
def invite_added(request: HttpRequest, code: str) -> HttpResponse:
    """Letters for those who came onto the list after the issue."""
    session = policies.session_for(request.seat, code)
    require(policies.can_dispatch(request.seat, session))
    form = ConfirmForm(request.POST)
    if form.is_valid():
        response = take(
            request,
            form,
            purpose="sessions_app.invite_added",
            act=lambda: actions.invite_added(session, by=request.seat.actor, at=now()),
            locate=lambda _: reverse("sessions_app:dispatches", args=(session.code,)),
            done=lambda number: f"Đã gửi thư mời cho {number} khách mời thêm sau.",
        )
        if response is not None:
            return response
    messages.error(request, " ".join(form.non_field_errors()))
    return redirect("sessions_app:invitations", code=session.code)


# -- PDF


@require_GET
def invitation_preview(request: HttpRequest, code: str) -> HttpResponse:
    """The letter of one host before it is issued, without number and date. Refused while a fact is missing."""
    session = policies.session_for(request.seat, code)
    require(policies.can_see_invitations(request.seat, session))
    try:
        hosting = actions.with_paper(session, request.GET.get("cua", ""))
        hosting.session.registration_closes_at = closing_for_letters(session, at=now())
        letter = invitation_letter(hosting, signature=usual_signature(hosting, on=today()), on=today())
    except RuleViolation as missing:
        return render(request, "sessions_app/invitation_missing.html", {"reason": str(missing)})
    return pdf_response(rendering.preview(letter), "giay-moi-xem-truoc.pdf")


@require_GET
def invitation_letter_pdf(request: HttpRequest, code: str, invitation_code: str) -> HttpResponse:
    """The letter of one guest: same number as the issued paper, with the guest's name, QR and code.

    Of a joint session each host has its letter; the hosting's code in ``cua`` says which.
    """
    session = policies.session_for(request.seat, code)
    require(policies.can_see_invitations(request.seat, session))
    invitation = policies.invitation_for(session, invitation_code)
    paper = policies.issued_letter_for(session, request.GET.get("cua", ""))
    letter = personal_letter(paper, invitation, entrance_of(invitation))
    return pdf_response(rendering.render(letter, Imprint.of(paper)), f"giay-moi-{invitation.code}.pdf")
