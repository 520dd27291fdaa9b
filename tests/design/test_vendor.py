"""Vendored files are the ones that static/vendor/README.md names."""

import hashlib
import re

from tests.design.sources import STATIC

VENDOR = STATIC / "vendor"


def test_every_vendored_file_has_the_hash_that_is_written_down():
    written = dict(
        re.findall(r"^\| `([^`]+)` \| `([0-9a-f]{64})` \|$", (VENDOR / "README.md").read_text(), re.MULTILINE)
    )
    present = {
        str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "README.md"
    }
    assert present == written


def test_no_sheet_or_script_names_a_source_map():
    named = [
        path.name
        for path in STATIC.rglob("*")
        if path.suffix in {".css", ".js"} and "sourceMappingURL" in path.read_text()
    ]
    assert named == []


def test_every_vendored_folder_has_its_licence():
    assert [path.name for path in VENDOR.iterdir() if path.is_dir() and not (path / "LICENSE").exists()] == []
