"""Who reads which part of the trail."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.decisions import ALLOWED, Decision, refused
from accounts.enums import Role
from accounts.models import Seat
from audit.models import Act
from organizations.models import Unit

_EVERYWHERE = frozenset({Role.ADMIN, Role.CITY_MONITOR})
_HOUSE = frozenset({Role.OFFICE, Role.MINUTE_TAKER, Role.LEADER})
# Where a typed reason may tell of a citizen or of what was said.
_ABOUT_PEOPLE = frozenset({"sessions_app", "followups", "personal_data"})


def can_search(seat: Seat) -> Decision:
    """The trail of all units is for the administrator and for whoever monitors the city."""
    if seat.role in _EVERYWHERE:
        return ALLOWED
    return refused(
        "Nhật ký toàn hệ thống chỉ dành cho quản trị hệ thống và cơ quan theo dõi toàn thành phố. "
        "Nhật ký của từng buổi đối thoại, kiến nghị, văn bản của đơn vị mở được từ chính nội dung đó."
    )


def shows_reason(seat: Seat, act: Act) -> bool:
    """The administrator keeps the machine running; reasons typed about people and their matters are not for him."""
    return seat.role != Role.ADMIN or act.subject_type.app_label not in _ABOUT_PEOPLE


def unit_for(seat: Seat, code: str) -> Unit:
    """A unit whose log the seat may read: its own, or any for those who read everywhere; else 404."""
    unit = get_object_or_404(Unit, code=code)
    if seat.role in _EVERYWHERE or (seat.role in _HOUSE and seat.unit_id == unit.pk):
        return unit
    raise Http404


def seat_for(seat: Seat, code: str) -> Seat:
    """A seat whose log may be read: the person's own ones, or any for those who read everywhere; else 404."""
    found = get_object_or_404(Seat.objects.select_related("user", "unit"), code=code)
    if seat.role in _EVERYWHERE or found.user_id == seat.user_id:
        return found
    raise Http404
