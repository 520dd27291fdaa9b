"""How a clause is written: from the ids used in code and tests to the words of an official letter. Pure.

An id names Điều, khoản, điểm, dash and sentence: ``D9.1.b-2.s1`` is the first sentence of the second
dash of điểm b, khoản 1, Điều 9. ``dd`` is the letter đ, ``-0`` the lead before the dashes, ``s-adj`` the
closing paragraph of a khoản, and ``QD.n`` is Điều n of the decision that issued the regulation. ``L43.…`` are
sentences of Điều 43 of the Law on local government; letters cite the Điều, as its khoản are not on record here.
"""

import re
from dataclasses import dataclass

REGULATION = "Quy chế ban hành kèm theo Quyết định số 935-QĐ/TU ngày 28/4/2017 của Ban Thường vụ Thành ủy"
DECISION = "Quyết định số 935-QĐ/TU ngày 28/4/2017 của Ban Thường vụ Thành ủy"
LAW = "Luật Tổ chức chính quyền địa phương số 72/2025/QH15"

_ORDINALS = {"1": "thứ nhất", "2": "thứ hai", "3": "thứ ba", "4": "thứ tư"}
_DECISION_PARTS = {"0": "phần căn cứ", "NN": "phần nơi nhận"}
_SHAPE = re.compile(
    r"D(?P<article>\d+)\.(?P<item>\d+)"
    r"(?:\.(?P<point>[a-d]|dd))?"
    r"(?:-(?P<dash>\d))?"
    r"(?:\.(?:s(?P<sentence>\d)|s-(?P<closing>adj)))?"
)


@dataclass(frozen=True)
class Place:
    """Where a clause stands in the regulation; parts that it does not have are empty."""

    article: str
    item: str = ""
    point: str = ""
    dash: str = ""
    sentence: str = ""
    closing: bool = False

    @property
    def words(self) -> list[str]:
        """điểm, khoản, Điều: as far as official letters cite."""
        parts = [f"Điều {self.article}"]
        if self.item:
            parts.insert(0, f"khoản {self.item}")
        if self.point:
            parts.insert(0, f"điểm {self.point}")
        return parts

    @property
    def finest_words(self) -> list[str]:
        """The same, down to the dash and the sentence."""
        finer = []
        if self.sentence:
            finer.append(f"câu {_ORDINALS[self.sentence]}")
        if self.dash:
            finer.append("đoạn mở đầu" if self.dash == "0" else f"gạch đầu dòng {_ORDINALS[self.dash]}")
        if self.closing:
            finer.append("đoạn cuối")
        return finer + self.words


def is_of_the_law(clause: str) -> bool:
    """Whether an id names a sentence of Điều 43 of the Law on local government."""
    return clause.startswith("L43.")


def place_of(clause: str) -> Place:
    """Read an id of the regulation, for example ``D9.1.b-2.s1``. Raises ValueError when it is not one."""
    match = _SHAPE.fullmatch(clause)
    if match is None:
        raise ValueError(f"not a clause id: {clause}")
    return Place(
        article=match["article"],
        item="" if match["item"] == "0" else match["item"],
        point={"dd": "đ"}.get(match["point"] or "", match["point"] or ""),
        dash=match["dash"] or "",
        sentence=match["sentence"] or "",
        closing=match["closing"] is not None,
    )


def cited(clause: str) -> str:
    """``điểm b, khoản 1, Điều 9``: the form that an official letter quotes."""
    if clause.startswith("QD."):
        return _decision_part(clause)
    if is_of_the_law(clause):
        return "Điều 43"
    return ", ".join(place_of(clause).words)


def cited_to_the_sentence(clause: str) -> str:
    """``câu thứ nhất, gạch đầu dòng thứ hai, điểm b, khoản 1, Điều 9``."""
    if clause.startswith("QD.") or is_of_the_law(clause):
        return cited(clause)
    return ", ".join(place_of(clause).finest_words)


def cited_in_full(clause: str) -> str:
    """The letter form with the name of the regulation, of the decision or of the law behind it."""
    if is_of_the_law(clause):
        return f"{cited(clause)} {LAW}"
    source = DECISION if clause.startswith("QD.") else REGULATION
    return f"{cited(clause)} {source}"


def _decision_part(clause: str) -> str:
    part = clause.removeprefix("QD.")
    return _DECISION_PARTS.get(part, f"Điều {part}")
