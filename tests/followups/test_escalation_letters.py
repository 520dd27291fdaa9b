"""Putting to the level above, in writing, what only it can decide (Đ14.4, Đ15.4)."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from documents.models import IssuedDocument
from followups.actions import escalation_letters
from followups.escalation_paper import to_escalate, usual_signature
from followups.models import ConclusionNotice
from regulation.violations import RuleViolation
from sessions_app.enums import LineOutcome
from tests.factories import followups as after
from tests.factories import proceedings as day
from tests.factories.followups import ANSWERED_AT, ANSWERED_ON, SECRETS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(frozen):
    frozen(ANSWERED_ON, "10:00")


def issued(*outcomes: LineOutcome) -> ConclusionNotice:
    """The notice of a session with one petition for each outcome."""
    session = day.held()
    lines = tuple(day.line(after.petition(session), outcome) for outcome in outcomes)
    after.issued(after.approved(session=session, lines=lines).session)
    return ConclusionNotice.objects.get()


@pytest.fixture
def notice() -> ConclusionNotice:
    return issued(LineOutcome.ASSIGNED, LineOutcome.ESCALATED, LineOutcome.ESCALATED)


def letter(notice: ConclusionNotice, *, seen: int = 0) -> IssuedDocument:
    return escalation_letters.number_letter(
        notice,
        seen=seen,
        signature=usual_signature(notice, on=ANSWERED_ON),
        seat=day.office(),
        at=ANSWERED_AT,
    )


def address(notice: ConclusionNotice, name: str = "escalation_letter") -> str:
    return reverse(f"followups:{name}", args=(notice.hosting.session.code, notice.hosting.code))


@pytest.mark.rule("D14.4")
def test_what_the_conclusion_puts_above_stands_in_a_letter_to_the_superior(notice):
    paper = letter(notice)
    facts = paper.facts
    assert paper.number_text == "Số 01-CV/ĐU"
    assert facts["addressees"] == ["Thành ủy Thành phố Hồ Chí Minh"]
    assert [matter["number"] for matter in facts["matters"]] == [2, 3]
    assert (facts["notice"], facts["notice_on"]) == ("số 01-TB/ĐU", after.NOTICE_ON.isoformat())
    assert facts["citation"].startswith("khoản 4, Điều 14")
    assert [secret for secret in SECRETS if secret in str(facts)] == []


def test_what_was_put_above_is_not_put_again_and_asking_again_finds_the_letter(notice):
    first = letter(notice)
    assert letter(notice) == first
    assert to_escalate(notice) == []
    with pytest.raises(RuleViolation, match="Không còn nội dung nào"):
        letter(notice, seen=1)
    assert IssuedDocument.objects.filter(kind="cong-van-kien-nghi").count() == 1


def test_an_ordinary_notice_has_nothing_to_put_above():
    notice = issued(LineOutcome.ASSIGNED)
    with pytest.raises(RuleViolation, match="Không còn nội dung nào"):
        letter(notice)
    assert not IssuedDocument.objects.filter(kind="cong-van-kien-nghi").exists()


class TestPage:
    def test_the_office_finds_it_beside_the_notice_looks_and_issues(self, login, notice):
        client = login(Role.OFFICE)
        beside = reverse("followups:notice", args=(notice.hosting.session.code,))
        assert f"{address(notice)}" in client.get(beside).content.decode()
        preview = client.get(address(notice, "escalation_letter_preview"))
        assert preview["Content-Type"] == "application/pdf"
        form = client.get(address(notice)).context["form"]
        typed = {name: form[name].value() for name in form.fields} | {"name_0": "Minh Họa Chánh"}
        page = client.post(address(notice), typed, follow=True).content.decode()
        paper = IssuedDocument.objects.get(kind="cong-van-kien-nghi")
        assert paper.file is not None
        assert reverse("documents:document_file", args=(paper.code,)) in page
        assert "Không còn nội dung nào chưa kiến nghị cấp trên." in page

    def test_a_name_left_empty_is_asked_for_at_its_field(self, login, notice):
        client = login(Role.OFFICE)
        form = client.get(address(notice)).context["form"]
        typed = {name: form[name].value() for name in form.fields} | {"name_0": ""}
        response = client.post(address(notice), typed)
        assert response.context["form"].errors == {"name_0": ["Nhập họ và tên người ký."]}
        assert not IssuedDocument.objects.filter(kind="cong-van-kien-nghi").exists()

    @pytest.mark.parametrize("role", [Role.LEADER, Role.FRONT])
    def test_only_the_organising_office_writes_it(self, role, login, notice):
        client = login(role)
        for name in ("escalation_letter", "escalation_letter_preview"):
            assert client.get(address(notice, name)).status_code in (403, 404)
        assert client.post(address(notice)).status_code in (403, 404)

    def test_before_the_notice_is_out_there_is_no_page(self, login):
        session = after.approved().session
        url = reverse("followups:escalation_letter", args=(session.code, session.hostings.get().code))
        assert login(Role.OFFICE).get(url).status_code == 404


@pytest.mark.rule("D15.4")
def test_the_second_host_of_a_joint_session_writes_in_its_own_form_up_its_own_line():
    session = day.held()
    day.second_hosting(session)
    lines = (day.line(after.petition(session), LineOutcome.ESCALATED),)
    after.issued(after.approved(session=session, lines=lines).session)
    notice = ConclusionNotice.objects.get(hosting__branch="government")
    paper = letter(notice)
    assert (paper.number_text, paper.layout_edition) == ("Số: 01/HĐND-VP", "nd30-cp")
    assert paper.facts["addressees"] == ["Hội đồng nhân dân Thành phố Hồ Chí Minh"]
    assert paper.facts["citation"].startswith("khoản 4, Điều 15")
    assert paper.facts["notice"] == "số 01/TB-HĐND"
