"""The first load of a citizen's page stays within 100 kB, fonts included, as the server sends it (brotli)."""

import re
from pathlib import Path

import brotli
import pytest

from tests.design.sources import STATIC

pytestmark = [pytest.mark.urls("tests.design.gallery_urls"), pytest.mark.django_db]

BUDGET = 100_000
ALREADY_COMPRESSED = {".woff2", ".png"}


def sent(path: Path) -> int:
    raw = path.read_bytes()
    return len(raw) if path.suffix in ALREADY_COMPRESSED else len(brotli.compress(raw))


def fonts_loaded(html: str) -> set[Path]:
    """What a page in Vietnamese fetches: both weights, Latin and Vietnamese letters, and the digits."""
    assert "citizen.css" in html
    folder = STATIC / "vendor" / "be-vietnam-pro" / "unhinted"
    letters = {
        folder / f"be-vietnam-pro-{script}-{weight}-normal.woff2"
        for script in ("latin", "vietnamese")
        for weight in (400, 600)
    }
    digits = {STATIC / "vendor" / "inter-digits" / f"inter-digits-{weight}.woff2" for weight in (400, 600)}
    return letters | digits


@pytest.mark.parametrize("slug", ["thu-moi", "dang-ky", "xac-nhan"])
def test_the_first_load_of_a_citizen_page_is_light(client, slug):
    html = client.get(f"/mau-giao-dien/{slug}/").content.decode()
    named = {STATIC / name for name in re.findall(r'(?:src|href)="/static/([^"#]+)', html)}
    files = named | fonts_loaded(html) | {STATIC / "img" / "icons.svg"}
    total = len(brotli.compress(html.encode())) + sum(sent(path) for path in files)
    assert total <= BUDGET


def test_a_citizen_page_loads_neither_the_complete_bootstrap_nor_htmx(client):
    html = client.get("/mau-giao-dien/thu-moi/").content.decode()
    assert "bootstrap.min.css" not in html
    assert "htmx" not in html
    assert re.findall(r'<script src="/static/([^"]+)"', html) == ["js/portal.js"]
