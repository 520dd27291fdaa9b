"""How a conference with the people and its results were made public (Luật 72/2025/QH15, Điều 43)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts import reauthentication
from documents import actions as documents
from documents import rendering
from documents.responses import pdf_response
from regulation.clock import now, today
from regulation.violations import RuleViolation
from sessions_app import policies
from sessions_app.actions import publications
from sessions_app.announcement_paper import announcement_paper, paper_of, usual_signature
from sessions_app.enums import PublicationKind
from sessions_app.forms.publications import AnnouncementForm, PublicationForm
from sessions_app.views.frame import frame
from sessions_app.views.overview import publication_words
from sessions_app.views.planning import require
from sessions_app.views.tables import paper_line
from sessions_app.views.taking import take, taken_before

PURPOSE, ISSUE = "sessions_app.publication", "sessions_app.announcement"


@reauthentication.required
@require_http_methods(["GET", "POST"])
def publication(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Enter day, way and place; once entered the page shows them."""
    session = policies.session_for(request.seat, code)
    row = policies.publication_for(session, kind)
    require(policies.can_publish(request.seat, session))
    back_url = reverse("sessions_app:session_detail", args=(session.code,))
    if earlier := taken_before(request, PURPOSE):
        return earlier
    form = PublicationForm(request.POST or None, publication=row, on=today())
    if request.method == "POST" and row.published_on is None and form.is_valid():
        response = take(
            request,
            form,
            purpose=PURPOSE,
            act=lambda: publications.record(row, **form.facts, by=request.seat.actor, on=today(), at=now()),
            locate=lambda _: back_url,
            done="Đã ghi nhận.",
        )
        if response is not None:
            return response
    context = frame(request, session, current="overview") | {
        "form": form,
        "heading": row.get_kind_display(),
        "made": publication_words(row) if row.published_on else "",
        "back_url": back_url,
        "paper_url": reverse("sessions_app:announcement", args=(session.code,))
        if row.kind == PublicationKind.ANNOUNCEMENT
        else "",
    }
    return render(request, "sessions_app/publication.html", context)


@reauthentication.required
@require_http_methods(["GET", "POST"])
def announcement(request: HttpRequest, code: str) -> HttpResponse:
    """Preview and issue the announcement as a paper; once issued, the paper."""
    session = policies.session_for(request.seat, code)
    row = policies.publication_for(session, PublicationKind.ANNOUNCEMENT)
    require(policies.can_publish(request.seat, session))
    here = reverse("sessions_app:announcement", args=(session.code,))
    if earlier := taken_before(request, ISSUE):
        return earlier
    form = AnnouncementForm(request.POST or None, publication=row, on=today())
    if request.method == "POST" and form.is_valid():
        response = take(
            request,
            form,
            purpose=ISSUE,
            act=lambda: publications.number_announcement(
                row, signature=form.signature, by=request.seat.actor, on=today(), at=now()
            ),
            after=lambda paper: documents.complete(paper, by=request.seat.actor, at=now()),
            locate=lambda _: here,
            done=lambda paper: f"Đã phát hành {paper}.",
        )
        if response is not None:
            return response
    paper, preview_url = paper_of(row), reverse("sessions_app:announcement_preview", args=(session.code,))
    context = frame(request, session, current="overview") | {
        "form": form,
        "papers": [paper_line(paper)] if paper else [],
        "record_url": reverse("sessions_app:publication", args=(session.code, PublicationKind.ANNOUNCEMENT)),
        "made": publication_words(row) if row.published_on else "",
        "preview": {
            "heading": "Thông báo công khai, bản xem trước",
            "pdf_url": preview_url,
            "frame_url": preview_url,
        },
    }
    return render(request, "sessions_app/announcement.html", context)


@require_GET
def announcement_preview(request: HttpRequest, code: str) -> HttpResponse:
    """The announcement as it would be issued today, without number and date."""
    session = policies.session_for(request.seat, code)
    row = policies.publication_for(session, PublicationKind.ANNOUNCEMENT)
    require(policies.can_publish(request.seat, session))
    signature = usual_signature(row.hosting, on=today())
    try:
        paper = announcement_paper(row.hosting, signature=signature, on=today())
    except RuleViolation as missing:
        return render(request, "sessions_app/invitation_missing.html", {"reason": str(missing)})
    return pdf_response(rendering.preview(paper), "thong-bao-cong-khai-xem-truoc.pdf")
