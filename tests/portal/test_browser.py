"""The harness for journeys: a real browser at the real portal."""

import pytest

from accounts.enums import Role
from tests.factories.accounts import PASSWORD, SeatFactory

pytestmark = pytest.mark.browser


def test_somebody_signs_in_without_breaking_the_content_policy(live_app, page):
    problems = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda problem: problems.append(str(problem)))
    seat = SeatFactory(role=Role.OFFICE)

    page.goto(f"{live_app.url}/viec-cua-toi/")
    page.get_by_label("Tên đăng nhập").fill(seat.user.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()

    page.wait_for_url(f"{live_app.url}/viec-cua-toi/")
    assert page.get_by_role("heading", level=1).is_visible()
    assert problems == []
