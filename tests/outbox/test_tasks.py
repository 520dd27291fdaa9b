"""The tick that lets letters leave may run as often as it likes."""

import pytest
from django.core import mail

from audit import ticks
from outbox.tasks import relay
from tests.factories.outbox import POSTED_AT, post

pytestmark = pytest.mark.django_db


def test_the_tick_sends_what_waits_once_and_notes_its_pass(frozen):
    post(1)
    frozen(POSTED_AT.date(), f"{POSTED_AT:%H:%M}")
    relay()
    relay()
    assert len(mail.outbox) == 1
    assert ticks.last_pass("outbox.relay") == POSTED_AT
