"""Asking again before grave acts: who is asked, what is kept of the form, what an answer is worth."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import get_resolver, reverse

from accounts import queries, reauthentication
from accounts.enums import Role
from audit.models import Act
from regulation.clock import now
from tests.accounts.authenticator import code_of, give_app, recovery_codes_of
from tests.factories.accounts import PASSWORD, SeatFactory, UserFactory
from tests.factories.organizations import party_office, secretary_post
from tests.support.moments import ORDINARY_MONDAY, at

pytestmark = pytest.mark.django_db

TRAIL = "/nhat-ky/"
SECRET = "reauthentication_secret"
MINUTE = timedelta(minutes=1)

# The acts that the decision page on signing in names: approving, issuing, handing out or erasing personal data, and
# changing how an account is protected.
GRAVE = {
    "staff:invite",
    "staff:end",
    "staff:hand_over",
    "sessions_app:announcement", "followups:urging_letter", "followups:escalation_letter",
    "accounts:app", "accounts:codes_renew", "accounts:factor_give_up", "accounts:factor_reset", "accounts:passkey",
    "accounts:rule_decide",
    "followups:notice", "followups:petition_reveal",
    "personal_data:dry_run", "personal_data:request_close",
    "reports:annual",
    "sessions_app:conclusion_review", "sessions_app:guest_reveal", "sessions_app:invitations",
    "sessions_app:invite_added", "sessions_app:minutes_finalise", "sessions_app:publication",
    "sessions_app:registration_detail", "sessions_app:registration_reveal", "sessions_app:registrations_reveal",
    "trail:search",
}  # fmt: skip


@pytest.fixture
def monitor():
    return SeatFactory(role=Role.CITY_MONITOR, user=UserFactory(username="giam.sat"))


@pytest.fixture
def signed_in(client, monitor):
    """Signed in through the page; its last password grows old."""
    client.post("/dang-nhap/", {"username": "giam.sat", "password": PASSWORD})
    return client


def export(signed_in, **more):
    return signed_in.post(f"{TRAIL}?q=x", {"idempotency_key": "khóa & <1>", **more})


def is_asked(response) -> bool:
    return "accounts/reauthenticate.html" in [template.name for template in response.templates]


def exports() -> int:
    return Act.objects.filter(verb="export_trail").count()


def test_exactly_the_grave_views_ask():
    def asking(patterns, namespace=""):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                yield from asking(pattern.url_patterns, pattern.namespace or namespace)
            elif getattr(pattern.callback, "asks_again", False):
                yield f"{namespace}:{pattern.name}"

    assert set(asking(get_resolver().url_patterns)) == GRAVE


def test_within_a_quarter_of_an_hour_nobody_is_asked(client, monitor):
    moment = at(ORDINARY_MONDAY)
    with time_machine.travel(moment, tick=False):
        client.post("/dang-nhap/", {"username": "giam.sat", "password": PASSWORD})
    with time_machine.travel(moment + 15 * MINUTE, tick=False):
        assert export(client)["Content-Type"].startswith("application/vnd")
    with time_machine.travel(moment + 16 * MINUTE, tick=False):
        assert is_asked(export(client))
        assert client.get(TRAIL).status_code == 200  # reading the page is not grave
        assert exports() == 1


class TestAsked:
    @pytest.fixture(autouse=True)
    def _later(self, signed_in):
        with time_machine.travel(now() + 20 * MINUTE, tick=False):
            yield

    def test_the_page_holds_everything_that_was_typed_and_sends_it_to_the_same_address(self, signed_in):
        page = export(signed_in, ghi_chu=["một\r\nhai", '"><script>'])
        assert is_asked(page)
        assert page.context["action"] == f"{TRAIL}?q=x"
        assert page.context["carried"] == [
            ("idempotency_key", "khóa & <1>"), ("ghi_chu", "một\r\nhai"), ("ghi_chu", '"><script>'),
        ]  # fmt: skip
        body = page.content.decode()
        assert 'value="khóa &amp; &lt;1&gt;"' in body
        assert "<script>" not in body.split("</head>")[1].replace("<script src", "")
        assert exports() == 0

    def test_the_right_password_lets_the_form_through_as_if_it_had_come_at_once(self, signed_in):
        answer = export(signed_in, **{SECRET: PASSWORD})
        assert answer["Content-Type"].startswith("application/vnd")
        assert exports() == 1
        assert signed_in.post(TRAIL, {"idempotency_key": "z"})["Content-Type"].startswith("application/vnd")

    @pytest.mark.parametrize("secret", ["sai", "", f"{PASSWORD} ", "000000"])
    def test_anything_else_is_refused_and_the_form_still_waits(self, signed_in, secret):
        page = export(signed_in, **{SECRET: secret})
        assert is_asked(page)
        assert page.context["form"].errors
        assert page.context["carried"] == [("idempotency_key", "khóa & <1>")]
        assert f'value="{secret or PASSWORD}"' not in page.content.decode()
        assert exports() == 0

    def test_a_code_of_the_app_does_once_a_recovery_code_does_not(self, signed_in, monitor):
        secret = give_app(monitor.user)
        assert is_asked(export(signed_in, **{SECRET: recovery_codes_of(monitor.user)[0]}))
        assert "mã sáu số" in export(signed_in).content.decode()
        code = code_of(secret)
        assert not is_asked(export(signed_in, **{SECRET: code}))
        with time_machine.travel(now() + 16 * MINUTE, tick=False):
            assert is_asked(export(signed_in, **{SECRET: code}))

    def test_ten_wrong_answers_stop_the_asking_and_nobody_is_signed_out(self, signed_in):
        for _ in range(10):
            assert export(signed_in, **{SECRET: "sai"}).status_code == 200
        page = export(signed_in, **{SECRET: PASSWORD})
        assert (page.status_code, page.context["form"].non_field_errors()) == (
            429,
            [reauthentication.TOO_MANY],
        )
        assert exports() == 0
        assert signed_in.get(TRAIL).status_code == 200

    def test_the_password_of_somebody_else_does_not_do(self, signed_in):
        UserFactory(username="nguoi.khac", password="mat-khau-cua-nguoi-khac")
        assert is_asked(export(signed_in, **{SECRET: "mat-khau-cua-nguoi-khac"}))

    def test_a_page_that_is_asked_to_be_read_is_opened_after_the_answer(self, signed_in):
        page = signed_in.get("/bao-mat/ung-dung/")
        assert is_asked(page)
        fields = dict(page.context["carried"])
        answer = signed_in.post("/bao-mat/ung-dung/", fields | {SECRET: PASSWORD})
        assert (answer.status_code, answer.url) == (302, "/bao-mat/ung-dung/")
        assert not is_asked(signed_in.get(answer.url))


def test_a_session_that_never_said_when_it_was_opened_is_asked(client, monitor):
    client.force_login(monitor.user)
    assert queries.AUTHENTICATED_AT not in client.session
    assert is_asked(export(client))


def test_writing_the_yearly_report_is_not_grave_issuing_it_is(client):
    office = SeatFactory(unit=party_office())
    client.force_login(office.user)
    address = reverse("reports:annual", args=(2026, secretary_post().code))
    assert not is_asked(client.post(address, {"words": "x"}))
    assert is_asked(client.post(address, {"dated_on": "01/12/2026"}))
