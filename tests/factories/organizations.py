"""Units, posts and people. The real city stands in every test: take its bodies by key before making new ones."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from organizations.enums import Branch, Level, PostKind, RelationKind, TerritoryKind, UnitKind
from organizations.models import (
    Delegation,
    Field,
    Official,
    Post,
    Relation,
    SettingKey,
    Tenure,
    Territory,
    Unit,
    UnitSetting,
)
from organizations.reference_data import REORGANISED_ON

BEN_THANH = "phuong-ben-thanh"
SAI_GON = "phuong-sai-gon"


def unit(key: str) -> Unit:
    """A body of the city by its key, for example ``dang-uy-phuong-ben-thanh`` or ``so-xay-dung``."""
    return Unit.objects.select_related("territory").get(key=key)


def party_committee(ward: str = BEN_THANH) -> Unit:
    return unit(f"dang-uy-{ward}")


def party_office(ward: str = BEN_THANH) -> Unit:
    return unit(f"van-phong-dang-uy-{ward}")


def post(unit_key: str, kind: PostKind) -> Post:
    """A post of a body of the city."""
    return Post.objects.select_related("unit__territory").get(unit__key=unit_key, kind=kind)


def secretary_post(ward: str = BEN_THANH) -> Post:
    return post(f"dang-uy-{ward}", PostKind.PARTY_SECRETARY)


def council_post(ward: str = BEN_THANH) -> Post:
    return post(f"hdnd-{ward}", PostKind.COUNCIL_CHAIR)


def committee_post(ward: str = BEN_THANH) -> Post:
    return post(f"ubnd-{ward}", PostKind.COMMITTEE_CHAIR)


def field(key: str = "giao-thong-ha-tang") -> Field:
    """A field of life by its key."""
    return Field.objects.get(key=key)


class TerritoryFactory(DjangoModelFactory):
    class Meta:
        model = Territory

    code = factory.Sequence(lambda n: f"9{n:04}")
    bare_name = factory.Sequence(lambda n: f"Thử Nghiệm {n}")
    name = factory.LazyAttribute(lambda place: f"Phường {place.bare_name}")
    kind = TerritoryKind.WARD
    valid_from = REORGANISED_ON


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit

    key = factory.Sequence(lambda n: f"don-vi-thu-{n}")
    name = factory.Sequence(lambda n: f"Đơn vị thử nghiệm {n}")
    short_name = factory.LazyAttribute(lambda body: body.name)
    kind = UnitKind.DEPARTMENT
    level = Level.COMMUNE
    branch = Branch.GOVERNMENT
    valid_from = REORGANISED_ON


class RelationFactory(DjangoModelFactory):
    class Meta:
        model = Relation

    unit = factory.SubFactory(UnitFactory)
    other = factory.SubFactory(UnitFactory)
    kind = RelationKind.PART_OF
    valid_from = REORGANISED_ON


class PostFactory(DjangoModelFactory):
    class Meta:
        model = Post

    unit = factory.SubFactory(UnitFactory)
    kind = PostKind.AGENCY_HEAD
    title = factory.LazyAttribute(lambda row: f"Người đứng đầu {row.unit.name}")
    branch = Branch.GOVERNMENT
    level = Level.CITY
    clause = "D11.4"
    valid_from = REORGANISED_ON


class OfficialFactory(DjangoModelFactory):
    class Meta:
        model = Official

    full_name = factory.Sequence(lambda n: f"Minh Họa Thử {n}")
    is_demo = True


class TenureFactory(DjangoModelFactory):
    """Somebody holds a post; by default the secretary of phường Bến Thành, since the merger."""

    class Meta:
        model = Tenure

    post = factory.LazyFunction(secretary_post)
    official = factory.SubFactory(OfficialFactory)
    valid_from = REORGANISED_ON


class DelegationFactory(DjangoModelFactory):
    """A written authorisation; by default of the city's secretary, for the year 2026."""

    class Meta:
        model = Delegation

    post = factory.LazyFunction(lambda: post("thanh-uy", PostKind.PARTY_SECRETARY))
    delegate = factory.SubFactory(OfficialFactory)
    delegate_title = "Phó Bí thư Thành ủy"
    document_number = "12-QĐ/TU"
    document_date = date(2025, 12, 30)
    scope = "Chủ trì các buổi đối thoại năm 2026"
    valid_from = date(2026, 1, 1)
    valid_until = date(2026, 12, 31)


class UnitSettingFactory(DjangoModelFactory):
    class Meta:
        model = UnitSetting

    unit = factory.LazyFunction(party_committee)
    key = SettingKey.DUE_SOON_DAYS
    value = 3
    valid_from = REORGANISED_ON
