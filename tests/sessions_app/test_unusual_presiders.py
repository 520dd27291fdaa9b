"""Overrides and co-chaired sessions are shown to whoever monitors; who presides follows who holds the post."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from audit.models import Act
from organizations import actions
from organizations.presiding import may_be_co_chaired
from regulation.violations import RuleViolation
from sessions_app.actions import presiding
from sessions_app.actions.presiding import ChosenPresider
from sessions_app.models import DialogueSession
from sessions_app.queries.unusual import presided_unusually, unusual_words
from tests.factories import sessions_app as factories
from tests.factories.accounts import SeatFactory
from tests.factories.organizations import (
    SAI_GON,
    OfficialFactory,
    TenureFactory,
    committee_post,
    council_post,
    secretary_post,
    unit,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_papers")]

TODAY, NOW, SESSION_ON = factories.TODAY, factories.NOW, factories.SESSION_ON
ADDRESS = "/chu-tri-thay/"


@pytest.fixture(autouse=True)
def _now(frozen):
    frozen(TODAY, "08:00")


def overridden(reason="Bí thư nghỉ ốm", **facts):
    chosen = ChosenPresider(official=OfficialFactory(), title="Phó Bí thư", override_reason=reason)
    return factories.scheduled(presider=chosen, **facts)


def derived(post):
    return presiding.derive_again(post, by=factories.office_seat().actor, on=TODAY, at=NOW)


def appointed(post, from_on=TODAY):
    seat = factories.office_seat()
    return actions.appoint(
        post, official=OfficialFactory(), from_on=from_on, acting=False, decision="QĐ", by=seat.actor, at=NOW
    )


# -- the list of whoever monitors


@pytest.mark.one_engine
@pytest.mark.rule("D7.4", "D7.3", "D7.5", "D11.3", "D20.3.a")
@pytest.mark.parametrize("role", [Role.FRONT, Role.SUPERIOR, Role.CITY_MONITOR])
def test_each_override_of_their_reach_is_seen_with_its_reason(client_for, role):
    factories.scheduled()
    overridden()
    page = client_for(SeatFactory(role=role)).get(ADDRESS)
    rows = page.context["table"]["rows"]
    assert len(rows) == 1
    assert rows[0][2]["text"].endswith(f"chủ trì thay {secretary_post().title}: Bí thư nghỉ ốm")


@pytest.mark.one_engine
def test_a_front_elsewhere_sees_nothing_and_others_are_refused(client_for):

    overridden()
    elsewhere = SeatFactory(role=Role.FRONT, unit=unit(f"mttq-{SAI_GON}"))
    assert client_for(elsewhere).get(ADDRESS).context["table"]["rows"] == []
    for role in (Role.OFFICE, Role.LEADER, Role.AGENCY, Role.ADMIN, Role.MINUTE_TAKER):
        assert client_for(SeatFactory(role=role)).get(ADDRESS).status_code == 403


@pytest.mark.one_engine
def test_the_list_asks_as_often_for_three_as_for_one(client_for):
    client = client_for(SeatFactory(role=Role.CITY_MONITOR))
    overridden()
    client.get(ADDRESS)
    with CaptureQueriesContext(connection) as one:
        client.get(ADDRESS)
    overridden()
    overridden()
    with CaptureQueriesContext(connection) as three:
        assert len(client.get(ADDRESS).context["table"]["rows"]) == 3
    assert len(three) == len(one)


# -- co-chaired


@pytest.mark.rule("D11.3", "D10.1-1", "D10.1-2")
def test_the_two_chairs_of_a_ward_preside_together_each_for_his_post_and_are_flagged():
    posts = [council_post(), committee_post()]
    people = [TenureFactory(post=post).official for post in posts]
    session = factories.scheduled(posts=posts)
    assert [hosting.presidencies.get().official for hosting in session.hostings.all()] == people
    assert presiding.is_co_chaired(session)
    found = presided_unusually(DialogueSession.objects.all()).get()
    assert (found, len(unusual_words(found))) == (session, 1)
    assert "Đồng chủ trì" in unusual_words(found)[0]


def test_nobody_else_presides_over_a_co_chaired_session_and_no_other_pair_is_one():
    for post in (council_post(), committee_post(), secretary_post()):
        TenureFactory(post=post)
    chosen = ChosenPresider(official=OfficialFactory(), title="Phó Chủ tịch", override_reason="Đi vắng")
    with pytest.raises(RuleViolation, match="phải do chính Chủ tịch"):
        factories.scheduled(posts=[council_post(), committee_post()], presider=chosen)
    for pair in (
        [secretary_post(), committee_post()],
        [council_post(), committee_post(SAI_GON)],
        [council_post(), council_post(SAI_GON)],
    ):
        assert not may_be_co_chaired(pair, TODAY)
    assert not may_be_co_chaired([council_post(), committee_post()], date(2025, 6, 30))


@pytest.mark.rule("D18.5")
def test_one_person_on_both_posts_is_a_joint_session_and_not_flagged():
    tenure = TenureFactory(post=secretary_post())
    TenureFactory(post=committee_post(), official=tenure.official)
    session = factories.scheduled(posts=[secretary_post(), committee_post()])
    assert not presiding.is_co_chaired(session)
    assert not presided_unusually(DialogueSession.objects.all()).exists()


# -- who presides follows who holds the post on the day


@pytest.mark.rule("D6.1", "D18.5")
def test_a_new_holder_presides_over_what_is_only_planned():
    session = factories.scheduled()
    new = appointed(secretary_post(), SESSION_ON)
    assert derived(secretary_post()) == (1, [])
    assert session.hostings.get().presidencies.get().official == new.official
    assert derived(secretary_post()) == (0, [])
    assert Act.objects.filter(verb="session.derive_presider").count() == 1


def test_a_holder_of_a_later_day_changes_nothing():
    session = factories.scheduled()
    before = session.hostings.get().presidencies.get().official
    appointed(secretary_post(), date(2026, 4, 1))
    assert derived(secretary_post()) == (0, [])
    assert session.hostings.get().presidencies.get().official == before


@pytest.mark.rule("D9.1.b-2.s1")
def test_letters_that_name_the_presider_are_not_belied():
    session = factories.announced()
    before = session.hostings.get().presidencies.get().official
    appointed(secretary_post())
    reseated, left = derived(secretary_post())
    assert (reseated, len(left)) == (0, 1)
    assert "Ghi hoãn rồi lên lịch lại" in left[0]
    assert session.hostings.get().presidencies.get().official == before


@pytest.mark.rule("D18.5")
def test_a_joint_session_of_two_people_is_named():
    tenure = TenureFactory(post=secretary_post())
    TenureFactory(post=committee_post(), official=tenure.official)
    factories.scheduled(posts=[secretary_post(), committee_post()])
    appointed(committee_post())
    reseated, left = derived(committee_post())
    assert (reseated, len(left)) == (1, 1)
    assert "không còn là buổi chung của một người" in left[0]


def test_a_post_that_became_vacant_is_named():
    factories.scheduled()
    tenure = secretary_post().tenures.get()
    actions.end_tenure(tenure, last_on=TODAY, decision="QĐ", by=factories.office_seat().actor, at=NOW)
    reseated, left = derived(secretary_post())
    assert (reseated, len(left)) == (0, 1)
    assert "chưa có người giữ chức vụ" in left[0]
