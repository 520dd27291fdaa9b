"""Finding and leaving out what tells who somebody is. Pure.

Agencies and papers read what was raised, not who raised it; this is the one place that knows what gives a
person away inside a text: the name, the telephone number, the e-mail address, the address of the house.
"""

import re
from dataclasses import dataclass

from regulation.text import clean, fold

PERSON = "người kiến nghị"
_SEPARATOR = r"[\s.\-]*"
# "Khu phố 3" is shared by thousands; it says where a matter is, not who raised it.
_NEIGHBOURHOOD = re.compile(r"(khu pho|ap|to dan pho|to|thon)\s+[\w\s]{1,20}")


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What is known of a person; each part may be empty. ``phone`` is kept as digits with the leading zero."""

    full_name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""

    def found_in(self, text: str) -> list[str]:
        """Which parts stand in the text, named in Vietnamese. Case, marks and spacing do not hide them."""
        shadow = _shadow(clean(text))
        return [label for label, value in self._parts() if _written(label, value).search(shadow)]

    def left_out_of(self, text: str) -> str:
        """The text with every part replaced by "người kiến nghị" or dots; everything else is untouched."""
        text = clean(text)
        for label, value in self._parts():
            instead = PERSON if label == "họ tên" else "…"
            for match in reversed(list(_written(label, value).finditer(_shadow(text)))):
                text = text[: match.start()] + instead + text[match.end() :]
        return text

    def _parts(self) -> list[tuple[str, str]]:
        parts = [
            ("họ tên", self.full_name if " " in self.full_name.strip() else ""),
            ("số điện thoại", self.phone),
            ("thư điện tử", self.email),
            ("địa chỉ", "" if is_neighbourhood(self.address) else self.address),
        ]
        return [(label, value.strip()) for label, value in parts if value.strip()]


def is_neighbourhood(address: str) -> bool:
    """Whether an address names only the quarter ("Khu phố 3"), which many share."""
    return _NEIGHBOURHOOD.fullmatch(fold(address)) is not None


def _shadow(text: str) -> str:
    """The text folded letter by letter, so that places in it are places in the text itself."""
    return "".join(folded if len(folded := fold(letter)) == 1 else letter for letter in text)


def _written(label: str, value: str) -> re.Pattern:
    """How a part is met in a shadow: a number with any spacing, words with any blanks between them."""
    if label == "số điện thoại":
        digits = _SEPARATOR.join(value.removeprefix("0"))
        return re.compile(rf"(?<!\d)(?:\+?84|0){_SEPARATOR}{digits}(?!\d)")
    words = r"\s+".join(re.escape(word) for word in fold(value).split())
    return re.compile(rf"(?<!\w){words}(?!\w)")
