"""What is known of the guest list and of a spreadsheet that waits for confirmation."""

from dataclasses import dataclass

from django.db.models import QuerySet

from regulation.text import clean, fold
from sessions_app.guest_sheet import GuestRow
from sessions_app.models import DialogueSession, Guest, GuestImport


def guests_of(session: DialogueSession, *, text: str = "") -> QuerySet[Guest]:
    """The guests on the list by given name, with their contacts; of a name when some words are given."""
    rows = session.guests.filter(removed_at__isnull=True).select_related("contact")
    wanted = fold(clean(text))
    return (rows.filter(name_folded__contains=wanted) if wanted else rows).order_by("name_sort", "pk")


@dataclass(frozen=True)
class SheetSummary:
    """A checked file: rows that can be taken, rows whose people stand on the list already, rows to correct."""

    valid: int
    known: int
    wrong: list[GuestRow]

    @property
    def wrong_columns(self) -> set[str]:
        return {name for row in self.wrong for name in row.problems}


def sheet_summary(sheet: GuestImport) -> SheetSummary:
    """What a kept file says. Of a confirmed one only the rows to correct are left."""
    wrong = [
        GuestRow(line["number"], line["values"], line["problems"]) for line in sheet.rows if line["problems"]
    ]
    good = [line for line in sheet.rows if not line["problems"]]
    known = sum(line["known"] for line in good)
    return SheetSummary(valid=len(good) - known, known=known, wrong=wrong)
