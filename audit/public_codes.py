"""Public names of rows: what stands in an address instead of a database id."""

import secrets

from django.db import models

CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"  # no i, l, o, u: nobody misreads them
LENGTH = 10


def new_public_code() -> str:
    """Ten random Crockford characters (50 bits): not guessable in bulk, not ordered by time."""
    return "".join([CROCKFORD[byte & 31] for byte in secrets.token_bytes(LENGTH)])


class PublicCodeField(models.CharField):
    """The public code of a row, made once and never changed."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("verbose_name", "mã công khai")
        kwargs |= {"max_length": 16, "unique": True, "default": new_public_code, "editable": False}
        super().__init__(*args, **kwargs)
