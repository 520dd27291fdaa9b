"""Bytes on disk under names that say nothing, with their digest."""

import hashlib
import os
import secrets
from datetime import datetime
from pathlib import PurePath

from django.core.files.base import ContentFile

from documents.models import StoredFile
from organizations.models import Unit


def written(content: bytes, *, name: str, content_type: str, owner: Unit, at: datetime) -> StoredFile:
    """The bytes safely on disk and their row, not yet saved: saving it belongs in the caller's transaction.

    When that transaction fails, call ``forget`` so that nothing stays behind.
    """
    stored = StoredFile(
        original_name=name[:200],
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        at=at,
        owner=owner,
    )
    random_name = secrets.token_hex(16) + PurePath(name).suffix.lower()
    stored.content.save(random_name, ContentFile(content), save=False)
    # A record must survive a power cut: its bytes reach the disk before the row that vouches for them.
    with stored.content.storage.open(stored.content.name, "rb") as file:
        os.fsync(file.fileno())
    return stored


def forget(stored: StoredFile) -> None:
    """Remove the bytes of a row that was never saved."""
    stored.content.storage.delete(stored.content.name)
