"""One code sent twice at the same instant opens one door."""

import pytest
from allauth.mfa.models import Authenticator

from accounts import second_factor
from accounts.second_factor import Kind
from regulation.clock import now
from tests.accounts.authenticator import code_of, give_app, recovery_codes_of
from tests.factories.accounts import SeatFactory
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_five_that_send_the_same_code_one_comes_in():
    user = SeatFactory().user
    code, at = code_of(give_app(user)), now()
    taken = at_once(5, lambda _: second_factor.take_code(user, code, at=at))
    assert sorted(map(str, taken)) == ["None"] * 4 + [str(Kind.TOTP)]


def test_of_five_that_send_the_same_recovery_code_one_comes_in():
    user = SeatFactory().user
    give_app(user)
    code, at = recovery_codes_of(user)[0], now()
    taken = at_once(5, lambda _: second_factor.take_code(user, code, at=at))
    assert sorted(map(str, taken)) == ["None"] * 4 + [str(Kind.RECOVERY_CODES)]
    assert len(recovery_codes_of(user)) == 9
    assert Authenticator.objects.filter(user=user).count() == 2
