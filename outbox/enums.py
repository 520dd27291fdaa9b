"""Channels and states of messages, and what people did about those that did not arrive."""

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
    BOUNCED = "bounced", "Bị trả lại"
    CANCELLED = "cancelled", "Không gửi nữa"


# A person has to look: it did not arrive, or nobody knows.
IN_TROUBLE = (MessageState.FAILED, MessageState.UNCERTAIN, MessageState.BOUNCED)


class Handled(models.TextChoices):
    """What somebody did about a message that did not arrive."""

    SENT_AGAIN = "sent_again", "Đã gửi lại"
    ON_PAPER = "on_paper", "Giao bản giấy"
    BY_PHONE = "by_phone", "Đã gọi điện báo"
    NOTHING = "nothing", "Không cần làm gì thêm"


class AttemptOutcome(models.TextChoices):
    """What a provider said about one text message; empty while nobody knows."""

    ACCEPTED = "accepted", "Đã nhận"
    REFUSED = "refused", "Từ chối"
    FAILED = "failed", "Chưa nhận"
    UNKNOWN = "unknown", "Không rõ"
