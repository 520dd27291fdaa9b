"""The inbox of an agency: who sees what, the written answer, the extension, handing back, as they are typed."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.enums import Role
from followups.enums import AssignmentState
from followups.models import Answer, Assignment, Extension
from organizations.models import Unit
from tests.factories import followups as after
from tests.factories import proceedings as day
from tests.factories.followups import ANSWERED_ON, SECRETS
from tests.factories.organizations import unit
from tests.support.counting import queries_of

pytestmark = pytest.mark.django_db
LIST = "/kien-nghi-duoc-giao/"
CHOOSE_AGAIN = "Chọn lại tệp: trình duyệt không giữ tệp khi biểu mẫu chưa gửi được."


@pytest.fixture(autouse=True)
def _today(frozen):
    frozen(ANSWERED_ON, "10:00")


@pytest.fixture
def row() -> Assignment:
    return after.assignment()


@pytest.fixture
def agency(login):
    return login(Role.AGENCY)


def address(name: str, row: Assignment) -> str:
    return reverse(f"followups:{name}", args=(row.code,))


def pdf(name: str = "tra-loi.pdf", content: bytes = after.PAPER.content) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def typed_answer(row: Assignment, **changed) -> dict:
    return {
        "idempotency_key": "k1",
        "version": row.version,
        "document_number": "215/TTHT-KT",
        "document_date": "13/04/2026",
        "signer": "Minh Họa Ký, Giám đốc",
        "outcome": "resolved",
        "summary": "Đã thay nắp cống.",
        "reports_now": "on",
        "report_number": "",
        "file": pdf(),
    } | changed


def typed_extension(row: Assignment, **changed) -> dict:
    return {
        "idempotency_key": "k2",
        "version": row.version,
        "document_number": "216/TTHT-KT",
        "document_date": "13/04/2026",
        "new_due_on": "15/05/2026",
        "reason": "Phải khảo sát cùng đơn vị thoát nước.",
        "file": pdf("gia-han.pdf"),
    } | changed


# -- who sees what


def test_the_inbox_shows_what_was_given_to_the_own_unit_only(row, agency, login):
    assert row.code in agency.get(LIST).content.decode()
    other = login(Role.AGENCY, unit=unit("so-xay-dung"))
    assert row.code not in other.get(LIST).content.decode()
    for name in ("assignment_detail", "assignment_answer", "assignment_extend", "assignment_notice"):
        assert other.get(address(name, row)).status_code == 404
    assert other.post(address("assignment_answer", row), typed_answer(row)).status_code == 404
    assert Answer.objects.count() == 0


@pytest.mark.parametrize("role", [Role.OFFICE, Role.LEADER, Role.CITY_MONITOR, Role.ADMIN])
def test_the_inbox_is_for_agencies(role, login, row):
    assert login(role).get(LIST).status_code == 403


def test_an_agency_never_learns_who_raised_the_matter(row, agency):
    pages = [LIST, *(address(name, row) for name in (
        "assignment_detail", "assignment_answer", "assignment_extend", "assignment_hand_back"
    ))]  # fmt: skip
    for page in pages:
        text = agency.get(page).content.decode()
        assert [secret for secret in SECRETS if secret in text] == []
        assert "Tôi là" not in text
    detail = agency.get(pages[1]).content.decode()
    assert "Nắp cống trước hẻm 12 hư hỏng." in detail
    assert "21/04/2026" in detail
    assert agency.get(reverse("followups:petition_detail", args=(row.petition.code,))).status_code == 404


def test_the_address_of_the_duty_leads_the_house_to_the_petition(row, login):
    response = login(Role.OFFICE).get(address("assignment_detail", row))
    assert response.url == reverse("followups:petition_detail", args=(row.petition.code,))
    assert login(Role.OFFICE, unit=unit("van-phong-dang-uy-phuong-sai-gon")).get(
        address("assignment_detail", row)
    ).status_code == 404  # fmt: skip


@pytest.mark.rule("D9.3.a", "D13.3.a")
def test_the_notice_reaches_the_agency(row, agency):
    response = agency.get(address("assignment_notice", row))
    assert response["Content-Type"] == "application/pdf"


def test_queries_do_not_grow_with_the_inbox(agency):
    after.assignment()
    few = queries_of(agency, LIST)
    after.concluded(petitions=2)
    assert Assignment.objects.count() == 3
    assert queries_of(agency, LIST) == few


@pytest.mark.rule("D9.3.a", "D13.3.a")
def test_an_agency_that_helps_reads_the_matter_and_the_notice_and_answers_nothing(login):
    helper = unit("so-xay-dung")
    session = day.held()
    lines = (day.line(after.petition(session), supporting_agencies=(helper,)),)
    row = after.assignment(session=session, lines=lines)
    after.answered(row)
    client = login(Role.AGENCY, unit=helper)
    assert row.code not in client.get(LIST).content.decode()
    assert row.code in client.get(LIST, {"xem": "phoi-hop"}).content.decode()
    text = client.get(address("assignment_detail", row)).content.decode()
    assert "Nắp cống trước hẻm 12 hư hỏng." in text
    assert [secret for secret in SECRETS if secret in text] == []
    assert client.get(address("assignment_notice", row)).status_code == 200
    for name in ("assignment_answer", "assignment_extend", "assignment_hand_back", "assignment_report"):
        assert client.get(address(name, row)).status_code == 403
    file = reverse("followups:answer_file", args=(row.petition.code,))
    assert (client.get(file).status_code, login(Role.AGENCY).get(file).status_code) == (404, 200)


# -- the written answer


@pytest.mark.rule("D9.3.b.s1", "D13.3.b.s1")
def test_a_typed_answer_that_is_reported_at_once_completes_the_work(row, agency):
    response = agency.post(address("assignment_answer", row), typed_answer(row), follow=True)
    assert response.redirect_chain == [(address("assignment_detail", row), 302)]
    row.refresh_from_db()
    row.answer_duty.refresh_from_db()
    answer = row.answer
    assert row.state == AssignmentState.ANSWERED
    assert (answer.delivered_on, answer.reported_on, row.answer_duty.met_on) == (ANSWERED_ON,) * 3
    assert answer.file.read_bytes() == after.PAPER.content
    assert "215/TTHT-KT" in response.content.decode()


def test_an_answer_without_the_report_leaves_the_duty_open(row, agency):
    agency.post(address("assignment_answer", row), typed_answer(row, reports_now=""))
    row.answer_duty.refresh_from_db()
    assert row.answer_duty.met_on is None
    report = {"idempotency_key": "k3", "reported_on": "13/04/2026", "report_number": "12/BC-TTHT"}
    agency.post(address("assignment_report", row), report)
    row.answer_duty.refresh_from_db()
    assert row.answer_duty.met_on == ANSWERED_ON
    assert Answer.objects.get().report_number == "12/BC-TTHT"
    assert agency.get(address("assignment_report", row)).status_code == 403


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"document_number": ""}, "document_number", "Nhập số, ký hiệu văn bản."),
        ({"document_date": "31/02/2026"}, "document_date", "Nhập ngày theo dạng ngày/tháng/năm, ví dụ 03/12/2026."),
        ({"document_date": "14/04/2026"}, None, "Ngày văn bản trả lời không thể ở tương lai."),
        ({"document_date": "23/03/2026"}, None,
         "Ngày văn bản trả lời không thể trước ngày thông báo kết luận (24/03/2026)."),
        ({"summary": " "}, "summary", "Nhập nội dung trả lời."),
        ({"outcome": "khac"}, "outcome", None),
        ({"file": ""}, "file", "Chọn tệp văn bản trả lời."),
        ({"file": pdf("tra-loi.pdf", b"MZ khong phai pdf")}, "file", "Chỉ nhận tệp PDF, JPG, PNG hoặc DOCX."),
        ({"file": pdf("lon.pdf", b"%PDF-1.7" + b"x" * (10 * 1024 * 1024))}, "file",
         "Tệp lớn hơn 10 MB. Ông/bà vui lòng chọn tệp nhỏ hơn."),
        ({"version": "7"}, None, None),
        ({"version": ""}, None, "Biểu mẫu này đã cũ. Mở lại trang để sửa trên bản mới nhất."),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_refused_with_a_sentence_and_keeps_what_was_typed(
    row, agency, changed, field, sentence
):
    response = agency.post(address("assignment_answer", row), typed_answer(row, **changed))
    form = response.context["form"]
    errors = form.errors.get(field, []) if field else form.non_field_errors()
    assert response.status_code == 200
    assert len(errors) == 1
    assert sentence in (None, errors[0])
    kept = field != "file"
    assert form.errors.get("file", []) == ([CHOOSE_AGAIN] if kept else errors)
    assert form["signer"].value() == "Minh Họa Ký, Giám đốc"
    assert Answer.objects.count() == 0
    assert Assignment.objects.get().state == AssignmentState.ASSIGNED


def test_a_second_sending_of_the_same_answer_is_harmless(row, agency):
    agency.post(address("assignment_answer", row), typed_answer(row))
    again = agency.post(
        address("assignment_answer", row), typed_answer(row, document_number="999"), follow=True
    )
    assert messages_of(again)[-1] == "Biểu mẫu này đã được gửi trước đó."
    other = typed_answer(row, document_number="999", idempotency_key="k9")
    assert agency.post(address("assignment_answer", row), other).status_code == 403
    assert Answer.objects.get().document_number == "215/TTHT-KT"


def test_a_text_in_decomposed_letters_is_kept_composed(row, agency):
    import unicodedata

    summary = unicodedata.normalize("NFD", "Đã sửa chữa hệ thống")
    agency.post(address("assignment_answer", row), typed_answer(row, summary=summary))
    assert Answer.objects.get().summary == "Đã sửa chữa hệ thống"


# -- the extension


@pytest.mark.rule("D9.3.b.s2", "D13.3.b.s2")
def test_a_typed_extension_moves_the_date_and_keeps_the_first(row, agency):
    response = agency.post(address("assignment_extend", row), typed_extension(row), follow=True)
    row.refresh_from_db()
    duty = row.answer_duty
    assert (duty.due_on, duty.first_due_on, duty.is_extended) == (date(2026, 5, 15), after.ANSWER_DUE, True)
    assert row.state == AssignmentState.EXTENDED
    assert Extension.objects.get().delivered_on == ANSWERED_ON
    assert "216/TTHT-KT" in response.content.decode()


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"document_number": ""}, "document_number", "Nhập số, ký hiệu văn bản."),
        ({"new_due_on": ""}, "new_due_on", "Nhập thời hạn giải quyết mới."),
        ({"new_due_on": "21/04/2026"}, None, "Thời hạn mới phải sau ngày 21/04/2026 là hạn đang áp dụng."),
        ({"new_due_on": "20/04/2026"}, None, "Thời hạn mới phải sau ngày 21/04/2026 là hạn đang áp dụng."),
        ({"document_date": "14/04/2026"}, None, "Ngày văn bản không thể sau hôm nay (13/04/2026)."),
        ({"document_date": "23/03/2026"}, None,
         "Ngày văn bản gia hạn không thể trước ngày thông báo kết luận (24/03/2026)."),
        ({"reason": ""}, "reason", "Nhập lý do cần thêm thời gian."),
        ({"file": ""}, "file", "Chọn tệp văn bản gia hạn."),
    ],
)  # fmt: skip
def test_an_extension_without_its_ground_is_refused(row, agency, changed, field, sentence):
    response = agency.post(address("assignment_extend", row), typed_extension(row, **changed))
    form = response.context["form"]
    assert (form.errors.get(field, []) if field else form.non_field_errors()) == [sentence]
    assert Extension.objects.count() == 0
    row.answer_duty.refresh_from_db()
    assert row.answer_duty.due_on == after.ANSWER_DUE


def messages_of(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_a_stated_date_on_a_day_off_is_kept_with_a_warning(row, agency):
    response = agency.post(
        address("assignment_extend", row), typed_extension(row, new_due_on="16/05/2026"), follow=True
    )
    row.answer_duty.refresh_from_db()
    assert row.answer_duty.due_on == date(2026, 5, 16)
    assert messages_of(response) == [
        "Đã lưu thông báo gia hạn.", "Ngày 16/05/2026 là ngày nghỉ (Thứ Bảy); thời hạn được giữ nguyên.",
    ]  # fmt: skip


def test_an_extension_after_the_term_is_kept_and_the_breach_remains(row, login, frozen):
    frozen(date(2026, 4, 22), "09:00")
    response = login(Role.AGENCY).post(
        address("assignment_extend", row), typed_extension(row, document_date="22/04/2026"), follow=True
    )
    duty = row.answer_duty
    duty.refresh_from_db()
    assert duty.due_on == after.ANSWER_DUE
    assert Extension.objects.get().duty_extension.in_time is False
    assert messages_of(response)[1] == (
        "Văn bản đề ngày 22/04/2026, sau khi hết hạn 21/04/2026: vẫn được lưu nhưng hạn cũ giữ nguyên."
    )


def test_nothing_is_extended_once_answered(row, agency):
    after.answered(row)
    response = agency.post(address("assignment_extend", row), typed_extension(row))
    assert response.status_code == 403
    assert "Kiến nghị này đang ở trạng thái “Đã trả lời”." in response.content.decode()
    assert Extension.objects.count() == 0


# -- the wrong agency


def test_handing_back_tells_the_office_and_moves_no_date(row, agency, login):
    form = {"idempotency_key": "k4", "version": row.version, "reason": "Thuộc thẩm quyền Sở Xây dựng."}
    agency.post(address("assignment_hand_back", row), form)
    row.refresh_from_db()
    row.answer_duty.refresh_from_db()
    assert (row.hand_back_reason, row.answer_duty.due_on) == (
        "Thuộc thẩm quyền Sở Xây dựng.",
        after.ANSWER_DUE,
    )
    office = login(Role.OFFICE)
    page = reverse("followups:reassign", args=(row.petition.code,))
    assert "Thuộc thẩm quyền Sở Xây dựng." in office.get(page).content.decode()
    other = Unit.objects.get(key="so-xay-dung")
    office.post(
        page, {"idempotency_key": "k5", "version": row.version, "agency": other.code, "reason": "Đúng."}
    )
    row.refresh_from_db()
    row.answer_duty.refresh_from_db()
    assert (row.agency, row.answer_duty.owed_by, row.answer_duty.due_on) == (other, other, after.ANSWER_DUE)
    assert (row.handed_back_at, row.hand_back_reason) == (None, "")
    assert agency.get(address("assignment_detail", row)).status_code == 404


def test_handing_back_without_a_reason_changes_nothing(row, agency):
    response = agency.post(
        address("assignment_hand_back", row), {"idempotency_key": "k4", "version": row.version, "reason": " "}
    )
    assert response.context["form"].errors["reason"] == ["Nhập lý do."]
    row.refresh_from_db()
    assert row.handed_back_at is None
