"""Users and their seats. A seat sits by default where its role sits in phường Bến Thành."""

import factory
from factory.django import DjangoModelFactory

from accounts.enums import Role
from accounts.models import Seat, User
from organizations.reference_data import REORGANISED_ON
from tests.factories import organizations

PASSWORD = "mat-khau-chi-de-thu-1"

_UNIT_OF_ROLE = {
    Role.OFFICE: "van-phong-dang-uy-phuong-ben-thanh",
    Role.MINUTE_TAKER: "van-phong-dang-uy-phuong-ben-thanh",
    Role.LEADER: "dang-uy-phuong-ben-thanh",
    Role.AGENCY: "trung-tam-quan-ly-ha-tang-ky-thuat",
    Role.FRONT: "mttq-phuong-ben-thanh",
    Role.SUPERIOR: "thanh-uy",
    Role.CITY_MONITOR: "ban-tuyen-giao-va-dan-van",
    Role.ADMIN: "van-phong-thanh-uy",
}


class UserFactory(DjangoModelFactory):
    """A user whose password is ``PASSWORD``."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"nguoidung{n}")
    full_name = factory.Sequence(lambda n: f"Minh Họa Dùng {n}")

    @classmethod
    def _create(cls, model_class, *args, **fields):
        return model_class.objects.create_user(password=fields.pop("password", PASSWORD), **fields)


class SeatFactory(DjangoModelFactory):
    """``SeatFactory(role=Role.AGENCY)``; ``official=`` ties a leader's user to the person who holds the post."""

    class Meta:
        model = Seat

    class Params:
        official = None

    role = Role.OFFICE
    unit = factory.LazyAttribute(lambda seat: organizations.unit(_UNIT_OF_ROLE[seat.role]))
    title = factory.LazyAttribute(lambda seat: Role(seat.role).label)
    user = factory.SubFactory(UserFactory, official=factory.SelfAttribute("..official"))
    valid_from = REORGANISED_ON
