"""Acts as a workbook: strings are written as strings, so that a leading ``=`` stays text."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO

import xlsxwriter
from django.utils.timezone import localtime

from accounts.models import Seat
from audit.models import Act
from dialogue_portal.trail.policies import shows_reason
from dialogue_portal.trail.presentation import HIDDEN, kind_of
from sessions_app.queries.log import cited_clause

MOST = 10_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COLUMNS = (
    ("Lúc", 18),
    ("Việc", 60),
    ("Đối tượng", 26),
    ("Đơn vị", 40),
    ("Người thực hiện", 40),
    ("Lý do", 40),
    ("Điều khoản", 28),
    ("Chuỗi", 12),
    ("Thứ tự trong chuỗi", 12),
    ("Mã băm", 68),
)


def trail_workbook(acts: Iterable[Act], seat: Seat, *, at: datetime) -> bytes:
    """The acts as .xlsx, with place and digest of each in its chain, so that a line can be held against the trail."""
    stream = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(stream, options) as book:
        sheet = book.add_worksheet("Nhật ký")
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
        heading = f"Nhật ký, xuất lúc {localtime(at):%H:%M} ngày {localtime(at):%d/%m/%Y}"
        sheet.write_string(0, 0, heading, book.add_format({"bold": True}))
        for column, (label, width) in enumerate(_COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(1, column, label, bold)
        sheet.freeze_panes(2, 0)
        for row, act in enumerate(acts, start=2):
            sheet.write_datetime(row, 0, localtime(act.at).replace(tzinfo=None), moment)
            for column, text in enumerate(_texts(act, seat), start=1):
                sheet.write_string(row, column, text)
            sheet.write_number(row, 8, act.sequence)
            sheet.write_string(row, 9, act.digest)
    return stream.getvalue()


def _texts(act: Act, seat: Seat) -> tuple[str, ...]:
    reason = act.note if shows_reason(seat, act) else (act.note and HIDDEN)
    unit = act.unit.name if act.unit else ""
    return act.title, kind_of(act), unit, act.actor_label, reason, cited_clause(act), act.chain
