"""A paper cannot be built without what the regulation asks for, and survives as JSON."""

import json
from unicodedata import normalize

import pytest

from documents.numbering import number_text
from documents.spelling import Spelling, spelled
from regulation.articles import Article
from regulation.violations import RuleViolation
from reports.printouts import AnnualReportPaper, SessionFigures
from tests.factories import documents as papers
from tests.factories.documents import ENTRANCE, INVITEE


@pytest.mark.parametrize(
    "paper",
    [
        papers.letter(),
        papers.letter().for_guest(INVITEE, ENTRANCE),
        papers.programme(),
        papers.minutes(),
        papers.minutes(confirmation=None, attended_people=None, shows_place_and_date=False),
        papers.notice(),
        papers.report(),
    ],
    ids=lambda paper: type(paper).__name__,
)
def test_a_paper_survives_as_json(paper):
    kept = json.loads(json.dumps(paper.to_facts()))
    assert type(paper).from_facts(kept) == paper


def test_text_is_kept_composed():
    facts = papers.letter(content=normalize("NFD", "Chỉnh trang hẻm")).to_facts()
    assert facts["content"] == "Chỉnh trang hẻm"


def test_facts_without_a_field_are_not_a_paper():
    facts = papers.letter().to_facts()
    del facts["place"]
    with pytest.raises(KeyError, match="place"):
        type(papers.letter()).from_facts(facts)


@pytest.mark.rule("D9.1.b-2.s1", "D13.1.b-2.s1")
@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"content": ""}, "Giấy mời phải nêu nội dung buổi đối thoại."),
        ({"content": " \n"}, "Giấy mời phải nêu nội dung buổi đối thoại."),
        ({"place": ""}, "Giấy mời phải nêu địa điểm."),
        ({"starts_at": None}, "Giấy mời phải nêu thời gian."),
        ({"presiders": ()}, "Giấy mời phải nêu người chủ trì."),
    ],
)
def test_a_letter_without_content_place_time_or_presider_cannot_be_built(missing, sentence):
    with pytest.raises(RuleViolation) as violation:
        papers.letter(**missing)
    assert (violation.value.article, violation.value.message) == (Article.INVITATION_LEAD_TIME, sentence)
    assert papers.letter().content


@pytest.mark.parametrize(
    ("build", "missing"),
    [
        (papers.programme, {"steps": ()}),
        (papers.minutes, {"minute_taker": ""}),
        (papers.minutes, {"ended_at": None}),
        (papers.notice, {"assessment": " "}),
        (papers.notice, {"organisation": ""}),
        (papers.report, {"post_title": ""}),
    ],
)
def test_the_other_papers_need_their_facts_too(build, missing):
    with pytest.raises(RuleViolation):
        build(**missing)


@pytest.mark.parametrize(
    "changed",
    [{"received": 9}, {"resolved": 4}, {"open_overdue": 0}, {"out_of_scope": 2}, {"answered_at_session": 4}],
)
def test_counts_that_do_not_add_up_are_not_a_row(changed):
    with pytest.raises(ValueError, match=r"add up|More opinions"):
        papers.counts(**changed)


def test_shares_are_written_with_a_decimal_comma():
    assert papers.counts().resolved_percent == "33,3"
    none = dict.fromkeys(
        ("carried_over", "received", "answered_at_session", "assigned", "resolved", "open_in_time",
         "open_overdue", "escalated", "out_of_scope"), 0,
    )  # fmt: skip
    assert papers.counts(**none).resolved_percent == "–"


@pytest.mark.parametrize("changed", [{"periodic": 2}, {"presided_by_deputy": 1}])
def test_figures_of_sessions_add_up(changed):
    figures = papers.report().sessions
    with pytest.raises(ValueError, match="do not add up"):
        SessionFigures(
            **{**{name: getattr(figures, name) for name in figures.__dataclass_fields__}, **changed}
        )


def test_the_rows_of_a_report_need_not_be_filled_in():
    assert isinstance(papers.report(by_field=(), listed=()), AnnualReportPaper)


@pytest.mark.parametrize(
    ("family", "kind", "number", "body", "written"),
    [
        ("party", "giay-moi", 5, "ĐU", "Số 05-GM/ĐU"),
        ("party", "thong-bao-ket-luan", 82, "ĐU", "Số 82-TB/ĐU"),
        ("party", "bao-cao-nam", 138, "TU", "Số 138-BC/TU"),
        ("party", "bien-ban", 20, "ĐU", "Số 20-BB/ĐU"),
        ("state", "giay-moi", 5, "UBND", "Số: 05/GM-UBND"),
    ],
)
def test_numbers_are_written_in_the_grammar_of_their_family(family, kind, number, body, written):
    assert number_text(family, kind, number, body) == written


@pytest.mark.parametrize(
    ("text", "party", "state"),
    [
        ("Đảng ủy phường", "Đảng uỷ phường", "Đảng ủy phường"),
        ("ĐẢNG UỶ PHƯỜNG", "ĐẢNG UỶ PHƯỜNG", "ĐẢNG ỦY PHƯỜNG"),
        ("Ủy ban nhân dân", "Ủy ban nhân dân", "Ủy ban nhân dân"),
        ("ủy quyền, ủy viên", "uỷ quyền, uỷ viên", "ủy quyền, ủy viên"),
        ("hủy bỏ, thủy lợi, lũy kế", "hủy bỏ, thủy lợi, lũy kế", "hủy bỏ, thủy lợi, lũy kế"),
    ],
)
def test_the_spelling_of_the_issuer_touches_one_word_only(text, party, state):
    assert spelled(text, Spelling.PARTY) == party
    assert spelled(text, Spelling.STATE) == state
