"""The ladder climbs to whoever presides over the session, not to the head of the host as such."""

from datetime import date

import pytest

from accounts.enums import Role
from accounts.models import Seat
from audit.actors import Actor
from duties.actions import ledger
from duties.actions.reminders import remind
from organizations.queries import holder_of
from outbox.models import Message
from regulation.articles import Article
from regulation.calendars import working_calendar
from sessions_app.actions.presiding import ChosenPresider
from tests.factories import sessions_app as factories
from tests.factories.accounts import SeatFactory, UserFactory
from tests.factories.organizations import OfficialFactory, party_committee, secretary_post, unit
from tests.support import moments

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_papers")]

LATE = date(2026, 4, 30)  # more than five working days after the answer was due: the presider hears of it


@pytest.fixture
def head():
    """The leader of the host, who holds the post."""
    factories.held(secretary_post())
    holder = holder_of(secretary_post(), factories.TODAY).official
    user = UserFactory(official=holder, email="bi-thu@example.vn")
    return SeatFactory(role=Role.LEADER, unit=party_committee(), user=user)


def told(session) -> list[str]:
    """Addresses of those who hear, in the circle of the presider, that an agency of the city did not answer."""
    agency = unit("so-xay-dung")
    duty = ledger.open(
        Article.WRITTEN_ANSWER, branch="party", subject_key="thu", owed_by=agency, owed_to=party_committee(),
        base_on=date(2026, 3, 20), title="Việc thử", target_path="/", context=session,
        by=Actor.system("phép thử"), at=factories.NOW,
    )  # fmt: skip
    remind(on=LATE, at=moments.at(LATE, "09:00"), calendar=working_calendar())
    letters = Message.objects.filter(params__to="host_head", params__duty=duty.pk)
    seats = Seat.objects.filter(pk__in=list(letters.values_list("params__seat", flat=True)))
    return sorted(seats.values_list("user__email", flat=True))


def chosen(*, email: str) -> ChosenPresider:
    """Somebody else in the chair; with an address he is a leader of the host as well."""
    deputy = OfficialFactory()
    if email:
        SeatFactory(role=Role.LEADER, unit=party_committee(), user=UserFactory(official=deputy, email=email))
    return ChosenPresider(official=deputy, title="Phó Bí thư", override_reason="Bí thư đi học")


def test_the_holder_hears_of_it_where_he_presides(head):
    chosen(email="pho@example.vn")
    assert told(factories.scheduled()) == ["bi-thu@example.vn"]


def test_another_presider_hears_of_it_instead_of_the_head(head):
    assert told(factories.scheduled(presider=chosen(email="pho@example.vn"))) == ["pho@example.vn"]


def test_where_the_presider_cannot_be_written_to_the_head_hears_of_it(head):
    assert told(factories.scheduled(presider=chosen(email=""))) == ["bi-thu@example.vn"]
