"""Checking a name and a password against guessing, with the same answer for known and unknown names."""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import authenticate
from django.http import HttpRequest

from accounts.limits import MINUTE, Limit, network_of
from accounts.models import User
from regulation.text import fold

logger = logging.getLogger(__name__)

WRONG = "Tên đăng nhập hoặc mật khẩu không đúng."
TOO_MANY = "Đã nhập sai quá nhiều lần. Ông/bà thử lại sau 15 phút, hoặc nhờ người quản trị cấp lại mật khẩu."

# Guessing at one account from one network stops first, and stops there only: whoever guesses from elsewhere
# cannot shut the owner out until the third number. A whole office behind one address has the second.
PER_ACCOUNT_AND_NETWORK = Limit("sign-in-pair", 10, 15 * MINUTE)
PER_NETWORK = Limit("sign-in-network", 100, 15 * MINUTE)
PER_ACCOUNT = Limit("sign-in-account", 50, 15 * MINUTE)


@dataclass(frozen=True)
class SignIn:
    """The user who may enter, or why not; ``is_limited`` when the number of tries is used up."""

    user: User | None
    reason: str = ""
    is_limited: bool = False


def check(request: HttpRequest, *, username: str, password: str, at: datetime) -> SignIn:
    """Who this is, if the password is right and neither the account nor the network has failed too often.

    Only failures count. A limited try is not even compared, so a right password tells nothing then.
    """
    account, network = fold(username), network_of(request)
    counters = (
        (PER_ACCOUNT_AND_NETWORK, f"{account}|{network}"),
        (PER_NETWORK, network),
        (PER_ACCOUNT, account),
    )
    if not all(limit.allows(key, at=at) for limit, key in counters):
        logger.warning("sign-in stopped by a limit, from %s", network)
        return SignIn(None, TOO_MANY, is_limited=True)
    user = authenticate(request, username=username, password=password)
    if user is None:
        for limit, key in counters:
            limit.count(key, at=at)
        # The name stays out of the log: people type passwords into that field.
        logger.info("sign-in refused, from %s", network)
        return SignIn(None, WRONG)
    PER_ACCOUNT_AND_NETWORK.forget(f"{account}|{network}", at=at)
    return SignIn(user)
