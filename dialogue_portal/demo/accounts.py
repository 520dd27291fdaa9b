"""The demo accounts, one per role, and the password that they share."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password

from accounts.enums import Role
from accounts.models import Seat, User
from audit.public_codes import CROCKFORD
from dialogue_portal.demo.people import email, person
from organizations.enums import PostKind
from organizations.models import Official, Unit
from organizations.reference_data import REORGANISED_ON


@dataclass(frozen=True)
class DemoSeat:
    """A unit and the title under which the account works there."""

    unit_key: str
    title: str


@dataclass(frozen=True)
class DemoAccount:
    """One account; ``heads`` names the unit whose first post its person holds."""

    username: str
    role: Role
    seats: tuple[DemoSeat, ...]
    heads: str = ""


def _one(username: str, role: Role, unit_key: str, title: str) -> DemoAccount:
    return DemoAccount(username, role, (DemoSeat(unit_key, title),))


ACCOUNTS = (
    _one("vanphong", Role.OFFICE, "van-phong-dang-uy-phuong-ben-thanh", "Chuyên viên Văn phòng Đảng ủy"),
    _one("vanphong2", Role.OFFICE, "van-phong-dang-uy-phuong-sai-gon", "Chuyên viên Văn phòng Đảng ủy"),
    _one(
        "vanphong3",
        Role.OFFICE,
        "van-phong-hdnd-ubnd-phuong-ben-thanh",
        "Chuyên viên Văn phòng HĐND và UBND",
    ),
    _one("thuky", Role.MINUTE_TAKER, "van-phong-dang-uy-phuong-ben-thanh", "Thư ký ghi biên bản"),
    DemoAccount(
        "lanhdao",
        Role.LEADER,
        (
            DemoSeat("dang-uy-phuong-ben-thanh", "Bí thư Đảng ủy phường"),
            DemoSeat("hdnd-phuong-ben-thanh", "Chủ tịch Hội đồng nhân dân phường"),
        ),
        heads="dang-uy-phuong-ben-thanh",
    ),
    _one("coquan", Role.AGENCY, "trung-tam-quan-ly-ha-tang-ky-thuat", "Chuyên viên Phòng Quản lý hạ tầng"),
    _one("coquan2", Role.AGENCY, "cong-an-phuong-ben-thanh", "Cán bộ Tổ tổng hợp"),
    _one("mttq", Role.FRONT, "mttq-phuong-ben-thanh", "Ủy viên Thường trực"),
    _one("captren", Role.SUPERIOR, "thanh-uy", "Chuyên viên Văn phòng Thành ủy"),
    _one("bandanvan", Role.CITY_MONITOR, "ban-tuyen-giao-va-dan-van", "Chuyên viên Phòng Dân vận"),
    _one("quantri", Role.ADMIN, "van-phong-thanh-uy", "Quản trị hệ thống"),
)


def demo_password() -> str:
    """The one password of all demo accounts: from the settings, else the one this machine made and kept."""
    return settings.DEMO_PASSWORD or kept_password(settings.DATA_DIR / "secrets")


def kept_password(folder: Path) -> str:
    """The password that this machine made for its demo accounts, easy to copy by hand; made on first use."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / "demo_password"
    try:
        with path.open("x", encoding="ascii") as file:
            path.chmod(0o600)
            file.write("-".join("".join(secrets.choice(CROCKFORD) for _ in range(4)) for _ in range(4)))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii").strip()


def seed_accounts(*, password: str) -> int:
    """Make the accounts and seats that are missing and give all of them the password; returns how many are new."""
    units = {unit.key: unit for unit in Unit.objects.filter(key__in=_unit_keys())}
    made = 0
    for number, account in enumerate(ACCOUNTS, start=700):
        user, is_new = User.objects.get_or_create(
            username=account.username, defaults=_person_of(account, number) | {"is_demo": True}
        )
        made += is_new
        for seat in account.seats:
            Seat.objects.get_or_create(
                user=user,
                unit=units[seat.unit_key],
                role=account.role,
                defaults={"title": seat.title, "valid_from": REORGANISED_ON},
            )
    _set_password(password)
    return made


def _unit_keys() -> set[str]:
    return {seat.unit_key for account in ACCOUNTS for seat in account.seats}


def _person_of(account: DemoAccount, number: int) -> dict:
    """Who the account is: the invented holder of the post it heads, else somebody without a post."""
    official = None
    if account.heads:
        official = Official.objects.filter(
            is_demo=True,
            user__isnull=True,
            tenures__post__unit__key=account.heads,
            tenures__post__kind=PostKind.PARTY_SECRETARY,
        ).first()
    full_name = official.full_name if official else person(number).full_name
    return {"full_name": full_name, "official": official, "email": email(account.username)}


def _set_password(password: str) -> None:
    """All accounts share one hash, so that hashing, slow by design, happens once and only when it must."""
    users = User.objects.filter(is_demo=True, username__in=[account.username for account in ACCOUNTS])
    hashes = set(users.values_list("password", flat=True))
    if len(hashes) == 1 and check_password(password, hashes.pop()):
        return
    users.update(password=make_password(password))
