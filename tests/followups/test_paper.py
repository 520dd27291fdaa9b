"""What waits to be handed over on paper, in one list of the office."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from followups.queries.paper import waiting_on_paper
from tests.factories import followups as after
from tests.factories import proceedings as day
from tests.factories import sessions_app as stages
from tests.factories.accounts import SeatFactory
from tests.factories.organizations import SAI_GON, party_office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_plain")]
PAGE = "/so-giao-giay-to/"


@pytest.fixture
def _plain(monkeypatch):
    monkeypatch.setattr("documents.rendering.render", lambda printout, imprint: b"%PDF-1.7 plain")


def test_the_list_holds_every_paper_of_the_office_and_leads_to_where_it_is_entered(login):
    row = after.on_paper()
    after.answered(row)
    stages.announced(guests=2, email=False)
    client = login(Role.OFFICE)
    table = client.get(PAGE).context["table"]
    assert [[cell["text"] for cell in cells] for cells in table["rows"]] == [
        ["Thư mời", "2 khách mời", "Đối thoại thử với Nhân dân về chỉnh trang hẻm", "09/03/2026"],
        [
            "Văn bản trả lời số 215/TTHT-KT",
            f"Người kiến nghị số {row.petition.number:02d}",
            row.petition.session.title,
            "13/04/2026",
        ],
    ]
    assert [client.get(cells[0]["url"]).status_code for cells in table["rows"]] == [200, 200]
    html = client.get(PAGE).content.decode()
    assert [secret for secret in ("Minh Họa Giấy", "0911222333", "Khách Mời Thử") if secret in html] == []


def test_what_was_handed_over_is_gone_and_an_extension_stands_there(login):
    row = after.on_paper()
    after.extended(row)
    seat = day.office()
    [waiting] = waiting_on_paper(seat)
    assert (waiting.what, waiting.since) == ("Thông báo gia hạn", date(2026, 4, 13))
    row.extensions.update(delivered_on=date(2026, 4, 14))
    assert waiting_on_paper(seat) == []
    assert "Không có giấy tờ nào chờ giao" in login(Role.OFFICE).get(PAGE).content.decode()


def test_other_offices_and_other_roles_see_nothing_of_it(login):
    stages.announced(guests=1, email=False)
    assert waiting_on_paper(SeatFactory(role=Role.OFFICE, unit=party_office(SAI_GON))) == []
    for role in (Role.AGENCY, Role.LEADER, Role.MINUTE_TAKER, Role.FRONT, Role.CITY_MONITOR, Role.ADMIN):
        assert login(role).get(PAGE).status_code == 403


def test_it_is_offered_at_the_letters_of_the_office_only(login):
    link = f'href="{reverse("followups:paper_to_hand_over")}"'
    offered = {
        role: link in login(role).get("/thu-di/").content.decode() for role in (Role.OFFICE, Role.ADMIN)
    }
    assert offered == {Role.OFFICE: True, Role.ADMIN: False}


def test_one_and_three_cost_the_same(login, django_assert_num_queries):
    client = login(Role.OFFICE)
    stages.announced(guests=1, email=False)
    with CaptureQueriesContext(connection) as at_one:
        assert len(client.get(PAGE).context["table"]["rows"]) == 1
    for number in (2, 3):
        stages.announced(guests=1, email=False, title=f"Buổi {number}")
    with django_assert_num_queries(len(at_one)):
        assert len(client.get(PAGE).context["table"]["rows"]) == 3
