"""What somebody has typed between the steps of a registration: kept in the cache under the device of the link.

No row is written before the person sends. A draft survives reloading, going back and a lost connection, and
goes by itself after some days; what is sent is replaced at once by a note without content.
"""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.core.cache import cache

from accounts.links import keyed_digest
from documents.uploads import CheckedUpload
from sessions_app.citizen_links import LinkHolder

LIFE = 3 * 86400
AFTER_SENDING = 3600


@dataclass(kw_only=True)
class Draft:
    """``contact`` and ``content`` are the cleaned values of the two steps; empty until a step was taken.

    ``opened_at`` is when the first step was opened; ``sent`` the public code of what this device has sent.
    ``asked_about_identity``: the choice to withhold identity has been shown for a field about conduct.
    """

    opened_at: datetime
    contact: dict[str, Any] = field(default_factory=dict)
    content: dict[str, Any] = field(default_factory=dict)
    file_name: str = ""
    keep_file: bool = False
    asked_about_identity: bool = False
    sent: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether both steps were taken, so that the last page can be shown."""
        return bool(self.contact and self.content)


def _key(holder: LinkHolder, part: str) -> str:
    # A new generation of the link starts without the drafts of the old one.
    name = f"{holder.invitation.code}|{holder.invitation.generation}|{holder.device}"
    return f"draft:{part}:{keyed_digest('draft', name)}"


def load(holder: LinkHolder) -> Draft | None:
    """The draft of this device, or None."""
    kept = cache.get(_key(holder, "text"))
    return Draft(**kept) if kept else None


def recognised(holder: LinkHolder) -> LinkHolder:
    """The holder with what this device has just sent, also when the answer with the new cookie got lost.

    A double click is answered twice and the browser reads one of the two.
    """
    draft = load(holder)
    if draft is None or holder.registration is None or holder.registration.code != draft.sent:
        return holder
    return holder.with_registration(holder.registration)


def save(holder: LinkHolder, draft: Draft) -> None:
    """Keep a draft for its life, counted from now."""
    cache.set(_key(holder, "text"), asdict(draft), LIFE)


def save_file(holder: LinkHolder, upload: CheckedUpload) -> None:
    """Keep the checked file of a draft beside it."""
    cache.set(_key(holder, "file"), upload, LIFE)


def file_of(holder: LinkHolder) -> CheckedUpload | None:
    """The file of the draft, or None when none was given or the cache lost it."""
    return cache.get(_key(holder, "file"))


def drop_file(holder: LinkHolder) -> None:
    """Forget the file of the draft."""
    cache.delete(_key(holder, "file"))


def note_sent(holder: LinkHolder, code: str, *, opened_at: datetime) -> None:
    """Replace a draft that was sent by a short note, so that a second click finds its receipt."""
    drop_file(holder)
    cache.set(_key(holder, "text"), asdict(Draft(opened_at=opened_at, sent=code)), AFTER_SENDING)


def discard(holder: LinkHolder) -> None:
    """Forget everything of this device."""
    drop_file(holder)
    cache.delete(_key(holder, "text"))
