"""Who acts in the demo city: the demo accounts where there are some, else invented people who cannot sign in."""

from datetime import date

from accounts.enums import Role
from accounts.models import Seat, User
from audit import acting
from dialogue_portal.demo.people import person
from organizations.enums import UnitKind
from organizations.models import Post, Unit
from organizations.queries import holder_of
from organizations.reference_data import REORGANISED_ON

_TITLES = {
    Role.OFFICE: "Chuyên viên Văn phòng Đảng ủy",
    Role.MINUTE_TAKER: "Thư ký ghi biên bản",
    Role.LEADER: "Bí thư Đảng ủy",
    Role.AGENCY: "Chuyên viên",
}


CASTING = "demo cast"


@acting.context(CASTING)
def seat_of(unit: Unit, role: Role) -> Seat:
    """Somebody who sits in the unit in the role; made without a password when nobody does."""
    seat = Seat.objects.filter(unit=unit, role=role, valid_until__isnull=True).select_related("user").first()
    if seat is not None:
        return seat
    user = User(
        username=f"{role}.{unit.key}"[:60], full_name=person(800 + unit.pk % 190).full_name, is_demo=True
    )
    user.set_unusable_password()
    user.save()
    return Seat.objects.create(
        user=user, unit=unit, role=role, title=_title_of(unit, role), valid_from=REORGANISED_ON
    )


def _title_of(unit: Unit, role: Role) -> str:
    if role == Role.OFFICE and unit.kind == UnitKind.GOVERNMENT_OFFICE:
        return "Chuyên viên Văn phòng HĐND và UBND"
    return _TITLES[role]


@acting.context(CASTING)
def leader_of(post: Post, on: date) -> Seat:
    """The seat of whoever holds the post, so that he may approve."""
    official = holder_of(post, on).official
    user = User.objects.filter(official=official).first()
    if user is None:
        user = User(
            username=f"{Role.LEADER}.{post.unit.key}"[:60],
            full_name=official.full_name,
            official=official,
            is_demo=True,
        )
        user.set_unusable_password()
        user.save()
    seat = Seat.objects.filter(user=user, unit=post.unit, role=Role.LEADER).first()
    return seat or Seat.objects.create(
        user=user, unit=post.unit, role=Role.LEADER, title=post.title[:120], valid_from=REORGANISED_ON
    )
