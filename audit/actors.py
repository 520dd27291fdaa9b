"""Who acts. Every act names exactly one actor: a seat, the holder of a link, or the system itself."""

from dataclasses import dataclass

from django.db import models


class ActorKind(models.TextChoices):
    SEAT = "seat", "Người dùng"
    LINK = "link", "Người giữ liên kết"
    SYSTEM = "system", "Hệ thống"


@dataclass(frozen=True, kw_only=True)
class Actor:
    """One who acts, as the trail keeps it.

    ``label`` is what people read in the log (never a citizen's name or address);
    ``link`` names the row behind a link, for example ``invitation:7k4q92mhx0``.
    """

    kind: ActorKind
    label: str
    seat_id: int | None = None
    unit_id: int | None = None
    link: str = ""

    @classmethod
    def holder_of(cls, link: str, label: str) -> "Actor":
        """A citizen or an agency that came by a link."""
        return cls(kind=ActorKind.LINK, label=label, link=link)

    @classmethod
    def system(cls, name: str) -> "Actor":
        """The portal itself; ``name`` is the tick, command or migration that acts."""
        return cls(kind=ActorKind.SYSTEM, label=f"Hệ thống ({name})")
