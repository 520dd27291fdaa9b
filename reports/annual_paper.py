"""Building the yearly report from figures and the office's words."""

from datetime import date

from documents.enums import Family
from documents.letterheads import family_of, heading_for, keeping_line
from documents.printouts import Signature
from organizations.models import Post
from organizations.queries import report_recipients
from regulation.recipients import annual_report_article
from reports.annual_figures import annual_figures
from reports.models import AnnualReport
from reports.printouts import AnnualReportPaper


def annual_paper(report: AnnualReport, *, signature: Signature, as_of: date) -> AnnualReportPaper:
    """The report of one post on one year with the figures as they stand on ``as_of``."""
    post, body = report.post, report.post.unit
    figures = annual_figures(post, report.year, as_of=as_of)
    return AnnualReportPaper(
        heading=heading_for(body, on=as_of),
        subject=f"kết quả tiếp xúc, đối thoại trực tiếp với Nhân dân năm {report.year}",
        citation=annual_report_article(post.branch).cited_in_full_for(post.branch),
        year=report.year,
        as_of=as_of,
        post_title=post.title,
        situation=report.situation,
        sessions=figures.sessions,
        terms=figures.terms,
        opinions=figures.opinions,
        by_session=figures.by_session,
        by_field=figures.by_field,
        listed=figures.listed,
        strengths=report.strengths,
        weaknesses=report.weaknesses,
        causes=report.causes,
        next_year=report.next_year,
        proposals=report.proposals,
        signature=signature,
        **_sent_to(post, as_of=as_of),
    )


def _sent_to(post: Post, *, as_of: date) -> dict[str, tuple[str, ...]]:
    """To whom the report goes: under "Nơi nhận" in the Party; in the State those above stand under "Kính gửi"."""
    told = tuple(line.unit.name for line in report_recipients(post, as_of) if line.unit)
    keeping = keeping_line(post.unit, on=as_of)
    if family_of(post.unit) == Family.PARTY or not told:
        return {"recipients": (*told, keeping)}
    return {"addressees": told, "recipients": ("Như trên", keeping)}
