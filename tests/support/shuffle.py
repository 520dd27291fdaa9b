"""A list without an order has no order: what the database would return by luck is mixed here."""

import os
import random

from django.db.models import QuerySet

SEED = int(os.environ.setdefault("TEST_SEED", str(random.SystemRandom().randrange(10**6))))
_dice = random.Random(SEED)


def reseed(name: str) -> None:
    """Begin the order of one test anew, so that it fails alone as it failed in the whole run."""
    _dice.seed(f"{SEED}:{name}")


def shuffled(rows: list) -> None:
    """Mix a list in place."""
    _dice.shuffle(rows)


def install() -> None:
    """Make every queryset that was evaluated without an order come out mixed. Called once per process."""
    fetch_all = QuerySet._fetch_all

    def fetch_and_mix(self: QuerySet) -> None:
        fresh = self._result_cache is None
        fetch_all(self)
        if fresh and len(self._result_cache) > 1 and not self.ordered:
            shuffled(self._result_cache)

    QuerySet._fetch_all = fetch_and_mix
