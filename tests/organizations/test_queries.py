"""Who stands where on a day: relations, posts, holders, agencies, receivers of the yearly report."""

from datetime import date

import pytest

from organizations import queries
from organizations.enums import Branch, Level, PostKind, RelationKind, UnitKind
from organizations.models import Relation, Unit
from regulation.recipients import Purpose, RecipientRole
from tests.factories.organizations import (
    OfficialFactory,
    PostFactory,
    RelationFactory,
    TenureFactory,
    UnitFactory,
    committee_post,
    council_post,
    field,
    party_committee,
    party_office,
    post,
    secretary_post,
    unit,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
BEFORE_THE_MERGER = date(2025, 6, 30)


class TestRelations:
    def test_a_ward_committee_has_its_office_its_front_and_the_city_above(self):
        committee = party_committee()
        assert queries.office_of(committee, TODAY) == party_office()
        assert queries.front_of(committee, TODAY) == unit("mttq-phuong-ben-thanh")
        assert queries.superior_of(committee, TODAY) == unit("thanh-uy")
        assert queries.committee_of(committee, TODAY) == committee

    def test_a_ward_government_has_the_government_above_and_the_committee_beside(self):
        government = unit("ubnd-phuong-ben-thanh")
        assert queries.superior_of(government, TODAY) == unit("ubnd-thanh-pho")
        assert queries.committee_of(government, TODAY) == party_committee()
        assert queries.office_of(government, TODAY) == unit("van-phong-hdnd-ubnd-phuong-ben-thanh")

    def test_a_relation_holds_for_its_period_only(self):
        committee = party_committee()
        new_office = UnitFactory(kind=UnitKind.PARTY_OFFICE)
        Relation.objects.filter(unit=committee, kind=RelationKind.ORGANIZING_OFFICE).update(
            valid_until=date(2026, 3, 31)
        )
        RelationFactory(
            unit=committee, other=new_office, kind=RelationKind.ORGANIZING_OFFICE, valid_from=date(2026, 4, 1)
        )
        assert queries.office_of(committee, date(2026, 3, 31)) == party_office()
        assert queries.office_of(committee, date(2026, 4, 1)) == new_office

    @pytest.mark.rule("D9.1.a-0", "D13.1.a-0")
    def test_a_body_without_an_office_organises_itself(self):
        department = unit("so-xay-dung")
        assert queries.office_of(department, TODAY) == department
        assert [row.unit for row in queries.posts_organized_by(department, TODAY)] == [department]

    @pytest.mark.rule("D9.1.a-0", "D13.1.a-0")
    def test_an_office_organises_for_the_posts_of_its_body_and_no_other(self):
        assert list(queries.posts_organized_by(party_office(), TODAY)) == [secretary_post()]
        government_office = unit("van-phong-hdnd-ubnd-phuong-ben-thanh")
        assert set(queries.posts_organized_by(government_office, TODAY)) == {council_post(), committee_post()}
        assert not queries.posts_organized_by(party_committee(), TODAY).exists()
        assert set(queries.served_by(government_office, TODAY)) == {
            unit("hdnd-phuong-ben-thanh"),
            unit("ubnd-phuong-ben-thanh"),
        }

    def test_below_the_city_committee_stand_168_communes_and_five_committees_also_for_its_office(self):
        below = queries.subordinates(unit("thanh-uy"), TODAY)
        assert below.count() == 168 + 5
        assert set(queries.subordinates(unit("van-phong-thanh-uy"), TODAY)) == set(below)
        assert not queries.subordinates(party_committee(), TODAY).exists()

    def test_nothing_stood_there_before_the_merger(self):
        assert queries.related(party_committee(), RelationKind.SUPERIOR_PARTY, BEFORE_THE_MERGER) is None
        assert not queries.posts_in_force(BEFORE_THE_MERGER).exists()

    def test_papers_of_a_ward_stand_under_the_party_organisation_of_the_city(self):
        assert queries.heading_above(party_committee(), TODAY) == "Đảng bộ Thành phố Hồ Chí Minh"
        assert queries.heading_above(unit("thanh-uy"), TODAY) == ""
        assert queries.heading_above(party_office(), TODAY) == "Đảng ủy phường Bến Thành"
        assert queries.heading_above(unit("ubnd-phuong-ben-thanh"), TODAY) == ""

    def test_there_are_168_communes_since_the_merger_and_441_before(self):
        assert queries.communes(TODAY).count() == 168
        assert queries.communes(BEFORE_THE_MERGER).count() == 441


class TestHolders:
    def test_the_holder_changes_on_the_day_and_a_vacant_post_has_none(self):
        first = TenureFactory(valid_until=date(2026, 2, 28))
        second = TenureFactory(valid_from=date(2026, 3, 15), acting=True)
        post_ = secretary_post()
        assert queries.holder_of(post_, date(2026, 2, 28)) == first
        assert queries.holder_of(post_, date(2026, 3, 1)) is None
        assert queries.holder_of(post_, date(2026, 3, 15)) == second

    def test_one_person_may_hold_two_posts(self):
        person = OfficialFactory()
        TenureFactory(post=secretary_post(), official=person)
        TenureFactory(post=council_post(), official=person)
        TenureFactory(post=committee_post())
        assert set(queries.posts_held_by(person.pk, TODAY)) == {secretary_post(), council_post()}

    @pytest.mark.parametrize("number", [1, 3])
    def test_holders_of_many_posts_cost_one_query(self, number, django_assert_num_queries):
        posts = [PostFactory() for _ in range(number)]
        for post_ in posts:
            TenureFactory(post=post_)
        with django_assert_num_queries(1):
            holders = queries.holders_of(posts, TODAY)
            assert {holders[post_.pk].official.full_name for post_ in posts} == {
                tenure.official.full_name for tenure in holders.values()
            }
        assert set(holders) == {post_.pk for post_ in posts}

    def test_a_post_is_found_by_its_kind(self):
        assert queries.post_of(party_committee(), PostKind.PARTY_SECRETARY, TODAY) == secretary_post()
        assert queries.post_of(party_committee(), PostKind.COUNCIL_CHAIR, TODAY) is None


class TestAgencies:
    def test_a_ward_assigns_to_its_own_bodies_first_and_then_to_the_city(self):
        agencies = list(queries.agencies_for(party_committee(), TODAY))
        own = [agency for agency in agencies if agency.territory == party_committee().territory]
        assert agencies[: len(own)] == own
        assert {agency.key for agency in own} == {
            "ubnd-phuong-ben-thanh",
            "mttq-phuong-ben-thanh",
            "cong-an-phuong-ben-thanh",
            "phong-kinh-te-ha-tang-do-thi-phuong-ben-thanh",
            "phong-van-hoa-xa-hoi-phuong-ben-thanh",
            "trung-tam-phuc-vu-hanh-chinh-cong-phuong-ben-thanh",
        }
        assert {agency.level for agency in agencies} == {Level.COMMUNE, Level.CITY}
        assert unit("trung-tam-quan-ly-ha-tang-ky-thuat") in agencies
        assert unit("cong-an-phuong-sai-gon") not in agencies
        assert unit("thanh-uy") not in agencies
        assert unit("chinh-phu") not in agencies

    def test_the_city_assigns_to_its_bodies_and_to_the_committees_of_communes(self):
        agencies = set(queries.agencies_for(unit("thanh-uy"), TODAY))
        assert {unit("so-xay-dung"), unit("ubnd-phuong-ben-thanh"), unit("ubnd-xa-hoc-mon")} <= agencies
        assert unit("cong-an-phuong-ben-thanh") not in agencies
        assert unit("chinh-phu") not in agencies

    def test_competence_offers_the_bodies_of_a_field(self):
        agencies = queries.agencies_for_field(field("chieu-sang-cay-xanh"), party_committee(), TODAY)
        assert [agency.key for agency in agencies] == [
            "phong-kinh-te-ha-tang-do-thi-phuong-ben-thanh",
            "tong-cong-ty-dien-luc",
            "trung-tam-quan-ly-ha-tang-ky-thuat",
        ]

    def test_a_field_without_competence_of_its_own_falls_back_on_its_parent(self):
        child = field("chieu-sang-cay-xanh")
        child.competences.all().delete()
        agencies = queries.agencies_for_field(child, party_committee(), TODAY)
        assert set(agencies) == set(
            queries.agencies_for_field(field("giao-thong-ha-tang"), party_committee(), TODAY)
        )
        assert agencies.exists()

    def test_an_agency_that_ended_is_offered_no_longer(self):
        Unit.objects.filter(key="so-du-lich").update(valid_until=date(2026, 6, 30))
        agencies = queries.agencies_for(party_committee(), TODAY)
        assert "so-du-lich" not in {agency.key for agency in agencies}

    def test_fields_come_with_their_children_in_two_queries(self, django_assert_num_queries):
        with django_assert_num_queries(2):
            tree = {top.key: len(top.children.all()) for top in queries.fields()}
        assert next(iter(tree)) == "giao-thong-ha-tang"
        assert list(tree)[-1] == "khac"
        assert tree["giao-thong-ha-tang"] == 4


class TestReportRecipients:
    @staticmethod
    def received(post_) -> list[tuple[str | None, str]]:
        return [
            (line.unit.key if line.unit else None, line.purpose)
            for line in queries.report_recipients(post_, TODAY)
        ]

    @pytest.mark.rule("D9.3.c")
    def test_a_ward_secretary_reports_to_his_committee_and_the_committee_above(self):
        assert self.received(secretary_post()) == [
            ("dang-uy-phuong-ben-thanh", Purpose.REPORT),
            ("thanh-uy", Purpose.REPORT),
            ("mttq-phuong-ben-thanh", Purpose.SUPERVISE),
        ]

    @pytest.mark.rule("D13.3.c")
    def test_a_ward_chair_reports_to_the_committee_beside_and_the_government_above(self):
        assert self.received(committee_post()) == [
            ("dang-uy-phuong-ben-thanh", Purpose.REPORT),
            ("ubnd-thanh-pho", Purpose.REPORT),
            ("mttq-phuong-ben-thanh", Purpose.SUPERVISE),
        ]
        assert self.received(council_post())[1] == ("hdnd-thanh-pho", Purpose.REPORT)

    def test_the_secretary_of_the_city_reports_to_the_centre_and_to_each_organisation(self):
        received = self.received(post("thanh-uy", PostKind.PARTY_SECRETARY))
        assert received[:3] == [
            ("thanh-uy", Purpose.REPORT),
            ("trung-uong-dang", Purpose.REPORT),
            ("mttq-thanh-pho", Purpose.SUPERVISE),
        ]
        assert len(received) == 3 + 5

    def test_the_front_of_a_ward_receives_once_for_itself_and_its_organisations(self):
        front = queries.report_recipients(secretary_post(), TODAY)[-1]
        assert front.roles == (RecipientRole.SAME_LEVEL_FRONT, RecipientRole.SAME_LEVEL_ORGANISATIONS)
        assert front.capacity == ("Ủy ban Mặt trận Tổ quốc cùng cấp; Các tổ chức chính trị - xã hội cùng cấp")

    def test_a_relation_that_nobody_entered_is_shown_as_missing(self):
        received = self.received(post("so-xay-dung", PostKind.AGENCY_HEAD))
        assert received[:2] == [(None, Purpose.REPORT), ("ubnd-thanh-pho", Purpose.REPORT)]

    def test_the_relation_of_the_day_decides(self):
        Relation.objects.filter(
            unit__key="dang-uy-phuong-ben-thanh", kind=RelationKind.SUPERIOR_PARTY
        ).update(valid_until=date(2026, 6, 30))
        above = UnitFactory(kind=UnitKind.PARTY_COMMITTEE, branch=Branch.PARTY)
        RelationFactory(
            unit=party_committee(), other=above, kind=RelationKind.SUPERIOR_PARTY, valid_from=date(2026, 7, 1)
        )
        superior = queries.report_recipients(secretary_post(), TODAY)[1]
        assert (superior.unit, superior.roles) == (above, (RecipientRole.SUPERIOR_PARTY,))
