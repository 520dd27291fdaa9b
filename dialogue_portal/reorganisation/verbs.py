"""Merging and abolishing units: propose, see what it would move, apply it as a whole."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import Seat
from audit import acts
from audit.transitions import TransitionRefused, advance
from dialogue_portal.reorganisation.takeover import Handover, Passing, passings
from organizations import actions as organizations
from organizations.actions import HierarchyRefused
from organizations.enums import ReorganisationState
from organizations.models import Custody, Reorganisation, Unit, UnitSuccession
from organizations.workflow import APPLY_REORGANISATION

MOST_UNITS = 20


class PictureChanged(Exception):
    """What the units have open changed since the person looked; the new picture has to be seen first."""


@dataclass(frozen=True, kw_only=True)
class DryRun:
    """What a reorganisation would do, on the day it is looked at. ``seal`` names exactly this outcome.

    ``problems`` are the sentences that keep it from being applied; empty when it can be.
    """

    rows: list[Passing]
    problems: list[str]
    seal: str


@transaction.atomic
def propose(
    *,
    old: Unit,
    new: Unit,
    document: str,
    document_date: date,
    effective_on: date,
    seat: Seat,
    on: date,
    at: datetime,
) -> Reorganisation:
    """Keep a decision with its first line to be looked at; nothing moves. Raises HierarchyRefused."""
    if document_date > on:
        raise HierarchyRefused(f"Ngày văn bản không thể sau hôm nay ({on:%d/%m/%Y}).")
    proposed = Reorganisation.objects.create(
        document=document, document_date=document_date, effective_on=effective_on, proposed_by=seat.actor.label[:200],
        proposed_at=at,
    )  # fmt: skip
    acts.write(
        subject=proposed, verb="reorganisation.propose", title=f"Lập phương án sáp nhập, giải thể: {document}",
        by=seat.actor, at=at,
    )  # fmt: skip
    add_line(proposed, old=old, new=new, seat=seat, at=at)
    return proposed


@transaction.atomic
def add_line(proposed: Reorganisation, *, old: Unit, new: Unit, seat: Seat, at: datetime) -> UnitSuccession:
    """Let the decision end one more unit. Raises HierarchyRefused."""
    proposed = _drafted(proposed)
    lines = list(proposed.lines.select_related("old", "new"))
    _check_line(proposed, lines, old, new)
    line = UnitSuccession.objects.create(reorganisation=proposed, old=old, new=new)
    acts.write(
        subject=proposed, verb="reorganisation.add", title=f"{new.name} kế thừa {old.name}", by=seat.actor, at=at,
        changes={"old": [None, old.pk], "new": [None, new.pk]},
    )  # fmt: skip
    return line


@transaction.atomic
def drop_line(line: UnitSuccession, *, seat: Seat, at: datetime) -> None:
    """Take a unit out of a decision that was not applied. Raises HierarchyRefused."""
    proposed = _drafted(line.reorganisation)
    if not UnitSuccession.objects.filter(pk=line.pk).exists():
        return
    acts.write(
        subject=proposed,
        verb="reorganisation.drop",
        title=f"Bỏ khỏi phương án: {line.old.name}",
        by=seat.actor,
        at=at,
    )
    line.delete()


def _drafted(proposed: Reorganisation) -> Reorganisation:
    current = Reorganisation.objects.select_for_update().get(pk=proposed.pk)
    if current.state != ReorganisationState.DRAFT:
        raise HierarchyRefused("Phương án này đã được áp dụng.")
    return current


def _check_line(proposed: Reorganisation, lines: list[UnitSuccession], old: Unit, new: Unit) -> None:
    first = proposed.effective_on
    if old.pk == new.pk:
        raise HierarchyRefused("Đơn vị kế thừa phải là đơn vị khác.")
    if any(line.old_id == old.pk for line in lines):
        raise HierarchyRefused(f"{old.name} đã có trong phương án này.")
    if any(line.old_id == new.pk for line in lines) or any(line.new_id == old.pk for line in lines):
        raise HierarchyRefused("Một đơn vị không thể vừa kết thúc vừa kế thừa trong cùng phương án.")
    if len(lines) >= MOST_UNITS:
        raise HierarchyRefused(f"Mỗi phương án tối đa {MOST_UNITS} đơn vị.")
    for problem in _problems_of_units(first, old, new):
        raise HierarchyRefused(problem)


def _problems_of_units(first: date, old: Unit, new: Unit) -> list[str]:
    problems = []
    if old.valid_from >= first or (old.valid_until is not None and old.valid_until < first):
        problems.append(f"{old.name} không tồn tại ngay trước ngày {first:%d/%m/%Y}.")
    if new.valid_from > first or (new.valid_until is not None and new.valid_until < first):
        problems.append(f"{new.name} không tồn tại vào ngày {first:%d/%m/%Y}.")
    return problems


def dry_run(proposed: Reorganisation, *, on: date) -> DryRun:
    """What the decision would move now, what ends, and what speaks against it. Changes nothing."""
    lines = list(proposed.lines.select_related("old", "new"))
    successors = {line.old_id: line.new for line in lines}
    rows: list[Passing] = []
    problems = [] if lines else ["Chưa chọn đơn vị kết thúc."]
    if proposed.effective_on > on:
        problems.append(
            f"Quyết định có hiệu lực từ {proposed.effective_on:%d/%m/%Y}; áp dụng được từ ngày đó."
        )
    for line in lines:
        problems += _problems_of_units(proposed.effective_on, line.old, line.new)
        rows += passings(
            Handover(
                old=line.old, new=line.new, effective_on=proposed.effective_on, note=proposed.document,
                successors=successors,
            )
        )  # fmt: skip
    problems += [row.problem for row in rows if row.problem]
    return DryRun(rows=rows, problems=problems, seal=_seal(proposed, lines, rows))


def _seal(proposed: Reorganisation, lines: list[UnitSuccession], rows: list[Passing]) -> str:
    facts = [
        proposed.document,
        f"{proposed.effective_on}",
        *(f"{line.old_id}>{line.new_id}" for line in lines),
    ]
    facts += [f"{row.key}:{row.label}:{row.ends}:{row.problem}" for row in rows]
    return hashlib.sha256("|".join(facts).encode()).hexdigest()[:20]


@transaction.atomic
def apply(proposed: Reorganisation, *, seal: str, seat: Seat, on: date, at: datetime) -> int:
    """Hand everything over and end the units, all or nothing; how many lines the book got.

    ``seal`` is that of the dry run the person saw: when the picture is another one by now, nothing is changed and
    PictureChanged is raised. Raises TransitionRefused when it was applied before, HierarchyRefused when something
    speaks against it.
    """
    proposed = Reorganisation.objects.select_for_update().get(pk=proposed.pk)
    if proposed.state != ReorganisationState.DRAFT:
        raise TransitionRefused("Phương án này đã được áp dụng trước đó.", stale=True)
    lines = list(proposed.lines.select_related("old", "new").order_by("pk"))
    # In the order of the keys, so that two decisions about the same units wait for one another.
    for pk in sorted({pk for line in lines for pk in (line.old_id, line.new_id)}):
        Unit.objects.select_for_update().get(pk=pk)
    seen = dry_run(proposed, on=on)
    if seen.seal != seal:
        raise PictureChanged
    if seen.problems:
        raise HierarchyRefused(seen.problems[0])
    for row in seen.rows:
        if row.take is not None:
            row.take(seat.actor, at)
    Custody.objects.bulk_create(
        Custody(
            reorganisation=proposed, old=row.old, new=row.new, kind=row.kind, label=row.label, ends=row.ends,
            by=seat.actor.label[:200], at=at,
        )
        for row in seen.rows
    )  # fmt: skip
    for line in lines:
        organizations.end_unit(
            line.old, successor=line.new, effective_on=proposed.effective_on, note=proposed.document, by=seat.actor,
            at=at,
        )  # fmt: skip
    advance(
        proposed,
        APPLY_REORGANISATION,
        by=seat.actor,
        at=at,
        note=proposed.document,
        changes={"rows": len(seen.rows)},
    )
    return len(seen.rows)
