"""Reading a guest list from an .xlsx file: its rows with what is wrong in them. Nothing is stored.

What offices really send is understood: title rows above the header, "Họ và tên" in one column or "Họ đệm"
and "Tên" in two, telephone numbers that lost their zero, decomposed Unicode. ``docs/imports.md`` lists the
columns.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from documents import spreadsheets
from documents.spreadsheets import SheetRefused
from regulation.text import clean, fold
from sessions_app.contacts import UnreadablePhone, read_phone
from sessions_app.enums import GuestCategory

MOST_ROWS = 5_000
MOST_SCANNED_ROWS = 20_000  # blank rows that somebody formatted count against this one only
MOST_COLUMNS = 60
HEADER_WITHIN = 25

COLUMNS = {
    "salutation": "Danh xưng",
    "full_name": "Họ và tên",
    "group": "Khu phố, ấp, tổ chức",
    "category": "Thành phần",
    "phone": "Số điện thoại",
    "email": "Thư điện tử",
    "address": "Địa chỉ",
}
_LIMITS = {"full_name": 120, "group": 160, "address": 200, "email": 254}
_HEADINGS = {
    "full_name": ("ho va ten", "ho ten", "ho va ten khach moi", "ten khach moi", "ho ten khach moi"),
    "family_names": ("ho dem", "ho va dem", "ho va ten dem", "ho va chu dem", "ho lot", "ho"),
    "given_name": ("ten",),
    "salutation": ("danh xung", "ong/ba", "ong, ba", "ong ba", "gioi tinh"),
    "group": (
        "khu pho, ap, to chuc", "khu pho", "khu pho/ap", "khu pho, ap", "ap", "to dan pho", "to chuc",
        "don vi", "don vi cong tac", "co quan", "co quan, don vi", "to chuc, don vi",
    ),
    "category": ("thanh phan", "doi tuong"),
    "phone": ("so dien thoai", "dien thoai", "sdt", "so dt", "dt", "dien thoai lien he", "di dong", "dtdd"),
    "email": ("thu dien tu", "email", "e-mail", "mail", "dia chi email"),
    "address": ("dia chi", "noi o", "dia chi lien he", "noi cu tru"),
}  # fmt: skip
_FIELD_OF = {heading: name for name, headings in _HEADINGS.items() for heading in headings}
_SALUTATIONS = {"ong": "Ông", "nam": "Ông", "ba": "Bà", "nu": "Bà"}
_CATEGORIES = {fold(label): value for value, label in GuestCategory.choices} | {
    "doan vien": GuestCategory.MEMBER, "hoi vien": GuestCategory.MEMBER, "can bo": GuestCategory.STAFF,
    "cong chuc": GuestCategory.STAFF, "nguoi lao dong": GuestCategory.STAFF,
    "hop tac xa": GuestCategory.ENTERPRISE, "co quan": GuestCategory.AGENCY, "to chuc": GuestCategory.AGENCY,
    "nhan dan": GuestCategory.RESIDENT,
}  # fmt: skip


@dataclass(frozen=True)
class GuestRow:
    """One row of the file: its Excel row number, what it says (cleaned), and what is wrong, by column."""

    number: int
    values: dict[str, str]
    problems: dict[str, str] = field(default_factory=dict)

    def shown(self, name: str) -> str:
        """A value as people write it."""
        value = self.values[name]
        known = name == "category" and value in GuestCategory.values
        return GuestCategory(value).label if known else value

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def read(content: bytes) -> list[GuestRow]:
    """The rows of the first sheet that has a header with names. Raises SheetRefused."""
    rows = spreadsheets.read(
        content, _rows_of_book, too_much="Chỉ giữ lại trang tính có danh sách khách mời rồi tải lên lại."
    )
    if not rows:
        raise SheetRefused("Tệp không có dòng khách mời nào dưới dòng tiêu đề cột.")
    return rows


def _rows_of_book(book: Any) -> list[GuestRow]:
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # the stored extent is often wrong in both directions
        rows = _rows_of_sheet(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS))
        if rows is not None:
            return rows
    raise SheetRefused(
        "Không tìm thấy cột “Họ và tên” (hoặc hai cột “Họ đệm” và “Tên”). "
        "Dùng tệp mẫu, hoặc đặt tên cột như vậy rồi tải lên lại."
    )


def _rows_of_sheet(cells: Iterable[tuple]) -> list[GuestRow] | None:
    """The guests under the header, or None when the sheet has no such header."""
    numbered = enumerate(cells, start=1)
    columns = _find_header(numbered)
    return None if columns is None else list(_guests(numbered, columns))


def _find_header(numbered: Iterator[tuple[int, tuple]]) -> dict[int, str] | None:
    """Position → field of the header row, which lies within the first rows."""
    for number, row in numbered:
        columns: dict[int, str] = {}
        for position, value in enumerate(row):
            name = _FIELD_OF.get(_heading(value))
            if name and name not in columns.values():
                columns[position] = name
        found = set(columns.values())
        if "full_name" in found or {"family_names", "given_name"} <= found:
            return columns
        if number >= HEADER_WITHIN:
            return None
    return None


def _heading(value: Any) -> str:
    text = fold(clean(str(value))) if value is not None else ""
    return text.rstrip(" *:").replace(" / ", "/").strip()


def _guests(numbered: Iterator[tuple[int, tuple]], columns: dict[int, str]) -> Iterator[GuestRow]:
    taken = 0
    for number, row in numbered:
        if number > MOST_SCANNED_ROWS:
            raise SheetRefused(
                f"Tệp có hơn {MOST_SCANNED_ROWS} dòng. Xóa các dòng trống ở cuối, tải lên lại."
            )
        raw = {name: row[position] for position, name in columns.items() if position < len(row)}
        if not any(_text(value) for value in raw.values()):
            continue
        taken += 1
        if taken > MOST_ROWS:
            raise SheetRefused(f"Mỗi lần nhập tối đa {MOST_ROWS} người. Chia tệp thành nhiều tệp nhỏ hơn.")
        yield read_row(number, raw)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(clean(str(value)).split())


def read_row(number: int, raw: dict[str, Any]) -> GuestRow:
    """One row: values cleaned, telephone restored, each problem at its column in words."""
    values = {name: _text(raw.get(name)) for name in COLUMNS}
    problems: dict[str, str] = {}
    values["full_name"], titled = _name(raw)
    values["salutation"] = _salutation(values["salutation"], titled, problems)
    values["category"] = _category(values["category"], problems)
    if len(values["full_name"]) < 2 or not any(char.isalpha() for char in values["full_name"]):
        problems["full_name"] = "Thiếu họ và tên"
    if values["phone"]:
        try:
            values["phone"] = read_phone(values["phone"])
        except UnreadablePhone as wrong:
            problems["phone"] = str(wrong)
    if values["email"]:
        values["email"] = values["email"].lower()
        try:
            validate_email(values["email"])
        except ValidationError:
            problems["email"] = "Không đúng dạng, ví dụ ten@coquan.vn"
    for name, most in _LIMITS.items():
        if len(values[name]) > most:
            problems.setdefault(name, f"Dài quá {most} ký tự")
    return GuestRow(number, values, problems)


def _name(raw: dict[str, Any]) -> tuple[str, str]:
    """The name without a form of address in front of it, and that form."""
    name = _text(raw.get("full_name"))
    if not name:
        name = f"{_text(raw.get('family_names'))} {_text(raw.get('given_name'))}".strip()
    first, _, rest = name.partition(" ")
    if rest and first.rstrip(".:").casefold() in ("ông", "bà"):
        return rest, first.rstrip(".:")
    return name, ""


def _salutation(typed: str, from_name: str, problems: dict[str, str]) -> str:
    if not typed:
        return from_name.capitalize()
    known = _SALUTATIONS.get(fold(typed).rstrip("."))
    if known is None:
        problems["salutation"] = "Ghi Ông hoặc Bà"
    return known or typed


def _category(typed: str, problems: dict[str, str]) -> str:
    if not typed:
        return GuestCategory.RESIDENT.value
    known = _CATEGORIES.get(fold(typed))
    if known is None:
        problems["category"] = "Ghi một trong: " + "; ".join(GuestCategory.labels)
        return typed
    return str(known)
