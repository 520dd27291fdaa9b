"""Whether the trail still says what was written: every chain, its head, and the daily seals inside and outside.

All of it reads row by row: memory does not grow with the trail.
"""

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

from django.db.models import Q

from audit import seals
from audit.acts import digest_of
from audit.models import Act, ChainHead, DailySeal

ROWS = 1000
PLACES = 100  # heads looked up by one statement


def broken_acts() -> Iterator[str]:
    """Every place where the trail does not hold together, chain by chain, the first one first."""
    heads = {head.chain: head for head in ChainHead.objects.order_by("chain")}
    named = set(Act.objects.order_by().values_list("chain", flat=True).distinct())
    for chain in sorted(named | set(heads)):
        yield from _broken_chain(chain, heads.get(chain))


def _broken_chain(chain: str, head: ChainHead | None) -> Iterator[str]:
    sequence, digest = 0, ""
    acts = Act.objects.filter(chain=chain).order_by("sequence")
    for act in acts.iterator(chunk_size=ROWS):
        if act.sequence != sequence + 1:
            yield f"Chain {chain}: act {sequence + 1} is missing (row {act.pk} is act {act.sequence})."
        if act.previous_digest != digest:
            yield f"Chain {chain}, act {act.sequence} (row {act.pk}): does not continue the act before it."
        if act.digest != digest_of(act):
            yield f"Chain {chain}, act {act.sequence} (row {act.pk}): its content was changed."
        sequence, digest = act.sequence, act.digest
    if head is None:
        yield f"Chain {chain}: its head is missing."
    elif (head.sequence, head.digest) != (sequence, digest):
        yield f"Chain {chain}: the head names act {head.sequence}, the last one found is {sequence}."


def broken_seals() -> Iterator[str]:
    """Seals that were changed or are missing, and acts that are no longer the ones a seal holds.

    A chain that was written anew from its beginning holds together in itself; here it shows.
    """
    number, digest, known = 0, "", {}
    for seal in DailySeal.objects.order_by("number").iterator(chunk_size=50):
        name = f"Seal of {seal.on.isoformat()} (row {seal.pk})"
        if seal.number != number + 1:
            yield f"{name}: seal {number + 1} before it is missing."
        if seal.previous_digest != digest:
            yield f"{name}: does not continue the seal before it."
        if seal.digest != seals.digest_of(seal):
            yield f"{name}: its content was changed."
        moved = {chain: place for chain, place in seal.heads.items() if known.get(chain) != place}
        for chain, (sequence, _) in _not_found(moved):
            yield f"{name}: act {sequence} of chain {chain} is not the one that was sealed."
        number, digest, known = seal.number, seal.digest, seal.heads


def _not_found(heads: dict[str, list]) -> Iterator[tuple[str, list]]:
    """The places at which no act with the digest stands."""
    places = sorted(heads.items())
    for start in range(0, len(places), PLACES):
        part = places[start : start + PLACES]
        asked = Q(pk__in=())
        for chain, (sequence, _) in part:
            asked |= Q(chain=chain, sequence=sequence)
        found = Act.objects.filter(asked).order_by().values_list("chain", "sequence", "digest")
        there = {(chain, sequence): digest for chain, sequence, digest in found}
        for chain, place in part:
            if there.get((chain, place[0])) != place[1]:
                yield chain, place


def broken_copies(folder: Path) -> Iterator[str]:
    """Seals that left the house and are not the ones in the database."""
    for path, facts in seals.exported(folder):
        seal = DailySeal.objects.filter(on=path.stem).first() if facts.get("on") == path.stem else None
        if not facts:
            yield f"Copy {path.name}: cannot be read."
        elif seal is None:
            yield f"Copy {path.name}: the database has no such seal."
        elif {name: facts.get(name) for name in ("number", "at", "heads", "digest")} != {
            "number": seal.number,
            "at": seal.at.astimezone(UTC).isoformat(),
            "heads": seal.heads,
            "digest": seal.digest,
        }:
            yield f"Copy {path.name}: the seal in the database (row {seal.pk}) is another one."
