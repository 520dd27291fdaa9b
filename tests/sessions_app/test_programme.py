"""The programme: places without gaps, one step at a time, a paper that names people only with consent."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from audit.models import Act
from audit.transitions import TransitionRefused
from audit.versions import EditConflict
from regulation.clock import now, today
from sessions_app.actions import programme, triage
from sessions_app.enums import RegistrationState, SessionState
from sessions_app.models import DialogueSession, SpeakingRegistration
from sessions_app.programme_paper import programme_paper
from sessions_app.queries.registrations import speakers
from sessions_app.run_sheet_paper import run_sheet
from tests.factories.accounts import SeatFactory
from tests.factories.registrations import AnnouncedSessionFactory, registration
from tests.support.moments import ORDINARY_MONDAY
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db

ACCEPTED = RegistrationState.ACCEPTED


@pytest.fixture
def session(frozen) -> DialogueSession:
    frozen(ORDINARY_MONDAY)
    return AnnouncedSessionFactory()


@pytest.fixture
def seat(session):
    return SeatFactory()


@pytest.fixture
def office(seat, client_for):
    return client_for(seat)


def _three(session) -> list[SpeakingRegistration]:
    return [registration(session, state=ACCEPTED, position=place) for place in (1, 2, 3)]


def _order(session) -> list[tuple[int, int]]:
    return list(speakers(session).values_list("speaking_position", "received_number"))


def _address(session, name: str = "programme") -> str:
    return reverse(f"sessions_app:{name}", args=(session.code,))


def _move(client, session, row, direction, version=None, key=None):
    row.refresh_from_db()
    data = {
        "registration": row.code,
        "direction": direction,
        "version": version or row.version,
        "idempotency_key": key or f"{row.pk}-{direction}-{row.version}",
    }
    return client.post(_address(session, "programme_move"), data)


def test_moving_exchanges_places_with_the_neighbour(session, office):
    rows = _three(session)
    _move(office, session, rows[2], "up")
    assert _order(session) == [(1, 1), (2, 3), (3, 2)]
    _move(office, session, rows[0], "down")
    assert _order(session) == [(1, 3), (2, 1), (3, 2)]
    assert Act.objects.filter(verb="move_speaker").count() == 2


def test_at_the_ends_nothing_changes(session, office):
    rows = _three(session)
    _move(office, session, rows[0], "up")
    _move(office, session, rows[2], "down")
    assert _order(session) == [(1, 1), (2, 2), (3, 3)]
    assert not Act.objects.exists()


def test_leaving_the_order_closes_the_gap(session, seat):
    rows = _three(session)
    triage.reserve(rows[0], by=seat.actor, at=now())
    assert _order(session) == [(1, 2), (2, 3)]
    triage.accept(rows[0], by=seat.actor, at=now())
    assert _order(session) == [(1, 2), (2, 3), (3, 1)]


def test_an_older_version_moves_nobody_and_shows_the_new_order(session, office):
    rows = _three(session)
    _move(office, session, rows[1], "up")
    response = _move(office, session, rows[0], "down", version=1, key="cu")
    assert response["Location"] == _address(session)
    assert "Có người vừa đổi thứ tự" in office.get(_address(session)).content.decode()
    assert _order(session) == [(1, 2), (2, 1), (3, 3)]


def test_a_step_sent_twice_is_one_step(session, office):
    rows = _three(session)
    for _ in range(2):
        _move(office, session, rows[2], "up", version=1, key="mot-lan")
    assert _order(session) == [(1, 1), (2, 3), (3, 2)]


def test_bad_input_moves_nobody(session, office):
    row = _three(session)[1]
    good = {"registration": row.code, "direction": "up", "version": 1, "idempotency_key": "k"}
    for wrong in ({"direction": "sideways"}, {"version": "x"}, {"version": ""}, {"idempotency_key": ""}):
        assert office.post(_address(session, "programme_move"), good | wrong)["Location"] == _address(session)
    assert (
        office.post(_address(session, "programme_move"), good | {"registration": "khongco"}).status_code
        == 404
    )
    assert office.get(_address(session, "programme_move")).status_code == 405
    assert _order(session) == [(1, 1), (2, 2), (3, 3)]


def test_somebody_outside_the_order_is_not_moved(session, seat):
    row = registration(session)
    with pytest.raises(TransitionRefused):
        programme.move(row, up=True, by=seat.actor, at=now())


def test_after_the_session_the_order_stands(session, seat):
    row = _three(session)[1]
    DialogueSession.objects.update(state=SessionState.HELD, ended_at=now())
    with pytest.raises(TransitionRefused):
        programme.move(row, up=True, by=seat.actor, at=now())
    assert _order(session) == [(1, 1), (2, 2), (3, 3)]


@pytest.mark.django_db(transaction=True)
def test_two_desks_moving_at_once_lose_nobody(frozen):
    frozen(ORDINARY_MONDAY)
    session, seat = AnnouncedSessionFactory(), SeatFactory()
    rows = [registration(session, state=ACCEPTED, position=place) for place in range(1, 7)]

    def push(number: int):
        row = SpeakingRegistration.objects.get(pk=rows[number].pk)
        return programme.move(row, up=number % 2 == 0, by=seat.actor, at=now())

    outcomes = at_once(6, push)
    assert {type(outcome) for outcome in outcomes} <= {SpeakingRegistration, EditConflict}
    places = _order(session)
    assert [place for place, _ in places] == [1, 2, 3, 4, 5, 6]
    assert sorted(number for _, number in places) == [1, 2, 3, 4, 5, 6]


@pytest.mark.django_db(transaction=True)
def test_accepting_at_once_gives_each_a_place_of_his_own(frozen):
    frozen(ORDINARY_MONDAY)
    session, seat = AnnouncedSessionFactory(), SeatFactory()
    rows = [registration(session) for _ in range(6)]
    at_once(
        6, lambda n: triage.accept(SpeakingRegistration.objects.get(pk=rows[n].pk), by=seat.actor, at=now())
    )
    assert [place for place, _ in _order(session)] == [1, 2, 3, 4, 5, 6]


# -- the page


def test_the_house_reads_the_programme_and_only_the_office_orders(session, office, login):
    rows = _three(session)
    assert "Lên" in office.get(_address(session)).content.decode()
    taker = login(Role.MINUTE_TAKER)
    page = taker.get(_address(session)).content.decode()
    assert rows[0].contact.full_name in page
    assert "Đổi thứ tự" not in page
    assert _move(taker, session, rows[1], "up").status_code == 403
    assert login(Role.FRONT).get(_address(session)).status_code == 403
    assert _order(session) == [(1, 1), (2, 2), (3, 3)]


def test_the_page_costs_the_same_with_one_speaker_and_with_three(session, office, django_assert_num_queries):
    registration(session, state=ACCEPTED, position=1)
    office.get(_address(session))
    with CaptureQueriesContext(connection) as one:
        office.get(_address(session))
    for place in (2, 3):
        registration(session, state=ACCEPTED, position=place)
    with django_assert_num_queries(len(one)):
        office.get(_address(session))


# -- the paper


def _steps(session):
    return programme_paper(session, on=today()).steps


def test_the_usual_steps_stand_in_their_order_with_times_around_the_people(session):
    assert [(step.starts_at and f"{step.starts_at:%H:%M}", step.content) for step in _steps(session)] == [
        ("13:30", "Ổn định, tiếp nhận đăng ký phát biểu"),
        ("14:00", "Tuyên bố lý do, giới thiệu đại biểu, người chủ trì và thư ký"),
        ("14:05", "Phát biểu khai mạc, thông báo nội quy buổi đối thoại"),
        ("14:10", "Thông báo tình hình và công tác lãnh đạo của cấp ủy"),
        ("14:20", "Thông báo kết quả giải quyết ý kiến kỳ trước"),
        ("14:30", "Nhân dân phát biểu, đối thoại"),
        ("15:35", "Cơ quan liên quan giải trình"),
        ("16:05", "Trả lời và kết luận"),
        ("16:25", "Bế mạc"),
    ]


@pytest.mark.parametrize("length", [None, timedelta(minutes=60)])
def test_where_times_do_not_fit_only_the_order_is_fixed(session, length):
    session.planned_end_at = session.starts_at + length if length else None
    session.save()
    assert [step.starts_at is None for step in _steps(session)] == [False, False, *[True] * 7]


def test_the_paper_names_people_only_with_consent(session):
    registration(
        session, state=ACCEPTED, position=1, contact={"full_name": "Minh Họa Một", "may_be_named": True}
    )
    registration(session, state=ACCEPTED, position=2, contact={"full_name": "POISON Hai"})
    registration(
        session, state=ACCEPTED, position=3, withhold_identity=True,
        contact={"full_name": "POISON Ba", "may_be_named": True, "address": "Khu phố 3", "phone": "0987654321"},
    )  # fmt: skip
    assert _steps(session)[5].speakers == (
        "1. Minh Họa Một: Môi trường - ngập nước",
        "2. Công dân, phiếu số 02: Môi trường - ngập nước",
        "3. Công dân, phiếu số 03, Khu phố 3: Môi trường - ngập nước",
    )


def test_the_programme_prints_as_a_pdf(session, office):
    _three(session)
    response = office.get(_address(session, "programme_pdf"))
    assert response["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content).startswith(b"%PDF-")


def test_only_the_house_prints_it(session, login):
    assert login(Role.CITY_MONITOR).get(_address(session, "programme_pdf")).status_code == 403


def test_the_run_sheet_names_who_speaks_and_says_whose_name_stays_in_the_room(session):
    rows = _three(session)
    SpeakingRegistration.objects.filter(pk=rows[1].pk).update(withhold_identity=True)
    sheet = run_sheet(session, on=today())
    assert [speaker.position for speaker in sheet.speakers] == [1, 2, 3]
    assert [speaker.withheld for speaker in sheet.speakers] == [False, True, False]
    assert all(
        row.contact.full_name in speaker.name for row, speaker in zip(rows, sheet.speakers, strict=True)
    )
    assert [step.content for step in sheet.steps] == [
        step.content for step in programme_paper(session, on=today()).steps
    ]
    assert list(sheet.lines_for_the_pen) == [4, 5, 6, 7]


def test_the_run_sheet_is_for_the_house_only_and_writes_nothing(session, office, client_for):
    _three(session)
    before = Act.objects.count()
    assert _address(session, "run_sheet_pdf") in office.get(_address(session)).content.decode()
    answer = office.get(_address(session, "run_sheet_pdf"))
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "private, no-store")
    assert Act.objects.count() == before
    for role in (Role.FRONT, Role.SUPERIOR, Role.CITY_MONITOR, Role.AGENCY):
        refused = client_for(SeatFactory(role=role)).get(_address(session, "run_sheet_pdf"))
        assert refused.status_code in (403, 404)
