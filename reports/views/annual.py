"""The yearly report of a post: figures on screen, the paper before and after it is issued."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts import reauthentication
from accounts.models import Seat
from documents import actions as documents
from documents.letterheads import signature_for
from documents.models import IssuedDocument
from documents.printouts import Signature
from documents.rendering import preview
from documents.responses import pdf_response
from duties.badges import badge_for
from duties.queries import annual_report_duty
from organizations.enums import SignatureForm
from organizations.models import Post
from organizations.queries import holder_of, report_recipients
from regulation.calendars import working_calendar
from regulation.clock import now, today
from reports import policies
from reports.actions import annual as verbs
from reports.annual_figures import AnnualFigures, annual_figures
from reports.annual_paper import annual_paper
from reports.forms.annual import AnnualIssueForm, AnnualTextForm
from reports.models import AnnualReport
from reports.views.dashboard import FIRST_YEAR
from sessions_app.views.taking import take


@require_http_methods(["GET"])
def annual_list(request: HttpRequest) -> HttpResponse:
    """The posts of the house and their reports, year by year."""
    decision = policies.can_see_reports(request.seat)
    if not decision:
        raise PermissionDenied(decision.reason)
    on = today()
    posts = list(policies.visible_posts(request.seat, on=on))
    reports = {
        (report.post_id, report.year): report
        for report in AnnualReport.objects.filter(post__in=posts).select_related("document")
    }
    years = range(on.year, FIRST_YEAR - 1, -1)
    rows = [_list_row(post, year, reports.get((post.pk, year))) for year in years for post in posts]
    table = {
        "caption": "Báo cáo năm",
        "columns": [{"label": "Báo cáo"}, {"label": "Chức vụ"}, {"label": "Văn bản"}],
        "rows": rows,
    }
    return render(request, "reports/annual_list.html", {"table": table})


def _list_row(post: Post, year: int, report: AnnualReport | None) -> list[dict]:
    issued = report.document if report else None
    return [
        {"label": "Báo cáo", "text": f"Năm {year}", "url": reverse("reports:annual", args=[year, post.code])},
        {"label": "Chức vụ", "text": post.title},
        {"label": "Văn bản", "text": issued.number_text if issued else "Chưa phát hành"},
    ]


@reauthentication.required_for(lambda form: "dated_on" in form)
@require_http_methods(["GET", "POST"])
def annual(request: HttpRequest, year: int, post_code: str) -> HttpResponse:
    """Figures, words, preview and issue of one report."""
    post, report = _fetch(request, year, post_code)
    decision = policies.can_issue_report(request.seat, report)
    text_form = _text_form(report)
    issue_form = AnnualIssueForm(initial=_issue_defaults(post))
    answer = None
    if request.method == "POST":
        if not decision:
            raise PermissionDenied(decision.reason)
        if "dated_on" in request.POST:
            issue_form = AnnualIssueForm(request.POST)
            answer = _issue(request, post, year, report, issue_form)
        else:
            text_form = AnnualTextForm(request.POST)
            answer = _write(request, post, year, text_form)
    return answer or _page(request, post, year, report, decision, text_form, issue_form)


def _write(request: HttpRequest, post: Post, year: int, form: AnnualTextForm) -> HttpResponse | None:
    if not form.is_valid():
        return None
    here = reverse("reports:annual", args=[year, post.code])
    return take(
        request,
        form,
        purpose="reports.write_annual",
        act=lambda: verbs.write(
            post, year, form.text(), version=form.seen_version, by=request.seat.actor, at=now()
        ),
        locate=lambda _: here,
        done="Đã lưu nội dung báo cáo năm.",
    )


def _issue(
    request: HttpRequest, post: Post, year: int, report: AnnualReport | None, form: AnnualIssueForm
) -> HttpResponse | None:
    if not form.is_valid():
        return None
    here = reverse("reports:annual", args=[year, post.code])
    return take(
        request,
        form,
        purpose="reports.issue_annual",
        act=lambda: _take_number(post, year, form.cleaned_data, seat=request.seat),
        after=lambda document: documents.complete(document, by=request.seat.actor, at=now()),
        locate=lambda _: here,
        done=lambda document: f"Đã phát hành báo cáo {document.cited}.",
    )


def _take_number(post: Post, year: int, typed: dict, *, seat: Seat) -> IssuedDocument:
    report, _ = AnnualReport.objects.get_or_create(post=post, year=year, defaults={"prepared_at": now()})
    return verbs.take_number(
        report,
        dated_on=typed["dated_on"],
        signature=_signature(post, typed["signer_name"]),
        late_reason=typed["late_reason"],
        seat=seat,
        at=now(),
    )


@require_http_methods(["GET"])
def annual_pdf(request: HttpRequest, year: int, post_code: str) -> HttpResponse:
    """The paper as it would be issued now."""
    post, report = _fetch(request, year, post_code)
    unsaved = report or AnnualReport(post=post, year=year)
    defaults = _issue_defaults(post)
    signature = _signature(post, defaults["signer_name"])
    paper = annual_paper(unsaved, signature=signature, as_of=today())
    return pdf_response(preview(paper), f"bao-cao-nam-{year}.pdf")


def _fetch(request: HttpRequest, year: int, post_code: str) -> tuple[Post, AnnualReport | None]:
    decision = policies.can_see_reports(request.seat)
    if not decision:
        raise PermissionDenied(decision.reason)
    on = today()
    if not FIRST_YEAR <= year <= on.year:
        raise Http404
    post = policies.post_for(request.seat, post_code, on=on)
    report = AnnualReport.objects.filter(post=post, year=year).select_related("document__file").first()
    return post, report


def _text_form(report: AnnualReport | None) -> AnnualTextForm:
    if report is None:
        return AnnualTextForm(initial={"version": 0})
    names = ("situation", "strengths", "weaknesses", "causes", "next_year", "proposals", "version")
    return AnnualTextForm(initial={name: getattr(report, name) for name in names})


def _signature(post: Post, name: str) -> Signature:
    """The head of the body signs the report of the year on its behalf."""
    return signature_for(post.unit, SignatureForm.ON_BEHALF, name)


def _issue_defaults(post: Post) -> dict:
    on = today()
    tenure = holder_of(post, on)
    return {"dated_on": f"{on:%d/%m/%Y}", "signer_name": tenure.official.full_name if tenure else ""}


def _page(
    request: HttpRequest,
    post: Post,
    year: int,
    report: AnnualReport | None,
    decision,
    text_form: AnnualTextForm,
    issue_form: AnnualIssueForm,
) -> HttpResponse:
    on = today()
    duty = annual_report_duty(post, year)
    issued = report.document if report else None
    context = {
        "post": post,
        "year": year,
        "report": report,
        "issued": issued,
        "decision": decision,
        "text_form": text_form,
        "issue_form": issue_form,
        "form": issue_form if issue_form.errors else text_form,
        "duty": duty,
        "badge": badge_for(duty, on=on, calendar=working_calendar()) if duty else "",
        "figure_rows": _figure_rows(annual_figures(post, year, as_of=on)),
        "as_of": on,
        "recipients": [
            {"label": line.capacity, "value": line.unit.name if line.unit else "Chưa khai báo"}
            for line in report_recipients(post, _recipients_day(year, on))
        ],
        "preview": {
            "heading": f"Báo cáo năm {year}",
            "frame_url": _paper_url(post, year, issued),
            "pdf_url": _paper_url(post, year, issued),
        },
    }
    return render(request, "reports/annual.html", context)


def _recipients_day(year: int, on: date) -> date:
    return min(on, date(year, 12, 31))


def _paper_url(post: Post, year: int, issued: IssuedDocument | None) -> str:
    if issued is not None and issued.file_id:
        return reverse("documents:document_file", args=[issued.code])
    return reverse("reports:annual_pdf", args=[year, post.code])


def _figure_rows(figures: AnnualFigures) -> list[dict]:
    counts, sessions = figures.opinions, figures.sessions
    rows = [
        ("Số buổi đã tổ chức", f"{sessions.held}/{sessions.planned} buổi trong kế hoạch"),
        ("Định kỳ, chuyên đề, đột xuất", f"{sessions.periodic}, {sessions.thematic}, {sessions.ad_hoc}"),
        ("Lượt người dự", f"{sessions.attended_total}, trong đó Nhân dân {sessions.attended_people}"),
        ("Ý kiến, kiến nghị", f"{counts.total} (kỳ trước chuyển sang {counts.carried_over})"),
        ("Trả lời tại buổi", str(counts.answered_at_session)),
        ("Giao cơ quan giải quyết", str(counts.assigned)),
        ("Đã giải quyết xong", f"{counts.resolved} ({counts.resolved_percent}%)"),
        (
            "Đang giải quyết",
            f"{counts.open} (trong hạn {counts.open_in_time}, quá hạn {counts.open_overdue})",
        ),
        ("Kiến nghị cấp trên", str(counts.escalated)),
        ("Không thuộc nội dung", str(counts.out_of_scope)),
        ("Chưa giải quyết", str(counts.not_started)),
    ]
    rows += [(term.rule, f"đúng hạn {term.in_time}/{term.total}") for term in figures.terms]
    return [{"label": label, "value": value} for label, value in rows]
