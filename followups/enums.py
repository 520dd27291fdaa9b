"""States of assignments and outcomes of answers; how a petition's state is read from them."""

from django.db import models


class AssignmentState(models.TextChoices):
    ASSIGNED = "assigned", "Đang giải quyết"
    EXTENDED = "extended", "Đã báo gia hạn"
    ANSWERED = "answered", "Đã trả lời"
    ESCALATED = "escalated", "Kiến nghị cấp trên"


class AnswerOutcome(models.TextChoices):
    RESOLVED = "resolved", "Đã giải quyết xong"
    IN_PROGRESS = "in_progress", "Đang giải quyết, có lộ trình"
    EXPLAINED = "explained", "Giải trình, không có cơ sở giải quyết"
    BEYOND_AUTHORITY = "beyond_authority", "Vượt thẩm quyền, kiến nghị cấp trên"


class DeliveryChannel(models.TextChoices):
    PORTAL = "portal", "Qua cổng (tra cứu và thư điện tử)"
    PAPER = "paper", "Văn bản giấy do văn phòng giao"
    PUBLISHED = "published", "Niêm yết công khai (không có địa chỉ)"
