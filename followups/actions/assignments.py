"""Giving petitions to agencies, urging them, handing back what went to the wrong one (Đ9.3.a–b, Đ14.3, Đ17.3)."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Seat
from audit import acts
from audit.actors import Actor
from audit.versions import save_if_current
from duties.actions import ledger
from followups.actions import telling
from followups.enums import OPEN
from followups.models import Assignment, ConclusionNotice
from followups.queries.urging import URGE, last_urged_on
from organizations.models import Unit
from regulation.articles import Article
from regulation.clock import local_date
from regulation.violations import RuleViolation
from sessions_app.enums import LineOutcome
from sessions_app.models import ConclusionLine, Petition


def assign_all(notice: ConclusionNotice, *, by: Actor, at: datetime) -> list[Assignment]:
    """Give every assigned petition of the notice to its lead agency and start its twenty working days.

    Runs inside the transaction of the notice. A petition that was given out before is left as it is.
    """
    lines = (
        notice.draft.lines.filter(outcome=LineOutcome.ASSIGNED)
        .exclude(petition__assignments__isnull=False)
        .select_related("petition__voice", "petition__contact", "petition__session", "lead_agency")
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
        # The ledger and the trail keep no words of a petition: pages add them for whoever may read them.
        title=f"Trả lời kiến nghị số {petition.number:02d}, buổi đối thoại ngày {_held_on(petition):%d/%m/%Y}",
        context_line=f"Thông báo {notice.document.cited} · {hosting.post.unit.name}"[:300],
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
        clause=Article.CONCLUSION_NOTICE.clause_for(hosting.branch),
        changes={"agency": [None, line.lead_agency_id]},
    )
    telling.tell_agency(assignment, reason="assigned:1", at=at)
    telling.tell_supporting(assignment, at=at)
    return assignment


def _held_on(petition: Petition) -> date:
    return local_date(petition.session.starts_at)


@transaction.atomic
def urge(assignment: Assignment, *, seat: Seat, at: datetime) -> int:
    """Đôn đốc (Đ14.3, Đ15.3): tell the agency that the petition waits; the act stays in the log.

    At most once a day, whoever urges. Returns how many people of the agency are told by message; 0 means that
    the office must telephone or write. Raises RuleViolation once answered or urged today.
    """
    current = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if current.state not in OPEN:
        raise RuleViolation(Article.URGING, "Kiến nghị này đã được trả lời, không cần đôn đốc.")
    if last_urged_on(assignment) == local_date(at):
        raise RuleViolation(Article.URGING, "Hôm nay cơ quan này đã được đôn đốc về kiến nghị này.")
    acts.write(
        subject=assignment,
        verb=URGE,
        title=f"Đôn đốc {assignment.agency.name}, kiến nghị số {assignment.petition.number:02d}",
        by=seat.actor,
        at=at,
        clause=_clause_of_urging(assignment, seat),
    )
    return telling.tell_agency(assignment, reason=f"urge:{local_date(at).isoformat()}", at=at)


def _clause_of_urging(assignment: Assignment, seat: Seat) -> str:
    if seat.role == Role.CITY_MONITOR:
        return Article.MONITORING.clause
    return Article.URGING.clause_for(assignment.notice.hosting.branch)


@transaction.atomic
def hand_back(assignment: Assignment, *, reason: str, seat: Seat, at: datetime) -> Assignment:
    """Say that the petition went to the wrong agency. The due date does not move; the office decides.

    Raises RuleViolation without a reason or once answered, EditConflict when the row changed meanwhile.
    """
    if not reason.strip():
        raise RuleViolation(
            Article.AGENCIES_CARRY_OUT, "Ghi lý do vì sao việc không thuộc thẩm quyền của cơ quan."
        )
    _refuse_closed(assignment)
    assignment.handed_back_at, assignment.hand_back_reason = at, reason
    save_if_current(assignment, ("handed_back_at", "hand_back_reason"))
    acts.write(
        subject=assignment,
        verb="hand_back",
        title=f"{assignment.agency.name} báo không thuộc thẩm quyền, kiến nghị số {assignment.petition.number:02d}",
        by=seat.actor,
        at=at,
        note=reason,
        clause=Article.AGENCIES_CARRY_OUT.clause,
    )
    telling.tell_office_of_hand_back(assignment, at=at)
    return assignment


@transaction.atomic
def reassign(assignment: Assignment, *, agency: Unit, reason: str, seat: Seat, at: datetime) -> Assignment:
    """Give the petition to another agency, or leave it where it is (the office decides).

    The clock goes on: the due date does not move. With the same agency only what it handed back is settled.
    Raises RuleViolation without a reason or once answered, EditConflict when the row changed meanwhile.
    """
    if not reason.strip():
        raise RuleViolation(Article.AGENCIES_CARRY_OUT, "Ghi lý do để cơ quan được biết.")
    _refuse_closed(assignment)
    before = assignment.agency
    assignment.agency = agency
    assignment.handed_back_at, assignment.hand_back_reason = None, ""
    save_if_current(assignment, ("agency", "handed_back_at", "hand_back_reason"))
    if agency != before:
        ledger.hand_over(
            assignment.answer_duty, to=agency, by=seat.actor, at=at, context=assignment.audit_context
        )
    number = f"kiến nghị số {assignment.petition.number:02d}"
    acts.write(
        subject=assignment,
        verb="reassign",
        title=f"Chuyển {number} từ {before.name} sang {agency.name}"
        if agency != before
        else f"Giữ {before.name} giải quyết {number}",
        by=seat.actor,
        at=at,
        note=reason,
        clause=Article.AGENCIES_CARRY_OUT.clause,
        changes={"agency": [before.pk, agency.pk]},
    )
    telling.tell_agency(assignment, reason=f"assigned:{assignment.version}", at=at)
    return assignment


def _refuse_closed(assignment: Assignment) -> None:
    """The state of the row in the database counts, not the one of the page."""
    if Assignment.objects.get(pk=assignment.pk).state not in OPEN:
        raise RuleViolation(Article.AGENCIES_CARRY_OUT, "Kiến nghị này đã được trả lời.")
