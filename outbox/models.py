"""Messages waiting to leave."""

import secrets

from django.db import models

from audit.public_codes import PublicCodeField
from organizations.models import Unit
from outbox.enums import Channel, MessageState


def new_message_id() -> str:
    """An opaque random name for the Message-ID header: tells outsiders nothing about volume."""
    return secrets.token_hex(16)


class Message(models.Model):
    """One message to one recipient. Text and address are made when it is sent, and archived masked.

    ``kind`` names the renderer; ``params`` holds ids of rows only, never addresses or text.
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

    class Meta:
        verbose_name = "thư đi"
        ordering = ("-created_at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="message_sent_has_moment",
                condition=models.Q(state=MessageState.SENT, sent_at__isnull=False)
                | ~models.Q(state=MessageState.SENT),
            )
        ]
        indexes = [
            models.Index(
                fields=("not_before", "id"),
                condition=models.Q(state__in=[MessageState.WAITING, MessageState.SENDING]),
                name="message_to_be_sent",
            )
        ]
