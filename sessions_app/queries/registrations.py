"""What is known of registrations: lists, the order of speakers, closing time, whose a code is."""

import hmac
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet
from django.urls import reverse

from accounts import links
from accounts.enums import Role
from accounts.models import Seat
from duties.work import WorkItem
from organizations.models import Field
from regulation.clock import local_date
from sessions_app.enums import ConsentPurpose, RegistrationState, SessionState
from sessions_app.models import (
    DialogueSession,
    Invitation,
    Presidency,
    RefusalProposal,
    RegistrationVoice,
    SpeakingRegistration,
    TrackingCode,
)

# Nobody has decided yet: these stand first in the office's list and count as waiting.
WAITING = (RegistrationState.SUBMITTED, RegistrationState.NEEDS_INFO)
# Before the day: a link may register, change, withdraw, respond.
OPEN_TO_LINKS = (SessionState.SCHEDULED, SessionState.ANNOUNCED)
# Given up by the person or sent elsewhere: no longer part of the session.
GONE = (RegistrationState.WITHDRAWN, RegistrationState.REFERRED, RegistrationState.REFUSED)


def with_everything(registrations: QuerySet[SpeakingRegistration]) -> QuerySet[SpeakingRegistration]:
    """Registrations with contact and voices at hand; ``latest_voice`` then costs no query."""
    voices = RegistrationVoice.objects.select_related("field", "file").order_by("revision")
    return registrations.select_related("contact", "tracking", "merged_into").prefetch_related(
        Prefetch("voices", queryset=voices)
    )


def latest_voice(registration: SpeakingRegistration) -> RegistrationVoice:
    """What the person wants to say now: the last version."""
    return max(registration.voices.all(), key=lambda voice: voice.revision)


def registrations_of(session: DialogueSession, *, state: str = "") -> list[SpeakingRegistration]:
    """The registrations of a session, those that wait for a decision first, then by number received."""
    rows = session.registrations.all()
    if state:
        rows = rows.filter(state=state)
    return sorted(
        with_everything(rows.order_by("received_number", "pk")), key=lambda row: row.state not in WAITING
    )


def counts_by_state(session: DialogueSession) -> dict[str, int]:
    """How many registrations stand in each state; states without any are left out."""
    rows = session.registrations.order_by("state").values_list("state").annotate(Count("pk"))
    return dict(rows)


def waiting_count(session: DialogueSession) -> int:
    """How many registrations wait for the office."""
    return session.registrations.filter(state=RegistrationState.SUBMITTED).count()


def speakers(session: DialogueSession) -> QuerySet[SpeakingRegistration]:
    """The accepted registrations in the order of speaking."""
    rows = session.registrations.filter(state=RegistrationState.ACCEPTED)
    return with_everything(rows.order_by("speaking_position", "pk"))


def mergeable_with(registration: SpeakingRegistration) -> list[SpeakingRegistration]:
    """The other registrations of the session with which this one may share a turn."""
    others = registration.session.registrations.exclude(pk=registration.pk)
    standing = others.exclude(state__in=(*GONE, RegistrationState.MERGED))
    return list(with_everything(standing.order_by("received_number", "pk")))


def may_be_published(registration: SpeakingRegistration) -> bool:
    """Whether the person agreed to have the name published with a posted answer, and did not take that back."""
    return registration.consents.filter(purpose=ConsentPurpose.PUBLISHING, withdrawn_at__isnull=True).exists()


def live_of(invitation: Invitation) -> SpeakingRegistration | None:
    """The registration that was sent from an invitation and not withdrawn, or None."""
    rows = SpeakingRegistration.objects.filter(invitation=invitation)
    return with_everything(rows.exclude(state=RegistrationState.WITHDRAWN).order_by("pk")).first()


def offered_fields(session: DialogueSession) -> list[Field]:
    """The fields a slip offers: those of a thematic session and "khác", else all of the first level."""
    own = list(session.fields.order_by("position", "pk"))
    top = Field.objects.filter(parent__isnull=True).order_by("position", "pk")
    if not own:
        return list(top)
    other = [field for field in top.filter(key="khac") if field not in own]
    return own + other


def registration_closes_at(session: DialogueSession) -> datetime | None:
    """When registration by link closes: as planned with the session, at the latest when it begins.

    None while the session has no day.
    """
    return session.registration_closes_at or session.starts_at


def closing_for_letters(session: DialogueSession, *, at: datetime) -> datetime:
    """Until when letters that leave at ``at`` may ask for registrations: late ones until the session begins."""
    closes_at = registration_closes_at(session)
    return closes_at if closes_at > at else session.starts_at


def is_open(session: DialogueSession, *, at: datetime) -> bool:
    """Whether the link may still send or change a registration at ``at``. Derived, never stored."""
    closes_at = registration_closes_at(session)
    return session.state in OPEN_TO_LINKS and closes_at is not None and at < closes_at


def by_tracking_code(typed: str) -> TrackingCode | None:
    """The row a typed code belongs to: found by the first five characters, compared in constant time.

    Counts nothing: doors use ``actions.tracking_codes.look_up``, which also keeps the limits.
    """
    code = links.typed(typed)
    row = (
        TrackingCode.objects.select_related("registration__session", "petition__session")
        .filter(selector=code[: links.SELECTOR_LENGTH])
        .first()
    )
    given = links.digest(code[links.SELECTOR_LENGTH :])
    matches = hmac.compare_digest(given, row.secret_digest if row else links.digest(""))
    return row if row and matches else None


def invitation_by_token(token: str) -> Invitation | None:
    """The invitation a link was made for, also one that was revoked since; None for any other text."""
    rows = Invitation.objects.select_related("guest__session", "guest__office")
    return rows.filter(token_digest=links.digest(token)).first()


def invitation_by_short_code(typed: str) -> Invitation | None:
    """The invitation of a code on paper as somebody typed it, not one that was revoked."""
    rows = Invitation.objects.select_related("guest__session", "guest__office")
    return rows.filter(short_code=links.typed(typed), revoked_at__isnull=True).first()


def readable_until(session: DialogueSession) -> date | None:
    """The last day on which the link of an invitation opens: half a year after the session."""
    return local_date(session.starts_at) + timedelta(days=180) if session.starts_at else None


def work_for(seat: Seat, *, on: date) -> list[WorkItem]:
    """Refusals that an office proposed and only this presider may decide (Đ5), the oldest first."""
    if seat.role != Role.LEADER:
        return []
    presides = Presidency.objects.filter(
        hosting__session=OuterRef("registration__session"), official__user=seat.user_id
    )
    proposals = (
        RefusalProposal.objects.filter(Exists(presides))
        .select_related("registration__session")
        .order_by("proposed_at", "pk")
    )
    return [
        WorkItem(
            title=f"Quyết định đề nghị không tiếp nhận phiếu số {row.registration.received_number:02d}",
            context=row.registration.session.title,
            url=reverse(
                "sessions_app:registration_detail",
                args=(row.registration.session.code, row.registration.code),
            ),
            button="Xem đề nghị",
        )
        for row in proposals
    ]
