"""Putting a session on the calendar: clocks, hosts, presiders; changing, postponing, cancelling."""

from datetime import date, timedelta

import pytest

from accounts.enums import Role
from audit.models import Act
from audit.transitions import TransitionRefused
from audit.versions import EditConflict
from duties.models import Duty
from organizations.enums import PostKind
from outbox.models import Message
from regulation.violations import RuleViolation
from sessions_app.actions import planning
from sessions_app.actions.presiding import ChosenPresider
from sessions_app.enums import SessionKind, SessionState
from sessions_app.models import DialogueSession
from sessions_app.queries.lead_time import sending_window
from tests.factories import sessions_app as factories
from tests.factories.accounts import SeatFactory
from tests.factories.organizations import (
    DelegationFactory,
    OfficialFactory,
    TenureFactory,
    council_post,
    party_committee,
    party_office,
    post,
    secretary_post,
    unit,
)
from tests.support import moments

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_papers")]

TODAY, NOW, SESSION_ON = factories.TODAY, factories.NOW, factories.SESSION_ON


@pytest.fixture
def seat():
    return factories.office_seat()


# -- the last safe sending day


@pytest.mark.rule("D9.1.b-2.s1", "D13.1.b-2.s1")
@pytest.mark.parametrize(
    ("session_on", "due_on"),
    [
        pytest.param(date(2026, 1, 12), date(2026, 1, 5), id="worked-saturday"),
        pytest.param(date(2026, 2, 24), date(2026, 2, 9), id="tet"),
        pytest.param(date(2026, 12, 3), date(2026, 11, 25), id="ordinary"),
        pytest.param(date(2026, 11, 26), date(2026, 11, 17), id="culture-day"),
    ],
)
def test_the_last_safe_sending_day_leaves_five_working_days_between(session_on, due_on):
    assert sending_window(session_on, on=TODAY).deadline.due_on == due_on


def test_the_window_names_each_skipped_day_and_what_holds_later():
    window = sending_window(date(2026, 11, 26), on=TODAY)
    assert window.due_words == "Thứ Ba, ngày 17/11/2026"
    assert window.skipped_words == [
        "Thứ Ba, ngày 24/11/2026: Ngày Văn hóa Việt Nam",
        "Thứ Bảy, Chủ nhật: 21/11, 22/11",
    ]
    assert window.later_words == [
        "Gửi trong Thứ Tư, ngày 18/11/2026: sát hạn.",
        "Gửi từ Thứ Năm, ngày 19/11/2026: trễ hạn, phải ghi lý do.",
    ]


def test_a_year_without_calendar_is_not_guessed():
    window = sending_window(date(2030, 3, 12), on=TODAY)
    assert (window.deadline, window.verdict_today, window.is_late_today) == (None, None, False)
    assert window.unknown == "Chưa có lịch ngày làm việc cho năm 2030 (ngày 12/03/2030)."


# -- scheduling


@pytest.mark.rule("D9.1.a-0", "D9.1.a-1", "D9.1.b-1")
def test_scheduling_opens_the_clock_of_the_letters_and_provisionally_that_of_the_notice(seat):
    session = factories.scheduled(seat)

    assert (session.state, session.scheduled_at) == (SessionState.SCHEDULED, NOW)
    hosting = session.hostings.get()
    assert (hosting.post, hosting.organizing_office) == (secretary_post(), party_office())
    letters, notice = hosting.invitation_duty, hosting.notice_duty
    assert (letters.rule, letters.base_on, letters.due_on) == (
        "D9.1.b-2.s1",
        SESSION_ON,
        factories.LAST_SAFE_DAY,
    )
    assert (letters.owed_by, letters.owed_to) == (party_office(), party_committee())
    assert (notice.rule, notice.base_on, notice.base_is_planned) == ("D9.3.a", SESSION_ON, True)
    assert session.registration_closes_at == moments.at(date(2026, 3, 17), "17:00")
    assert list(Act.objects.filter(verb="schedule").values_list("seat", "clause")) == [(seat.pk, "D9.1.b-1")]


def test_at_short_notice_people_register_until_the_session_begins(seat):
    session = factories.scheduled(
        seat, held_on=TODAY + timedelta(days=1), short_notice_reason="Sự việc mới phát sinh"
    )
    assert session.registration_closes_at == session.starts_at


def test_a_registration_that_closed_in_time_is_not_opened_by_a_change_of_words(seat):
    session = factories.scheduled(seat)
    closed_at = session.registration_closes_at
    day_before = SESSION_ON - timedelta(days=1)
    plan = factories.plan(place="Hội trường khác", short_notice_reason="Đổi hội trường")
    at = moments.at(day_before, "08:00")
    session = planning.amend(session, plan, by=seat.actor, on=day_before, at=at)
    assert (session.place, session.registration_closes_at) == ("Hội trường khác", closed_at)


@pytest.mark.rule("D18.5", "D6.1", "D10.1-1")
def test_one_person_who_heads_both_may_hold_one_session_for_both(seat):
    tenure = TenureFactory(post=secretary_post())
    TenureFactory(post=council_post(), official=tenure.official)

    session = factories.scheduled(seat, posts=[secretary_post(), council_post()])

    hostings = list(session.hostings.all())
    assert [(h.post, h.branch) for h in hostings] == [
        (secretary_post(), "party"),
        (council_post(), "government"),
    ]
    assert [h.presidencies.get().official for h in hostings] == [tenure.official, tenure.official]
    assert [h.invitation_duty.rule for h in hostings] == ["D9.1.b-2.s1", "D13.1.b-2.s1"]
    assert [h.notice_duty.rule for h in hostings] == ["D9.3.a", "D13.3.a"]
    assert [h.invitation_duty.owed_to for h in hostings] == [party_committee(), council_post().unit]


@pytest.mark.rule("D18.5")
def test_two_people_may_not_hold_one_joint_session(seat):
    TenureFactory(post=secretary_post())
    TenureFactory(post=council_post())
    with pytest.raises(RuleViolation, match="nhiều người khác nhau giữ các chức vụ"):
        factories.scheduled(seat, posts=[secretary_post(), council_post()])
    assert not DialogueSession.objects.exists()
    assert not Duty.objects.filter(rule__in=["D9.1.b-2.s1", "D13.1.b-2.s1"]).exists()


@pytest.mark.rule("D7.4")
def test_at_a_ward_somebody_else_presides_only_with_a_written_reason(seat):
    other = OfficialFactory()
    chosen = {"official": other, "title": "Phó Bí thư"}
    with pytest.raises(RuleViolation, match="Quy chế không quy định cấp phó chủ trì ở cấp này"):
        factories.scheduled(seat, presider=ChosenPresider(**chosen))

    session = factories.scheduled(seat, presider=ChosenPresider(**chosen, override_reason="Bí thư nghỉ ốm"))
    presidency = session.hostings.get().presidencies.get()
    assert (presidency.official, presidency.is_holder) == (other, False)
    assert presidency.override_reason == "Bí thư nghỉ ốm"


@pytest.mark.rule("D7.1")
def test_a_deputy_of_the_city_presides_with_a_written_authorisation_only():
    city_post = post("thanh-uy", PostKind.PARTY_SECRETARY)
    delegation = DelegationFactory(post=city_post)
    seat = SeatFactory(role=Role.OFFICE, unit=unit("van-phong-thanh-uy"))
    chosen = {"official": delegation.delegate, "title": delegation.delegate_title}
    with pytest.raises(RuleViolation, match="Cấp phó chỉ được chủ trì khi có văn bản ủy quyền"):
        factories.scheduled(seat, posts=[city_post], presider=ChosenPresider(**chosen))

    session = factories.scheduled(
        seat, posts=[city_post], presider=ChosenPresider(**chosen, delegation=delegation)
    )
    assert session.hostings.get().presidencies.get().delegation == delegation


def test_a_vacant_post_needs_another_presider(seat):
    with pytest.raises(RuleViolation, match="chưa có người giữ chức vụ"):
        planning.schedule(
            planning.SessionPlan(
                title="Thử", content="Thử", kind=SessionKind.PERIODIC, place="Thử",
                starts_at=moments.at(SESSION_ON, "14:00"), posts=[council_post()],
            ),
            office=seat.unit, by=seat.actor, on=TODAY, at=NOW,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"held_on": TODAY - timedelta(days=1)}, "Thời gian tổ chức đã qua. Nhập ngày từ 09/03/2026 trở đi."),
        (
            {"starts_at": moments.at(TODAY, "08:00")},
            "Thời gian tổ chức đã qua. Nhập ngày từ 09/03/2026 trở đi.",
        ),
        ({"held_on": date(2029, 1, 5)}, "Ngày tổ chức cách hôm nay hơn hai năm. Kiểm tra lại năm."),
        ({"planned_end_at": moments.at(SESSION_ON, "13:00")}, "Giờ dự kiến kết thúc phải sau giờ bắt đầu."),
        ({"content": "  "}, "Kế hoạch phải có nội dung."),
        ({"place": ""}, "Kế hoạch phải có địa điểm."),
    ],
)
def test_a_plan_that_cannot_stand_is_refused_with_a_sentence_and_leaves_nothing(seat, facts, sentence):
    with pytest.raises(RuleViolation) as refused:
        factories.scheduled(seat, **facts)
    assert str(refused.value) == sentence
    assert (
        DialogueSession.objects.count(),
        Duty.objects.filter(context_key__contains="session").count(),
    ) == (0, 0)


@pytest.mark.rule("D9.1.b-2.s1", "D20.2.s2")
@pytest.mark.parametrize(
    ("held_on", "needs_reason"),
    [
        pytest.param(date(2026, 3, 17), False, id="five-between"),
        pytest.param(date(2026, 3, 16), False, id="four-between-amber"),
        pytest.param(date(2026, 3, 13), True, id="three-between-late"),
    ],
)
def test_a_session_without_a_sending_day_left_needs_a_reason(seat, held_on, needs_reason):
    if needs_reason:
        with pytest.raises(RuleViolation, match="Không còn ngày nào gửi thư mời đúng hạn"):
            factories.scheduled(seat, held_on=held_on)
    reason = "Buổi đột xuất về sự cố ngập" if needs_reason else ""
    session = factories.scheduled(seat, held_on=held_on, short_notice_reason=reason, kind=SessionKind.AD_HOC)
    assert (session.short_notice_reason, session.state) == (reason, SessionState.SCHEDULED)
    assert Act.objects.get(verb="schedule").note == reason


# -- changing


def amend(session, seat, **facts):
    fresh = DialogueSession.objects.get(pk=session.pk)
    return planning.amend(fresh, factories.plan(**facts), by=seat.actor, on=TODAY, at=NOW)


def test_another_day_moves_both_clocks_and_keeps_the_history(seat):
    session = factories.scheduled(seat)
    amend(session, seat, held_on=SESSION_ON + timedelta(days=7))

    hosting = session.hostings.get()
    assert hosting.invitation_duty.due_on == factories.LAST_SAFE_DAY + timedelta(days=7)
    assert hosting.notice_duty.base_on == SESSION_ON + timedelta(days=7)
    assert hosting.invitation_duty.moves.get().old_due_on == factories.LAST_SAFE_DAY
    changes = Act.objects.get(verb="amend").changes
    assert set(changes) == {"starts_at", "planned_end_at"}


def test_two_desks_do_not_overwrite_one_another(seat):
    session = factories.scheduled(seat)
    stale = DialogueSession.objects.get(pk=session.pk)
    amend(session, seat, place="Nhà văn hóa thử")
    with pytest.raises(EditConflict):
        planning.amend(stale, factories.plan(place="Nơi khác"), by=seat.actor, on=TODAY, at=NOW)
    session.refresh_from_db()
    assert session.place == "Nhà văn hóa thử"


@pytest.mark.rule("D9.1.b-2.s1")
@pytest.mark.parametrize(
    ("facts", "words"),
    [({"place": "Nơi khác"}, "địa điểm"), ({"held_on": SESSION_ON + timedelta(days=1)}, "thời gian")],
)
def test_what_the_letters_state_changes_only_by_a_new_plan(seat, facts, words):
    session = factories.announced()
    with pytest.raises(RuleViolation, match=f"Thư mời đã gửi có nêu {words}"):
        amend(session, seat, **facts)
    amend(session, seat, audience="Thêm đại diện khu phố 4")
    session.refresh_from_db()
    assert (session.audience, session.place) == ("Thêm đại diện khu phố 4", "Hội trường thử, số 1 đường Thử")


def test_postponing_voids_the_clocks_tells_the_invited_and_a_new_plan_starts_afresh(seat):
    session = factories.announced(guests=2)
    first = session.hostings.get().invitation_duty
    planning.postpone(session, reason="Mưa bão", by=seat.actor, on=TODAY, at=NOW)

    assert session.state == SessionState.POSTPONED
    first.refresh_from_db()
    assert (first.voided_on, first.void_reason) == (TODAY, "Hoãn buổi đối thoại: Mưa bão")
    assert Message.objects.filter(kind="sessions_app.postponed").count() == 2

    again = planning.reschedule(
        session, factories.plan(held_on=SESSION_ON + timedelta(days=14)), by=seat.actor, on=TODAY, at=NOW
    )
    hosting = again.hostings.get()
    assert (again.state, again.plan_revision) == (SessionState.SCHEDULED, 2)
    assert hosting.invitation_duty.due_on == factories.LAST_SAFE_DAY + timedelta(days=14)
    assert (hosting.invitation_document, hosting.invitation_duty == first) == (None, False)


def test_postponing_needs_a_reason(seat):
    session = factories.scheduled(seat)
    with pytest.raises(TransitionRefused, match="cần ghi rõ lý do"):
        planning.postpone(session, reason=" ", by=seat.actor, on=TODAY, at=NOW)
    session.refresh_from_db()
    assert session.state == SessionState.SCHEDULED


def test_cancelling_ends_the_clocks_and_cannot_be_repeated(seat):
    session = factories.announced()
    planning.cancel(session, reason="Không còn cần thiết", by=seat.actor, on=TODAY, at=NOW)
    hosting = session.hostings.get()
    assert (hosting.invitation_duty.voided_on, hosting.notice_duty.voided_on) == (TODAY, TODAY)
    assert Message.objects.filter(kind="sessions_app.cancelled").count() == 1
    with pytest.raises(TransitionRefused):
        planning.cancel(session, reason="Lần nữa", by=seat.actor, on=TODAY, at=NOW)
