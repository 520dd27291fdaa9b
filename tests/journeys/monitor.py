"""What the monitoring body of the city does: the figures, and the rows behind one."""

from playwright.sync_api import Page, expect

from tests.journeys.stage import Stage


def opens_a_figure(stage: Stage, page: Page) -> tuple[list[str], list[list[str]]]:
    """From the city's figures down to the petitions that were due. Returns the figures and those rows."""
    page.get_by_role("link", name="Tổng quan").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tình hình thực hiện Quy chế")
    stage.look(page, "bang-dieu-hanh")
    figures = page.locator(".stat-band").get_by_role("link")
    shown = figures.all_inner_texts()
    figures.nth(3).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mốc trả lời kiến nghị đã đến hạn")
    stage.look(page, "so-lieu")
    rows = [
        [" ".join(cell.split()) for cell in row.locator("th, td").all_inner_texts()]
        for row in page.locator("tbody tr").all()
    ]
    return shown, rows
