"""The search box: sessions and petitions within the reach of a seat, by words or by code."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts import links
from accounts.models import Seat
from followups.policies import can_read_voice, visible_assignments, visible_petitions
from regulation.clock import local_date
from regulation.text import clean, fold
from sessions_app.models import Petition
from sessions_app.policies import visible_sessions
from sessions_app.queries.sessions import searched, state_chip

MOST = 25
LONGEST = 100

_HINT_BEFORE = "Nhập tên buổi đối thoại, một phần nội dung kiến nghị, hoặc mã trên giấy tờ."
_HINT_AFTER = "Thử bớt từ, hoặc gõ không dấu. Với mã, gạch nối và chữ hoa, chữ thường không quan trọng."


@dataclass(frozen=True)
class Found:
    """One thing found: its words, where it stands, a muted line, and its state in a chip or ""."""

    text: str
    url: str
    note: str
    chip: dict | str = ""


@require_http_methods(["GET"])
def search(request: HttpRequest) -> HttpResponse:
    """Everything whose words or code match ``q``; case, marks and đ/d do not matter."""
    text = clean(request.GET.get("q", ""))[:LONGEST].strip()
    sessions = _sessions(request.seat, text) if fold(text) else []
    petitions = _petitions(request.seat, text) if fold(text) else []
    return render(
        request,
        "portal/search.html",
        {
            "text": text,
            "sections": [
                {"title": title, "rows": rows}
                for title, rows in (("Buổi đối thoại", sessions), ("Kiến nghị", petitions))
                if rows
            ],
            "most": MOST,
            "empty_title": f"Không tìm thấy “{text}”" if text else "Chưa nhập từ cần tìm",
            "empty_text": _HINT_AFTER if text else _HINT_BEFORE,
        },
    )


def _sessions(seat: Seat, text: str) -> list[Found]:
    rows = searched(visible_sessions(seat), text=text).order_by("-starts_at", "-pk")
    return [
        Found(
            text=session.title,
            url=reverse("sessions_app:session_detail", args=[session.code]),
            note=f"{local_date(session.starts_at):%d/%m/%Y}" if session.starts_at else "",
            chip=state_chip(session),
        )
        for session in rows[:MOST]
    ]


def _petitions(seat: Seat, text: str) -> list[Found]:
    """Petitions by code for everybody who may see them, by what was said only for the house."""
    code = links.typed(text)
    given = visible_assignments(seat).filter(code=code).select_related("petition__session")
    found = [_found(row.petition, reverse("followups:assignment_detail", args=[row.code])) for row in given]
    for petition in _readable(seat, text, code).select_related("session", "voice").order_by("-pk")[:MOST]:
        url = reverse("followups:petition_detail", args=[petition.code])
        found.append(_found(petition, url, petition.voice.summary if can_read_voice(seat) else ""))
    return found


def _readable(seat: Seat, text: str, code: str) -> QuerySet[Petition]:
    petitions = visible_petitions(seat)
    by_code = petitions.filter(code=code)
    if not can_read_voice(seat):
        return by_code
    tracked = petitions.filter(
        tracking__selector=code[: links.SELECTOR_LENGTH],
        tracking__secret_digest=links.digest(code[links.SELECTOR_LENGTH :]),
    )
    return petitions.filter(voice__text_folded__contains=fold(text)) | by_code | tracked


def _found(petition: Petition, url: str, summary: str = "") -> Found:
    number = f"Kiến nghị số {petition.number:02d}"
    return Found(text=f"{number}: {summary}" if summary else number, url=url, note=petition.session.title)
