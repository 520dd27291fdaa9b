"""Kinds of units, posts and relations."""

from django.db import models


class Branch(models.TextChoices):
    """Which chapter of the regulation a host follows: II for the Party, III for the government."""

    PARTY = "party", "Cấp ủy"
    GOVERNMENT = "government", "Chính quyền"


class TerritoryKind(models.TextChoices):
    CITY = "city", "Thành phố"
    WARD = "ward", "Phường"
    COMMUNE = "commune", "Xã"
    TOWNSHIP = "township", "Thị trấn"
    SPECIAL_ZONE = "special_zone", "Đặc khu"


class UnitKind(models.TextChoices):
    PARTY_COMMITTEE = "party_committee", "Cấp ủy"
    PARTY_OFFICE = "party_office", "Văn phòng cấp ủy"
    PARTY_BODY = "party_body", "Ban, cơ quan của cấp ủy"
    COUNCIL = "council", "Hội đồng nhân dân"
    COMMITTEE = "committee", "Ủy ban nhân dân"
    GOVERNMENT_OFFICE = "government_office", "Văn phòng HĐND, UBND"
    FRONT = "front", "Ủy ban Mặt trận Tổ quốc"
    ORGANISATION = "organisation", "Tổ chức chính trị - xã hội"
    DEPARTMENT = "department", "Sở, ban, ngành"
    COMMUNE_DIVISION = "commune_division", "Phòng, đơn vị của phường, xã"
    POLICE = "police", "Công an"
    MILITARY = "military", "Quân sự"
    ENTERPRISE = "enterprise", "Doanh nghiệp nhà nước"
    SERVICE_UNIT = "service_unit", "Đơn vị sự nghiệp công lập"


class Level(models.TextChoices):
    """A row of the table of levels in Đ7 and Đ11, never a branch of code."""

    CENTRAL = "central", "Trung ương"
    CITY = "city", "Thành phố"
    DISTRICT = "district", "Quận, huyện"
    COMMUNE = "commune", "Phường, xã, đặc khu"
    ABOVE_BASE = "above_base", "Cấp trên cơ sở"
    BASE = "base", "Cơ sở"


class PostKind(models.TextChoices):
    PARTY_SECRETARY = "party_secretary", "Bí thư"
    COUNCIL_CHAIR = "council_chair", "Chủ tịch Hội đồng nhân dân"
    COMMITTEE_CHAIR = "committee_chair", "Chủ tịch Ủy ban nhân dân"
    AGENCY_HEAD = "agency_head", "Thủ trưởng cơ quan, đơn vị"


class RelationKind(models.TextChoices):
    """How one unit stands to another; every relation is dated."""

    SUPERIOR_PARTY = "superior_party", "Cấp ủy cấp trên trực tiếp"
    SUPERIOR_GOVERNMENT = "superior_government", "Chính quyền cấp trên trực tiếp"
    SAME_LEVEL_COMMITTEE = "same_level_committee", "Cấp ủy cùng cấp"
    SAME_LEVEL_FRONT = "same_level_front", "Mặt trận Tổ quốc cùng cấp"
    ORGANIZING_OFFICE = "organizing_office", "Văn phòng tổ chức"
    PART_OF = "part_of", "Thuộc"


class SuccessionExtent(models.TextChoices):
    WHOLE = "whole", "Toàn bộ"
    PART = "part", "Một phần"


class SignatureForm(models.TextChoices):
    """Who signs a paper of the body: its head on its behalf, or its chief of office by its order."""

    ON_BEHALF = "on_behalf", "Người đứng đầu ký thay mặt"
    BY_ORDER = "by_order", "Chánh Văn phòng ký thừa lệnh"


class ReorganisationState(models.TextChoices):
    """A reorganisation is first shown with what it would move, then applied."""

    DRAFT = "draft", "Chưa áp dụng"
    APPLIED = "applied", "Đã áp dụng"


class CustodyKind(models.TextChoices):
    """What passes from one unit to another, or ends with it, in the order in which it is handed over."""

    ASSIGNMENT = "assignment", "Kiến nghị đang giải quyết"
    SUPPORT = "support", "Kiến nghị đang phối hợp"
    SESSION_POST = "session_post", "Buổi đối thoại sẽ tổ chức"
    SESSION_OFFICE = "session_office", "Buổi đối thoại đang phụ trách"
    ATTENDANCE = "attendance", "Buổi đối thoại sẽ tham gia"
    CONCLUSION = "conclusion", "Kết luận đang dự thảo"
    DUTY = "duty", "Việc còn mở"
    OWED = "owed", "Việc nơi khác phải báo cáo về"
    ADDRESS_BOOK = "address_book", "Danh bạ khách mời"
    DATA_REQUEST = "data_request", "Yêu cầu về dữ liệu cá nhân"
    SEAT = "seat", "Vị trí làm việc"
    COMPETENCE = "competence", "Thẩm quyền theo lĩnh vực"
    RELATION = "relation", "Quan hệ giữa các đơn vị"
    POST = "post", "Chức vụ"
    NUMBERS = "numbers", "Sổ số văn bản"
