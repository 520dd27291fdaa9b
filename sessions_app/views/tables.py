"""Cells and options in the shape that the components ask for."""

from typing import Any

from django.urls import reverse

from documents.models import IssuedDocument

_CELL = {"text": "", "url": "", "note": "", "kind": "", "chip": "", "badge": "", "wrong": ""}


def cell(label: str, text: str = "", **more: Any) -> dict[str, Any]:
    """One cell of ``components/table.html``; ``label`` repeats the column's name for narrow screens."""
    return {**_CELL, "label": label, "text": text, **more}


def columns(*labels: tuple[str, str]) -> list[dict[str, str]]:
    """Columns that are not sorted by header; pairs of label and kind ("", "number", "date")."""
    return [{"label": label, "kind": kind, "sort_url": "", "sorted": ""} for label, kind in labels]


def option(value: str, label: str, chosen: str) -> dict[str, Any]:
    """One choice of a filter."""
    return {"value": value, "label": label, "selected": value == chosen}


def paper_line(paper: IssuedDocument) -> dict[str, Any]:
    """One line of ``components/document_list.html``; a paper still being made says so."""
    issued = paper.file_id is not None
    return {
        "icon": "pdf",
        "title": str(paper),
        "url": reverse("documents:document_file", args=(paper.code,)),
        "note": f"Ngày {paper.dated_on:%d/%m/%Y}" if issued else paper.get_state_display(),
        "strong": "",
    }
