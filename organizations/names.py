"""How names of places, bodies and people are written, shortened, searched and sorted. One place for all."""

from organizations.enums import TerritoryKind
from regulation.text import fold, name_sort_key, sort_key

_TILE_PREFIX = {
    TerritoryKind.COMMUNE: "X. ",
    TerritoryKind.TOWNSHIP: "TT. ",
    TerritoryKind.SPECIAL_ZONE: "ĐK ",
}


def place_columns(name: str, bare_name: str) -> dict[str, str]:
    """The search and sort columns of a territory; "Phường Bến Thành" sorts under "Bến Thành"."""
    return {"name_folded": fold(name), "name_sort": sort_key(bare_name)}


def body_columns(name: str) -> dict[str, str]:
    """The search and sort columns of a unit."""
    return {"name_folded": fold(name), "name_sort": sort_key(name)}


def person_columns(full_name: str) -> dict[str, str]:
    """The sort column of a person: given name, then middle names, then family name."""
    return {"name_sort": name_sort_key(full_name)}


def tile_name(kind: str, bare_name: str) -> str:
    """The short name of a commune: "Bến Thành", "X. Hóc Môn", "ĐK Côn Đảo".

    A ward goes without its kind; the others keep theirs, so that X. Bình Lợi and Bình Lợi Trung stay apart.
    """
    return f"{_TILE_PREFIX.get(TerritoryKind(kind), '')}{bare_name}"


def within_sentence(name: str) -> str:
    """The name of a territory inside another name: "phường Bến Thành" for "Phường Bến Thành"."""
    return name[:1].lower() + name[1:]


def slug_of(name: str) -> str:
    """Letters of a name without marks, joined by hyphens: "phuong-ben-thanh"."""
    return "-".join(fold(name).split())
