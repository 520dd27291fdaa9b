"""The prepared sentences that tell a person of a refusal under Điều 5. Only these are stored.

They say nothing about the person. The grounds of clause 1 are not named at all.
"""

from regulation.refusals import RefusalGround

_CLOSING = "Ông/bà vẫn có thể gửi ý kiến bằng văn bản, hoặc khiếu nại, tố cáo theo quy định của pháp luật."

SENTENCES: dict[RefusalGround, tuple[str, ...]] = {
    RefusalGround.CAPACITY: (f"Văn phòng không bố trí phát biểu tại buổi đối thoại này. {_CLOSING}",),
    RefusalGround.DISORDER: (
        f"Không bố trí phát biểu để bảo đảm trật tự nơi tổ chức (Điều 5 khoản 2). {_CLOSING}",
    ),
    RefusalGround.ATTITUDE: (
        f"Không bố trí phát biểu vì chưa thống nhất được cách trao đổi (Điều 5 khoản 3). {_CLOSING}",
        f"Không bố trí phát biểu vì nội dung xúc phạm tổ chức, cá nhân (Điều 5 khoản 3). {_CLOSING}",
        f"Không bố trí phát biểu vì không chấp hành nội quy buổi đối thoại (Điều 5 khoản 3). {_CLOSING}",
    ),
    RefusalGround.CONTENT: (
        f"Nội dung không phù hợp với nội dung buổi đối thoại này (Điều 5 khoản 4). {_CLOSING}",
        f"Nội dung đã được trả lời bằng văn bản và không có tình tiết mới (Điều 5 khoản 4). {_CLOSING}",
    ),
}


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The sentences grouped by ground, for a list to choose from. The value is ``ground:number``."""
    return [
        (ground.label, [(f"{ground.value}:{number}", text) for number, text in enumerate(texts)])
        for ground, texts in SENTENCES.items()
    ]


def chosen(value: str) -> tuple[RefusalGround, str]:
    """Ground and sentence of one of the ``choices``. Raises ValueError or IndexError for any other."""
    ground, _, number = value.partition(":")
    return RefusalGround(ground), SENTENCES[RefusalGround(ground)][int(number)]
