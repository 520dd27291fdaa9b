"""The real city: counts, relations, posts, and that loading twice changes nothing."""

from collections import Counter
from datetime import date

import pytest
from django.apps import apps

from organizations import names
from organizations.enums import Level, PostKind, RelationKind, SuccessionExtent, TerritoryKind, UnitKind
from organizations.models import (
    Field,
    FieldCompetence,
    Post,
    Relation,
    Succession,
    Territory,
    Unit,
    UnitSetting,
)
from organizations.reference_data import FIRST_DAY_OF_OLD_LIST, REORGANISED_ON, load_reference, rows_of
from regulation import levels
from tests.factories.organizations import unit

pytestmark = pytest.mark.django_db

MODELS = (Territory, Succession, Unit, Relation, Post, UnitSetting, Field, FieldCompetence)


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in MODELS}


def test_the_168_units_in_force_are_113_wards_54_communes_and_one_special_zone():
    kinds = Counter(
        Territory.objects.filter(valid_from=REORGANISED_ON)
        .exclude(kind=TerritoryKind.CITY)
        .values_list("kind", flat=True)
    )
    assert kinds == {TerritoryKind.WARD: 113, TerritoryKind.COMMUNE: 54, TerritoryKind.SPECIAL_ZONE: 1}


def test_the_441_former_units_ended_the_day_before_the_merger():
    ends = set(
        Territory.objects.filter(valid_from=FIRST_DAY_OF_OLD_LIST).values_list("valid_until", flat=True)
    )
    assert ends == {date(2025, 6, 30)}
    assert Territory.objects.filter(valid_from=FIRST_DAY_OF_OLD_LIST).count() == 441


def test_every_former_unit_went_somewhere_and_only_con_dao_came_from_nowhere():
    assert not Territory.objects.filter(valid_from=FIRST_DAY_OF_OLD_LIST, successions__isnull=True).exists()
    newborn = Territory.objects.filter(valid_from=REORGANISED_ON, origins__isnull=True).exclude(
        kind=TerritoryKind.CITY
    )
    assert [place.name for place in newborn] == ["Đặc khu Côn Đảo"]
    assert Succession.objects.values("old").distinct().count() == 441
    heirs = Counter(Succession.objects.values_list("old", flat=True))
    divided = {old for old, number in heirs.items() if number > 1}
    assert len(divided) == 47
    assert divided <= set(
        Succession.objects.filter(extent=SuccessionExtent.PART).values_list("old", flat=True)
    )


def test_a_code_names_different_units_before_and_after():
    names_of_code = {place.valid_from: place.name for place in Territory.objects.filter(code="25747")}
    assert names_of_code == {
        FIRST_DAY_OF_OLD_LIST: "Phường Phú Cường",
        REORGANISED_ON: "Phường Thủ Dầu Một",
    }


@pytest.mark.rule("QD.2", "D6.1", "D10.1-1", "D10.1-2", "D10.1-3")
def test_every_commune_has_its_bodies_and_three_posts_that_preside():
    kinds = Counter(Unit.objects.filter(level=Level.COMMUNE).values_list("kind", flat=True))
    assert kinds == {
        UnitKind.PARTY_COMMITTEE: 168,
        UnitKind.COUNCIL: 168,
        UnitKind.COMMITTEE: 168,
        UnitKind.PARTY_OFFICE: 168,
        UnitKind.GOVERNMENT_OFFICE: 168,
        UnitKind.FRONT: 168,
        UnitKind.POLICE: 168,
        UnitKind.COMMUNE_DIVISION: 3 * 168,
    }
    posts = Counter(Post.objects.filter(level=Level.COMMUNE).values_list("kind", "clause"))
    assert posts == {
        (PostKind.PARTY_SECRETARY, "D7.4"): 168,
        (PostKind.COUNCIL_CHAIR, "D11.3"): 168,
        (PostKind.COMMITTEE_CHAIR, "D11.3"): 168,
    }
    city = Counter(Post.objects.exclude(level=Level.COMMUNE).values_list("clause", flat=True))
    assert city == {"D7.1": 1, "D7.3": 5, "D11.1": 2, "D11.4": 20, "D11.5": 3, "D11.6": 2}


def test_every_post_stands_under_a_clause_that_names_who_presides():
    for post in Post.objects.all():
        assert levels.level_for(post.clause, date(2026, 11, 24)).branch == post.branch


def test_the_city_has_its_bodies_and_more_than_25_departments_and_agencies():
    agencies = Unit.objects.filter(
        level=Level.CITY,
        kind__in=[
            UnitKind.DEPARTMENT,
            UnitKind.POLICE,
            UnitKind.MILITARY,
            UnitKind.ENTERPRISE,
            UnitKind.SERVICE_UNIT,
        ],
    )
    assert agencies.count() == 32
    assert unit("ban-tuyen-giao-va-dan-van").name == "Ban Tuyên giáo và Dân vận Thành ủy"


def test_names_write_the_kind_of_a_commune_in_small_letters():
    assert {
        unit("dang-uy-phuong-ben-thanh").name,
        unit("ubnd-xa-hoc-mon").name,
        unit("dang-uy-dac-khu-con-dao").name,
        unit("mttq-phuong-ben-thanh").name,
        unit("van-phong-dang-uy-phuong-ben-thanh").name,
    } == {
        "Đảng ủy phường Bến Thành",
        "Ủy ban nhân dân xã Hóc Môn",
        "Đảng ủy đặc khu Côn Đảo",
        "Ủy ban Mặt trận Tổ quốc Việt Nam phường Bến Thành",
        "Văn phòng Đảng ủy phường Bến Thành",
    }
    shorts = [
        unit(key).short_name for key in ("ubnd-phuong-ben-thanh", "ubnd-xa-hoc-mon", "ubnd-dac-khu-con-dao")
    ]
    assert shorts == ["Bến Thành", "X. Hóc Môn", "ĐK Côn Đảo"]


def test_wards_have_the_wide_division_and_communes_the_narrow_one():
    assert unit("phong-kinh-te-ha-tang-do-thi-phuong-ben-thanh").name == (
        "Phòng Kinh tế, Hạ tầng và Đô thị phường Bến Thành"
    )
    assert unit("phong-kinh-te-xa-hoc-mon").name == "Phòng Kinh tế xã Hóc Môn"
    assert not Unit.objects.filter(key="phong-kinh-te-phuong-ben-thanh").exists()


def test_two_communes_whose_names_differ_by_marks_alone_keep_their_own_bodies():
    found = Unit.objects.filter(key__startswith="dang-uy-xa-thanh-an").values_list("key", "name")
    assert set(found) == {
        ("dang-uy-xa-thanh-an-25807", "Đảng ủy xã Thanh An"),
        ("dang-uy-xa-thanh-an-27676", "Đảng ủy xã Thạnh An"),
    }


@pytest.mark.rule("D9.1.a-0", "D13.1.a-0")
def test_every_body_that_presides_has_one_office_and_its_superior():
    for kind in (RelationKind.ORGANIZING_OFFICE, RelationKind.SAME_LEVEL_FRONT):
        assert Relation.objects.filter(kind=kind, unit__level=Level.COMMUNE).count() == 3 * 168
    party = Relation.objects.filter(kind=RelationKind.SUPERIOR_PARTY, unit__level=Level.COMMUNE)
    assert {relation.other.key for relation in party.select_related("other")} == {"thanh-uy"}
    government = Relation.objects.filter(kind=RelationKind.SUPERIOR_GOVERNMENT, unit__level=Level.COMMUNE)
    above = {
        (relation.unit.kind, relation.other.key) for relation in government.select_related("unit", "other")
    }
    assert above == {(UnitKind.COUNCIL, "hdnd-thanh-pho"), (UnitKind.COMMITTEE, "ubnd-thanh-pho")}


def test_fields_stand_on_two_levels_and_conduct_of_officials_is_marked():
    assert Field.objects.filter(parent__isnull=True).count() == 17
    assert not Field.objects.filter(parent__parent__isnull=False).exists()
    marked = set(Field.objects.filter(concerns_conduct=True).values_list("key", flat=True))
    assert marked == {
        "xay-dung-dang-chinh-quyen-can-bo",
        "dao-duc-thai-do-phuc-vu",
        "lanh-dao-dieu-hanh",
        "phong-chong-tham-nhung-lang-phi",
    }


def test_search_columns_are_the_ones_that_save_would_write():
    for place in Territory.objects.order_by("?")[:20]:
        assert (place.name_folded, place.name_sort) == tuple(
            names.place_columns(place.name, place.bare_name).values()
        )
    for body in Unit.objects.order_by("?")[:20]:
        assert (body.name_folded, body.name_sort) == tuple(names.body_columns(body.name).values())


def test_loading_again_adds_nothing_and_leaves_what_was_corrected():
    before = counts()
    office = unit("van-phong-dang-uy-phuong-ben-thanh")
    Unit.objects.filter(pk=office.pk).update(name="Văn phòng đã đổi tên")
    ended = Relation.objects.filter(unit__key="dang-uy-phuong-ben-thanh", kind=RelationKind.ORGANIZING_OFFICE)
    ended.update(valid_until=date(2026, 1, 31))

    load_reference(apps)

    assert counts() == before
    office.refresh_from_db()
    assert office.name == "Văn phòng đã đổi tên"
    assert ended.get().valid_until == date(2026, 1, 31)


def test_loading_fills_what_is_missing():
    before = counts()
    FieldCompetence.objects.all().delete()
    Relation.objects.all().delete()

    load_reference(apps)

    assert counts() == before


def test_the_tables_name_only_bodies_and_fields_that_exist():
    keys = {row["key"] for row in rows_of("city-bodies.csv")}
    roles = {row["role"] for row in rows_of("commune-bodies.csv")}
    for row in rows_of("fields.csv"):
        assert set(filter(None, row["city"].split(";"))) <= keys
        assert set(filter(None, row["local"].split(";"))) <= roles
