"""The log of one session: what was done, by whom, when, newest first."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from audit.acts import context_key
from audit.models import Act
from regulation.citations import cited
from regulation.text import clean
from sessions_app.models import DialogueSession

# What the log calls the facts it compares.
LABELS = {
    "title": "Tên", "content": "Nội dung", "kind": "Loại", "area": "Địa bàn", "audience": "Thành phần",
    "starts_at": "Thời gian", "planned_end_at": "Dự kiến kết thúc", "place": "Địa điểm",
    "expected_guests": "Số người dự kiến", "presider": "Người chủ trì", "attending_bodies": "Cơ quan tham gia",
    "state": "Trạng thái", "due_on": "Hạn", "base_on": "Ngày phát sinh", "met_on": "Hoàn thành ngày",
}  # fmt: skip


def acts_of(session: DialogueSession, *, text: str = "", who: str = "") -> QuerySet[Act]:
    """The acts under the log of a session; of a title and of a person when words are given."""
    acts = Act.objects.filter(context_key=context_key(session))
    if clean(text).strip():
        acts = acts.filter(Q(title__icontains=clean(text).strip()) | Q(note__icontains=clean(text).strip()))
    if who:
        acts = acts.filter(actor_label=who)
    return acts.order_by("-at", "-pk")


def people_of(session: DialogueSession) -> list[str]:
    """Everybody who stands in the log of a session, by the words of the log."""
    rows = Act.objects.filter(context_key=context_key(session)).order_by()
    return sorted(rows.values_list("actor_label", flat=True).distinct())


def changed_facts(act: Act) -> list[dict[str, Any]]:
    """Old and new value of the facts that the log names."""
    return [
        {
            "label": LABELS[name],
            "before": _shown(pair[0]) or "chưa có",
            "after": _shown(pair[1]) or "bỏ trống",
        }
        for name, pair in act.changes.items()
        if name in LABELS and name != "state" and isinstance(pair, list) and len(pair) == 2
    ]


def _shown(value: Any) -> Any:
    """Dates as people read them; everything else as it was kept."""
    try:
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    except (TypeError, ValueError):
        return value


def cited_clause(act: Act) -> str:
    """The clause in the words of a letter: ``điểm b, khoản 1, Điều 9``; empty without one."""
    try:
        return cited(act.clause)
    except ValueError:
        return ""
