"""The search over the trail: who may, what is found, page by page, and as a workbook."""

import re
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.cache import cache

from accounts.enums import Role
from audit.models import Act
from dialogue_portal.trail import queries, verbs, workbook
from tests.audit.rows import draft
from tests.factories import proceedings
from tests.factories.accounts import SeatFactory
from tests.factories.organizations import SAI_GON, party_office
from tests.support.counting import queries_of
from tests.support.moments import ORDINARY_MONDAY
from tests.trail.rows import AT, act, later

pytestmark = pytest.mark.django_db
TRAIL = "/nhat-ky/"
READERS = (Role.ADMIN, Role.CITY_MONITOR)


@pytest.fixture(autouse=True)
def clock(frozen):
    frozen(ORDINARY_MONDAY, "16:00")


def _titles(response) -> list[str]:
    return [line["title"] for line in response.context["lines"]]


def _key(response) -> str:
    return re.search(r'name="idempotency_key" value="([^"]+)"', response.content.decode()).group(1)


# -- who may


@pytest.mark.parametrize("role", Role.values)
def test_the_trail_of_all_units_is_for_the_administrator_and_the_city_monitor(login, role):
    act(draft(), title="Việc của mọi đơn vị")
    client = login(role)
    for address in (TRAIL, "/nhat-ky/kiem-tra/"):
        for answer in (client.get(address), client.post(address, {"idempotency_key": "k" * 32})):
            if role in READERS:
                assert answer.status_code in (200, 302)
            else:
                assert answer.status_code == 403
                assert "chỉ dành cho quản trị hệ thống và cơ quan theo dõi" in answer.content.decode()
    assert Act.objects.count() == (2 if role in READERS else 1)  # the export leaves an act, a refusal none


def test_nobody_reads_it_without_signing_in(client):
    assert client.get(TRAIL).status_code == 302
    assert client.get(TRAIL).url.startswith("/dang-nhap/")


@pytest.mark.parametrize("role", READERS)
def test_the_navigation_leads_there_for_its_readers_only(login, role):
    assert f'href="{TRAIL}"' in login(role).get("/viec-cua-toi/").content.decode()
    assert f'href="{TRAIL}"' not in login(Role.OFFICE).get("/viec-cua-toi/").content.decode()


def test_reasons_about_people_are_not_for_the_administrator(login):
    act(draft(), title="Từ chối một phiếu", note="Minh Họa Kín nêu việc riêng")
    act(SeatFactory(), title="Mở vị trí", note="theo quyết định 12")
    monitor, admin = (login(role).get(TRAIL).content.decode() for role in (Role.CITY_MONITOR, Role.ADMIN))
    assert "Minh Họa Kín nêu việc riêng" in monitor
    assert "Minh Họa Kín" not in admin
    assert "không hiển thị cho quản trị hệ thống" in admin
    assert "theo quyết định 12" in admin


# -- what is found


@pytest.fixture
def trail():
    """Four acts: two houses, an agency and the portal itself, over three days."""
    ours, theirs = SeatFactory(), SeatFactory(unit=party_office(SAI_GON))
    session = draft()
    return {
        "ours": ours,
        "theirs": theirs,
        "session": session,
        "rows": [
            act(session, by=ours, title="Lên lịch", verb="schedule"),
            act(session, by=theirs, title="Sửa kế hoạch", verb="amend", at=AT + timedelta(days=1)),
            act(ours, title="Mở vị trí", verb="open_seat", at=AT + timedelta(days=2)),
            act(
                draft("Buổi khác"),
                by=ours,
                title="Lên lịch",
                verb="schedule",
                at=AT + timedelta(days=2, hours=1),
            ),
        ],
    }


@pytest.mark.every_case
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [3, 2, 1, 0]),
        ({"don_vi": lambda t: t["ours"].unit.code}, [3, 0]),
        ({"don_vi": lambda t: t["theirs"].unit.code}, [1]),
        ({"doi_tuong": "accounts.seat"}, [2]),
        ({"doi_tuong": "sessions_app.dialoguesession"}, [3, 1, 0]),
        ({"viec": "schedule"}, [3, 0]),
        ({"nguoi": lambda t: t["theirs"].user.full_name}, [1]),
        ({"nguoi": "Hệ thống"}, [2]),
        ({"tu": "10/03/2026"}, [3, 2, 1]),
        ({"den": "10/03/2026"}, [1, 0]),
        ({"tu": "10/03/2026", "den": "10/03/2026"}, [1]),
        ({"ma": lambda t: t["session"].code}, [1, 0]),
        ({"ma": lambda t: t["session"].code.upper()}, [1, 0]),
        ({"ma": lambda t: t["ours"].code}, [3, 2, 0]),
        ({"ma": "khongcomanay"}, []),
        ({"viec": "schedule", "tu": "11/03/2026"}, [3]),
    ],
)
def test_acts_are_found_by_each_condition_and_by_several(login, trail, asked, found):
    question = {name: value(trail) if callable(value) else value for name, value in asked.items()}
    response = login(Role.CITY_MONITOR).get(TRAIL, question)
    assert response.status_code == 200
    assert _titles(response) == [trail["rows"][number].title for number in found]
    for name, value in question.items():
        assert response.context["filters"].data[name] == value


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"tu": "31/02/2026"}, "Từ ngày: Ghi ngày theo dạng ngày/tháng/năm"),
        ({"den": "hôm qua"}, "Đến ngày: Ghi ngày theo dạng ngày/tháng/năm"),
        ({"tu": "10/03/2026", "den": "09/03/2026"}, "Ngày cuối không được trước ngày đầu."),
        ({"don_vi": "khong-co"}, "Đơn vị: Không có đơn vị này."),
        ({"doi_tuong": "auth.permission"}, "Đối tượng: Chọn một mục trong danh sách."),
        ({"viec": "khong_co"}, "Loại việc: Chọn một mục trong danh sách."),
        ({"nguoi": "x" * 101}, "Người thực hiện: "),
    ],
)
def test_a_question_that_cannot_be_read_is_said_and_kept(login, trail, asked, sentence):
    response = login(Role.ADMIN).get(TRAIL, asked)
    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    assert _titles(response) == []
    assert all(f'value="{value}"' in page for name, value in asked.items() if name in ("tu", "den"))


def test_strange_characters_and_forged_marks_do_no_harm(login, trail):
    client = login(Role.ADMIN)
    assert client.get(TRAIL, {"nguoi": "a'; DROP TABLE audit_act --", "ma": "\u202e%"}).status_code == 200
    assert _titles(client.get(TRAIL, {"sau": "WyJ4Il0:forged:mark"})) == _titles(client.get(TRAIL))


def test_kinds_of_acts_have_words(trail):
    cache.clear()
    act(draft(), verb="assign", title="Giao Công an phường giải quyết kiến nghị số 01")
    act(draft(), verb="duty.meet", title="Hoàn thành: Gửi thư mời")
    words = dict(verbs.verb_choices())
    assert words["assign"] == "Giao cơ quan giải quyết kiến nghị"
    assert words["duty.meet"] == "Hoàn thành"
    assert words["schedule"] == "Lên lịch"


def test_a_session_is_named_and_linked_only_within_reach(login):
    session = proceedings.held()
    act(session, title="Ghi chú buổi")
    address = f"/buoi-doi-thoai/{session.code}/nhat-ky/"
    monitor, admin = (login(role).get(TRAIL).content.decode() for role in (Role.CITY_MONITOR, Role.ADMIN))
    assert f'href="{address}"' in monitor
    assert address not in admin
    assert session.title in admin


# -- page by page


def test_pages_follow_the_trail_without_gap_or_repetition_while_new_acts_arrive(login):
    for number in range(60):
        act(draft(), title=f"Việc {number:02d}", at=later(number // 3))  # three at each moment
    client = login(Role.ADMIN)
    response = client.get(TRAIL)
    seen = _titles(response)
    while response.context["older"]:
        act(draft(), title="Vừa xảy ra", at=later(600))
        response = client.get(TRAIL + response.context["older"])
        seen += _titles(response)
    assert seen == [f"Việc {number:02d}" for number in reversed(range(60))]


def test_conditions_stay_on_the_way_and_the_mark_tells_no_key(login, trail):
    for number in range(30):
        act(trail["session"], by=trail["theirs"], title=f"Việc {number:02d}", at=later(number))
    client = login(Role.ADMIN)
    response = client.get(TRAIL, {"don_vi": trail["theirs"].unit.code})
    older = client.get(TRAIL + response.context["older"])
    assert len(_titles(response) + _titles(older)) == 31
    assert {line["unit"] for line in older.context["lines"]} == {trail["theirs"].unit.name}


@pytest.mark.parametrize("role", READERS)
def test_the_page_takes_the_same_statements_for_one_act_and_for_three(login, role):
    client, code = login(role), draft().code
    act(draft(), by=SeatFactory())
    for question in ("", f"?ma={code}", "?tu=01/01/2026&nguoi=minh"):
        cache.clear()
        one = queries_of(client, TRAIL + question)
        for number in range(2):
            act(draft(), by=SeatFactory(), at=later(number))
        cache.clear()
        assert queries_of(client, TRAIL + question) == one


# -- as a workbook


def _exported(client, question="") -> list[tuple]:
    key = _key(client.get(TRAIL + question))
    response = client.post(TRAIL + question, {"idempotency_key": key})
    assert response.status_code == 200
    assert response["Content-Type"] == workbook.XLSX
    assert response["Content-Disposition"] == 'attachment; filename="nhat-ky-2026-03-09.xlsx"'
    return list(openpyxl.load_workbook(BytesIO(response.content))["Nhật ký"].iter_rows(min_row=3))


def test_what_was_found_is_exported_and_the_export_is_an_act(login, trail):
    client = login(Role.CITY_MONITOR)
    rows = _exported(client, "?viec=schedule")
    assert [row[1].value for row in rows] == ["Lên lịch", "Lên lịch"]
    assert [row[9].value for row in rows] == [trail["rows"][3].digest, trail["rows"][0].digest]
    told = Act.objects.get(verb="export_trail")
    assert (told.title, told.changes) == (
        "Xuất 2 việc của nhật ký ra tệp Excel",
        {"asked": {"viec": "schedule"}, "count": 2},
    )
    assert told.seat == client.seat


def test_sending_the_form_twice_is_one_export(login, trail):
    client = login(Role.ADMIN)
    key = _key(client.get(TRAIL))
    assert client.post(TRAIL, {"idempotency_key": key}).status_code == 200
    assert client.post(TRAIL, {"idempotency_key": key}).status_code == 302
    assert Act.objects.filter(verb="export_trail").count() == 1


@pytest.mark.parametrize("lead", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "=HYPERLINK(1)", "'=1", "＝1"])
def test_nothing_in_the_workbook_is_a_formula(login, lead):
    act(draft(), title=lead, note=f"{lead} lý do")
    [row] = _exported(login(Role.CITY_MONITOR))
    assert {cell.data_type for cell in row} <= {"d", "s", "n"}
    assert row[1].value == lead


def test_the_administrators_workbook_holds_no_reasons_about_people(login):
    act(draft(), note="Minh Họa Kín nêu việc riêng")
    [row] = _exported(login(Role.ADMIN))
    assert row[5].value == "có ghi, không hiển thị cho quản trị hệ thống"


def test_too_many_lines_are_refused_with_a_sentence_and_leave_no_act(login, trail, monkeypatch):
    monkeypatch.setattr("dialogue_portal.trail.views.MOST", 3)
    client = login(Role.ADMIN)
    response = client.post(TRAIL, {"idempotency_key": _key(client.get(TRAIL))})
    assert response.status_code == 400
    assert "Có hơn 3 việc. Thu hẹp khoảng ngày" in response.content.decode()
    assert not Act.objects.filter(verb="export_trail").exists()


def test_a_form_without_a_key_is_refused(login, trail):
    response = login(Role.ADMIN).post(TRAIL)
    assert response.status_code == 400
    assert "Biểu mẫu này đã cũ" in response.content.decode()
    assert not Act.objects.filter(verb="export_trail").exists()


def test_a_mark_begins_after_the_last_line_seen():
    rows = [act(draft(), title=f"{number}", at=later(number)) for number in range(3)]
    first = queries.page_of(Act.objects.order_by("-at", "-pk"), after="", size=2)
    assert first.acts == [rows[2], rows[1]]
    second = queries.page_of(Act.objects.order_by("-at", "-pk"), after=first.older, size=2)
    assert (second.acts, second.older) == ([rows[0]], "")
