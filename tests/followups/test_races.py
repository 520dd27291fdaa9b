"""Many hands at once, on whatever engine the run uses: one number, one answer, one urging; both halves meet."""

import pytest

from audit.models import Act
from audit.transitions import TransitionRefused
from documents import actions as documents
from documents.models import IssuedDocument
from followups.actions import answers, assignments
from followups.models import Answer, Assignment
from regulation.violations import RuleViolation
from tests.factories import followups as after
from tests.factories import proceedings as day
from tests.factories.followups import ANSWERED_AT, ANSWERED_ON
from tests.support.moments import at
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_notice_asked_for_by_many_gets_one_number_and_takes_effect_once():
    session = after.approved().session
    seat, signed = day.office(), after.signed(session)

    def issue(_: int) -> str:
        from followups.actions import notices

        [paper] = notices.take_numbers(session, signed=signed, seat=seat, at=after.ISSUED_AT)
        return documents.complete(paper, by=seat.actor, at=after.ISSUED_AT).number_text

    assert at_once(12, issue) == ["Số 01-TB/ĐU"] * 12
    assert IssuedDocument.objects.filter(kind="thong-bao-ket-luan").count() == 1
    assert (Assignment.objects.count(), Act.objects.filter(verb="conclude").count()) == (1, 1)


def test_of_two_answers_at_once_one_stands():
    row, seat = after.assignment(), after.agency_seat()

    def answer(hand: int):
        mine = Assignment.objects.select_related("notice", "petition").get(pk=row.pk)
        return after.answered(mine, seat=seat, document_number=f"{hand}/A")

    outcomes = at_once(50, answer)
    refused = [outcome for outcome in outcomes if isinstance(outcome, TransitionRefused)]
    assert len(refused) == 49
    assert Answer.objects.count() == 1


def test_delivery_and_report_at_the_same_moment_meet_the_duty():
    row = after.on_paper()
    answer = after.answered(row, reported_on=None)
    office, agency, moment = day.office(), after.agency_seat(), at(ANSWERED_ON, "15:00")
    steps = (
        lambda mine: answers.deliver(mine, delivered_on=ANSWERED_ON, seat=office, at=moment),
        lambda mine: answers.report(mine, reported_on=ANSWERED_ON, number="", seat=agency, at=moment),
    )
    at_once(2, lambda hand: steps[hand](Answer.objects.get(pk=answer.pk)))
    row.answer_duty.refresh_from_db()
    assert row.answer_duty.met_on == ANSWERED_ON


def test_of_two_urgings_at_once_one_goes_out():
    row, seat = after.assignment(), day.office()
    outcomes = at_once(
        50, lambda _: assignments.urge(Assignment.objects.get(pk=row.pk), seat=seat, at=ANSWERED_AT)
    )
    assert len([outcome for outcome in outcomes if isinstance(outcome, RuleViolation)]) == 49
    assert Act.objects.filter(verb="urge").count() == 1
