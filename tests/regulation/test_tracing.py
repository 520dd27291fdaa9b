"""Tracing, proved on a small tree of its own: what it finds, what it does not take for proof."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from regulation import tracing
from regulation.articles import all_clauses, clauses_of_the_law

EVERY_CLAUSE = [*all_clauses(), *clauses_of_the_law()]

CODE = '''
"""D9.3.c in a docstring is no proof of anything."""
from regulation import articles
from regulation.articles import Article

TERMS = {Article.CONCLUSION_NOTICE: 10}
article = "Article.ESCALATION"


class Letter:
    rule = Article.INVITATION_LEAD_TIME

    def refuse(self):
        raise RuleViolation(articles.Article.EXTENSION, "…")


def other():
    return Article.NO_SUCH_MEMBER, Other.YEARLY_SESSION
'''
TESTS = '''
import pytest

pytestmark = pytest.mark.rule("D20.4")


@pytest.mark.rule("D9.3.a", "D13.3.a")
def test_notice():
    assert True


class TestLetter:
    @pytest.mark.rule("D9.3.a")
    def test_again(self):
        """A mention of D9.3.c proves nothing."""


@pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.rule("D5.1"))])
def test_case(x):
    other.rule("D5.2")
'''


@pytest.fixture
def tree(tmp_path):
    """A project with one app, a migration, a folder that is no package, and one file of tests."""
    for path, content in {
        "app/__init__.py": "",
        "app/letters.py": CODE,
        "app/migrations/__init__.py": "",
        "app/migrations/0001_initial.py": "Article.JOINT_SESSION",
        "regulation/__init__.py": "",
        "regulation/articles.py": "Article.JOINT_SESSION",
        "notes/letters.py": "Article.JOINT_SESSION",
        "tests/__init__.py": "",
        "tests/app/test_letters.py": TESTS,
        "tests/app/factories.py": '@pytest.mark.rule("D5.3")\ndef helper(): pass',
        "docs/regulation/.keep": "",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content, encoding="utf-8")
    return tmp_path


def test_code_is_what_names_a_member_of_the_catalogue(tree):
    assert tracing.code_by_member(tree) == {
        "CONCLUSION_NOTICE": {"app/letters.py:TERMS"},
        "INVITATION_LEAD_TIME": {"app/letters.py:Letter"},
        "EXTENSION": {"app/letters.py:Letter.refuse"},
    }


def test_proof_is_what_carries_a_mark(tree):
    assert tracing.tests_by_clause(tree) == {
        "D20.4": {"tests/app/test_letters.py:pytestmark"},
        "D9.3.a": {
            "tests/app/test_letters.py:test_notice",
            "tests/app/test_letters.py:TestLetter.test_again",
        },
        "D13.3.a": {"tests/app/test_letters.py:test_notice"},
        "D5.1": {"tests/app/test_letters.py:test_case"},
    }


def test_code_counts_for_both_twins_and_a_mark_for_its_own_clause_alone(tree):
    by_clause = {each.clause: each for each in tracing.trace(tree)}
    assert list(by_clause) == EVERY_CLAUSE
    place = ("app/letters.py:Letter.refuse",)
    assert (by_clause["D9.3.b.s2"].code, by_clause["D13.3.b.s2"].code) == (place, place)
    assert by_clause["D13.3.a"].tests == ("tests/app/test_letters.py:test_notice",)
    assert [by_clause[clause].is_open for clause in ("D9.3.a", "D9.3.c", "D13.3.b.s2", "D19.3")] == [
        False,
        True,
        True,
        False,
    ]


def test_removing_a_mark_opens_its_clause(tree):
    before = tracing.open_clauses(tracing.trace(tree))
    tests = tree / "tests/app/test_letters.py"
    tests.write_text(TESTS.replace('"D9.3.a", "D13.3.a"', '"D9.3.a"'), encoding="utf-8")
    assert set(tracing.open_clauses(tracing.trace(tree))) - set(before) == {"D13.3.a"}


def test_a_mark_that_names_no_clause_is_reported(tree):
    assert tracing.unknown_marks(tree) == []
    (tree / "tests/app/test_typo.py").write_text('@pytest.mark.rule("D9.3")\ndef test_typo(): pass')
    assert tracing.unknown_marks(tree) == ["D9.3 (tests/app/test_typo.py:test_typo)"]


@pytest.mark.parametrize("mark", ["rule(CLAUSE)", "rule()", 'rule("D9.3.a", CLAUSE)', "rule(*CLAUSES)"])
def test_a_mark_that_cannot_be_read_is_an_error(tree, mark):
    (tree / "tests/app/test_typo.py").write_text(f"@pytest.mark.{mark}\ndef test_typo(): pass")
    with pytest.raises(ValueError, match=r"tests/app/test_typo\.py:1: a rule mark lists clause ids"):
        tracing.tests_by_clause(tree)


# -- the command


def run(tree, settings, *args: str) -> tuple[str, str]:
    """What the command prints, and the error it ends with."""
    settings.BASE_DIR = tree
    out = StringIO()
    try:
        call_command("trace_regulation", *args, stdout=out)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


def test_the_command_lists_every_clause_and_fails_while_one_is_open(tree, settings):
    printed, error = run(tree, settings)
    assert [line.split()[0] for line in printed.splitlines()] == EVERY_CLAUSE
    assert error.startswith("107 điều khoản chưa có phép thử: QD.0, QD.2, QD.3, ")


def test_the_command_succeeds_when_nothing_is_open(tree, settings):
    marks = ", ".join(f'"{clause}"' for clause in EVERY_CLAUSE)
    (tree / "tests/app/test_all.py").write_text(f"@pytest.mark.rule({marks})\ndef test_all(): pass")
    assert run(tree, settings)[1] == ""


def test_the_answer_for_machines_holds_tags_code_and_tests(tree, settings):
    printed, _ = run(tree, settings, "--json")
    rows = {row["clause"]: row for row in json.loads(printed)}
    assert list(rows) == EVERY_CLAUSE
    assert rows["D13.3.a"] == {
        "clause": "D13.3.a",
        "tags": ["C", "P", "R", "W"],
        "declaratory": False,
        "text": "Chậm nhất 10 ngày làm việc sau khi kết thúc, thông báo ý kiến kết luận.",
        "code": ["app/letters.py:TERMS"],
        "tests": ["tests/app/test_letters.py:test_notice"],
        "open": False,
    }
    assert (rows["D19.3"]["declaratory"], rows["D19.3"]["open"]) == (True, False)


def test_an_unknown_mark_stops_the_command(tree, settings):
    (tree / "tests/app/test_typo.py").write_text('@pytest.mark.rule("D9.3")\ndef test_typo(): pass')
    assert run(tree, settings) == (
        "",
        "Phép thử nêu điều khoản không có: D9.3 (tests/app/test_typo.py:test_typo)",
    )


def test_written_pages_shrink_but_never_grow(tree, settings):
    page = tree / "docs/regulation/open.txt"
    assert run(tree, settings, "--write") == ("107 điều khoản chưa có phép thử.\n", "")
    first = page.read_text().split()
    assert first == tracing.open_clauses(tracing.trace(tree))
    table = (tree / "docs/regulation/traceability.md").read_text(encoding="utf-8")
    assert "124 clauses: 4 proved by a test, 107 open, 13 declaratory." in table

    more = tree / "tests/app/test_more.py"
    more.write_text('@pytest.mark.rule("D9.3.c")\ndef test_report(): pass')
    assert run(tree, settings, "--write") == ("106 điều khoản chưa có phép thử.\n", "")
    assert set(first) - set(page.read_text().split()) == {"D9.3.c"}

    more.unlink()
    assert run(tree, settings, "--write") == ("", "Đã từng có phép thử, nay thiếu: D9.3.c")
    assert "D9.3.c" not in page.read_text().split()
