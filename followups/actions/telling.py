"""Messages that follow a session. Each has one name, so that nobody is told twice; none carries what was said."""

from datetime import datetime

from django.db.models import Q

from accounts.enums import Role
from audit.acts import context_key
from followups.models import Answer, Assignment, Extension
from outbox.actions import channel_to, post
from sessions_app.actions.telling import organising_office, reachable_seats
from sessions_app.enums import RegistrationState
from sessions_app.models import DialogueSession, Guest, Petition, SpeakingRegistration

ASSIGNMENT, HANDED_BACK = "followups.assignment", "followups.handed_back"
ANSWER, EXTENSION = "followups.answer", "followups.extension"
CONCLUDED = "followups.concluded"


def tell_agency(assignment: Assignment, *, reason: str, at: datetime) -> int:
    """Post one message to each seat of the lead agency; how many are new.

    ``reason`` ("assigned:1", "urge:2026-03-09") is part of the unique name; the part before the colon says
    what the message is about.
    """
    return _tell_seats(assignment, Q(unit=assignment.agency_id), reason=reason, at=at)


def tell_supporting(assignment: Assignment, *, at: datetime) -> int:
    """Tell the agencies that help with the answer, once (Đ9.3.a: the notice goes to every agency concerned)."""
    helping = assignment.supporting_agencies.exclude(pk=assignment.agency_id).values("pk")
    return _tell_seats(assignment, Q(unit__in=helping), reason="supporting:1", at=at)


def _tell_seats(assignment: Assignment, units: Q, *, reason: str, at: datetime) -> int:
    what = reason.partition(":")[0]
    return sum(
        post(
            dedupe_key=f"{ASSIGNMENT}:{assignment.pk}:{reason}:{seat.pk}",
            kind=ASSIGNMENT,
            params={"assignment": assignment.pk, "seat": seat.pk, "about": what},
            sender=assignment.notice.hosting.organizing_office,
            recipient_label=f"{seat.unit.name}, {seat.user.full_name}"[:160],
            at=at,
            context_key=context_key(assignment.petition.session),
        )
        for seat in reachable_seats(units & Q(role=Role.AGENCY), at=at)
    )


def tell_office_of_hand_back(assignment: Assignment, *, at: datetime) -> int:
    """Tell the organising office that an agency says the matter belongs elsewhere."""
    office = assignment.notice.hosting.organizing_office
    return sum(
        post(
            dedupe_key=f"{HANDED_BACK}:{assignment.pk}:{assignment.version}:{seat.pk}",
            kind=HANDED_BACK,
            params={"assignment": assignment.pk, "seat": seat.pk},
            sender=office,
            recipient_label=f"{office.name}, {seat.user.full_name}"[:160],
            at=at,
            context_key=context_key(assignment.petition.session),
        )
        for seat in reachable_seats(Q(unit=office, role=Role.OFFICE), at=at)
    )


def tell_petitioner(row: Answer | Extension, *, at: datetime) -> bool:
    """Tell the petitioner that an answer or an extension can be read, by mail or text message.

    False where neither an e-mail address nor a mobile number is known.
    """
    assignment = row.assignment
    petition = assignment.petition
    channel = channel_to(email=petition.contact.email, phone=petition.contact.phone)
    if channel is None:
        return False
    kind = ANSWER if isinstance(row, Answer) else EXTENSION
    return post(
        dedupe_key=f"{kind}:{row.pk}",
        kind=kind,
        params={"row": row.pk},
        sender=assignment.notice.hosting.organizing_office,
        recipient_label=f"Người kiến nghị số {petition.number:02d}",
        at=at,
        channel=channel,
        context_key=context_key(petition.session),
    )


def tell_of_conclusions(session: DialogueSession, *, at: datetime) -> int:
    """Tell everybody who can be reached that the conclusions are out; how many messages are new.

    Who raised a petition or registered gets the tracking code, by text message where there is no e-mail address;
    guests who did neither are told by mail only, without a code.
    """
    posted = 0
    for name, label, row in _to_be_told(session):
        channel = channel_to(email=row.contact.email, phone="" if name == "guest" else row.contact.phone)
        if channel is None:
            continue
        posted += post(
            dedupe_key=f"{CONCLUDED}:{session.pk}:{name}:{row.pk}",
            kind=CONCLUDED,
            params={"session": session.pk, name: row.pk},
            sender=organising_office(session),
            recipient_label=label,
            at=at,
            channel=channel,
            context_key=context_key(session),
        )
    return posted


def _to_be_told(
    session: DialogueSession,
) -> list[tuple[str, str, SpeakingRegistration | Petition | Guest]]:
    registrations = (
        session.registrations.exclude(state=RegistrationState.WITHDRAWN)
        .filter(contact__isnull=False)
        .select_related("contact")
        .order_by("pk")
    )
    petitions = (
        session.petitions.filter(registration__isnull=True, contact__isnull=False)
        .select_related("contact")
        .order_by("pk")
    )
    through = registrations.exclude(contact__email="").filter(invitation__isnull=False)
    guests = (
        session.guests.filter(removed_at__isnull=True, contact__isnull=False)
        .exclude(contact__email="")
        .exclude(pk__in=through.values("invitation__guest"))
        .select_related("contact")
        .order_by("pk")
    )
    return [
        *(("registration", f"Người đăng ký số {row.received_number}", row) for row in registrations),
        *(("petition", f"Người kiến nghị số {row.number:02d}", row) for row in petitions),
        *(("guest", f"{row.salutation} {row.full_name}".strip(), row) for row in guests),
    ]
