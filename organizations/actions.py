"""The verbs of the hierarchy: names, relations, posts, who holds them, who may stand in.

Every verb takes the actor and writes one act on the unit in the transaction of the change. What cannot be entered is
an ``HierarchyRefused`` whose text is a Vietnamese sentence. The past is kept: rows are closed, never removed.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from audit import acts
from audit.actors import Actor
from organizations.enums import PostKind, RelationKind
from organizations.models import Delegation, Official, Post, Relation, Tenure, Unit, UnitName
from organizations.names import slug_of
from regulation.text import fold

ONE_DAY = timedelta(days=1)


class HierarchyRefused(Exception):
    """The change cannot be entered; the text says why."""


def covering(first: date, last: date | None = None) -> Q:
    """Rows whose period shares a day with ``first`` to ``last`` (both included; None: without end)."""
    overlap = Q(valid_until__isnull=True) | Q(valid_until__gte=first)
    return overlap if last is None else overlap & Q(valid_from__lte=last)


def lock(unit: Unit) -> Unit:
    """The row of the unit, locked: of two changes at once the second sees what the first has done."""
    return Unit.objects.select_for_update().get(pk=unit.pk)


# -- the unit itself


@transaction.atomic
def create_unit(
    *, name: str, short_name: str, kind: str, level: str, branch: str, territory, from_on: date, by: Actor,
    at: datetime,
) -> Unit:  # fmt: skip
    """Found a unit from a day on. Raises HierarchyRefused when one of this name exists in the same place."""
    # Any row of the kind is the lock: two forms at once cannot both find the name free.
    list(Unit.objects.select_for_update().order_by("pk")[:1])
    if Unit.objects.filter(covering(from_on), name_folded=fold(name), territory=territory).exists():
        raise HierarchyRefused(f"Đã có đơn vị tên “{name}” từ ngày này.")
    unit = Unit.objects.create(
        key=_free_key(name), name=name, short_name=short_name or name, kind=kind, level=level, branch=branch,
        territory=territory, valid_from=from_on,
    )  # fmt: skip
    _write(
        unit, "unit.create", f"Lập đơn vị: {name}", by=by, at=at, changes={"valid_from": [None, f"{from_on}"]}
    )
    return unit


def _free_key(name: str) -> str:
    stem = slug_of(name)[:100] or "don-vi"
    taken = set(Unit.objects.filter(key__startswith=stem).values_list("key", flat=True))
    return next(
        key for n in range(1, len(taken) + 2) if (key := stem if n == 1 else f"{stem}-{n}") not in taken
    )


@transaction.atomic
def rename(
    unit: Unit, *, name: str, short_name: str, from_on: date, decision: str, by: Actor, on: date, at: datetime
) -> Unit:
    """Give a unit another name from a day on, at the latest today; the name before is found and shown for its time.

    Papers that were issued keep the name they bear. Raises HierarchyRefused for the same name, a day to come, or a
    day that is not after the last change of name.
    """
    unit = lock(unit)
    if name == unit.name:
        raise HierarchyRefused("Đơn vị đang mang đúng tên này.")
    if from_on > on:
        raise HierarchyRefused(f"Tên mới chưa có hiệu lực. Nhập ngày đến hết {on:%d/%m/%Y}.")
    last = unit.former_names.order_by("-valid_until").first()
    borne_from = last.valid_until + ONE_DAY if last else unit.valid_from
    if from_on <= borne_from:
        raise HierarchyRefused(f"Tên hiện nay có từ {borne_from:%d/%m/%Y}. Nhập ngày sau ngày đó.")
    UnitName.objects.create(
        unit=unit, name=unit.name, short_name=unit.short_name, decision=decision, valid_from=borne_from,
        valid_until=from_on - ONE_DAY,
    )  # fmt: skip
    before = unit.name
    unit.name, unit.short_name = name, short_name or name
    unit.save()
    _write(
        unit,
        "unit.rename",
        f"Đổi tên đơn vị: {before}",
        by=by,
        at=at,
        note=decision,
        changes={"name": [before, name]},
    )
    return unit


# -- relations


@transaction.atomic
def relate(unit: Unit, *, kind: str, other: Unit, from_on: date, by: Actor, at: datetime) -> Relation:
    """Let ``other`` be the superior, the Front, the office … of a unit from a day on; the one before ends then.

    Raises HierarchyRefused for a unit with itself, one that does not exist on the day, or a day on which the
    relation in force has not yet begun.
    """
    unit, word = lock(unit), RelationKind(kind).label
    if unit.pk == other.pk:
        raise HierarchyRefused("Chọn một đơn vị khác.")
    for body in (unit, other):
        if not _exists_on(body, from_on):
            raise HierarchyRefused(f"Ngày {from_on:%d/%m/%Y} không có {body.name}.")
    before = Relation.objects.filter(covering(from_on), unit=unit, kind=kind).select_related("other").first()
    if before is not None:
        if before.valid_until is not None or before.valid_from >= from_on:
            raise HierarchyRefused(
                f"Đã có {word.lower()} từ {before.valid_from:%d/%m/%Y}: {before.other.name}."
            )
        before.valid_until = from_on - ONE_DAY
        before.save(update_fields=("valid_until",))
    relation = Relation.objects.create(unit=unit, kind=kind, other=other, valid_from=from_on)
    _write(
        unit, "relation.open", f"{word}: {other.name}", by=by, at=at,
        changes={kind: [before.other.name if before else None, other.name], "from": [None, f"{from_on}"]},
    )  # fmt: skip
    return relation


@transaction.atomic
def close_relation(relation: Relation, *, last_on: date, by: Actor, at: datetime) -> Relation:
    """End a relation; ``last_on`` is its last day. Raises HierarchyRefused when it has ended or not begun."""
    unit = lock(relation.unit)
    relation.refresh_from_db()
    _close(relation, last_on, "Quan hệ này")
    word = RelationKind(relation.kind).label
    _write(unit, "relation.close", f"Kết thúc quan hệ: {word}, {relation.other.name}", by=by, at=at,
           changes={"valid_until": [None, f"{last_on}"]})  # fmt: skip
    return relation


# -- posts and who holds them


@transaction.atomic
def create_post(
    unit: Unit, *, kind: str, title: str, branch: str, level: str, clause: str, from_on: date,
    is_local_military: bool = False, by: Actor, at: datetime,
) -> Post:  # fmt: skip
    """Found a post that owes the yearly duty. Raises HierarchyRefused when the unit has one of the kind."""
    unit = lock(unit)
    if not _exists_on(unit, from_on):
        raise HierarchyRefused(f"Ngày {from_on:%d/%m/%Y} không có {unit.name}.")
    if Post.objects.filter(covering(from_on), unit=unit, kind=kind).exists():
        raise HierarchyRefused(f"Đơn vị đã có chức vụ {PostKind(kind).label.lower()} từ ngày này.")
    post = Post.objects.create(
        unit=unit, kind=kind, title=title, branch=branch, level=level, clause=clause, valid_from=from_on,
        is_local_military=is_local_military,
    )  # fmt: skip
    _write(unit, "post.create", f"Lập chức vụ: {title}", by=by, at=at, changes={"clause": [None, clause]})
    return post


@transaction.atomic
def appoint(
    post: Post, *, official: Official, from_on: date, acting: bool, decision: str, by: Actor, at: datetime
) -> Tenure:
    """Let somebody hold a post from a day on, acting or not; whoever held it until then ends the day before.

    The row of the post is the lock: two people never hold one post on one day. Raises HierarchyRefused when the
    post does not exist on the day, or somebody's tenure began on it or later.
    """
    post = Post.objects.select_for_update().select_related("unit").get(pk=post.pk)
    if not _exists_on(post, from_on):
        raise HierarchyRefused(f"Ngày {from_on:%d/%m/%Y} không có chức vụ {post.title}.")
    later = (
        Tenure.objects.filter(covering(from_on), post=post).select_related("official").order_by("valid_from")
    )
    before = later.first()
    if before is not None:
        if before.valid_from >= from_on:
            raise HierarchyRefused(
                f"{before.official.full_name} giữ chức vụ này từ {before.valid_from:%d/%m/%Y}. Nhập ngày sau ngày đó."
            )
        if later.count() > 1:
            raise HierarchyRefused("Sau ngày này chức vụ đã có người giữ khác.")
        before.valid_until = from_on - ONE_DAY
        before.save(update_fields=("valid_until",))
    tenure = Tenure.objects.create(
        post=post,
        official=official,
        acting=acting,
        decision=decision,
        valid_from=from_on,
        valid_until=post.valid_until,
    )
    words = f"Quyền {post.title}" if acting else post.title
    _write(
        post.unit, "tenure.open", f"Giữ chức vụ {words}: {official.full_name}", by=by, at=at, note=decision,
        changes={"holder": [before.official.full_name if before else None, official.full_name]},
    )  # fmt: skip
    return tenure


@transaction.atomic
def end_tenure(tenure: Tenure, *, last_on: date, decision: str, by: Actor, at: datetime) -> Tenure:
    """Let a post be vacant after ``last_on``. Raises HierarchyRefused when it has ended or not begun by then."""
    Post.objects.select_for_update().get(pk=tenure.post_id)
    tenure.refresh_from_db()
    _close(tenure, last_on, "Thời gian giữ chức vụ này")
    _write(
        tenure.post.unit, "tenure.close", f"Thôi giữ chức vụ {tenure.post.title}: {tenure.official.full_name}",
        by=by, at=at, note=decision, changes={"valid_until": [None, f"{last_on}"]},
    )  # fmt: skip
    return tenure


@transaction.atomic
def delegate(
    post: Post, *, official: Official, title: str, document_number: str, document_date: date, scope: str,
    from_on: date, until_on: date | None, by: Actor, on: date, at: datetime,
) -> Delegation:  # fmt: skip
    """Record a written authorisation to preside (D7.1, D7.2, D7.6, D11.1, D11.2). Raises HierarchyRefused."""
    post = Post.objects.select_for_update().select_related("unit").get(pk=post.pk)
    if document_date > on:
        raise HierarchyRefused(f"Ngày văn bản không thể sau hôm nay ({on:%d/%m/%Y}).")
    if until_on is not None and until_on < from_on:
        raise HierarchyRefused("Ngày cuối phải từ ngày đầu trở đi.")
    if not _exists_on(post, from_on):
        raise HierarchyRefused(f"Ngày {from_on:%d/%m/%Y} không có chức vụ {post.title}.")
    row = Delegation.objects.create(
        post=post, delegate=official, delegate_title=title, document_number=document_number,
        document_date=document_date, scope=scope, valid_from=from_on, valid_until=until_on,
    )  # fmt: skip
    _write(
        post.unit, "delegation.record", f"Ủy quyền chủ trì thay {post.title}: {official.full_name}", by=by, at=at,
        note=f"Số {document_number}", changes={"from": [None, f"{from_on}"], "until": [None, f"{until_on or ''}"]},
    )  # fmt: skip
    return row


def official_called(full_name: str, salutation: str) -> Official:
    """A person by name for a post. A name is no key: whoever holds another post is chosen, not typed."""
    return Official.objects.create(full_name=full_name, salutation=salutation)


# -- ending with the unit


def close_with_unit(rows, effective_on: date) -> None:
    """End dated rows the day before a reorganisation takes effect; what began later ends on its first day.

    Writes no act: the verb that ends the unit does.
    """
    for row in rows:
        if row.valid_until is None or row.valid_until >= effective_on:
            row.valid_until = max(effective_on - ONE_DAY, row.valid_from)
            row.save(update_fields=("valid_until",))


@transaction.atomic
def move_relation(relation: Relation, *, to: Unit | None, effective_on: date) -> None:
    """End a relation with a unit that is no more and, with ``to``, let its successor stand in its place.

    Writes no act: the verb that ends the unit does.
    """
    close_with_unit([relation], effective_on)
    if to is None or relation.unit_id == to.pk:
        return
    standing = Relation.objects.filter(covering(effective_on), unit=relation.unit, kind=relation.kind)
    if not standing.exists():
        Relation.objects.create(unit=relation.unit, kind=relation.kind, other=to, valid_from=effective_on)


def end_unit(unit: Unit, *, successor: Unit, effective_on: date, note: str, by: Actor, at: datetime) -> Unit:
    """End a unit the day before ``effective_on``, with its posts, tenures, delegations and own relations."""
    posts = Post.objects.filter(covering(effective_on), unit=unit)
    for post in posts:
        close_with_unit(Tenure.objects.filter(covering(effective_on), post=post), effective_on)
        close_with_unit(Delegation.objects.filter(covering(effective_on), post=post), effective_on)
    close_with_unit(posts, effective_on)
    close_with_unit([unit], effective_on)
    _write(unit, "unit.end", f"Kết thúc đơn vị, bàn giao cho {successor.name}", by=by, at=at, note=note,
           changes={"valid_until": [None, f"{unit.valid_until}"]})  # fmt: skip
    return unit


# -- what all share


def _exists_on(row, day: date) -> bool:
    return row.valid_from <= day and (row.valid_until is None or day <= row.valid_until)


def _close(row, last_on: date, what: str) -> None:
    if row.valid_until is not None and row.valid_until <= last_on:
        raise HierarchyRefused(f"{what} đã kết thúc ngày {row.valid_until:%d/%m/%Y}.")
    if last_on < row.valid_from:
        raise HierarchyRefused(f"{what} có từ {row.valid_from:%d/%m/%Y}. Nhập ngày từ ngày đó trở đi.")
    row.valid_until = last_on
    row.save(update_fields=("valid_until",))


def _write(
    unit: Unit, verb: str, title: str, *, by: Actor, at: datetime, note: str = "", changes: dict
) -> None:
    acts.write(subject=unit, verb=verb, title=title, by=by, at=at, note=note, changes=changes)
