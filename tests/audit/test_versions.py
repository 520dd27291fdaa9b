"""Two people edit the same row: the second is told, and nothing of either is lost in silence."""

import pytest

from audit.versions import EditConflict, save_if_current
from sessions_app.models import DialogueSession
from tests.audit.rows import draft
from tests.support.threads import at_once


@pytest.mark.django_db
def test_the_named_fields_are_written_and_the_version_follows():
    session = draft()
    session.area, session.audience = "Khu phố 3", "không ghi"
    save_if_current(session, ["area"])
    stored = DialogueSession.objects.get(pk=session.pk)
    assert (stored.area, stored.audience, stored.version, session.version) == ("Khu phố 3", "", 2, 2)


@pytest.mark.django_db
def test_the_second_of_two_editors_sees_what_the_first_wrote():
    mine = draft()
    theirs = DialogueSession.objects.get(pk=mine.pk)
    theirs.area = "Khu phố 1"
    save_if_current(theirs, ["area"])

    mine.area = "Khu phố 2"
    with pytest.raises(EditConflict) as conflict:
        save_if_current(mine, ["area"])
    assert conflict.value.current.area == "Khu phố 1"
    assert mine.area == "Khu phố 2"
    assert DialogueSession.objects.get(pk=mine.pk).area == "Khu phố 1"


@pytest.mark.django_db(transaction=True)
def test_of_fifty_editors_at_once_one_is_kept_and_the_others_are_told():
    session = draft()

    def edit(number: int) -> None:
        own = DialogueSession.objects.get(pk=session.pk)
        own.version = 1
        own.area = f"Khu phố {number}"
        save_if_current(own, ["area"])

    outcomes = at_once(50, edit)
    assert outcomes.count(None) == 1
    assert sum(isinstance(outcome, EditConflict) for outcome in outcomes) == 49
    stored = DialogueSession.objects.get(pk=session.pk)
    assert (stored.version, stored.area) == (2, f"Khu phố {outcomes.index(None)}")
