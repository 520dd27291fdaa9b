"""The one door through which states change."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Model

from audit import acts
from audit.actors import Actor
from audit.states import Transition


class TransitionRefused(Exception):
    """The row was not in a state from which the verb may start, or somebody changed it meanwhile.

    ``stale`` tells the two apart; the text is a sentence to show.
    """

    def __init__(self, message: str, *, stale: bool):
        super().__init__(message)
        self.stale = stale


@transaction.atomic
def advance(
    instance: Model,
    transition: Transition,
    *,
    by: Actor,
    at: datetime,
    note: str = "",
    changes: dict | None = None,
    stamp: datetime | None = None,
) -> Model:
    """Move one row along the table of states and write the act: both or neither, same on both engines.

    ``stamp`` is the moment to record when it differs from ``at`` (what happened earlier and is entered now).
    Raises TransitionRefused when the state does not allow the verb or the version is no longer current.
    """
    if transition.needs_note and not note.strip():
        raise TransitionRefused(f"{transition.title}: cần ghi rõ lý do.", stale=False)
    values = {"state": transition.target, "version": F("version") + 1}
    if transition.stamps:
        values[transition.stamps] = stamp or at
    before = instance.state
    rows = type(instance)._base_manager.filter(
        pk=instance.pk, state__in=transition.sources, version=instance.version
    )
    if not rows.update(**values):
        raise _refusal(instance, transition)
    acts.write(
        subject=instance,
        verb=transition.verb,
        title=transition.title,
        by=by,
        at=at,
        note=note,
        clause=transition.clause,
        changes={"state": [str(before), str(transition.target)], **(changes or {})},
    )
    instance.refresh_from_db()
    return instance


def _refusal(instance: Model, transition: Transition) -> TransitionRefused:
    current = type(instance)._base_manager.filter(pk=instance.pk).first()
    if current is not None and current.state in transition.sources:
        return TransitionRefused(
            "Có người vừa sửa nội dung này. Xem lại bản mới nhất rồi làm lại.", stale=True
        )
    label = current.get_state_display() if current is not None else "đã xóa"
    return TransitionRefused(
        f"Không thể {transition.title.lower()} khi trạng thái là “{label}”.", stale=False
    )
