"""The files that make the look, as text."""

import re
from pathlib import Path

from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
PAPER = {"documents", "emails"}  # their own style sheets, no browser


def page_templates() -> list[Path]:
    """Every template that a browser gets."""
    found = [path for path in TEMPLATES.rglob("*.html") if path.relative_to(TEMPLATES).parts[0] not in PAPER]
    return sorted(found)


def components() -> list[Path]:
    return sorted((TEMPLATES / "components").glob("*.html"))


def tokens() -> dict[str, str]:
    """Colour tokens by name: {"text": "#1b2330", ...}."""
    sheet = (STATIC / "css" / "tokens.css").read_text()
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", sheet))
