"""How the hierarchy and the book of what was handed over are shown."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from dialogue_portal.reorganisation.verbs import DryRun
from duties.calendar_pages import columns, labelled
from organizations import history
from organizations.enums import CustodyKind, RelationKind
from organizations.models import Custody, Post, Unit, UnitName
from organizations.presiding import title_of


def period(first: date, last: date | None) -> str:
    """ "Từ 01/07/2025" or "01/07/2025 đến 30/06/2026"."""
    return f"{first:%d/%m/%Y} đến {last:%d/%m/%Y}" if last else f"Từ {first:%d/%m/%Y}"


def units_table(units: Iterable[Unit], former: dict[int, UnitName], *, on: date) -> dict:
    """The units that were found, each with the former name that led to it."""
    labels = ["Đơn vị", "Loại", "Cấp", "Thời gian"]
    rows = []
    for unit in units:
        name = former.get(unit.pk)
        note = f"Tên đến {name.valid_until:%d/%m/%Y}: {name.name}" if name else ""
        ended = unit.valid_until is not None and unit.valid_until < on
        cells = [
            {"text": unit.name, "url": reverse("reorganisation:unit", args=[unit.code]), "note": note},
            {"text": unit.get_kind_display()},
            {"text": unit.get_level_display()},
            {"text": period(unit.valid_from, unit.valid_until), "note": "Đã kết thúc" if ended else ""},
        ]
        rows.append(labelled(labels, cells))
    return {"caption": "Đơn vị", "columns": columns(labels, dates=("Thời gian",)), "rows": rows}


def names_table(unit: Unit) -> dict:
    """The names before the one in force, the latest first."""
    labels = ["Tên cũ", "Thời gian", "Văn bản đổi tên"]
    rows = [
        labelled(
            labels,
            [{"text": row.name}, {"text": period(row.valid_from, row.valid_until)}, {"text": row.decision}],
        )
        for row in unit.former_names.all()
    ]
    return {"caption": "Tên cũ", "columns": columns(labels, dates=("Thời gian",)), "rows": rows}


def relations_table(unit: Unit, *, may_change: bool) -> dict:
    """Every relation with its period."""
    labels = ["Với đơn vị", "Quan hệ", "Thời gian"] + (["Sửa"] if may_change else [])
    rows = []
    for row in history.relations_of(unit):
        cells = [
            {"text": row.other.name, "url": reverse("reorganisation:unit", args=[row.other.code])},
            {"text": RelationKind(row.kind).label},
            {"text": period(row.valid_from, row.valid_until)},
        ]
        if may_change:
            url = (
                "" if row.valid_until else reverse("reorganisation:relation_close", args=[unit.code, row.pk])
            )
            cells.append({"text": "Kết thúc" if url else "", "url": url})
        rows.append(labelled(labels, cells))
    return {"caption": "Quan hệ", "columns": columns(labels, dates=("Thời gian",)), "rows": rows}


def post_card(post: Post, *, on: date, may_change: bool) -> dict:
    """A post with its holders from the latest back, and the gaps in which it was vacant."""
    tenures = sorted(post.tenures.all(), key=lambda row: (row.valid_from, row.pk), reverse=True)
    labels = ["Người giữ chức vụ", "Thời gian", "Quyết định"]
    rows = [
        labelled(
            labels,
            [
                {"text": row.official.full_name, "note": "Giữ quyền" if row.acting else ""},
                {"text": period(row.valid_from, row.valid_until)},
                {"text": row.decision},
            ],
        )
        for row in tenures
    ]
    open_on = post.valid_from <= on and (post.valid_until is None or on <= post.valid_until)
    holder = next(
        (
            row
            for row in tenures
            if row.valid_from <= on and (row.valid_until is None or on <= row.valid_until)
        ),
        None,
    )
    return {
        "post": post,
        "title": title_of(holder) if holder else post.title,
        "period": period(post.valid_from, post.valid_until),
        "vacant": open_on and holder is None,
        "may_change": may_change and open_on,
        "may_end": any(row.valid_until is None for row in tenures),
        "table": {"caption": post.title, "columns": columns(labels, dates=("Thời gian",)), "rows": rows},
    }


def delegations_table(unit: Unit) -> dict:
    """The written authorisations to preside."""
    labels = ["Người được ủy quyền", "Thay", "Văn bản", "Thời gian"]
    rows = [
        labelled(
            labels,
            [
                {"text": row.delegate.full_name, "note": row.delegate_title},
                {"text": row.post.title},
                {"text": f"Số {row.document_number}, {row.document_date:%d/%m/%Y}", "note": row.scope},
                {"text": period(row.valid_from, row.valid_until)},
            ],
        )
        for row in history.delegations_of(unit)
    ]
    return {"caption": "Ủy quyền chủ trì", "columns": columns(labels, dates=("Thời gian",)), "rows": rows}


def kin(unit: Unit) -> list[dict]:
    """Predecessors and successors, each with the decision."""
    rows = [
        {"words": "Kế thừa", "unit": line.old, "line": line} for line in history.predecessors_of(unit)
    ] + [
        {"words": "Được kế thừa bởi", "unit": line.new, "line": line} for line in history.successors_of(unit)
    ]
    return [
        {
            "words": row["words"],
            "name": row["unit"].name,
            "url": reverse("reorganisation:unit", args=[row["unit"].code]),
            "from": f"Từ {row['line'].reorganisation.effective_on:%d/%m/%Y}, {row['line'].reorganisation.document}",
        }
        for row in rows
    ]


def custody_table(rows: Iterable[Custody], unit: Unit) -> dict:
    """The book as one side reads it: what it gave to whom, what it got from whom."""
    labels = ["Nội dung", "Loại", "Từ", "Đến", "Quyết định"]
    lines = [
        labelled(
            labels,
            [
                {"text": row.label, "note": "Kết thúc cùng đơn vị cũ" if row.ends else ""},
                {"text": row.get_kind_display()},
                {"text": row.old.name},
                {"text": "" if row.ends else row.new.name},
                {
                    "text": row.reorganisation.document,
                    "note": f"Từ {row.reorganisation.effective_on:%d/%m/%Y}, {row.by}",
                },
            ],
        )
        for row in rows
    ]
    return {"caption": f"Sổ bàn giao, {unit.name}", "columns": columns(labels, dates=()), "rows": lines}


def summary(run: DryRun) -> list[dict]:
    """How many things of each kind pass on, and how many end."""
    lines = []
    for kind in CustodyKind:
        moved = sum(row.kind == kind and not row.ends for row in run.rows)
        ended = sum(row.kind == kind and row.ends for row in run.rows)
        words = [f"{moved} bàn giao"] * bool(moved) + [f"{ended} kết thúc"] * bool(ended)
        if words:
            lines.append({"label": kind.label, "value": ", ".join(words), "change_url": "", "strong": False})
    return lines


def rows_table(run: DryRun) -> dict:
    """Every row of a dry run: what, from where, to where, and what speaks against it."""
    labels = ["Nội dung", "Loại", "Từ", "Đến"]
    rows = [
        labelled(
            labels,
            [
                {"text": row.label, "note": row.problem},
                {"text": row.kind.label},
                {"text": row.old.name},
                {"text": "Kết thúc" if row.ends else row.new.name},
            ],
        )
        for row in run.rows
    ]
    return {"caption": "Những gì được bàn giao", "columns": columns(labels, dates=()), "rows": rows}
