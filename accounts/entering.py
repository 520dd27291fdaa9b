"""From a right password to an open session: at once, or after a second step."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import auth
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from accounts import browser_sessions, queries, second_factor
from accounts.limits import network_of
from accounts.models import User

# Between the two steps the browser's session names the person, but nobody is signed in.
_WAITING = "second_step"
LONGEST_WAIT = timedelta(minutes=10)


@dataclass(frozen=True)
class SecondStep:
    """Somebody whose password was right and whose code is awaited."""

    user: User
    wanted: str
    # Of single sign-on: whether the provider saw a second factor. None for the password of this portal.
    recognised: bool | None = None


def enter(request: HttpRequest, user: User, *, at: datetime, second_factor_shown: bool = False) -> None:
    """Open the session. Its key changes, so that a key known before is worth nothing."""
    request.session.pop(_WAITING, None)
    auth.login(request, user)
    request.session[queries.SIGNED_IN_AT] = at.timestamp()
    request.session[queries.AUTHENTICATED_AT] = at.timestamp()
    request.session[queries.SECOND_FACTOR_SHOWN] = second_factor_shown
    browser_sessions.describe(request)


def wait_for_second_step(
    request: HttpRequest, user: User, *, wanted: str, at: datetime, recognised: bool | None = None
) -> None:
    """Remember whose password was right; a new password in between makes it worthless."""
    request.session.cycle_key()
    request.session[_WAITING] = {
        "user": user.pk,
        "backend": user.backend,
        "password": user.get_session_auth_hash(),
        "at": at.timestamp(),
        "wanted": wanted,
        "recognised": recognised,
    }


def awaited(request: HttpRequest, *, at: datetime) -> SecondStep | None:
    """Whose code this browser still owes; None when nobody's, too late, or the account was closed meanwhile."""
    waiting = request.session.get(_WAITING)
    if waiting is None or at.timestamp() - waiting["at"] > LONGEST_WAIT.total_seconds():
        return None
    user = auth.load_backend(waiting["backend"]).get_user(waiting["user"])
    if user is None or not constant_time_compare(user.get_session_auth_hash(), waiting["password"]):
        return None
    user.backend = waiting["backend"]
    return SecondStep(user, waiting["wanted"], waiting["recognised"])


def check_second_step(
    request: HttpRequest, step: SecondStep, *, code: str, passkey: str, at: datetime
) -> str:
    """Open the session if the code, or what a device signed, is right; else the sentence that says why not."""
    network = network_of(request)
    counters = (
        (second_factor.PER_ACCOUNT_AND_NETWORK, f"{step.user.pk}|{network}"),
        (second_factor.PER_ACCOUNT, str(step.user.pk)),
    )
    if not all(limit.allows(key, at=at) for limit, key in counters):
        return second_factor.TOO_MANY
    if passkey:
        is_right = second_factor.take_passkey(step.user, passkey, at=at)
    else:
        is_right = second_factor.take_code(step.user, code, at=at) is not None
    if not is_right:
        for limit, key in counters:
            limit.count(key, at=at)
        return second_factor.WRONG_PASSKEY if passkey else second_factor.WRONG
    enter(request, step.user, at=at, second_factor_shown=True)
    return ""
