"""The page that says whether the trail still holds: green, or red with the first broken row."""

import re

import pytest

from accounts.enums import Role
from audit.models import Act, TickPass
from documents import tasks
from tests.audit.rows import draft
from tests.support.moments import ORDINARY_MONDAY
from tests.support.unguarded import unguarded
from tests.trail.rows import act, later

pytestmark = pytest.mark.django_db
CHECK = "/nhat-ky/kiem-tra/"
WHOLE = "Không có gì bị sửa"
BROKEN = "Dữ liệu đã bị sửa ngoài hệ thống."


@pytest.fixture(autouse=True)
def clock(frozen):
    frozen(ORDINARY_MONDAY, "16:00")


def _check_now(client) -> str:
    page = client.get(CHECK).content.decode()
    key = re.search(r'name="idempotency_key" value="([^"]+)"', page).group(1)
    assert client.post(CHECK, {"idempotency_key": key}).status_code == 302
    return client.get(CHECK).content.decode()


def test_before_the_first_check_the_page_says_so(login):
    assert "Chưa kiểm tra lần nào" in login(Role.ADMIN).get(CHECK).content.decode()


@pytest.mark.parametrize("role", [Role.ADMIN, Role.CITY_MONITOR])
def test_one_altered_or_removed_act_makes_the_page_red_and_names_the_first_broken_link(login, role):
    rows = [act(draft(), at=later(number)) for number in range(4)]
    client = login(role)
    assert WHOLE in _check_now(client)
    with unguarded():
        Act.objects.filter(pk=rows[1].pk).update(note="sửa lén")
    page = _check_now(client)
    assert BROKEN in page
    assert f"Chain portal, act 2 (row {rows[1].pk}): its content was changed." in page
    assert WHOLE not in page
    with unguarded():
        rows[1].delete()
    assert f"Chain portal: act 2 is missing (row {rows[2].pk} is act 3)." in _check_now(client)


def test_the_tick_checks_too_and_a_form_sent_twice_checks_once(login, frozen):
    act(draft())
    tasks.verify()
    client = login(Role.ADMIN)
    page = client.get(CHECK).content.decode()
    assert WHOLE in page
    key = re.search(r'name="idempotency_key" value="([^"]+)"', page).group(1)
    moments = []
    for hour in ("17:00", "18:00"):
        frozen(ORDINARY_MONDAY, hour)
        client.post(CHECK, {"idempotency_key": key})
        moments.append(TickPass.objects.get(name="documents.verify").at)
    assert moments[0] == moments[1]


def test_looking_at_the_page_checks_nothing(login):
    login(Role.ADMIN).get(CHECK)
    assert not TickPass.objects.filter(name="documents.verify").exists()


def test_a_form_without_a_key_is_told_and_checks_nothing(login):
    response = login(Role.ADMIN).post(CHECK)
    assert "Biểu mẫu này đã cũ" in response.content.decode()
    assert not TickPass.objects.filter(name="documents.verify").exists()
