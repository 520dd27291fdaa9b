"""What the registration slip tells the person, word for word, with the version kept beside each consent.

Changing a text means a new version: an old consent keeps naming the words that were read.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from sessions_app.enums import ConsentPurpose

MAX_TEXT = 1000  # characters of what a person wants to say


@dataclass(frozen=True)
class SlipText:
    """One text to agree to or to acknowledge; ``version`` is what the database keeps of it."""

    version: str
    text: str

    @property
    def digest(self) -> str:
        """SHA-256 of the words: shows whether a version still says what was agreed to."""
        return hashlib.sha256(self.text.encode()).hexdigest()


# Đ19.2 and Đ4.3, shown before anything is sent.
RESPONSIBILITIES = (
    "Bảo đảm tính chính xác và chịu trách nhiệm về thông tin ông/bà nêu (Điều 19 khoản 2).",
    "Giữ trật tự, tuân thủ nội quy và sự điều hành của người chủ trì.",
    "Không lợi dụng buổi đối thoại để vu cáo, đả kích, bôi xấu tổ chức, cá nhân (Điều 4 khoản 3).",
)
RESPONSIBILITY = SlipText("trach-nhiem-2026-11", "Tôi đã đọc và chịu trách nhiệm về thông tin tôi nêu.")

PRIVACY = (
    "Văn phòng đơn vị tổ chức đọc nội dung và thông tin liên hệ của ông/bà.",
    "Cơ quan giải quyết chỉ đọc nội dung do văn phòng chuyển, không thấy điện thoại, địa chỉ của ông/bà.",
    "Ông/bà có thể đề nghị giữ kín danh tính đối với cơ quan bị phản ánh.",
    "Phát biểu tại buổi đối thoại là công khai trước những người cùng dự.",
    "Thông tin liên hệ chỉ dùng để tổ chức buổi đối thoại và báo kết quả cho ông/bà.",
    "Ông/bà có thể sửa hoặc rút đăng ký trước giờ chốt; sau đó, gọi văn phòng.",
    "Ông/bà có thể đề nghị văn phòng cho xem, sửa hoặc xóa thông tin của mình.",
)
PROCESSING = SlipText(
    "xu-ly-2026-11",
    "Tôi đồng ý để văn phòng dùng nội dung và thông tin liên hệ này cho buổi đối thoại và để báo kết quả.",
)
NAMING = SlipText(
    "neu-ten-2026-11", "Tôi đồng ý nêu tên tôi trong chương trình, biên bản và thông báo kết luận."
)
PUBLISHING = SlipText("cong-khai-2026-11", "Tôi đồng ý công khai tên tôi cùng văn bản trả lời được niêm yết.")
INVITING = SlipText(
    "moi-lai-2026-11",
    "Tôi đồng ý để văn phòng lưu tên và thông tin liên hệ của tôi trong danh bạ để mời các buổi sau.",
)
# The words now shown for each purpose. What is needed to handle the registration comes first.
CONSENTS: dict[ConsentPurpose, SlipText] = {
    ConsentPurpose.PROCESSING: PROCESSING,
    ConsentPurpose.NAMING: NAMING,
    ConsentPurpose.PUBLISHING: PUBLISHING,
    ConsentPurpose.INVITING: INVITING,
}


def consent_versions(purposes: Iterable[ConsentPurpose]) -> str:
    """What the row of a registration keeps: the versions of the texts that were agreed to, joined by ``+``."""
    agreed = set(purposes)
    return "+".join(text.version for purpose, text in CONSENTS.items() if purpose in agreed)
