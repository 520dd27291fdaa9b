"""Who presides and where a deputy may stand in: one table over all levels (Điều 7 and 11)."""

from datetime import date

import pytest

from regulation.articles import GOVERNMENT, PARTY, UnknownClause
from regulation.levels import LEVELS, LevelUnknown, Presiding, level_for, presiding_by_deputy

DAY = date(2026, 6, 15)
LAST_DAY_OF_DISTRICTS = date(2025, 6, 30)
NAMED = ["D7.1", "D11.1"]
SILENT = ["D7.3", "D7.4", "D7.5", "D11.3", "D11.4", "D11.5", "D11.6"]


def test_every_khoan_of_dieu_7_and_11_has_one_row():
    assert [level.article.clause for level in LEVELS] == [
        "D7.1", "D7.2", "D7.3", "D7.4", "D7.5", "D7.6", "D11.1", "D11.2", "D11.3", "D11.4", "D11.5", "D11.6",
    ]  # fmt: skip
    assert [level.branch for level in LEVELS] == [PARTY] * 6 + [GOVERNMENT] * 6


@pytest.mark.rule("D7.1", "D11.1")
@pytest.mark.parametrize("clause", NAMED)
def test_a_named_deputy_presides_only_with_a_delegation(clause):
    assert presiding_by_deputy(clause, DAY, authorised=True) is Presiding.ALLOWED
    assert presiding_by_deputy(clause, DAY, authorised=False) is Presiding.NEEDS_DELEGATION


@pytest.mark.rule("D7.3", "D7.4", "D7.5", "D11.3", "D11.4", "D11.5", "D11.6")
@pytest.mark.parametrize("clause", SILENT)
@pytest.mark.parametrize("authorised", [True, False])
@pytest.mark.parametrize("local_military", [True, False])
def test_where_no_deputy_is_named_even_a_delegation_needs_a_reason(clause, authorised, local_military):
    answer = presiding_by_deputy(clause, DAY, authorised=authorised, local_military=local_military)
    assert answer is Presiding.NEEDS_REASON


@pytest.mark.rule("D7.6")
@pytest.mark.parametrize(
    ("local_military", "authorised", "answer"),
    [
        (True, True, Presiding.ALLOWED),
        (True, False, Presiding.NEEDS_DELEGATION),
        (False, True, Presiding.NEEDS_REASON),
        (False, False, Presiding.NEEDS_REASON),
    ],
)
def test_of_the_units_only_local_military_ones_have_deputies(local_military, authorised, answer):
    assert presiding_by_deputy("D7.6", DAY, authorised=authorised, local_military=local_military) is answer


@pytest.mark.rule("D7.2", "D11.2")
@pytest.mark.parametrize("clause", ["D7.2", "D11.2"])
def test_district_posts_preside_until_the_districts_end(clause):
    assert presiding_by_deputy(clause, LAST_DAY_OF_DISTRICTS, authorised=True) is Presiding.ALLOWED
    assert presiding_by_deputy(clause, LAST_DAY_OF_DISTRICTS, authorised=False) is Presiding.NEEDS_DELEGATION
    with pytest.raises(LevelUnknown) as refusal:
        presiding_by_deputy(clause, date(2025, 7, 1), authorised=True)
    assert str(refusal.value) == ("Quy chế không quy định chức vụ này chủ trì đối thoại vào ngày 01/07/2025.")


@pytest.mark.rule("QD.3")
def test_nobody_is_bound_before_the_decision_is_in_force():
    assert level_for("D7.4", date(2017, 4, 28)).holder == "Bí thư đảng ủy phường, xã, thị trấn, đặc khu"
    with pytest.raises(LevelUnknown):
        level_for("D7.4", date(2017, 4, 27))


def test_a_clause_that_names_no_presider_has_no_row():
    with pytest.raises(LevelUnknown):
        level_for("D9.3.a", DAY)
    with pytest.raises(UnknownClause):
        level_for("D7.9", DAY)
