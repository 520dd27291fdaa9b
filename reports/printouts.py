"""What the yearly report says (Đ9.3.c, Đ13.3.c)."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from documents.enums import PaperKind
from documents.printouts import Printout, Signature
from regulation.articles import Article


@dataclass(frozen=True, kw_only=True)
class OpinionCounts:
    """One row of annex C. The parts must add up; a row that does not raises ValueError.

    ``answered_at_session`` is part of ``resolved``; ``assigned`` counts what was given to an agency, whatever
    became of it. ``open_in_time`` and ``open_overdue`` are what is still being worked on.
    """

    carried_over: int
    received: int
    answered_at_session: int
    assigned: int
    resolved: int
    open_in_time: int
    open_overdue: int
    not_started: int
    escalated: int
    out_of_scope: int

    def __post_init__(self):
        parts = self.resolved + self.open + self.not_started + self.escalated + self.out_of_scope
        if self.total != parts:
            raise ValueError(f"Opinions do not add up: {self.total} in total, {parts} in parts.")
        if not 0 <= self.answered_at_session <= min(self.received, self.resolved):
            raise ValueError("More opinions answered at sessions than received or resolved.")

    @property
    def total(self) -> int:
        return self.carried_over + self.received

    @property
    def open(self) -> int:
        return self.open_in_time + self.open_overdue

    @property
    def resolved_percent(self) -> str:
        """Share of resolved opinions with a decimal comma ("81,4"), or a dash without any opinion."""
        return f"{100 * self.resolved / self.total:.1f}".replace(".", ",") if self.total else "–"


@dataclass(frozen=True, kw_only=True)
class CountedRow:
    """A row of annex C (a session or a unit) or of annex D (a field)."""

    label: str
    counts: OpinionCounts


@dataclass(frozen=True, kw_only=True)
class SessionFigures:
    """How many sessions, by kind and by who presided; each of the two splits adds up to ``held``."""

    planned: int
    held: int
    periodic: int
    thematic: int
    ad_hoc: int
    presided_by_holder: int
    presided_by_deputy: int
    joint: int
    attended_total: int
    attended_people: int

    def __post_init__(self):
        if self.periodic + self.thematic + self.ad_hoc != self.held:
            raise ValueError("Kinds of sessions do not add up to the sessions held.")
        if self.presided_by_holder + self.presided_by_deputy != self.held:
            raise ValueError("Presiders do not add up to the sessions held.")


@dataclass(frozen=True, kw_only=True)
class TermFigures:
    """How one term of the regulation was kept: ``rule`` in words, then counts that add up to ``total``."""

    rule: str
    in_time: int
    in_time_after_extension: int
    late: int
    open_overdue: int
    open_in_time: int

    @property
    def total(self) -> int:
        return self.in_time + self.in_time_after_extension + self.late + self.open_overdue + self.open_in_time


@dataclass(frozen=True, kw_only=True)
class ListedOpinion:
    """A row of annex E: one opinion, without any person."""

    code: str
    session: str
    area: str
    text: str
    field: str
    lead_agency: str
    assigned_by: str
    due_on: date | None
    extended_to: date | None
    answer: str
    state: str


@dataclass(frozen=True, kw_only=True)
class AnnualReportPaper(Printout):
    """Báo cáo năm of one post: figures, assessment, annex C and, when given, annexes D and E.

    ``subject``: "kết quả tiếp xúc, đối thoại trực tiếp với Nhân dân năm 2026". ``post_title``: whose year it
    is. ``as_of``: the day the figures were taken. ``situation`` (part I), ``strengths``, ``weaknesses``,
    ``causes`` (part III), ``next_year`` (part IV) and ``proposals`` (part V) are free text and may be empty.
    ``by_session`` are the rows of annex C and add up to ``opinions``; ``by_field`` are the rows of annex D.
    ``addressees`` stand under "Kính gửi" on a report of the State to those above; a report of the Party has none.
    """

    template: ClassVar[str] = "documents/annual_report.html"
    rule: ClassVar[Article] = Article.PARTY_ANNUAL_REPORT
    kind: ClassVar[PaperKind | None] = PaperKind.ANNUAL_REPORT
    type_name: ClassVar[str] = "BÁO CÁO"
    mandatory: ClassVar[dict[str, str]] = {"post_title": "Báo cáo phải nêu chức vụ của người đứng đầu."}

    citation: str
    year: int
    as_of: date
    post_title: str
    situation: str
    sessions: SessionFigures
    terms: tuple[TermFigures, ...]
    opinions: OpinionCounts
    by_session: tuple[CountedRow, ...]
    by_field: tuple[CountedRow, ...]
    listed: tuple[ListedOpinion, ...]
    strengths: str
    weaknesses: str
    causes: str
    next_year: str
    proposals: str
    signature: Signature
    recipients: tuple[str, ...]
    addressees: tuple[str, ...] = ()

    @property
    def annexes(self) -> int:
        """How many appendices follow the text: annex C always, D and E where they have rows."""
        return 1 + bool(self.by_field) + bool(self.listed)

    @property
    def next_report_year(self) -> int:
        return self.year + 1
