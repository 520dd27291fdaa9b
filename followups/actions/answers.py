"""Written answers: recorded by the agency, delivered to the petitioner, reported to the head (Đ9.3.b, Đ13.3.b).

The duty is met only when both have happened, as of the later day.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import Seat
from audit import acts
from audit.actors import Actor
from audit.acts import context_key
from audit.transitions import advance
from documents import uploads
from duties.actions import ledger
from followups.enums import AnswerOutcome, AssignmentState, DeliveryChannel
from followups.models import Answer, Assignment
from followups.workflow import ASSIGNMENT
from outbox.actions import post
from regulation.articles import Article
from regulation.clock import local_date
from regulation.violations import RuleViolation


@dataclass(frozen=True, kw_only=True)
class WrittenAnswer:
    """The paper with which the agency answers. ``reported_on`` is the day it reported to the head, or None."""

    document_number: str
    document_date: date
    signer: str
    outcome: AnswerOutcome
    summary: str
    channel: DeliveryChannel
    reported_on: date | None
    report_number: str = ""


@transaction.atomic
def record(
    assignment: Assignment, written: WrittenAnswer, file: uploads.CheckedUpload, *, seat: Seat, at: datetime
) -> Answer:
    """Record the answer. By the portal it is delivered at once; on paper it is handed to the office.

    Raises RuleViolation for a date that cannot be true, TransitionRefused when it was answered before.
    """
    _check(assignment, written, at=at)
    assignment = advance(assignment, ASSIGNMENT["answer"], by=seat.actor, at=at)
    answer = Answer.objects.create(
        assignment=assignment,
        document_number=written.document_number,
        document_date=written.document_date,
        signer=written.signer,
        outcome=written.outcome,
        summary=written.summary,
        file=uploads.store(file, owner=assignment.agency, at=at),
        recorded_at=at,
        channel=written.channel,
        handed_over_on=local_date(at) if written.channel != DeliveryChannel.PORTAL else None,
        delivered_on=local_date(at) if written.channel == DeliveryChannel.PORTAL else None,
        reported_on=written.reported_on,
        report_number=written.report_number,
    )
    if written.channel == DeliveryChannel.PORTAL:
        _tell_petitioner(answer, at=at)
    _settle(answer, by=seat.actor, at=at)
    return answer


def _check(assignment: Assignment, written: WrittenAnswer, *, at: datetime) -> None:
    if written.document_date > local_date(at):
        raise RuleViolation(Article.WRITTEN_ANSWER, "Ngày văn bản không thể ở tương lai.")
    if written.document_date < assignment.notice.issued_on:
        raise RuleViolation(
            Article.WRITTEN_ANSWER,
            "Ngày văn bản trả lời không thể trước ngày thông báo kết luận "
            f"({assignment.notice.issued_on:%d/%m/%Y}).",
        )
    if written.reported_on is not None and not (
        assignment.notice.issued_on <= written.reported_on <= local_date(at)
    ):
        raise RuleViolation(
            Article.WRITTEN_ANSWER,
            "Ngày báo cáo người đứng đầu phải từ ngày thông báo kết luận đến hôm nay.",
        )


@transaction.atomic
def deliver(answer: Answer, *, delivered_on: date, seat: Seat, at: datetime) -> Answer:
    """Record the day the office handed the paper to the petitioner, or posted it up where there is no address."""
    if answer.delivered_on is not None:
        return answer
    if not (answer.document_date <= delivered_on <= local_date(at)):
        raise RuleViolation(
            Article.WRITTEN_ANSWER, "Ngày giao văn bản phải từ ngày văn bản trả lời đến hôm nay."
        )
    answer.delivered_on = delivered_on
    if Answer.objects.filter(pk=answer.pk, delivered_on__isnull=True).update(delivered_on=delivered_on):
        acts.write(
            subject=answer,
            verb="deliver_answer",
            title=f"Giao văn bản trả lời kiến nghị số {answer.assignment.petition.number:02d}",
            by=seat.actor,
            at=at,
            clause="D9.3.b.s1",
            changes={"delivered_on": [None, delivered_on.isoformat()]},
        )
        _settle(answer, by=seat.actor, at=at)
    return answer


@transaction.atomic
def report(answer: Answer, *, reported_on: date, number: str, seat: Seat, at: datetime) -> Answer:
    """Record that the agency reported the result to the head."""
    if answer.reported_on is not None:
        return answer
    if not (answer.assignment.notice.issued_on <= reported_on <= local_date(at)):
        raise RuleViolation(
            Article.WRITTEN_ANSWER,
            "Ngày báo cáo người đứng đầu phải từ ngày thông báo kết luận đến hôm nay.",
        )
    answer.reported_on, answer.report_number = reported_on, number
    if Answer.objects.filter(pk=answer.pk, reported_on__isnull=True).update(
        reported_on=reported_on, report_number=number
    ):
        acts.write(
            subject=answer,
            verb="report_answer",
            title=f"Báo cáo người đứng đầu kết quả kiến nghị số {answer.assignment.petition.number:02d}",
            by=seat.actor,
            at=at,
            clause="D9.3.b.s1",
            changes={"reported_on": [None, reported_on.isoformat()]},
        )
        _settle(answer, by=seat.actor, at=at)
    return answer


def _settle(answer: Answer, *, by: Actor, at: datetime) -> None:
    """Meet the duty once the answer is both delivered and reported, as of the later of the two days."""
    if answer.delivered_on is None or answer.reported_on is None:
        return
    ledger.meet(
        answer.assignment.answer_duty,
        on=max(answer.delivered_on, answer.reported_on),
        by=by,
        at=at,
        context=answer.audit_context,
    )


def _tell_petitioner(answer: Answer, *, at: datetime) -> None:
    petition = answer.assignment.petition
    post(
        dedupe_key=f"answer:{answer.pk}",
        kind="followups.answer",
        params={"answer": answer.pk},
        sender=answer.assignment.notice.hosting.organizing_office,
        recipient_label=f"Người kiến nghị số {petition.number:02d}",
        at=at,
        context_key=context_key(petition.session),
    )


@transaction.atomic
def mark_seen(answer: Answer, *, seat: Seat, at: datetime) -> None:
    """The head has read the report. Reading again changes nothing."""
    if Answer.objects.filter(pk=answer.pk, seen_by_head_at__isnull=True).update(seen_by_head_at=at):
        acts.write(
            subject=answer,
            verb="see_report",
            title=f"Người đứng đầu đã xem báo cáo kiến nghị số {answer.assignment.petition.number:02d}",
            by=seat.actor,
            at=at,
            clause="D9.3.b.s1",
        )


def is_answered(assignment: Assignment) -> bool:
    """Whether the written answer has been recorded."""
    return assignment.state == AssignmentState.ANSWERED
