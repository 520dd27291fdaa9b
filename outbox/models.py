"""Messages waiting to leave, and each time a text message was handed to the provider."""

import secrets

from django.apps import apps
from django.db import models

from audit.public_codes import PublicCodeField
from audit.states import Versioned
from organizations.models import Unit
from outbox.enums import AttemptOutcome, Channel, Handled, MessageState


def new_message_id() -> str:
    """An opaque random name for the Message-ID header: tells outsiders nothing about volume."""
    return secrets.token_hex(16)


def new_message_ids(count: int) -> list[str]:
    """So many of them by one call for randomness."""
    digits = secrets.token_hex(16 * count)
    return [digits[start : start + 32] for start in range(0, len(digits), 32)]


class Message(Versioned):
    """One message to one recipient. Text and address are made when it is sent, and archived masked.

    ``kind`` names the renderer; ``params`` holds ids of rows only, never addresses or text. ``tried_at`` is when
    the relay last took it up. A message in trouble is somebody's task until ``handled_at``.
    """

    code = PublicCodeField()
    dedupe_key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    channel = models.CharField("kênh", max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    sender = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="messages", verbose_name="đơn vị gửi"
    )
    context_key = models.CharField(max_length=60, blank=True, db_index=True)
    recipient_label = models.CharField("người nhận", max_length=160, blank=True)
    state = models.CharField(
        "trạng thái", max_length=12, choices=MessageState.choices, default=MessageState.WAITING
    )
    message_id = models.CharField(max_length=64, unique=True, default=new_message_id, editable=False)
    created_at = models.DateTimeField("lập lúc")
    not_before = models.DateTimeField("không gửi trước")
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    error = models.CharField("lý do", max_length=300, blank=True)
    archived_subject = models.CharField(max_length=300, blank=True)
    archived_body = models.TextField(blank=True)
    tried_at = models.DateTimeField("thử gửi lần cuối", null=True, blank=True)
    bounced_at = models.DateTimeField("bị trả lại lúc", null=True, blank=True)
    again_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="again",
        verbose_name="gửi lại của",
    )
    segments = models.PositiveSmallIntegerField("số phần tin nhắn", null=True, blank=True)
    handled_at = models.DateTimeField("đã xử lý lúc", null=True, blank=True)
    handled_how = models.CharField("cách xử lý", max_length=12, choices=Handled.choices, blank=True)
    handled_note = models.CharField("ghi chú xử lý", max_length=300, blank=True)
    forgotten_on = models.DateField("đã xóa bản lưu ngày", null=True, blank=True)

    class Meta:
        verbose_name = "thư đi"
        ordering = ("-created_at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="message_bounced_has_moment",
                condition=~models.Q(state=MessageState.BOUNCED) | models.Q(bounced_at__isnull=False),
            ),
            models.CheckConstraint(
                name="message_handled_says_how",
                condition=models.Q(handled_at__isnull=True, handled_how="")
                | models.Q(handled_at__isnull=False) & ~models.Q(handled_how=""),
            ),
            models.CheckConstraint(
                name="message_sent_has_moment",
                condition=models.Q(state=MessageState.SENT, sent_at__isnull=False)
                | ~models.Q(state=MessageState.SENT),
            ),
        ]
        indexes = [
            models.Index(
                fields=("not_before", "id"),
                condition=models.Q(state__in=[MessageState.WAITING, MessageState.SENDING]),
                name="message_to_be_sent",
            ),
            models.Index(
                fields=("sender",),
                condition=models.Q(
                    state__in=[MessageState.FAILED, MessageState.UNCERTAIN, MessageState.BOUNCED],
                    handled_at__isnull=True,
                ),
                name="message_to_be_handled",
            ),
        ]

    @property
    def audit_context(self) -> models.Model:
        """The row under whose log acts about this message are shown; the message itself where it has none."""
        label, _, key = self.context_key.partition(":")
        return apps.get_model(label)(pk=int(key)) if key else self


class SmsDay(models.Model):
    """One day of text messages. Whoever hands one over locks this row, so that nobody passes a ceiling together."""

    on = models.DateField("ngày", unique=True)

    class Meta:
        verbose_name = "ngày gửi tin nhắn"


class SmsAttempt(models.Model):
    """One handing over of a text message to the provider, written before the provider is called.

    Ceilings, the circuit breaker and "was it sent already?" are read from these rows. The number itself is not
    kept: its digest is keyed and differs each day, so that it counts within a day and links nothing across days.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="sms_attempts")
    day = models.ForeignKey(SmsDay, on_delete=models.CASCADE, related_name="attempts")
    number_digest = models.CharField(max_length=64)
    prefix = models.CharField("đầu số", max_length=3)
    started_at = models.DateTimeField("bắt đầu lúc")
    finished_at = models.DateTimeField("xong lúc", null=True, blank=True)
    outcome = models.CharField("kết quả", max_length=10, choices=AttemptOutcome.choices, blank=True)

    class Meta:
        verbose_name = "lần gửi tin nhắn"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="sms_attempt_finished_has_outcome",
                condition=models.Q(finished_at__isnull=True, outcome="")
                | models.Q(finished_at__isnull=False) & ~models.Q(outcome=""),
            )
        ]
        indexes = [models.Index(fields=("day", "number_digest"), name="sms_of_number_on_day")]
