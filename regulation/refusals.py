"""Grounds on which a presider may refuse (Điều 5) and matters that belong elsewhere (Điều 2.2). Pure.

Only the code of a ground is ever stored: never health, criminal or other facts about a person.
Refusing a person or a topic takes away no right to complain or denounce by the proper channel.
"""

from typing import Self

from regulation.articles import Article
from regulation.enums import LabelledEnum


class RefusalGround(LabelledEnum):
    """The four cases of Điều 5. The right is the presider's; an office may only propose."""

    CAPACITY = (
        "capacity",
        "Không có năng lực hành vi dân sự; bị khởi tố, điều tra hình sự; bị hạn chế, tước quyền công dân",
    )
    DISORDER = "disorder", "Gây rối trật tự nơi tổ chức; sử dụng ma túy, rượu, bia, chất kích thích"
    ATTITUDE = "attitude", "Không có thái độ hợp tác, không có tinh thần xây dựng"
    CONTENT = "content", "Nội dung không phù hợp"

    @property
    def article(self) -> Article:
        """The clause that gives the ground."""
        return _GROUND_ARTICLES[self]

    @property
    def needs_note(self) -> bool:
        """Whether a reason in words is mandatory: always, except for 5.1, whose facts stay unwritten."""
        return self is not RefusalGround.CAPACITY

    @property
    def is_restricted(self) -> bool:
        """Whether the ground stays off lists, prints and messages (personal circumstances, 5.1)."""
        return self is RefusalGround.CAPACITY

    @property
    def is_watched(self) -> bool:
        """Whether each use is shown to the monitoring body: 5.3 is the ground most open to abuse."""
        return self is RefusalGround.ATTITUDE


_GROUND_ARTICLES = {
    RefusalGround.CAPACITY: Article.REFUSAL_CAPACITY,
    RefusalGround.DISORDER: Article.REFUSAL_DISORDER,
    RefusalGround.ATTITUDE: Article.REFUSAL_ATTITUDE,
    RefusalGround.CONTENT: Article.REFUSAL_CONTENT,
}


class OutOfScope(LabelledEnum):
    """Matters that Điều 2.2 leaves to other procedures, each with the place a citizen is shown.

    An out-of-scope matter starts no term and is counted apart from the petitions.
    """

    guidance: str

    COMPLAINT = (
        "complaint",
        "Khiếu nại",
        "Ông/bà gửi đơn đến cơ quan có quyết định, hành vi bị khiếu nại, theo Luật Khiếu nại.",
    )
    DENUNCIATION = (
        "denunciation",
        "Tố cáo",
        "Ông/bà gửi đơn đến cơ quan quản lý trực tiếp người bị tố cáo, theo Luật Tố cáo.",
    )
    INSPECTION = (
        "inspection",
        "Kiểm tra, giám sát, thanh tra",
        "Ông/bà gửi đến cơ quan kiểm tra của Đảng hoặc cơ quan thanh tra có thẩm quyền.",
    )
    PROSECUTION = (
        "prosecution",
        "Điều tra, truy tố, xét xử",
        "Nội dung này do cơ quan điều tra, viện kiểm sát hoặc tòa án đang thụ lý giải quyết.",
    )
    ENFORCEMENT = (
        "enforcement",
        "Thi hành án",
        "Nội dung này do cơ quan thi hành án giải quyết.",
    )
    COUNCIL_QUESTIONS = (
        "council_questions",
        "Chất vấn của hội đồng nhân dân",
        "Nội dung này được nêu qua đại biểu hội đồng nhân dân tại các buổi tiếp xúc cử tri.",
    )
    COUNCIL_RECEPTION = (
        "council_reception",
        "Tiếp công dân của hội đồng nhân dân",
        "Ông/bà đến buổi tiếp công dân của đại biểu hội đồng nhân dân theo lịch đã công bố.",
    )

    def __new__(cls, value: str, label: str, guidance: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.guidance = guidance
        return member

    @property
    def article(self) -> Article:
        return Article.OUT_OF_SCOPE
