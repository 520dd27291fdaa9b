"""The second factor: who owes one, setting it up, the second step of signing in, giving it up."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.urls import reverse

from accounts import protecting, reauthentication, second_factor
from accounts.enums import SECOND_FACTOR_ROLES, Role
from accounts.models import SecondFactorRule
from accounts.second_factor import Kind
from audit.models import Act
from tests.accounts.authenticator import code_of, give_app, recovery_codes_of
from tests.factories.accounts import PASSWORD, SeatFactory, UserFactory
from tests.support.moments import ORDINARY_MONDAY, at

pytestmark = pytest.mark.django_db

LOGIN, CONFIRM, DESK = "/dang-nhap/", "/dang-nhap/xac-nhan/", "/viec-cua-toi/"
SECURITY, APP, CODES = "/bao-mat/", "/bao-mat/ung-dung/", "/bao-mat/ma-du-phong/"


@pytest.fixture
def enforced(settings):
    settings.SECOND_FACTOR_ENFORCED = True


@pytest.fixture
def seat():
    return SeatFactory(user=UserFactory(username="vanphong.thu"))


def enter(client, **more):
    return client.post(LOGIN, {"username": "vanphong.thu", "password": PASSWORD, **more})


def confirm(client, code, network="10.1.2.3"):
    return client.post(CONFIRM, {"code": code}, REMOTE_ADDR=network)


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def secret_on(page) -> str:
    letters = re.search(r'<span class="code">([A-Z2-7 ]+)</span>', page.content.decode())
    return letters[1].replace(" ", "")


def send_app(client, code=None, **changed):
    """Open the page, read its secret as a phone would, and send the form."""
    page = client.get(APP)
    secret = secret_on(page)
    form = page.context["form"]
    fields = {
        "sealed": form["sealed"].value(),
        "idempotency_key": form["idempotency_key"].value(),
        "code": code_of(secret) if code is None else code,
    } | changed
    return secret, fields, client.post(APP, fields)


class TestWhoOwesOne:
    @pytest.mark.parametrize("role", list(Role))
    def test_roles_that_read_personal_data_or_approve(self, enforced, role):
        seat = SeatFactory(role=role)
        assert second_factor.is_owed(seat, on=ORDINARY_MONDAY) is (role in SECOND_FACTOR_ROLES)

    def test_not_a_demo_account_nor_where_the_profile_does_not_ask(self, settings, seat):
        assert not second_factor.is_owed(seat, on=ORDINARY_MONDAY)
        settings.SECOND_FACTOR_ENFORCED = True
        assert second_factor.is_owed(seat, on=ORDINARY_MONDAY)
        assert not second_factor.is_owed(SeatFactory(user=UserFactory(is_demo=True)), on=ORDINARY_MONDAY)

    def test_an_administrators_rule_holds_from_its_day_on_until_the_next(self, enforced, seat):
        admin = SeatFactory(role=Role.ADMIN)
        day = timedelta(days=1)
        for is_required, valid_from in ((False, ORDINARY_MONDAY), (True, ORDINARY_MONDAY + 2 * day)):
            protecting.decide(
                Role.OFFICE, is_required=is_required, valid_from=valid_from, reason="Chưa cấp đủ máy", seat=admin,
                at=at(ORDINARY_MONDAY),
            )  # fmt: skip
        owed = [second_factor.is_owed(seat, on=ORDINARY_MONDAY + n * day) for n in (-1, 0, 1, 2)]
        assert owed == [True, False, False, True]
        act = Act.objects.filter(verb="second_factor.decide").order_by("pk").first()
        assert (act.note, act.seat) == ("Chưa cấp đủ máy", admin)
        assert SecondFactorRule.objects.count() == 2


class TestSettingUp:
    def test_whoever_owes_one_is_led_to_the_page_and_can_do_nothing_else(self, client, enforced, seat):
        assert enter(client).url == DESK
        for address in (DESK, SECURITY, "/chon-vi-tri/", "/van-ban/", CODES):
            assert client.get(address).url == APP
        assert client.post("/chon-vi-tri/", {"seat": seat.code}).url == APP
        assert client.get(APP).status_code == 200
        assert client.post("/dang-xuat/").url == LOGIN

    def test_whoever_owes_none_is_not(self, client, enforced):
        SeatFactory(role=Role.FRONT, user=UserFactory(username="vanphong.thu"))
        enter(client)
        assert client.get(DESK).status_code == 200

    def test_the_code_of_the_app_opens_the_portal_and_shows_recovery_codes_once(
        self, client, enforced, seat, frozen
    ):
        frozen(ORDINARY_MONDAY)
        enter(client)
        secret, _, answer = send_app(client)
        assert answer.url == CODES
        page = client.get(CODES).content.decode()
        codes = recovery_codes_of(seat.user)
        assert len(codes) == 10
        assert all(f"{code[:4]} {code[4:]}" in page for code in codes)
        assert client.get(CODES).status_code == 200  # a reload loses nothing
        assert client.post(CODES).url == SECURITY
        assert client.get(CODES).url == SECURITY
        assert client.get(DESK).status_code == 200
        overview = client.get(SECURITY).content.decode()
        assert secret not in overview
        assert not any(code in overview.replace(" ", "") for code in codes)
        act = Act.objects.get(verb="second_factor.app")
        assert (act.seat, act.title) == (seat, "Bật xác nhận hai bước bằng ứng dụng")

    def test_a_wrong_code_changes_nothing_and_keeps_the_same_secret(self, client, enforced, seat):
        enter(client)
        secret, _, answer = send_app(client, code="000000")
        assert answer.context["form"].non_field_errors() == [protecting.WRONG_CODE]
        assert secret_on(answer) == secret
        assert not Authenticator.objects.exists()
        assert client.get(DESK).url == APP

    def test_somebody_elses_sealed_secret_is_not_taken(self, client, client_for, seat):
        other = SeatFactory()
        enter(client)
        thief = client_for(other)
        enter_as_other = {"username": other.user.username, "password": PASSWORD}
        thief.post("/dang-xuat/")
        thief.post(LOGIN, enter_as_other)
        secret, fields, _ = send_app(thief, code="1")
        answer = client.post(APP, fields | {"code": code_of(secret)})
        assert "đã cũ" in answer.context["form"].non_field_errors()[0]
        assert not Authenticator.objects.exists()
        assert client.post(APP, fields | {"code": code_of(secret), "sealed": "é"}).status_code == 200

    def test_the_secret_is_sealed_in_the_database_and_useless_under_another_key(self, settings, seat):
        secret = give_app(seat.user)
        row = Authenticator.objects.get(type=Kind.TOTP)
        assert secret not in str(row.data)
        assert second_factor.take_code(seat.user, code_of(secret), at=at(ORDINARY_MONDAY))
        settings.LINK_KEY = "another-key-0123456789-abcdefghijklmnopqrstuvwx"
        assert second_factor.take_code(seat.user, code_of(secret, steps=1), at=at(ORDINARY_MONDAY)) is None
        assert second_factor.codes_left(seat.user) == []

    def test_a_second_app_takes_the_place_of_the_first_and_the_codes_stay(self, client, seat, frozen):
        frozen(ORDINARY_MONDAY)
        old = give_app(seat.user)
        codes = recovery_codes_of(seat.user)
        enter(client)
        confirm(client, code_of(old))
        new, _, answer = send_app(client)
        assert answer.url == SECURITY
        assert recovery_codes_of(seat.user) == codes
        later = at(ORDINARY_MONDAY, "08:01")
        with time_machine.travel(later, tick=False):
            assert second_factor.take_code(seat.user, code_of(old), at=later) is None
            assert second_factor.take_code(seat.user, code_of(new), at=later) == Kind.TOTP

    def test_a_demo_account_keeps_its_shared_password_alone(self, client, enforced):
        SeatFactory(user=UserFactory(username="vanphong.thu", is_demo=True))
        enter(client)
        assert client.get(DESK).status_code == 200
        assert client.get(APP).status_code == 403
        assert APP not in client.get(SECURITY).content.decode()


class TestSecondStep:
    def test_password_and_code_open_the_session_under_a_new_key(self, client, seat, frozen):
        frozen(ORDINARY_MONDAY)
        secret = give_app(seat.user)
        assert enter(client, next="/van-ban/").url == CONFIRM
        assert not is_in(client)
        assert client.get(DESK).url.startswith(LOGIN)
        key = client.session.session_key
        assert client.get(CONFIRM).status_code == 200
        assert confirm(client, code_of(secret)).url == "/van-ban/"
        assert is_in(client)
        assert client.session.session_key != key
        assert client.get(CONFIRM).url == DESK

    def test_a_wrong_password_never_comes_to_the_second_step(self, client, seat):
        give_app(seat.user)
        assert enter(client, password="sai").status_code == 200
        assert client.get(CONFIRM).url == LOGIN

    @pytest.mark.parametrize("code", ["000000", "", "12345", "a" * 41, "１２３４５６", "mã"])
    def test_anything_else_is_refused_at_the_field(self, client, seat, code):
        give_app(seat.user)
        enter(client)
        answer = confirm(client, code)
        assert (answer.status_code, is_in(client)) == (200, False)
        assert answer.context["form"].errors["code"]

    def test_a_code_opens_one_door_only(self, client, seat, frozen):
        frozen(ORDINARY_MONDAY)
        secret = give_app(seat.user)
        enter(client)
        code = code_of(secret)
        assert confirm(client, code).status_code == 302
        client.post("/dang-xuat/")
        enter(client)
        assert confirm(client, code).status_code == 200
        assert confirm(client, code_of(secret, steps=-1)).status_code == 200  # an older one even less
        assert confirm(client, code_of(secret, steps=1)).status_code == 302

    def test_a_recovery_code_opens_once_and_is_noted(self, client, seat):
        give_app(seat.user)
        code = recovery_codes_of(seat.user)[3]
        enter(client)
        assert confirm(client, f" {code[:4]}-{code[4:]}").status_code == 302
        act = Act.objects.get(verb="second_factor.recovery_code")
        assert act.title == "Dùng một mã dự phòng, còn 9 mã"
        client.post("/dang-xuat/")
        enter(client)
        assert confirm(client, code).status_code == 200
        assert not is_in(client)

    def test_ten_minutes_later_or_after_a_new_password_the_first_step_counts_no_more(self, client, seat):
        secret = give_app(seat.user)
        moment = at(ORDINARY_MONDAY)
        with time_machine.travel(moment, tick=False):
            enter(client)
        with time_machine.travel(moment + timedelta(minutes=11), tick=False):
            assert confirm(client, code_of(secret)).url == LOGIN
            enter(client)
            seat.user.set_password("mat-khau-moi-hoan-toan")
            seat.user.save()
            assert confirm(client, code_of(secret)).url == LOGIN
            assert not is_in(client)

    def test_ten_wrong_codes_stop_the_network_and_not_the_owner_elsewhere(self, client, seat, frozen):
        frozen(ORDINARY_MONDAY)
        secret = give_app(seat.user)
        enter(client)
        for _ in range(10):
            assert confirm(client, "000000").status_code == 200
        answer = confirm(client, code_of(secret))
        assert (answer.status_code, answer.context["form"].errors["code"]) == (429, [second_factor.TOO_MANY])
        assert not is_in(client)
        assert confirm(client, code_of(secret), network="192.0.2.7").status_code == 302

    def test_thirty_wrong_codes_from_anywhere_stop_the_account(self, client, seat, frozen):
        frozen(ORDINARY_MONDAY)
        secret = give_app(seat.user)
        enter(client)
        for number in range(30):
            confirm(client, "000000", network=f"198.51.{number}.1")
        assert confirm(client, code_of(secret), network="192.0.2.7").status_code == 429

    def test_a_session_from_before_the_factor_signs_in_again(self, client, enforced, seat):
        enter(client)
        give_app(seat.user)
        assert client.get(DESK).url == LOGIN
        assert not is_in(client)


class TestGivingUp:
    def off(self, client, seat, **more):
        row = Authenticator.objects.get(user=seat.user, type=Kind.TOTP)
        return client.post(f"/bao-mat/bo/{row.pk}/", {"idempotency_key": "k", **more})

    def signed_in(self, client, seat) -> None:
        secret = give_app(seat.user)
        enter(client)
        confirm(client, code_of(secret))

    def test_whoever_needs_none_may_take_the_app_away_with_its_codes(self, client, seat):
        self.signed_in(client, seat)
        assert self.off(client, seat).url == SECURITY
        assert not Authenticator.objects.exists()
        assert Act.objects.filter(verb="second_factor.give_up").exists()

    def test_whoever_needs_one_may_not(self, client, enforced, seat):
        self.signed_in(client, seat)
        answer = self.off(client, seat)
        assert answer.context["form"].non_field_errors() == [protecting.STILL_NEEDED]
        assert Authenticator.objects.count() == 2

    def test_somebody_elses_app_stays(self, client, seat):
        other = SeatFactory()
        give_app(other.user)
        self.signed_in(client, seat)
        self.off(client, other)
        assert second_factor.has_app(other.user)

    def test_after_a_quarter_of_an_hour_the_password_is_asked_first(self, client, seat):
        moment = at(ORDINARY_MONDAY)
        with time_machine.travel(moment, tick=False):
            self.signed_in(client, seat)
        with time_machine.travel(moment + timedelta(minutes=16), tick=False):
            question = self.off(client, seat)
            assert "Xác nhận lại" in question.content.decode()
            assert second_factor.has_app(seat.user)
            wrong = self.off(client, seat, reauthentication_secret="sai")
            assert wrong.context["form"].non_field_errors() == [reauthentication.WRONG]
            assert second_factor.has_app(seat.user)
            assert self.off(client, seat, reauthentication_secret=PASSWORD).url == SECURITY
            assert not second_factor.has_app(seat.user)

    def test_new_recovery_codes_void_the_old_ones(self, client, seat):
        self.signed_in(client, seat)
        old = recovery_codes_of(seat.user)
        answer = client.post(reverse("accounts:codes_renew"), {"idempotency_key": "k"})
        assert answer.url == CODES
        new = recovery_codes_of(seat.user)
        assert not set(old) & set(new)
        assert f"{new[0][:4]} {new[0][4:]}" in client.get(CODES).content.decode()
