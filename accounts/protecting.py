"""The verbs of protecting an account: the second factor, the password, and who decides about them."""

from datetime import date, datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.utils import encrypt
from django.contrib.auth import authenticate
from django.db import transaction
from django.http import HttpRequest

from accounts import browser_sessions, second_factor
from accounts.enums import Role
from accounts.limits import MINUTE, Limit, network_of
from accounts.models import Seat, SecondFactorRule, User
from accounts.second_factor import Kind
from audit import acts
from audit.actors import Actor

WRONG_CODE = "Mã không khớp. Kiểm tra giờ trên điện thoại đã để tự động chưa, rồi nhập mã ứng dụng đang hiện."
NOT_THE_PRESENT_ONE = "Mật khẩu đang dùng không đúng."
TOO_MANY = "Đã nhập sai quá nhiều lần. Ông/bà thử lại sau 15 phút."
STILL_NEEDED = (
    "Vai trò của ông/bà bắt buộc xác nhận hai bước, nên chỉ đổi được sang điện thoại khác, không tắt được."
)

PASSWORD_TRIES = Limit("change-password", 10, 15 * MINUTE)


class ProtectionRefused(Exception):
    """The second factor stays as it is; the text is a Vietnamese sentence."""


@transaction.atomic
def set_up_app(user: User, *, secret: str, code: str, seat: Seat, at: datetime) -> bool:
    """Let an app make the person's codes from now on, in place of an earlier one; true when recovery codes are new.

    The code proves that the app has the secret and is used up by that. Raises ProtectionRefused.
    """
    counter = second_factor.matching_counter(secret, code)
    if counter is None:
        raise ProtectionRefused(WRONG_CODE)
    replaced, _ = Authenticator.objects.filter(user=user, type=Kind.TOTP).delete()
    Authenticator.objects.create(
        user=user,
        type=Kind.TOTP,
        data={"secret": encrypt(secret), "last_counter": counter},
        created_at=at,
        last_used_at=at,
    )
    acts.write(
        subject=user,
        verb="second_factor.app",
        title="Đổi ứng dụng xác nhận hai bước" if replaced else "Bật xác nhận hai bước bằng ứng dụng",
        by=seat.actor,
        at=at,
    )
    return _codes_for_the_first_factor(user, at=at)


@transaction.atomic
def add_passkey(user: User, *, name: str, credential: dict, seat: Seat, at: datetime) -> bool:
    """Let a device open the account as the second step; true when recovery codes are new."""
    Authenticator.objects.create(
        user=user, type=Kind.WEBAUTHN, data={"name": name, "credential": credential}, created_at=at
    )
    acts.write(subject=user, verb="second_factor.passkey", title="Thêm khóa đăng nhập", by=seat.actor, at=at)
    return _codes_for_the_first_factor(user, at=at)


def _codes_for_the_first_factor(user: User, *, at: datetime) -> bool:
    """Recovery codes for somebody who has none; whether they were made."""
    if Authenticator.objects.filter(user=user, type=Kind.RECOVERY_CODES).exists():
        return False
    _new_codes(user, at=at)
    return True


def _new_codes(user: User, *, at: datetime) -> None:
    row = RecoveryCodes.activate(user).instance
    row.created_at = at
    row.save(update_fields=("created_at",))


@transaction.atomic
def renew_recovery_codes(user: User, *, seat: Seat, at: datetime) -> None:
    """Ten new codes; the old ones open nothing any more. Raises ProtectionRefused for somebody without a factor."""
    if not second_factor.is_set_up(user):
        raise ProtectionRefused("Bật xác nhận hai bước trước, rồi mới lập được mã dự phòng.")
    Authenticator.objects.filter(user=user, type=Kind.RECOVERY_CODES).delete()
    _new_codes(user, at=at)
    acts.write(
        subject=user, verb="second_factor.renew_codes", title="Lập lại mã dự phòng", by=seat.actor, at=at
    )


@transaction.atomic
def give_up(user: User, *, pk: int, seat: Seat, on: date, at: datetime) -> None:
    """Take an app or a key away. The last one stays while a seat needs it. Said twice, it changes nothing."""
    rows = Authenticator.objects.select_for_update().filter(user=user).exclude(type=Kind.RECOVERY_CODES)
    others = [row for row in rows if row.pk != pk]
    row = next((row for row in rows if row.pk == pk), None)
    if row is None:
        return
    if not others and second_factor.is_owed_by(user, on=on):
        raise ProtectionRefused(STILL_NEEDED)
    row.delete()
    if not others:
        Authenticator.objects.filter(user=user).delete()  # codes alone would be a factor that nobody sees
    what = "ứng dụng xác nhận hai bước" if row.type == Kind.TOTP else "một khóa đăng nhập"
    acts.write(subject=user, verb="second_factor.give_up", title=f"Bỏ {what}", by=seat.actor, at=at)


@transaction.atomic
def reset(user: User, *, reason: str, by: Actor, at: datetime) -> None:
    """Take everything away from somebody who lost the phone and the codes; he sets up anew at the next sign-in."""
    if not Authenticator.objects.filter(user=user).delete()[0]:
        raise ProtectionRefused("Người này chưa bật xác nhận hai bước, không có gì để đặt lại.")
    browser_sessions.end_all(user)
    acts.write(
        subject=user,
        verb="second_factor.reset",
        title=f"Đặt lại xác nhận hai bước của {user.full_name}",
        by=by,
        at=at,
        note=reason,
    )


@transaction.atomic
def decide(
    role: Role, *, is_required: bool, valid_from: date, reason: str, seat: Seat, at: datetime
) -> SecondFactorRule:
    """Say from which day a role needs a second factor, or no longer needs one."""
    rule = SecondFactorRule.objects.create(
        role=role, is_required=is_required, valid_from=valid_from, reason=reason, entered_at=at
    )
    word = "Bắt buộc" if is_required else "Không bắt buộc"
    acts.write(
        subject=rule,
        verb="second_factor.decide",
        title=f"{word} xác nhận hai bước với vai trò {role.label.lower()} từ {valid_from:%d/%m/%Y}",
        by=seat.actor,
        at=at,
        note=reason,
    )
    return rule


def password_refusal(request: HttpRequest, typed: str, *, at: datetime) -> str:
    """Why the present password that was typed does not do; "" when it is right."""
    key = f"{request.user.pk}|{network_of(request)}"
    if not PASSWORD_TRIES.allows(key, at=at):
        return TOO_MANY
    if authenticate(request, username=request.user.get_username(), password=typed) is not None:
        return ""
    PASSWORD_TRIES.count(key, at=at)
    return NOT_THE_PRESENT_ONE


@transaction.atomic
def change_password(user: User, password: str, *, this_key: str | None, seat: Seat, at: datetime) -> None:
    """Give the account another password and sign it out everywhere but in the browser ``this_key``."""
    user.set_password(password)
    user.save(update_fields=("password",))
    browser_sessions.end_all(user, but=this_key)
    acts.write(subject=user, verb="password.change", title="Đổi mật khẩu", by=seat.actor, at=at)
