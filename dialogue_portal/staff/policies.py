"""Who manages seats: the administrator those of all units, an office those of its own."""

from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.decisions import ALLOWED, Decision, refused
from accounts.enums import Role
from accounts.models import Seat, StaffInvitation
from organizations.models import Unit

# Whom an office may ask to sit with it; who approves, answers or oversees is named by the administrator.
OF_AN_OFFICE = frozenset({Role.OFFICE, Role.MINUTE_TAKER})


def can_manage(seat: Seat | None) -> Decision:
    """Open the pages of people at work."""
    if seat is not None and seat.role in (Role.ADMIN, Role.OFFICE):
        return ALLOWED
    return refused("Trang này dành cho quản trị hệ thống và văn phòng của đơn vị.")


def manageable(seat: Seat) -> Q:
    """Of seats and of invitations: which ones the seat manages."""
    if seat.role == Role.ADMIN:
        return Q()
    return Q(unit=seat.unit_id, role__in=OF_AN_OFFICE)


def roles_offered(seat: Seat) -> list[Role]:
    """Roles for which the seat may invite."""
    return [role for role in Role if seat.role == Role.ADMIN or role in OF_AN_OFFICE]


def can_invite_to(seat: Seat, unit: Unit) -> Decision:
    """Ask somebody to sit in a unit."""
    if seat.role == Role.ADMIN or seat.unit_id == unit.pk:
        return ALLOWED
    return refused(f"Chỉ quản trị hệ thống mời được người cho {unit.name}.")


def seats_of(seat: Seat, *, on: date) -> QuerySet[Seat]:
    """The seats that the seat manages and that have not ended, by unit and name."""
    lasting = Q(valid_until__isnull=True) | Q(valid_until__gte=on)
    rows = Seat.objects.filter(manageable(seat), lasting).select_related("user", "unit")
    return rows.order_by("unit__name_sort", "user__full_name", "pk")


def seat_for(seat: Seat, code: str, *, on: date) -> Seat:
    """A seat that is managed from here and has not ended; 404 otherwise."""
    if not can_manage(seat):
        raise Http404
    return get_object_or_404(seats_of(seat, on=on), code=code)


def invitation_for(seat: Seat, code: str) -> StaffInvitation:
    """An invitation that is managed from here; 404 otherwise."""
    if not can_manage(seat):
        raise Http404
    rows = StaffInvitation.objects.filter(manageable(seat)).select_related("unit")
    return get_object_or_404(rows, code=code)
