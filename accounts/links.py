"""Links and codes without accounts. They are derived, so a letter can be printed again; the database keeps digests."""

import base64
import hashlib
import hmac

from django.conf import settings

from audit.public_codes import CROCKFORD

TRACKING_LENGTH = 15
SELECTOR_LENGTH = 5
SHORT_CODE_LENGTH = 8
_LOOKALIKES = str.maketrans({"i": "1", "l": "1", "o": "0", "u": "v"})


def _derive(purpose: str, row_id: int, generation: int) -> bytes:
    message = f"{purpose}|{row_id}|{generation}".encode()
    return hmac.new(settings.LINK_KEY.encode(), message, hashlib.sha256).digest()


def token_for(purpose: str, row_id: int, generation: int) -> str:
    """The secret part of a link: 256 bits, the same each time for the same row and generation."""
    return base64.urlsafe_b64encode(_derive(purpose, row_id, generation)).rstrip(b"=").decode()


def digest(secret: str) -> str:
    """SHA-256 in hexadecimal: what the database keeps of a token or a code's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def keyed_digest(purpose: str, value: str) -> str:
    """Digest of a personal value that nobody without the key can try out."""
    return hmac.new(settings.LINK_KEY.encode(), f"{purpose}|{value}".encode(), hashlib.sha256).hexdigest()


def _crockford(raw: bytes, length: int) -> str:
    number = int.from_bytes(raw, "big")
    letters = []
    for _ in range(length):
        number, index = divmod(number, 32)
        letters.append(CROCKFORD[index])
    return "".join(letters)


def tracking_code_for(row_id: int, generation: int) -> str:
    """The fifteen characters of a receipt, lower case without dashes (75 bits)."""
    return _crockford(_derive("tracking", row_id, generation), TRACKING_LENGTH)


def short_code_for(row_id: int, generation: int) -> str:
    """The code of an invitation on paper, eight characters; opens the same page as the link."""
    return _crockford(_derive("short", row_id, generation), SHORT_CODE_LENGTH)


def grouped(code: str, size: int = 5) -> str:
    """A code as people read and type it: capitals in groups, ``ABCDE-FGH12-34567``."""
    return "-".join(code[i : i + size] for i in range(0, len(code), size)).upper()


def typed(text: str) -> str:
    """A code as somebody typed it, as it is stored: case, blanks, dashes and look-alikes forgiven."""
    return "".join(c for c in text.casefold() if c.isalnum()).translate(_LOOKALIKES)
