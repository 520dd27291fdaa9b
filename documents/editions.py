"""Which rules of layout a paper follows: chosen by its family and its date, kept with the paper. Pure.

A paper is laid out under the rules of its own day, also when it is looked at years later.
"""

from dataclasses import dataclass
from datetime import date

from documents.enums import Family


@dataclass(frozen=True, kw_only=True)
class LayoutEdition:
    """One text on the form of papers, from its first day to its last (None: still in force).

    ``item_end`` ends each line of recipients but the last; ``line_pitch`` is the exact pitch in points.
    ``text_end`` closes the text ("." or "./."); ``part_mark`` follows the number of a part ("I- ", "I. ");
    ``roman_annexes`` says how appendices are counted.
    """

    key: str
    family: Family
    name: str
    valid_from: date
    valid_until: date | None
    item_end: str
    line_pitch: int
    text_end: str
    part_mark: str
    roman_annexes: bool

    def annex_label(self, number: int, of: int) -> str:
        """ "Phụ lục" alone, or with its number where there are several: "Phụ lục 2", "Phụ lục II"."""
        if of == 1:
            return "Phụ lục"
        return f"Phụ lục {_ROMAN[number - 1] if self.roman_annexes else number}"


_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")

EDITIONS = (
    LayoutEdition(
        key="hd36-vptw",
        family=Family.PARTY,
        name="Hướng dẫn số 36-HD/VPTW, ngày 03/4/2018 của Văn phòng Trung ương Đảng",
        valid_from=date(2018, 4, 3),
        valid_until=date(2026, 5, 26),
        item_end=",",
        line_pitch=18,
        text_end=".",
        part_mark="-",
        roman_annexes=False,
    ),
    LayoutEdition(
        key="hd05-vptw",
        family=Family.PARTY,
        name="Hướng dẫn số 05-HD/VPTW, ngày 27/5/2026 của Văn phòng Trung ương Đảng",
        valid_from=date(2026, 5, 27),
        valid_until=None,
        item_end=";",
        line_pitch=20,
        text_end=".",
        part_mark="-",
        roman_annexes=False,
    ),
    LayoutEdition(
        key="nd30-cp",
        family=Family.STATE,
        name="Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ",
        valid_from=date(2020, 3, 5),
        valid_until=None,
        item_end=";",
        line_pitch=20,
        text_end="./.",
        part_mark=".",
        roman_annexes=True,
    ),
)


def edition_for(family: Family, on: date) -> LayoutEdition:
    """The edition in force for a family on the date of the paper. LookupError when none was."""
    for edition in EDITIONS:
        last = edition.valid_until or date.max
        if edition.family == family and edition.valid_from <= on <= last:
            return edition
    raise LookupError(f"No edition of the rules on papers of family {family!r} is known for {on:%d/%m/%Y}.")


def newest_edition(family: Family) -> LayoutEdition:
    """The edition without an end: what a draft is laid out by."""
    return next(edition for edition in EDITIONS if edition.family == family and edition.valid_until is None)


def edition_named(key: str) -> LayoutEdition:
    """The edition a paper was issued under. LookupError when the key is unknown."""
    for edition in EDITIONS:
        if edition.key == key:
            return edition
    raise LookupError(f"Unknown edition of the rules on papers: {key!r}.")
