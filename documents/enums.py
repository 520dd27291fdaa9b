"""Families and kinds of papers."""

from django.db import models


class Family(models.TextChoices):
    """A paper belongs to exactly one family; their parts are never mixed."""

    PARTY = "party", "Văn bản của Đảng"
    STATE = "state", "Văn bản hành chính nhà nước"


class PaperKind(models.TextChoices):
    """Kinds of papers the portal issues. Counters are kept by kind, never by symbol."""

    INVITATION = "giay-moi", "Giấy mời"
    MINUTES = "bien-ban", "Biên bản"
    CONCLUSION_NOTICE = "thong-bao-ket-luan", "Thông báo kết luận"
    ANNUAL_REPORT = "bao-cao-nam", "Báo cáo năm"


class DocumentState(models.TextChoices):
    NUMBERED = "numbered", "Đã lấy số, đang lập tệp"
    ISSUED = "issued", "Đã phát hành"
    VOID = "void", "Số đã hủy"
