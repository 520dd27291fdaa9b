"""Acts as lines of a page."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.timezone import localtime

from accounts.models import Seat
from audit.models import Act
from dialogue_portal.trail.policies import shows_reason
from regulation.date_words import long_moment
from sessions_app.models import DialogueSession
from sessions_app.policies import visible_sessions
from sessions_app.queries.log import changed_facts, cited_clause

HIDDEN = "có ghi, không hiển thị cho quản trị hệ thống"
_OF_SESSION = DialogueSession._meta.label_lower


@dataclass(frozen=True)
class Place:
    """Under what an act is shown: the words, and the address of its log when it is within reach."""

    text: str = ""
    url: str = ""


def lines(acts: Iterable[Act], seat: Seat, *, with_places: bool) -> list[dict]:
    """Acts in the shape of ``trail/_lines.html``; two statements look up the sessions of all lines together."""
    acts = list(acts)
    places = _sessions_of(acts, seat) if with_places else {}
    return [_line(act, seat, places.get(act.context_key, Place())) for act in acts]


def _line(act: Act, seat: Seat, place: Place) -> dict:
    open_to_read = shows_reason(seat, act)
    return {
        "title": act.title,
        "kind": kind_of(act),
        "place": place,
        "unit": act.unit.name if act.unit else "",
        "who": act.actor_label,
        "when": long_moment(localtime(act.at)),
        "note": act.note if open_to_read else (act.note and HIDDEN),
        "clause": cited_clause(act),
        "changes": changed_facts(act) if open_to_read else [],
    }


def kind_of(act: Act) -> str:
    """What the act was about, in words."""
    model = act.subject_type.model_class()
    name = str(model._meta.verbose_name) if model else act.subject_type.model
    return name[:1].upper() + name[1:]


def _sessions_of(acts: list[Act], seat: Seat) -> dict[str, Place]:
    keys = {
        int(key) for label, _, key in (act.context_key.partition(":") for act in acts) if label == _OF_SESSION
    }
    within_reach = set(visible_sessions(seat).filter(pk__in=keys).values_list("pk", flat=True))
    return {
        f"{_OF_SESSION}:{session.pk}": Place(
            session.title,
            reverse("sessions_app:session_log", args=(session.code,)) if session.pk in within_reach else "",
        )
        for session in DialogueSession.objects.filter(pk__in=keys).only("code", "title").order_by("pk")
    }
