"""One session and one report a year for every post (D20.2.s1, D9.3.c, D13.3.c)."""

from datetime import date

import pytest
from django.test.utils import CaptureQueriesContext

from audit.models import Act
from duties.actions import ledger, yearly
from duties.actions.yearly import is_assessed, open_yearly_duties
from duties.models import Duty
from duties.queries import annual_report_duty, yearly_session_duty
from organizations.models import Post, SettingKey
from regulation.articles import Article
from tests.factories.duties import CLERK
from tests.factories.organizations import (
    PostFactory,
    TenureFactory,
    UnitSettingFactory,
    committee_post,
    party_committee,
    party_office,
    secretary_post,
)
from tests.support.moments import at

pytestmark = pytest.mark.django_db

NEW_YEAR = date(2026, 1, 2)


def open_year(year=2026, on=NEW_YEAR):
    return open_yearly_duties(year, on, at(on))


@pytest.mark.rule("D20.2.s1", "D10.1-1", "D10.1-2", "D10.1-3", "D6.1")
def test_every_post_owes_one_session_and_one_report():
    posts = Post.objects.count()
    assert posts > 500
    assert open_year() == 2 * posts
    assert Duty.objects.filter(rule="D20.2.s1").count() == posts
    duty = yearly_session_duty(secretary_post(), 2026)
    assert (duty.due_on, duty.owed_by, duty.owed_to) == (
        date(2026, 12, 31),
        party_office(),
        party_committee(),
    )


@pytest.mark.rule("D9.3.c", "D13.3.c")
def test_reports_are_owed_under_the_clause_of_the_branch():
    open_year()
    party, government = annual_report_duty(secretary_post(), 2026), annual_report_duty(committee_post(), 2026)
    assert (party.rule, government.rule) == ("D9.3.c", "D13.3.c")
    assert (party.due_on, party.target_path) == (
        date(2027, 1, 31),
        f"/bao-cao/nam/2026/{secretary_post().code}/",
    )


def test_the_day_of_the_report_is_a_setting_of_the_unit():
    UnitSettingFactory(unit=party_committee(), key=SettingKey.ANNUAL_REPORT_DUE, value="15/02")
    open_year()
    assert annual_report_duty(secretary_post(), 2026).due_on == date(2027, 2, 15)
    assert annual_report_duty(secretary_post("phuong-sai-gon"), 2026).due_on == date(2027, 1, 31)


def test_opening_again_adds_nothing_and_one_act_tells_of_the_year():
    first = open_year()
    assert open_year() == 0
    assert list(Act.objects.values_list("verb", "changes")) == [
        ("duty.open_year", {"year": 2026, "count": first})
    ]


def test_a_post_that_comes_later_is_entered_at_the_next_pass():
    open_year()
    PostFactory(valid_from=date(2026, 6, 1))
    assert open_year(on=date(2026, 6, 2)) == 2


def test_the_number_of_queries_does_not_grow_with_the_posts(django_assert_num_queries):
    open_year()
    from django.db import connection

    with CaptureQueriesContext(connection) as before:
        open_year()
    PostFactory.create_batch(3, valid_from=date(2026, 1, 1))
    with CaptureQueriesContext(connection) as after:
        open_year(on=date(2026, 1, 3))
    # one insert and one act with its chain more; nothing per post
    assert len(after) - len(before) <= 9


@pytest.mark.rule("D20.2.s1")
@pytest.mark.parametrize(
    ("valid_from", "valid_until", "assessed"),
    [
        (date(2025, 7, 1), None, True),
        (date(2026, 7, 1), None, True),
        (date(2026, 7, 2), None, False),
        (date(2025, 7, 1), date(2026, 6, 30), True),
        (date(2025, 7, 1), date(2026, 6, 29), False),
        (date(2026, 8, 31), None, False),
    ],
)
def test_less_than_six_months_of_a_year_are_not_assessed(valid_from, valid_until, assessed):
    post = PostFactory(valid_from=valid_from, valid_until=valid_until)
    assert is_assessed(post, 2026) is assessed
    open_year()
    assert (yearly_session_duty(post, 2026) is not None) is assessed


@pytest.mark.rule("D20.2.s1")
def test_a_post_that_ends_early_is_released_and_one_that_ends_late_is_due_by_its_end():
    ends_early, ends_late = PostFactory(), PostFactory(valid_until=date(2026, 10, 31))
    open_year()
    ends_early.valid_until = date(2026, 3, 31)
    ends_early.save()
    open_year(on=date(2026, 4, 1))
    assert yearly_session_duty(ends_early, 2026) is None
    assert set(Duty.objects.filter(owed_by_post=ends_early).values_list("void_reason", flat=True)) == {
        yearly.NOT_ASSESSED
    }
    assert yearly_session_duty(ends_late, 2026).due_on == date(2026, 10, 31)


@pytest.mark.rule("D20.2.s1")
def test_a_session_held_before_an_early_end_still_counts():
    post = PostFactory()
    open_year()
    ledger.meet(yearly_session_duty(post, 2026), on=date(2026, 2, 3), by=CLERK, at=at(date(2026, 2, 3)))
    post.valid_until = date(2026, 3, 31)
    post.save()
    open_year(on=date(2026, 4, 1))
    assert yearly_session_duty(post, 2026).met_on == date(2026, 2, 3)


def test_what_was_due_before_the_portal_came_is_not_entered():
    open_year(2025, on=date(2026, 1, 15))
    assert set(Duty.objects.values_list("rule", flat=True)) == {"D9.3.c", "D13.3.c"}
    assert open_year(2024, on=date(2026, 1, 15)) == 0


@pytest.mark.rule("QD.3")
def test_years_before_the_regulation_owe_nothing():
    PostFactory(valid_from=date(2010, 1, 1))
    assert open_year(2016, on=date(2016, 1, 4)) == 0


def test_the_article_of_a_yearly_duty_cites_the_text():
    open_year()
    duty = yearly_session_duty(secretary_post(), 2026)
    assert (duty.article, duty.citation) == (Article.YEARLY_SESSION, "khoản 2, Điều 20")


@pytest.mark.rule("D20.2.s1")
def test_a_new_head_in_the_year_owes_what_the_post_owes():
    post = PostFactory()
    open_year()
    duty = yearly_session_duty(post, 2026)
    first = TenureFactory(post=post, valid_from=date(2026, 1, 1), valid_until=date(2026, 9, 30))
    open_year(on=date(2026, 10, 1))
    assert yearly_session_duty(post, 2026) == duty
    TenureFactory(post=post, valid_from=date(2026, 10, 15), official=first.official, acting=True)
    open_year(on=date(2026, 10, 16))
    assert (yearly_session_duty(post, 2026), duty.due_on) == (duty, date(2026, 12, 31))
    assert Duty.objects.filter(owed_by_post=post, rule="D20.2.s1").count() == 1
