"""The glossary is obeyed: words it rules out stand in no name."""

import ast
import re

import pytest

from tests.house.source import ROOT, modules, parse

GLOSSARY = ROOT / "docs" / "glossary.md"
# Names that a library gave.
_GIVEN = {"SECURE_PROXY_SSL_HEADER"}


def ruled_out(text: str) -> set[tuple[str, ...]]:
    """The words in code type of the third column, each as its parts: ``audit_log_entry`` is three."""
    cells = [line.split("|")[3] for line in text.splitlines() if line.count("|") == 5]
    return {tuple(word.split("_")) for cell in cells for word in re.findall(r"`(\w+)`", cell)}


def _parts(name: str) -> tuple[str, ...]:
    return tuple(part.lower() for part in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name))


def names(tree: ast.Module) -> set[str]:
    """Classes, functions, arguments and variables that a module names."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
    return found - _GIVEN


def disobedient(trees: dict[str, ast.Module], words: set[tuple[str, ...]]) -> list[str]:
    """Names that hold one of the words as a whole part or a run of parts."""
    found = []
    for path, tree in trees.items():
        for name in names(tree):
            parts = _parts(name)
            windows = {parts[i:j] for i in range(len(parts)) for j in range(i + 1, len(parts) + 1)}
            if windows & words:
                found.append(f"{path}:{name}")
    return sorted(found)


WORDS = ruled_out(GLOSSARY.read_text(encoding="utf-8"))


def test_the_glossary_rules_words_out():
    assert {("meeting",), ("customer",), ("audit", "log", "entry")} <= WORDS


def test_no_name_uses_a_word_that_is_ruled_out():
    assert disobedient(modules(), WORDS) == []


@pytest.mark.parametrize(
    ("code", "guilty"),
    [
        ("class Meeting: ...", ["made_up.py:Meeting"]),
        ("def plan(next_meeting): ...", ["made_up.py:next_meeting"]),
        ("AUDIT_LOG_ENTRY = 1", ["made_up.py:AUDIT_LOG_ENTRY"]),
        ("class AuditContext: ...\nmeetings_held = banner = 1", []),
    ],
)
def test_a_word_is_found_as_a_whole_part_of_a_name(code, guilty):
    assert disobedient(parse(code), {("meeting",), ("ban",), ("audit", "log", "entry")}) == guilty


def test_no_word_is_both_the_word_and_ruled_out():
    first = {
        tuple(_parts(word))
        for line in GLOSSARY.read_text(encoding="utf-8").splitlines()
        if line.count("|") == 5
        for word in re.findall(r"`(\w+)`", line.split("|")[2])
    }
    assert first & WORDS == set()
