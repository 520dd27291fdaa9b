"""What may be entered into the working calendar, and what may not. Pure.

A day without an entry follows Monday to Friday, so an entry that says the same is a mistake of whoever typed it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from regulation.date_words import weekday
from regulation.enums import DayKind, DayStatus
from regulation.working_days import SpecialDay, WorkingCalendar

# Days far away are mistakes of typing; they would also stretch the table of working days.
EARLIEST_DAY, LATEST_DAY = date(2017, 1, 1), date(2100, 12, 31)
LONGEST_NAME, LONGEST_SOURCE = 120, 200
SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True)
class Entry:
    """One day to be entered, or with ``kind`` None to be taken out, so that it follows Monday to Friday again."""

    date: date
    kind: DayKind | None
    name: str = ""
    source: str = ""
    status: DayStatus = DayStatus.CONFIRMED

    def as_day(self) -> SpecialDay | None:
        """The entry as a day of the calendar, None when it takes one out."""
        if self.kind is None:
            return None
        return SpecialDay(self.date, self.kind, self.name, self.source, self.status)


@dataclass(frozen=True)
class Problem:
    """Why an entry cannot be taken: the field it concerns ("date", "kind", "name", "source") and a sentence."""

    field: str
    text: str


def problem_of(
    entry: Entry, calendar: WorkingCalendar, common: WorkingCalendar | None = None
) -> Problem | None:
    """What speaks against an entry in ``calendar``, or None.

    ``common`` is the city's calendar when the entry is for one unit: there a unit may work on a day that is
    off for all, and the other way round.
    """
    day = entry.date
    if not EARLIEST_DAY <= day <= LATEST_DAY:
        return Problem(
            "date",
            f"Chỉ nhập ngày từ {EARLIEST_DAY:%d/%m/%Y} đến {LATEST_DAY:%d/%m/%Y}; đã nhập {day:%d/%m/%Y}.",
        )
    standing = calendar.entered(day)
    if entry.kind is None:
        own = standing is not None and (common is None or common.entered(day) != standing)
        return (
            None
            if own
            else Problem("date", f"Ngày {day:%d/%m/%Y} không có trong lịch đã nhập nên không bỏ được.")
        )
    if not entry.name.strip():
        return Problem("name", "Nhập tên ngày, ví dụ Tết Nguyên đán hoặc Hoán đổi ngày làm việc.")
    if not entry.source.strip():
        return Problem("source", "Nhập căn cứ: số, ngày và cơ quan ban hành văn bản.")
    if standing is not None and entry.as_day() == standing:
        return Problem("date", f"Ngày {day:%d/%m/%Y} đã có trong lịch với đúng nội dung này.")
    return _against_the_week(entry, standing, common.entered(day) if common else None)


def _against_the_week(entry: Entry, standing: SpecialDay | None, common: SpecialDay | None) -> Problem | None:
    day, is_weekend = entry.date, entry.date.weekday() >= SATURDAY
    words = f"{weekday(day)}, {day:%d/%m/%Y}"
    other = standing or common
    if entry.kind is DayKind.WORKED:
        if day.weekday() == SUNDAY:
            return Problem("kind", f"{words} là Chủ nhật: chỉ Thứ Bảy được làm bù.")
        if not is_weekend and not (common and common.kind is DayKind.OFF):
            hint = " Để bỏ ngày nghỉ đã nhập, chọn “Bỏ khỏi lịch”." if other else ""
            return Problem("kind", f"{words} là ngày làm việc trong tuần, không nhập làm bù.{hint}")
        return None
    if is_weekend and not (common and common.kind is DayKind.WORKED):
        hint = " Để bỏ ngày làm bù đã nhập, chọn “Bỏ khỏi lịch”." if other else ""
        return Problem("kind", f"{words} đã là ngày nghỉ hằng tuần, không cần nhập.{hint}")
    return None


def repeated_dates(entries: Iterable[Entry]) -> dict[date, str]:
    """Dates that stand more than once among the entries, each with a sentence that says how they disagree."""
    entries = list(entries)
    counts = Counter(entry.date for entry in entries)
    sentences = {}
    for day, count in counts.items():
        if count > 1:
            kinds = {entry.kind for entry in entries if entry.date == day}
            how = "vừa là ngày nghỉ vừa là ngày làm bù" if len(kinds) > 1 else f"có {count} dòng"
            sentences[day] = f"Ngày {day:%d/%m/%Y} {how}: chỉ giữ một dòng."
    return sentences
