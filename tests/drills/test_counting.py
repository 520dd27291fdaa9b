"""What the drills count with: a tally at the receiving end, a mail server that keeps every copy, figures that judge."""

import json

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from dialogue_portal.drills import letters, report
from dialogue_portal.drills.receiver import Receiver
from outbox import relay, renderers
from outbox.enums import MessageState
from outbox.models import Message
from tests.factories.outbox import POSTED_AT


@pytest.fixture
def posted(db, frozen, monkeypatch) -> list[str]:
    """Three letters, all of them sent; their opaque names."""
    frozen(POSTED_AT.date(), "09:00")
    monkeypatch.setattr(renderers, "_RENDERERS", {})
    letters.register()
    letters.post_letters(range(3), at=POSTED_AT)
    relay.relay_once(at=POSTED_AT)
    return list(Message.objects.order_by("pk").values_list("message_id", flat=True))


def test_what_arrived_once_is_neither_lost_nor_doubled(posted):
    assert letters.tally(posted) == letters.Tally(due=3, copies=3)


def test_what_did_not_arrive_is_lost(posted):
    assert letters.tally(posted[1:]).lost == 1


def test_what_arrived_twice_is_doubled_unless_the_row_says_so(posted):
    assert letters.tally([*posted, posted[0]]).doubled == 1
    Message.objects.filter(message_id=posted[0]).update(error=relay.INTERRUPTED)
    found = letters.tally([*posted, posted[0]])
    assert (found.doubled, found.admitted) == (0, 1)


def test_what_was_given_up_is_counted_apart_and_what_was_never_posted_is_strange(posted):
    Message.objects.filter(message_id=posted[0]).update(state=MessageState.FAILED)
    found = letters.tally([*posted[1:], "f" * 32])
    assert (found.lost, found.given_up, found.strange) == (0, 1, 1)


def test_naive_letters_are_left_to_their_own_count(posted):
    letters.post_naive_letters(range(2), at=POSTED_AT)
    naive = list(Message.objects.filter(kind=letters.NAIVE_KIND).values_list("message_id", flat=True))
    assert letters.tally([*posted, *naive, *naive]) == letters.Tally(due=3, copies=3)
    assert sorted(letters.naive_copies([*posted, *naive, naive[0]])) == sorted([*naive, naive[0]])
    assert letters.unsettled() == 0


def test_the_receiver_keeps_every_copy():
    mail = EmailMessage(
        "Thư", ".\nmột dòng", "a@example.vn", ["b@example.vn"], headers={"Message-ID": f"<{'a' * 32}@x>"}
    )
    with Receiver() as receiver:
        host, _, port = receiver.address.removeprefix("smtp://").partition(":")
        for _ in range(2):
            assert EmailBackend(host=host, port=int(port)).send_messages([mail]) == 1
    assert receiver.copies == ["a" * 32, "a" * 32]


@pytest.mark.parametrize(
    ("figure", "holds"),
    [
        (report.exactly("p", "lost", 0, 0), True),
        (report.exactly("p", "lost", 1, 0), False),
        (report.at_most("p", "doubled", 5, 5), True),
        (report.at_most("p", "doubled", 6, 5), False),
        (report.damage("p", "lost", 1), True),
        (report.damage("p", "lost", 0), False),
        (report.fact("p", "posted", 0), None),
    ],
)
def test_a_figure_knows_whether_its_promise_was_kept(figure, holds):
    assert figure.holds is holds
    assert report.hold([figure]) is (holds is not False)
    assert json.loads(report.as_json("made-up", [figure]))["holds"] is (holds is not False)


def test_a_broken_promise_stands_out_in_the_table():
    table = report.as_table([report.exactly("outbox", "lost", 2, 0), report.fact("outbox", "posted", 9)])
    assert table.splitlines()[1:] == ["outbox  lost    2      = 0       BROKEN", "outbox  posted  9"]
