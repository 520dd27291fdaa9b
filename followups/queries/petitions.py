"""Petitions with the state that everybody reads, an agency's inbox, what others may read of a petition."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
    Value,
    When,
)

from duties.models import Duty
from duties.queries import Kept, kept_by_rule
from followups.enums import CHIP_LOOK, CHIP_OF_ASSIGNMENT, CHIP_OF_OUTCOME, DeliveryChannel, PetitionChip
from followups.models import Assignment, ConclusionNotice
from organizations.models import Unit
from regulation.articles import Article
from regulation.text import clean, fold
from sessions_app.enums import ConclusionState, RegistrationSource
from sessions_app.models import ConclusionLine, DialogueSession, Petition
from sessions_app.queries.proceedings import identity_of


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
    """Annotate ``chip`` (a PetitionChip value), ``outcome`` and ``assignment_id`` of the newest assignment."""
    live_lines = ConclusionLine.objects.filter(petition=OuterRef("pk")).exclude(
        draft__state=ConclusionState.RETURNED
    )
    assignments = Assignment.objects.filter(petition=OuterRef("pk")).order_by("-pk")
    by_assignment = [
        When(assignment_state=state, then=Value(look)) for state, look in CHIP_OF_ASSIGNMENT.items()
    ]
    by_outcome = [When(outcome=state, then=Value(look)) for state, look in CHIP_OF_OUTCOME.items()]
    return petitions.annotate(
        outcome=Subquery(live_lines.order_by("-draft__revision").values("outcome")[:1]),
        assignment_state=Subquery(assignments.values("state")[:1]),
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
    """Petitions with their state, narrowed by chip, agency code, open past due, and folded words.

    The newest session first, then by number. ``text`` searches what was said: give it for the own house only.
    """
    assignments = Assignment.objects.select_related("agency", "answer_duty").order_by("-pk")
    rows = (
        with_state(petitions)
        .select_related("session", "voice", "contact", "field")
        .prefetch_related(Prefetch("assignments", queryset=assignments))
    )
    if state:
        rows = rows.filter(chip=state)
    given = Assignment.objects.filter(petition=OuterRef("pk"))
    if agency:
        rows = rows.filter(Exists(given.filter(agency__code=agency)))
    if overdue_on is not None:
        rows = rows.filter(Exists(given.filter(answer_duty__in=Duty.objects.overdue(on=overdue_on))))
    for word in fold(clean(text)).split():
        rows = rows.filter(voice__text_folded__contains=word)
    return rows.order_by(F("session__starts_at").desc(nulls_last=True), "session", "number")


def assignment_of(petition: Petition) -> Assignment | None:
    """The newest assignment of a petition; costs no query on rows of ``petition_list``."""
    return max(petition.assignments.all(), key=lambda assignment: assignment.pk, default=None)


def line_of(petition: Petition) -> ConclusionLine | None:
    """What the round that counts says about a petition; None before anything was concluded."""
    lines = petition.conclusion_lines.exclude(draft__state=ConclusionState.RETURNED)
    return lines.select_related("draft").order_by("-draft__revision").first()


def agencies_of(petitions: QuerySet[Petition]) -> QuerySet[Unit]:
    """The agencies to which any of the petitions was given, by name."""
    given = Assignment.objects.filter(petition__in=petitions.values("pk"))
    return Unit.objects.filter(pk__in=given.values("agency")).order_by("name_sort", "pk")


def inbox(assignments: QuerySet[Assignment], *, only_open: bool) -> QuerySet[Assignment]:
    """An agency's assignments by due date, with what its list shows; never contact, never what was said."""
    rows = assignments.select_related(
        "answer",
        "answer_duty",
        "petition__field",
        "petition__session",
        "petition__voice",
        "notice__document",
        "notice__hosting__post__unit",
    )
    if only_open:
        rows = rows.filter(answer_duty__met_on__isnull=True, answer_duty__voided_on__isnull=True)
    return rows.order_by(F("answer_duty__due_on").asc(nulls_last=True), "pk")


def answers_kept_by(agency: Unit, *, on: date) -> Kept:
    """How an agency has kept its terms of answering as of ``on`` (D17.3).

    What it handed over in time and the office still has to deliver is the office's duty by then; for the
    agency it counts as done in time.
    """
    kept = kept_by_rule(Duty.objects.filter(owed_by=agency), on=on).get(Article.WRITTEN_ANSWER, Kept())
    handed = Assignment.objects.filter(agency=agency).exclude(answer_duty__owed_by=agency).count()
    return replace(kept, total=kept.total + handed, in_time=kept.in_time + handed)


# -- what others may read


def told_text(petition: Petition) -> str:
    """What whoever is not of the own house reads of a petition: never who raised it.

    The confirmed text for the agency; where there is none, the one-line summary with the person left out.
    """
    voice = petition.voice
    if voice.agency_text_confirmed_at is not None:
        return voice.agency_text
    text = identity_of(petition.contact).left_out_of(voice.summary)
    return text[:1].upper() + text[1:]


def short_text(petition: Petition, length: int = 160) -> str:
    """The first line of ``told_text``, cut at a word."""
    line = told_text(petition).strip().partition("\n")[0]
    return line if len(line) <= length else f"{line[:length].rsplit(' ', 1)[0]}…"


# -- how an answer reaches the person


def channel_for(petition: Petition) -> DeliveryChannel:
    """How a written answer reaches the petitioner.

    By the portal at once, where the person left an e-mail address or registered in a browser and so holds the
    code; else on paper by the office that held the session; posted up in public where nothing is known of the
    person (Silences 5).
    """
    contact = petition.contact
    registered = petition.registration
    if contact.email or (registered is not None and registered.source == RegistrationSource.WEB):
        return DeliveryChannel.PORTAL
    if contact.phone or contact.address or contact.full_name:
        return DeliveryChannel.PAPER
    return DeliveryChannel.PUBLISHED


def delivery_words(petitions: Iterable[Petition]) -> str:
    """How many answers will go which way: "Qua cổng tra cứu: 3; Văn phòng giao văn bản giấy: 1"."""
    counted = Counter(channel_for(petition) for petition in petitions)
    return "; ".join(
        f"{channel.label}: {counted[channel]}" for channel in DeliveryChannel if counted[channel]
    )


# -- notices


def notices_of(session: DialogueSession) -> list[ConclusionNotice]:
    """The notices of a session that have a number, by the order of its hostings."""
    return list(
        ConclusionNotice.objects.filter(hosting__session=session)
        .select_related("document__file", "document__issuer", "hosting__post__unit")
        .order_by("hosting__position", "pk")
    )


def cited(assignment: Assignment) -> str:
    """The clauses under which an answer is owed: both chapters for a joint session (Đ18.5)."""
    branches = assignment.petition.session.hostings.order_by("position", "pk").values_list(
        "branch", flat=True
    )
    return "; ".join(Article.WRITTEN_ANSWER.cited_in_full_for(branch) for branch in dict.fromkeys(branches))
