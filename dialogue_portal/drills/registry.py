"""The drills by name."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dialogue_portal.drills import database_restart, kill_worker, redelivery, silence
from dialogue_portal.drills.report import Figure


@dataclass(frozen=True, kw_only=True)
class Drill:
    """One drill: what it proves, how many cases by default, whether it needs servers that it may restart."""

    run: Callable[[int, int], Iterator[Figure]]
    proves: str
    n: int
    own_servers: bool = False


DRILLS: dict[str, Drill] = {
    "silence": Drill(
        run=silence.run,
        proves="After 1, 3 and 9 days without a scheduler every milestone is there once, dated as it fell due.",
        n=300,
    ),
    "kill-worker": Drill(
        run=kill_worker.run,
        proves="Workers killed while letters leave: none lost, none doubled without a word of it.",
        n=200,
    ),
    "redelivery": Drill(
        run=redelivery.run,
        proves="Every tick three times, two workers, two beats: every letter and reminder once.",
        n=200,
    ),
    "database-restart": Drill(
        run=database_restart.run,
        proves="PostgreSQL restarted while letters leave and deadlines are watched: none lost, ready again.",
        n=200,
        own_servers=True,
    ),
}
