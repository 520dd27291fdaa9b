"""How the second factor is kept: secrets sealed under a key that is not in the database."""

import base64
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

ISSUER = "Cổng đối thoại"


class SecretUnreadable(Exception):
    """A sealed secret was made under another key: LINK_KEY changed, or the row was tampered with."""


def _box() -> Fernet:
    """The box that seals. Its key comes from LINK_KEY, which stays; a new SECRET_KEY only ends sessions."""
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"accounts.second_factor")
    return Fernet(base64.urlsafe_b64encode(derive.derive(settings.LINK_KEY.encode())))


class SealedSecretsAdapter(DefaultMFAAdapter):
    """Seals what the library stores; a stolen database alone makes no codes."""

    def encrypt(self, text: str) -> str:
        """Seal a secret (AES with a signature)."""
        return _box().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret; raises SecretUnreadable."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise SecretUnreadable from error

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Whom a passkey belongs to: the portal's own name, never what a request says about the host."""
        return {"id": urlsplit(settings.BASE_URL).hostname or "localhost", "name": ISSUER}

    def get_public_key_credential_user_entity(self, user) -> dict:
        """What the device shows when it asks which passkey to use."""
        return {"id": str(user.pk).encode(), "name": user.username, "display_name": user.full_name}

    def get_totp_issuer(self) -> str:
        """The name under which the app on the phone shows the account."""
        return ISSUER

    def get_totp_label(self, user) -> str:
        """The sign-in name: a mail address may be shared by an office."""
        return user.username
