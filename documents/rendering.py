"""Papers as PDF. The only module that knows WeasyPrint."""

from typing import Any

from documents.printouts import Imprint, Printout


def render_pdf(template: str, context: dict[str, Any]) -> bytes:
    """A template with its context as PDF/A-2a."""
    raise NotImplementedError


def render(printout: Printout, imprint: Imprint) -> bytes:
    """A paper with its number and date. Used for copies derived from an issued paper (a personal letter)."""
    raise NotImplementedError


def preview(printout: Printout) -> bytes:
    """A paper before issue: number and date stay open and "Dự thảo" stands under the number."""
    raise NotImplementedError
