"""Mobile numbers of Viet Nam as providers want them. Pure.

Text messages go to these prefixes only. What an open form can make the portal send to premium or foreign numbers is
money for whoever owns them.
"""

import re

# Prefixes given to mobile networks (the numbering plan of Circular 22/2014/TT-BTTTT and its changes).
PREFIXES = frozenset(
    f"0{number}"
    for number in (
        *range(32, 40),
        52,
        55,
        56,
        58,
        59,
        70,
        *range(76, 80),
        *range(81, 90),
        *range(90, 95),
        *range(96, 100),
    )
)
_SEPARATORS = re.compile(r"[\s.\-()]+")
_MOBILE = re.compile(r"0[35789]\d{8}")


class NoMobileNumber(ValueError):
    """What stands there is no mobile number that text messages may go to; the text is a Vietnamese sentence."""


def local_number(typed: str) -> str:
    """The ten digits ``0903123456`` of a mobile number as typed, with blanks and dots, ``+84``, ``0084`` or ``84``.

    Raises NoMobileNumber for landlines, foreign numbers, service numbers and prefixes of no mobile network.
    """
    digits = _SEPARATORS.sub("", typed)
    for country in ("+84", "0084", "84"):
        if digits.startswith(country) and len(digits) >= len(country) + 9:
            digits = "0" + digits.removeprefix(country).removeprefix("0")
            break
    if not (digits.isascii() and _MOBILE.fullmatch(digits)):
        raise NoMobileNumber("Không phải số di động Việt Nam.")
    if digits[:3] not in PREFIXES:
        raise NoMobileNumber("Đầu số này không thuộc mạng di động nào.")
    return digits


def international(local: str) -> str:
    """``84903123456`` of a local number: the country code without a plus."""
    return f"84{local[1:]}"


def takes_messages(typed: str) -> bool:
    """Whether text messages may go to what stands there."""
    try:
        local_number(typed)
    except NoMobileNumber:
        return False
    return True
