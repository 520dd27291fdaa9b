"""States and kinds of what happens before and during a session, with their Vietnamese labels."""

from django.db import models


class SessionKind(models.TextChoices):
    """Đ20.2: periodic and thematic sessions satisfy the yearly minimum, ad hoc ones come on top."""

    PERIODIC = "periodic", "Định kỳ"
    THEMATIC = "thematic", "Chuyên đề"
    AD_HOC = "ad_hoc", "Đột xuất"


class SessionState(models.TextChoices):
    DRAFT = "draft", "Dự thảo"
    SCHEDULED = "scheduled", "Đã lên lịch"
    ANNOUNCED = "announced", "Đã mời"
    IN_PROGRESS = "in_progress", "Đang diễn ra"
    HELD = "held", "Đã tổ chức"
    CONCLUDED = "concluded", "Đã thông báo kết luận"
    POSTPONED = "postponed", "Hoãn"
    CANCELLED = "cancelled", "Hủy"


class PublicationKind(models.TextChoices):
    """What Điều 43 of the Law on local government has made public: before a conference and after it."""

    ANNOUNCEMENT = "announcement", "Công bố hội nghị đối thoại"
    RESULTS = "results", "Công khai kết quả"


class PublicationChannel(models.TextChoices):
    """The ways that Điều 43 names, and those that communes use beside them."""

    RADIO = "radio", "Đài truyền thanh"
    PRESS = "press", "Báo, đài phát thanh, truyền hình"
    WEBSITE = "website", "Trang thông tin điện tử"
    NETWORK = "network", "Mạng xã hội của phường, xã"
    BOARD = "board", "Niêm yết tại trụ sở"
    HEADS = "heads", "Gửi trưởng khu phố, trưởng ấp"


class GuestCategory(models.TextChoices):
    """Who is invited: the people of Đ6.2/Đ10.2, or a body that takes part (Đ6.3/Đ10.3)."""

    RESIDENT = "resident", "Người dân"
    MEMBER = "member", "Đoàn viên, hội viên"
    STAFF = "staff", "Cán bộ, công chức, người lao động"
    ENTERPRISE = "enterprise", "Doanh nghiệp, hợp tác xã"
    ARMED_FORCES = "armed_forces", "Lực lượng vũ trang"
    AGENCY = "agency", "Cơ quan, tổ chức tham gia"


class InvitationResponse(models.TextChoices):
    NONE = "none", "Chưa phản hồi"
    ATTENDING = "attending", "Sẽ dự"
    DECLINED = "declined", "Không dự được"


class RegistrationSource(models.TextChoices):
    WEB = "web", "Qua liên kết"
    PAPER = "paper", "Phiếu giấy"
    DESK = "desk", "Tại buổi"


class RegistrationState(models.TextChoices):
    SUBMITTED = "submitted", "Mới nhận"
    NEEDS_INFO = "needs_info", "Chờ bổ sung"
    ACCEPTED = "accepted", "Đã nhận, xếp phát biểu"
    RESERVE = "reserve", "Dự phòng"
    WRITTEN = "written", "Ghi nhận bằng văn bản"
    MERGED = "merged", "Gộp chung lượt"
    REFERRED = "referred", "Hướng dẫn nơi tiếp nhận"
    REFUSED = "refused", "Không tiếp nhận"
    WITHDRAWN = "withdrawn", "Người đăng ký đã rút"

    @property
    def citizen_label(self) -> str:
        """The same state in the words that the person who registered reads."""
        return _CITIZEN_LABELS[self]


_CITIZEN_LABELS = {
    RegistrationState.SUBMITTED: "Văn phòng đã nhận và đang xem xét",
    RegistrationState.NEEDS_INFO: "Văn phòng đề nghị ông/bà bổ sung nội dung",
    RegistrationState.ACCEPTED: "Ông/bà có trong danh sách phát biểu",
    RegistrationState.RESERVE: "Ông/bà có trong danh sách phát biểu dự phòng",
    RegistrationState.WRITTEN: "Ý kiến được ghi nhận bằng văn bản",
    RegistrationState.MERGED: "Ý kiến được gộp với ý kiến cùng nội dung",
    RegistrationState.REFERRED: "Nội dung thuộc nơi tiếp nhận khác",
    RegistrationState.REFUSED: "Không bố trí phát biểu tại buổi này",
    RegistrationState.WITHDRAWN: "Ông/bà đã rút đăng ký",
}


class ConsentPurpose(models.TextChoices):
    """What a person may agree to, each by a tick of its own; only the first is needed to register."""

    PROCESSING = "processing", "Xử lý đăng ký và báo kết quả"
    NAMING = "naming", "Nêu tên trong chương trình, biên bản, thông báo kết luận"
    PUBLISHING = "publishing", "Công khai tên cùng văn bản trả lời"
    INVITING = "inviting", "Lưu trong danh bạ để mời các buổi sau"


class ErasureCause(models.TextChoices):
    """Why personal data are gone."""

    RETENTION = "retention", "theo thời hạn lưu giữ"
    REQUEST = "request", "theo yêu cầu của người có dữ liệu"


class SpeakerKind(models.TextChoices):
    CITIZEN = "citizen", "Người dân"
    AGENCY = "agency", "Cơ quan giải trình"
    PRESIDER = "presider", "Người chủ trì"


class MatterType(models.TextChoices):
    """Đ3.1, Đ9.2.c: what kind of opinion was raised."""

    PETITION = "petition", "Kiến nghị"
    REPORT = "report", "Phản ánh"
    COMMENT = "comment", "Góp ý"
    INITIATIVE = "initiative", "Hiến kế"


class ConclusionState(models.TextChoices):
    DRAFT = "draft", "Đang soạn"
    SUBMITTED = "submitted", "Chờ duyệt"
    RETURNED = "returned", "Trả lại để sửa"
    APPROVED = "approved", "Đã duyệt"


class LineOutcome(models.TextChoices):
    """What the presider concluded about one petition (Đ9.2.đ)."""

    UNDECIDED = "undecided", "Chưa kết luận"
    ANSWERED = "answered", "Trả lời tại buổi"
    ASSIGNED = "assigned", "Giao cơ quan giải quyết"
    ESCALATED = "escalated", "Kiến nghị cấp trên"
    OUT_OF_SCOPE = "out_of_scope", "Không thuộc nội dung"
    NOTED = "noted", "Ghi nhận, tiếp thu"


class Verdict(models.TextChoices):
    APPROVED = "approved", "Đồng ý phát hành"
    RETURNED = "returned", "Trả lại để sửa"


class Delivery(models.TextChoices):
    """How far the invitation of one guest has come under the current plan; derived from the register."""

    NONE = "none", "Chưa có thư mời"
    WAITING = "waiting", "Chờ gửi"
    FAILED = "failed", "Không gửi được"
    PAPER = "paper", "Chờ giao giấy"
    LEFT = "left", "Đã gửi"


class HandedHow(models.TextChoices):
    """How a letter on paper goes to the guest."""

    IN_PERSON = "in_person", "Giao trực tiếp"
    BY_POST = "by_post", "Gửi bưu điện"
    BY_QUARTER = "by_quarter", "Qua khu phố, ấp"
