"""A passkey in a real browser: a device that Chromium plays makes it, and it opens the portal at the next sign-in."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.enums import Role
from tests.factories.accounts import PASSWORD, SeatFactory, UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.one_engine]


def give_device(page: Page) -> None:
    """A fingerprint reader whose finger always lies on it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill("vanphong.thu")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()


def test_a_passkey_is_made_and_opens_the_portal(live_app, page, settings):
    settings.SECOND_FACTOR_ENFORCED = True
    SeatFactory(role=Role.ADMIN, user=UserFactory(username="vanphong.thu"))
    complaints = []
    page.on(
        "console", lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    give_device(page)

    sign_in(page, live_app.url)
    page.get_by_role("link", name="dùng khóa đăng nhập thay ứng dụng").click()
    page.get_by_label("Tên khóa").fill("Vân tay máy cơ quan")
    page.get_by_role("button", name="Tạo khóa").click()
    expect(page.get_by_role("heading", name="Mã dự phòng", exact=True)).to_be_visible()
    page.get_by_role("button", name="Tôi đã cất mã, tiếp tục").click()
    expect(page.get_by_text("Vân tay máy cơ quan")).to_be_visible()

    page.context.clear_cookies()
    sign_in(page, live_app.url)
    page.get_by_role("button", name="Dùng khóa đăng nhập").click()
    expect(page).to_have_url(re.compile("/viec-cua-toi/"))
    assert complaints == []
