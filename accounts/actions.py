"""The verbs of seats: being away, and coming back."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import Absence, Seat
from accounts.queries import overlapping
from audit import acts


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
