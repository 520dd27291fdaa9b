"""The inbox of an agency: what it must answer, its written answer, an extension, handing back (Đ9.3.b, Đ13.3.b)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from documents.responses import file_response
from duties.badges import ruler_for
from duties.queries import extension_warnings
from followups import policies, presentation
from followups.actions import answers, assignments, extensions
from followups.forms.agency import AnswerForm, ExtensionForm, HandBackForm, ReportForm
from followups.models import Assignment, Extension
from followups.queries import petitions as queries
from followups.queries.urging import urgings_of
from regulation.calendars import working_calendar
from regulation.clock import now, today
from sessions_app.views.planning import require
from sessions_app.views.taking import take, taken_before

PER_PAGE = 25
ALL, SUPPORTED = "tat-ca", "phoi-hop"


@require_GET
def assignment_list(request: HttpRequest) -> HttpResponse:
    """The own inbox by due date: what is open first; everything, and what the agency helps with, on demand."""
    require(policies.can_have_inbox(request.seat))
    view = request.GET.get("xem", "")
    on, calendar = today(), working_calendar()
    if view == SUPPORTED:
        shown = queries.inbox(policies.supported_assignments(request.seat), only_open=False)
    else:
        shown = queries.inbox(policies.own_assignments(request.seat), only_open=view != ALL)
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("trang"))
    here = reverse("followups:assignment_list")
    context = {
        "page": page,
        "query": f"xem={view}&" if view in (ALL, SUPPORTED) else "",
        "table": presentation.inbox_table(page.object_list, on=on, calendar=calendar),
        "tabs": [
            {"label": "Chưa hoàn thành", "url": here, "current": view not in (ALL, SUPPORTED)},
            {"label": "Tất cả", "url": f"{here}?xem={ALL}", "current": view == ALL},
            {"label": "Phối hợp", "url": f"{here}?xem={SUPPORTED}", "current": view == SUPPORTED},
        ],
        "figures": presentation.kept_rows(queries.answers_kept_by(request.seat.unit, on=on)),
    }
    return render(request, "followups/assignment_list.html", context)


@require_GET
def assignment_detail(request: HttpRequest, code: str) -> HttpResponse:
    """What the agency must do about one petition. Others are led to the page of the petition."""
    elsewhere = policies.petition_behind(request.seat, code)
    if elsewhere is not None:
        return redirect("followups:petition_detail", code=elsewhere.code)
    assignment = policies.assignment_for(request.seat, code)
    return render(request, "followups/assignment_detail.html", _detail(request, assignment))


def _detail(request: HttpRequest, assignment: Assignment) -> dict:
    seat, on, calendar = request.seat, today(), working_calendar()
    duty, answer = assignment.answer_duty, policies.answer_of(assignment)
    return _head(assignment) | {
        "text": queries.told_text(assignment.petition),
        "instruction": assignment.instruction,
        "rows": _facts(assignment),
        "duty": duty,
        "explained": duty.owed_by_id == seat.unit_id,
        "badge": presentation.due_badge(duty, on=on, calendar=calendar),
        "ruler": ruler_for(duty, on=on, calendar=calendar),
        "waiting": presentation.waiting_words(assignment),
        "answer": answer,
        "answer_rows": presentation.answer_rows(answer) if answer else [],
        "can_read_papers": policies.can_read_papers(seat, assignment),
        "office_delay": presentation.office_delay(answer, on=on, calendar=calendar) if answer else "",
        "extensions": [
            {"row": extension, "rows": presentation.extension_rows(extension)}
            for extension in assignment.extensions.select_related("duty_extension").order_by(
                "recorded_at", "pk"
            )
        ],
        "urgings": presentation.log_items(urgings_of(assignment)),
        "can_answer": policies.can_answer(seat, assignment),
        "can_extend": policies.can_extend(seat, assignment),
        "can_hand_back": policies.can_hand_back(seat, assignment),
        "can_report": policies.can_report(seat, assignment),
    }


def _head(assignment: Assignment) -> dict:
    return {
        "assignment": assignment,
        "number": f"{assignment.petition.number:02d}",
        "host": assignment.notice.hosting.post.unit.name,
        "state": assignment.get_state_display(),
    }


def _facts(assignment: Assignment) -> list[dict]:
    notice, petition = assignment.notice, assignment.petition
    supporting = ", ".join(unit.name for unit in assignment.supporting_agencies.order_by("name_sort", "pk"))
    rows = [
        presentation.row("Lĩnh vực", petition.field.name),
        presentation.row("Địa bàn", petition.area),
        presentation.row("Cơ quan chủ trì", assignment.agency.name),
        presentation.row("Đơn vị giao", notice.hosting.post.unit.name),
        presentation.row(
            "Thông báo kết luận", f"{notice.document.number_text} ngày {notice.issued_on:%d/%m/%Y}"
        ),
        presentation.row("Cơ quan phối hợp", supporting),
        presentation.row("Căn cứ", queries.cited(assignment)),
        presentation.row("Cách gửi trả lời", queries.channel_for(petition).label),
    ]
    return [row for row in rows if row["value"]]


# -- the written answer


@require_http_methods(["GET", "POST"])
def assignment_answer(request: HttpRequest, code: str) -> HttpResponse:
    """Record the written answer, and the report to the head with it."""
    assignment = policies.assignment_for(request.seat, code)
    if (earlier := taken_before(request, "followups.answer")) is not None:
        return earlier
    require(policies.can_answer(request.seat, assignment))
    form = AnswerForm(request.POST or None, request.FILES or None, initial={"version": assignment.version})
    if request.method == "POST" and form.is_valid():

        def act():
            assignment.version = form.seen_version
            return answers.record(
                assignment,
                form.answer(on=today()),
                form.cleaned_data["file"],
                seat=request.seat,
                at=now(),
            )

        response = take(
            request,
            form,
            purpose="followups.answer",
            act=act,
            locate=lambda _: _address(assignment),
            done=_after_answer,
        )
        if response is not None:
            return response
    if form.is_bound:
        form.ask_for_file_again()
    context = _form_page(assignment, form, "Nhập văn bản trả lời", "Gửi trả lời")
    context["note"] = f"Cách gửi người kiến nghị: {queries.channel_for(assignment.petition).label.lower()}."
    return render(request, "followups/assignment_form.html", context)


def _after_answer(answer) -> str:
    sent = (
        "Người kiến nghị đọc được ngay tại trang tra cứu."
        if answer.delivered_on
        else "Văn phòng đơn vị tổ chức nhận văn bản để giao cho người kiến nghị."
    )
    reported = "" if answer.reported_on else " Còn phải báo cáo người đứng đầu."
    return f"Đã gửi văn bản trả lời. {sent}{reported}"


@require_http_methods(["GET", "POST"])
def assignment_report(request: HttpRequest, code: str) -> HttpResponse:
    """The report to the head when it did not go with the answer."""
    assignment = policies.assignment_for(request.seat, code)
    if (earlier := taken_before(request, "followups.report")) is not None:
        return earlier
    require(policies.can_report(request.seat, assignment))
    form = ReportForm(request.POST or None, initial={"reported_on": today()})
    if request.method == "POST" and form.is_valid():
        response = take(
            request,
            form,
            purpose="followups.report",
            act=lambda: answers.report(
                policies.answer_of(assignment),
                reported_on=form.cleaned_data["reported_on"],
                number=form.cleaned_data["report_number"],
                seat=request.seat,
                at=now(),
            ),
            locate=lambda _: _address(assignment),
            done="Đã ghi nhận báo cáo người đứng đầu.",
        )
        if response is not None:
            return response
    context = _form_page(assignment, form, "Báo cáo người đứng đầu", "Lưu báo cáo")
    return render(request, "followups/assignment_form.html", context)


# -- extension, handing back


@require_http_methods(["GET", "POST"])
def assignment_extend(request: HttpRequest, code: str) -> HttpResponse:
    """Record the written notice of extension (Đ9.3.b câu 2, Đ13.3.b câu 2)."""
    assignment = policies.assignment_for(request.seat, code)
    if (earlier := taken_before(request, "followups.extend")) is not None:
        return earlier
    require(policies.can_extend(request.seat, assignment))
    form = ExtensionForm(request.POST or None, request.FILES or None, initial={"version": assignment.version})
    if request.method == "POST" and form.is_valid():
        notice = form.notice()
        warnings = extension_warnings(
            assignment.answer_duty,
            document_date=notice.document_date,
            new_due_on=notice.new_due_on,
            calendar=working_calendar(),
        )

        def act() -> Extension:
            assignment.version = form.seen_version
            return extensions.announce(
                assignment, notice, form.cleaned_data["file"], seat=request.seat, at=now()
            )

        response = take(
            request,
            form,
            purpose="followups.extend",
            act=act,
            locate=lambda _: _address(assignment),
            done="Đã lưu thông báo gia hạn.",
        )
        if response is not None:
            for warning in warnings:
                messages.warning(request, warning)
            return response
    if form.is_bound:
        form.ask_for_file_again()
    context = _form_page(assignment, form, "Thông báo gia hạn", "Lưu thông báo gia hạn")
    context["note"] = (
        "Gia hạn phải bằng văn bản gửi người kiến nghị, nêu rõ thời hạn, trước khi hết hạn. "
        "Hạn đầu tiên vẫn được lưu."
    )
    return render(request, "followups/assignment_form.html", context)


@require_http_methods(["GET", "POST"])
def assignment_hand_back(request: HttpRequest, code: str) -> HttpResponse:
    """Say that the matter belongs elsewhere."""
    assignment = policies.assignment_for(request.seat, code)
    if (earlier := taken_before(request, "followups.hand_back")) is not None:
        return earlier
    require(policies.can_hand_back(request.seat, assignment))
    form = HandBackForm(request.POST or None, initial={"version": assignment.version})
    if request.method == "POST" and form.is_valid():

        def act() -> Assignment:
            assignment.version = form.seen_version
            return assignments.hand_back(
                assignment, reason=form.cleaned_data["reason"], seat=request.seat, at=now()
            )

        response = take(
            request,
            form,
            purpose="followups.hand_back",
            act=act,
            locate=lambda _: _address(assignment),
            done="Đã báo văn phòng. Thời hạn vẫn tính cho đến khi văn phòng quyết định.",
        )
        if response is not None:
            return response
    context = _form_page(assignment, form, "Báo không thuộc thẩm quyền", "Báo văn phòng")
    return render(request, "followups/assignment_form.html", context)


def _address(assignment: Assignment) -> str:
    return reverse("followups:assignment_detail", args=(assignment.code,))


def _form_page(assignment: Assignment, form, heading: str, submit_label: str) -> dict:
    return _head(assignment) | {
        "form": form,
        "heading": heading,
        "submit_label": submit_label,
        "note": "",
        "due": presentation.day(assignment.answer_duty.due_on, "chưa tính được"),
        "badge": presentation.due_badge(assignment.answer_duty, on=today(), calendar=working_calendar()),
        "back_url": _address(assignment),
    }


@require_GET
def assignment_notice(request: HttpRequest, code: str) -> FileResponse:
    """The notice of conclusions by which the petition was given to the agency (Đ9.3.a, Đ13.3.a)."""
    document = policies.assignment_for(request.seat, code).notice.document
    return file_response(document.file, f"{document.kind}-{document.number:02d}.pdf", inline=True)
