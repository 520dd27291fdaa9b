"""Words for the kinds of acts: what the filter offers. The log itself shows the title that each act has."""

import re

from django.core.cache import cache
from django.db.models import Min

from audit.models import Act

KEPT_FOR = 3600  # seconds; a new kind of act is offered an hour later at most
_CACHE_KEY = "trail:verbs"

# Kinds whose titles begin with a name or a number.
_WORDS = {
    "assign": "Giao cơ quan giải quyết kiến nghị",
    "hand_back": "Cơ quan báo không thuộc thẩm quyền",
    "reassign": "Chuyển kiến nghị sang cơ quan khác",
    "urge": "Đôn đốc",
    "hand_over": "Giao thư mời giấy",
    "import_guests": "Nhập khách mời từ tệp Excel",
    "invite_added": "Gửi thư mời cho khách mời thêm sau",
    "send_again": "Gửi lại thư mời",
    "add_guest": "Thêm khách mời",
    "remove_guest": "Bỏ khách mời",
    "decide_line": "Dự thảo kết luận một kiến nghị",
    "duty.extend": "Gia hạn",
    "duty.hand_over": "Chuyển việc có hạn cho đơn vị khác",
    "duty.recompute": "Tính lại hạn do lịch thay đổi",
    "duty.open_year": "Tính hạn hằng năm",
    "move_speaker": "Chuyển thứ tự phát biểu",
    "export_trail": "Xuất nhật ký ra tệp",
}
# Where the general part of a title ends: at a number, a name after a colon, a part after a comma.
_END = re.compile(r"\s*(:|,|\d| số | năm | lượt | bản ).*$")


def verb_choices() -> list[tuple[str, str]]:
    """(verb, words) of every kind of act that was ever written, in the order of their words."""
    choices = cache.get(_CACHE_KEY)
    if choices is None:
        titles = (
            Act.objects.order_by().values("verb").annotate(title=Min("title")).values_list("verb", "title")
        )
        choices = sorted(((verb, words_of(verb, title)) for verb, title in titles), key=lambda pair: pair[1])
        cache.set(_CACHE_KEY, choices, KEPT_FOR)
    return choices


def words_of(verb: str, title: str) -> str:
    """What a kind of act is called: its fixed words, else the general part of one of its titles."""
    return _WORDS.get(verb) or _END.sub("", title) or title
