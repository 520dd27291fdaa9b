"""From each clause to the code that names it and the tests that prove it, read from syntax trees. Pure.

Code implements a clause when it names the member, as in ``RuleViolation(Article.CONCLUSION_NOTICE, …)``
or ``rule = Article.CONCLUSION_NOTICE``; a member with two citations counts for both clauses. A test
proves exactly the clauses that its mark lists: ``@pytest.mark.rule("D9.3.a", "D13.3.a")``.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from regulation import citations
from regulation.articles import Article, all_clauses, clauses_of_the_law

# The catalogue names every member, and this module looks for them: neither enforces anything.
_NOT_CODE = {"regulation/articles.py", "regulation/tracing.py"}


@dataclass(frozen=True)
class Trace:
    """One clause with everything that stands for it in the source tree."""

    clause: str
    article: Article
    code: tuple[str, ...]
    tests: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Binding, and no test proves it."""
        return self.article.binding and not self.tests

    @property
    def tags(self) -> str:
        """The letters of regulation-wide tags, in the order of the alphabet."""
        return " ".join(sorted(tag.value for tag in self.article.tags))


def trace(root: Path) -> list[Trace]:
    """Every clause in the order of the text, then those of the law, with code and tests under ``root``."""
    code, tests = code_by_member(root), tests_by_clause(root)
    return [
        Trace(
            clause=clause,
            article=Article.by_clause(clause),
            code=tuple(sorted(code[Article.by_clause(clause).name])),
            tests=tuple(sorted(tests[clause])),
        )
        for clause in (*all_clauses(), *clauses_of_the_law())
    ]


def open_clauses(traces: list[Trace]) -> list[str]:
    """The binding clauses that no test proves."""
    return [each.clause for each in traces if each.is_open]


# -- code


def code_by_member(root: Path) -> dict[str, set[str]]:
    """Name of a member of Article -> places ``path:qualified name`` that refer to it."""
    members = Article.__members__
    places: dict[str, set[str]] = defaultdict(set)
    for path in _source_files(root):
        for name, node in _walk_named(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and _is_article(node.value) and node.attr in members:
                places[node.attr].add(f"{path.relative_to(root).as_posix()}:{name}".rstrip(":"))
    return places


def _source_files(root: Path) -> Iterator[Path]:
    for package in sorted(root.iterdir()):
        if package.name == "tests" or not (package / "__init__.py").is_file():
            continue
        for path in sorted(package.rglob("*.py")):
            relative = path.relative_to(root)
            if "migrations" not in relative.parts and relative.as_posix() not in _NOT_CODE:
                yield path


def _is_article(node: ast.expr) -> bool:
    return (isinstance(node, ast.Name) and node.id == "Article") or (
        isinstance(node, ast.Attribute) and node.attr == "Article"
    )


# -- tests


def tests_by_clause(root: Path) -> dict[str, set[str]]:
    """Clause as written in a mark -> the tests ``path:qualified name`` that carry the mark."""
    proofs: dict[str, set[str]] = defaultdict(set)
    for path in sorted((root / "tests").rglob("test_*.py")):
        place = path.relative_to(root).as_posix()
        for name, node in _walk_named(ast.parse(path.read_text(encoding="utf-8"))):
            if _is_rule_mark(node):
                for clause in _literal_clauses(node, place):
                    proofs[clause].add(f"{place}:{name}".rstrip(":"))
    return proofs


def unknown_marks(root: Path) -> list[str]:
    """Marks that name no clause, each with where it stands."""
    known = {*all_clauses(), *clauses_of_the_law()}
    return sorted(
        f"{clause} ({place})"
        for clause, places in tests_by_clause(root).items()
        if clause not in known
        for place in places
    )


def _is_rule_mark(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "rule"
        and isinstance(node.func.value, ast.Attribute)
        and node.func.value.attr == "mark"
    )


def _literal_clauses(call: ast.Call, place: str) -> list[str]:
    clauses = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
    if not clauses or len(clauses) < len(call.args) or call.keywords:
        raise ValueError(f"{place}:{call.lineno}: a rule mark lists clause ids as plain strings")
    return clauses


# -- names


def _walk_named(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Every node with the qualified name of the definition it stands in, decorators included."""

    def visit(node: ast.AST, name: str) -> Iterator[tuple[str, ast.AST]]:
        for child in ast.iter_child_nodes(node):
            inner = _named(child, name)
            yield inner, child
            yield from visit(child, inner)

    yield from visit(tree, "")


def _named(node: ast.AST, outer: str) -> str:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return f"{outer}.{node.name}".strip(".")
    if not outer and isinstance(node, ast.Assign | ast.AnnAssign):
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        return target.id if isinstance(target, ast.Name) else outer
    return outer


# -- pages


def open_page(traces: list[Trace]) -> str:
    """The text of ``docs/regulation/open.txt``: one open clause per line."""
    return "".join(f"{clause}\n" for clause in open_clauses(traces))


def traceability_page(traces: list[Trace]) -> str:
    """The text of ``docs/regulation/traceability.md``."""
    proved = sum(1 for each in traces if each.tests)
    declaratory = sum(1 for each in traces if not each.article.binding)
    sums = f"{proved} proved by a test, {len(open_clauses(traces))} open, {declaratory} declaratory"
    lines = [
        "# From each clause to its code and its tests",
        "",
        "Generated by `manage.py trace_regulation --write`; do not edit by hand.",
        "",
        f"{len(traces)} clauses: {sums}.",
        "",
        "| Clause | Tags | Short wording | Code | Tests |",
        "|---|---|---|---|---|",
    ]
    return "\n".join(lines + [_row(each) for each in traces]) + "\n"


def _row(each: Trace) -> str:
    tests = "<br>".join(f"`{test}`" for test in each.tests) or ("**open**" if each.is_open else "declaratory")
    code = "<br>".join(f"`{place}`" for place in each.code) or "–"
    page = "luat-72-2025-dieu-43.md" if citations.is_of_the_law(each.clause) else "quy-che-935.md"
    link = f"[{each.clause}]({page}#{each.clause})"
    return f"| {link} | {each.tags} | {each.article.text} | {code} | {tests} |"
