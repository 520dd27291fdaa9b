"""Points on the way of a letter at which a drill kills the process that sends it.

A drill writes the name of a point into a file; the first process that comes there renames the file to say so and
waits to be killed. So the kill comes from outside, with SIGKILL, at a place that is known.
"""

import contextlib
import os
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from outbox import relay
from outbox import tasks as outbox_tasks

BEFORE_CLAIM, CLAIMED, ACCEPTED, MARKED = POINTS = ("before claim", "claimed", "accepted", "marked")
PATIENCE = 60  # seconds a process waits for its killer
_passed: Counter[str] = Counter()


def folder() -> Path:
    """Where the drill and its processes leave notes for each other."""
    return Path(settings.DATA_DIR)


def arm(point: str, *, after: int = 0) -> None:
    """Ask whoever comes to ``point`` for the time ``after`` + 1 to wait there."""
    draft = folder() / "stop.draft"
    draft.write_text(f"{point}\n{after}\n{os.urandom(4).hex()}", encoding="ascii")
    draft.replace(folder() / "stop")


def disarm() -> None:
    """Nobody has to stop any more."""
    (folder() / "stop").unlink(missing_ok=True)


def whoever_waits() -> int | None:
    """The process that waits to be killed, or None; it is asked for once."""
    for note in folder().glob("reached-*"):
        note.unlink()
        return int(note.name.partition("-")[2])
    return None


def pass_by(point: str) -> None:
    """In the drilled process: wait here when the drill asked for it."""
    stop = folder() / "stop"
    try:
        asked, after, plan = stop.read_text(encoding="ascii").split("\n")
    except FileNotFoundError:
        return
    if asked != point:
        return
    _passed[plan] += 1
    if _passed[plan] <= int(after):
        return
    with contextlib.suppress(FileNotFoundError):  # another process was first
        stop.rename(folder() / f"reached-{os.getpid()}")
        time.sleep(PATIENCE)


def set_lease(seconds: float) -> None:
    """How long processes started from now on hold a claim: a drill cannot wait the minutes of real life."""
    (folder() / "lease").write_text(str(seconds), encoding="ascii")


def relay_passes() -> int:
    """How often the relay was called by a tick since the scratch was made."""
    with contextlib.suppress(FileNotFoundError):
        return (folder() / "passes").stat().st_size
    return 0


def install() -> None:
    """Put the points around the three steps of the relay, and count its passes."""
    with contextlib.suppress(FileNotFoundError):
        relay.LEASE = timedelta(seconds=float((folder() / "lease").read_text(encoding="ascii")))
        relay.PAUSES = tuple(timedelta(seconds=1) for _ in relay.PAUSES)
    claim, deliver, mark, relay_once = relay.claim, relay.deliver, relay.mark, relay.relay_once

    def stopping_claim(*, at):
        pass_by(BEFORE_CLAIM)
        message = claim(at=at)
        if message is not None:
            pass_by(CLAIMED)
        return message

    def stopping_deliver(message):
        result = deliver(message)
        pass_by(ACCEPTED)
        return result

    def stopping_mark(*arguments, **named):
        mark(*arguments, **named)
        pass_by(MARKED)

    def counted_pass(**named):
        with (folder() / "passes").open("ab") as file:
            file.write(b".")
        return relay_once(**named)

    relay.claim, relay.deliver, relay.mark = stopping_claim, stopping_deliver, stopping_mark
    outbox_tasks.relay_once = counted_pass
