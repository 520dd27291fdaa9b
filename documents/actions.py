"""Issuing papers in two phases: number and frozen facts first, file and hash second."""

from datetime import date, datetime

from audit.actors import Actor
from documents.enums import Family, PaperKind
from documents.models import IssuedDocument
from documents.printouts import Printout
from organizations.models import Unit


def next_period(issuer: Unit, family: Family, on: date) -> str:
    """The period of numbering: the committee term on the Party side, the calendar year on the State side."""
    raise NotImplementedError


def take_number(
    printout: Printout,
    *,
    kind: PaperKind,
    issue_key: str,
    issuer: Unit,
    family: Family,
    period: str,
    dated_on: date,
    signer_name: str,
    signer_position: str,
    title: str,
    by: Actor,
    at: datetime,
    context_key: str,
) -> IssuedDocument:
    """First phase, inside the caller's transaction: take the next number and freeze the facts."""
    raise NotImplementedError


def complete(document: IssuedDocument, *, by: Actor, at: datetime) -> IssuedDocument:
    """Second phase, outside any transaction: render, then store bytes and hash and call ``on_issued``."""
    raise NotImplementedError


def finish_pending(at: datetime) -> int:
    """Complete what a crash left numbered but not rendered; how many were completed."""
    raise NotImplementedError
