"""Text messages tell people without e-mail that a letter or an answer is there: no opinion, and no duty is met."""

from datetime import timedelta

import pytest
from django.urls import reverse

from outbox.channels import sms_file
from outbox.channels.sms_text import composed
from outbox.enums import Channel, MessageState
from outbox.models import Message
from outbox.relay import relay_once
from sessions_app.actions import dispatches, planning, registrations, triage
from sessions_app.actions.tracking_codes import code_of
from sessions_app.models import Dispatch, Invitation
from sessions_app.queries import invitations as queries
from sessions_app.session_letters import address_of
from tests.factories import followups as after
from tests.factories import sessions_app as factories
from tests.factories.registrations import registration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_papers")]
TODAY, NOW = factories.TODAY, factories.NOW


@pytest.fixture(autouse=True)
def _provider(settings, tmp_path, frozen):
    settings.SMS_BACKEND, settings.SMS_STORE = "file", tmp_path
    frozen(TODAY)


@pytest.fixture
def seat():
    return factories.office_seat()


def texts(kind: str = "") -> list[sms_file.KeptSms]:
    """The text messages that left, in the order they were posted."""
    sent = Message.objects.filter(channel=Channel.SMS, state=MessageState.SENT, kind__startswith=kind)
    return [sms_file.kept(message.message_id) for message in sent.order_by("pk")]


def mixed(seat):
    """A session with one guest by mail, one with a telephone only."""
    session = factories.scheduled(seat)
    factories.add_guests(session, 1)
    factories.add_guests(session, 1, email=False)
    factories.issue(session)
    return session


def test_who_has_only_a_telephone_is_told_that_a_letter_is_there(seat):
    mixed(seat)
    relay_once(at=NOW)
    invitation = Invitation.objects.get(guest__contact__email="")
    [text] = texts()
    code = invitation.short_code.upper()
    assert text.to == "84900000002"
    assert text.body == (
        "Đảng ủy phường Bến Thành mời ông/bà dự đối thoại với Nhân dân lúc 14:00 ngày 19/03/2026, Hội trường "
        f"thử, số 1 đường Thử. Đọc thư mời, đăng ký phát biểu: {address_of(invitation)} "
        f"(mã mời {code[:4]}-{code[4:]})."
    )
    session = invitation.guest.session
    assert [
        part for part in (session.content, session.title, invitation.guest.full_name) if part in text.body
    ] == []
    message = Message.objects.get(channel=Channel.SMS)
    assert message.segments == composed(text.body).segments
    assert address_of(invitation) not in message.archived_body


@pytest.mark.rule("D9.1.b-2.s1")
def test_a_text_is_no_letter_and_meets_no_duty(seat):
    session = mixed(seat)
    relay_once(at=NOW)
    assert Dispatch.objects.filter(channel=Channel.SMS, left_on=TODAY).count() == 1
    assert session.hostings.get().invitation_duty.met_on is None
    assert {guest.delivery for guest in queries.register(session)} == {"left", "paper"}
    paper = Invitation.objects.get(guest__contact__email="")
    dispatches.hand_over(
        session, [paper], handed_on=TODAY, handed_by="Minh Họa", late_reason="", by=seat.actor, on=TODAY, at=NOW
    )  # fmt: skip
    assert session.hostings.get().invitation_duty.met_on == TODAY


def test_a_text_that_failed_is_a_task_of_the_outbox_and_the_letter_still_waits(seat):
    session = mixed(seat)
    message = Message.objects.get(channel=Channel.SMS)
    dispatches.message_failed(message, NOW)
    assert {guest.delivery for guest in queries.register(session)} == {"waiting", "paper"}


def test_without_a_provider_nobody_gets_a_text(seat, settings):
    settings.SMS_BACKEND = ""
    session = mixed(seat)
    assert Message.objects.filter(channel=Channel.SMS).count() == 0
    assert queries.recipients(session) == queries.Recipients(by_email=1, on_paper=1, by_sms=0)


def test_before_issuing_the_page_says_how_many_texts_and_how_long(client_for, seat):
    session = factories.scheduled(seat)
    factories.add_guests(session, 2, email=False)
    shown = client_for(seat).get(reverse("sessions_app:invitations", args=(session.code,)))
    [row] = [row for row in shown.context["rows"] if row["label"] == "Tin nhắn"]
    factories.issue(session)
    relay_once(at=NOW)
    measured = {text.measured for text in texts()}
    assert {row["value"]} == {f"2 người nhận giấy được báo thêm bằng tin nhắn, mỗi tin {m}" for m in measured}


def test_the_register_shows_the_text_beside_the_letter(client_for, seat):
    session = mixed(seat)
    relay_once(at=NOW)
    rows = client_for(seat).get(reverse("sessions_app:dispatches", args=(session.code,))).context["rows"]
    assert [row["ways"] for row in rows] == [
        ["Thư điện tử: 09/03/2026"],
        ["Giấy giao tận nơi: chờ", "Tin nhắn: 09/03/2026"],
    ]


@pytest.mark.parametrize(("verb", "what"), [(planning.postpone, "hoãn"), (planning.cancel, "hủy")])
def test_nobody_comes_for_nothing(seat, verb, what):
    session = mixed(seat)
    relay_once(at=NOW)
    verb(session, reason="Lý do riêng", by=seat.actor, on=TODAY, at=NOW)
    relay_once(at=NOW)
    assert texts()[-1].body == (
        "Đảng ủy phường Bến Thành xin báo: buổi đối thoại với Nhân dân lúc 14:00 ngày 19/03/2026 "
        f"đã {what}, xin ông/bà không đến vào ngày này."
    )


def test_one_telephone_is_told_once_also_when_the_guest_registered(seat):
    session = mixed(seat)
    guest = Invitation.objects.get(guest__contact__email="")
    registration(session, invitation=guest, contact={"full_name": "Minh Họa", "phone": "0900000002"})
    planning.cancel(session, reason="x", by=seat.actor, on=TODAY, at=NOW)
    assert Message.objects.filter(kind="sessions_app.cancelled", channel=Channel.SMS).count() == 1


def test_a_receipt_and_news_carry_the_code_and_nothing_said(seat):
    session = factories.announced(guests=1)
    row = registration(session, text="Chuyện rất riêng", contact={"full_name": "Minh Họa", "email": ""})
    registrations._post_receipt(row, office=seat.unit, at=NOW)
    triage.accept(row, by=seat.actor, at=NOW)
    relay_once(at=NOW)
    code = code_of(row.tracking)
    host, where = "Đảng ủy phường Bến Thành", f"Xem tại http://testserver/tra-cuu/ với mã tra cứu {code}."
    assert [text.body for text in texts()] == [
        f"{host}: đã nhận đăng ký phát biểu của ông/bà. {where}",
        f"{host}: có thông tin mới về đăng ký phát biểu của ông/bà. {where}",
    ]


@pytest.mark.rule("D9.3.b.s1")
def test_a_petitioner_with_a_telephone_only_learns_that_an_answer_is_there(frozen):
    frozen(after.ANSWERED_ON)
    row = after.on_paper()
    relay_once(at=after.ANSWERED_AT - timedelta(hours=1))
    after.answered(row)
    relay_once(at=after.ANSWERED_AT)
    [text] = texts("followups.answer")
    assert text.to == "84911222333"
    assert text.body.startswith(
        "Đảng ủy phường Bến Thành: đã có văn bản trả lời kiến nghị của ông/bà. Xem tại "
    )
    assert [part for part in ("nắp cống", row.agency.name, "Minh Họa Giấy") if part in text.body] == []
    [concluded] = texts("followups.concluded")
    assert "đã có thông báo kết luận buổi đối thoại." in concluded.body
