"""The calendar and the edition that every installation starts with. Loading twice adds nothing.

The models are arguments, so that the migration (historical models) and the tests (current ones) share
one function. Rows that exist are left as they are: an administrator may have corrected them.
"""

import csv
from datetime import date
from pathlib import Path

from regulation.deadlines import ANSWER_TERM, INVITATION_LEAD, NOTICE_TERM
from regulation.enums import DayKind, DayStatus
from regulation.working_days import SpecialDay

CALENDAR_FILE = Path(__file__).resolve().parent / "data" / "calendar-2017-2027.csv"
DEFAULT_EDITION = "935-QD-TU"

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
_TERMS = (INVITATION_LEAD, NOTICE_TERM, ANSWER_TERM)


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
    city_edition, _ = edition.objects.get_or_create(code=DEFAULT_EDITION, defaults=_EDITION)
    edition_term.objects.bulk_create(
        [
            edition_term(
                edition=city_edition,
                article=term.article.clause,
                days=term.days,
                counting=term.counting.value,
                reading=term.reading.value,
            )
            for term in _TERMS
        ],
        ignore_conflicts=True,
    )
