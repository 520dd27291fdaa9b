"""The administrator says when whom to remind; nobody else does, and nothing contradictory is kept."""

from datetime import date

import pytest

from accounts.enums import Role
from accounts.forms import new_key
from audit.models import Act
from duties.ladder import STANDARD, Reminded
from duties.milestones import changed_ladders
from duties.models import ReminderLadder
from regulation.articles import Article

pytestmark = pytest.mark.django_db

ADDRESS = "/nhac-han/D9.3.a/"


@pytest.fixture(autouse=True)
def _now(frozen):
    frozen(date(2026, 11, 25), "09:00")


@pytest.fixture
def keeper(login):
    return login(Role.ADMIN)


def lines(*steps, version=0):
    data = {"version": str(version), "idempotency_key": new_key()}
    for place, (days, people) in enumerate(steps):
        data |= {f"days_{place}": str(days), f"to_{place}": list(people)}
    return data


GOOD = ((8, ("owing_staff",)), (0, ("owing_staff", "owing_head")))


@pytest.mark.parametrize("role", list(Role))
def test_one_role_reads_and_changes_the_ladders(login, role):
    client = login(role)
    may = role == Role.ADMIN
    expected = [200 if may else 403] * 2
    assert [client.get(address).status_code for address in ("/nhac-han/", ADDRESS)] == expected
    assert client.post(ADDRESS, lines(*GOOD)).status_code == (302 if may else 403)
    assert ReminderLadder.objects.exists() is may


def test_the_form_opens_with_the_steps_that_hold(keeper):
    form = keeper.get(ADDRESS).context["form"]
    assert [form[f"days_{line}"].value() for line in range(6)] == [step.days_left for step in STANDARD]


def test_a_change_holds_leaves_an_act_and_a_stale_form_is_refused(keeper):
    keeper.post(ADDRESS, lines(*GOOD))
    steps = changed_ladders()[Article.CONCLUSION_NOTICE]
    assert [(step.days_left, len(step.to)) for step in steps] == [(8, 1), (0, 2)]
    assert steps[1].to == {Reminded.OWING_STAFF, Reminded.OWING_HEAD}
    assert Act.objects.filter(verb="duty.ladder").count() == 1
    stale = keeper.post(ADDRESS, lines((0, ("owing_staff",)), version=0))
    assert "Có người vừa sửa nội dung này" in stale.content.decode()
    assert len(changed_ladders()[Article.CONCLUSION_NOTICE]) == 2
    assert keeper.post(ADDRESS, lines((0, ("owing_staff",)), version=1)).status_code == 302
    assert len(changed_ladders()[Article.CONCLUSION_NOTICE]) == 1


@pytest.mark.parametrize(
    ("steps", "field", "sentence"),
    [
        (((5, ("owing_staff",)),), "__all__", "Phải có mốc 0: nhắc vào chính ngày hết hạn."),
        (((0, ()),), "__all__", "Mỗi mốc phải có ít nhất một người nhận."),
        (((0, ("owing_staff",)), ("hai", ("owing_staff",))), "days_1", "Nhập một số, ví dụ 5, 0 hoặc -1."),
    ],
)
def test_what_contradicts_itself_is_a_sentence_and_changes_nothing(keeper, steps, field, sentence):
    answer = keeper.post(ADDRESS, lines(*steps))
    assert {name: list(found) for name, found in answer.context["form"].errors.items()} == {field: [sentence]}
    assert not ReminderLadder.objects.exists()


@pytest.mark.parametrize("clause", ["D99.9", "D9.3.d", "x"])
def test_a_clause_without_a_term_has_no_ladder(keeper, clause):
    assert keeper.get(f"/nhac-han/{clause}/").status_code == 404
