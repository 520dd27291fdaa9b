"""Many rows by one statement: whole rows, once each."""

from datetime import date

import pytest

from audit.models import TickPass
from audit.rows import insert_new
from duties.models import MilestonePassed
from outbox.actions import Draft, post, post_many
from outbox.models import Message
from tests.factories.duties import DutyFactory
from tests.factories.organizations import party_office
from tests.support.moments import at

pytestmark = pytest.mark.django_db

NOW = at(date(2026, 11, 25), "09:00")


def test_rows_that_break_a_unique_key_are_left_out_and_not_counted():
    duty = DutyFactory()
    fields = ("duty", "due_on", "days_left", "fell_on", "recorded_at")
    row = (duty.pk, date(2026, 11, 27), 2, date(2026, 11, 25), NOW)
    other = (duty.pk, date(2026, 11, 27), 0, date(2026, 11, 27), NOW)
    assert [insert_new(MilestonePassed, fields, rows) for rows in ([row], [row, other], [], [row])] == [
        1,
        1,
        0,
        0,
    ]
    found = MilestonePassed.objects.order_by("pk").values_list("days_left", "fell_on", "recorded_at")
    assert list(found) == [(2, date(2026, 11, 25), NOW), (0, date(2026, 11, 27), NOW)]


def test_a_unique_field_must_be_given():
    with pytest.raises(ValueError, match="unique"):
        insert_new(TickPass, ("at", "counts"), [(NOW, {})])


def test_many_messages_are_what_single_ones_are():
    office = party_office()
    post(
        dedupe_key="một", kind="thử", params={"số": 1}, sender=office, recipient_label="Minh Họa", at=NOW,
        context_key="a:1", not_before=at(date(2026, 11, 26)),
    )  # fmt: skip
    drafts = [
        Draft(
            dedupe_key=key, kind="thử", params={"số": 1}, sender_id=office.pk, recipient_label="Minh Họa",
            context_key="a:1", not_before=at(date(2026, 11, 26)),
        )
        for key in ("một", "hai", "ba", "ba")
    ]  # fmt: skip
    assert post_many(drafts, at=NOW) == 2
    rows = list(Message.objects.order_by("pk").values())
    own = ("id", "code", "dedupe_key", "message_id")
    assert [{name: value for name, value in row.items() if name not in own} for row in rows[1:]] == [
        {name: value for name, value in rows[0].items() if name not in own}
    ] * 2
    assert len({row["code"] for row in rows}) == len({row["message_id"] for row in rows}) == 3
