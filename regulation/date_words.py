"""Dates and times as people read them, in one place. Pure; moments are given in local time."""

from datetime import date, datetime, time

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


def weekday(day: date) -> str:
    """The name of the day of the week: ``Thứ Ba``."""
    return WEEKDAYS[day.weekday()]


def long_date(day: date) -> str:
    """A date in a sentence: ``Thứ Ba, ngày 24/11/2026``."""
    return f"{weekday(day)}, ngày {day:%d/%m/%Y}"


def clock_words(moment: time | datetime) -> str:
    """A time of day: ``14 giờ 00``."""
    return f"{moment.hour} giờ {moment.minute:02d}"


def long_moment(moment: datetime) -> str:
    """A date with its time: ``Thứ Ba, ngày 24/11/2026, 14 giờ 00``."""
    return f"{long_date(moment)}, {clock_words(moment)}"
