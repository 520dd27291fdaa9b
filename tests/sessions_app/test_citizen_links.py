"""The link of a letter: what opens it, what does not, and that reading changes nothing."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client
from django.urls import reverse

from sessions_app.citizen_links import SALT
from sessions_app.models import Invitation
from sessions_app.queries.registrations import readable_until
from tests.factories.registrations import AnnouncedSessionFactory, invite, token_of
from tests.support.moments import ORDINARY_MONDAY

pytestmark = pytest.mark.django_db

CLOSED = "Liên kết không còn dùng được"


@pytest.fixture
def invitation(frozen) -> Invitation:
    frozen(ORDINARY_MONDAY)
    return invite(AnnouncedSessionFactory())


def _link(token: str) -> str:
    return reverse("sessions_app:invitation_enter", args=(token,))


def test_a_link_becomes_a_cookie_and_an_address_without_secret(client, invitation):
    response = client.get(_link(token_of(invitation)))
    assert (response.status_code, response["Location"]) == (303, "/thu-moi/")
    cookie = response.cookies[settings.CITIZEN_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    last_day = readable_until(invitation.guest.session)
    assert cookie["max-age"] == ((last_day - ORDINARY_MONDAY).days + 1) * 86400
    assert token_of(invitation) not in cookie.value
    page = client.get("/thu-moi/").content.decode()
    assert "Kính mời ông Minh Họa Khách 1 dự buổi tiếp xúc, đối thoại" in page


def test_twenty_visits_of_a_scanner_change_no_row(client, invitation):
    """The harness refuses any statement that writes during a GET; the rows are compared all the same."""
    before = Invitation.objects.values().get(pk=invitation.pk)
    for _ in range(10):
        assert client.get(_link(token_of(invitation))).status_code == 303
        assert client.head(_link(token_of(invitation))).status_code == 303
    assert Invitation.objects.values().get(pk=invitation.pk) == before
    assert client.get("/thu-moi/").status_code == 200


@pytest.mark.parametrize("token", ["sai", "a" * 43, "A" * 500, "%E1%BA%BF", "..", "' OR 1=1"])
def test_wrong_links_all_show_the_same_page(client, invitation, token):
    reference = client.get(_link("khong-co"))
    response = client.get(f"/moi/{token}/")
    assert response.status_code == 404
    if token != "..":
        assert response.content == reference.content
    assert settings.CITIZEN_COOKIE_NAME not in response.cookies


def test_an_altered_link_opens_nothing(client, invitation):
    token = token_of(invitation)
    altered = ("A" if token[0] != "A" else "B") + token[1:]
    response = client.get(_link(altered))
    assert response.status_code == 404
    assert CLOSED in response.content.decode()
    assert client.get("/thu-moi/").status_code == 404


def test_a_revoked_link_says_so_with_the_telephone_of_the_office(client, invitation):
    office = invitation.guest.office
    office.phone = "02838220000"
    office.save()
    client.get(_link(token_of(invitation)))
    Invitation.objects.filter(pk=invitation.pk).update(revoked_at=invitation.issued_at)
    response = client.get(_link(token_of(invitation)))
    assert response.status_code == 410
    assert CLOSED in response.content.decode()
    assert "028 3822 0000" in response.content.decode()
    assert client.get("/thu-moi/").status_code == 404  # the cookie of before opens no longer


def test_a_link_opens_for_half_a_year_and_not_a_day_longer(client, invitation, frozen):
    last_day = readable_until(invitation.guest.session)
    assert (last_day - invitation.guest.session.starts_at.date()).days == 180
    frozen(last_day, "23:59")
    assert client.get(_link(token_of(invitation))).status_code == 303
    assert client.get("/thu-moi/").status_code == 200
    frozen(last_day + timedelta(days=1), "00:00")
    assert client.get(_link(token_of(invitation))).status_code == 410
    assert client.get("/thu-moi/").status_code == 404


def test_a_new_generation_ends_the_cookie_of_the_old_one(client, invitation):
    client.get(_link(token_of(invitation)))
    Invitation.objects.filter(pk=invitation.pk).update(generation=2)
    assert client.get("/thu-moi/").status_code == 404


@pytest.mark.parametrize(
    "value",
    [
        "",
        "khong-ky",
        signing.dumps({"i": "x", "g": 1, "d": "d", "s": ""}, salt="another"),
        signing.dumps({"i": "khong-co", "g": 1, "d": "d", "s": ""}, salt=SALT),
        signing.dumps({"i": "thieu"}, salt=SALT),
        signing.dumps("chuoi", salt=SALT),
    ],
    ids=["empty", "unsigned", "other-salt", "unknown", "incomplete", "text"],
)
def test_a_cookie_that_was_not_given_here_opens_nothing(client, invitation, value):
    client.cookies[settings.CITIZEN_COOKIE_NAME] = value
    assert client.get("/thu-moi/").status_code == 404


def test_the_cookie_names_no_person_and_no_secret_of_the_letter(client, invitation):
    client.get(_link(token_of(invitation)))
    facts = signing.loads(client.cookies[settings.CITIZEN_COOKIE_NAME].value, salt=SALT)
    assert set(facts) == {"i", "g", "d", "s"}
    assert (facts["i"], facts["g"], facts["s"]) == (invitation.code, 1, "")


def test_pages_behind_a_link_are_neither_kept_nor_indexed(client, invitation):
    client.get(_link(token_of(invitation)))
    for address in ("/thu-moi/", "/thu-moi/dang-ky/", "/ma-moi/", "/moi/sai/"):
        headers = client.get(address).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("dress", [str.upper, str.lower, lambda code: f" {code[:4]}-{code[4:]} "])
def test_the_code_on_paper_opens_the_same_page_however_it_is_typed(client, invitation, dress):
    data = {"short_code": dress(invitation.short_code), "idempotency_key": "k"}
    response = client.post("/ma-moi/", data)
    assert (response.status_code, response["Location"]) == (303, "/thu-moi/")
    assert client.get("/thu-moi/").status_code == 200


def test_a_wrong_code_is_answered_at_the_field_and_keeps_what_was_typed(client, invitation):
    response = client.post("/ma-moi/", {"short_code": "0000-0000", "idempotency_key": "k"})
    assert response.status_code == 200
    assert response.context["form"].errors == {
        "short_code": ["Không có thư mời nào còn hiệu lực với mã này. Xem lại từng ký tự."]
    }
    assert 'value="0000-0000"' in response.content.decode()


def test_thirty_wrong_codes_of_one_network_are_enough_and_another_network_goes_on(invitation):
    here, there = Client(REMOTE_ADDR="10.1.2.3"), Client(REMOTE_ADDR="10.9.9.9")

    def wrong(number: int) -> dict:
        data = {"short_code": f"{number:04}zzzz", "idempotency_key": "k"}
        return here.post("/ma-moi/", data).context["form"].errors

    assert {tuple(wrong(number)) for number in range(30)} == {("short_code",)}
    assert tuple(wrong(31)) == ("__all__",)
    right = {"short_code": invitation.short_code, "idempotency_key": "k"}
    assert here.post("/ma-moi/", right).status_code == 200
    assert there.post("/ma-moi/", right).status_code == 303


def test_ten_wrong_codes_with_the_same_beginning_are_enough_from_wherever(invitation):
    right = invitation.short_code
    for number in range(10):
        caller = Client(REMOTE_ADDR=f"10.{number}.0.1")
        caller.post("/ma-moi/", {"short_code": f"{right[:4]}{number:04}", "idempotency_key": "k"})
    last = Client(REMOTE_ADDR="10.77.0.1").post("/ma-moi/", {"short_code": right, "idempotency_key": "k"})
    assert last.status_code == 200
    assert "Đã nhập sai nhiều lần" in last.content.decode()


def test_a_program_that_fills_the_hidden_field_is_refused(client, invitation):
    data = {"short_code": invitation.short_code, "homepage": "http://x", "idempotency_key": "k"}
    assert client.post("/ma-moi/", data).status_code == 200
    assert client.get("/thu-moi/").status_code == 404


def test_leaving_ends_the_cookie_and_asks_the_browser_to_forget(client, invitation):
    client.get(_link(token_of(invitation)))
    response = client.post("/thu-moi/roi-trang/")
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert client.get("/thu-moi/").status_code == 404


def test_the_invitation_page_costs_the_same_whoever_presides(client, invitation, django_assert_num_queries):
    client.get(_link(token_of(invitation)))
    with django_assert_num_queries(7):
        client.get("/thu-moi/")
