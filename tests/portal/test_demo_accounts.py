"""Demo accounts sign in where the profile allows them, and nowhere else."""

import pytest
from django.contrib.auth import authenticate
from django.test import Client

from tests.factories.accounts import PASSWORD, SeatFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("is_demo", "allowed", "accepted"),
    [(True, True, True), (True, False, False), (False, False, True), (False, True, True)],
)
def test_the_profile_decides_about_demo_accounts(settings, is_demo, allowed, accepted):
    settings.DEMO_ACCOUNTS_ALLOWED = allowed
    user = UserFactory(is_demo=is_demo)
    found = authenticate(username=user.username, password=PASSWORD)
    assert found == (user if accepted else None)


def test_an_account_that_was_switched_off_is_refused():
    user = UserFactory(is_active=False)
    assert authenticate(username=user.username, password=PASSWORD) is None


def test_an_open_session_of_a_demo_account_ends_where_none_is_allowed(settings):
    browser = Client()
    browser.force_login(SeatFactory(user=UserFactory(is_demo=True)).user)
    assert browser.get("/van-ban/").status_code == 200
    settings.DEMO_ACCOUNTS_ALLOWED = False
    refused = browser.get("/van-ban/")
    assert (refused.status_code, refused["Location"]) == (302, "/dang-nhap/?next=/van-ban/")
