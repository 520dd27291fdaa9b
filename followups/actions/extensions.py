"""A written notice that more time is needed, with the date it states (Đ9.3.b câu 2, Đ13.3.b câu 2)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import Seat
from audit import acts
from audit.transitions import advance
from documents import uploads
from duties.actions import ledger
from followups.actions import telling
from followups.enums import DeliveryChannel
from followups.models import Assignment, Extension
from followups.queries.petitions import channel_for
from followups.workflow import ASSIGNMENT
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

    A notice dated after the date in force is kept, and the breach remains. By the portal the petitioner reads
    it at once, else the office hands it over. Raises RuleViolation for a date that is not later than the one
    in force or a paper without number; TransitionRefused once answered.
    """
    if notice.document_date < assignment.notice.issued_on:
        raise RuleViolation(
            Article.EXTENSION,
            "Ngày văn bản gia hạn không thể trước ngày thông báo kết luận "
            f"({assignment.notice.issued_on:%d/%m/%Y}).",
        )
    if not notice.reason.strip():
        raise RuleViolation(Article.EXTENSION, "Ghi lý do cần thêm thời gian.")
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
    channel = channel_for(assignment.petition)
    extension = Extension.objects.create(
        assignment=assignment,
        duty_extension=moved,
        reason=notice.reason,
        file=uploads.store(file, owner=assignment.agency, at=at),
        recorded_at=at,
        channel=channel,
        delivered_on=local_date(at) if channel == DeliveryChannel.PORTAL else None,
    )
    telling.tell_petitioner(extension, at=at)
    return extension


@transaction.atomic
def deliver(extension: Extension, *, delivered_on: date, seat: Seat, at: datetime) -> Extension:
    """Record the day the office handed the notice to the petitioner, or posted it up. The first record stands."""
    if not local_date(extension.recorded_at) <= delivered_on <= local_date(at):
        raise RuleViolation(
            Article.EXTENSION,
            f"Ngày giao văn bản phải từ ngày {local_date(extension.recorded_at):%d/%m/%Y} "
            "(ngày văn phòng nhận) đến hôm nay.",
        )
    if Extension.objects.filter(pk=extension.pk, delivered_on__isnull=True).update(delivered_on=delivered_on):
        acts.write(
            subject=extension,
            verb="deliver_extension",
            title=f"Giao thông báo gia hạn, kiến nghị số {extension.assignment.petition.number:02d}",
            by=seat.actor,
            at=at,
            clause=Article.EXTENSION.clause_for(extension.assignment.answer_duty.branch),
            changes={"delivered_on": [None, delivered_on.isoformat()]},
        )
    extension.refresh_from_db(fields=("delivered_on",))
    return extension
