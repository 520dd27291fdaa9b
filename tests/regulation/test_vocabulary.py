"""Grounds of refusal, matters out of scope, kinds of sessions, receivers of the report, violations."""

import pytest

from regulation.articles import GOVERNMENT, PARTY, Article
from regulation.enums import Counting, DayKind, DayStatus, Reading
from regulation.recipients import (
    Purpose,
    Recipient,
    RecipientRole,
    annual_report_article,
    annual_report_recipients,
)
from regulation.refusals import OutOfScope, RefusalGround
from regulation.session_kinds import YEARLY_KINDS, SessionKind
from regulation.violations import RuleViolation


def test_each_ground_of_refusal_stands_on_its_own_khoan_of_dieu_5():
    assert [(ground.value, ground.article.clause) for ground in RefusalGround] == [
        ("capacity", "D5.1"),
        ("disorder", "D5.2"),
        ("attitude", "D5.3"),
        ("content", "D5.4"),
    ]


def test_personal_circumstances_are_neither_described_nor_shown():
    assert [ground for ground in RefusalGround if not ground.needs_note] == [RefusalGround.CAPACITY]
    assert [ground for ground in RefusalGround if ground.is_restricted] == [RefusalGround.CAPACITY]


def test_the_ground_most_open_to_abuse_is_watched():
    assert [ground for ground in RefusalGround if ground.is_watched] == [RefusalGround.ATTITUDE]


def test_every_matter_out_of_scope_leads_somewhere():
    assert [matter.value for matter in OutOfScope] == [
        "complaint",
        "denunciation",
        "inspection",
        "prosecution",
        "enforcement",
        "council_questions",
        "council_reception",
    ]
    assert {matter.article for matter in OutOfScope} == {Article.OUT_OF_SCOPE}
    assert [matter.value for matter in OutOfScope if not matter.guidance.endswith(".")] == []
    assert OutOfScope("complaint") is OutOfScope.COMPLAINT


def test_ad_hoc_sessions_come_on_top_of_the_yearly_one():
    assert YEARLY_KINDS == ("periodic", "thematic")
    assert [kind.satisfies_yearly_duty for kind in SessionKind] == [True, True, False]


def test_the_party_reports_to_the_committee_above():
    assert annual_report_article(PARTY) is Article.PARTY_ANNUAL_REPORT
    assert annual_report_recipients(PARTY) == (
        Recipient(RecipientRole.SAME_LEVEL_COMMITTEE, Purpose.REPORT),
        Recipient(RecipientRole.SUPERIOR_PARTY, Purpose.REPORT),
        Recipient(RecipientRole.SAME_LEVEL_FRONT, Purpose.SUPERVISE),
        Recipient(RecipientRole.SAME_LEVEL_ORGANISATIONS, Purpose.SUPERVISE),
    )


def test_a_government_reports_to_the_party_committee_of_its_level_and_the_government_above():
    assert annual_report_article(GOVERNMENT) is Article.GOVERNMENT_ANNUAL_REPORT
    assert annual_report_recipients(GOVERNMENT) == (
        Recipient(RecipientRole.SAME_LEVEL_COMMITTEE, Purpose.REPORT),
        Recipient(RecipientRole.SUPERIOR_GOVERNMENT, Purpose.REPORT),
        Recipient(RecipientRole.SAME_LEVEL_FRONT, Purpose.SUPERVISE),
        Recipient(RecipientRole.SAME_LEVEL_ORGANISATIONS, Purpose.SUPERVISE),
    )


@pytest.mark.parametrize("branch", ["", "PARTY", "front"])
def test_an_unknown_branch_has_no_report(branch):
    with pytest.raises(KeyError):
        annual_report_recipients(branch)


def test_a_violation_carries_its_clause_and_reads_as_its_sentence():
    breach = RuleViolation(Article.INVITATION_LEAD_TIME, "Hạn cuối để gửi thư mời là 06/03/2026.")
    assert str(breach) == breach.message == "Hạn cuối để gửi thư mời là 06/03/2026."
    assert breach.article is Article.INVITATION_LEAD_TIME


@pytest.mark.parametrize(
    "choices", [DayKind, DayStatus, Counting, Reading, SessionKind, RefusalGround, OutOfScope, RecipientRole]
)
def test_choices_are_stored_words_with_a_label(choices):
    assert choices.choices() == [(member.value, member.label) for member in choices]
    assert [type(value) for value, _ in choices.choices()] == [str] * len(choices)
    assert [value for value, label in choices.choices() if not label] == []
