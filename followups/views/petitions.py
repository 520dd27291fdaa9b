"""Petitions for the house and for whoever oversees it: lists, one petition, what the office does with it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import reauthentication
from accounts.forms import PortalForm
from audit.submissions import perform
from documents.responses import file_response
from duties.badges import ruler_for
from followups import policies, presentation
from followups.actions import answers, assignments, contacts, extensions
from followups.forms.office import DeliverForm, FilterForm, ReassignForm, RevealForm
from followups.models import Answer, Assignment, Extension
from followups.queries import petitions as queries
from followups.queries.urging import urgings_of
from followups.urging_paper import letters_about
from regulation.calendars import working_calendar
from regulation.clock import now, today
from sessions_app import policies as session_policies
from sessions_app.contacts import shown_phone
from sessions_app.forms.guests import ConfirmForm
from sessions_app.models import Petition
from sessions_app.queries.conclusions import assignable
from sessions_app.views.frame import frame, layout_for
from sessions_app.views.planning import require
from sessions_app.views.taking import REPEATED, take, taken_before

PER_PAGE = 25


# -- lists


@require_GET
def petition_list(request: HttpRequest) -> HttpResponse:
    """All petitions within reach, the newest session first."""
    visible = policies.visible_petitions(request.seat)
    context = _listed(request, visible, with_session=True) | {"layout": layout_for(request)}
    return render(request, "followups/petition_list.html", context)


@require_GET
def session_petitions(request: HttpRequest, code: str) -> HttpResponse:
    """The petitions of one session, as a tab of it."""
    session = session_policies.session_for(request.seat, code)
    visible = policies.visible_petitions(request.seat).filter(session=session)
    context = frame(request, session, current="petitions") | _listed(request, visible, with_session=False)
    return render(request, "followups/session_petitions.html", context)


def _listed(request: HttpRequest, visible, *, with_session: bool) -> dict:
    own_house = policies.can_read_voice(request.seat)
    on = today()
    filters = FilterForm(request.GET, agencies=list(queries.agencies_of(visible)), with_text=bool(own_house))
    found = queries.petition_list(
        visible,
        state=filters.asked("trang-thai"),
        agency=filters.asked("co-quan"),
        overdue_on=on if filters.asked("qua-han") else None,
        text=filters.asked("q"),
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("trang"))
    table = presentation.petition_table(
        page.object_list,
        on=on,
        calendar=working_calendar(),
        with_session=with_session,
        own_house=bool(own_house),
    )
    asked = filters.query
    return {
        "filters": filters,
        "page": page,
        "table": table,
        "text": filters.asked("q"),
        "is_filtered": bool(asked),
        "query": f"{urlencode(asked)}&" if asked else "",
    }


# -- one petition


@require_GET
def petition_detail(request: HttpRequest, code: str) -> HttpResponse:
    """What was raised, what was concluded, who works on it, by when, what came of it."""
    petition = policies.petition_for(request.seat, code)
    return render(request, "followups/petition_detail.html", _detail(request, petition))


def _detail(request: HttpRequest, petition: Petition, **more) -> dict:
    seat, on, calendar = request.seat, today(), working_calendar()
    row = queries.with_state(Petition.objects.filter(pk=petition.pk)).get()
    assignment = _newest(petition)
    own_house = policies.can_read_voice(seat)
    line = queries.line_of(petition)
    context = {
        "layout": layout_for(request),
        "petition": petition,
        "number": f"{petition.number:02d}",
        "chip": queries.chip(row.chip),
        "text": petition.voice.text if own_house else queries.told_text(petition),
        "agency_text": petition.voice.agency_text if own_house else "",
        "rows": _facts(petition, line),
        "assignment": assignment,
        "can_see_log": session_policies.can_see_log(seat),
        "can_reveal": policies.can_read_contact(seat, petition),
        "reveal_form": RevealForm(),
    }
    if assignment is not None:
        context |= _of_assignment(request, assignment, on=on, calendar=calendar)
    return context | more


def _newest(petition: Petition) -> Assignment | None:
    return (
        petition.assignments.select_related(
            "petition__session", "petition__field", "agency", "answer_duty", "answer__file", "notice__document",
            "notice__hosting__post__unit",
        )
        .order_by("-pk")
        .first()
    )  # fmt: skip


def _facts(petition: Petition, line) -> list[dict]:
    rows = [
        presentation.row("Lĩnh vực", petition.field.name),
        presentation.row("Địa bàn", petition.area),
        presentation.row("Loại ý kiến", petition.get_matter_type_display()),
        presentation.row("Kết luận", line.get_outcome_display() if line else "Chưa kết luận"),
        presentation.row("Ý kiến kết luận", line.instruction if line else ""),
    ]
    return [row for row in rows if row["value"]]


def _of_assignment(request: HttpRequest, assignment: Assignment, *, on, calendar) -> dict:
    seat, duty = request.seat, assignment.answer_duty
    answer = policies.answer_of(assignment)
    reads = policies.can_read_papers(seat, assignment)
    steps = assignment.extensions.select_related("duty_extension", "file").order_by("recorded_at", "pk")
    return {
        "duty": duty,
        "badge": presentation.due_badge(duty, on=on, calendar=calendar),
        "ruler": ruler_for(duty, on=on, calendar=calendar),
        "supporting": ", ".join(
            unit.name for unit in assignment.supporting_agencies.order_by("name_sort", "pk")
        ),
        "cited": queries.cited(assignment),
        "can_read_papers": reads,
        "answer": answer,
        "answer_rows": presentation.answer_rows(answer) if answer else [],
        "office_delay": presentation.office_delay(answer, on=on, calendar=calendar) if answer else "",
        "extensions": [
            {"row": extension, "rows": presentation.extension_rows(extension),
             "can_deliver": policies.can_deliver(seat, extension)}
            for extension in steps
        ],
        "urgings": presentation.log_items(urgings_of(assignment)),
        "can_urge": policies.can_urge(seat, assignment),
        "can_write_urging": policies.can_write_urging(seat, assignment),
        "urging_letters": presentation.papers(letters_about(assignment))
        if session_policies.organises(seat, assignment.petition.session)
        else [],
        "can_reassign": policies.can_reassign(seat, assignment),
        "can_deliver": policies.can_deliver(seat, answer) if answer else "",
        "can_mark_seen": policies.can_mark_seen(seat, answer) if answer else "",
        "act_form": ConfirmForm(),
    }  # fmt: skip


@reauthentication.required
@require_POST
def petition_reveal(request: HttpRequest, code: str) -> HttpResponse:
    """The contact of the petitioner, once, for a reason."""
    petition = policies.petition_for(request.seat, code)
    require(policies.can_read_contact(request.seat, petition))
    form = RevealForm(request.POST)
    if not form.is_valid():
        return render(request, "followups/petition_detail.html", _detail(request, petition, reveal_form=form))
    outcome = perform(
        key=form.key,
        purpose="followups.reveal",
        act=lambda: contacts.reveal(petition, reason=form.words, seat=request.seat, at=now()),
        locate=lambda _: reverse("followups:petition_detail", args=(petition.code,)),
    )
    if outcome.repeated:  # each showing is an act of its own
        messages.info(request, REPEATED)
        return redirect(outcome.location)
    contact = outcome.result
    shown = [
        presentation.row("Họ và tên", f"{contact.salutation} {contact.full_name}".strip()),
        presentation.row("Đại diện cho", contact.on_behalf_of),
        presentation.row("Điện thoại", shown_phone(contact.phone)),
        presentation.row("Thư điện tử", contact.email),
        presentation.row("Địa chỉ", contact.address),
    ]
    context = {
        "layout": layout_for(request),
        "petition": petition,
        "number": f"{petition.number:02d}",
        "rows": [row for row in shown if row["value"]],
        "reason": form.words,
    }
    return render(request, "followups/petition_contact.html", context)


# -- acts about one petition


def _assignment(request: HttpRequest, code: str) -> Assignment:
    petition = policies.petition_for(request.seat, code)
    return policies.newest_assignment_for(petition)


def _act(
    request: HttpRequest, form: PortalForm, petition: Petition, *, purpose: str, act, done
) -> HttpResponse:
    """A button of the page of a petition: act, or say on that page why not."""
    here = reverse("followups:petition_detail", args=(petition.code,))
    if form.is_valid():
        response = take(request, form, purpose=purpose, act=act, locate=lambda _: here, done=done)
        if response is not None:
            return response
    messages.error(request, " ".join(form.non_field_errors()))
    return redirect(here)


@require_POST
def urge(request: HttpRequest, code: str) -> HttpResponse:
    """Đôn đốc (Đ14.3, Đ15.3, Đ20.3.a)."""
    assignment = _assignment(request, code)
    if (earlier := taken_before(request, "followups.urge")) is not None:
        return earlier
    require(policies.can_urge(request.seat, assignment))

    def told(people: int) -> str:
        if people:
            return f"Đã gửi đôn đốc {assignment.agency.name}."
        return (
            f"Đã ghi nhận đôn đốc. {assignment.agency.name} chưa có người nhận thư trên cổng: "
            "gọi điện hoặc gửi văn bản."
        )

    return _act(
        request,
        ConfirmForm(request.POST),
        assignment.petition,
        purpose="followups.urge",
        act=lambda: assignments.urge(assignment, seat=request.seat, at=now()),
        done=told,
    )


@require_POST
def report_seen(request: HttpRequest, code: str) -> HttpResponse:
    """The head has read what the agency reported."""
    answer = policies.answer_for(request.seat, code)
    if (earlier := taken_before(request, "followups.report_seen")) is not None:
        return earlier
    require(policies.can_mark_seen(request.seat, answer))
    return _act(
        request,
        ConfirmForm(request.POST),
        answer.assignment.petition,
        purpose="followups.report_seen",
        act=lambda: answers.mark_seen(answer, seat=request.seat, at=now()),
        done="Đã ghi nhận xem báo cáo.",
    )


@require_http_methods(["GET", "POST"])
def reassign(request: HttpRequest, code: str) -> HttpResponse:
    """Give the petition to another agency, or leave it with the one that handed it back."""
    assignment = _assignment(request, code)
    petition = assignment.petition
    if (earlier := taken_before(request, "followups.reassign")) is not None:
        return earlier
    require(policies.can_reassign(request.seat, assignment))
    competent, others = assignable(petition.session, petition.field, on=today())
    form = ReassignForm(
        request.POST or None,
        competent=competent,
        others=others,
        current=assignment.agency,
        initial={"version": assignment.version},
    )
    if request.method == "POST" and form.is_valid():

        def act() -> Assignment:
            assignment.version = form.seen_version
            return assignments.reassign(
                assignment,
                agency=form.chosen,
                reason=form.cleaned_data["reason"],
                seat=request.seat,
                at=now(),
            )

        response = take(
            request,
            form,
            purpose="followups.reassign",
            act=act,
            locate=lambda _: reverse("followups:petition_detail", args=(petition.code,)),
            done=lambda row: f"{row.agency.name} tiếp tục giải quyết; thời hạn không thay đổi.",
        )
        if response is not None:
            return response
    context = _form_page(request, petition, form, "Chuyển cơ quan giải quyết", "Lưu cơ quan giải quyết")
    context["note"] = assignment.hand_back_reason
    return render(request, "followups/petition_form.html", context)


@require_http_methods(["GET", "POST"])
def answer_deliver(request: HttpRequest, code: str) -> HttpResponse:
    """The day on which the office handed the written answer to the petitioner."""
    return _deliver(request, policies.answer_for(request.seat, code), answers.deliver, "văn bản trả lời")


@require_http_methods(["GET", "POST"])
def extension_deliver(request: HttpRequest, code: str, extension_code: str) -> HttpResponse:
    """The day on which the office handed the notice of extension to the petitioner."""
    extension = policies.extension_for(request.seat, code, extension_code)
    return _deliver(request, extension, extensions.deliver, "thông báo gia hạn")


def _deliver(request: HttpRequest, row: Answer | Extension, verb, what: str) -> HttpResponse:
    if (earlier := taken_before(request, "followups.deliver")) is not None:
        return earlier
    require(policies.can_deliver(request.seat, row))
    petition = row.assignment.petition
    form = DeliverForm(request.POST or None, initial={"delivered_on": today()})
    if request.method == "POST" and form.is_valid():
        response = take(
            request,
            form,
            purpose="followups.deliver",
            act=lambda: verb(
                row, delivered_on=form.cleaned_data["delivered_on"], seat=request.seat, at=now()
            ),
            locate=lambda _: reverse("followups:petition_detail", args=(petition.code,)),
            done=f"Đã ghi ngày giao {what}.",
        )
        if response is not None:
            return response
    context = _form_page(request, petition, form, f"Giao {what}", "Lưu ngày giao")
    context["note"] = f"Cách giao: {row.get_channel_display().lower()}."
    return render(request, "followups/petition_form.html", context)


def _form_page(request: HttpRequest, petition: Petition, form, heading: str, submit_label: str) -> dict:
    return {
        "layout": layout_for(request),
        "form": form,
        "heading": heading,
        "submit_label": submit_label,
        "note": "",
        "petition": petition,
        "number": f"{petition.number:02d}",
        "back_url": reverse("followups:petition_detail", args=(petition.code,)),
    }


# -- papers


@require_GET
def answer_file(request: HttpRequest, code: str) -> FileResponse:
    """The file of the written answer."""
    stored = policies.answer_for(request.seat, code).file
    return file_response(stored, stored.original_name)


@require_GET
def extension_file(request: HttpRequest, code: str, extension_code: str) -> FileResponse:
    """The file of a notice of extension."""
    stored = policies.extension_for(request.seat, code, extension_code).file
    return file_response(stored, stored.original_name)
