"""The facts of the printed sheet "Phiếu tính hạn"."""

from datetime import date, datetime
from typing import Any

from accounts.models import Seat
from duties.explanations import ExplainedDay
from duties.presentation import ExplainedPage
from regulation import date_words


def context_of(page: ExplainedPage, *, seat: Seat, at: datetime) -> dict[str, Any]:
    """What the template of the sheet shows of one duty; ``seat`` is who prints it, ``at`` when, in local time."""
    duty = page.duty
    return {
        "title": "Phiếu tính hạn",
        "duty": duty.title,
        "context": duty.context_line,
        "unit": duty.owed_by.name,
        "facts": [(row["label"], row["value"]) for row in page.facts],
        "remarks": page.remarks,
        "days": [_line(day) for day in page.explanation.days],
        "total": page.explanation.total,
        "history": [(entry["title"], entry["text"]) for entry in page.history],
        "calendar_version": duty.calendar_version,
        "printed": f"{seat.display_name}, {seat.unit_label}, {date_words.long_moment(at)}",
        "dated": _dated(at.date()),
    }


def _line(day: ExplainedDay) -> dict[str, str]:
    return {
        "date": f"{date_words.weekday(day.on)}, {day.on:%d/%m/%Y}",
        "number": "" if day.number is None else str(day.number),
        "reason": f"{day.reason} (dự kiến)" if day.expected else day.reason,
        "source": day.source,
    }


def _dated(day: date) -> str:
    return f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}"
