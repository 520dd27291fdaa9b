"""Families and kinds of papers."""

from django.db import models


class Family(models.TextChoices):
    """A paper belongs to exactly one family; their parts are never mixed."""

    PARTY = "party", "Văn bản của Đảng"
    STATE = "state", "Văn bản hành chính nhà nước"


class PaperType(models.TextChoices):
    """The types of the rules on papers. Each has one series of numbers per body and period, whatever it is about."""

    INVITATION = "giay-moi", "Giấy mời"
    MINUTES = "bien-ban", "Biên bản"
    NOTICE = "thong-bao", "Thông báo"
    REPORT = "bao-cao", "Báo cáo"
    LETTER = "cong-van", "Công văn"


class PaperKind(models.TextChoices):
    """Kinds of papers the portal issues: a type and what it is about."""

    INVITATION = "giay-moi", "Giấy mời"
    MINUTES = "bien-ban", "Biên bản"
    CONCLUSION_NOTICE = "thong-bao-ket-luan", "Thông báo kết luận"
    ANNUAL_REPORT = "bao-cao-nam", "Báo cáo năm"
    ANNOUNCEMENT = "thong-bao-cong-khai", "Thông báo công khai"
    URGING_LETTER = "cong-van-don-doc", "Công văn đôn đốc"
    ESCALATION_LETTER = "cong-van-kien-nghi", "Công văn kiến nghị cấp trên"

    @property
    def paper_type(self) -> PaperType:
        """The type whose numbers the kind takes: notices of both kinds count together."""
        return _TYPE_OF[self]


_TYPE_OF = {
    PaperKind.INVITATION: PaperType.INVITATION,
    PaperKind.MINUTES: PaperType.MINUTES,
    PaperKind.CONCLUSION_NOTICE: PaperType.NOTICE,
    PaperKind.ANNUAL_REPORT: PaperType.REPORT,
    PaperKind.ANNOUNCEMENT: PaperType.NOTICE,
    PaperKind.URGING_LETTER: PaperType.LETTER,
    PaperKind.ESCALATION_LETTER: PaperType.LETTER,
}


class DocumentState(models.TextChoices):
    NUMBERED = "numbered", "Đã lấy số, đang lập tệp"
    ISSUED = "issued", "Đã phát hành"
    VOID = "void", "Số đã hủy"
