"""Who sees and does what with requests, incidents and periods."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.decisions import ALLOWED, Decision, refused
from accounts.enums import Role
from accounts.models import Seat
from followups import policies as followups
from personal_data.models import DataIncident, DataRequest, RetentionHold
from personal_data.queries.requests import requests_of
from sessions_app import policies as sessions
from sessions_app.models import DialogueSession, Guest, Petition, SpeakingRegistration

# -- periods and purges


def can_see_retention(seat: Seat) -> Decision:
    """How long what is kept: for the offices that keep it and the administrator."""
    if seat.role in (Role.ADMIN, Role.OFFICE):
        return ALLOWED
    return refused("Thời hạn lưu giữ dữ liệu dành cho văn phòng và quản trị hệ thống.")


def can_change_retention(seat: Seat) -> Decision:
    """Set periods and confirm what they erase."""
    if seat.role == Role.ADMIN:
        return ALLOWED
    return refused("Chỉ quản trị hệ thống được sửa thời hạn lưu giữ và xác nhận kết quả xóa thử.")


def can_hold(seat: Seat, session: DialogueSession) -> Decision:
    """Stop the purge for a session: its office knows of complaints and inspections."""
    if sessions.organises(seat, session):
        return ALLOWED
    return refused("Chỉ văn phòng tổ chức buổi đối thoại này được tạm dừng xóa dữ liệu.")


def hold_for(session: DialogueSession, code: str) -> RetentionHold:
    """A hold of a session that was fetched through its door."""
    return get_object_or_404(session.retention_holds, code=code)


# -- requests


def can_see_requests(seat: Seat) -> Decision:
    """Who asks about the own data is for the office that keeps them."""
    if seat.role == Role.OFFICE:
        return ALLOWED
    return refused("Yêu cầu về dữ liệu cá nhân dành cho văn phòng giữ dữ liệu.")


def request_for(seat: Seat, code: str) -> DataRequest:
    """A request to the own office; 404 for any other."""
    if seat.role != Role.OFFICE:
        raise Http404
    return get_object_or_404(requests_of(seat.unit_id), code=code)


def subject_for(seat: Seat, name: str) -> SpeakingRegistration | Petition | Guest | None:
    """The row that an address names ("dang-ky:code") if its own office asks, None for an empty name, else 404."""
    if not name:
        return None
    kind, _, code = name.partition(":")
    models = {"dang-ky": SpeakingRegistration, "kien-nghi": Petition, "khach-moi": Guest}
    if kind not in models:
        raise Http404
    row = get_object_or_404(models[kind].objects.select_related("session", "contact"), code=code)
    if not sessions.organises(seat, sessions.session_for(seat, row.session.code)):
        raise Http404
    return row


# -- contacts put right


def can_correct_registrant(seat: Seat, session: DialogueSession) -> Decision:
    """Correct who registered: whoever may look at contacts."""
    return sessions.can_reveal_registrants(seat, session)


def can_correct_guest(seat: Seat, session: DialogueSession) -> Decision:
    """Correct how a guest is reached: whoever may look at contacts."""
    return sessions.can_reveal_contacts(seat, session)


def can_correct_petitioner(seat: Seat, petition: Petition) -> Decision:
    """Correct who petitioned: whoever may look at the contact."""
    return followups.can_read_contact(seat, petition)


# -- incidents


def can_see_incidents(seat: Seat) -> Decision:
    """The register is kept by the administrator and read by whoever monitors the city."""
    if seat.role in (Role.ADMIN, Role.CITY_MONITOR):
        return ALLOWED
    return refused("Sổ sự cố dữ liệu dành cho quản trị hệ thống và cơ quan theo dõi toàn thành phố.")


def can_keep_incidents(seat: Seat) -> Decision:
    """Enter and change incidents."""
    if seat.role == Role.ADMIN:
        return ALLOWED
    return refused("Chỉ quản trị hệ thống được ghi sổ sự cố dữ liệu.")


def incident_for(seat: Seat, code: str) -> DataIncident:
    """An incident for somebody who may read the register; 404 for others."""
    if not can_see_incidents(seat):
        raise Http404
    return get_object_or_404(DataIncident.objects.select_related("unit", "session"), code=code)
