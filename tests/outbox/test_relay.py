"""A message leaves once, or visibly fails; whoever dies in between, nothing is lost."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.db import OperationalError, transaction

from outbox import actions, relay, renderers
from outbox.enums import Channel, MessageState
from outbox.letters import Attachment, Letter, Stale
from outbox.models import Message
from tests.factories.organizations import party_office
from tests.factories.outbox import ADDRESS, KIND, POSTED_AT, letter, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def smtp(monkeypatch):
    """``smtp(error)`` lets the mail backend answer with an error from now on; ``smtp(None)`` heals it."""

    def answer(error):
        def send(self):
            if error is not None:
                raise error
            mail.outbox.append(self)
            return 1

        monkeypatch.setattr("django.core.mail.EmailMessage.send", send)

    return answer


def test_posting_twice_under_one_key_is_one_message():
    first = post(1)
    again = actions.post(
        dedupe_key=first.dedupe_key,
        kind=KIND,
        params={},
        sender=party_office(),
        recipient_label="ai khác",
        at=POSTED_AT,
    )
    assert again is False
    assert Message.objects.get().params == {"number": 1}


def test_a_rollback_posts_nothing():
    with transaction.atomic():
        post(1)
        transaction.set_rollback(True)
    assert not Message.objects.exists()
    assert relay.relay_once(at=POSTED_AT) == relay.Counts()


def test_a_message_leaves_once_under_its_opaque_name():
    message = post(1)
    assert relay.relay_once(at=POSTED_AT).sent == 1
    assert relay.relay_once(at=POSTED_AT + timedelta(days=1)) == relay.Counts()

    [sent] = mail.outbox
    message.refresh_from_db()
    assert (sent.to, sent.subject) == ([ADDRESS], "Thư mời số 1")
    assert sent.extra_headers["Message-ID"] == f"<{message.message_id}@testserver>"
    assert (message.state, message.attempts, message.error) == (MessageState.SENT, 1, "")
    assert message.sent_at - POSTED_AT < timedelta(minutes=1)


def test_a_message_waits_for_its_hour_and_paper_is_not_relayed():
    post(1, not_before=POSTED_AT + timedelta(hours=1))
    post(2, channel=Channel.PRINT)
    assert relay.relay_once(at=POSTED_AT + timedelta(minutes=59)) == relay.Counts()
    assert relay.relay_once(at=POSTED_AT + timedelta(hours=1)).sent == 1


def test_the_app_is_told_inside_the_transaction_of_the_result():
    told = []
    renderers.register(
        KIND,
        letter,
        on_sent=lambda message, at: told.append((message.pk, message.state, message.sent_at == at)),
    )
    message = post(1)
    relay.relay_once(at=POSTED_AT)
    assert told == [(message.pk, MessageState.SENT, True)]


def test_a_stale_message_is_cancelled_with_its_reason_and_nobody_is_told():
    def stale(message):
        raise Stale("Buổi đối thoại đã hủy.")

    renderers.register(KIND, stale, on_sent=pytest.fail, on_failed=pytest.fail)
    message = post(1)
    assert relay.relay_once(at=POSTED_AT).cancelled == 1
    message.refresh_from_db()
    assert (message.state, message.error) == (MessageState.CANCELLED, "Buổi đối thoại đã hủy.")
    assert mail.outbox == []


def test_a_refused_address_fails_at_once_and_the_app_is_told_why(smtp):
    told = []
    renderers.register(KIND, letter, on_failed=lambda message, at: told.append(message.error))
    smtp(smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"no such user")}))
    message = post(1)
    assert relay.relay_once(at=POSTED_AT).failed == 1
    message.refresh_from_db()
    assert message.state == MessageState.FAILED
    assert told == ["Máy chủ thư không nhận địa chỉ này (mã 550)."]
    smtp(None)
    assert relay.relay_once(at=POSTED_AT + timedelta(days=9)) == relay.Counts()


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(smtplib.SMTPRecipientsRefused({ADDRESS: (451, b"later")}), id="greylisted"),
        pytest.param(smtplib.SMTPServerDisconnected("gone"), id="disconnected"),
        pytest.param(TimeoutError("timed out"), id="timeout"),
        pytest.param(smtplib.SMTPDataError(452, b"full"), id="full"),
    ],
)
def test_a_passing_fault_is_tried_again_after_a_pause(smtp, error):
    smtp(error)
    message = post(1)
    assert relay.relay_once(at=POSTED_AT).retried == 1
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.WAITING, 1)
    assert relay.relay_once(at=POSTED_AT + timedelta(seconds=59)) == relay.Counts()
    smtp(None)
    assert relay.relay_once(at=POSTED_AT + timedelta(seconds=62)).sent == 1
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.SENT, 2)


def test_after_the_last_attempt_the_message_waits_for_a_person(smtp):
    told = []
    renderers.register(KIND, letter, on_failed=lambda message, at: told.append(message.error))
    smtp(OSError("nobody answers"))
    message = post(1)
    at, pauses = POSTED_AT, []
    for _ in range(relay.MAX_ATTEMPTS):
        relay.relay_once(at=at)
        message.refresh_from_db()
        pauses.append(message.not_before - at)
        at = message.not_before + timedelta(seconds=1)
    assert (message.state, message.attempts) == (MessageState.FAILED, relay.MAX_ATTEMPTS)
    assert told == ["Chưa gửi được (OSError)."]
    assert [round(pause / timedelta(minutes=1)) for pause in pauses[:-1]] == [1, 5, 15, 60, 180, 360, 720]


def test_a_relay_that_died_after_sending_leaves_a_claim_that_runs_out_and_a_note():
    message = post(1)
    claimed = relay.claim(at=POSTED_AT)
    assert relay.deliver(claimed).outcome is relay.Outcome.ACCEPTED  # and here it dies, before it marks

    assert relay.relay_once(at=POSTED_AT + relay.LEASE - timedelta(seconds=1)) == relay.Counts()
    counts = relay.relay_once(at=POSTED_AT + relay.LEASE + timedelta(seconds=1))
    assert (counts.sent, counts.taken_up_again) == (1, 1)
    message.refresh_from_db()
    assert (message.state, message.attempts, message.error) == (MessageState.SENT, 2, relay.INTERRUPTED)
    assert len({sent.extra_headers["Message-ID"] for sent in mail.outbox}) == 1
    assert len(mail.outbox) == 2


def test_a_relay_that_wakes_up_after_its_claim_was_taken_over_records_nothing():
    told = []
    renderers.register(KIND, letter, on_sent=lambda message, at: told.append(at))
    post(1)
    slow = relay.claim(at=POSTED_AT)
    result = relay.deliver(slow)
    later = POSTED_AT + relay.LEASE + timedelta(seconds=1)
    assert relay.relay_once(at=later).sent == 1

    counts = relay.Counts()
    relay.mark(slow, result, at=later, counts=counts)
    assert counts == relay.Counts()
    assert len(told) == 1
    assert Message.objects.get().attempts == 2


def test_a_message_interrupted_at_every_attempt_ends_as_perhaps_sent():
    message = post(1)
    at = POSTED_AT
    for _ in range(relay.MAX_ATTEMPTS):
        assert relay.claim(at=at) is not None
        at += relay.LEASE + timedelta(seconds=1)
    relay.relay_once(at=at)
    message.refresh_from_db()
    assert (message.state, message.error) == (MessageState.UNCERTAIN, relay.INTERRUPTED)
    assert mail.outbox == []


def test_when_the_app_fails_over_the_result_the_letter_does_not_leave_again(caplog):
    def broken(message, at):
        raise ValueError(f"a bug that quotes {ADDRESS}")

    renderers.register(KIND, letter, on_sent=broken)
    message = post(1)
    assert relay.relay_once(at=POSTED_AT).failed == 1
    assert relay.relay_once(at=POSTED_AT + timedelta(days=1)) == relay.Counts()
    message.refresh_from_db()
    assert (message.state, message.error) == (MessageState.UNCERTAIN, relay.NOT_RECORDED)
    assert len(mail.outbox) == 1
    assert "ValueError" in caplog.text
    assert ADDRESS not in caplog.text


def test_a_database_that_was_busy_is_asked_again_for_the_result():
    calls = []

    def busy_once(message, at):
        calls.append(at)
        if len(calls) == 1:
            raise OperationalError("database is locked")

    renderers.register(KIND, letter, on_sent=busy_once)
    post(1)
    assert relay.relay_once(at=POSTED_AT).sent == 1
    assert len(calls) == 2
    assert len(mail.outbox) == 1


def test_a_kind_that_nobody_writes_is_tried_later_and_the_others_leave(caplog):
    unknown = post(1, kind="nobody.writes.this")
    post(2)
    counts = relay.relay_once(at=POSTED_AT)
    assert (counts.sent, counts.retried) == (1, 1)
    unknown.refresh_from_db()
    assert unknown.error == "Chưa gửi được (LookupError)."


@pytest.mark.parametrize(
    "subject", ["Thư mời\r\nBcc: ke.gian@example.vn", "Thư mời\nBcc: ke.gian@example.vn", "Thư mời\x0bBcc"]
)
def test_a_subject_cannot_start_another_header(subject):
    renderers.register(KIND, lambda message: Letter(to=ADDRESS, subject=subject, body="x"))
    post(1)
    assert relay.relay_once(at=POSTED_AT).sent == 1
    [sent] = mail.outbox
    assert sent.subject.startswith("Thư mời")
    assert sent.message()["Bcc"] is None
    assert sent.recipients() == [ADDRESS]


@pytest.mark.parametrize(
    "to", [f"{ADDRESS}\nBcc: ke.gian@example.vn", f"{ADDRESS}, ke.gian@example.vn", "không phải địa chỉ", ""]
)
def test_what_is_not_one_address_is_not_sent_to(to):
    renderers.register(KIND, lambda message: Letter(to=to, subject="x", body="x"))
    message = post(1)
    assert relay.relay_once(at=POSTED_AT).failed == 1
    message.refresh_from_db()
    assert (message.state, message.error) == (MessageState.FAILED, "Địa chỉ thư điện tử không đúng.")
    assert mail.outbox == []


def test_attachments_travel_along():
    entry = Attachment(filename="lich.ics", content_type="text/calendar", content=b"BEGIN:VCALENDAR")
    renderers.register(KIND, lambda _: Letter(to=ADDRESS, subject="x", body="x", attachments=(entry,)))
    post(1)
    relay.relay_once(at=POSTED_AT)
    assert mail.outbox[0].attachments[0].filename == "lich.ics"


def test_a_pass_is_bounded():
    for number in range(1, 6):
        post(number)
    assert relay.relay_once(at=POSTED_AT, batch=3).sent == 3
    assert relay.relay_once(at=POSTED_AT + timedelta(seconds=5)).sent == 2
