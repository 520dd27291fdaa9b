"""The switches of a unit: typed, dated, with defaults."""

from datetime import date, time

import pytest

from organizations import settings
from organizations.enums import SignatureForm
from organizations.models import SettingKey
from tests.factories.organizations import (
    TerritoryFactory,
    UnitFactory,
    UnitSettingFactory,
    party_committee,
    unit,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)


def test_every_switch_has_a_type_and_a_default():
    assert set(settings.SWITCHES) == set(SettingKey)
    assert settings.values(party_committee(), tuple(SettingKey), TODAY) == {
        SettingKey.REGISTRATION_CLOSES_DAYS_BEFORE: 2,
        SettingKey.REGISTRATION_CLOSES_AT: time(17, 0),
        SettingKey.INVITATION_SIGNATURE: SignatureForm.BY_ORDER,
        SettingKey.NOTICE_SIGNATURE: SignatureForm.BY_ORDER,
        SettingKey.SPELLING: "uỷ",
        SettingKey.PLACE_NAME: "Bến Thành",
        SettingKey.DUE_SOON_DAYS: 3,
        SettingKey.ANNUAL_REPORT_DUE: (31, 1),
        SettingKey.COMMITTEE_TERM: "2025-2030",
        SettingKey.EDITION: "",
    }


def test_bodies_of_the_state_spell_and_sign_their_way():
    government = unit("ubnd-phuong-ben-thanh")
    assert settings.value(government, SettingKey.SPELLING, TODAY) == "ủy"
    assert settings.value(government, SettingKey.NOTICE_SIGNATURE, TODAY) == SignatureForm.ON_BEHALF


def test_a_row_holds_for_its_period():
    UnitSettingFactory(value=5, valid_until=date(2026, 3, 31))
    UnitSettingFactory(value=7, valid_from=date(2026, 6, 1))
    found = [
        settings.value(party_committee(), SettingKey.DUE_SOON_DAYS, on)
        for on in (date(2026, 3, 31), date(2026, 4, 1), date(2026, 6, 1))
    ]
    assert found == [5, 3, 7]
    assert settings.value(unit("dang-uy-phuong-sai-gon"), SettingKey.DUE_SOON_DAYS, TODAY) == 3


def test_stored_text_becomes_a_typed_value():
    UnitSettingFactory(key=SettingKey.REGISTRATION_CLOSES_AT, value="16:30")
    UnitSettingFactory(key=SettingKey.ANNUAL_REPORT_DUE, value="15/12")
    assert settings.value(party_committee(), SettingKey.REGISTRATION_CLOSES_AT, TODAY) == time(16, 30)
    assert settings.value(party_committee(), SettingKey.ANNUAL_REPORT_DUE, TODAY) == (15, 12)


@pytest.mark.parametrize(
    ("key", "place"),
    [
        ("dang-uy-phuong-ben-thanh", "Bến Thành"),
        ("thanh-uy", "Thành phố Hồ Chí Minh"),
        ("dang-uy-xa-tru-van-tho", "Xã Trừ Văn Thố"),
        ("ubnd-phuong-phu-tho", "Phường Phú Thọ"),
        ("chinh-phu", ""),
    ],
)
def test_papers_name_their_place(key, place):
    assert settings.value(unit(key), SettingKey.PLACE_NAME, TODAY) == place


def test_a_place_of_one_syllable_is_written_with_its_level():
    body = UnitFactory(territory=TerritoryFactory(bare_name="Lái"))
    assert settings.value(body, SettingKey.PLACE_NAME, TODAY) == "Phường Lái"


@pytest.mark.parametrize(
    ("key", "entered", "refused"),
    [
        (SettingKey.REGISTRATION_CLOSES_DAYS_BEFORE, 0, [-1, 31, "2", True, None, 1.5]),
        (SettingKey.REGISTRATION_CLOSES_AT, "16:30", ["25:00", "5 giờ", None]),
        (SettingKey.INVITATION_SIGNATURE, "on_behalf", ["K/T", "", None]),
        (SettingKey.SPELLING, "uỷ", ["uy", "", None]),
        (SettingKey.PLACE_NAME, "Phường Bến Thành", ["", " ", "x" * 101]),
        (SettingKey.ANNUAL_REPORT_DUE, "15/12", ["31/02", "29/02", "12", None, "15-12"]),
        (SettingKey.COMMITTEE_TERM, "2030-2035", ["2030", "2035-2030", "khóa XII", None]),
    ],
)
def test_what_is_entered_is_checked(key, entered, refused):
    assert settings.check(key, entered) == entered
    for wrong in refused:
        with pytest.raises(settings.SettingInvalid) as raised:
            settings.check(key, wrong)
        assert str(raised.value).startswith(f"{key.label}: nhập ")


def test_many_switches_cost_one_query(django_assert_num_queries):
    committee = party_committee()
    with django_assert_num_queries(1):
        settings.values(committee, tuple(SettingKey), TODAY)
