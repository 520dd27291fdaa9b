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
    return Family.PARTY if unit.branch == Branch.PARTY else Family.STATE


def heading_for(unit: Unit, *, on: date) -> Heading:
    """The head of the papers of ``unit`` on a day."""
    switches = settings.values(unit, (SettingKey.PLACE_NAME, SettingKey.SPELLING), on)
    return Heading(
        family=family_of(unit),
        superior_body=heading_above(unit, on),
        issuing_body=unit.name,
        place=switches[SettingKey.PLACE_NAME],
        symbol=unit.symbol,
        office_name=office_of(unit, on).name,
        spelling=Spelling(switches[SettingKey.SPELLING]),
    )


def without_place(unit: Unit) -> str:
    """A body's name as its own papers shorten it: "Đảng ủy" for "Đảng ủy phường Bến Thành"."""
    if unit.territory is None:
        return unit.name
    return (
        unit.name.removesuffix(within_sentence(unit.territory.name)).removesuffix(unit.territory.name).strip()
    )


def keeping_line(unit: Unit, *, on: date) -> str:
    """The last line of Nơi nhận, without dash and full stop: "Lưu Văn phòng Đảng ủy"."""
    return f"Lưu {without_place(office_of(unit, on))}"


def signature_for(unit: Unit, form: SignatureForm, name: str) -> Signature:
    """Who signs a paper of ``unit``: its head on its behalf or its chief of office by its order."""
    lines = _PARTY_LINES if family_of(unit) == Family.PARTY else _STATE_LINES.get(unit.kind, _STATE_LINES[""])
    authority, position = lines[SignatureForm(form)]
    return Signature(authority=authority, position=position, name=name)


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
