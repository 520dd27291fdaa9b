"""The office drafts the conclusions, petition by petition, and lays them before the presider (Đ9.2.đ, Đ9.3.a)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from documents import rendering
from regulation.clock import now, today
from regulation.violations import RuleViolation
from sessions_app import draft_papers, policies
from sessions_app.actions import conclusions as actions
from sessions_app.actions.petitions import proposed_agency_text
from sessions_app.forms.conclusions import DraftTextForm, LineForm, OpenRoundForm, SubmitForm, initial_of
from sessions_app.models import ConclusionDraft, DialogueSession
from sessions_app.queries import conclusions as queries
from sessions_app.views.frame import frame
from sessions_app.views.planning import require
from sessions_app.views.tables import cell, columns
from sessions_app.views.taking import take


@require_http_methods(["GET", "POST"])
def conclusion(request: HttpRequest, code: str) -> HttpResponse:
    """The round that is being worked on: its text, what it says about each petition, what is still missing."""
    session = policies.session_for(request.seat, code)
    require(policies.can_see_conclusions(request.seat, session))
    draft = queries.live_round(session)
    form, kept = None, None
    if draft is not None:
        texts = {"assessment": draft.assessment, "organisation": draft.organisation}
        form = DraftTextForm(request.POST or None, initial={"version": draft.version} | texts)
    if request.method == "POST":
        require(policies.can_draft_conclusions(request.seat, session))
        if form is None:
            return redirect("sessions_app:conclusion", code)
        if form.is_valid():
            response = _text_saved(request, session, draft, form)
            if response is not None:
                return response
            kept = _kept(form, queries.live_round(session))
    return _page(request, session, draft, form, kept)


def _text_saved(
    request: HttpRequest, session: DialogueSession, draft: ConclusionDraft, form: DraftTextForm
) -> HttpResponse | None:
    def act() -> ConclusionDraft:
        draft.version = form.seen_version
        return actions.edit_text(
            draft,
            assessment=form.cleaned_data["assessment"],
            organisation=form.cleaned_data["organisation"],
            by=request.seat.actor,
            at=now(),
        )

    return take(
        request, form, purpose="sessions_app.edit_conclusion", act=act, done="Đã lưu dự thảo.",
        locate=lambda _: reverse("sessions_app:conclusion", args=(session.code,)),
    )  # fmt: skip


def _kept(form: DraftTextForm | LineForm, current: ConclusionDraft | None) -> ConclusionDraft | None:
    """The draft somebody else saved meanwhile; the form then carries its version, with what was typed kept."""
    if current is None or current.version == form.seen_version:
        return None
    form.data = form.data.copy()
    form.data["version"] = str(current.version)
    return current


def _page(
    request: HttpRequest,
    session: DialogueSession,
    draft: ConclusionDraft | None,
    form: DraftTextForm | None,
    kept: ConclusionDraft | None,
) -> HttpResponse:
    lines = queries.petition_lines(draft) if draft else []
    may_edit = policies.can_edit_round(request.seat, session, draft)
    context = frame(request, session, current="conclusion") | {
        "draft": draft,
        "form": form,
        "kept": kept,
        "table": _table(session, lines, linked=bool(may_edit)),
        "has_lines": bool(lines),
        "missing": actions.missing_before_submission(draft) if draft else [],
        "rounds": queries.rounds_told(session),
        "round_chip": queries.round_chip(draft) if draft else "",
        "may_draft": policies.can_draft_conclusions(request.seat, session),
        "may_edit": may_edit,
        "is_approved": queries.is_approved(draft),
        "may_decide": draft is not None and bool(policies.can_decide(request.seat, draft, on=today())),
        "open_form": OpenRoundForm(auto_id=False),
        "submit_form": SubmitForm(initial={"version": draft.version if draft else 0}),
    }
    return render(request, "sessions_app/conclusion.html", context)


def _table(session: DialogueSession, lines: list[queries.PetitionLine], *, linked: bool) -> dict:
    """``linked``: each petition leads to the page on which it is decided."""
    return {
        "caption": "Kiến nghị và kết luận",
        "columns": columns(("Số", "code"), ("Kiến nghị", ""), ("Cơ quan giải quyết", ""), ("Kết luận", "")),
        "rows": [
            [
                cell("Số", f"{row.petition.number:02d}", kind="code"),
                cell(
                    "Kiến nghị",
                    row.petition.voice.summary,
                    url=_line_page(session, row) if linked else "",
                    note=row.petition.field.name,
                ),
                cell("Cơ quan giải quyết", row.agency_words, note=row.agency_note),
                cell("Kết luận", chip=queries.outcome_chip(row.outcome)),
            ]
            for row in lines
        ],
    }


def _line_page(session: DialogueSession, row: queries.PetitionLine) -> str:
    return reverse("sessions_app:conclusion_line", args=(session.code, row.petition.code))


@require_POST
def open_round(request: HttpRequest, code: str) -> HttpResponse:
    """Begin the draft, or the next round as a copy of the one that was sent back."""
    session = policies.session_for(request.seat, code)
    require(policies.can_draft_conclusions(request.seat, session))
    form = OpenRoundForm(request.POST)
    response = None
    if form.is_valid():
        response = take(
            request, form, purpose="sessions_app.open_round",
            act=lambda: actions.open_round(session, by=request.seat.actor, at=now()),
            locate=lambda _: reverse("sessions_app:conclusion", args=(code,)),
            done=lambda draft: f"Đã mở dự thảo bản {draft.revision}.",
        )  # fmt: skip
    return response or _said(request, form, code)


@require_POST
def submit(request: HttpRequest, code: str) -> HttpResponse:
    """Lay the draft before the presider."""
    session = policies.session_for(request.seat, code)
    require(policies.can_draft_conclusions(request.seat, session))
    draft = queries.live_round(session)
    if draft is None:
        raise Http404("No round to submit")
    form = SubmitForm(request.POST)
    response = None
    if form.is_valid():

        def act() -> ConclusionDraft:
            draft.version = form.seen_version
            return actions.submit(draft, seat=request.seat, at=now())

        response = take(
            request, form, purpose="sessions_app.submit_conclusion", act=act,
            locate=lambda _: reverse("sessions_app:conclusion", args=(code,)),
            done=f"Đã trình dự thảo bản {draft.revision} để người chủ trì duyệt.",
        )  # fmt: skip
    return response or _said(request, form, code)


def _said(request: HttpRequest, form: OpenRoundForm | SubmitForm, code: str) -> HttpResponse:
    messages.error(request, " ".join(form.non_field_errors()) or "Biểu mẫu này đã cũ. Xin bấm lại.")
    return redirect("sessions_app:conclusion", code)


@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, code: str, petition_code: str) -> HttpResponse:
    """What the draft says about one petition; saving leads on to the next one."""
    session = policies.session_for(request.seat, code)
    require(policies.can_draft_conclusions(request.seat, session))
    draft = queries.live_round(session)
    require(policies.can_edit_round(request.seat, session, draft))
    petition = policies.petition_for(session, petition_code)
    rows = queries.petition_lines(draft)
    place = next(place for place, row in enumerate(rows) if row.petition == petition)
    competent, others = queries.assignable(session, petition.field, on=today())
    form = LineForm(
        request.POST or None,
        competent=competent,
        others=others,
        initial=initial_of(
            draft,
            rows[place].line,
            agency_text=proposed_agency_text(petition),
            confirmed=petition.voice.agency_text_confirmed_at is not None,
        ),
    )
    kept = None
    following = rows[place + 1].petition if place + 1 < len(rows) else None
    if request.method == "POST" and form.is_valid():

        def act() -> None:
            draft.version = form.seen_version
            actions.decide_line(draft, form.line(petition), seat=request.seat, at=now())

        response = take(
            request, form, purpose="sessions_app.decide_line", act=act,
            done=f"Đã lưu kết luận kiến nghị số {petition.number:02d}.",
            locate=lambda _: _next_address(request, session, following),
        )  # fmt: skip
        if response is not None:
            return response
        if _kept(form, queries.live_round(session)) is not None:
            kept = queries.line_of(draft, petition)
    context = frame(request, session, current="conclusion") | {
        "draft": draft,
        "petition": petition,
        "form": form,
        "kept": kept,
        "following": following,
    }
    return render(request, "sessions_app/conclusion_line.html", context)


def _next_address(request: HttpRequest, session: DialogueSession, following) -> str:
    if "tiep" in request.POST and following is not None:
        return reverse("sessions_app:conclusion_line", args=(session.code, following.code))
    return reverse("sessions_app:conclusion", args=(session.code,))


@require_GET
def conclusion_preview(request: HttpRequest, code: str) -> HttpResponse:
    """The notice as it would be issued today from the round that is worked on or lies before the presider."""
    session = policies.session_for(request.seat, code)
    require(policies.can_see_conclusions(request.seat, session))
    draft = queries.live_round(session)
    if draft is None:
        raise Http404("No round to show")
    missing = actions.missing_before_submission(draft)
    if missing:
        raise PermissionDenied(" ".join(missing))
    hosting = queries.shown_hosting(draft, request.seat, on=today())
    try:
        pdf = rendering.preview(draft_papers.paper_of(hosting, draft, on=today()))
    except RuleViolation as refused:
        raise PermissionDenied(refused.message) from refused
    return HttpResponse(pdf, content_type="application/pdf")
