"""What the office of the ward does: plan, invite, prepare, draft, issue, report."""

import re
from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Page, expect

from tests.journeys import papers
from tests.journeys.stage import Stage
from tests.sessions_app.sheets import XLSX, decomposed, workbook

TITLE = "Đối thoại với Nhân dân về thoát nước và an ninh trật tự khu dân cư"
AGENCIES = ("Trung tâm Quản lý hạ tầng kỹ thuật", "Công an phường Bến Thành")
AN, BINH, CUC = "Minh Họa Thị An", "Minh Họa Văn Bình", "Minh Họa Thị Cúc"


def schedules(stage: Stage, page: Page, *, held_on: date, passed: date) -> str:
    """Plan the session from the desk; a date that has passed is refused while it is typed. Returns its address."""
    page.get_by_role("link", name="Lập buổi đối thoại").first.click()
    page.get_by_label("Tên buổi đối thoại").fill(TITLE)
    page.get_by_label("Nội dung", exact=True).fill("Thoát nước mùa mưa; an ninh trật tự tại các hẻm")
    page.get_by_label("Thành phần Nhân dân").fill("Đại diện hộ dân các khu phố 3, 4, 5")
    day, advice = page.get_by_label("Ngày tổ chức"), page.locator("#han-gui-thu-moi")
    day.fill(f"{passed:%d/%m/%Y}")
    day.press("Tab")
    expect(advice).to_contain_text("Ngày này đã qua")
    day.fill(f"{held_on:%d/%m/%Y}")
    day.press("Tab")
    expect(advice).to_contain_text("Thư mời phải gửi chậm nhất Thứ Tư, ngày 11/03/2026")
    expect(advice).to_contain_text("Thứ Bảy, Chủ nhật: 14/03, 15/03")
    page.get_by_label("Giờ bắt đầu").fill("14 giờ")
    page.get_by_label("Giờ dự kiến kết thúc").fill("16h30")
    page.get_by_label("Địa điểm").fill("Hội trường phường Bến Thành")
    page.get_by_label("Thư ký ghi biên bản").select_option(index=1)
    page.get_by_text("Cơ quan, đơn vị của Thành phố tham gia").first.click()
    for agency in AGENCIES:
        page.get_by_label(agency, exact=True).check()
    stage.look(page, "lap-buoi-doi-thoai")
    page.get_by_role("button", name="Lưu kế hoạch").click()
    expect(page.get_by_text("Đã lập buổi đối thoại.")).to_be_visible()
    return re.sub(r"khach-moi/$", "", page.url)


def guest_list() -> bytes:
    """A list as offices keep it: titles above the header, decomposed letters, a lost zero, two broken rows."""
    rows = [
        (1, decomposed(AN), "Khu phố 3", 901234567, "an@minhhoa.example"),
        (2, BINH, "Khu phố 4", "0901 234 568", "binh@minhhoa.example"),
        (3, CUC, "Khu phố 5", "0901.234.569", ""),
        (4, "Minh Họa Văn Dũng", "Khu phố 5", "09012", "dung@minhhoa.example"),
        (5, "", "Khu phố 5", "0901234570", ""),
    ]
    return workbook(rows, titles=("DANH SÁCH ĐẠI BIỂU NHÂN DÂN", "Buổi đối thoại tháng 3"))


def imports_guests(stage: Stage, page: Page) -> None:
    """Read the list in, see the broken rows by their numbers, take the good ones."""
    page.get_by_role("link", name="Nhập từ Excel").first.click()
    page.get_by_label("Tệp Excel (.xlsx)").set_input_files(
        {"name": "danh-sach.txt", "mimeType": "text/plain", "buffer": b"khong phai Excel"}
    )
    page.get_by_role("button", name="Kiểm tra tệp").click()
    expect(page.locator(".error-summary")).to_contain_text("phải là tệp Excel có đuôi .xlsx")
    page.get_by_label("Tệp Excel (.xlsx)").set_input_files(
        {"name": "khach-moi.xlsx", "mimeType": XLSX, "buffer": guest_list()}
    )
    page.get_by_role("button", name="Kiểm tra tệp").click()
    expect(page.locator(".panel-head")).to_contain_text("3 dòng hợp lệ, 2 dòng cần sửa. Chưa lưu dòng nào.")
    broken = page.get_by_role("table").get_by_role("row")
    expect(broken.nth(1)).to_contain_text("7")
    expect(broken.nth(2)).to_contain_text("8")
    stage.look(page, "kiem-tra-tep-excel")
    guests = page.url.partition("khach-moi/")[0] + "khach-moi/"
    with page.context.expect_page() as other:
        page.evaluate("address => window.open(address)", guests)
    expect(other.value.get_by_text("Chưa có khách mời nào")).to_be_visible()
    other.value.close()
    page.get_by_role("button", name="Nhập 3 dòng hợp lệ").click()
    expect(page.get_by_text("Đã nhập 3 khách mời.")).to_be_visible()
    expect(page.get_by_role("rowheader")).to_have_text([f"{AN}", f"{BINH}", f"{CUC}"])
    stage.look(page, "khach-moi")


def issues_invitations(stage: Stage, page: Page, address: str) -> None:
    """Read the letter before it has a number, issue it, see who gets it which way."""
    page.goto(f"{address}thu-moi/")
    draft = papers.pages_of(stage.paper(page))
    assert "Nội dung: Thoát nước mùa mưa; an ninh trật tự tại các hẻm" in draft[0]
    assert "PHIẾU ĐĂNG KÝ NỘI DUNG PHÁT BIỂU" in draft[1]
    expect(page.get_by_text("3 người: 2 qua thư điện tử, 1 giao giấy")).to_be_visible()
    page.get_by_role("button", name="Phát hành và gửi 3 thư mời").click()
    expect(page.locator(".error-summary")).to_contain_text("Nhập họ và tên người ký.")
    page.get_by_label("Họ và tên người ký").fill("Minh Họa Chánh Văn Phòng")
    stage.look(page, "thu-moi")
    page.get_by_role("button", name="Phát hành và gửi 3 thư mời").click()
    expect(page.get_by_text("Thư điện tử đang được gửi.")).to_be_visible()


def _paper_in_frame(page: Page) -> str:
    return page.locator(".paper-picture").get_attribute("src").removesuffix("?dang=anh")


def reads_letters_that_left(stage: Stage, page: Page) -> str:
    """At "Thư đi": the letter to the first guest as it left. Returns the link in it."""
    page.get_by_role("link", name="Thư đi").click()
    expect(page.get_by_role("cell", name="Đã gửi")).to_have_count(4)
    stage.look(page, "thu-di")
    page.get_by_role("link", name=AN).click()
    link = page.locator("a[href*='/moi/']").get_attribute("href")
    stage.look(page, "mot-thu")
    return link


def hands_over_on_paper(stage: Stage, page: Page, address: str, *, link: str) -> str:
    """Print the letters, check number, QR and slip, enter the one on paper as handed over. Returns its code."""
    page.goto(f"{address}gui-thu/")
    first = stage.file(
        page, page.get_by_role("link", name=re.compile(f"^In thư mời.*{AN}")).get_attribute("href")
    )
    assert papers.sheets_of(first) == 2
    assert "Số 01-GM/ĐU" in papers.pages_of(first)[0]
    assert papers.qr_of(first) == papers.qr_for(link)
    letter = page.get_by_role("link", name=re.compile(f"^In thư mời.*{CUC}")).get_attribute("href")
    front, slip = papers.pages_of(stage.file(page, letter))
    code = re.search(r"mã mời ([0-9A-Z]{4}-[0-9A-Z]{4})", front)[1]
    assert f"Mã mời {code}" in slip
    page.get_by_label(f"Đã giao giấy cho {CUC}").check()
    page.get_by_label("Người giao").fill("Cán bộ khu phố 5")
    page.get_by_role("button", name="Ghi nhận đã giao").click()
    expect(page.get_by_role("cell", name="Đúng hạn")).to_have_count(3)
    stage.look(page, "theo-doi-gui-thu")
    return code


def orders_speakers(stage: Stage, page: Page, address: str) -> bytes:
    """Accept both registrations from the list, let the second speak first, print the programme."""
    for guest in (AN, CUC):
        page.goto(f"{address}dang-ky/")
        page.get_by_role("row").filter(has_text=guest).get_by_role("link").click()
        page.get_by_role("button", name="Nhận, xếp phát biểu").click()
        expect(page.get_by_text("Đã đưa vào danh sách phát biểu.")).to_be_visible()
    stage.look(page, "mot-dang-ky")
    page.goto(f"{address}dang-ky/")
    stage.look(page, "dang-ky-phat-bieu")
    page.get_by_role("link", name="Sắp xếp thứ tự").click()
    page.get_by_role("button", name="Lên phiếu số 02").click()
    order = page.get_by_role("region", name="Bảng thứ tự phát biểu").get_by_role("link")
    expect(order).to_have_text([CUC, AN])
    stage.look(page, "chuong-trinh")
    return stage.file(page, page.get_by_role("link", name="In chương trình").get_attribute("href"))


@dataclass(frozen=True)
class Decision:
    """What the draft says about one petition."""

    outcome: str
    instruction: str
    agency: str = ""


def drafts_conclusions(stage: Stage, page: Page, address: str, decisions: dict[int, Decision]) -> None:
    """Decide each petition, with the text that its agency will read; add the two parts around them."""
    page.goto(f"{address}ket-luan/")
    page.get_by_role("button", name="Soạn dự thảo kết luận").click()
    page.get_by_label("Đánh giá chung").fill(
        "Buổi đối thoại dân chủ, thẳng thắn; các ý kiến sát với đời sống."
    )
    page.get_by_label("Tổ chức thực hiện").fill("Văn phòng Đảng ủy theo dõi, đôn đốc và báo cáo kết quả.")
    page.get_by_role("button", name="Lưu dự thảo").click()
    for number, decision in decisions.items():
        _decides(page, number, decision)
    stage.look(page, "du-thao-ket-luan")
    _submits(stage, page)


def _decides(page: Page, number: int, decision: Decision) -> None:
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=f"{number:02d}", exact=True))
    row.get_by_role("link").click()
    page.get_by_label(decision.outcome, exact=True).check()
    page.get_by_label("Ý kiến kết luận").fill(decision.instruction)
    if decision.agency:
        page.get_by_label("Cơ quan chủ trì giải quyết").select_option(label=decision.agency)
        page.get_by_label("Đã đọc lại: nội dung chuyển cơ quan").check()
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page).to_have_url(re.compile("/ket-luan/$"))


def _submits(stage: Stage, page: Page) -> None:
    draft = papers.text_of(stage.file(page, page.get_by_role("link", name="Xem trước").get_attribute("href")))
    assert "Dự thảo" in draft
    page.get_by_role("button", name="Trình người chủ trì duyệt").click()
    expect(page.get_by_text("để người chủ trì duyệt.")).to_be_visible()


def revises_conclusions(stage: Stage, page: Page, address: str, number: int, decision: Decision) -> None:
    """Read the remark, open the next round as a copy, change one line, submit again."""
    page.goto(f"{address}ket-luan/")
    expect(page.get_by_text("Nêu rõ thời hạn khảo sát.")).to_be_visible()
    page.get_by_role("button", name="Mở bản sửa").click()
    _decides(page, number, decision)
    _submits(stage, page)


def issues_notice(stage: Stage, page: Page, address: str) -> None:
    """The last look, then the number; the agencies have their clocks from the date on the paper."""
    page.goto(f"{address}thong-bao-ket-luan/")
    expect(page.get_by_text("Thứ Tư, ngày 22/04/2026, nếu đề ngày hôm nay")).to_be_visible()
    assert "THÔNG BÁO" in papers.text_of(stage.paper(page))
    page.get_by_label("Họ và tên người ký").fill("Minh Họa Chánh Văn Phòng")
    stage.look(page, "phat-hanh-thong-bao")
    page.get_by_role("button", name="Phát hành và tính hạn 20 ngày").click()
    expect(page.get_by_role("heading", name="2 kiến nghị đã giao cơ quan")).to_be_visible()
    stage.look(page, "da-phat-hanh-thong-bao")


def reads_the_notice(stage: Stage, page: Page, address: str) -> bytes:
    """The paper as everybody gets it, from the overview of the session."""
    page.goto(address)
    stage.look(page, "buoi-doi-thoai")
    link = page.get_by_role("link", name=re.compile("Thông báo"))
    return stage.file(page, link.first.get_attribute("href"))


def reports_on_the_year(stage: Stage, page: Page) -> bytes:
    """The figures of the year, a few words beside them, and the paper under its number."""
    page.get_by_role("link", name="Báo cáo năm").first.click()
    page.get_by_role("row").filter(has_text="Bí thư Đảng ủy phường Bến Thành").first.get_by_role(
        "link"
    ).click()
    page.get_by_label("III. Ưu điểm").fill("Thư mời và thông báo kết luận đúng hạn.")
    page.get_by_role("button", name="Lưu nội dung").click()
    expect(page.get_by_text("Đã lưu nội dung báo cáo năm.")).to_be_visible()
    assert "Dự thảo" in papers.text_of(stage.paper(page))
    page.get_by_role("button", name="Phát hành báo cáo năm 2026").click()
    expect(page.get_by_text("Đã phát hành báo cáo số 01-BC/ĐU.")).to_be_visible()
    stage.look(page, "bao-cao-nam")
    return stage.paper(page)
