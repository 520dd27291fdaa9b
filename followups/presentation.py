"""Petitions, assignments and notices in the shapes that the page components ask for. Words, no rules."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from accounts.decisions import Decision
from audit.models import Act
from documents.models import IssuedDocument
from duties.badges import Badge, badge_for
from duties.models import Duty
from duties.queries import Kept
from followups.enums import PetitionChip
from followups.models import Answer, Assignment, Extension
from followups.queries.petitions import assignment_of, chip, short_text
from regulation.clock import local_date
from regulation.date_words import long_date
from regulation.working_days import WorkingCalendar
from sessions_app.models import Petition
from sessions_app.views.tables import cell, columns

NOT_YET = "Chưa có"


def row(label: str, value: Any, url: str = "") -> dict[str, Any]:
    """One row of ``components/summary_list.html``."""
    return {"label": label, "value": value, "change_url": url, "strong": ""}


def day(value: date | None, otherwise: str = NOT_YET) -> str:
    """A date in a table or beside a label."""
    return f"{value:%d/%m/%Y}" if value else otherwise


def due_badge(duty: Duty, *, on: date, calendar: WorkingCalendar) -> Badge:
    """How the clock of an answer stands."""
    return badge_for(duty, on=on, calendar=calendar)


# -- lists


def petition_table(
    petitions: Iterable[Petition], *, on: date, calendar: WorkingCalendar, with_session: bool, own_house: bool
) -> dict[str, Any]:
    """Petitions by number. ``own_house`` reads the summary as minuted, others the text without the person."""
    labels = [
        ("Kiến nghị", ""), ("Cơ quan giải quyết", ""), ("Hạn trả lời", "date"), ("Thời hạn", ""), ("Trạng thái", "")
    ]  # fmt: skip
    if with_session:
        labels.insert(1, ("Buổi đối thoại", ""))
    rows = []
    for petition in petitions:
        assignment = assignment_of(petition)
        text = petition.voice.summary if own_house else short_text(petition)
        cells = [
            cell(
                "Kiến nghị",
                f"{petition.number:02d}. {text}",
                url=reverse("followups:petition_detail", args=(petition.code,)),
                note=petition.field.name,
            ),
            cell("Cơ quan giải quyết", assignment.agency.name if assignment else "–"),
            *_due_cells(assignment, on=on, calendar=calendar),
            cell("Trạng thái", chip=chip(petition.chip), note=_shown_beside(petition)),
        ]
        if with_session:
            cells.insert(1, cell("Buổi đối thoại", day(local_date(petition.session.starts_at))))
        rows.append(cells)
    return {"caption": "Kiến nghị theo số thứ tự", "columns": columns(*labels), "rows": rows}


def _shown_beside(petition: Petition) -> str:
    """ "Trả lời tại buổi" is a kind of answered."""
    at_the_session = petition.chip == PetitionChip.ANSWERED and assignment_of(petition) is None
    return "Trả lời tại buổi" if at_the_session else ""


def _due_cells(
    assignment: Assignment | None, *, on: date, calendar: WorkingCalendar
) -> tuple[dict[str, Any], dict[str, Any]]:
    """When an answer is due, and how that stands."""
    if assignment is None:
        return cell("Hạn trả lời", "–", kind="date"), cell("Thời hạn", "–")
    duty = assignment.answer_duty
    return (
        cell("Hạn trả lời", day(duty.due_on, "Chưa tính được"), kind="date"),
        cell("Thời hạn", badge=due_badge(duty, on=on, calendar=calendar)),
    )


def inbox_table(assignments: Iterable[Assignment], *, on: date, calendar: WorkingCalendar) -> dict[str, Any]:
    """An agency's own list by due date; nothing of who raised the matter."""
    labels = (
        ("Kiến nghị", ""), ("Đơn vị giao", ""), ("Hạn trả lời", "date"), ("Thời hạn", ""), ("Trạng thái", "")
    )  # fmt: skip
    rows = [
        [
            cell(
                "Kiến nghị",
                short_text(row.petition),
                url=reverse("followups:assignment_detail", args=(row.code,)),
                note=f"Số {row.petition.number:02d} · {row.petition.field.name}",
            ),
            cell(
                "Đơn vị giao",
                row.notice.hosting.post.unit.name,
                note=f"{row.notice.document.number_text}, {row.notice.issued_on:%d/%m/%Y}",
            ),
            *_due_cells(row, on=on, calendar=calendar),
            cell("Trạng thái", row.get_state_display(), note=waiting_words(row)),
        ]
        for row in assignments
    ]
    return {"caption": "Kiến nghị được giao, theo hạn trả lời", "columns": columns(*labels), "rows": rows}


def waiting_words(assignment: Assignment) -> str:
    """What is still missing after an answer was recorded, and on whose side."""
    answer = getattr(assignment, "answer", None)
    if answer is None:
        return "Đã báo không thuộc thẩm quyền, chờ văn phòng" if assignment.handed_back_at else ""
    if answer.reported_on is None:
        return "Chưa báo cáo người đứng đầu"
    return "" if answer.delivered_on else "Chờ văn phòng giao văn bản"


def kept_rows(kept: Kept) -> list[dict[str, str]]:
    """How an agency keeps its terms, for ``components/key_list.html``; rates rest on done and overdue ones."""
    rows = (
        ("Đã trả lời", f"{kept.met}/{kept.total}"),
        ("Đúng hạn", f"{kept.in_time}/{kept.judged}"),
        ("Đúng hạn sau gia hạn", str(kept.extended)),
        ("Trễ", str(kept.late)),
        ("Đang quá hạn", str(kept.overdue)),
    )
    return [
        {
            "label": label,
            "value": value,
            "url": "",
            "kind": "overdue" if label == "Đang quá hạn" and kept.overdue else "",
        }
        for label, value in rows
    ]


# -- one assignment


def answer_rows(answer: Answer) -> list[dict[str, Any]]:
    """A written answer to read: the paper, then the two things that complete it."""
    delivered = day(answer.delivered_on)
    if answer.delivered_on is None:
        delivered = f"Chưa giao; văn phòng nhận ngày {answer.handed_over_on:%d/%m/%Y}"
    reported = day(answer.reported_on)
    if answer.report_number:
        reported = f"{reported}, số {answer.report_number}"
    seen = f"{day(local_date(answer.seen_by_head_at))}" if answer.seen_by_head_at else "Chưa xem"
    return [
        row("Văn bản", f"Số {answer.document_number} ngày {answer.document_date:%d/%m/%Y}"),
        row("Người ký", answer.signer),
        row("Kết quả", answer.get_outcome_display()),
        row("Nội dung trả lời", answer.summary),
        row("Cách gửi", answer.get_channel_display()),
        row("Gửi người kiến nghị", delivered),
        row("Báo cáo người đứng đầu", reported),
        row("Người đứng đầu xem", seen),
    ]


def office_delay(answer: Answer, *, on: date, calendar: WorkingCalendar) -> str:
    """Working days that a paper lay with the office after the agency handed it over; "" when none."""
    if answer.handed_over_on is None:
        return ""
    days = calendar.days_left(answer.handed_over_on, answer.delivered_on or on)
    if days <= 0:
        return ""
    return f"Văn phòng giữ văn bản {days} ngày làm việc sau khi cơ quan giải quyết chuyển đến."


def extension_rows(extension: Extension) -> list[dict[str, Any]]:
    """One notice of extension to read."""
    stated = extension.duty_extension
    return [
        row("Văn bản", f"Số {stated.document_number} ngày {stated.document_date:%d/%m/%Y}"),
        row("Thời hạn mới", long_date(stated.new_due_on)),
        row("Hạn trước đó", day(stated.old_due_on)),
        row(
            "Hiệu lực",
            "Báo trước khi hết hạn" if stated.in_time else "Báo sau khi hết hạn: hạn cũ giữ nguyên",
        ),
        row("Lý do", extension.reason),
        row("Gửi người kiến nghị", day(extension.delivered_on, "Chưa giao, đang ở văn phòng")),
    ]


def log_items(acts: Iterable[Act]) -> list[dict[str, str]]:
    """Acts as ``components/activity_list.html`` shows them."""
    return [
        {"who": act.actor_label, "what": act.title, "when": f"{local_date(act.at):%d/%m/%Y}"} for act in acts
    ]


# -- the notice


def preview(heading: str, url: str) -> dict[str, str]:
    """A PDF in its frame."""
    return {
        "heading": heading,
        "compare_label": "",
        "compare_url": "",
        "word_url": "",
        "pdf_url": url,
        "frame_url": url,
        "body": "",
    }


def papers(documents: Iterable[IssuedDocument]) -> list[dict[str, str]]:
    """Issued papers as ``components/document_list.html`` shows them; one without file yet says so."""
    return [
        {
            "icon": "pdf",
            "title": str(document),
            "url": reverse("documents:document_file", args=(document.code,)),
            "note": f"Ngày {document.dated_on:%d/%m/%Y}, {document.get_state_display().lower()}",
            "strong": "",
        }
        for document in documents
    ]


def button(label: str, url: str, decision: Decision, icon: str = "") -> dict[str, Any]:
    """A link to an act, or the reason why it is not open."""
    return {"label": label, "url": url, "icon": icon, "allowed": bool(decision), "reason": decision.reason}
