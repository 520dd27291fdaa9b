"""Which rows are over their period on a day, which of them are held back, and under which periods."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils.timezone import make_aware

from followups.enums import OPEN
from followups.models import Answer, Assignment
from outbox.enums import IN_TROUBLE, MessageState
from outbox.models import Message
from personal_data.enums import DataKind, IncidentState, RequestState
from personal_data.models import (
    DataIncident,
    DataRequest,
    DataRequestPerson,
    PurgeConfirmation,
    RetentionHold,
    RetentionPeriod,
)
from personal_data.retention import RULES, Rule
from sessions_app.models import (
    AddressBookEntry,
    Guest,
    GuestImport,
    Petition,
    SpeakingRegistration,
    Turn,
)

# -- periods


@dataclass(frozen=True, kw_only=True)
class Period:
    """How long one kind is kept today; ``entered`` is the row behind it, or None for the standing proposal."""

    rule: Rule
    days: int
    basis: str
    entered: RetentionPeriod | None


def periods() -> dict[DataKind, Period]:
    """The periods in force, kind by kind in the order of erasing, in one query."""
    latest = RetentionPeriod.objects.values("kind").annotate(last=Max("pk")).values("last")
    entered = {
        row.kind: row
        for row in RetentionPeriod.objects.filter(pk__in=latest).select_related("entered_by__user")
    }
    return {
        kind: Period(
            rule=rule,
            days=row.days if (row := entered.get(kind)) else rule.days,
            basis=row.basis if row else rule.basis,
            entered=row,
        )
        for kind, rule in RULES.items()
    }


def digest_of(current: dict[DataKind, Period]) -> str:
    """What a confirmation is tied to: a period entered later asks for another one, also where the days are the same."""
    facts = "|".join(
        f"{kind}:{period.days}:{period.entered.pk if period.entered else ''}"
        for kind, period in current.items()
    )
    return hashlib.sha256(facts.encode()).hexdigest()


def confirmation_for(current: dict[DataKind, Period]) -> PurgeConfirmation | None:
    """The confirmation of exactly these periods, or None."""
    return PurgeConfirmation.objects.filter(periods_digest=digest_of(current)).order_by("-pk").first()


# -- what is due


@dataclass(frozen=True, kw_only=True)
class Due:
    """What is over its period in one kind: the rows that go, how many are held back, the oldest event."""

    period: Period
    rows: QuerySet
    held: int
    count: int
    oldest: date | None
    stays: int


def due(kind: DataKind, period: Period, *, on: date) -> QuerySet:
    """The rows of a kind that are to be erased on ``on``, the held ones left out; by key."""
    source = SOURCES[kind]
    rows = source.over(make_aware(datetime.combine(on - timedelta(days=period.days), time.min)))
    return rows.exclude(_held(source)).order_by("pk")


def preview(kind: DataKind, period: Period, *, on: date) -> Due:
    """The figures of one kind for the dry run."""
    source = SOURCES[kind]
    over = source.over(make_aware(datetime.combine(on - timedelta(days=period.days), time.min)))
    rows = due(kind, period, on=on)
    count, total = rows.count(), over.count()
    oldest = rows.order_by(source.event, "pk").values_list(source.event, flat=True).first() if count else None
    return Due(
        period=period,
        rows=rows,
        count=count,
        held=total - count,
        oldest=oldest.date() if isinstance(oldest, datetime) else oldest,
        stays=source.standing().count() - count,
    )


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where the rows of a kind come from.

    ``standing()`` are those whose data are still there, ``over(moment)`` those of them whose term began before
    ``moment``; ``event`` is the field of that beginning, ``session`` and ``asked`` the paths by which holds are found.
    """

    standing: Callable[[], QuerySet]
    over: Callable[[datetime], QuerySet]
    event: str
    session: str = ""
    asked: str = ""


def _held(source: Source) -> Q:
    """Rows that a complaint, an inspection, an incident or an open request keeps for now."""
    found = Q(pk__in=())
    if source.session:
        session = OuterRef(source.session)
        found |= Q(Exists(RetentionHold.objects.filter(session=session, released_at__isnull=True)))
        found |= Q(Exists(DataIncident.objects.filter(session=session, state=IncidentState.OPEN)))
    if source.asked:
        still_open = DataRequest.objects.exclude(state=RequestState.CLOSED)
        found |= Q(Exists(still_open.filter(**{source.asked: OuterRef("pk")})))
    return found


def _session_over(before: datetime, path: str = "session__") -> Q:
    return Q(**{f"{path}ended_at__lt": before}) | Q(**{f"{path}cancelled_at__lt": before})


def _unanswered(before: datetime, petition: OuterRef) -> Q:
    """A petition that an agency still owes an answer, or whose answer came within the period."""
    return Q(Exists(Assignment.objects.filter(petition=petition, state__in=OPEN))) | Q(
        Exists(Answer.objects.filter(assignment__petition=petition, recorded_at__gte=before))
    )


def _guests() -> QuerySet[Guest]:
    return Guest.objects.filter(contact__erased_on__isnull=True, contact__isnull=False)


def _named_guests() -> QuerySet[Guest]:
    return Guest.objects.filter(erased_on__isnull=True)


def _slips() -> QuerySet[SpeakingRegistration]:
    return SpeakingRegistration.objects.filter(contact__erased_on__isnull=True)


def _unused_slips() -> QuerySet[SpeakingRegistration]:
    return _slips().filter(
        ~Exists(Petition.objects.filter(registration=OuterRef("pk"))), merged_into__isnull=True
    )


def _used_slips() -> QuerySet[SpeakingRegistration]:
    return _slips().exclude(pk__in=_unused_slips().values("pk"))


def _used_slips_over(before: datetime) -> QuerySet[SpeakingRegistration]:
    own = Petition.objects.filter(Q(registration=OuterRef("pk")) | Q(registration=OuterRef("merged_into")))
    waiting = own.filter(_unanswered(before, OuterRef("pk")))
    return _used_slips().filter(~Exists(waiting), session__concluded_at__lt=before)


def _plain_turns() -> QuerySet[Turn]:
    petitions = Petition.objects.filter(turn=OuterRef("pk"))
    return Turn.objects.filter(
        ~Exists(petitions), erased_on__isnull=True, registration__isnull=True, agency__isnull=True
    )


def _petition_contacts() -> QuerySet[Petition]:
    return Petition.objects.filter(contact__erased_on__isnull=True)


def _petition_contacts_over(before: datetime) -> QuerySet[Petition]:
    return _petition_contacts().filter(~_unanswered(before, OuterRef("pk")), session__concluded_at__lt=before)


def _petition_voices() -> QuerySet[Petition]:
    return Petition.objects.filter(voice__erased_on__isnull=True)


def _petition_voices_over(before: datetime) -> QuerySet[Petition]:
    return _petition_voices().filter(
        ~Exists(Assignment.objects.filter(petition=OuterRef("pk"), state__in=OPEN)),
        session__concluded_at__lt=before,
    )


def _letters() -> QuerySet[Message]:
    on_the_way = Q(state__in=(MessageState.WAITING, MessageState.SENDING))
    somebodys_task = Q(state__in=IN_TROUBLE, handled_at__isnull=True)
    kept = ~Q(recipient_label="", archived_subject="", archived_body="", error="", handled_note="")
    return Message.objects.filter(kept, forgotten_on__isnull=True).exclude(on_the_way | somebodys_task)


def _people_who_asked() -> QuerySet[DataRequestPerson]:
    return DataRequestPerson.objects.filter(erased_on__isnull=True)


SOURCES: dict[DataKind, Source] = {
    DataKind.IMPORT: Source(
        standing=GuestImport.objects.all,
        over=lambda before: GuestImport.objects.filter(read_at__lt=before),
        event="read_at",
    ),
    DataKind.GUEST_CONTACT: Source(
        standing=_guests,
        over=lambda before: _guests().filter(_session_over(before)),
        event="session__starts_at",
        session="session",
        asked="guest",
    ),
    DataKind.GUEST_NAME: Source(
        standing=_named_guests,
        over=lambda before: _named_guests().filter(_session_over(before)),
        event="session__starts_at",
        session="session",
        asked="guest",
    ),
    DataKind.SLIP_UNUSED: Source(
        standing=_unused_slips,
        over=lambda before: _unused_slips().filter(_session_over(before)),
        event="session__starts_at",
        session="session",
        asked="registration",
    ),
    DataKind.SLIP_USED: Source(
        standing=_used_slips,
        over=_used_slips_over,
        event="session__concluded_at",
        session="session",
        asked="registration",
    ),
    DataKind.TURN: Source(
        standing=_plain_turns,
        over=lambda before: _plain_turns().filter(_session_over(before)),
        event="session__ended_at",
        session="session",
    ),
    DataKind.PETITION_CONTACT: Source(
        standing=_petition_contacts,
        over=_petition_contacts_over,
        event="session__concluded_at",
        session="session",
        asked="petition",
    ),
    DataKind.PETITION_VOICE: Source(
        standing=_petition_voices,
        over=_petition_voices_over,
        event="session__concluded_at",
        session="session",
        asked="petition",
    ),
    DataKind.ADDRESS_BOOK: Source(
        standing=AddressBookEntry.objects.all,
        over=lambda before: AddressBookEntry.objects.filter(consented_at__lt=before),
        event="consented_at",
    ),
    DataKind.LETTER: Source(
        standing=_letters,
        over=lambda before: _letters().filter(created_at__lt=before),
        event="created_at",
    ),
    DataKind.DATA_REQUEST: Source(
        standing=_people_who_asked,
        over=lambda before: _people_who_asked().filter(request__closed_at__lt=before),
        event="request__closed_at",
    ),
}
