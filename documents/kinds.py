"""Which dataclass a kind of paper is made from, and what its app does once the paper is issued.

The app that owns a paper registers it in its ``AppConfig.ready``; this is how ``documents`` calls upwards
without importing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from documents.enums import PaperKind
from documents.models import IssuedDocument
from documents.printouts import Printout


@dataclass(frozen=True)
class RegisteredKind:
    """``on_issued(document, at)`` runs in the transaction that turns the paper into an issued one."""

    printout: type[Printout]
    on_issued: Callable[[IssuedDocument, datetime], None] | None = None


_REGISTERED: dict[str, RegisteredKind] = {}


def register(
    kind: PaperKind,
    printout: type[Printout],
    on_issued: Callable[[IssuedDocument, datetime], None] | None = None,
) -> None:
    """Say which printout a kind of paper is made from. A later registration replaces an earlier one."""
    _REGISTERED[str(kind)] = RegisteredKind(printout, on_issued)


def registered(kind: str) -> RegisteredKind:
    """What was registered for ``kind``; LookupError when no app did."""
    try:
        return _REGISTERED[str(kind)]
    except KeyError:
        raise LookupError(f"No printout is registered for papers of kind {kind!r}.") from None
