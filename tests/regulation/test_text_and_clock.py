"""Normalising and sorting Vietnamese text; the one reader of the clock."""

import unicodedata
from datetime import date

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from regulation import clock, text


def test_decomposed_text_is_composed_and_stripped_of_control_characters():
    typed = unicodedata.normalize("NFD", "Đường\r\nNguyễn\u202e Huệ\x00")
    assert text.clean(typed) == "Đường\nNguyễn Huệ"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_folding_drops_marks_case_and_the_bar_of_d(form):
    assert text.fold(unicodedata.normalize(form, "  ĐƯỜNG  Nguyễn Huệ ")) == "duong nguyen hue"


def test_letters_sort_in_the_order_of_the_alphabet_and_tones_break_ties():
    ordered = ["3 Tháng 2", "An", "Ăn", "Ân", "Dung", "Đông", "Hoa", "Hỏa", "Hòa Bình", "Hoan", "Ơn", "Ưu"]
    by_code_point = sorted(ordered)
    assert by_code_point != ordered
    assert sorted(by_code_point, key=text.sort_key) == ordered


@given(st.text())
def test_sort_keys_are_plain_letters_and_digits_for_any_text(anything):
    assert set(text.sort_key(anything)) <= set("abcdefghijklmnopqrstuvwxyz0123456789")
    assert text.sort_key(unicodedata.normalize("NFD", text.clean(anything))) == text.sort_key(anything)


def test_people_sort_by_given_name():
    names = ["Trần Văn An", "Lê Thị Bình", "Nguyễn An Đông", "Phạm Dũng"]
    assert sorted(names, key=text.name_sort_key) == [
        "Trần Văn An",
        "Lê Thị Bình",
        "Phạm Dũng",
        "Nguyễn An Đông",
    ]
    assert text.name_sort_key("  ") == ""


@pytest.mark.parametrize(
    ("moment", "local"),
    [
        pytest.param("2026-06-14T16:59:59+00:00", date(2026, 6, 14), id="one-second-before-midnight"),
        pytest.param("2026-06-14T17:00:00+00:00", date(2026, 6, 15), id="midnight"),
        pytest.param("2026-06-14T23:30:00+00:00", date(2026, 6, 15), id="early-morning"),
    ],
)
def test_today_is_the_local_day_also_before_seven_in_the_morning(moment, local):
    with time_machine.travel(moment, tick=False):
        assert clock.today() == local
        assert clock.now().utcoffset().total_seconds() == 7 * 3600
