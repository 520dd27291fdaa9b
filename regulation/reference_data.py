"""The calendar and the edition that every installation starts with. Loading twice adds nothing.

The models are arguments, so that the migration (historical models) and the tests (current ones) share
one function. Rows that exist are left as they are: an administrator may have corrected them.
"""

import csv
from datetime import date
from pathlib import Path

from regulation.deadlines import (
    ANNOUNCEMENT_LEAD,
    ANSWER_TERM,
    INVITATION_LEAD,
    NOTICE_TERM,
    RESULTS_TERM,
    Term,
)
from regulation.enums import DayKind, DayStatus
from regulation.working_days import SpecialDay

CALENDAR_FILE = Path(__file__).resolve().parent / "data" / "calendar-2017-2027.csv"
DEFAULT_EDITION = "935-QD-TU"
LAW_EDITION = "72-2025-QH15"

_EDITION = {
    "title": (
        "Quy chế về tiếp xúc, đối thoại trực tiếp giữa người đứng đầu cấp ủy, người đứng đầu chính quyền "
        "các cấp với nhân dân trên địa bàn thành phố Hồ Chí Minh"
    ),
    "short_title": "Quy chế kèm theo Quyết định 935-QĐ/TU",
    "issuer": "Ban Thường vụ Thành ủy Thành phố Hồ Chí Minh",
    "issued_on": date(2017, 4, 28),
    "valid_from": date(2017, 4, 28),
    "text_path": "docs/regulation/quy-che-935.md",
}
_LAW = {
    "title": "Luật Tổ chức chính quyền địa phương số 72/2025/QH15, Điều 43 (Hội nghị đối thoại với Nhân dân)",
    "short_title": "Luật Tổ chức chính quyền địa phương 2025, Điều 43",
    "issuer": "Quốc hội",
    "issued_on": date(2025, 6, 16),
    "valid_from": date(2025, 6, 16),
    "text_path": "docs/regulation/luat-72-2025-dieu-43.md",
}
_EDITIONS: dict[str, tuple[dict, tuple[Term, ...]]] = {
    DEFAULT_EDITION: (_EDITION, (INVITATION_LEAD, NOTICE_TERM, ANSWER_TERM)),
    LAW_EDITION: (_LAW, (ANNOUNCEMENT_LEAD, RESULTS_TERM)),
}


def calendar_rows() -> list[SpecialDay]:
    """The days of the shipped calendar 2017 to 2027, each with its source."""
    with CALENDAR_FILE.open(encoding="utf-8", newline="") as file:
        return [
            SpecialDay(
                date=date.fromisoformat(row["date"]),
                kind=DayKind(row["kind"]),
                name=row["name"],
                source=row["source"],
                status=DayStatus(row["status"]),
            )
            for row in csv.DictReader(file)
        ]


def load_reference(calendar_day, edition, edition_term) -> None:
    """Bring the reference rows into the tables of the three given models; safe to call again."""
    calendar_day.objects.bulk_create(
        [
            calendar_day(
                date=day.date, kind=day.kind.value, name=day.name, source=day.source, status=day.status.value
            )
            for day in calendar_rows()
        ],
        ignore_conflicts=True,
    )
    for code, (facts, terms) in _EDITIONS.items():
        row, _ = edition.objects.get_or_create(code=code, defaults=facts)
        edition_term.objects.bulk_create(
            [_term_row(edition_term, row, term) for term in terms], ignore_conflicts=True
        )


def _term_row(edition_term, edition, term: Term):
    return edition_term(
        edition=edition,
        article=term.article.clause,
        days=term.days,
        counting=term.counting.value,
        reading=term.reading.value,
    )
