"""Putting to the level above what only it can decide: the letter before and after it is issued (Đ14.4, Đ15.4)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts import reauthentication
from documents import actions as documents
from documents import rendering
from documents.responses import pdf_response
from followups import policies, presentation
from followups.actions import escalation_letters
from followups.escalation_paper import escalation_letter, letters_of, to_escalate, usual_signature
from followups.forms.urging import EscalationLetterForm
from regulation.clock import now, today
from regulation.violations import RuleViolation
from sessions_app import policies as session_policies
from sessions_app.views.frame import frame
from sessions_app.views.planning import require
from sessions_app.views.taking import take, taken_before

ISSUE = "followups.escalation_letter"


@reauthentication.required
@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, code: str, hosting_code: str) -> HttpResponse:
    """Preview and issue the letter of one host about what stands in no letter yet."""
    session = session_policies.session_for(request.seat, code)
    notice = policies.notice_for(session, hosting_code)
    if (earlier := taken_before(request, ISSUE)) is not None:
        return earlier
    require(policies.can_escalate(request.seat, session))
    here = reverse("followups:escalation_letter", args=(code, hosting_code))
    letters, rows = letters_of(notice), to_escalate(notice)
    form = EscalationLetterForm(request.POST or None, notice=notice, seen=len(letters), on=today())
    if request.method == "POST" and form.is_valid():
        response = take(
            request,
            form,
            purpose=ISSUE,
            act=lambda: escalation_letters.number_letter(
                notice,
                seen=form.cleaned_data["seen"],
                signature=form.signature,
                seat=request.seat,
                at=now(),
            ),
            after=lambda paper: documents.complete(paper, by=request.seat.actor, at=now()),
            locate=lambda _: here,
            done=lambda paper: f"Đã phát hành {paper}.",
        )
        if response is not None:
            return response
    context = frame(request, session, current="conclusion") | {
        "papers": presentation.papers(letters),
        "waiting": len(rows),
        "form": form,
        "back_url": reverse("followups:notice", args=(code,)),
        "preview": presentation.preview(
            "Công văn kiến nghị cấp trên, bản xem trước",
            reverse("followups:escalation_letter_preview", args=(code, hosting_code)),
        ),
    }
    return render(request, "followups/escalation_letter.html", context)


@require_GET
def letter_preview(request: HttpRequest, code: str, hosting_code: str) -> HttpResponse:
    """The letter as it would be issued today, without number and date."""
    session = session_policies.session_for(request.seat, code)
    notice = policies.notice_for(session, hosting_code)
    require(policies.can_escalate(request.seat, session))
    on = today()
    try:
        paper = escalation_letter(
            notice, to_escalate(notice), signature=usual_signature(notice, on=on), on=on
        )
    except RuleViolation as missing:
        return render(request, "followups/notice_missing.html", {"reason": str(missing)})
    return pdf_response(rendering.preview(paper), "cong-van-kien-nghi-xem-truoc.pdf")
