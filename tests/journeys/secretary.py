"""What the secretary of the session does in the hall and after it."""

from playwright.sync_api import Page, expect

from tests.journeys.stage import PASSWORD, Stage


def begins(stage: Stage, page: Page, address: str) -> None:
    """Open the session and call the first speaker."""
    page.goto(f"{address}dieu-hanh/")
    page.get_by_role("button", name="Bắt đầu buổi đối thoại").click()
    stage.look(page, "dieu-hanh")
    page.get_by_role("button", name="Mời người tiếp theo").click()


def records_speaker(page: Page, *, said: str, summary: str, last: bool) -> None:
    """Note what the one who has the floor says, record the petition in it, call the next."""
    page.get_by_label("Nội dung ghi").fill(said)
    page.get_by_role("button", name="Lưu nội dung").click()
    page.get_by_role("link", name="Ghi kiến nghị").click()
    expect(page.get_by_label("Nội dung kiến nghị")).to_have_value(said)
    page.get_by_label("Tóm tắt").fill(summary)
    page.get_by_role("button", name="Ghi kiến nghị").click()
    expect(page.get_by_text("Đã ghi nhận kiến nghị số")).to_be_visible()
    page.get_by_role("button", name="Lưu và kết thúc lượt" if last else "Lưu và mời người tiếp theo").click()


def hears_somebody_unregistered(stage: Stage, page: Page, *, said: str, summary: str) -> str:
    """Somebody from the hall: no contact is asked for, the code is handed over on paper. Returns the code."""
    page.get_by_label("Tên để mời phát biểu").fill("Một công dân khu phố 4")
    page.get_by_label("Việc muốn nói").fill("Đổi giấy tờ theo tên phường mới")
    page.get_by_role("button", name="Mời phát biểu").first.click()
    page.get_by_label("Nội dung ghi").fill(said)
    page.get_by_role("button", name="Lưu nội dung").click()
    page.get_by_role("link", name="Ghi kiến nghị").click()
    page.get_by_label("Tóm tắt").fill(summary)
    page.get_by_label("Lĩnh vực").select_option(label="Giấy tờ sau sắp xếp đơn vị hành chính")
    page.get_by_label("Họ và tên").fill("")
    page.get_by_role("button", name="Ghi kiến nghị").click()
    code = page.locator("#ma-tra-cuu").inner_text()
    stage.look(page, "ma-tra-cuu")
    return code


def hears_an_agency(page: Page, address: str, name: str) -> None:
    """The agency explains at once what it can."""
    page.goto(f"{address}dieu-hanh/")
    page.get_by_label("Ai phát biểu").select_option(label=name)
    page.get_by_role("button", name="Mời phát biểu").last.click()


def comes_back(stage: Stage, page: Page, address: str) -> None:
    """After so long a discussion the screen is locked; the password opens it where it was."""
    page.goto(f"{address}dieu-hanh/")
    stage.look(page, "xac-nhan-lai")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Xác nhận và tiếp tục").click()
    expect(page.get_by_role("button", name="Kết thúc lượt")).to_be_visible()


def ends(page: Page, address: str, *, at: str) -> None:
    """Record the end; the ten working days run from here."""
    page.goto(f"{address}dieu-hanh/")
    page.get_by_role("button", name="Kết thúc lượt").click()
    page.get_by_role("link", name="Ghi nhận kết thúc").click()
    page.get_by_label("Giờ kết thúc").fill(at)
    page.get_by_role("button", name="Ghi nhận kết thúc").click()
    expect(page.get_by_text("Đã tổ chức").first).to_be_visible()


def writes_minutes(stage: Stage, page: Page, address: str) -> bytes:
    """Write what the record does not hold, read the paper, close it. Returns the file."""
    page.goto(f"{address}bien-ban/")
    page.get_by_label("Số người dự").fill("85")
    page.get_by_label("Trong đó đại diện Nhân dân").fill("70")
    page.get_by_label("Khai mạc").fill("Văn phòng nêu lý do, giới thiệu đại biểu và nội quy.")
    page.get_by_label("Kết luận của người chủ trì tại buổi").fill(
        "Giao các cơ quan giải quyết, trả lời bằng văn bản."
    )
    page.get_by_role("button", name="Lưu biên bản").click()
    expect(page.get_by_text("Đã lưu biên bản.")).to_be_visible()
    stage.look(page, "bien-ban")
    page.get_by_role("button", name="Chốt biên bản").click()
    expect(page.get_by_role("heading", name="Biên bản đã chốt")).to_be_visible()
    return stage.file(page, page.get_by_role("link", name="Xem biên bản").get_attribute("href"))
