"""People at work: asked by a link that is good once, ended, handed over; each from the pages, with refusals beside."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.forms import new_key
from accounts.models import Absence, Seat, StaffInvitation, User
from accounts.queries import seats_of
from audit.models import Act
from dialogue_portal.staff import verbs
from duties.actions import feeds
from outbox.models import Message
from outbox.relay import relay_once
from sessions_app.models import DialogueSession
from tests.factories import proceedings as day
from tests.factories.accounts import SeatFactory, UserFactory
from tests.factories.organizations import party_office, unit
from tests.support.moments import at
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 9)
NOW = at(ON, "10:00")
PASSWORD = "mot cau dai de nho 2026"
PEOPLE = "/nguoi-dung/"


@pytest.fixture(autouse=True)
def _now(frozen):
    frozen(ON, "10:00")


@pytest.fixture
def admin():
    return SeatFactory(role=Role.ADMIN)


@pytest.fixture
def clerk():
    return SeatFactory(role=Role.OFFICE)


def invited(by: Seat, **changed) -> StaffInvitation:
    place = {"unit": party_office(), "role": Role.MINUTE_TAKER, "title": "Thư ký", "valid_from": ON} | changed
    return verbs.invite(
        verbs.Place(**place), full_name="Minh Họa Mới", email="moi@minhhoa.example", seat=by, at=NOW
    )


def typed(**changed) -> dict[str, str]:
    facts = {
        "full_name": "Minh Họa Mới", "email": "moi@minhhoa.example", "unit": party_office().name,
        "role": Role.MINUTE_TAKER, "title": "Thư ký", "valid_from": "09/03/2026", "valid_until": "",
    }  # fmt: skip
    return facts | {"idempotency_key": new_key()} | changed


def through(invitation: StaffInvitation) -> Client:
    """The browser of the invited person, behind the link."""
    client = Client()
    answer = client.get(f"/nhan-viec/{verbs.token_of(invitation)}/")
    assert (answer.status_code, answer.url) == (303, "/nhan-viec/")
    return client


def account(**changed) -> dict[str, str]:
    facts = {"username": "minh.hoa", "password": PASSWORD, "password_again": PASSWORD}
    return facts | {"idempotency_key": new_key()} | changed


class TestInviting:
    def test_a_letter_with_a_link_leaves_and_the_link_stands_in_no_archive(
        self, client_for, admin, mailoutbox
    ):
        answer = client_for(admin).post("/nguoi-dung/moi/", typed())
        assert (answer.status_code, answer.url) == (302, PEOPLE)
        row = StaffInvitation.objects.get()
        relay_once(at=NOW + timedelta(minutes=1))
        [letter] = mailoutbox
        assert letter.to == ["moi@minhhoa.example"]
        assert f"http://testserver/nhan-viec/{verbs.token_of(row)}/" in letter.body
        assert verbs.token_of(row) not in Message.objects.get().archived_body
        assert row.token_digest != verbs.token_of(row)
        assert Act.objects.filter(verb="staff_invitation.invite").count() == 1

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"email": "khong phai thu"}, "email"),
            ({"unit": "Không có đơn vị này"}, "unit"),
            ({"valid_until": "01/01/2026"}, "valid_until"),
            ({"role": ""}, "role"),
        ],
    )
    def test_what_is_wrong_is_said_at_the_field(self, client_for, admin, changed, field):
        answer = client_for(admin).post("/nguoi-dung/moi/", typed(**changed))
        assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])
        assert not StaffInvitation.objects.exists()

    def test_an_office_asks_for_its_own_unit_and_for_the_roles_of_an_office(self, client_for, clerk):
        client = client_for(clerk)
        strange = client.post("/nguoi-dung/moi/", typed(unit="Sở Y tế"))
        leader = client.post("/nguoi-dung/moi/", typed(role=Role.LEADER))
        assert [list(answer.context["form"].errors) for answer in (strange, leader)] == [["unit"], ["role"]]
        assert client.post("/nguoi-dung/moi/", typed()).status_code == 302

    def test_a_second_invitation_to_the_same_place_is_refused(self, client_for, admin):
        client = client_for(admin)
        assert client.post("/nguoi-dung/moi/", typed()).status_code == 302
        assert client.post("/nguoi-dung/moi/", typed()).status_code == 200
        assert StaffInvitation.objects.count() == 1

    def test_another_office_finds_nothing(self, client_for, admin):
        row = invited(admin)
        other = client_for(SeatFactory(role=Role.OFFICE, unit=party_office("phuong-sai-gon")))
        assert row.full_name not in other.get(PEOPLE).content.decode()
        assert other.post(f"/nguoi-dung/loi-moi/{row.code}/rut/").status_code == 404
        row.refresh_from_db()
        assert row.withdrawn_at is None


class TestAccepting:
    def test_a_new_account_takes_the_seat_once(self, admin):
        row = invited(admin)
        client = through(row)
        assert row.title in client.get("/nhan-viec/").content.decode()
        answer = client.post("/nhan-viec/", account())
        assert (answer.status_code, answer.url) == (302, "/dang-nhap/")
        user = User.objects.get(username="minh.hoa")
        assert user.check_password(PASSWORD)
        [seat] = seats_of(user, on=ON)
        assert (seat.role, seat.unit, seat.valid_from) == (Role.MINUTE_TAKER, party_office(), ON)
        assert Client().get(f"/nhan-viec/{verbs.token_of(row)}/").status_code == 404
        assert client.get("/nhan-viec/").status_code == 404

    def test_somebody_who_has_an_account_takes_it_into_that(self, client_for, admin, clerk):
        row = invited(admin, role=Role.OFFICE, unit=unit("so-y-te"), title="Chuyên viên")
        client = client_for(clerk)
        client.cookies["nhan-viec"] = through(row).cookies["nhan-viec"].value
        answer = client.post("/nhan-viec/", {"idempotency_key": new_key()})
        assert (answer.status_code, answer.url) == (302, "/chon-vi-tri/")
        assert [seat.unit.key for seat in seats_of(clerk.user, on=ON)] == [clerk.unit.key, "so-y-te"]

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"password": "12345678901234", "password_again": "12345678901234"}, "password"),
            ({"password": "ngan", "password_again": "ngan"}, "password"),
            ({"password_again": "khac han cau o tren"}, "password_again"),
            ({"username": "co dấu"}, "username"),
            ({"username": "da.co"}, "username"),
        ],
    )
    def test_a_weak_password_or_a_taken_name_changes_nothing(self, admin, changed, field):
        UserFactory(username="da.co")
        row = invited(admin)
        answer = through(row).post("/nhan-viec/", account(**changed))
        assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])
        assert changed.get("password", PASSWORD) not in answer.content.decode()
        row.refresh_from_db()
        assert (row.accepted_at, User.objects.filter(username="minh.hoa").exists()) == (None, False)

    @pytest.mark.parametrize("how", ["wrong", "old", "withdrawn", "sent again"])
    def test_a_link_that_is_no_longer_good_tells_nothing(self, admin, frozen, how):
        row = invited(admin)
        token = "khong-phai-ma" if how == "wrong" else verbs.token_of(row)
        assert how == "wrong" or Client().get(f"/nhan-viec/{token}/").status_code == 303
        if how == "old":
            frozen(ON + timedelta(days=7), "10:01")
        elif how == "withdrawn":
            verbs.withdraw(row, seat=admin, at=NOW)
        elif how == "sent again":
            verbs.send_again(row, seat=admin, at=NOW)
        answers = [Client().get(f"/nhan-viec/{one}/") for one in (token, "chua-bao-gio-co")]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content

    def test_a_page_that_was_open_before_the_withdrawal_takes_nothing(self, admin):
        row = invited(admin)
        client = through(row)
        verbs.withdraw(row, seat=admin, at=NOW)
        assert client.post("/nhan-viec/", account()).status_code == 404
        assert not User.objects.filter(username="minh.hoa").exists()

    def test_guessing_stops(self, admin):
        row = invited(admin)
        client = Client()
        assert {client.get(f"/nhan-viec/doan-{number}/").status_code for number in range(30)} == {404}
        assert client.get(f"/nhan-viec/{verbs.token_of(row)}/").status_code == 404

    @pytest.mark.django_db(transaction=True)
    def test_of_two_who_hold_the_link_one_gets_the_seat(self, admin):
        row = invited(admin)

        def accept(number: int) -> str:
            try:
                return verbs.accept_as_new(
                    row, username=f"nguoi{number}", password=PASSWORD, at=NOW
                ).user.username
            except verbs.StaffRefused:
                return "refused"

        assert at_once(4, accept).count("refused") == 3
        assert Seat.objects.filter(role=Role.MINUTE_TAKER).count() == 1


class TestEnding:
    def test_from_the_day_after_nobody_sits_there(self, client_for, admin, clerk, frozen):
        answer = client_for(admin).post(
            f"/nguoi-dung/{clerk.code}/ket-thuc/",
            {"last_on": "09/03/2026", "reason": "Chuyển công tác", "idempotency_key": new_key()},
        )
        assert (answer.status_code, answer.url) == (302, PEOPLE)
        assert client_for(clerk).get("/viec-cua-toi/").status_code == 200
        frozen(ON + timedelta(days=1))
        assert client_for(clerk).get("/viec-cua-toi/").status_code == 403
        assert Act.objects.get(verb="seat.end").note == "Chuyển công tác"

    def test_the_last_administrator_stays(self, client_for, admin):
        form = {"last_on": "09/03/2026", "reason": "Nghỉ việc"}
        address = f"/nguoi-dung/{admin.code}/ket-thuc/"
        refused = client_for(admin).post(address, form | {"idempotency_key": new_key()})
        assert (refused.status_code, list(refused.context["form"].errors)) == (200, ["__all__"])
        SeatFactory(role=Role.ADMIN)
        assert client_for(admin).post(address, form | {"idempotency_key": new_key()}).status_code == 302

    @pytest.mark.parametrize("last_on", ["01/01/2020", "07/03/2026"])
    def test_a_day_that_is_past_is_refused(self, client_for, admin, clerk, last_on):
        answer = client_for(admin).post(
            f"/nguoi-dung/{clerk.code}/ket-thuc/",
            {"last_on": last_on, "reason": "Chuyển công tác", "idempotency_key": new_key()},
        )
        assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["__all__"])
        clerk.refresh_from_db()
        assert clerk.valid_until is None


class TestHandingOver:
    def handed(self, client, seat: Seat, username: str):
        form = {
            "username": username, "title": "Thư ký mới", "effective_on": "10/03/2026", "note": "QĐ 12",
            "idempotency_key": new_key(),
        }  # fmt: skip
        return client.post(f"/nguoi-dung/{seat.code}/ban-giao/", form)

    def test_everything_that_names_the_person_passes_on_in_one_act(self, client_for, admin):
        session = day.scheduled()
        old = session.minute_taker
        colleague = SeatFactory(role=Role.OFFICE, unit=old.unit)
        days = {"from_on": ON, "until_on": ON + timedelta(days=9), "entered_at": NOW}
        stands_in = Absence.objects.create(seat=colleague, deputy=old, **days)
        away = Absence.objects.create(seat=old, deputy=colleague, **days)
        feed = feeds.renew(old, at=NOW)
        successor = UserFactory(username="nguoi.moi")
        page = client_for(admin).get(f"/nguoi-dung/{old.code}/ban-giao/").content.decode()
        assert "1 buổi, chuyển cho người nhận" in page
        answer = self.handed(client_for(admin), old, "nguoi.moi")
        assert (answer.status_code, answer.url) == (302, PEOPLE)
        new = Seat.objects.get(user=successor)
        for row in (old, stands_in, away, feed):
            row.refresh_from_db()
        assert (new.role, new.unit, new.valid_from, new.title) == (
            old.role,
            old.unit,
            date(2026, 3, 10),
            "Thư ký mới",
        )
        assert old.valid_until == ON
        assert DialogueSession.objects.get().minute_taker == new
        assert (stands_in.deputy, stands_in.ended_on) == (new, None)
        assert away.ended_on == date(2026, 3, 10)
        assert feed.token_digest is None
        act = Act.objects.get(verb="seat.hand_over")
        assert (act.note, act.changes["minutes"], act.changes["deputies"]) == ("QĐ 12", 1, 1)

    def test_sent_twice_it_happens_once(self, client_for, admin, clerk):
        UserFactory(username="nguoi.moi")
        form = {
            "username": "nguoi.moi", "title": "Chuyên viên", "effective_on": "10/03/2026", "note": "QĐ 12",
            "idempotency_key": new_key(),
        }  # fmt: skip
        client = client_for(admin)
        answers = [client.post(f"/nguoi-dung/{clerk.code}/ban-giao/", form) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [302, 302]
        assert Act.objects.filter(verb="seat.hand_over").count() == 1

    @pytest.mark.parametrize("username", ["khong.co", "chinh-minh", "nghi.viec"])
    def test_nobody_to_take_it_over_changes_nothing(self, client_for, admin, clerk, username):
        UserFactory(username="nghi.viec", is_active=False)
        User.objects.filter(pk=clerk.user_id).update(username="chinh-minh")
        answer = self.handed(client_for(admin), clerk, username)
        assert answer.status_code == 200
        assert answer.context["form"].errors
        clerk.refresh_from_db()
        assert clerk.valid_until is None
        assert not Act.objects.filter(verb="seat.hand_over").exists()


def test_the_list_asks_as_often_for_three_rows_as_for_one(client_for, admin):
    client = client_for(admin)

    def asked() -> int:
        client.get(PEOPLE)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PEOPLE).status_code == 200
        return len(queries)

    invited(admin)
    SeatFactory(role=Role.OFFICE)
    before = asked()
    for key in ("so-y-te", "so-xay-dung"):
        SeatFactory(role=Role.AGENCY, unit=unit(key))
        invited(admin, unit=unit(key), role=Role.AGENCY)
    assert asked() == before
