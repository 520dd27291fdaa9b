"""Units through time: found by any name they ever bore, with their predecessors and successors."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from organizations.enums import ReorganisationState
from organizations.models import (
    Custody,
    Delegation,
    Post,
    Relation,
    Unit,
    UnitName,
    UnitSuccession,
    in_force_on,
)
from regulation.text import clean, fold


def units_ever_called(text: str) -> QuerySet[Unit]:
    """Units, also ended ones, whose name of today or of any time before holds the text, folded. None for no text."""
    wanted = fold(clean(text))
    if not wanted:
        return Unit.objects.none()
    former = UnitName.objects.filter(unit=OuterRef("pk"), name_folded__contains=wanted)
    return (
        Unit.objects.filter(Q(name_folded__contains=wanted) | Exists(former))
        .select_related("territory")
        .order_by("name_sort", "pk")
    )


def units_in_force(on: date) -> QuerySet[Unit]:
    """The units that exist on a day, by name."""
    return Unit.objects.filter(in_force_on(on)).select_related("territory").order_by("name_sort", "pk")


def former_names_holding(text: str, units: Iterable[Unit]) -> dict[int, UnitName]:
    """For each unit the latest former name that holds the text, by key of the unit, in one query."""
    wanted = fold(clean(text))
    rows = UnitName.objects.filter(unit__in=[unit.pk for unit in units], name_folded__contains=wanted)
    return {row.unit_id: row for row in rows.order_by("valid_from", "pk")}


def name_on(unit: Unit, day: date) -> str:
    """The name that the unit bore on a day."""
    row = unit.former_names.filter(valid_from__lte=day, valid_until__gte=day).first()
    return row.name if row else unit.name


def predecessors_of(unit: Unit) -> QuerySet[UnitSuccession]:
    """What ended and was taken over by the unit, by decisions that were applied."""
    return _applied(unit.predecessors).select_related("old", "reorganisation")


def successors_of(unit: Unit) -> QuerySet[UnitSuccession]:
    """Which unit took over when this one ended."""
    return _applied(unit.successors).select_related("new", "reorganisation")


def _applied(lines) -> QuerySet[UnitSuccession]:
    return lines.filter(reorganisation__state=ReorganisationState.APPLIED).order_by(
        "reorganisation__effective_on", "pk"
    )


def relations_of(unit: Unit) -> QuerySet[Relation]:
    """Every relation the unit ever had to another, the ones in force first."""
    return unit.relations.select_related("other").order_by("kind", "-valid_from", "-pk")


def posts_of(unit: Unit) -> QuerySet[Post]:
    """Every post of the unit, with its holders from the latest back."""
    return unit.posts.prefetch_related("tenures__official").order_by("kind", "-valid_from", "pk")


def delegations_of(unit: Unit) -> QuerySet[Delegation]:
    """Every written authorisation to preside for a post of the unit, the latest first."""
    rows = Delegation.objects.filter(post__unit=unit).select_related("post", "delegate")
    return rows.order_by("-valid_from", "-pk")


def custody_of(unit: Unit) -> QuerySet[Custody]:
    """The book "Sổ bàn giao" of a unit: what it handed over and what it took over, the latest decision first."""
    rows = Custody.objects.filter(Q(old=unit) | Q(new=unit)).select_related("old", "new", "reorganisation")
    return rows.order_by("-reorganisation__effective_on", "-reorganisation", "pk")
