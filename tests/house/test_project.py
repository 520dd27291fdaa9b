"""The project as a whole: directions of import, locks, pages of decisions, nothing of anybody's machine."""

import re
import tomllib

import pytest
from importlinter.cli import lint_imports

from tests.house.source import APPS, ROOT, modules, tracked_texts

# Folders that exist on somebody's machine only.
_MACHINE = re.compile(r"(?<![\w.…])/(home|root|Users|work|mnt|srv|media|opt)(/[\w.]|\b(?!/))")
_DECISION = re.compile(
    r"\A# (?P<number>\d{4})\. .+\n\nDate: \d{4}-\d{2}-\d{2}\nStatus: (accepted|superseded by \d{4})\n"
    r"\n## Context\n\n.+\n\n## Decision\n\n.+\n\n## Consequences\n\n.+\n\Z",
    re.DOTALL,
)


def test_the_contracts_of_import_hold():
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True) == 0


def _versions(lock: str) -> dict[str, str]:
    return dict(
        re.findall(r"^([a-z0-9._-]+)==([^\s\\]+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)
    )


def test_both_locks_agree():
    server, tests = _versions("requirements.txt"), _versions("requirements-dev.txt")
    assert server
    assert server.items() <= tests.items()


def test_every_locked_file_has_its_hash():
    for lock in ("requirements.txt", "requirements-dev.txt", "requirements-uv.txt"):
        text = (ROOT / lock).read_text(encoding="utf-8")
        blocks = re.split(r"\n(?=[a-z0-9._-]+==)", text)
        assert [block.split()[0] for block in blocks if "==" in block and "--hash=sha256:" not in block] == []


def test_every_installed_package_stands_in_the_list_of_licences():
    listed = re.findall(
        r"^\| ([a-z0-9._-]+) \| [^|]+ \|$", (ROOT / "LICENSES.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert listed == sorted(_versions("requirements.txt"))


def test_every_app_stands_in_the_layers_and_says_what_it_owns():
    layers = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    assert set(layers["root_packages"]) == set(APPS)
    assert [app for app in APPS if not modules()[f"{app}/__init__.py"].body] == []


def machine_paths(texts: dict[str, str]) -> list[str]:
    """Places where a file names a folder of somebody's machine."""
    return [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1} {match.group()}"
        for name, text in texts.items()
        for match in _MACHINE.finditer(text)
    ]


def test_no_file_names_a_folder_of_somebodys_machine():
    texts = {name: text for name, text in tracked_texts().items() if name != "tests/house/test_project.py"}
    assert machine_paths(texts) == []


@pytest.mark.parametrize("text", ["see /work/x", "cp /root/.cache", "/home/lan/portal", "/opt/portal/venv"])
def test_a_folder_of_a_machine_is_found(text):
    assert len(machine_paths({"a.md": text})) == 1


@pytest.mark.parametrize("text", ["/buoi-doi-thoai/", "the work/main idea", "/usr/share/x", "a/home/b"])
def test_an_address_of_the_portal_is_not_a_folder_of_a_machine(text):
    assert machine_paths({"a.md": text}) == []


def test_decisions_are_numbered_without_gap_and_well_formed():
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [page.name[:4] for page in pages] == [f"{number:04}" for number in range(1, len(pages) + 1)]
    assert [
        page.name
        for page in pages
        if not (found := _DECISION.match(page.read_text(encoding="utf-8")))
        or found["number"] != page.name[:4]
    ] == []


def test_every_link_between_pages_leads_somewhere():
    broken = [
        f"{name}: {target}"
        for name, text in tracked_texts().items()
        if name.endswith(".md")
        for target in re.findall(r"\]\(([^)#\s]+)", text)
        if "://" not in target and not (ROOT / name).parent.joinpath(target).exists()
    ]
    assert broken == []
