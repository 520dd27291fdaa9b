"""Who sees which session, and what each seat may do with it: list and page answer from the same policy."""

import itertools
from datetime import date

import pytest
from django.http import Http404

from accounts.enums import Role
from organizations.enums import RelationKind
from organizations.models import Relation
from sessions_app import policies
from sessions_app.enums import SessionState
from sessions_app.models import DialogueSession
from tests.factories import sessions_app as factories
from tests.factories.accounts import SeatFactory, UserFactory
from tests.factories.organizations import (
    SAI_GON,
    OfficialFactory,
    TenureFactory,
    committee_post,
    council_post,
    party_committee,
    party_office,
    secretary_post,
    unit,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_papers")]


def seat(role, key=None, **fields):
    return SeatFactory(role=role, **({"unit": unit(key)} if key else {}), **fields)


@pytest.fixture
def session():
    return factories.scheduled(attending_bodies=[unit("so-xay-dung")])


SEES = [
    (Role.OFFICE, None, True),
    (Role.OFFICE, "van-phong-dang-uy-phuong-sai-gon", False),
    (Role.OFFICE, "van-phong-thanh-uy", False),
    (Role.MINUTE_TAKER, None, True),
    (Role.LEADER, None, True),
    (Role.LEADER, "dang-uy-phuong-sai-gon", False),
    (Role.AGENCY, "so-xay-dung", True),
    (Role.AGENCY, "so-noi-vu", False),
    (Role.FRONT, None, True),
    (Role.FRONT, "mttq-phuong-sai-gon", False),
    (Role.SUPERIOR, "thanh-uy", True),
    (Role.SUPERIOR, "van-phong-thanh-uy", True),
    (Role.SUPERIOR, "ubnd-thanh-pho", False),
    (Role.CITY_MONITOR, None, True),
    (Role.ADMIN, None, False),
]


def test_list_and_page_show_the_same_sessions(session):
    found = []
    for role, key, _ in SEES:
        mine = seat(role, key)
        listed = policies.visible_sessions(mine).filter(pk=session.pk).exists()
        try:
            opened = policies.session_for(mine, session.code) == session
        except Http404:
            opened = False
        assert (role, key, listed) == (role, key, opened)
        found.append((role, key, opened))
    assert found == SEES


def test_nobody_without_a_seat_sees_anything(session):
    assert not policies.visible_sessions(None).exists()


def test_a_draft_is_for_the_own_house(session):
    DialogueSession.objects.filter(pk=session.pk).update(state=SessionState.DRAFT)
    house = (Role.OFFICE, Role.MINUTE_TAKER, Role.LEADER)
    found = [(role, key, policies.visible_sessions(seat(role, key)).exists()) for role, key, _ in SEES]
    assert found == [(role, key, sees and role in house) for role, key, sees in SEES]


def test_a_leader_sees_a_session_over_which_he_presides_elsewhere():
    tenure = TenureFactory(post=secretary_post())
    TenureFactory(post=council_post(), official=tenure.official)
    session = factories.scheduled(posts=[secretary_post(), council_post()])
    chair = SeatFactory(
        role=Role.LEADER, unit=council_post().unit, user=UserFactory(official=tenure.official)
    )
    assert policies.visible_sessions(chair).get() == session
    stranger = SeatFactory(
        role=Role.LEADER, unit=party_committee(SAI_GON), user=UserFactory(official=OfficialFactory())
    )
    assert not policies.visible_sessions(stranger).exists()


def test_a_joint_session_is_seen_along_both_lines():
    tenure = TenureFactory(post=secretary_post())
    TenureFactory(post=council_post(), official=tenure.official)
    factories.scheduled(posts=[secretary_post(), council_post()])
    for key in ("thanh-uy", "hdnd-thanh-pho"):
        assert policies.visible_sessions(seat(Role.SUPERIOR, key)).count() == 1


def test_the_relation_of_the_day_of_the_session_decides(session):
    front = unit("mttq-phuong-ben-thanh")
    relations = Relation.objects.filter(kind=RelationKind.SAME_LEVEL_FRONT, other=front)
    relations.update(valid_until=date(2026, 3, 18))
    assert not policies.visible_sessions(seat(Role.FRONT)).exists()
    relations.update(valid_until=date(2026, 3, 19))
    assert policies.visible_sessions(seat(Role.FRONT)).exists()


# -- verbs


ALLOWED = {
    "can_edit": {SessionState.SCHEDULED, SessionState.ANNOUNCED, SessionState.POSTPONED},
    "can_postpone": {SessionState.SCHEDULED, SessionState.ANNOUNCED},
    "can_cancel": {SessionState.DRAFT, SessionState.SCHEDULED, SessionState.ANNOUNCED, SessionState.POSTPONED},
    "can_issue_invitations": {SessionState.SCHEDULED},
    "can_dispatch": {SessionState.ANNOUNCED, SessionState.IN_PROGRESS},
    "can_change_guests": {
        SessionState.SCHEDULED, SessionState.ANNOUNCED, SessionState.POSTPONED, SessionState.IN_PROGRESS,
    },
    "can_see_guests": set(SessionState),
    "can_see_invitations": set(SessionState),
    "can_reveal_contacts": set(SessionState),
}  # fmt: skip


def test_the_organising_office_may_do_what_the_state_allows(session):
    mine, found = factories.office_seat(), {verb: set() for verb in ALLOWED}
    for verb, state in itertools.product(ALLOWED, SessionState):
        session.state = state
        decision = getattr(policies, verb)(mine, session)
        assert (verb, state, bool(decision.reason)) == (verb, state, not decision)
        if decision:
            found[verb].add(state)
    assert found == ALLOWED


def test_nobody_else_may_and_is_told_why(session):
    others = [seat(role) for role in Role if role != Role.OFFICE]
    for verb, other in itertools.product(ALLOWED, others):
        decision = getattr(policies, verb)(other, session)
        told = decision.reason.startswith(("Chỉ văn phòng", "Danh sách khách mời chỉ"))
        assert (verb, other.role, bool(decision), told) == (verb, other.role, False, True)


def test_another_office_may_not_either(session):
    other = SeatFactory(role=Role.OFFICE, unit=party_office(SAI_GON))
    for verb in ALLOWED:
        assert not getattr(policies, verb)(other, session)


def test_things_of_another_session_are_not_found(session):
    other = factories.announced(guests=1, title="Buổi khác")
    guest = other.guests.get()
    assert policies.guest_for(other, guest.code) == guest
    invitation = guest.invitations.get()
    assert policies.invitation_for(other, invitation.code) == invitation
    for fetch, code in (
        (policies.guest_for, guest.code),
        (policies.invitation_for, invitation.code),
        (policies.attending_body_for, "khong-co"),
    ):
        with pytest.raises(Http404):
            fetch(session, code)
    assert policies.invitations_among(session, [invitation.code]) == []


def test_the_personal_letter_waits_for_the_issued_paper(session):
    factories.add_guests(session, 1)
    with pytest.raises(Http404):
        policies.issued_letter_for(session)
    (paper,) = factories.issue(session)
    assert policies.issued_letter_for(session) == paper


@pytest.mark.rule("D13.1.a-0")
def test_a_government_session_is_organised_by_its_own_office():
    office = unit("van-phong-hdnd-ubnd-phuong-ben-thanh")
    mine = SeatFactory(role=Role.OFFICE, unit=office)
    factories.scheduled(mine, posts=[committee_post()])
    assert policies.visible_sessions(mine).count() == 1
    assert not policies.visible_sessions(factories.office_seat()).exists()
