"""The catalogue of the regulation: every clause of Quyết định 935-QĐ/TU and of the Quy chế it issued. Pure.

Beside them stand the two sentences of another text that carry clocks of their own: those of the commune
conference (Luật Tổ chức chính quyền địa phương, Điều 43).

Chapter II (party committees) and Chapter III (governments) mostly repeat each other. Twins are one
member with two citations; where the text differs they are two members. ``docs/regulation/`` holds the
text, with an anchor for each id used here.
"""

from enum import Enum
from typing import Self

from regulation import citations
from regulation.enums import Tag
from regulation.rules import common, government, party, twin

PARTY, GOVERNMENT = "party", "government"


class UnknownClause(LookupError):
    """No clause has this id; the message is a Vietnamese sentence."""


class Article(Enum):
    """One member per sentence that can be obeyed, quoted or proved on its own."""

    # fmt: off
    # The decision
    LEGAL_BASES = common("QD.0", "S", "Căn cứ ban hành; bản thay bản đã gửi.")
    ISSUING = common("QD.1", "N", "Ban hành Quy chế kèm theo Quyết định.")
    BODIES_IN_CHARGE = common("QD.2", "S", "Các tổ chức có trách nhiệm thi hành Quyết định.")
    IN_FORCE = common("QD.3", "C", "Có hiệu lực kể từ ngày ký (28/4/2017).")
    DECISION_RECIPIENTS = common("QD.NN", "N", "Nơi nhận Quyết định.")

    # Chapter I
    DIALOGUE_DEFINED = common("D1.1", "RS", "Thế nào là tiếp xúc, đối thoại trực tiếp và phạm vi nội dung.")
    PEOPLE_DEFINED = common(
        "D1.2", "R",
        "Nhân dân gồm tập thể, cá nhân thuộc đối tượng của Điều 6 và Điều 10.",
    )
    SCOPE = common("D2.1", "N", "Phạm vi điều chỉnh của Quy chế.")
    OUT_OF_SCOPE = common(
        "D2.2", "RFC",
        "Khiếu nại, tố cáo, kiểm tra, giám sát, thanh tra, điều tra, truy tố, xét xử, thi hành án, chất vấn "
        "và tiếp công dân của hội đồng nhân dân không thuộc phạm vi.",
    )
    PURPOSE_LISTEN = common("D3.1", "R", "Nắm bắt tâm tư, nguyện vọng, sáng kiến, kiến nghị của nhân dân.")
    PURPOSE_SERVE = common("D3.2", "N", "Nâng cao trách nhiệm phục vụ nhân dân.")
    PURPOSE_INFORM = common(
        "D3.3", "R",
        "Tuyên truyền, phổ biến, giải thích chủ trương, chính sách, pháp luật.",
    )
    PURPOSE_MECHANISM = common(
        "D3.4", "N",
        "Cụ thể hóa cơ chế Đảng lãnh đạo, Nhà nước quản lý, nhân dân làm chủ.",
    )
    PURPOSE_ADJUST = common("D3.5", "RP", "Làm cơ sở điều chỉnh nhiệm vụ và kiến nghị cấp trên.")
    PRINCIPLE_LAW = common("D4.1", "N", "Tuân thủ quy định của Đảng, pháp luật của Nhà nước.")
    PRINCIPLE_OPENNESS = common("D4.2", "P", "Dân chủ, công khai, khách quan, thẳng thắn, chân tình.")
    NO_SLANDER = common("D4.3", "FRW", "Nghiêm cấm lợi dụng đối thoại để vu cáo, đả kích, bôi xấu.")
    REFUSAL_BY_PRESIDER = common(
        "D5.0", "RX",
        "Người chủ trì có quyền từ chối trong các trường hợp của Điều 5.",
    )
    REFUSAL_CAPACITY = common(
        "D5.1", "RF",
        "Người không có năng lực hành vi dân sự; đang bị khởi tố, điều tra hình sự; bị hạn chế, tước "
        "quyền công dân.",
    )
    REFUSAL_DISORDER = common(
        "D5.2", "R",
        "Người gây rối trật tự; người sử dụng ma túy, rượu, bia, chất kích thích.",
    )
    REFUSAL_ATTITUDE = common("D5.3", "RP", "Người không có thái độ hợp tác, không có tinh thần xây dựng.")
    REFUSAL_CONTENT = common("D5.4", "R", "Nội dung không phù hợp.")

    # Điều 6 and 10: who takes part
    PARTY_HEADS = party(
        "D6.1", "SX",
        "Bí thư cấp ủy các cấp phải tiếp xúc, đối thoại trực tiếp với nhân dân.",
    )
    COUNCIL_CHAIRS = government(
        "D10.1-1", "SXC",
        "Chủ tịch hội đồng nhân dân các cấp phải tiếp xúc, đối thoại.",
    )
    COMMITTEE_CHAIRS = government(
        "D10.1-2", "SX",
        "Chủ tịch ủy ban nhân dân các cấp phải tiếp xúc, đối thoại.",
    )
    UNIT_HEADS = government(
        "D10.1-3", "SX",
        "Người đứng đầu cơ quan, đơn vị nhà nước trực thuộc ủy ban nhân dân, doanh nghiệp nhà nước, "
        "đơn vị sự nghiệp công lập, hợp tác xã phải tiếp xúc, đối thoại.",
    )
    PARTY_AUDIENCE = party("D6.2", "SR", "Đối tượng tiếp xúc, đối thoại của người đứng đầu cấp ủy.")
    GOVERNMENT_AUDIENCE = government(
        "D10.2", "S",
        "Đối tượng tiếp xúc, đối thoại của người đứng đầu chính quyền.",
    )
    FRONT_ATTENDS = twin(
        "D6.3-1", "D10.3-1", "RX",
        "Người đứng đầu Mặt trận, các tổ chức chính trị - xã hội tham gia (cấp phó khi được ủy quyền).",
    )
    AGENCIES_ATTEND = twin(
        "D6.3-2", "D10.3-2", "RWX",
        "Người đứng đầu cơ quan, đơn vị liên quan tham gia (cấp phó khi được ủy quyền).",
    )

    # Điều 7 and 11: who presides at which level
    CITY_SECRETARY = party("D7.1", "XR", "Bí thư Thành ủy (hoặc Phó Bí thư khi được ủy quyền).")
    DISTRICT_SECRETARY = party("D7.2", "XR", "Bí thư quận ủy, huyện ủy (hoặc phó bí thư khi được ủy quyền).")
    UPPER_SECRETARY = party("D7.3", "XF", "Bí thư đảng ủy cấp trên cơ sở, đảng ủy cơ sở trực thuộc Thành ủy.")
    WARD_SECRETARY = party("D7.4", "XF", "Bí thư đảng ủy phường - xã, thị trấn.")
    OFFICE_SECRETARY = party("D7.5", "XF", "Bí thư đảng ủy, chi ủy cơ sở cơ quan hành chính.")
    UNIT_SECRETARY = party(
        "D7.6", "XF",
        "Bí thư đảng ủy, chi ủy cơ sở doanh nghiệp, đơn vị sự nghiệp, lực lượng vũ trang (đơn vị bộ đội "
        "địa phương: bí thư hoặc phó bí thư khi được ủy quyền).",
    )
    CITY_CHAIRS = government(
        "D11.1", "XR",
        "Chủ tịch HĐND, UBND thành phố (hoặc phó chủ tịch khi được ủy quyền).",
    )
    DISTRICT_CHAIRS = government(
        "D11.2", "XR",
        "Chủ tịch HĐND, UBND quận, huyện (hoặc phó khi được ủy quyền).",
    )
    WARD_CHAIRS = government("D11.3", "XF", "Chủ tịch HĐND, chủ tịch UBND phường - xã, thị trấn.")
    STATE_AGENCY_HEADS = government(
        "D11.4", "XF",
        "Người đứng đầu cơ quan nhà nước trực thuộc ủy ban nhân dân.",
    )
    ENTERPRISE_HEADS = government(
        "D11.5", "XF",
        "Tổng giám đốc, giám đốc doanh nghiệp, chủ nhiệm hợp tác xã.",
    )
    SERVICE_UNIT_HEADS = government("D11.6", "XF", "Người đứng đầu đơn vị sự nghiệp công lập.")

    # Điều 8 and 12: what is talked about
    COMMITTEE_INFORMS = party(
        "D8.1", "R",
        "Thông báo việc lãnh đạo, chỉ đạo của cấp ủy về nội dung nhân dân quan tâm.",
    )
    GOVERNMENT_INFORMS = government("D12.1", "R", "Thông báo kết quả chỉ đạo, điều hành của chính quyền.")
    OPINIONS_BEFORE_DECISION = party(
        "D8.2", "RP",
        "Nghe ý kiến về chủ trương, chính sách trước khi quyết định.",
    )
    CONDUCT_HEARD = twin(
        "D8.3", "D12.2", "RX",
        "Nghe phản ánh về lãnh đạo, quản lý, đạo đức cán bộ và vấn đề bức xúc của nhân dân.",
    )
    EXPLAINED = twin("D8.4", "D12.3", "R", "Trao đổi, giải thích về các góp ý chưa phù hợp, chưa chính xác.")
    PREVIOUS_RESULTS_PARTY = party(
        "D8.5", "CWP",
        "Tiếp thu, chỉ đạo và đề xuất giải quyết; thông báo kết quả giải quyết của kỳ trước (nếu có).",
    )
    PREVIOUS_RESULTS_GOVERNMENT = government(
        "D12.4", "CWP", "Tiếp thu, chỉ đạo giải quyết; thông báo kết quả giải quyết của kỳ trước (nếu có)."
    )
    CONTENT_BY_COMMITTEE = party(
        "D8.6", "R",
        "Cấp ủy xây dựng nội dung phù hợp, thiết thực, tránh hình thức.",
    )
    CONTENT_BY_HEAD = government(
        "D12.5", "R",
        "Người đứng đầu chính quyền xây dựng nội dung phù hợp, thiết thực.",
    )

    # Điều 9 and 13, khoản 1: before
    PARTY_ORGANIZER = party(
        "D9.1.a-0", "RX",
        "Văn phòng cấp ủy hoặc thường trực cấp ủy (nơi không có văn phòng) chủ trì chuẩn bị.",
    )
    GOVERNMENT_ORGANIZER = government("D13.1.a-0", "RX", "Văn phòng cơ quan, đơn vị chủ trì chuẩn bị.")
    PROGRAMME_AND_PLAN = twin("D9.1.a-1", "D13.1.a-1", "RW", "Xây dựng chương trình, kế hoạch tổ chức.")
    PUBLIC_OPINION = twin(
        "D9.1.a-2", "D13.1.a-2", "RX", "Nắm tình hình nhân dân, dư luận xã hội; dự báo tình huống."
    )
    RECURRING_SYSTEMATISED = party(
        "D9.1.a-3", "CRW",
        "Rà soát, cập nhật, hệ thống những vấn đề bức xúc kiến nghị nhiều lần chưa giải quyết.",
    )
    RECURRING_COUNTED = government(
        "D13.1.a-3", "CRW",
        "Rà soát, cập nhật, thống kê những vấn đề bức xúc kiến nghị nhiều lần chưa giải quyết.",
    )
    CONTENT_PREPARED = twin("D9.1.a-4", "D13.1.a-4", "RW", "Chuẩn bị nội dung của người đứng đầu.")
    TIME_AND_PLACE = twin(
        "D9.1.b-1", "D13.1.b-1", "R",
        "Sắp xếp thời gian, địa điểm thuận lợi, trang trọng, an toàn.",
    )
    INVITATION_LEAD_TIME = twin(
        "D9.1.b-2.s1", "D13.1.b-2.s1", "FCWR",
        "Thông báo, thư mời nêu đủ nội dung, địa điểm, thời gian, người chủ trì; gửi trước "
        "ít nhất 05 ngày làm việc.",
    )
    REGISTRATION_SLIP = twin(
        "D9.1.b-2.s2", "D13.1.b-2.s2", "FR", "Kèm theo thư mời phải có phiếu đăng ký nội dung phát biểu."
    )
    AGENCIES_TOLD = twin(
        "D9.1.b-3", "D13.1.b-3", "PWR",
        "Thông báo cơ quan liên quan chuẩn bị và tham dự; chương trình chi tiết, hậu cần.",
    )

    # khoản 2: on the day
    OPENING_AND_MINUTES = twin(
        "D9.2.a", "D13.2.a", "RF", "Nêu lý do, giới thiệu, nội quy và cử thư ký ghi biên bản."
    )
    HEAD_INFORMS = twin("D9.2.b", "D13.2.b", "R", "Người đứng đầu thông báo cho nhân dân.")
    PEOPLE_SPEAK = twin("D9.2.c", "D13.2.c", "R", "Nhân dân phát biểu ý kiến, góp ý, hiến kế.")
    AGENCIES_REPORT = twin("D9.2.d", "D13.2.d", "R", "Thủ trưởng cơ quan liên quan báo cáo việc giải quyết.")
    HEAD_CONCLUDES = twin("D9.2.dd", "D13.2.dd", "R", "Người đứng đầu giải thích, tiếp thu và kết luận.")
    SEQUENCE_ADJUSTED = twin("D9.2.s-adj", "D13.2.s-adj", "N", "Người chủ trì chủ động điều chỉnh, bổ sung.")

    # khoản 3: after
    CONCLUSION_NOTICE = twin(
        "D9.3.a", "D13.3.a", "CWPR", "Chậm nhất 10 ngày làm việc sau khi kết thúc, thông báo ý kiến kết luận."
    )
    WRITTEN_ANSWER = twin(
        "D9.3.b.s1", "D13.3.b.s1", "CWFR",
        "Chậm nhất 20 ngày làm việc sau thông báo, trả lời bằng văn bản và báo cáo người đứng đầu.",
    )
    EXTENSION = twin(
        "D9.3.b.s2", "D13.3.b.s2", "FCRW",
        "Nội dung phức tạp: thông báo bằng văn bản nêu rõ thời hạn giải quyết.",
    )
    PARTY_ANNUAL_REPORT = party(
        "D9.3.c", "CPWR",
        "Hàng năm báo cáo cấp ủy cùng cấp và cấp ủy cấp trên trực tiếp; gửi Mặt trận, các tổ chức "
        "chính trị - xã hội.",
    )
    GOVERNMENT_ANNUAL_REPORT = government(
        "D13.3.c", "CPWR",
        "Hàng năm báo cáo cấp ủy cùng cấp và chính quyền cấp trên trực tiếp; gửi Mặt trận, các tổ chức "
        "chính trị - xã hội.",
    )

    # Chapter IV
    COMMITTEES_LEAD = party("D14.1", "R", "Cấp ủy lãnh đạo việc phổ biến, quán triệt, thực hiện Quy chế.")
    COMMITTEES_ASSIGN = party("D14.2", "RX", "Cấp ủy phân công người có thẩm quyền tham gia.")
    URGING = twin("D14.3", "D15.3", "WPR", "Chỉ đạo, theo dõi, đôn đốc giải quyết những vấn đề đã kết luận.")
    ESCALATION = twin(
        "D14.4", "D15.4", "RPW",
        "Tổng hợp, kiến nghị bằng văn bản nội dung thuộc thẩm quyền cấp trên.",
    )
    GOVERNMENTS_HOLD = government(
        "D15.1", "N",
        "Chính quyền tổ chức thực hiện hiệu quả việc tiếp xúc, đối thoại.",
    )
    GOVERNMENTS_ASSIGN = government(
        "D15.2", "RWX",
        "Phân công người chuẩn bị, tổ chức; tham gia cuộc đối thoại của cấp ủy cùng cấp và cấp trên.",
    )
    FRONT_REPORTS = common(
        "D16.1", "RWX",
        "Mặt trận, tổ chức chính trị - xã hội báo cáo tình hình trước buổi đối thoại.",
    )
    FRONT_FOLLOWS = common(
        "D16.2", "RX",
        "Mặt trận, tổ chức chính trị - xã hội tham gia, phối hợp theo dõi, thực hiện.",
    )
    FRONT_SUPERVISES = common(
        "D16.3", "RPX",
        "Xây dựng kế hoạch, chương trình giám sát việc thực hiện kết luận.",
    )
    AGENCIES_PREPARE = common("D17.1", "RW", "Cơ quan liên quan chuẩn bị nội dung thông tin, giải trình.")
    AGENCIES_HELP = common("D17.2", "R", "Cơ quan liên quan phối hợp nắm tình hình nhân dân.")
    AGENCIES_CARRY_OUT = common(
        "D17.3", "CP",
        "Cơ quan liên quan thực hiện kết luận đúng thời gian quy định.",
    )
    PRESIDER_KNOWS = common("D18.1", "N", "Người chủ trì nắm chắc tình hình, giải thích, trả lời nhân dân.")
    PRESIDER_SINCERE = common("D18.2", "N", "Người chủ trì chân thành, cầu thị, chỉ đạo giải quyết cụ thể.")
    TIME_FOR_PEOPLE = common(
        "D18.3", "RP",
        "Hạn chế trình bày một chiều, dành thời gian cho nhân dân phát biểu.",
    )
    OFF_TOPIC = common("D18.4", "R", "Tiếp nhận, xử lý khéo léo câu hỏi không liên quan đến chủ đề.")
    JOINT_SESSION = common(
        "D18.5", "CXFP",
        "Người đứng đầu cả cấp ủy và chính quyền có thể tổ chức chung một buổi.",
    )
    PEOPLE_TAKE_PART = common("D19.1", "R", "Nhân dân được trực tiếp tham gia theo nội dung đã thống nhất.")
    PEOPLE_ANSWER = common(
        "D19.2", "R",
        "Nhân dân bảo đảm thông tin chính xác, giữ trật tự, chấp hành nội quy.",
    )
    PEOPLE_RESPECT = common("D19.3", "N", "Nhân dân tôn trọng sự điều hành.")
    EVALUATION = common("D20.1", "CPX", "Hàng năm đưa vào tiêu chí đánh giá cán bộ, tổ chức đảng, đảng viên.")
    YEARLY_SESSION = common("D20.2.s1", "CWP", "Định kỳ mỗi năm ít nhất 01 lần tổ chức tiếp xúc, đối thoại.")
    SESSION_KINDS = common(
        "D20.2.s2", "RC",
        "Tổ chức theo lĩnh vực, khu vực, đối tượng; đột xuất khi cần thiết.",
    )
    MONITORING = common(
        "D20.3.a", "CPRX",
        "Ban Dân vận theo dõi, hướng dẫn, đôn đốc, kiểm tra, giám sát và báo cáo.",
    )
    ADVICE = common("D20.3.b", "N", "Tham mưu Ban Thường vụ, Thường trực Thành ủy.")
    BUDGET = common("D20.4", "RW", "Kinh phí theo kế hoạch hàng năm được phê duyệt.")
    AMENDMENTS = common(
        "D20.5", "RP",
        "Kiến nghị bổ sung, sửa đổi gửi Ban Thường vụ Thành ủy qua Ban Dân vận.",
    )

    # Luật 72/2025/QH15, Điều 43: the conference of a commune's People's Committee with the people
    CONFERENCE_ANNOUNCED = government(
        "L43.announce", "RCWP",
        "Chậm nhất 07 ngày trước hội nghị đối thoại với Nhân dân, thông báo công khai thời gian, địa điểm, nội dung "
        "và cách thức tham dự.",
    )
    CONFERENCE_RESULTS = government(
        "L43.results", "RCWP",
        "Chậm nhất 10 ngày sau hội nghị đối thoại với Nhân dân, công khai kết quả.",
    )

    # fmt: on
    # -- what a member can say

    @property
    def clause(self) -> str:
        """The id that terms, duties and acts store: the party twin's, or the only one there is."""
        return self.value.party or self.value.government

    @property
    def clauses(self) -> tuple[str, ...]:
        """Every id this member stands for, one or two."""
        return tuple(dict.fromkeys(filter(None, (self.value.party, self.value.government))))

    @property
    def text(self) -> str:
        """The sentence in short, in Vietnamese."""
        return self.value.text

    @property
    def tags(self) -> frozenset[Tag]:
        return self.value.tags

    @property
    def binding(self) -> bool:
        """Whether something must be done because of it; otherwise it is declaratory."""
        return self.value.binding

    def clause_for(self, branch: str) -> str:
        """The id in the chapter of ``branch`` ("party" or "government"). Raises UnknownClause without one."""
        clause = {PARTY: self.value.party, GOVERNMENT: self.value.government}[branch]
        if not clause:
            chapter = "cấp ủy" if branch == PARTY else "chính quyền"
            raise UnknownClause(
                f"{citations.cited(self.clause)} không có quy định tương ứng đối với {chapter}."
            )
        return clause

    def cited_for(self, branch: str) -> str:
        """``điểm b, khoản 1, Điều 9``: the form an official letter of the branch quotes."""
        return citations.cited(self.clause_for(branch))

    def cited_to_the_sentence_for(self, branch: str) -> str:
        """The same down to the dash: ``câu thứ nhất, gạch đầu dòng thứ hai, điểm b, khoản 1, Điều 9``."""
        return citations.cited_to_the_sentence(self.clause_for(branch))

    def cited_in_full_for(self, branch: str) -> str:
        """``điểm b, khoản 1, Điều 9 Quy chế ban hành kèm theo Quyết định số 935-QĐ/TU …``."""
        return citations.cited_in_full(self.clause_for(branch))

    @classmethod
    def by_clause(cls, clause: str) -> Self:
        """The member with this id. Accepts what ``canonical_clause`` accepts; raises UnknownClause."""
        return _BY_CLAUSE[canonical_clause(clause)]


_BY_CLAUSE = {clause: article for article in Article for clause in article.clauses}

# A point that holds several sentences, asked for by its own name, means the one that has a term.
_SHORT_FORMS = {
    "D9.1.b": "D9.1.b-2.s1", "D9.1.b-2": "D9.1.b-2.s1", "D9.3.b": "D9.3.b.s1",
    "D13.1.b": "D13.1.b-2.s1", "D13.1.b-2": "D13.1.b-2.s1", "D13.3.b": "D13.3.b.s1",
    "D20.2": "D20.2.s1",
}  # fmt: skip


def canonical_clause(clause: str) -> str:
    """The full id that a person means: ``9.3.a``, ``d9.3.A``, ``Đ9.1.b`` and ``D9.1.b-2`` are all understood.

    Raises UnknownClause with a Vietnamese sentence when no clause is meant.
    """
    wanted = clause.strip().casefold()
    if wanted[:1] == "đ":
        wanted = f"d{wanted[1:]}"
    if wanted[:1].isdigit():
        wanted = f"d{wanted}"
    wanted = wanted.replace("đ", "dd")
    wanted = _SHORT_FORMS_FOLDED.get(wanted, wanted)
    found = _FOLDED.get(wanted)
    if found is None:
        raise UnknownClause(f"Không có điều khoản “{clause.strip()}” trong Quy chế.")
    return found


_FOLDED = {clause.casefold(): clause for clause in _BY_CLAUSE}
_SHORT_FORMS_FOLDED = {short.casefold(): full.casefold() for short, full in _SHORT_FORMS.items()}


def all_clauses() -> list[str]:
    """Every clause id of the regulation, in the order of the text."""
    return sorted(
        (clause for clause in _BY_CLAUSE if not citations.is_of_the_law(clause)), key=_in_order_of_text
    )


def clauses_of_the_law() -> list[str]:
    """The ids of the second clock, which the Law on local government sets beside the regulation."""
    return [clause for clause in _BY_CLAUSE if citations.is_of_the_law(clause)]


def _in_order_of_text(clause: str) -> tuple:
    if clause.startswith("QD."):
        return (0, clause == "QD.NN", clause)
    place = citations.place_of(clause)
    points = "abcdđ".find(place.point) + 1 if place.point else 0
    closing = 9 if place.closing else points
    return (int(place.article), int(place.item or 0), closing, place.dash, place.sentence, clause)
