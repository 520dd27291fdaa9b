"""The calendar in the browser: to read for every seat, to change for one."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.enums import Role
from accounts.forms import new_key
from duties import calendar_gaps
from duties.actions import calendar_alerts
from duties.calendar_letters import KIND
from duties.models import CalendarChange
from outbox import renderers
from outbox.letters import Stale
from outbox.models import Message
from regulation.calendars import working_calendar
from regulation.models import CalendarDay
from tests.factories.accounts import SeatFactory
from tests.factories.duties import opened
from tests.support.counting import queries_of
from tests.support.moments import at

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 17)
PAGES = ("/lich-lam-viec/ngay/", "/lich-lam-viec/hoan-doi/", "/lich-lam-viec/nhap/")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS = (
    ("Ngày", "Loại", "Tên", "Căn cứ", "Tình trạng"),
    ("04/02/2027", "Nghỉ", "Tết Nguyên đán", "Thông báo thử 01", "Đã xác nhận"),
    (date(2027, 2, 6), "Nghỉ", "Tết Nguyên đán", "Thông báo thử 01", ""),
    ("09/01/2027", "Làm bù", "Hoán đổi", "Thông báo thử 01", "Dự kiến"),
)


@pytest.fixture(autouse=True)
def _now(frozen):
    frozen(ON, "09:00")


@pytest.fixture
def keeper(login):
    return login(Role.ADMIN)


def typed(**fields):
    return {
        "date": "23/11/2026",
        "kind": "off",
        "name": "Hoán đổi",
        "source": "Thông báo thử",
        "status": "confirmed",
        "unit": "",
        "idempotency_key": new_key(),
    } | fields


def sheet(*rows, name="lich.xlsx"):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile(name, content.getvalue(), XLSX)


def errors(response):
    return {field: list(found) for field, found in response.context["form"].errors.items()}


def days():
    return CalendarDay.objects.count(), CalendarChange.objects.count()


@pytest.mark.parametrize("role", list(Role))
def test_every_seat_reads_the_calendar_and_one_role_may_change_it(login, role):
    client = login(role)
    page = client.get("/lich-lam-viec/2026/")
    assert page.status_code == 200
    may = role == Role.ADMIN
    assert [client.get(address).status_code for address in PAGES] == [200 if may else 403] * 3
    assert client.get("/lich-lam-viec/nhap/mau.xlsx").status_code == (200 if may else 403)
    assert ("Sửa một ngày" in page.content.decode()) is may
    before = days()
    answer = client.post("/lich-lam-viec/ngay/", typed())
    assert answer.status_code == (302 if may else 403)
    assert days() == ((before[0], before[1] + 1) if may else before)


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get("/lich-lam-viec/").url.startswith("/dang-nhap/")


def test_the_year_shows_each_entered_day_in_its_month_and_its_row(keeper):
    page = keeper.get("/lich-lam-viec/2026/")
    november = page.context["months"][10]
    days_of = {day["text"]: day for week in november.weeks for day in week}
    assert days_of["24"]["kind"] == "holiday"
    assert days_of["24"]["title"].startswith("Ngày nghỉ, ")
    assert november.working == 20
    rows = CalendarDay.objects.filter(date__year=2026).count()
    assert len(page.context["table"]["rows"]) == rows > 10


@pytest.mark.parametrize(("year", "status"), [(2016, 404), (2101, 404), (2017, 200), (2099, 200)])
def test_years_beyond_reach_are_not_found_and_unknown_ones_say_so(keeper, year, status):
    page = keeper.get(f"/lich-lam-viec/{year}/")
    assert page.status_code == status
    if year == 2099:
        assert "Chưa có lịch của năm này" in page.content.decode()


def test_the_list_of_days_takes_as_many_statements_with_three_as_with_one(keeper):
    CalendarDay.objects.create(
        date=date(2031, 1, 2), kind="off", name="Nghỉ", source="thử", status="confirmed"
    )
    one = queries_of(keeper, "/lich-lam-viec/2031/")
    for day in (3, 6):
        CalendarDay.objects.create(
            date=date(2031, 1, day), kind="off", name="Nghỉ", source="thử", status="confirmed"
        )
    assert queries_of(keeper, "/lich-lam-viec/2031/") == one


def test_a_day_is_previewed_and_applied_by_a_second_button(keeper):
    duty = opened()
    answer = keeper.post("/lich-lam-viec/ngay/", typed())
    address = answer.url
    page = keeper.get(address)
    text = page.content.decode()
    assert "27/11/2026" in text
    assert "30/11/2026" in text
    assert duty.title not in text
    assert not CalendarDay.objects.filter(date=date(2026, 11, 23)).exists()
    seal = page.context["confirm_form"].initial["seal"]
    sent = {"seal": seal, "idempotency_key": new_key()}
    assert keeper.post(address, sent).url == address
    duty.refresh_from_db()
    assert duty.due_on == date(2026, 11, 30)
    assert keeper.post(address, sent).status_code == 302
    assert CalendarDay.objects.filter(date=date(2026, 11, 23)).count() == 1
    assert "Đã áp dụng" in keeper.get(address).content.decode()


def test_a_seal_that_is_not_the_current_one_shows_the_new_outcome_and_changes_nothing(keeper):
    address = keeper.post("/lich-lam-viec/ngay/", typed()).url
    answer = keeper.post(address, {"seal": "khac", "idempotency_key": new_key()})
    assert answer.status_code == 200
    assert errors(answer) == {
        "__all__": [
            "Lịch hoặc các việc đang làm đã thay đổi từ lúc ông/bà xem. Xem lại kết quả bên dưới rồi áp dụng."
        ]
    }
    assert not CalendarDay.objects.filter(date=date(2026, 11, 23)).exists()


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"date": "31/11/2026"}, "date", "Nhập ngày theo dạng ngày/tháng/năm, ví dụ 03/12/2026."),
        ({"date": ""}, "date", "Nhập ngày."),
        ({"kind": "worked"}, "kind", "Thứ Hai, 23/11/2026 là ngày làm việc trong tuần, không nhập làm bù."),
        (
            {"date": "29/11/2026", "kind": "worked"},
            "kind",
            "Chủ nhật, 29/11/2026 là Chủ nhật: chỉ Thứ Bảy được làm bù.",
        ),
        ({"source": ""}, "source", "Nhập căn cứ: số, ngày và cơ quan ban hành văn bản."),
        ({"name": ""}, "name", "Nhập tên ngày, ví dụ Tết Nguyên đán hoặc Hoán đổi ngày làm việc."),
        (
            {"unit": "Không có đơn vị này"},
            "unit",
            "Không tìm thấy đơn vị có đúng tên này. Ghi đầy đủ, ví dụ Đảng ủy phường Bến Thành.",
        ),
        ({"kind": "remove"}, "date", "Ngày 23/11/2026 không có trong lịch đã nhập nên không bỏ được."),
    ],
)
def test_a_wrong_day_is_a_sentence_at_the_field_and_keeps_what_was_typed(keeper, changed, field, sentence):
    before = days()
    answer = keeper.post("/lich-lam-viec/ngay/", typed(**changed))
    assert errors(answer) == {field: [sentence]}
    assert answer.context["form"]["source"].value() == changed.get("source", "Thông báo thử")
    assert days() == before


def test_decomposed_text_is_kept_composed(keeper):
    keeper.post("/lich-lam-viec/ngay/", typed(name="Nghi\u0303 le\u0302\u0303"))
    assert CalendarChange.objects.get().days[0]["name"] == "Nghĩ lễ"


def test_a_unit_gets_a_day_of_its_own(keeper):
    duty = opened()
    address = keeper.post("/lich-lam-viec/ngay/", typed(unit=duty.owed_to.name)).url
    page = keeper.get(address)
    assert page.context["heading"] == f"Lịch riêng của {duty.owed_to.name}"
    keeper.post(address, {"seal": page.context["confirm_form"].initial["seal"], "idempotency_key": new_key()})
    assert CalendarDay.objects.get(date=date(2026, 11, 23)).unit == duty.owed_to
    assert working_calendar().is_working_day(date(2026, 11, 23)) is True


def test_a_swap_is_one_change_of_two_days(keeper):
    sent = typed(off="23/11/2026", worked="28/11/2026")
    assert keeper.post("/lich-lam-viec/hoan-doi/", sent).status_code == 302
    assert [day["date"] for day in CalendarChange.objects.get().days] == ["2026-11-23", "2026-11-28"]
    wrong = keeper.post("/lich-lam-viec/hoan-doi/", typed(off="23/11/2026", worked="29/11/2026"))
    assert errors(wrong) == {"worked": ["Chủ nhật, 29/11/2026 là Chủ nhật: chỉ Thứ Bảy được làm bù."]}
    assert CalendarChange.objects.count() == 1


# -- files


def sent_file(client, upload, **more):
    return client.post(
        "/lich-lam-viec/nhap/", {"file": upload, "source": "", "idempotency_key": new_key()} | more
    )


def test_a_years_notice_comes_from_a_sheet_and_weekends_in_it_say_nothing_new(keeper):
    answer = sent_file(keeper, sheet(("Lịch nghỉ năm 2027",), *ROWS))
    assert answer.status_code == 302
    change = CalendarChange.objects.get()
    assert [(day["date"], day["kind"], day["status"]) for day in change.days] == [
        ("2027-01-09", "worked", "expected"),
        ("2027-02-04", "off", "confirmed"),
    ]
    assert change.origin == "lich.xlsx"


def test_every_wrong_row_is_named_and_nothing_is_entered(keeper):
    before = days()
    answer = sent_file(
        keeper,
        sheet(
            ROWS[0],
            ("32/01/2027", "Nghỉ", "Tết", "thử", ""),
            ("09/02/2027", "Có lẽ", "Tết", "thử", ""),
            ("10/01/2027", "Làm bù", "Hoán đổi", "thử", ""),
            ("12/03/2027", "Nghỉ", "Lễ", "thử", ""),
            ("12/03/2027", "Làm bù", "Lễ", "thử", ""),
            ("15/03/2027", "Nghỉ", "Lễ", "", ""),
        ),
    )
    assert errors(answer) == {
        "file": [
            "Dòng 2: ngày “32/01/2027” không đúng dạng ngày/tháng/năm.",
            "Dòng 3: cột Loại ghi một trong: Nghỉ; Làm bù; Bỏ khỏi lịch.",
            "Dòng 4: Chủ nhật, 10/01/2027 là Chủ nhật: chỉ Thứ Bảy được làm bù.",
            "Dòng 5: Ngày 12/03/2027 vừa là ngày nghỉ vừa là ngày làm bù: chỉ giữ một dòng.",
            "Dòng 6: Ngày 12/03/2027 vừa là ngày nghỉ vừa là ngày làm bù: chỉ giữ một dòng.",
            "Dòng 7: Nhập căn cứ: số, ngày và cơ quan ban hành văn bản.",
        ]
    }
    assert days() == before


def test_reading_the_same_file_again_has_nothing_to_enter(keeper):
    address = sent_file(keeper, sheet(*ROWS)).url
    seal = keeper.get(address).context["confirm_form"].initial["seal"]
    keeper.post(address, {"seal": seal, "idempotency_key": new_key()})
    answer = sent_file(keeper, sheet(*ROWS))
    assert errors(answer) == {"file": ["Mọi ngày trong tệp đã có trong lịch; không có gì để nhập."]}


ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//thu//VI
BEGIN:VEVENT
UID:1@thu
DTSTART;VALUE=DATE:20270312
DTEND;VALUE=DATE:20270316
SUMMARY:Nghỉ thử
END:VEVENT
END:VCALENDAR
"""


def test_a_calendar_file_gives_the_days_of_its_whole_day_events(keeper):
    upload = SimpleUploadedFile("lich.ics", ICS.encode(), "text/calendar")
    assert errors(sent_file(keeper, upload)) == {
        "source": ["Tệp .ics không có căn cứ: nhập số, ngày và cơ quan ban hành văn bản."]
    }
    upload.seek(0)
    assert sent_file(keeper, upload, source="Thông báo thử").status_code == 302
    assert [day["date"] for day in CalendarChange.objects.get().days] == ["2027-03-12", "2027-03-15"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("lich.xlsx", b"khong phai excel", "Tệp tải lên phải là tệp Excel có đuôi .xlsx."),
        ("lich.ics", b"\x00\xff", "Không đọc được tệp này: không phải tệp lịch .ics, hoặc tệp bị hỏng."),
        ("lich.ics", b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "Tệp lịch không có sự kiện cả ngày nào."),
        ("lich.xlsx", b"", "Tệp rỗng. Chọn tệp có các ngày cần nhập."),
    ],
)
def test_what_is_no_such_file_is_refused_in_words(keeper, name, content, sentence):
    answer = sent_file(keeper, SimpleUploadedFile(name, content), source="thử")
    assert errors(answer) == {"file": [sentence]}


def test_the_template_is_a_sheet_that_can_be_filled_in_and_sent(keeper):
    book = openpyxl.load_workbook(io.BytesIO(keeper.get("/lich-lam-viec/nhap/mau.xlsx").content))
    book.active.append(("01/03/2027", "Nghỉ", "Lễ thử", "Thông báo thử", ""))
    content = io.BytesIO()
    book.save(content)
    assert sent_file(keeper, SimpleUploadedFile("mau.xlsx", content.getvalue(), XLSX)).status_code == 302


# -- years that are not sure


@pytest.mark.parametrize(
    ("on", "years"),
    [
        (date(2026, 9, 30), []),
        (date(2026, 10, 1), [2027]),
        (date(2027, 3, 1), [2027]),
        (date(2030, 1, 4), [2030]),
    ],
)
def test_the_next_year_is_asked_for_from_october_on(on, years):
    assert [gap.year for gap in calendar_gaps.gaps(working_calendar(), on=on)] == years


def test_administrators_get_one_letter_a_month_until_the_year_is_settled():
    seat = SeatFactory(role=Role.ADMIN, user__email="quan-tri@example.vn")
    SeatFactory(role=Role.OFFICE, user__email="van-phong@example.vn")

    def told(on):
        return calendar_alerts.alert(on=on, at=at(on), calendar=working_calendar())

    assert [
        told(date(2026, 9, 30)),
        told(date(2026, 10, 1)),
        told(date(2026, 10, 2)),
        told(date(2026, 11, 2)),
    ] == [
        0,
        1,
        0,
        1,
    ]
    first = Message.objects.filter(kind=KIND).order_by("pk").first()
    letter = renderers.renderer_of(KIND).render(first)
    assert (letter.to, letter.subject) == (seat.user.email, "Nhập lịch ngày làm việc năm 2027")
    CalendarDay.objects.filter(date__year=2027).update(status="confirmed")
    with pytest.raises(Stale, match="đã được xác nhận"):
        renderers.renderer_of(KIND).render(first)
    assert told(date(2026, 12, 1)) == 0


def test_the_queue_of_whoever_keeps_the_calendar_names_the_year(keeper, login):
    row = "Nhập lịch ngày làm việc năm 2027"
    assert row in keeper.get("/viec-cua-toi/").content.decode()
    assert row not in login(Role.OFFICE).get("/viec-cua-toi/").content.decode()
