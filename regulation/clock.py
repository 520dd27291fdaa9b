"""The only reader of the clock. Below the doors (views, tasks, commands) today is an argument."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This moment, aware, in the zone of the portal (Asia/Ho_Chi_Minh)."""
    return timezone.localtime()


def today() -> date:
    """The local date. Between 00:00 and 07:00 it is one day ahead of the UTC date."""
    return now().date()


def local_date(moment: datetime) -> date:
    """The local date of an aware moment."""
    return timezone.localtime(moment).date()
