"""Reading guest lists as offices really send them."""

import pytest

from sessions_app import guest_sheet, guest_workbooks
from sessions_app.contacts import UnreadablePhone, masked_email, masked_phone, read_phone, shown_phone
from sessions_app.guest_sheet import SheetRefused
from tests.sessions_app.sheets import bomb, decomposed, laughing, workbook


def only_row(row, **more):
    return guest_sheet.read(workbook([row], **more))[0]


# -- telephone numbers


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0903 123 456", "0903123456"),
        ("0903.123.456", "0903123456"),
        ("+84 903 123 456", "0903123456"),
        ("84903123456", "0903123456"),
        (903123456, "0903123456"),
        (903123456.0, "0903123456"),
        ("028 3822 0000", "02838220000"),
        ("(028) 3822-0000", "02838220000"),
    ],
)
def test_a_telephone_number_is_understood_however_it_is_written(typed, kept):
    assert read_phone(typed) == kept


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("090312345", "Thiếu 1 chữ số, ví dụ 0903 123 456."),
        ("09031234567", "Thừa 1 chữ số, ví dụ 0903 123 456."),
        ("0103123456", "Không có đầu số 010; nhập số gồm 10 chữ số, ví dụ 0903 123 456."),
        ("không có", "Nhập số điện thoại chỉ gồm chữ số, ví dụ 0903 123 456."),
        ("٠٩٠٣١٢٣٤٥٦", "Nhập số điện thoại chỉ gồm chữ số, ví dụ 0903 123 456."),
    ],
)
def test_what_is_wrong_with_a_number_is_said_in_words(typed, sentence):
    with pytest.raises(UnreadablePhone) as wrong:
        read_phone(typed)
    assert str(wrong.value) == sentence


def test_numbers_and_addresses_are_shown_whole_or_masked():
    assert (shown_phone("0903123456"), shown_phone("02838220000")) == ("0903 123 456", "028 3822 0000")
    assert (masked_phone("0903123456"), masked_phone("")) == ("0903 *** 456", "")
    assert (masked_email("minh.hoa@example.invalid"), masked_email("")) == ("m***@example.invalid", "")


# -- rows


def test_titles_above_the_header_and_a_lost_zero_do_not_matter():
    content = workbook(
        [(1, "Huỳnh Thị Thử", "Khu phố 3", 903123456, "THU@example.invalid")],
        titles=("ĐẢNG ỦY PHƯỜNG THỬ", "DANH SÁCH KHÁCH MỜI", ""),
    )
    (row,) = guest_sheet.read(content)
    assert row.number == 5
    assert row.problems == {}
    assert row.values == {
        "salutation": "", "full_name": "Huỳnh Thị Thử", "group": "Khu phố 3", "category": "resident",
        "phone": "0903123456", "email": "thu@example.invalid", "address": "",
    }  # fmt: skip


def test_a_name_in_two_columns_is_one_name():
    row = only_row(("Nguyễn Thị Ngọc", "Ánh", "0903123456"), header=("Họ đệm", "Tên", "SĐT"))
    assert row.values["full_name"] == "Nguyễn Thị Ngọc Ánh"


def test_decomposed_text_is_composed_in_header_and_cells():
    header = tuple(decomposed(label) for label in ("Họ và tên", "Khu phố", "Số điện thoại"))
    row = only_row(
        (decomposed("Đặng Hữu Nghĩa"), decomposed("Khu phố Hòa Bình"), "0903123456"), header=header
    )
    assert (row.values["full_name"], row.values["group"]) == ("Đặng Hữu Nghĩa", "Khu phố Hòa Bình")


@pytest.mark.parametrize(
    ("name", "salutation"), [("Ông Trần Văn Thử", "Ông"), ("BÀ Trần Văn Thử", "Bà"), ("Trần Văn Thử", "")]
)
def test_a_form_of_address_before_the_name_is_taken_apart(name, salutation):
    row = only_row((1, name, "", "", ""))
    assert (row.values["full_name"], row.values["salutation"]) == ("Trần Văn Thử", salutation)


@pytest.mark.parametrize(
    ("row", "problems"),
    [
        ((1, "", "Khu phố 3", "0903123456", ""), {"full_name": "Thiếu họ và tên"}),
        ((1, "12345", "", "", ""), {"full_name": "Thiếu họ và tên"}),
        ((1, "Minh Họa Một", "", "090312345", ""), {"phone": "Thiếu 1 chữ số, ví dụ 0903 123 456."}),
        ((1, "Minh Họa Một", "", "", "không phải thư"), {"email": "Không đúng dạng, ví dụ ten@coquan.vn"}),
        ((1, "M" * 121, "", "", ""), {"full_name": "Dài quá 120 ký tự"}),
        ((1, "Minh Họa Một", "K" * 161, "", ""), {"group": "Dài quá 160 ký tự"}),
    ],
)
def test_a_wrong_cell_is_named_with_its_reason(row, problems):
    assert only_row(row).problems == problems


@pytest.mark.parametrize(
    ("typed", "kept", "problem"),
    [
        ("", "resident", ""),
        ("Hội viên", "member", ""),
        ("DOANH NGHIỆP, HỢP TÁC XÃ", "enterprise", ""),
        ("Khách quý", "Khách quý", "Ghi một trong: Người dân"),
    ],
)
def test_the_kind_of_guest_is_read_by_its_words(typed, kept, problem):
    row = only_row(("Minh Họa Một", typed), header=("Họ và tên", "Thành phần"))
    assert row.values["category"] == kept
    assert row.problems.get("category", "").startswith(problem)
    assert bool(row.problems) == bool(problem)


def test_blank_rows_are_passed_over_and_keep_the_numbers_of_the_file():
    rows = guest_sheet.read(workbook([(1, "Minh Họa Một", "", "", ""), (), (3, "Minh Họa Ba", "", "", "")]))
    assert [row.number for row in rows] == [2, 4]


def test_the_header_may_stand_in_another_sheet():
    book_with_cover = workbook([], header=("Bìa",))
    with pytest.raises(SheetRefused, match="Không tìm thấy cột “Họ và tên”"):
        guest_sheet.read(book_with_cover)


# -- files that cannot be read


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(
            b"ho va ten,sdt\nMot,0903123456\n", "Tệp tải lên phải là tệp Excel có đuôi .xlsx.", id="csv"
        ),
        pytest.param(b"", "Tệp tải lên phải là tệp Excel có đuôi .xlsx.", id="empty"),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "Tệp có mật khẩu hoặc là Excel đời cũ (.xls). Bỏ mật khẩu, lưu lại thành tệp .xlsx rồi tải lên lại.",
            id="encrypted-or-xls",
        ),
        pytest.param(
            bomb(),
            "Tệp quá lớn khi mở ra. Chỉ giữ lại trang tính có danh sách khách mời rồi tải lên lại.",
            id="bomb",
        ),
    ],
)
def test_a_file_of_another_kind_is_refused_with_what_to_do(content, sentence):
    with pytest.raises(SheetRefused) as refused:
        guest_sheet.read(content)
    assert str(refused.value) == sentence


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_a_damaged_file_is_refused(cut):
    content = workbook([(1, "Minh Họa Một", "", "", "")])
    broken = content[: int(len(content) * cut)] + b"\0" * 40
    with pytest.raises(SheetRefused):
        guest_sheet.read(broken)


def test_entities_that_multiply_are_not_followed():
    with pytest.raises(SheetRefused, match="Không đọc được tệp này"):
        guest_sheet.read(laughing())


def test_more_people_than_one_file_may_hold_are_refused(monkeypatch):
    monkeypatch.setattr(guest_sheet, "MOST_ROWS", 3)
    rows = [(n, f"Minh Họa {n}", "", "", "") for n in range(3)]
    assert len(guest_sheet.read(workbook(rows))) == 3
    with pytest.raises(SheetRefused, match="Mỗi lần nhập tối đa 3 người"):
        guest_sheet.read(workbook([*rows, (4, "Minh Họa Bốn", "", "", "")]))


# -- files to take along


def test_rejected_rows_come_back_as_they_were_and_can_be_imported_again():
    rows = guest_sheet.read(
        workbook([(1, "=1+1", "Khu phố 3", "090312345", ""), (2, "Minh Họa Hai", "", "0903123456", "")])
    )
    again = guest_sheet.read(guest_workbooks.rejected([row for row in rows if row.problems]))
    assert [(row.values["phone"], row.values["group"]) for row in again] == [("090312345", "Khu phố 3")]
    assert again[0].problems == rows[0].problems


def test_the_template_has_the_columns_and_nobody_in_it():
    with pytest.raises(SheetRefused, match="không có dòng khách mời nào"):
        guest_sheet.read(guest_workbooks.template())
