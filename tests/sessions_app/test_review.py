"""The presider's page: the paper, what changed, two buttons; and two who decide at the same moment (Đ9.2.đ)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.enums import Role
from audit.transitions import TransitionRefused
from duties.work import WorkGroup
from sessions_app.actions import conclusions, proceedings
from sessions_app.actions.proceedings import NOBODY
from sessions_app.enums import ConclusionState, LineOutcome
from sessions_app.models import ConclusionDecision, ConclusionDraft, Turn
from sessions_app.queries import conclusions as queries
from sessions_app.queries import proceedings as day_queries
from tests.factories import proceedings as day
from tests.factories.organizations import OfficialFactory, unit
from tests.factories.proceedings import CLERK, ENDED_AT, SESSION_AT
from tests.support.counting import queries_of
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db
NEXT_DAY = ENDED_AT.date() + timedelta(days=1)


def at(name, session, *more):
    return reverse(f"sessions_app:{name}", args=(session.code, *more))


def fill(page, **changed):
    form = page.context["form"]
    return {name: form[name].value() for name in ("idempotency_key", "digest")} | changed


@pytest.fixture
def leader(frozen, client_for):
    frozen(NEXT_DAY, "09:00")
    return client_for(day.leader())


@pytest.mark.rule("D9.2.dd", "D13.2.dd")
def test_the_presider_sends_back_with_words_then_approves(leader, client_for):
    draft = day.submitted(petitions_count=2)
    session = draft.session
    page = leader.get(at("conclusion_review", session))
    panel = page.context["panel"]
    assert [(row["label"], row["value"]) for row in panel["rows"]] == [
        ("Giao cơ quan giải quyết", 2), ("Tổng số kiến nghị", 2),
    ]  # fmt: skip
    assert (panel["title"], panel["due_text"], panel["changes_title"]) == (
        "Thông báo kết luận buổi đối thoại ngày 19/03/2026", "Hạn phát hành: Thứ Năm, ngày 02/04/2026", "",
    )  # fmt: skip
    done = leader.post(
        at("conclusion_review", session), fill(page, decision="tra-lai", remark="Thêm Công an phường.")
    )
    assert (done.status_code, done.url) == (302, reverse("sessions_app:review_list"))
    office = client_for(day.office())
    assert "Thêm Công an phường." in office.get(at("conclusion", session)).content.decode()
    seat = day.office()
    following = conclusions.open_round(session, by=seat.actor, at=ENDED_AT)
    police = unit("cong-an-phuong-ben-thanh")
    line = day.line(session.petitions.first(), supporting_agencies=(police,))
    conclusions.decide_line(following, line, seat=seat, at=ENDED_AT)
    conclusions.submit(following, seat=seat, at=ENDED_AT)
    page = leader.get(at("conclusion_review", session))
    assert page.context["panel"]["changes_title"] == "Thay đổi so với bản 1"
    assert page.context["panel"]["changes"] == ["Đổi cơ quan phối hợp của kiến nghị 01"]
    leader.post(at("conclusion_review", session), fill(page, decision="dong-y"))
    following.refresh_from_db()
    assert following.state == ConclusionState.APPROVED


def test_sending_back_without_words_is_refused_at_the_field(leader):
    draft = day.submitted()
    page = leader.get(at("conclusion_review", draft.session))
    refused = leader.post(at("conclusion_review", draft.session), fill(page, decision="tra-lai", remark=" "))
    assert refused.context["form"].errors == {"remark": ["Ghi ý kiến để văn phòng biết cần sửa gì."]}
    draft.refresh_from_db()
    assert draft.state == ConclusionState.SUBMITTED


def test_a_verdict_sent_twice_is_one(leader):
    draft = day.submitted()
    sent = fill(leader.get(at("conclusion_review", draft.session)), decision="dong-y")
    leader.post(at("conclusion_review", draft.session), sent)
    again = leader.post(at("conclusion_review", draft.session), sent, follow=True)
    assert "đã được gửi trước đó" in again.content.decode()
    other = leader.post(at("conclusion_review", draft.session), sent | {"idempotency_key": "khac"})
    assert "không còn chờ duyệt" in other.content.decode()
    assert ConclusionDecision.objects.count() == 1


def test_a_verdict_on_an_earlier_round_does_not_reach_the_new_one(leader):
    draft = day.submitted()
    session = draft.session
    old = fill(leader.get(at("conclusion_review", session)), decision="dong-y")
    conclusions.return_to_office(
        draft,
        day.hostings(session),
        remark="Sửa",
        digest=draft.content_digest,
        seat=day.leader(),
        at=ENDED_AT,
    )
    following = conclusions.open_round(session, by=CLERK, at=ENDED_AT)
    conclusions.submit(following, seat=day.office(), at=ENDED_AT)
    refused = leader.post(at("conclusion_review", session), old)
    assert "Nội dung đã thay đổi so với bản ông/bà vừa xem" in refused.content.decode()
    following.refresh_from_db()
    assert (following.state, following.decisions.count()) == (ConclusionState.SUBMITTED, 0)


@pytest.mark.parametrize("decision", ["", "xoa-het"])
def test_a_verdict_that_is_neither_yes_nor_no_changes_nothing(leader, decision):
    draft = day.submitted()
    page = leader.get(at("conclusion_review", draft.session))
    assert (
        leader.post(at("conclusion_review", draft.session), fill(page, decision=decision)).status_code == 200
    )
    assert ConclusionDecision.objects.count() == 0


def test_another_leader_of_the_house_may_read_and_not_decide(frozen, client_for):
    frozen(NEXT_DAY, "09:00")
    draft = day.submitted()
    other = client_for(day.leader(OfficialFactory()))
    page = other.get(at("conclusion_review", draft.session))
    assert page.status_code == 403
    assert "Chỉ người chủ trì buổi đối thoại được duyệt kết luận." in page.content.decode()
    sent = {"idempotency_key": "k", "digest": draft.content_digest, "decision": "dong-y"}
    assert other.post(at("conclusion_review", draft.session), sent).status_code == 403
    assert ConclusionDecision.objects.count() == 0


@pytest.mark.parametrize("role", [Role.OFFICE, Role.MINUTE_TAKER])
def test_the_office_does_not_approve_its_own_draft(login, frozen, role):
    frozen(NEXT_DAY, "09:00")
    draft = day.submitted()
    client = login(role)
    sent = {"idempotency_key": "k", "digest": draft.content_digest, "decision": "dong-y"}
    assert client.post(at("conclusion_review", draft.session), sent).status_code == 403
    assert client.get(reverse("sessions_app:review_list")).status_code == 403
    assert ConclusionDecision.objects.count() == 0


def test_nothing_to_decide_is_said_with_a_way_on(leader):
    session = day.held()
    page = leader.get(at("conclusion_review", session))
    assert "Không có dự thảo nào của buổi này chờ duyệt" in page.content.decode()
    assert (
        "Không có văn bản nào chờ duyệt" in leader.get(reverse("sessions_app:review_list")).content.decode()
    )


def test_the_list_shows_what_waits_with_its_clock(leader):
    draft = day.submitted()
    page = leader.get(reverse("sessions_app:review_list"))
    [row] = page.context["rows"]
    assert (row["title"], row["due_text"], row["primary"], row["action_url"]) == (
        "Duyệt thông báo kết luận buổi đối thoại ngày 19/03/2026", "02/04", True,
        at("conclusion_review", draft.session),
    )  # fmt: skip


def test_the_list_asks_the_database_as_often_for_three_as_for_one(leader):
    address = reverse("sessions_app:review_list")
    day.submitted()
    once = queries_of(leader, address)
    for days in (1, 2):
        day.submitted(day.held(title=f"Buổi thử {days}"))
    assert queries_of(leader, address) == once


def test_the_presider_reads_the_real_paper(leader):
    draft = day.submitted()
    pdf = leader.get(at("conclusion_preview", draft.session))
    assert (pdf["Content-Type"], pdf.content[:5], pdf["X-Frame-Options"]) == (
        "application/pdf",
        b"%PDF-",
        "SAMEORIGIN",
    )


def test_an_unfinished_draft_has_no_paper_yet(frozen, client_for):
    frozen(NEXT_DAY, "09:00")
    session = day.held()
    client = client_for(day.office())
    assert client.get(at("conclusion_preview", session)).status_code == 404
    day.draft(session, day.line(day.petition(session), LineOutcome.UNDECIDED))
    refused = client.get(at("conclusion_preview", session))
    assert (refused.status_code, "chưa có kết luận" in refused.content.decode()) == (403, True)


def test_no_contact_reaches_the_paper_or_the_page(leader):
    session = day.held()
    day.minutes(session)
    poison = {
        "full_name": "Minh Họa Kim Anh",
        "phone": "0911222333",
        "email": "p@example.invalid",
        "address": "45/2 Mẫu",
    }
    row = day.petition(session, petitioner=day.Petitioner(**poison))
    draft = conclusions.submit(day.draft(session, day.line(row)), seat=day.office(), at=ENDED_AT)
    text = leader.get(at("conclusion_review", draft.session)).content.decode()
    assert [value for value in poison.values() if value in text] == []


# -- work


def test_each_step_is_the_work_of_the_one_who_owes_it():
    session = day.held()
    office, presider = day.office(), day.leader()
    on = NEXT_DAY

    def titles(seat):
        return [item.title for item in queries.work_for(seat, on=on)]

    held_on = "buổi đối thoại ngày 19/03/2026"
    assert titles(office) == [f"Soạn dự thảo kết luận {held_on}"]
    day.minutes(session)
    draft = day.draft(session, day.line(day.petition(session)))
    assert titles(office) == [f"Hoàn thiện và trình dự thảo kết luận {held_on}"]
    draft = conclusions.submit(draft, seat=office, at=ENDED_AT)
    [waiting] = queries.work_for(office, on=on)
    assert (waiting.title, waiting.group) == (
        f"Chờ người chủ trì duyệt kết luận {held_on}",
        WorkGroup.WAITING,
    )
    assert titles(presider) == [f"Duyệt thông báo kết luận {held_on}"]
    facts = {"digest": draft.content_digest, "seat": presider, "at": ENDED_AT}
    conclusions.return_to_office(draft, day.hostings(session), remark="Sửa", **facts)
    assert (titles(office), titles(presider)) == ([f"Sửa dự thảo kết luận bị trả lại, {held_on}"], [])
    following = conclusions.submit(
        conclusions.open_round(session, by=CLERK, at=ENDED_AT), seat=office, at=ENDED_AT
    )
    conclusions.approve(following, day.hostings(session), **facts | {"digest": following.content_digest})
    assert (titles(office), titles(presider)) == ([], [])


def test_an_unrecorded_day_is_an_overdue_task():
    session = day.scheduled()
    seat = day.office()
    [today] = day_queries.work_for(seat, on=SESSION_AT.date())
    assert (today.title, today.group) == ("Điều hành buổi đối thoại hôm nay", WorkGroup.TODAY)
    [late] = day_queries.work_for(seat, on=NEXT_DAY)
    assert (late.title, late.group) == ("Ghi nhận kết thúc buổi đối thoại ngày 19/03/2026", WorkGroup.OVERDUE)
    assert day_queries.work_for(seat, on=SESSION_AT.date() - timedelta(days=1)) == []
    proceedings.record_end(session, ended_at=ENDED_AT, by=CLERK, at=ENDED_AT)
    [minutes] = day_queries.work_for(seat, on=NEXT_DAY)
    assert minutes.title == "Hoàn thiện và chốt biên bản buổi đối thoại ngày 19/03/2026"


# -- at the same moment


@pytest.mark.django_db(transaction=True)
def test_of_fifty_approvals_at_once_one_counts():
    draft = day.submitted()
    seat, hostings = day.leader(), day.hostings(draft.session)

    def act(_):
        return conclusions.approve(
            ConclusionDraft.objects.get(pk=draft.pk),
            hostings,
            digest=draft.content_digest,
            seat=seat,
            at=ENDED_AT,
        )

    outcomes = at_once(50, act)
    assert sum(isinstance(outcome, ConclusionDraft) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, TransitionRefused) for outcome in outcomes) == 49
    draft.refresh_from_db()
    assert (draft.state, draft.decisions.count()) == (ConclusionState.APPROVED, 1)


@pytest.mark.django_db(transaction=True)
def test_two_presiders_who_approve_at_once_approve_the_round():
    draft = day.submitted()
    second = day.second_hosting(draft.session)
    [first] = [hosting for hosting in day.hostings(draft.session) if hosting != second]
    parts = [(first, day.leader()), (second, day.leader(second.presidencies.get().official))]

    def act(number):
        hosting, seat = parts[number]
        fresh = ConclusionDraft.objects.get(pk=draft.pk)
        return conclusions.approve(fresh, [hosting], digest=draft.content_digest, seat=seat, at=ENDED_AT)

    at_once(2, act)
    draft.refresh_from_db()
    assert (draft.state, draft.decisions.count()) == (ConclusionState.APPROVED, 2)


@pytest.mark.django_db(transaction=True)
def test_of_two_desks_that_call_at_once_one_gives_the_floor():
    session = day.in_progress()
    for _ in range(4):
        day.speaker(session)
    outcomes = at_once(4, lambda _: proceedings.call_next(session, seen=NOBODY, by=CLERK, at=SESSION_AT))
    assert sum(isinstance(outcome, Turn) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, TransitionRefused) for outcome in outcomes) == 3
    assert session.turns.count() == 1


@pytest.mark.django_db(transaction=True)
def test_petitions_recorded_at_once_keep_their_own_numbers():
    session = day.in_progress()
    outcomes = at_once(4, lambda _: day.petition(session))
    assert sorted(petition.number for petition in outcomes) == [1, 2, 3, 4]
