"""Who may preside for which post, and when one session may serve two posts."""

from datetime import date

import pytest

from organizations import presiding
from organizations.enums import PostKind
from regulation.levels import Presiding
from tests.factories.organizations import (
    DelegationFactory,
    OfficialFactory,
    PostFactory,
    TenureFactory,
    committee_post,
    council_post,
    post,
    secretary_post,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)


def city_secretary_post():
    return post("thanh-uy", PostKind.PARTY_SECRETARY)


@pytest.mark.rule("D6.1", "D7.4", "D11.3")
@pytest.mark.parametrize("post_of", [secretary_post, council_post, committee_post])
def test_the_holder_presides_and_nobody_else_without_a_written_reason(post_of):
    tenure, stranger = TenureFactory(post=post_of()), OfficialFactory()

    assert presiding.check_presider(post_of(), tenure.official, TODAY)
    refused = presiding.check_presider(post_of(), stranger, TODAY)
    assert (refused.allowed, refused.answer) == (False, Presiding.NEEDS_REASON)
    assert refused.reason == (
        "Quy chế không quy định cấp phó chủ trì ở cấp này; phải nêu rõ lý do bằng văn bản."
    )
    let_through = presiding.check_presider(post_of(), stranger, TODAY, override_reason="Người giữ chức ốm")
    assert (let_through.allowed, let_through.is_override) == (True, True)
    assert not presiding.check_presider(post_of(), stranger, TODAY, override_reason="  ")


@pytest.mark.rule("D7.4")
def test_at_a_ward_even_a_delegation_needs_a_reason():
    delegation = DelegationFactory(post=secretary_post())
    checked = {"delegation": delegation}
    assert not presiding.check_presider(secretary_post(), delegation.delegate, TODAY, **checked)
    assert presiding.check_presider(
        secretary_post(), delegation.delegate, TODAY, **checked, override_reason="Bí thư đi công tác"
    ).is_override


@pytest.mark.rule("D7.1", "D11.1")
@pytest.mark.parametrize(
    ("unit_key", "kind"),
    [
        ("thanh-uy", PostKind.PARTY_SECRETARY),
        ("hdnd-thanh-pho", PostKind.COUNCIL_CHAIR),
        ("ubnd-thanh-pho", PostKind.COMMITTEE_CHAIR),
    ],
)
def test_in_the_city_a_deputy_presides_with_a_written_authorisation_only(unit_key, kind):
    city_post = post(unit_key, kind)
    delegation = DelegationFactory(post=city_post)
    deputy = delegation.delegate

    assert presiding.check_presider(city_post, deputy, TODAY, delegation=delegation)
    refused = presiding.check_presider(city_post, deputy, TODAY, override_reason="Bận việc khác")
    assert (refused.allowed, refused.answer) == (False, Presiding.NEEDS_DELEGATION)


def test_an_authorisation_for_another_post_person_or_day_is_refused():
    delegation = DelegationFactory()
    other_post = post("ubnd-thanh-pho", PostKind.COMMITTEE_CHAIR)
    for wanted_post, official, on in (
        (other_post, delegation.delegate, TODAY),
        (city_secretary_post(), OfficialFactory(), TODAY),
        (city_secretary_post(), delegation.delegate, date(2027, 1, 1)),
        (city_secretary_post(), delegation.delegate, date(2025, 12, 31)),
    ):
        refused = presiding.check_presider(wanted_post, official, on, delegation=delegation)
        assert not refused
        assert refused.reason == (
            f"Văn bản ủy quyền số 12-QĐ/TU không áp dụng cho người này vào ngày {on:%d/%m/%Y}."
        )


@pytest.mark.rule("D7.6")
def test_a_local_military_unit_alone_may_have_a_deputy_below():
    military, ordinary = (
        PostFactory(branch="party", clause="D7.6", is_local_military=flag) for flag in (True, False)
    )
    for row, allowed in ((military, True), (ordinary, False)):
        delegation = DelegationFactory(post=row)
        answer = presiding.check_presider(row, delegation.delegate, TODAY, delegation=delegation)
        assert answer.allowed is allowed


@pytest.mark.rule("D7.2", "D11.2")
@pytest.mark.parametrize(("branch", "clause"), [("party", "D7.2"), ("government", "D11.2")])
def test_a_district_post_presides_until_its_level_ended(branch, clause):
    tenure = TenureFactory(
        post=PostFactory(branch=branch, clause=clause, valid_from=date(2018, 1, 1)),
        valid_from=date(2018, 1, 1),
    )
    assert presiding.check_presider(tenure.post, tenure.official, date(2025, 6, 30))
    refused = presiding.check_presider(tenure.post, tenure.official, date(2025, 7, 1))
    assert refused.reason == "Quy chế không quy định chức vụ này chủ trì đối thoại vào ngày 01/07/2025."
    assert presiding.presiding_options(tenure.post, date(2025, 7, 1)) == []


class TestOptions:
    def test_a_ward_offers_its_holder_alone(self):
        tenure = TenureFactory()
        DelegationFactory(post=secretary_post())
        options = presiding.presiding_options(secretary_post(), TODAY)
        assert [(row.official, row.title, row.is_holder) for row in options] == [
            (tenure.official, "Bí thư Đảng ủy phường Bến Thành", True)
        ]

    def test_the_city_offers_the_holder_and_those_authorised_that_day(self):
        tenure = TenureFactory(post=city_secretary_post())
        delegation = DelegationFactory()
        DelegationFactory(valid_until=date(2026, 6, 30))
        options = presiding.presiding_options(city_secretary_post(), TODAY)
        assert [(row.official, row.title, row.delegation) for row in options] == [
            (tenure.official, "Bí thư Thành ủy", None),
            (delegation.delegate, "Phó Bí thư Thành ủy", delegation),
        ]

    def test_somebody_acting_presides_under_that_title(self):
        TenureFactory(post=committee_post(), acting=True)
        (option,) = presiding.presiding_options(committee_post(), TODAY)
        assert option.title == "Quyền Chủ tịch Ủy ban nhân dân phường Bến Thành"

    def test_a_vacant_post_offers_nobody(self):
        assert presiding.presiding_options(secretary_post(), TODAY) == []


@pytest.mark.rule("D18.5")
class TestJoint:
    def test_one_person_with_both_posts_may_hold_one_session(self):
        person = OfficialFactory()
        TenureFactory(post=secretary_post(), official=person)
        TenureFactory(post=council_post(), official=person)
        assert presiding.may_be_joint([secretary_post(), council_post()], TODAY)

    def test_two_persons_may_not(self):
        TenureFactory(post=secretary_post())
        TenureFactory(post=committee_post())
        refused = presiding.may_be_joint([secretary_post(), committee_post()], TODAY)
        assert refused.reason == (
            "Ngày 24/11/2026 nhiều người khác nhau giữ các chức vụ: Bí thư Đảng ủy phường Bến Thành, "
            "Chủ tịch Ủy ban nhân dân phường Bến Thành."
        )

    def test_the_tenure_of_the_day_decides(self):
        person = OfficialFactory()
        TenureFactory(post=secretary_post(), official=person)
        TenureFactory(post=council_post(), official=person, valid_until=date(2026, 6, 30))
        posts = [secretary_post(), council_post()]
        assert presiding.may_be_joint(posts, date(2026, 6, 30))
        assert presiding.may_be_joint(posts, date(2026, 7, 1)).reason == (
            "Ngày 01/07/2026 chưa có người giữ chức vụ: Chủ tịch Hội đồng nhân dân phường Bến Thành."
        )

    def test_two_posts_of_the_government_are_not_the_case_of_the_clause(self):
        person = OfficialFactory()
        TenureFactory(post=council_post(), official=person)
        TenureFactory(post=committee_post(), official=person)
        assert not presiding.may_be_joint([council_post(), committee_post()], TODAY)
        assert not presiding.may_be_joint([secretary_post()], TODAY)
