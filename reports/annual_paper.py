"""Building the yearly report from figures and the office's words."""

from datetime import date

from documents.enums import Family
from documents.printouts import Heading, Signature
from organizations import settings as unit_settings
from organizations.models import Post, SettingKey
from organizations.queries import heading_above, office_of, report_recipients
from regulation.recipients import annual_report_article
from reports.annual_figures import annual_figures
from reports.models import AnnualReport
from reports.printouts import AnnualReportPaper


def annual_paper(report: AnnualReport, *, signature: Signature, as_of: date) -> AnnualReportPaper:
    """The report of one post on one year with the figures as they stand on ``as_of``."""
    post, body = report.post, report.post.unit
    figures = annual_figures(post, report.year, as_of=as_of)
    office = office_of(body, as_of)
    return AnnualReportPaper(
        heading=_heading(post, as_of=as_of, office=office.name),
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
        recipients=(
            *(line.unit.name for line in report_recipients(post, as_of) if line.unit),
            f"Lưu {office.name}",
        ),
    )


def _heading(post: Post, *, as_of: date, office: str) -> Heading:
    body = post.unit
    switches = unit_settings.values(body, (SettingKey.PLACE_NAME, SettingKey.SPELLING), as_of)
    return Heading(
        family=Family.PARTY,
        superior_body=heading_above(body, as_of),
        issuing_body=body.name,
        place=switches[SettingKey.PLACE_NAME],
        symbol=body.symbol,
        office_name=office,
        spelling=switches[SettingKey.SPELLING],
    )
