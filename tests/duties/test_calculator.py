"""The calculator: anybody, any term in force, any day; and the sheet that is printed for one duty."""

import io
from datetime import date

import pikepdf
import pytest
from django.urls import reverse

from accounts.enums import Role
from regulation.models import Edition, EditionTerm
from tests.documents.measure import text_of
from tests.factories.accounts import SeatFactory
from tests.factories.duties import opened
from tests.factories.organizations import party_office

pytestmark = pytest.mark.django_db

ADDRESS = "/tinh-han/"


@pytest.fixture(autouse=True)
def _now(frozen):
    frozen(date(2026, 11, 25), "09:00")


def asked(client, **fields):
    return client.get(ADDRESS, {name.replace("_", "-"): value for name, value in fields.items()})


def test_anybody_finds_the_terms_of_the_regulation_and_of_the_law(client):
    page = client.get(ADDRESS)
    assert page.status_code == 200
    assert page.context["page"] is None
    choices = page.context["form"].fields["dieu_khoan"].widget.choices
    assert [clause for clause, _ in choices] == [
        "D9.1.b-2.s1", "D9.3.a", "D9.3.b.s1", "L43.announce", "L43.results"
    ]  # fmt: skip
    assert choices[1][1] == "Thông báo kết luận sau buổi đối thoại: chậm nhất 10 ngày làm việc"


@pytest.mark.rule("D9.1.b-2.s1", "D9.3.a", "D9.3.b.s1", "D13.1.b-2.s1", "D13.3.a", "D13.3.b.s1")
@pytest.mark.rule("L43.announce", "L43.results")
@pytest.mark.parametrize(
    ("clause", "day", "finding"),
    [
        ("D9.1.b-2.s1", "24/02/2026", "Gửi chậm nhất: Thứ Hai, ngày 09/02/2026"),
        ("D9.3.a", "12/11/2026", "Hạn: Thứ Sáu, ngày 27/11/2026"),
        ("D13.3.a", "25/12/2025", "Hạn: Thứ Bảy, ngày 10/01/2026"),
        ("D9.3.b", "10/11/2026", "Hạn: Thứ Tư, ngày 09/12/2026"),
        ("L43.announce", "23/08/2026", "Công bố chậm nhất: Thứ Sáu, ngày 14/08/2026"),
        ("L43.results", "23/08/2026", "Hạn: Thứ Tư, ngày 02/09/2026"),
    ],
)
def test_a_term_and_a_day_give_the_date_and_every_day_of_the_count(client, clause, day, finding):
    page = asked(client, dieu_khoan=clause, ngay=day).context["page"]
    assert page.finding == finding
    counted = [row for row in page.table["rows"] if row[1]["text"]]
    assert len(counted) == page.answer.term.days
    assert page.answer.explanation.computed_on == page.answer.deadline.due_on


@pytest.mark.parametrize(("done", "verdict"), [("27/11/2026", "Đúng hạn"), ("28/11/2026", "Trễ hạn")])
def test_a_day_on_which_it_was_done_is_judged(client, done, verdict):
    page = asked(client, dieu_khoan="D9.3.a", ngay="12/11/2026", da_lam=done).context["page"]
    assert page.verdict["text"] == verdict


def test_a_sending_with_four_days_between_is_close(client):
    page = asked(client, dieu_khoan="D9.1.b-2", ngay="24/02/2026", da_lam="10/02/2026").context["page"]
    assert page.verdict["text"] == "Sát hạn"


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"ngay": "31/11/2026"}, "ngay", "Nhập ngày theo dạng ngày/tháng/năm, ví dụ 03/12/2026."),
        ({"ngay": ""}, "ngay", "Nhập ngày."),
        ({"ngay": "02/01/2099"}, "ngay", "Chưa có lịch ngày làm việc cho năm 2099"),
        ({"ngay": "29/12/2028"}, "ngay", "Chưa có lịch ngày làm việc cho năm 2029"),
        (
            {"ngay": "01/03/2017"},
            "ngay",
            "Không có quy định về thời hạn theo D9.3.a có hiệu lực vào ngày 01/03/2017.",
        ),
        ({"dieu_khoan": "D99.9"}, "dieu_khoan", "Không có thời hạn nào theo điều khoản “D99.9”."),
        ({"dieu_khoan": "D9.3.c"}, "dieu_khoan", "Không có thời hạn nào theo điều khoản “D9.3.c”."),
        ({"da_lam": "hôm qua"}, "da_lam", "Nhập ngày theo dạng ngày/tháng/năm, ví dụ 03/12/2026."),
    ],
)
def test_a_wrong_question_is_answered_at_its_field_and_stays_as_typed(client, fields, field, sentence):
    given = {"dieu_khoan": "D9.3.a", "ngay": "12/11/2026", "da_lam": ""} | fields
    page = asked(client, **given)
    assert page.status_code == 200
    (error,) = page.context["form"].errors[field]
    assert error.startswith(sentence)
    assert page.context["page"] is None
    assert {name: page.context["form"][name].value() for name in given} == given


def test_a_tentative_date_says_so(client):
    page = asked(client, dieu_khoan="D9.3.a", ngay="29/01/2027").context["page"]
    assert page.remarks == ["Trong khoảng này có ngày nghỉ chưa được thông báo chính thức: hạn là tạm tính."]


def test_a_later_edition_brings_its_own_number_of_days(client):
    later = Edition.objects.create(
        code="thay-the", title="Văn bản thử", short_title="Văn bản thử", issuer="Thử", issued_on=date(2026, 1, 1),
        valid_from=date(2026, 6, 1), text_path="thu",
    )  # fmt: skip
    EditionTerm.objects.create(edition=later, article="D9.3.a", days=7, counting="working", reading="strict")
    after = asked(client, dieu_khoan="D9.3.a", ngay="12/11/2026").context["page"]
    before = asked(client, dieu_khoan="D9.3.a", ngay="12/05/2026").context["page"]
    assert (after.answer.term.days, before.answer.term.days) == (7, 10)


# -- the sheet


@pytest.fixture
def office(client_for):
    return client_for(SeatFactory(role=Role.OFFICE, unit=party_office()))


def test_the_sheet_says_what_the_page_says(office):
    duty = opened()
    page = office.get(reverse("duties:explain", args=[duty.code])).context["page"]
    response = office.get(f"/thoi-han/{duty.code}/phieu-tinh-han.pdf")
    content = b"".join(response.streaming_content)
    text = text_of(content)
    for day in page.explanation.days:
        assert f"{day.on:%d/%m/%Y}" in text
    for words in (
        "Phiếu tính hạn".upper(),
        duty.title,
        page.explanation.total,
        "Ngày Văn hóa Việt Nam",
        "Người kiểm tra",
    ):
        assert words in text
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) == 1
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "vi"
    assert response["Cache-Control"] == "private, no-store"


def test_the_sheet_of_another_unit_is_not_found(office, client_for, client):
    duty = opened()
    stranger = client_for(SeatFactory(role=Role.OFFICE, unit=party_office("phuong-sai-gon")))
    address = f"/thoi-han/{duty.code}/phieu-tinh-han.pdf"
    assert [office.get(address).status_code, stranger.get(address).status_code] == [200, 404]
    assert client.get(address).url.startswith("/dang-nhap/")


def test_the_page_leads_to_the_sheet_the_calendar_and_the_calculator(office, client):
    duty = opened()
    page = office.get(reverse("duties:explain", args=[duty.code]))
    for address in (f"/thoi-han/{duty.code}/phieu-tinh-han.pdf", "/lich-lam-viec/2026/"):
        assert f'href="{address}"' in page.content.decode()
    again = client.get(page.context["page"].calculator_url)
    assert again.context["page"].answer.deadline.due_on == duty.due_on
