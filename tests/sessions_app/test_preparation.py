"""The work queue before the day, and the letters that tell people of a change."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from duties.work import WorkGroup
from outbox.models import Message
from outbox.relay import relay_once
from sessions_app import queries
from sessions_app.actions import dispatches, planning
from sessions_app.queries import preparation
from tests.factories import sessions_app as factories
from tests.factories.accounts import SeatFactory
from tests.factories.organizations import SAI_GON, committee_post, party_office, unit
from tests.factories.registrations import registration
from tests.support import moments

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_papers")]

TODAY, NOW = factories.TODAY, factories.NOW


@pytest.fixture(autouse=True)
def _today(frozen):
    frozen(TODAY)


@pytest.fixture
def seat():
    return factories.office_seat()


def rows(seat, on=TODAY):
    return [(item.title, item.group, item.due_on) for item in preparation.work_for(seat, on=on)]


def test_each_stage_of_the_letters_asks_for_its_own_act(seat):
    session = factories.scheduled(seat)
    due = factories.LAST_SAFE_DAY
    of_day = "buổi đối thoại ngày 19/03/2026"
    assert rows(seat) == [(f"Lập danh sách khách mời {of_day}", WorkGroup.SOON, due)]
    factories.add_guests(session, 1)
    factories.add_guests(session, 1, email=False)
    assert rows(seat) == [(f"Phát hành và gửi 2 thư mời {of_day}", WorkGroup.SOON, due)]
    factories.issue(session)
    relay_once(at=NOW)
    assert rows(seat) == [(f"Gửi 1 thư mời còn lại, {of_day}", WorkGroup.SOON, due)]
    assert rows(seat, on=due) == [(f"Gửi 1 thư mời còn lại, {of_day}", WorkGroup.TODAY, due)]
    assert rows(seat, on=due + timedelta(days=5))[0][1] == WorkGroup.OVERDUE
    duty = session.hostings.get().invitation_duty
    assert preparation.work_for(seat, on=TODAY)[0].duty_id == duty.pk


def test_what_came_back_who_came_later_and_untold_bodies_are_internal_tasks(seat):
    session = factories.scheduled(seat, attending_bodies=[unit("so-xay-dung")])
    factories.add_guests(session, 1)
    factories.issue(session)
    relay_once(at=NOW)
    dispatches.message_failed(Message.objects.get(kind=dispatches.LETTER), NOW)
    factories.add_guests(session, 1)
    of_day = "buổi đối thoại ngày 19/03/2026"
    assert rows(seat) == [
        (f"Giao giấy 1 thư mời bị trả lại, {of_day}", WorkGroup.INTERNAL, None),
        (f"Gửi thư mời cho 1 khách mời thêm sau, {of_day}", WorkGroup.INTERNAL, None),
        (f"Thông báo 1 cơ quan chuẩn bị và tham dự {of_day}", WorkGroup.INTERNAL, None),
    ]


def test_a_postponed_session_waits_for_a_new_day(seat):
    session = factories.scheduled(seat)
    planning.postpone(session, reason="Mưa bão", by=seat.actor, on=TODAY, at=NOW)
    assert rows(seat) == [("Lên lịch lại buổi đối thoại đã hoãn", WorkGroup.INTERNAL, None)]


def test_other_offices_and_roles_have_none_of_it(seat):
    factories.scheduled(seat)
    assert rows(SeatFactory(role=Role.OFFICE, unit=party_office(SAI_GON))) == []
    assert rows(SeatFactory(role=Role.LEADER)) == []


def test_the_queue_costs_the_same_for_one_and_for_three_sessions(seat, django_assert_num_queries):
    factories.scheduled(seat)
    with CaptureQueriesContext(connection) as at_one:
        preparation.work_for(seat, on=TODAY)
    for number in range(2):
        factories.scheduled(seat, title=f"Buổi thử {number}")
    with django_assert_num_queries(len(at_one)):
        assert len(preparation.work_for(seat, on=TODAY)) == 3


def test_what_anybody_may_read_is_only_what_was_announced(seat):
    factories.scheduled(seat)
    assert queries.public_upcoming(TODAY) == []
    session = factories.announced(guests=1)
    (shown,) = queries.public_upcoming(TODAY)
    assert (shown.title, shown.host, shown.when) == (
        session.title, "Đảng ủy phường Bến Thành", "Thứ Năm, ngày 19/03/2026, 14 giờ 00"
    )  # fmt: skip
    assert queries.public_upcoming(factories.SESSION_ON + timedelta(days=1)) == []


# -- telling of a change


def test_everybody_with_an_address_is_told_that_the_session_is_off_its_day(seat, settings):
    body = unit("so-xay-dung")
    contact = SeatFactory(role=Role.AGENCY, unit=body)
    contact.user.email = "coquan@example.invalid"
    contact.user.save()
    session = factories.scheduled(seat, attending_bodies=[body])
    factories.add_guests(session, 1)
    factories.add_guests(session, 1, email=False)
    factories.issue(session)
    relay_once(at=NOW)
    mail.outbox.clear()

    planning.postpone(session, reason="Mưa bão", by=seat.actor, on=TODAY, at=NOW)
    relay_once(at=NOW)
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert set(letters) == {"khach1@example.invalid", "coquan@example.invalid"}
    letter = letters["khach1@example.invalid"]
    assert letter.subject == "Hoãn buổi đối thoại Thứ Năm, ngày 19/03/2026, 14 giờ 00"
    assert "Lý do: Mưa bão" in letter.body
    (entry,) = letter.attachments
    assert (entry.mimetype, "METHOD:CANCEL" in entry.content) == ("text/calendar; method=CANCEL", True)


def test_a_cancellation_takes_the_entry_out_of_the_calendar(seat):
    session = factories.announced(guests=1)
    relay_once(at=NOW)
    (entry,) = [message.attachments[0][1] for message in mail.outbox]
    mail.outbox.clear()
    planning.cancel(session, reason="Không còn cần thiết", by=seat.actor, on=TODAY, at=NOW)
    relay_once(at=NOW)
    (letter,) = mail.outbox
    cancelled = letter.attachments[0][1]

    def lines(content, name):
        text = content if isinstance(content, str) else content.decode()
        return [line for line in text.splitlines() if line.startswith(name)]

    assert lines(cancelled, "UID") == lines(entry, "UID")
    assert lines(cancelled, "STATUS") == ["STATUS:CANCELLED"]
    assert lines(cancelled, "SEQUENCE") > lines(entry, "SEQUENCE")


def test_letters_that_wait_when_the_session_is_called_off_are_not_sent(seat):
    session = factories.announced(guests=1)
    planning.cancel(session, reason="Không còn cần thiết", by=seat.actor, on=TODAY, at=NOW)
    relay_once(at=NOW)
    assert [letter.subject.split()[0] for letter in mail.outbox] == ["Hủy"]
    assert Message.objects.get(kind=dispatches.LETTER).state == "cancelled"


# -- the government side


@pytest.mark.rule("D13.1.b-2.s1", "D13.1.a-1", "D10.1-2")
def test_a_session_of_the_government_runs_by_its_own_chapter():
    seat = SeatFactory(role=Role.OFFICE, unit=unit("van-phong-hdnd-ubnd-phuong-ben-thanh"))
    session = factories.scheduled(seat, posts=[committee_post()])
    hosting = session.hostings.get()
    assert (hosting.invitation_duty.rule, hosting.notice_duty.rule) == ("D13.1.b-2.s1", "D13.3.a")
    assert hosting.invitation_duty.due_on == factories.LAST_SAFE_DAY


def test_letters_of_the_government_are_papers_of_the_state():
    seat = SeatFactory(role=Role.OFFICE, unit=unit("van-phong-hdnd-ubnd-phuong-ben-thanh"))
    session = factories.scheduled(seat, posts=[committee_post()])
    factories.add_guests(session, 1, seat=seat)
    (paper,) = factories.issue(session, seat=seat)
    holder = session.hostings.get().presidencies.get().official
    assert (paper.number_text, paper.layout_edition) == ("Số: 01/GM-UBND", "nd30-cp")
    assert paper.facts["presiders"] == [f"Ông {holder.full_name}, Chủ tịch Ủy ban nhân dân phường Bến Thành"]
    assert paper.facts["recipients"][-1] == "Lưu: VT, VP"
    assert paper.facts["citation"].startswith("điểm b, khoản 1, Điều 13")


def test_the_hour_before_registration_closes_is_shown_on_its_day(seat):
    session = factories.announced(guests=1)
    relay_once(at=NOW)
    registration(session)
    closing = session.registration_closes_at
    on = closing.astimezone(moments.HCMC).date()
    (item,) = preparation.work_for(seat, on=on)
    assert (item.title, item.badge.text, item.group) == (
        "Xem 1 đăng ký phát biểu mới, buổi đối thoại ngày 19/03/2026", "Trước 17 giờ 00", WorkGroup.TODAY
    )  # fmt: skip
    (before,) = preparation.work_for(seat, on=on - timedelta(days=1))
    assert (before.badge, before.group) == (None, WorkGroup.INTERNAL)
