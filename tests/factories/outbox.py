"""Messages of the outbox and a kind that writes them, with a recognisably invented address."""

from datetime import datetime
from zoneinfo import ZoneInfo

from organizations.models import Unit
from outbox import actions
from outbox.letters import Letter
from outbox.models import Message
from tests.factories.organizations import party_office

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
POSTED_AT = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
KIND = "tests.letter"
ADDRESS = "nguoi.minh.hoa@example.vn"
TOKEN = "Q0x-" + "b" * 39
BODY = (
    "Kính gửi Ông Nguyễn Văn Minh Họa,\n\n"
    f"Mở thư mời: http://testserver/moi/{TOKEN}/\n"
    "Hoặc nhập mã mời: 7K4Q-92MH. Mã tra cứu: ABCDE-12345-FGHJK.\n"
    "Điện thoại 0903 123 456, thư điện tử van.phong@example.vn.\n"
    "Thời gian: 14 giờ 00, Thứ Năm, ngày 03/12/2026. Giấy mời số 92-GM/ĐU."
)


def letter(message: Message) -> Letter:
    """What the kind of these tests writes."""
    return Letter(to=ADDRESS, subject=f"Thư mời số {message.params['number']}", body=BODY)


def post(number: int = 1, *, sender: Unit | None = None, at: datetime = POSTED_AT, **changed) -> Message:
    """A message waiting to leave, one per number."""
    actions.post(
        **{
            "dedupe_key": f"{KIND}:{number}",
            "kind": KIND,
            "params": {"number": number},
            "sender": sender or party_office(),
            "recipient_label": "Ông Nguyễn Văn Minh Họa",
            "at": at,
            **changed,
        }
    )
    return Message.objects.get(dedupe_key=changed.get("dedupe_key", f"{KIND}:{number}"))
