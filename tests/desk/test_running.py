"""The page on which the administrator sees whether the clockwork runs."""

from datetime import date

import pytest

from accounts.enums import Role
from audit import ticks
from tests.factories import outbox as letters
from tests.support.counting import queries_of
from tests.support.moments import at

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 25)
ADDRESS = "/van-hanh/"


@pytest.fixture(autouse=True)
def _now(frozen):
    frozen(ON, "09:30")


def rows(response, table):
    return [[cell["text"] for cell in row] for row in response.context[table]["rows"]]


@pytest.mark.parametrize("role", list(Role))
def test_one_role_sees_how_the_clockwork_runs(login, role):
    assert login(role).get(ADDRESS).status_code == (200 if role == Role.ADMIN else 403)


def test_each_tick_says_when_it_last_ran_and_what_it_did(login):
    ticks.record("watch", at=at(ON, "09:20"), counts={"opened": 0, "moved": 2, "reminded": 3})
    page = rows(login(Role.ADMIN).get(ADDRESS), "ticks")
    assert page[1] == [
        "Theo dõi thời hạn, nhắc hạn",
        "Thứ Tư, ngày 25/11/2026, 9 giờ 20",
        "10 phút",
        "hạn tính lại: 2; thư nhắc hạn: 3",
    ]
    assert page[0][1] == "Chưa chạy lần nào"


def test_letters_are_counted_by_state_and_nobody_is_named(login):
    client = login(Role.ADMIN)
    one = queries_of(client, ADDRESS)
    for number in range(3):
        letters.post(number, recipient_label="Minh Họa Kín", at=at(ON, "08:00"))
    page = client.get(ADDRESS)
    assert rows(page, "letters")[0] == ["Chờ gửi", "3", "Thứ Tư, ngày 25/11/2026, 8 giờ 00"]
    assert "Minh Họa Kín" not in page.content.decode()
    assert queries_of(client, ADDRESS) == one
