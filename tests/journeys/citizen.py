"""What people of the ward do with a letter: open it, register, come back later with the code of the receipt."""

import re
from io import BytesIO

from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.stage import Stage

RECEIVED = "Đã nhận đăng ký phát biểu"


def photograph() -> dict:
    """A picture as a telephone sends it."""
    buffer = BytesIO()
    Image.new("RGB", (640, 480), "grey").save(buffer, "JPEG")
    return {"name": "nap-cong.jpg", "mimeType": "image/jpeg", "buffer": buffer.getvalue()}


def finds_an_altered_link_closed(page: Page, link: str) -> None:
    """A link with a wrong letter opens nothing and says what to do."""
    answer = page.context.request.get(f"{link[:-4]}zzz/")
    assert answer.status == 404
    assert "Liên kết không còn dùng được" in answer.text()


def opens_by_link(page: Page, link: str) -> None:
    """The secret is gone from the address after the first step."""
    page.goto(link)
    assert page.url.endswith("/thu-moi/")


def opens_by_code(page: Page, address: str, code: str) -> None:
    """From the start page with the code that stands on paper, typed without dash and in small letters."""
    page.goto(address, wait_until="networkidle")
    page.get_by_role("link", name="Nhập mã mời").first.focus()
    page.keyboard.press("Enter")  # by keyboard: a click can miss a link that fonts still move
    page.wait_for_url("**/ma-moi/")
    page.get_by_label("Mã thư mời").fill(code.replace("-", " ").lower())
    page.get_by_role("button", name="Mở thư mời").click()
    assert page.url.endswith("/thu-moi/")


def registers(stage: Stage, page: Page, *, field: str, text: str, may_be_named: bool, picture: bool) -> str:
    """Three steps, a slip of the pen corrected on the way, sent from two windows. Returns the code of the receipt."""
    page.get_by_role("link", name="Đăng ký phát biểu").click()
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.locator(".error-summary")).to_contain_text("Viết nội dung ông/bà muốn phát biểu.")
    page.get_by_label(field).check()
    page.get_by_label("Nội dung muốn phát biểu").fill(text)
    if picture:
        page.get_by_label("Ảnh hoặc tài liệu kèm theo").set_input_files(
            {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": b"MZ\x90 not a picture"}
        )
        page.get_by_role("button", name="Tiếp tục").click()
        expect(page.locator(".error-summary")).to_be_visible()
        expect(page.get_by_label("Nội dung muốn phát biểu")).to_have_value(text)
        page.get_by_label("Ảnh hoặc tài liệu kèm theo").set_input_files(photograph())
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_text(text)).to_be_visible()
    page.get_by_role("button", name="Gửi đăng ký").click()
    expect(page.locator(".error-summary")).to_contain_text("Đánh dấu để xác nhận đã đọc phần trách nhiệm")
    _consents(page, may_be_named=may_be_named)
    stage.look(page, "kiem-tra-truoc-khi-gui")
    with page.context.new_page() as again:
        again.goto(page.url)
        _consents(again, may_be_named=may_be_named)
        code = _sends(page)
        assert _sends(again) == code
    stage.look(page, "da-nhan-dang-ky")
    return code


def _consents(page: Page, *, may_be_named: bool) -> None:
    """Responsibility and use of the own data; being named is up to the person."""
    boxes = page.get_by_role("checkbox")
    for number in (0, 1, 2) if may_be_named else (0, 1):
        boxes.nth(number).check()


def _sends(page: Page) -> str:
    page.get_by_role("button", name="Gửi đăng ký").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(RECEIVED)
    return page.locator(".code").inner_text()


def follows(stage: Stage, page: Page, *, code: str, phone_end: str) -> None:
    """At the public page with the code of the receipt; without the end of the phone nothing is told."""
    page.goto(stage.address)
    page.get_by_role("link", name="Tra cứu kết quả").first.click()
    page.get_by_label("Mã tra cứu").fill(code.lower())
    page.get_by_role("button", name="Xem kết quả").click()
    expect(page.locator(".error-summary")).to_contain_text("Mã tra cứu hoặc 4 số cuối điện thoại không đúng.")
    page.get_by_label("4 số cuối điện thoại").fill(phone_end)
    page.get_by_role("button", name="Xem kết quả").click()
    assert page.url.endswith("/tra-cuu/ket-qua/")
    stage.look(page, "ket-qua-tra-cuu")


def checks_the_paper(stage: Stage, page: Page, text: str, *, number: str, sha256: str) -> None:
    """At the address printed on a paper: the same number, and the hash of the very file."""
    page.goto(re.search(r"https?://\S+/xac-thuc/\w+/", text)[0])
    facts = page.locator("main")
    expect(facts).to_contain_text(number)
    expect(facts).to_contain_text(sha256)
    stage.look(page, "xac-thuc")
