"""The last look before the notice of conclusions leaves the building, and what it set in motion (Đ9.3.a, Đ13.3.a)."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts import reauthentication
from documents import actions as documents
from documents import rendering
from documents.models import IssuedDocument
from documents.responses import pdf_response
from duties.badges import badge_for
from followups import policies, presentation
from followups.actions import notices
from followups.escalation_paper import letters_of, to_escalate
from followups.forms.office import IssueForm
from followups.models import Assignment, ConclusionNotice
from followups.notice_paper import (
    agencies_told,
    answer_due,
    hostings_with_notice,
    notice_paper,
    usual_signature,
)
from followups.queries.petitions import delivery_words, petition_list
from regulation.calendars import working_calendar
from regulation.clock import now, today
from regulation.date_words import long_date
from regulation.violations import RuleViolation
from sessions_app import policies as session_policies
from sessions_app.models import ConclusionDraft, DialogueSession
from sessions_app.queries.conclusions import lines_of, notice_duty_of, outcome_counts
from sessions_app.views.frame import frame
from sessions_app.views.planning import require
from sessions_app.views.taking import take, taken_before


@reauthentication.required
@require_http_methods(["GET", "POST"])
def notice(request: HttpRequest, code: str) -> HttpResponse:
    """Check, preview and issue; once issued, the paper and what was given to whom."""
    session = session_policies.session_for(request.seat, code)
    require(policies.can_see_notice(request.seat))
    decision = policies.can_issue_notice(request.seat, session)
    if (earlier := taken_before(request, "followups.notice")) is not None:
        return earlier
    numbered = notices.numbered(session)
    if numbered:
        return _issued(request, session, numbered)
    if request.method == "POST":
        require(decision)
    missing, draft = notices.missing_before_issue(session), notices.approved_draft(session)
    form = None
    if draft is not None and not missing and decision:
        hostings = hostings_with_notice(session)
        form = IssueForm(request.POST or None, draft=draft, hostings=hostings, on=today())
        if request.method == "POST" and form.is_valid():
            response = _issue(request, form, session)
            if response is not None:
                return response
    duty = notice_duty_of(session)
    context = frame(request, session, current="conclusion") | {
        "form": form,
        "decision": decision,
        "missing": [{"text": fact.text, "url": reverse(fact.page, args=(session.code,))} for fact in missing],
        "rows": _check_rows(session, draft) if draft else [],
        "duty": duty,
        "badge": badge_for(duty, on=today(), calendar=working_calendar()) if duty else "",
        "previews": _previews(session) if draft else [],
    }
    return render(request, "followups/notice.html", context)


def _previews(session: DialogueSession) -> list[dict]:
    """The notice as it will look, of each host of a joint session in the form of its branch."""
    address, hostings = (
        reverse("followups:notice_preview", args=(session.code,)),
        hostings_with_notice(session),
    )
    if len(hostings) == 1:
        return [presentation.preview("Thông báo kết luận, bản xem trước", address)]
    return [
        presentation.preview(
            f"Thông báo kết luận của {hosting.post.unit.name}, bản xem trước",
            f"{address}?{urlencode({'cua': hosting.code})}",
        )
        for hosting in hostings
    ]


def _issue(request: HttpRequest, form: IssueForm, session: DialogueSession) -> HttpResponse | None:
    def render_papers(papers: list[IssuedDocument]) -> None:
        for paper in papers:
            documents.complete(paper, by=request.seat.actor, at=now())

    return take(
        request,
        form,
        purpose="followups.notice",
        act=lambda: notices.take_numbers(session, signed=form.signed(), seat=request.seat, at=now()),
        after=render_papers,
        locate=lambda _: reverse("followups:notice", args=(session.code,)),
        done=lambda papers: f"Đã phát hành {', '.join(str(paper) for paper in papers)}.",
    )


def _check_rows(session: DialogueSession, draft: ConclusionDraft) -> list[dict]:
    lines = lines_of(draft)
    agencies = agencies_told(lines)
    counts = "; ".join(f"{count.label.lower()}: {count.count}" for count in outcome_counts(lines))
    host = session.hostings.select_related("post").order_by("position", "pk").first()
    due_on, tentative = answer_due(today(), host_id=host.post.unit_id)
    due = long_date(due_on) if due_on else "chưa tính được"
    channels = delivery_words(line.petition for line in lines if line.lead_agency)
    conclusion = reverse("sessions_app:conclusion", args=(session.code,))
    minutes = reverse("sessions_app:minutes", args=(session.code,))
    record = session.minutes if hasattr(session, "minutes") else None
    return [
        presentation.row("Kết luận", f"Bản {draft.revision}, người chủ trì đã duyệt", conclusion),
        presentation.row("Số người dự", record.attended_total if record else "Chưa có", minutes),
        presentation.row("Ý kiến, kiến nghị", counts, conclusion),
        presentation.row(f"Cơ quan nhận ({len(agencies)})", "; ".join(agencies) or "Không giao cơ quan nào"),
        presentation.row(
            "Hạn trả lời kiến nghị",
            f"{due}{' (tạm tính)' if tentative else ''}, nếu đề ngày hôm nay",
        ),
        presentation.row("Cách gửi trả lời", channels or "Không có"),
    ]


def _issued(request: HttpRequest, session: DialogueSession, numbered: list[IssuedDocument]) -> HttpResponse:
    calendar, on = working_calendar(), today()
    petitions = petition_list(policies.visible_petitions(request.seat).filter(session=session))
    context = frame(request, session, current="conclusion") | {
        "papers": presentation.papers(numbered),
        "escalations": _escalations(request, session),
        "waiting": any(paper.file_id is None for paper in numbered),
        "assigned": Assignment.objects.filter(petition__session=session).count(),
        "table": presentation.petition_table(
            petitions, on=on, calendar=calendar, with_session=False, own_house=True
        ),
    }
    return render(request, "followups/notice_issued.html", context)


def _escalations(request: HttpRequest, session: DialogueSession) -> list[dict]:
    """Where the letters to the level above are written: one place for each host that has something to write."""
    if not policies.can_escalate(request.seat, session):
        return []
    notices_out = ConclusionNotice.objects.filter(hosting__session=session, issued_on__isnull=False)
    rows = notices_out.select_related("hosting__post__unit", "hosting__session").order_by("hosting__position")
    return [
        {
            "host": row.hosting.post.unit.name,
            "url": reverse("followups:escalation_letter", args=(session.code, row.hosting.code)),
            "waiting": waiting,
        }
        for row in rows
        if (waiting := len(to_escalate(row))) or letters_of(row)
    ]


@require_GET
def notice_preview(request: HttpRequest, code: str) -> HttpResponse:
    """The notice of one host as it would be issued today, without number and date."""
    session = session_policies.session_for(request.seat, code)
    require(policies.can_see_notice(request.seat))
    draft, hostings = notices.approved_draft(session), hostings_with_notice(session)
    if draft is None or not hostings:
        return redirect("followups:notice", code=session.code)
    wanted = request.GET.get("cua", "")
    hosting = next((known for known in hostings if known.code == wanted), hostings[0])
    signature = usual_signature(hosting, on=today())
    try:
        paper = notice_paper(hosting, draft, signature=signature, dated_on=today())
    except RuleViolation as missing:
        return render(request, "followups/notice_missing.html", {"reason": str(missing)})
    return pdf_response(rendering.preview(paper), "thong-bao-ket-luan-xem-truoc.pdf")
