"""Who sees which duty: the units on both sides, the Front of the level, the superior, the monitoring body."""

from datetime import date

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.decisions import ALLOWED, Decision, refused
from accounts.enums import Role
from accounts.models import Seat
from duties.models import CalendarChange, Duty
from duties.queries import OWING, reach_of
from organizations import queries as organizations
from organizations.enums import RelationKind
from organizations.models import Relation, in_force_on


def visible_duties(seat: Seat | None, *, on: date) -> QuerySet[Duty]:
    """The duties within a seat's reach on a day; an administrator and a visitor see none."""
    rule = _REACH.get(seat.role) if seat is not None else None
    return Duty.objects.filter(rule(seat, on)) if rule else Duty.objects.none()


def duty_for(seat: Seat | None, code: str, *, on: date) -> Duty:
    """The duty with this public code; 404 outside the seat's reach."""
    duties = visible_duties(seat, on=on).select_related("owed_by", "owed_to", "owed_by_post")
    return get_object_or_404(duties, code=code)


def can_change_calendar(seat: Seat | None) -> Decision:
    """Whether the seat may enter days: one calendar counts for thousands of units, so one hand keeps it."""
    if seat is not None and seat.role == Role.ADMIN:
        return ALLOWED
    return refused(
        "Chỉ quản trị hệ thống được sửa lịch ngày làm việc, theo thông báo của cơ quan có thẩm quyền."
    )


def can_change_ladders(seat: Seat | None) -> Decision:
    """Whether the seat may say when whom to remind: one ladder holds for every unit."""
    if seat is not None and seat.role == Role.ADMIN:
        return ALLOWED
    return refused("Chỉ quản trị hệ thống được xem và sửa mốc nhắc hạn chung.")


def can_change_editions(seat: Seat | None) -> Decision:
    """Whether the seat may enter texts that set terms, and say which unit follows which."""
    if seat is not None and seat.role == Role.ADMIN:
        return ALLOWED
    return refused("Chỉ quản trị hệ thống được nhập văn bản quy định thời hạn.")


def calendar_change_for(seat: Seat | None, code: str) -> CalendarChange:
    """The proposed change with this code; 404 for whoever may not change the calendar."""
    changes = CalendarChange.objects.select_related("unit")
    return get_object_or_404(changes if can_change_calendar(seat) else changes.none(), code=code)


def can_have_feed(seat: Seat) -> Decision:
    """Only seats whose unit owes something have dates to put into a calendar."""
    if seat.role in OWING:
        return ALLOWED
    return refused("Vị trí này không có việc phải làm theo hạn nên không có lịch hạn.")


def _of_own_unit(seat: Seat, on: date) -> Q:
    reach = reach_of(seat.unit, on=on)
    return reach.own | reach.others


def _owed_by_own_unit(seat: Seat, on: date) -> Q:
    return Q(owed_by=seat.unit)


def _of_same_level(seat: Seat, on: date) -> Q:
    beside = Relation.objects.filter(
        in_force_on(on), other=seat.unit, kind=RelationKind.SAME_LEVEL_FRONT
    ).values("unit")
    return Q(owed_to__in=beside) | Q(owed_by=seat.unit)


def _of_those_below(seat: Seat, on: date) -> Q:
    return Q(owed_to__in=organizations.subordinates(seat.unit, on).values("pk"))


def _everything(seat: Seat, on: date) -> Q:
    return Q()


_REACH = {
    Role.OFFICE: _of_own_unit,
    Role.MINUTE_TAKER: _of_own_unit,
    Role.LEADER: _of_own_unit,
    Role.AGENCY: _owed_by_own_unit,
    Role.FRONT: _of_same_level,
    Role.SUPERIOR: _of_those_below,
    Role.CITY_MONITOR: _everything,
}
