"""What the office decides about a message: take it back, note what became of it, send it again, close the task."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from audit.models import Act
from audit.transitions import TransitionRefused
from outbox import actions, queries, relay, renderers
from outbox.actions import MessageRefused
from outbox.enums import Channel, Handled, MessageState
from outbox.models import Message
from tests.factories.accounts import SeatFactory
from tests.factories.organizations import SAI_GON, party_office
from tests.factories.outbox import KIND, POSTED_AT, letter, post
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db
LATER = POSTED_AT + timedelta(hours=1)


@pytest.fixture
def by():
    return SeatFactory(role=Role.OFFICE).actor


@pytest.fixture
def told():
    """What the app that posted the messages was told, in order."""
    heard = []

    def hook(name):
        return lambda message, at: heard.append((name, message.pk, at))

    renderers.register(
        KIND,
        letter,
        hook("sent"),
        hook("failed"),
        on_bounced=hook("bounced"),
        on_paper=hook("paper"),
        on_again=lambda old, new: heard.append(("again", old.pk, new.pk)),
    )
    return heard


def sent(number: int = 1) -> Message:
    post(number)
    relay.relay_once(at=POSTED_AT)
    return Message.objects.get(dedupe_key=f"{KIND}:{number}")


def in_trouble(state: str, number: int = 1) -> Message:
    """A message in one of the states that ask for a person."""
    message = post(number)
    values = {"bounced_at": POSTED_AT, "sent_at": POSTED_AT} if state == MessageState.BOUNCED else {}
    Message.objects.filter(pk=message.pk).update(state=state, tried_at=POSTED_AT, error="x", **values)
    message.refresh_from_db()
    return message


# -- taking back


def test_a_waiting_message_is_taken_back_with_its_reason(by, told):
    message = actions.withdraw(post(1), reason="Gửi nhầm danh sách", by=by, at=LATER)
    assert (message.state, message.error) == (MessageState.CANCELLED, "Gửi nhầm danh sách")
    assert told == [("failed", message.pk, LATER)]
    assert relay.relay_once(at=LATER) == relay.Counts()
    act = Act.objects.get(verb="withdraw")
    assert (act.note, act.changes["state"]) == ("Gửi nhầm danh sách", ["waiting", "cancelled"])


def test_without_a_reason_nothing_is_taken_back(by):
    message = post(1)
    with pytest.raises(TransitionRefused, match="cần ghi rõ lý do"):
        actions.withdraw(message, reason=" ", by=by, at=LATER)
    assert relay.relay_once(at=POSTED_AT).sent == 1


def test_what_the_relay_has_is_not_taken_back(by, told):
    message = post(1)
    relay.claim(at=POSTED_AT)
    with pytest.raises(TransitionRefused):
        actions.withdraw(message, reason="Gửi nhầm", by=by, at=LATER)
    with pytest.raises(TransitionRefused):
        actions.withdraw(sent(2), reason="Gửi nhầm", by=by, at=LATER)
    assert [name for name, *_ in told] == ["sent"]


# -- what became of it


def test_a_letter_that_came_back_keeps_the_day_it_left(by, told):
    message = sent()
    left_at = message.sent_at
    message = actions.note_bounce(message, reason="Hộp thư báo không có", by=by, at=LATER)
    assert (message.state, message.sent_at, message.bounced_at) == (MessageState.BOUNCED, left_at, LATER)
    assert told[-1] == ("bounced", message.pk, LATER)
    assert list(queries.unsettled(Message.objects.all())) == [message]


def test_a_message_of_unknown_fate_arrived_on_the_day_it_was_tried(by, told):
    message = in_trouble(MessageState.UNCERTAIN)
    message = actions.note_arrival(message, note="Đã gọi điện, đã nhận", by=by, at=LATER)
    assert (message.state, message.sent_at) == (MessageState.SENT, POSTED_AT)
    assert told == [("sent", message.pk, POSTED_AT)]
    assert not queries.unsettled(Message.objects.all()).exists()


def test_what_failed_cannot_have_arrived(by):
    with pytest.raises(TransitionRefused):
        actions.note_arrival(in_trouble(MessageState.FAILED), note="Đã nhận", by=by, at=LATER)


# -- again


@pytest.mark.parametrize("state", [MessageState.FAILED, MessageState.UNCERTAIN, MessageState.BOUNCED])
def test_sending_again_is_a_message_of_its_own_tied_to_the_first(by, told, state):
    message = in_trouble(state)
    again = actions.send_again(message, channel=Channel.EMAIL, by=by, at=LATER)
    assert (again.again_of, again.params, again.dedupe_key) == (
        message, message.params, f"{KIND}:1:again:{message.pk}",
    )  # fmt: skip
    assert again.message_id != message.message_id
    message.refresh_from_db()
    assert (message.state, message.handled_how, message.handled_at) == (state, Handled.SENT_AGAIN, LATER)
    assert told == [("again", message.pk, again.pk)]
    assert relay.relay_once(at=LATER).sent == 1
    assert not queries.unsettled(Message.objects.all()).exists()
    with pytest.raises(MessageRefused, match="đã được xử lý"):
        actions.send_again(message, channel=Channel.EMAIL, by=by, at=LATER)


def test_what_fails_again_is_sent_again_under_a_third_name(by):
    first = in_trouble(MessageState.FAILED)
    second = actions.send_again(first, channel=Channel.EMAIL, by=by, at=LATER)
    Message.objects.filter(pk=second.pk).update(state=MessageState.FAILED)
    third = actions.send_again(second, channel=Channel.EMAIL, by=by, at=LATER)
    assert third.dedupe_key == f"{KIND}:1:again:{second.pk}"
    assert (third.again_of, Message.objects.count()) == (second, 3)


def test_a_kind_that_nobody_writes_as_a_text_is_not_sent_as_one(by, settings):
    settings.SMS_BACKEND = "file"
    message = in_trouble(MessageState.FAILED)
    with pytest.raises(MessageRefused, match="không gửi lại được theo cách"):
        actions.send_again(message, channel=Channel.SMS, by=by, at=LATER)
    message.refresh_from_db()
    assert message.handled_at is None
    renderers.register(KIND, letter, channels=frozenset({Channel.EMAIL, Channel.SMS}))
    assert actions.send_again(message, channel=Channel.SMS, by=by, at=LATER).channel == Channel.SMS


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_the_same_moment_send_it_again_once(by):
    message = in_trouble(MessageState.FAILED)

    def press(_):
        try:
            return actions.send_again(
                Message.objects.get(pk=message.pk), channel=Channel.EMAIL, by=by, at=LATER
            ).pk
        except MessageRefused:
            return None

    results = at_once(4, press)
    assert len([result for result in results if result]) == 1
    assert Message.objects.filter(again_of=message).count() == 1


# -- closing


@pytest.mark.parametrize(
    ("how", "heard"), [(Handled.BY_PHONE, []), (Handled.NOTHING, []), (Handled.ON_PAPER, ["paper"])]
)
def test_a_task_is_closed_in_another_way_with_a_note(by, told, how, heard):
    message = actions.settle(
        in_trouble(MessageState.BOUNCED), how=how, note="Đã báo qua khu phố", by=by, at=LATER
    )
    assert (message.handled_how, message.handled_note) == (how, "Đã báo qua khu phố")
    assert [name for name, *_ in told] == heard
    assert not queries.unsettled(Message.objects.all()).exists()
    assert Act.objects.get(verb="settle_message").note == "Đã báo qua khu phố"


def test_nothing_is_closed_without_a_note_or_a_task(by):
    with pytest.raises(MessageRefused, match="Ghi rõ"):
        actions.settle(in_trouble(MessageState.FAILED), how=Handled.NOTHING, note=" ", by=by, at=LATER)
    with pytest.raises(MessageRefused, match="không cần xử lý"):
        actions.settle(sent(2), how=Handled.NOTHING, note="Không cần", by=by, at=LATER)
    assert not Act.objects.exists()


def test_the_database_refuses_half_facts():
    message = post(1)
    for values in (
        {"state": MessageState.BOUNCED},
        {"handled_at": LATER},
        {"handled_how": Handled.NOTHING},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Message.objects.filter(pk=message.pk).update(**values)


# -- the pages


def _address(message: Message, verb: str = "") -> str:
    return f"/thu-di/{message.code}/{verb}"


FORMS = {
    "khong-gui/": ("khong-gui", {"note": "Gửi nhầm"}),
    "bi-tra-lai/": ("tra-lai", {"note": "Hộp thư báo lại"}),
    "da-den/": ("da-den", {"note": "Đã gọi điện"}),
    "gui-lai/": ("gui-lai", {"channel": "email"}),
    "da-xu-ly/": ("da-xu-ly", {"how": "by_phone", "note": "Đã gọi điện"}),
}


def _typed(verb: str, message: Message, key: str = "k1", **changed) -> dict[str, str]:
    prefix, fields = FORMS[verb]
    fields = fields | {"version": str(message.version), "idempotency_key": key} | changed
    return {f"{prefix}-{name}": value for name, value in fields.items()}


CASES = [
    ("khong-gui/", MessageState.WAITING, MessageState.CANCELLED),
    ("bi-tra-lai/", MessageState.SENT, MessageState.BOUNCED),
    ("da-den/", MessageState.UNCERTAIN, MessageState.SENT),
    ("gui-lai/", MessageState.FAILED, MessageState.FAILED),
    ("da-xu-ly/", MessageState.BOUNCED, MessageState.BOUNCED),
]


def _in(state: str) -> Message:
    if state == MessageState.WAITING:
        return post(1)
    return sent() if state == MessageState.SENT else in_trouble(state)


@pytest.mark.parametrize(("verb", "before", "after"), CASES)
def test_each_decision_is_taken_once_from_the_page(login, verb, before, after):
    message, client = _in(before), login(Role.OFFICE)
    page = client.get(_address(message)).content.decode()
    assert f'action="{_address(message, verb)}"' in page
    typed = _typed(verb, message)
    answers = [client.post(_address(message, verb), typed) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    message.refresh_from_db()
    assert message.state == after
    assert Act.objects.count() == 1
    assert client.get(answers[0].url).status_code == 200
    refused = client.post(_address(message, verb), typed | {f"{FORMS[verb][0]}-idempotency_key": "k2"})
    assert refused.status_code == 200
    assert [form.non_field_errors() for form in _bound_forms(refused)] != [[]]
    assert Act.objects.count() == 1


def _bound_forms(response) -> list:
    names = ("withdraw_form", "bounce_form", "arrival_form", "again_form", "settle_form")
    forms = [response.context[name] for name in names]
    return [form for form in forms if form is not None and form.is_bound]


@pytest.mark.parametrize(("verb", "before", "_"), CASES)
def test_others_decide_nothing(login, verb, before, _):
    message = _in(before)
    typed = _typed(verb, message)
    statuses = {
        role: login(role).post(_address(message, verb), typed).status_code
        for role in (Role.ADMIN, Role.LEADER, Role.MINUTE_TAKER, Role.FRONT, Role.CITY_MONITOR)
    }
    assert statuses == dict.fromkeys(statuses, 404) | {Role.ADMIN: 403}
    assert (
        login(Role.OFFICE, unit=party_office(SAI_GON)).post(_address(message, verb), typed).status_code == 404
    )
    assert login(Role.OFFICE).get(_address(message, verb)).status_code == 405
    message.refresh_from_db()
    assert message.state == before
    assert not Act.objects.exists()


@pytest.mark.parametrize(("verb", "before", "_"), [case for case in CASES if case[0] != "gui-lai/"])
def test_a_missing_reason_is_asked_for_at_its_field(login, verb, before, _):
    message, client = _in(before), login(Role.OFFICE)
    answer = client.post(_address(message, verb), _typed(verb, message, note=" "))
    [form] = _bound_forms(answer)
    assert list(form.errors) == ["note"]
    assert not Act.objects.exists()


def test_an_old_form_is_refused(login):
    message, client = post(1), login(Role.OFFICE)
    Message.objects.update(version=2)
    answer = client.post(_address(message, "khong-gui/"), _typed("khong-gui/", message))
    [form] = _bound_forms(answer)
    assert form.non_field_errors() == ["Có người vừa sửa nội dung này. Xem lại bản mới nhất rồi làm lại."]
    message.refresh_from_db()
    assert message.state == MessageState.WAITING


def test_the_list_is_narrowed_to_what_waits_for_a_person(login):
    in_trouble(MessageState.BOUNCED, 1)
    in_trouble(MessageState.UNCERTAIN, 2)
    post(3)
    client = login(Role.OFFICE)
    rows = client.get("/thu-di/", {"trang-thai": "can-xu-ly"}).context["table"]["rows"]
    assert [row[5]["chip"]["text"] for row in rows] == ["Có thể đã gửi", "Bị trả lại"]


def test_a_message_and_its_repetition_lead_to_each_other(login, by):
    first = in_trouble(MessageState.BOUNCED)
    second = actions.send_again(first, channel=Channel.EMAIL, by=by, at=LATER)
    client = login(Role.OFFICE)
    for one, other in ((first, second), (second, first)):
        assert [row["url"] for row in client.get(_address(one)).context["relatives"]] == [_address(other)]


@pytest.mark.parametrize("repetitions", [1, 3])
def test_the_page_of_a_message_costs_the_same_however_often_it_was_sent_again(
    login, by, django_assert_num_queries, repetitions
):
    message = in_trouble(MessageState.FAILED)
    for number in range(repetitions):
        post(10 + number, dedupe_key=f"x{number}")
        Message.objects.filter(dedupe_key=f"x{number}").update(again_of=message)
    client = login(Role.OFFICE)
    with django_assert_num_queries(5):
        assert len(client.get(_address(message)).context["relatives"]) == repetitions
