"""What is known of sessions. Each file answers for one noun; the names other apps call stand here."""

from sessions_app.queries.house_step import next_step, work_for
from sessions_app.queries.sessions import public_upcoming

__all__ = ["next_step", "public_upcoming", "work_for"]
