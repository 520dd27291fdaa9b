"""Stored files on their way to a browser."""

from django.http import HttpResponse

from documents.models import StoredFile


def file_response(stored: StoredFile, filename: str, *, inline: bool = False) -> HttpResponse:
    """The bytes of a stored file under the given name. The caller has asked its policy before."""
    raise NotImplementedError
