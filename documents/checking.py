"""One whole check of trail, papers and files, and what the last one found: for the command, the tick and the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path

from audit import ticks, verification
from audit.models import Act, DailySeal, TickPass
from documents import integrity
from documents.models import IssuedDocument, StoredFile

TICK = "documents.verify"


@dataclass(frozen=True, kw_only=True)
class Check:
    """A check that was made; ``broken`` is the first row that is not as it was, or ""."""

    at: datetime
    broken: str
    acts: int
    seals: int
    papers: int
    files: int


def problems(copies: Path | None = None) -> Iterator[str]:
    """Everything that was altered, the trail first; ``copies`` is a folder with seals from outside."""
    return chain(
        verification.broken_acts(),
        verification.broken_seals(),
        verification.broken_copies(copies) if copies else (),
        integrity.broken_papers(),
        integrity.broken_files(),
    )


def check(*, at: datetime) -> Check:
    """Check until the first broken row and keep what was found."""
    counts = {
        "broken": next(problems(), ""),
        "acts": Act.objects.count(),
        "seals": DailySeal.objects.count(),
        "papers": IssuedDocument.objects.count(),
        "files": StoredFile.objects.count(),
    }
    ticks.record(TICK, at=at, counts=counts)
    return Check(at=at, **counts)


def last_check() -> Check | None:
    """The last check, whoever asked for it; None before the first."""
    made = TickPass.objects.filter(name=TICK).first()
    return Check(at=made.at, **made.counts) if made else None
