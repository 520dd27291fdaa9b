"""The words of the page "Cách tính": everything the template needs, ready."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from duties.badges import Badge
from duties.explanations import ExplainedDay, Explanation, how_it_is_read
from duties.models import Duty, DutyExtension, DutyMove, MilestonePassed
from regulation import date_words
from regulation.clock import local_date
from regulation.deadlines import LEAD_TIMES
from regulation.editions import citation

EXPECTED = {"kind": "soon", "text": "Dự kiến", "icon": "waiting"}
SKIPPED = {"kind": "neutral", "text": "Không tính", "icon": "outside"}


@dataclass(frozen=True, kw_only=True)
class ExplainedPage:
    """One duty explained."""

    duty: Duty
    explanation: Explanation
    badge: Badge
    extensions: list[DutyExtension]
    moves: list[DutyMove]
    beside: list[Duty]
    milestones: list[MilestonePassed]

    @property
    def meta(self) -> list[dict]:
        """The small lines under the title."""
        facts = [("petition", self.duty.context_line), ("building", self.duty.owed_by.name)]
        return [{"icon": icon, "text": text} for icon, text in facts if text]

    @property
    def facts(self) -> list[dict]:
        """What the count starts from and what it gives."""
        duty = self.duty
        rows = [
            ("Căn cứ", citation(duty.article, duty.branch, duty.edition)),
            ("Cách hiểu", how_it_is_read(duty)),
            (_event_label(duty), _event(duty)),
            ("Hạn", _day(duty.due_on)),
        ]
        if duty.is_extended:
            rows.append(("Hạn đầu tiên", _day(duty.first_due_on)))
        if duty.lawful_until != duty.due_on:
            rows.append(("Đúng hạn đến hết", _day(duty.lawful_until)))
        if duty.amber_until != duty.lawful_until:
            rows.append(("Sát hạn đến hết", _day(duty.amber_until)))
        if duty.met_on is not None:
            rows.append(("Hoàn thành", _day(duty.met_on)))
        if duty.late_reason:
            rows.append(("Lý do trễ", duty.late_reason))
        if duty.voided_on is not None:
            rows.append(("Không còn phải làm", f"{_day(duty.voided_on)}. {duty.void_reason}"))
        return [
            {"label": label, "value": value, "change_url": "", "strong": label == "Hạn"}
            for label, value in rows
            if value
        ]

    @property
    def remarks(self) -> list[str]:
        """What a reader must know before trusting the date."""
        duty = self.duty
        remarks = []
        if self.explanation.why_not:
            remarks.append(self.explanation.why_not)
        if duty.base_is_planned:
            remarks.append("Ngày phát sinh là ngày dự kiến nên hạn này cũng là dự kiến.")
        if duty.tentative and duty.is_open and duty.due_on is not None:
            remarks.append("Trong khoảng này có ngày nghỉ chưa được thông báo chính thức: hạn là tạm tính.")
        if not self.explanation.agrees:
            remarks.append(
                f"Theo lịch hiện nay, cách tính cho ra {_day(self.explanation.computed_on)}. Lịch đã thay đổi "
                f"sau khi việc này khép lại, hạn đã ghi {_day(duty.first_due_on)} được giữ nguyên."
            )
        return remarks

    @property
    def calendar_year(self) -> int:
        """The year of the calendar in which the date lies."""
        return (self.explanation.computed_on or self.duty.base_on).year

    @property
    def calculator_url(self) -> str:
        """Where anybody can count the same again."""
        asked = {"dieu-khoan": self.duty.rule, "ngay": f"{self.duty.base_on:%d/%m/%Y}"}
        return f"{reverse('duties:calculator')}?{urlencode(asked)}"

    @property
    def table(self) -> dict:
        """The days, one line each."""
        return days_table(self.explanation)

    @property
    def history(self) -> list[dict]:
        """Notices of extension, changes of the date and milestones of the reminders, newest first."""
        entries = [
            (
                extension.recorded_at,
                f"Gia hạn đến {extension.new_due_on:%d/%m/%Y}",
                f"Văn bản số {extension.document_number} ngày {extension.document_date:%d/%m/%Y}, "
                f"hạn trước đó {extension.old_due_on:%d/%m/%Y}. "
                + (
                    "Báo trước khi hết hạn."
                    if extension.in_time
                    else "Báo sau khi hết hạn: hạn cũ giữ nguyên."
                ),
            )
            for extension in self.extensions
        ]
        entries += [
            (move.at, f"Tính lại hạn: {_short(move.old_due_on)} → {_short(move.new_due_on)}", _reason(move))
            for move in self.moves
        ]
        entries += [
            (passed.recorded_at, _milestone_words(passed), f"Đến mốc ngày {passed.fell_on:%d/%m/%Y}.")
            for passed in self.milestones
        ]
        return [
            {"kind": "todo", "title": title, "text": f"{local_date(at):%d/%m/%Y}. {text}"}
            for at, title, text in sorted(entries, key=lambda entry: entry[0], reverse=True)
        ]

    @property
    def others(self) -> list[dict]:
        """The other clocks of the same session."""
        return [
            {"label": duty.title, "value": _short(duty.due_on), "url": reverse("duties:explain", args=[duty.code]),
             "kind": ""}
            for duty in self.beside
        ]  # fmt: skip


def days_table(explanation: Explanation) -> dict:
    """The days of a count as a table, one line each."""
    labels = ("Ngày", "Thứ tự", "Lý do", "Căn cứ", "Tình trạng")
    return {
        "caption": "Từng ngày được tính và không tính",
        "columns": [
            {"label": label, "kind": "number" if label == "Thứ tự" else "", "sort_url": "", "sorted": ""}
            for label in labels
        ],
        "rows": [_row(day, labels) for day in explanation.days],
    }


def _row(day: ExplainedDay, labels: tuple[str, ...]) -> list[dict]:
    chip = EXPECTED if day.expected else SKIPPED if day.number is None else ""
    texts = (
        f"{day.on:%d/%m/%Y}",
        "" if day.number is None else str(day.number),
        day.reason,
        day.source,
        "",
    )
    kinds = ("", "number", "", "", "")
    row = [
        {
            "label": label,
            "text": text,
            "kind": kind,
            "url": "",
            "note": "",
            "chip": "",
            "badge": "",
            "wrong": "",
        }
        for label, text, kind in zip(labels, texts, kinds, strict=True)
    ]
    row[0]["note"] = date_words.weekday(day.on)
    row[-1]["chip"] = chip
    return row


def _milestone_words(passed: MilestonePassed) -> str:
    if passed.days_left > 0:
        return f"Nhắc hạn: còn {passed.days_left} ngày làm việc đến {passed.due_on:%d/%m/%Y}"
    late = f"quá hạn {-passed.days_left} ngày làm việc" if passed.days_left else "ngày hết hạn"
    return f"Nhắc hạn: {late} ({passed.due_on:%d/%m/%Y})"


def _event_label(duty: Duty) -> str:
    return "Ngày tổ chức" if duty.article in LEAD_TIMES else "Ngày phát sinh"


def _event(duty: Duty) -> str:
    if duty.base_on is None or "days" not in duty.reading:
        return ""
    return f"{_day(duty.base_on)} (dự kiến)" if duty.base_is_planned else _day(duty.base_on)


def _day(day) -> str:
    return date_words.long_date(day) if day else "Chưa tính được"


def _short(day) -> str:
    return f"{day:%d/%m/%Y}" if day else "chưa tính được"


def _reason(move: DutyMove) -> str:
    return f"{move.reason}. Hạn mới đã qua vào ngày điều chỉnh." if move.already_past else f"{move.reason}."
