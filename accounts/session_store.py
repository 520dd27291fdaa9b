"""Where the sessions of browsers are kept: Django's table with the person and the last look beside it."""

from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from accounts.models import BrowserSession


class SessionStore(DatabaseStore):
    """Sessions in ``BrowserSession``.

    The last look stands in a column of its own and is written alone: a page that is merely read never writes back
    the session's content, which another request may be changing at the same moment.
    """

    last_seen_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[BrowserSession]:
        """The table; asked for by Django."""
        return BrowserSession

    def load(self) -> dict:
        """The content of the session; notes when it was last used."""
        row = self._get_session_from_db()
        self.last_seen_at = row.last_seen_at if row else None
        return self.decode(row.session_data) if row else {}

    def create_model_instance(self, data: dict) -> BrowserSession:
        """The row as it is saved, under the person who is signed in."""
        row = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        row.last_seen_at = self.last_seen_at
        return row

    def seen(self, *, at: datetime) -> None:
        """Note that the session was used."""
        self.last_seen_at = at
        self.model.objects.filter(session_key=self.session_key).update(last_seen_at=at)
