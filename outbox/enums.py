"""Channels and states of messages."""

from django.db import models


class Channel(models.TextChoices):
    EMAIL = "email", "Thư điện tử"
    SMS = "sms", "Tin nhắn"
    PRINT = "print", "Giấy giao tận nơi"


class MessageState(models.TextChoices):
    WAITING = "waiting", "Chờ gửi"
    SENDING = "sending", "Đang gửi"
    SENT = "sent", "Đã gửi đi"
    FAILED = "failed", "Không gửi được"
    UNCERTAIN = "uncertain", "Có thể đã gửi"
    CANCELLED = "cancelled", "Không gửi nữa"
