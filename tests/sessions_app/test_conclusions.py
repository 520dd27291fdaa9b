"""Conclusions in rounds: drafted line by line, sealed, returned with a remark, approved as they were read (Đ9.2.đ)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.enums import Role
from audit.models import Act
from audit.transitions import TransitionRefused
from audit.versions import EditConflict
from regulation.violations import RuleViolation
from sessions_app.actions import conclusions, petitions
from sessions_app.actions.petitions import Petitioner
from sessions_app.enums import ConclusionState, LineOutcome, Verdict
from sessions_app.models import ConclusionDraft, ConclusionLine
from sessions_app.queries import conclusions as queries
from tests.factories import proceedings as day
from tests.factories.accounts import SeatFactory
from tests.factories.organizations import OfficialFactory, TenureFactory, secretary_post, unit
from tests.factories.proceedings import CLERK, ENDED_AT
from tests.support.counting import queries_of

pytestmark = pytest.mark.django_db
NEXT_DAY = ENDED_AT.date() + timedelta(days=1)


def session_with(*outcomes):
    """A held session with minutes and one petition per outcome, and the round that says so."""
    session = day.held()
    day.minutes(session)
    rows = [day.petition(session) for _ in outcomes]
    lines = [day.line(row, outcome) for row, outcome in zip(rows, outcomes, strict=True)]
    return session, rows, day.draft(session, *lines)


# -- drafting


def test_no_conclusions_are_drafted_before_the_session_was_held():
    session = day.in_progress()
    with pytest.raises(TransitionRefused, match="sau khi buổi đối thoại đã kết thúc"):
        conclusions.open_round(session, by=CLERK, at=ENDED_AT)
    assert ConclusionDraft.objects.count() == 0


def test_opening_the_round_twice_is_one_round():
    session = day.held()
    first = conclusions.open_round(session, by=CLERK, at=ENDED_AT)
    assert conclusions.open_round(session, by=CLERK, at=ENDED_AT) == first


@pytest.mark.rule("D9.2.dd", "D13.2.dd", "D8.4", "D12.3")
def test_the_head_concludes_on_each_petition():
    outcomes = (LineOutcome.ANSWERED, LineOutcome.ASSIGNED, LineOutcome.ESCALATED, LineOutcome.OUT_OF_SCOPE,
                LineOutcome.NOTED)  # fmt: skip
    _session, rows, draft = session_with(*outcomes)
    kept = {line.petition: (line.outcome, line.instruction) for line in draft.lines.all()}
    assert kept == {
        row: (outcome, "Kiểm tra, thay nắp cống.") for row, outcome in zip(rows, outcomes, strict=True)
    }
    assigned = draft.lines.get(outcome=LineOutcome.ASSIGNED)
    assert assigned.lead_agency == day.agency()
    assert draft.lines.exclude(pk=assigned.pk).filter(lead_agency__isnull=False).count() == 0
    assert queries.outcome_counts(queries.lines_of(draft)) == [
        queries.OutcomeCount(label, 1)
        for label in (
            "Trả lời tại buổi đối thoại", "Giao cơ quan giải quyết", "Kiến nghị cấp trên", "Ghi nhận, tiếp thu",
            "Không thuộc nội dung",
        )
    ]  # fmt: skip


def test_a_petition_no_longer_assigned_loses_its_agencies():
    _session, [row], draft = session_with(LineOutcome.ASSIGNED)
    conclusions.decide_line(draft, day.line(row, LineOutcome.NOTED), seat=day.office(), at=ENDED_AT)
    line = draft.lines.get()
    assert (line.outcome, line.lead_agency, line.supporting_agencies.count()) == (LineOutcome.NOTED, None, 0)


def test_the_lead_agency_does_not_support_itself():
    _session, [row], draft = session_with(LineOutcome.NOTED)
    line = day.line(row, supporting_agencies=(day.agency(),))
    with pytest.raises(RuleViolation, match="không đồng thời là cơ quan phối hợp"):
        conclusions.decide_line(draft, line, seat=day.office(), at=ENDED_AT)
    assert draft.lines.get().outcome == LineOutcome.NOTED


def test_a_line_whose_text_tells_who_raised_it_is_not_saved():
    session = day.held()
    row = day.petition(session, petitioner=Petitioner(full_name="Minh Họa Kim Anh"))
    draft = day.draft(session)
    with pytest.raises(RuleViolation, match="bỏ họ tên"):
        conclusions.decide_line(
            draft, day.line(row, agency_text="Bà Minh Họa Kim Anh báo hư"), seat=day.office(), at=ENDED_AT
        )
    assert draft.lines.count() == 0


def test_two_who_edit_at_once_do_not_overwrite_each_other():
    _session, [row], draft = session_with(LineOutcome.ASSIGNED)
    other = ConclusionDraft.objects.get(pk=draft.pk)
    conclusions.edit_text(draft, assessment="thứ nhất", organisation="x", by=CLERK, at=ENDED_AT)
    with pytest.raises(EditConflict):
        conclusions.edit_text(other, assessment="thứ hai", organisation="x", by=CLERK, at=ENDED_AT)
    with pytest.raises(EditConflict):
        conclusions.decide_line(other, day.line(row, LineOutcome.NOTED), seat=day.office(), at=ENDED_AT)
    other.refresh_from_db()
    assert (other.assessment, other.lines.get().outcome) == ("thứ nhất", LineOutcome.ASSIGNED)


# -- submitting


def test_everything_that_is_missing_is_named_at_once():
    session = day.held()
    rows = [day.petition(session) for _ in range(5)]
    draft = conclusions.open_round(session, by=CLERK, at=ENDED_AT)
    seat = day.office()
    for line in (
        day.line(rows[1], LineOutcome.NOTED, instruction=" "),
        day.line(rows[2], lead_agency=None),
        day.line(rows[3], agency_text_confirmed=False),
        day.line(rows[4], LineOutcome.ANSWERED),
    ):
        conclusions.decide_line(draft, line, seat=seat, at=ENDED_AT)
    assert conclusions.missing_before_submission(draft) == [
        "Chưa có phần đánh giá chung.",
        "Chưa có phần tổ chức thực hiện.",
        "Chưa nhập số người dự trong biên bản.",
        "Kiến nghị số 01 chưa có kết luận.",
        "Kiến nghị số 02 chưa có ý kiến kết luận.",
        "Kiến nghị số 03 chưa giao cơ quan giải quyết.",
        "Kiến nghị số 04 chưa xác nhận nội dung chuyển cơ quan.",
    ]
    with pytest.raises(RuleViolation, match="Kiến nghị số 01"):
        conclusions.submit(draft, seat=seat, at=ENDED_AT)
    draft.refresh_from_db()
    assert (draft.state, draft.content_digest) == (ConclusionState.DRAFT, "")


@pytest.mark.parametrize("place", ["instruction", "assessment", "summary"])
def test_a_round_that_tells_who_raised_a_matter_is_not_laid_before_the_presider(place):
    """What agencies and monitors read says nothing of the person, wherever it was typed."""
    _session, (row,), draft = session_with(LineOutcome.NOTED)
    row.contact.__class__.objects.filter(petition=row).update(phone="0903123456")
    told = "Liên hệ 0903 123 456 để biết thêm"
    where = {
        "instruction": (draft.lines.get(), "instruction"),
        "assessment": (draft, "assessment"),
        "summary": (row.voice, "summary"),
    }
    target, field = where[place]
    before = getattr(target, field)
    target.__class__.objects.filter(pk=target.pk).update(**{field: told})
    draft.refresh_from_db()
    with pytest.raises(RuleViolation, match="bỏ số điện thoại"):
        conclusions.submit(draft, seat=day.office(), at=ENDED_AT)
    target.__class__.objects.filter(pk=target.pk).update(**{field: before})
    draft.refresh_from_db()
    assert conclusions.submit(draft, seat=day.office(), at=ENDED_AT).state == ConclusionState.SUBMITTED


def test_submitting_seals_the_text():
    _session, _, draft = session_with(LineOutcome.ASSIGNED)
    seat = day.office()
    draft = conclusions.submit(draft, seat=seat, at=ENDED_AT)
    assert (draft.state, draft.submitted_by, draft.content_digest) == (
        ConclusionState.SUBMITTED, seat, conclusions.content_digest(draft),
    )  # fmt: skip
    with pytest.raises(TransitionRefused, match="đã trình, không sửa được nữa"):
        conclusions.edit_text(draft, assessment="khác", organisation="khác", by=CLERK, at=ENDED_AT)
    with pytest.raises(TransitionRefused):
        conclusions.submit(draft, seat=seat, at=ENDED_AT)


def test_submitting_what_somebody_changed_meanwhile_is_refused():
    _session, _, draft = session_with(LineOutcome.ASSIGNED)
    old = ConclusionDraft.objects.get(pk=draft.pk)
    conclusions.edit_text(draft, assessment="mới", organisation="mới", by=CLERK, at=ENDED_AT)
    with pytest.raises(TransitionRefused, match="vừa sửa nội dung này"):
        conclusions.submit(old, seat=day.office(), at=ENDED_AT)
    draft.refresh_from_db()
    assert (draft.state, draft.content_digest) == (ConclusionState.DRAFT, "")


@pytest.mark.parametrize(
    "change",
    [
        lambda draft: ConclusionDraft.objects.filter(pk=draft.pk).update(assessment="khác"),
        lambda draft: ConclusionLine.objects.filter(draft=draft).update(instruction="khác"),
        lambda draft: ConclusionLine.objects.filter(draft=draft).update(
            lead_agency=unit("cong-an-phuong-ben-thanh")
        ),
        lambda draft: draft.lines.get().supporting_agencies.add(unit("cong-an-phuong-ben-thanh")),
        lambda draft: type(draft.lines.get().petition.voice).objects.update(agency_text="khác"),
    ],
)
def test_whatever_is_changed_beneath_a_sealed_round_no_longer_fits_its_digest(change):
    draft = day.submitted()
    change(draft)
    draft = ConclusionDraft.objects.get(pk=draft.pk)
    assert conclusions.content_digest(draft) != draft.content_digest
    with pytest.raises(TransitionRefused, match="Nội dung đã thay đổi"):
        conclusions.approve(
            draft, day.hostings(draft.session), digest=draft.content_digest, seat=day.leader(), at=ENDED_AT
        )
    draft.refresh_from_db()
    assert (draft.state, draft.decisions.count()) == (ConclusionState.SUBMITTED, 0)


# -- the verdict


def approve(draft, **changed):
    facts = {"digest": draft.content_digest, "seat": day.leader(), "at": ENDED_AT}
    return conclusions.approve(draft, day.hostings(draft.session), **facts | changed)


def send_back(draft, remark="Giao thêm Công an phường phối hợp."):
    return conclusions.return_to_office(
        draft,
        day.hostings(draft.session),
        remark=remark,
        digest=draft.content_digest,
        seat=day.leader(),
        at=ENDED_AT,
    )


def test_approval_names_exactly_what_was_read():
    draft = day.submitted()
    with pytest.raises(TransitionRefused, match="Nội dung đã thay đổi"):
        approve(draft, digest="0" * 64)
    approved = approve(draft)
    decision = approved.decisions.get()
    assert (approved.state, approved.approved_at) == (ConclusionState.APPROVED, ENDED_AT)
    assert (decision.verdict, decision.content_digest) == (Verdict.APPROVED, approved.content_digest)


def test_a_round_is_approved_once():
    draft = approve(day.submitted())
    with pytest.raises(TransitionRefused, match="không còn chờ duyệt"):
        approve(draft)
    with pytest.raises(TransitionRefused, match="không còn chờ duyệt"):
        send_back(draft)
    assert draft.decisions.count() == 1


def test_nothing_is_edited_after_approval():
    draft = approve(day.submitted())
    with pytest.raises(TransitionRefused, match="không sửa được nữa"):
        conclusions.edit_text(draft, assessment="khác", organisation="khác", by=CLERK, at=ENDED_AT)
    assert conclusions.open_round(draft.session, by=CLERK, at=ENDED_AT) == draft


def test_sending_back_needs_words_and_the_next_round_starts_as_a_copy():
    draft = day.submitted(petitions_count=2)
    with pytest.raises(TransitionRefused, match="cần sửa gì"):
        send_back(draft, remark="  ")
    returned = send_back(draft)
    assert (returned.state, queries.last_remark(returned)) == (
        ConclusionState.RETURNED, "Giao thêm Công an phường phối hợp.",
    )  # fmt: skip
    following = conclusions.open_round(draft.session, by=CLERK, at=ENDED_AT)
    facts = [
        (line.petition_id, line.outcome, line.lead_agency_id, line.instruction)
        for line in following.lines.all()
    ]
    assert (following.revision, following.state, following.assessment) == (
        2,
        ConclusionState.DRAFT,
        draft.assessment,
    )
    assert facts == [
        (line.petition_id, line.outcome, line.lead_agency_id, line.instruction)
        for line in returned.lines.all()
    ]
    act = Act.objects.get(verb="return_draft")
    assert act.note == "Giao thêm Công an phường phối hợp."


def test_a_joint_session_waits_for_each_of_its_presiders():
    draft = day.submitted()
    second = day.second_hosting(draft.session)
    [first] = [hosting for hosting in day.hostings(draft.session) if hosting != second]
    facts = {"digest": draft.content_digest, "at": ENDED_AT}
    half = conclusions.approve(draft, [first], seat=day.leader(), **facts)
    assert half.state == ConclusionState.SUBMITTED
    whole = conclusions.approve(half, [second], seat=day.leader(second.presidencies.get().official), **facts)
    assert whole.state == ConclusionState.APPROVED


# -- what changed


def test_changes_are_told_in_words():
    draft = day.submitted(petitions_count=3)
    before = (draft, queries.lines_of(draft))
    session = send_back(draft).session
    seat = day.office()
    following = conclusions.open_round(session, by=seat.actor, at=ENDED_AT)
    one, two, three = session.petitions.order_by("number")
    police = unit("cong-an-phuong-ben-thanh")
    conclusions.edit_text(
        following, assessment="Mới", organisation=draft.organisation, by=seat.actor, at=ENDED_AT
    )
    for line in (
        day.line(one, instruction="Trả lời bằng văn bản."),
        day.line(two, lead_agency=police),
        day.line(three, LineOutcome.ESCALATED),
    ):
        conclusions.decide_line(following, line, seat=seat, at=ENDED_AT)
    assert queries.changes_between(before, (following, queries.lines_of(following))) == [
        "Sửa phần đánh giá chung",
        "Sửa ý kiến kết luận ở kiến nghị 01",
        f"Giao {police.name} giải quyết kiến nghị 02",
        "Đổi kết luận của kiến nghị 03 từ “Giao cơ quan giải quyết” sang “Kiến nghị cấp trên”",
    ]
    assert queries.changes_between(before, before) == []


# -- who decides


def test_only_who_presided_or_holds_the_post_decides():
    draft = day.submitted()
    holder, stranger = day.leader(), day.leader(OfficialFactory())
    assert queries.undecided_hostings(holder, draft, on=NEXT_DAY) == day.hostings(draft.session)
    assert queries.undecided_hostings(stranger, draft, on=NEXT_DAY) == []
    assert queries.undecided_hostings(day.office(), draft, on=NEXT_DAY) == []
    assert list(queries.waiting_for(holder, on=NEXT_DAY)) == [draft]
    assert list(queries.waiting_for(stranger, on=NEXT_DAY)) == []


def test_the_conclusion_belongs_to_the_post():
    draft = day.submitted()
    post = secretary_post()
    post.tenures.update(valid_until=ENDED_AT.date())
    newcomer = TenureFactory(post=post, valid_from=NEXT_DAY).official
    assert queries.undecided_hostings(day.leader(newcomer), draft, on=ENDED_AT.date()) == []
    assert queries.undecided_hostings(day.leader(newcomer), draft, on=NEXT_DAY) == day.hostings(draft.session)


# -- pages


@pytest.fixture
def office(frozen, client_for):
    frozen(NEXT_DAY, "09:00")
    return client_for(day.office())


def at(name, session, *more):
    return reverse(f"sessions_app:{name}", args=(session.code, *more))


def fill(form, **changed):
    sent = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in sent.items() if value not in (None, False)} | changed


def test_the_office_drafts_petition_by_petition_and_submits(office):
    session = day.held()
    day.minutes(session)
    first, second = day.petition(session), day.petition(session)
    page = office.get(at("conclusion", session))
    page = office.post(at("conclusion_open", session), fill(page.context["open_form"]), follow=True)
    texts = {"assessment": "Dân chủ, thẳng thắn.", "organisation": "Văn phòng theo dõi."}
    office.post(at("conclusion", session), fill(page.context["form"], **texts))
    page = office.get(at("conclusion_line", session, first.code))
    assert page.context["form"]["agency_text"].value() == day.TEXT
    answer = {
        "outcome": "assigned", "lead_agency": day.agency().code, "instruction": "Thay nắp cống.",
        "agency_text_confirmed": "on", "tiep": "1",
    }  # fmt: skip
    page = office.post(
        at("conclusion_line", session, first.code), fill(page.context["form"], **answer), follow=True
    )
    assert page.redirect_chain == [(at("conclusion_line", session, second.code), 302)]
    answer = {"outcome": "answered", "instruction": "Đã giải thích tại buổi."}
    page = office.post(
        at("conclusion_line", session, second.code), fill(page.context["form"], **answer), follow=True
    )
    assert page.context["missing"] == []
    sent = fill(page.context["submit_form"])
    page = office.post(at("conclusion_submit", session), sent, follow=True)
    assert queries.submitted_round(session).revision == 1
    assert "Đã trình dự thảo bản 1" in page.content.decode()
    office.post(at("conclusion_submit", session), sent)
    assert Act.objects.filter(verb="submit").count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"outcome": "assigned", "lead_agency": ""}, "lead_agency"),
        ({"outcome": "assigned", "lead_agency": "khong-co"}, "lead_agency"),
        ({"outcome": "khong-co"}, "outcome"),
        ({"instruction": "x" * 4001}, "instruction"),
        (
            {"outcome": "assigned", "agency_text": "Gọi 0903 123 456", "agency_text_confirmed": "on"},
            "__all__",
        ),
    ],
)
def test_a_wrong_line_is_said_at_its_field_and_kept(office, changed, field):
    session = day.held()
    row = day.petition(session, petitioner=Petitioner(full_name="Minh Họa Kim Anh", phone="0903123456"))
    day.draft(session)
    page = office.get(at("conclusion_line", session, row.code))
    typed = {"outcome": "noted", "lead_agency": day.agency().code, "instruction": "Một ý đã gõ"}
    refused = office.post(
        at("conclusion_line", session, row.code), fill(page.context["form"], **typed | changed)
    )
    assert list(refused.context["form"].errors) == [field]
    assert ConclusionLine.objects.count() == 0


def test_a_line_somebody_else_decided_meanwhile_stands_beside_what_was_typed(office):
    session = day.held()
    row = day.petition(session)
    draft = day.draft(session, day.line(row, LineOutcome.NOTED))
    page = office.get(at("conclusion_line", session, row.code))
    other = day.line(row, LineOutcome.ANSWERED, instruction="Bản của người khác")
    conclusions.decide_line(draft, other, seat=day.office(), at=ENDED_AT)
    both = office.post(
        at("conclusion_line", session, row.code), fill(page.context["form"], instruction="Bản của tôi")
    )
    text = both.content.decode()
    assert ("Bản của người khác" in text, "Bản của tôi" in text) == (True, True)
    assert draft.lines.get().instruction == "Bản của người khác"
    office.post(at("conclusion_line", session, row.code), fill(both.context["form"]))
    assert draft.lines.get().instruction == "Bản của tôi"


def test_agencies_competent_for_the_field_are_offered_first(office):
    session = day.held()
    row = day.petition(session)
    day.draft(session)
    choices = (
        office.get(at("conclusion_line", session, row.code)).context["form"].fields["lead_agency"].choices
    )
    groups = [label for label, _ in choices]
    assert groups == ["", "Có thẩm quyền theo lĩnh vực", "Cơ quan khác"]


def test_pages_of_the_draft_show_no_contact(office):
    session = day.held()
    poison = {
        "full_name": "Minh Họa Kim Anh",
        "phone": "0911222333",
        "email": "p@example.invalid",
        "address": "45/2",
    }
    row = day.petition(session, petitioner=Petitioner(**poison))
    day.draft(session, day.line(row))
    pages = [office.get(at("conclusion", session)), office.get(at("conclusion_line", session, row.code))]
    for page in pages:
        text = page.content.decode()
        assert [value for value in poison.values() if value in text] == []


@pytest.mark.parametrize("role", [Role.AGENCY, Role.FRONT, Role.SUPERIOR, Role.CITY_MONITOR])
def test_a_draft_is_for_the_own_house(login, frozen, role):
    frozen(NEXT_DAY, "09:00")
    draft = day.submitted()
    draft.session.attending_bodies.create(unit=day.agency())
    client = login(role)
    names = ("conclusion", "conclusion_preview", "conclusion_review")
    assert [client.get(at(name, draft.session)).status_code for name in names] == [403, 403, 403]


def test_the_minute_taker_reads_the_draft_and_does_not_write_it(frozen, client_for):
    frozen(NEXT_DAY, "09:00")
    session, [row], _ = session_with(LineOutcome.NOTED)
    client = client_for(session.minute_taker)
    assert client.get(at("conclusion", session)).status_code == 200
    assert client.get(at("conclusion_line", session, row.code)).status_code == 403
    assert (
        client.post(at("conclusion_submit", session), {"idempotency_key": "k", "version": 1}).status_code
        == 403
    )


def test_the_list_asks_the_database_as_often_for_three_as_for_one(office):
    session = day.held()
    day.minutes(session)
    seat = day.office()
    draft = day.draft(session, day.line(day.petition(session)), seat=seat)
    once = queries_of(office, at("conclusion", session))
    for _ in range(2):
        conclusions.decide_line(draft, day.line(day.petition(session)), seat=seat, at=ENDED_AT)
    assert queries_of(office, at("conclusion", session)) == once


def test_a_corrected_petition_of_a_returned_round_is_laid_before_the_presider_anew():
    draft = day.submitted()
    returned = send_back(draft)
    row = returned.session.petitions.get()
    petitions.correct(row, day.raised(text="Nắp cống hẻm 14 hư."), by=CLERK, at=ENDED_AT)
    following = conclusions.open_round(returned.session, by=CLERK, at=ENDED_AT)
    with pytest.raises(RuleViolation, match="chưa xác nhận nội dung chuyển cơ quan"):
        conclusions.submit(following, seat=day.office(), at=ENDED_AT)
    conclusions.decide_line(following, day.line(row), seat=day.office(), at=ENDED_AT)
    following = conclusions.submit(following, seat=day.office(), at=ENDED_AT)
    assert following.content_digest != draft.content_digest


def test_another_ward_does_not_see_the_draft(frozen, client_for):
    frozen(NEXT_DAY, "09:00")
    draft = day.submitted()
    stranger = SeatFactory(role=Role.OFFICE, unit=unit("van-phong-dang-uy-phuong-sai-gon"))
    assert client_for(stranger).get(at("conclusion", draft.session)).status_code == 404
