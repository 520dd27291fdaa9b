"""Signing in and out: one answer for every wrong try, limits that slow guessing and spare the office."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts import sign_in
from accounts.enums import Role
from accounts.models import User
from tests.factories.accounts import PASSWORD, SeatFactory, UserFactory
from tests.support.moments import ORDINARY_MONDAY, at

pytestmark = pytest.mark.django_db

LOGIN = "/dang-nhap/"


@pytest.fixture
def seat():
    return SeatFactory(user=UserFactory(username="vanphong.thu"))


def enter(client, username="vanphong.thu", password=PASSWORD, **more):
    network = more.pop("network", "10.1.2.3")
    return client.post(LOGIN, {"username": username, "password": password, **more}, REMOTE_ADDR=network)


def errors(response) -> list[str]:
    return response.context["form"].non_field_errors()


def test_the_right_password_opens_the_work_queue_under_a_new_session_key(client, seat):
    client.get(LOGIN)
    session = client.session
    session["before"] = "kept"
    session.save()
    old_key = session.session_key

    response = enter(client)

    assert (response.status_code, response.url) == (302, "/viec-cua-toi/")
    assert client.session["_auth_user_id"] == str(seat.user.pk)
    assert client.session.session_key != old_key


def test_a_person_goes_where_he_wanted_but_never_outside_the_portal(client, seat):
    assert enter(client, next="/van-ban/").url == "/van-ban/"
    client.post("/dang-xuat/")
    for elsewhere in ("https://example.com/", "//example.com/", "javascript:alert(1)", ""):
        assert enter(client, next=elsewhere).url == "/viec-cua-toi/"
        client.post("/dang-xuat/")


def test_a_page_that_asks_for_signing_in_leads_back_to_itself(client, seat):
    response = client.get(reverse("accounts:choose_seat"))
    assert (response.status_code, response.url) == (302, "/dang-nhap/?next=/chon-vi-tri/")
    page = client.get(response.url)
    assert page.context["form"].initial["next"] == "/chon-vi-tri/"


def test_somebody_who_is_in_goes_straight_on(client_for, seat):
    response = client_for(seat).get(LOGIN)
    assert (response.status_code, response.url) == (302, "/viec-cua-toi/")


@pytest.mark.parametrize("username", ["vanphong.thu", "khong.ai", "nghi.viec"])
def test_wrong_unknown_and_closed_accounts_get_the_same_answer(client, seat, username):
    UserFactory(username="nghi.viec", is_active=False)
    password = PASSWORD if username == "nghi.viec" else "sai-hoan-toan"
    response = enter(client, username=username, password=password)
    assert (response.status_code, errors(response)) == (200, [sign_in.WRONG])
    assert "_auth_user_id" not in client.session


def test_empty_fields_are_named_and_the_name_is_kept_but_never_the_password(client, seat):
    response = client.post(LOGIN, {"username": "vanphong.thu", "password": ""})
    assert response.context["form"].errors == {"password": ["Nhập mật khẩu."]}
    body = response.content.decode()
    assert 'value="vanphong.thu"' in body

    body = enter(client, password="mat-khau-sai-bi-lo").content.decode()
    assert "mat-khau-sai-bi-lo" not in body


def test_the_form_lets_password_managers_work(client):
    body = client.get(LOGIN).content.decode()
    for attribute in (
        'autocomplete="username"', 'autocomplete="current-password"', 'type="password"', 'for="id_password"',
    ):  # fmt: skip
        assert body.count(attribute) == 1
    assert "onpaste" not in body


@pytest.mark.parametrize("strange", ["x" * 5000, "Ｗide", "' OR 1=1 --", "\u202eevil"])
def test_strange_names_are_wrong_names_and_nothing_breaks(client, seat, strange):
    response = enter(client, username=strange)
    assert response.status_code == 200
    assert response.context["form"].errors


def test_a_password_counts_as_typed_blanks_included(client):
    SeatFactory(user=UserFactory(username="khoang.trang", password=" có dấu cách "))
    assert enter(client, username="khoang.trang", password="có dấu cách").status_code == 200
    assert enter(client, username="khoang.trang", password=" có dấu cách ").status_code == 302


class TestLimits:
    @staticmethod
    def fail(client, times, **more):
        for _ in range(times):
            response = enter(client, password="sai", **more)
        return response

    def test_the_tenth_wrong_try_is_answered_and_the_eleventh_is_not_even_compared(
        self, client, seat, frozen
    ):
        frozen(ORDINARY_MONDAY)
        assert errors(self.fail(client, 10)) == [sign_in.WRONG]
        response = enter(client)
        assert (response.status_code, errors(response)) == (429, [sign_in.TOO_MANY])
        assert "_auth_user_id" not in client.session

    def test_nine_wrong_tries_leave_the_door_open_and_a_right_one_starts_anew(self, client, seat, frozen):
        frozen(ORDINARY_MONDAY)
        self.fail(client, 9)
        assert enter(client).status_code == 302
        client.post("/dang-xuat/")
        assert errors(self.fail(client, 10)) == [sign_in.WRONG]

    def test_after_a_quarter_of_an_hour_the_person_may_try_again(self, client, seat):
        moment = at(ORDINARY_MONDAY)
        with time_machine.travel(moment, tick=False):
            self.fail(client, 11)
        with time_machine.travel(moment + timedelta(minutes=15), tick=False):
            assert enter(client).status_code == 302

    def test_unknown_accounts_are_limited_in_the_same_words(self, client, seat, frozen):
        frozen(ORDINARY_MONDAY)
        response = self.fail(client, 11, username="khong.ai")
        assert (response.status_code, errors(response)) == (429, [sign_in.TOO_MANY])

    def test_writing_the_name_otherwise_is_the_same_account(self, client, seat, frozen):
        frozen(ORDINARY_MONDAY)
        self.fail(client, 10, username="VanPhong.Thu ")
        assert enter(client).status_code == 429

    def test_guessing_from_elsewhere_does_not_shut_the_owner_out(self, client, seat, frozen):
        frozen(ORDINARY_MONDAY)
        self.fail(client, 11, network="203.0.113.9")
        assert enter(client, network="10.1.2.3").status_code == 302

    def test_one_colleague_who_forgot_does_not_lock_the_office(self, client, seat, frozen):
        frozen(ORDINARY_MONDAY)
        UserFactory(username="dong.nghiep")
        self.fail(client, 11, username="dong.nghiep", network="10.1.2.99")
        assert enter(client, network="10.1.2.3").status_code == 302

    def test_a_hundred_wrong_tries_stop_a_network(self, client, seat, frozen):
        frozen(ORDINARY_MONDAY)
        for number in range(100):
            enter(client, username=f"ai-do-{number // 5}", password="sai")
        assert enter(client, network="10.1.2.200").status_code == 429
        assert enter(client, network="10.1.3.3").status_code == 302

    def test_fifty_wrong_tries_from_many_networks_stop_an_account(self, client, seat, frozen):
        frozen(ORDINARY_MONDAY)
        for number in range(50):
            enter(client, password="sai", network=f"198.51.{number}.1")
        assert enter(client).status_code == 429


class TestSigningOut:
    def test_signing_out_is_a_post_and_empties_the_session(self, client_for, seat):
        client = client_for(seat)
        assert client.get("/dang-xuat/").status_code == 405
        assert "_auth_user_id" in client.session
        response = client.post("/dang-xuat/")
        assert (response.status_code, response.url) == (302, LOGIN)
        assert "_auth_user_id" not in client.session

    def test_without_the_token_of_the_page_nobody_is_signed_out(self, client_for, seat):
        client = client_for(seat, enforce_csrf_checks=True)
        assert client.post("/dang-xuat/").status_code == 403
        assert "_auth_user_id" in client.session

    def test_a_new_password_and_a_closed_account_end_every_session(self, client_for, seat):
        first, second = client_for(seat), client_for(seat)
        seat.user.set_password("mat-khau-moi-hoan-toan")
        seat.user.save()
        assert first.get("/chon-vi-tri/").status_code == 302

        second = client_for(seat)
        assert second.get("/chon-vi-tri/").status_code == 200
        User.objects.filter(pk=seat.user.pk).update(is_active=False)
        assert second.get("/chon-vi-tri/").status_code == 302

    def test_twelve_hours_after_signing_in_the_password_is_asked_for_again(self, client, seat):
        moment = at(ORDINARY_MONDAY)
        with time_machine.travel(moment, tick=False):
            enter(client)
        with time_machine.travel(moment + timedelta(hours=11, minutes=59), tick=False):
            assert client.get("/chon-vi-tri/").status_code == 200
            session = client.session  # a busy session is saved again and again; the end stays where it is
            session["touched"] = True
            session.save()
        with time_machine.travel(moment + timedelta(hours=12, minutes=1), tick=False):
            assert client.get("/chon-vi-tri/").status_code == 302


def test_the_role_does_not_matter_for_signing_in(client):
    for number, role in enumerate(Role):
        SeatFactory(role=role, user=UserFactory(username=f"vai-{number}"))
        assert enter(client, username=f"vai-{number}").status_code == 302
        client.post("/dang-xuat/")
