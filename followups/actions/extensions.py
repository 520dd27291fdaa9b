"""A written notice that more time is needed, with the date it states (Đ9.3.b câu 2, Đ13.3.b câu 2)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import Seat
from audit.acts import context_key
from audit.transitions import advance
from documents import uploads
from duties.actions import ledger
from followups.models import Assignment, Extension
from followups.workflow import ASSIGNMENT
from outbox.actions import post
from regulation.articles import Article
from regulation.clock import local_date
from regulation.violations import RuleViolation


@dataclass(frozen=True, kw_only=True)
class ExtensionNotice:
    """The notice to the petitioner: number and date of the paper, the new date it states, why."""

    document_number: str
    document_date: date
    new_due_on: date
    reason: str


@transaction.atomic
def announce(
    assignment: Assignment,
    notice: ExtensionNotice,
    file: uploads.CheckedUpload,
    *,
    seat: Seat,
    at: datetime,
) -> Extension:
    """Record the notice and move the due date to the one it states; the first due date stays.

    A notice dated after the old due date is kept, and the breach remains. Raises RuleViolation for a date that
    is not later than the current one or a paper without number; TransitionRefused once answered.
    """
    if notice.document_date > local_date(at):
        raise RuleViolation(Article.EXTENSION, "Ngày văn bản không thể ở tương lai.")
    if notice.document_date < assignment.notice.issued_on:
        raise RuleViolation(
            Article.EXTENSION, "Ngày văn bản gia hạn không thể trước ngày thông báo kết luận."
        )
    assignment = advance(assignment, ASSIGNMENT["extend"], by=seat.actor, at=at, note=notice.reason)
    moved = ledger.extend(
        assignment.answer_duty,
        document_number=notice.document_number,
        document_date=notice.document_date,
        new_due_on=notice.new_due_on,
        by=seat.actor,
        at=at,
        context=assignment.audit_context,
    )
    extension = Extension.objects.create(
        assignment=assignment,
        duty_extension=moved,
        reason=notice.reason,
        file=uploads.store(file, owner=assignment.agency, at=at),
        recorded_at=at,
    )
    petition = assignment.petition
    post(
        dedupe_key=f"extension:{extension.pk}",
        kind="followups.extension",
        params={"extension": extension.pk},
        sender=assignment.notice.hosting.organizing_office,
        recipient_label=f"Người kiến nghị số {petition.number:02d}",
        at=at,
        context_key=context_key(petition.session),
    )
    return extension
