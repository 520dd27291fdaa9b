"""The log of one petition, assignment, paper, unit and seat: what it holds, and who opens it."""

import pytest
from django.test import Client

from accounts.enums import Role
from audit.models import Act
from tests.factories import followups as after
from tests.factories import proceedings
from tests.factories.accounts import SeatFactory
from tests.factories.documents import ISSUED_AT, issued
from tests.factories.organizations import SAI_GON, UnitSettingFactory, party_committee, party_office
from tests.support.counting import queries_of
from tests.trail.rows import act, later

pytestmark = pytest.mark.django_db
HOUSE = (Role.OFFICE, Role.MINUTE_TAKER, Role.LEADER)


@pytest.fixture(autouse=True)
def clock(frozen):
    frozen(after.ANSWERED_ON, "16:00")


def _titles(client: Client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200
    return [line["title"] for line in response.context["lines"]]


def _status(login, address: str, role: str, **seat) -> int:
    return login(role, **seat).get(address).status_code


# -- petitions and assignments


@pytest.fixture
def assignment():
    """An assignment that was urged and answered."""
    row = after.assignment()
    after.answered(row)
    return row


def test_the_log_of_a_petition_tells_of_it_its_assignment_and_its_answer(login, assignment):
    address = f"/kien-nghi/{assignment.petition.code}/nhat-ky/"
    titles = _titles(login(Role.OFFICE), address)
    assert any(title.startswith("Ghi nhận kiến nghị số") for title in titles)
    assert any(title.startswith("Giao ") for title in titles)
    assert any("Trả lời bằng văn bản" in title for title in titles)
    assert not any("Lên lịch" in title for title in titles)


def test_another_petition_of_the_same_session_has_its_own_log(login):
    session = proceedings.in_progress()
    for petition in [proceedings.petition(session), proceedings.petition(session)]:
        titles = _titles(login(Role.OFFICE), f"/kien-nghi/{petition.code}/nhat-ky/")
        assert {title[-2:] for title in titles} == {f"{petition.number:02d}"}


@pytest.mark.parametrize(
    ("role", "status"),
    [
        *((role, 200) for role in (*HOUSE, Role.CITY_MONITOR)),
        *((role, 403) for role in (Role.FRONT, Role.SUPERIOR)),
        *((role, 404) for role in (Role.AGENCY, Role.ADMIN)),
    ],
)
def test_the_log_of_a_petition_is_for_the_house_and_the_city_monitor(login, assignment, role, status):
    assert _status(login, f"/kien-nghi/{assignment.petition.code}/nhat-ky/", role) == status


def test_a_sibling_house_does_not_find_the_petition(login, assignment):
    address = f"/kien-nghi/{assignment.petition.code}/nhat-ky/"
    assert _status(login, address, Role.OFFICE, unit=party_office(SAI_GON)) == 404


def test_an_agency_reads_what_it_did_itself_and_names_nobody_else(login, assignment):
    address = f"/kien-nghi-duoc-giao/{assignment.code}/nhat-ky/"
    client = login(Role.AGENCY)
    response = client.get(address)
    assert {line["unit"] for line in response.context["lines"]} == {client.seat.unit.name}
    assert any("Trả lời bằng văn bản" in line["title"] for line in response.context["lines"])
    everything = Act.objects.filter(subject_type__model="assignment").exclude(unit=client.seat.unit)
    assert everything.exists()
    for role in (Role.OFFICE, Role.CITY_MONITOR, Role.ADMIN):
        assert _status(login, address, role) == 404
    assert _status(login, address, Role.AGENCY, unit=party_office(SAI_GON)) == 404


def test_the_page_of_a_petition_leads_to_its_log_only_for_those_who_may(login, assignment):
    page = f"/kien-nghi/{assignment.petition.code}/"
    assert f'href="{page}nhat-ky/"' in login(Role.OFFICE).get(page).content.decode()
    assert f'href="{page}nhat-ky/"' not in login(Role.FRONT).get(page).content.decode()


def test_no_log_tells_who_raised_a_matter(login, assignment):
    office = login(Role.OFFICE).get(f"/kien-nghi/{assignment.petition.code}/nhat-ky/").content.decode()
    assert [secret for secret in (*after.SECRETS, after.SAID) if secret in office] == []


# -- papers


@pytest.fixture
def paper(monkeypatch):
    monkeypatch.setattr("documents.actions.rendering.render", lambda *_: b"%PDF")
    monkeypatch.setattr("documents.kinds._REGISTERED", {})
    from documents import kinds
    from documents.enums import PaperKind
    from sessions_app.printouts import InvitationLetter

    kinds.register(PaperKind.INVITATION, InvitationLetter)
    return issued()


def test_the_log_of_a_paper_tells_how_it_came_to_be(login, paper, frozen):
    frozen(ISSUED_AT.date(), "16:00")
    titles = _titles(login(Role.OFFICE), f"/van-ban/{paper.code}/nhat-ky/")
    assert titles == ["Phát hành văn bản", "Lấy số văn bản: Giấy mời số 01-GM/ĐU"]


@pytest.mark.parametrize(
    ("role", "status"),
    [
        *((role, 200) for role in HOUSE),
        *((role, 404) for role in (Role.AGENCY, Role.FRONT, Role.SUPERIOR, Role.CITY_MONITOR, Role.ADMIN)),
    ],
)
def test_the_log_of_a_paper_opens_where_the_paper_does(login, paper, frozen, role, status):
    frozen(ISSUED_AT.date(), "16:00")
    address = f"/van-ban/{paper.code}/nhat-ky/"
    assert _status(login, address, role) == status
    assert _status(login, address, Role.OFFICE, unit=party_office(SAI_GON)) == 404


# -- units and seats


def test_the_log_of_a_unit_tells_of_settings_and_seats_and_not_of_sessions(login):
    client = login(Role.OFFICE)
    unit = client.seat.unit
    setting = UnitSettingFactory(unit=unit)
    act(setting, title="Đổi cài đặt")
    act(SeatFactory(unit=unit), title="Mở vị trí", at=later(1))
    act(unit, title="Sửa địa chỉ", at=later(2))
    act(SeatFactory(unit=party_office(SAI_GON)), title="Mở vị trí nơi khác", at=later(3))
    assert _titles(client, f"/don-vi/{unit.code}/nhat-ky/") == ["Sửa địa chỉ", "Mở vị trí", "Đổi cài đặt"]


@pytest.mark.parametrize("role", Role.values)
def test_the_log_of_a_unit_is_for_its_house_and_for_those_who_read_everywhere(login, role):
    client, other = login(role), party_committee(SAI_GON)
    own = client.get(f"/don-vi/{client.seat.unit.code}/nhat-ky/").status_code
    sibling = client.get(f"/don-vi/{other.code}/nhat-ky/").status_code
    everywhere = role in (Role.ADMIN, Role.CITY_MONITOR)
    assert own == (200 if everywhere or role in HOUSE else 404)
    assert sibling == (200 if everywhere else 404)


@pytest.mark.parametrize("role", Role.values)
def test_everybody_reads_the_log_of_the_own_seat_and_few_that_of_another(login, role):
    client, colleague = login(role), SeatFactory()
    act(colleague, by=client.seat, title="Việc tôi làm")
    act(client.seat, title="Mở vị trí cho tôi", at=later(1))
    act(colleague, by=colleague, title="Việc người khác làm", at=later(2))
    assert _titles(client, f"/vi-tri/{client.seat.code}/nhat-ky/") == ["Mở vị trí cho tôi", "Việc tôi làm"]
    other = client.get(f"/vi-tri/{colleague.code}/nhat-ky/").status_code
    assert other == (200 if role in (Role.ADMIN, Role.CITY_MONITOR) else 404)


def test_the_seats_page_leads_to_the_own_log(login):
    client = login(Role.OFFICE)
    address = f"/vi-tri/{client.seat.code}/nhat-ky/"
    assert f'href="{address}"' in client.get("/chon-vi-tri/").content.decode()


def test_what_does_not_exist_and_what_is_out_of_reach_answer_alike(login):
    client = login(Role.OFFICE)
    foreign = SeatFactory(unit=party_office(SAI_GON))
    for address in ("/vi-tri/{}/nhat-ky/", "/don-vi/{}/nhat-ky/"):
        code = foreign.code if "vi-tri" in address else foreign.unit.code
        assert client.get(address.format(code)).status_code == 404
        assert client.get(address.format("khongcomanay")).status_code == 404


def test_logs_take_the_same_statements_for_one_act_and_for_three(login):
    client = login(Role.OFFICE)
    address = f"/vi-tri/{client.seat.code}/nhat-ky/"
    act(client.seat, by=client.seat)
    one = queries_of(client, address)
    for number in range(2):
        act(client.seat, by=client.seat, at=later(number))
    assert queries_of(client, address) == one
