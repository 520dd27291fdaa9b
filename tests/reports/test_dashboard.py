"""The city at a glance: every figure is made of the rows behind it, and names no person."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from accounts.enums import Role
from duties.queries import Kept
from reports import charts, presentation, queries
from reports.compliance import band, percent, shown
from reports.enums import Figure, Milestone
from reports.presentation import falling_months
from sessions_app.enums import SessionKind, SessionState
from tests.factories.duties import DutyFactory
from tests.factories.organizations import SAI_GON, party_committee, party_office, unit
from tests.factories.registrations import AnnouncedSessionFactory
from tests.support import moments

TODAY = date(2026, 11, 25)
DASHBOARD = "/bang-dieu-hanh/"
pytestmark = pytest.mark.django_db


def duty(rule="D9.3.a", *, due_on, met_on=None, ward="phuong-ben-thanh", **facts):
    return DutyFactory(
        rule=rule,
        due_on=due_on,
        met_on=met_on,
        owed_by=facts.pop("owed_by", None) or party_office(ward),
        owed_to=party_committee(ward),
        **facts,
    )


def held_session(kind=SessionKind.PERIODIC, ward="phuong-ben-thanh"):
    return AnnouncedSessionFactory(
        state=SessionState.HELD, ended_at=moments.at(date(2026, 3, 19), "16:30"), kind=kind, ward=ward
    )


@pytest.fixture
def monitor(login, frozen):
    frozen(TODAY, "09:00")
    return login(Role.CITY_MONITOR)


def a_year():
    """Two notices in time, one late, one overdue, one still running; one answer overdue at an agency."""
    duty(due_on=date(2026, 3, 10), met_on=date(2026, 3, 9))
    duty(due_on=date(2026, 4, 10), met_on=date(2026, 4, 10), ward=SAI_GON)
    duty(due_on=date(2026, 5, 11), met_on=date(2026, 5, 20))
    duty(due_on=date(2026, 11, 20))
    duty(due_on=date(2026, 12, 4))
    duty("D9.3.b.s1", due_on=date(2026, 11, 2), owed_by=unit("so-xay-dung"))


@pytest.mark.rule("D20.3.a")
def test_the_city_counts_what_came_due_and_leaves_out_what_still_runs(monitor):
    a_year()
    held_session()

    city = monitor.get(DASHBOARD).context["city"]

    assert len(city.communes) == 168
    assert (city.held, city.not_held) == (1, 167)
    assert city.by_milestone == {
        Milestone.INVITATION: Kept(),
        Milestone.NOTICE: Kept(total=4, in_time=2, late=1, overdue=1),
        Milestone.ANSWER: Kept(total=1, overdue=1),
    }
    assert [(unit.unit_name, unit.overdue, unit.oldest_due_on) for unit in city.chased] == [
        ("Sở Xây dựng", 1, date(2026, 11, 2)),
        ("Văn phòng Đảng ủy phường Bến Thành", 1, date(2026, 11, 20)),
    ]


@pytest.mark.rule("D20.2.s1", "D20.2.s2")
def test_an_ad_hoc_session_alone_does_not_count_as_the_one_a_year(monitor):
    held_session(kind=SessionKind.AD_HOC)
    held_session(kind=SessionKind.THEMATIC, ward=SAI_GON)

    city = monitor.get(DASHBOARD).context["city"]

    assert [row.territory.name for row in city.communes if row.held] == ["Phường Sài Gòn"]


@pytest.mark.every_case
@pytest.mark.parametrize("figure", [Figure.NOTICE, Figure.ANSWER, Figure.INVITATION, Figure.OVERDUE])
def test_the_list_behind_a_figure_has_exactly_its_rows(monitor, figure):
    a_year()
    city = monitor.get(DASHBOARD).context["city"]
    expected = {
        Figure.NOTICE: city.by_milestone[Milestone.NOTICE].judged,
        Figure.ANSWER: city.by_milestone[Milestone.ANSWER].judged,
        Figure.INVITATION: 0,
        Figure.OVERDUE: sum(unit.overdue for unit in city.chased),
    }[figure]

    page = monitor.get(reverse("reports:figure", args=[figure.value]), {"nam": 2026})

    assert page.context["total"] == expected
    assert len(page.context["table"]["rows"]) == expected


@pytest.mark.parametrize(("figure", "count"), [(Figure.HELD, 1), (Figure.NOT_HELD, 167)])
def test_the_communes_behind_a_figure_are_exactly_those(monitor, figure, count):
    held_session()

    page = monitor.get(reverse("reports:figure", args=[figure.value]))

    assert page.context["total"] == count
    assert len(page.context["table"]["rows"]) == count


def test_the_workbook_has_the_rows_of_the_page_in_its_order_and_formulas_stay_text(monitor):
    a_year()
    address = reverse("reports:figure", args=[Figure.NOTICE.value])
    on_screen = monitor.get(address).context["table"]["rows"]

    sheet = openpyxl.load_workbook(BytesIO(monitor.get(address, {"dang": "xlsx"}).content)).active

    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert [row[1] for row in rows] == [cells[1]["text"] for cells in on_screen]
    assert [f"{row[5]:%d/%m/%Y}" for row in rows] == [cells[3]["text"] for cells in on_screen]
    assert {cell.data_type for row in sheet.iter_rows(min_row=3) for cell in row} <= {"s", "d", "n"}


def test_oversight_reads_no_words_of_a_petition(monitor):
    duty("D9.3.b.s1", due_on=date(2026, 11, 2), title="Trả lời kiến nghị số 01: BIMATNOIDUNG")

    pages = [monitor.get(DASHBOARD), monitor.get(reverse("reports:figure", args=["tra-loi"]))]

    assert [b"BIMATNOIDUNG" in page.content for page in pages] == [False, False]
    assert pages[1].context["total"] == 1


@pytest.mark.parametrize("role", [Role.OFFICE, Role.LEADER, Role.AGENCY, Role.FRONT, Role.ADMIN])
def test_who_does_not_oversee_is_told_why(login, frozen, role):
    frozen(TODAY)

    assert login(role).get(DASHBOARD).status_code == 403


def test_a_superior_sees_those_below_it(login, frozen):
    frozen(TODAY)
    a_year()

    page = login(Role.SUPERIOR).get(DASHBOARD)

    assert page.status_code == 200
    assert len(page.context["city"].communes) == 168


@pytest.mark.parametrize("asked", ["", "abcd", "1999", "9999", "²⁰²⁶"])
def test_a_year_that_cannot_be_shown_becomes_one_that_can(monitor, asked):
    page = monitor.get(DASHBOARD, {"nam": asked})

    assert page.status_code == 200
    assert page.context["scope"].year in {2025, 2026}


def test_an_unknown_figure_and_an_unknown_commune_do_not_exist(monitor):
    assert monitor.get("/bang-dieu-hanh/so-lieu/khong-co/").status_code == 404
    assert monitor.get("/bang-dieu-hanh/dia-phuong/00000/").status_code == 404


def test_a_commune_page_lists_its_own_milestones(monitor):
    a_year()
    place = party_committee().territory

    page = monitor.get(reverse("reports:area", args=[place.code]))

    assert [len(block["table"]["rows"]) for block in page.context["tables"]] == [0, 3, 1]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_dashboard_asks_the_same_number_of_questions_at_any_size(
    monitor, rows, django_assert_num_queries
):
    for number in range(rows):
        duty(due_on=date(2026, 3, 10 + number), met_on=date(2026, 3, 9))
        held_session(ward=["phuong-ben-thanh", SAI_GON, "phuong-tan-dinh"][number])
    monitor.get(DASHBOARD)
    with django_assert_num_queries(8):
        monitor.get(DASHBOARD)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_asks_the_same_number_of_questions_at_any_size(monitor, rows, django_assert_num_queries):
    for number in range(rows):
        duty(due_on=date(2026, 3, 10 + number), met_on=date(2026, 3, 9))
    address = reverse("reports:figure", args=[Figure.NOTICE.value])
    monitor.get(address)
    with django_assert_num_queries(6):
        monitor.get(address)


# -- pure


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        (Kept(), "–"),
        (Kept(total=4, in_time=3, late=1), "3/4"),
        (Kept(total=8, in_time=8), "100%"),
        (Kept(total=300, in_time=244, overdue=56), "81,3%"),
    ],
)
def test_a_rate_is_shown_only_where_there_are_enough_cases(kept, words):
    assert shown(kept) == words


@pytest.mark.parametrize(
    ("share", "kind"),
    [(None, "none"), (0.7999, "low"), (0.8, "middle"), (0.9499, "middle"), (0.95, "high"), (1.0, "high")],
)
def test_the_classes_of_the_grid_begin_where_they_say(share, kind):
    assert band(share) == kind


def months(*shares):
    return {
        month: Kept(total=100, in_time=share, late=100 - share) if share is not None else Kept()
        for month, share in enumerate(shares, start=1)
    }


@pytest.mark.parametrize(
    ("shares", "fallen"),
    [((), 0), ((90,), 0), ((90, 91), 0), ((90, 89), 1), ((95, 90, None, 85), 2), ((80, 90, 89, 88, 87), 3)],
)
def test_months_of_falling_are_counted_from_the_newest_back(shares, fallen):
    assert falling_months(months(*shares)) == fallen


def test_a_month_without_figures_breaks_the_line_and_is_never_zero():
    nothing = {month: Kept() for month in range(1, 13)}
    drawn = charts.trend(
        {
            Milestone.INVITATION: nothing,
            Milestone.NOTICE: nothing,
            Milestone.ANSWER: months(90, 80, None, 70),
        },
        until_month=4,
    )

    (line,) = drawn.lines
    assert [run.count(",") for run in line.runs] == [2]
    assert len(line.dots) == 3
    assert (drawn.floor, line.value) == (60, "70%")


def test_without_any_figure_there_is_no_chart():
    assert charts.trend({milestone: months(None) for milestone in Milestone}, until_month=1) is None


def test_percent_is_written_the_vietnamese_way():
    assert [percent(0.814), percent(1), percent(None)] == ["81,4%", "100%", "–"]


def test_names_are_never_cut_and_carry_their_prefix(monitor):
    grid = presentation.heat_grid(queries.city(queries.Scope(year=2026), on=TODAY), by_name=True)

    names = [tile["name"] for area in grid["areas"] for tile in area["tiles"]]
    assert len(names) == 168
    assert {"Bến Thành", "X. Hóc Môn", "ĐK Côn Đảo", "Bình Lợi Trung", "X. Bình Lợi"} <= set(names)
