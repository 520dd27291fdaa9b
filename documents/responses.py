"""Stored files on their way to a browser."""

import io

from django.http import FileResponse

from documents.models import StoredFile

# A document may be looked at in the portal's own frame, and can do nothing there.
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"


def file_response(stored: StoredFile, filename: str, *, inline: bool = False) -> FileResponse:
    """The bytes of a stored file under ``filename``. The caller has asked its policy before.

    Offered as a download unless ``inline``; only PDF may be looked at inline, everything else is downloaded.
    """
    inline = inline and stored.content_type == "application/pdf"
    response = FileResponse(
        io.BytesIO(stored.read_bytes()),  # ten megabytes at most; no file stays open with a slow reader
        as_attachment=not inline,
        filename=filename,
        content_type=stored.content_type,
    )
    return guarded(response)


def pdf_response(content: bytes, filename: str, *, inline: bool = True) -> FileResponse:
    """A PDF made just now (a preview, a personal letter)."""
    return guarded(
        FileResponse(
            io.BytesIO(content), as_attachment=not inline, filename=filename, content_type="application/pdf"
        )
    )


def guarded(response: FileResponse) -> FileResponse:
    """Nothing guesses its type, runs in it or keeps a copy of it."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = SANDBOX
    return response
