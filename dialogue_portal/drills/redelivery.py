"""Drill: a broker that delivers every tick twice and once more late, two workers and two beats, all at once.

Nothing is doubled: the relay claims each letter by one conditional UPDATE, and each reminder has a unique key.
"""

import random
import time
from collections.abc import Iterator

from dialogue_portal.celery import app
from dialogue_portal.drills import letters, points, silence
from dialogue_portal.drills.cast import duties_due, make_cast
from dialogue_portal.drills.processes import PATIENCE, WORKER, Crew, beat, eventually
from dialogue_portal.drills.receiver import Receiver
from dialogue_portal.drills.report import Figure, damage, exactly, fact
from outbox.models import Message
from regulation.clock import now, today

PORTIONS = 4
LETTERS_PER_DUTY = 4
LEASE = 300.0  # seconds, as in real life: nobody dies here
AFTERWARDS = 1.5  # seconds of further ticks, when everything is done already


def run(n: int, seed: int) -> Iterator[Figure]:
    """``n`` letters and a quarter as many duties under tripled ticks; then the naive sweep under the same."""
    points.set_lease(LEASE)
    rng = random.Random(f"redelivery {seed}")
    yield from _ticks_of_the_portal(n, rng)
    letters.forget()
    yield from _naive_sweep(max(n, 40))
    letters.forget()


def _ticks_of_the_portal(n: int, rng: random.Random) -> Iterator[Figure]:
    part, cast, working = "outbox and watch", make_cast(), silence.working_days_around(today())
    began, passes = time.monotonic(), points.relay_passes()
    duties = []
    with Receiver() as receiver, Crew(EMAIL_URL=receiver.address) as crew:
        for name in ("one", "two"):
            crew.start(f"worker-{name}", WORKER)
            crew.start(f"beat-{name}", beat("RedeliveringScheduler"))
        for portion in range(PORTIONS):
            letters.post_letters(range(portion * n // PORTIONS, (portion + 1) * n // PORTIONS), at=now())
            near = rng.choices(
                working[len(working) // 2 - 12 : len(working) // 2 + 4],
                k=n // PORTIONS // LETTERS_PER_DUTY + 1,
            )
            duties += duties_due(near, cast)
            eventually(lambda: letters.unsettled() == 0, "every letter settled", within=PATIENCE + n)
        wanted = silence.expected_keys(duties, cast, (today(),), working)
        eventually(lambda: wanted <= silence.letters_by_key(duties).keys(), "every reminder posted")
        eventually(lambda: letters.unsettled() == 0, "every reminder settled")
        time.sleep(AFTERWARDS)
    app.control.purge()
    reminders = silence.letters_by_key(duties)
    yield fact(part, "passes of the relay", points.relay_passes() - passes)
    yield from letters.promised(part, letters.tally(receiver.copies), deaths=0)
    yield fact(part, "duties", len(duties))
    yield exactly(part, "reminders", reminders.total(), len(wanted))
    yield exactly(part, "reminders not expected", len(reminders.keys() - wanted), 0)
    yield fact(part, "seconds", round(time.monotonic() - began, 1))


def _naive_sweep(n: int) -> Iterator[Figure]:
    """Send whatever has no note yet: two sweeps at the same moment find the same letters."""
    part = "naive: sweep without a claim"
    with Receiver() as receiver, Crew(EMAIL_URL=receiver.address) as crew:
        letters.post_letters(range(n), at=now())
        for name in ("one", "two"):
            crew.start(f"worker-{name}", WORKER)
            crew.start(f"beat-{name}", beat("NaiveRedeliveringScheduler"))
        rows = Message.objects.filter(kind=letters.KIND, archived_subject="")
        eventually(lambda: not rows.exists(), "every letter sent", within=PATIENCE + n)
    app.control.purge()
    yield fact(part, "letters posted", n)
    yield damage(part, "doubled", len(receiver.copies) - len(set(receiver.copies)))
