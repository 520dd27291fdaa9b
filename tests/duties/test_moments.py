"""The moments at which days turn: every place that says how a duty stands says the same."""

from datetime import date, datetime

import pytest
import time_machine
from django.urls import reverse

from accounts.enums import Role
from duties.actions.reminders import remind
from duties.badges import days_left
from outbox import renderers
from outbox.models import Message
from regulation.calendars import working_calendar
from regulation.clock import now, today
from tests.factories.accounts import SeatFactory
from tests.factories.duties import DutyFactory
from tests.factories.organizations import party_office
from tests.support.moments import HCMC, at

pytestmark = pytest.mark.django_db

# The local moment, the date on which the duty is due, the words of its badge, the working days left.
MOMENTS = [
    ("2026-11-27 23:59:59", date(2026, 11, 27), "Hết hạn hôm nay", 0),
    ("2026-11-28 00:00:00", date(2026, 11, 27), "Quá hạn 1 ngày làm việc", -1),
    ("2026-11-30 06:59:59", date(2026, 11, 27), "Quá hạn 1 ngày làm việc", -1),
    ("2026-12-31 23:59:59", date(2026, 12, 31), "Hết hạn hôm nay", 0),
    ("2027-01-01 00:00:00", date(2026, 12, 31), "Quá hạn 1 ngày làm việc", -1),
    ("2026-02-13 23:59:59", date(2026, 2, 23), "Còn 1 ngày làm việc", 1),
    ("2026-02-16 08:00:00", date(2026, 2, 23), "Còn 1 ngày làm việc", 1),
    ("2027-02-03 17:00:00", date(2027, 2, 11), "Còn 1 ngày làm việc", 1),
    ("2026-01-09 17:00:00", date(2026, 1, 10), "Còn 1 ngày làm việc", 1),
    ("2026-01-10 23:59:59", date(2026, 1, 10), "Hết hạn hôm nay", 0),
    ("2026-08-22 00:00:00", date(2026, 8, 22), "Hết hạn hôm nay", 0),
    ("2026-08-23 00:00:00", date(2026, 8, 22), "Quá hạn 1 ngày làm việc", -1),
]


@pytest.mark.rule("D9.3.a", "D13.3.a")
@pytest.mark.parametrize(("local", "due_on", "words", "left"), MOMENTS, ids=[local for local, *_ in MOMENTS])
def test_queue_page_letter_and_arithmetic_say_the_same_at_the_turn_of_a_day(
    client_for, local, due_on, words, left
):
    """Midnight here is 17:00 in Greenwich, where the servers' clocks live."""
    seat = SeatFactory(role=Role.OFFICE, unit=party_office(), user__email="van-phong@example.vn")
    duty = DutyFactory(due_on=due_on, base_on=date(2025, 12, 1), opened_at=at(date(2025, 12, 1)))
    moment = datetime.fromisoformat(local).replace(tzinfo=HCMC)
    with time_machine.travel(moment, tick=False):
        client = client_for(seat)
        assert (today(), now().utcoffset().total_seconds()) == (moment.date(), 7 * 3600)
        calendar = working_calendar()
        assert days_left(duty, on=today(), calendar=calendar) == left
        queue = client.get("/viec-cua-toi/").context["groups"]
        (badge,) = [
            row["badge"].text for group in queue for row in group["rows"] if row["title"] == duty.title
        ]
        page = client.get(reverse("duties:explain", args=[duty.code])).context["page"].badge.text
        remind(on=today(), at=now(), calendar=calendar)
        message = Message.objects.get(params__duty=duty.pk)
        assert (badge, page) == (words, words)
        if message.params["on"] == today().isoformat():
            letter = renderers.renderer_of(message.kind).render(message)
            assert f"({words}, tính đến {today():%d/%m/%Y})" in letter.body
        else:
            assert message.not_before > now()
