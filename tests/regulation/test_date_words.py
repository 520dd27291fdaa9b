"""Dates as people read them."""

from datetime import date, datetime, time

from regulation import date_words


def test_a_long_date_names_the_weekday():
    assert date_words.long_date(date(2026, 11, 24)) == "Thứ Ba, ngày 24/11/2026"
    assert date_words.long_date(date(2026, 2, 1)) == "Chủ nhật, ngày 01/02/2026"


def test_times_are_written_in_words():
    assert date_words.clock_words(time(7, 5)) == "7 giờ 05"
    assert date_words.long_moment(datetime(2026, 12, 3, 14, 0)) == "Thứ Năm, ngày 03/12/2026, 14 giờ 00"  # noqa: DTZ001
