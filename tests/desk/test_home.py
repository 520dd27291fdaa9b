"""The public page and the search box."""

import pytest

from accounts.enums import Role
from tests.factories.sessions_app import TODAY, office_seat, scheduled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(frozen):
    frozen(TODAY, "09:30")


def test_anybody_may_open_the_start_page_and_finds_the_ways_on(client):
    html = client.get("/").content.decode()
    for words in ("Tra cứu kết quả", "Nhập mã mời", "Kiểm tra văn bản", "Hiện chưa có buổi đối thoại nào"):
        assert words in html
    assert "<script" not in html.replace('<script src="/static/js/portal.js" defer></script>', "")


def test_a_session_that_was_only_planned_is_not_announced_to_the_public(client):
    session = scheduled(title="Chưa gửi thư mời")
    assert session.title not in client.get("/").content.decode()


@pytest.mark.parametrize("typed", ["7k4q9-2mhx0", " 7K4Q92MHX0 ", "7k4q 92mhx0"])
def test_the_code_of_a_paper_leads_to_its_check(client, typed):
    assert client.get("/", {"van-ban": typed}).url == "/xac-thuc/7k4q92mhx0/"


@pytest.mark.parametrize("typed", ["", "   ", "---", "“”"])
def test_no_code_stays_on_the_page(client, typed):
    assert client.get("/", {"van-ban": typed}).status_code == 200


def test_a_very_long_code_is_an_unknown_paper_and_no_error(client):
    response = client.get("/", {"van-ban": "x" * 5000}, follow=True)
    assert response.status_code == 404


# -- search


def found(client, text):
    response = client.get("/tim-kiem/", {"q": text})
    assert response.status_code == 200
    return [row.text for section in response.context["sections"] for row in section["rows"]]


@pytest.mark.parametrize("text", ["chỉnh trang hẻm", "CHINH TRANG", "chỉnh trang", "đối thoại thử"])
def test_sessions_are_found_without_regard_to_case_marks_and_form(client_for, text):
    seat = office_seat()
    session = scheduled(seat, title="Đối thoại thử về chỉnh trang hẻm")
    assert found(client_for(seat), text) == [session.title]


def test_nothing_outside_the_reach_is_found(client_for, login):
    scheduled(office_seat(), title="Chỉnh trang hẻm")
    for role in (Role.AGENCY, Role.ADMIN):
        assert found(login(role), "chỉnh trang") == []


@pytest.mark.parametrize(
    "text", ["", "   ", "%", "không có gì như thế", "\u0000", "'; DROP TABLE", "x" * 5000]
)
def test_what_finds_nothing_says_so(client_for, text):
    seat = office_seat()
    scheduled(seat)
    response = client_for(seat).get("/tim-kiem/", {"q": text})
    assert response.status_code in (200, 400)
    if response.status_code == 200:
        assert response.context["sections"] == []
        assert (
            "Không tìm thấy" in response.content.decode()
            or "Chưa nhập từ cần tìm" in response.content.decode()
        )


def test_what_was_typed_is_repeated_harmlessly(login):
    html = login(Role.OFFICE).get("/tim-kiem/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_the_code_of_a_receipt_can_be_typed_at_once(client):
    page = client.get("/")
    assert page.context["tracking_url"] == "/tra-cuu/"
    assert [field.html_name for field in page.context["tracking_form"]] == ["code", "phone_end"]
    answer = client.post("/tra-cuu/", {"code": "7K4Q9-M2X8T-0RZ3V", "phone_end": ""})
    assert "Mã tra cứu hoặc 4 số cuối điện thoại không đúng" in answer.content.decode()
