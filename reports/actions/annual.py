"""Writing, issuing and sending the yearly report of a post (Đ9.3.c, Đ13.3.c)."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import Seat
from audit import acts
from audit.actors import Actor
from audit.versions import EditConflict, save_if_current
from documents import actions as documents
from documents.enums import PaperKind
from documents.models import IssuedDocument
from documents.printouts import Signature
from duties.actions import ledger
from duties.queries import annual_report_duty
from organizations.models import Post
from organizations.queries import report_recipients
from regulation.clock import local_date
from regulation.recipients import annual_report_article
from regulation.violations import RuleViolation
from reports.annual_paper import annual_paper
from reports.models import AnnualReport, ReportSending


@dataclass(frozen=True, kw_only=True)
class ReportText:
    """What the office writes beside the figures."""

    situation: str
    strengths: str
    weaknesses: str
    causes: str
    next_year: str
    proposals: str


@transaction.atomic
def write(post: Post, year: int, text: ReportText, *, version: int, by: Actor, at: datetime) -> AnnualReport:
    """Save the words of the report opened at ``version`` (0 when there was none).

    Raises EditConflict when somebody saved meanwhile, RuleViolation once it was issued.
    """
    report, made = AnnualReport.objects.get_or_create(
        post=post, year=year, defaults={"prepared_at": at, **asdict(text)}
    )
    if not made:
        if report.document_id is not None:
            raise RuleViolation(
                annual_report_article(post.branch), "Báo cáo năm đã phát hành, không sửa được nữa."
            )
        if report.version != version:
            raise EditConflict(report)
        for name, value in asdict(text).items():
            setattr(report, name, value)
        save_if_current(report, asdict(text))
    acts.write(
        subject=report,
        verb="write_annual_report",
        title=f"Soạn báo cáo năm {year}: {post.title}",
        by=by,
        at=at,
        clause=annual_report_article(post.branch).clause,
    )
    return report


@transaction.atomic
def take_number(
    report: AnnualReport,
    *,
    dated_on: date,
    signature: Signature,
    late_reason: str,
    seat: Seat,
    at: datetime,
) -> IssuedDocument:
    """First phase: the number, the frozen figures and the recipients. Asking again returns the same paper.

    Raises RuleViolation for a date in the future or before the end of the first month of the year reported
    on, or a missing reason when late.
    """
    report = AnnualReport.objects.select_for_update().select_related("post__unit").get(pk=report.pk)
    if report.document_id is not None:
        return report.document
    post, article = report.post, annual_report_article(report.post.branch)
    if dated_on > local_date(at):
        raise RuleViolation(article, "Ngày văn bản không thể ở tương lai.")
    if dated_on.year < report.year:
        raise RuleViolation(article, f"Ngày báo cáo không thể trước năm {report.year}.")
    duty = annual_report_duty(post, report.year)
    late = duty is not None and duty.met_on is None and duty.due_on is not None and dated_on > duty.due_on
    if late and not late_reason.strip():
        raise RuleViolation(article, f"Hạn báo cáo là ngày {duty.due_on:%d/%m/%Y}. Ghi lý do báo cáo trễ.")
    paper = annual_paper(report, signature=signature, as_of=dated_on)
    document = documents.take_number(
        paper,
        kind=PaperKind.ANNUAL_REPORT,
        issue_key=f"annual-report:{report.pk}",
        issuer=post.unit,
        family=paper.heading.family,
        period=documents.next_period(post.unit, paper.heading.family, dated_on),
        dated_on=dated_on,
        signer_name=signature.name,
        signer_position=signature.position,
        title=paper.subject,
        by=seat.actor,
        at=at,
        context_key=acts.context_key(report),
    )
    report.document, report.late_reason = document, late_reason
    report.save(update_fields=("document", "late_reason"))
    ReportSending.objects.bulk_create(
        [
            ReportSending(report=report, recipient=line.unit, capacity=line.capacity[:60])
            for line in report_recipients(post, dated_on)
            if line.unit is not None
        ]
    )
    return document


def take_effect(document: IssuedDocument, at: datetime) -> None:
    """What follows once the report is issued: it counts as sent to every recipient on the date of the paper."""
    report = AnnualReport.objects.select_related("post").get(document=document)
    by = Actor.system("phát hành văn bản")
    report.sendings.filter(sent_on__isnull=True).update(sent_on=document.dated_on)
    duty = annual_report_duty(report.post, report.year)
    if duty is not None and duty.met_on is None:
        ledger.meet(duty, on=document.dated_on, by=by, at=at, late_reason=report.late_reason, context=report)
