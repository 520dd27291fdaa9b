"""The style guide in a real Chromium: reflow, contrast, keyboard, content policy, no script needed."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from dialogue_portal.gallery import PAGES

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.design.gallery_urls"),
    pytest.mark.django_db(transaction=True),
    # Playwright's plugin declares ``base_url`` in a way that the next pytest drops.
    pytest.mark.filterwarnings("ignore:Session-scoped fixtures defined as instance methods"),
]

WIDTHS = (1366, 820, 390, 320)


@pytest.fixture
def guide(live_server, page):
    """``guide(slug, width)`` opens a page of the style guide; ``guide.complaints`` is what the console said."""

    def open_page(slug, width=1366):
        page.set_viewport_size({"width": width, "height": 768})
        page.goto(f"{live_server.url}/mau-giao-dien/{slug}/" if slug else f"{live_server.url}/mau-giao-dien/")
        return page

    open_page.complaints = []
    page.on("console", lambda message: open_page.complaints.append(message.text))
    page.on("pageerror", lambda error: open_page.complaints.append(str(error)))
    return open_page


@pytest.mark.parametrize("slug", PAGES)
def test_a_page_has_no_accessibility_fault_and_never_scrolls_sideways(guide, slug):
    for width in WIDTHS:
        page = guide(slug, width)
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        faults = [fault["id"] for fault in Axe().run(page).response["violations"]]
        assert (width, overflow, faults) == (width, 0, [])
    assert guide.complaints == []


def test_a_planted_fault_is_found(guide):
    page = guide("thu-moi")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/x.png\">')")
    assert "image-alt" in [fault["id"] for fault in Axe().run(page).response["violations"]]


def test_the_first_key_reaches_the_content_and_the_focus_is_seen(guide):
    page = guide("viec-can-lam")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Đến nội dung chính"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "noi-dung"


def test_a_refused_form_puts_the_focus_on_the_summary(guide):
    page = guide("")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.click("text=Nhập số điện thoại gồm 10 chữ số >> nth=0")
    assert page.evaluate("document.activeElement.id") == "id_phone"


def test_a_form_leaves_once(guide):
    page = guide("")
    page.evaluate(
        """() => {
            window.sent = 0;
            document.addEventListener("submit", (event) => {
                if (!event.defaultPrevented) { window.sent += 1; }
                event.preventDefault();
            });
        }"""
    )
    button = page.locator("button", has_text="Phát hành và tính hạn 20 ngày")
    button.click()
    button.click()
    assert page.evaluate("window.sent") == 1
    assert button.get_attribute("aria-busy") == "true"


def test_characters_are_counted_composed(guide):
    page = guide("dang-ky")
    page.fill("#id_text", "ê\u0323")
    assert page.text_content(".field-counter") == "Đã viết 1/1.000 ký tự"
    page.fill("#id_text", "a" * 1001)
    assert "is-over" in page.get_attribute(".field-counter", "class")


def test_citizens_need_no_script(browser, live_server):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 768})
    page = context.new_page()
    page.goto(f"{live_server.url}/mau-giao-dien/dang-ky/")
    page.check("text=An ninh, trật tự")
    page.click("text=Tiếp tục")
    assert page.locator("h1").text_content() == "Đã nhận đăng ký phát biểu"
    assert page.locator("button:visible").count() == 0
    context.close()


def test_states_survive_forced_colours(guide):
    page = guide("viec-can-lam")
    page.emulate_media(forced_colors="active")
    border = page.evaluate(
        """() => {
            const style = getComputedStyle(document.querySelector(".chip-overdue"));
            return [style.borderTopWidth, style.borderTopStyle, style.borderTopColor];
        }"""
    )
    assert border == ["2px", "solid", "rgb(0, 0, 0)"]


def test_paper_shows_the_page_without_its_frame(guide):
    page = guide("buoi-doi-thoai")
    page.emulate_media(media="print")
    hidden = [name for name in (".topbar", ".side-nav", ".tab-list", ".filter-bar") if page.is_visible(name)]
    assert hidden == []
    assert page.is_visible("h1")
    assert page.is_visible(".legal-svg")
