"""Giving petitions to agencies, urging them, handing back what went to the wrong one (Đ9.3.a–b, Đ14.3, Đ17.3)."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Seat
from audit import acts
from audit.actors import Actor
from audit.acts import context_key
from duties.actions import ledger
from followups.enums import AssignmentState
from followups.models import Assignment, ConclusionNotice
from organizations.models import Unit, in_force_on
from outbox.actions import post
from regulation.articles import Article
from regulation.clock import local_date
from regulation.violations import RuleViolation
from sessions_app.enums import LineOutcome
from sessions_app.models import ConclusionLine


def assign_all(notice: ConclusionNotice, *, by: Actor, at: datetime) -> list[Assignment]:
    """Give every assigned petition of the notice to its lead agency and start its twenty working days.

    Runs inside the transaction of the notice. A petition that was given out before is left as it is.
    """
    lines = (
        notice.draft.lines.filter(outcome=LineOutcome.ASSIGNED)
        .exclude(petition__assignments__isnull=False)
        .select_related("petition__voice", "lead_agency")
        .prefetch_related("supporting_agencies")
        .order_by("petition__number")
    )
    return [_assign(notice, line, by=by, at=at) for line in lines]


def _assign(notice: ConclusionNotice, line: ConclusionLine, *, by: Actor, at: datetime) -> Assignment:
    petition, hosting = line.petition, notice.hosting
    assignment = Assignment(
        petition=petition,
        agency=line.lead_agency,
        notice=notice,
        instruction=line.instruction,
        assigned_at=at,
    )
    assignment.answer_duty = ledger.open(
        Article.WRITTEN_ANSWER,
        branch=hosting.branch,
        subject_key=f"petition:{petition.pk}",
        owed_by=line.lead_agency,
        owed_to=hosting.post.unit,
        base_on=notice.issued_on,
        title=f"Trả lời kiến nghị số {petition.number:02d}: {petition.voice.summary}"[:300],
        context_line=f"Thông báo số {notice.document.number_text} · {hosting.post.unit.name}"[:300],
        target_path=reverse("followups:assignment_detail", args=[assignment.code]),
        action_label="Nhập văn bản trả lời",
        by=by,
        at=at,
        context=hosting.session,
    )
    assignment.save()
    assignment.supporting_agencies.set(line.supporting_agencies.all())
    acts.write(
        subject=assignment,
        verb="assign",
        title=f"Giao {line.lead_agency.name} giải quyết kiến nghị số {petition.number:02d}",
        by=by,
        at=at,
        clause="D9.3.a",
        changes={"agency": [None, line.lead_agency_id]},
    )
    tell_agency(assignment, reason="assigned", at=at)
    return assignment


def tell_agency(assignment: Assignment, *, reason: str, at: datetime, on: date | None = None) -> int:
    """Post one message to each seat of the agency; how many are new. ``reason`` is part of the unique key."""
    on = on or local_date(at)
    seats = Seat.objects.filter(in_force_on(on), unit=assignment.agency, role=Role.AGENCY).exclude(
        user__email=""
    )
    posted = 0
    for seat in seats.select_related("user").order_by("pk"):
        posted += post(
            dedupe_key=f"assignment:{assignment.pk}:{reason}:{seat.pk}",
            kind="followups.assignment",
            params={"assignment": assignment.pk, "seat": seat.pk, "reason": reason.split(":", maxsplit=1)[0]},
            sender=assignment.notice.hosting.organizing_office,
            recipient_label=f"{assignment.agency.short_name}, {seat.user.full_name}"[:160],
            at=at,
            context_key=context_key(assignment.petition.session),
        )
    return posted


@transaction.atomic
def urge(assignment: Assignment, *, seat: Seat, at: datetime) -> int:
    """Đôn đốc (Đ14.3, Đ15.3): tell the agency once a day that the petition waits; the act stays in the log."""
    if assignment.state in {AssignmentState.ANSWERED, AssignmentState.ESCALATED}:
        raise RuleViolation(Article.WRITTEN_ANSWER, "Kiến nghị này đã được trả lời, không cần đôn đốc.")
    acts.write(
        subject=assignment,
        verb="urge",
        title=f"Đôn đốc {assignment.agency.name}, kiến nghị số {assignment.petition.number:02d}",
        by=seat.actor,
        at=at,
        clause="D14.3",
    )
    return tell_agency(assignment, reason=f"urge:{local_date(at).isoformat()}", at=at)


@transaction.atomic
def hand_back(assignment: Assignment, *, reason: str, seat: Seat, at: datetime) -> None:
    """Say that the petition went to the wrong agency. The due date does not move; the office decides."""
    if not reason.strip():
        raise RuleViolation(
            Article.WRITTEN_ANSWER, "Ghi lý do vì sao việc không thuộc thẩm quyền của cơ quan."
        )
    if assignment.state not in {AssignmentState.ASSIGNED, AssignmentState.EXTENDED}:
        raise RuleViolation(Article.WRITTEN_ANSWER, "Kiến nghị này đã được trả lời.")
    acts.write(
        subject=assignment,
        verb="hand_back",
        title=f"{assignment.agency.name} báo không thuộc thẩm quyền, kiến nghị số {assignment.petition.number:02d}",
        by=seat.actor,
        at=at,
        note=reason,
        clause="D17.3",
    )


@transaction.atomic
def reassign(assignment: Assignment, *, agency: Unit, reason: str, seat: Seat, at: datetime) -> Assignment:
    """Give the petition to another agency (the office decides). The clock goes on: the due date does not move."""
    if not reason.strip():
        raise RuleViolation(Article.WRITTEN_ANSWER, "Ghi lý do chuyển cơ quan.")
    moved = Assignment.objects.filter(
        pk=assignment.pk,
        version=assignment.version,
        state__in=(AssignmentState.ASSIGNED, AssignmentState.EXTENDED),
    ).update(agency=agency, version=assignment.version + 1)
    if not moved:
        raise RuleViolation(Article.WRITTEN_ANSWER, "Có người vừa sửa nội dung này. Xem lại rồi làm lại.")
    before = assignment.agency
    assignment.refresh_from_db()
    ledger.hand_over(
        assignment.answer_duty, to=agency, by=seat.actor, at=at, context=assignment.audit_context
    )
    acts.write(
        subject=assignment,
        verb="reassign",
        title=f"Chuyển kiến nghị số {assignment.petition.number:02d} từ {before.name} sang {agency.name}",
        by=seat.actor,
        at=at,
        note=reason,
        changes={"agency": [before.pk, agency.pk]},
    )
    tell_agency(assignment, reason="assigned", at=at)
    return assignment
