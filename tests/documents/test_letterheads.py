"""Head and foot of a unit's papers follow the hierarchy on the day and the unit's own switches."""

from datetime import date

import pytest

from documents.enums import Family
from documents.letterheads import (
    authority_problem,
    family_of,
    heading_for,
    keeping_line,
    reporting_line,
    signature_for,
)
from documents.printouts import Heading
from documents.spelling import Spelling
from organizations.enums import SignatureForm
from organizations.models import SettingKey, UnitSetting
from tests.factories.organizations import party_committee, unit

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)


def test_a_ward_committee_stands_under_the_city_and_keeps_its_files_in_its_office():
    committee = party_committee()
    assert heading_for(committee, on=ON) == Heading(
        superior_body="Đảng bộ Thành phố Hồ Chí Minh",
        issuing_body="Đảng ủy phường Bến Thành",
        place="Bến Thành",
        symbol="ĐU",
        office_name="Văn phòng Đảng ủy phường Bến Thành",
        spelling=Spelling.PARTY,
    )
    assert keeping_line(committee, on=ON) == "Lưu Văn phòng Đảng ủy"


def test_the_city_committee_prints_one_line():
    heading = heading_for(unit("thanh-uy"), on=ON)
    assert (heading.superior_body, heading.symbol) == ("", "TU")


def test_a_switch_of_the_unit_changes_spelling_and_place_from_its_day_on():
    committee = party_committee()
    for key, value in ((SettingKey.SPELLING, "ủy"), (SettingKey.PLACE_NAME, "Phường Bến Thành")):
        UnitSetting.objects.create(unit=committee, key=key, value=value, valid_from=ON)
    heading = heading_for(committee, on=ON)
    assert (heading.spelling, heading.place) == (Spelling.STATE, "Phường Bến Thành")
    assert heading_for(committee, on=date(2026, 11, 22)).spelling == Spelling.PARTY


@pytest.mark.parametrize(
    ("key", "family", "form", "lines"),
    [
        (
            "dang-uy-phuong-ben-thanh",
            Family.PARTY,
            SignatureForm.BY_ORDER,
            ("T/L BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG"),
        ),
        ("dang-uy-phuong-ben-thanh", Family.PARTY, SignatureForm.ON_BEHALF, ("T/M BAN THƯỜNG VỤ", "BÍ THƯ")),
        ("ubnd-phuong-ben-thanh", Family.STATE, SignatureForm.ON_BEHALF, ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        ("ubnd-phuong-ben-thanh", Family.STATE, SignatureForm.BY_ORDER, ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")),
        (
            "hdnd-phuong-ben-thanh",
            Family.STATE,
            SignatureForm.ON_BEHALF,
            ("TM. THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN", "CHỦ TỊCH"),
        ),
    ],
)
def test_who_signs_by_which_formula(key, family, form, lines):
    body = unit(key)
    signature = signature_for(body, form, "Lê Minh Họa")
    assert family_of(body) == family
    assert (signature.authority, signature.position) == lines


def test_a_peoples_committee_prints_no_body_above_and_keeps_its_files_in_its_registry():
    body = unit("ubnd-phuong-ben-thanh")
    assert heading_for(body, on=ON) == Heading(
        family=Family.STATE,
        superior_body="",
        issuing_body="Ủy ban nhân dân phường Bến Thành",
        place="Bến Thành",
        symbol="UBND",
        office_name="Văn phòng Hội đồng nhân dân và Ủy ban nhân dân phường Bến Thành",
        spelling=Spelling.STATE,
        drafted_by="VP",
    )
    assert keeping_line(body, on=ON) == "Lưu: VT, VP"
    assert reporting_line(body) == "Chủ tịch, các Phó Chủ tịch Ủy ban nhân dân (để báo cáo)"


@pytest.mark.parametrize(
    ("family", "authority", "wrong"),
    [
        (Family.PARTY, "", ""),
        (Family.PARTY, "T/M BAN THƯỜNG VỤ", ""),
        (Family.PARTY, "K/T TRƯỞNG BAN", ""),
        (Family.PARTY, "K/T BÍ THƯ", "làm việc tập thể"),
        (Family.PARTY, "TM. BAN THƯỜNG VỤ", "ghi T/M, T/L, K/T hoặc Q."),
        (Family.STATE, "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH", ""),
        (Family.STATE, "TUQ. CHỦ TỊCH", ""),
        (Family.STATE, "T/M ỦY BAN NHÂN DÂN", "ghi TM., TL., TUQ., KT. hoặc Q."),
        (Family.STATE, "TM. ỦY BAN NHÂN DÂN\nK/T CHỦ TỊCH", "ghi TM., TL., TUQ., KT. hoặc Q."),
    ],
)
def test_formulas_of_one_family_are_refused_in_the_other(family, authority, wrong):
    problem = authority_problem(family, authority)
    assert problem if wrong else not problem
    assert wrong in problem
