"""The trail: each act names its actor and is chained to the one before it."""

import dataclasses

import pytest
from django.db import IntegrityError, transaction

from audit import acts, verification
from audit.actors import Actor, ActorKind
from audit.models import Act, ChainHead
from organizations.models import Unit
from tests.audit.rows import AT, LINK_HOLDER, SOMEBODY, draft
from tests.support import moments
from tests.support.threads import at_once


def _write(subject, *, by: Actor = SOMEBODY, **fields) -> Act:
    with transaction.atomic():
        return acts.write(subject=subject, verb="note", title="Ghi chú", by=by, at=AT, **fields)


def _of_unit(unit: Unit) -> Actor:
    return dataclasses.replace(SOMEBODY, unit_id=unit.pk)


@pytest.mark.django_db(transaction=True)
def test_an_act_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match="in the transaction"):
        acts.write(subject=draft(), verb="note", title="Ghi chú", by=SOMEBODY, at=AT)
    assert not Act.objects.exists()


@pytest.mark.django_db
def test_acts_are_numbered_and_chained():
    session = draft()
    first, second, third = (_write(session, note=note) for note in ("một", "hai", "ba"))
    assert [act.sequence for act in (first, second, third)] == [1, 2, 3]
    assert [act.previous_digest for act in (first, second, third)] == ["", first.digest, second.digest]
    head = ChainHead.objects.get()
    assert (head.chain, head.sequence, head.digest) == (acts.SYSTEM_CHAIN, 3, third.digest)


@pytest.mark.django_db
def test_each_unit_has_a_chain_of_its_own():
    session = draft()
    one, other = Unit.objects.order_by("pk")[:2]
    written = [_write(session, by=by) for by in (_of_unit(one), _of_unit(other), _of_unit(one), SOMEBODY)]
    assert [(act.chain, act.sequence) for act in written] == [
        (f"unit:{one.pk}", 1),
        (f"unit:{other.pk}", 1),
        (f"unit:{one.pk}", 2),
        ("portal", 1),
    ]


@pytest.mark.django_db
def test_the_digest_is_found_again_from_what_the_database_keeps():
    at = moments.at(moments.SUNDAY, "00:01").replace(microsecond=123456)
    with transaction.atomic():
        act = acts.write(
            subject=draft(),
            verb="note",
            title="Ghi chú “Đèn đường”",
            by=LINK_HOLDER,
            at=at,
            note="Kiến nghị số 7",
            clause="D9.3.a",
            changes={"due_on": ["2026-03-09", None], "số": [1, 2.5]},
        )
    stored = Act.objects.get(pk=act.pk)
    assert acts.digest_of(stored) == act.digest == stored.digest


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("chain", "unit:1"),
        ("sequence", 2),
        ("at", moments.at(moments.SUNDAY)),
        ("verb", "other"),
        ("title", "Khác"),
        ("clause", "D9.3.b.s1"),
        ("subject_id", 0),
        ("context_key", "x:1"),
        ("actor_kind", ActorKind.LINK),
        ("actor_label", "Người khác"),
        ("link", "invitation:khac"),
        ("note", "Khác"),
        ("changes", {"state": ["a", "b"]}),
        ("previous_digest", "0" * 64),
    ],
)
def test_whatever_is_altered_shows_in_the_digest(field, value):
    act = _write(draft())
    setattr(act, field, value)
    assert acts.digest_of(act) != act.digest


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("actor", "allowed"),
    [
        pytest.param(SOMEBODY, True, id="system"),
        pytest.param(LINK_HOLDER, True, id="link-holder"),
        pytest.param(dataclasses.replace(LINK_HOLDER, link=""), False, id="link-holder-without-link"),
        pytest.param(Actor(kind=ActorKind.SEAT, label="Không có vị trí"), False, id="seat-without-seat"),
    ],
)
def test_every_act_names_its_actor(actor, allowed):
    session = draft()
    if allowed:
        _write(session, by=actor)
    else:
        with pytest.raises(IntegrityError, match="act_names_its_actor"):
            _write(session, by=actor)
    assert Act.objects.count() == int(allowed)


@pytest.mark.django_db
def test_an_act_is_shown_under_the_row_it_belongs_to():
    session, other = draft(), draft("Buổi khác")
    assert _write(session).context_key == acts.context_key(session)
    assert _write(session, context=other).context_key == acts.context_key(other)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("chains", [1, 5])
def test_fifty_hands_write_one_chain_or_several_without_gap_or_fork(chains):
    session = draft()
    writers = [_of_unit(unit) for unit in Unit.objects.order_by("pk")[:chains]]

    def write_four(number: int) -> None:
        for _ in range(4):
            _write(session, by=writers[number % chains], note=f"{number}")

    assert at_once(50, write_four) == [None] * 50
    each = 200 // chains
    for writer in writers:
        trail = list(Act.objects.filter(unit=writer.unit_id).order_by("sequence"))
        assert [act.sequence for act in trail] == list(range(1, each + 1))
        assert [act.previous_digest for act in trail] == ["", *(act.digest for act in trail[:-1])]
        assert all(acts.digest_of(act) == act.digest for act in trail)
        head = ChainHead.objects.get(chain=trail[0].chain)
        assert (head.sequence, head.digest) == (each, trail[-1].digest)
    assert Act.objects.count() == 200


@pytest.mark.django_db(transaction=True)
def test_half_of_fifty_hands_let_go_and_leave_no_gap():
    session = draft()

    def write(number: int) -> bool:
        with transaction.atomic():
            _write(session, note=f"{number}")
            if number % 2:
                transaction.set_rollback(True)
        return True

    assert at_once(50, write) == [True] * 50
    assert list(Act.objects.order_by("sequence").values_list("sequence", flat=True)) == list(range(1, 26))
    assert list(verification.broken_acts()) == []
