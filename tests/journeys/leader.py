"""What the presider does on a tablet: read, send back with a remark, agree."""

from playwright.sync_api import Page, expect

from tests.journeys import papers
from tests.journeys.stage import Stage


def opens_the_draft(stage: Stage, page: Page) -> str:
    """From the desk to the paper. Returns its text."""
    page.get_by_role("link", name="Chờ tôi duyệt").first.click()
    page.locator("main").get_by_role("link", name="Thông báo kết luận").first.click()
    stage.look(page, "duyet-ket-luan")
    return papers.text_of(stage.paper(page))


def returns(page: Page, remark: str) -> None:
    """Not yet: what has to change."""
    page.get_by_text("Trả lại để sửa").click()
    page.get_by_role("button", name="Gửi ý kiến và trả lại").click()
    expect(page.locator(".error-summary")).to_contain_text("Ghi ý kiến để văn phòng biết cần sửa gì.")
    page.get_by_label("Ý kiến để văn phòng sửa").fill(remark)
    page.get_by_role("button", name="Gửi ý kiến và trả lại").click()
    expect(page.get_by_text("Đã trả lại dự thảo để văn phòng sửa.")).to_be_visible()


def agrees(page: Page) -> None:
    """Exactly this text may go out."""
    page.get_by_role("button", name="Đồng ý phát hành").click()
    expect(page.get_by_text("Đã đồng ý phát hành kết luận.")).to_be_visible()


def has_read_the_report(stage: Stage, page: Page, summary: str) -> None:
    """The agency reported; the head says that he has read it."""
    page.get_by_role("link", name="Kiến nghị").first.click()
    page.get_by_role("link", name=summary).first.click()
    stage.look(page, "kien-nghi-da-tra-loi")
    page.get_by_role("button", name="Đã xem báo cáo").click()
    expect(page.get_by_role("button", name="Đã xem báo cáo")).to_have_count(0)
