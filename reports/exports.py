"""Lists as workbooks: real dates, a frozen header, text that stays text."""

from collections.abc import Iterable
from datetime import date
from io import BytesIO

import xlsxwriter

from duties.badges import badge_for
from duties.models import Duty
from regulation.articles import Article
from regulation.working_days import WorkingCalendar
from reports.queries import neutral_title

_COLUMNS = (
    ("Việc phải làm", 28),
    ("Đơn vị phải làm", 44),
    ("Đơn vị tổ chức", 44),
    ("Điều khoản", 30),
    ("Ngày phát sinh", 16),
    ("Hạn", 14),
    ("Hoàn thành", 14),
    ("Tình trạng", 26),
)


def duty_workbook(title: str, duties: Iterable[Duty], *, on: date, calendar: WorkingCalendar) -> bytes:
    """The rows behind a figure as .xlsx. Strings are written as strings: a leading ``=`` stays text."""
    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        sheet = book.add_worksheet("Danh sách")
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        dated = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_string(0, 0, f"{title}, tính đến ngày {on:%d/%m/%Y}", book.add_format({"bold": True}))
        for column, (label, width) in enumerate(_COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(1, column, label, bold)
        sheet.freeze_panes(2, 1)
        for row, duty in enumerate(duties, start=2):
            texts = (
                neutral_title(duty),
                duty.owed_by.name,
                duty.owed_to.name,
                Article.by_clause(duty.rule).cited_for(duty.branch),
            )
            for column, text in enumerate(texts):
                sheet.write_string(row, column, text)
            for column, day in enumerate((duty.base_on, duty.due_on, duty.met_on), start=len(texts)):
                if day is not None:
                    sheet.write_datetime(row, column, day, dated)
            sheet.write_string(row, len(_COLUMNS) - 1, badge_for(duty, on=on, calendar=calendar).text)
    return stream.getvalue()
