"""Kinds of data with a period, kinds and outcomes of requests, kinds of incidents, with their Vietnamese labels."""

from django.db import models


class DataKind(models.TextChoices):
    """Personal data with a period of their own, in the order in which they are erased."""

    IMPORT = "import", "Danh sách khách mời đã đọc từ tệp"
    GUEST_CONTACT = "guest_contact", "Liên hệ của khách mời"
    GUEST_NAME = "guest_name", "Tên khách mời"
    SLIP_UNUSED = "slip_unused", "Phiếu đăng ký không thành kiến nghị"
    SLIP_USED = "slip_used", "Phiếu đăng ký đã thành kiến nghị"
    TURN = "turn", "Lượt phát biểu không thành kiến nghị"
    PETITION_CONTACT = "petition_contact", "Tên, liên hệ của người kiến nghị"
    PETITION_VOICE = "petition_voice", "Nội dung kiến nghị"
    ADDRESS_BOOK = "address_book", "Danh bạ của văn phòng"
    LETTER = "letter", "Bản lưu thư đi, tin nhắn"
    DATA_REQUEST = "data_request", "Yêu cầu của người có dữ liệu"


class RequestKind(models.TextChoices):
    """What somebody may ask about the own data."""

    SEE = "see", "Xem, nhận bản sao"
    CORRECT = "correct", "Sửa cho đúng"
    WITHDRAW = "withdraw", "Rút sự đồng ý"
    ERASE = "erase", "Xóa"


class RequestSource(models.TextChoices):
    LINK = "link", "Trang tra cứu"
    PAPER = "paper", "Đơn giấy"
    ORAL = "oral", "Trực tiếp, điện thoại"


class RequestState(models.TextChoices):
    RECEIVED = "received", "Mới nhận"
    CONFIRMED = "confirmed", "Đang thực hiện"
    CLOSED = "closed", "Đã trả lời"


class IdentityCheck(models.TextChoices):
    """How the office made sure who is asking. No number or picture of a card is kept."""

    CODE = "code", "Đúng mã tra cứu và số điện thoại"
    SEEN = "seen", "Đã xem giấy tờ, không lưu bản sao"
    CALLED_BACK = "called_back", "Đã gọi lại số đang lưu"
    KNOWN = "known", "Văn phòng biết rõ người yêu cầu"


class RequestOutcome(models.TextChoices):
    FULFILLED = "fulfilled", "Đã thực hiện"
    PARTLY = "partly", "Thực hiện một phần"
    REFUSED = "refused", "Không thực hiện"


class RefusedBecause(models.TextChoices):
    """Why a request is not, or not wholly, carried out."""

    IDENTITY = "identity", "Không xác định được người yêu cầu"
    NOT_HELD = "not_held", "Văn phòng không lưu dữ liệu này"
    RECORD = "record", "Thuộc hồ sơ phải lưu theo pháp luật về lưu trữ"
    UNDER_WAY = "under_way", "Đang cần để giải quyết và trả lời kiến nghị"
    OTHERS = "others", "Ảnh hưởng đến dữ liệu của người khác"


class IncidentKind(models.TextChoices):
    DISCLOSED = "disclosed", "Lộ, gửi nhầm người nhận"
    ACCESSED = "accessed", "Truy cập trái phép"
    LOST = "lost", "Mất, hỏng dữ liệu"
    ALTERED = "altered", "Sửa đổi trái phép"
    OTHER = "other", "Việc khác"


class IncidentState(models.TextChoices):
    OPEN = "open", "Đang xử lý"
    CLOSED = "closed", "Đã xử lý xong"


class HoldReason(models.TextChoices):
    """Why nothing of a session is erased for now."""

    COMPLAINT = "complaint", "Đang giải quyết khiếu nại"
    INSPECTION = "inspection", "Đang thanh tra, kiểm tra"
    COURT = "court", "Theo yêu cầu của cơ quan tố tụng"
