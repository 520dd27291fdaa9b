"""The pages of the hierarchy: found by old names, shown through time, changed by the administrator alone."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.forms import new_key
from audit.models import Act
from organizations.models import Delegation, Official, Post, Relation, Unit, UnitName
from organizations.queries import holder_of
from tests.factories.accounts import SeatFactory
from tests.factories.organizations import (
    PostFactory,
    RelationFactory,
    TenureFactory,
    UnitFactory,
    committee_post,
    party_committee,
    secretary_post,
    unit,
)

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

ON = date(2026, 3, 9)


@pytest.fixture(autouse=True)
def _now(frozen):
    frozen(ON, "10:00")


@pytest.fixture
def client(client_for):
    return client_for(SeatFactory(role=Role.ADMIN))


def sent(client, address, **typed):
    """Sent twice: the second one is told so and changes nothing."""
    form = typed | {"idempotency_key": new_key()}
    answers = [client.post(address, form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302], answers[0].context["form"].errors
    return answers[0].url


def refused(client, address, **typed):
    answer = client.post(address, typed | {"idempotency_key": new_key()})
    assert answer.status_code == 200
    return sorted(answer.context["form"].errors)


def test_a_renamed_unit_is_found_by_its_old_name(client):
    body = party_committee()
    page = f"/to-chuc/{body.code}/"
    there = sent(
        client, f"{page}doi-ten/", name="Đảng ủy phường Chợ Cũ", from_on="09/03/2026", decision="QĐ 1"
    )
    assert there == page
    found = client.get("/to-chuc/", {"ten": "đảng uỷ PHƯỜNG bến thanh"})
    row, office = found.context["table"]["rows"]
    assert (office[0]["text"], office[0]["note"]) == ("Văn phòng Đảng ủy phường Bến Thành", "")
    assert (row[0]["text"], row[0]["note"]) == (
        "Đảng ủy phường Chợ Cũ",
        "Tên đến 08/03/2026: Đảng ủy phường Bến Thành",
    )
    assert "Đảng ủy phường Bến Thành" in client.get(page).content.decode()
    assert UnitName.objects.count() == Act.objects.filter(verb="unit.rename").count() == 1


def test_a_holder_comes_acts_and_goes(client):
    post = secretary_post()
    address = f"/to-chuc/chuc-vu/{post.code}/"
    sent(
        client, f"{address}bo-nhiem/", full_name="Minh Họa Mới", salutation="Bà", from_on="01/03/2026", acting="on",
        decision="QĐ 2",
    )  # fmt: skip
    assert (holder_of(post, ON).official.full_name, holder_of(post, ON).acting) == ("Minh Họa Mới", True)
    assert "Quyền Bí thư" in client.get(f"/to-chuc/{post.unit.code}/").content.decode()
    assert refused(client, f"{address}thoi-giu/", last_on="28/02/2026", decision="QĐ 3") == ["__all__"]
    sent(client, f"{address}thoi-giu/", last_on="08/03/2026", decision="QĐ 3")
    assert holder_of(post, ON) is None
    assert "Hiện chưa có người giữ chức vụ." in client.get(f"/to-chuc/{post.unit.code}/").content.decode()
    assert client.get(f"{address}thoi-giu/").status_code == 404


def test_a_person_who_holds_one_post_is_chosen_for_another_and_not_made_twice(client):
    tenure = TenureFactory(post=secretary_post())
    address = f"/to-chuc/chuc-vu/{committee_post().code}/bo-nhiem/"
    assert refused(client, address, salutation="Ông", from_on="09/03/2026", decision="QĐ") == ["full_name"]
    sent(client, address, known=tenure.post.code, salutation="Ông", from_on="09/03/2026", decision="QĐ")
    assert holder_of(committee_post(), ON).official == tenure.official
    assert Official.objects.count() == 1


def test_an_authorisation_is_recorded(client):
    post = secretary_post()
    typed = {
        "full_name": "Minh Họa Phó", "salutation": "Ông", "title": "Phó Bí thư", "document_number": "4-UQ/ĐU",
        "document_date": "02/03/2026", "scope": "Một buổi", "from_on": "09/03/2026", "until_on": "31/03/2026",
    }  # fmt: skip
    address = f"/to-chuc/chuc-vu/{post.code}/uy-quyen/"
    assert refused(client, address, **(typed | {"document_date": "10/03/2026"})) == ["__all__"]
    assert not Official.objects.exists()
    sent(client, address, **typed)
    assert Delegation.objects.get().delegate.full_name == "Minh Họa Phó"
    assert "4-UQ/ĐU" in client.get(f"/to-chuc/{post.unit.code}/").content.decode()


def test_a_unit_with_its_post_and_relations_is_founded(client):
    page = sent(
        client, "/to-chuc/lap/", name="Trung tâm Thử", kind="service_unit", level="commune", branch="government",
        territory="phuong ben thanh", from_on="01/03/2026",
    )  # fmt: skip
    body = Unit.objects.get(name="Trung tâm Thử")
    assert (page, body.territory.name) == (f"/to-chuc/{body.code}/", "Phường Bến Thành")
    typed = {"kind": "agency_head", "title": "Giám đốc", "level": "commune", "from_on": "01/03/2026"}
    assert refused(client, f"{page}chuc-vu/", clause="D7.4", **typed) == ["clause"]
    assert refused(client, f"{page}chuc-vu/", clause="D11.2", **typed) == ["clause"]
    sent(client, f"{page}chuc-vu/", clause="D11.6", **typed)
    assert Post.objects.get(unit=body).branch == "government"
    above = {
        "kind": "superior_government",
        "other": unit("ubnd-phuong-ben-thanh").name,
        "from_on": "01/03/2026",
    }
    sent(client, f"{page}quan-he/", **above)
    assert refused(client, f"{page}quan-he/", **above) == ["__all__"]
    relation = Relation.objects.get(unit=body)
    sent(client, f"{page}quan-he/{relation.pk}/ket-thuc/", last_on="08/03/2026")
    relation.refresh_from_db()
    assert relation.valid_until == date(2026, 3, 8)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_everybody_reads_and_only_the_administrator_changes(client_for, role):
    client, post, relation = client_for(SeatFactory(role=role)), PostFactory(), RelationFactory()
    assert client.get("/to-chuc/").status_code == 200
    page = client.get(f"/to-chuc/{post.unit.code}/")
    assert (page.status_code, page.context["may_change"]) == (200, False)
    changing = [
        "/to-chuc/lap/", "/to-chuc/sap-nhap/", f"/to-chuc/{post.unit.code}/doi-ten/",
        f"/to-chuc/{post.unit.code}/quan-he/", f"/to-chuc/{post.unit.code}/chuc-vu/",
        f"/to-chuc/{relation.unit.code}/quan-he/{relation.pk}/ket-thuc/",
        *(f"/to-chuc/chuc-vu/{post.code}/{verb}/" for verb in ("bo-nhiem", "thoi-giu", "uy-quyen")),
    ]  # fmt: skip
    assert [client.get(address).status_code for address in changing] == [403] * len(changing)


def test_the_pages_ask_as_often_for_three_rows_as_for_one(client):
    body = UnitFactory(name="Đơn vị đếm")

    def asked(address):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    def one_more(number):
        RelationFactory(unit=body, kind=("part_of", "superior_party", "same_level_front")[number])
        TenureFactory(
            post=PostFactory(unit=body, kind=("agency_head", "party_secretary", "council_chair")[number])
        )
        UnitFactory(name=f"Đơn vị đếm {number}")

    one_more(0)
    addresses = [f"/to-chuc/{body.code}/", "/to-chuc/?ten=dem"]
    before = [asked(address) for address in addresses]
    one_more(1)
    one_more(2)
    assert [asked(address) for address in addresses] == before


def test_unknown_units_are_not_found(client):
    assert [client.get(a).status_code for a in ("/to-chuc/khong-co/", "/to-chuc/sap-nhap/khong-co/")] == [
        404,
        404,
    ]
    assert client.get("/to-chuc/?ten=khongcodonvinao").context["table"]["rows"] == []
