"""Who reads and does what after a session. Views and templates ask here and nowhere else."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.decisions import ALLOWED, Decision, refused
from accounts.enums import Role
from accounts.models import Seat
from followups.enums import OPEN
from followups.models import Answer, Assignment, ConclusionNotice, Extension
from sessions_app.enums import SessionState
from sessions_app.models import DialogueSession, Petition, Presidency
from sessions_app.policies import organises, visible_sessions

_HOUSE = frozenset({Role.OFFICE, Role.MINUTE_TAKER, Role.LEADER})
_MONITORS = frozenset({Role.FRONT, Role.SUPERIOR, Role.CITY_MONITOR})


def can_hand_over(seat: Seat | None) -> Decision:
    """Hand papers over to the people; the office that held the session does."""
    if seat is not None and seat.role == Role.OFFICE:
        return ALLOWED
    return refused("Chỉ văn phòng tổ chức buổi đối thoại giao giấy tờ cho người dân.")


# -- petitions: the house and the monitors; agencies have their own inbox


def visible_petitions(seat: Seat | None) -> QuerySet[Petition]:
    """Petitions of the sessions within reach. Monitors see facts only after the conclusions are out."""
    if seat is None or seat.role not in _HOUSE | _MONITORS:
        return Petition.objects.none()
    petitions = Petition.objects.filter(session__in=visible_sessions(seat))
    if seat.role in _MONITORS:
        petitions = petitions.filter(session__state=SessionState.CONCLUDED)
    return petitions


def petition_for(seat: Seat | None, code: str) -> Petition:
    """The only way a page of the house or of a monitor obtains a petition: 404 outside its reach."""
    return get_object_or_404(
        visible_petitions(seat).select_related("session", "voice", "contact", "field"), code=code
    )


def can_read_voice(seat: Seat) -> Decision:
    """What was said is for the house that held the session; others read the text for the agency."""
    if seat.role in _HOUSE:
        return ALLOWED
    return refused("Nội dung nguyên văn chỉ dành cho đơn vị tổ chức buổi đối thoại.")


def can_read_contact(seat: Seat, petition: Petition) -> Decision:
    """Contact is for the own office only, each look with a reason."""
    if organises(seat, petition.session):
        return ALLOWED
    return refused("Thông tin liên hệ chỉ dành cho văn phòng tổ chức buổi đối thoại này.")


# -- the notice


def can_see_notice(seat: Seat) -> Decision:
    """The draft of the notice is for the house."""
    if seat.role in _HOUSE:
        return ALLOWED
    return refused("Dự thảo thông báo chỉ dành cho đơn vị tổ chức buổi đối thoại này.")


def can_issue_notice(seat: Seat, session: DialogueSession) -> Decision:
    """Only the organising office issues the notice of conclusions, once (D9.3.a, D13.3.a)."""
    if not organises(seat, session):
        return refused("Chỉ văn phòng tổ chức buổi đối thoại này được phát hành thông báo kết luận.")
    if session.state == SessionState.CONCLUDED:
        return refused("Thông báo kết luận của buổi này đã phát hành.")
    return ALLOWED


def notice_for(session: DialogueSession, hosting_code: str) -> ConclusionNotice:
    """The issued notice of one host of a session that was fetched through its door; 404 before it is out."""
    return get_object_or_404(
        ConclusionNotice.objects.filter(issued_on__isnull=False).select_related(
            "document", "hosting__session", "hosting__post__unit__territory", "hosting__organizing_office"
        ),
        hosting__session=session,
        hosting__code=hosting_code,
    )


def can_escalate(seat: Seat, session: DialogueSession) -> Decision:
    """The organising office writes to the level above (D14.4, D15.4)."""
    if not organises(seat, session):
        return refused("Chỉ văn phòng tổ chức buổi đối thoại này được phát hành công văn kiến nghị cấp trên.")
    return ALLOWED


# -- assignments: the inbox of an agency


def own_assignments(seat: Seat | None) -> QuerySet[Assignment]:
    """What was given to the seat's own unit to answer."""
    if seat is None or seat.role != Role.AGENCY:
        return Assignment.objects.none()
    return Assignment.objects.filter(agency=seat.unit_id)


def supported_assignments(seat: Seat | None) -> QuerySet[Assignment]:
    """What another agency answers with the help of the seat's own unit: to be read, not to be answered."""
    if seat is None or seat.role != Role.AGENCY:
        return Assignment.objects.none()
    helps = Assignment.supporting_agencies.through.objects.filter(
        assignment=OuterRef("pk"), unit=seat.unit_id
    )
    return Assignment.objects.filter(Exists(helps)).exclude(agency=seat.unit_id)


def visible_assignments(seat: Seat | None) -> QuerySet[Assignment]:
    """Everything of an agency's pages: what it answers, and what it helps with."""
    return own_assignments(seat) | supported_assignments(seat)


def assignment_for(seat: Seat | None, code: str) -> Assignment:
    """The only way an agency's page obtains an assignment: 404 outside the own inbox."""
    return get_object_or_404(
        visible_assignments(seat).select_related(
            "petition__session",
            "petition__field",
            "petition__voice",
            "petition__contact",
            "petition__registration",
            "answer_duty",
            "answer__file",
            "agency",
            "notice__document",
            "notice__hosting__post__unit",
            "notice__hosting__organizing_office",
        ),
        code=code,
    )


def can_have_inbox(seat: Seat) -> Decision:
    """Whose page "Kiến nghị được giao" is."""
    if seat.role != Role.AGENCY:
        return refused("Trang này dành cho cơ quan được giao giải quyết kiến nghị.")
    return ALLOWED


def petition_behind(seat: Seat | None, code: str) -> Petition | None:
    """The petition of an assignment for a seat that reads petitions: duties lead everybody to one address."""
    if seat is None or seat.role == Role.AGENCY:
        return None
    return visible_petitions(seat).filter(assignments__code=code).first()


def newest_assignment_for(petition: Petition) -> Assignment:
    """The newest assignment of a petition that was fetched through its door; 404 while there is none."""
    newest = petition.assignments.order_by("-pk").values_list("pk", flat=True)[:1]
    return get_object_or_404(
        Assignment.objects.select_related(
            "petition__session",
            "petition__field",
            "agency",
            "answer_duty",
            "notice__hosting__organizing_office",
        ),
        pk__in=list(newest),
    )


def can_answer(seat: Seat, assignment: Assignment) -> Decision:
    """The lead agency answers once (D9.3.b.s1, D13.3.b.s1)."""
    if seat.role != Role.AGENCY or assignment.agency_id != seat.unit_id:
        return refused("Chỉ cơ quan được giao chủ trì mới nhập văn bản trả lời.")
    if assignment.state not in OPEN:
        return refused(f"Kiến nghị này đang ở trạng thái “{assignment.get_state_display()}”.")
    return ALLOWED


def can_extend(seat: Seat, assignment: Assignment) -> Decision:
    """The lead agency announces an extension while it has not answered (D9.3.b.s2, D13.3.b.s2)."""
    if seat.role != Role.AGENCY or assignment.agency_id != seat.unit_id:
        return refused("Chỉ cơ quan được giao chủ trì mới thông báo gia hạn.")
    if assignment.state not in OPEN:
        return refused(f"Kiến nghị này đang ở trạng thái “{assignment.get_state_display()}”.")
    return ALLOWED


def can_hand_back(seat: Seat, assignment: Assignment) -> Decision:
    """Say that the petition belongs elsewhere."""
    return can_answer(seat, assignment)


def can_reassign(seat: Seat, assignment: Assignment) -> Decision:
    """The organising office gives a petition to another agency; the date does not move."""
    if not organises(seat, assignment.petition.session):
        return refused("Chỉ văn phòng tổ chức buổi đối thoại này được chuyển cơ quan giải quyết.")
    if assignment.state not in OPEN:
        return refused(f"Kiến nghị này đang ở trạng thái “{assignment.get_state_display()}”.")
    return ALLOWED


def can_report(seat: Seat, assignment: Assignment) -> Decision:
    """The agency reports the result to the head when it did not do so with the answer."""
    if seat.role != Role.AGENCY or assignment.agency_id != seat.unit_id:
        return refused("Chỉ cơ quan được giao chủ trì mới ghi nhận báo cáo người đứng đầu.")
    answer = answer_of(assignment)
    if answer is None or answer.reported_on is not None:
        return refused("Không có kết quả nào chờ báo cáo người đứng đầu.")
    return ALLOWED


def can_urge(seat: Seat, assignment: Assignment) -> Decision:
    """Đôn đốc (D14.3, D15.3, D20.3.a): the house that concluded and the monitoring body."""
    allowed = seat.role in {Role.LEADER, Role.CITY_MONITOR} or organises(seat, assignment.petition.session)
    if not allowed:
        return refused("Chỉ đơn vị tổ chức và cơ quan theo dõi toàn thành phố được đôn đốc.")
    if assignment.state not in OPEN:
        return refused("Kiến nghị này đã được trả lời, không cần đôn đốc.")
    return ALLOWED


def can_write_urging(seat: Seat, assignment: Assignment) -> Decision:
    """A letter with a number is written by the office that organised, about what still waits (D14.3, D15.3)."""
    if not organises(seat, assignment.petition.session):
        return refused("Chỉ văn phòng tổ chức buổi đối thoại này được phát hành công văn đôn đốc.")
    if assignment.state not in OPEN:
        return refused("Kiến nghị này đã được trả lời, không cần đôn đốc.")
    return ALLOWED


def can_deliver(seat: Seat, row: Answer | Extension) -> Decision:
    """The organising office hands an answer or a notice of extension on paper to the petitioner."""
    if not organises(seat, row.assignment.petition.session):
        return refused("Chỉ văn phòng tổ chức buổi đối thoại này được ghi nhận việc giao văn bản.")
    if row.delivered_on is not None:
        return refused("Văn bản này đã được giao cho người kiến nghị.")
    return ALLOWED


def can_mark_seen(seat: Seat, answer: Answer) -> Decision:
    """The head to whom the result was reported: who presided over the session."""
    presides = Presidency.objects.filter(
        hosting__session=answer.assignment.petition.session, official__user=seat.user_id
    ).exists()
    if seat.role != Role.LEADER or not presides:
        return refused("Chỉ người chủ trì buổi đối thoại xác nhận đã xem báo cáo.")
    if answer.reported_on is None:
        return refused("Cơ quan chưa báo cáo kết quả này.")
    if answer.seen_by_head_at is not None:
        return refused("Báo cáo này đã được xem.")
    return ALLOWED


def answer_of(assignment: Assignment) -> Answer | None:
    """The written answer of an assignment, or None while there is none."""
    return getattr(assignment, "answer", None)


# -- papers of agencies


def _papers_within(seat: Seat | None) -> Q:
    """Whoever may read an agency's paper: the lead agency, and the house that held the session.

    The paper names the petitioner, so monitors read the facts and not the paper.
    """
    petitions = visible_petitions(seat) if seat and seat.role in _HOUSE else Petition.objects.none()
    return Q(assignment__in=own_assignments(seat)) | Q(assignment__petition__in=petitions)


def can_read_papers(seat: Seat, assignment: Assignment) -> Decision:
    """What the pages offer; the files themselves come through the doors below."""
    if seat.role in _HOUSE or (seat.role == Role.AGENCY and assignment.agency_id == seat.unit_id):
        return ALLOWED
    return refused("Văn bản có nêu người kiến nghị nên chỉ cơ quan giải quyết và đơn vị tổ chức đọc được.")


def answer_for(seat: Seat | None, petition_code: str) -> Answer:
    """The written answer to a petition: 404 outside the reach of its paper."""
    return get_object_or_404(
        Answer.objects.filter(_papers_within(seat)).select_related(
            "file", "assignment__petition__session", "assignment__answer_duty", "assignment__agency"
        ),
        assignment__petition__code=petition_code,
    )


def extension_for(seat: Seat | None, petition_code: str, code: str) -> Extension:
    """A notice of extension about a petition: 404 outside the reach of its paper."""
    return get_object_or_404(
        Extension.objects.filter(_papers_within(seat)).select_related(
            "file", "duty_extension", "assignment__petition__session", "assignment__agency"
        ),
        assignment__petition__code=petition_code,
        code=code,
    )
