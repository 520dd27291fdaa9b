"""The state of a petition: one table of exactly seven words, the same in Python and in the database."""

import itertools

import pytest

from followups.enums import CHIP_LOOK, OPEN, AssignmentState, PetitionChip, chip_of
from followups.models import Assignment
from followups.queries.petitions import with_state
from sessions_app.enums import LineOutcome
from sessions_app.models import Petition
from tests.factories import followups as after
from tests.factories import proceedings as day

WORDS = (
    "Mới ghi nhận", "Chưa giao cơ quan", "Đang giải quyết", "Đã báo gia hạn", "Đã trả lời", "Kiến nghị cấp trên",
    "Không thuộc nội dung",
)  # fmt: skip


def test_there_are_exactly_seven_words_and_each_has_its_look():
    assert tuple(PetitionChip.labels) == WORDS
    assert set(CHIP_LOOK) == set(PetitionChip)


@pytest.mark.parametrize(
    ("assignment", "outcome", "word"),
    [
        (None, None, "Mới ghi nhận"),
        (None, LineOutcome.UNDECIDED, "Mới ghi nhận"),
        (None, LineOutcome.ASSIGNED, "Chưa giao cơ quan"),
        (None, LineOutcome.ANSWERED, "Đã trả lời"),
        (None, LineOutcome.NOTED, "Đã trả lời"),
        (None, LineOutcome.ESCALATED, "Kiến nghị cấp trên"),
        (None, LineOutcome.OUT_OF_SCOPE, "Không thuộc nội dung"),
        (AssignmentState.ASSIGNED, LineOutcome.ASSIGNED, "Đang giải quyết"),
        (AssignmentState.EXTENDED, LineOutcome.ASSIGNED, "Đã báo gia hạn"),
        (AssignmentState.ANSWERED, LineOutcome.ASSIGNED, "Đã trả lời"),
        (AssignmentState.ESCALATED, LineOutcome.ASSIGNED, "Kiến nghị cấp trên"),
    ],
)
def test_the_word_follows_from_assignment_and_conclusion(assignment, outcome, word):
    assert chip_of(assignment=assignment, outcome=outcome).label == word


def test_every_combination_has_a_word():
    combinations = itertools.product([None, *AssignmentState], [None, *LineOutcome])
    assert {chip_of(assignment=one, outcome=other).label for one, other in combinations} == set(WORDS)


def test_an_assignment_is_open_until_it_is_answered_or_escalated():
    assert frozenset(AssignmentState) - OPEN == {AssignmentState.ANSWERED, AssignmentState.ESCALATED}


def word_in_database(petition: Petition) -> str:
    return PetitionChip(with_state(Petition.objects.filter(pk=petition.pk)).get().chip).label


@pytest.mark.django_db
def test_the_database_says_the_same_along_a_petitions_life():
    session = day.held()
    petition = after.petition(session)
    assert word_in_database(petition) == "Mới ghi nhận"
    draft = after.approved(session=session, lines=(day.line(petition),))
    assert word_in_database(petition) == "Chưa giao cơ quan"
    after.issued(draft.session)
    row = Assignment.objects.get()
    assert word_in_database(petition) == "Đang giải quyết"
    after.extended(row)
    assert word_in_database(petition) == "Đã báo gia hạn"
    row.refresh_from_db()
    after.answered(row)
    assert word_in_database(petition) == "Đã trả lời"


@pytest.mark.every_case
@pytest.mark.django_db
@pytest.mark.parametrize(
    "outcome", [outcome for outcome in LineOutcome if outcome not in ("undecided", "assigned")]
)
def test_the_database_says_the_same_of_every_other_conclusion(outcome):
    session = day.held()
    petition = after.petition(session)
    after.issued(after.approved(session=session, lines=(day.line(petition, outcome),)).session)
    assert word_in_database(petition) == chip_of(assignment=None, outcome=outcome).label


@pytest.mark.django_db
def test_a_round_that_was_sent_back_says_nothing_of_a_petition():
    from sessions_app.actions import conclusions

    draft = day.submitted()
    petition = draft.session.petitions.get()
    conclusions.return_to_office(
        draft, day.hostings(draft.session), remark="Sửa lại", digest=draft.content_digest,
        seat=day.leader(), at=day.ENDED_AT,
    )  # fmt: skip
    assert word_in_database(petition) == "Mới ghi nhận"
