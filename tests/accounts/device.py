"""A device that makes passkeys, in software, for tests."""

import json
import os

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

ORIGIN = "https://cong.example.vn"
RP_ID = "cong.example.vn"


class Device:
    """One key pair, as a phone or a plug keeps it."""

    def __init__(self, origin: str = ORIGIN):
        self.origin = origin
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = os.urandom(16)

    def make(self, options: dict) -> str:
        """The answer to a challenge for a new passkey."""
        key = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(Aaguid(bytes(16)), self.credential_id, key)
        flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
        data = AuthenticatorData.create(sha256(RP_ID.encode()), flags, 0, credential)
        attestation = AttestationObject.create("none", data, {})
        return self._written(
            clientDataJSON=self._client_data("webauthn.create", options),
            attestationObject=bytes(attestation),
        )

    def sign(self, options: dict) -> str:
        """The answer to a challenge for a passkey that is there."""
        data = AuthenticatorData.create(sha256(RP_ID.encode()), AuthenticatorData.FLAG.UP, 0)
        client_data = self._client_data("webauthn.get", options)
        signature = self.key.sign(bytes(data) + sha256(client_data), ec.ECDSA(SHA256()))
        return self._written(clientDataJSON=client_data, authenticatorData=bytes(data), signature=signature)

    def _client_data(self, kind: str, options: dict) -> bytes:
        challenge = options["publicKey"]["challenge"]
        return bytes(CollectedClientData.create(type=kind, challenge=challenge, origin=self.origin))

    def _written(self, **response: bytes) -> str:
        name = websafe_encode(self.credential_id)
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "response": {part: websafe_encode(value) for part, value in response.items()},
                "clientExtensionResults": {},
            }
        )
