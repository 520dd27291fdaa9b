"""The cells of the matrix: each row of the table of pages with the address it stands for, and what is missing."""

from collections.abc import Iterator
from dataclasses import dataclass

from dialogue_portal.access.addresses import addresses
from dialogue_portal.access.pages import PAGES
from dialogue_portal.access.subjects import Answer, Subject


@dataclass(frozen=True)
class Cell:
    """What one subject gets by one method at one address, asked about the object ``of``."""

    name: str
    pattern: str
    of: str
    method: str
    subject: Subject
    answer: Answer


def cells() -> Iterator[Cell]:
    """Every cell, row by row: address, method, subject."""
    patterns = {address.name: address.pattern for address in addresses()}
    for page in PAGES:
        for method, answers in (("GET", page.get), ("POST", page.post)):
            for subject in Subject:
                yield Cell(page.name, patterns.get(page.name, ""), page.of, method, subject, answers[subject])


def problems() -> list[str]:
    """Addresses without a row, rows without an address, rows that stand twice; one English line each."""
    known = [address.name for address in addresses()]
    rows = [(page.name, page.of) for page in PAGES]
    named = {name for name, _ in rows}
    return [
        *(f"no row for the address {name}" for name in known if name not in named),
        *(f"no address for the row {name}" for name in sorted(named - set(known))),
        *(f"two rows for {name}, {of}" for name, of in sorted({row for row in rows if rows.count(row) > 1})),
    ]
