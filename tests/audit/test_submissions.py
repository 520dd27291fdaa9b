"""A form that is sent twice acts once, and both senders get the same answer."""

import pytest
from django.db import IntegrityError

from audit.models import Submission
from audit.submissions import Outcome, perform
from sessions_app.models import DialogueSession
from tests.audit.rows import draft
from tests.support.threads import at_once

PURPOSE = "sessions_app.schedule"


def _send(key: str = "khoa-1", purpose: str = PURPOSE, act=draft) -> Outcome:
    return perform(
        key=key, purpose=purpose, act=act, locate=lambda session: f"/buoi-doi-thoai/{session.code}/"
    )


@pytest.mark.django_db
def test_a_form_acts_once_and_its_repetition_finds_the_answer():
    first, second = _send(), _send()
    session = DialogueSession.objects.get()
    assert first == Outcome(repeated=False, location=f"/buoi-doi-thoai/{session.code}/", result=session)
    assert second == Outcome(repeated=True, location=first.location)


@pytest.mark.django_db
def test_another_key_or_another_form_acts_again():
    outcomes = [_send(), _send(key="khoa-2"), _send(purpose="sessions_app.cancel")]
    assert [outcome.repeated for outcome in outcomes] == [False, False, False]
    assert DialogueSession.objects.count() == 3


@pytest.mark.django_db
def test_a_form_that_failed_keeps_nothing_and_may_be_sent_again():
    def act_and_fail() -> DialogueSession:
        draft()
        raise ValueError("giữa chừng")

    with pytest.raises(ValueError, match="giữa chừng"):
        _send(act=act_and_fail)
    assert not DialogueSession.objects.exists()
    assert not Submission.objects.exists()
    assert not _send().repeated


@pytest.mark.django_db
def test_a_broken_constraint_is_not_mistaken_for_a_repetition():
    code = draft().code
    with pytest.raises(IntegrityError):
        _send(act=lambda: DialogueSession.objects.create(title="Trùng mã", code=code))
    assert not Submission.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_eight_clicks_at_once_act_once():
    outcomes = at_once(8, lambda _number: _send())
    session = DialogueSession.objects.get()
    assert {outcome.location for outcome in outcomes} == {f"/buoi-doi-thoai/{session.code}/"}
    assert sorted(outcome.repeated for outcome in outcomes) == [False] + [True] * 7
