"""Who reads the hierarchy, who changes it, who reads the book of what was handed over."""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.decisions import ALLOWED, Decision, refused
from accounts.enums import Role
from accounts.models import Seat
from organizations.models import Custody, Post, Relation, Reorganisation, Tenure, Unit, UnitSuccession

_EVERYWHERE = frozenset({Role.ADMIN, Role.CITY_MONITOR})


def can_change(seat: Seat | None) -> Decision:
    """Only the administrator enters what a decision says about units, posts and who holds them."""
    if seat is not None and seat.role == Role.ADMIN:
        return ALLOWED
    return refused("Chỉ quản trị hệ thống được sửa tổ chức, chức vụ và người giữ chức vụ.")


def unit_for(code: str) -> Unit:
    """A unit by its code. Who holds which post is public: every seat reads it."""
    return get_object_or_404(Unit.objects.select_related("territory"), code=code)


def post_for(code: str) -> Post:
    """A post by its code, with its unit."""
    return get_object_or_404(Post.objects.select_related("unit"), code=code)


def relation_for(unit: Unit, pk: int) -> Relation:
    """A relation of a unit that was fetched through its door."""
    return get_object_or_404(unit.relations.select_related("unit", "other"), pk=pk)


def open_tenure_for(post: Post) -> Tenure:
    """The tenure of a post that has no end yet; 404 when the post is vacant."""
    return get_object_or_404(post.tenures.select_related("official", "post__unit"), valid_until=None)


def custody_seen_by(seat: Seat, unit: Unit) -> bool:
    """Whether the seat reads the book of a unit: from both sides, and whoever keeps or monitors the whole city."""
    if seat.role in _EVERYWHERE or seat.unit_id == unit.pk:
        return True
    return Custody.objects.filter(Q(old=unit, new=seat.unit_id) | Q(new=unit, old=seat.unit_id)).exists()


def custody_unit_for(seat: Seat, code: str) -> Unit:
    """A unit whose book the seat reads, else 404."""
    unit = unit_for(code)
    if not custody_seen_by(seat, unit):
        raise Http404
    return unit


def reorganisation_for(seat: Seat, code: str) -> Reorganisation:
    """A decision under preparation or applied; for the administrator alone, else 404."""
    if not can_change(seat):
        raise Http404
    return get_object_or_404(Reorganisation, code=code)


def line_for(proposed: Reorganisation, pk: int) -> UnitSuccession:
    """A line of a decision that was fetched through its door."""
    return get_object_or_404(proposed.lines.select_related("old", "new", "reorganisation"), pk=pk)
