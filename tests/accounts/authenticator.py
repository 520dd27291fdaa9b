"""A phone with an app, for tests: it makes the codes of a secret."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import encrypt

from accounts.models import User
from regulation.clock import now


def code_of(secret: str, *, steps: int = 0) -> str:
    """The code that the app shows now, or some steps of half a minute later."""
    return format_hotp_value(hotp_value(secret, int(now().timestamp()) // 30 + steps))


def give_app(user: User) -> str:
    """Let a user have an app and recovery codes; the app's secret."""
    secret = generate_totp_secret()
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt(secret)})
    RecoveryCodes.activate(user)
    return secret


def recovery_codes_of(user: User) -> list[str]:
    """The recovery codes of a user that still open."""
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    return RecoveryCodes(row).get_unused_codes()
