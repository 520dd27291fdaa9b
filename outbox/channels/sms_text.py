"""The text of a text message: whole Vietnamese, its alphabet, and how many parts it is sent and paid in. Pure.

The alphabets are those of 3GPP TS 23.038: GSM 7-bit with its extension table, else UCS-2 (UTF-16 code units). A text
that fits one message has 160 septets or 70 units; a longer one is cut into parts of 153 or 67, because each part
carries a header. An escaped septet pair and a surrogate pair are never cut apart. Nothing is replaced: a letter
outside GSM 7-bit turns the whole text into UCS-2 and no mark is lost.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from regulation.text import clean

_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_ESCAPED = frozenset("^{}\\[~]|€\f")


class Coding(StrEnum):
    """The alphabet in which a text travels."""

    GSM7 = "GSM-7"
    UCS2 = "UCS-2"


_ALONE = {Coding.GSM7: 160, Coding.UCS2: 70}
_PART = {Coding.GSM7: 153, Coding.UCS2: 67}


@dataclass(frozen=True)
class SmsText:
    """A composed text with its alphabet; ``units`` are septets or UTF-16 code units, ``segments`` the parts."""

    text: str
    coding: Coding
    units: int
    segments: int

    @property
    def measured(self) -> str:
        """How it is shown to staff: "3 phần tin nhắn (178 ký tự, UCS-2)"."""
        return f"{self.segments} phần tin nhắn ({self.units} ký tự, {self.coding})"


def composed(text: str) -> SmsText:
    """The text in composed Unicode (NFC) without control characters, measured."""
    text = clean(text).strip()
    coding = Coding.GSM7 if _GSM.union(_GSM_ESCAPED).issuperset(text) else Coding.UCS2
    sizes = [_size(char, coding) for char in text]
    return SmsText(text, coding, sum(sizes), _segments(sizes, coding))


def _size(char: str, coding: Coding) -> int:
    if coding is Coding.GSM7:
        return 2 if char in _GSM_ESCAPED else 1
    return 2 if ord(char) > 0xFFFF else 1


def _segments(sizes: Iterable[int], coding: Coding) -> int:
    sizes = list(sizes)
    if sum(sizes) <= _ALONE[coding]:
        return 1
    parts, room = 1, _PART[coding]
    for size in sizes:
        if size > room:
            parts, room = parts + 1, _PART[coding]
        room -= size
    return parts
