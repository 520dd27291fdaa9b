"""The words of the calendar pages: months, entered days, and what a change would move."""

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from duties.actions.calendar import DayEffect, DryRun
from duties.actions.recompute import Recount
from duties.letters import WORK
from regulation import date_words
from regulation.enums import DayKind, DayStatus
from regulation.models import CalendarDay
from regulation.working_days import DayLine, SpecialDay, WorkingCalendar

SHOWN_MOVES = 200
_STATUS_CHIPS = {
    DayStatus.CONFIRMED: {"kind": "done", "text": "Đã xác nhận", "icon": "tick"},
    DayStatus.EXPECTED: {"kind": "soon", "text": "Dự kiến", "icon": "waiting"},
}


@dataclass(frozen=True, kw_only=True)
class Month:
    """One month as weeks of seven days; a day outside the month is empty."""

    title: str
    weeks: list[list[dict]]
    working: int


def months(year: int, calendar: WorkingCalendar) -> list[Month]:
    """The twelve months of a year, each day with its look and words."""
    lines = {line.date: line for line in calendar.explain(date(year, 1, 1), date(year, 12, 31))}
    return [_month(year, number, lines, calendar) for number in range(1, 13)]


def _month(year: int, number: int, lines: dict[date, DayLine], calendar: WorkingCalendar) -> Month:
    weeks = [
        [_day(day, number, lines, calendar) for day in week]
        for week in Calendar().monthdatescalendar(year, number)
    ]
    working = sum(line.counted for line in lines.values() if line.date.month == number)
    return Month(title=f"Tháng {number}", weeks=weeks, working=working)


def _day(day: date, month: int, lines: dict[date, DayLine], calendar: WorkingCalendar) -> dict:
    if day.month != month:
        return {"text": "", "kind": "", "title": ""}
    line, entered = lines[day], calendar.entered(day)
    if entered is None:
        return {"text": str(day.day), "kind": "" if line.counted else "off", "title": ""}
    kind = "worked" if entered.kind is DayKind.WORKED else "holiday"
    words = f"{entered.kind.label}, {entered.name}"
    if entered.status is DayStatus.EXPECTED:
        kind, words = f"{kind} day-expected", f"{words}, dự kiến"
    return {"text": str(day.day), "kind": kind, "title": words}


def entered_table(rows: Iterable[CalendarDay], *, may_change: bool) -> dict:
    """The days that were entered for a year."""
    labels = ["Ngày", "Loại", "Tên", "Căn cứ", "Tình trạng"] + (["Thao tác"] if may_change else [])
    table = []
    for row in rows:
        unit = row.unit.name if row.unit else ""
        cells = [
            {"text": f"{row.date:%d/%m/%Y}", "kind": "date", "note": date_words.weekday(row.date)},
            {"text": row.get_kind_display(), "note": unit},
            {"text": row.name},
            {"text": row.source},
            {"text": "", "chip": _STATUS_CHIPS[DayStatus(row.status)]},
        ]
        if may_change:
            url = f"{reverse('duties:calendar_day')}?ngay={row.date:%d/%m/%Y}"
            cells.append({"text": "Sửa", "url": f"{url}&don-vi={unit}" if unit else url})
        table.append(labelled(labels, cells))
    return {"caption": "Các ngày đã nhập", "columns": columns(labels, dates=("Ngày",)), "rows": table}


def effects_table(effects: Iterable[DayEffect]) -> dict:
    """What becomes of each day."""
    labels = ["Ngày", "Hiện nay", "Sau khi sửa", "Căn cứ"]
    rows = [
        labelled(
            labels,
            [
                {"text": f"{effect.on:%d/%m/%Y}", "kind": "date", "note": date_words.weekday(effect.on)},
                {"text": _in_words(effect.before, effect.on)},
                {"text": _in_words(effect.after, effect.on)},
                {"text": effect.after.source if effect.after else ""},
            ],
        )
        for effect in effects
    ]
    return {"caption": "Các ngày được sửa", "columns": columns(labels, dates=("Ngày",)), "rows": rows}


def _in_words(day: SpecialDay | None, on: date) -> str:
    if day is None:
        return "Ngày nghỉ hằng tuần" if on.weekday() > 4 else "Ngày làm việc"
    expected = " (dự kiến)" if day.status is DayStatus.EXPECTED else ""
    return f"{day.kind.label}: {day.name}{expected}"


def moves_table(moves: list[Recount], *, on: date) -> dict:
    """Which open duties get another date. It names the kind of work only: titles may quote what somebody said."""
    labels = ["Đơn vị phải làm", "Việc", "Hạn cũ", "Hạn mới", "Thay đổi"]
    rows = []
    for move in moves[:SHOWN_MOVES]:
        duty = move.duty
        host = "" if duty.owed_to_id == duty.owed_by_id else duty.owed_to.name
        past = {"kind": "overdue", "text": "Quá hạn do đổi lịch", "icon": "overdue"}
        rows.append(
            labelled(
                labels,
                [
                    {"text": duty.owed_by.name, "note": host},
                    {"text": WORK.get(duty.article, duty.article.text)},
                    {"text": _date_text(move.old_due_on), "kind": "date"},
                    {"text": _date_text(duty.due_on), "kind": "date"},
                    {"text": _shift(move), "chip": past if move.already_past(on) else ""},
                ],
            )
        )
    return {
        "caption": "Việc đang làm được tính lại hạn",
        "columns": columns(labels, dates=("Hạn cũ", "Hạn mới")),
        "rows": rows,
    }


def _days(move: Recount) -> int:
    """By how many days (of the calendar) the date moves; 0 where one of the two is not known."""
    old, new = move.old_due_on, move.duty.due_on
    return (new - old).days if old and new else 0


def _shift(move: Recount) -> str:
    days = _days(move)
    if not days:
        return "Tính được hạn" if move.old_due_on is None else "Chưa tính được nữa"
    return f"Thêm {days} ngày" if days > 0 else f"Bớt {-days} ngày"


def summary(run: DryRun, *, on: date) -> list[dict]:
    """The figures of a dry run."""
    shifts = [_days(move) for move in run.moves]
    facts = (
        ("Việc được tính lại hạn", _figure(len(run.moves))),
        ("Được thêm ngày", _figure(sum(days > 0 for days in shifts))),
        ("Bị bớt ngày", _figure(sum(days < 0 for days in shifts))),
        ("Thành quá hạn do đổi lịch", _figure(run.past(on))),
        ("Việc đang làm giữ nguyên hạn", _figure(run.kept)),
        ("Việc đã xong trong khoảng này, không đổi", _figure(run.closed)),
    )
    return [{"label": label, "value": value, "change_url": "", "strong": False} for label, value in facts]


def _figure(number: int) -> str:
    """A count with points between the thousands."""
    return f"{number:,}".replace(",", ".")


def _date_text(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "Chưa tính được"


_BLANK = {"text": "", "url": "", "note": "", "kind": "", "chip": "", "badge": "", "wrong": ""}


def labelled(labels: list[str], cells: list[dict]) -> list[dict]:
    """One row of ``components/table.html``: each cell with the name of its column."""
    return [{**_BLANK, "label": label, **cell} for label, cell in zip(labels, cells, strict=True)]


def columns(labels: list[str], *, dates: tuple[str, ...]) -> list[dict]:
    """The columns of a table that is not sorted by its head; ``dates`` are those that hold dates."""
    return [
        {"label": label, "kind": "date" if label in dates else "", "sort_url": "", "sorted": ""}
        for label in labels
    ]
