"""Whether the clockwork runs, in a sentence for the staff."""

from datetime import datetime, timedelta

from audit import ticks
from duties.actions.watch import TICK
from regulation import date_words

LATEST = timedelta(hours=2)


def clock_notice(*, at: datetime) -> str:
    """What to tell the staff when the last pass of the watch is older than two hours, else "".

    Dates on the pages stay right without it: they are derived when a page is read. Only reminders wait.
    """
    last = ticks.last_pass(TICK)
    if last is not None and at - last <= LATEST:
        return ""
    since = f"từ {date_words.long_moment(last.astimezone(at.tzinfo))}" if last else "từ khi khởi động"
    return (
        f"Việc nhắc hạn tự động chưa chạy {since}. Hạn trên các trang vẫn đúng; báo người quản trị kiểm tra."
    )
