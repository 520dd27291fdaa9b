"""The citizen's pages in a real Chromium on a telephone: no script needed, no sideways scrolling, no fault."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from regulation.clock import now
from sessions_app.actions import tracking_codes
from sessions_app.enums import RegistrationState
from sessions_app.models import Invitation, SpeakingRegistration
from tests.factories.accounts import SeatFactory
from tests.factories.registrations import AnnouncedSessionFactory, invite, registration, token_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    # Playwright's plugin declares ``base_url`` in a way that the next pytest drops.
    pytest.mark.filterwarnings("ignore:Session-scoped fixtures defined as instance methods"),
]

TELEPHONE = {"viewport": {"width": 390, "height": 844}, "locale": "vi-VN"}


@pytest.fixture
def invitation(live_app) -> Invitation:
    """A browser has a real clock, so the session lies sixteen days ahead of today."""
    starts = now().replace(hour=14, minute=0, second=0, microsecond=0) + timedelta(days=16)
    session = AnnouncedSessionFactory(
        starts_at=starts,
        planned_end_at=starts + timedelta(hours=2),
        registration_closes_at=starts - timedelta(days=2),
    )
    return invite(session, email="minhhoa@example.vn")


def _link(live_app, invitation: Invitation) -> str:
    return live_app.url + reverse("sessions_app:invitation_enter", args=(token_of(invitation),))


def _register(page) -> None:
    page.get_by_role("link", name="Đăng ký phát biểu").click()
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_text("Môi trường - ngập nước").click()
    page.get_by_label("Nội dung muốn phát biểu").fill("Xe gom rác vào hẻm 18 lúc 17 giờ.")
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_text("Tôi đã đọc và chịu trách nhiệm").click()
    page.get_by_text("Tôi đồng ý để văn phòng dùng").click()
    page.get_by_role("button", name="Gửi đăng ký").click()


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.rule("D9.1.b-2.s2", "D19.1")
def test_a_person_registers_on_a_telephone_with_and_without_a_script(live_app, browser, invitation, script):
    context = browser.new_context(**TELEPHONE, java_script_enabled=script)
    page, problems = context.new_page(), []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.goto(_link(live_app, invitation))
    assert page.url == f"{live_app.url}/thu-moi/"
    _register(page)
    page.wait_for_url(f"{live_app.url}/thu-moi/da-nhan/")
    row = SpeakingRegistration.objects.select_related("tracking").get()
    assert page.locator("#ma-tra-cuu").inner_text() == tracking_codes.code_of(row.tracking)
    assert token_of(invitation) not in page.content()
    assert problems == []
    context.close()


def test_citizen_pages_have_no_accessibility_fault_and_never_scroll_sideways(live_app, browser, invitation):
    context = browser.new_context(**TELEPHONE)
    page = context.new_page()
    page.goto(_link(live_app, invitation))
    before = ("thu-moi/", "thu-moi/khong-du/", "thu-moi/dang-ky/", "ma-moi/", "moi/sai/",
              "noi-tiep-nhan-khieu-nai-to-cao/")  # fmt: skip
    _look_at(live_app, page, before)
    page.goto(f"{live_app.url}/thu-moi/")
    _register(page)
    page.wait_for_url(f"{live_app.url}/thu-moi/da-nhan/")
    _look_at(
        live_app, page, ("thu-moi/", "thu-moi/da-nhan/", "thu-moi/dang-ky/noi-dung/", "thu-moi/rut-dang-ky/")
    )
    other = browser.new_context(**TELEPHONE).new_page()
    other.goto(_link(live_app, invitation))
    _look_at(live_app, other, ("thu-moi/da-nhan/",))
    context.close()
    other.context.close()


def _look_at(live_app, page, addresses: tuple[str, ...]) -> None:
    for address in addresses:
        page.goto(f"{live_app.url}/{address}")
        for width in (390, 320):
            page.set_viewport_size({"width": width, "height": 768})
            _without_fault(page, (address, width))


def _without_fault(page, where: tuple) -> None:
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    faults = [fault["id"] for fault in Axe().run(page).response["violations"]]
    assert (where, overflow, faults) == (where, 0, [])


def test_pages_of_the_office_have_no_accessibility_fault(live_app, browser, invitation, client_for):
    session = invitation.guest.session
    rows = [
        registration(session, state=RegistrationState.ACCEPTED, position=1),
        registration(session, state=RegistrationState.ACCEPTED, position=2),
        registration(session),
    ]
    client = client_for(SeatFactory())
    context = browser.new_context(locale="vi-VN")
    context.add_cookies(
        [
            {"name": name, "value": morsel.value, "url": live_app.url}
            for name, morsel in client.cookies.items()
        ]
    )
    page = context.new_page()
    for name, more in (
        ("registrations", ()),
        ("registration_detail", (rows[2].code,)),
        ("registration_new", ()),
        ("registration_receipt", (rows[0].code,)),
        ("programme", ()),
    ):
        page.goto(live_app.url + reverse(f"sessions_app:{name}", args=(session.code, *more)))
        for width in (1366, 390):
            page.set_viewport_size({"width": width, "height": 768})
            _without_fault(page, (name, width))
    context.close()
