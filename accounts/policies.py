"""What every app asks about a seat: its role, its unit, and whether it is its own."""

from django.http import Http404

from accounts.decisions import ALLOWED, Decision, refused
from accounts.enums import Role
from accounts.models import Seat, User
from accounts.queries import seats_of
from organizations.models import Unit
from regulation.clock import today


def has_role(seat: Seat | None, *roles: Role) -> bool:
    """Whether somebody sits on a seat of one of the roles."""
    return seat is not None and seat.role in roles


def can_work_for(seat: Seat | None, unit: Unit, *roles: Role) -> Decision:
    """Whether the seat is in the unit itself, in one of the roles."""
    if has_role(seat, *roles) and seat.unit_id == unit.pk:
        return ALLOWED
    names = ", ".join(role.label.lower() for role in roles)
    return refused(f"Việc này dành cho {names} của {unit.name}.")


def can_protect(user: User) -> Decision:
    """Whether somebody may change how the account is entered. A demo account is shared by its one password."""
    if user.is_demo:
        return refused("Tài khoản minh họa dùng chung một mật khẩu nên không đổi được cách đăng nhập.")
    return ALLOWED


def can_administer_sign_in(seat: Seat | None) -> Decision:
    """Whether the seat decides who needs a second factor, and takes a lost one from somebody's account."""
    if has_role(seat, Role.ADMIN):
        return ALLOWED
    return refused(
        "Chỉ quản trị hệ thống được sửa quy định đăng nhập và đặt lại xác nhận hai bước của người khác."
    )


def can_reset(seat: Seat, user: User) -> Decision:
    """Nobody resets the own one: whoever took over an administrator's session could shed the second factor so."""
    if user.pk == seat.user_id:
        return refused(
            "Không tự đặt lại cho mình. Nhờ một quản trị hệ thống khác, hoặc chạy lệnh trên máy chủ."
        )
    return ALLOWED


def seat_for(user: User, code: str) -> Seat:
    """The only way to take a seat: one of the person's own that holds today, else 404."""
    for seat in seats_of(user, on=today()):
        if seat.code == code:
            return seat
    raise Http404
