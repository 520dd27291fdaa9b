"""What is known of the hierarchy on a day: who holds which post, what stands above, beside and below a unit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from organizations.enums import (
    Branch,
    Level,
    PostKind,
    RelationKind,
    SuccessionExtent,
    TerritoryKind,
    UnitKind,
)
from organizations.models import Field, Post, Relation, Succession, Tenure, Territory, Unit, in_force_on
from regulation.recipients import Purpose, RecipientRole, annual_report_recipients
from regulation.text import clean, fold

# Bodies to which a petition may be assigned (Đ9.3.b, Đ16.2, Đ17): never a committee's office or the Party bodies.
ASSIGNABLE_KINDS = (
    UnitKind.COMMITTEE,
    UnitKind.FRONT,
    UnitKind.ORGANISATION,
    UnitKind.DEPARTMENT,
    UnitKind.COMMUNE_DIVISION,
    UnitKind.POLICE,
    UnitKind.MILITARY,
    UnitKind.ENTERPRISE,
    UnitKind.SERVICE_UNIT,
)


# -- how units stand to one another


def related(unit: Unit, kind: RelationKind, on: date) -> Unit | None:
    """The unit that stands in relation ``kind`` to ``unit`` on the day, or None."""
    relation = (
        Relation.objects.filter(in_force_on(on), unit=unit, kind=kind)
        .select_related("other__territory")
        .order_by("-valid_from", "-pk")
        .first()
    )
    return relation.other if relation else None


def _inverse(units: Q, kinds: Iterable[RelationKind], on: date) -> QuerySet[Unit]:
    relations = Relation.objects.filter(in_force_on(on), units, unit=OuterRef("pk"), kind__in=list(kinds))
    return Unit.objects.filter(in_force_on(on), Exists(relations))


def office_of(unit: Unit, on: date) -> Unit:
    """The office that organises for a unit; the unit itself where it has none (D9.1.a-0, D13.1.a-0)."""
    return related(unit, RelationKind.ORGANIZING_OFFICE, on) or unit


def served_by(office: Unit, on: date) -> QuerySet[Unit]:
    """The bodies for which an office organises."""
    return _inverse(Q(other=office), [RelationKind.ORGANIZING_OFFICE], on)


def front_of(unit: Unit, on: date) -> Unit | None:
    """The Fatherland Front of the same level; the Front itself is its own."""
    if unit.kind == UnitKind.FRONT:
        return unit
    return related(unit, RelationKind.SAME_LEVEL_FRONT, on)


def committee_of(unit: Unit, on: date) -> Unit | None:
    """The Party committee of the same level; a Party committee is its own."""
    if unit.kind == UnitKind.PARTY_COMMITTEE:
        return unit
    return related(unit, RelationKind.SAME_LEVEL_COMMITTEE, on)


def superior_of(unit: Unit, on: date) -> Unit | None:
    """The body directly above in the unit's own line: Party for the Party, government for the government."""
    return related(unit, _SUPERIOR_LINE.get(unit.branch, RelationKind.SUPERIOR_GOVERNMENT), on)


_SUPERIOR_LINE = {
    Branch.PARTY.value: RelationKind.SUPERIOR_PARTY,
    Branch.GOVERNMENT.value: RelationKind.SUPERIOR_GOVERNMENT,
}


def subordinates(unit: Unit, on: date) -> QuerySet[Unit]:
    """The bodies directly below a body in either line; for an office, those below the body it serves."""
    above = Q(other=unit) | Q(other__in=served_by(unit, on).values("pk"))
    return _inverse(above, [RelationKind.SUPERIOR_PARTY, RelationKind.SUPERIOR_GOVERNMENT], on)


def heading_above(unit: Unit, on: date) -> str:
    """The line above the issuer on a paper: "Đảng bộ Thành phố Hồ Chí Minh" over a ward's Party committee.

    Empty for a body that prints one line only (the city's committee, councils and people's committees).
    """
    if unit.kind != UnitKind.PARTY_COMMITTEE:
        body = related(unit, RelationKind.PART_OF, on)
        return body.name if body else ""
    above = superior_of(unit, on)
    return f"Đảng bộ {above.territory.name}" if above and above.territory else ""


def communes(on: date) -> QuerySet[Territory]:
    """The wards, communes and special zones in force on the day, by name."""
    return Territory.objects.filter(in_force_on(on)).exclude(kind=TerritoryKind.CITY)


# -- posts and who holds them


def posts_in_force(on: date) -> QuerySet[Post]:
    """The posts that exist on the day, with their units. Each of them owes a session a year (D20.2)."""
    return Post.objects.filter(in_force_on(on)).select_related("unit__territory")


def posts_organized_by(office: Unit, on: date) -> QuerySet[Post]:
    """The posts whose sessions an office organises; a body without an office organises its own."""
    offices = Relation.objects.filter(
        in_force_on(on), unit=OuterRef("unit"), kind=RelationKind.ORGANIZING_OFFICE
    )
    own = Q(unit=office) & ~Q(Exists(offices))
    return posts_in_force(on).filter(Q(Exists(offices.filter(other=office))) | own)


def post_of(unit: Unit, kind: PostKind, on: date) -> Post | None:
    """The post of one kind in a unit on the day."""
    return posts_in_force(on).filter(unit=unit, kind=kind).order_by("-valid_from").first()


def holder_of(post: Post, on: date) -> Tenure | None:
    """Who holds a post on the day, possibly acting; None while it is vacant."""
    return holders_of([post], on).get(post.pk)


def holders_of(posts: Iterable[Post], on: date) -> dict[int, Tenure]:
    """The tenures of several posts on the day, by key of the post, in one query. Vacant posts are absent."""
    tenures = (
        Tenure.objects.filter(in_force_on(on), post__in=[post.pk for post in posts])
        .select_related("official", "post")
        .order_by("valid_from", "pk")
    )
    return {tenure.post_id: tenure for tenure in tenures}


def posts_held_by(official_id: int, on: date) -> QuerySet[Post]:
    """The posts that a person holds on the day."""
    tenures = Tenure.objects.filter(in_force_on(on), post=OuterRef("pk"), official=official_id)
    return posts_in_force(on).filter(Exists(tenures))


# -- fields and who is competent


def fields() -> QuerySet[Field]:
    """The fields of the first level, in their order, with the second level prefetched."""
    return Field.objects.filter(parent__isnull=True).prefetch_related("children")


def agencies_for(host: Unit, on: date) -> QuerySet[Unit]:
    """The bodies to which petitions of a host's sessions may be assigned: its own level first.

    A commune assigns to its own bodies and to those of the city; the city also to the committees of communes.
    """
    reach = Q(territory=host.territory_id) | Q(level=Level.CITY)
    if host.level != Level.COMMUNE:
        reach |= Q(kind=UnitKind.COMMITTEE)
    return (
        Unit.objects.filter(in_force_on(on), reach, kind__in=ASSIGNABLE_KINDS)
        .exclude(level=Level.CENTRAL)
        .select_related("territory")
        .annotate(distance=_first(Q(territory=host.territory_id)))
        .order_by("distance", "name_sort", "pk")
    )


def agencies_for_field(field: Field, host: Unit, on: date) -> QuerySet[Unit]:
    """Of those, the ones competent for a field; a field of the second level falls back on its parent's."""
    competent = agencies_for(host, on).filter(competences__field=field)
    if field.parent_id and not competent.exists():
        return agencies_for(host, on).filter(competences__field=field.parent_id)
    return competent


def _first(condition: Q) -> Case:
    """Sorts the rows that meet a condition before the others."""
    return Case(When(condition, then=Value(0)), default=Value(1), output_field=IntegerField())


# -- who receives the yearly report


@dataclass(frozen=True)
class ReportRecipient:
    """One receiver of a yearly report. ``unit`` is None where the relation is not entered for the day."""

    unit: Unit | None
    roles: tuple[RecipientRole, ...]
    purpose: Purpose

    @property
    def capacity(self) -> str:
        """In which capacity it receives: "Cấp ủy cấp trên trực tiếp"."""
        return "; ".join(role.label for role in self.roles)


def report_recipients(post: Post, on: date) -> list[ReportRecipient]:
    """Everybody to whom the holder of a post reports, in the order of the text (D9.3.c, D13.3.c).

    A body that stands in two roles is named once: since 01/07/2025 the political and social organisations of
    a commune belong to its Front and have no office of their own here.
    """
    relations = Relation.objects.filter(in_force_on(on), unit=post.unit_id).select_related("other")
    beside = {relation.kind: relation.other for relation in relations}
    if post.unit.kind == UnitKind.PARTY_COMMITTEE:
        beside[RelationKind.SAME_LEVEL_COMMITTEE] = post.unit
    front = beside.get(RelationKind.SAME_LEVEL_FRONT)
    lines: dict[int | str, ReportRecipient] = {}
    for recipient in annual_report_recipients(post.branch):
        if recipient.role is RecipientRole.SAME_LEVEL_ORGANISATIONS:
            units = (_organisations_of(front, on) or [front]) if front else [None]
        else:
            units = [beside.get(recipient.role.value)]
        for unit in units:
            line = ReportRecipient(unit, (recipient.role,), recipient.purpose)
            key = unit.pk if unit else recipient.role.value
            known = lines.get(key)
            lines[key] = (
                line if known is None else ReportRecipient(unit, known.roles + line.roles, known.purpose)
            )
    return list(lines.values())


def _organisations_of(front: Unit, on: date) -> list[Unit]:
    return list(_inverse(Q(other=front), [RelationKind.PART_OF], on).filter(kind=UnitKind.ORGANISATION))


# -- search by name


@dataclass(frozen=True)
class PlaceFound:
    """A territory in force on the day asked for, and the former unit whose name led to it, if any."""

    territory: Territory
    former: Territory | None = None
    extent: str = ""

    @property
    def note(self) -> str:
        """When the name held: "Đến ngày 30/06/2025: Phường Bến Nghé, Quận 1 (một phần)"."""
        if self.former is None:
            return ""
        where = ", ".join(part for part in (self.former.name, self.former.former_district) if part)
        part = " (một phần)" if self.extent == SuccessionExtent.PART else ""
        return f"Đến ngày {self.former.valid_until:%d/%m/%Y}: {where}{part}"


def territories_named(text: str, on: date) -> list[PlaceFound]:
    """Territories in force on the day whose name, or the name of a predecessor, holds the text.

    Case, marks and đ/d do not matter, but a name written with the same marks comes first; names in force
    come before former ones. Empty for an empty text.
    """
    wanted = fold(clean(text))
    if not wanted:
        return []
    found = [PlaceFound(place) for place in communes(on).filter(name_folded__contains=wanted)]
    former = (
        Succession.objects.filter(old__name_folded__contains=wanted)
        .filter(Q(new__in=Territory.objects.filter(in_force_on(on)).values("pk")))
        .exclude(old__in=Territory.objects.filter(in_force_on(on)).values("pk"))
        .select_related("old", "new")
    )
    found += [PlaceFound(row.new, row.old, row.extent) for row in former]
    return sorted(found, key=lambda match: _closeness(match, wanted, clean(text).casefold().strip()))


def _closeness(match: PlaceFound, wanted: str, as_written: str) -> tuple:
    name = match.former or match.territory
    return (
        not (name.name_folded == wanted or fold(name.bare_name) == wanted),
        as_written not in name.name.casefold(),
        match.former is not None,
        name.name_sort,
        match.territory.name_sort,
        name.pk,
    )


def units_named(text: str, on: date, *, kinds: Iterable[UnitKind] = ()) -> QuerySet[Unit]:
    """Units in force on the day whose name holds the text, folded; names that end with it come first.

    "Bình Lợi" therefore finds the bodies of xã Bình Lợi before those of phường Bình Lợi Trung.
    """
    wanted = fold(clean(text))
    units = Unit.objects.filter(in_force_on(on), name_folded__contains=wanted).select_related("territory")
    if kinds:
        units = units.filter(kind__in=list(kinds))
    if not wanted:
        return units.none()
    ends = Q(name_folded=wanted) | Q(name_folded__endswith=f" {wanted}")
    return units.annotate(distance=_first(ends)).order_by("distance", "name_sort", "pk")
