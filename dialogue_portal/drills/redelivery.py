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

PORTAL, NAIVE = "outbox and watch", "naive: sweep without a claim"
NAIVE_LETTERS = 40
PORTIONS = 4
LETTERS_PER_DUTY = 4
LEASE = 300.0  # seconds, as in real life: nobody dies here
AFTERWARDS = 1.5  # seconds of further ticks, when everything is done already


def run(n: int, seed: int) -> Iterator[Figure]:
    """``n`` letters and a quarter as many duties under tripled ticks, beside the naive sweep under the same."""
    points.set_lease(LEASE)
    rng, cast, working = (
        random.Random(f"redelivery {seed}"),
        make_cast(),
        silence.working_days_around(today()),
    )
    began, passes, duties = time.monotonic(), points.relay_passes(), []
    with Receiver() as receiver, Crew(EMAIL_URL=receiver.address) as crew:
        for name in ("one", "two"):
            crew.start(f"worker-{name}", WORKER)
            crew.start(f"beat-{name}", beat("RedeliveringScheduler"))
        for portion in range(PORTIONS):
            letters.post_naive_letters(_part(NAIVE_LETTERS, portion), at=now())
            letters.post_letters(_part(n, portion), at=now())
            near = silence.days_near(today(), working)
            duties += duties_due(rng.choices(near, k=n // PORTIONS // LETTERS_PER_DUTY + 1), cast)
            eventually(lambda: letters.unsettled() == 0, "every letter settled", within=PATIENCE + n)
        wanted = silence.expected_keys(duties, cast, (today(),), working)
        eventually(lambda: wanted <= silence.letters_by_key(duties).keys(), "every reminder posted")
        eventually(lambda: letters.unsettled() == 0, "every reminder settled")
        unsent = Message.objects.filter(kind=letters.NAIVE_KIND, archived_subject="")
        eventually(lambda: not unsent.exists(), "every naive letter sent")
        time.sleep(AFTERWARDS)
    app.control.purge()
    reminders, naive = silence.letters_by_key(duties), letters.naive_copies(receiver.copies)
    yield fact(PORTAL, "passes of the relay", points.relay_passes() - passes)
    yield from letters.promised(PORTAL, letters.tally(receiver.copies), deaths=0)
    yield fact(PORTAL, "duties", len(duties))
    yield exactly(PORTAL, "reminders", reminders.total(), len(wanted))
    yield exactly(PORTAL, "reminders not expected", len(reminders.keys() - wanted), 0)
    yield from silence.milestone_rows(PORTAL, duties, today(), working)
    yield fact(NAIVE, "letters posted", NAIVE_LETTERS)
    yield damage(NAIVE, "doubled", len(naive) - len(set(naive)))
    yield fact("both", "seconds", round(time.monotonic() - began, 1))
    letters.forget()
    silence.forget(duties)


def _part(n: int, portion: int) -> range:
    return range(portion * n // PORTIONS, (portion + 1) * n // PORTIONS)
