"""Refusals under Đ5 keep the ground only, also in the hall, and the person is nobody once the period is over."""

from datetime import date

import pytest

from audit.models import Act
from personal_data.actions import purging
from regulation.refusals import RefusalGround
from sessions_app import refusal_sentences
from sessions_app.actions import triage
from sessions_app.enums import RegistrationState
from sessions_app.models import Refusal, RefusalProposal, RegistrationContact, RegistrationVoice
from tests.factories import proceedings as day
from tests.factories.registrations import registration
from tests.support.moments import at

pytestmark = pytest.mark.django_db
NAME, SAID = "Minh Họa Bị Từ Chối", "Nội dung riêng của người này"


def refused(clerk, ground: RefusalGround, *, session, sentence: int = 0):
    """Somebody who was on the list is refused by the presider, on a proposal of the office."""
    row = registration(
        session, state=RegistrationState.ACCEPTED, position=1, text=SAID, contact={"full_name": NAME}
    )
    words = refusal_sentences.SENTENCES[ground][sentence]
    proposal = triage.propose_refusal(row, ground=ground, sentence=words, seat=clerk, at=day.SESSION_AT)
    return triage.confirm_refusal(proposal, seat=day.leader(), at=day.SESSION_AT)


@pytest.mark.rule("D5.2")
def test_who_disturbs_the_hall_is_refused_there_and_only_the_ground_is_kept(clerk):
    refusal = refused(clerk, RefusalGround.DISORDER, session=day.in_progress())
    row = refusal.registration
    assert (row.state, row.speaking_position, refusal.ground) == (RegistrationState.REFUSED, None, "disorder")
    assert (refusal.confirmed_by, refusal.confirmed_at) == (day.leader(), day.SESSION_AT)
    about = f"{refusal.sentence} {row.replies.get().text}"
    for word in ("rượu", "bia", "ma túy", "say", NAME):
        assert word not in about
    assert not RefusalProposal.objects.exists()


@pytest.mark.parametrize("ground", [RefusalGround.CAPACITY, RefusalGround.DISORDER, RefusalGround.ATTITUDE])
def test_after_the_period_ground_and_decision_stand_and_nothing_leads_to_the_person(clerk, admin, ground):
    session = day.in_progress()
    refusal = refused(clerk, ground, session=session)
    type(session).objects.update(state="held", ended_at=day.ENDED_AT)
    on = date(2026, 7, 1)
    purging.confirm(seal=purging.dry_run(on=on).seal, seat=admin, on=on, at=at(on))
    purging.purge(on=on, at=at(on))
    kept = Refusal.objects.get()
    assert (kept.ground, kept.confirmed_by, kept.confirmed_at) == (
        ground.value,
        day.leader(),
        refusal.confirmed_at,
    )
    assert kept.sentence in refusal_sentences.SENTENCES[ground]
    texts = f"{RegistrationContact.objects.get().full_name} {RegistrationVoice.objects.get().text}"
    assert (NAME in texts, SAID in texts) == (False, False)
    trail = " ".join(f"{act.title} {act.note} {act.changes}" for act in Act.objects.all())
    assert (NAME in trail, SAID in trail, ground.label in trail) == (False, False, False)
