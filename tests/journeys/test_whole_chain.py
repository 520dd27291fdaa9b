"""The whole chain of one dialogue, by the hands of the people who do it, in a real browser.

The days are those of the real calendar: the session is on Thursday 19/3/2026, so letters leave by Wednesday 11/3
(five working days strictly between), the notice is due by Thursday 2/4, the answers twenty working days after it.
"""

import hashlib
from datetime import date

import pytest
from django.core.management import call_command

from audit.models import Act
from tests.journeys import agency, citizen, leader, monitor, office, papers, secretary
from tests.journeys.office import AN, BINH, CUC, Decision
from tests.journeys.stage import PHONE, TABLET, Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLANNED, INVITED, REGISTERED = date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 11)
ORDERED, HELD, MINUTED = date(2026, 3, 18), date(2026, 3, 19), date(2026, 3, 20)
RETURNED, APPROVED, NOTICED = date(2026, 3, 23), date(2026, 3, 24), date(2026, 3, 25)
ANSWERED, EXTENDED, FOLLOWED = date(2026, 4, 8), date(2026, 4, 15), date(2026, 4, 16)
REMINDED, MORE_TIME, YEAR_OVER = date(2026, 5, 8), date(2026, 5, 15), date(2026, 12, 21)

DRAINS = "Nắp cống đầu hẻm 45 vỡ từ đầu tháng, ban đêm không có rào chắn. Đề nghị thay nắp mới."
CAMERAS = "Hẻm 12 vắng về đêm, đã có hai vụ mất xe. Đề nghị lắp camera."
PAPERS = "Nhiều hộ chưa rõ có phải đổi giấy tờ theo tên phường mới không."
ANSWER = "Đã thay nắp cống đầu hẻm 45 ngày 6/4/2026 và rà soát cả tuyến."
REASON = "Cần khảo sát hiện trường cùng Điện lực."
FIRST_DECISIONS = {
    1: Decision("Giao cơ quan giải quyết", "Giao Công an phường khảo sát.", office.AGENCIES[1]),
    2: Decision("Giao cơ quan giải quyết", "Giao Trung tâm kiểm tra, thay nắp cống.", office.AGENCIES[0]),
    3: Decision("Trả lời tại buổi", "Giấy tờ đã cấp vẫn có giá trị sử dụng."),
}
REMARK = "Nêu rõ thời hạn khảo sát."
REVISED = Decision(
    "Giao cơ quan giải quyết", "Giao Công an phường khảo sát xong trước ngày 15/4/2026.", office.AGENCIES[1]
)


def test_a_dialogue_goes_the_whole_way(stage):
    address, link, short_code = the_office_invites(stage)
    code_of_an, code_of_cuc = two_people_register(stage, link, short_code)
    the_office_prepares_the_programme(stage, address)
    the_session_is_held(stage, address)
    the_conclusions_are_agreed(stage, address)
    the_notice_goes_out(stage, address)
    the_agencies_act(stage)
    the_people_read_what_became_of_it(stage, code_of_an, code_of_cuc)
    the_city_and_the_year_are_told(stage)
    assert what_was_done() == DONE
    call_command("verify_integrity")


def the_office_invites(stage: Stage) -> tuple[str, str, str]:
    stage.at(PLANNED, "07:00")
    assert stage.clockwork_passes() == {"opened": 1074, "moved": 0, "calendar alerts": 0, "reminded": 0}
    stage.at(PLANNED, "08:10")
    with stage.signed_in("vanphong") as page:
        stage.look(page, "viec-cua-toi")
        address = office.schedules(stage, page, held_on=HELD, passed=date(2026, 3, 8))
        office.imports_guests(stage, page)
    stage.at(INVITED, "09:00")
    with stage.signed_in("vanphong") as page:
        office.issues_invitations(stage, page, address)
        assert stage.let_letters_leave() == 4
        link = office.reads_letters_that_left(stage, page)
        return address, link, office.hands_over_on_paper(stage, page, address, link=link)


def two_people_register(stage: Stage, link: str, short_code: str) -> tuple[str, str]:
    stage.at(REGISTERED, "19:30")
    with stage.browsing(viewport=PHONE, script=False) as page:
        citizen.finds_an_altered_link_closed(page, link)
        citizen.opens_by_link(page, link)
        code_of_an = citizen.registers(
            stage, page, field="Môi trường - ngập nước", text=DRAINS, may_be_named=True, picture=True
        )
    with stage.browsing(viewport=PHONE) as page:
        citizen.opens_by_code(page, stage.address, short_code)
        code_of_cuc = citizen.registers(
            stage, page, field="An ninh trật tự - phòng cháy", text=CAMERAS, may_be_named=False, picture=False
        )
    assert stage.let_letters_leave() == 1
    return code_of_an, code_of_cuc


def the_office_prepares_the_programme(stage: Stage, address: str) -> None:
    stage.at(ORDERED, "08:00")
    with stage.signed_in("vanphong") as page:
        programme = papers.text_of(office.orders_speakers(stage, page, address))
    assert stage.let_letters_leave() == 1
    assert AN in programme
    assert CUC not in programme
    assert BINH not in programme


def the_session_is_held(stage: Stage, address: str) -> None:
    stage.at(HELD, "14:00")
    with stage.signed_in("thuky") as page:
        secretary.begins(stage, page, address)
        stage.at(HELD, "14:12")
        secretary.records_speaker(page, said=CAMERAS, summary="Lắp camera tại hẻm 12", last=False)
        stage.at(HELD, "14:25")
        secretary.records_speaker(page, said=DRAINS, summary="Thay nắp cống đầu hẻm 45", last=True)
        stage.at(HELD, "14:40")
        secretary.hears_somebody_unregistered(
            stage, page, said=PAPERS, summary="Đổi giấy tờ theo tên phường mới"
        )
        stage.at(HELD, "14:50")
        secretary.hears_an_agency(page, address, office.AGENCIES[1])
        stage.at(HELD, "16:35")
        secretary.comes_back(stage, page, address)
        secretary.ends(page, address, at="16 giờ 30")
    stage.at(MINUTED, "09:00")
    with stage.signed_in("thuky") as page:
        minutes = papers.text_of(secretary.writes_minutes(stage, page, address))
    assert DRAINS in minutes
    assert CUC not in minutes


def the_conclusions_are_agreed(stage: Stage, address: str) -> None:
    stage.at(MINUTED, "14:00")
    with stage.signed_in("vanphong") as page:
        office.drafts_conclusions(stage, page, address, FIRST_DECISIONS)
    stage.at(RETURNED, "09:30")
    with stage.signed_in("lanhdao", viewport=TABLET) as page:
        assert FIRST_DECISIONS[1].instruction in leader.opens_the_draft(stage, page)
        leader.returns(page, REMARK)
    stage.at(RETURNED, "14:00")
    with stage.signed_in("vanphong") as page:
        office.revises_conclusions(stage, page, address, 1, REVISED)
    stage.at(APPROVED, "10:00")
    with stage.signed_in("lanhdao", viewport=TABLET) as page:
        assert REVISED.instruction in leader.opens_the_draft(stage, page)
        leader.agrees(page)


def the_notice_goes_out(stage: Stage, address: str) -> None:
    stage.at(NOTICED, "15:00")
    with stage.signed_in("vanphong") as page:
        office.issues_notice(stage, page, address)
        file = office.reads_the_notice(stage, page, address)
    notice = papers.text_of(file)
    assert "Số 01-TB/ĐU" in notice
    assert "ngày 25 tháng 3 năm 2026" in notice
    assert REVISED.instruction in notice
    assert CUC not in notice
    assert stage.let_letters_leave() == 4
    with stage.browsing(viewport=PHONE, script=False) as page:
        citizen.checks_the_paper(
            stage, page, notice, number="Số 01-TB/ĐU", sha256=hashlib.sha256(file).hexdigest()
        )


def the_agencies_act(stage: Stage) -> None:
    due = "22/04/2026"
    stage.at(ANSWERED, "10:00")
    with stage.signed_in("coquan") as page:
        agency.opens_its_petition(stage, page, due=due, strangers=(AN, BINH, CUC))
        agency.answers(stage, page, on=ANSWERED, summary=ANSWER, file=papers.a_paper())
    stage.at(EXTENDED, "10:00")
    with stage.signed_in("coquan2") as page:
        agency.opens_its_petition(stage, page, due=due, strangers=(AN, BINH, CUC))
        agency.extends(stage, page, on=EXTENDED, until=MORE_TIME, reason=REASON, file=papers.a_paper())
    stage.at(EXTENDED, "11:00")
    with stage.signed_in("lanhdao", viewport=TABLET) as page:
        leader.has_read_the_report(stage, page, "Thay nắp cống đầu hẻm 45")
    assert stage.let_letters_leave() == 1


def the_people_read_what_became_of_it(stage: Stage, code_of_an: str, code_of_cuc: str) -> None:
    stage.at(FOLLOWED, "20:00")
    with stage.browsing(viewport=PHONE, script=False) as page:
        citizen.follows(stage, page, code=code_of_an, phone_end="4567")
        assert ANSWER in page.locator("main").inner_text()
        answer = page.get_by_role("link", name="Tải văn bản").get_attribute("href")
        assert stage.file(page, answer)[:5] == b"%PDF-"
    with stage.browsing(viewport=PHONE) as page:
        citizen.follows(stage, page, code=code_of_cuc, phone_end="4569")
        told = page.locator("main").inner_text()
        assert REASON in told
        assert "15/05/2026" in told


def the_city_and_the_year_are_told(stage: Stage) -> None:
    stage.at(FOLLOWED, "21:00")
    with stage.signed_in("bandanvan") as page:
        figures, rows = monitor.opens_a_figure(stage, page)
    assert figures == ["1/168", "1/1", "1/1", "1/1"]
    assert rows == [
        [
            "Trả lời kiến nghị Đảng ủy phường Bến Thành",
            "Trung tâm Quản lý hạ tầng kỹ thuật",
            "điểm b, khoản 3, Điều 9",
            "22/04/2026",
            "08/04/2026",
            "Đúng hạn Sớm 10 ngày làm việc",
        ]
    ]
    stage.at(REMINDED, "07:30")
    assert stage.clockwork_passes() == {"opened": 0, "moved": 0, "calendar alerts": 0, "reminded": 1}
    assert stage.clockwork_passes() == {"opened": 0, "moved": 0, "calendar alerts": 0, "reminded": 0}
    assert stage.let_letters_leave() == 1
    with stage.signed_in("coquan2") as page:
        agency.finds_its_work_on_the_desk(stage, page)
    reminder = stage.letters_to("coquan2@minhhoa.example")[-1]
    assert reminder.subject == "Nhắc hạn: Trả lời kiến nghị bằng văn bản (Đã báo gia hạn đến 15/05/2026)"
    assert "Hạn: Thứ Sáu, ngày 15/05/2026" in reminder.body
    stage.at(YEAR_OVER, "08:00")
    with stage.signed_in("vanphong") as page:
        report = papers.text_of(office.reports_on_the_year(stage, page))
    assert [line for line in FIGURES_OF_THE_YEAR if line not in report] == []


FIGURES_OF_THE_YEAR = (
    "Số 01-BC/ĐU",
    "Kế hoạch: 01 buổi; đã tổ chức: 01 buổi, trong đó định kỳ 01, chuyên đề 0, đột xuất 0.",
    "Tổng số lượt người dự: 85, trong đó 70 lượt đại diện Nhân dân.",
    "Kỳ trước chuyển sang: 0; tiếp nhận trong kỳ: 03; tổng: 03.",
    "Trả lời trực tiếp tại buổi đối thoại: 01; giao cơ quan, đơn vị giải quyết: 02.",
    "Đã giải quyết xong: 02 (66,7%); đang giải quyết: 01, trong đó quá hạn 01;",
    "Gửi thư mời trước buổi đối thoại 1 1 0 0 0 0",
    "Thông báo kết luận sau buổi đối thoại 1 1 0 0 0 0",
    "Trả lời kiến nghị sau thông báo kết luận 2 1 0 0 1 0",
    "Thư mời và thông báo kết luận đúng hạn.",
)


def what_was_done() -> list[tuple[str, str]]:
    """Who did what, in its order, as the audit trail keeps it."""
    acts = Act.objects.select_related("seat__user").order_by("pk")
    return [(act.seat.user.username if act.seat else str(act.actor_kind), act.verb) for act in acts]


def _by(who: str, *verbs: str) -> list[tuple[str, str]]:
    return [(who, verb) for verb in verbs]


DONE = [
    *_by("system", "duty.open_year"),
    *_by("vanphong", "schedule", "duty.open", "duty.open", "import_guests"),
    *_by("vanphong", "announce", "take_number", "complete"),
    *_by("system", "tell_body", "tell_body"),
    *_by("vanphong", "hand_over"),
    *_by("system", "duty.meet"),
    *_by("link", "receive_registration", "receive_registration"),
    *_by("vanphong", "accept", "accept", "move_speaker"),
    *_by("thuky", "begin"),
    *_by("thuky", "take_floor", "note_turn", "record_petition"),
    *_by("thuky", "take_floor", "note_turn", "record_petition", "end_turn"),
    *_by("thuky", "take_floor", "note_turn", "record_petition"),
    *_by("thuky", "take_floor", "end_turn"),
    *_by("thuky", "record_end", "duty.rebase", "duty.meet"),
    *_by("thuky", "write_minutes", "take_number", "finalise_minutes", "complete"),
    *_by("vanphong", "open_round", "edit_conclusion"),
    *_by(
        "vanphong", "confirm_agency_text", "decide_line", "confirm_agency_text", "decide_line", "decide_line"
    ),
    *_by("vanphong", "submit"),
    *_by("lanhdao", "return_draft"),
    *_by("vanphong", "open_round", "decide_line", "submit"),
    *_by("lanhdao", "approve"),
    *_by("vanphong", "take_number", "complete"),
    *_by("system", "duty.meet", "duty.open", "assign", "duty.open", "assign", "conclude"),
    *_by("coquan", "answer", "duty.meet"),
    *_by("coquan2", "extend", "duty.extend"),
    *_by("lanhdao", "see_report"),
    *_by("vanphong", "write_annual_report", "take_number", "complete"),
    *_by("system", "duty.meet"),
]
