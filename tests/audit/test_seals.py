"""The daily seal: one per day whoever asks, over all chains, and out of the house in a file."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from audit import acts, seals, tasks, verification
from audit.models import ChainHead, DailySeal, TickPass
from tests.audit.rows import AT, SOMEBODY, draft
from tests.support.threads import at_once

TODAY, TOMORROW = AT.date(), AT.date() + timedelta(days=1)


def _note() -> None:
    with transaction.atomic():
        acts.write(subject=draft(), verb="note", title="Ghi chú", by=SOMEBODY, at=AT)


@pytest.mark.django_db
def test_a_day_has_one_seal_over_the_heads_as_they_stood_when_it_was_first_asked_for():
    _note()
    first = seals.seal_of(TODAY, at=AT)
    head = ChainHead.objects.get()
    assert first.heads == {"portal": [1, head.digest]}
    _note()
    assert seals.seal_of(TODAY, at=AT + timedelta(hours=8)) == first
    second = seals.seal_of(TOMORROW, at=AT + timedelta(days=1))
    assert (second.number, second.previous_digest) == (2, first.digest)
    assert second.heads["portal"][0] == 2
    assert list(verification.broken_seals()) == []


@pytest.mark.django_db
def test_the_digest_is_found_again_from_what_the_database_keeps():
    _note()
    made = seals.seal_of(TODAY, at=AT.replace(microsecond=123456))
    assert seals.digest_of(DailySeal.objects.get()) == made.digest


@pytest.mark.django_db
def test_half_of_the_digest_is_printed_in_groups():
    assert seals.printed("0123456789abcdef" * 4) == "0123 4567 89ab cdef 0123 4567 89ab cdef"


@pytest.mark.django_db(transaction=True)
def test_many_hands_get_one_seal_for_one_day_and_one_line_of_seals_for_many():
    _note()

    def ask(hand: int) -> tuple[int, str]:
        with transaction.atomic():
            seal = seals.seal_of(TODAY + timedelta(days=hand % 3), at=AT)
            return hand % 3, seal.digest

    answers = at_once(24, ask)
    assert len(set(answers)) == 3
    assert sorted(DailySeal.objects.values_list("number", flat=True)) == [1, 2, 3]
    assert list(verification.broken_seals()) == []


@pytest.mark.django_db
def test_the_tick_seals_the_day_and_writes_each_file_once(frozen, settings, tmp_path):
    settings.SEAL_FOLDER = tmp_path / "ra-ngoai"
    frozen(TODAY, "00:05")
    _note()
    tasks.seal()
    seal = DailySeal.objects.get()
    [path] = settings.SEAL_FOLDER.iterdir()
    assert path.name == "2026-03-09.json"
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert (kept["digest"], kept["heads"]) == (seal.digest, seal.heads)
    path.write_text("đã chép đi", encoding="utf-8")
    tasks.seal()
    assert path.read_text(encoding="utf-8") == "đã chép đi"
    assert TickPass.objects.get(name="audit.seal").counts == {"exported": 0}


@pytest.mark.django_db
def test_the_command_does_the_same_by_hand(frozen, tmp_path):
    frozen(TODAY, "09:00")
    for written in (1, 0):
        out = StringIO()
        call_command("seal_trail", "--folder", str(tmp_path), stdout=out)
        assert out.getvalue().splitlines() == [
            f"Seal 1 of 2026-03-09: {DailySeal.objects.get().digest}",
            f"{written} files written to {tmp_path}.",
        ]
