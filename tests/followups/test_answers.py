"""Both halves of an answer, whichever comes first; extensions against both dates (Đ9.3.b, Đ13.3.b)."""

from datetime import date, timedelta

import pytest

from audit.models import Act
from audit.transitions import TransitionRefused
from duties.badges import badge_for, standing_of
from duties.enums import Standing
from duties.queries import Kept
from followups.actions import answers
from followups.enums import DeliveryChannel
from followups.models import Answer, Assignment, Extension
from followups.queries.petitions import answers_kept_by, channel_for
from outbox.models import Message
from regulation.calendars import working_calendar
from regulation.violations import RuleViolation
from sessions_app.actions.petitions import Petitioner
from sessions_app.enums import RegistrationSource
from tests.factories import followups as after
from tests.factories import proceedings as day
from tests.factories.followups import ANSWER_DUE, ANSWERED_ON
from tests.factories.organizations import unit
from tests.factories.registrations import registration
from tests.support.moments import at

pytestmark = pytest.mark.django_db


def met_on(row: Assignment) -> date | None:
    row.answer_duty.refresh_from_db()
    return row.answer_duty.met_on


# -- both are needed


@pytest.mark.rule("D9.3.b.s1", "D13.3.b.s1")
def test_neither_the_answer_nor_the_report_alone_meets_the_duty():
    row = after.on_paper()
    answer = after.answered(row, reported_on=None)
    assert met_on(row) is None
    answers.deliver(answer, delivered_on=ANSWERED_ON, seat=day.office(), at=at(ANSWERED_ON, "15:00"))
    assert met_on(row) is None
    answers.report(
        answer, reported_on=ANSWERED_ON, number="", seat=after.agency_seat(), at=at(ANSWERED_ON, "16:00")
    )
    assert met_on(row) == ANSWERED_ON


@pytest.mark.rule("D9.3.b.s1", "D13.3.b.s1")
@pytest.mark.parametrize("report_first", [True, False])
def test_the_duty_is_met_on_the_later_of_the_two_days(report_first):
    row = after.on_paper()
    answer = after.answered(row, reported_on=None)
    early, late = ANSWERED_ON + timedelta(days=1), ANSWERED_ON + timedelta(days=3)
    delivered, reported = (late, early) if report_first else (early, late)
    steps = [
        lambda: answers.deliver(answer, delivered_on=delivered, seat=day.office(), at=at(late, "10:00")),
        lambda: answers.report(
            answer, reported_on=reported, number="5/BC", seat=after.agency_seat(), at=at(late, "11:00")
        ),
    ]
    for step in reversed(steps) if report_first else steps:
        step()
    assert met_on(row) == late


def test_what_was_recorded_first_stands():
    row = after.on_paper()
    answer = after.answered(row)
    later = ANSWERED_ON + timedelta(days=2)
    answers.deliver(answer, delivered_on=later, seat=day.office(), at=at(later, "10:00"))
    answers.deliver(answer, delivered_on=ANSWERED_ON, seat=day.office(), at=at(later, "11:00"))
    assert (Answer.objects.get().delivered_on, met_on(row)) == (later, later)
    assert Act.objects.filter(verb="deliver_answer").count() == 1


def test_a_second_answer_is_refused_and_leaves_the_first():
    row = after.assignment()
    after.answered(row)
    stale = Assignment.objects.get(pk=row.pk)
    with pytest.raises(TransitionRefused, match="khi trạng thái là “Đã trả lời”"):
        after.answered(stale, document_number="999")
    assert Answer.objects.get().document_number == "215/TTHT-KT"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"reported_on": ANSWERED_ON + timedelta(days=1)}, "Ngày báo cáo người đứng đầu không thể ở tương lai."),
        ({"reported_on": date(2026, 3, 20)},
         "Ngày báo cáo người đứng đầu không thể trước ngày thông báo kết luận (24/03/2026)."),
    ],
)  # fmt: skip
def test_a_report_of_an_impossible_day_is_refused(changed, sentence):
    row = after.assignment()
    with pytest.raises(RuleViolation) as refused:
        after.answered(row, **changed)
    assert str(refused.value) == sentence
    assert Answer.objects.count() == 0


@pytest.mark.rule("D17.3")
def test_a_delay_after_the_agency_did_its_part_in_time_is_the_offices():
    row, agency = after.on_paper(), day.agency()
    answer = after.answered(row)
    row.answer_duty.refresh_from_db()
    late_on = ANSWER_DUE + timedelta(days=2)
    assert row.answer_duty.owed_by == row.notice.hosting.organizing_office
    assert answers_kept_by(agency, on=late_on) == Kept(total=1, in_time=1)
    answers.deliver(answer, delivered_on=late_on, seat=day.office(), at=at(late_on, "10:00"))
    row.answer_duty.refresh_from_db()
    assert (met_on(row), row.answer_duty.due_on) == (late_on, ANSWER_DUE)
    assert answers_kept_by(agency, on=late_on) == Kept(total=1, in_time=1)


@pytest.mark.rule("D17.3")
@pytest.mark.parametrize(
    ("handed_on", "reported_on"),
    [(date(2026, 4, 22), date(2026, 4, 22)), (date(2026, 4, 21), None)],
)
def test_what_the_agency_did_late_or_not_yet_stays_its_own(handed_on, reported_on):
    row = after.on_paper()
    after.answered(row, moment=at(handed_on, "10:00"), document_date=handed_on, reported_on=reported_on)
    row.answer_duty.refresh_from_db()
    assert row.answer_duty.owed_by == day.agency()
    assert answers_kept_by(day.agency(), on=date(2026, 4, 22)) == Kept(total=1, overdue=1)


@pytest.mark.rule("D16.2")
def test_the_front_may_be_the_agency_of_a_petition():
    front = unit("mttq-phuong-ben-thanh")
    session = day.held()
    lines = (day.line(after.petition(session), lead_agency=front),)
    row = after.assignment(session=session, lines=lines)
    after.answered(row, seat=after.agency_seat(unit=front))
    assert (row.agency, met_on(row)) == (front, ANSWERED_ON)


# -- how it reaches the person


@pytest.mark.parametrize(
    ("person", "channel"),
    [
        (Petitioner(full_name="Minh Họa", email="a@example.test"), DeliveryChannel.PORTAL),
        (Petitioner(full_name="Minh Họa", phone="0911222333"), DeliveryChannel.PAPER),
        (Petitioner(address="Khu phố 3"), DeliveryChannel.PAPER),
        (Petitioner(), DeliveryChannel.PUBLISHED),
    ],
)
def test_the_way_of_an_answer_follows_from_what_is_known_of_the_person(person, channel):
    assert channel_for(after.petition(day.held(), petitioner=person)) == channel


@pytest.mark.parametrize(
    ("source", "channel"),
    [(RegistrationSource.WEB, DeliveryChannel.PORTAL), (RegistrationSource.PAPER, DeliveryChannel.PAPER)],
)
def test_who_registered_in_a_browser_holds_the_code(source, channel):
    session = day.held()
    slip = registration(session, source=source)
    assert channel_for(day.petition(session, registration=slip)) == channel


def test_the_petitioner_is_told_by_mail_where_there_is_an_address_and_once():
    after.answered(after.assignment())
    assert [message.params for message in Message.objects.filter(kind="followups.answer")] == [
        {"row": Answer.objects.get().pk}
    ]
    after.answered(after.on_paper())
    assert Message.objects.filter(kind="followups.answer").count() == 1


# -- extensions: (day of the paper, stated date, day of the answer) → verdict against the date in force and the first


@pytest.mark.rule("D9.3.b.s2", "D13.3.b.s2", "D17.3")
@pytest.mark.parametrize(
    ("paper_on", "stated", "answered_on", "verdict"),
    [
        (date(2026, 4, 13), date(2026, 5, 15), date(2026, 4, 21), Standing.MET_IN_TIME),
        (date(2026, 4, 13), date(2026, 5, 15), date(2026, 5, 15), Standing.MET_AFTER_EXTENSION),
        (date(2026, 4, 21), date(2026, 5, 15), date(2026, 5, 15), Standing.MET_AFTER_EXTENSION),
        (date(2026, 4, 13), date(2026, 5, 15), date(2026, 5, 18), Standing.MET_LATE),
        (date(2026, 4, 22), date(2026, 5, 15), date(2026, 5, 14), Standing.MET_LATE),
        (date(2026, 4, 13), date(2026, 4, 25), date(2026, 4, 25), Standing.MET_AFTER_EXTENSION),
    ],
)
def test_an_extension_counts_only_when_it_was_announced_in_time(paper_on, stated, answered_on, verdict):
    row = after.assignment()
    after.extended(row, moment=at(paper_on, "10:00"), document_date=paper_on, new_due_on=stated)
    row.refresh_from_db()
    after.answered(row, moment=at(answered_on, "10:00"), document_date=answered_on, reported_on=answered_on)
    row.answer_duty.refresh_from_db()
    assert row.answer_duty.first_due_on == ANSWER_DUE
    assert standing_of(row.answer_duty, on=answered_on) == verdict


def test_a_second_extension_counts_from_the_first_one():
    row = after.assignment()
    after.extended(row)
    row.refresh_from_db()
    with pytest.raises(RuleViolation, match="Thời hạn mới phải sau ngày 15/05/2026"):
        after.extended(row, document_number="217", new_due_on=date(2026, 5, 14))
    row.refresh_from_db()
    after.extended(row, document_number="218", new_due_on=date(2026, 6, 1))
    row.answer_duty.refresh_from_db()
    assert (row.answer_duty.due_on, Extension.objects.count()) == (date(2026, 6, 1), 2)


def test_an_announced_extension_is_a_third_thing_beside_late_and_in_time():
    row = after.assignment()
    after.extended(row)
    row.answer_duty.refresh_from_db()
    badge = badge_for(row.answer_duty, on=date(2026, 4, 22), calendar=working_calendar())
    assert (badge.kind, badge.text) == ("extended", "Đã báo gia hạn đến 15/05/2026")
