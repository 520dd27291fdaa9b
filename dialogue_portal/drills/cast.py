"""The invented people and duties of a drill."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.enums import Role
from accounts.models import Seat, User
from audit import acting
from duties.models import Duty
from organizations.enums import Branch
from organizations.models import Unit
from organizations.reference_data import REORGANISED_ON

AGENCY, HOST, MONITOR = (
    "trung-tam-quan-ly-ha-tang-ky-thuat",
    "dang-uy-phuong-ben-thanh",
    "ban-tuyen-giao-va-dan-van",
)
ROWS_AT_ONCE = 500
REASON = "invented rows of a drill"


@dataclass(frozen=True)
class Cast:
    """The unit that owes, the one it owes to, and the users in the order in which the ladder calls them."""

    owed_by: Unit
    owed_to: Unit
    users: tuple[int, ...]


def make_cast() -> Cast:
    """An agency's clerk, its head, the host's head and the monitoring body, each with an address."""
    units = {unit.key: unit for unit in Unit.objects.filter(key__in=(AGENCY, HOST, MONITOR))}
    places = ((AGENCY, Role.AGENCY), (AGENCY, Role.LEADER), (HOST, Role.LEADER), (MONITOR, Role.CITY_MONITOR))
    users = tuple(_user(number, units[key], role) for number, (key, role) in enumerate(places))
    return Cast(units[AGENCY], units[HOST], users)


def _user(number: int, unit: Unit, role: str) -> int:
    user, _ = User.objects.get_or_create(
        username=f"dien-tap-{number}",
        defaults={
            "full_name": f"Minh Họa Diễn Tập {number}",
            "email": f"minh.hoa.{number}@example.vn",
            "is_demo": True,
        },
    )
    with acting.context(REASON):
        Seat.objects.get_or_create(
            user=user,
            unit=unit,
            role=role,
            defaults={"title": "Vị trí diễn tập", "valid_from": REORGANISED_ON},
        )
    return user.pk


def duties_due(days: list[date], cast: Cast) -> list[Duty]:
    """One written answer owed for each of the days, loaded in bulk with dates as the ledger would store them."""
    run = f"dien-tap-{secrets.token_hex(4)}"
    rows = [
        Duty(
            rule="D9.3.b",
            branch=Branch.PARTY,
            edition="935-QD-TU",
            reading={"days": 20, "counting": "working", "reading": "strict"},
            subject_key=f"{run}:{number}",
            owed_by=cast.owed_by,
            owed_to=cast.owed_to,
            title=f"Việc diễn tập {number}",
            target_path="/viec-cua-toi/",
            base_on=due_on - timedelta(days=28),
            due_on=due_on,
            first_due_on=due_on,
            first_lawful_until=due_on,
            lawful_until=due_on,
            amber_until=due_on,
            opened_at=timezone.make_aware(datetime.combine(due_on - timedelta(days=28), time(8, 0))),
        )
        for number, due_on in enumerate(days)
    ]
    with acting.context(REASON):
        Duty.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
    return list(Duty.objects.filter(subject_key__startswith=f"{run}:").order_by("pk"))
