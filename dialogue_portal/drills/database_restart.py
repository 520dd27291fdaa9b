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
from organizations.models import Unit
from outbox.models import Message
from regulation.clock import now, today

MODES = ("fast", "immediate")
FEWEST, LETTERS_PER_RESTART, MOST = 2, 50, 20
LEASE = 2.0  # seconds
HANDS = 4  # processes that send: two in one worker, with room for what each may hold
NAIVE_LETTERS, UNSAFE_LETTERS = 300, 50
OK, UNAVAILABLE = 200, 503


def run(n: int, seed: int) -> Iterator[Figure]:
    """``n`` letters and as many duties while the database goes away; then two ways that must fail."""
    points.set_lease(LEASE)
    yield from _restarts(n, random.Random(f"restart {seed}"))
    letters.forget()
    yield from _tasks_without_rows()
    letters.forget()
    yield from _commits_without_disk()
    letters.forget()


def restart(mode: str) -> None:
    """Restart the drill's own cluster."""
    script_module("services").restart_cluster(Path(settings.DRILL_CLUSTER), mode)


class Desk:
    """Somebody who posts letters and tries again what got an error, until it is acknowledged."""

    def __init__(self):
        self.sender = Unit.objects.get(key=letters.SENDER)
        self.acknowledged: list[int] = []
        self.tried_again = 0

    def post(self, number: int) -> None:
        """Post one letter, however often the database goes away meanwhile."""
        while True:
            try:
                letters.post_letter(number, sender=self.sender, at=now())
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
    part, cast, working = "outbox and watch", make_cast(), silence.working_days_around(today())
    count = max(FEWEST, min(MOST, n // LETTERS_PER_RESTART))
    desk, duties, began, port = Desk(), [], time.monotonic(), _free_port()
    with Receiver() as receiver, Crew(EMAIL_URL=receiver.address, PORTAL_BIND=f"127.0.0.1:{port}") as crew:
        crew.start("web", [sys.executable, "-m", "gunicorn", "-c", "dialogue_portal/gunicorn_conf.py"])
        crew.start("worker", WORKER)
        crew.start("beat", beat("FullScheduler"))
        watcher = Watcher(port)
        watcher.start()
        eventually(lambda: watcher.last == OK, "the portal ready")
        watcher.answers.clear()
        for number in range(count):
            middle = len(working) // 2
            duties += duties_due(rng.choices(working[middle - 12 : middle + 4], k=n // count + 1), cast)
            _while_it_restarts(
                MODES[number % 2],
                rng.uniform(0, 1),
                desk,
                range(number * n // count, (number + 1) * n // count),
            )
        eventually(lambda: letters.unsettled() == 0, "every letter settled", within=PATIENCE + n)
        wanted = silence.expected_keys(duties, cast, (today(),), working)
        eventually(
            lambda: wanted <= silence.letters_by_key(duties).keys(),
            "every reminder posted",
            within=PATIENCE + n,
        )
        eventually(lambda: letters.unsettled() == 0, "every reminder settled", within=PATIENCE + n)
        seconds = time.monotonic()
        eventually(lambda: watcher.last == OK, "the portal ready again")
        waited = time.monotonic() - seconds
        watcher.end()
    reminders = silence.letters_by_key(duties)
    yield fact(part, "restarts", count)
    yield fact(part, "postings tried again", desk.tried_again)
    yield exactly(part, "acknowledged and not there", desk.missing(), 0)
    yield from letters.promised(part, letters.tally(receiver.copies), deaths=count * HANDS)
    yield exactly(part, "reminders", reminders.total(), len(wanted))
    yield exactly(part, "reminders not expected", len(reminders.keys() - wanted), 0)
    yield fact(part, "ready page: 200", watcher.answers[OK])
    yield fact(part, "ready page: 503", watcher.answers[UNAVAILABLE])
    yield exactly(
        part,
        "ready page: anything else",
        watcher.answers.total() - watcher.answers[OK] - watcher.answers[UNAVAILABLE],
        0,
    )
    yield at_most(part, "seconds until ready, after the work", round(waited), 10)
    yield fact(part, "seconds", round(time.monotonic() - began, 1))


def _while_it_restarts(mode: str, delay: float, desk: Desk, numbers: range) -> None:
    """Post letters while another thread restarts the database, and go on until it is back."""
    hand = threading.Timer(delay, restart, (mode,))
    hand.start()
    for number in numbers:
        desk.post(number)
        time.sleep(0.01)
    hand.join()
    connection.close()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as trial:
        return trial.getsockname()[1]


def _tasks_without_rows() -> Iterator[Figure]:
    """The usual way: each letter is a task; what meets no database is an error in a log."""
    part = "naive: a task per letter"
    letters.post_letters(range(NAIVE_LETTERS), at=now())
    with Receiver() as receiver, Crew(EMAIL_URL=receiver.address) as crew:
        kill_worker.hand_over()
        crew.start("worker", WORKER)
        eventually(lambda: receiver.copies, "the first letter")
        restart("immediate")
        connection.close()
        kill_worker.until_quiet(lambda: len(receiver.copies))
    app.control.purge()
    yield fact(part, "letters posted", NAIVE_LETTERS)
    yield damage(part, "lost", NAIVE_LETTERS - len(set(receiver.copies)))


def _commits_without_disk() -> Iterator[Figure]:
    """The same postings on a cluster that answers before its log is written."""
    part = "naive: commits that do not wait"
    _set("synchronous_commit", "off")
    _set("wal_writer_delay", "10s")
    desk = Desk()
    for number in range(UNSAFE_LETTERS):
        desk.post(number)
    restart("immediate")
    connection.close()
    yield fact(part, "letters acknowledged", len(desk.acknowledged))
    yield damage(part, "acknowledged and not there", desk.missing())


def _set(name: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        cursor.execute("SELECT pg_reload_conf()")
    connection.close()
    time.sleep(0.2)
