"""Many hands in one series, on whatever engine the run uses."""

import random
import time
from datetime import timedelta

import pytest
from django.db import transaction

from documents import actions
from documents.enums import DocumentState
from documents.models import IssuedDocument, StoredFile
from tests.factories.documents import CLERK, ISSUED_AT, numbered
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_fifty_papers_at_once_get_the_numbers_one_to_fifty():
    def issue(hand: int) -> int:
        with transaction.atomic():
            return numbered(issue_key=f"hand:{hand}").number

    assert sorted(at_once(50, issue)) == list(range(1, 51))


def test_rolled_back_hands_leave_no_gap():
    def issue(hand: int) -> bool:
        with transaction.atomic():
            numbered(issue_key=f"hand:{hand}")
            time.sleep(random.Random(hand).random() / 50)
            if hand % 3 == 0:
                transaction.set_rollback(True)
        return True

    assert at_once(50, issue) == [True] * 50
    numbers = IssuedDocument.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 34))


def test_one_paper_asked_for_by_many_gets_one_number():
    def issue(_: int) -> int:
        with transaction.atomic():
            return numbered(issue_key="invitation:hosting:12").pk

    assert len(set(at_once(50, issue))) == 1
    assert IssuedDocument.objects.get().number == 1


def test_a_paper_completed_by_many_is_issued_once():
    with transaction.atomic():
        document = numbered()

    def complete(_: int) -> str:
        mine = IssuedDocument.objects.get(pk=document.pk)
        return actions.complete(mine, by=CLERK, at=ISSUED_AT).state

    assert set(at_once(4, complete)) == {DocumentState.ISSUED}
    assert StoredFile.objects.count() == 1
    assert actions.finish_pending(ISSUED_AT + timedelta(hours=1)) == 0


def test_completing_inside_another_transaction_is_refused():
    with transaction.atomic():
        document = numbered()
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        actions.complete(document, by=CLERK, at=ISSUED_AT)
    assert IssuedDocument.objects.get().state == DocumentState.NUMBERED
