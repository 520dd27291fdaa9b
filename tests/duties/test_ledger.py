"""The verbs of the ledger, each with what it refuses."""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from audit.models import Act
from audit.transitions import TransitionRefused
from duties.actions import ledger
from duties.models import Duty, DutyExtension, DutyMove
from organizations.enums import Branch
from regulation.articles import Article
from regulation.models import Edition, EditionTerm
from regulation.violations import RuleViolation
from tests.factories.duties import CLERK, OPENED_AT, SESSION_ON, DutyFactory, opened
from tests.factories.organizations import party_committee, unit
from tests.support.moments import at

pytestmark = pytest.mark.django_db

DONE = {"by": CLERK, "at": at(date(2026, 11, 25), "09:00")}


def dates_of(duty):
    return duty.first_due_on, duty.due_on, duty.lawful_until, duty.amber_until


def acts_about(duty):
    return list(Act.objects.filter(subject_id=duty.pk).order_by("sequence").values_list("verb", "clause"))


# -- open


@pytest.mark.rule("D9.1.b-2.s1")
def test_an_invitation_duty_keeps_advice_and_both_limits():
    duty = opened(Article.INVITATION_LEAD_TIME)
    assert duty.rule == "D9.1.b-2.s1"
    assert dates_of(duty) == (date(2026, 11, 4), date(2026, 11, 4), date(2026, 11, 4), date(2026, 11, 5))
    assert duty.reading == {"days": 5, "counting": "working", "reading": "strict"}


@pytest.mark.rule("D13.3.a")
def test_a_notice_duty_of_the_government_cites_its_own_chapter():
    duty = opened(branch=Branch.GOVERNMENT)
    assert (duty.rule, duty.citation) == ("D13.3.a", "điểm a, khoản 3, Điều 13")
    assert dates_of(duty) == (date(2026, 11, 27),) * 4
    assert acts_about(duty) == [("duty.open", "D13.3.a")]


@pytest.mark.rule("D9.3.b.s1")
def test_an_answer_is_due_twenty_working_days_after_the_notice():
    duty = opened(Article.WRITTEN_ANSWER, base_on=date(2026, 11, 10))
    assert duty.due_on == date(2026, 12, 9)


def test_opening_again_returns_the_live_duty_unchanged():
    first = opened(subject_key="hosting:1")
    again = opened(subject_key="hosting:1", base_on=date(2026, 11, 20), title="Tên khác")
    assert (again.pk, again.base_on, again.title) == (first.pk, SESSION_ON, first.title)
    assert Duty.objects.count() == 1
    assert Act.objects.count() == 1


def test_the_same_subject_may_owe_under_two_clauses_and_again_after_voiding():
    first = opened(subject_key="hosting:1")
    other = opened(Article.INVITATION_LEAD_TIME, subject_key="hosting:1")
    ledger.void(first, on=SESSION_ON, reason="Hủy", **DONE)
    later = opened(subject_key="hosting:1")
    assert len({first.pk, other.pk, later.pk}) == 3


def test_the_database_itself_keeps_one_live_duty_per_clause_and_subject():
    DutyFactory(subject_key="hosting:1")
    with pytest.raises(IntegrityError), transaction.atomic():
        DutyFactory(subject_key="hosting:1")


def test_outside_the_calendar_the_duty_stands_without_a_date():
    duty = opened(base_on=date(2029, 5, 3))
    assert dates_of(duty) == (None,) * 4
    assert duty.tentative


def test_a_date_that_rests_on_expected_days_is_tentative():
    duty = opened(base_on=date(2027, 1, 29))
    assert (duty.due_on, duty.tentative) == (date(2027, 2, 19), True)


@pytest.mark.rule("QD.3")
def test_nothing_is_owed_before_the_regulation_is_in_force():
    with pytest.raises(RuleViolation, match="hiệu lực"):
        opened(base_on=date(2017, 4, 27))
    assert not Duty.objects.exists()


@pytest.mark.rule("D9.3.a")
def test_the_term_comes_from_the_edition_in_force_on_the_day_of_the_event():
    later = Edition.objects.create(
        code="sua-doi", title="Sửa đổi", short_title="Sửa đổi", issuer="X", text_path="x",
        issued_on=date(2026, 11, 1), valid_from=date(2026, 11, 12),
    )  # fmt: skip
    EditionTerm.objects.create(edition=later, article="D9.3.a", days=7, counting="working", reading="strict")
    old, new = opened(base_on=date(2026, 11, 11)), opened(base_on=date(2026, 11, 12))
    assert [(duty.edition, duty.reading["days"]) for duty in (old, new)] == [
        ("935-QD-TU", 10),
        ("sua-doi", 7),
    ]
    assert new.due_on == date(2026, 11, 23)


def test_a_duty_is_found_again_under_the_log_of_its_cause():
    host = party_committee()
    duty = opened(context=host)
    ledger.meet(duty, on=SESSION_ON, **DONE)
    assert duty.context_key == f"organizations.unit:{host.pk}"
    assert set(Act.objects.values_list("context_key", flat=True)) == {duty.context_key}


# -- rebase


@pytest.mark.rule("D9.3.a")
def test_the_real_end_moves_a_provisional_date_and_keeps_the_old_one_in_history():
    duty = opened(base_is_planned=True)
    ledger.rebase(duty, base_on=date(2026, 11, 13), base_is_planned=False, reason="Kết thúc", **DONE)
    duty.refresh_from_db()
    assert dates_of(duty) == (date(2026, 11, 30),) * 4
    assert not duty.base_is_planned
    move = DutyMove.objects.get()
    assert (move.old_due_on, move.new_due_on) == (date(2026, 11, 27), date(2026, 11, 30))


def test_an_unchanged_base_writes_nothing():
    duty = opened()
    ledger.rebase(duty, base_on=SESSION_ON, base_is_planned=False, reason="Kết thúc", **DONE)
    assert acts_about(duty) == [("duty.open", "D9.3.a")]


def test_confirming_the_planned_day_moves_no_date_but_is_an_act():
    duty = opened(base_is_planned=True)
    ledger.rebase(duty, base_on=SESSION_ON, base_is_planned=False, reason="Kết thúc", **DONE)
    assert not DutyMove.objects.exists()
    assert acts_about(duty)[-1] == ("duty.rebase", "D9.3.a")


def test_a_met_duty_is_not_counted_again():
    duty = ledger.meet(opened(), on=date(2026, 11, 20), **DONE)
    with pytest.raises(RuleViolation):
        ledger.rebase(duty, base_on=date(2026, 11, 13), base_is_planned=False, reason="x", **DONE)
    duty.refresh_from_db()
    assert (duty.base_on, duty.met_on) == (SESSION_ON, date(2026, 11, 20))


def test_two_people_rebasing_at_once_do_not_overwrite_each_other():
    duty = opened()
    stale = Duty.objects.get(pk=duty.pk)
    ledger.rebase(duty, base_on=date(2026, 11, 13), base_is_planned=False, reason="x", **DONE)
    with pytest.raises(TransitionRefused) as refused:
        ledger.rebase(stale, base_on=date(2026, 11, 16), base_is_planned=False, reason="y", **DONE)
    assert refused.value.stale
    assert Duty.objects.get().base_on == date(2026, 11, 13)


# -- meet


def test_the_first_record_of_a_met_duty_stands():
    duty = ledger.meet(opened(), on=date(2026, 11, 30), late_reason="Chờ ý kiến", **DONE)
    again = ledger.meet(duty, on=date(2026, 11, 20), **DONE)
    assert (again.met_on, again.late_reason) == (date(2026, 11, 30), "Chờ ý kiến")
    assert acts_about(duty) == [("duty.open", "D9.3.a"), ("duty.meet", "D9.3.a")]


def test_a_void_duty_cannot_be_met():
    duty = ledger.void(opened(), on=SESSION_ON, reason="Hủy", **DONE)
    with pytest.raises(RuleViolation):
        ledger.meet(duty, on=SESSION_ON, **DONE)
    assert Duty.objects.get().met_on is None


# -- extend


EXTENSION = {
    "document_number": "15/CV",
    "document_date": date(2026, 11, 27),
    "new_due_on": date(2026, 12, 18),
}


@pytest.mark.rule("D9.3.b.s2", "D13.3.b.s2")
def test_a_notice_on_the_last_day_moves_the_date_and_keeps_the_first():
    duty = opened()
    extension = ledger.extend(duty, **EXTENSION, by=CLERK, at=at(date(2026, 11, 27), "23:59"))
    duty.refresh_from_db()
    assert extension.in_time
    assert (duty.first_due_on, duty.due_on, duty.lawful_until) == (
        date(2026, 11, 27), date(2026, 12, 18), date(2026, 12, 18),
    )  # fmt: skip
    assert acts_about(duty)[-1] == ("duty.extend", "D9.3.b.s2")


@pytest.mark.rule("D9.3.b.s2")
def test_a_late_notice_is_kept_but_the_breach_remains():
    duty = opened()
    late = EXTENSION | {"document_date": date(2026, 11, 28)}
    extension = ledger.extend(duty, **late, by=CLERK, at=at(date(2026, 11, 30)))
    duty.refresh_from_db()
    assert not extension.in_time
    assert dates_of(duty) == (date(2026, 11, 27),) * 4


@pytest.mark.rule("D9.3.b.s2")
@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"document_number": "  "}, "số văn bản"),
        ({"new_due_on": date(2026, 11, 27)}, "Thời hạn mới phải sau ngày 27/11/2026"),
        ({"document_date": date(2026, 11, 28)}, "không thể sau hôm nay"),
    ],
)
def test_an_extension_needs_a_paper_and_a_later_date(changed, sentence):
    duty = opened()
    with pytest.raises(RuleViolation, match=sentence):
        ledger.extend(duty, **(EXTENSION | changed), by=CLERK, at=at(date(2026, 11, 27)))
    assert not DutyExtension.objects.exists()
    assert Duty.objects.get().due_on == date(2026, 11, 27)


def test_a_second_extension_must_go_beyond_the_first_also_when_that_was_late():
    duty = opened()
    late = EXTENSION | {"document_date": date(2026, 11, 30)}
    ledger.extend(duty, **late, by=CLERK, at=at(date(2026, 11, 30)))
    with pytest.raises(RuleViolation, match="18/12/2026"):
        ledger.extend(duty, **(late | {"new_due_on": date(2026, 12, 10)}), by=CLERK, at=at(date(2026, 12, 1)))
    later = ledger.extend(
        duty, **(late | {"new_due_on": date(2026, 12, 31)}), by=CLERK, at=at(date(2026, 12, 1))
    )
    assert not later.in_time


def test_a_closed_or_undated_duty_is_not_extended():
    for duty in (ledger.meet(opened(), on=SESSION_ON, **DONE), opened(base_on=date(2029, 5, 3))):
        with pytest.raises(RuleViolation):
            ledger.extend(duty, **EXTENSION, by=CLERK, at=at(date(2026, 11, 27)))


def test_the_database_refuses_an_extension_backwards():
    duty = opened()
    with pytest.raises(IntegrityError), transaction.atomic():
        DutyExtension.objects.create(
            duty=duty, document_number="1", document_date=SESSION_ON, old_due_on=date(2026, 11, 27),
            new_due_on=date(2026, 11, 26), in_time=True, recorded_at=OPENED_AT,
        )  # fmt: skip


# -- hand over, void


def test_handing_over_moves_no_date():
    duty = opened(Article.WRITTEN_ANSWER, owed_by=unit("so-xay-dung"))
    before = dates_of(duty)
    ledger.hand_over(duty, to=unit("so-y-te"), **DONE)
    duty.refresh_from_db()
    assert (duty.owed_by.key, dates_of(duty)) == ("so-y-te", before)
    assert acts_about(duty)[-1][0] == "duty.hand_over"


def test_a_met_duty_stays_with_the_unit_that_met_it():
    duty = ledger.meet(opened(owed_by=unit("so-xay-dung")), on=SESSION_ON, **DONE)
    with pytest.raises(RuleViolation):
        ledger.hand_over(duty, to=unit("so-y-te"), **DONE)


def test_voiding_needs_a_reason_and_happens_once():
    duty = opened()
    with pytest.raises(RuleViolation):
        ledger.void(duty, on=SESSION_ON, reason=" ", **DONE)
    ledger.void(duty, on=SESSION_ON, reason="Hủy buổi đối thoại", **DONE)
    ledger.void(duty, on=date(2026, 11, 30), reason="Lý do khác", **DONE)
    duty.refresh_from_db()
    assert (duty.voided_on, duty.void_reason) == (SESSION_ON, "Hủy buổi đối thoại")
    assert [verb for verb, _ in acts_about(duty)] == ["duty.open", "duty.void"]


def test_a_met_duty_is_never_unmet():
    duty = ledger.meet(opened(), on=SESSION_ON, **DONE)
    ledger.void(duty, on=SESSION_ON, reason="Hủy", **DONE)
    duty.refresh_from_db()
    assert (duty.met_on, duty.voided_on) == (SESSION_ON, None)


def test_nothing_is_kept_when_the_transaction_rolls_back():
    def open_and_fail():
        opened()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        transaction.atomic(open_and_fail)()
    assert not Duty.objects.exists()
    assert not Act.objects.exists()


# -- races on whichever engine runs the suite


@pytest.mark.django_db(transaction=True)
def test_eight_hands_open_and_meet_one_duty():
    """Eight threads open the same duty and meet it on different days: one row, one act each, one date."""
    host, office = party_committee(), unit("van-phong-dang-uy-phuong-ben-thanh")
    gate, errors = threading.Barrier(8), []

    def run(day):
        try:
            gate.wait(timeout=20)
            duty = opened(subject_key="hosting:1", owed_by=office, owed_to=host, title="Việc chung")
            ledger.meet(duty, on=date(2026, 11, day), **DONE)
        except Exception as error:  # noqa: BLE001  shown below
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(day,)) for day in range(13, 21)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert errors == []
    duty = Duty.objects.get()
    assert date(2026, 11, 13) <= duty.met_on <= date(2026, 11, 20)
    assert sorted(Act.objects.values_list("verb", flat=True)) == ["duty.meet", "duty.open"]
