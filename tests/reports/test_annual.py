"""The yearly report: figures that add up, the paper from the same facts, sent to the right receivers."""

from datetime import date

import pikepdf
import pytest
from django.urls import reverse

from accounts.enums import Role
from documents import actions as documents
from documents.enums import DocumentState
from documents.models import IssuedDocument
from documents.printouts import Signature
from duties.actions.yearly import open_yearly_duties
from duties.queries import annual_report_duty
from followups.enums import AnswerOutcome
from regulation.violations import RuleViolation
from reports.actions import annual
from reports.annual_figures import annual_figures
from reports.annual_paper import annual_paper
from reports.models import AnnualReport
from sessions_app.enums import LineOutcome, SessionKind
from tests.factories.accounts import SeatFactory
from tests.factories.organizations import (
    OfficialFactory,
    TenureFactory,
    committee_post,
    party_office,
    secretary_post,
)
from tests.factories.reports import assigned, concluded_session, petition
from tests.support import moments

AS_OF = date(2026, 12, 15)
SIGNATURE = Signature(authority="T/M BAN THƯỜNG VỤ", position="BÍ THƯ", name="Trần Minh Họa")
pytestmark = pytest.mark.django_db


@pytest.fixture
def year_of_ben_thanh():
    """One session of 2025 with a matter open into 2026; two of 2026 with eight matters in every stage."""
    earlier = concluded_session(date(2025, 11, 13), notice_on=date(2025, 11, 20))
    assigned(earlier, due_on=date(2025, 12, 18), answered_on=date(2025, 12, 15))
    assigned(earlier, due_on=date(2025, 12, 18), answered_on=date(2026, 1, 12))
    spring = concluded_session(date(2026, 3, 19), notice_on=date(2026, 3, 26), kind=SessionKind.PERIODIC)
    assigned(spring, due_on=date(2026, 4, 23), answered_on=date(2026, 4, 20))
    assigned(spring, due_on=date(2026, 4, 23), answered_on=date(2026, 5, 5), outcome=AnswerOutcome.EXPLAINED)
    petition(spring, LineOutcome.ANSWERED, topic="y-te")
    petition(spring, LineOutcome.OUT_OF_SCOPE)
    petition(spring, LineOutcome.ESCALATED)
    autumn = concluded_session(date(2026, 10, 8), notice_on=date(2026, 10, 15), kind=SessionKind.THEMATIC)
    assigned(autumn, due_on=date(2026, 11, 12))
    assigned(autumn, due_on=date(2026, 12, 30))
    assigned(
        autumn, due_on=date(2026, 11, 12), answered_on=date(2026, 11, 10), outcome=AnswerOutcome.IN_PROGRESS
    )
    return spring, autumn


@pytest.mark.rule("D9.3.c")
def test_the_year_is_counted_from_its_sessions_and_every_split_adds_up(year_of_ben_thanh):
    figures = annual_figures(secretary_post(), 2026, as_of=AS_OF)

    assert (figures.sessions.held, figures.sessions.periodic, figures.sessions.thematic) == (2, 1, 1)
    assert (figures.sessions.attended_total, figures.sessions.attended_people) == (180, 140)
    counts = figures.opinions
    assert (counts.carried_over, counts.received, counts.total) == (1, 8, 9)
    assert (counts.answered_at_session, counts.assigned) == (1, 6)
    assert (counts.resolved, counts.open_in_time, counts.open_overdue) == (4, 2, 1)
    assert (counts.escalated, counts.out_of_scope, counts.not_started) == (1, 1, 0)
    assert sum(row.counts.total for row in figures.by_session) == counts.total
    assert sum(row.counts.total for row in figures.by_field) == counts.total
    assert len(figures.listed) == counts.total
    (answers,) = figures.terms
    assert (answers.in_time, answers.late, answers.open_overdue, answers.open_in_time) == (2, 2, 1, 1)


def test_another_year_and_another_post_count_nothing_of_it(year_of_ben_thanh):
    assert annual_figures(secretary_post("phuong-sai-gon"), 2026, as_of=AS_OF).opinions.total == 0
    earlier = annual_figures(secretary_post(), 2025, as_of=AS_OF).opinions
    assert (earlier.carried_over, earlier.received) == (0, 2)


@pytest.fixture
def office(year_of_ben_thanh):
    TenureFactory(official=OfficialFactory(full_name="Trần Minh Họa"))
    open_yearly_duties(2026, on=date(2026, 1, 2), at=moments.at(date(2026, 1, 2), "08:00"))
    return SeatFactory(role=Role.OFFICE, unit=party_office())


def issue(seat, *, dated_on=AS_OF, at=None, late_reason=""):
    at = at or moments.at(AS_OF, "09:00")
    report, _ = AnnualReport.objects.get_or_create(
        post=secretary_post(), year=2026, defaults={"prepared_at": at}
    )
    document = annual.take_number(
        report, dated_on=dated_on, signature=SIGNATURE, late_reason=late_reason, seat=seat, at=at
    )
    return documents.complete(document, by=seat.actor, at=at)


@pytest.mark.rule("D9.3.c")
def test_issuing_meets_the_duty_and_sends_it_to_every_receiver_of_the_clause(office):
    document = issue(office)

    assert document.state == DocumentState.ISSUED
    assert annual_report_duty(secretary_post(), 2026).met_on == AS_OF
    report = AnnualReport.objects.get()
    assert {sending.recipient.name for sending in report.sendings.all()} == {
        "Đảng ủy phường Bến Thành",
        "Thành ủy Thành phố Hồ Chí Minh",
        "Ủy ban Mặt trận Tổ quốc Việt Nam phường Bến Thành",
    }
    assert {sending.sent_on for sending in report.sendings.all()} == {AS_OF}


def test_issuing_twice_gives_one_number(office):
    assert issue(office).number_text == issue(office).number_text
    assert IssuedDocument.objects.filter(kind="bao-cao-nam").count() == 1


def test_a_late_report_needs_its_reason_and_keeps_it(office):
    late_day = date(2027, 3, 1)
    at = moments.at(late_day, "09:00")
    with pytest.raises(RuleViolation, match="Ghi lý do báo cáo trễ"):
        issue(office, dated_on=late_day, at=at)
    assert not IssuedDocument.objects.filter(kind="bao-cao-nam").exists()

    issue(office, dated_on=late_day, at=at, late_reason="Chờ số liệu của cơ quan")

    duty = annual_report_duty(secretary_post(), 2026)
    assert (duty.met_on, duty.late_reason) == (late_day, "Chờ số liệu của cơ quan")


@pytest.mark.parametrize("dated_on", [date(2026, 12, 16), date(2025, 12, 31)])
def test_a_date_that_cannot_be_true_changes_nothing(office, dated_on):
    with pytest.raises(RuleViolation):
        issue(office, dated_on=dated_on)
    assert not IssuedDocument.objects.filter(kind="bao-cao-nam").exists()


def test_the_paper_says_the_figures_of_the_page(office, client_for, frozen):
    frozen(AS_OF, "09:00")
    client = client_for(office)
    page = client.get(reverse("reports:annual", args=[2026, secretary_post().code]))
    paper = annual_paper(AnnualReport(post=secretary_post(), year=2026), signature=SIGNATURE, as_of=AS_OF)

    shown = {row["label"]: row["value"] for row in page.context["figure_rows"]}
    assert shown["Ý kiến, kiến nghị"] == f"{paper.opinions.total} (kỳ trước chuyển sang 1)"
    assert shown["Đã giải quyết xong"] == f"{paper.opinions.resolved} ({paper.opinions.resolved_percent}%)"
    pdf = client.get(reverse("reports:annual_pdf", args=[2026, secretary_post().code]))
    assert pdf["Content-Type"] == "application/pdf"


def test_words_are_saved_and_the_issue_form_leads_to_the_paper(office, client_for, frozen):
    frozen(AS_OF, "09:00")
    client = client_for(office)
    address = reverse("reports:annual", args=[2026, secretary_post().code])
    first = client.post(address, {"situation": "Kế hoạch số 1", "version": "0", "idempotency_key": "a"})
    again = client.post(address, {"situation": "Khác", "version": "0", "idempotency_key": "b"})

    assert first.status_code == 302
    assert AnnualReport.objects.get().situation == "Kế hoạch số 1"
    assert again.context["text_form"].non_field_errors() == [
        "Có người vừa sửa nội dung này. Nội dung ông/bà nhập vẫn được giữ bên dưới."
    ]
    wrong = client.post(address, {"dated_on": "31/02/2026", "signer_name": "", "idempotency_key": "c"})
    assert wrong.context["issue_form"].errors["dated_on"] == [
        "Nhập ngày theo dạng ngày/tháng/năm, ví dụ 15/12/2026."
    ]
    done = client.post(
        address, {"dated_on": "15/12/2026", "signer_name": "Trần Minh Họa", "idempotency_key": "d"}
    )
    assert done.status_code == 302
    document = IssuedDocument.objects.get(kind="bao-cao-nam")
    with document.file.content.open("rb") as file, pikepdf.open(file) as pdf:
        assert len(pdf.pages) >= 2


@pytest.mark.rule("D13.3.c")
def test_the_head_of_government_reports_to_other_receivers(office):
    from organizations.queries import report_recipients

    receivers = [line.unit.name for line in report_recipients(committee_post(), AS_OF) if line.unit]

    assert receivers == [
        "Đảng ủy phường Bến Thành",
        "Ủy ban nhân dân Thành phố Hồ Chí Minh",
        "Ủy ban Mặt trận Tổ quốc Việt Nam phường Bến Thành",
    ]


@pytest.mark.parametrize("role", [Role.AGENCY, Role.FRONT, Role.CITY_MONITOR, Role.ADMIN])
def test_reports_are_for_the_house(login, frozen, role):
    frozen(AS_OF)
    assert login(role).get(reverse("reports:annual_list")).status_code == 403


def test_another_ward_does_not_find_the_report(office, login, frozen):
    frozen(AS_OF)
    stranger = login(Role.OFFICE, unit=party_office("phuong-sai-gon"))
    address = reverse("reports:annual", args=[2026, secretary_post().code])

    assert stranger.get(address).status_code == 404


def test_a_leader_reads_and_does_not_issue(office, login, frozen):
    frozen(AS_OF)
    leader = login(Role.LEADER)
    address = reverse("reports:annual", args=[2026, secretary_post().code])

    assert leader.get(address).status_code == 200
    assert leader.post(address, {"dated_on": "15/12/2026"}).status_code == 403
