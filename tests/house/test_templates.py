"""Every template compiles, and none lies unused."""

import re

import pytest
from django.template.loader import get_template

from tests.house.source import TEMPLATES, modules, tracked_texts

# Found by name by a library, not by our code.
_BY_CONVENTION = re.compile(r"^(bootstrap5/|django/forms/|(400|403|403_csrf|404|500|maintenance)\.html$)")
NAMES = sorted(
    str(path.relative_to(TEMPLATES))
    for path in TEMPLATES.rglob("*.*")
    if path.suffix in {".html", ".txt", ".svg"}
)


@pytest.mark.parametrize("name", NAMES)
def test_every_template_compiles(name):
    get_template(name)


def unused(names: list[str], texts: list[str]) -> list[str]:
    """Templates that no code and no other template names."""
    named = set(re.findall(r"[\w/.-]+\.(?:html|txt|svg)", "\n".join(texts)))
    return [name for name in names if name not in named and not _BY_CONVENTION.match(name)]


def test_every_template_is_used():
    sources = [
        text for path, text in tracked_texts().items() if path in modules() or path.startswith("templates/")
    ]
    assert unused(NAMES, sources) == []


def test_an_unused_template_is_found():
    texts = ['render(request, "a/page.html")', '{% include "components/x.html" only %}']
    assert unused(["a/page.html", "components/x.html", "a/lost.html", "404.html"], texts) == ["a/lost.html"]
