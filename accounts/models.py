"""Users, their seats, which roles need a second factor, and the browsers that are signed in."""

from datetime import date, timedelta

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q

from accounts.enums import Role
from audit.actors import Actor, ActorKind
from audit.public_codes import PublicCodeField
from organizations.models import Dated, Official, Unit, dated_constraint


class UserManager(BaseUserManager):
    """Makes users; there is no superuser, rights come from seats."""

    def create_user(self, username: str, password: str | None, *, full_name: str, **fields) -> "User":
        user = self.model(username=self.model.normalize_username(username), full_name=full_name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who signs in. What he may do depends on the seat he takes."""

    username = models.CharField("tên đăng nhập", max_length=60, unique=True)
    full_name = models.CharField("họ và tên", max_length=120)
    official = models.OneToOneField(
        Official, null=True, blank=True, on_delete=models.PROTECT, related_name="user"
    )
    email = models.EmailField("thư điện tử", blank=True)
    is_active = models.BooleanField("đang dùng", default=True)
    is_demo = models.BooleanField("tài khoản minh họa", default=False)

    objects = UserManager()
    USERNAME_FIELD = "username"

    class Meta:
        verbose_name = "người dùng"

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name


class Seat(Dated):
    """A person in a unit in a role for a period. Everything a user does, he does from a seat."""

    code = PublicCodeField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="seats")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField("vai trò", max_length=20, choices=Role.choices)
    title = models.CharField("chức danh", max_length=120)

    class Meta:
        verbose_name = "vị trí làm việc"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("user", "unit", "role"), condition=Q(valid_until__isnull=True), name="seat_once"
            ),
            dated_constraint("seat_period"),
        ]

    def __str__(self) -> str:
        return f"{self.user.full_name}, {self.title}"

    @property
    def display_name(self) -> str:
        return self.user.full_name

    @property
    def initials(self) -> str:
        """First letters of the last two words of the name, for the round badge in the header."""
        return "".join(word[0] for word in self.user.full_name.split()[-2:]).upper()

    @property
    def unit_label(self) -> str:
        return self.unit.name

    @property
    def actor(self) -> Actor:
        """This seat as the one who acts."""
        return Actor(
            kind=ActorKind.SEAT,
            label=f"{self.user.full_name}, {self.title}",
            seat_id=self.pk,
            unit_id=self.unit_id,
        )


class StaffInvitation(models.Model):
    """Somebody is asked to sit in a unit; the link in the letter is good once and for some days.

    ``valid_from`` and ``valid_until`` are those of the seat. Accepting makes the seat and closes the invitation.
    """

    code = PublicCodeField()
    full_name = models.CharField("họ và tên", max_length=120)
    email = models.EmailField("thư điện tử")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="staff_invitations", verbose_name="đơn vị"
    )
    role = models.CharField("vai trò", max_length=20, choices=Role.choices)
    title = models.CharField("chức danh", max_length=120)
    valid_from = models.DateField("từ ngày")
    valid_until = models.DateField("đến hết ngày", null=True, blank=True)
    invited_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField("mời lúc")
    generation = models.PositiveSmallIntegerField(default=1)
    token_digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    expires_at = models.DateTimeField("hết hiệu lực lúc")
    accepted_at = models.DateTimeField("nhận lúc", null=True, blank=True)
    withdrawn_at = models.DateTimeField("rút lúc", null=True, blank=True)
    seat = models.OneToOneField(
        Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="came_by_invitation"
    )

    class Meta:
        verbose_name = "lời mời cán bộ"
        ordering = ("-invited_at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="staff_invitation_accepted_has_seat",
                condition=Q(accepted_at__isnull=True, seat__isnull=True)
                | Q(accepted_at__isnull=False, seat__isnull=False, withdrawn_at__isnull=True),
            ),
            dated_constraint("staff_invitation_period"),
        ]

    def __str__(self) -> str:
        return f"Lời mời {self.code}"


class Absence(models.Model):
    """Days on which somebody is away and another seat stands in: reminders then go there."""

    code = PublicCodeField()
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, related_name="absences", verbose_name="người vắng mặt"
    )
    deputy = models.ForeignKey(
        Seat, on_delete=models.PROTECT, related_name="stands_in_for", verbose_name="người nhận thay"
    )
    from_on = models.DateField("từ ngày")
    until_on = models.DateField("đến hết ngày")
    entered_at = models.DateTimeField("nhập lúc")
    # Ended early or entered by mistake: the row stays, the person is there again from this day on.
    ended_on = models.DateField("có mặt lại từ ngày", null=True, blank=True)

    class Meta:
        verbose_name = "vắng mặt"
        ordering = ("-from_on", "-pk")
        constraints = [
            models.CheckConstraint(name="absence_period", condition=Q(until_on__gte=models.F("from_on"))),
            models.CheckConstraint(name="absence_of_another", condition=~Q(deputy=models.F("seat"))),
        ]

    @property
    def last_on(self) -> date:
        """The last day away, included; before the first one when it was taken back."""
        return min(self.until_on, self.ended_on - timedelta(days=1)) if self.ended_on else self.until_on


class SecondFactorRule(models.Model):
    """What an administrator decided about one role, from a day on. The latest that has begun holds; rows stay."""

    role = models.CharField("vai trò", max_length=20, choices=Role.choices)
    is_required = models.BooleanField("bắt buộc")
    valid_from = models.DateField("từ ngày")
    reason = models.CharField("lý do", max_length=300)
    entered_at = models.DateTimeField("nhập lúc")

    class Meta:
        verbose_name = "quy tắc xác nhận hai bước"
        ordering = ("-valid_from", "-pk")


class BrowserSession(AbstractBaseSession):
    """One browser's session. Knowing whose it is lets that person end it from elsewhere."""

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="browser_sessions")
    last_seen_at = models.DateTimeField("lần cuối", null=True)

    class Meta(AbstractBaseSession.Meta):
        verbose_name = "phiên đăng nhập"

    @classmethod
    def get_session_store_class(cls):
        from accounts.session_store import SessionStore  # noqa: PLC0415  the store imports this model

        return SessionStore
