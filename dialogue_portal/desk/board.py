"""The queue of one seat: items of all apps, each matter once, under their headings; tabs that count what they list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from duties.work import WorkGroup, WorkItem
from regulation import date_words

_ORDER = tuple(WorkGroup)
_URGENCY = {WorkGroup.OVERDUE: "overdue", WorkGroup.TODAY: "today", WorkGroup.SOON: "soon"}
_HEADINGS = {
    WorkGroup.OVERDUE: "Quá hạn",
    WorkGroup.TODAY: "Hôm nay",
    WorkGroup.SOON: "Sắp đến hạn",
    WorkGroup.INTERNAL: "Việc nội bộ",
    WorkGroup.LATER: "Việc tiếp theo",
    WorkGroup.WAITING: "Chờ đơn vị khác",
}


@dataclass(frozen=True)
class Tab:
    """A filter of the queue: its place in the address, its words, what it lists."""

    slug: str
    label: str
    groups: frozenset[WorkGroup]
    kind: str = ""


OWN = frozenset(_ORDER) - {WorkGroup.WAITING}
TABS = (
    Tab("", "Tất cả việc của tôi", OWN),
    Tab("qua-han", "Quá hạn", frozenset({WorkGroup.OVERDUE}), "overdue"),
    Tab("hom-nay", "Hôm nay", frozenset({WorkGroup.TODAY})),
    Tab("sap-den-han", "Sắp đến hạn", frozenset({WorkGroup.SOON})),
    Tab("cho-don-vi-khac", "Chờ đơn vị khác", frozenset({WorkGroup.WAITING})),
)
_BY_SLUG = {tab.slug: tab for tab in TABS}
_EMPTY = {
    "": ("Không có việc nào cần làm", "Việc mới hiện ở đây khi đến lượt, kèm hạn theo Quy chế."),
    "qua-han": ("Không có việc quá hạn", "Việc chưa xong khi hết hạn hiện ở đây."),
    "hom-nay": ("Không có việc phải xong hôm nay", "Việc hết hạn trong ngày hiện ở đây."),
    "sap-den-han": ("Không có việc sắp đến hạn", "Việc còn ít ngày làm việc hiện ở đây."),
    "cho-don-vi-khac": ("Không chờ đơn vị nào", "Việc đơn vị khác đang làm cho đơn vị mình hiện ở đây."),
}


@dataclass(frozen=True)
class Board:
    """The merged items of a seat on a day, in the order of the queue."""

    items: list[WorkItem]
    on: date
    soon: int

    def listed(self, tab: Tab) -> list[WorkItem]:
        """The items under a tab."""
        return [item for item in self.items if item.group in tab.groups]

    @property
    def count(self) -> int:
        """How many things the seat itself has to do."""
        return len(self.listed(_BY_SLUG[""]))

    def tabs(self, current: Tab, address: str) -> list[dict]:
        """The tabs with their counts; each count is the length of the list behind it."""
        return [
            {
                "value": len(self.listed(tab)),
                "label": tab.label,
                "url": f"{address}?loc={tab.slug}" if tab.slug else address,
                "current": tab == current,
                "kind": tab.kind if self.listed(tab) else "",
            }
            for tab in TABS
        ]

    def groups(self, current: Tab) -> list[dict]:
        """The headings with their rows; the first row of the page has the solid button."""
        groups, is_first = [], True
        for group in _ORDER:
            rows = [item for item in self.listed(current) if item.group == group]
            if rows:
                drawn = [self._row(item, primary=is_first and place == 0) for place, item in enumerate(rows)]
                groups.append(
                    {
                        "title": _HEADINGS[group],
                        "count_text": self._count_text(group, len(rows)),
                        "rows": drawn,
                    }
                )
                is_first = False
        return groups

    def _count_text(self, group: WorkGroup, count: int) -> str:
        within = f" trong {self.soon} ngày làm việc tới" if group == WorkGroup.SOON else ""
        return f"{count} việc{within}"

    def _weekday(self, due: date) -> str:
        """The day of the week; with the year where it is not this one."""
        words = date_words.weekday(due)
        return words if due.year == self.on.year else f"{words}, {due.year}"

    def _row(self, item: WorkItem, *, primary: bool) -> dict:
        due = item.due_on
        return {
            "urgency": _URGENCY.get(item.group, "later"),
            "due_on": due.isoformat() if due else "",
            "due_text": f"{due:%d/%m}" if due else "",
            "weekday": self._weekday(due) if due else "",
            "title": item.title,
            "url": "",
            "context": item.context,
            "badge": item.badge or "",
            "ruler": item.ruler or "",
            "note": item.note,
            "action_label": item.button,
            "action_url": item.url,
            "primary": primary,
            "refused": "",
        }


def merged(of_apps: Iterable[WorkItem], of_ledger: Iterable[WorkItem], *, on: date, soon: int) -> Board:
    """One queue. The plain row of a duty gives way where an app that knows more shows the same duty.

    Within a heading the earliest date comes first, what has none last.
    """
    items = list(of_apps)
    claimed = {item.duty_id for item in items}
    items += [item for item in of_ledger if claimed.isdisjoint({item.duty_id, *item.twin_ids})]
    items.sort(key=lambda item: (_ORDER.index(item.group), item.due_on or date.max, item.title))
    return Board(items=items, on=on, soon=soon)


def tab_named(slug: str) -> Tab:
    """The tab of an address; anything unknown is the whole queue."""
    return _BY_SLUG.get(slug, _BY_SLUG[""])


def empty_words(tab: Tab) -> tuple[str, str]:
    """Title and sentence of an empty tab."""
    return _EMPTY[tab.slug]
