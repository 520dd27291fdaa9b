"""Urging an agency by one letter about everything that waits there (Đ14.3, Đ15.3)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.enums import Role
from audit.models import Act
from documents.models import IssuedDocument
from followups.actions import assignments, urging_letters
from followups.models import Assignment
from followups.urging_paper import usual_signature
from outbox.models import Message
from regulation.violations import RuleViolation
from tests.factories import followups as after
from tests.factories import proceedings as day
from tests.factories.followups import ANSWERED_AT, ANSWERED_ON, SECRETS

pytestmark = pytest.mark.django_db
REPLY_BY = ANSWERED_ON + timedelta(days=7)


@pytest.fixture(autouse=True)
def _today(frozen):
    frozen(ANSWERED_ON, "10:00")


@pytest.fixture
def rows() -> list[Assignment]:
    """Two petitions that wait with the same agency."""
    session = day.held()
    lines = tuple(day.line(after.petition(session)) for _ in range(2))
    after.issued(after.approved(session=session, lines=lines).session)
    return list(Assignment.objects.order_by("petition__number"))


def letter(row: Assignment, *, reply_by=REPLY_BY, at=ANSWERED_AT) -> IssuedDocument:
    signature = usual_signature(row.notice.hosting, on=ANSWERED_ON)
    return urging_letters.number_letter(row, reply_by=reply_by, signature=signature, seat=day.office(), at=at)


def page(name: str, row: Assignment) -> str:
    return reverse(f"followups:{name}", args=(row.petition.code,))


def urged() -> list[int]:
    return sorted(Act.objects.filter(verb="urge").values_list("subject_id", flat=True))


@pytest.mark.rule("D14.3")
def test_one_letter_tells_of_all_that_waits_and_urges_each_once(rows):
    assignments.urge(rows[0], seat=day.office(), at=ANSWERED_AT)
    paper = letter(rows[0])
    assert (paper.number_text, paper.dated_on) == ("Số 01-CV/ĐU", ANSWERED_ON)
    facts = paper.facts
    assert facts["addressees"] == [rows[0].agency.name]
    assert [matter["number"] for matter in facts["matters"]] == [row.petition.number for row in rows]
    assert facts["matters"][0]["notice"] == "01-TB/ĐU, ngày 24/03/2026"
    assert facts["reply_by"] == REPLY_BY.isoformat()
    assert facts["citation"].startswith("khoản 3, Điều 14")
    assert urged() == [row.pk for row in rows]
    assert [secret for secret in SECRETS if secret in str(facts)] == []


def test_what_was_answered_is_left_out_and_a_second_letter_of_the_day_is_the_first(rows):
    after.answered(rows[0])
    paper = letter(rows[1])
    assert [matter["number"] for matter in paper.facts["matters"]] == [rows[1].petition.number]
    assert letter(rows[1]) == paper
    assert urged() == [rows[1].pk]
    tomorrow = ANSWERED_AT + timedelta(days=1)
    assert letter(rows[1], at=tomorrow).number == 2


def test_the_day_of_reply_comes_after_the_letter(rows):
    with pytest.raises(RuleViolation, match="phải sau ngày văn bản"):
        letter(rows[0], reply_by=ANSWERED_ON)
    assert (IssuedDocument.objects.filter(kind="cong-van-don-doc").exists(), urged()) == (False, [])


class TestPage:
    def typed(self, client, row: Assignment, **changed) -> dict[str, str]:
        form = client.get(page("urging_letter", row)).context["form"]
        values = {name: form[name].value() or "" for name in form.fields}
        return values | {"name_0": "Minh Họa Chánh"} | changed

    def test_the_office_looks_and_issues(self, login, rows):
        client = login(Role.OFFICE)
        assert page("urging_letter", rows[0]) in client.get(page("petition_detail", rows[0])).content.decode()
        assert client.get(page("urging_letter_preview", rows[0]))["Content-Type"] == "application/pdf"
        assert (urged(), IssuedDocument.objects.filter(kind="cong-van-don-doc").count()) == ([], 0)
        response = client.post(page("urging_letter", rows[0]), self.typed(client, rows[0]), follow=True)
        paper = IssuedDocument.objects.get(kind="cong-van-don-doc")
        assert paper.file is not None
        assert reverse("documents:document_file", args=(paper.code,)) in response.content.decode()
        assert Message.objects.filter(kind="followups.assignment", params__about="urge").count() == 0

    def test_a_day_that_has_come_is_refused_at_its_field_and_kept(self, login, rows):
        client = login(Role.OFFICE)
        typed = self.typed(client, rows[0], reply_by=f"{ANSWERED_ON:%d/%m/%Y}")
        response = client.post(page("urging_letter", rows[0]), typed)
        assert response.context["form"].errors["reply_by"] == ["Nhập ngày sau hôm nay (13/04/2026)."]
        assert f'value="{ANSWERED_ON:%d/%m/%Y}"' in response.content.decode()
        assert urged() == []

    @pytest.mark.parametrize("role", [Role.LEADER, Role.CITY_MONITOR, Role.FRONT])
    def test_only_the_organising_office_writes_it(self, role, login, rows):
        client = login(role)
        assert client.get(page("urging_letter", rows[0])).status_code == 403
        assert client.post(page("urging_letter", rows[0])).status_code == 403
        assert client.get(page("urging_letter_preview", rows[0])).status_code == 403
        assert urged() == []

    def test_nothing_is_urged_once_everything_is_answered(self, login, rows):
        for row in rows:
            after.answered(row)
        assert login(Role.OFFICE).get(page("urging_letter", rows[0])).status_code == 403
