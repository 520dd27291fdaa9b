"""The verbs of seats: inviting, accepting, ending, handing over. Each is one transaction with its acts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts import links
from accounts.enums import Role
from accounts.models import Absence, Seat, StaffInvitation, User
from audit import acts
from audit.actors import Actor
from dialogue_portal.desk.sources import board_of
from duties.actions import feeds
from organizations.models import Unit, in_force_on
from outbox import actions as outbox
from sessions_app.actions.handing_over import let_take_minutes
from sessions_app.models import DialogueSession

PURPOSE = "staff_invitation"
KIND = "staff.invitation"
GOOD_FOR = timedelta(days=7)


class StaffRefused(Exception):
    """What was asked cannot be done; the text is a Vietnamese sentence."""


# -- inviting


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where somebody is asked to sit: both days are included, no last day means until further notice."""

    unit: Unit
    role: Role
    title: str
    valid_from: date
    valid_until: date | None = None


@transaction.atomic
def invite(place: Place, *, full_name: str, email: str, seat: Seat, at: datetime) -> StaffInvitation:
    """Ask somebody to sit somewhere; the letter with the link is posted. Raises StaffRefused when asked already."""
    Unit.objects.select_for_update().get(pk=place.unit.pk)
    waiting = StaffInvitation.objects.filter(
        email__iexact=email,
        unit=place.unit,
        role=place.role,
        accepted_at=None,
        withdrawn_at=None,
        expires_at__gt=at,
    )
    if waiting.exists():
        raise StaffRefused("Người này đã được mời vào vị trí đó và chưa nhận. Gửi lại hoặc rút lời mời cũ.")
    invitation = StaffInvitation.objects.create(
        full_name=full_name,
        email=email,
        invited_by=seat,
        invited_at=at,
        expires_at=at + GOOD_FOR,
        **vars(place),
    )
    _write(
        invitation, "invite", f"Mời {full_name} làm {place.title}, {place.unit.name}", by=seat.actor, at=at
    )
    _send(invitation, seat=seat, at=at)
    return invitation


@transaction.atomic
def send_again(invitation: StaffInvitation, *, seat: Seat, at: datetime) -> StaffInvitation:
    """A new link for some days more; the one before opens nothing. Raises StaffRefused."""
    invitation = _open(invitation)
    invitation.generation += 1
    invitation.expires_at = at + GOOD_FOR
    invitation.save(update_fields=("generation", "expires_at"))
    _write(invitation, "send_again", f"Gửi lại lời mời cho {invitation.full_name}", by=seat.actor, at=at)
    _send(invitation, seat=seat, at=at)
    return invitation


@transaction.atomic
def withdraw(invitation: StaffInvitation, *, seat: Seat, at: datetime) -> StaffInvitation:
    """Take an invitation back; its link opens nothing any more. Raises StaffRefused."""
    invitation = _open(invitation)
    invitation.withdrawn_at, invitation.token_digest = at, None
    invitation.save(update_fields=("withdrawn_at", "token_digest"))
    _write(invitation, "withdraw", f"Rút lời mời {invitation.full_name}", by=seat.actor, at=at)
    return invitation


def token_of(invitation: StaffInvitation) -> str:
    """The secret part of the link, the same each time for the same generation."""
    return links.token_for(PURPOSE, invitation.pk, invitation.generation)


def invitation_by_token(token: str, *, at: datetime) -> StaffInvitation | None:
    """The invitation that a link opens at a moment; None for a wrong, old, used or withdrawn one alike."""
    rows = StaffInvitation.objects.select_related("unit", "invited_by__unit")
    return rows.filter(
        token_digest=links.digest(token), expires_at__gt=at, accepted_at=None, withdrawn_at=None
    ).first()


def _send(invitation: StaffInvitation, *, seat: Seat, at: datetime) -> None:
    invitation.token_digest = links.digest(token_of(invitation))
    invitation.save(update_fields=("token_digest",))
    outbox.post(
        dedupe_key=f"{KIND}:{invitation.pk}:{invitation.generation}",
        kind=KIND,
        params={"invitation": invitation.pk, "generation": invitation.generation},
        sender=seat.unit,
        recipient_label=invitation.full_name,
        at=at,
    )


def _open(invitation: StaffInvitation) -> StaffInvitation:
    """The row, locked, while nobody accepted or withdrew it."""
    row = StaffInvitation.objects.select_for_update().select_related("unit").get(pk=invitation.pk)
    if row.accepted_at is not None or row.withdrawn_at is not None:
        raise StaffRefused("Lời mời này đã được nhận hoặc đã rút.")
    return row


# -- accepting


@transaction.atomic
def accept_as_new(invitation: StaffInvitation, *, username: str, password: str, at: datetime) -> Seat:
    """The invited person gets an account and the seat. Raises StaffRefused; a taken name is told at the form before."""
    row = _open(invitation)
    user = User.objects.create_user(username, password, full_name=row.full_name, email=row.email)
    return _sit_down(row, user, at=at)


@transaction.atomic
def accept_as(invitation: StaffInvitation, *, user: User, at: datetime) -> Seat:
    """Somebody who has an account takes the seat into it. Raises StaffRefused."""
    return _sit_down(_open(invitation), user, at=at)


def _sit_down(row: StaffInvitation, user: User, *, at: datetime) -> Seat:
    seat = _place(
        user, Place(unit=row.unit, role=Role(row.role), title=row.title, valid_from=row.valid_from,
                    valid_until=row.valid_until),
    )  # fmt: skip
    row.accepted_at, row.seat, row.token_digest = at, seat, None
    row.save(update_fields=("accepted_at", "seat", "token_digest"))
    holder = Actor.holder_of(f"staff_invitation:{row.code}", "Người được mời làm việc")
    _write(row, "accept", f"{user.full_name} nhận vị trí {row.title}, {row.unit.name}", by=holder, at=at)
    return seat


def _place(user: User, place: Place) -> Seat:
    """A new seat; refused while the person sits there in the same role."""
    sits = Seat.objects.filter(user=user, unit=place.unit, role=place.role)
    if sits.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=place.valid_from)).exists():
        raise StaffRefused(f"{user.full_name} đang giữ vị trí này.")
    return Seat.objects.create(user=user, **vars(place))


# -- ending and handing over


@dataclass(frozen=True)
class Inheritance:
    """What hangs on a seat and passes on with it: counted now, moved by ``hand_over``."""

    open_work: int
    minutes: int
    deputies: int
    absences: int
    has_feed: bool


def inheritance_of(seat: Seat, *, on: date) -> Inheritance:
    """What somebody would take over on a day. Reads only.

    Work is owed by units and waits there whoever sits; what names the person is minutes to write, days on which the
    person stands in for others or is away, and the address of the own calendar, which ends.
    """
    lasting = Q(ended_on__isnull=True, until_on__gte=on)
    return Inheritance(
        open_work=board_of(seat, on=on).count,
        minutes=DialogueSession.objects.filter(minute_taker=seat, starts_at__date__gte=on).count(),
        deputies=Absence.objects.filter(lasting, deputy=seat).count(),
        absences=Absence.objects.filter(lasting, seat=seat).count(),
        has_feed=hasattr(seat, "deadline_feed") and seat.deadline_feed.token_digest is not None,
    )


@transaction.atomic
def end_seat(seat: Seat, *, last_on: date, reason: str, by: Actor, on: date, at: datetime) -> Seat:
    """Nobody sits there after a day, which is included. Raises StaffRefused.

    The last administrator stays; somebody for whom others are away stays until another one stands in.
    """
    seat = _locked(seat)
    _check_last_day(seat, last_on, on=on)
    _check_keeps_an_administrator(seat, after=last_on)
    if Absence.objects.filter(deputy=seat, ended_on__isnull=True, until_on__gt=last_on).exists():
        raise StaffRefused(
            "Người này đang nhận thay người khác sau ngày đó. Bàn giao vị trí thay vì kết thúc."
        )
    _end(seat, last_on)
    acts.write(
        subject=seat, verb="seat.end", title=f"Kết thúc vị trí: {seat.user.full_name}, {seat.title}", by=by, at=at,
        note=reason, changes={"valid_until": [None, last_on.isoformat()]},
    )  # fmt: skip
    return seat


@transaction.atomic
def hand_over(
    seat: Seat, *, to: User, title: str, effective_on: date, note: str, by: Actor, on: date, at: datetime
) -> Seat:
    """Another person takes the seat over from a day on, with everything that hangs on it. Raises StaffRefused.

    The seat before ends the day before; what was done from it stays under it. One act tells all.
    """
    seat = _locked(seat)
    if to.pk == seat.user_id:
        raise StaffRefused("Chọn người khác để nhận bàn giao.")
    if not to.is_active:
        raise StaffRefused("Tài khoản của người nhận bàn giao không còn dùng.")
    _check_last_day(seat, effective_on - timedelta(days=1), on=on)
    taken = inheritance_of(seat, on=effective_on)
    place = Place(
        unit=seat.unit,
        role=Role(seat.role),
        title=title,
        valid_from=effective_on,
        valid_until=seat.valid_until,
    )
    new = _place(to, place)
    _end(seat, effective_on - timedelta(days=1))
    minutes = let_take_minutes(seat, new)
    running = Absence.objects.filter(ended_on__isnull=True, until_on__gte=effective_on)
    running.filter(deputy=seat).exclude(seat__user=to).update(deputy=new)
    # Whoever takes over is there: for whom he stood in so far, and the days away of the one who left, are past.
    running.filter(Q(seat=seat) | Q(deputy=seat)).update(ended_on=effective_on)
    if taken.has_feed:
        feeds.switch_off(seat, at=at)
    acts.write(
        subject=new, verb="seat.hand_over", by=by, at=at, note=note,
        title=f"Bàn giao vị trí {seat.title}, {seat.unit.name}: {seat.user.full_name} cho {to.full_name}",
        changes={
            "from": [seat.user.full_name, to.full_name], "minutes": minutes, "deputies": taken.deputies,
            "absences": taken.absences, "feed": taken.has_feed,
        },
    )  # fmt: skip
    return new


def _locked(seat: Seat) -> Seat:
    return Seat.objects.select_for_update(of=("self",)).select_related("user", "unit").get(pk=seat.pk)


def _check_last_day(seat: Seat, last_on: date, *, on: date) -> None:
    if seat.valid_until is not None and last_on >= seat.valid_until:
        raise StaffRefused(f"Vị trí này đã kết thúc ngày {seat.valid_until:%d/%m/%Y}.")
    if last_on < seat.valid_from:
        raise StaffRefused(
            f"Vị trí bắt đầu ngày {seat.valid_from:%d/%m/%Y}, không thể kết thúc trước ngày đó."
        )
    if last_on < on - timedelta(days=1):
        raise StaffRefused("Ngày kết thúc đã qua. Chọn hôm qua, hôm nay hoặc một ngày sau.")


def _check_keeps_an_administrator(seat: Seat, *, after: date) -> None:
    if seat.role != Role.ADMIN:
        return
    others = Seat.objects.filter(
        in_force_on(after + timedelta(days=1)), role=Role.ADMIN, user__is_active=True
    )
    if not others.exclude(pk=seat.pk).exists():
        raise StaffRefused(
            "Đây là quản trị hệ thống cuối cùng. Mời người khác trước, rồi kết thúc vị trí này."
        )


def _end(seat: Seat, last_on: date) -> None:
    seat.valid_until = last_on
    seat.save(update_fields=("valid_until",))


def _write(invitation: StaffInvitation, verb: str, title: str, *, by: Actor, at: datetime) -> None:
    acts.write(subject=invitation, verb=f"staff_invitation.{verb}", title=title, by=by, at=at)
