"""Registrations in the office: who sees them, what may be decided, and that only the presider refuses."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from audit.models import Act
from audit.transitions import TransitionRefused
from outbox.letters import Stale
from outbox.models import Message
from outbox.renderers import renderer_of
from regulation.clock import now, today
from regulation.refusals import OutOfScope, RefusalGround
from regulation.violations import RuleViolation
from sessions_app import queries, refusal_sentences
from sessions_app.actions import tracking_codes, triage
from sessions_app.enums import RegistrationSource, RegistrationState, SessionState
from sessions_app.models import (
    DialogueSession,
    Refusal,
    RefusalProposal,
    RegistrationReply,
    SpeakingRegistration,
    TrackingCode,
)
from sessions_app.queries.registrations import by_tracking_code, registrations_of
from sessions_app.workflow import REGISTRATION
from tests.factories import organizations
from tests.factories.accounts import SeatFactory
from tests.factories.organizations import OfficialFactory
from tests.factories.registrations import AnnouncedSessionFactory, invite, registration
from tests.support.moments import ORDINARY_MONDAY

pytestmark = pytest.mark.django_db

S = RegistrationState


@pytest.fixture
def presider(frozen):
    frozen(ORDINARY_MONDAY)
    return OfficialFactory()


@pytest.fixture
def session(presider) -> DialogueSession:
    return AnnouncedSessionFactory(presider=presider)


@pytest.fixture
def office(session, client_for):
    seat = SeatFactory()
    client = client_for(seat)
    client.seat = seat
    return client


@pytest.fixture
def leader(session, presider, client_for):
    seat = SeatFactory(role=Role.LEADER, official=presider)
    client = client_for(seat)
    client.seat = seat
    return client


def _list(session) -> str:
    return reverse("sessions_app:registrations", args=(session.code,))


def _page(row: SpeakingRegistration, name: str = "registration_detail") -> str:
    return reverse(f"sessions_app:{name}", args=(row.session.code, row.code))


def _decide(client, row, verb: str, **data):
    row.refresh_from_db()
    guards = {"verb": verb, "version": row.version, "idempotency_key": f"{verb}-{row.pk}-{row.version}"}
    response = client.post(_page(row), guards | data)
    row.refresh_from_db()
    return response


# -- who sees what


@pytest.mark.parametrize("role", [Role.OFFICE, Role.MINUTE_TAKER])
def test_the_organising_office_sees_the_registrations(session, role, login):
    registration(session)
    assert "Xe gom rác" in login(role).get(_list(session)).content.decode()


def test_a_presider_sees_the_registrations(session, leader):
    registration(session)
    assert leader.get(_list(session)).status_code == 200


@pytest.mark.parametrize("role", [Role.OFFICE, Role.MINUTE_TAKER])
def test_the_office_of_another_ward_does_not_find_the_session(session, role, login):
    row = registration(session)
    foreign = login(role, unit=organizations.party_office(organizations.SAI_GON))
    assert foreign.get(_list(session)).status_code == 404
    assert foreign.get(_page(row)).status_code == 404


@pytest.mark.parametrize("role", [Role.FRONT, Role.CITY_MONITOR, Role.SUPERIOR])
def test_overseers_who_reach_the_session_do_not_reach_what_people_want_to_say(session, role, login):
    row = registration(session)
    client = login(role)
    for address in (_list(session), _page(row), _page(row, "registration_receipt")):
        assert client.get(address).status_code in (403, 404)


def test_a_stranger_is_sent_to_the_login(session, client):
    assert client.get(_list(session))["Location"].startswith("/dang-nhap/")


def test_contacts_are_masked_in_lists_and_hidden_from_who_is_not_the_office(session, office, login):
    row = registration(
        session, contact={"phone": "0987654321", "email": "poison@example.vn", "address": "POISON 12"}
    )
    for address in (_list(session), _page(row)):
        seen = office.get(address).content.decode()
        assert "0987 *** 321" in seen
        assert "0987654321" not in seen
        assert "0987 654 321" not in seen
        assert "poison@" not in seen
        taker = login(Role.MINUTE_TAKER).get(address).content.decode()
        assert "0987 *** 321" not in taker
        assert "p***@" not in taker
        assert "POISON 12" not in seen + taker


def test_a_look_at_one_contact_is_one_act_with_its_reason(session, office):
    row = registration(session, contact={"phone": "0987654321", "email": "poison@example.vn"})
    data = {"reason": "clarify", "idempotency_key": "k1"}
    page = office.post(_page(row, "registration_reveal"), data).content.decode()
    assert "0987 654 321" in page
    act = Act.objects.get(verb="reveal_registrants")
    assert (act.note, act.changes) == ("Liên hệ để làm rõ nội dung đăng ký", {"received_numbers": [1]})
    again = office.post(_page(row, "registration_reveal"), data)
    assert again["Location"] == _page(row)
    assert Act.objects.filter(verb="reveal_registrants").count() == 1


def test_a_look_without_a_reason_shows_nothing_and_writes_nothing(session, office):
    registration(session, contact={"phone": "0987654321"})
    url = reverse("sessions_app:registrations_reveal", args=(session.code,))
    page = office.post(url, {"idempotency_key": "k"})
    assert page.context["form"].errors
    assert "0987 654 321" not in page.content.decode()
    assert not Act.objects.exists()
    assert office.get(url).status_code == 405


def test_only_the_office_looks_at_contacts(session, leader, login):
    row = registration(session)
    for client in (leader, login(Role.MINUTE_TAKER)):
        response = client.post(
            _page(row, "registration_reveal"), {"reason": "clarify", "idempotency_key": "k"}
        )
        assert response.status_code == 403
    assert not Act.objects.exists()


def test_whoever_waits_stands_first_in_the_list(session):
    rows = [registration(session, state=state) for state in (S.WRITTEN, S.SUBMITTED, S.RESERVE, S.NEEDS_INFO)]
    assert registrations_of(session) == [rows[1], rows[3], rows[0], rows[2]]
    assert registrations_of(session, state=S.RESERVE) == [rows[2]]


def test_the_list_costs_the_same_with_one_row_and_with_three(session, office, django_assert_num_queries):
    registration(session, invitation=invite(session))
    office.get(_list(session))
    with CaptureQueriesContext(connection) as one:
        office.get(_list(session))
    for _ in range(2):
        registration(session, invitation=invite(session))
    with django_assert_num_queries(len(one)):
        office.get(_list(session))


def test_the_filter_shows_one_state_and_counts_agree_with_the_rows(session, office):
    registration(session)
    registration(session, state=S.WRITTEN)
    page = office.get(_list(session), {"trang-thai": "written"})
    assert [row.received_number for row in page.context["page"].object_list] == [2]
    assert {tab["label"]: tab["value"] for tab in page.context["filters"]} == {
        "Tất cả": 2, "Mới nhận": 1, "Ghi nhận bằng văn bản": 1,
    }  # fmt: skip
    assert office.get(_list(session), {"trang-thai": "khong-co"}).status_code == 200


# -- decisions


def test_accepting_gives_the_next_place_and_tells_the_person(session, office):
    first = registration(session, contact={"email": "nguoi@example.vn"})
    second = registration(session)
    assert _decide(office, first, "accept").status_code == 302
    assert _decide(office, second, "accept").status_code == 302
    assert [(row.state, row.speaking_position) for row in (first, second)] == [
        (S.ACCEPTED, 1),
        (S.ACCEPTED, 2),
    ]
    message = Message.objects.get()
    assert (message.kind, message.recipient_label) == (
        "sessions_app.registration_update",
        "Người đăng ký số 01",
    )
    assert RegistrationReply.objects.filter(state=S.ACCEPTED).count() == 2


def test_a_slip_that_only_wants_to_write_is_not_put_among_the_speakers(session, office):
    row = registration(session, speaks_in_person=False)
    response = _decide(office, row, "accept")
    assert "hãy ghi nhận bằng văn bản" in str(response.context["form"].non_field_errors())
    assert row.state == S.SUBMITTED
    assert _decide(office, row, "take_in_writing").status_code == 302
    assert row.state == S.WRITTEN


def test_a_question_needs_words_and_reaches_the_person(session, office):
    row = registration(session)
    refused = _decide(office, row, "ask", question="")
    assert refused.context["form"].errors == {"question": ["Ghi nội dung cần bổ sung."]}
    assert row.state == S.SUBMITTED
    _decide(office, row, "ask", question="Nêu rõ địa chỉ hẻm.")
    assert row.state == S.NEEDS_INFO
    assert row.replies.get().text == "Nêu rõ địa chỉ hẻm."


@pytest.mark.rule("D2.2")
@pytest.mark.parametrize("channel", list(OutOfScope))
def test_a_matter_outside_the_regulation_is_shown_where_it_belongs(session, office, channel):
    row = registration(session)
    _decide(office, row, "refer", channel=channel.value, note="Số 1 đường Minh Họa.")
    assert row.state == S.REFERRED
    reply = row.replies.get()
    assert (reply.referred_to, reply.text) == (channel.value, f"{channel.guidance} Số 1 đường Minh Họa.")
    assert Act.objects.get(verb="refer").clause == "D2.2"


@pytest.mark.rule("D2.2")
def test_a_referral_names_a_place_or_is_not_made(session, office):
    row = registration(session)
    response = _decide(office, row, "refer", channel="")
    assert set(response.context["form"].errors) == {"channel"}
    assert row.state == S.SUBMITTED


def test_slips_on_one_matter_share_a_turn_and_keep_their_codes(session, office):
    first, second, third = (registration(session) for _ in range(3))
    _decide(office, second, "merge", into=first.code)
    _decide(office, first, "merge", into=third.code)
    second.refresh_from_db()
    assert (first.state, first.merged_into, second.merged_into) == (S.MERGED, third, third)
    assert TrackingCode.objects.count() == 3


def test_a_slip_is_not_merged_with_itself_nor_with_one_of_another_session(session, office, presider):
    row = registration(session)
    foreign = registration(AnnouncedSessionFactory(presider=presider))
    gone = registration(session, state=S.WITHDRAWN)
    for code in (row.code, foreign.code, gone.code, ""):
        assert set(_decide(office, row, "merge", into=code).context["form"].errors) == {"into"}
    for into in (row, foreign, gone):
        with pytest.raises(TransitionRefused):
            triage.merge(row, into=into, by=office.seat.actor, at=now())
    assert row.state == S.SUBMITTED


def test_the_office_withdraws_only_when_told_to(session, office):
    row = registration(session, state=S.ACCEPTED, position=1)
    assert _decide(office, row, "withdraw", note="").context["form"].errors
    _decide(office, row, "withdraw", note="Gọi điện ngày 09/03/2026.")
    assert (row.state, row.speaking_position) == (S.WITHDRAWN, None)


def test_a_decision_on_an_older_version_changes_nothing(session, office):
    row = registration(session)
    SpeakingRegistration.objects.update(version=4)
    data = {"verb": "accept", "version": 1, "idempotency_key": "k"}
    response = office.post(_page(row), data)
    assert "Có người vừa sửa nội dung này" in str(response.context["form"].non_field_errors())
    row.refresh_from_db()
    assert (row.state, row.speaking_position) == (S.SUBMITTED, None)


def test_a_decision_sent_twice_is_taken_once(session, office):
    row = registration(session, contact={"email": "nguoi@example.vn"})
    data = {"verb": "accept", "version": 1, "idempotency_key": "k"}
    assert (
        office.post(_page(row), data)["Location"] == office.post(_page(row), data)["Location"] == _page(row)
    )
    assert Message.objects.count() == 1
    assert Act.objects.count() == 1


def test_an_unknown_decision_is_not_found(session, office):
    row = registration(session)
    assert (
        office.post(_page(row), {"verb": "bo-qua", "version": 1, "idempotency_key": "k"}).status_code == 404
    )


@pytest.mark.parametrize("state", [SessionState.CONCLUDED, SessionState.CANCELLED])
def test_after_the_conclusions_nothing_is_decided_any_more(session, office, state):
    row = registration(session)
    DialogueSession.objects.update(state=state, ended_at=now(), concluded_at=now(), cancelled_at=now())
    assert _decide(office, row, "take_in_writing").status_code == 403
    assert row.state == S.SUBMITTED


@pytest.mark.parametrize("role", [Role.MINUTE_TAKER])
def test_only_the_office_decides(session, role, login, leader):
    row = registration(session)
    for client in (login(role), leader):
        assert _decide(client, row, "accept").status_code == 403
    assert row.state == S.SUBMITTED


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("verb", ["reserve", "take_in_writing"])
def test_only_the_table_moves_a_registration(session, office, state, verb):
    row = registration(session, state=state, position=1 if state == S.ACCEPTED else None)
    act = {"reserve": triage.reserve, "take_in_writing": triage.take_in_writing}[verb]
    if state in REGISTRATION[verb].sources:
        assert act(row, by=office.seat.actor, at=now()).state == REGISTRATION[verb].target
    else:
        with pytest.raises(TransitionRefused):
            act(row, by=office.seat.actor, at=now())
        row.refresh_from_db()
        assert row.state == state
        assert not Act.objects.exists()


# -- refusing by Điều 5


def _propose(office, row, ground=RefusalGround.ATTITUDE):
    return _decide(office, row, "propose_refusal", sentence=f"{ground.value}:0")


@pytest.mark.rule("D5.0")
def test_an_office_proposes_and_only_the_presider_refuses(session, office, leader):
    row = registration(session, contact={"email": "nguoi@example.vn"})
    assert _propose(office, row).status_code == 302
    assert (row.state, Refusal.objects.count(), Message.objects.count()) == (S.SUBMITTED, 0, 0)
    assert _decide(office, row, "confirm_refusal").status_code == 403
    assert row.state == S.SUBMITTED
    assert _decide(leader, row, "confirm_refusal").status_code == 302
    refusal = Refusal.objects.get()
    assert row.state == S.REFUSED
    assert (refusal.proposed_by, refusal.confirmed_by, refusal.confirmed_at) == (
        office.seat,
        leader.seat,
        now(),
    )
    assert not RefusalProposal.objects.exists()
    assert row.replies.get().text == refusal.sentence
    assert Message.objects.get().kind == "sessions_app.registration_update"


@pytest.mark.rule("D5.0")
def test_a_leader_who_does_not_preside_refuses_nobody(session, office, client_for):
    row = registration(session)
    _propose(office, row)
    other = client_for(SeatFactory(role=Role.LEADER, official=OfficialFactory()))
    assert _decide(other, row, "confirm_refusal").status_code == 403
    assert RefusalProposal.objects.exists()


@pytest.mark.rule("D5.0")
def test_whoever_proposed_does_not_confirm(session, office):
    row = registration(session)
    _propose(office, row)
    with pytest.raises(RuleViolation):
        triage.confirm_refusal(row.refusal_proposal, seat=office.seat, at=now())
    assert not Refusal.objects.exists()


@pytest.mark.rule("D5.1", "D5.4")
@pytest.mark.parametrize("ground", list(RefusalGround))
def test_a_refusal_keeps_its_ground_and_a_prepared_sentence_and_nothing_else(session, office, leader, ground):
    row = registration(session)
    _propose(office, row, ground)
    _decide(leader, row, "confirm_refusal")
    refusal = Refusal.objects.get()
    assert (refusal.ground, refusal.sentence) == (ground.value, refusal_sentences.SENTENCES[ground][0])
    for act in Act.objects.all():
        assert ground.value not in f"{act.title} {act.note} {act.changes}"
        assert ground.label not in f"{act.title} {act.note} {act.changes}"


@pytest.mark.rule("D5.1")
def test_the_grounds_of_clause_one_reach_no_list_no_page_of_the_office_and_no_message(
    session, office, leader
):
    row = registration(session, contact={"email": "nguoi@example.vn"})
    _propose(office, row, RefusalGround.CAPACITY)
    seen = office.get(_list(session)).content.decode()
    _decide(leader, row, "confirm_refusal")
    seen += office.get(_list(session)).content.decode() + leader.get(_list(session)).content.decode()
    message = Message.objects.get()
    seen += renderer_of(message.kind).render(message).body
    for word in ("năng lực hành vi", "khởi tố", "Điều 5 khoản 1", "capacity"):
        assert word not in seen


@pytest.mark.rule("D5.0")
def test_a_refusal_takes_a_ground_from_the_list(session, office):
    row = registration(session)
    for sentence in ("", "khac:0", "attitude:9", "attitude"):
        response = _decide(office, row, "propose_refusal", sentence=sentence)
        assert set(response.context["form"].errors) == {"sentence"}
    assert not RefusalProposal.objects.exists()


def test_a_proposal_stands_in_the_work_of_the_presider_alone(session, office, leader):
    row = registration(session)
    assert queries.work_for(leader.seat, on=today()) == []
    _propose(office, row)
    (item,) = queries.work_for(leader.seat, on=today())
    assert (item.title, item.url) == ("Quyết định đề nghị không tiếp nhận phiếu số 01", _page(row))
    for seat in (office.seat, SeatFactory(role=Role.LEADER, official=OfficialFactory())):
        assert item not in queries.work_for(seat, on=today())


def test_a_presider_who_does_not_agree_says_how_to_go_on(session, office, leader):
    row = registration(session)
    _propose(office, row)
    assert _decide(leader, row, "decline_refusal", note="").context["form"].errors
    _decide(leader, row, "decline_refusal", note="Cho ghi nhận bằng văn bản.")
    assert (row.state, RefusalProposal.objects.count(), Refusal.objects.count()) == (S.SUBMITTED, 0, 0)
    assert Act.objects.get(verb="decline_refusal").note == "Cho ghi nhận bằng văn bản."
    gone = _decide(leader, row, "confirm_refusal")
    assert "Không còn đề nghị nào" in str(gone.context["form"].non_field_errors())


def test_another_decision_of_the_office_ends_the_proposal(session, office):
    row = registration(session)
    _propose(office, row)
    row.refresh_from_db()
    _decide(office, row, "take_in_writing")
    assert not RefusalProposal.objects.exists()


# -- slips on paper

SLIP = {
    "full_name": "Minh Họa Phiếu",
    "field": "moi-truong-ngap-nuoc",
    "text": "Đèn đường hẻm 20 hỏng.",
    "manner": "truc-tiep",
    "address": "Khu phố 3",
    "idempotency_key": "phieu-1",
}


def _slip(client, session, **data):
    return client.post(reverse("sessions_app:registration_new", args=(session.code,)), SLIP | data)


@pytest.mark.rule("D9.1.b-2.s2", "D13.1.b-2.s2")
def test_a_paper_slip_is_typed_in_and_gets_a_receipt_with_the_same_kind_of_code(session, office):
    response = _slip(office, session, acknowledged="on")
    row = SpeakingRegistration.objects.get()
    assert response["Location"] == _page(row, "registration_receipt")
    assert (row.source, row.acknowledged_at, row.invitation) == (RegistrationSource.PAPER, now(), None)
    page = office.get(response["Location"]).content.decode()
    assert tracking_codes.code_of(row.tracking) in page
    assert "Minh Họa Phiếu" not in page


def test_a_slip_that_came_with_a_letter_takes_its_place(session, office):
    invitation = invite(session)
    _slip(office, session, short_code=invitation.short_code.upper())
    assert SpeakingRegistration.objects.get().invitation == invitation
    again = _slip(office, session, short_code=invitation.short_code, idempotency_key="phieu-2")
    assert "đã có một đăng ký" in str(again.context["form"].non_field_errors())
    assert SpeakingRegistration.objects.count() == 1


def test_a_slip_sent_twice_is_one_slip(session, office):
    assert _slip(office, session)["Location"] == _slip(office, session)["Location"]
    assert SpeakingRegistration.objects.count() == 1


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ({"text": ""}, "text"),
        ({"full_name": ""}, "full_name"),
        ({"address": ""}, "phone"),
        ({"short_code": "khong-co"}, "short_code"),
        ({"field": "khong-co"}, "field"),
        ({"text": "ư" * 1001}, "text"),
    ],
)
def test_a_wrong_slip_is_answered_at_its_field(session, office, entry, field):
    response = _slip(office, session, **entry)
    assert set(response.context["form"].errors) == {field}
    assert not SpeakingRegistration.objects.exists()


def test_late_slips_are_taken_by_the_office_but_not_after_the_day(session, frozen, client_for):
    frozen(session.starts_at.date(), "13:30")
    office = client_for(SeatFactory())
    assert _slip(office, session).status_code == 302
    DialogueSession.objects.update(state=SessionState.HELD, ended_at=now())
    assert _slip(office, session, idempotency_key="phieu-2").status_code == 403
    assert SpeakingRegistration.objects.count() == 1


def test_only_the_office_types_in_slips(session, leader, login):
    for client in (leader, login(Role.MINUTE_TAKER)):
        assert _slip(client, session).status_code == 403
    assert not SpeakingRegistration.objects.exists()


# -- letters


def test_the_receipt_by_mail_carries_code_and_dates_and_no_word_of_the_matter(session, office):
    row = registration(
        session, text="POISONVOICE", contact={"email": "nguoi@example.vn", "full_name": "POISONNAME X"}
    )
    message = Message(kind="sessions_app.receipt", params={"registration": row.pk})
    letter = renderer_of(message.kind).render(message)
    assert letter.to == "nguoi@example.vn"
    assert tracking_codes.code_of(row.tracking) in letter.body
    assert "http://testserver/tra-cuu/" in letter.body
    assert "POISON" not in letter.subject + letter.body
    (entry,) = letter.attachments
    assert entry.content.count(b"BEGIN:VEVENT") == 1
    assert b"POISON" not in entry.content


def test_news_by_mail_say_that_there_are_news_and_where(session, office):
    row = registration(session, contact={"email": "nguoi@example.vn"})
    triage.ask(row, question="POISONQUESTION", by=office.seat.actor, at=now())
    message = Message.objects.get()
    letter = renderer_of(message.kind).render(message)
    assert "Văn phòng đề nghị ông/bà bổ sung nội dung" in letter.body
    assert "POISON" not in letter.subject + letter.body


@pytest.mark.parametrize("gone", ["email", "session", "withdrawn"])
def test_a_letter_that_lost_its_point_is_not_sent(session, gone):
    row = registration(session, contact={"email": "nguoi@example.vn"})
    message = Message(kind="sessions_app.receipt", params={"registration": row.pk})
    if gone == "email":
        row.contact.email = ""
        row.contact.save()
    elif gone == "session":
        DialogueSession.objects.update(state=SessionState.CANCELLED, cancelled_at=now())
    else:
        SpeakingRegistration.objects.update(state=S.WITHDRAWN)
    with pytest.raises(Stale):
        renderer_of(message.kind).render(message)


# -- tracking codes


def test_a_code_is_understood_with_other_case_blanks_and_look_alikes(session):
    tracking = registration(session).tracking
    code = tracking_codes.code_of(tracking)
    assert len(code.replace("-", "")) == 15
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("1", "I").replace("0", "O")):
        assert by_tracking_code(typed) == tracking


def test_only_a_digest_of_the_secret_is_kept(session):
    tracking = registration(session).tracking
    secret = tracking_codes.code_of(tracking).replace("-", "").lower()[5:]
    assert secret not in str(TrackingCode.objects.values().get())


@pytest.mark.parametrize("typed", ["", "ABCDE", "ABCDE-12345-FGH67", "ư" * 15, "'; DROP TABLE", "A" * 500])
def test_anything_else_opens_nothing(session, typed):
    registration(session)
    assert by_tracking_code(typed) is None


def test_a_right_beginning_with_a_wrong_secret_opens_nothing(session):
    code = tracking_codes.code_of(registration(session).tracking)
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert by_tracking_code(wrong) is None


def test_ten_wrong_tries_at_one_code_a_day_and_the_right_one_waits_until_tomorrow(session, frozen):
    tracking = registration(session).tracking
    code = tracking_codes.code_of(tracking)
    wrong = f"{code[:6]}00000-00000"
    for _ in range(9):
        assert tracking_codes.look_up(wrong, network="10.0.0.0/24", at=now()) is None
    assert tracking_codes.look_up(code, network="10.0.0.0/24", at=now()) == tracking
    assert tracking_codes.look_up(wrong, network="10.0.0.0/24", at=now()) is None
    with pytest.raises(tracking_codes.TooManyTries):
        tracking_codes.look_up(code, network="10.9.0.0/24", at=now())
    frozen(ORDINARY_MONDAY.replace(day=11))
    assert tracking_codes.look_up(code, network="10.0.0.0/24", at=now()) == tracking


def test_a_hundred_wrong_tries_of_one_network_are_enough_and_others_go_on(session):
    tracking = registration(session).tracking
    code = tracking_codes.code_of(tracking)
    for number in range(100):
        assert tracking_codes.look_up(f"{number:05}-00000-00000", network="10.0.0.0/24", at=now()) is None
    with pytest.raises(tracking_codes.TooManyTries):
        tracking_codes.look_up(code, network="10.0.0.0/24", at=now())
    assert tracking_codes.look_up(code, network="10.0.1.0/24", at=now()) == tracking


def test_codes_whose_beginning_is_taken_move_to_the_next_generation(session, monkeypatch):
    first, second = registration(session).tracking, registration(session)
    TrackingCode.objects.filter(registration=second).delete()
    real = tracking_codes.links.tracking_code_for
    taken = tracking_codes.code_of(first).replace("-", "").lower()
    monkeypatch.setattr(
        tracking_codes.links, "tracking_code_for",
        lambda row, generation: taken if (row, generation) == (second.pk, 1) else real(row, generation),
    )  # fmt: skip
    given = tracking_codes.give(registration=second)
    assert given.generation == 2
    assert by_tracking_code(tracking_codes.code_of(given)) == given
