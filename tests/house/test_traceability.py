"""The house on its own clauses: every mark names one, and both pages under ``docs/regulation`` are true."""

from pathlib import Path

from django.conf import settings

from regulation import tracing
from regulation.articles import all_clauses

ROOT = Path(settings.BASE_DIR)
PAGES = ROOT / "docs" / "regulation"
STALE = "run: .venv/bin/python manage.py trace_regulation --write"


def test_every_mark_names_a_clause():
    assert tracing.unknown_marks(ROOT) == []


def test_the_list_of_open_clauses_is_true():
    listed = (PAGES / "open.txt").read_text(encoding="utf-8")
    assert listed == tracing.open_page(tracing.trace(ROOT)), STALE
    assert set(listed.split()) <= set(all_clauses())


def test_the_table_of_clauses_is_fresh():
    table = (PAGES / "traceability.md").read_text(encoding="utf-8")
    assert table == tracing.traceability_page(tracing.trace(ROOT)), STALE
