"""The project's own files, as the house rules read them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = (
    "dialogue_portal",
    "reports",
    "personal_data",
    "followups",
    "sessions_app",
    "duties",
    "documents",
    "outbox",
    "accounts",
    "organizations",
    "audit",
    "regulation",
)
TEMPLATES = ROOT / "templates"


@cache
def modules() -> dict[str, ast.Module]:
    """Path from the root → syntax tree, for every module of the apps but the migrations."""
    found = {}
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                found[str(path.relative_to(ROOT))] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def parse(code: str) -> dict[str, ast.Module]:
    """One module made up to show that a rule bites."""
    return {"made_up.py": ast.parse(code)}


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """(last name of what is called, the call): ``a.b.update(x=1)`` gives ``update``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node.func.attr, node
            elif isinstance(node.func, ast.Name):
                yield node.func.id, node


@cache
def tracked_texts() -> dict[str, str]:
    """Path from the root → text, for every text file that belongs to the project."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    texts = {}
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if path.is_file():
            raw = path.read_bytes()
            if b"\0" not in raw[:4096]:
                texts[name] = raw.decode("utf-8", errors="replace")
    return texts
