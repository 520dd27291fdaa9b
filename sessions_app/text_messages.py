"""What text messages about a session say: who writes, when and where, how to open it, whom to call. Never an opinion.

Vietnamese stays whole; a text is two to five parts long and the office sees how many before it issues the letters.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.timezone import localtime

from outbox.channels.sms_text import SmsText, composed

# As long as a real one, so that the parts counted before the letters are issued are those that will be paid.
_SAMPLE_LINK, _SAMPLE_CODE = f"/moi/{'x' * 43}/", "XXXX-XXXX"


def invitation_text(facts: dict[str, Any], *, starts_at: datetime, link: str, short_code: str) -> str:
    """That a letter of invitation is there, where it can be read, and whom to call.

    ``facts`` holds host, place and phone, as the mails use them.
    """
    return (
        f"{facts['host']} mời ông/bà dự đối thoại với Nhân dân lúc {_when(starts_at)}, {facts['place']}. "
        f"Đọc thư mời, đăng ký phát biểu: {link} (mã mời {short_code}).{_call(facts)}"
    )


def measured_invitation(facts: dict[str, Any], *, starts_at: datetime) -> SmsText:
    """How long the text message of an invitation will be."""
    link = settings.BASE_URL + _SAMPLE_LINK
    return composed(invitation_text(facts, starts_at=starts_at, link=link, short_code=_SAMPLE_CODE))


def called_off_text(facts: dict[str, Any], *, starts_at: datetime, what: str) -> str:
    """That the session is postponed or cancelled; ``what`` is "hoãn" or "hủy"."""
    return (
        f"{facts['host']} xin báo: buổi đối thoại với Nhân dân lúc {_when(starts_at)} đã {what}, "
        f"xin ông/bà không đến vào ngày này.{_call(facts)}"
    )


def news_text(facts: dict[str, Any], *, news: str, code: str, address: str) -> str:
    """That there is something to read under a tracking code. ``news`` is a sentence without content."""
    return f"{facts['host']}: {news} Xem tại {address} với mã tra cứu {code}.{_call(facts)}"


def _when(starts_at: datetime) -> str:
    return f"{localtime(starts_at):%H:%M ngày %d/%m/%Y}"


def _call(facts: dict[str, Any]) -> str:
    return f" Cần hỏi, gọi {facts['phone']}." if facts["phone"] else ""
