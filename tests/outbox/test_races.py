"""Two at the same moment, on whatever engine the run uses."""

from collections import Counter

import pytest
from django.core import mail

from outbox import relay, renderers
from outbox.enums import MessageState
from outbox.models import Message
from tests.factories.outbox import KIND, POSTED_AT, letter, post
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_key_posted_by_many_at_once_is_one_message():
    outcomes = at_once(8, lambda _: post(1).pk)
    assert len(set(outcomes)) == 1
    assert Message.objects.count() == 1


def test_relays_side_by_side_send_every_message_once():
    told = []
    renderers.register(KIND, letter, on_sent=lambda message, at: told.append(message.pk))
    for number in range(24):
        post(number)
    passes = at_once(4, lambda _: relay.relay_once(at=POSTED_AT))
    assert sum(counts.sent for counts in passes) == 24
    assert Counter(told) == Counter(Message.objects.values_list("pk", flat=True))
    assert len(mail.outbox) == 24
    assert not Message.objects.exclude(state=MessageState.SENT, attempts=1).exists()
