"""Telling people and bodies about a session by message, beside the invitations themselves.

Each message has one name (session, plan, recipient row), so that nobody is told twice.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import Seat
from audit import acts
from audit.actors import Actor
from organizations.models import Unit, in_force_on
from outbox import actions as outbox
from outbox.enums import Channel
from regulation.articles import Article
from regulation.clock import local_date
from sessions_app.enums import RegistrationState
from sessions_app.models import (
    AttendingBody,
    DialogueSession,
    GuestContact,
    Invitation,
    RegistrationContact,
    SpeakingRegistration,
)

POSTPONED, CANCELLED = "sessions_app.postponed", "sessions_app.cancelled"
BODY_NOTICE = "sessions_app.agency_notice"


def organising_office(session: DialogueSession) -> Unit:
    """The office that organises the session and sends its letters."""
    return session.hostings.select_related("organizing_office").first().organizing_office


def tell_of_postponement(session: DialogueSession, *, at: datetime) -> int:
    """Tell everybody who was invited or registered, and the bodies, that the session is off its day."""
    return _tell_everybody(session, POSTPONED, at=at)


def tell_of_cancellation(session: DialogueSession, *, at: datetime) -> int:
    """Tell everybody who was invited or registered, and the bodies, that the session is called off."""
    return _tell_everybody(session, CANCELLED, at=at)


def _tell_everybody(session: DialogueSession, kind: str, *, at: datetime) -> int:
    """How many were posted. Whoever has neither address nor mobile number is told by the office."""
    posted = 0
    for name, rows in (
        ("invitation", _invited(session)),
        ("registration", _registered_with_other_contact(session)),
        ("seat", _seats_of_told_bodies(session, at)),
    ):
        for row, channel in rows:
            posted += outbox.post(
                dedupe_key=f"{kind}:{session.pk}:{session.plan_revision}:{name}:{row.pk}",
                kind=kind,
                params={"session": session.pk, "plan": session.plan_revision, name: row.pk},
                sender=organising_office(session),
                recipient_label=_label(name, row),
                at=at,
                channel=channel,
                context_key=acts.context_key(session),
            )
    return posted


Told = list[tuple[Invitation | SpeakingRegistration | Seat, Channel]]


def _invited(session: DialogueSession) -> Told:
    """Live invitations whose guest is reached by mail or text message."""
    rows = (
        Invitation.objects.filter(
            guest__session=session, guest__removed_at__isnull=True, revoked_at__isnull=True
        )
        .filter(guest__contact__isnull=False)
        .select_related("guest__contact")
        .order_by("pk")
    )
    return _reached((row, row.guest.contact) for row in rows)


def _registered_with_other_contact(session: DialogueSession) -> Told:
    """Live registrations whose person left a contact and is not reached through the invitation."""
    invited = _invited(session)
    by_mail = [row.pk for row, channel in invited if channel == Channel.EMAIL]
    told = {row.pk for row, _ in invited}
    rows = (
        session.registrations.exclude(state=RegistrationState.WITHDRAWN)
        .exclude(invitation__in=by_mail)
        .filter(contact__isnull=False)
        .select_related("contact")
        .order_by("pk")
    )
    return [
        (row, channel)
        for row, channel in _reached((row, row.contact) for row in rows)
        if channel == Channel.EMAIL or row.invitation_id not in told
    ]


def _reached(rows: Iterable[tuple[Any, GuestContact | RegistrationContact]]) -> Told:
    found = ((row, outbox.channel_to(email=contact.email, phone=contact.phone)) for row, contact in rows)
    return [(row, channel) for row, channel in found if channel is not None]


def _seats_of_told_bodies(session: DialogueSession, at: datetime) -> Told:
    bodies = session.attending_bodies.filter(notified_at__isnull=False).values("unit")
    return [(seat, Channel.EMAIL) for seat in reachable_seats(Q(unit__in=bodies), at=at)]


def reachable_seats(of_units: Q, *, at: datetime) -> list[Seat]:
    """Seats in force whose user has an address for messages."""
    seats = Seat.objects.filter(of_units, in_force_on(local_date(at)), user__is_active=True)
    return list(seats.exclude(user__email="").select_related("user", "unit").order_by("pk"))


def _label(name: str, row: Invitation | SpeakingRegistration | Seat) -> str:
    if name == "invitation":
        return f"{row.guest.salutation} {row.guest.full_name}".strip()
    return f"Người đăng ký số {row.received_number}" if name == "registration" else str(row.unit)


# -- attending bodies (Đ9.1.b dash 3, Đ13.1.b dash 3)


@transaction.atomic
def tell_bodies(session: DialogueSession, units: list[Unit] | None = None, *, by: Actor, at: datetime) -> int:
    """Ask attending bodies to prepare and take part; how many were reached (D9.1.b-3, D13.1.b-3).

    Those without a reachable account stay untold: the office writes to them and records it with
    ``record_told``. Without ``units`` all that were not yet told.
    """
    bodies = session.attending_bodies.filter(notified_at__isnull=True).select_related("unit")
    if units is not None:
        bodies = bodies.filter(unit__in=units)
    reached = 0
    for body in bodies:
        seats = reachable_seats(Q(unit=body.unit_id), at=at)
        for seat in seats:
            outbox.post(
                dedupe_key=f"{BODY_NOTICE}:{body.pk}:{session.plan_revision}:{seat.pk}",
                kind=BODY_NOTICE,
                params={"body": body.pk, "seat": seat.pk, "plan": session.plan_revision},
                sender=organising_office(session),
                recipient_label=body.unit.name,
                at=at,
                context_key=acts.context_key(session),
            )
        if seats:
            _mark_told(body, by=by, at=at, title=f"Thông báo {body.unit.name} chuẩn bị và tham dự")
            reached += 1
    return reached


@transaction.atomic
def record_told(body: AttendingBody, *, representative: str, by: Actor, at: datetime) -> AttendingBody:
    """Note that a body was asked on paper or by telephone, and who will come for it."""
    body.representative = representative
    body.save(update_fields=("representative",))
    _mark_told(body, by=by, at=at, title=f"Ghi nhận đã thông báo {body.unit.name} chuẩn bị và tham dự")
    return body


def _mark_told(body: AttendingBody, *, by: Actor, at: datetime, title: str) -> None:
    body.notified_at, body.notified_by_id = at, by.seat_id
    body.save(update_fields=("notified_at", "notified_by"))
    acts.write(
        subject=body, verb="tell_body", title=title, by=by, at=at, context=body.session,
        clause=Article.AGENCIES_TOLD.clause,
    )  # fmt: skip
