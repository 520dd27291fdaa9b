"""The second factor: who has one, who owes one, and whether a code is right."""

import json
import logging
from datetime import date, datetime

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn.internal import auth as webauthn
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import queries
from accounts.enums import SECOND_FACTOR_ROLES, Role
from accounts.limits import HOUR, MINUTE, Limit
from accounts.mfa_adapter import SecretUnreadable
from accounts.models import Seat, SecondFactorRule, User
from audit import acts
from audit.actors import Actor

logger = logging.getLogger(__name__)

Kind = Authenticator.Type

WRONG = (
    "Mã không đúng hoặc đã dùng rồi. Ông/bà chờ ứng dụng hiện mã mới rồi nhập lại, hoặc dùng một mã dự phòng."
)
WRONG_PASSKEY = "Khóa đăng nhập không được nhận. Ông/bà thử lại, hoặc nhập mã."
TOO_MANY = (
    "Đã nhập sai quá nhiều lần. Ông/bà thử lại sau 15 phút, hoặc nhờ người quản trị đặt lại bước xác nhận."
)

# What a device, or somebody in its place, can send that is no good answer to the challenge.
_BAD_ANSWERS = (
    ValidationError, InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError, KeyError, IndexError, EOFError,
    AttributeError,
)  # fmt: skip

# Only somebody who knows the password gets here. From elsewhere he is stopped before he can stop the owner.
PER_ACCOUNT_AND_NETWORK = Limit("second-step-pair", 10, 15 * MINUTE)
PER_ACCOUNT = Limit("second-step-account", 30, HOUR)


def is_set_up(user: User) -> bool:
    """Whether the person has an app or a key. Recovery codes alone are none: they only stand in for it."""
    return Authenticator.objects.filter(user=user).exclude(type=Kind.RECOVERY_CODES).exists()


def has_app(user: User) -> bool:
    """Whether an app on a phone makes codes for the person."""
    return Authenticator.objects.filter(user=user, type=Kind.TOTP).exists()


def has_passkey(user: User) -> bool:
    """Whether the person has a passkey: a key to plug in, a fingerprint or the lock of a phone."""
    return Authenticator.objects.filter(user=user, type=Kind.WEBAUTHN).exists()


def is_asked(user: User) -> bool:
    """Whether signing in takes a second step. Demo accounts are shared by their one password."""
    return not user.is_demo and is_set_up(user)


def is_required(role: str, *, on: date) -> bool:
    """Whether a role needs a second factor on a day: by the administrator's rule, else by what the role may see."""
    rule = SecondFactorRule.objects.filter(role=role, valid_from__lte=on).first()
    return rule.is_required if rule else Role(role) in SECOND_FACTOR_ROLES


def is_owed(seat: Seat | None, *, on: date) -> bool:
    """Whether the seat may be used only after a second factor, which this sign-in did not show."""
    if not settings.SECOND_FACTOR_ENFORCED or seat is None or seat.user.is_demo:
        return False
    return is_required(seat.role, on=on)


def is_owed_by(user: User, *, on: date) -> bool:
    """Whether one of the seats that the person holds on a day needs a second factor."""
    return any(is_owed(seat, on=on) for seat in queries.seats_of(user, on=on))


def of(user: User) -> dict[Kind, list[Authenticator]]:
    """What the person has, by kind, the oldest first."""
    found: dict[Kind, list[Authenticator]] = {kind: [] for kind in Kind}
    for row in Authenticator.objects.filter(user=user).order_by("pk"):
        found[Kind(row.type)].append(row)
    return found


def codes_left(user: User) -> list[str]:
    """The recovery codes that still open; none when they were sealed under another key."""
    row = Authenticator.objects.filter(user=user, type=Kind.RECOVERY_CODES).first()
    try:
        return RecoveryCodes(row).get_unused_codes() if row else []
    except SecretUnreadable:
        return []


def new_secret() -> str:
    """A secret for an app, in the letters that can also be typed."""
    return generate_totp_secret()


def matching_counter(secret: str, code: str, *, after: int = -1) -> int | None:
    """The step of time whose code this is, if it lies after the last one that was used; else None."""
    for counter in yield_hotp_counters_from_time():
        expected = format_hotp_value(hotp_value(secret, counter))
        if counter > after and compare_user_code(actual=code, expected=expected):
            return counter
    return None


@transaction.atomic
def take_code(user: User, code: str, *, at: datetime) -> Kind | None:
    """Use up a code of the app or a recovery code: which of the two it was, None when it is wrong.

    The row is locked, so that a code opens one door only even when it is sent twice at the same instant.
    """
    rows = {row.type: row for row in Authenticator.objects.select_for_update().filter(user=user)}
    try:
        if Kind.TOTP in rows and _take_totp(rows[Kind.TOTP], code, at=at):
            return Kind.TOTP
        if Kind.RECOVERY_CODES in rows and _take_recovery_code(rows[Kind.RECOVERY_CODES], code, at=at):
            return Kind.RECOVERY_CODES
    except SecretUnreadable:
        logger.exception("the second factor of user %s was sealed under another key", user.pk)
    return None


def take_app_code(user: User, code: str, *, at: datetime) -> bool:
    """Use up a code of the app; recovery codes are for signing in and not taken here."""
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().filter(user=user, type=Kind.TOTP).first()
        try:
            return row is not None and _take_totp(row, code, at=at)
        except SecretUnreadable:
            logger.exception("the second factor of user %s was sealed under another key", user.pk)
            return False


def _take_totp(row: Authenticator, code: str, *, at: datetime) -> bool:
    counter = matching_counter(decrypt(row.data["secret"]), code, after=row.data.get("last_counter", -1))
    if counter is None:
        return False
    row.data["last_counter"] = counter
    row.last_used_at = at
    row.save(update_fields=("data", "last_used_at"))
    return True


def _take_recovery_code(row: Authenticator, code: str, *, at: datetime) -> bool:
    codes = RecoveryCodes(row)
    if not codes.validate_code(code):
        return False
    Authenticator.objects.filter(pk=row.pk).update(last_used_at=at)
    seat = queries.current_seat(row.user, None)
    acts.write(
        subject=row.user,
        verb="second_factor.recovery_code",
        title=f"Dùng một mã dự phòng, còn {len(codes.get_unused_codes())} mã",
        by=seat.actor if seat else Actor.system("đăng nhập"),
        at=at,
    )
    return True


def passkey_challenge(user: User) -> dict:
    """What the browser asks the person's device to sign; remembered in this browser's session, for one answer."""
    return webauthn.begin_authentication(user)


def new_passkey_challenge(user: User) -> dict:
    """What the browser gives a device that is to become a passkey; remembered for one answer as well."""
    return webauthn.begin_registration(user, passwordless=False)


def take_passkey(user: User, answer: str, *, at: datetime) -> bool:
    """Whether a device of the person signed the challenge of this browser. Right or wrong, the challenge is used up."""
    try:
        row = webauthn.complete_authentication(user, _read(answer))
    except _BAD_ANSWERS:
        return False
    finally:
        webauthn.clear_state()
    Authenticator.objects.filter(pk=row.pk).update(last_used_at=at)
    return True


def passkey_in(answer: str) -> dict | None:
    """The passkey that a device made for the challenge of this browser, as it is kept; None for anything else."""
    try:
        credential = _read(answer)
        webauthn.complete_registration(credential)
    except _BAD_ANSWERS:
        return None
    finally:
        webauthn.clear_state()
    return credential


def _read(answer: str) -> dict:
    found = json.loads(answer)
    if not isinstance(found, dict):
        raise TypeError(answer)
    return found
