"""The daily seal: one digest over the heads of all chains, printed on papers and taken out of the house."""

import hashlib
import json
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from django.db import IntegrityError, transaction

from audit.models import ChainHead, DailySeal

TRIES = 5


class SealDisturbed(RuntimeError):
    """Other hands sealed other days again and again at the same moment; asking later helps."""


def seal_of(on: date, *, at: datetime) -> DailySeal:
    """The seal of a day, made now when nobody asked for it before. Many hands get the same one.

    It holds the trail as it stood before the day's first question, with the acts of the caller's own transaction.
    """
    for _ in range(TRIES):
        found = DailySeal.objects.filter(on=on).first()
        if found is not None:
            return found
        last = DailySeal.objects.order_by("-number").first()
        seal = DailySeal(
            on=on,
            number=last.number + 1 if last else 1,
            at=at,
            heads=current_heads(),
            previous_digest=last.digest if last else "",
        )
        seal.digest = digest_of(seal)
        try:
            with transaction.atomic():
                seal.save(force_insert=True)
        except IntegrityError:
            continue  # somebody was quicker with this day, or with this number
        return seal
    raise SealDisturbed(f"The seal of {on.isoformat()} could not be made.")


def current_heads() -> dict[str, list]:
    """Every chain that has an act, with the sequence and the digest of its last one."""
    heads = ChainHead.objects.filter(sequence__gt=0).order_by("chain")
    return {head.chain: [head.sequence, head.digest] for head in heads}


def digest_of(seal: DailySeal) -> str:
    """SHA-256 over the day, the moment, the heads and the seal before; what ``verify_integrity`` recomputes."""
    facts = [
        seal.number,
        seal.on.isoformat(),
        seal.at.astimezone(UTC).isoformat(),
        seal.heads,
        seal.previous_digest,
    ]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def printed(digest: str) -> str:
    """The first half of a digest in groups of four, as it stands on paper: 128 bits that eyes can compare."""
    return " ".join(digest[start : start + 4] for start in range(0, 32, 4))


def export(folder: Path) -> list[Path]:
    """Write the seals that the folder does not have yet, one file each, and return the new files.

    A file is written whole under a passing name and then renamed, and never touched again.
    """
    folder.mkdir(parents=True, exist_ok=True)
    there = {path.stem for path in folder.glob("*.json")}
    days = DailySeal.objects.order_by("number").values_list("on", flat=True)
    missing = [on for on in days if on.isoformat() not in there]
    written = []
    for on in missing:
        seal = DailySeal.objects.get(on=on)
        path = folder / f"{on.isoformat()}.json"
        passing = path.with_suffix(".part")
        with passing.open("w", encoding="utf-8") as file:
            json.dump(_facts(seal), file, ensure_ascii=False, indent=1, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        passing.replace(path)
        written.append(path)
    return written


def exported(folder: Path) -> Iterator[tuple[Path, dict]]:
    """The files of a folder with what they say, in the order of their days. A file that is no JSON gives ``{}``."""
    for path in sorted(folder.glob("*.json")):
        try:
            facts = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            facts = {}
        yield path, facts if isinstance(facts, dict) else {}


def _facts(seal: DailySeal) -> dict:
    return {
        "number": seal.number,
        "on": seal.on.isoformat(),
        "at": seal.at.astimezone(UTC).isoformat(),
        "heads": seal.heads,
        "previous_digest": seal.previous_digest,
        "digest": seal.digest,
    }
