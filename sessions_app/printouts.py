"""What the papers of a session say: the invitation with its slip, the programme, the minutes."""

from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import ClassVar, Self

from documents.enums import PaperKind
from documents.printouts import Printout, Signature
from regulation.articles import Article


@dataclass(frozen=True, kw_only=True)
class Invitee:
    """The person on a personal letter. ``detail`` is "Khu phố 3" or empty.

    ``salutation`` is how the text speaks to the person ("Ông", "Bà", "Ông/Bà"); ``full_name`` prefills the
    slip.
    """

    salutation: str
    full_name: str
    detail: str = ""

    @property
    def addressed_as(self) -> str:
        return f"{self.salutation} {self.full_name}".strip()


@dataclass(frozen=True, kw_only=True)
class Entrance:
    """How the invitee reaches the registration: the link in the QR, and what can be typed or called instead.

    ``link`` is the whole secret address; ``address`` is the short human one ("doithoai.example.vn/ma-moi/");
    ``short_code`` is written as people type it ("7K4Q-92MH").
    """

    link: str
    address: str
    short_code: str
    phone: str


@dataclass(frozen=True, kw_only=True)
class InvitationLetter(Printout):
    """Giấy mời with the slip as its second page. Every fact Đ9.1.b / Đ13.1.b asks for is mandatory.

    ``subject``: the trích yếu, "dự buổi tiếp xúc, đối thoại trực tiếp với Nhân dân".
    ``citation``: the clause in words, ``Article.INVITATION_LEAD_TIME.cited_in_full_for(branch)``.
    ``session_title``: name of the session; ``content``: what it is about; ``presiders``: one line each,
    "Đồng chí …, Bí thư Đảng uỷ phường". ``slip_fields``: fields to tick on the slip.
    ``return_slip_to``: office and address that take the paper slip; ``office_phone`` may be empty.
    ``notes``: further lines ("Kèm theo chương trình."). ``recipients``: lines of Nơi nhận without dash and
    end mark, the keeping line last ("Lưu Văn phòng Đảng uỷ").
    The record copy has no ``invitee`` and no ``entrance`` and says "theo danh sách mời" (``invitees_line``).
    """

    template: ClassVar[str] = "documents/invitation.html"
    rule: ClassVar[Article] = Article.INVITATION_LEAD_TIME
    kind: ClassVar[PaperKind | None] = PaperKind.INVITATION
    type_name: ClassVar[str] = "GIẤY MỜI"
    mandatory: ClassVar[dict[str, str]] = {
        "content": "Giấy mời phải nêu nội dung buổi đối thoại.",
        "place": "Giấy mời phải nêu địa điểm.",
        "starts_at": "Giấy mời phải nêu thời gian.",
        "presiders": "Giấy mời phải nêu người chủ trì.",
    }

    citation: str
    session_title: str
    content: str
    place: str
    starts_at: datetime
    presiders: tuple[str, ...]
    registration_closes_at: datetime
    slip_fields: tuple[str, ...]
    return_slip_to: str
    office_phone: str
    notes: tuple[str, ...]
    signature: Signature
    recipients: tuple[str, ...]
    invitees_line: str = "Ông/Bà theo danh sách mời"
    invitee: Invitee | None = None
    entrance: Entrance | None = None

    @property
    def salutation(self) -> str:
        """How the text speaks to the reader."""
        return self.invitee.salutation if self.invitee else "Ông/Bà"

    @property
    def slip_lines(self) -> range:
        """The dotted lines for the pen: as many as leave the slip on one page beside the fields to tick."""
        heights = [1 + len(field) // 24 for field in self.slip_fields]
        lines_of_fields = sum(max(heights[first : first + 3]) for first in range(0, len(heights), 3))
        return range(max(3, min(8, 10 - 3 * lines_of_fields // 4)))

    def for_guest(self, invitee: Invitee, entrance: Entrance) -> Self:
        """The letter of one guest: same facts and number, with the name, the QR and the code."""
        return replace(self, invitee=invitee, entrance=entrance)


@dataclass(frozen=True, kw_only=True)
class AnnouncementPaper(Printout):
    """Thông báo công khai of a conference with the people: what Điều 43 asks to be announced is mandatory.

    ``audience`` says for whom it is; ``registration_closes_at`` may be None; ``office`` is who takes words in
    advance, with its address, ``office_phone`` may be empty.
    """

    template: ClassVar[str] = "documents/announcement.html"
    rule: ClassVar[Article] = Article.CONFERENCE_ANNOUNCED
    kind: ClassVar[PaperKind | None] = PaperKind.ANNOUNCEMENT
    type_name: ClassVar[str] = "THÔNG BÁO"
    mandatory: ClassVar[dict[str, str]] = {
        "starts_at": "Thông báo phải nêu thời gian hội nghị đối thoại.",
        "place": "Thông báo phải nêu địa điểm hội nghị đối thoại.",
        "content": "Thông báo phải nêu nội dung hội nghị đối thoại.",
        "office": "Thông báo phải nêu nơi người dân đăng ký, gửi ý kiến.",
    }

    citation: str
    session_title: str
    content: str
    place: str
    starts_at: datetime
    presiders: tuple[str, ...]
    audience: str
    registration_closes_at: datetime | None
    office: str
    office_phone: str
    signature: Signature
    recipients: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ProgrammeStep:
    """One line of the programme; ``starts_at`` may be None when only the order is fixed.

    ``speakers`` are the lines under "Nhân dân phát biểu": order and topic, a name only with consent.
    """

    starts_at: time | None
    content: str
    performed_by: str
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Programme(Printout):
    """Chương trình: an attachment without number and signature (Đ9.1.a dash 1, Đ9.1.b dash 3)."""

    template: ClassVar[str] = "documents/programme.html"
    rule: ClassVar[Article] = Article.PROGRAMME_AND_PLAN
    type_name: ClassVar[str] = "CHƯƠNG TRÌNH"
    mandatory: ClassVar[dict[str, str]] = {
        "place": "Chương trình phải nêu địa điểm.",
        "steps": "Chương trình phải có ít nhất một nội dung.",
    }

    session_title: str
    place: str
    starts_at: datetime
    presiders: tuple[str, ...]
    steps: tuple[ProgrammeStep, ...]


@dataclass(frozen=True, kw_only=True)
class RunSheetSpeaker:
    """One speaker as the presider calls them up; ``withheld`` reminds that the name stays in the room."""

    position: int
    name: str
    quarter: str
    field: str
    topic: str
    withheld: bool = False


@dataclass(frozen=True, kw_only=True)
class RunSheet(Printout):
    """Bản điều hành: what presider and minute taker have on the table when the screen is dark.

    For the house only: it names who speaks. No number, no signature; an empty column is left for the pen.
    """

    template: ClassVar[str] = "documents/run_sheet.html"
    rule: ClassVar[Article] = Article.OPENING_AND_MINUTES
    type_name: ClassVar[str] = "BẢN ĐIỀU HÀNH"
    mandatory: ClassVar[dict[str, str]] = {"steps": "Bản điều hành phải có ít nhất một nội dung."}

    session_title: str
    place: str
    starts_at: datetime
    presiders: tuple[str, ...]
    minute_taker: str
    attending_bodies: tuple[str, ...]
    steps: tuple[ProgrammeStep, ...]
    speakers: tuple[RunSheetSpeaker, ...]
    empty_lines: int = 4

    @property
    def lines_for_the_pen(self) -> range:
        """Rows for whoever asks to speak on the day."""
        return range(len(self.speakers) + 1, len(self.speakers) + 1 + self.empty_lines)


@dataclass(frozen=True, kw_only=True)
class MinutesTurn:
    """One turn on the floor as minuted: ``speaker`` is how the person is named (a name only with consent)."""

    number: int
    speaker: str
    text: str
    is_reply: bool = False


@dataclass(frozen=True, kw_only=True)
class MinutesOpinion:
    """One opinion of the people; ``handling`` is what becomes of it ("Giao cơ quan giải quyết")."""

    number: int
    speaker: str
    field: str
    text: str
    answered_by: str
    handling: str


@dataclass(frozen=True, kw_only=True)
class MinutesPaper(Printout):
    """Biên bản (Đ9.2.a, Đ13.2.a): left the minute taker, right the presider.

    ``subject``: "buổi tiếp xúc, đối thoại …". ``minute_taker``: name, then position after a comma.
    ``attending_bodies``: one line each. ``attended_people`` is the part of ``attended_total`` that are
    representatives of the people. ``closing``: the presider's conclusion at the session, word for word.
    ``confirmation`` is the block below the presider's signature where it may not be sealed, or None.
    ``shows_place_and_date`` switches the địa danh line of the heading.
    """

    template: ClassVar[str] = "documents/minutes.html"
    rule: ClassVar[Article] = Article.OPENING_AND_MINUTES
    kind: ClassVar[PaperKind | None] = PaperKind.MINUTES
    type_name: ClassVar[str] = "BIÊN BẢN"
    mandatory: ClassVar[dict[str, str]] = {
        "place": "Biên bản phải ghi địa điểm.",
        "began_at": "Biên bản phải ghi thời gian bắt đầu.",
        "ended_at": "Biên bản phải ghi thời gian kết thúc.",
        "presiders": "Biên bản phải ghi người chủ trì.",
        "minute_taker": "Biên bản phải ghi người ghi biên bản.",
    }

    session_title: str
    began_at: datetime
    ended_at: datetime
    place: str
    presiders: tuple[str, ...]
    minute_taker: str
    attending_bodies: tuple[str, ...]
    attended_total: int
    attended_people: int | None
    opening: str
    previous_results: str
    course: str
    turns: tuple[MinutesTurn, ...]
    opinions: tuple[MinutesOpinion, ...]
    closing: str
    signature: Signature
    recipients: tuple[str, ...]
    confirmation: Signature | None = None
    shows_place_and_date: bool = True

    @property
    def minute_taker_name(self) -> str:
        """The name alone, for below the line of the signature."""
        return self.minute_taker.partition(",")[0].removeprefix("Đồng chí ").strip()
