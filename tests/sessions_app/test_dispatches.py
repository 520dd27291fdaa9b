"""The register: what left by message and on paper, what came back, and when the duty is met by it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from audit.models import Act
from outbox.models import Message
from outbox.relay import relay_once
from regulation.violations import RuleViolation
from sessions_app.actions import dispatches, guests
from sessions_app.actions.dispatches import DispatchRefused
from sessions_app.actions.invitations import invite_added
from sessions_app.models import Dispatch, Invitation
from sessions_app.queries import invitations as queries
from tests.factories import sessions_app as factories
from tests.factories.accounts import SeatFactory
from tests.factories.organizations import unit
from tests.support import moments
from tests.support.threads import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_papers")]

TODAY, NOW = factories.TODAY, factories.NOW
TUESDAY, WEDNESDAY = TODAY + timedelta(days=1), factories.LAST_SAFE_DAY


@pytest.fixture(autouse=True)
def _today(frozen):
    frozen(TODAY)


@pytest.fixture
def seat():
    return factories.office_seat()


@pytest.fixture
def office(client_for, seat):
    return client_for(seat)


def page(name, session, *more):
    return reverse(f"sessions_app:{name}", args=(session.code, *more))


def duty_of(session):
    return session.hostings.get().invitation_duty


def invitations_of(session):
    return list(Invitation.objects.filter(guest__session=session).order_by("pk"))


def hand_over(session, seat, invitations, *, handed_on, late_reason=""):
    at = moments.at(handed_on, "16:00")
    return dispatches.hand_over(
        session, invitations, handed_on=handed_on, handed_by="Minh Họa Giao", late_reason=late_reason,
        by=seat.actor, on=handed_on, at=at,
    )  # fmt: skip


# -- when the duty is met


@pytest.mark.rule("D9.1.b-2.s1")
def test_the_duty_is_met_on_the_latest_first_dispatch_of_those_listed(seat):
    session = factories.scheduled(seat)
    factories.add_guests(session, 2)
    factories.add_guests(session, 1, email=False)
    factories.issue(session)
    relay_once(at=NOW)
    assert duty_of(session).met_on is None

    paper = Invitation.objects.get(guest__contact__email="")
    assert hand_over(session, seat, [paper], handed_on=TUESDAY) == 1
    assert duty_of(session).met_on == TUESDAY
    assert Act.objects.get(verb="hand_over").title == (
        "Giao 1 thư mời giấy ngày 10/03/2026, người giao: Minh Họa Giao"
    )


def test_the_click_alone_does_not_meet_the_duty(seat):
    session = factories.announced(guests=1)
    assert (Message.objects.filter(kind=dispatches.LETTER).count(), duty_of(session).met_on) == (1, None)
    relay_once(at=moments.at(TUESDAY, "09:00"))
    assert duty_of(session).met_on == TUESDAY


@pytest.mark.rule("D9.1.b-2.s1")
def test_a_letter_that_comes_back_is_a_task_and_no_breach():
    session = factories.announced(guests=1)
    relay_once(at=NOW)
    message = Message.objects.get(kind=dispatches.LETTER)
    message.error = "Hộp thư không tồn tại"
    dispatches.message_failed(message, NOW)

    assert duty_of(session).met_on == TODAY
    guest = queries.register(session).get()
    assert (guest.delivery, guest.first_left_on) == ("failed", TODAY)


def test_a_letter_that_never_left_leaves_the_duty_open_until_paper_is_handed_over(seat):
    session = factories.announced(guests=1)
    dispatches.message_failed(Message.objects.get(kind=dispatches.LETTER), NOW)
    assert (duty_of(session).met_on, queries.register(session).get().delivery) == (None, "failed")
    hand_over(session, seat, invitations_of(session), handed_on=WEDNESDAY)
    assert (duty_of(session).met_on, queries.register(session).get().delivery) == (WEDNESDAY, "left")


def test_the_last_one_missing_may_also_be_taken_off_the_list(seat):
    session = factories.scheduled(seat)
    factories.add_guests(session, 1)
    (unreached,) = factories.add_guests(session, 1, email=False)
    factories.issue(session)
    relay_once(at=NOW)
    assert duty_of(session).met_on is None
    guests.remove(unreached, by=seat.actor, at=NOW)
    assert duty_of(session).met_on == TODAY


@pytest.mark.rule("D9.1.b-2.s1")
def test_guests_added_later_have_a_verdict_of_their_own(seat, frozen):
    session = factories.announced(guests=1)
    relay_once(at=NOW)
    late = moments.at(date(2026, 3, 13), "09:00")
    frozen(date(2026, 3, 13), "09:00")
    factories.add_guests(session, 1, at=late)
    assert invite_added(session, by=seat.actor, at=late) == 1
    assert invite_added(session, by=seat.actor, at=late) == 0
    relay_once(at=late)
    assert duty_of(session).met_on == TODAY
    left = {guest.full_name: guest.first_left_on for guest in queries.register(session)}
    assert left == {"Khách Mời Thử 1": TODAY, "Khách Mời Thử 2": date(2026, 3, 13)}


# -- handing over


@pytest.mark.parametrize(
    ("handed_on", "sentence"),
    [
        (TODAY - timedelta(days=1), "Ngày giao không thể trước ngày phát hành thư mời."),
        (TODAY + timedelta(days=1), "Ngày giao không thể sau hôm nay, 09/03/2026."),
    ],
)
def test_a_day_on_which_it_cannot_have_been_is_refused(seat, handed_on, sentence):
    session = factories.announced(guests=1, email=False)
    with pytest.raises(DispatchRefused) as refused:
        dispatches.hand_over(
            session, invitations_of(session), handed_on=handed_on, handed_by="Minh Họa", late_reason="",
            by=seat.actor, on=TODAY, at=NOW,
        )  # fmt: skip
    assert str(refused.value) == sentence
    assert not Dispatch.objects.filter(left_on__isnull=False).exists()


@pytest.mark.rule("D9.1.b-2.s1")
def test_a_late_day_is_recorded_with_its_reason(seat):
    session = factories.announced(guests=1, email=False)
    friday = date(2026, 3, 13)
    with pytest.raises(RuleViolation, match="Ngày 13/03/2026 là trễ hạn gửi thư mời"):
        hand_over(session, seat, invitations_of(session), handed_on=friday)
    hand_over(session, seat, invitations_of(session), handed_on=friday, late_reason="Người nhận đi vắng")
    duty = duty_of(session)
    assert (duty.met_on, duty.late_reason) == (friday, "Người nhận đi vắng")


def test_the_same_letter_is_handed_over_once(seat):
    session = factories.announced(guests=1, email=False)
    invitations = invitations_of(session)
    assert hand_over(session, seat, invitations, handed_on=TUESDAY) == 1
    assert hand_over(session, seat, invitations, handed_on=WEDNESDAY) == 0
    assert Dispatch.objects.get().left_on == TUESDAY
    assert Act.objects.filter(verb="hand_over").count() == 1


def test_only_a_letter_that_failed_is_sent_again(seat):
    session = factories.announced(guests=1)
    (invitation,) = invitations_of(session)
    with pytest.raises(DispatchRefused, match="Chỉ gửi lại thư mời không gửi được"):
        dispatches.send_again(session, invitation, by=seat.actor, at=NOW)
    dispatches.message_failed(Message.objects.get(kind=dispatches.LETTER), NOW)
    dispatches.send_again(session, invitation, by=seat.actor, at=NOW)
    assert Message.objects.filter(kind=dispatches.LETTER).count() == 2
    with pytest.raises(DispatchRefused, match="đang chờ gửi"):
        dispatches.send_again(session, invitation, by=seat.actor, at=NOW)


# -- the page


def test_the_register_shows_how_each_letter_stands(office, seat):
    session = factories.scheduled(seat)
    factories.add_guests(session, 2)
    factories.add_guests(session, 1, email=False)
    factories.issue(session)
    relay_once(at=NOW)
    shown = office.get(page("dispatches", session))
    rows = {
        row["name"]: (row["chip"]["text"], row["ways"], row["selectable"]) for row in shown.context["rows"]
    }
    assert rows == {
        "Bà Khách Mời Thử 1": ("Đã gửi", ["Thư điện tử: 09/03/2026"], False),
        "Ông Khách Mời Thử 2": ("Đã gửi", ["Thư điện tử: 09/03/2026"], False),
        "Bà Khách Mời Thử 3": ("Chờ giao giấy", ["Giấy giao tận nơi: chờ"], True),
    }
    filters = {tab["label"]: tab["count"] for tab in shown.context["filters"]}
    assert filters == {"Tất cả": 3, "Chờ giao giấy": 1, "Đã gửi": 2}
    only = office.get(page("dispatches", session), {"trang-thai": "paper"})
    assert [row["name"] for row in only.context["rows"]] == ["Bà Khách Mời Thử 3"]


def test_the_office_enters_what_was_handed_over(office):
    session = factories.announced(guests=1, email=False)
    (invitation,) = invitations_of(session)
    typed = {"handed_on": "09/03/2026", "handed_by": "Minh Họa Giao", "idempotency_key": "a"}
    nobody = office.post(page("hand_over", session), typed)
    assert nobody.context["form"].non_field_errors() == ["Chọn ít nhất một người nhận."]
    wrong = office.post(
        page("hand_over", session), typed | {"handed_on": "30/02/2026", "thu-moi": invitation.code}
    )
    assert wrong.context["form"].errors == {
        "handed_on": ["Nhập ngày theo dạng ngày/tháng/năm, ví dụ 03/12/2026."]
    }
    taken = office.post(page("hand_over", session), typed | {"thu-moi": invitation.code})
    assert taken.url == page("dispatches", session)
    assert Dispatch.objects.get().left_on == TODAY


def test_all_letters_that_wait_on_paper_are_entered_at_once_also_those_of_later_pages(office):
    session = factories.announced(guests=26, email=False)
    typed = {"handed_on": "09/03/2026", "handed_by": "Khu phố 3", "everybody": "on", "idempotency_key": "a"}
    office.post(page("hand_over", session), typed)
    assert Dispatch.objects.filter(left_on=TODAY).count() == 26
    assert duty_of(session).met_on == TODAY


def test_a_letter_of_another_session_is_not_handed_over_here(office, seat):
    session = factories.announced(guests=1, email=False)
    other = factories.announced(guests=1, email=False, title="Buổi khác")
    typed = {"handed_on": "09/03/2026", "handed_by": "Minh Họa", "idempotency_key": "a"}
    response = office.post(page("hand_over", session), typed | {"thu-moi": invitations_of(other)[0].code})
    assert response.context["form"].non_field_errors() == ["Chọn ít nhất một người nhận."]
    assert office.post(page("send_again", session, invitations_of(other)[0].code)).status_code == 404


def test_failed_letters_are_sent_again_from_the_page(office):
    session = factories.announced(guests=1)
    (invitation,) = invitations_of(session)
    dispatches.message_failed(Message.objects.get(kind=dispatches.LETTER), NOW)
    shown = office.get(page("dispatches", session)).content.decode()
    assert f'formaction="{page("send_again", session, invitation.code)}"' in shown
    office.post(page("send_again", session, invitation.code), {"idempotency_key": "a"})
    assert Message.objects.filter(kind=dispatches.LETTER).count() == 2
    refused = office.post(page("send_again", session, invitation.code), {"idempotency_key": "b"}, follow=True)
    assert "Thư mời của người này đang chờ gửi." in refused.content.decode()


@pytest.mark.rule("D9.1.b-3")
def test_a_body_without_account_is_noted_as_told(office, seat):
    body_unit = unit("so-xay-dung")
    session = factories.scheduled(seat, attending_bodies=[body_unit])
    address = page("body_told", session, body_unit.code)
    office.post(address, {"representative": "Minh Họa, Phó Giám đốc", "idempotency_key": "a"})
    body = session.attending_bodies.get()
    assert (body.notified_at, body.notified_by, body.representative) == (NOW, seat, "Minh Họa, Phó Giám đốc")
    assert Act.objects.get(verb="tell_body").clause == "D9.1.b-3"
    assert office.get(page("body_told", session, "khong-co")).status_code == 404


@pytest.mark.parametrize("role", [Role.MINUTE_TAKER, Role.LEADER, Role.CITY_MONITOR])
def test_others_do_not_see_the_register(client_for, role):
    session = factories.announced(guests=1)
    client = client_for(SeatFactory(role=role))
    assert client.get(page("dispatches", session)).status_code == 403
    assert client.post(page("hand_over", session), {}).status_code == 403


def test_the_register_costs_the_same_for_one_and_for_three(office, django_assert_num_queries):
    one, three = factories.announced(guests=1), factories.announced(guests=3, title="Ba người")
    office.get(page("dispatches", one))
    with CaptureQueriesContext(connection) as at_one:
        office.get(page("dispatches", one))
    with django_assert_num_queries(len(at_one)):
        assert len(office.get(page("dispatches", three)).context["rows"]) == 3


# -- at the same moment


@pytest.mark.django_db(transaction=True)
def test_letters_that_leave_at_the_same_moment_meet_the_duty_once():
    session = factories.announced(guests=4)
    messages = list(Message.objects.filter(kind=dispatches.LETTER).order_by("pk"))

    def leave(number):
        from django.db import transaction

        with transaction.atomic():
            dispatches.message_sent(messages[number], NOW)

    assert at_once(4, leave) == [None] * 4
    assert duty_of(session).met_on == TODAY
    assert Act.objects.filter(verb="duty.meet").count() == 1
