"""Files that people send."""

from dataclasses import dataclass
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from documents.models import StoredFile
from organizations.models import Unit


@dataclass(frozen=True, kw_only=True)
class CheckedUpload:
    """A file that passed the checks: its bytes as they will be kept, its name and true type."""

    name: str
    content_type: str
    content: bytes


def check(uploaded: UploadedFile) -> CheckedUpload:
    """The file, looked into. Raises ValidationError with a sentence for the field."""
    raise NotImplementedError


def store(checked: CheckedUpload, *, owner: Unit, at: datetime) -> StoredFile:
    """Keep a checked file under a random name."""
    raise NotImplementedError
