"""Merging the rows of all apps; tabs that never disagree with their lists."""

import random
from datetime import date

import pytest

from dialogue_portal.desk.board import TABS, merged, tab_named
from duties.work import WorkGroup, WorkItem

ON = date(2026, 11, 25)


def item(title, group=WorkGroup.SOON, due_on=None, **more):
    return WorkItem(title=title, url=f"/{title}/", group=group, due_on=due_on, **more)


def board(*items, ledger=()):
    return merged(items, ledger, on=ON, soon=3)


def titles(found):
    return [row["title"] for group in found for row in group["rows"]]


def test_headings_come_in_their_order_and_the_oldest_date_first():
    rows = [
        item("nội bộ", WorkGroup.INTERNAL),
        item("sau", WorkGroup.LATER, date(2026, 12, 20)),
        item("mai", WorkGroup.SOON, date(2026, 11, 27)),
        item("trễ ít", WorkGroup.OVERDUE, date(2026, 11, 20)),
        item("trễ nhiều", WorkGroup.OVERDUE, date(2026, 11, 2)),
        item("nay", WorkGroup.TODAY, ON),
        item("chưa có ngày", WorkGroup.LATER),
        item("chờ", WorkGroup.WAITING, date(2026, 11, 1)),
    ]
    for seed in range(5):
        random.Random(seed).shuffle(rows)
        groups = board(*rows).groups(tab_named(""))
        assert [group["title"] for group in groups] == [
            "Quá hạn", "Hôm nay", "Sắp đến hạn", "Việc nội bộ", "Việc tiếp theo",
        ]  # fmt: skip
        assert titles(groups) == [
            "trễ nhiều", "trễ ít", "nay", "mai", "nội bộ", "sau", "chưa có ngày",
        ]  # fmt: skip


def test_every_tab_counts_exactly_what_it_lists():
    rows = [item(f"{group}-{n}", group) for group in WorkGroup for n in range(len(group))]
    queue = board(*rows)
    for tab, drawn in zip(TABS, queue.tabs(tab_named(""), "/viec/"), strict=True):
        assert drawn["value"] == len(queue.listed(tab)) == len(titles(queue.groups(tab)))
    assert queue.count == len(rows) - len(WorkGroup.WAITING)


def test_tabs_say_where_they_lead_which_is_open_and_paint_only_overdue():
    tabs = board(item("trễ", WorkGroup.OVERDUE)).tabs(tab_named("hom-nay"), "/viec/")
    assert [tab["url"] for tab in tabs] == [
        "/viec/", "/viec/?loc=qua-han", "/viec/?loc=hom-nay", "/viec/?loc=sap-den-han", "/viec/?loc=cho-don-vi-khac",
    ]  # fmt: skip
    assert [tab["current"] for tab in tabs] == [False, False, True, False, False]
    assert [tab["kind"] for tab in tabs] == ["", "overdue", "", "", ""]
    assert board().tabs(tab_named(""), "/viec/")[1]["kind"] == ""


@pytest.mark.parametrize("slug", ["", "khong-co", "QUA-HAN", "1"])
def test_an_unknown_tab_is_the_whole_queue(slug):
    assert tab_named(slug) == TABS[0]


def test_an_app_that_knows_more_replaces_the_plain_row_of_a_duty():
    plain = [item("plain 1", duty_id=1), item("plain 2", duty_id=2), item("twins", duty_id=3, twin_ids=(4,))]
    rich = [item("rich 1", duty_id=1), item("also 1", duty_id=1), item("rich 4", duty_id=4), item("nội bộ")]
    assert sorted(titles(board(*rich, ledger=plain).groups(tab_named("")))) == [
        "also 1", "nội bộ", "plain 2", "rich 1", "rich 4",
    ]  # fmt: skip


def test_only_the_first_row_of_the_page_has_the_solid_button():
    groups = board(
        item("a", WorkGroup.OVERDUE), item("b", WorkGroup.OVERDUE), item("c", WorkGroup.TODAY)
    ).groups(tab_named(""))
    assert [row["primary"] for group in groups for row in group["rows"]] == [True, False, False]


def test_a_row_says_date_and_weekday_and_the_year_when_it_is_another():
    groups = board(
        item("a", due_on=date(2026, 11, 27)), item("b", due_on=date(2027, 1, 31)), item("c")
    ).groups(tab_named(""))
    assert [(row["due_on"], row["due_text"], row["weekday"]) for row in groups[0]["rows"]] == [
        ("2026-11-27", "27/11", "Thứ Sáu"),
        ("2027-01-31", "31/01", "Chủ nhật, 2027"),
        ("", "", ""),
    ]
    assert groups[0]["count_text"] == "3 việc trong 3 ngày làm việc tới"
