"""What the notice of conclusions and the letters to agencies say (Đ9.3.a, Đ13.3.a, Đ14, Đ15)."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from documents.enums import PaperKind
from documents.printouts import Printout, Signature
from regulation.articles import Article


@dataclass(frozen=True, kw_only=True)
class AnsweredOpinion:
    """Answered at the session. ``raised_by``: a name only with consent, else "Công dân số 7, Khu phố 3"."""

    number: int
    raised_by: str
    field: str
    text: str
    conclusion: str


@dataclass(frozen=True, kw_only=True)
class AssignedOpinion:
    """Given to a lead agency with what it must do and by when.

    ``text`` is the text for the agency. ``due_on`` is None when the calendar does not reach that far;
    ``tentative`` marks a date that rests on unconfirmed days off.
    """

    number: int
    raised_by: str
    field: str
    text: str
    conclusion: str
    lead_agency: str
    supporting_agencies: tuple[str, ...]
    due_on: date | None
    tentative: bool = False


@dataclass(frozen=True, kw_only=True)
class OtherOpinion:
    """Escalated, out of scope or noted: ``conclusion`` says to whom it goes or why it is not taken up."""

    number: int
    raised_by: str
    field: str
    text: str
    conclusion: str


@dataclass(frozen=True, kw_only=True)
class ConclusionNoticePaper(Printout):
    """Thông báo ý kiến kết luận in three parts, with the table of assigned opinions as Phụ lục.

    ``subject``: "kết luận của đồng chí … tại buổi tiếp xúc, đối thoại …". ``concluding``: who concludes,
    as the formula names him ("đồng chí …, Bí thư Đảng uỷ phường"). ``presiders`` and ``attending`` fill
    the opening.
    ``assessment``: part I; ``answered``, ``assigned``, ``escalated``, ``noted``, ``out_of_scope``: part II;
    ``organisation``: part III, paragraphs separated by line ends. ``answer_rule``: the sentence on the term,
    for example ``Article.WRITTEN_ANSWER.cited_in_full_for(branch)``; ``answer_days`` and
    ``answer_unit``: its length, "ngày làm việc" or "ngày".
    ``closing``: "Văn phòng Đảng uỷ thông báo để các cơ quan, đơn vị biết, thực hiện" (end mark is printed).
    """

    template: ClassVar[str] = "documents/conclusion_notice.html"
    rule: ClassVar[Article] = Article.CONCLUSION_NOTICE
    kind: ClassVar[PaperKind | None] = PaperKind.CONCLUSION_NOTICE
    type_name: ClassVar[str] = "THÔNG BÁO"
    mandatory: ClassVar[dict[str, str]] = {
        "place": "Thông báo kết luận phải nêu địa điểm buổi đối thoại.",
        "concluding": "Thông báo kết luận phải nêu người kết luận.",
        "assessment": "Thông báo kết luận phải có phần đánh giá chung.",
        "organisation": "Thông báo kết luận phải có phần tổ chức thực hiện.",
    }

    citation: str
    session_title: str
    held_on: date
    place: str
    presiders: tuple[str, ...]
    concluding: str
    attended_total: int
    attended_people: int | None
    attending: tuple[str, ...]
    assessment: str
    answered: tuple[AnsweredOpinion, ...]
    assigned: tuple[AssignedOpinion, ...]
    escalated: tuple[OtherOpinion, ...]
    noted: tuple[OtherOpinion, ...]
    out_of_scope: tuple[OtherOpinion, ...]
    organisation: str
    answer_rule: str
    answer_days: int
    answer_unit: str = "ngày làm việc"
    closing: str
    signature: Signature
    recipients: tuple[str, ...]

    @property
    def opinions_total(self) -> int:
        return sum(map(len, (self.answered, self.assigned, self.escalated, self.noted, self.out_of_scope)))


@dataclass(frozen=True, kw_only=True)
class UrgedMatter:
    """One petition that waits for its answer, without any person. ``standing`` says how its clock stands."""

    number: int
    session: str
    text: str
    notice: str
    due_on: date | None
    standing: str


@dataclass(frozen=True, kw_only=True)
class UrgingLetter(Printout):
    """Công văn đôn đốc to one agency about everything of the issuer that waits there.

    ``subject`` follows "về việc" or "V/v". ``agency`` is who is asked, ``addressees`` how the letter names it;
    ``report_to``: the office that takes the report; ``reply_by``: until when it is asked for.
    """

    template: ClassVar[str] = "documents/urging_letter.html"
    rule: ClassVar[Article] = Article.URGING
    kind: ClassVar[PaperKind | None] = PaperKind.URGING_LETTER
    type_name: ClassVar[str] = "CÔNG VĂN"
    mandatory: ClassVar[dict[str, str]] = {
        "addressees": "Công văn phải nêu cơ quan nhận.",
        "matters": "Không còn kiến nghị nào chờ cơ quan này trả lời.",
    }

    citation: str
    agency: str
    addressees: tuple[str, ...]
    matters: tuple[UrgedMatter, ...]
    reply_by: date
    report_to: str
    signature: Signature
    recipients: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class EscalatedMatter:
    """One petition beyond the competence of the level, without any person; ``concluded`` is what was said of it."""

    number: int
    field: str
    text: str
    concluded: str


@dataclass(frozen=True, kw_only=True)
class EscalationLetter(Printout):
    """Công văn that puts to the level above what only it can decide (Đ14.4, Đ15.4).

    ``superior`` is who is asked; ``notice`` and ``notice_on`` cite the notice of conclusions.
    """

    template: ClassVar[str] = "documents/escalation_letter.html"
    rule: ClassVar[Article] = Article.ESCALATION
    kind: ClassVar[PaperKind | None] = PaperKind.ESCALATION_LETTER
    type_name: ClassVar[str] = "CÔNG VĂN"
    mandatory: ClassVar[dict[str, str]] = {
        "superior": "Chưa khai báo cấp trên trực tiếp của đơn vị.",
        "matters": "Không còn nội dung nào chưa kiến nghị cấp trên.",
    }

    citation: str
    superior: str
    addressees: tuple[str, ...]
    session_title: str
    held_on: date
    notice: str
    notice_on: date
    matters: tuple[EscalatedMatter, ...]
    signature: Signature
    recipients: tuple[str, ...]
