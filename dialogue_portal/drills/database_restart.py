"""Drill: PostgreSQL is stopped and started while letters leave and deadlines are watched.

In turns in an orderly way (sessions are cut) and as in a crash. Meanwhile letters are posted; a posting that got an
error is tried again under its key, as a form with its idempotency key is. Then: what was acknowledged is there, nothing
is lost, nothing doubled in silence, and the page "ready" has come back by itself.
"""

import random
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from dialogue_portal.celery import app
from dialogue_portal.drills import kill_worker, letters, points, silence
from dialogue_portal.drills.cast import duties_due, make_cast
from dialogue_portal.drills.processes import PATIENCE, WORKER, Crew, beat, eventually, script_module
from dialogue_portal.drills.receiver import Receiver
from dialogue_portal.drills.report import Figure, at_most, damage, exactly, fact
from outbox.models import Message
from regulation.clock import now, today

MODES = ("fast", "immediate")
FEWEST, LETTERS_PER_RESTART, MOST = 2, 50, 20
LEASE = 2.0  # seconds
HANDS = 4  # processes that send: two in one worker, with room for what each may hold
PACE = 0.02  # seconds between two postings, so that the restart falls among them
NAIVE_LETTERS = 1000  # at most; as many as the restart leaves time for
UNSAFE_LETTERS, UNSAFE_ROUNDS = 12, 3
PORTAL, NAIVE = "outbox and watch", "naive: a task per letter"
OK, UNAVAILABLE = 200, 503


def run(n: int, seed: int) -> Iterator[Figure]:
    """``n`` letters and as many duties while the database goes away; beside and after it two ways that must fail."""
    points.set_lease(LEASE)
    yield from _restarts(n, random.Random(f"restart {seed}"))
    yield from _commits_without_disk()
    letters.forget()


def restart(mode: str) -> None:
    """Restart the drill's own cluster."""
    script_module("services").restart_cluster(Path(settings.DRILL_CLUSTER), mode)


class Desk:
    """Somebody who posts letters and tries again what got an error, until it is acknowledged."""

    def __init__(self):
        self.unit = letters.sender()
        self.acknowledged: list[int] = []
        self.tried_again = 0

    def post(self, number: int) -> None:
        """Post one letter, however often the database goes away meanwhile."""
        while True:
            try:
                letters.post_letter(number, unit=self.unit, at=now())
            except DatabaseError:
                connection.close()
                self.tried_again += 1
                time.sleep(0.05)
            else:
                self.acknowledged.append(number)
                return

    def missing(self) -> int:
        """How many letters were acknowledged and are not there."""
        there = set(Message.objects.filter(kind=letters.KIND).values_list("dedupe_key", flat=True))
        return sum(letters.key_of(number) not in there for number in self.acknowledged)


class Watcher(threading.Thread):
    """Asks the page "ready" all the time and counts what it answers."""

    def __init__(self, port: int):
        super().__init__(daemon=True)
        self._address = f"http://127.0.0.1:{port}/suc-khoe/san-sang/"
        self._over = threading.Event()
        self.last = 0
        self.answers: Counter[int] = Counter()

    def run(self) -> None:
        """Until told to end."""
        while not self._over.wait(0.1):
            self.last = self._ask()
            self.answers[self.last] += 1

    def figures(self) -> Iterator[Figure]:
        """The answers; anything but "ready" and "not ready" is a fault of the page."""
        ready, away = self.answers[OK], self.answers[UNAVAILABLE]
        yield fact(PORTAL, "ready page: 200", ready)
        yield fact(PORTAL, "ready page: 503", away)
        yield exactly(PORTAL, "ready page: anything else", self.answers.total() - ready - away, 0)

    def end(self) -> None:
        """Ask no more."""
        self._over.set()
        self.join()

    def _ask(self) -> int:
        try:
            with urllib.request.urlopen(self._address, timeout=15) as answer:
                return answer.status
        except urllib.error.HTTPError as refusal:
            return refusal.code
        except OSError:
            return 0


def _restarts(n: int, rng: random.Random) -> Iterator[Figure]:
    cast, working = make_cast(), silence.working_days_around(today())
    count = max(FEWEST, min(MOST, n // LETTERS_PER_RESTART))
    desk, duties, began, port = Desk(), [], time.monotonic(), _free_port()
    with (
        Receiver() as receiver,
        Crew(EMAIL_URL=receiver.address, PORTAL_BIND=f"127.0.0.1:{port}", WEB_WORKERS="1") as crew,
    ):
        crew.start("web", [sys.executable, "-m", "gunicorn", "-c", "dialogue_portal/gunicorn_conf.py"])
        crew.start("worker", WORKER)
        crew.start("beat", beat("FullScheduler"))
        watcher = Watcher(port)
        watcher.start()
        eventually(lambda: watcher.last == OK, "the portal ready")
        watcher.answers.clear()
        for number, numbers in enumerate(kill_worker.portions(n, count)):
            near = silence.days_near(today(), working)
            duties += duties_due(rng.choices(near, k=len(numbers) + 1), cast)
            _while_it_restarts(MODES[number % 2], rng.uniform(0, len(numbers) * PACE / 2), desk, numbers)
        wanted = silence.expected_keys(duties, cast, (today(),), working)
        patience = PATIENCE + n
        eventually(lambda: letters.unsettled() == 0, "every letter settled", within=patience)
        eventually(lambda: wanted <= silence.letters_by_key(duties).keys(), "every reminder", within=patience)
        eventually(lambda: letters.unsettled() == 0, "every reminder settled", within=patience)
        seconds = time.monotonic()
        eventually(lambda: watcher.last == OK, "the portal ready again")
        waited = time.monotonic() - seconds
        watcher.end()
        handed = _tasks_without_rows(receiver)
    reminders = silence.letters_by_key(duties)
    yield fact(PORTAL, "restarts", count)
    yield fact(PORTAL, "postings tried again", desk.tried_again)
    yield exactly(PORTAL, "acknowledged and not there", desk.missing(), 0)
    yield from letters.promised(PORTAL, letters.tally(receiver.copies), deaths=count * HANDS)
    yield exactly(PORTAL, "reminders", reminders.total(), len(wanted))
    yield exactly(PORTAL, "reminders not expected", len(reminders.keys() - wanted), 0)
    yield from silence.milestone_rows(PORTAL, duties, today(), working)
    yield from watcher.figures()
    yield at_most(PORTAL, "seconds until ready, after the work", round(waited), 10)
    yield fact(PORTAL, "seconds", round(time.monotonic() - began, 1))
    yield fact(NAIVE, "letters handed over", handed)
    yield damage(NAIVE, "lost", handed - len(set(letters.naive_copies(receiver.copies))))
    letters.forget()
    silence.forget(duties)


def _while_it_restarts(mode: str, delay: float, desk: Desk, numbers: range) -> None:
    """Post letters while another thread restarts the database, and go on until it is back."""
    hand = threading.Timer(delay, restart, (mode,))
    hand.start()
    for number in numbers:
        desk.post(number)
        time.sleep(PACE)
    hand.join()
    connection.close()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as trial:
        return trial.getsockname()[1]


def _tasks_without_rows(receiver: Receiver) -> int:
    """The usual way: each letter is a task; what meets no database is an error in a log. How many were handed over.

    Tasks come as long as the restart lasts, so that some of them meet it wherever the machine is slow.
    """
    keys, handed = letters.post_naive_letters(range(NAIVE_LETTERS), at=now()), 0
    hand = threading.Thread(target=restart, args=("immediate",))
    hand.start()
    for handed, key in enumerate(keys, start=1):  # noqa: B007  the number outlives the loop
        kill_worker.hand_over(key)
        if not hand.is_alive():
            break
        time.sleep(PACE / 4)
    hand.join()
    connection.close()
    kill_worker.until_quiet(lambda: len(receiver.copies))
    app.control.purge()
    return handed


def _commits_without_disk() -> Iterator[Figure]:
    """The same postings on a cluster that answers before its log is written."""
    part = "naive: commits that do not wait"
    _set("synchronous_commit", "off")
    _set("wal_writer_delay", "10s")
    desk = Desk()
    for first in range(0, UNSAFE_ROUNDS * UNSAFE_LETTERS, UNSAFE_LETTERS):
        for number in range(first, first + UNSAFE_LETTERS):
            desk.post(number)
        restart("immediate")
        connection.close()
    yield fact(part, "letters acknowledged", len(desk.acknowledged))
    yield damage(part, "acknowledged and not there", desk.missing())
    letters.forget()


def _set(name: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        cursor.execute("SELECT pg_reload_conf()")
    connection.close()
    time.sleep(0.2)
