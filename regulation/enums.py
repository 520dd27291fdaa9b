"""Choices of the regulation, without Django: the pure modules and the models share them."""

from enum import StrEnum
from typing import Self


class LabelledEnum(StrEnum):
    """A stored word with its Vietnamese label."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs of stored value and label, as a Django field takes them."""
        return [(member.value, member.label) for member in cls]


class DayKind(LabelledEnum):
    """What an entered day of the calendar is. Days without an entry follow Monday to Friday."""

    OFF = "off", "Ngày nghỉ"
    WORKED = "worked", "Ngày làm việc bù"


class DayStatus(LabelledEnum):
    """How sure an entered day is: stated by a notice or the law, or only foreseen."""

    CONFIRMED = "confirmed", "Đã xác nhận"
    EXPECTED = "expected", "Dự kiến"


class Counting(LabelledEnum):
    """Which days a term counts."""

    WORKING = "working", "Ngày làm việc"
    CALENDAR = "calendar", "Ngày theo lịch"


class Reading(LabelledEnum):
    """How "trước ít nhất N ngày" is read: N whole days between, or the N-th day is the day itself."""

    STRICT = "strict", "Đủ số ngày ở giữa"
    LOOSE = "loose", "Tính cả ngày tổ chức"


class Tag(LabelledEnum):
    """What an application does because of a clause. A clause tagged NONE alone is declaratory."""

    RECORD = "R", "Ghi nhận"
    COMPUTE = "C", "Tính toán"
    FORBID = "F", "Chặn"
    WARN = "W", "Cảnh báo, nhắc"
    PUBLISH = "P", "Báo cáo, công bố, gửi"
    AUTHORITY = "X", "Thẩm quyền"
    SEED = "S", "Dữ liệu nền"
    NONE = "N", "Quy định chung"
