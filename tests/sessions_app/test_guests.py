"""The guest list: importing, adding, removing, and contacts that show only for a reason."""

import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.enums import Role
from audit.models import Act
from sessions_app import guest_sheet
from sessions_app.actions import guests as actions
from sessions_app.actions.guests import GuestFacts, GuestRefused
from sessions_app.models import Guest, GuestContact, GuestImport
from tests.factories import sessions_app as factories
from tests.factories.accounts import SeatFactory
from tests.factories.organizations import SAI_GON, party_office
from tests.sessions_app.sheets import HEADER, bomb, decomposed, upload, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_papers")]

NOW = factories.NOW


@pytest.fixture(autouse=True)
def _today(frozen):
    frozen(factories.TODAY)


@pytest.fixture
def seat():
    return factories.office_seat()


@pytest.fixture
def office(client_for, seat):
    return client_for(seat)


@pytest.fixture
def session(seat):
    return factories.scheduled(seat)


def page(name, session, *more):
    return reverse(f"sessions_app:{name}", args=(session.code, *more))


ROWS = [
    (1, "Huỳnh Thị Thử", "Khu phố 3", "0903 000 111", "mot@example.invalid"),
    (2, "Đặng Văn Thử", "Khu phố 4", 903000222, ""),
    (3, "Lê Thị Thử", "Khu phố 5", "090300033", ""),
]


def send(office, session, content, name="khach-moi.xlsx"):
    return office.post(
        page("guest_import", session), {"sheet": upload(content, name), "idempotency_key": f"k-{name}"}
    )


# -- from a spreadsheet


def test_a_checked_file_adds_nobody_until_it_is_confirmed(office, session):
    response = send(office, session, workbook(ROWS, titles=("DANH SÁCH",)))
    sheet = GuestImport.objects.get()
    assert response.url == page("guest_import_check", session, sheet.code)

    shown = office.get(response.url).content.decode()
    assert "2 dòng hợp lệ, 1 dòng cần sửa. Chưa lưu dòng nào." in re.sub(r"\s+", " ", shown)
    assert "Nhập 2 dòng hợp lệ" in shown
    assert "Thiếu 1 chữ số, ví dụ 0903 123 456." in shown
    assert not Guest.objects.exists()

    confirmed = office.post(response.url, {"idempotency_key": "b"})
    assert confirmed.url == page("guests", session)
    assert sorted(Guest.objects.values_list("full_name", flat=True)) == ["Huỳnh Thị Thử", "Đặng Văn Thử"]
    assert sorted(GuestContact.objects.values_list("phone", flat=True)) == ["0903000111", "0903000222"]
    act = Act.objects.get(verb="import_guests")
    assert (act.title, act.changes) == ("Nhập 2 khách mời từ tệp Excel", {"added": 2, "rejected": 1})


def test_what_was_taken_is_forgotten_from_the_file_and_the_rest_can_be_taken_along(office, session):
    address = send(office, session, workbook(ROWS)).url
    office.post(address, {"idempotency_key": "b"})
    sheet = GuestImport.objects.get()
    assert [line["number"] for line in sheet.rows] == [4]
    assert "0903000111" not in str(sheet.rows)

    response = office.get(page("guest_import_rejected", session, sheet.code))
    assert response["Content-Disposition"] == 'attachment; filename="dong-can-sua.xlsx"'
    cells = [cell.value for cell in list(load_workbook(io.BytesIO(response.content)).active.rows)[1]]
    assert cells[1] == "Lê Thị Thử"
    assert cells[-2:] == [4, "Số điện thoại: Thiếu 1 chữ số, ví dụ 0903 123 456."]


@pytest.mark.parametrize("same_form", [True, False])
def test_the_same_list_twice_adds_nobody(office, session, same_form):
    address = send(office, session, workbook(ROWS)).url
    office.post(address, {"idempotency_key": "b"})
    if same_form:
        office.post(address, {"idempotency_key": "b"})
    else:
        again = send(office, session, workbook(ROWS), name="lan-hai.xlsx").url
        assert "2 người đã có trong danh sách" in re.sub(r"\s+", " ", office.get(again).content.decode())
        office.post(again, {"idempotency_key": "c"})
    assert Guest.objects.count() == 2


def test_rows_that_say_the_same_person_are_found_in_both_spellings_and_forms(office, session):
    rows = [
        (1, "Nguyễn Thị Hòa", "", "0903000111", ""),
        (2, decomposed("Nguyễn Thị Hoà"), "", "+84 903 000 111", ""),
        (3, "Nguyễn Thị Hòa", "", "0903000222", ""),
    ]
    send(office, session, workbook(rows))
    sheet = GuestImport.objects.get()
    assert [line["problems"] for line in sheet.rows] == [{}, {"full_name": "Trùng với dòng 2"}, {}]


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"khong phai excel", "danh-sach.xlsx", "Tệp tải lên phải là tệp Excel có đuôi .xlsx."),
        (b"%PDF-1.7 ...", "danh-sach.pdf", "Tệp tải lên phải là tệp Excel có đuôi .xlsx."),
        (
            bomb(80),
            "bom.xlsx",
            "Tệp quá lớn khi mở ra. Chỉ giữ lại trang tính có danh sách khách mời rồi tải lên lại.",
        ),
        (b"", "rong.xlsx", "Tệp rỗng. Chọn tệp Excel có danh sách khách mời."),
    ],
)
def test_a_wrong_file_is_refused_at_the_field_and_nothing_is_kept(office, session, content, name, sentence):
    response = send(office, session, content, name)
    assert response.status_code == 200
    assert response.context["form"].errors == {"sheet": [sentence]}
    assert not GuestImport.objects.exists()


def test_a_file_over_the_limit_is_refused(office, session, settings):
    content = workbook(ROWS)
    settings.UPLOAD_LIMIT_BYTES = len(content)
    assert send(office, session, content).status_code == 302
    settings.UPLOAD_LIMIT_BYTES = len(content) - 1
    response = send(office, session, content, "lon.xlsx")
    assert response.context["form"].errors["sheet"] == [
        "Tệp lớn hơn 10 MB. Chỉ giữ lại trang tính có danh sách khách mời."
    ]


def test_two_thousand_people_are_imported_at_once(seat, session):
    rows = [(n, f"Minh Họa Thử {n}", "Khu phố 1", f"09{n:08}", "") for n in range(2000)]
    sheet = actions.keep_sheet(
        session, guest_sheet.read(workbook(rows)), file_name="lon.xlsx", seat=seat, at=NOW
    )
    assert actions.confirm_sheet(sheet, office=seat.unit, by=seat.actor, at=NOW) == 2000
    assert GuestContact.objects.count() == 2000
    assert Act.objects.filter(verb="import_guests").count() == 1


def test_a_file_of_another_session_is_not_found(office, session, seat):
    other = factories.scheduled(seat, title="Buổi khác")
    sheet = actions.keep_sheet(other, [], file_name="x.xlsx", seat=seat, at=NOW)
    assert office.get(page("guest_import_check", session, sheet.code)).status_code == 404


# -- one by one


def test_one_person_is_added_once(office, session):
    typed = {"full_name": decomposed("Trần Thị Thử"), "category": "resident", "phone": "84903000111"}
    assert office.post(page("guest_add", session), typed | {"idempotency_key": "a"}).url == page(
        "guests", session
    )
    guest = Guest.objects.get()
    assert (guest.full_name, guest.contact.phone, guest.name_folded) == (
        "Trần Thị Thử",
        "0903000111",
        "tran thi thu",
    )

    again = office.post(page("guest_add", session), typed | {"idempotency_key": "b"})
    assert again.context["form"].non_field_errors() == ["Người này đã có trong danh sách khách mời."]
    assert again.context["form"]["full_name"].value() == "Trần Thị Thử"
    assert Guest.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"full_name": ""}, {"full_name": ["Nhập họ và tên."]}),
        ({"full_name": "12"}, {"full_name": ["Nhập họ và tên, ví dụ Nguyễn Văn Mẫu."]}),
        ({"phone": "0903"}, {"phone": ["Thiếu 6 chữ số, ví dụ 0903 123 456."]}),
        ({"email": "sai"}, {"email": ["Nhập thư điện tử đúng dạng, ví dụ ten@coquan.vn."]}),
    ],
)
def test_wrong_values_are_named_at_the_field(office, session, typed, errors):
    good = {"full_name": "Trần Thị Thử", "category": "resident", "idempotency_key": "a"}
    response = office.post(page("guest_add", session), good | typed)
    assert response.context["form"].errors == errors
    assert not Guest.objects.exists()


def test_a_removed_guest_may_come_back_and_his_link_ends(seat):
    session = factories.announced(guests=2)
    guest = session.guests.order_by("pk").first()
    actions.remove(guest, by=seat.actor, at=NOW)
    actions.remove(guest, by=seat.actor, at=NOW)
    assert guest.invitations.get().revoked_at == NOW
    assert Act.objects.filter(verb="remove_guest").count() == 1
    facts = GuestFacts(full_name=guest.full_name, phone=guest.contact.phone)
    assert actions.add(session, facts, office=seat.unit, by=seat.actor, at=NOW).pk != guest.pk
    with pytest.raises(GuestRefused):
        actions.add(session, facts, office=seat.unit, by=seat.actor, at=NOW)


# -- who may see


def test_contacts_are_masked_until_a_reason_is_given_and_each_look_is_logged(office, session):
    factories.add_guests(session, 1)
    listed = office.get(page("guests", session)).content.decode()
    assert "0900 *** 001" in listed
    assert "k***@example.invalid" in listed
    assert "0900000001" not in listed
    assert "khach1@" not in listed

    typed = {"reason": "Giao thư mời giấy", "idempotency_key": "a"}
    shown = office.post(page("guest_reveal", session), typed)
    assert "0900 000 001" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    act = Act.objects.get(verb="reveal_contacts")
    assert (act.note, "0900" in str(act.changes)) == ("Giao thư mời giấy", False)

    again = office.post(page("guest_reveal", session), typed)
    assert again.url == page("guests", session)
    assert Act.objects.filter(verb="reveal_contacts").count() == 1


def test_without_a_reason_nothing_is_shown(office, session):
    factories.add_guests(session, 1)
    for typed in ({}, {"reason": "khac"}):
        response = office.post(page("guest_reveal", session), typed | {"idempotency_key": "a"})
        assert "0900 000 001" not in response.content.decode()
    assert not Act.objects.filter(verb="reveal_contacts").exists()


@pytest.mark.parametrize("role", [Role.MINUTE_TAKER, Role.LEADER, Role.CITY_MONITOR, Role.FRONT])
def test_others_who_see_the_session_do_not_see_the_list(client_for, session, role):
    factories.add_guests(session, 1)
    client = client_for(SeatFactory(role=role))
    for name in ("guests", "guest_add", "guest_import"):
        assert client.get(page(name, session)).status_code == 403
    assert client.post(page("guest_reveal", session), {"reason": "Giao thư mời giấy"}).status_code == 403


def test_another_office_does_not_know_the_session(client_for, session):
    client = client_for(SeatFactory(unit=party_office(SAI_GON)))
    for name in ("guests", "guest_add", "guest_import", "session_detail", "invitations", "dispatches"):
        assert client.get(page(name, session)).status_code == 404


def test_the_list_costs_the_same_for_one_and_for_three(office, session, django_assert_num_queries):
    factories.add_guests(session, 1)
    office.get(page("guests", session))
    with CaptureQueriesContext(connection) as at_one:
        office.get(page("guests", session))
    factories.add_guests(session, 2)
    with django_assert_num_queries(len(at_one)):
        assert len(office.get(page("guests", session)).context["table"]["rows"]) == 3


def test_names_stand_by_given_name_and_are_found_without_marks(office, session, seat):
    for name in ("Trần Văn Ấn", "Lê Thị An", "Phạm Anh", "Đỗ Đạt", "Ngô Dũng"):
        actions.add(session, GuestFacts(full_name=name), office=seat.unit, by=seat.actor, at=NOW)
    rows = office.get(page("guests", session)).context["table"]["rows"]
    assert [row[0]["text"] for row in rows] == [
        "Lê Thị An", "Phạm Anh", "Trần Văn Ấn", "Ngô Dũng", "Đỗ Đạt",
    ]  # fmt: skip
    found = office.get(page("guests", session), {"q": "DO DAT"}).context["table"]["rows"]
    assert [row[0]["text"] for row in found] == ["Đỗ Đạt"]
    nothing = office.get(page("guests", session), {"q": "không ai"}).content.decode()
    assert "Không tìm thấy “không ai”" in nothing


def test_the_template_is_for_offices(office, client_for):
    response = office.get(reverse("sessions_app:guest_template"))
    header = [cell.value for cell in next(load_workbook(io.BytesIO(response.content)).active.rows)]
    assert header == list(guest_sheet.COLUMNS.values())
    assert HEADER[1] == header[1]
    stranger = client_for(SeatFactory(role=Role.AGENCY))
    assert stranger.get(reverse("sessions_app:guest_template")).status_code == 403
