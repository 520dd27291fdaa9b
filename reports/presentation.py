"""Figures in words and tiles: what the dashboard says, ready for the templates. No queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from duties.badges import Badge
from duties.queries import Kept
from followups.queries import Chip
from regulation.working_days import CalendarUnknown, WorkingCalendar
from reports.compliance import GOOD, band, percent, rate, shown
from reports.enums import Figure, Milestone
from reports.queries import Chased, City, CommuneRow

AFTER_GRID = "sau-luoi"
_NOTES = {
    Milestone.INVITATION: "đúng hạn trước buổi đối thoại",
    Milestone.NOTICE: "đúng hạn sau buổi đối thoại",
    Milestone.ANSWER: "đúng hạn sau thông báo kết luận",
}
_BANDS = (
    ("none", "Chưa tổ chức"),
    ("waiting", "Đã tổ chức, chưa có mốc đến hạn"),
    ("low", "Dưới 80%"),
    ("middle", "Từ 80% đến dưới 95%"),
    ("high", "Từ 95% trở lên"),
)


def figure_url(figure: Figure, year: int, **narrowed: str) -> str:
    """Where the rows behind a figure stand."""
    query = urlencode({"nam": year} | {key: value for key, value in narrowed.items() if value})
    return f"{reverse('reports:figure', args=[figure.value])}?{query}"


def stat_figures(city: City) -> list[dict]:
    """The four figures over the fold; each opens its rows."""
    held = {
        "label": Figure.HELD.label,
        "value": str(city.held),
        "total": str(len(city.communes)),
        "url": figure_url(Figure.HELD, city.year),
        "badge": Chip("soon", f"Còn {city.not_held}", "warning")
        if city.not_held
        else Chip("done", "Đã đủ", "done"),
        "note": "mỗi năm ít nhất 1 lần",
    }
    return [held, *(_milestone_figure(city, milestone) for milestone in Milestone)]


def _milestone_figure(city: City, milestone: Milestone) -> dict:
    kept = city.by_milestone[milestone]
    share = rate(kept)
    badge = ""
    if share is not None:
        met = share >= GOOD
        badge = Chip("done", "Đạt mục tiêu", "done") if met else Chip("soon", "Dưới mục tiêu 95%", "falling")
    return {
        "label": milestone.label,
        "value": shown(kept),
        "total": "",
        "url": figure_url(Figure(milestone.value), city.year),
        "badge": badge,
        "note": f"{kept.in_time}/{kept.judged} mốc, {_NOTES[milestone]}"
        if kept.judged
        else "chưa có mốc nào đến hạn",
    }


@dataclass(frozen=True)
class Finding:
    """The state of the year in words; ``fall`` is the part to stress, or empty."""

    opening: str
    held: str
    answers: str
    fall: str
    closing: str


def finding(city: City) -> Finding:
    """One paragraph that a leader reads in five seconds."""
    answers = city.by_milestone[Milestone.ANSWER]
    fallen = falling_months(city.by_month[Milestone.ANSWER])
    fall = f"giảm {fallen} tháng liền, còn {shown(answers)}" if fallen >= 2 else ""
    if not answers.judged:
        words = "Chưa có kiến nghị nào đến hạn trả lời"
    elif fall:
        words = "Tỷ lệ trả lời kiến nghị đúng hạn"
    else:
        words = f"Tỷ lệ trả lời kiến nghị đúng hạn là {shown(answers)}"
    units = len(city.chased)
    closing = f"{units} cơ quan, đơn vị đang có việc quá hạn." if units else "Không có việc nào đang quá hạn."
    return Finding(
        opening=f"{city.held} trong {len(city.communes)}",
        held="phường, xã, đặc khu đã tổ chức đối thoại định kỳ hoặc chuyên đề ít nhất một lần.",
        answers=words,
        fall=fall,
        closing=closing,
    )


def falling_months(by_month: dict[int, Kept]) -> int:
    """For how many months in a row the rate has fallen, up to the newest month with figures."""
    shares = [rate(kept) for _, kept in sorted(by_month.items()) if kept.judged]
    fallen = 0
    for earlier, later in zip(reversed(shares[:-1]), reversed(shares[1:]), strict=True):
        if later >= earlier:
            break
        fallen += 1
    return fallen


def trend_heading(city: City) -> str:
    """The finding of the chart, as its heading."""
    fallen = falling_months(city.by_month[Milestone.ANSWER])
    if fallen >= 2:
        return f"Trả lời kiến nghị đúng hạn giảm {fallen} tháng liền"
    return "Ba mốc thời gian theo tháng"


def trend_table(city: City, until_month: int) -> dict:
    """The chart as a table: share and counts per month."""
    rows = []
    for month in range(1, until_month + 1):
        cells = [{"label": "Tháng", "text": f"Tháng {month}"}]
        for milestone in Milestone:
            kept = city.by_month[milestone][month]
            text = (
                f"{percent(rate(kept))} ({kept.in_time}/{kept.judged})" if kept.judged else "chưa có số liệu"
            )
            cells.append({"label": milestone.label, "text": text, "kind": "number"})
        rows.append(cells)
    columns = [
        {"label": "Tháng"},
        *({"label": milestone.label, "kind": "number"} for milestone in Milestone),
    ]
    return {"caption": "Tỷ lệ đúng hạn theo tháng", "columns": columns, "rows": rows}


def overdue_badge(due_on: date, *, on: date, calendar: WorkingCalendar) -> Badge:
    """How long the oldest open work of a unit has been late."""
    try:
        late = -calendar.days_left(on, due_on)
    except CalendarUnknown:
        return Badge(kind="overdue", text="Quá hạn", icon="overdue")
    return Badge(kind="overdue", text=f"Quá hạn {late} ngày làm việc", icon="overdue")


def chase_table(
    chased: list[Chased], *, year: int, on: date, calendar: WorkingCalendar, can_urge: bool
) -> dict:
    """Who to chase, the longest overdue first."""
    rows = []
    for unit in chased:
        url = figure_url(Figure.OVERDUE, year, **{"don-vi": unit.unit_code})
        rows.append(
            [
                {"label": "Đơn vị", "text": unit.unit_name, "url": url},
                {"label": "Quá hạn", "text": str(unit.overdue), "kind": "number"},
                {
                    "label": "Lâu nhất",
                    "text": "",
                    "badge": overdue_badge(unit.oldest_due_on, on=on, calendar=calendar),
                },
                {"label": "Việc", "text": "Đôn đốc" if can_urge else "Xem", "url": url},
            ]
        )
    columns = [
        {"label": "Đơn vị"},
        {"label": "Quá hạn", "kind": "number"},
        {"label": "Lâu nhất"},
        {"label": "Việc"},
    ]
    return {"caption": "Đơn vị có việc quá hạn", "columns": columns, "rows": rows}


# -- the grid


def tile_of(row: CommuneRow, *, year: int) -> dict:
    """One commune: never cut, with the counts behind the rate."""
    kind = kind_of(row)
    words = {"none": "Chưa tổ chức", "waiting": "Đã tổ chức"}
    share = rate(row.kept)
    return {
        "kind": "high" if kind == "waiting" else kind,
        "name": short_name(row),
        "rate": words.get(kind) or percent(None if share is None else round(share, 2)),
        "count": f"{row.kept.in_time}/{row.kept.judged}" if row.kept.judged and kind != "none" else "",
        "url": f"{reverse('reports:area', args=[row.territory.code])}?nam={year}",
    }


def kind_of(row: CommuneRow) -> str:
    """none (no session), waiting (held, nothing due yet), or the class of its rate."""
    if not row.held:
        return "none"
    share = rate(row.kept)
    return "waiting" if share is None else band(share)


_PREFIXES = {"commune": "X. ", "special_zone": "ĐK ", "township": "TT. "}


def short_name(row: CommuneRow) -> str:
    """The name with its prefix: "Bến Thành", "X. Hóc Môn", "ĐK Côn Đảo"."""
    return _PREFIXES.get(row.territory.kind, "") + row.territory.bare_name


def heat_grid(city: City, *, by_name: bool) -> dict:
    """The communes by area, worst first unless ordered by name."""
    areas: dict[str, list[CommuneRow]] = defaultdict(list)
    for row in city.communes:
        areas[row.territory.region].append(row)
    counted = {kind: sum(1 for row in city.communes if kind_of(row) == kind) for kind, _ in _BANDS}
    ordered = sorted(areas.items(), key=lambda area: -len(area[1]))
    return {
        "legend": [
            {"kind": "high" if kind == "waiting" else kind, "text": f"{text}: {counted[kind]}"}
            for kind, text in _BANDS
            if counted[kind] or kind != "waiting"
        ],
        "areas": [_area(name, rows, year=city.year, by_name=by_name) for name, rows in ordered],
        "after_id": AFTER_GRID,
    }


def _area(name: str, rows: list[CommuneRow], *, year: int, by_name: bool) -> dict:
    none = sum(1 for row in rows if kind_of(row) == "none")
    low = sum(1 for row in rows if kind_of(row) == "low")
    if not by_name:
        rows = sorted(rows, key=_worst_first)
    return {
        "title": f"Khu vực {name}",
        "note": f"{len(rows)} đơn vị · {none} chưa tổ chức · {low} dưới 80%",
        "tiles": [tile_of(row, year=year) for row in rows],
    }


_ORDER = {"none": 0, "low": 1, "middle": 2, "waiting": 3, "high": 4}


def _worst_first(row: CommuneRow) -> tuple:
    return (_ORDER[kind_of(row)], rate(row.kept) or 0, row.territory.name_sort)


def commune_table(rows: list[CommuneRow], *, year: int, caption: str) -> dict:
    """Communes as a table: the equal alternative of the grid."""
    return {
        "caption": caption,
        "columns": [
            {"label": "Phường, xã, đặc khu"},
            {"label": "Số buổi", "kind": "number"},
            {"label": "Mốc đã đến hạn", "kind": "number"},
            {"label": "Đúng hạn", "kind": "number"},
            {"label": "Đang quá hạn", "kind": "number"},
            {"label": "Tỷ lệ", "kind": "number"},
        ],
        "rows": [
            [
                {
                    "label": "Phường, xã, đặc khu",
                    "text": row.territory.name,
                    "url": f"{reverse('reports:area', args=[row.territory.code])}?nam={year}",
                },
                {"label": "Số buổi", "text": str(row.held), "kind": "number"},
                {"label": "Mốc đã đến hạn", "text": str(row.kept.judged), "kind": "number"},
                {"label": "Đúng hạn", "text": str(row.kept.in_time), "kind": "number"},
                {"label": "Đang quá hạn", "text": str(row.kept.overdue), "kind": "number"},
                {"label": "Tỷ lệ", "text": percent(rate(row.kept)), "kind": "number"},
            ]
            for row in rows
        ],
    }
