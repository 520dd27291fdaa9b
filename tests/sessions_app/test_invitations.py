"""Issuing the letters: checked, numbered once, with their slip; and the pages of it."""

import subprocess
from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse

from accounts import links
from accounts.enums import Role
from audit.models import Act
from audit.transitions import TransitionRefused
from documents import actions as documents
from documents.enums import DocumentState
from documents.models import IssuedDocument
from outbox.models import Message
from outbox.relay import relay_once
from regulation.violations import RuleViolation
from sessions_app.actions import invitations, planning
from sessions_app.enums import SessionState
from sessions_app.models import DialogueSession, Dispatch, Guest, Invitation
from tests.factories import sessions_app as factories
from tests.factories.accounts import SeatFactory
from tests.factories.organizations import TenureFactory, council_post, party_committee, secretary_post, unit
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db

TODAY, NOW = factories.TODAY, factories.NOW
SIGNER = {"authority_0": "T/L BAN THƯỜNG VỤ", "position_0": "CHÁNH VĂN PHÒNG", "name_0": "Minh Họa Chánh"}


@pytest.fixture(autouse=True)
def _today(frozen):
    frozen(TODAY)


@pytest.fixture
def seat():
    return factories.office_seat()


@pytest.fixture
def office(client_for, seat):
    return client_for(seat)


@pytest.fixture
def session(seat):
    return factories.scheduled(seat)


def page(name, session, *more):
    return reverse(f"sessions_app:{name}", args=(session.code, *more))


def text_of(pdf: bytes, *, page: int) -> str:
    """What a reader reads on one page."""
    command = ["pdftotext", "-f", str(page), "-l", str(page), "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def press(office, session, key="a", **typed):
    version = DialogueSession.objects.get(pk=session.pk).version
    return office.post(
        page("invitations", session), SIGNER | {"version": version, "idempotency_key": key} | typed
    )


# -- the verb


@pytest.mark.rule("D9.1.b-2.s1", "D9.1.b-2.s2")
def test_issuing_takes_one_number_and_gives_everybody_a_link_and_a_code(session):
    factories.add_guests(session, 2)
    factories.add_guests(session, 1, email=False)
    (paper,) = factories.issue(session)

    assert (session.state, session.announced_at) == (SessionState.ANNOUNCED, NOW)
    paper.refresh_from_db()
    assert (paper.number_text, paper.issuer, paper.state) == (
        "Số 01-GM/ĐU",
        party_committee(),
        DocumentState.ISSUED,
    )
    assert paper.dated_on == TODAY
    assert session.hostings.get().invitation_document == paper
    assert set(Guest.objects.values_list("listed_at_issue", flat=True)) == {True}
    for invitation in Invitation.objects.all():
        token = invitations.token_of(invitation)
        assert invitation.token_digest == links.digest(token)
        assert invitation.short_code == links.short_code_for(invitation.pk, invitation.generation)
    assert sorted(Dispatch.objects.values_list("channel", "left_on")) == [
        ("email", None), ("email", None), ("print", None),
    ]  # fmt: skip
    assert Message.objects.filter(kind="sessions_app.invitation").count() == 2


@pytest.mark.rule("D9.1.b-2.s1")
def test_the_paper_states_content_place_time_presider_and_carries_the_slip(session):
    factories.add_guests(session, 1)
    (paper,) = factories.issue(session)
    paper.refresh_from_db()
    facts = paper.facts
    holder = session.hostings.get().presidencies.get().official
    assert facts["content"] == "Chỉnh trang hẻm, an ninh trật tự khu dân cư"
    assert facts["place"] == "Hội trường thử, số 1 đường Thử"
    assert facts["starts_at"].startswith("2026-03-19T")
    assert facts["presiders"] == [f"Đồng chí {holder.full_name}, {secretary_post().title}"]
    with paper.file.content.open() as stored:
        assert "PHIẾU ĐĂNG KÝ NỘI DUNG PHÁT BIỂU" in text_of(stored.read(), page=2)


@pytest.mark.rule("D9.1.b-2.s1")
def test_without_anybody_on_the_list_nothing_is_issued(session):
    with pytest.raises(RuleViolation) as refused:
        factories.issue(session)
    assert str(refused.value) == "Chưa phát hành được: Chưa có khách mời nào trong danh sách."
    session.refresh_from_db()
    assert (session.state, IssuedDocument.objects.count()) == (SessionState.SCHEDULED, 0)


@pytest.mark.rule("D9.1.b-2.s1")
@pytest.mark.parametrize("fact", ["content", "place"])
def test_a_letter_without_a_mandatory_fact_cannot_be_issued(session, fact):
    factories.add_guests(session, 1)
    DialogueSession.objects.filter(pk=session.pk).update(**{fact: " "})
    with pytest.raises(RuleViolation, match="Chưa phát hành được"):
        factories.issue(session)
    assert (Message.objects.count(), IssuedDocument.objects.count()) == (0, 0)


@pytest.mark.rule("D9.1.b-2.s1")
@pytest.mark.parametrize(
    ("on", "needs_reason"),
    [
        pytest.param(date(2026, 3, 11), False, id="last-safe-day"),
        pytest.param(date(2026, 3, 12), False, id="amber"),
        pytest.param(date(2026, 3, 13), True, id="late"),
    ],
)
def test_late_letters_need_a_reason_that_stays(session, on, needs_reason, frozen):
    factories.add_guests(session, 1)
    at = frozen(on)
    if needs_reason:
        with pytest.raises(RuleViolation, match="Gửi thư mời hôm nay là trễ hạn"):
            factories.issue(session, on=on, at=at)
    factories.issue(session, on=on, at=at, late_reason="Chờ thống nhất địa điểm" if needs_reason else "")
    relay_once(at=at)

    duty = session.hostings.get().invitation_duty
    assert duty.met_on == on
    assert duty.late_reason == ("Chờ thống nhất địa điểm" if needs_reason else "")
    assert Act.objects.get(verb="announce").note == duty.late_reason


def test_letters_that_leave_after_the_closing_time_ask_until_the_session_begins(session, frozen):
    factories.add_guests(session, 1)
    on = factories.SESSION_ON - timedelta(days=1)
    paper, *_ = factories.issue(session, on=on, at=frozen(on), late_reason="Chờ thống nhất địa điểm")
    assert session.registration_closes_at == session.starts_at
    assert datetime.fromisoformat(paper.facts["registration_closes_at"]) == session.starts_at


def test_issuing_again_is_refused_and_takes_no_second_number(session):
    factories.add_guests(session, 1)
    factories.issue(session)
    with pytest.raises(TransitionRefused, match="Không thể gửi thư mời khi trạng thái là “Đã mời”"):
        factories.issue(session)
    assert IssuedDocument.objects.count() == 1


@pytest.mark.rule("D18.5")
def test_a_joint_session_sends_one_mailing_and_meets_both_duties(seat):
    tenure = TenureFactory(post=secretary_post())
    TenureFactory(post=council_post(), official=tenure.official)
    session = factories.scheduled(seat, posts=[secretary_post(), council_post()])
    factories.add_guests(session, 2)
    papers = factories.issue(session)
    relay_once(at=NOW)

    assert [paper.number_text for paper in papers] == ["Số 01-GM/ĐU", "Số: 01/GM-HĐND"]
    assert Message.objects.filter(kind="sessions_app.invitation").count() == 2
    duties = [hosting.invitation_duty for hosting in session.hostings.all()]
    assert [(duty.rule, duty.met_on) for duty in duties] == [("D9.1.b-2.s1", TODAY), ("D13.1.b-2.s1", TODAY)]


def test_a_crash_before_the_paper_is_finished_sends_nothing_and_the_tick_goes_on(session):
    factories.add_guests(session, 2)
    (paper,) = factories.issue(session, complete=False)
    assert (paper.state, Message.objects.count()) == (DocumentState.NUMBERED, 0)

    later = NOW + timedelta(minutes=5)
    assert (documents.finish_pending(later), documents.finish_pending(later)) == (1, 0)
    paper.refresh_from_db()
    assert (paper.state, paper.number) == (DocumentState.ISSUED, 1)
    assert Message.objects.filter(kind="sessions_app.invitation").count() == 2


def test_a_new_plan_gets_a_new_number_and_new_letters_under_the_same_links(seat, session):
    factories.add_guests(session, 1)
    factories.issue(session)
    link = Invitation.objects.get().token_digest
    planning.postpone(session, reason="Mưa bão", by=seat.actor, on=TODAY, at=NOW)
    planning.reschedule(
        session,
        factories.plan(held_on=factories.SESSION_ON + timedelta(days=7)),
        by=seat.actor,
        on=TODAY,
        at=NOW,
    )
    (paper,) = factories.issue(session)

    assert paper.number == 2
    assert Invitation.objects.get().token_digest == link
    assert sorted(Dispatch.objects.values_list("revision", flat=True)) == [1, 2]
    relay_once(at=NOW)
    cancelled = Message.objects.filter(kind="sessions_app.invitation", state="cancelled")
    assert [message.dispatch.revision for message in cancelled] == [1]


# -- what leaves


@pytest.mark.rule("D9.1.b-2.s1", "D9.1.b-2.s2")
def test_the_message_states_everything_and_leads_to_the_slip(session, settings):
    settings.BASE_URL = "https://doithoai.example.vn"
    factories.add_guests(session, 1)
    factories.issue(session)
    relay_once(at=NOW)

    (letter,) = [message for message in mail.outbox if message.to == ["khach1@example.invalid"]]
    invitation = Invitation.objects.get()
    assert letter.subject == "Thư mời dự đối thoại với Nhân dân, Thứ Năm, ngày 19/03/2026, 14 giờ 00"
    holder = session.hostings.get().presidencies.get().official
    for line in (
        "Kính gửi Bà Khách Mời Thử 1,",
        "Nội dung: Chỉnh trang hẻm, an ninh trật tự khu dân cư",
        "Địa điểm: Hội trường thử, số 1 đường Thử",
        "Thời gian: Thứ Năm, ngày 19/03/2026, 14 giờ 00",
        f"Chủ trì: {holder.full_name}, {secretary_post().title}",
        f"https://doithoai.example.vn/moi/{invitations.token_of(invitation)}/",
        f"nhập mã mời: {links.grouped(invitation.short_code, 4)}",
        "Xin đăng ký trước Thứ Ba, ngày 17/03/2026, 17 giờ 00.",
    ):
        assert line in letter.body
    (name, _, kind) = letter.attachments[0]
    assert (name, kind) == ("buoi-doi-thoai.ics", "text/calendar; method=PUBLISH")


def test_a_letter_to_somebody_removed_meanwhile_is_not_sent(seat, session):
    from sessions_app.actions import guests

    factories.add_guests(session, 2)
    factories.issue(session)
    guests.remove(session.guests.order_by("pk").first(), by=seat.actor, at=NOW)
    counts = relay_once(at=NOW)
    assert (counts.sent, counts.cancelled) == (1, 1)
    assert session.hostings.get().invitation_duty.met_on == TODAY


@pytest.mark.rule("D9.1.b-3", "D13.1.b-3")
def test_attending_bodies_are_told_by_account_or_wait_for_a_letter(seat):
    told, untold = unit("so-xay-dung"), unit("trung-tam-quan-ly-ha-tang-ky-thuat")
    contact = SeatFactory(role=Role.AGENCY, unit=told)
    contact.user.email = "coquan@example.invalid"
    contact.user.save()
    session = factories.scheduled(seat, attending_bodies=[told, untold])
    factories.add_guests(session, 1)
    factories.issue(session)
    relay_once(at=NOW)

    (letter,) = [message for message in mail.outbox if message.to == ["coquan@example.invalid"]]
    assert "điểm b, khoản 1, Điều 9" in letter.body
    assert f"/buoi-doi-thoai/{session.code}/" in letter.body
    bodies = {body.unit: body.notified_at for body in session.attending_bodies.select_related("unit")}
    assert bodies == {told: NOW, untold: None}


# -- the page


def test_what_is_missing_is_named_with_where_to_enter_it(office, session):
    shown = office.get(page("invitations", session))
    assert [(fact.text, fact.url) for fact in shown.context["missing"]] == [
        ("Chưa có khách mời nào trong danh sách", page("guests", session))
    ]
    assert "Phát hành và gửi" not in shown.content.decode()
    refused = press(office, session)
    assert refused.context["form"].non_field_errors() == [
        "Chưa phát hành được: Chưa có khách mời nào trong danh sách."
    ]


def test_the_check_page_counts_the_ways_and_judges_today(office, session):
    factories.add_guests(session, 2)
    factories.add_guests(session, 1, email=False)
    shown = office.get(page("invitations", session))
    rows = {row["label"]: row["value"] for row in shown.context["rows"]}
    assert rows["Người nhận"] == "3 người: 2 qua thư điện tử, 1 giao giấy"
    assert rows["Hạn gửi thư mời"] == "Thứ Tư, ngày 11/03/2026"
    assert shown.context["verdict"]["text"] == "Đúng hạn"
    assert "Phát hành và gửi 3 thư mời" in shown.content.decode()
    assert f'src="{page("invitation_preview", session)}' in shown.content.decode()


def test_the_preview_is_the_letter_itself(office, session):
    factories.add_guests(session, 1)
    response = office.get(page("invitation_preview", session))
    assert response["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content)[:5] == b"%PDF-"
    assert IssuedDocument.objects.count() == 0


def test_a_preview_without_a_mandatory_fact_says_what_is_missing(office, session):
    DialogueSession.objects.filter(pk=session.pk).update(place=" ")
    shown = office.get(page("invitation_preview", session)).content.decode()
    assert "Giấy mời phải nêu địa điểm." in shown


def test_pressing_the_button_twice_issues_once(office, session):
    factories.add_guests(session, 1)
    sent = SIGNER | {"version": session.version, "idempotency_key": "a"}
    answers = [office.post(page("invitations", session), sent) for _ in range(2)]
    assert [answer.url for answer in answers] == [page("dispatches", session)] * 2
    assert IssuedDocument.objects.count() == 1
    shown = office.get(page("dispatches", session)).content.decode()
    assert "Đã phát hành Giấy mời số 01-GM/ĐU" in shown
    assert "Biểu mẫu này đã được gửi trước đó." in shown


def test_a_fresh_form_after_the_issue_is_refused_with_the_reason(office, session):
    factories.add_guests(session, 1)
    press(office, session)
    refused = press(office, session, key="b")
    assert refused.status_code == 403
    assert "Thư mời của buổi này đã được phát hành." in refused.content.decode()


def test_a_signer_without_a_name_is_asked_for_and_nothing_is_issued(office, session):
    factories.add_guests(session, 1)
    response = press(office, session, name_0="", position_0="CHÁNH VĂN PHÒNG")
    assert response.context["form"].errors == {"name_0": ["Nhập họ và tên người ký."]}
    assert IssuedDocument.objects.count() == 0


def test_a_plan_changed_meanwhile_is_not_issued_unseen(office, seat, session):
    factories.add_guests(session, 1)
    version = session.version
    fresh = DialogueSession.objects.get(pk=session.pk)
    planning.amend(fresh, factories.plan(place="Nơi khác"), by=seat.actor, on=TODAY, at=NOW)
    response = press(office, session, version=version)
    assert response.context["form"].non_field_errors() == [
        "Có người vừa sửa nội dung này. Xem lại bản mới nhất rồi làm lại."
    ]
    assert IssuedDocument.objects.count() == 0


@pytest.mark.parametrize("role", [Role.MINUTE_TAKER, Role.LEADER, Role.CITY_MONITOR])
def test_only_the_organising_office_issues(client_for, session, role):
    factories.add_guests(session, 1)
    client = client_for(SeatFactory(role=role))
    assert client.get(page("invitations", session)).status_code == 403
    assert press(client, session).status_code == 403
    assert IssuedDocument.objects.count() == 0


def test_each_guest_has_a_letter_with_the_same_number_and_an_own_code(office, session):
    factories.add_guests(session, 1)
    invitation_code = "khong-co"
    assert office.get(page("invitation_letter", session, invitation_code)).status_code == 404
    factories.issue(session)
    invitation = Invitation.objects.get()
    response = office.get(page("invitation_letter", session, invitation.code))
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "private, no-store"
    content = b"".join(response.streaming_content)
    assert "Bà Khách Mời Thử 1, Khu phố 1" in text_of(content, page=1)
    assert links.grouped(invitation.short_code, 4) in text_of(content, page=2)


@pytest.mark.rule("D18.5")
def test_a_guest_of_a_joint_session_has_a_letter_of_each_host_in_the_form_of_its_branch(office, seat):
    tenure = TenureFactory(post=secretary_post())
    TenureFactory(post=council_post(), official=tenure.official)
    session = factories.scheduled(seat, posts=[secretary_post(), council_post()])
    factories.add_guests(session, 1)
    before = office.get(page("invitations", session)).content.decode()
    previews = [
        f"{page('invitation_preview', session)}?cua={hosting.code}"
        for hosting in session.hostings.order_by("position")
    ]
    assert all(preview in before for preview in previews)
    shown = [text_of(b"".join(office.get(preview).streaming_content), page=1) for preview in previews]
    assert ["Độc lập - Tự do - Hạnh phúc" in text for text in shown] == [False, True]
    factories.issue(session)
    invitation, url = Invitation.objects.get(), page("dispatches", session)
    links_to_print = [
        f"{page('invitation_letter', session, invitation.code)}?cua={hosting.code}"
        for hosting in session.hostings.order_by("position")
    ]
    listed = office.get(url).content.decode()
    assert all(link in listed for link in links_to_print)
    texts = [text_of(b"".join(office.get(link).streaming_content), page=1) for link in links_to_print]
    assert ["ĐẢNG CỘNG SẢN VIỆT NAM" in text for text in texts] == [True, False]
    assert ["Độc lập - Tự do - Hạnh phúc" in text for text in texts] == [False, True]
    assert all("Bà Khách Mời Thử 1, Khu phố 1" in text for text in texts)


# -- at the same moment


@pytest.mark.django_db(transaction=True)
def test_two_desks_that_issue_at_once_take_one_number():
    seat = factories.office_seat()
    session = factories.scheduled(seat)
    factories.add_guests(session, 3, seat=seat)

    def press_once(_number):
        mine = DialogueSession.objects.get(pk=session.pk)
        signings = [
            invitations.Signing(hosting=hosting, signature=factories.CHIEF)
            for hosting in invitations.hostings_with_paper(mine)
        ]
        return invitations.issue(mine, signings, late_reason="", by=seat.actor, on=TODAY, at=NOW)

    outcomes = at_once(4, press_once)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "TransitionRefused", "TransitionRefused", "TransitionRefused", "list",
    ]  # fmt: skip
    assert IssuedDocument.objects.values_list("number", flat=True).get() == 1
    assert Invitation.objects.count() == Dispatch.objects.count() == 3
