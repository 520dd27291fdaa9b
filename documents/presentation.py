"""Issued papers in the shapes that the page components ask for."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from documents.enums import DocumentState
from documents.models import IssuedDocument
from documents.printouts import SEAL

_CHIPS = {
    DocumentState.ISSUED: {"kind": "done", "icon": "tick"},
    DocumentState.NUMBERED: {"kind": "soon", "icon": "clock"},
    DocumentState.VOID: {"kind": "neutral", "icon": ""},
}


def state_chip(document: IssuedDocument) -> dict:
    """The state of a paper in words."""
    return {**_CHIPS[DocumentState(document.state)], "text": document.get_state_display()}


def documents_table(documents: Iterable[IssuedDocument]) -> dict:
    """The list of papers as a table; the number leads to the file once there is one."""
    labels = ("Số, ký hiệu", "Loại", "Trích yếu", "Cơ quan ban hành", "Ngày", "Trạng thái")
    rows = []
    for document in documents:
        url = reverse("documents:document_file", args=(document.code,)) if document.file_id else ""
        cells = (
            {
                "text": document.number_text.removeprefix("Số ").removeprefix("Số: "),
                "url": url,
                "kind": "code",
            },
            {"text": document.get_kind_display()},
            {"text": document.title},
            {"text": document.issuer.name},
            {"text": f"{document.dated_on:%d/%m/%Y}", "kind": "date"},
            {"text": "", "chip": state_chip(document)},
        )
        rows.append([{"label": label, **cell} for label, cell in zip(labels, cells, strict=True)])
    return {
        "caption": "Văn bản đã lấy số và phát hành",
        "columns": [{"label": label, "kind": "date" if label == "Ngày" else ""} for label in labels],
        "rows": rows,
    }


def file_name(document: IssuedDocument) -> str:
    """The name under which the file is saved: "giay-moi-05-2026-11-23.pdf"."""
    return f"{document.kind}-{document.number:02d}-{document.dated_on.isoformat()}.pdf"


def proof_rows(document: IssuedDocument) -> list[dict]:
    """What the public check page says: never the addressee, the subject or the text."""
    rows = [
        {"label": "Cơ quan ban hành", "value": document.issuer.name},
        {"label": "Loại văn bản", "value": document.get_kind_display()},
        {"label": "Số, ký hiệu", "value": document.number_text},
        {"label": "Ngày văn bản", "value": f"{document.dated_on:%d/%m/%Y}"},
        {"label": "Trạng thái", "value": document.get_state_display()},
    ]
    if document.file is not None:
        rows.append({"label": "Mã băm SHA-256 của bản gốc", "value": document.file.sha256})
    if (seal := document.facts.get(SEAL)) is not None:
        day = date.fromisoformat(seal["on"])
        rows.append({"label": f"Mã niêm nhật ký ngày {day:%d/%m/%Y}", "value": seal["digest"]})
    return rows
