"""The verbs of seats: being away, and coming back."""

from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import Absence, Seat
from accounts.queries import overlapping
from audit import acts
from audit.actors import Actor
from organizations.models import Unit


class AbsenceRefused(Exception):
    """The days cannot be entered; the text is a Vietnamese sentence."""


@transaction.atomic
def go_away(seat: Seat, *, deputy: Seat, from_on: date, until_on: date, on: date, at: datetime) -> Absence:
    """Enter days away with the seat that stands in. Raises AbsenceRefused.

    Both days are included. Days that overlap others of the seat are refused: two people would stand in at once.
    """
    if until_on < on:
        raise AbsenceRefused(f"Những ngày này đã qua. Nhập ngày từ {on:%d/%m/%Y} trở đi.")
    if until_on < from_on:
        raise AbsenceRefused("Ngày cuối phải từ ngày đầu trở đi.")
    if deputy.pk == seat.pk or deputy.unit_id != seat.unit_id:
        raise AbsenceRefused("Người nhận thay phải là người khác trong cùng đơn vị.")
    # The row of the seat is the lock: of two forms at once, the second sees what the first entered.
    Seat.objects.select_for_update().get(pk=seat.pk)
    other = overlapping(seat, from_on, until_on).first()
    if other is not None:
        raise AbsenceRefused(
            f"Đã có lịch vắng mặt từ {other.from_on:%d/%m/%Y} đến {other.last_on:%d/%m/%Y}. Kết thúc lịch đó trước."
        )
    absence = Absence.objects.create(
        seat=seat, deputy=deputy, from_on=from_on, until_on=until_on, entered_at=at
    )
    acts.write(
        subject=absence,
        verb="absence.enter",
        title=f"Vắng mặt từ {from_on:%d/%m/%Y} đến {until_on:%d/%m/%Y}, {deputy.user.full_name} nhận thay",
        by=seat.actor,
        at=at,
    )
    return absence


@transaction.atomic
def come_back(absence: Absence, *, seat: Seat, on: date, at: datetime) -> Absence:
    """The person is there again from the day ``on``. Said twice, it changes nothing."""
    if Absence.objects.filter(pk=absence.pk, ended_on__isnull=True).update(ended_on=on):
        acts.write(
            subject=absence, verb="absence.end", title=f"Có mặt lại từ {on:%d/%m/%Y}", by=seat.actor, at=at
        )
    absence.refresh_from_db()
    return absence


@transaction.atomic
def move_seat(seat: Seat, *, to: Unit, effective_on: date, note: str, by: Actor, at: datetime) -> Seat:
    """End a seat the day before and let the person sit in another unit in the same role; the seat he then has.

    What was done from the old seat stays under it.
    """
    seat.valid_until = max(effective_on - timedelta(days=1), seat.valid_from)
    seat.save(update_fields=("valid_until",))
    new, _ = Seat.objects.get_or_create(
        user=seat.user, unit=to, role=seat.role, valid_until=None,
        defaults={"title": seat.title, "valid_from": effective_on},
    )  # fmt: skip
    acts.write(
        subject=new, verb="seat.move", title=f"Chuyển vị trí làm việc sang {to.name}: {seat.user.full_name}", by=by,
        at=at, note=note, changes={"unit": [seat.unit.name, to.name]},
    )  # fmt: skip
    return new
