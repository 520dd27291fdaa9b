"""Who sees figures across units, and who writes yearly reports."""

from datetime import date

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.decisions import ALLOWED, Decision, refused
from accounts.enums import Role
from accounts.models import Seat
from organizations.models import Post
from organizations.queries import posts_organized_by
from reports.models import AnnualReport

_OVERSIGHT = frozenset({Role.CITY_MONITOR, Role.SUPERIOR})


def can_see_dashboard(seat: Seat | None) -> Decision:
    """The monitoring body sees the city, a superior those below it (D20.3.a). No page of it names a person."""
    if seat is None or seat.role not in _OVERSIGHT:
        return refused("Bảng điều hành dành cho cơ quan theo dõi toàn thành phố và cấp trên trực tiếp.")
    return ALLOWED


def visible_posts(seat: Seat | None, *, on: date) -> QuerySet[Post]:
    """The posts whose yearly report a seat prepares or reads: an office's posts, a leader's own."""
    if seat is None:
        return Post.objects.none()
    if seat.role == Role.OFFICE:
        return posts_organized_by(seat.unit, on)
    if seat.role == Role.LEADER:
        return Post.objects.filter(unit=seat.unit).select_related("unit__territory")
    return Post.objects.none()


def post_for(seat: Seat | None, code: str, *, on: date) -> Post:
    """The only way a page obtains a post for its report: 404 outside the seat's reach."""
    return get_object_or_404(visible_posts(seat, on=on), code=code)


def can_see_reports(seat: Seat | None) -> Decision:
    """Yearly reports are prepared in the office and read by the leader."""
    if seat is None or seat.role not in {Role.OFFICE, Role.LEADER}:
        return refused("Báo cáo năm dành cho văn phòng và lãnh đạo của đơn vị tổ chức.")
    return ALLOWED


def can_issue_report(seat: Seat, report: AnnualReport | None) -> Decision:
    """The office issues the report of a post once (D9.3.c, D13.3.c)."""
    if seat.role != Role.OFFICE:
        return refused("Chỉ văn phòng phát hành báo cáo năm.")
    if report is not None and report.document_id is not None:
        return refused("Báo cáo năm này đã phát hành.")
    return ALLOWED
