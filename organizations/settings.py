"""The switches of a unit: their types, their defaults, and the value that holds on a day.

A unit sets a switch by a dated row of ``UnitSetting``; without one the default here holds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from organizations.enums import Branch, SignatureForm, TerritoryKind
from organizations.models import SettingKey, Unit, UnitSetting, in_force_on

SPELLINGS = ("ủy", "uỷ")


class SettingInvalid(ValueError):
    """What somebody entered is not a value of the switch; the text is a sentence to show."""


@dataclass(frozen=True)
class Switch:
    """How one switch is read, checked and what holds without a row.

    ``read`` turns what is stored (plain JSON) into the value that code uses and raises ValueError for
    anything else; ``default`` is given the unit; ``hint`` says what may be entered.
    """

    read: Callable[[Any], Any]
    default: Callable[[Unit], Any]
    hint: str


def _number(lowest: int, highest: int) -> Callable[[Any], int]:
    def read(stored: Any) -> int:
        if isinstance(stored, bool) or not isinstance(stored, int) or not lowest <= stored <= highest:
            raise ValueError(stored)
        return stored

    return read


def _clock(stored: Any) -> time:
    return time.fromisoformat(str(stored))


def _day_and_month(stored: Any) -> tuple[int, int]:
    day, month = (int(part) for part in str(stored).split("/"))
    date(2001, month, day)  # not a leap year: 29/02 does not exist every year
    return day, month


def _term(stored: Any) -> str:
    first, last = (int(part) for part in str(stored).split("-"))
    if not 2000 <= first < last <= 2100:
        raise ValueError(stored)
    return f"{first}-{last}"


def _line(stored: Any) -> str:
    text = str(stored).strip()
    if not text or len(text) > 100:
        raise ValueError(stored)
    return text


def _edition(stored: Any) -> str:
    """The code of a text; empty for the text of the city. Whether it exists is asked where it is chosen."""
    if not isinstance(stored, str) or len(stored) > 60:
        raise ValueError(stored)
    return stored


def _spelling(stored: Any) -> str:
    if stored not in SPELLINGS:
        raise ValueError(stored)
    return stored


def _spelling_of_the_family(unit: Unit) -> str:
    """Party papers write "uỷ", papers of the State "ủy"; both habits are in official use."""
    return "uỷ" if unit.branch == Branch.PARTY else "ủy"


def _notice_signature(unit: Unit) -> SignatureForm:
    return SignatureForm.BY_ORDER if unit.branch == Branch.PARTY else SignatureForm.ON_BEHALF


def place_name_of(unit: Unit) -> str:
    """The place that stands before the date of a unit's papers, when the unit has not set its own.

    The bare name of the commune; with its kind when it has one syllable; the city keeps its whole name.
    """
    place = unit.territory
    if place is None:
        return ""
    if place.kind == TerritoryKind.CITY or " " not in place.bare_name:
        return place.name
    return place.bare_name


SWITCHES: dict[SettingKey, Switch] = {
    SettingKey.REGISTRATION_CLOSES_DAYS_BEFORE: Switch(
        _number(0, 30), lambda _: 2, "số ngày làm việc, từ 0 đến 30"
    ),
    SettingKey.REGISTRATION_CLOSES_AT: Switch(_clock, lambda _: time(17, 0), "giờ:phút, ví dụ 17:00"),
    SettingKey.INVITATION_SIGNATURE: Switch(
        SignatureForm, lambda _: SignatureForm.BY_ORDER, "thừa lệnh hoặc thay mặt"
    ),
    SettingKey.NOTICE_SIGNATURE: Switch(SignatureForm, _notice_signature, "thừa lệnh hoặc thay mặt"),
    SettingKey.SPELLING: Switch(_spelling, _spelling_of_the_family, "“ủy” hoặc “uỷ”"),
    SettingKey.PLACE_NAME: Switch(_line, place_name_of, "địa danh, không quá 100 ký tự"),
    SettingKey.DUE_SOON_DAYS: Switch(_number(1, 10), lambda _: 3, "số ngày làm việc, từ 1 đến 10"),
    SettingKey.ANNUAL_REPORT_DUE: Switch(_day_and_month, lambda _: (31, 1), "ngày/tháng, ví dụ 31/01"),
    SettingKey.COMMITTEE_TERM: Switch(_term, lambda _: "2025-2030", "hai năm, ví dụ 2025-2030"),
    SettingKey.EDITION: Switch(_edition, lambda _: "", "mã văn bản quy định"),
}


def value(unit: Unit, key: SettingKey, on: date) -> Any:
    """The value of one switch of a unit on a day, typed: int, time, (day, month), text or an enum."""
    return values(unit, (key,), on)[key]


def values(unit: Unit, keys: tuple[SettingKey, ...], on: date) -> dict[SettingKey, Any]:
    """The values of several switches of a unit on a day, in one query."""
    rows = UnitSetting.objects.filter(in_force_on(on), unit=unit, key__in=keys).order_by("valid_from", "pk")
    stored = {SettingKey(row.key): row.value for row in rows}
    return {
        key: SWITCHES[key].read(stored[key]) if key in stored else SWITCHES[key].default(unit) for key in keys
    }


def edition_of(unit_id: int | None, on: date) -> str:
    """The code of the text of terms that a unit follows on a day instead of the city's, or ""."""
    row = (
        UnitSetting.objects.filter(in_force_on(on), unit=unit_id, key=SettingKey.EDITION)
        .order_by("-valid_from", "-pk")
        .first()
    )
    return row.value if row else ""


def check(key: SettingKey, entered: Any) -> Any:
    """What was entered for a switch if it is a value of it; raises SettingInvalid with what to enter."""
    try:
        SWITCHES[key].read(entered)
    except (ValueError, TypeError) as error:
        raise SettingInvalid(f"{key.label}: nhập {SWITCHES[key].hint}.") from error
    return entered
