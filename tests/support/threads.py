"""Many hands at the same moment, each on a connection of its own. For tests that commit."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection


def at_once(count: int, act: Callable[[int], Any]) -> list[Any]:
    """Run ``act(0)`` … ``act(count - 1)`` in threads that start together.

    Returns what each returned, or the exception it raised, in the order of the numbers.
    """
    start = threading.Barrier(count)
    outcomes: list[Any] = [None] * count

    def run(number: int) -> None:
        try:
            start.wait()
            outcomes[number] = act(number)
        except Exception as problem:  # noqa: BLE001  the caller judges what went wrong
            outcomes[number] = problem
        finally:
            connection.close()

    hands = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    return outcomes
