"""The catalogue against the text: complete, unambiguous, citable for both branches."""

import re
from pathlib import Path

import pytest

from regulation.articles import (
    GOVERNMENT,
    PARTY,
    Article,
    UnknownClause,
    all_clauses,
    canonical_clause,
    clauses_of_the_law,
)
from regulation.enums import Tag

TEXT = Path(__file__).resolve().parents[2] / "docs" / "regulation" / "quy-che-935.md"


def test_the_catalogue_and_the_anchors_of_the_text_are_the_same_clauses_in_the_same_order():
    anchors = re.findall(r'<a id="([^"]+)"></a>', TEXT.read_text(encoding="utf-8"))
    assert anchors == all_clauses()
    assert len(anchors) == 122


def test_every_clause_of_the_text_has_words_behind_its_anchor():
    pieces = re.split(r'<a id="[^"]+"></a>', TEXT.read_text(encoding="utf-8"))[1:]
    assert [piece for piece in pieces if len(piece.split()) < 2] == []


def test_no_two_members_share_a_clause():
    clauses = [clause for article in Article for clause in article.clauses]
    assert len(clauses) == len(set(clauses)) == 122 + len(clauses_of_the_law())


def test_the_law_has_its_own_two_sentences_beside_the_regulation():
    page = TEXT.with_name("luat-72-2025-dieu-43.md").read_text(encoding="utf-8")
    assert (
        clauses_of_the_law() == ["L43.announce", "L43.results"] == re.findall(r'<a id="([^"]+)"></a>', page)
    )
    assert Article.CONFERENCE_ANNOUNCED.cited_in_full_for(GOVERNMENT) == (
        "Điều 43 Luật Tổ chức chính quyền địa phương số 72/2025/QH15"
    )
    with pytest.raises(UnknownClause):
        Article.CONFERENCE_ANNOUNCED.cited_for(PARTY)


def test_every_member_has_words_and_tags():
    assert [article.name for article in Article if not article.text or not article.tags] == []


def test_declaratory_members_carry_no_other_tag():
    declaratory = [article.clause for article in Article if not article.binding]
    assert [article.clause for article in Article if Tag.NONE in article.tags] == declaratory
    assert declaratory == [
        "QD.1", "QD.NN", "D2.1", "D3.2", "D3.4", "D4.1", "D9.2.s-adj", "D15.1", "D18.1", "D18.2",
        "D19.3", "D20.3.b",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("party", "government"),
    [
        ("D9.3.c", "D13.3.c"),
        ("D8.1", "D12.1"),
        ("D8.5", "D12.4"),
        ("D8.6", "D12.5"),
        ("D6.2", "D10.2"),
        ("D9.1.a-0", "D13.1.a-0"),
        ("D9.1.a-3", "D13.1.a-3"),
    ],
)
def test_clauses_that_differ_between_the_chapters_are_two_members(party, government):
    assert Article.by_clause(party) is not Article.by_clause(government)


@pytest.mark.parametrize(
    ("party", "government"),
    [
        ("D9.1.b-2.s1", "D13.1.b-2.s1"),
        ("D9.1.b-2.s2", "D13.1.b-2.s2"),
        ("D9.3.a", "D13.3.a"),
        ("D9.3.b.s1", "D13.3.b.s1"),
        ("D9.3.b.s2", "D13.3.b.s2"),
        ("D6.3-1", "D10.3-1"),
        ("D14.4", "D15.4"),
    ],
)
def test_twins_are_one_member_with_two_citations(party, government):
    article = Article.by_clause(party)
    assert Article.by_clause(government) is article
    assert article.clauses == (party, government)
    assert (article.clause_for(PARTY), article.clause_for(GOVERNMENT)) == (party, government)
    assert article.clause == party


def test_hearing_opinions_before_a_decision_binds_the_party_alone():
    with pytest.raises(UnknownClause) as refusal:
        Article.OPINIONS_BEFORE_DECISION.cited_for(GOVERNMENT)
    assert str(refusal.value) == "khoản 2, Điều 8 không có quy định tương ứng đối với chính quyền."
    with pytest.raises(UnknownClause) as refusal:
        Article.GOVERNMENTS_ASSIGN.cited_for(PARTY)
    assert str(refusal.value) == "khoản 2, Điều 15 không có quy định tương ứng đối với cấp ủy."


@pytest.mark.parametrize(
    ("typed", "clause"),
    [
        ("D9.1.b-2.s1", "D9.1.b-2.s1"),
        ("D9.1.b-2", "D9.1.b-2.s1"),
        ("D9.1.b", "D9.1.b-2.s1"),
        ("9.1.b", "D9.1.b-2.s1"),
        ("D13.1.b", "D13.1.b-2.s1"),
        ("D13.1.b-2", "D13.1.b-2.s1"),
        ("d13.3.A", "D13.3.a"),
        ("9.3.a", "D9.3.a"),
        ("D9.3.b", "D9.3.b.s1"),
        ("D13.3.b", "D13.3.b.s1"),
        ("D20.2", "D20.2.s1"),
        (" Đ9.2.đ ", "D9.2.dd"),
        ("D9.2.d", "D9.2.d"),
        ("qd.nn", "QD.NN"),
    ],
)
def test_clauses_are_understood_as_people_type_them(typed, clause):
    assert canonical_clause(typed) == clause
    assert clause in Article.by_clause(typed).clauses


@pytest.mark.parametrize("typed", ["", "D9", "D9.1", "D9.1.a", "D9.3.z", "D21.1", "D6.3", "hạn", "9,3,a"])
def test_what_is_no_clause_is_refused_with_a_sentence(typed):
    with pytest.raises(UnknownClause) as refusal:
        canonical_clause(typed)
    assert str(refusal.value) == f"Không có điều khoản “{typed}” trong Quy chế."


@pytest.mark.parametrize("clause", all_clauses())
def test_every_clause_is_its_own_canonical_form(clause):
    assert canonical_clause(clause) == clause


@pytest.mark.parametrize(
    ("article", "branch", "cited", "finest"),
    [
        (
            Article.INVITATION_LEAD_TIME,
            PARTY,
            "điểm b, khoản 1, Điều 9",
            "câu thứ nhất, gạch đầu dòng thứ hai, điểm b, khoản 1, Điều 9",
        ),
        (
            Article.INVITATION_LEAD_TIME,
            GOVERNMENT,
            "điểm b, khoản 1, Điều 13",
            "câu thứ nhất, gạch đầu dòng thứ hai, điểm b, khoản 1, Điều 13",
        ),
        (Article.CONCLUSION_NOTICE, PARTY, "điểm a, khoản 3, Điều 9", "điểm a, khoản 3, Điều 9"),
        (Article.HEAD_CONCLUDES, PARTY, "điểm đ, khoản 2, Điều 9", "điểm đ, khoản 2, Điều 9"),
        (
            Article.SEQUENCE_ADJUSTED,
            GOVERNMENT,
            "khoản 2, Điều 13",
            "đoạn cuối, khoản 2, Điều 13",
        ),
        (
            Article.PARTY_ORGANIZER,
            PARTY,
            "điểm a, khoản 1, Điều 9",
            "đoạn mở đầu, điểm a, khoản 1, Điều 9",
        ),
        (
            Article.FRONT_ATTENDS,
            GOVERNMENT,
            "khoản 3, Điều 10",
            "gạch đầu dòng thứ nhất, khoản 3, Điều 10",
        ),
        (Article.REFUSAL_BY_PRESIDER, PARTY, "Điều 5", "Điều 5"),
        (Article.JOINT_SESSION, GOVERNMENT, "khoản 5, Điều 18", "khoản 5, Điều 18"),
        (Article.LEGAL_BASES, PARTY, "phần căn cứ", "phần căn cứ"),
        (Article.IN_FORCE, PARTY, "Điều 3", "Điều 3"),
    ],
)
def test_clauses_are_cited_as_official_letters_cite_them(article, branch, cited, finest):
    assert article.cited_for(branch) == cited
    assert article.cited_to_the_sentence_for(branch) == finest


def test_the_full_citation_names_the_regulation_or_the_decision():
    assert Article.WRITTEN_ANSWER.cited_in_full_for(GOVERNMENT) == (
        "điểm b, khoản 3, Điều 13 Quy chế ban hành kèm theo Quyết định số 935-QĐ/TU ngày 28/4/2017 "
        "của Ban Thường vụ Thành ủy"
    )
    assert Article.IN_FORCE.cited_in_full_for(PARTY) == (
        "Điều 3 Quyết định số 935-QĐ/TU ngày 28/4/2017 của Ban Thường vụ Thành ủy"
    )


def test_what_is_no_id_is_not_cited():
    from regulation import citations

    with pytest.raises(ValueError, match="not a clause id: Điều 9"):
        citations.cited("Điều 9")
