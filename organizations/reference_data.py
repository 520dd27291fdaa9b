"""The real city that every installation starts with. Loading twice adds nothing.

One function serves the migration (historical models) and the tests (current ones). ``bulk_create`` does not
call ``save()``, so the search columns are filled here by the same functions that ``save()`` uses. Rows that
exist are left as they are: an administrator may have corrected or ended them.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from organizations import names
from organizations.enums import Level, RelationKind, SuccessionExtent, TerritoryKind

FOLDER = Path(__file__).resolve().parent / "data"
REORGANISED_ON = date(2025, 7, 1)
LAST_DAY_BEFORE = date(2025, 6, 30)
# The list proves that the old units existed in the first half of 2025, not since when.
FIRST_DAY_OF_OLD_LIST = date(2025, 1, 1)
CITY_CODE, CITY_NAME = "79", "Thành phố Hồ Chí Minh"

_KINDS = {
    "phường": TerritoryKind.WARD,
    "xã": TerritoryKind.COMMUNE,
    "thị trấn": TerritoryKind.TOWNSHIP,
    "đặc khu": TerritoryKind.SPECIAL_ZONE,
}
_REGIONS = {
    "Thành phố Hồ Chí Minh": "TP. Hồ Chí Minh (trước hợp nhất)",
    "Tỉnh Bình Dương": "Bình Dương",
    "Tỉnh Bà Rịa - Vũng Tàu": "Bà Rịa - Vũng Tàu",
}
_RELATION_COLUMNS = tuple(kind.value for kind in RelationKind)


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of one of the shipped tables."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Body:
    """One body of the tables with its relations, its post and the territory it serves, by keys."""

    key: str
    columns: dict[str, str]
    territory: tuple[str, date]
    relations: dict[str, str]
    post: dict[str, str] = field(default_factory=dict)
    role: str = ""


def load_reference(apps) -> None:
    """Bring territories, bodies, relations, posts and fields into the tables of ``apps``; safe to call again.

    ``apps`` is the registry that a migration receives, or ``django.apps.apps``.
    """
    model = _Models(apps)
    territories = _load_territories(model)
    _load_successions(model, territories)
    bodies = [*_city_bodies(), *_commune_bodies()]
    units = _load_units(model, bodies, territories)
    _load_relations(model, bodies, units)
    _load_posts(model, bodies, units)
    _load_place_names(model, bodies, units)
    _load_fields(model, bodies, units)


class _Models:
    """The models of this app in one registry, by attribute."""

    def __init__(self, apps):
        self._apps = apps

    def __getattr__(self, name: str):
        return self._apps.get_model("organizations", name)


def _territory_columns() -> Iterator[dict]:
    yield _territory(CITY_CODE, CITY_NAME, "Hồ Chí Minh", TerritoryKind.CITY, valid_from=REORGANISED_ON)
    for row in rows_of("hcmc-units-until-2025-06-30.csv"):
        yield _territory(
            row["code"], row["name"], _bare(row), _KINDS[row["kind"]],
            region=_REGIONS[row["province"]], former_district=row["district"],
            valid_from=FIRST_DAY_OF_OLD_LIST, valid_until=LAST_DAY_BEFORE,
        )  # fmt: skip
    districts = _former_districts()
    for row in rows_of("hcmc-units-from-2025-07-01.csv"):
        yield _territory(
            row["code"], row["name"], _bare(row), _KINDS[row["kind"]],
            region=_REGIONS[row["former_province"]], former_district=districts.get(row["code"], ""),
            valid_from=REORGANISED_ON,
        )  # fmt: skip


def _territory(code: str, name: str, bare_name: str, kind: TerritoryKind, **columns) -> dict:
    return {
        "code": code, "name": name, "bare_name": bare_name, "kind": kind.value,
        **names.place_columns(name, bare_name), **columns,
    }  # fmt: skip


def _bare(row: dict[str, str]) -> str:
    return row["name"][len(row["kind"]) :].strip()


def _former_districts() -> dict[str, str]:
    """The old districts of each new unit, the one with most of its predecessors first."""
    district_of = {row["code"]: row["district"] for row in rows_of("hcmc-units-until-2025-06-30.csv")}
    counts: dict[str, Counter] = defaultdict(Counter)
    for row in rows_of("hcmc-succession-2025-07-01.csv"):
        counts[row["new_code"]][district_of[row["old_code"]]] += 1
    return {code: ", ".join(name for name, _ in count.most_common()) for code, count in counts.items()}


def _load_territories(model) -> dict[tuple[str, date], int]:
    known = set(model.Territory.objects.values_list("code", "valid_from"))
    model.Territory.objects.bulk_create(
        model.Territory(**columns)
        for columns in _territory_columns()
        if (columns["code"], columns["valid_from"]) not in known
    )
    return {
        (code, valid_from): pk
        for code, valid_from, pk in model.Territory.objects.values_list("code", "valid_from", "pk")
    }


def _load_successions(model, territories: dict) -> None:
    model.Succession.objects.bulk_create(
        [
            model.Succession(
                old_id=territories[row["old_code"], FIRST_DAY_OF_OLD_LIST],
                new_id=territories[row["new_code"], REORGANISED_ON],
                extent=SuccessionExtent(row["extent"]).value,
            )
            for row in rows_of("hcmc-succession-2025-07-01.csv")
        ],
        ignore_conflicts=True,
    )


def _city_bodies() -> Iterator[Body]:
    for row in rows_of("city-bodies.csv"):
        yield _body(row, (CITY_CODE, REORGANISED_ON), {}, key=row["key"], level=row["level"])


def _commune_bodies() -> Iterator[Body]:
    templates, territories = rows_of("commune-bodies.csv"), rows_of("hcmc-units-from-2025-07-01.csv")
    slugs = _slugs(territories)
    for territory in territories:
        kind = _KINDS[territory["kind"]]
        words = {
            "place": names.within_sentence(territory["name"]),
            "kind": territory["kind"],
            "tile": names.tile_name(kind, _bare(territory)),
            "slug": slugs[territory["code"]],
        }
        mine = [
            row
            for row in templates
            if not row["territory_kinds"] or kind in row["territory_kinds"].split(";")
        ]
        key_of_role = {row["role"]: row["key"].format_map(words) for row in mine}
        for row in mine:
            filled = {column: text.format_map(words) for column, text in row.items()}
            yield _body(
                filled, (territory["code"], REORGANISED_ON), key_of_role,
                key=filled["key"], level=Level.COMMUNE.value, role=row["role"],
            )  # fmt: skip


def _slugs(territories: list[dict[str, str]]) -> dict[str, str]:
    """By code; where two names differ by marks alone (xã Thanh An, xã Thạnh An), the code keeps them apart."""
    plain = {row["code"]: names.slug_of(row["name"]) for row in territories}
    uses = Counter(plain.values())
    return {code: slug if uses[slug] == 1 else f"{slug}-{code}" for code, slug in plain.items()}


def _body(
    row: dict[str, str],
    territory: tuple[str, date],
    key_of_role: dict[str, str],
    *,
    key: str,
    level: str,
    role="",
) -> Body:
    """A row of a table of bodies; a relation names a role of the same commune or the key of a body of the city."""
    relations = {kind: key_of_role.get(row[kind], row[kind]) for kind in _RELATION_COLUMNS if row[kind]}
    columns = {name: row[name] for name in ("name", "short_name", "kind", "branch", "symbol")}
    post = {}
    if row["post_kind"]:
        post = {"kind": row["post_kind"], "title": row["post_title"], "clause": row["post_clause"]}
    return Body(key, columns | {"level": level}, territory, relations, post, role)


def _load_units(model, bodies: Iterable[Body], territories: dict) -> dict[str, int]:
    known = set(model.Unit.objects.values_list("key", flat=True))
    model.Unit.objects.bulk_create(
        model.Unit(
            key=body.key,
            territory_id=None if body.columns["level"] == Level.CENTRAL else territories[body.territory],
            valid_from=REORGANISED_ON,
            **body.columns,
            **names.body_columns(body.columns["name"]),
        )
        for body in bodies
        if body.key not in known
    )
    return dict(model.Unit.objects.values_list("key", "pk"))


def _load_relations(model, bodies: Iterable[Body], units: dict[str, int]) -> None:
    known = set(model.Relation.objects.values_list("unit_id", "kind"))
    model.Relation.objects.bulk_create(
        model.Relation(unit_id=units[body.key], other_id=units[other], kind=kind, valid_from=REORGANISED_ON)
        for body in bodies
        for kind, other in body.relations.items()
        if (units[body.key], kind) not in known
    )


def _load_posts(model, bodies: Iterable[Body], units: dict[str, int]) -> None:
    known = set(model.Post.objects.values_list("unit_id", "kind"))
    model.Post.objects.bulk_create(
        model.Post(
            unit_id=units[body.key],
            branch=body.columns["branch"],
            level=body.columns["level"],
            valid_from=REORGANISED_ON,
            **body.post,
        )
        for body in bodies
        if body.post and (units[body.key], body.post["kind"]) not in known
    )


def _load_place_names(model, bodies: Iterable[Body], units: dict[str, int]) -> None:
    """The places that papers write with their level; every body of the territory writes them so."""
    place_of = {row["territory_code"]: row["place_name"] for row in rows_of("place-names.csv")}
    known = set(model.UnitSetting.objects.filter(key="place_name").values_list("unit_id", flat=True))
    model.UnitSetting.objects.bulk_create(
        model.UnitSetting(
            unit_id=units[body.key],
            key="place_name",
            value=place_of[body.territory[0]],
            valid_from=REORGANISED_ON,
        )
        for body in bodies
        if body.territory[0] in place_of and units[body.key] not in known
    )


def _load_fields(model, bodies: Iterable[Body], units: dict[str, int]) -> None:
    rows = rows_of("fields.csv")
    fields = dict(model.Field.objects.values_list("key", "pk"))
    for is_child in (False, True):  # parents first: children point at them
        model.Field.objects.bulk_create(
            model.Field(
                key=row["key"],
                name=row["name"],
                parent_id=fields.get(row["parent"]),
                position=position,
                concerns_conduct=bool(row["concerns_conduct"]),
            )
            for position, row in enumerate(rows, start=1)
            if bool(row["parent"]) is is_child and row["key"] not in fields
        )
        fields = dict(model.Field.objects.values_list("key", "pk"))
    with_competence = set(model.FieldCompetence.objects.values_list("field_id", flat=True))
    units_in_role = defaultdict(list)
    for body in bodies:
        units_in_role[body.role].append(units[body.key])
    model.FieldCompetence.objects.bulk_create(
        model.FieldCompetence(field_id=fields[row["key"]], unit_id=unit)
        for row in rows
        if fields[row["key"]] not in with_competence
        for unit in _competent(row, units, units_in_role)
    )


def _competent(
    row: dict[str, str], units: dict[str, int], units_in_role: dict[str, list[int]]
) -> Iterator[int]:
    for key in filter(None, row["city"].split(";")):
        yield units[key]
    for role in filter(None, row["local"].split(";")):
        yield from units_in_role[role]
