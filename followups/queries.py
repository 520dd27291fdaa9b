"""What is known after a session."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, F, OuterRef, Q, QuerySet, Subquery, Value, When

from followups.enums import CHIP_LOOK, CHIP_OF_ASSIGNMENT, CHIP_OF_OUTCOME, PetitionChip
from followups.models import Assignment
from regulation.text import fold
from sessions_app.enums import ConclusionState
from sessions_app.models import ConclusionLine, Petition


@dataclass(frozen=True)
class Chip:
    """A state as the component shows it."""

    kind: str
    text: str
    icon: str


def chip(value: str) -> Chip:
    """The chip of a petition's state."""
    state = PetitionChip(value)
    kind, icon = CHIP_LOOK[state]
    return Chip(kind, state.label, icon)


def with_state(petitions: QuerySet[Petition]) -> QuerySet[Petition]:
    """Annotate ``chip`` (a PetitionChip value), ``outcome``, and the assignment's agency and duty ids."""
    live_lines = ConclusionLine.objects.filter(petition=OuterRef("pk")).exclude(
        draft__state=ConclusionState.RETURNED
    )
    assignments = Assignment.objects.filter(petition=OuterRef("pk")).order_by("-pk")
    by_assignment = [
        When(assignment_state=state, then=Value(look)) for state, look in CHIP_OF_ASSIGNMENT.items()
    ]
    by_outcome = [When(outcome=state, then=Value(look)) for state, look in CHIP_OF_OUTCOME.items()]
    return petitions.annotate(
        outcome=Subquery(live_lines.values("outcome")[:1]),
        assignment_state=Subquery(assignments.values("state")[:1]),
        agency_name=Subquery(assignments.values("agency__name")[:1]),
        duty_id=Subquery(assignments.values("answer_duty")[:1]),
    ).annotate(
        chip=Case(*by_assignment, *by_outcome, default=Value(PetitionChip.NEW), output_field=CharField())
    )


def petition_list(
    petitions: QuerySet[Petition],
    *,
    state: str = "",
    agency: str = "",
    overdue_on: date | None = None,
    text: str = "",
) -> QuerySet[Petition]:
    """Petitions with their state, narrowed by chip, agency code, open past due, and folded words."""
    rows = with_state(petitions).select_related("session", "voice", "field")
    if state:
        rows = rows.filter(chip=state)
    if agency:
        rows = rows.filter(assignments__agency__code=agency)
    if overdue_on is not None:
        rows = rows.filter(
            assignments__answer_duty__met_on__isnull=True,
            assignments__answer_duty__voided_on__isnull=True,
            assignments__answer_duty__amber_until__lt=overdue_on,
        )
    for word in fold(text).split():
        rows = rows.filter(voice__text_folded__contains=word)
    return rows.order_by(F("session__starts_at").desc(nulls_last=True), "number", "pk")


def inbox(assignments: QuerySet[Assignment], *, only_open: bool) -> QuerySet[Assignment]:
    """An agency's assignments by due date, with what its list shows; never contact, never what was said."""
    rows = assignments.select_related(
        "answer_duty",
        "petition__field",
        "petition__session",
        "notice__document",
        "notice__hosting__post__unit",
    )
    if only_open:
        rows = rows.filter(Q(answer_duty__met_on__isnull=True))
    return rows.order_by(F("answer_duty__due_on").asc(nulls_last=True), "pk")
