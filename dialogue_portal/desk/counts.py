"""The number beside "Việc cần làm" on other pages: what the desk counted when it was last looked at.

Counting again on every page would cost more than the page. The number lives in the browser's session and is
shown while it is fresh; the desk itself always counts.
"""

from django.http import HttpRequest

from regulation.clock import now

KEY = "desk_count"
FRESH_FOR = 15 * 60  # seconds


def remember_count(request: HttpRequest, count: int) -> None:
    """Keep what the desk of the current seat just counted."""
    request.session[KEY] = {"seat": request.seat.code, "count": count, "at": now().timestamp()}


def remembered_count(request: HttpRequest) -> int:
    """What the desk of the current seat counted in the last quarter of an hour, else 0."""
    kept = request.session.get(KEY)
    if not kept or kept["seat"] != request.seat.code or now().timestamp() - kept["at"] > FRESH_FOR:
        return 0
    return kept["count"]
