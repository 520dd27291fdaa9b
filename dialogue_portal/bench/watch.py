"""One pass of the watch over many duties: against the raw SQL of its index, and against a bare executemany.

Everything happens in one transaction that is rolled back at the end, on the database of the settings.
"""

import random
from datetime import date, datetime, time, timedelta

from django.db import connection, transaction
from django.db.models import Min
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Seat, User
from dialogue_portal.bench.measuring import Ratio, in_turns
from duties.actions.reminders import remind
from duties.models import Duty, MilestonePassed
from organizations.models import Unit
from outbox.models import Message
from regulation.calendars import working_calendar

DUTIES, OPEN_SHARE = 400_000, 0.05
ON = date(2026, 11, 25)
AT_ONCE = 2_000
RAW = """SELECT id, rule, due_on, lawful_until, owed_by_id, owed_to_id, context_key, opened_at
FROM duties_duty WHERE met_on IS NULL AND voided_on IS NULL AND due_on <= %s ORDER BY due_on"""


def measure(*, n: int = DUTIES, seed: int = 1) -> list[Ratio]:
    """Two rows: a pass that has nothing to say, and a pass that posts what all open duties ask for."""
    with transaction.atomic():
        _fill(n, random.Random(seed))  # noqa: S311  cases that can be made again, no secret
        rows = [_silent(n), _speaking(n)]
        transaction.set_rollback(True)
    return rows


def _silent(n: int) -> Ratio:
    calendar, at = working_calendar(), _moment()
    remind(on=ON, at=at, calendar=calendar)

    def raw() -> None:
        with connection.cursor() as cursor:
            cursor.execute(RAW, [ON + timedelta(days=90)])
            cursor.fetchall()

    ours, baseline = in_turns(lambda: remind(on=ON, at=at, calendar=calendar), raw)
    return Ratio(
        name="a pass with nothing to say",
        ours=1 / ours,
        baseline=1 / baseline,
        unit="passes per second (baseline: the raw SQL of its index)",
        goal=0.5,
        n=n,
        detail={"open duties": Duty.objects.open().count()},
    )


def _speaking(n: int) -> Ratio:
    calendar, at = working_calendar(), _moment()
    columns = [field.column for field in Message._meta.concrete_fields if not field.primary_key]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM outbox_message")  # noqa: S608  own names of columns
        posted = cursor.fetchall()
    places = ", ".join(["%s"] * len(columns))
    insert = f"INSERT INTO outbox_message ({', '.join(columns)}) VALUES ({places})"  # noqa: S608

    latest = list(
        MilestonePassed.objects.values("duty").annotate(last=Min("days_left")).values_list("duty", "last")
    )

    def empty() -> None:
        """As on a morning on which every open duty reaches its next milestone; the earlier ones are noted."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM outbox_message")
            cursor.executemany(
                "DELETE FROM duties_milestonepassed WHERE duty_id = %s AND days_left = %s", latest
            )

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.executemany(insert, posted)

    seconds_bare, seconds_ours = in_turns(bare, lambda: remind(on=ON, at=at, calendar=calendar), before=empty)
    return Ratio(
        name="a pass that posts reminders",
        ours=len(posted) / seconds_ours,
        baseline=len(posted) / seconds_bare,
        unit="reminders per second (baseline: one bare executemany of the same rows)",
        goal=0.5,
        n=n,
        detail={"reminders posted": len(posted)},
    )


def _moment() -> datetime:
    return timezone.make_aware(datetime.combine(ON, time(9)))


def _fill(n: int, chance: random.Random) -> None:
    """Closed duties of earlier years and open ones of which most have reached a milestone, over 200 units."""
    units = list(Unit.objects.order_by("pk")[:200])
    for unit in units:
        user = User.objects.create(
            username=f"do-{unit.pk}", full_name="Minh Họa Đo", email=f"do-{unit.pk}@example.vn"
        )
        for role in (Role.OFFICE, Role.AGENCY):
            Seat.objects.create(
                user=user, unit=unit, role=role, title="Chuyên viên", valid_from=date(2026, 1, 1)
            )
    opened_at = _moment() - timedelta(days=200)
    rows = []
    for number in range(n):
        is_open = number < n * OPEN_SHARE
        due = (
            ON + timedelta(days=chance.randint(-20, 8))
            if is_open
            else ON - timedelta(days=chance.randint(30, 900))
        )
        unit = units[number % len(units)]
        rows.append(
            Duty(
                rule=("D9.3.a", "D9.3.b.s1", "D9.1.b-2.s1")[number % 3],
                branch="party",
                edition="935-QD-TU",
                reading={"days": 10, "counting": "working", "reading": "strict"},
                subject_key=f"do:{number}",
                owed_by=unit,
                owed_to=unit,
                title="Việc đo",
                target_path="/",
                base_on=due - timedelta(days=14),
                due_on=due,
                first_due_on=due,
                first_lawful_until=due,
                lawful_until=due,
                amber_until=due,
                met_on=None if is_open else due,
                opened_at=opened_at,
            )
        )
        if len(rows) == AT_ONCE:
            Duty.objects.bulk_create(rows)
            rows.clear()
    Duty.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
