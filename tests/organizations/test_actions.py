"""Names, relations, posts and who holds them: dated, closed and never removed, one at a time."""

from datetime import date, timedelta

import pytest

from audit.actors import Actor
from audit.models import Act
from organizations import actions, history
from organizations.actions import HierarchyRefused
from organizations.enums import PostKind, RelationKind
from organizations.models import Post, Relation, Tenure
from organizations.queries import holder_of, superior_of
from tests.factories.organizations import (
    OfficialFactory,
    PostFactory,
    TenureFactory,
    UnitFactory,
    party_committee,
    party_office,
    secretary_post,
    unit,
)
from tests.support.moments import at
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db

ON = date(2026, 3, 9)
DAY = timedelta(days=1)
BY = {"by": Actor.system("phép thử"), "at": at(ON)}


def appointed(post, from_on, official=None, **more):
    facts = {"acting": False, "decision": "Quyết định 5-QĐ/TU"} | more
    return actions.appoint(post, official=official or OfficialFactory(), from_on=from_on, **facts, **BY)


# -- names


def test_a_unit_is_found_by_its_old_name_and_bore_it_until_the_day_before():
    ward = party_committee()
    old = ward.name
    actions.rename(
        ward, name="Đảng ủy phường Chợ Cũ", short_name="", from_on=ON, decision="QĐ 1", on=ON, **BY
    )
    found = history.units_ever_called("dang uy phuong ben thanh")
    assert {body.pk for body in found} == {ward.pk, party_office().pk}
    assert [found.pk for found in history.units_ever_called("CHỢ CŨ")] == [ward.pk]
    ward.refresh_from_db()
    assert (history.name_on(ward, ON - DAY), history.name_on(ward, ON)) == (old, "Đảng ủy phường Chợ Cũ")
    assert history.former_names_holding("ben thanh", [ward])[ward.pk].name == old
    assert Act.objects.get(verb="unit.rename").changes == {"name": [old, "Đảng ủy phường Chợ Cũ"]}


@pytest.mark.parametrize(
    ("name", "from_on", "sentence"),
    [
        ("Tên khác", ON + DAY, "Tên mới chưa có hiệu lực. Nhập ngày đến hết 09/03/2026."),
        ("Tên khác", date(2025, 7, 1), "Tên hiện nay có từ 01/07/2025. Nhập ngày sau ngày đó."),
        ("", ON, "Đơn vị đang mang đúng tên này."),
    ],
)
def test_a_name_that_cannot_be_is_refused(name, from_on, sentence):
    body = UnitFactory()
    with pytest.raises(HierarchyRefused, match=sentence):
        actions.rename(
            body, name=name or body.name, short_name="", from_on=from_on, decision="QĐ", on=ON, **BY
        )
    assert not body.former_names.exists()


# -- relations


def test_a_new_superior_ends_the_one_before_and_the_past_keeps_it():
    body, first, second = UnitFactory(), UnitFactory(), UnitFactory()
    kind = RelationKind.SUPERIOR_GOVERNMENT
    actions.relate(body, kind=kind, other=first, from_on=date(2025, 7, 1), **BY)
    actions.relate(body, kind=kind, other=second, from_on=ON, **BY)
    assert (superior_of(body, ON - DAY), superior_of(body, ON)) == (first, second)
    for other, from_on in ((body, ON + DAY), (first, ON), (UnitFactory(valid_from=ON + 2 * DAY), ON + DAY)):
        with pytest.raises(HierarchyRefused):
            actions.relate(body, kind=kind, other=other, from_on=from_on, **BY)
    last = Relation.objects.get(unit=body, valid_until=None)
    actions.close_relation(last, last_on=ON + DAY, **BY)
    assert (superior_of(body, ON + DAY), superior_of(body, ON + 2 * DAY)) == (second, None)
    with pytest.raises(HierarchyRefused, match="đã kết thúc ngày 10/03/2026"):
        actions.close_relation(last, last_on=ON + DAY, **BY)


# -- posts and tenures


@pytest.mark.rule("D6.1")
def test_one_person_after_another_holds_a_post_and_then_nobody():
    post = secretary_post()
    first = appointed(post, date(2025, 7, 1), acting=True)
    second = appointed(post, ON)
    assert [holder_of(post, day) for day in (ON - DAY, ON)] == [first, second]
    actions.end_tenure(second, last_on=ON + DAY, decision="QĐ 6", **BY)
    assert (holder_of(post, ON + DAY), holder_of(post, ON + 2 * DAY)) == (second, None)
    with pytest.raises(HierarchyRefused, match="đã kết thúc"):
        actions.end_tenure(second, last_on=ON + DAY, decision="QĐ 6", **BY)
    with pytest.raises(HierarchyRefused, match="giữ chức vụ này từ 09/03/2026"):
        appointed(post, ON)
    with pytest.raises(HierarchyRefused, match="không có chức vụ"):
        appointed(post, date(2025, 6, 30))


@pytest.mark.django_db(transaction=True)
def test_of_two_people_appointed_at_once_one_holds_the_post():
    post = secretary_post()
    people = [OfficialFactory(), OfficialFactory()]
    outcomes = at_once(2, lambda number: appointed(Post.objects.get(pk=post.pk), ON, people[number]))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["HierarchyRefused", "Tenure"]
    assert Tenure.objects.filter(post=post).count() == 1


def test_a_post_and_a_unit_are_founded_once():
    facts = {
        "short_name": "",
        "kind": "department",
        "level": "city",
        "branch": "government",
        "territory": None,
    }
    body = actions.create_unit(name="Sở Thử Nghiệm Mới", from_on=ON, **facts, **BY)
    assert body.key == "so-thu-nghiem-moi"
    with pytest.raises(HierarchyRefused, match="Đã có đơn vị tên"):
        actions.create_unit(name="SỞ THỬ NGHIỆM MỚI", from_on=ON, **facts, **BY)
    post = {
        "kind": PostKind.AGENCY_HEAD, "title": "Giám đốc", "branch": "government", "level": "city",
        "clause": "D11.4", "from_on": ON,
    }  # fmt: skip
    actions.create_post(body, **post, **BY)
    with pytest.raises(HierarchyRefused, match="đã có chức vụ"):
        actions.create_post(body, **post, **BY)
    assert Act.objects.filter(verb__in=["unit.create", "post.create"]).count() == 2


def test_a_delegation_has_a_paper_and_a_period():
    post, deputy = PostFactory(), OfficialFactory()
    facts = {
        "title": "Phó Giám đốc", "document_number": "3/UQ", "document_date": ON, "scope": "Một buổi",
        "from_on": ON, "until_on": ON + DAY,
    }  # fmt: skip
    for wrong in ({"document_date": ON + DAY}, {"until_on": ON - DAY}, {"from_on": date(2020, 1, 1)}):
        with pytest.raises(HierarchyRefused):
            actions.delegate(post, official=deputy, on=ON, **(facts | wrong), **BY)
    row = actions.delegate(post, official=deputy, on=ON, **facts, **BY)
    assert list(history.delegations_of(post.unit)) == [row]


# -- the real city


def test_both_lines_above_a_ward_are_known():
    assert superior_of(party_committee(), ON) == unit("thanh-uy")
    assert superior_of(unit("ubnd-phuong-ben-thanh"), ON) == unit("ubnd-thanh-pho")
    assert TenureFactory().post == secretary_post()
