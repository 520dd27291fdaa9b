"""The ladder T−5, T−2, T, T+1, T+5, T+10: once each, the latest only after a silence, never at night."""

import itertools
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection

from accounts.enums import Role
from duties import letters
from duties.actions import ledger, recompute
from duties.actions.reminders import quiet_until, remind
from duties.ladder import LADDERS, STANDARD, YEARLY_SESSION, Reminded, latest_step
from duties.models import Duty
from organizations.enums import Branch
from outbox.letters import Stale
from outbox.models import Message
from outbox.relay import relay_once
from regulation.articles import Article
from regulation.calendars import working_calendar
from regulation.clock import now
from regulation.models import CalendarDay
from tests.factories.accounts import SeatFactory
from tests.factories.duties import CLERK, DutyFactory, opened
from tests.factories.organizations import UnitFactory, party_committee, unit
from tests.support.moments import HCMC, at

pytestmark = pytest.mark.django_db

DUE = date(2026, 11, 27)  # Friday


@pytest.fixture
def seats():
    """Everybody whom a notice of Đảng ủy phường Bến Thành may reach, and one person of another ward."""
    seat = {
        role: SeatFactory(role=role, user__email=f"{role}@example.vn")
        for role in (Role.OFFICE, Role.LEADER, Role.AGENCY, Role.CITY_MONITOR, Role.MINUTE_TAKER)
    }
    SeatFactory(unit=unit("van-phong-dang-uy-phuong-sai-gon"), user__email="sai-gon@example.vn")
    return seat


def run(on, moment=None):
    return remind(on=on, at=moment or at(on, "09:00"), calendar=working_calendar())


def milestones():
    return [
        int(key.split(":")[3]) for key in Message.objects.order_by("pk").values_list("dedupe_key", flat=True)
    ]


def receivers():
    return set(Message.objects.values_list("params__to", flat=True))


# -- the ladder itself


@pytest.mark.parametrize(
    ("left", "step"),
    [
        (6, None),
        (5, 5),
        (3, 5),
        (2, 2),
        (1, 2),
        (0, 0),
        (-1, -1),
        (-4, -1),
        (-5, -5),
        (-9, -5),
        (-10, -10),
        (-99, -10),
    ],
)
def test_only_the_latest_milestone_counts(left, step):
    found = latest_step(Article.CONCLUSION_NOTICE, left)
    assert (found.days_left if found else None) == step


def test_the_circle_of_readers_only_grows():
    for steps in LADDERS.values():
        circles = [step.to for step in sorted(steps, key=lambda step: -step.days_left)]
        assert all(small <= large for small, large in itertools.pairwise(circles))
    assert [step.days_left for step in STANDARD] == [5, 2, 0, -1, -5, -10]
    assert latest_step(Article.YEARLY_SESSION, 59) == YEARLY_SESSION[0]


# -- posting


def test_each_milestone_is_posted_once_over_the_whole_life_of_a_duty(seats):
    DutyFactory(due_on=DUE)
    day = date(2026, 11, 9)
    while day <= date(2026, 12, 31):
        run(day)
        run(day)
        day += timedelta(days=1)
    assert sorted(milestones(), reverse=True) == [5, 2, 0, -1, -1, -5, -5, -10, -10, -10]


def test_who_is_reminded_grows_with_the_delay(seats):
    duty = DutyFactory(due_on=DUE)
    run(date(2026, 11, 27))
    assert list(Message.objects.values_list("recipient_label", flat=True)) == [str(seats[Role.OFFICE])]
    run(date(2026, 11, 30))
    run(date(2026, 12, 11))
    people = {
        -1: {Role.OFFICE, Role.LEADER},
        -10: {Role.OFFICE, Role.LEADER, Role.CITY_MONITOR},
    }
    for milestone, roles in people.items():
        keys = {f"reminder:{duty.pk}:2026-11-27:{milestone}:{seats[role].user_id}" for role in roles}
        assert (
            set(
                Message.objects.filter(dedupe_key__contains=f":{milestone}:").values_list(
                    "dedupe_key", flat=True
                )
            )
            == keys
        )


@pytest.mark.rule("D17.3")
def test_an_agency_is_reminded_first_then_its_head_then_the_head_of_the_host(seats):
    agency = seats[Role.AGENCY].unit
    head = SeatFactory(role=Role.LEADER, unit=agency, user__email="giam-doc@example.vn")
    DutyFactory(rule="D9.3.b.s1", due_on=DUE, owed_by=agency)
    run(date(2026, 11, 27))
    assert Message.objects.get().params["seat"] == seats[Role.AGENCY].pk
    run(date(2026, 11, 30))
    late = Message.objects.filter(dedupe_key__contains=":-1:").values_list("params__seat", flat=True)
    assert set(late) == {seats[Role.AGENCY].pk, head.pk}
    run(date(2026, 12, 4))
    later = Message.objects.filter(dedupe_key__contains=":-5:").values_list("params__seat", flat=True)
    assert set(later) == {seats[Role.AGENCY].pk, head.pk, seats[Role.LEADER].pk}


def test_after_nine_days_of_silence_one_letter_comes_and_not_four(seats):
    DutyFactory(due_on=DUE)
    assert run(date(2026, 11, 26)) == 1
    assert run(date(2026, 12, 8)) == 2
    assert milestones() == [2, -5, -5]


def test_nobody_is_reminded_of_what_is_done_void_or_only_planned(seats):
    on = date(2026, 11, 26)
    ledger.meet(DutyFactory(due_on=DUE), on=on, by=CLERK, at=at(on))
    ledger.void(DutyFactory(due_on=DUE), on=on, reason="Hủy", by=CLERK, at=at(on))
    DutyFactory(due_on=DUE, base_is_planned=True, base_on=on)
    DutyFactory(due_on=None)
    assert run(on) == 0
    DutyFactory(due_on=DUE, base_is_planned=True, base_on=on - timedelta(days=1))
    assert run(on) == 1


def test_a_moved_date_rings_anew(seats):
    duty = opened()
    run(date(2026, 11, 26))
    CalendarDay.objects.create(
        date=date(2026, 11, 28), kind="worked", name="Làm bù", source="thử", status="confirmed"
    )
    CalendarDay.objects.create(
        date=date(2026, 11, 25), kind="off", name="Nghỉ", source="thử", status="confirmed"
    )
    recompute.after_calendar_change(working_calendar(), by=CLERK, at=at(date(2026, 11, 26)))
    run(date(2026, 11, 26))
    dates = list(Message.objects.order_by("pk").values_list("params__due_on", flat=True))
    assert dates == ["2026-11-27", "2026-11-28"]
    assert Duty.objects.get(pk=duty.pk).due_on == date(2026, 11, 28)


@pytest.mark.rule("D20.2.s1")
def test_the_monitoring_body_gets_no_letter_for_every_post_without_a_session(seats):
    DutyFactory(rule="D20.2.s1", due_on=DUE, reading={"stated": DUE.isoformat()})
    run(date(2026, 12, 31))
    assert receivers() == {Reminded.OWING_STAFF.value, Reminded.OWING_HEAD.value}


def test_people_without_address_or_seat_are_left_out(seats):
    seats[Role.OFFICE].valid_until = date(2026, 11, 1)
    seats[Role.OFFICE].save()
    SeatFactory(role=Role.OFFICE)
    SeatFactory(role=Role.OFFICE, user__email="nghi@example.vn", user__is_active=False)
    DutyFactory(due_on=DUE)
    assert run(DUE) == 0


def test_a_body_without_an_office_is_reminded_itself():
    body = UnitFactory()
    seat = SeatFactory(role=Role.OFFICE, unit=body, user__email="don-vi@example.vn")
    DutyFactory(due_on=DUE, owed_by=body, owed_to=body)
    assert run(DUE) == 1
    assert Message.objects.get().params["seat"] == seat.pk


def test_the_sweep_asks_the_same_number_of_queries_for_one_and_three_duties(seats, django_assert_num_queries):
    for count in (1, 2):
        DutyFactory.create_batch(count, due_on=DUE)
        # calendar, ladders, duties, offices, deputies, seats; then in one transaction milestones, known keys, letters
        with django_assert_num_queries(11):
            run(DUE)
        # calendar, ladders, duties: nothing was reached that is not noted
        with django_assert_num_queries(3):
            run(DUE)


# -- quiet hours


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        ("2026-11-25 06:59:59", "2026-11-25 07:00"),
        ("2026-11-25 07:00:00", None),
        ("2026-11-25 19:59:59", None),
        ("2026-11-25 20:00:00", "2026-11-26 07:00"),
        ("2026-11-25 23:59:59", "2026-11-26 07:00"),
        ("2026-11-26 00:00:00", "2026-11-26 07:00"),
        ("2026-11-27 21:00:00", "2026-11-30 07:00"),
        ("2026-11-24 10:00:00", "2026-11-25 07:00"),
        ("2026-02-13 22:00:00", "2026-02-23 07:00"),
        ("2026-08-22 10:00:00", None),
    ],
)
def test_letters_wait_for_the_next_working_morning(moment, until):
    found = quiet_until(datetime.fromisoformat(moment).replace(tzinfo=HCMC), working_calendar())
    assert (f"{found.astimezone(HCMC):%Y-%m-%d %H:%M}" if found else None) == until


def test_a_letter_of_the_night_speaks_of_the_morning(seats):
    DutyFactory(due_on=DUE)
    night = at(date(2026, 11, 25), "22:00")
    run(date(2026, 11, 25), night)
    message = Message.objects.get()
    assert (message.not_before, message.params["on"]) == (at(date(2026, 11, 26), "07:00"), "2026-11-26")
    assert "(Còn 1 ngày làm việc, tính đến 26/11/2026)" in letters.render_reminder(message).body


def test_what_falls_due_before_the_morning_leaves_at_once(seats):
    DutyFactory(due_on=DUE)
    run(DUE, at(DUE, "22:00"))
    message = Message.objects.get()
    assert (message.not_before, message.params["on"]) == (at(DUE, "22:00"), "2026-11-27")


@pytest.mark.parametrize(
    ("utc", "on", "milestone"),
    [
        ("2026-11-26 16:59:59", "2026-11-26", 2),
        ("2026-11-26 17:00:00", "2026-11-27", 0),
        ("2026-11-26 23:59:59", "2026-11-27", 0),
    ],
)
def test_the_day_changes_at_midnight_here_and_not_in_greenwich(seats, utc, on, milestone):
    """23:59:59, 00:00:00 and 06:59:59 local time: the UTC date changes seven hours later."""
    DutyFactory(due_on=DUE)
    with time_machine.travel(f"{utc}+00:00", tick=False):
        moment = now()
        run(moment.date(), moment)
    assert (moment.date().isoformat(), milestones()) == (on, [milestone])


# -- the letter


SECRET = "Bà Nguyễn Thị Bí Mật, 0903 123 456"


def test_the_letter_names_work_date_and_clause_and_nothing_personal(seats, settings):
    settings.BASE_URL = "https://doi-thoai.example.vn"
    duty = DutyFactory(rule="D9.3.b.s1", due_on=DUE, title=f"Trả lời: {SECRET}", context_line=SECRET)
    run(date(2026, 11, 25))
    letter = letters.render_reminder(Message.objects.get())
    assert letter.to == "office@example.vn"
    assert letter.subject == "Nhắc hạn: Trả lời kiến nghị bằng văn bản (Còn 2 ngày làm việc)"
    assert "Hạn: Thứ Sáu, ngày 27/11/2026 (Còn 2 ngày làm việc, tính đến 25/11/2026)" in letter.body
    assert "Căn cứ: điểm b, khoản 3, Điều 9 Quy chế" in letter.body
    assert "https://doi-thoai.example.vn/buoi-doi-thoai/thu/" in letter.body
    assert f"https://doi-thoai.example.vn/thoi-han/{duty.code}/cach-tinh/" in letter.body
    assert SECRET not in letter.subject + letter.body + str(Message.objects.values().get())


def test_those_who_do_not_work_on_it_get_the_count_but_no_working_link(seats):
    DutyFactory(due_on=DUE)
    run(date(2026, 12, 14))
    message = Message.objects.get(params__to=Reminded.CITY_MONITOR.value)
    assert "Mở việc này" not in letters.render_reminder(message).body


@pytest.mark.parametrize("what", ["met", "void", "moved", "left", "no address"])
def test_a_letter_that_lost_its_point_is_not_written(seats, what):
    duty = opened()
    run(date(2026, 11, 25))
    message = Message.objects.get()
    done = {"by": CLERK, "at": at(date(2026, 11, 25))}
    if what == "met":
        ledger.meet(duty, on=date(2026, 11, 25), **done)
    elif what == "void":
        ledger.void(duty, on=date(2026, 11, 25), reason="Hủy", **done)
    elif what == "moved":
        ledger.rebase(duty, base_on=date(2026, 11, 13), base_is_planned=False, reason="x", **done)
    elif what == "left":
        seats[Role.OFFICE].user.is_active = False
        seats[Role.OFFICE].user.save()
    else:
        seats[Role.OFFICE].user.email = ""
        seats[Role.OFFICE].user.save()
    with pytest.raises(Stale):
        letters.render_reminder(message)


def test_the_office_of_the_host_stands_as_sender(seats):
    DutyFactory(due_on=DUE, owed_by=seats[Role.AGENCY].unit, owed_to=party_committee())
    run(DUE)
    assert Message.objects.get().sender == unit("van-phong-dang-uy-phuong-ben-thanh")


@pytest.mark.rule("D18.5")
def test_one_person_hears_once_of_what_a_joint_session_does_once(seats):
    """Two hosts owe the notice; the office that organises both sends one and is reminded once."""
    for branch in Branch:
        opened(branch=branch, context=party_committee())
    assert run(DUE) == 1
    opened(context=party_committee("phuong-sai-gon"))
    assert run(DUE) == 1


@pytest.mark.parametrize("queue", ["sweep", "desk"])
def test_open_duties_are_found_by_their_index(queue):
    """Both engines know the partial index over open duties; closed years cost the sweep nothing."""
    host, office = party_committee(), unit("van-phong-dang-uy-phuong-ben-thanh")
    if connection.vendor == "postgresql":
        # A planner weighs the rows there are: many closed years, a few open duties, and its statistics fresh.
        Duty.objects.bulk_create(
            DutyFactory.build(owed_by=office, owed_to=host, met_on=None if number % 200 == 0 else DUE)
            for number in range(4_000)
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE duties_duty")
    open_ones = Duty.objects.begun(on=DUE)
    rows = open_ones.filter(due_on__lte=DUE)
    if queue == "desk":
        rows = open_ones.filter(due_on=DUE, owed_by=office)
    assert "duty_open_by_due" in rows.explain()


def test_a_reminder_really_leaves(seats, mailoutbox):
    DutyFactory(due_on=DUE)
    run(date(2026, 11, 25))
    relay_once(at=at(date(2026, 11, 25), "09:00"))
    (letter,) = mailoutbox
    assert (letter.to, letter.subject) == (
        ["office@example.vn"],
        "Nhắc hạn: Phát hành thông báo kết luận (Còn 2 ngày làm việc)",
    )
    assert Message.objects.get().sent_at is not None
