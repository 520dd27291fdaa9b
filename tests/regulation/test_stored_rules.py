"""Calendar and editions in the database: reference rows, constraints, loading, terms by date."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from regulation import editions
from regulation.articles import PARTY, Article
from regulation.calendars import working_calendar
from regulation.deadlines import ANSWER_TERM, INVITATION_LEAD, NOTICE_TERM, Term
from regulation.enums import Counting, DayKind, DayStatus, Reading
from regulation.models import CalendarDay, Edition, EditionTerm
from regulation.reference_data import DEFAULT_EDITION, calendar_rows, load_reference
from tests.regulation.examples import CALENDAR

pytestmark = pytest.mark.django_db


def edition(code: str, valid_from: date, **fields) -> Edition:
    facts = {
        "title": "Quy chế thử",
        "short_title": "Quy chế thử",
        "issuer": "Cơ quan thử",
        "issued_on": valid_from,
        "text_path": "docs/regulation/quy-che-935.md",
    }
    return Edition.objects.create(code=code, valid_from=valid_from, **{**facts, **fields})


def term(of: Edition, days: int, article: Article = Article.CONCLUSION_NOTICE, **fields) -> EditionTerm:
    facts = {"counting": Counting.WORKING.value, "reading": Reading.STRICT.value, **fields}
    return EditionTerm.objects.create(edition=of, article=article.clause, days=days, **facts)


# -- the calendar


def test_migrate_brings_the_shipped_calendar():
    assert CalendarDay.objects.count() == len(calendar_rows())
    assert working_calendar().version == CALENDAR.version


def test_the_calendar_of_each_year_is_that_of_the_notices():
    off = dict.fromkeys((2024, 2025, 2026, 2027), "")
    for day in CalendarDay.objects.filter(kind="off", date__year__gte=2024).values_list("date", flat=True):
        off[day.year] += f"{day.day}/{day.month} "
    assert {year: days.strip() for year, days in off.items()} == {
        2024: "1/1 8/2 9/2 12/2 13/2 14/2 18/4 29/4 30/4 1/5 2/9 3/9",
        2025: "1/1 27/1 28/1 29/1 30/1 31/1 7/4 30/4 1/5 2/5 1/9 2/9",
        2026: "1/1 2/1 16/2 17/2 18/2 19/2 20/2 27/4 30/4 1/5 31/8 1/9 2/9 24/11",
        2027: "1/1 4/2 5/2 8/2 9/2 10/2 16/4 30/4 3/5 2/9 3/9 24/11",
    }
    worked = CalendarDay.objects.filter(kind="worked", date__year__gte=2024)
    assert list(worked.values_list("date", flat=True)) == [
        date(2024, 5, 4),
        date(2025, 4, 26),
        date(2026, 1, 10),
        date(2026, 8, 22),
    ]


def test_only_2027_and_the_years_before_2024_have_unconfirmed_days():
    expected = CalendarDay.objects.filter(status="expected")
    assert list(expected.filter(date__year__gte=2024).values_list("date", flat=True)) == [
        date(2027, 2, 4),
        date(2027, 2, 5),
        date(2027, 2, 8),
        date(2027, 2, 9),
        date(2027, 2, 10),
        date(2027, 9, 3),
    ]
    assert CalendarDay.objects.filter(date__year__lt=2024, status="confirmed").count() == 0
    package = "holidays (PyPI) 0.109, chưa đối chiếu thông báo"
    assert set(expected.filter(date__year__lt=2024).values_list("source", flat=True)) == {package}


def test_the_calendar_is_one_query_and_an_edit_is_seen_at_once(django_assert_num_queries):
    day = date(2026, 11, 23)
    with django_assert_num_queries(1):
        before = working_calendar()
    assert before.is_working_day(day) is True
    CalendarDay.objects.create(
        date=day, kind=DayKind.OFF, name="Nghỉ hoán đổi", source="Thông báo thử", status=DayStatus.CONFIRMED
    )
    with django_assert_num_queries(1):
        after = working_calendar()
    assert after.is_working_day(day) is False
    assert after.version != before.version


def test_equal_rows_share_one_table():
    assert working_calendar() is working_calendar()


# -- loading


def test_loading_again_adds_nothing_and_keeps_corrections():
    CalendarDay.objects.filter(date=date(2027, 2, 4)).update(status="confirmed", source="Thông báo thử")
    EditionTerm.objects.filter(article="D9.3.a").update(days=12)
    before = list(CalendarDay.objects.values_list()), list(Edition.objects.values_list())
    load_reference(CalendarDay, Edition, EditionTerm)
    assert (list(CalendarDay.objects.values_list()), list(Edition.objects.values_list())) == before
    assert CalendarDay.objects.get(date=date(2027, 2, 4)).source == "Thông báo thử"
    assert EditionTerm.objects.get(article="D9.3.a").days == 12


def test_loading_restores_emptied_tables():
    CalendarDay.objects.all().delete()
    Edition.objects.all().delete()
    load_reference(CalendarDay, Edition, EditionTerm)
    assert working_calendar().version == CALENDAR.version
    assert list(
        EditionTerm.objects.order_by("days", "article").values_list("article", "days", "counting", "reading")
    ) == [
        ("D9.1.b-2.s1", 5, "working", "strict"),
        ("L43.announce", 7, "calendar", "loose"),
        ("D9.3.a", 10, "working", "strict"),
        ("L43.results", 10, "calendar", "strict"),
        ("D9.3.b.s1", 20, "working", "strict"),
    ]


@pytest.mark.rule("QD.0")
def test_the_legal_basis_is_on_record_with_number_date_and_issuer():
    row = Edition.objects.get(code=DEFAULT_EDITION)
    assert row.short_title == "Quy chế kèm theo Quyết định 935-QĐ/TU"
    assert (row.issued_on, row.valid_from, row.valid_until) == (date(2017, 4, 28), date(2017, 4, 28), None)
    assert row.issuer == "Ban Thường vụ Thành ủy Thành phố Hồ Chí Minh"
    assert Article.LEGAL_BASES.cited_in_full_for(PARTY) == (
        "phần căn cứ Quyết định số 935-QĐ/TU ngày 28/4/2017 của Ban Thường vụ Thành ủy"
    )


# -- constraints


@pytest.mark.every_case
@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"kind": "half"}, "calendar_day_kind"),
        ({"status": "maybe"}, "calendar_day_status"),
        ({"name": ""}, "calendar_day_named"),
        ({"source": ""}, "calendar_day_named"),
        ({"date": date(2016, 12, 31)}, "calendar_day_in_reach"),
        ({"date": date(2101, 1, 1)}, "calendar_day_in_reach"),
    ],
)
def test_the_database_refuses_impossible_days(change, constraint):
    facts = {
        "date": date(2030, 1, 1),
        "kind": "off",
        "name": "Tết Dương lịch",
        "source": "Thử",
        "status": "expected",
    }
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        CalendarDay.objects.create(**{**facts, **change})
    assert CalendarDay.objects.create(**facts).pk


def test_a_day_is_entered_once():
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarDay.objects.create(
            date=date(2026, 1, 1), kind="worked", name="Làm bù", source="Thử", status="expected"
        )


def test_an_edition_does_not_end_before_it_begins():
    with pytest.raises(IntegrityError, match="edition_period"), transaction.atomic():
        edition("thu", date(2027, 1, 1), valid_until=date(2026, 12, 31))
    assert edition("thu", date(2027, 1, 1), valid_until=date(2027, 1, 1)).pk


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"days": 0}, "edition_term_days"),
        ({"counting": "hours"}, "edition_term_counting"),
        ({"reading": "free"}, "edition_term_reading"),
    ],
)
def test_the_database_refuses_impossible_terms(change, constraint):
    other = edition("thu", date(2027, 1, 1))
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        term(other, **{"days": 5, **change})
    assert term(other, 5).pk


def test_an_edition_sets_one_term_per_clause():
    with pytest.raises(IntegrityError), transaction.atomic():
        term(Edition.objects.get(code=DEFAULT_EDITION), 9)


# -- terms by date


@pytest.mark.rule("D9.1.b-2.s1", "D13.1.b-2.s1", "D9.3.a", "D13.3.a", "D9.3.b.s1", "D13.3.b.s1")
def test_the_terms_of_the_regulation_are_five_ten_and_twenty_working_days():
    on = date(2026, 6, 15)
    assert editions.term_for(Article.INVITATION_LEAD_TIME, on) == INVITATION_LEAD
    assert editions.term_for(Article.CONCLUSION_NOTICE, on) == NOTICE_TERM
    assert editions.term_for(Article.WRITTEN_ANSWER, on) == ANSWER_TERM
    assert [term.days for term in (INVITATION_LEAD, NOTICE_TERM, ANSWER_TERM)] == [5, 10, 20]


@pytest.mark.rule("QD.3")
def test_nothing_is_judged_before_the_decision_is_in_force():
    assert editions.term_for(Article.CONCLUSION_NOTICE, date(2017, 4, 28)) == NOTICE_TERM
    with pytest.raises(editions.TermUnknown) as refusal:
        editions.term_for(Article.CONCLUSION_NOTICE, date(2017, 4, 27))
    assert str(refusal.value) == (
        "Không có quy định về thời hạn theo D9.3.a có hiệu lực vào ngày 27/04/2017."
    )


def test_a_clause_without_a_term_is_refused():
    with pytest.raises(editions.TermUnknown):
        editions.term_for(Article.YEARLY_SESSION, date(2026, 6, 15))


def test_a_later_city_wide_text_holds_from_its_day_and_not_before():
    term(edition("sua-doi", date(2027, 1, 1)), 7)
    assert editions.term_for(Article.CONCLUSION_NOTICE, date(2026, 12, 31)).days == 10
    assert editions.term_for(Article.CONCLUSION_NOTICE, date(2027, 1, 1)).days == 7
    assert editions.row_in_force(Article.CONCLUSION_NOTICE, date(2027, 1, 1)).edition.code == "sua-doi"
    assert (
        editions.row_in_force(Article.CONCLUSION_NOTICE, date(2026, 12, 31)).edition.code == DEFAULT_EDITION
    )
    assert editions.term_for(Article.WRITTEN_ANSWER, date(2027, 1, 1)).days == 20


def test_a_text_that_ended_sets_no_term_afterwards():
    Edition.objects.filter(code=DEFAULT_EDITION).update(valid_until=date(2026, 6, 30))
    assert editions.term_for(Article.CONCLUSION_NOTICE, date(2026, 6, 30)).days == 10
    with pytest.raises(editions.TermUnknown):
        editions.term_for(Article.CONCLUSION_NOTICE, date(2026, 7, 1))


def test_a_text_for_some_units_holds_only_for_those_that_name_it():
    other = edition("quy-che-khac", date(2018, 1, 1), is_city_wide=False)
    term(other, 10, counting=Counting.CALENDAR.value, reading=Reading.LOOSE.value)
    on = date(2026, 6, 15)
    assert editions.term_for(Article.CONCLUSION_NOTICE, on) == NOTICE_TERM
    assert editions.term_for(Article.CONCLUSION_NOTICE, on, edition="quy-che-khac") == Term(
        Article.CONCLUSION_NOTICE, 10, Counting.CALENDAR, Reading.LOOSE
    )


def test_where_the_text_of_a_unit_is_silent_or_not_in_force_that_of_the_city_holds():
    other = edition("quy-che-khac", date(2018, 1, 1), is_city_wide=False, valid_until=date(2026, 6, 30))
    term(other, 12)
    days = {
        on: editions.term_for(Article.CONCLUSION_NOTICE, on, edition="quy-che-khac").days
        for on in (date(2017, 12, 31), date(2018, 1, 1), date(2026, 6, 30), date(2026, 7, 1))
    }
    assert list(days.values()) == [10, 12, 12, 10]
    assert editions.term_for(Article.WRITTEN_ANSWER, date(2020, 1, 1), edition="quy-che-khac").days == 20


def test_a_later_city_wide_text_does_not_overrule_what_a_unit_follows():
    term(edition("quy-che-khac", date(2018, 1, 1), is_city_wide=False), 12)
    term(edition("sua-doi", date(2026, 1, 1)), 7)
    on = date(2026, 6, 15)
    assert editions.term_for(Article.CONCLUSION_NOTICE, on).days == 7
    assert editions.term_for(Article.CONCLUSION_NOTICE, on, edition="quy-che-khac").days == 12


def test_a_text_entered_later_is_cited_by_its_own_name_and_place():
    later = edition("sua-doi", date(2027, 1, 1), cited_as="Quy chế số 1-QC/TU ngày 01/01/2027")
    term(later, 7, place="khoản 2, Điều 8")
    term(later, 15, article=Article.WRITTEN_ANSWER)
    cited = [
        editions.citation(article, PARTY, code)
        for code in ("sua-doi", DEFAULT_EDITION)
        for article in (Article.CONCLUSION_NOTICE, Article.WRITTEN_ANSWER)
    ]
    regulation = "Quy chế ban hành kèm theo Quyết định số 935-QĐ/TU ngày 28/4/2017 của Ban Thường vụ Thành ủy"
    assert cited == [
        "khoản 2, Điều 8 Quy chế số 1-QC/TU ngày 01/01/2027",
        "điểm b, khoản 3, Điều 9 Quy chế số 1-QC/TU ngày 01/01/2027",
        f"điểm a, khoản 3, Điều 9 {regulation}",
        f"điểm b, khoản 3, Điều 9 {regulation}",
    ]


def test_finding_a_term_is_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        editions.term_for(Article.CONCLUSION_NOTICE, date(2026, 6, 15))
