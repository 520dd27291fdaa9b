"""Written answers: recorded by the agency, delivered to the petitioner, reported to the head (Đ9.3.b, Đ13.3.b).

The duty is met only when both have happened, as of the later day.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import Seat
from audit import acts
from audit.actors import Actor
from audit.transitions import advance
from documents import uploads
from duties.actions import ledger
from followups.actions import telling
from followups.enums import AnswerOutcome, DeliveryChannel
from followups.models import Answer, Assignment
from followups.queries.petitions import channel_for
from followups.workflow import ASSIGNMENT
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
    reported_on: date | None
    report_number: str = ""


@transaction.atomic
def record(
    assignment: Assignment, written: WrittenAnswer, file: uploads.CheckedUpload, *, seat: Seat, at: datetime
) -> Answer:
    """Record the answer. By the portal it is delivered at once; on paper it is handed to the office.

    How it reaches the person follows from what is known of the person, which the agency never learns. Raises
    RuleViolation for a date that cannot be true, TransitionRefused when it was answered before.
    """
    today = local_date(at)
    _check_date(written.document_date, assignment, what="Ngày văn bản trả lời", at=at)
    if written.reported_on is not None:
        _check_date(written.reported_on, assignment, what="Ngày báo cáo người đứng đầu", at=at)
    channel = channel_for(assignment.petition)
    by_portal = channel == DeliveryChannel.PORTAL
    assignment = advance(
        assignment, ASSIGNMENT["answer"], by=seat.actor, at=at,
        changes={"document_number": [None, written.document_number], "channel": [None, str(channel)]},
    )  # fmt: skip
    answer = Answer.objects.create(
        assignment=assignment,
        document_number=written.document_number,
        document_date=written.document_date,
        signer=written.signer,
        outcome=written.outcome,
        summary=written.summary,
        file=uploads.store(file, owner=assignment.agency, at=at),
        recorded_at=at,
        channel=channel,
        handed_over_on=None if by_portal else today,
        delivered_on=today if by_portal else None,
        reported_on=written.reported_on,
        report_number=written.report_number,
    )
    telling.tell_petitioner(answer, at=at)  # also who gets it on paper may read it under the code
    _settle(answer, by=seat.actor, at=at)
    return answer


def _check_date(day: date, assignment: Assignment, *, what: str, at: datetime) -> None:
    if day > local_date(at):
        raise RuleViolation(Article.WRITTEN_ANSWER, f"{what} không thể ở tương lai.")
    issued_on = assignment.notice.issued_on
    if day < issued_on:
        raise RuleViolation(
            Article.WRITTEN_ANSWER,
            f"{what} không thể trước ngày thông báo kết luận ({issued_on:%d/%m/%Y}).",
        )


@transaction.atomic
def deliver(answer: Answer, *, delivered_on: date, seat: Seat, at: datetime) -> Answer:
    """Record the day the office handed the paper to the petitioner, or posted it up where there is no address.

    The first record stands. Raises RuleViolation for a day before the paper was handed over or after today.
    """
    if answer.handed_over_on is None or not answer.handed_over_on <= delivered_on <= local_date(at):
        raise RuleViolation(
            Article.WRITTEN_ANSWER,
            f"Ngày giao văn bản phải từ ngày {answer.handed_over_on or answer.delivered_on:%d/%m/%Y} "
            "(ngày văn phòng nhận) đến hôm nay.",
        )
    if Answer.objects.filter(pk=answer.pk, delivered_on__isnull=True).update(delivered_on=delivered_on):
        _write(
            answer,
            "deliver_answer",
            "Giao văn bản trả lời",
            by=seat.actor,
            at=at,
            changes={"delivered_on": [None, delivered_on.isoformat()]},
        )
    return _settle(answer, by=seat.actor, at=at)


@transaction.atomic
def report(answer: Answer, *, reported_on: date, number: str, seat: Seat, at: datetime) -> Answer:
    """Record that the agency reported the result to the head. The first record stands."""
    _check_date(reported_on, answer.assignment, what="Ngày báo cáo người đứng đầu", at=at)
    if Answer.objects.filter(pk=answer.pk, reported_on__isnull=True).update(
        reported_on=reported_on, report_number=number
    ):
        _write(
            answer,
            "report_answer",
            "Báo cáo người đứng đầu kết quả",
            by=seat.actor,
            at=at,
            changes={"reported_on": [None, reported_on.isoformat()]},
        )
    return _settle(answer, by=seat.actor, at=at)


def _settle(answer: Answer, *, by: Actor, at: datetime) -> Answer:
    """Meet the duty once the answer is both delivered and reported, as of the later of the two days.

    An agency that did both its parts in time, but whose paper the office still has to deliver, owes nothing
    more: from then on a delay is the office's, in the ledger as on every page.
    """
    answer.refresh_from_db(fields=("delivered_on", "reported_on", "report_number"))
    duty, context = answer.assignment.answer_duty, answer.audit_context
    if answer.reported_on is None:
        return answer
    if answer.delivered_on is not None:
        ledger.meet(duty, on=max(answer.delivered_on, answer.reported_on), by=by, at=at, context=context)
    elif duty.lawful_until is None or max(answer.handed_over_on, answer.reported_on) <= duty.lawful_until:
        office = answer.assignment.notice.hosting.organizing_office
        ledger.hand_over(duty, to=office, by=by, at=at, context=context)
    return answer


@transaction.atomic
def mark_seen(answer: Answer, *, seat: Seat, at: datetime) -> Answer:
    """The head has read the report. Reading again changes nothing."""
    if Answer.objects.filter(pk=answer.pk, reported_on__isnull=False, seen_by_head_at__isnull=True).update(
        seen_by_head_at=at
    ):
        _write(answer, "see_report", "Người đứng đầu đã xem báo cáo", by=seat.actor, at=at)
    return answer


def _write(
    answer: Answer, verb: str, title: str, *, by: Actor, at: datetime, changes: dict | None = None
) -> None:
    assignment = answer.assignment
    acts.write(
        subject=answer,
        verb=verb,
        title=f"{title}, kiến nghị số {assignment.petition.number:02d}",
        by=by,
        at=at,
        clause=assignment.answer_duty.rule,
        changes=changes,
    )
