"""Public names of rows: what stands in an address instead of a database id."""

import secrets

from django.db import models

CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"  # no i, l, o, u: nobody misreads them
LENGTH = 10
_LETTERS = "".join(CROCKFORD[byte & 31] for byte in range(256)).encode(
    "ascii"
)  # the letter of each random byte


def new_public_code() -> str:
    """Ten random Crockford characters (50 bits): not guessable in bulk, not ordered by time."""
    return secrets.token_bytes(LENGTH).translate(_LETTERS).decode("ascii")


def new_public_codes(count: int) -> list[str]:
    """So many codes by one call for randomness, for rows that are made by the thousand."""
    letters = secrets.token_bytes(LENGTH * count).translate(_LETTERS).decode("ascii")
    return [letters[start : start + LENGTH] for start in range(0, len(letters), LENGTH)]


class PublicCodeField(models.CharField):
    """The public code of a row, made once and never changed."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("verbose_name", "mã công khai")
        kwargs |= {"max_length": 16, "unique": True, "default": new_public_code, "editable": False}
        super().__init__(*args, **kwargs)
