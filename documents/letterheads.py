"""Who stands at the head and the foot of a unit's papers, from the hierarchy and the unit's own switches."""

from datetime import date

from documents.enums import Family
from documents.printouts import Heading, Signature
from documents.spelling import Spelling
from organizations import settings
from organizations.enums import Branch, SignatureForm, UnitKind
from organizations.models import SettingKey, Unit
from organizations.names import within_sentence
from organizations.queries import heading_above, office_of


def family_of(unit: Unit) -> Family:
    """Papers of Party bodies and papers of the State: a unit writes one of them."""
    return family_of_branch(unit.branch)


def family_of_branch(branch: str) -> Family:
    """The family of papers in which the bodies of a branch write."""
    return Family.PARTY if branch == Branch.PARTY else Family.STATE


def heading_for(unit: Unit, *, on: date) -> Heading:
    """The head of the papers of ``unit`` on a day."""
    switches = settings.values(unit, (SettingKey.PLACE_NAME, SettingKey.SPELLING), on)
    office = office_of(unit, on)
    return Heading(
        family=family_of(unit),
        superior_body=heading_above(unit, on),
        issuing_body=unit.name,
        place=switches[SettingKey.PLACE_NAME],
        symbol=unit.symbol,
        office_name=office.name,
        spelling=Spelling(switches[SettingKey.SPELLING]),
        drafted_by=office.symbol if office != unit and family_of(unit) == Family.STATE else "",
    )


def without_place(unit: Unit) -> str:
    """A body's name as its own papers shorten it: "Đảng ủy" for "Đảng ủy phường Bến Thành"."""
    if unit.territory is None:
        return unit.name
    return (
        unit.name.removesuffix(within_sentence(unit.territory.name)).removesuffix(unit.territory.name).strip()
    )


def keeping_line(unit: Unit, *, on: date) -> str:
    """The last line of Nơi nhận, without dash and full stop: "Lưu Văn phòng Đảng ủy", "Lưu: VT, VP"."""
    office = office_of(unit, on)
    if family_of(unit) == Family.STATE:
        return f"Lưu: VT, {office.symbol}" if office != unit and office.symbol else "Lưu: VT"
    return f"Lưu {without_place(office)}"


def reporting_line(unit: Unit) -> str:
    """To whom within the body a paper is also reported: its standing members, or chair and deputies."""
    if family_of(unit) == Family.PARTY or unit.kind == UnitKind.COUNCIL:
        return f"Thường trực {without_place(unit)} (để báo cáo)"
    if unit.kind == UnitKind.COMMITTEE:
        return f"Chủ tịch, các Phó Chủ tịch {without_place(unit)} (để báo cáo)"
    return f"Lãnh đạo {without_place(unit)} (để báo cáo)"


def signature_for(unit: Unit, form: SignatureForm, name: str) -> Signature:
    """Who signs a paper of ``unit``: its head on its behalf or its chief of office by its order."""
    lines = _PARTY_LINES if family_of(unit) == Family.PARTY else _STATE_LINES.get(unit.kind, _STATE_LINES[""])
    authority, position = lines[SignatureForm(form)]
    return Signature(authority=authority, position=position, name=name)


def addressed(family: Family, salutation: str, full_name: str) -> str:
    """How papers of a family name a person who holds a post: "Đồng chí …" in the Party's, "Ông …" in the State's."""
    return f"Đồng chí {full_name}" if family == Family.PARTY else f"{salutation} {full_name}".strip()


def authority_problem(family: Family, authority: str) -> str:
    """What is wrong with the formulas above a signature, as a sentence; empty when they are of the family.

    The Party writes T/M, T/L, K/T and Q., the State TM., TL., TUQ., KT. and Q.; a Party committee is collective, so
    its secretary's deputies sign under T/M as well, never under K/T.
    """
    for line in filter(None, (line.strip().upper() for line in authority.splitlines())):
        first, _, rest = line.partition(" ")
        if first not in _FORMULAS[family] or not rest.strip():
            return _FORMULA_WORDS[family]
        if first == "K/T" and rest.strip() == "BÍ THƯ":
            return "Cấp ủy làm việc tập thể: phó bí thư ký T/M như bí thư, không ghi K/T BÍ THƯ."
    return ""


_FORMULAS = {Family.PARTY: ("T/M", "T/L", "K/T", "Q."), Family.STATE: ("TM.", "TL.", "TUQ.", "KT.", "Q.")}
_FORMULA_WORDS = {
    Family.PARTY: "Văn bản của Đảng ghi T/M, T/L, K/T hoặc Q. rồi tên cơ quan, chức vụ; mỗi dòng một cụm.",
    Family.STATE: (
        "Văn bản hành chính ghi TM., TL., TUQ., KT. hoặc Q. rồi tên cơ quan, chức vụ; mỗi dòng một cụm."
    ),
}


_PARTY_LINES = {
    SignatureForm.ON_BEHALF: ("T/M BAN THƯỜNG VỤ", "BÍ THƯ"),
    SignatureForm.BY_ORDER: ("T/L BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG"),
}
_STATE_LINES = {
    UnitKind.COMMITTEE: {
        SignatureForm.ON_BEHALF: ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        SignatureForm.BY_ORDER: ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
    },
    UnitKind.COUNCIL: {
        SignatureForm.ON_BEHALF: ("TM. THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN", "CHỦ TỊCH"),
        SignatureForm.BY_ORDER: ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
    },
    "": {
        SignatureForm.ON_BEHALF: ("", "THỦ TRƯỞNG"),
        SignatureForm.BY_ORDER: ("TL. THỦ TRƯỞNG", "CHÁNH VĂN PHÒNG"),
    },
}
