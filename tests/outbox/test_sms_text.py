"""Vietnamese stays whole in a text message, and its parts are counted as they are paid."""

import unicodedata

import pytest

from outbox.channels.sms_text import Coding, composed

VIETNAMESE = "ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉĩọỏốồổỗộớờởỡợụủũứừửữựỳýỷỹỵ"


@pytest.mark.parametrize("letter", [*VIETNAMESE, *VIETNAMESE.upper(), "“", "–", "₫"])
def test_every_letter_of_ours_travels_whole_in_ucs2(letter):
    text = composed(f"a{letter}b")
    assert (text.text, text.coding, text.units) == (f"a{letter}b", Coding.UCS2, 3)


@pytest.mark.parametrize(
    ("text", "coding", "units", "segments"),
    [
        ("", Coding.GSM7, 0, 1),
        ("a" * 160, Coding.GSM7, 160, 1),
        ("a" * 161, Coding.GSM7, 161, 2),
        ("a" * 306, Coding.GSM7, 306, 2),
        ("a" * 307, Coding.GSM7, 307, 3),
        ("à" * 160, Coding.GSM7, 160, 1),
        ("€" * 80, Coding.GSM7, 160, 1),
        ("€" * 81, Coding.GSM7, 162, 2),
        # A pair with its escape is not cut: 152 + 2 leaves one septet of the first part empty.
        ("a" * 152 + "€" + "a" * 152, Coding.GSM7, 306, 3),
        ("ơ" * 70, Coding.UCS2, 70, 1),
        ("ơ" * 71, Coding.UCS2, 71, 2),
        ("ư" * 134, Coding.UCS2, 134, 2),
        ("ạ" * 135, Coding.UCS2, 135, 3),
        ("😀" * 35, Coding.UCS2, 70, 1),
        ("😀" * 36, Coding.UCS2, 72, 2),
        # Nor is a surrogate pair: 66 + 2 leaves one unit of the first part empty.
        ("ơ" * 66 + "😀" + "ơ" * 66, Coding.UCS2, 134, 3),
        ("a" * 69 + "ơ", Coding.UCS2, 70, 1),
        ("a" * 70 + "ơ", Coding.UCS2, 71, 2),
    ],
)
def test_parts_are_counted_as_the_network_cuts(text, coding, units, segments):
    measured = composed(text)
    assert (measured.coding, measured.units, measured.segments) == (coding, units, segments)


def test_a_decomposed_text_is_composed_first():
    plain = "Đảng ủy phường mời ông bà dự đối thoại"
    assert composed(unicodedata.normalize("NFD", plain)) == composed(plain)
    assert composed(plain).text == plain


def test_control_characters_do_not_travel_and_lines_do():
    assert composed(" Kính mời\u202e ông\r\nbà\x00 ").text == "Kính mời ông\nbà"


def test_it_is_shown_with_its_length():
    assert composed("ơ" * 71).measured == "2 phần tin nhắn (71 ký tự, UCS-2)"
