"""How a draft of conclusions looks as the paper it will become.

The notice belongs to the app above, which says here, once at start, how it is built; so the presider reads
the real paper before it exists.
"""

from collections.abc import Callable
from datetime import date

from documents.printouts import Printout
from sessions_app.models import ConclusionDraft, Hosting

Builder = Callable[[Hosting, ConclusionDraft, date], Printout]
_builders: list[Builder] = []


def register(build: Builder) -> None:
    """Say how the paper of a draft is built. A later registration replaces an earlier one."""
    _builders[:] = [build]


def paper_of(hosting: Hosting, draft: ConclusionDraft, *, on: date) -> Printout:
    """The notice of one hosting as it would be if it were issued on the day ``on``.

    Raises RuleViolation when a fact the notice must state is missing, LookupError when no app makes notices.
    """
    if not _builders:
        raise LookupError("No app has said how a notice of conclusions is built.")
    return _builders[0](hosting, draft, on)
