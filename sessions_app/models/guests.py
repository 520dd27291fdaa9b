"""Whom the office invites. The address book is the office's; guests of a session are copies of it.

No key leads from either to what anybody ever said in another session.
"""

from django.db import models
from django.db.models import Q

from audit.public_codes import PublicCodeField
from organizations.models import Unit
from regulation.text import fold, name_sort_key
from sessions_app.enums import GuestCategory
from sessions_app.models.dialogue_session import DialogueSession
from sessions_app.models.erasing import Erasable


class AddressBookEntry(models.Model):
    """Somebody an office invites from time to time, with the consent to be invited again."""

    code = PublicCodeField()
    office = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="address_book")
    salutation = models.CharField("danh xưng", max_length=10, blank=True)
    full_name = models.CharField("họ và tên", max_length=120)
    group = models.CharField("khu phố, ấp, tổ chức", max_length=160, blank=True)
    category = models.CharField("thành phần", max_length=20, choices=GuestCategory.choices)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    address = models.CharField("địa chỉ", max_length=200, blank=True)
    consent_text = models.CharField("bản văn đồng ý", max_length=40, blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    # By which a consent that is taken back finds its entry. Keyed outside the database: from here nothing leads back.
    consent_digest = models.CharField(max_length=64, blank=True, editable=False)
    name_folded = models.CharField(max_length=120, editable=False, db_index=True)
    name_sort = models.CharField(max_length=400, editable=False)

    class Meta:
        verbose_name = "người trong danh bạ"
        ordering = ("name_sort", "pk")

    def save(self, *args, **kwargs):
        self.name_folded, self.name_sort = fold(self.full_name), name_sort_key(self.full_name)
        super().save(*args, **kwargs)


class Guest(Erasable):
    """One invitee of one session (process side: who and in which role)."""

    code = PublicCodeField()
    session = models.ForeignKey(DialogueSession, on_delete=models.CASCADE, related_name="guests")
    office = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    salutation = models.CharField("danh xưng", max_length=10, blank=True)
    full_name = models.CharField("họ và tên", max_length=120)
    group = models.CharField("khu phố, ấp, tổ chức", max_length=160, blank=True)
    category = models.CharField(
        "thành phần", max_length=20, choices=GuestCategory.choices, default=GuestCategory.RESIDENT
    )
    listed_at_issue = models.BooleanField("có trong danh sách khi phát hành thư mời", default=False)
    attended = models.BooleanField("có mặt", null=True)
    added_at = models.DateTimeField("thêm lúc")
    removed_at = models.DateTimeField("bỏ lúc", null=True, blank=True)
    # Same person, same contact within one session: an import repeated adds nobody. A keyed digest that dies with
    # the session.
    likeness = models.CharField(max_length=64, editable=False)
    name_folded = models.CharField(max_length=120, editable=False)
    name_sort = models.CharField(max_length=400, editable=False)

    class Meta:
        verbose_name = "khách mời"
        ordering = ("name_sort", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("session", "likeness"),
                condition=Q(removed_at__isnull=True),
                name="guest_once_per_session",
            )
        ]

    def save(self, *args, **kwargs):
        self.name_folded, self.name_sort = fold(self.full_name), name_sort_key(self.full_name)
        super().save(*args, **kwargs)

    @property
    def audit_context(self) -> DialogueSession:
        return self.session


class GuestContact(Erasable):
    """How to reach a guest. For the own office only; lists show it masked."""

    guest = models.OneToOneField(Guest, on_delete=models.CASCADE, related_name="contact")
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    address = models.CharField("địa chỉ", max_length=200, blank=True)

    class Meta:
        verbose_name = "liên hệ của khách mời"


class GuestImport(models.Model):
    """A spreadsheet that was read and waits for the office's confirmation; nothing is a guest yet."""

    code = PublicCodeField()
    session = models.ForeignKey(DialogueSession, on_delete=models.CASCADE, related_name="guest_imports")
    seat = models.ForeignKey("accounts.Seat", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField("tệp", max_length=200)
    rows = models.JSONField("các dòng đã đọc")
    read_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "danh sách chờ nhập"
