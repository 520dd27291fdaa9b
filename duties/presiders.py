"""Who presides over the session behind a duty. The ledger knows no session: an upper app registers who can tell."""

from collections.abc import Callable, Collection, Mapping

# Keys of rows as ``Duty.context_key`` names them -> (key, unit the duty is owed to) -> keys of officials.
Teller = Callable[[Collection[str]], Mapping[tuple[str, int], set[int]]]

_TELLERS: dict[str, Teller] = {}


def register(name: str, teller: Teller) -> None:
    """Let ``teller`` say who presides; a later registration under the same name replaces the earlier one."""
    _TELLERS[name] = teller


def presiders_of(context_keys: Collection[str]) -> dict[tuple[str, int], set[int]]:
    """The officials who preside, by the row that causes a duty and the unit it is owed to; few queries."""
    found: dict[tuple[str, int], set[int]] = {}
    for teller in _TELLERS.values():
        found.update(teller(context_keys))
    return found
