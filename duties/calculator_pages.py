"""The words of the calculator: everything its template needs, ready."""

from dataclasses import dataclass
from datetime import date

from duties.calculating import Answer
from duties.explanations import deed_before, term_in_words
from duties.presentation import days_table
from organizations.enums import Branch
from regulation import date_words
from regulation.articles import UnknownClause
from regulation.deadlines import Verdict

_VERDICTS = {
    Verdict.IN_TIME: {"kind": "done", "icon": "done", "text": "Đúng hạn", "note": ""},
    Verdict.AMBER: {"kind": "amber", "icon": "clock-solid", "text": "Sát hạn", "note": ""},
    Verdict.LATE: {"kind": "late", "icon": "late", "text": "Trễ hạn", "note": ""},
}


@dataclass(frozen=True, kw_only=True)
class AnswerPage:
    """One count as it is shown. ``done_on`` is a day to be judged, or None."""

    answer: Answer
    done_on: date | None

    @property
    def finding(self) -> str:
        """The date in one sentence."""
        deadline = self.answer.deadline
        clock = self.answer.clock
        lead = f"{deed_before(clock.article).capitalize()} chậm nhất" if clock.looks_back else "Hạn"
        return f"{lead}: {date_words.long_date(deadline.due_on)}"

    @property
    def remarks(self) -> list[str]:
        """What a reader must know before trusting the date."""
        if not self.answer.deadline.tentative:
            return []
        return ["Trong khoảng này có ngày nghỉ chưa được thông báo chính thức: hạn là tạm tính."]

    @property
    def facts(self) -> list[dict]:
        """What the count starts from, how it is read, and until when what holds."""
        found, deadline = self.answer, self.answer.deadline
        event = "Ngày tổ chức" if found.clock.looks_back else "Ngày phát sinh"
        rows = [
            ("Căn cứ", self._cited()),
            ("Văn bản", found.edition),
            ("Cách hiểu", term_in_words(found.term)),
            (event, date_words.long_date(deadline.base_on)),
            ("Hạn", date_words.long_date(deadline.due_on)),
        ]
        if deadline.lawful_until != deadline.due_on:
            rows.append(("Đúng hạn đến hết", date_words.long_date(deadline.lawful_until)))
        if deadline.amber_until != deadline.lawful_until:
            rows.append(("Sát hạn đến hết", date_words.long_date(deadline.amber_until)))
        if self.done_on is not None:
            rows.append(("Ngày đã làm", date_words.long_date(self.done_on)))
        return [
            {"label": label, "value": value, "change_url": "", "strong": label == "Hạn"}
            for label, value in rows
        ]

    def _cited(self) -> str:
        article = self.answer.clock.article
        words = []
        for branch in Branch:
            try:
                words.append(article.cited_for(branch))
            except (UnknownClause, KeyError):
                continue
        return "; ".join(dict.fromkeys(words))

    @property
    def verdict(self) -> dict | str:
        """How the day that was given stands, as a badge, or ""."""
        return _VERDICTS[self.answer.deadline.verdict(self.done_on)] if self.done_on else ""

    @property
    def table(self) -> dict:
        """The days, one line each."""
        return days_table(self.answer.explanation)

    @property
    def total(self) -> str:
        """The sum under the table."""
        return self.answer.explanation.total
