"""The archive keeps the words of a letter, not what opens, reaches or identifies."""

import pytest

from outbox import relay
from outbox.masking import masked
from tests.factories.outbox import BODY, POSTED_AT, TOKEN, post

HIDDEN = "•••"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"http://testserver/moi/{TOKEN}/", f"http://testserver/moi/{HIDDEN}/"),
        (f"mã {TOKEN}.", f"mã {HIDDEN}."),
        ("Mã tra cứu: ABCDE-12345-FGHJK", f"Mã tra cứu: {HIDDEN}"),
        ("nhập mã mời: 7K4Q-92MH.", f"nhập mã mời: {HIDDEN}"),
        ("mã 7K4Q-92MH", f"mã {HIDDEN}"),
        ("van.phong+1@example.vn", HIDDEN),
        ("Gọi 0903 123 456.", f"Gọi {HIDDEN}."),
        ("Gọi 028 3822 0000 hoặc +84903123456", f"Gọi {HIDDEN} hoặc {HIDDEN}"),
        ("Gọi 84.903.123.456", f"Gọi {HIDDEN}"),
    ],
)
def test_what_opens_or_reaches_is_left_out(text, kept):
    assert masked(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "14 giờ 00, Thứ Năm, ngày 03/12/2026",
        "Giấy mời số 92-GM/ĐU, ngày 23/11/2026",
        "Quyết định số 935-QĐ/TU ngày 28/4/2017",
        "điểm b, khoản 1, Điều 9",
        "từ 01/07/2025 đến 31/12/2026",
        "05 ngày làm việc, 20 ngày làm việc",
        "http://testserver/thoi-han/7k4q92mhx0/cach-tinh/",
    ],
)
def test_dates_numbers_and_citations_stay(text):
    assert masked(text) == text


@pytest.mark.django_db
def test_what_is_stored_of_a_sent_letter_is_masked():
    message = post(1)
    relay.relay_once(at=POSTED_AT)
    message.refresh_from_db()
    assert message.archived_subject == "Thư mời số 1"
    assert message.archived_body == masked(BODY)
    for secret in (TOKEN, "7K4Q-92MH", "ABCDE-12345-FGHJK", "0903 123 456", "van.phong@example.vn"):
        assert secret in BODY
        assert secret not in message.archived_body
