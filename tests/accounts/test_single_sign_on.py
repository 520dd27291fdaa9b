"""Single sign-on: whom it lets in, what of the provider is believed, and that it makes nothing."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import rsa

from accounts import single_sign_on
from accounts.models import User
from regulation.clock import now
from tests.accounts.authenticator import code_of, give_app
from tests.accounts.provider import CLIENT_ID, CLIENT_SECRET, Provider
from tests.factories.accounts import SeatFactory, UserFactory

pytestmark = pytest.mark.django_db

LOGIN, LEAVE, ENTER, CONFIRM = (
    "/dang-nhap/",
    "/dang-nhap/mot-lan/",
    "/dang-nhap/mot-lan/vao/",
    "/dang-nhap/xac-nhan/",
)
DESK = "/viec-cua-toi/"


@pytest.fixture(scope="module")
def running():
    provider = Provider()
    yield provider
    provider.stop()


@pytest.fixture
def provider(running, settings):
    running.claims = {"preferred_username": "vanphong.thu"}
    running.configuration = {}
    running.signing_key, running.algorithm = running.key, "RS256"
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID = running.issuer, CLIENT_ID
    settings.OIDC_CLIENT_SECRET = CLIENT_SECRET
    return running


@pytest.fixture
def seat():
    return SeatFactory(user=UserFactory(username="vanphong.thu", email="thu@example.vn"))


def leave(client, query="") -> str:
    answer = client.get(f"{LEAVE}{query}")
    assert answer.status_code == 302
    return answer.url


def arrive(client, provider, query=""):
    """Out and back."""
    return client.get(provider.send_back(leave(client, query)))


def said(client) -> str:
    return client.get(LOGIN).content.decode()


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_without_a_provider_there_is_neither_link_nor_page(client):
    assert LEAVE not in said(client)
    assert client.get(LEAVE).status_code == client.get(f"{LEAVE}ve/").status_code == 404
    assert client.get(ENTER).status_code == client.post(ENTER).status_code == 404


def test_the_link_leads_out_and_a_click_leads_in(client, provider, seat):
    assert f'href="{LEAVE}?next=%2Fvan-ban%2F"' in client.get(f"{LOGIN}?next=/van-ban/").content.decode()
    answer = arrive(client, provider, "?next=/van-ban/")
    assert (answer.url, is_in(client)) == (ENTER, False)
    assert seat.user.full_name in client.get(ENTER).content.decode()
    assert not is_in(client)
    assert client.post(ENTER).url == "/van-ban/"
    assert client.session["_auth_user_id"] == str(seat.user.pk)
    assert User.objects.count() == 1


def test_each_trip_has_its_own_state_nonce_and_proof_key(client, provider):
    first, second = (parse_qs(urlsplit(leave(client)).query) for _ in range(2))
    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name]
    assert first["code_challenge_method"] == ["S256"]
    assert first["redirect_uri"] == ["http://testserver/dang-nhap/mot-lan/ve/"]


def test_nobody_is_led_outside_the_portal(client, provider, seat):
    arrive(client, provider, "?next=https://example.com/")
    assert client.post(ENTER).url == DESK


class TestWhoComesIn:
    @pytest.mark.parametrize(
        "claims",
        [
            {"preferred_username": "khong.ai"},
            {"preferred_username": ""},
            {"preferred_username": ["vanphong.thu"]},
            {"preferred_username": "VANPHONG.THU"},
            {"preferred_username": None, "email": "thu@example.vn", "email_verified": True},
        ],
    )
    def test_only_the_account_that_the_claim_names(self, client, provider, seat, claims):
        provider.claims = claims
        assert arrive(client, provider).url == LOGIN
        assert single_sign_on.NOT_KNOWN in said(client)
        assert client.post(ENTER).url == LOGIN
        assert User.objects.count() == 1

    @pytest.mark.parametrize("state", [{"is_active": False}, {"is_demo": True}])
    def test_no_closed_and_no_demo_account(self, client, provider, seat, state):
        User.objects.update(**state)
        assert arrive(client, provider).url == LOGIN
        assert not is_in(client)

    @pytest.mark.parametrize(
        ("verified", "goes_to"), [(True, ENTER), (False, LOGIN), ("true", LOGIN), (None, LOGIN)]
    )
    def test_a_mail_address_counts_when_it_is_verified(
        self, client, provider, seat, settings, verified, goes_to
    ):
        settings.OIDC_CLAIM = "email"
        provider.claims = {"email": "Thu@example.vn", "email_verified": verified}
        assert arrive(client, provider).url == goes_to

    def test_a_mail_address_of_two_accounts_names_nobody(self, client, provider, seat, settings):
        settings.OIDC_CLAIM = "email"
        UserFactory(email="thu@example.vn")
        provider.claims = {"email": "thu@example.vn", "email_verified": True}
        assert arrive(client, provider).url == LOGIN


class TestSecondFactor:
    def test_the_portals_own_step_follows_a_provider_that_asked_for_a_password_only(
        self, client, provider, seat
    ):
        secret = give_app(seat.user)
        provider.claims["amr"] = ["pwd"]
        arrive(client, provider)
        assert client.post(ENTER).url == CONFIRM
        assert not is_in(client)
        assert client.post(CONFIRM, {"code": code_of(secret)}).url == DESK

    def test_a_provider_that_saw_one_is_believed(self, client, provider, seat, settings):
        settings.SECOND_FACTOR_ENFORCED = True
        provider.claims["amr"] = ["pwd", "otp", "mfa"]
        arrive(client, provider)
        client.post(ENTER)
        assert client.get(DESK).status_code == 200

    def test_whoever_owes_one_sets_it_up(self, client, provider, seat, settings):
        settings.SECOND_FACTOR_ENFORCED = True
        arrive(client, provider)
        client.post(ENTER)
        assert client.get(DESK).url == "/bao-mat/ung-dung/"

    def test_the_page_of_single_sign_on_is_no_way_around_a_password(self, client, seat, provider):
        give_app(seat.user)
        client.post(LOGIN, {"username": "vanphong.thu", "password": "mat-khau-chi-de-thu-1"})
        assert client.post(ENTER).url == LOGIN
        assert not is_in(client)


class TestWhatIsNotBelieved:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"iss": "https://example.com"},
            {"aud": "another-client"},
            {"nonce": "another"},
            {"exp": 1},
            {"sub": None},
            {"iat": 4_000_000_000},
        ],
    )
    def test_a_token_for_somebody_or_sometime_else(self, client, provider, seat, wrong):
        provider.claims |= wrong
        assert arrive(client, provider).url == LOGIN
        assert single_sign_on.NOT_FINISHED in said(client)
        assert not is_in(client)

    def test_a_token_that_another_key_signed(self, client, provider, seat):
        provider.signing_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        assert arrive(client, provider).url == LOGIN

    @pytest.mark.parametrize(("algorithm", "key"), [("none", None), ("HS256", CLIENT_SECRET * 3)])
    def test_a_token_without_a_public_signature(self, client, provider, seat, algorithm, key):
        provider.algorithm, provider.signing_key = algorithm, key
        assert arrive(client, provider).url == LOGIN

    def test_an_arrival_that_was_not_begun_here(self, client, provider, seat):
        back = provider.send_back(leave(client))
        other = type(client)()
        assert other.get(back).url == LOGIN
        leave(other)
        assert other.get(back).url == LOGIN

    def test_an_arrival_counts_once_and_for_ten_minutes(self, client, provider, seat):
        back = provider.send_back(leave(client))
        assert client.get(back).url == ENTER
        assert client.get(back).url == LOGIN
        back = provider.send_back(leave(client))
        with time_machine.travel(now() + timedelta(minutes=11), tick=False):
            assert client.get(back).url == LOGIN

    def test_somebody_who_said_no(self, client, provider):
        state = parse_qs(urlsplit(leave(client)).query)["state"][0]
        assert client.get(f"{LEAVE}ve/?error=access_denied&state={state}").url == LOGIN
        assert single_sign_on.NOT_FINISHED in said(client)

    @pytest.mark.parametrize(
        "configuration",
        [
            {"issuer": "https://example.com"},
            {"token_endpoint": None},
            {"token_endpoint": "http://example.com/token"},
            {"jwks_uri": "http://127.0.0.1:9/keys"},
        ],
    )
    def test_a_provider_that_is_out_of_order(self, client, provider, seat, configuration):
        back = provider.send_back(leave(client))
        provider.configuration = configuration
        assert client.get(back).url == LOGIN
        assert single_sign_on.NOT_AVAILABLE in said(client)

    def test_a_provider_that_does_not_answer(self, client, provider, settings):
        settings.OIDC_ISSUER = "http://127.0.0.1:9"
        assert leave(client) == LOGIN
        assert single_sign_on.NOT_AVAILABLE in said(client)


class TestAskedAgain:
    @pytest.fixture
    def old_session(self, client, provider, seat):
        arrive(client, provider)
        client.post(ENTER)
        session = client.session
        session["authenticated_at"] = 0
        session.save()
        return client

    def ask(self, client, **more):
        return client.post("/bao-mat/ma-du-phong/lap-lai/", {"idempotency_key": "k", **more})

    def test_recognised_anew_in_another_tab_an_empty_answer_does(self, old_session, provider):
        assert "?lai=1" in self.ask(old_session).content.decode()
        assert self.ask(old_session, reauthentication_secret="").context["form"].errors
        provider.claims["auth_time"] = int(now().timestamp())
        address = leave(old_session, "?lai=1")
        assert "max_age=0" in address
        assert "Đã xác nhận" in old_session.get(provider.send_back(address)).content.decode()
        assert "accounts/security.html" in [
            template.name for template in self.ask(old_session, reauthentication_secret="").templates
        ]

    @pytest.mark.parametrize("auth_time", [None, 0, 1_600_000_000])
    def test_the_providers_own_session_does_not_do(self, old_session, provider, auth_time):
        provider.claims["auth_time"] = auth_time
        old_session.get(provider.send_back(leave(old_session, "?lai=1")))
        assert self.ask(old_session, reauthentication_secret="").context["form"].errors

    def test_nor_does_somebody_else(self, old_session, provider):
        UserFactory(username="nguoi.khac")
        provider.claims = {"preferred_username": "nguoi.khac", "auth_time": int(now().timestamp())}
        old_session.get(provider.send_back(leave(old_session, "?lai=1")))
        assert self.ask(old_session, reauthentication_secret="").context["form"].errors
