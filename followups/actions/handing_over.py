"""What passes to another unit when an agency is merged or abolished. The twenty working days go on."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from audit import acts
from audit.actors import Actor
from audit.versions import save_if_current
from duties.actions import ledger
from followups.actions import telling
from followups.enums import OPEN
from followups.models import Assignment
from organizations.models import Unit
from regulation.articles import Article

_WANTED = ("petition__session", "agency", "answer_duty")


def assignments_in_hand(agency: Unit) -> QuerySet[Assignment]:
    """What an agency leads and has not finished: not answered, or answered while its duty is still open."""
    duty_open = Q(answer_duty__met_on__isnull=True, answer_duty__voided_on__isnull=True)
    rows = Assignment.objects.filter(Q(state__in=OPEN) | duty_open, agency=agency)
    return rows.select_related(*_WANTED).order_by("pk")


def assignments_supported(agency: Unit) -> QuerySet[Assignment]:
    """What an agency works on beside the one that leads, while it is open."""
    rows = Assignment.objects.filter(state__in=OPEN, supporting_agencies=agency)
    return rows.select_related(*_WANTED).order_by("pk")


@transaction.atomic
def take_assignment(assignment: Assignment, *, to: Unit, note: str, by: Actor, at: datetime) -> Assignment:
    """Let the successor lead, and owe the answer by the same day. Raises EditConflict when it changed meanwhile."""
    before = assignment.agency
    assignment.agency = to
    save_if_current(assignment, ("agency",))
    assignment.supporting_agencies.remove(to)
    if assignment.answer_duty.is_open:
        ledger.hand_over(assignment.answer_duty, to=to, by=by, at=at, context=assignment.audit_context)
    acts.write(
        subject=assignment,
        verb="assignment.take",
        title=f"Bàn giao kiến nghị số {assignment.petition.number:02d} từ {before.name} sang {to.name}",
        by=by,
        at=at,
        note=note,
        clause=Article.AGENCIES_CARRY_OUT.clause,
        changes={"agency": [before.pk, to.pk]},
    )
    if assignment.state in OPEN:
        telling.tell_agency(assignment, reason=f"assigned:{assignment.version}", at=at)
    return assignment


@transaction.atomic
def take_support(assignment: Assignment, *, old: Unit, to: Unit, note: str, by: Actor, at: datetime) -> None:
    """Let the successor work beside the agency that leads; where it leads itself, nobody is added."""
    assignment.supporting_agencies.remove(old)
    if Assignment.objects.get(pk=assignment.pk).agency_id != to.pk:
        assignment.supporting_agencies.add(to)
    acts.write(
        subject=assignment, verb="assignment.take_support", title=f"Bàn giao việc phối hợp sang {to.name}", by=by,
        at=at, note=note, changes={"supporting": [old.pk, to.pk]},
    )  # fmt: skip
