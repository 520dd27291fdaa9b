"""Opening .xlsx files that people send: what is no such file, locked, or too large unpacked, is refused in words."""

import io
import warnings
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

from lxml.etree import LxmlError
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MOST_UNPACKED_BYTES = 40 * 1024 * 1024
MOST_PARTS = 400
_BROKEN = (
    LookupError, ValueError, TypeError, AttributeError, OSError, EOFError, SyntaxError, RuntimeError,
    ArithmeticError, zipfile.BadZipFile, zlib.error, LxmlError, InvalidFileException,
)  # fmt: skip


class SheetRefused(Exception):
    """The file as a whole cannot be read; the text is a Vietnamese sentence that says what to do."""


def read(content: bytes, rows_of: Callable[[Any], list], *, too_much: str) -> list:
    """What ``rows_of`` finds in the workbook, with values in place of formulas. Raises SheetRefused.

    ``too_much`` says what to do when the file is too large unpacked.
    """
    _check_archive(content, too_much)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # remarks on styles and extensions do not matter here
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            rows = rows_of(book)
            book.close()
    except SheetRefused:
        raise
    except _BROKEN:
        raise SheetRefused(
            "Không đọc được tệp này: tệp bị hỏng hoặc không phải Excel. "
            "Mở tệp bằng Excel, chọn Lưu thành, kiểu Excel Workbook (.xlsx), rồi tải lên lại."
        ) from None
    return rows


def _check_archive(content: bytes, too_much: str) -> None:
    """Refuse what is no .xlsx before anything unpacks it."""
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise SheetRefused(
            "Tệp có mật khẩu hoặc là Excel đời cũ (.xls). "
            "Bỏ mật khẩu, lưu lại thành tệp .xlsx rồi tải lên lại."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except _BROKEN:
        raise SheetRefused("Tệp tải lên phải là tệp Excel có đuôi .xlsx.") from None
    if any(part.flag_bits & 0x1 for part in parts):
        raise SheetRefused("Tệp có mật khẩu. Bỏ mật khẩu rồi tải lên lại.")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
        raise SheetRefused(f"Tệp quá lớn khi mở ra. {too_much}")
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise SheetRefused("Tệp tải lên phải là tệp Excel có đuôi .xlsx.")
