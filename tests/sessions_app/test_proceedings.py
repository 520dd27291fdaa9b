"""The day at the desk: who may begin, who has the floor, when it ended, what that sets in motion (Đ9.2, Đ9.3.a)."""

from datetime import timedelta

import pytest

from audit.models import Act
from audit.transitions import TransitionRefused
from audit.versions import EditConflict
from duties.actions import yearly
from duties.queries import yearly_session_duty
from organizations.enums import Branch
from regulation.articles import Article
from sessions_app.actions import proceedings
from sessions_app.actions.proceedings import NOBODY, FloorTaken
from sessions_app.enums import RegistrationState, SessionKind, SessionState, SpeakerKind
from sessions_app.models import Turn
from sessions_app.queries import proceedings as queries
from tests.factories import organizations
from tests.factories import proceedings as day
from tests.factories.proceedings import CLERK, ENDED_AT, SESSION_AT

pytestmark = pytest.mark.django_db


# -- begin


@pytest.mark.rule("D9.2.a", "D13.2.a")
def test_a_session_begins_only_with_somebody_named_to_write_the_minutes():
    session = day.scheduled(minute_taker=None)
    with pytest.raises(TransitionRefused, match="Cử thư ký ghi biên bản"):
        proceedings.begin(session, seat=day.office(), at=SESSION_AT)
    session.refresh_from_db()
    assert session.state == SessionState.SCHEDULED
    taker = day.minute_taker()
    session = proceedings.begin(session, seat=taker, at=SESSION_AT)
    assert (session.state, session.began_at, session.minute_taker) == (
        SessionState.IN_PROGRESS, SESSION_AT, taker,
    )  # fmt: skip


def test_a_session_does_not_begin_before_its_day():
    session = day.scheduled()
    with pytest.raises(TransitionRefused, match="chưa đến ngày"):
        proceedings.begin(session, seat=session.minute_taker, at=SESSION_AT - timedelta(days=1))


# -- the floor


@pytest.mark.rule("D9.2.c", "D13.2.c")
def test_speakers_come_in_their_order_and_one_ends_the_one_before():
    session = day.in_progress()
    first, second = day.speaker(session), day.speaker(session)
    turn = proceedings.call_next(session, seen=NOBODY, by=CLERK, at=SESSION_AT)
    later = SESSION_AT + timedelta(minutes=5)
    following = proceedings.call_next(session, seen=turn.code, by=CLERK, at=later)
    turn.refresh_from_db()
    assert (turn.registration, turn.position, turn.began_at, turn.ended_at) == (first, 1, SESSION_AT, later)
    assert (following.registration, following.position, following.ended_at) == (second, 2, None)
    with pytest.raises(TransitionRefused, match="Không còn ai chờ"):
        proceedings.call_next(session, seen=following.code, by=CLERK, at=later)
    following.refresh_from_db()
    assert following.ended_at is None


def test_a_second_start_from_an_old_page_is_refused():
    session = day.in_progress()
    day.speaker(session)
    day.speaker(session)
    proceedings.call_next(session, seen=NOBODY, by=CLERK, at=SESSION_AT)
    with pytest.raises(FloorTaken):
        proceedings.call_next(session, seen=NOBODY, by=CLERK, at=SESSION_AT)
    assert session.turns.count() == 1


def test_calling_somebody_who_speaks_already_is_the_same_turn():
    session = day.in_progress()
    registration = day.speaker(session)
    turn = proceedings.call_registered(registration, seen=NOBODY, by=CLERK, at=SESSION_AT)
    assert proceedings.call_registered(registration, seen=NOBODY, by=CLERK, at=SESSION_AT) == turn


def test_whoever_is_not_on_the_list_is_not_called_from_it():
    session = day.in_progress()
    registration = day.speaker(session)
    registration.speaking_position, registration.state = None, RegistrationState.WRITTEN
    registration.save()
    with pytest.raises(TransitionRefused, match="không có trong danh sách"):
        proceedings.call_registered(registration, seen=NOBODY, by=CLERK, at=SESSION_AT)


def test_somebody_who_did_not_register_speaks_with_a_name_and_a_topic():
    session = day.in_progress()
    turn = day.walk_in(session, "Bà Minh Họa Ghé")
    assert (turn.speaker_label, turn.text, turn.kind) == (
        "Bà Minh Họa Ghé",
        "Rác ở hẻm 12",
        SpeakerKind.CITIZEN,
    )
    assert queries.is_walk_in(turn)


@pytest.mark.rule("D9.2.d", "D13.2.d")
def test_an_agency_reports_on_what_was_raised():
    session = day.in_progress()
    question = day.walk_in(session)
    reply = proceedings.call_agency(
        session,
        agency=day.agency(),
        answers=question,
        seen=NOBODY,
        by=CLERK,
        at=SESSION_AT + timedelta(minutes=9),
    )
    assert (reply.kind, reply.agency, reply.answers) == (SpeakerKind.AGENCY, day.agency(), question)


@pytest.mark.rule("D9.2.b", "D13.2.b")
def test_the_head_informs_the_people():
    session = day.in_progress()
    turn = proceedings.call_presider(
        session, name="Đồng chí Minh Họa", answers=None, seen=NOBODY, by=CLERK, at=SESSION_AT
    )
    proceedings.note(turn, text="Thông báo kết quả chỉnh trang hẻm.", by=CLERK, at=SESSION_AT)
    turn.refresh_from_db()
    assert (turn.kind, turn.text) == (SpeakerKind.PRESIDER, "Thông báo kết quả chỉnh trang hẻm.")


def test_nobody_is_called_before_the_session_begins():
    session = day.scheduled()
    with pytest.raises(TransitionRefused, match="Bắt đầu buổi đối thoại"):
        proceedings.call_walk_in(session, speaker="A", topic="B", seen=NOBODY, by=CLERK, at=SESSION_AT)


def test_turns_entered_after_the_session_are_marked_and_hold_no_floor():
    session = day.held()
    first, second = day.walk_in_later(session), day.walk_in_later(session)
    assert [(t.entered_later, t.began_at, t.ended_at) for t in (first, second)] == [(True, None, None)] * 2
    assert queries.running_turn(session) is None


def test_ending_a_turn_twice_keeps_the_first_end():
    session = day.in_progress()
    turn = day.walk_in(session)
    ended = turn.ended_at
    proceedings.end_turn(turn, by=CLERK, at=ended + timedelta(minutes=1))
    turn.refresh_from_db()
    assert turn.ended_at == ended
    assert Act.objects.filter(verb="end_turn").count() == 1


def test_notes_saved_by_two_do_not_overwrite_each_other():
    session = day.in_progress()
    turn = day.walk_in(session)
    other = Turn.objects.get(pk=turn.pk)
    proceedings.note(turn, text="bản thứ nhất", by=CLERK, at=SESSION_AT)
    with pytest.raises(EditConflict) as conflict:
        proceedings.note(other, text="bản thứ hai", by=CLERK, at=SESSION_AT)
    assert conflict.value.current.text == "bản thứ nhất"


# -- the end


@pytest.mark.rule("D9.3.a")
def test_the_ten_days_run_from_the_day_the_session_ended():
    session = day.in_progress()
    hosting = session.hostings.get()
    assert hosting.notice_duty.base_is_planned
    ended_at = SESSION_AT + timedelta(days=1)
    session = proceedings.record_end(session, ended_at=ended_at, by=CLERK, at=ended_at)
    hosting.notice_duty.refresh_from_db()
    duty = hosting.notice_duty
    assert (session.state, session.ended_at) == (SessionState.HELD, ended_at)
    assert (duty.base_on, duty.base_is_planned, duty.met_on) == (ended_at.date(), False, None)
    # Friday 20/3/2026 and ten working days.
    assert f"{duty.due_on:%d/%m/%Y}" == "03/04/2026"


def test_the_end_needs_neither_minutes_nor_attendance_nor_a_recorded_beginning():
    session = day.scheduled(minute_taker=None)
    session = proceedings.record_end(session, ended_at=ENDED_AT, by=CLERK, at=ENDED_AT + timedelta(days=3))
    assert (session.state, session.ended_at, session.began_at) == (SessionState.HELD, ENDED_AT, None)


@pytest.mark.parametrize(
    ("ended_at", "sentence"),
    [
        (ENDED_AT + timedelta(hours=1), "không thể ở tương lai"),
        (SESSION_AT - timedelta(minutes=1), "sau giờ bắt đầu"),
    ],
)
def test_an_impossible_end_is_refused_and_changes_nothing(ended_at, sentence):
    session = day.in_progress()
    with pytest.raises(TransitionRefused, match=sentence):
        proceedings.record_end(session, ended_at=ended_at, by=CLERK, at=ENDED_AT)
    session.refresh_from_db()
    assert (session.state, session.ended_at) == (SessionState.IN_PROGRESS, None)


def test_the_end_lies_after_the_last_turn_began():
    session = day.in_progress()
    day.walk_in(session, at=ENDED_AT - timedelta(minutes=1))
    with pytest.raises(TransitionRefused, match="lượt phát biểu cuối cùng"):
        proceedings.record_end(session, ended_at=ENDED_AT - timedelta(minutes=2), by=CLERK, at=ENDED_AT)
    session = proceedings.record_end(session, ended_at=ENDED_AT, by=CLERK, at=ENDED_AT)
    assert session.state == SessionState.HELD


def test_the_end_takes_the_floor_back():
    session = day.in_progress()
    turn = proceedings.call_walk_in(session, speaker="A B", topic="C", seen=NOBODY, by=CLERK, at=SESSION_AT)
    proceedings.record_end(session, ended_at=ENDED_AT, by=CLERK, at=ENDED_AT)
    turn.refresh_from_db()
    assert turn.ended_at == ENDED_AT


def test_the_end_is_recorded_once():
    session = day.held()
    with pytest.raises(TransitionRefused, match="Đã tổ chức"):
        proceedings.record_end(session, ended_at=ENDED_AT, by=CLERK, at=ENDED_AT)


@pytest.mark.rule("D20.2.s1")
@pytest.mark.parametrize(
    ("kind", "met"), [(SessionKind.PERIODIC, True), (SessionKind.THEMATIC, True), (SessionKind.AD_HOC, False)]
)
def test_a_session_meets_the_yearly_duty_of_its_post_unless_it_is_ad_hoc(kind, met):
    session = day.in_progress(kind=kind, area="Khu phố 3")
    yearly.open_yearly_duties(SESSION_AT.year, on=SESSION_AT.date(), at=SESSION_AT)
    post = organizations.secretary_post()
    assert yearly_session_duty(post, SESSION_AT.year).met_on is None
    proceedings.record_end(session, ended_at=ENDED_AT, by=CLERK, at=ENDED_AT)
    assert yearly_session_duty(post, SESSION_AT.year).met_on == (ENDED_AT.date() if met else None)


def test_a_delegate_in_the_chair_counts_and_is_flagged():
    session = day.in_progress()
    hosting = session.hostings.get()
    hosting.presidencies.update(is_holder=False, override_reason="Người đứng đầu đi công tác.")
    proceedings.record_end(session, ended_at=ENDED_AT, by=CLERK, at=ENDED_AT)
    act = Act.objects.get(verb="record_end")
    assert act.changes["delegated"] == [hosting.post.code]
    assert hosting.branch == Branch.PARTY
    assert hosting.notice_duty.article == Article.CONCLUSION_NOTICE
