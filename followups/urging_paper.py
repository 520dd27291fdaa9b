"""Building the letter that urges an agency to answer (Đ14.3, Đ15.3). Stands above the queries, below the verbs."""

from datetime import date

from documents import kinds
from documents.enums import PaperKind
from documents.letterheads import keeping_line, reporting_line
from documents.models import IssuedDocument
from documents.printouts import Signature
from duties.badges import badge_for
from followups.enums import OPEN
from followups.models import Assignment
from followups.printouts import UrgedMatter, UrgingLetter
from followups.queries.petitions import told_text
from organizations.models import SettingKey
from regulation.articles import Article
from regulation.calendars import working_calendar
from regulation.clock import local_date
from regulation.working_days import CalendarUnknown, calendar_days_after
from sessions_app.models import Hosting
from sessions_app.papers import heading_of, signature_by

WORKING_DAYS_TO_REPLY = 5


def waiting_with(assignment: Assignment) -> list[Assignment]:
    """All that waits with the agency of an assignment for the same issuer and office, the earliest due first."""
    hosting = assignment.notice.hosting
    rows = Assignment.objects.filter(
        agency=assignment.agency_id,
        state__in=OPEN,
        notice__hosting__post__unit=hosting.post.unit_id,
        notice__hosting__organizing_office=hosting.organizing_office_id,
    )
    return list(
        rows.select_related(
            "agency", "answer_duty", "notice__document", "notice__hosting__post__unit", "petition__voice",
            "petition__contact", "petition__session",
        ).order_by("answer_duty__due_on", "petition__session__starts_at", "petition__number")
    )  # fmt: skip


def urging_letter(
    assignment: Assignment, waiting: list[Assignment], *, reply_by: date, signature: Signature, on: date
) -> UrgingLetter:
    """The letter about all that waits. Raises RuleViolation when nothing does."""
    hosting, agency = assignment.notice.hosting, assignment.agency
    body = hosting.post.unit
    return UrgingLetter(
        heading=heading_of(hosting, on=on),
        subject="đôn đốc trả lời kiến nghị của Nhân dân tại các buổi tiếp xúc, đối thoại",
        citation=Article.URGING.cited_in_full_for(hosting.branch),
        agency=agency.name,
        addressees=(agency.name,),
        matters=tuple(_matter(row, on=on) for row in waiting),
        reply_by=reply_by,
        report_to=hosting.organizing_office.name,
        signature=signature,
        recipients=("Như trên", reporting_line(body), keeping_line(body, on=on)),
    )


def _matter(row: Assignment, *, on: date) -> UrgedMatter:
    return UrgedMatter(
        number=row.petition.number,
        session=f"Ngày {local_date(row.petition.session.starts_at):%d/%m/%Y}",
        text=told_text(row.petition),
        notice=f"{row.notice.document.cited.removeprefix('số ')}, ngày {row.notice.issued_on:%d/%m/%Y}",
        due_on=row.answer_duty.due_on,
        standing=badge_for(row.answer_duty, on=on, calendar=working_calendar()).text,
    )


def usual_signature(hosting: Hosting, *, on: date) -> Signature:
    """Who signs such a letter: as under the notices of the body."""
    return signature_by(hosting, SettingKey.NOTICE_SIGNATURE, on=on)


def usual_reply(assignment: Assignment, *, on: date) -> date:
    """Until when a report is asked for, unless the office says otherwise."""
    calendar = working_calendar().for_unit(assignment.notice.hosting.post.unit_id)
    try:
        return calendar.nth_after(on, WORKING_DAYS_TO_REPLY)
    except CalendarUnknown:
        return calendar_days_after(on, WORKING_DAYS_TO_REPLY + 2)


def key_of(assignment: Assignment, on: date | None = None) -> str:
    """What names the letters of an issuer's office to an agency; with a day, the one of that day."""
    hosting = assignment.notice.hosting
    return (
        f"urging:{hosting.post.unit_id}:{hosting.organizing_office_id}:{assignment.agency_id}:"
        f"{on.isoformat() if on else ''}"
    )


def letters_about(assignment: Assignment) -> list[IssuedDocument]:
    """The letters that urged the agency of an assignment since it was given out, the newest first."""
    letters = IssuedDocument.objects.filter(
        issue_key__startswith=key_of(assignment), numbered_at__gte=assignment.assigned_at
    )
    return list(letters.order_by("-numbered_at", "-pk"))


def register() -> None:
    """Letters that urge are made from this printout."""
    kinds.register(PaperKind.URGING_LETTER, UrgingLetter)
