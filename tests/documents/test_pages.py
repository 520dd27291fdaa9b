"""The list, the file and the public check of papers."""

import pytest
from django.test import Client

from accounts.enums import Role
from documents.enums import PaperKind
from tests.factories.documents import ISSUED_AT, issued, letter, notice, numbered, report
from tests.factories.organizations import SAI_GON, party_committee

pytestmark = pytest.mark.django_db
LIST = "/van-ban/"


@pytest.fixture(autouse=True)
def clock(frozen):
    frozen(ISSUED_AT.date(), "10:00")


def _numbers(response) -> list[str]:
    return [row[0]["text"] for row in response.context["table"]["rows"]]


def _file(document) -> str:
    return f"{LIST}{document.code}/"


@pytest.mark.parametrize("role", [Role.OFFICE, Role.MINUTE_TAKER, Role.LEADER])
def test_the_own_unit_sees_all_its_papers_and_no_others(login, role):
    own, other = issued(), issued(issuer=party_committee(SAI_GON))
    waiting = numbered(notice())
    client = login(role)
    assert _numbers(client.get(LIST)) == ["01-TB/ĐU", "01-GM/ĐU"]
    assert client.get(_file(own)).status_code == 200
    assert client.get(_file(waiting)).status_code == 404
    assert client.get(_file(other)).status_code == 404


@pytest.mark.parametrize("role", [Role.FRONT, Role.SUPERIOR, Role.CITY_MONITOR])
def test_oversight_sees_notices_and_reports_of_its_reach_only(login, role):
    invitation, conclusions, yearly = issued(), issued(notice()), issued(report())
    elsewhere = issued(notice(), issuer=party_committee(SAI_GON))
    client = login(role)
    sees_all_communes = role != Role.FRONT
    assert len(_numbers(client.get(LIST))) == (3 if sees_all_communes else 2)
    answers = [client.get(_file(paper)).status_code for paper in (invitation, conclusions, yearly, elsewhere)]
    assert answers == [404, 200, 200, 200 if sees_all_communes else 404]


@pytest.mark.parametrize("role", [Role.AGENCY, Role.ADMIN])
def test_agencies_and_administrators_see_no_papers_here(login, role):
    document = issued(notice())
    client = login(role)
    assert _numbers(client.get(LIST)) == []
    assert client.get(_file(document)).status_code == 404


def test_a_stranger_is_asked_to_sign_in():
    document = issued()
    response = Client().get(_file(document))
    assert (response.status_code, response["Location"]) == (302, f"/dang-nhap/?next={_file(document)}")


def test_the_file_is_the_stored_one_under_a_plain_name(login):
    document = issued()
    client = login(Role.OFFICE)
    shown, saved = client.get(_file(document)), client.get(_file(document), {"tai-ve": ""})
    assert b"".join(shown.streaming_content) == document.file.read_bytes()
    saved.close()
    assert shown["Content-Disposition"] == 'inline; filename="giay-moi-01-2026-11-23.pdf"'
    assert saved["Content-Disposition"] == 'attachment; filename="giay-moi-01-2026-11-23.pdf"'


def test_papers_are_found_by_kind_number_and_words_without_marks(login):
    issued()
    issued(notice())
    client = login(Role.OFFICE)
    assert _numbers(client.get(LIST, {"loai": PaperKind.CONCLUSION_NOTICE})) == ["01-TB/ĐU"]
    assert _numbers(client.get(LIST, {"q": "01-GM"})) == ["01-GM/ĐU"]
    assert _numbers(client.get(LIST, {"q": "ket luan cua dong chi"})) == ["01-TB/ĐU"]
    assert _numbers(client.get(LIST, {"q": "không có chữ này"})) == []
    assert _numbers(client.get(LIST, {"loai": "lạ", "q": "x" * 101, "trang": "99"})) == [
        "01-TB/ĐU",
        "01-GM/ĐU",
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_questions_at_any_length(login, django_assert_num_queries, rows):
    for _ in range(rows):
        numbered()
    client = login(Role.OFFICE)
    with django_assert_num_queries(5):
        assert len(_numbers(client.get(LIST))) == rows


def test_anybody_can_check_a_paper_and_learns_nothing_of_what_it_says():
    document = issued(letter(subject="TRÍCH YẾU RIÊNG", content="NỘI DUNG RIÊNG"), title="TRÍCH YẾU RIÊNG")
    response = Client().get(f"/xac-thuc/{document.code}/")
    page = response.content.decode()
    for said in ("Đảng ủy phường Bến Thành", "Giấy mời", "Số 01-GM/ĐU", "23/11/2026", document.file.sha256):
        assert said in page
    for kept in ("TRÍCH YẾU RIÊNG", "NỘI DUNG RIÊNG", "Lê Minh Họa", "Hội trường"):
        assert kept not in page


def test_a_check_code_is_understood_as_people_type_it():
    document = issued()
    typed = f"{document.code[:5].upper()}-{document.code[5:].upper()}"
    assert Client().get(f"/xac-thuc/{typed}/").status_code == 200


def test_a_paper_that_only_has_its_number_shows_no_hash():
    page = Client().get(f"/xac-thuc/{numbered().code}/").content.decode()
    assert "Đã lấy số, đang lập tệp" in page
    assert "SHA-256 của bản gốc" not in page


def test_an_unknown_check_code_is_not_found_in_words():
    response = Client().get("/xac-thuc/0000000000/")
    assert response.status_code == 404
    assert "Không tìm thấy văn bản với mã này" in response.content.decode()


def test_the_check_address_on_the_paper_opens_the_page():
    from documents.printouts import Imprint

    document = issued()
    address = Imprint.of(document).check_url
    assert address == f"http://testserver/xac-thuc/{document.code}/"
    assert Client().get(address).status_code == 200
