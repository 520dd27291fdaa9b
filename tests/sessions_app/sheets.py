"""Spreadsheets made for tests, as offices send them."""

import io
import unicodedata
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADER = ("STT", "Họ và tên", "Khu phố", "Số điện thoại", "Email")


def workbook(rows, *, header=HEADER, titles=()) -> bytes:
    """A file with title rows (merged), a header and rows."""
    book = Workbook()
    sheet = book.active
    for number, title in enumerate(titles, start=1):
        sheet.append([title])
        sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=len(header))
    sheet.append(list(header))
    for row in rows:
        sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def upload(content: bytes, name: str = "khach-moi.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type=XLSX)


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def bomb(megabytes: int = 200) -> bytes:
    """A small .xlsx that unpacks to a lot."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (megabytes * 1024 * 1024))
    return buffer.getvalue()


def laughing() -> bytes:
    """An .xlsx whose sheet defines entities that grow a thousandfold each."""
    plain = workbook([(1, "Minh Họa Một", "", "", "")])
    entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 50}">' for n in range(8)
    )
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(plain)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace(b"<worksheet", f"{entities}]><worksheet".encode(), 1)
                content = content.replace(b"<v>1</v>", b"<v>&i;</v>", 1)
            target.writestr(name, content)
    return buffer.getvalue()
