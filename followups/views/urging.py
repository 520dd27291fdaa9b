"""Urging an agency by letter: what waits, the letter before and after it is issued (Đ14.3, Đ15.3)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts import reauthentication
from documents import actions as documents
from documents import rendering
from documents.responses import pdf_response
from followups import policies, presentation
from followups.actions import urging_letters
from followups.forms.urging import UrgingLetterForm
from followups.models import Assignment
from followups.urging_paper import urging_letter, usual_reply, usual_signature, waiting_with
from regulation.clock import now, today
from sessions_app.views.frame import layout_for
from sessions_app.views.planning import require
from sessions_app.views.taking import take, taken_before

ISSUE = "followups.urging_letter"


@reauthentication.required
@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, code: str) -> HttpResponse:
    """Preview and issue one letter about all that waits with the agency of a petition."""
    assignment = _assignment(request, code)
    back_url = reverse("followups:petition_detail", args=(code,))
    if (earlier := taken_before(request, ISSUE)) is not None:
        return earlier
    require(policies.can_write_urging(request.seat, assignment))
    form = UrgingLetterForm(request.POST or None, assignment=assignment, on=today())
    if request.method == "POST" and form.is_valid():
        response = take(
            request,
            form,
            purpose=ISSUE,
            act=lambda: urging_letters.number_letter(
                assignment,
                reply_by=form.cleaned_data["reply_by"],
                signature=form.signature,
                seat=request.seat,
                at=now(),
            ),
            after=lambda paper: documents.complete(paper, by=request.seat.actor, at=now()),
            locate=lambda _: back_url,
            done=lambda paper: f"Đã phát hành {paper} và ghi nhận đôn đốc {assignment.agency.name}.",
        )
        if response is not None:
            return response
    preview_url = reverse("followups:urging_letter_preview", args=(code,))
    waiting = waiting_with(assignment)
    context = {
        "layout": layout_for(request),
        "agency": assignment.agency.name,
        "rows": [
            presentation.row(
                f"Kiến nghị số {row.petition.number:02d}",
                f"Hạn {row.answer_duty.due_on:%d/%m/%Y}" if row.answer_duty.due_on else "Chưa tính được hạn",
            )
            for row in waiting
        ],
        "form": form,
        "back_url": back_url,
        "preview": presentation.preview("Công văn đôn đốc, bản xem trước", preview_url),
    }
    return render(request, "followups/urging_letter.html", context)


@require_GET
def letter_preview(request: HttpRequest, code: str) -> HttpResponse:
    """The letter as it would be issued today, without number and date."""
    assignment = _assignment(request, code)
    require(policies.can_write_urging(request.seat, assignment))
    on = today()
    paper = urging_letter(
        assignment,
        waiting_with(assignment),
        reply_by=usual_reply(assignment, on=on),
        signature=usual_signature(assignment.notice.hosting, on=on),
        on=on,
    )
    return pdf_response(rendering.preview(paper), "cong-van-don-doc-xem-truoc.pdf")


def _assignment(request: HttpRequest, code: str) -> Assignment:
    return policies.newest_assignment_for(policies.petition_for(request.seat, code))
