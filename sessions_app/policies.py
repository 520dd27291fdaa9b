"""Who sees which session and who may do what with it. Views and templates ask here and nowhere else.

Outside a seat's reach a session does not exist (404); within it, a refusal carries the reason that is shown.
"""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import localtime

from accounts.decisions import ALLOWED, Decision, refused
from accounts.enums import Role
from accounts.models import Seat
from documents.enums import DocumentState
from documents.models import IssuedDocument
from organizations.enums import RelationKind
from organizations.models import Relation
from regulation.date_words import long_moment
from sessions_app.citizen_links import LinkHolder
from sessions_app.enums import ConclusionState
from sessions_app.enums import SessionState as S
from sessions_app.models import (
    AttendingBody,
    ConclusionDraft,
    DialogueSession,
    Guest,
    GuestImport,
    Hosting,
    Invitation,
    Petition,
    Presidency,
    Publication,
    SpeakingRegistration,
    Turn,
)
from sessions_app.queries.conclusions import decided_by
from sessions_app.queries.proceedings import petitions_of, turns_of
from sessions_app.queries.publications import publications_of
from sessions_app.queries.registrations import is_open, registration_closes_at, with_everything
from sessions_app.workflow import REGISTRATION

BEFORE_THE_DAY = frozenset({S.SCHEDULED, S.ANNOUNCED})
_FACTS_ONLY = frozenset({Role.AGENCY, Role.FRONT, Role.SUPERIOR, Role.CITY_MONITOR})


# -- sessions: reach


def visible_sessions(seat: Seat | None) -> QuerySet[DialogueSession]:
    """The sessions within a seat's reach.

    The organising office and its minute takers see theirs, a leader those of the posts of his body or over
    which he presides; an attending agency, the Front of the level, the superior and the monitoring body see
    what is past the draft. An administrator sees none.
    """
    rule = _REACH.get(seat.role) if seat is not None else None
    if rule is None:
        return DialogueSession.objects.none()
    sessions = DialogueSession.objects.filter(rule(seat))
    return sessions.exclude(state=S.DRAFT) if seat.role in _FACTS_ONLY else sessions


def _hosted(**conditions) -> Exists:
    return Exists(Hosting.objects.filter(session=OuterRef("pk"), **conditions))


def _of_own_office(seat: Seat) -> Q:
    return Q(_hosted(organizing_office=seat.unit_id))


def _of_own_posts(seat: Seat) -> Q:
    presided = Presidency.objects.filter(hosting__session=OuterRef("pk"), official__user=seat.user_id)
    return Q(_hosted(post__unit=seat.unit_id)) | Q(Exists(presided))


def _attended(seat: Seat) -> Q:
    return Q(Exists(AttendingBody.objects.filter(session=OuterRef("pk"), unit=seat.unit_id)))


def _related(kinds: list[str], others: Q) -> Q:
    """Sessions whose host stood in one of these relations to one of the others on the day of the session."""
    relations = Relation.objects.filter(
        others,
        Q(valid_until__isnull=True) | Q(valid_until__gte=OuterRef("session_day")),
        unit=OuterRef("post__unit"),
        kind__in=kinds,
        valid_from__lte=OuterRef("session_day"),
    )
    hostings = Hosting.objects.filter(session=OuterRef("pk")).annotate(
        session_day=TruncDate("session__starts_at")
    )
    return Q(Exists(hostings.filter(Exists(relations))))


def _of_same_level(seat: Seat) -> Q:
    return _related([RelationKind.SAME_LEVEL_FRONT], Q(other=seat.unit_id))


def _of_those_below(seat: Seat) -> Q:
    """The superior body itself, or the office that works for it."""
    served = Relation.objects.filter(
        unit=OuterRef("other"), other=seat.unit_id, kind=RelationKind.ORGANIZING_OFFICE
    )
    return _related(
        [RelationKind.SUPERIOR_PARTY, RelationKind.SUPERIOR_GOVERNMENT],
        Q(other=seat.unit_id) | Q(Exists(served)),
    )


_REACH = {
    Role.OFFICE: _of_own_office,
    Role.MINUTE_TAKER: _of_own_office,
    Role.LEADER: _of_own_posts,
    Role.AGENCY: _attended,
    Role.FRONT: _of_same_level,
    Role.SUPERIOR: _of_those_below,
    Role.CITY_MONITOR: lambda _: Q(),
}


def session_for(seat: Seat | None, code: str) -> DialogueSession:
    """The only way a view obtains a session, with hostings and presiders: 404 outside the seat's reach."""
    return get_object_or_404(
        visible_sessions(seat).prefetch_related(
            "hostings__post__unit", "hostings__organizing_office", "hostings__presidencies__official"
        ),
        code=code,
    )


def organises(seat: Seat, session: DialogueSession) -> bool:
    """The seat works in the office that organises the session (D9.1.a-0, D13.1.a-0)."""
    return seat.role == Role.OFFICE and any(
        hosting.organizing_office_id == seat.unit_id for hosting in session.hostings.all()
    )


# -- sessions: planning


def can_plan(seat: Seat | None) -> Decision:
    """Only offices put sessions on the calendar (D9.1.a-0, D13.1.a-0)."""
    if seat is None or seat.role != Role.OFFICE:
        return refused("Chỉ văn phòng của đơn vị tổ chức được lập buổi đối thoại.")
    return ALLOWED


def can_edit(seat: Seat, session: DialogueSession) -> Decision:
    """Change the plan before the day, or put a postponed session on another day."""
    return _as_organiser(seat, session, BEFORE_THE_DAY | {S.POSTPONED}, "sửa kế hoạch")


def can_postpone(seat: Seat, session: DialogueSession) -> Decision:
    """Take a session off its day, before it begins."""
    return _as_organiser(seat, session, BEFORE_THE_DAY, "hoãn buổi đối thoại")


def can_cancel(seat: Seat, session: DialogueSession) -> Decision:
    """Call a session off for good, before it begins."""
    return _as_organiser(seat, session, BEFORE_THE_DAY | {S.DRAFT, S.POSTPONED}, "hủy buổi đối thoại")


def _as_organiser(seat: Seat, session: DialogueSession, states: frozenset[str], act: str) -> Decision:
    if not organises(seat, session):
        return refused(f"Chỉ văn phòng tổ chức buổi đối thoại này được {act}.")
    if session.state not in states:
        return refused(f"Không thể {act} khi buổi đối thoại ở trạng thái “{session.get_state_display()}”.")
    return ALLOWED


PUBLISHING = BEFORE_THE_DAY | {S.IN_PROGRESS, S.HELD, S.CONCLUDED}


def can_publish(seat: Seat, session: DialogueSession) -> Decision:
    """Enter how a conference with the people and its results were made public (Luật 72/2025/QH15, Điều 43)."""
    return _as_organiser(seat, session, PUBLISHING, "ghi nhận công bố")


def publication_for(session: DialogueSession, kind: str) -> Publication:
    """The announcement or the publication of results that the plan owes; 404 where the session owes none."""
    return get_object_or_404(publications_of(session), kind=kind)


def can_see_unusual_presiders(seat: Seat | None) -> Decision:
    """The list of overrides of Điều 7 and 11 is for whoever monitors: the Front, the superior, the city's monitor."""
    if seat is not None and seat.role in (Role.FRONT, Role.SUPERIOR, Role.CITY_MONITOR):
        return ALLOWED
    return refused("Danh sách này dành cho Mặt trận, cấp trên trực tiếp và cơ quan theo dõi toàn thành phố.")


def can_see_log(seat: Seat) -> Decision:
    """The log of a session within reach names people at work: for the own house and the monitoring body."""
    if seat.role in (Role.OFFICE, Role.MINUTE_TAKER, Role.LEADER, Role.CITY_MONITOR):
        return ALLOWED
    return refused("Nhật ký chỉ dành cho đơn vị tổ chức và cơ quan theo dõi toàn thành phố.")


# -- guests: names and contacts are for the own office only


def can_see_guests(seat: Seat, session: DialogueSession) -> Decision:
    """Read the list of names; contacts on it are masked."""
    if not organises(seat, session):
        return refused("Danh sách khách mời chỉ dành cho văn phòng tổ chức buổi đối thoại này.")
    return ALLOWED


def can_change_guests(seat: Seat, session: DialogueSession) -> Decision:
    """Add, import and remove guests, until the day is over."""
    return _as_organiser(
        seat, session, BEFORE_THE_DAY | {S.POSTPONED, S.IN_PROGRESS}, "sửa danh sách khách mời"
    )


def can_reveal_contacts(seat: Seat, session: DialogueSession) -> Decision:
    """See the contacts of the list once, for a reason that is logged."""
    return can_see_guests(seat, session)


def guest_for(session: DialogueSession, code: str) -> Guest:
    """A guest of a session that was fetched through its door."""
    return get_object_or_404(session.guests.filter(removed_at__isnull=True), code=code)


def guest_import_for(session: DialogueSession, code: str) -> GuestImport:
    """A spreadsheet that was read for a session that was fetched through its door."""
    return get_object_or_404(session.guest_imports, code=code)


# -- invitations


def can_see_invitations(seat: Seat, session: DialogueSession) -> Decision:
    """Read the letters and how each of them left."""
    return can_see_guests(seat, session)


def can_issue_invitations(seat: Seat, session: DialogueSession) -> Decision:
    """Only the organising office issues the letters, once per plan (D9.1.b-2.s1, D13.1.b-2.s1)."""
    if not organises(seat, session):
        return refused("Chỉ văn phòng tổ chức buổi đối thoại này được phát hành thư mời.")
    if session.state == S.ANNOUNCED:
        return refused("Thư mời của buổi này đã được phát hành.")
    if session.state != S.SCHEDULED:
        return refused(
            f"Không thể phát hành thư mời khi buổi đối thoại ở trạng thái “{session.get_state_display()}”."
        )
    return ALLOWED


def can_dispatch(seat: Seat, session: DialogueSession) -> Decision:
    """Send again, hand over on paper, invite those added later."""
    return _as_organiser(seat, session, frozenset({S.ANNOUNCED, S.IN_PROGRESS}), "gửi thư mời")


def invitations_among(session: DialogueSession, codes: list[str]) -> list[Invitation]:
    """The live invitations of the session with these codes; others are passed over."""
    return list(_live_invitations(session).filter(code__in=codes).order_by("pk"))


def attending_body_for(session: DialogueSession, unit_code: str) -> AttendingBody:
    """A body asked to take part in a session that was fetched through its door."""
    return get_object_or_404(session.attending_bodies.select_related("unit", "session"), unit__code=unit_code)


def issued_letter_for(session: DialogueSession, hosting_code: str = "") -> IssuedDocument:
    """The issued letter from which the personal ones derive, of one hosting or the first: 404 before there is one."""
    papers = IssuedDocument.objects.filter(invitation_hosting__session=session, state=DocumentState.ISSUED)
    if hosting_code:
        papers = papers.filter(invitation_hosting__code=hosting_code)
    paper = papers.order_by("invitation_hosting__position", "pk").first()
    if paper is None:
        raise Http404("no letter is issued")
    return paper


def invitation_for(session: DialogueSession, code: str) -> Invitation:
    """A live invitation of a session that was fetched through its door."""
    return get_object_or_404(_live_invitations(session), code=code)


def _live_invitations(session: DialogueSession) -> QuerySet[Invitation]:
    rows = Invitation.objects.filter(guest__session=session, revoked_at__isnull=True)
    return rows.filter(guest__removed_at__isnull=True).select_related("guest__contact", "guest__session")


# -- registrations by link: a LinkHolder stands where staff have a seat


def can_register(holder: LinkHolder, *, at: datetime) -> Decision:
    """Send a registration: once per invitation, until registration closes."""
    if holder.registration is not None:
        return refused("Thư mời này đã có một đăng ký phát biểu.")
    return _while_open(holder.session, at)


def can_revise(holder: LinkHolder, *, at: datetime) -> Decision:
    """Change or withdraw what this very device sent, until registration closes."""
    registration = holder.own_registration
    if registration is None:
        return refused("Nhập mã tra cứu để xem, sửa hoặc rút đăng ký.")
    if registration.state not in REGISTRATION["withdraw"].sources:
        return refused("Đăng ký này không còn sửa được. Ông/bà có thể gọi văn phòng.")
    return _while_open(holder.session, at)


def can_respond(holder: LinkHolder, *, at: datetime) -> Decision:
    """Say that one comes or not, until the session begins."""
    session = holder.session
    if session.state not in BEFORE_THE_DAY or session.starts_at is None or at >= session.starts_at:
        return refused("Buổi đối thoại này không còn nhận phản hồi qua liên kết.")
    return ALLOWED


def _while_open(session: DialogueSession, at: datetime) -> Decision:
    if is_open(session, at=at):
        return ALLOWED
    closed_at = registration_closes_at(session)
    if session.state in BEFORE_THE_DAY and closed_at is not None:
        return refused(f"Đã hết thời gian đăng ký ({long_moment(localtime(closed_at))}).")
    return refused("Buổi đối thoại này không còn nhận đăng ký qua liên kết.")


# -- registrations in the office

_HOUSE = frozenset({Role.OFFICE, Role.MINUTE_TAKER, Role.LEADER})
_TRIAGE_OPEN = BEFORE_THE_DAY | {S.POSTPONED, S.IN_PROGRESS, S.HELD}
_ORDER_OPEN = BEFORE_THE_DAY | {S.IN_PROGRESS}


def can_see_registrations(seat: Seat, session: DialogueSession) -> Decision:
    """What people want to say is for the house that holds the session; ``session`` came through its door."""
    if seat.role not in _HOUSE:
        return refused("Đăng ký phát biểu chỉ dành cho đơn vị tổ chức buổi đối thoại này.")
    return ALLOWED


def registration_for(session: DialogueSession, code: str) -> SpeakingRegistration:
    """A registration of a session that was fetched through its door, with contact and voices."""
    return get_object_or_404(with_everything(session.registrations.all()), code=code)


def can_enter_slip(seat: Seat, session: DialogueSession) -> Decision:
    """Type in a paper slip; closing time binds the link, not the office."""
    return _as_organiser(seat, session, _ORDER_OPEN, "nhập phiếu đăng ký")


def can_triage(seat: Seat, session: DialogueSession) -> Decision:
    """Decide about registrations. Refusing is not among it (see ``can_confirm_refusal``)."""
    return _as_organiser(seat, session, _TRIAGE_OPEN, "xem xét đăng ký")


def can_order(seat: Seat, session: DialogueSession) -> Decision:
    """Accept among the speakers and change their order."""
    return _as_organiser(seat, session, _ORDER_OPEN, "sắp xếp người phát biểu")


def may_become(registration: SpeakingRegistration, verb: str) -> bool:
    """Whether the table of states lets ``verb`` start from where the registration stands."""
    if verb == "propose_refusal":
        return not hasattr(registration, "refusal_proposal") and may_become(registration, "refuse")
    if verb == "accept" and not registration.speaks_in_person:
        return False
    return registration.state in REGISTRATION[verb].sources


def can_reveal_registrants(seat: Seat, session: DialogueSession) -> Decision:
    """Contacts of people who registered are for the own office only, each look with a reason."""
    if not organises(seat, session):
        return refused("Thông tin liên hệ chỉ dành cho văn phòng tổ chức buổi đối thoại này.")
    return ALLOWED


def can_confirm_refusal(seat: Seat, session: DialogueSession) -> Decision:
    """Đ5: refusing is a right of the presider alone."""
    presides = Presidency.objects.filter(hosting__session=session, official__user=seat.user_id).exists()
    if seat.role != Role.LEADER or not presides:
        return refused("Chỉ người chủ trì có quyền không tiếp nhận theo Điều 5.")
    if session.state not in _TRIAGE_OPEN:
        return refused(
            f"Không thể quyết định khi buổi đối thoại ở trạng thái “{session.get_state_display()}”."
        )
    return ALLOWED


# -- the day, minutes, conclusions


def works_for(seat: Seat, session: DialogueSession) -> bool:
    """The seat belongs to the office that organises the session: its staff or those who take its minutes."""
    return seat.role in (Role.OFFICE, Role.MINUTE_TAKER) and any(
        hosting.organizing_office_id == seat.unit_id for hosting in session.hostings.all()
    )


def can_see_proceedings(seat: Seat, session: DialogueSession) -> Decision:
    """Who speaks, by name, is for the own house: office, minute takers, the leader in the chair."""
    if not works_for(seat, session) and seat.role != Role.LEADER:
        return refused("Phần điều hành chỉ dành cho đơn vị tổ chức buổi đối thoại.")
    return ALLOWED


def can_begin(seat: Seat, session: DialogueSession) -> Decision:
    """Open the session; the office may where the minute taker is not at the desk yet (Đ9.2.a, Đ13.2.a)."""
    return _on_the_day(seat, session, BEFORE_THE_DAY, "bắt đầu buổi đối thoại")


def can_call(seat: Seat, session: DialogueSession) -> Decision:
    """Give somebody the floor; after the session, enter later who had it."""
    return _on_the_day(seat, session, _DURING_AND_AFTER, "mời phát biểu")


def can_record_petitions(seat: Seat, session: DialogueSession) -> Decision:
    """Record what is raised, also from what was only written; corrections included (Đ9.2.c, Đ13.2.c)."""
    return _on_the_day(seat, session, _DURING_AND_AFTER, "ghi kiến nghị")


def can_see_receipts(seat: Seat, session: DialogueSession) -> Decision:
    """Codes are handed out by the desk; whoever has one reads what the petitioner reads."""
    if not works_for(seat, session):
        return refused("Mã tra cứu chỉ do văn phòng và thư ký của đơn vị tổ chức giao cho người kiến nghị.")
    return ALLOWED


def can_record_end(seat: Seat, session: DialogueSession) -> Decision:
    """Say when the session ended, also when nobody recorded that it began (Đ9.3.a, Đ13.3.a)."""
    return _on_the_day(seat, session, BEFORE_THE_DAY | {S.IN_PROGRESS}, "ghi nhận kết thúc")


def can_write_minutes(seat: Seat, session: DialogueSession) -> Decision:
    """Write the minutes and count who came; the office prepares, too (Đ9.2.a, Đ13.2.a)."""
    return _on_the_day(seat, session, _DURING_AND_AFTER, "ghi biên bản")


_DURING_AND_AFTER = frozenset({S.IN_PROGRESS, S.HELD})


def _on_the_day(seat: Seat, session: DialogueSession, states: frozenset[str], act: str) -> Decision:
    if not works_for(seat, session):
        return refused(f"Chỉ văn phòng và thư ký của đơn vị tổ chức được {act}.")
    if session.state not in states:
        return refused(f"Không thể {act} khi buổi đối thoại ở trạng thái “{session.get_state_display()}”.")
    return ALLOWED


def can_see_minutes(seat: Seat, session: DialogueSession) -> Decision:
    """The own house reads the minutes; everybody else gets what is published of them."""
    if works_for(seat, session) or seat.role == Role.LEADER:
        return ALLOWED
    return refused("Biên bản chỉ dành cho đơn vị tổ chức buổi đối thoại.")


def can_finalise_minutes(seat: Seat, session: DialogueSession) -> Decision:
    """The minute taker closes the minutes; the office may prepare them (Đ9.2.a, Đ13.2.a)."""
    decision = _on_the_day(seat, session, frozenset({S.HELD}), "chốt biên bản")
    if not decision:
        return decision
    if seat.role != Role.MINUTE_TAKER and seat.pk != session.minute_taker_id:
        return refused("Thư ký ghi biên bản là người chốt biên bản; văn phòng có thể soạn và sửa trước đó.")
    return ALLOWED


def can_see_conclusions(seat: Seat, session: DialogueSession) -> Decision:
    """Drafts of conclusions are for the own house until the notice is out."""
    if works_for(seat, session) or seat.role == Role.LEADER:
        return ALLOWED
    return refused("Dự thảo kết luận chỉ dành cho đơn vị tổ chức buổi đối thoại.")


def can_draft_conclusions(seat: Seat, session: DialogueSession) -> Decision:
    """The organising office drafts and submits (Đ9.3.a, Đ13.3.a)."""
    return _as_organiser(seat, session, frozenset({S.HELD}), "soạn kết luận")


def can_edit_round(seat: Seat, session: DialogueSession, draft: ConclusionDraft | None) -> Decision:
    """A round is edited until it is submitted; after a return the office opens the next one."""
    decision = can_draft_conclusions(seat, session)
    if not decision:
        return decision
    if draft is None:
        return refused("Mở dự thảo kết luận trước khi sửa.")
    if draft.state != ConclusionState.DRAFT:
        return refused(
            f"Dự thảo bản {draft.revision} đang là “{draft.get_state_display()}” nên không sửa được."
        )
    return ALLOWED


def can_review(seat: Seat) -> Decision:
    """Open the pages on which a presider decides."""
    if seat.role != Role.LEADER:
        return refused("Trang này dành cho người chủ trì duyệt kết luận.")
    return ALLOWED


def can_decide(seat: Seat, draft: ConclusionDraft, *, on: date) -> Decision:
    """Only who presided, or who holds the post on the day, decides on conclusions (Đ9.2.đ, Đ13.2.đ)."""
    if not decided_by(seat, on=on).filter(session=draft.session_id).exists():
        return refused("Chỉ người chủ trì buổi đối thoại được duyệt kết luận.")
    return ALLOWED


def turn_for(session: DialogueSession, code: str) -> Turn:
    """A turn of a session that was fetched through its door."""
    return get_object_or_404(turns_of(session), code=code)


def petition_for(session: DialogueSession, code: str) -> Petition:
    """A petition of a session that was fetched through its door."""
    return get_object_or_404(petitions_of(session), code=code)
