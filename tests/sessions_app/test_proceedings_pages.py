"""The pages of the day by plain forms: no script, no text lost, refusals in words."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from audit.models import Act
from sessions_app.actions import proceedings
from sessions_app.actions.proceedings import NOBODY
from sessions_app.enums import SessionState, SpeakerKind
from sessions_app.models import Minutes, Turn
from sessions_app.queries.proceedings import running_turn
from tests.factories import proceedings as day
from tests.factories.accounts import SeatFactory
from tests.factories.organizations import unit
from tests.factories.proceedings import CLERK, ENDED_AT, SESSION_AT
from tests.support.counting import queries_of

pytestmark = pytest.mark.django_db
ON_THE_DAY = SESSION_AT.date()


@pytest.fixture
def desk(frozen, client_for):
    """The minute taker at the desk, half an hour into the session."""
    frozen(ON_THE_DAY, "14:30")
    return client_for(day.minute_taker())


def at(name, session, *more):
    return reverse(f"sessions_app:{name}", args=(session.code, *more))


def key(response, form="floor_form"):
    return response.context[form]["idempotency_key"].value()


def press(client, session, name, *more, form="floor_form", **fields):
    """Press a button of the board as it stands now."""
    board = client.get(at("proceedings", session))
    sent = {"idempotency_key": key(board, form), "seen": board.context["board"].seen}
    return client.post(at(name, session, *more), sent | fields, follow=True)


def test_the_desk_begins_calls_notes_and_ends_with_plain_forms(desk):
    session = day.scheduled()
    day.speaker(session, contact={"full_name": "Minh Họa Một", "salutation": "Bà"})
    day.speaker(session)
    board = press(desk, session, "begin", form="begin_form", version=session.version)
    assert "Đã bắt đầu buổi đối thoại." in board.content.decode()
    turn_page = press(desk, session, "call_next")
    turn = running_turn(session)
    assert turn_page.redirect_chain == [(at("turn", session, turn.code), 302)]
    assert "Bà Minh Họa Một" in turn_page.content.decode()
    form = turn_page.context["form"]
    sent = {
        "idempotency_key": form["idempotency_key"].value(),
        "version": form["version"].value(),
        "text": "Xe rác vào hẻm lúc tan tầm.",
        "viec": "moi-tiep",
    }
    following = desk.post(at("turn", session, turn.code), sent, follow=True)
    turn.refresh_from_db()
    second = running_turn(session)
    assert (turn.text, turn.ended_at is not None) == ("Xe rác vào hẻm lúc tan tầm.", True)
    assert following.redirect_chain == [(at("turn", session, second.code), 302)]
    ended = press(desk, session, "end_turn", second.code)
    assert "Chưa có ai phát biểu" in ended.content.decode()
    assert running_turn(session) is None


def test_sending_the_same_button_twice_acts_once(desk):
    session = day.in_progress()
    day.speaker(session)
    day.speaker(session)
    board = desk.get(at("proceedings", session))
    sent = {"idempotency_key": key(board), "seen": ""}
    desk.post(at("call_next", session), sent)
    again = desk.post(at("call_next", session), sent, follow=True)
    assert session.turns.count() == 1
    assert "đã được gửi trước đó" in again.content.decode()


def test_a_call_from_an_old_page_is_refused_in_words(desk):
    session = day.in_progress()
    day.speaker(session)
    day.speaker(session)
    old = desk.get(at("proceedings", session))
    press(desk, session, "call_next")
    refused = desk.post(at("call_next", session), {"idempotency_key": key(old), "seen": ""}, follow=True)
    assert session.turns.count() == 1
    assert "Có người vừa mời hoặc kết thúc một lượt" in refused.content.decode()


def test_somebody_who_did_not_register_needs_two_fields(desk):
    session = day.in_progress()
    page = press(
        desk, session, "call_walk_in", form="walk_in_form", speaker="Ông Minh Họa Tư", topic="Chiếu sáng"
    )
    turn = session.turns.get()
    assert (turn.speaker_label, turn.text) == ("Ông Minh Họa Tư", "Chiếu sáng")
    assert "chưa đăng ký trước" in page.content.decode()


def test_an_empty_walk_in_keeps_what_was_typed(desk):
    session = day.in_progress()
    page = press(desk, session, "call_walk_in", form="walk_in_form", speaker="Ông Minh Họa Tư", topic="")
    assert session.turns.count() == 0
    assert "Ông Minh Họa Tư" in page.content.decode()
    assert page.context["walk_in_form"].errors == {"topic": ["Nhập việc muốn nói."]}
    assert page.content.decode().count("<title>Lỗi: ") == 1


def test_agency_and_presider_reply_to_a_turn(desk):
    session = day.in_progress(attending_bodies=[day.agency()])
    question = day.walk_in(session)
    press(
        desk,
        session,
        "call_other",
        form="other_form",
        speaker=f"co-quan:{day.agency().code}",
        answers=question.code,
    )
    hosting = session.hostings.get()
    press(desk, session, "call_other", form="other_form", speaker=f"nguoi-chu-tri:{hosting.code}", answers="")
    _, reply, presider = session.turns.order_by("position")
    assert (reply.agency, reply.answers, presider.kind) == (day.agency(), question, SpeakerKind.PRESIDER)
    assert day.secretary().full_name in presider.speaker_label


def test_a_speaker_who_is_not_offered_is_refused(desk):
    session = day.in_progress()
    page = press(desk, session, "call_other", form="other_form", speaker="co-quan:khong-co", answers="")
    assert session.turns.count() == 0
    assert "speaker" in page.context["other_form"].errors


def test_a_text_typed_while_somebody_else_saved_stands_beside_the_other(desk):
    session = day.in_progress()
    turn = day.walk_in(session)
    page = desk.get(at("turn", session, turn.code))
    proceedings.note(Turn.objects.get(pk=turn.pk), text="Bản của người khác", by=CLERK, at=SESSION_AT)
    sent = {
        "idempotency_key": page.context["form"]["idempotency_key"].value(),
        "version": turn.version,
        "text": "Bản của tôi",
    }
    both = desk.post(at("turn", session, turn.code), sent)
    text = both.content.decode()
    assert ("Bản của người khác" in text, "Bản của tôi" in text) == (True, True)
    turn.refresh_from_db()
    assert turn.text == "Bản của người khác"
    # The page now carries the version it shows; saving again is the choice of whoever has read both.
    sent["version"] = both.context["form"]["version"].value()
    desk.post(at("turn", session, turn.code), sent)
    turn.refresh_from_db()
    assert turn.text == "Bản của tôi"


def test_attendance_is_counted_from_the_board(desk):
    session = day.in_progress()
    press(
        desk,
        session,
        "count_attendance",
        form="attendance_form",
        version=0,
        attended_total=86,
        attended_people=62,
    )
    minutes = Minutes.objects.get(session=session)
    assert (minutes.attended_total, minutes.attended_people, minutes.opening) == (86, 62, "")
    refused = press(
        desk,
        session,
        "count_attendance",
        form="attendance_form",
        version=1,
        attended_total=10,
        attended_people=62,
    )
    assert "attended_people" in refused.context["attendance_form"].errors
    minutes.refresh_from_db()
    assert minutes.attended_total == 86


def test_the_end_is_recorded_by_day_and_hour(desk, frozen):
    session = day.in_progress()
    frozen(ON_THE_DAY, "16:45")
    page = desk.get(at("record_end", session))
    assert page.context["form"]["ended_at"].value() == "16:45"
    sent = {
        "idempotency_key": page.context["form"]["idempotency_key"].value(),
        "version": session.version,
        "ended_on": "19/03/2026",
        "ended_at": "16 giờ 30",
    }
    done = desk.post(at("record_end", session), sent)
    session.refresh_from_db()
    assert (done.status_code, done.url) == (302, at("minutes", session))
    assert (session.state, session.ended_at) == (SessionState.HELD, ENDED_AT)


def test_beginning_and_ending_twice_with_one_form_leads_to_the_same_answer(desk, frozen):
    session = day.scheduled()
    board = desk.get(at("proceedings", session))
    sent = {"idempotency_key": key(board, "begin_form"), "version": session.version}
    first, again = (desk.post(at("begin", session), sent) for _ in range(2))
    assert (first.url, again.url) == (at("proceedings", session), at("proceedings", session))
    frozen(ON_THE_DAY, "16:45")
    form = desk.get(at("record_end", session)).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    first, again = (desk.post(at("record_end", session), sent) for _ in range(2))
    assert (first.url, again.url) == (at("minutes", session), at("minutes", session))
    assert desk.post(at("record_end", session), sent | {"idempotency_key": "khac"}).status_code == 403
    assert Act.objects.filter(verb__in=("begin", "record_end")).count() == 2


@pytest.mark.parametrize(
    ("ended_on", "ended_at", "field"),
    [
        ("32/13/2026", "16:30", "ended_on"),
        ("19/03/2026", "25:99", "ended_at"),
        ("19/03/2026", "23:59", "__all__"),
    ],
)
def test_a_wrong_end_is_said_at_its_field_and_kept(desk, ended_on, ended_at, field):
    session = day.in_progress()
    sent = {"idempotency_key": "k", "version": session.version, "ended_on": ended_on, "ended_at": ended_at}
    page = desk.post(at("record_end", session), sent)
    assert field in page.context["form"].errors
    assert ended_at in page.content.decode()
    session.refresh_from_db()
    assert session.state == SessionState.IN_PROGRESS


# -- whose page it is


@pytest.mark.parametrize("role", [Role.AGENCY, Role.FRONT, Role.SUPERIOR, Role.CITY_MONITOR])
def test_who_spoke_is_for_the_own_house(login, frozen, role):
    frozen(ON_THE_DAY, "14:30")
    session = day.in_progress(attending_bodies=[day.agency()])
    response = login(role).get(at("proceedings", session))
    assert response.status_code in (403, 404)
    assert login(Role.OFFICE).get(at("proceedings", session)).status_code == 200


def test_another_office_finds_nothing(frozen, client_for):
    frozen(ON_THE_DAY, "14:30")
    session = day.in_progress()
    stranger = SeatFactory(role=Role.OFFICE, unit=unit("van-phong-dang-uy-phuong-sai-gon"))
    assert client_for(stranger).get(at("proceedings", session)).status_code == 404


def test_a_leader_reads_and_presses_nothing(frozen, client_for):
    frozen(ON_THE_DAY, "14:30")
    session = day.in_progress()
    day.speaker(session)
    client = client_for(day.leader())
    page = client.get(at("proceedings", session))
    assert (page.status_code, "Mời người tiếp theo" in page.content.decode()) == (200, False)
    assert client.post(at("call_next", session), {"idempotency_key": "k", "seen": ""}).status_code == 403
    assert session.turns.count() == 0


def test_contact_never_reaches_the_desk_board(desk):
    session = day.in_progress()
    day.speaker(
        session,
        contact={"full_name": "Minh Họa Hai", "phone": "0911222333", "email": "poison@example.invalid"},
    )
    day.speaker(
        session, withhold_identity=True, contact={"full_name": "Minh Họa Kín", "address": "45/6 đường Kín"}
    )
    text = desk.get(at("proceedings", session)).content.decode()
    assert "Minh Họa Hai" in text
    for poison in ("0911222333", "0911 222 333", "poison@example.invalid", "Minh Họa Kín", "45/6 đường Kín"):
        assert poison not in text


def test_the_board_asks_the_database_as_often_for_three_as_for_one(desk):
    session = day.in_progress()

    def grow():
        day.petition(session, turn=day.walk_in(session))
        day.speaker(session)

    grow()
    once = queries_of(desk, at("proceedings", session))
    grow()
    grow()
    assert queries_of(desk, at("proceedings", session)) == once


def test_reading_the_board_twenty_times_changes_nothing(desk):
    session = day.in_progress()
    day.walk_in(session)
    before = (session.version, session.turns.count())
    for _ in range(20):
        assert desk.get(at("proceedings", session)).status_code == 200
    session.refresh_from_db()
    assert (session.version, session.turns.count()) == before


def test_nobody_is_called_with_a_session_that_is_only_scheduled(desk):
    session = day.scheduled()
    assert desk.post(at("call_next", session), {"idempotency_key": "k", "seen": NOBODY}).status_code == 403
