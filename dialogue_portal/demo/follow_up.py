"""The notice of a demo session, the answers of the agencies, and the report on its year."""

from datetime import date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.enums import Role
from accounts.models import Seat
from dialogue_portal.demo.calendar import DemoCalendar, moment
from dialogue_portal.demo.cast import leader_of, seat_of
from dialogue_portal.demo.letters import let_letters_leave
from dialogue_portal.demo.scenarios import Scenario, Topic
from documents import actions as documents
from documents import uploads
from documents.printouts import Signature
from documents.rendering import render_pdf
from followups.actions import answers, extensions, notices
from followups.enums import AssignmentState, DeliveryChannel
from followups.models import Answer, Assignment, ConclusionNotice
from organizations.queries import holder_of
from regulation.clock import local_date
from reports.actions import annual
from reports.models import AnnualReport
from sessions_app.models import DialogueSession, Hosting
from sessions_app.papers import usual_signature


def follow_up(session: DialogueSession, plot: Scenario, *, calendar: DemoCalendar, office: Seat) -> None:
    """Issue the notice and let the agencies do what the scenario says, as far as their days have come."""
    hosting = session.hostings.select_related("post__unit", "organizing_office").get()
    noticed_on = calendar.after(local_date(session.starts_at), plot.noticed)
    if noticed_on > calendar.on:
        return
    _issue_notice(session, hosting, plot, noticed_on, office=office)
    assignments = Assignment.objects.filter(petition__session=session).select_related(
        "petition", "agency", "answer_duty"
    )
    for assignment in assignments.order_by("petition__number"):
        topic = plot.topics[assignment.petition.number - 1]
        _act(assignment, topic, noticed_on, calendar=calendar, office=office)
    if plot.reports_on_year:
        _report_on_year(hosting, local_date(session.starts_at).year, calendar=calendar, office=office)


def _issue_notice(
    session: DialogueSession, hosting: Hosting, plot: Scenario, noticed_on: date, *, office: Seat
) -> None:
    at = moment(noticed_on, "15:00")
    if not ConclusionNotice.objects.filter(hosting=hosting, issued_on__isnull=False).exists():
        signed = notices.Signed(
            dated_on=noticed_on,
            signatures=(_signature(hosting, noticed_on),),
            late_reason=plot.late_reason,
        )
        for paper in notices.take_numbers(session, signed=signed, seat=office, at=at):
            documents.complete(paper, by=office.actor, at=at)
    let_letters_leave(at=at)


def _signature(hosting: Hosting, on: date) -> Signature:
    usual = usual_signature(hosting, on=on)
    return Signature(authority=usual.authority, position=usual.position, name=chief_of_office(hosting))


def chief_of_office(hosting: Hosting) -> str:
    """Who signs by order in the demo city: an invented chief of office."""
    return f"Minh Họa Văn {hosting.post.unit.territory.bare_name.split()[-1]}"


def _act(
    assignment: Assignment, topic: Topic, noticed_on: date, *, calendar: DemoCalendar, office: Seat
) -> None:
    agency = seat_of(assignment.agency, Role.AGENCY)
    # In a year without a calendar there is no date yet that could be put off.
    counted = assignment.answer_duty.due_on is not None
    if topic.extension is not None and counted and assignment.state == AssignmentState.ASSIGNED:
        day = calendar.after(noticed_on, topic.extension.after)
        if day <= calendar.on:
            _extend(assignment, topic, noticed_on, calendar=calendar, agency=agency, at=moment(day, "14:00"))
    reply = topic.reply
    if reply is None or calendar.after(noticed_on, reply.after) > calendar.on:
        return
    day = calendar.after(noticed_on, reply.after)
    assignment.refresh_from_db()
    if assignment.state != AssignmentState.ANSWERED:
        _answer(assignment, topic, agency=agency, at=moment(day, "15:30"))
    if reply.channel == DeliveryChannel.PAPER and reply.handed is not None:
        handed_on = calendar.after(day, reply.handed)
        if handed_on <= calendar.on:
            answer = Answer.objects.get(assignment=assignment)
            answers.deliver(answer, delivered_on=handed_on, seat=office, at=moment(handed_on, "16:00"))


def _extend(
    assignment: Assignment,
    topic: Topic,
    noticed_on: date,
    *,
    calendar: DemoCalendar,
    agency: Seat,
    at: datetime,
) -> None:
    number = f"{100 + assignment.petition.number}/GH"
    extensions.announce(
        assignment,
        extensions.ExtensionNotice(
            document_number=number,
            document_date=local_date(at),
            new_due_on=calendar.after(noticed_on, topic.extension.by),
            reason=topic.extension.reason,
        ),
        _paper(assignment, number, "Thông báo gia hạn giải quyết kiến nghị", topic.extension.reason, at=at),
        seat=agency,
        at=at,
    )
    let_letters_leave(at=at)


def _answer(assignment: Assignment, topic: Topic, *, agency: Seat, at: datetime) -> None:
    number = f"{200 + assignment.petition.number}/TL"
    answers.record(
        assignment,
        answers.WrittenAnswer(
            document_number=number,
            document_date=local_date(at),
            signer=agency.user.full_name,
            outcome=topic.reply.outcome,
            summary=topic.reply.summary,
            reported_on=local_date(at),
        ),
        _paper(assignment, number, "Trả lời kiến nghị tại buổi đối thoại", topic.reply.summary, at=at),
        seat=agency,
        at=at,
    )
    let_letters_leave(at=at)


def _paper(
    assignment: Assignment, number: str, title: str, text: str, *, at: datetime
) -> uploads.CheckedUpload:
    facts = {
        "agency": assignment.agency.name,
        "number": number,
        "dated_on": local_date(at),
        "title": title,
        "text": text,
    }
    content = render_pdf("demo/answer.html", facts)
    return uploads.check(SimpleUploadedFile("van-ban.pdf", content, content_type="application/pdf"))


def _report_on_year(hosting: Hosting, year: int, *, calendar: DemoCalendar, office: Seat) -> None:
    dated_on = calendar.after(date(year + 1, 1, 1), 10)
    if dated_on > calendar.on:
        return
    at = moment(dated_on, "10:00")
    report = AnnualReport.objects.filter(post=hosting.post, year=year).first() or annual.write(
        hosting.post,
        year,
        annual.ReportText(
            situation="Cấp ủy đã ban hành kế hoạch tổ chức đối thoại và phân công chuẩn bị từ đầu năm.",
            strengths="Tổ chức đúng thời gian; thư mời và thông báo kết luận gửi đúng hạn.",
            weaknesses="Một số văn bản trả lời còn chung chung.",
            causes="Nhiều nội dung cần phối hợp giữa các cơ quan.",
            next_year="Tổ chức đối thoại định kỳ và theo chuyên đề.",
            proposals="",
        ),
        version=0,
        by=office.actor,
        at=at,
    )
    if report.document_id is None:
        tenure = holder_of(hosting.post, dated_on)
        signature = Signature(
            authority="T/M BAN THƯỜNG VỤ", position="BÍ THƯ", name=tenure.official.full_name
        )
        annual.take_number(report, dated_on=dated_on, signature=signature, late_reason="", seat=office, at=at)
        report.refresh_from_db()
    documents.complete(report.document, by=leader_of(hosting.post, dated_on).actor, at=at)
