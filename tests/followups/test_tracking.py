"""Following by code: the same answer for everything that is wrong, plain words, own papers only (Đ9.3.b, Đ13.3.b)."""

import re
from datetime import date

import pytest
from django.urls import reverse

from accounts.enums import Role
from followups.models import Answer
from sessions_app.actions import tracking_codes
from sessions_app.actions.petitions import Petitioner, tracking_code_of
from sessions_app.enums import LineOutcome
from tests.factories import followups as after
from tests.factories import proceedings as day
from tests.factories.followups import ANSWERED_ON, EMAIL, NAME, PHONE
from tests.factories.registrations import registration
from tests.support.counting import queries_of

pytestmark = pytest.mark.django_db
ASK, RESULT = "/tra-cuu/", "/tra-cuu/ket-qua/"


@pytest.fixture(autouse=True)
def _today(frozen):
    frozen(ANSWERED_ON, "10:00")


def enter(client, code: str, phone_end: str = PHONE[-4:], **more):
    return client.post(ASK, {"code": code, "phone_end": phone_end}, **more)


def opened(client, petition) -> str:
    """The page of the result, as text."""
    assert enter(client, tracking_code_of(petition)).status_code == 303
    return client.get(RESULT).content.decode()


def errors(response) -> list[str]:
    return response.context["form"].non_field_errors()


@pytest.fixture
def row():
    return after.assignment()


# -- the door


def test_a_code_is_exchanged_for_a_page_without_code_in_its_address(client, row):
    code = tracking_code_of(row.petition)
    response = enter(client, f" {code.lower().replace('-', ' ')} ")
    assert (response.status_code, response.url) == (303, RESULT)
    page = client.get(RESULT)
    assert page["Cache-Control"] == "no-store"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert code not in page.content.decode()


def test_everything_that_is_wrong_gets_the_same_answer(client, row):
    code = tracking_code_of(row.petition)
    wrong = enter(client, f"{code[:-1]}{'0' if code[-1] != '0' else '1'}")
    absent = enter(client, "00000-00000-00000")
    wrong_phone, no_phone = enter(client, code, "0000"), enter(client, code, "")
    [sentence] = {tuple(errors(response)) for response in (wrong, absent, wrong_phone, no_phone)}
    assert sentence[0].startswith("Mã tra cứu hoặc 4 số cuối điện thoại không đúng.")
    assert client.get(RESULT).url == ASK


def test_last_digits_are_asked_only_where_a_phone_is_known(client):
    session = day.held()
    petition = after.petition(session, petitioner=Petitioner(full_name="Minh Họa Không Số"))
    assert enter(client, tracking_code_of(petition), "").status_code == 303


@pytest.mark.parametrize("code", ["", "ABC", "7K4Q9-M2X8T-0RZ3V-9", "'; DROP", "x" * 500])
def test_what_cannot_be_a_code_is_named_at_its_field(client, code):
    response = enter(client, code)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["code"]


def test_wrong_tries_are_limited_for_a_code_and_the_right_one_waits_too(client, row):
    code = tracking_code_of(row.petition)
    for _ in range(tracking_codes.WRONG_PER_SELECTOR.most):
        assert errors(enter(client, code, "0000"))[0].startswith("Mã tra cứu hoặc")
    assert errors(enter(client, code))[0].startswith("Đã nhập sai nhiều lần")


def test_wrong_tries_are_limited_for_a_network(client, row):
    for number in range(tracking_codes.WRONG_PER_NETWORK.most):
        enter(client, f"{number:05d}-00000-00000", REMOTE_ADDR="10.9.8.7")
    refused = errors(enter(client, tracking_code_of(row.petition), REMOTE_ADDR="10.9.8.7"))
    assert refused[0].startswith("Đã nhập sai nhiều lần")
    assert enter(client, tracking_code_of(row.petition), REMOTE_ADDR="10.1.1.1").status_code == 303


def test_a_code_in_the_address_only_fills_the_field(client, row):
    code = tracking_code_of(row.petition)
    page = client.get(ASK, {"ma": code})
    assert page.context["form"].initial["code"] == code
    assert client.get(RESULT).url == ASK
    assert client.get(ASK, {"ma": "<script>"}).context["form"].initial["code"] == ""


def test_an_altered_or_old_cookie_opens_nothing(client, row, frozen):
    opened(client, row.petition)
    frozen(ANSWERED_ON, "10:31")
    assert client.get(RESULT).url == ASK
    client.cookies["tra-cuu"] = "khac"
    assert client.get(RESULT).url == ASK


def test_leaving_ends_it_on_this_device(client, row):
    opened(client, row.petition)
    response = client.post("/tra-cuu/roi-trang/")
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get(RESULT).url == ASK


# -- what it says


@pytest.mark.rule("D9.3.b.s1", "D13.3.b.s1")
def test_a_petition_that_is_worked_on_names_agency_date_and_next_step(client, row):
    text = opened(client, row.petition)
    for words in (
        "Trung tâm Quản lý hạ tầng kỹ thuật đang giải quyết.",
        "Ông/bà nhận văn bản trả lời chậm nhất Thứ Ba, ngày 21/04/2026.",
        "Đang giải quyết",
        "Thứ Ba, ngày 24/03/2026",
        "Đảng ủy phường Bến Thành",
    ):
        assert words in text


def test_an_overdue_petition_says_so(client, row, frozen):
    frozen(date(2026, 4, 22), "09:00")
    text = opened(client, row.petition)
    assert "Trung tâm Quản lý hạ tầng kỹ thuật chưa trả lời, đã quá hạn." in text
    assert "Quá hạn 1 ngày làm việc" in text


@pytest.mark.rule("D9.3.b.s1", "D13.3.b.s1")
def test_an_answer_is_there_at_once_with_its_file(client, row):
    answer = after.answered(row)
    text = opened(client, row.petition)
    assert "Văn bản trả lời số 215/TTHT-KT" in text
    assert "Đã thay nắp cống ngày 10/04/2026." in text
    paper = client.get(reverse("followups:tracking_answer", args=(answer.code,)))
    assert b"".join(paper.streaming_content) == after.PAPER.content
    assert paper["Content-Disposition"].startswith("attachment")


def test_an_extension_states_the_new_date_and_why(client, row):
    extension = after.extended(row)
    text = opened(client, row.petition)
    assert "Cơ quan gia hạn đến 15/05/2026" in text
    assert "Phải khảo sát cùng đơn vị thoát nước." in text
    assert "chậm nhất Thứ Sáu, ngày 15/05/2026" in text
    assert client.get(reverse("followups:tracking_answer", args=(extension.code,))).status_code == 200


def test_nobody_opens_the_papers_of_another_petition(client, row):
    other = after.answered(after.assignment())
    assert client.get(reverse("followups:tracking_answer", args=(other.code,))).url == ASK
    opened(client, row.petition)
    assert client.get(reverse("followups:tracking_answer", args=(other.code,))).status_code == 404
    assert client.get(reverse("followups:tracking_answer", args=("khongco",))).status_code == 404
    assert Answer.objects.count() == 1


@pytest.mark.parametrize(
    ("outcome", "sentence"),
    [
        (LineOutcome.ANSWERED, "Kiến nghị đã được trả lời tại buổi đối thoại."),
        (LineOutcome.NOTED, "Ý kiến đã được ghi nhận, tiếp thu."),
        (LineOutcome.ESCALATED, "Nội dung vượt thẩm quyền; đơn vị tổ chức kiến nghị cấp trên giải quyết."),
        (LineOutcome.OUT_OF_SCOPE, "Nội dung không thuộc phạm vi buổi đối thoại."),
    ],
)
def test_other_conclusions_are_told_after_the_notice_and_not_before(client, outcome, sentence):
    session = day.held()
    petition = after.petition(session)
    draft = after.approved(session=session, lines=(day.line(petition, outcome),))
    before = opened(client, petition)
    assert sentence not in before
    assert "Kiến nghị đã được ghi nhận tại buổi đối thoại." in before
    after.issued(draft.session)
    assert sentence in client.get(RESULT).content.decode()


def test_a_registration_before_the_session_shows_its_state_and_what_comes(client):
    slip = registration(day.scheduled(), contact={"full_name": NAME, "phone": PHONE})
    assert enter(client, tracking_codes.code_of(slip.tracking)).status_code == 303
    text = client.get(RESULT).content.decode()
    assert "Văn phòng đã nhận và đang xem xét" in text
    assert "Những bước tiếp theo" in text


def test_a_merged_registration_follows_the_other_without_its_papers(client):
    session = day.held()
    main = registration(session, contact={"full_name": NAME, "phone": PHONE})
    second = registration(session, contact={"full_name": "Minh Họa Gộp", "phone": PHONE}, merged_into=main)
    petition = day.petition(session, registration=main, summary="Việc riêng của người thứ nhất")
    row = after.issued(after.approved(session=session, lines=(day.line(petition),)).session)
    answer = after.answered(petition.assignments.get())
    enter(client, tracking_codes.code_of(second.tracking))
    text = client.get(RESULT).content.decode()
    assert row == petition.session
    assert "đã trả lời bằng văn bản." in text
    assert "Việc riêng của người thứ nhất" not in text
    assert "Đã thay nắp cống" not in text
    assert client.get(reverse("followups:tracking_answer", args=(answer.code,))).status_code == 404


def test_queries_do_not_grow_with_the_petitions_of_one_slip(client):
    counted = []
    for number in (1, 3):
        session = day.held()
        slip = registration(session, contact={"full_name": NAME, "phone": PHONE})
        lines = tuple(day.line(day.petition(session, registration=slip)) for _ in range(number))
        after.issued(after.approved(session=session, lines=lines).session)
        for petition in session.petitions.all():
            after.extended(petition.assignments.get())
        enter(client, tracking_codes.code_of(slip.tracking))
        counted.append(queries_of(client, RESULT))
    assert counted[0] == counted[1]


# -- who looked


def test_looks_at_the_contact_are_told_by_office_and_reason_never_by_name(client, login, row):
    assert "Chưa ai mở xem thông tin liên hệ của ông/bà." in opened(client, row.petition)
    office = login(Role.OFFICE)
    office.post(
        reverse("followups:petition_reveal", args=(row.petition.code,)),
        {"idempotency_key": "k", "reason": "deliver"},
    )
    text = client.get(RESULT).content.decode()
    assert "Đã được xem 1 lần" in text
    assert "Văn phòng Đảng ủy phường Bến Thành: giao văn bản trả lời, thông báo gia hạn" in text
    assert office.seat.user.full_name not in text


# -- light, and without a script


def test_the_pages_carry_no_secret_and_little_weight(client, row):
    after.answered(row)
    text = opened(client, row.petition)
    assert EMAIL not in text
    assert PHONE not in text
    assert len(text.encode()) < 40_000
    assert re.findall(r"<script(?! src=)", text) == []
