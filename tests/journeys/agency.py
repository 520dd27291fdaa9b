"""What an agency does with the petition it was given."""

from datetime import date

from playwright.sync_api import Page, expect

from tests.journeys.stage import Stage


def opens_its_petition(stage: Stage, page: Page, *, due: str, strangers: tuple[str, ...]) -> None:
    """The own inbox holds one petition with its clock; nothing on the page says who raised it."""
    page.get_by_role("link", name="Kiến nghị được giao").first.click()
    expect(page.get_by_role("rowheader")).to_have_count(1)
    page.get_by_role("rowheader").get_by_role("link").click()
    expect(page.get_by_role("complementary")).to_contain_text(due)
    stage.look(page, "kien-nghi-duoc-giao")
    told = page.locator("body").inner_text()
    assert [name for name in strangers if name in told] == []


def answers(stage: Stage, page: Page, *, on: date, summary: str, file: bytes) -> None:
    """The written answer with its file, reported to the head at the same time; a wrong file is refused first."""
    page.get_by_role("link", name="Nhập văn bản trả lời").click()
    page.get_by_label("Số, ký hiệu văn bản").fill("215/TTHT-KT")
    page.get_by_label("Ngày văn bản").fill(f"{on:%d/%m/%Y}")
    page.get_by_label("Người ký").fill("Minh Họa Phó Giám Đốc")
    page.get_by_label("Đã giải quyết xong").check()
    page.get_by_label("Nội dung trả lời").fill(summary)
    page.get_by_label("Tệp văn bản trả lời").set_input_files(
        {"name": "tra-loi.exe", "mimeType": "application/pdf", "buffer": b"MZ not a paper"}
    )
    page.get_by_role("button", name="Gửi trả lời").click()
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.get_by_label("Nội dung trả lời")).to_have_value(summary)
    stage.look(page, "van-ban-tra-loi")
    page.get_by_label("Tệp văn bản trả lời").set_input_files(
        {"name": "tra-loi.pdf", "mimeType": "application/pdf", "buffer": file}
    )
    page.get_by_role("button", name="Gửi trả lời").click()
    expect(page.get_by_text("Người kiến nghị đọc được ngay tại trang tra cứu.")).to_be_visible()


def extends(stage: Stage, page: Page, *, on: date, until: date, reason: str, file: bytes) -> None:
    """In writing, with the new date, before the old one."""
    page.get_by_role("link", name="Thông báo gia hạn").click()
    page.get_by_label("Số, ký hiệu văn bản").fill("88/CAP-TH")
    page.get_by_label("Ngày văn bản").fill(f"{on:%d/%m/%Y}")
    page.get_by_label("Thời hạn giải quyết mới").fill(f"{on:%d/%m/%Y}")
    page.get_by_label("Lý do cần thêm thời gian").fill(reason)
    upload = {"name": "gia-han.pdf", "mimeType": "application/pdf", "buffer": file}
    page.get_by_label("Tệp văn bản gia hạn").set_input_files(upload)
    page.get_by_role("button", name="Lưu thông báo gia hạn").click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.get_by_label("Thời hạn giải quyết mới").fill(f"{until:%d/%m/%Y}")
    page.get_by_label("Tệp văn bản gia hạn").set_input_files(upload)
    page.get_by_role("button", name="Lưu thông báo gia hạn").click()
    expect(page.get_by_text("Đã lưu thông báo gia hạn.")).to_be_visible()
    stage.look(page, "da-gia-han")


def finds_its_work_on_the_desk(stage: Stage, page: Page) -> None:
    """Five working days before its date the answer stands first on the desk."""
    expect(page.get_by_role("link", name="Trả lời kiến nghị").first).to_be_visible()
    stage.look(page, "viec-cua-co-quan")
