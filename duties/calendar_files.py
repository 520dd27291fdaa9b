"""The days of a year's notice from a spreadsheet or a calendar file, each line with what is wrong in it.

Nothing is stored here. Lines that say what the calendar says already are left out, so that a file may be read again.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import xlsxwriter
from icalendar import Calendar

from documents import spreadsheets
from documents.spreadsheets import SheetRefused
from regulation.calendar_entries import (
    LONGEST_NAME,
    LONGEST_SOURCE,
    SATURDAY,
    Entry,
    problem_of,
    repeated_dates,
)
from regulation.enums import DayKind, DayStatus
from regulation.text import clean, fold
from regulation.working_days import WorkingCalendar

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_LINES = 400
MOST_ICS_BYTES = 1024 * 1024
LONGEST_EVENT = 31  # days; a longer one is a mistake or no holiday
HEADER_WITHIN, MOST_COLUMNS = 25, 20

COLUMNS = {"date": "Ngày", "kind": "Loại", "name": "Tên", "source": "Căn cứ", "status": "Tình trạng"}
_HEADINGS = {
    "date": ("ngay", "ngay thang", "ngay/thang/nam"),
    "kind": ("loai", "loai ngay"),
    "name": ("ten", "ten ngay", "ly do", "noi dung", "dip"),
    "source": ("can cu", "van ban", "nguon"),
    "status": ("tinh trang", "trang thai"),
}
_FIELD_OF = {heading: name for name, headings in _HEADINGS.items() for heading in headings}
_KINDS = {
    **dict.fromkeys(("nghi", "ngay nghi", "nghi le", "nghi bu", "nghi hoan doi"), DayKind.OFF),
    **dict.fromkeys(("lam bu", "ngay lam viec bu", "lam viec bu", "di lam bu", "lam viec"), DayKind.WORKED),
}
_REMOVED = frozenset({"bo khoi lich", "bo", "xoa"})
_STATUSES = {"": DayStatus.CONFIRMED, "da xac nhan": DayStatus.CONFIRMED, "chinh thuc": DayStatus.CONFIRMED,
             "du kien": DayStatus.EXPECTED}  # fmt: skip
_DATE_FORMS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")


@dataclass(frozen=True)
class Line:
    """One line of a file: where it stands, and the entry it gives or the sentences that say why not."""

    place: str
    entry: Entry | None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What a file says: the entries to make, every problem with its place, and how many lines say nothing new."""

    entries: list[Entry]
    problems: list[str]
    nothing_new: int


def read_sheet(content: bytes) -> list[Line]:
    """The lines of the first sheet with a column "Ngày". Raises SheetRefused."""
    lines = spreadsheets.read(
        content, _lines_of_book, too_much="Chỉ giữ lại trang tính có các ngày rồi tải lên lại."
    )
    if not lines:
        raise SheetRefused("Tệp không có ngày nào dưới dòng tiêu đề cột.")
    return lines


def read_calendar_file(content: bytes, *, source: str) -> list[Line]:
    """The whole-day events of an .ics file as days off, all with the paper ``source``. Raises SheetRefused."""
    if len(content) > MOST_ICS_BYTES:
        raise SheetRefused("Tệp lịch .ics lớn hơn 1 MB. Chỉ giữ lại các ngày của năm cần nhập.")
    try:
        events = Calendar.from_ical(content).walk("VEVENT")
        lines = [line for event in events for line in _lines_of_event(event, source)]
    except (ValueError, IndexError, KeyError, TypeError, AttributeError):
        raise SheetRefused("Không đọc được tệp này: không phải tệp lịch .ics, hoặc tệp bị hỏng.") from None
    if not lines:
        raise SheetRefused("Tệp lịch không có sự kiện cả ngày nào.")
    return lines


def compared(lines: Iterable[Line], calendar: WorkingCalendar) -> Reading:
    """The lines held against the calendar: what is new, what is wrong, what says nothing new.

    A day off on a weekend says nothing new: notices list the whole of Tết, its Saturday and Sunday included.
    """
    lines = list(lines)
    repeated = repeated_dates(line.entry for line in lines if line.entry)
    entries, problems, nothing_new = [], [], 0
    for line in lines:
        entry = line.entry
        problems += [f"{line.place}: {text}" for text in line.problems]
        if entry is None:
            continue
        if entry.date in repeated:
            problems.append(f"{line.place}: {repeated[entry.date]}")
        elif _says_nothing_new(entry, calendar):
            nothing_new += 1
        elif problem := problem_of(entry, calendar):
            problems.append(f"{line.place}: {problem.text}")
        else:
            entries.append(entry)
    return Reading(entries, problems, nothing_new)


def _says_nothing_new(entry: Entry, calendar: WorkingCalendar) -> bool:
    standing = calendar.entered(entry.date)
    if standing is not None:
        return entry.as_day() == standing
    return entry.kind is DayKind.OFF and entry.date.weekday() >= SATURDAY


# -- spreadsheets


def _lines_of_book(book: Any) -> list[Line]:
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        numbered = enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), start=1)
        columns = _find_header(numbered)
        if columns is not None:
            return list(_lines_of_rows(numbered, columns))
    raise SheetRefused("Không tìm thấy cột “Ngày” và cột “Loại”. Dùng tệp mẫu, hoặc đặt tên cột như vậy.")


def _find_header(numbered: Iterator[tuple[int, tuple]]) -> dict[int, str] | None:
    for number, row in numbered:
        columns = {}
        for position, value in enumerate(row):
            name = _FIELD_OF.get(fold(_text(value)).rstrip(" *:"))
            if name and name not in columns.values():
                columns[position] = name
        if {"date", "kind"} <= set(columns.values()):
            return columns
        if number >= HEADER_WITHIN:
            return None
    return None


def _lines_of_rows(numbered: Iterator[tuple[int, tuple]], columns: dict[int, str]) -> Iterator[Line]:
    taken = 0
    for number, row in numbered:
        raw = {name: row[position] for position, name in columns.items() if position < len(row)}
        if not any(_text(value) for value in raw.values()):
            continue
        taken += 1
        if taken > MOST_LINES:
            raise SheetRefused(f"Mỗi tệp tối đa {MOST_LINES} ngày. Chia tệp theo năm rồi tải lên lại.")
        yield _line(f"Dòng {number}", raw)


def _line(place: str, raw: dict[str, Any]) -> Line:
    problems = []
    day = _date(raw.get("date"))
    if day is None:
        problems.append(f"ngày “{_text(raw.get('date'))[:40]}” không đúng dạng ngày/tháng/năm.")
    kind_text = fold(_text(raw.get("kind")))
    kind = _KINDS.get(kind_text)
    if kind is None and kind_text not in _REMOVED:
        problems.append("cột Loại ghi một trong: Nghỉ; Làm bù; Bỏ khỏi lịch.")
    status = _STATUSES.get(fold(_text(raw.get("status"))))
    if status is None:
        problems.append("cột Tình trạng ghi Đã xác nhận hoặc Dự kiến.")
    name, source = _text(raw.get("name")), _text(raw.get("source"))
    problems += _too_long(name, source)
    if problems:
        return Line(place, None, tuple(problems))
    return Line(place, Entry(day, kind, name, source, status))


def _too_long(name: str, source: str) -> Iterator[str]:
    if len(name) > LONGEST_NAME:
        yield f"tên dài quá {LONGEST_NAME} ký tự."
    if len(source) > LONGEST_SOURCE:
        yield f"căn cứ dài quá {LONGEST_SOURCE} ký tự."


def _text(value: Any) -> str:
    return " ".join(clean(str(value)).split()) if value is not None else ""


def _date(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(_text(value), form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    return None


def template(year: int) -> bytes:
    """The empty form for the days of ``year``, with one sheet that explains the columns."""
    notes = (
        ("Ngày", f"Dạng ngày/tháng/năm, ví dụ 30/04/{year}."),
        ("Loại", "Nghỉ; Làm bù (chỉ Thứ Bảy); Bỏ khỏi lịch."),
        ("Tên", "Ví dụ: Tết Nguyên đán; Hoán đổi ngày làm việc."),
        ("Căn cứ", "Số, ngày và cơ quan ban hành văn bản."),
        ("Tình trạng", "Đã xác nhận (để trống cũng được) hoặc Dự kiến."),
    )
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E5EFF7"})
        sheet, told = book.add_worksheet(f"Lịch năm {year}"), book.add_worksheet("Hướng dẫn")
        days = book.add_format({"num_format": "dd/mm/yyyy"})
        for position, label in enumerate(COLUMNS.values()):
            sheet.set_column(position, position, 18 if position < 2 else 40, days if position == 0 else None)
            sheet.write_string(0, position, label, bold)
        sheet.freeze_panes(1, 0)
        told.set_column(0, 0, 16)
        told.set_column(1, 1, 70)
        for line, (column, note) in enumerate(notes):
            told.write_string(line, 0, column)
            told.write_string(line, 1, note)
    return buffer.getvalue()


# -- calendar files


def _lines_of_event(event: Any, source: str) -> Iterator[Line]:
    start = event.decoded("DTSTART")
    name = _text(event.get("SUMMARY"))[:LONGEST_NAME]
    if isinstance(start, datetime):
        return  # an appointment at an hour is no day off
    last = event.decoded("DTEND") - timedelta(days=1) if event.get("DTEND") else start
    place = f"Sự kiện “{name[:40]}” ngày {start:%d/%m/%Y}"
    if not start <= last < start + timedelta(days=LONGEST_EVENT):
        yield Line(place, None, (f"dài hơn {LONGEST_EVENT} ngày hoặc kết thúc trước khi bắt đầu.",))
        return
    for offset in range((last - start).days + 1):
        yield Line(place, Entry(start + timedelta(days=offset), DayKind.OFF, name, source))
