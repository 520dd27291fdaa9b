"""A text message leaves once, within its ceilings, and stands still while the provider fails."""

from datetime import datetime, timedelta

import pytest

from accounts.enums import Role
from outbox import actions, queries, relay, renderers
from outbox.channels import sms, sms_file, sms_gate
from outbox.channels.refusals import NobodyKnows, Undeliverable
from outbox.enums import AttemptOutcome, Channel, MessageState
from outbox.letters import Letter, Stale
from outbox.models import Message, SmsAttempt
from tests.factories.outbox import KIND, POSTED_AT, TOKEN, ZONE, post
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db
PHONE = "0900000123"
TEXT = (
    f"Đảng ủy phường mời ông/bà dự đối thoại. Đọc thư mời: http://testserver/moi/{TOKEN}/ (mã mời 7K4Q-92MH)."
)


_NUMBERS: dict[int, str] = {}  # where a renderer finds them: never in the message


class ProviderDouble:
    """Remembers what it was handed, and fails as it is told."""

    error: Exception | None = None
    handed: list[tuple[str, str, str]] = []

    def hand_over(self, number, text, *, reference):
        if self.error is not None:
            raise self.error
        self.handed.append((number, text.text, reference))


@pytest.fixture(autouse=True)
def provider(monkeypatch, settings):
    settings.SMS_BACKEND = "double"
    monkeypatch.setattr(ProviderDouble, "handed", [])
    monkeypatch.setattr(ProviderDouble, "error", None)
    monkeypatch.setitem(sms.PROVIDERS, "double", ProviderDouble)
    renderers.register(KIND, _text, channels=frozenset({Channel.SMS}), label="Tin nhắn thử")
    return ProviderDouble


def _text(message: Message) -> Letter:
    return Letter(to=_NUMBERS.get(message.params["number"], PHONE), subject="Tin nhắn thử", body=TEXT)


def post_sms(number: int = 1, *, to: str = PHONE, **changed) -> Message:
    _NUMBERS[number] = to
    return post(number, channel=Channel.SMS, **changed)


def test_a_text_leaves_once_and_its_number_is_kept_nowhere(provider):
    message = post_sms()
    assert relay.relay_once(at=POSTED_AT).sent == 1
    assert relay.relay_once(at=POSTED_AT + timedelta(days=1)) == relay.Counts()
    assert provider.handed == [(PHONE, TEXT, message.message_id)]

    message.refresh_from_db()
    assert (message.state, message.attempts, message.segments) == (MessageState.SENT, 1, 3)
    assert TOKEN not in message.archived_body
    assert "7K4Q" not in message.archived_body
    kept = str(list(Message.objects.values())) + str(list(SmsAttempt.objects.values()))
    assert PHONE not in kept
    assert PHONE[1:] not in kept


def test_the_digest_of_a_number_says_nothing_from_one_day_to_the_next():
    post_sms(1)
    relay.relay_once(at=POSTED_AT)
    tomorrow = POSTED_AT + timedelta(days=1)
    post_sms(2, at=tomorrow)
    relay.relay_once(at=tomorrow)
    first, second = SmsAttempt.objects.order_by("pk").values_list("number_digest", flat=True)
    assert first != second


@pytest.mark.parametrize("to", ["028 3822 0000", "1900 1234", "+1 900 123 4567", ""])
def test_a_number_that_is_no_vietnamese_mobile_is_never_handed_over(provider, to):
    message = post_sms(to=to)
    assert relay.relay_once(at=POSTED_AT).failed == 1
    message.refresh_from_db()
    assert (message.state, message.error) == (MessageState.FAILED, "Không phải số di động Việt Nam.")
    assert provider.handed == []


def test_where_no_provider_is_named_a_text_fails_visibly(settings):
    settings.SMS_BACKEND = ""
    message = post_sms()
    relay.relay_once(at=POSTED_AT)
    message.refresh_from_db()
    assert message.error == "Cổng chưa nối với nhà cung cấp dịch vụ tin nhắn."
    assert actions.channel_to(email="", phone=PHONE) is None


@pytest.mark.parametrize(
    ("email", "phone", "channel"),
    [
        ("a@example.vn", PHONE, Channel.EMAIL),
        ("", PHONE, Channel.SMS),
        ("", "02838220000", None),
        ("", "", None),
    ],
)
def test_how_somebody_is_reached_by_message(email, phone, channel):
    assert actions.channel_to(email=email, phone=phone) is channel


@pytest.mark.parametrize(
    ("posted", "leaves"),
    [
        ((23, 6, 59), (23, 7, 0)),
        ((23, 7, 0), (23, 7, 0)),
        ((23, 20, 59), (23, 20, 59)),
        ((23, 21, 0), (24, 7, 0)),
        ((23, 0, 0), (23, 7, 0)),
    ],
)
def test_nobody_is_woken_by_a_text(posted, leaves):
    message = post_sms(at=datetime(2026, 11, *posted, tzinfo=ZONE))
    assert message.not_before == datetime(2026, 11, *leaves, tzinfo=ZONE)
    mail = post(2, at=datetime(2026, 11, *posted, tzinfo=ZONE))
    assert mail.not_before == mail.created_at


# -- what the provider says


def test_a_refusal_is_final(provider):
    provider.error = Undeliverable("Nhà cung cấp từ chối tin nhắn này (mã 422).")
    message = post_sms()
    assert relay.relay_once(at=POSTED_AT).failed == 1
    message.refresh_from_db()
    assert (message.state, message.error) == (
        MessageState.FAILED, "Nhà cung cấp từ chối tin nhắn này (mã 422).",
    )  # fmt: skip


def test_what_surely_did_not_leave_is_tried_again(provider):
    provider.error = OSError("refused")
    message = post_sms()
    assert relay.relay_once(at=POSTED_AT).retried == 1
    provider.error = None
    assert relay.relay_once(at=POSTED_AT + timedelta(minutes=2)).sent == 1
    message.refresh_from_db()
    assert message.attempts == 2
    outcomes = list(SmsAttempt.objects.order_by("pk").values_list("outcome", flat=True))
    assert outcomes == [AttemptOutcome.FAILED, AttemptOutcome.ACCEPTED]


def test_what_may_have_left_waits_for_a_person_and_the_app_is_told(provider):
    told = []
    renderers.register(KIND, _text, on_failed=lambda message, at: told.append(message.state))
    provider.error = NobodyKnows("Nhà cung cấp không trả lời, tin nhắn có thể đã đi.")
    message = post_sms()
    assert relay.relay_once(at=POSTED_AT).failed == 1
    provider.error = None
    assert relay.relay_once(at=POSTED_AT + timedelta(days=9)) == relay.Counts()
    message.refresh_from_db()
    assert (message.state, told) == (MessageState.UNCERTAIN, [MessageState.UNCERTAIN])
    assert list(queries.unsettled(Message.objects.all())) == [message]


# -- whoever dies in between


def _after_the_lease() -> datetime:
    return POSTED_AT + relay.LEASE + timedelta(seconds=1)


def test_killed_within_the_call_it_is_not_handed_over_again(provider, monkeypatch):
    def killed(self, number, text, *, reference):
        self.handed.append((number, text.text, reference))
        raise SystemExit

    message = post_sms()
    with monkeypatch.context() as patched:
        patched.setattr(ProviderDouble, "hand_over", killed)
        with pytest.raises(SystemExit):
            relay.relay_once(at=POSTED_AT)
    assert relay.relay_once(at=_after_the_lease()).failed == 1
    message.refresh_from_db()
    assert (message.state, message.error) == (MessageState.UNCERTAIN, sms_gate.UNFINISHED)
    assert len(provider.handed) == 1


def test_killed_between_call_and_mark_it_is_known_as_sent(provider):
    message = post_sms()
    assert relay.deliver(relay.claim(at=POSTED_AT)).outcome is relay.Outcome.ACCEPTED  # and here it dies
    assert relay.relay_once(at=_after_the_lease()).sent == 1
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.SENT, 2)
    assert len(provider.handed) == 1


def test_killed_before_the_call_it_is_handed_over(provider):
    post_sms()
    relay.claim(at=POSTED_AT)
    assert relay.relay_once(at=_after_the_lease()).sent == 1
    assert len(provider.handed) == 1


# -- ceilings


@pytest.mark.parametrize(
    ("name", "numbers", "reason"),
    [
        ("SMS_PER_NUMBER_PER_DAY", [PHONE] * 3, "Đã đủ số tin nhắn trong ngày của người nhận này."),
        (
            "SMS_PER_PREFIX_PER_DAY",
            [f"090000012{n}" for n in range(3)],
            "Đã đủ số tin nhắn trong ngày của đầu số này.",
        ),
        (
            "SMS_PER_DAY",
            ["0900000123", "0320000123", "0860000123"],
            "Đã đủ số tin nhắn trong ngày của cả Cổng.",
        ),
    ],
)
def test_above_a_ceiling_a_text_waits_for_the_next_morning(settings, provider, name, numbers, reason):
    setattr(settings, name, 2)
    rows = [post_sms(number, to=to) for number, to in enumerate(numbers)]
    counts = relay.relay_once(at=POSTED_AT)
    assert (counts.sent, counts.held_back) == (2, 1)
    held = rows[-1]
    held.refresh_from_db()
    assert (held.state, held.attempts, held.error) == (MessageState.WAITING, 0, reason)
    assert held.not_before == datetime(2026, 11, 24, 7, 0, tzinfo=ZONE)
    assert relay.relay_once(at=held.not_before + timedelta(minutes=1)).sent == 1
    assert len(provider.handed) == 3


def test_what_did_not_leave_counts_for_no_ceiling(settings, provider):
    settings.SMS_PER_NUMBER_PER_DAY = 1
    provider.error = OSError("refused")
    post_sms()
    relay.relay_once(at=POSTED_AT)
    provider.error = None
    assert relay.relay_once(at=POSTED_AT + timedelta(minutes=2)).sent == 1


@pytest.mark.django_db(transaction=True)
def test_side_by_side_nobody_passes_the_ceiling(settings, provider):
    settings.SMS_PER_NUMBER_PER_DAY = 5
    for number in range(12):
        post_sms(number)
    passes = at_once(4, lambda _: relay.relay_once(at=POSTED_AT))
    assert sum(counts.sent for counts in passes) == 5
    assert sum(counts.held_back for counts in passes) == 7
    assert len(provider.handed) == 5


# -- the circuit breaker


def test_after_faults_in_a_row_texts_stand_still_and_then_one_is_tried(settings, provider):
    settings.SMS_FAULTS_IN_A_ROW = 3
    provider.error = OSError("refused")
    for number in range(5):
        post_sms(number, to=f"090000012{number}")
    counts = relay.relay_once(at=POSTED_AT)
    assert (counts.retried, counts.held_back) == (3, 2)
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.WAITING}
    assert queries.sms_pause(at=POSTED_AT + timedelta(minutes=9)).startswith(
        "Dịch vụ tin nhắn lỗi liên tiếp, Cổng tạm ngừng gửi và thử lại lúc 09:10."
    )
    assert SmsAttempt.objects.count() == 3

    later = POSTED_AT + timedelta(minutes=11)
    counts = relay.relay_once(at=later)
    assert (counts.retried, counts.held_back) == (1, 4)  # the trial failed too

    provider.error = None
    healed = later + timedelta(minutes=11)
    assert relay.relay_once(at=healed).sent == 5
    assert queries.sms_pause(at=healed) == ""


def test_one_success_forgets_the_faults(settings, provider):
    settings.SMS_FAULTS_IN_A_ROW = 2
    for minute, error in enumerate([OSError("x"), None, OSError("x")]):
        provider.error = error
        post_sms(minute, to=f"090000012{minute}", at=POSTED_AT + timedelta(seconds=20 * minute))
        relay.relay_once(at=POSTED_AT + timedelta(seconds=20 * minute))
    assert sms_gate.breaker(at=POSTED_AT + timedelta(minutes=1)).paused_until is None


def test_refusals_of_single_numbers_are_no_fault_of_the_provider(settings, provider):
    settings.SMS_FAULTS_IN_A_ROW = 2
    provider.error = Undeliverable("từ chối")
    for number in range(3):
        post_sms(number, to=f"090000012{number}")
    assert relay.relay_once(at=POSTED_AT).failed == 3
    assert queries.sms_pause(at=POSTED_AT) == ""


def test_mails_leave_while_texts_stand_still(settings, provider):
    settings.SMS_FAULTS_IN_A_ROW = 1
    provider.error = OSError("refused")
    post_sms(1)
    relay.relay_once(at=POSTED_AT)
    renderers.register(KIND, lambda _: Letter(to="a@example.vn", subject="x", body="x"))
    post(2)
    assert relay.relay_once(at=POSTED_AT).sent == 1


# -- on a machine without a provider


def test_the_text_stands_in_the_store_whole_and_once(settings, tmp_path):
    settings.SMS_BACKEND, settings.SMS_STORE = "file", tmp_path / "sms"
    message = post_sms()
    assert relay.relay_once(at=POSTED_AT).sent == 1
    assert [path.name for path in settings.SMS_STORE.iterdir()] == [f"{message.message_id}.json"]
    kept = sms_file.kept(message.message_id)
    assert (kept.to, kept.body, kept.measured) == (
        "84900000123", TEXT, f"3 phần tin nhắn ({len(TEXT)} ký tự, UCS-2)",
    )  # fmt: skip
    assert sms_file.kept("0" * 32) is None


def test_a_stale_text_is_cancelled_and_costs_nothing(provider):
    def stale(message):
        raise Stale("Buổi đối thoại đã hủy.")

    renderers.register(KIND, stale)
    post_sms()
    assert relay.relay_once(at=POSTED_AT).cancelled == 1
    assert (provider.handed, SmsAttempt.objects.count()) == ([], 0)


def test_the_page_of_a_text_shows_its_length_and_on_a_test_machine_the_text(login, settings, tmp_path):
    settings.SMS_BACKEND, settings.SMS_STORE, settings.MAIL_STORE_PAGE = "file", tmp_path, True
    message = post_sms()
    relay.relay_once(at=POSTED_AT)
    page = login(Role.OFFICE).get(f"/thu-di/{message.code}/")
    assert {"label": "Độ dài", "value": "3 phần tin nhắn"} in page.context["rows"]
    assert f'<a href="http://testserver/moi/{TOKEN}/" rel="nofollow">' in page.content.decode()
    settings.MAIL_STORE_PAGE = False
    in_service = login(Role.OFFICE).get(f"/thu-di/{message.code}/").content.decode()
    assert [secret for secret in (TOKEN, PHONE, "84900000123", "7K4Q-92MH") if secret in in_service] == []
    assert "Đọc thư mời" in in_service
