"""``advance`` is the one door for states: row, stamp and act move together or not at all."""

import pytest
from django.db import IntegrityError

from audit.actors import Actor, ActorKind
from audit.models import Act
from audit.transitions import TransitionRefused, advance
from sessions_app.enums import SessionState
from sessions_app.models import DialogueSession
from sessions_app.workflow import SESSION
from tests.audit.rows import AT, SOMEBODY, draft
from tests.support import moments
from tests.support.threads import at_once

CANCEL, BEGIN = SESSION["cancel"], SESSION["begin"]


def _stored(session: DialogueSession) -> tuple:
    return DialogueSession.objects.values_list("state", "version", "cancelled_at").get(pk=session.pk)


@pytest.mark.django_db
def test_a_row_moves_with_its_stamp_its_version_and_its_act():
    session = draft()
    moved = advance(
        session, CANCEL, by=SOMEBODY, at=AT, note="Trùng lịch họp.", changes={"place": ["", "Hội trường"]}
    )

    assert moved is session
    assert _stored(session) == (SessionState.CANCELLED, 2, AT)
    act = Act.objects.get()
    assert (act.verb, act.title, act.note, act.at) == ("cancel", CANCEL.title, "Trùng lịch họp.", AT)
    assert act.changes == {"state": ["draft", "cancelled"], "place": ["", "Hội trường"]}
    assert (act.actor_kind, act.actor_label) == (ActorKind.SYSTEM, SOMEBODY.label)
    assert act.context_key == f"sessions_app.dialoguesession:{session.pk}"


@pytest.mark.django_db
def test_what_happened_earlier_is_stamped_with_its_own_moment():
    earlier = moments.at(moments.LAST_DAY_BEFORE_TET, "16:00")
    session = advance(draft(), CANCEL, by=SOMEBODY, at=AT, note="Nhập sau.", stamp=earlier)
    assert session.cancelled_at == earlier
    assert Act.objects.get().at == AT


@pytest.mark.django_db
def test_a_verb_that_the_state_does_not_allow_is_refused_in_words_and_changes_nothing():
    session = draft()
    with pytest.raises(TransitionRefused) as refusal:
        advance(session, BEGIN, by=SOMEBODY, at=AT)
    assert not refusal.value.stale
    assert str(refusal.value) == "Không thể bắt đầu buổi đối thoại khi trạng thái là “Dự thảo”."
    assert _stored(session) == (SessionState.DRAFT, 1, None)
    assert not Act.objects.exists()


@pytest.mark.django_db
def test_a_row_that_somebody_changed_meanwhile_is_refused_as_stale():
    session = draft()
    DialogueSession.objects.filter(pk=session.pk).update(version=2)
    with pytest.raises(TransitionRefused) as refusal:
        advance(session, CANCEL, by=SOMEBODY, at=AT, note="Lý do.")
    assert refusal.value.stale
    assert _stored(session) == (SessionState.DRAFT, 2, None)
    assert not Act.objects.exists()


@pytest.mark.django_db
def test_a_row_that_is_gone_is_refused():
    session = draft()
    DialogueSession.objects.filter(pk=session.pk).delete()
    with pytest.raises(TransitionRefused, match="đã xóa"):
        advance(session, CANCEL, by=SOMEBODY, at=AT, note="Lý do.")


@pytest.mark.django_db
@pytest.mark.parametrize("note", ["", "   "])
def test_a_verb_that_needs_a_reason_is_refused_without_one(note):
    session = draft()
    with pytest.raises(TransitionRefused) as refusal:
        advance(session, CANCEL, by=SOMEBODY, at=AT, note=note)
    assert str(refusal.value) == "Hủy buổi đối thoại: cần ghi rõ lý do."
    assert _stored(session) == (SessionState.DRAFT, 1, None)


@pytest.mark.django_db(transaction=True)
def test_when_the_act_cannot_be_written_the_row_does_not_move():
    session = draft()
    nobody = Actor(kind=ActorKind.LINK, label="Không có liên kết")
    with pytest.raises(IntegrityError):
        advance(session, CANCEL, by=nobody, at=AT, note="Lý do.")
    assert _stored(session) == (SessionState.DRAFT, 1, None)
    assert not Act.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_eight_hands_at_once_one_moves_the_row():
    session = draft()

    def cancel(number: int) -> DialogueSession:
        own = DialogueSession.objects.get(pk=session.pk)
        return advance(own, CANCEL, by=SOMEBODY, at=AT, note=f"Người thứ {number}.")

    outcomes = at_once(8, cancel)
    assert sum(isinstance(outcome, DialogueSession) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, TransitionRefused) for outcome in outcomes) == 7
    assert _stored(session) == (SessionState.CANCELLED, 2, AT)
    assert Act.objects.count() == 1
