"""Passkeys: adding one, using it as the second step and when asked again; what else a browser might send."""

import json

import pytest
from allauth.mfa.models import Authenticator

from accounts import passkey_pages, second_factor
from accounts.second_factor import Kind
from audit.models import Act
from tests.accounts.authenticator import give_app, recovery_codes_of
from tests.accounts.device import ORIGIN, Device
from tests.factories.accounts import PASSWORD, SeatFactory, UserFactory

pytestmark = pytest.mark.django_db

LOGIN, CONFIRM, CHALLENGE = "/dang-nhap/", "/dang-nhap/xac-nhan/", "/dang-nhap/khoa/"
SECURITY, PASSKEY, NEW_CHALLENGE = "/bao-mat/", "/bao-mat/khoa/", "/bao-mat/khoa/tao/"
CODES = "/bao-mat/ma-du-phong/"


@pytest.fixture(autouse=True)
def _address(settings):
    settings.BASE_URL = ORIGIN


@pytest.fixture
def seat():
    return SeatFactory(user=UserFactory(username="vanphong.thu"))


@pytest.fixture
def device():
    return Device()


@pytest.fixture
def signed_in(client, seat):
    enter(client)
    return client


def enter(client, username="vanphong.thu"):
    return client.post(LOGIN, {"username": username, "password": PASSWORD})


def add(client, answer, **typed):
    return client.post(PASSKEY, {"name": "Máy cơ quan", "passkey": answer, "idempotency_key": "k", **typed})


def added(client, device):
    return add(client, device.make(client.post(NEW_CHALLENGE).json()))


class TestAdding:
    def test_a_device_becomes_a_passkey_and_recovery_codes_are_shown(self, signed_in, seat, device):
        assert signed_in.get(PASSKEY).status_code == 200
        assert added(signed_in, device).url == CODES
        assert signed_in.get(CODES).status_code == 200
        row = Authenticator.objects.get(type=Kind.WEBAUTHN)
        assert (row.user, row.data["name"]) == (seat.user, "Máy cơ quan")
        assert len(recovery_codes_of(seat.user)) == 10
        assert Act.objects.get(verb="second_factor.passkey").seat == seat
        assert "Máy cơ quan" in signed_in.get(SECURITY).content.decode()

    def test_it_does_for_a_role_that_needs_a_second_factor(self, signed_in, device, settings):
        settings.SECOND_FACTOR_ENFORCED = True
        assert signed_in.get(SECURITY).url == "/bao-mat/ung-dung/"
        assert added(signed_in, device).url == CODES
        assert signed_in.get(SECURITY).status_code == 200

    @pytest.mark.parametrize(
        "answer", ["", "{", "[]", "{}", '{"id": 1}', "é", '{"rawId": "AA", "response": {}}']
    )
    def test_anything_else_is_refused(self, signed_in, answer):
        signed_in.post(NEW_CHALLENGE)
        page = add(signed_in, answer)
        assert page.status_code == 200
        assert page.context["form"].errors
        assert not Authenticator.objects.exists()

    def test_the_answer_to_another_challenge_or_from_another_site_is_refused(self, signed_in, device):
        old = device.make(signed_in.post(NEW_CHALLENGE).json())
        signed_in.post(NEW_CHALLENGE)
        assert add(signed_in, old).context["form"].non_field_errors() == [passkey_pages.NOT_MADE]
        elsewhere = Device(origin="https://cong-example.vn")
        assert added(signed_in, elsewhere).context["form"].non_field_errors() == [passkey_pages.NOT_MADE]
        assert not Authenticator.objects.exists()

    def test_a_name_is_needed_and_the_answer_is_not_given_back(self, signed_in, device):
        answer = device.make(signed_in.post(NEW_CHALLENGE).json())
        page = add(signed_in, answer, name="")
        assert page.context["form"].errors["name"]
        assert json.loads(answer)["id"] not in page.content.decode()

    def test_only_a_fresh_password_gets_a_challenge(self, client, seat):
        client.force_login(seat.user)
        assert client.post(NEW_CHALLENGE).status_code == 403
        assert client.get(PASSKEY).templates[0].name == "accounts/reauthenticate.html"


class TestUsing:
    @pytest.fixture(autouse=True)
    def _has_one(self, signed_in, device):
        added(signed_in, device)
        signed_in.post("/dang-xuat/")

    def test_it_is_the_second_step(self, signed_in, device):
        assert enter(signed_in).url == CONFIRM
        assert "data-passkey" in signed_in.get(CONFIRM).content.decode()
        answer = device.sign(signed_in.post(CHALLENGE).json())
        assert signed_in.post(CONFIRM, {"passkey": answer}).url == "/viec-cua-toi/"
        assert Authenticator.objects.get(type=Kind.WEBAUTHN).last_used_at

    def test_an_answer_opens_once(self, signed_in, device):
        enter(signed_in)
        answer = device.sign(signed_in.post(CHALLENGE).json())
        signed_in.post(CONFIRM, {"passkey": answer})
        signed_in.post("/dang-xuat/")
        enter(signed_in)
        signed_in.post(CHALLENGE)
        page = signed_in.post(CONFIRM, {"passkey": answer})
        assert page.context["form"].errors["code"] == [second_factor.WRONG_PASSKEY]
        assert "_auth_user_id" not in signed_in.session

    def test_another_device_another_site_and_nonsense_are_refused(self, signed_in, device):
        enter(signed_in)
        forged = Device()
        forged.credential_id = device.credential_id
        device.origin = "https://cong-example.vn"
        for other in (Device(), forged, device):
            answer = other.sign(signed_in.post(CHALLENGE).json())
            assert signed_in.post(CONFIRM, {"passkey": answer}).status_code == 200
        assert signed_in.post(CONFIRM, {"passkey": "{}"}).status_code == 200
        assert "_auth_user_id" not in signed_in.session

    def test_wrong_answers_are_limited_with_the_codes(self, signed_in, device):
        enter(signed_in)
        for _ in range(10):
            signed_in.post(CONFIRM, {"passkey": "{}"})
        answer = device.sign(signed_in.post(CHALLENGE).json())
        assert signed_in.post(CONFIRM, {"passkey": answer}).status_code == 429

    def test_a_recovery_code_stands_in(self, signed_in, seat):
        enter(signed_in)
        assert signed_in.post(CONFIRM, {"code": recovery_codes_of(seat.user)[0]}).status_code == 302

    def test_it_answers_when_somebody_is_asked_again(self, signed_in, device):
        enter(signed_in)
        signed_in.post(CONFIRM, {"passkey": device.sign(signed_in.post(CHALLENGE).json())})
        session = signed_in.session
        session["authenticated_at"] = 0
        session.save()
        assert "data-passkey" in signed_in.get(PASSKEY).content.decode()
        answer = device.sign(signed_in.post(CHALLENGE).json())
        fields = {"reauthentication_passkey": answer, "reauthentication_reads": "1"}
        assert signed_in.post(PASSKEY, fields).url == PASSKEY
        assert "accounts/passkey.html" in [template.name for template in signed_in.get(PASSKEY).templates]

    def test_of_two_factors_one_may_go_the_last_one_may_not(self, signed_in, seat, device, settings):
        Authenticator.objects.filter(type=Kind.RECOVERY_CODES).delete()
        give_app(seat.user)
        settings.SECOND_FACTOR_ENFORCED = True
        enter(signed_in)
        signed_in.post(CONFIRM, {"passkey": device.sign(signed_in.post(CHALLENGE).json())})
        rows = second_factor.of(seat.user)
        first, last = rows[Kind.TOTP][0], rows[Kind.WEBAUTHN][0]
        assert signed_in.post(f"/bao-mat/bo/{first.pk}/", {"idempotency_key": "a"}).url == SECURITY
        assert signed_in.post(f"/bao-mat/bo/{last.pk}/", {"idempotency_key": "b"}).status_code == 200
        assert second_factor.has_passkey(seat.user)


def test_without_a_password_or_a_passkey_there_is_no_challenge(client, seat):
    assert client.post(CHALLENGE).status_code == 403
    enter(client)
    assert client.post(CHALLENGE).status_code == 403
    assert client.get(CHALLENGE).status_code == 405
