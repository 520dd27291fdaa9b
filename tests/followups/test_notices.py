"""The notice of conclusions: guarded, numbered once, in force when it is out (Đ9.3.a, Đ13.3.a)."""

from datetime import date

import pytest

from audit.models import Act
from audit.versions import EditConflict
from documents import actions as documents
from documents.enums import DocumentState
from documents.models import IssuedDocument
from followups.actions import notices
from followups.models import Assignment, ConclusionNotice
from followups.queries.petitions import cited
from outbox.models import Message
from regulation.articles import Article
from regulation.violations import RuleViolation
from sessions_app.enums import LineOutcome, SessionState
from sessions_app.models import ConclusionDraft, DialogueSession
from tests.factories import followups as after
from tests.factories import proceedings as day
from tests.factories.duties import opened
from tests.factories.followups import ANSWER_DUE, NOTICE_DUE, NOTICE_ON
from tests.support.moments import at

pytestmark = pytest.mark.django_db


def notice_duty(session):
    return session.hostings.select_related("notice_duty").get().notice_duty


@pytest.mark.rule("D9.3.a", "D13.3.a")
def test_the_notice_in_time_meets_the_duty_and_concludes_the_session():
    session = after.concluded()
    duty = notice_duty(session)
    document = IssuedDocument.objects.get(notice__hosting__session=session)
    assert session.state == SessionState.CONCLUDED
    assert (duty.due_on, duty.met_on, duty.late_reason) == (NOTICE_DUE, NOTICE_ON, "")
    assert (document.state, document.number_text, document.dated_on) == (
        DocumentState.ISSUED, "Số 01-TB/ĐU", NOTICE_ON,
    )  # fmt: skip
    assert document.notice.issued_on == NOTICE_ON


@pytest.mark.rule("D9.3.b.s1", "D13.3.b.s1")
def test_the_twenty_days_start_from_the_date_of_the_notice():
    row = after.assignment()
    duty = row.answer_duty
    assert (duty.article, duty.base_on, duty.due_on) == (Article.WRITTEN_ANSWER, NOTICE_ON, ANSWER_DUE)
    assert (duty.owed_by, duty.owed_to) == (day.agency(), row.notice.hosting.post.unit)


def test_nothing_takes_effect_before_the_file_exists():
    session = after.approved().session
    [document] = after.numbered(session)
    assert document.state == DocumentState.NUMBERED
    assert Assignment.objects.count() == 0
    assert notice_duty(session).met_on is None
    assert DialogueSession.objects.get(pk=session.pk).state == SessionState.HELD


def test_a_crash_between_the_phases_is_finished_by_the_tick_without_doubling():
    session = after.approved().session
    [document] = after.numbered(session)
    assert documents.finish_pending(at(NOTICE_ON, "09:30")) == 2  # the minutes of the day and the notice
    assert documents.finish_pending(at(NOTICE_ON, "09:31")) == 0
    session.refresh_from_db()
    assert (session.state, Assignment.objects.count()) == (SessionState.CONCLUDED, 1)
    assert IssuedDocument.objects.get(pk=document.pk).number == 1
    assert Act.objects.filter(verb="conclude").count() == 1


def test_issuing_again_finds_the_same_paper():
    session = after.approved().session
    first = after.numbered(session)
    assert after.numbered(session) == first
    after.issued(session)
    assert after.numbered(session) == first
    assert ConclusionNotice.objects.count() == 1
    assert Assignment.objects.count() == 1


@pytest.mark.rule("D9.3.a", "D13.3.a")
def test_a_late_notice_needs_a_reason_that_stays_with_the_duty():
    session = after.approved().session
    late = date(2026, 4, 3)
    with pytest.raises(RuleViolation) as refused:
        after.numbered(session, on=late)
    assert str(refused.value) == "Hạn thông báo kết luận là ngày 02/04/2026. Ghi lý do phát hành trễ."
    assert IssuedDocument.objects.filter(kind="thong-bao-ket-luan").count() == 0
    after.issued(session, on=late, late_reason="Người chủ trì đi công tác.")
    duty = notice_duty(session)
    assert (duty.met_on, duty.late_reason) == (late, "Người chủ trì đi công tác.")
    assert ConclusionNotice.objects.get().late_reason == "Người chủ trì đi công tác."


def test_a_reason_typed_for_a_notice_in_time_is_not_kept():
    session = after.approved().session
    after.issued(session, on=NOTICE_DUE, late_reason="Không trễ")
    assert (notice_duty(session).met_on, notice_duty(session).late_reason) == (NOTICE_DUE, "")


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (date(2026, 3, 25), "Ngày văn bản không thể ở tương lai."),
        (date(2026, 3, 18), "Ngày văn bản không thể trước ngày kết thúc buổi đối thoại (19/03/2026)."),
    ],
)
def test_a_notice_of_an_impossible_day_is_refused(on, sentence):
    session = after.approved().session
    with pytest.raises(RuleViolation) as refused:
        after.numbered(session, on=on, moment=at(NOTICE_ON, "09:00"))
    assert str(refused.value) == sentence
    assert ConclusionNotice.objects.count() == 0


def test_what_is_missing_is_named_with_the_page_that_mends_it():
    session = day.in_progress()
    assert [(fact.text, fact.page) for fact in notices.missing_before_issue(session)] == [
        ("Chưa ghi nhận giờ kết thúc buổi đối thoại.", "sessions_app:proceedings"),
        ("Biên bản chưa ghi số người dự.", "sessions_app:minutes"),
        ("Biên bản chưa được chốt.", "sessions_app:minutes"),
        ("Người chủ trì chưa duyệt kết luận.", "sessions_app:conclusion"),
    ]
    with pytest.raises(RuleViolation, match="Người chủ trì chưa duyệt kết luận"):
        after.numbered(session)


def test_minutes_that_are_not_closed_hold_the_notice_back():
    draft = day.submitted()
    missing = [fact.text for fact in notices.missing_before_issue(draft.session)]
    assert missing == ["Biên bản chưa được chốt.", "Người chủ trì chưa duyệt kết luận."]


def test_a_text_that_is_not_the_approved_one_is_not_issued():
    draft = after.approved()
    ConclusionDraft.objects.filter(pk=draft.pk).update(assessment="Đã sửa sau khi duyệt")
    with pytest.raises(RuleViolation, match="đã khác bản được duyệt"):
        after.numbered(draft.session)
    assert ConclusionNotice.objects.count() == 0


def test_a_round_that_changed_since_the_page_was_opened_is_not_issued():
    draft = after.approved()
    with pytest.raises(EditConflict):
        notices.take_numbers(
            draft.session,
            signed=after.signed(draft.session, seen_version=draft.version - 1),
            seat=day.office(),
            at=after.ISSUED_AT,
        )
    assert ConclusionNotice.objects.count() == 0


@pytest.mark.rule("D18.5")
def test_a_joint_session_is_concluded_for_both_posts_by_one_set_of_facts_and_one_mailing():
    session = day.held()
    second = day.second_hosting(session)
    second.notice_duty = opened(owed_to=second.post.unit, base_on=date(2026, 3, 19), branch=second.branch)
    second.save()
    after.issued(after.approved(session=session, lines=(day.line(after.petition(session)),)).session)
    second.notice_duty.refresh_from_db()
    papers = [hosting.notice.document for hosting in session.hostings.order_by("position")]
    assert [paper.number_text for paper in papers] == ["Số 01-TB/ĐU", "Số: 01/TB-HĐND"]
    assert [paper.facts["assigned"] for paper in papers] == [papers[0].facts["assigned"]] * 2
    assert second.notice_duty.met_on == NOTICE_ON
    row = Assignment.objects.get()
    assert [part.partition(" Quy chế")[0] for part in cited(row).split("; ")] == [
        "điểm b, khoản 3, Điều 9", "điểm b, khoản 3, Điều 13",
    ]  # fmt: skip


def test_only_assigned_petitions_are_given_to_agencies():
    session = day.held()
    rows = [after.petition(session) for _ in range(3)]
    lines = (day.line(rows[0]), day.line(rows[1], LineOutcome.ANSWERED), day.line(rows[2], LineOutcome.NOTED))
    after.issued(after.approved(session=session, lines=lines).session)
    assert [row.petition for row in Assignment.objects.order_by("pk")] == [rows[0]]


def test_the_agency_is_told_by_number_date_and_address_only():
    seat = after.agency_seat(user__email="co.quan@example.test")
    row = after.assignment()
    message = Message.objects.get(kind="followups.assignment")
    assert message.params == {"assignment": row.pk, "seat": seat.pk, "about": "assigned"}


def test_people_with_an_address_are_told_once_that_conclusions_are_out():
    session = after.concluded()
    told = Message.objects.filter(kind="followups.concluded")
    assert [message.recipient_label for message in told] == ["Người kiến nghị số 01"]
    after.issued(session)
    assert told.count() == 1
