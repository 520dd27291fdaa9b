"""Telephone numbers and addresses as people type them, as they are kept, shown and masked. Pure.

A number is kept as its digits with the leading zero: ``0903123456``.
"""

import re

_SEPARATORS = re.compile(r"[\s.\-()/]+")
_MOBILE = re.compile(r"0[35789]\d{8}")
_LANDLINE = re.compile(r"02\d{9}")
EXAMPLE = "0903 123 456"


class UnreadablePhone(ValueError):
    """What was typed is no Vietnamese telephone number; the message is a Vietnamese sentence."""


def read_phone(typed: str | float) -> str:
    """The digits of a number as typed, or as a spreadsheet kept it (as a number, without its leading zero).

    Understands blanks, dots and dashes, ``+84``, ``84`` and a lost leading zero. Raises UnreadablePhone.
    """
    if isinstance(typed, float):
        typed = f"{typed:.0f}"
    digits = _SEPARATORS.sub("", str(typed))
    digits = digits.removeprefix("+")
    if not digits.isdecimal() or not digits.isascii():
        raise UnreadablePhone(f"Nhập số điện thoại chỉ gồm chữ số, ví dụ {EXAMPLE}.")
    if digits.startswith("84") and len(digits) >= 11:
        digits = digits[2:]
    if not digits.startswith("0"):
        digits = f"0{digits}"
    if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits):
        return digits
    raise UnreadablePhone(_what_is_wrong(digits))


def _what_is_wrong(digits: str) -> str:
    wanted = 11 if digits.startswith("02") else 10
    if len(digits) < wanted:
        return f"Thiếu {wanted - len(digits)} chữ số, ví dụ {EXAMPLE}."
    if len(digits) > wanted:
        return f"Thừa {len(digits) - wanted} chữ số, ví dụ {EXAMPLE}."
    return f"Không có đầu số {digits[:3]}; nhập số gồm {wanted} chữ số, ví dụ {EXAMPLE}."


def shown_phone(digits: str) -> str:
    """A kept number as it is read: ``0903 123 456``, ``028 3822 0000``."""
    if _MOBILE.fullmatch(digits):
        return f"{digits[:4]} {digits[4:7]} {digits[7:]}"
    if _LANDLINE.fullmatch(digits):
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    return digits


def masked_phone(digits: str) -> str:
    """A kept number as lists show it: ``0903 *** 456``."""
    return f"{digits[:4]} *** {digits[-3:]}" if len(digits) > 7 else "***" if digits else ""


def masked_email(email: str) -> str:
    """An address as lists show it: the first letter and the domain."""
    name, at, domain = email.partition("@")
    return f"{name[:1]}***@{domain}" if at else ""
