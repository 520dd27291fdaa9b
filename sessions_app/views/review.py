"""The presider reads the paper, and agrees or sends it back with what has to change (Đ9.2.đ, Đ13.2.đ)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_http_methods

from accounts import reauthentication
from duties.queries import badge_of
from duties.work import WorkGroup, WorkItem
from regulation.calendars import working_calendar
from regulation.clock import now, today
from regulation.date_words import clock_words, long_date
from sessions_app import policies
from sessions_app.actions import conclusions as actions
from sessions_app.forms.conclusions import RETURN, DecisionForm, ReturnForm
from sessions_app.models import ConclusionDraft, ConclusionLine, DialogueSession
from sessions_app.queries import conclusions as queries
from sessions_app.views.planning import require
from sessions_app.views.taking import take

_URGENCY = {WorkGroup.OVERDUE: "overdue", WorkGroup.TODAY: "today", WorkGroup.SOON: "soon"}


@require_GET
def review_list(request: HttpRequest) -> HttpResponse:
    """What waits for this seat's verdict, the most urgent first."""
    require(policies.can_review(request.seat))
    rows = [
        _row(item, first=place == 0) for place, item in enumerate(queries.work_for(request.seat, on=today()))
    ]
    group = {"title": "Dự thảo kết luận", "count_text": f"{len(rows)} văn bản", "rows": rows}
    return render(request, "sessions_app/review_list.html", {"rows": rows, "group": group})


def _row(item: WorkItem, *, first: bool) -> dict:
    """One row of the work queue as ``components/queue_row.html`` asks for it."""
    return {
        "urgency": _URGENCY.get(item.group, "later"),
        "due_on": item.due_on.isoformat() if item.due_on else "",
        "due_text": f"{item.due_on:%d/%m}" if item.due_on else "",
        "weekday": long_date(item.due_on).partition(",")[0] if item.due_on else "",
        "title": item.title,
        "url": item.url,
        "context": item.context,
        "badge": item.badge or "",
        "ruler": item.ruler or "",
        "note": item.note,
        "action_label": item.button,
        "action_url": item.url,
        "primary": first,
        "refused": "",
    }


@reauthentication.required
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, code: str) -> HttpResponse:
    """The paper on the left, the decision on the right. The verdict is on exactly the text that is shown."""
    session = policies.session_for(request.seat, code)
    require(policies.can_review(request.seat))
    latest = queries.rounds_of(session).first()
    if latest is None:
        return _nothing_waits(request, session)
    require(policies.can_decide(request.seat, latest, on=today()))
    form_class = ReturnForm if request.POST.get("decision") == RETURN else DecisionForm
    form = form_class(request.POST or None, initial={"digest": latest.content_digest})
    if request.method == "POST" and form.is_valid():
        response = _decided(request, latest, form)
        if response is not None:
            return response
    if latest != queries.submitted_round(session):
        for sentence in form.non_field_errors() if form.is_bound else ():
            messages.error(request, sentence)
        return _nothing_waits(request, session)
    return _page(request, session, latest, form)


def _nothing_waits(request: HttpRequest, session: DialogueSession) -> HttpResponse:
    context = {"session": session, "rounds": queries.rounds_told(session)}
    return render(request, "sessions_app/review_nothing.html", context)


def _decided(request: HttpRequest, draft: ConclusionDraft, form: DecisionForm) -> HttpResponse | None:
    """The verdict for every hosting this seat decides. A form sent twice finds its answer, also afterwards."""
    seat, at = request.seat, now()

    def act() -> ConclusionDraft:
        hostings = queries.decided_by(seat, on=today()).filter(session=draft.session_id)
        common = {"digest": form.cleaned_data["digest"], "seat": seat, "at": at}
        if form.approves:
            return actions.approve(draft, hostings, **common)
        return actions.return_to_office(draft, hostings, remark=form.cleaned_data["remark"], **common)

    words = "Đã đồng ý phát hành kết luận." if form.approves else "Đã trả lại dự thảo để văn phòng sửa."
    return take(
        request, form, purpose="sessions_app.decide_conclusion", act=act, done=words,
        locate=lambda _: reverse("sessions_app:review_list"),
    )  # fmt: skip


def _page(
    request: HttpRequest, session: DialogueSession, draft: ConclusionDraft, form: DecisionForm
) -> HttpResponse:
    lines = queries.lines_of(draft)
    shown = {"digest": draft.content_digest}
    before = queries.previous_round(draft)
    earlier = (before, queries.lines_of(before)) if before else None
    waits = bool(queries.undecided_hostings(request.seat, draft, on=today()))
    context = {
        "session": session,
        "draft": draft,
        "lines": queries.marked(lines, earlier),
        "preview": {
            "heading": f"Dự thảo bản {draft.revision}",
            "compare_label": "Xem dạng chữ",
            "compare_url": "#dang-chu",
            "word_url": "",
            "pdf_url": reverse("sessions_app:conclusion_preview", args=(session.code,)),
            "frame_url": reverse("sessions_app:conclusion_preview", args=(session.code,)),
            "body": "",
        },
        "panel": _panel(session, draft, lines, earlier),
        "form": form,
        "approve_form": DecisionForm(initial=shown),
        "return_form": form if isinstance(form, ReturnForm) else ReturnForm(initial=shown),
        "waits": waits,
    }
    return render(request, "sessions_app/review.html", context)


def _panel(
    session: DialogueSession, draft: ConclusionDraft, lines: list[ConclusionLine], earlier: tuple | None
) -> dict:
    duty = queries.notice_duty_of(session)
    counts = [
        {"label": row.label, "value": row.count, "url": "", "kind": ""}
        for row in queries.outcome_counts(lines)
    ]
    submitted = localtime(draft.submitted_at)
    return {
        "badge": badge_of(duty, on=today(), calendar=working_calendar()) if duty else "",
        "title": f"Thông báo kết luận buổi đối thoại ngày {localtime(session.ended_at):%d/%m/%Y}",
        "due_text": f"Hạn phát hành: {long_date(duty.due_on)}"
        if duty and duty.due_on
        else "Chưa tính được hạn phát hành",
        "rows": [*counts, {"label": "Tổng số kiến nghị", "value": len(lines), "url": "", "kind": "total"}],
        "changes_title": f"Thay đổi so với bản {earlier[0].revision}" if earlier else "",
        "changes": queries.changes_between(earlier, (draft, lines)) if earlier else [],
        "submitted": f"Người trình: {draft.submitted_by.user.full_name}, {clock_words(submitted)}, "
        f"ngày {submitted:%d/%m/%Y}",
    }
