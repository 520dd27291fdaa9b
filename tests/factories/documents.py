"""Papers with recognisably invented facts, and issued documents."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date, datetime
from zoneinfo import ZoneInfo

from audit.actors import Actor
from documents import actions
from documents.enums import Family, PaperKind
from documents.models import IssuedDocument
from documents.printouts import Heading, Imprint, Printout, Signature
from documents.spelling import Spelling
from followups.printouts import (
    AnsweredOpinion,
    AssignedOpinion,
    ConclusionNoticePaper,
    EscalatedMatter,
    EscalationLetter,
    OtherOpinion,
    UrgedMatter,
    UrgingLetter,
)
from regulation.articles import Article
from reports.printouts import (
    AnnualReportPaper,
    CountedRow,
    ListedOpinion,
    OpinionCounts,
    SessionFigures,
    TermFigures,
)
from sessions_app.printouts import (
    AnnouncementPaper,
    Entrance,
    InvitationLetter,
    Invitee,
    MinutesOpinion,
    MinutesPaper,
    MinutesTurn,
    Programme,
    ProgrammeStep,
    RunSheet,
    RunSheetSpeaker,
)
from tests.factories.organizations import party_committee

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
HELD_AT = datetime(2026, 12, 3, 14, 0, tzinfo=ZONE)
ISSUED_AT = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
CLERK = Actor.system("phép thử")

HEADING = Heading(
    superior_body="Đảng bộ Thành phố Hồ Chí Minh",
    issuing_body="Đảng ủy phường Bến Thành",
    place="Bến Thành",
    symbol="ĐU",
    office_name="Văn phòng Đảng ủy phường Bến Thành",
)
SIGNATURE = Signature(authority="T/L BAN THƯỜNG VỤ", position="CHÁNH VĂN PHÒNG", name="Lê Minh Họa")
IMPRINT = Imprint(
    number_text="Số 92-GM/ĐU",
    dated_on=date(2026, 11, 23),
    layout_edition="hd05-vptw",
    check_url="http://testserver/xac-thuc/7k4q92mhx0/",
    sealed_on=date(2026, 11, 23),
    seal="3f2a 91bc 04de 77a1 c5e0 12ff 8b6d 40a9",
)
STATE_HEADING = Heading(
    family=Family.STATE,
    superior_body="",
    issuing_body="Ủy ban nhân dân phường Bến Thành",
    place="Bến Thành",
    symbol="UBND",
    office_name="Văn phòng Hội đồng nhân dân và Ủy ban nhân dân phường Bến Thành",
    spelling=Spelling.STATE,
)
STATE_SIGNATURE = Signature(authority="TL. CHỦ TỊCH", position="CHÁNH VĂN PHÒNG", name="Lê Minh Họa")
DEPUTY_SIGNATURE = Signature(
    authority="TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH", position="PHÓ CHỦ TỊCH", name="Võ Minh Họa"
)
STATE_IMPRINT = Imprint(
    number_text="Số: 92/GM-UBND",
    dated_on=date(2026, 11, 23),
    layout_edition="nd30-cp",
    check_url="http://testserver/xac-thuc/7k4q92mhx0/",
    sealed_on=date(2026, 11, 23),
    seal="3f2a 91bc 04de 77a1 c5e0 12ff 8b6d 40a9",
)
STATE_PRESIDERS = ("Bà Phan Minh Họa, Chủ tịch Ủy ban nhân dân phường Bến Thành",)
SESSION_TITLE = "buổi tiếp xúc, đối thoại trực tiếp giữa Bí thư Đảng ủy phường với Nhân dân năm 2026"
PRESIDERS = ("Đồng chí Trần Minh Họa, Bí thư Đảng ủy phường",)
PLACE = "Hội trường Ủy ban nhân dân phường Bến Thành"
INVITEE = Invitee(salutation="Ông", full_name="Nguyễn Văn Minh Họa", detail="Khu phố 3")
ENTRANCE = Entrance(
    link="http://testserver/moi/" + "a" * 43 + "/",
    address="testserver/ma-moi/",
    short_code="7K4Q-92MH",
    phone="028 3822 0000",
)


def _of(paper: type[Printout], facts: dict, changed: dict) -> Printout:
    return paper(**{**facts, **changed})


def of_the_state(make: Callable[..., Printout], **changed) -> Printout:
    """The paper of one of the functions below as the chair of a people's committee issues it."""
    paper = make()
    chair = "Chủ tịch Ủy ban nhân dân phường Bến Thành Phan Minh Họa"
    facts = {
        "heading": STATE_HEADING,
        "session_title": "buổi tiếp xúc, đối thoại trực tiếp giữa Chủ tịch Ủy ban nhân dân phường với Nhân dân",
        "presiders": STATE_PRESIDERS,
        "citation": Article.INVITATION_LEAD_TIME.cited_in_full_for("government"),
        "signature": STATE_SIGNATURE,
        "recipients": (
            "Như trên",
            "Chủ tịch, các Phó Chủ tịch Ủy ban nhân dân (để báo cáo)",
            "Lưu: VT, VP",
        ),
        "office": "Văn phòng HĐND và UBND phường Bến Thành, số 92 đường Minh Họa",
        "return_slip_to": "Văn phòng HĐND và UBND phường Bến Thành, số 92 đường Minh Họa",
        "minute_taker": "Phạm Minh Họa, Chuyên viên Văn phòng",
        "confirmation": None,
        "shows_place_and_date": False,
        "concluding": chair,
        "closing": "Văn phòng thông báo để các cơ quan, đơn vị biết, thực hiện",
        "post_title": "Chủ tịch Ủy ban nhân dân phường Bến Thành",
        "addressees": ("Ủy ban nhân dân Thành phố Hồ Chí Minh",),
        "superior": "Ủy ban nhân dân Thành phố Hồ Chí Minh",
    }
    if isinstance(paper, ConclusionNoticePaper):
        facts["subject"] = f"kết luận của {chair} tại buổi tiếp xúc, đối thoại ngày 03 tháng 12 năm 2026"
        facts["signature"] = DEPUTY_SIGNATURE
    if isinstance(paper, MinutesPaper):
        facts |= {"signature": Signature(authority="", position="CHỦ TỊCH", name="Phan Minh Họa")}
        facts |= {"closing": paper.closing, "recipients": ("Lưu: VT, hồ sơ",)}
    if isinstance(paper, AnnualReportPaper):
        facts |= {"recipients": ("Như trên", "Lưu: VT, VP"), "signature": DEPUTY_SIGNATURE}
    if isinstance(paper, UrgingLetter):
        facts |= {"addressees": paper.addressees, "report_to": "Văn phòng HĐND và UBND phường Bến Thành"}
    known = {field.name for field in fields(paper)}
    return make(**{name: value for name, value in facts.items() if name in known} | changed)


def letter(**changed) -> InvitationLetter:
    """The record copy of an invitation; ``letter().for_guest(INVITEE, ENTRANCE)`` is a personal one."""
    facts = {
        "heading": HEADING,
        "subject": "dự buổi tiếp xúc, đối thoại trực tiếp với Nhân dân",
        "citation": Article.INVITATION_LEAD_TIME.cited_in_full_for("party"),
        "session_title": SESSION_TITLE,
        "content": "Vệ sinh môi trường và chỉnh trang hẻm",
        "place": PLACE,
        "starts_at": HELD_AT,
        "presiders": PRESIDERS,
        "registration_closes_at": datetime(2026, 12, 1, 17, 0, tzinfo=ZONE),
        "slip_fields": ("Vệ sinh môi trường", "Chỉnh trang, cải tạo hẻm", "An ninh, trật tự"),
        "return_slip_to": "Văn phòng Đảng ủy phường Bến Thành, số 92 đường Minh Họa",
        "office_phone": "028 3822 0000",
        "notes": (),
        "signature": SIGNATURE,
        "recipients": ("Như trên", "Thường trực Đảng ủy (để báo cáo)", "Lưu Văn phòng Đảng ủy"),
    }
    return _of(InvitationLetter, facts, changed)


def announcement(**changed) -> AnnouncementPaper:
    facts = {
        "heading": HEADING,
        "subject": "về việc tổ chức hội nghị đối thoại trực tiếp với Nhân dân",
        "citation": Article.CONFERENCE_ANNOUNCED.cited_in_full_for("government"),
        "session_title": SESSION_TITLE,
        "content": "Vệ sinh môi trường và chỉnh trang hẻm",
        "place": PLACE,
        "starts_at": HELD_AT,
        "presiders": PRESIDERS,
        "audience": "Nhân dân trên địa bàn phường",
        "registration_closes_at": datetime(2026, 12, 1, 17, 0, tzinfo=ZONE),
        "office": "Văn phòng Đảng ủy phường Bến Thành, số 92 đường Minh Họa",
        "office_phone": "028 3822 0000",
        "signature": SIGNATURE,
        "recipients": ("Các khu phố (để niêm yết)", "Lưu Văn phòng Đảng ủy"),
    }
    return _of(AnnouncementPaper, facts, changed)


def programme(**changed) -> Programme:
    facts = {
        "heading": HEADING,
        "subject": "buổi tiếp xúc, đối thoại trực tiếp với Nhân dân",
        "session_title": SESSION_TITLE,
        "place": PLACE,
        "starts_at": HELD_AT,
        "presiders": PRESIDERS,
        "steps": (
            ProgrammeStep(
                starts_at=HELD_AT.time(), content="Tuyên bố lý do", performed_by="Văn phòng Đảng ủy"
            ),
            ProgrammeStep(
                starts_at=None,
                content="Nhân dân phát biểu, đối thoại",
                performed_by="Nhân dân",
                speakers=("Khu phố 3: rác thải tồn đọng ở hẻm 12", "Khu phố 5: chiếu sáng công cộng"),
            ),
        ),
    }
    return _of(Programme, facts, changed)


def run_sheet(**changed) -> RunSheet:
    facts = {
        "heading": HEADING,
        "subject": "buổi tiếp xúc, đối thoại trực tiếp với Nhân dân",
        "session_title": SESSION_TITLE,
        "place": PLACE,
        "starts_at": HELD_AT,
        "presiders": PRESIDERS,
        "minute_taker": "Phạm Minh Họa",
        "attending_bodies": ("Công an phường Bến Thành",),
        "steps": programme().steps,
        "speakers": tuple(
            RunSheetSpeaker(
                position=number,
                name=f"Bà Minh Họa Người Nêu {number}",
                quarter="Khu phố 3",
                field="Vệ sinh môi trường",
                topic="Xe gom rác vào hẻm lúc 17 giờ, đúng giờ tan tầm nên hay kẹt xe.",
                withheld=number == 2,
            )
            for number in range(1, 4)
        ),
    }
    return _of(RunSheet, facts, changed)


def minutes(**changed) -> MinutesPaper:
    facts = {
        "heading": HEADING,
        "subject": "buổi tiếp xúc, đối thoại trực tiếp với Nhân dân ngày 03 tháng 12 năm 2026",
        "session_title": SESSION_TITLE,
        "began_at": HELD_AT,
        "ended_at": HELD_AT.replace(hour=16, minute=45),
        "place": PLACE,
        "presiders": PRESIDERS,
        "minute_taker": "Đồng chí Phạm Minh Họa, Chuyên viên Văn phòng Đảng ủy",
        "attending_bodies": ("Trung tâm Quản lý hạ tầng kỹ thuật", "Công an phường Bến Thành"),
        "attended_total": 86,
        "attended_people": 62,
        "opening": "Đồng chí chủ trì nêu lý do.\nThông báo việc lãnh đạo, chỉ đạo của cấp ủy.",
        "previous_results": "Năm 2025 có 12 kiến nghị, đã giải quyết xong 11.",
        "course": "",
        "turns": (
            MinutesTurn(number=1, speaker="Công dân số 1, Khu phố 3", text="Rác thải tồn đọng ở hẻm 12."),
            MinutesTurn(
                number=2, speaker="Trung tâm Quản lý hạ tầng kỹ thuật", text="Sẽ tăng.", is_reply=True
            ),
        ),
        "opinions": (
            MinutesOpinion(
                number=1,
                speaker="Công dân số 1, Khu phố 3",
                field="Vệ sinh môi trường",
                text="Rác thải tồn đọng ở hẻm 12.",
                answered_by="Trung tâm Quản lý hạ tầng kỹ thuật",
                handling="Giao cơ quan giải quyết",
            ),
        ),
        "closing": "Giao các cơ quan trả lời bằng văn bản.",
        "signature": Signature(authority="", position="BÍ THƯ", name="Trần Minh Họa"),
        "recipients": ("Thường trực Đảng ủy", "Lưu Văn phòng Đảng ủy"),
        "confirmation": SIGNATURE,
    }
    return _of(MinutesPaper, facts, changed)


def notice(*, assigned: int = 3, **changed) -> ConclusionNoticePaper:
    facts = {
        "heading": HEADING,
        "subject": "kết luận của đồng chí Trần Minh Họa tại buổi tiếp xúc, đối thoại ngày 03 tháng 12 năm 2026",
        "citation": Article.CONCLUSION_NOTICE.cited_in_full_for("party"),
        "session_title": SESSION_TITLE,
        "held_on": HELD_AT.date(),
        "place": PLACE,
        "presiders": PRESIDERS,
        "concluding": "đồng chí Trần Minh Họa, Bí thư Đảng ủy phường",
        "attended_total": 86,
        "attended_people": 62,
        "attending": ("Công an phường Bến Thành",),
        "assessment": "Buổi đối thoại diễn ra dân chủ, thẳng thắn.",
        "answered": (
            AnsweredOpinion(
                number=1,
                raised_by="Công dân số 1, Khu phố 3",
                field="Vệ sinh môi trường",
                text="Đề nghị công khai lịch thu gom rác.",
                conclusion="Lịch thu gom đã niêm yết tại khu phố.",
            ),
        ),
        "assigned": tuple(
            AssignedOpinion(
                number=number,
                raised_by=f"Công dân số {number}, Khu phố 3",
                field="Giao thông, hạ tầng",
                text="Đề nghị sửa chữa hệ thống thoát nước hẻm 12.",
                conclusion="Khảo sát, sửa chữa, báo cáo kết quả.",
                lead_agency="Trung tâm Quản lý hạ tầng kỹ thuật",
                supporting_agencies=("Ủy ban nhân dân phường Bến Thành", "Công an phường Bến Thành"),
                due_on=date(2027, 1, 4),
                tentative=True,
            )
            for number in range(2, 2 + assigned)
        ),
        "escalated": (
            OtherOpinion(
                number=90,
                raised_by="",
                field="Đất đai",
                text="Điều chỉnh quy hoạch.",
                conclusion="Kiến nghị lên.",
            ),
        ),
        "noted": (),
        "out_of_scope": (),
        "organisation": "1. Văn phòng Đảng ủy theo dõi, đôn đốc.\n2. Các cơ quan báo cáo kết quả.",
        "answer_rule": Article.WRITTEN_ANSWER.cited_in_full_for("party"),
        "answer_days": 20,
        "answer_unit": "ngày làm việc",
        "closing": "Văn phòng Đảng ủy thông báo để các cơ quan, đơn vị biết, thực hiện",
        "signature": SIGNATURE,
        "recipients": ("Thường trực Đảng ủy", "Các cơ quan được giao", "Lưu Văn phòng Đảng ủy"),
    }
    return _of(ConclusionNoticePaper, facts, changed)


def urging(**changed) -> UrgingLetter:
    facts = {
        "heading": HEADING,
        "subject": "đôn đốc trả lời kiến nghị của Nhân dân tại các buổi tiếp xúc, đối thoại",
        "citation": Article.URGING.cited_in_full_for("party"),
        "agency": "Trung tâm Quản lý hạ tầng kỹ thuật",
        "addressees": ("Trung tâm Quản lý hạ tầng kỹ thuật",),
        "matters": tuple(
            UrgedMatter(
                number=number,
                session="Ngày 03/12/2026",
                text="Đề nghị sửa chữa hệ thống thoát nước hẻm 12.",
                notice="82-TB/ĐU, ngày 07/12/2026",
                due_on=date(2027, 1, 4),
                standing="Quá hạn 3 ngày",
            )
            for number in (2, 5)
        ),
        "reply_by": date(2027, 1, 14),
        "report_to": "Văn phòng Đảng ủy phường Bến Thành",
        "signature": SIGNATURE,
        "recipients": ("Như trên", "Thường trực Đảng ủy (để báo cáo)", "Lưu Văn phòng Đảng ủy"),
    }
    return _of(UrgingLetter, facts, changed)


def escalation(**changed) -> EscalationLetter:
    facts = {
        "heading": HEADING,
        "subject": "kiến nghị giải quyết những nội dung thuộc thẩm quyền cấp trên",
        "citation": Article.ESCALATION.cited_in_full_for("party"),
        "superior": "Thành ủy Thành phố Hồ Chí Minh",
        "addressees": ("Thành ủy Thành phố Hồ Chí Minh",),
        "session_title": SESSION_TITLE,
        "held_on": HELD_AT.date(),
        "notice": "số 82-TB/ĐU",
        "notice_on": date(2026, 12, 7),
        "matters": (
            EscalatedMatter(
                number=7,
                field="Quy hoạch",
                text="Đề nghị điều chỉnh quy hoạch lộ giới hẻm 18.",
                concluded="Nội dung vượt thẩm quyền của phường.",
            ),
        ),
        "signature": SIGNATURE,
        "recipients": ("Như trên", "Thường trực Đảng ủy (để báo cáo)", "Lưu Văn phòng Đảng ủy"),
    }
    return _of(EscalationLetter, facts, changed)


def counts(**changed) -> OpinionCounts:
    return OpinionCounts(
        **{
            "carried_over": 1,
            "received": 8,
            "answered_at_session": 1,
            "assigned": 6,
            "resolved": 3,
            "open_in_time": 2,
            "open_overdue": 2,
            "not_started": 0,
            "escalated": 1,
            "out_of_scope": 1,
            **changed,
        }
    )


def report(**changed) -> AnnualReportPaper:
    facts = {
        "heading": HEADING,
        "subject": "kết quả tiếp xúc, đối thoại trực tiếp với Nhân dân năm 2026",
        "citation": Article.PARTY_ANNUAL_REPORT.cited_in_full_for("party"),
        "year": 2026,
        "as_of": date(2026, 12, 31),
        "post_title": "Bí thư Đảng ủy phường Bến Thành",
        "situation": "",
        "sessions": SessionFigures(
            planned=1,
            held=1,
            periodic=1,
            thematic=0,
            ad_hoc=0,
            presided_by_holder=1,
            presided_by_deputy=0,
            joint=0,
            attended_total=1086,
            attended_people=62,
        ),
        "terms": (
            TermFigures(
                rule="Trả lời bằng văn bản trong 20 ngày làm việc",
                in_time=2,
                in_time_after_extension=1,
                late=1,
                open_overdue=2,
                open_in_time=0,
            ),
        ),
        "opinions": counts(),
        "by_session": (CountedRow(label="Buổi ngày 03/12/2026", counts=counts()),),
        "by_field": (CountedRow(label="Vệ sinh môi trường", counts=counts()),),
        "listed": (
            ListedOpinion(
                code="7K4Q92MHX0",
                session="03/12/2026",
                area="Khu phố 3",
                text="Đề nghị sửa chữa hệ thống thoát nước hẻm 12.",
                field="Hạ tầng",
                lead_agency="Trung tâm Quản lý hạ tầng kỹ thuật",
                assigned_by="82-TB/ĐU, 07/12/2026",
                due_on=date(2027, 1, 4),
                extended_to=None,
                answer="",
                state="Đang giải quyết",
            ),
        ),
        "strengths": "Tổ chức đúng thời gian.",
        "weaknesses": "",
        "causes": "",
        "next_year": "Tổ chức định kỳ trong quý II.",
        "proposals": "",
        "signature": SIGNATURE,
        "recipients": ("Ban Thường vụ Thành ủy", "Lưu Văn phòng Đảng ủy"),
    }
    return _of(AnnualReportPaper, facts, changed)


def numbered(printout: Printout | None = None, **changed) -> IssuedDocument:
    """A paper after the first phase; by default an invitation of phường Bến Thành. Needs a transaction."""
    printout = printout or letter()
    facts = {
        "kind": printout.kind or PaperKind.INVITATION,
        "issue_key": f"phep-thu:{IssuedDocument.objects.count() + 1}",
        "issuer": changed.pop("issuer", None) or party_committee(),
        "family": Family.PARTY,
        "period": "2025-2030",
        "dated_on": ISSUED_AT.date(),
        "signer_name": "Lê Minh Họa",
        "signer_position": "CHÁNH VĂN PHÒNG",
        "title": printout.subject,
        "by": CLERK,
        "at": ISSUED_AT,
        "context_key": "",
    }
    return actions.take_number(printout, **{**facts, **changed})


def issued(printout: Printout | None = None, **changed) -> IssuedDocument:
    """A paper after both phases, with its file. Its kind must be registered."""
    return actions.complete(numbered(printout, **changed), by=CLERK, at=changed.get("at", ISSUED_AT))
