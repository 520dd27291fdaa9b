"""Invented holders of every post, and telephones of the bodies that citizens call.

In most communes the secretary also chairs the People's Council and another person heads the People's Committee,
as it is in the real city. Some posts are vacant and some are held by somebody acting.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dialogue_portal.demo.people import person, phone
from organizations import names
from organizations.enums import Level, PostKind, UnitKind
from organizations.models import Delegation, Official, Post, Tenure, Unit
from organizations.reference_data import REORGANISED_ON

# The two wards of the demo accounts: one person heads both in the first, two persons in the second.
JOINT_WARD, SEPARATE_WARD = "dang-uy-phuong-ben-thanh", "dang-uy-phuong-sai-gon"
DECISION = "Quyết định minh họa"
_CALLED_KINDS = (
    UnitKind.PARTY_COMMITTEE,
    UnitKind.PARTY_OFFICE,
    UnitKind.COUNCIL,
    UnitKind.COMMITTEE,
    UnitKind.GOVERNMENT_OFFICE,
    UnitKind.FRONT,
)
_ACTING_IN_CITY, _VACANT_IN_CITY = "so-du-lich", "ban-quan-ly-khu-nong-nghiep-cong-nghe-cao"
_DEPUTIES = (
    ("thanh-uy", PostKind.PARTY_SECRETARY, "Phó Bí thư Thành ủy", "01-GUQ/TU", 900),
    (
        "ubnd-thanh-pho",
        PostKind.COMMITTEE_CHAIR,
        "Phó Chủ tịch Ủy ban nhân dân Thành phố",
        "01/GUQ-UBND",
        901,
    ),
)


@dataclass(frozen=True)
class Placing:
    """Who stands where: the person of a number in a post, possibly acting."""

    post: Post
    number: int
    acting: bool = False


def seed_holders(*, on: date) -> int:
    """Fill the posts that nobody ever held; returns how many. Posts meant to be vacant stay vacant."""
    filled = set(Tenure.objects.values_list("post_id", flat=True))
    placings = [placing for placing in _placings() if placing.post.pk not in filled]
    officials = _officials({placing.number for placing in placings})
    Tenure.objects.bulk_create(
        Tenure(
            post=placing.post,
            official=officials[placing.number],
            acting=placing.acting,
            decision=DECISION,
            valid_from=REORGANISED_ON,
        )
        for placing in placings
    )
    _authorise_deputies(on)
    _give_telephones()
    return len(placings)


def _officials(numbers: set[int]) -> dict[int, Official]:
    officials = {}
    for number in sorted(numbers):
        invented = person(number)
        officials[number] = Official(
            full_name=invented.full_name,
            salutation=invented.salutation,
            is_demo=True,
            **names.person_columns(invented.full_name),
        )
    Official.objects.bulk_create(officials.values())
    return officials


def _placings() -> Iterator[Placing]:
    posts = Post.objects.select_related("unit__territory").order_by(
        "unit__territory__code", "unit__key", "pk"
    )
    in_commune: dict[str, dict[str, Post]] = {}
    in_city = []
    for post in posts:
        if post.level == Level.COMMUNE:
            in_commune.setdefault(post.unit.territory.code, {})[post.kind] = post
        else:
            in_city.append(post)
    for index, posts_here in enumerate(in_commune.values()):
        yield from _in_commune(index, posts_here)
    yield from _in_city(in_city)


def _in_commune(index: int, posts: dict[str, Post]) -> Iterator[Placing]:
    first = 3 * index
    secretary = posts[PostKind.PARTY_SECRETARY]
    is_shown = secretary.unit.key in (JOINT_WARD, SEPARATE_WARD)
    yield Placing(secretary, first)
    apart = secretary.unit.key == SEPARATE_WARD or (index % 9 == 4 and not is_shown)
    if is_shown or index % 41 != 20:
        yield Placing(posts[PostKind.COUNCIL_CHAIR], first + 2 if apart else first)
    if is_shown or index % 29 != 11:
        acting = index % 17 == 5 and not is_shown
        yield Placing(posts[PostKind.COMMITTEE_CHAIR], first + 1, acting=acting)


def _in_city(posts: list[Post]) -> Iterator[Placing]:
    """One person heads the city's government and the Party committee of the government."""
    number_of = {post.unit.key: 600 + index for index, post in enumerate(posts)}
    number_of["dang-uy-ubnd-thanh-pho"] = number_of["ubnd-thanh-pho"]
    for post in posts:
        if post.unit.key != _VACANT_IN_CITY:
            yield Placing(post, number_of[post.unit.key], acting=post.unit.key == _ACTING_IN_CITY)


def _authorise_deputies(on: date) -> None:
    """Two deputies of the city may preside this year, each by a written authorisation (Đ7.1, Đ11.1)."""
    for unit_key, kind, title, document_number, number in _DEPUTIES:
        post = Post.objects.get(unit__key=unit_key, kind=kind)
        if Delegation.objects.filter(post=post, valid_from=date(on.year, 1, 1)).exists():
            continue
        invented = person(number)
        delegate = Official.objects.filter(is_demo=True, delegations__post=post).first()
        delegate = delegate or Official.objects.create(
            full_name=invented.full_name, salutation=invented.salutation, is_demo=True
        )
        Delegation.objects.create(
            post=post,
            delegate=delegate,
            delegate_title=title,
            document_number=document_number,
            document_date=date(on.year, 1, 1),
            scope=f"Chủ trì các buổi đối thoại năm {on.year} (văn bản minh họa)",
            valid_from=date(on.year, 1, 1),
            valid_until=date(on.year, 12, 31),
        )


def _give_telephones() -> None:
    """Bodies that citizens call get a telephone and an address, unless somebody entered real ones."""
    called = (
        Unit.objects.filter(kind__in=_CALLED_KINDS).exclude(level=Level.CENTRAL).select_related("territory")
    )
    silent = []
    for number, unit in enumerate(called.order_by("key")):
        if not unit.phone:
            unit.phone = phone(number)
            place = names.within_sentence(unit.territory.name)
            unit.address = unit.address or f"Trụ sở {place} (địa chỉ minh họa)"
            silent.append(unit)
    Unit.objects.bulk_update(silent, ("phone", "address"), batch_size=200)
