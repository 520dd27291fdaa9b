"""Who presides over which session, for apps below that know sessions by their key only."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from duties import presiders
from sessions_app.models import DialogueSession, Presidency

_LABEL = DialogueSession._meta.label_lower
_MOST_NAMED = 500


def presiders_of_sessions(context_keys: Collection[str]) -> Mapping[tuple[str, int], set[int]]:
    """The officials in the chair of each session named by its log key, for each unit whose post hosts it."""
    keys = sorted(int(key.partition(":")[2]) for key in context_keys if key.startswith(f"{_LABEL}:"))
    found: dict[tuple[str, int], set[int]] = defaultdict(set)
    for start in range(0, len(keys), _MOST_NAMED):
        rows = Presidency.objects.filter(hosting__session__in=keys[start : start + _MOST_NAMED])
        for session, unit, official in rows.order_by("pk").values_list(
            "hosting__session_id", "hosting__post__unit_id", "official_id"
        ):
            found[f"{_LABEL}:{session}", unit].add(official)
    return found


def register() -> None:
    """Tell reminders whom a session has in its chair."""
    presiders.register("sessions", presiders_of_sessions)
