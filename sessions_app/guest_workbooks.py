"""Spreadsheets that the office takes along: the empty form of a guest list, and the rows to be corrected."""

import io
from collections.abc import Iterable

import xlsxwriter

from sessions_app.enums import GuestCategory
from sessions_app.guest_sheet import COLUMNS, GuestRow

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDTHS = {
    "salutation": 11,
    "full_name": 28,
    "group": 28,
    "category": 24,
    "phone": 16,
    "email": 28,
    "address": 36,
}
_NOTES = (
    ("Danh xưng", "Ông hoặc Bà; có thể để trống."),
    ("Họ và tên", "Bắt buộc. Có thể dùng hai cột “Họ đệm” và “Tên”."),
    ("Khu phố, ấp, tổ chức", "Ví dụ: Khu phố 3; Hội Cựu chiến binh phường."),
    ("Thành phần", "Để trống là Người dân. Các giá trị: " + "; ".join(GuestCategory.labels) + "."),
    ("Số điện thoại", "10 chữ số, ví dụ 0903 123 456. Mất số 0 ở đầu vẫn nhận đúng."),
    ("Thư điện tử", "Có thư điện tử thì thư mời gửi qua thư điện tử; không có thì in giao tận nơi."),
    ("Địa chỉ", "Dùng khi giao thư mời giấy."),
)


def template() -> bytes:
    """The empty form: one sheet to fill in, one that explains the columns."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E5EFF7"})
        _sheet_with_header(book, "Khách mời", bold)
        notes = book.add_worksheet("Hướng dẫn")
        notes.set_column(0, 0, 26)
        notes.set_column(1, 1, 90)
        for row, (column, note) in enumerate(_NOTES):
            notes.write_string(row, 0, column)
            notes.write_string(row, 1, note)
    return buffer.getvalue()


def rejected(rows: Iterable[GuestRow]) -> bytes:
    """The rows that were not taken, each with its Excel row and the reason. Can be imported again."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E5EFF7"})
        wrong = book.add_format({"bg_color": "#FCE9E6"})
        sheet = _sheet_with_header(book, "Dòng cần sửa", bold, "Dòng trong tệp cũ", "Lý do")
        for line, row in enumerate(rows, start=1):
            for position, name in enumerate(COLUMNS):
                style = wrong if name in row.problems else None
                sheet.write_string(line, position, row.shown(name), style)
            reasons = [f"{COLUMNS.get(name, '')}: {why}".strip(": ") for name, why in row.problems.items()]
            sheet.write_number(line, len(COLUMNS), row.number)
            sheet.write_string(line, len(COLUMNS) + 1, "; ".join(reasons))
    return buffer.getvalue()


def _sheet_with_header(book: xlsxwriter.Workbook, title: str, style, *more: str):
    sheet = book.add_worksheet(title)
    text = book.add_format({"num_format": "@"})  # as text, so that Excel keeps the zero of a telephone number
    for position, (name, label) in enumerate(COLUMNS.items()):
        sheet.set_column(position, position, _WIDTHS[name], text)
        sheet.write_string(0, position, label, style)
    for position, label in enumerate(more, start=len(COLUMNS)):
        sheet.set_column(position, position, 30)
        sheet.write_string(0, position, label, style)
    sheet.freeze_panes(1, 0)
    return sheet
