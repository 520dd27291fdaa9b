"""Drill: a real worker is killed with SIGKILL again and again while letters leave.

Kills hit known points on the way of a letter (before the claim, after it, after the mail server accepted, after the
result was recorded), alone or with the whole worker, and moments chosen by chance. Then: nothing is lost, and what
arrived twice stands on its row as "may have left twice", at most one for each kill.
"""

import random
import time
from collections.abc import Callable, Iterator
from itertools import pairwise

from dialogue_portal.celery import app
from dialogue_portal.drills import letters, points
from dialogue_portal.drills.processes import PATIENCE, WORKER, Crew, beat, eventually, kill_one
from dialogue_portal.drills.receiver import Receiver
from dialogue_portal.drills.report import Figure, damage, fact
from regulation.clock import now

LEASE = 2.0  # seconds
BY_CHANCE = "by chance"
FEWEST, LETTERS_PER_KILL, MOST_KILLS = 5, 25, 40
SEND_ONE = "dialogue_portal.drills.tasks.send_one"
NAIVE_LETTERS = 60
OUTBOX, NAIVE = "outbox", "naive: a task per letter"
QUIET = 2.5  # seconds without any progress: nothing more will come


def run(n: int, seed: int) -> Iterator[Figure]:
    """Send ``n`` letters through the outbox while workers die, then some in the naive way."""
    points.set_lease(LEASE)
    rng, began = random.Random(f"kill-worker {seed}"), time.monotonic()
    with Receiver() as receiver, Crew(EMAIL_URL=receiver.address) as crew:
        crew.start("beat", beat("RelayScheduler"))
        crew.start("worker", WORKER)
        killed = _through_the_outbox(n, rng, crew)
        _one_task_per_letter(crew, rng, receiver)
    for place, count in killed.items():
        yield fact(OUTBOX, f"kills {place}" if place == BY_CHANCE else f"kills at “{place}”", count)
    yield from letters.promised(OUTBOX, letters.tally(receiver.copies), deaths=sum(killed.values()))
    yield fact(NAIVE, "letters posted", NAIVE_LETTERS)
    yield fact(NAIVE, "kills", 1)
    yield damage(NAIVE, "lost", NAIVE_LETTERS - len(set(letters.naive_copies(receiver.copies))))
    yield fact("both", "seconds", round(time.monotonic() - began, 1))
    letters.forget()


def _plan(n: int, rng: random.Random) -> list[tuple[str, bool]]:
    """Where each kill hits, and whether it takes the whole worker or the one process that sends."""
    count = max(FEWEST, min(MOST_KILLS, n // LETTERS_PER_KILL))
    places = [*points.POINTS, BY_CHANCE] * (count // FEWEST + 1)
    kills = [(place, place == BY_CHANCE or number % 3 == 0) for number, place in enumerate(places[:count])]
    rng.shuffle(kills)
    return kills


def _through_the_outbox(n: int, rng: random.Random, crew: Crew) -> dict[str, int]:
    """Post a portion, kill, go on; how often each place was hit."""
    kills = _plan(n, rng)
    killed = dict.fromkeys([*points.POINTS, BY_CHANCE], 0)
    for (place, whole), numbers in zip(kills, portions(n, len(kills)), strict=True):
        if place != BY_CHANCE:
            points.arm(place, after=rng.randrange(max(1, len(numbers) // 3)))
        letters.post_letters(numbers, at=now())
        killed[_kill(crew, rng, place=place, whole=whole)] += 1
    eventually(lambda: letters.unsettled() == 0, "every letter settled", within=PATIENCE + n)
    return killed


def portions(n: int, count: int) -> list[range]:
    """The numbers 1 … n in ``count`` runs of nearly equal length."""
    cuts = [1 + n * place // count for place in range(count + 1)]
    return [range(first, last) for first, last in pairwise(cuts)]


def _kill(crew: Crew, rng: random.Random, *, place: str, whole: bool) -> str:
    """Kill at the point, or by chance when all work passed without anybody coming there; says which it was."""
    pid = None
    if place != BY_CHANCE:
        looked = eventually(lambda: points.whoever_waits() or letters.unsettled() == 0, f"the point {place}")
        pid = looked if looked is not True else points.whoever_waits()
        points.disarm()
    else:
        time.sleep(rng.uniform(0, 1.5))
    if pid is not None and not whole:
        kill_one(pid)
        return place
    crew.kill("worker")
    crew.start("worker", WORKER)
    return place if pid is not None else BY_CHANCE


def _one_task_per_letter(crew: Crew, rng: random.Random, receiver: Receiver) -> None:
    """The usual way: the request hands each letter to the broker and the worker sends it."""
    points.arm(points.CLAIMED, after=rng.randrange(NAIVE_LETTERS // 3))
    for key in letters.post_naive_letters(range(NAIVE_LETTERS), at=now()):
        hand_over(key)
    eventually(points.whoever_waits, "a letter in somebody's hands")
    crew.kill("worker")
    crew.start("worker", WORKER)
    until_quiet(lambda: len(receiver.copies))
    app.control.purge()


def hand_over(key: int) -> None:
    """Put the task for one naive letter on the broker, by name: only drilled workers know it."""
    app.send_task(SEND_ONE, (key,))


def until_quiet(count: Callable[[], int]) -> None:
    """Wait until something more came and then nothing for a while; a worker needs some seconds to start."""
    first = last = count()
    since = began = time.monotonic()
    while time.monotonic() - began < PATIENCE:
        if count() != last:
            last, since = count(), time.monotonic()
        if time.monotonic() - since > (QUIET if last > first else 4 * QUIET):
            return
        time.sleep(0.1)
