"""Finding acts: by unit, object, verb, person, day and code; page by page along the order of the trail."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db.models import CharField, Exists, Model, OuterRef, Q, QuerySet, Value
from django.utils.timezone import make_aware

from accounts.links import typed
from accounts.models import Seat
from audit.acts import context_key
from audit.guards import AUDITED
from audit.models import Act
from audit.public_codes import PublicCodeField
from organizations.models import Unit

_SALT = "trail.place"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is looked for; empty values ask for nothing. Days are included at both ends."""

    unit: Unit | None = None
    kind: str = ""
    verb: str = ""
    person: str = ""
    since: date | None = None
    until: date | None = None
    code: str = ""


def found(asked: Asked) -> QuerySet[Act]:
    """The acts that fit, the newest first."""
    acts = Act.objects.select_related("subject_type", "unit").order_by("-at", "-pk")
    if asked.unit is not None:
        acts = acts.filter(unit=asked.unit)
    if asked.kind:
        app_label, _, model = asked.kind.partition(".")
        acts = acts.filter(subject_type=ContentType.objects.get_by_natural_key(app_label, model))
    if asked.verb:
        acts = acts.filter(verb=asked.verb)
    if asked.person:
        acts = acts.filter(actor_label__icontains=asked.person)
    if asked.since:
        acts = acts.filter(at__gte=_midnight(asked.since))
    if asked.until:
        acts = acts.filter(at__lt=_midnight(asked.until + timedelta(days=1)))
    if asked.code:
        acts = acts.filter(_about_code(asked.code))
    return acts


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))


def _about_code(code: str) -> Q:
    """Acts about whatever bears this public code, or shown under it, or done from it (a seat, a unit)."""
    about = Q(pk__in=())
    for label, pk in _bearers(typed(code)):
        model = apps.get_model(label)
        about |= about_row(model, pk)
    return about


def about_row(model: type[Model], pk: int) -> Q:
    """Acts about one row, shown under it, or done from it."""
    about = Q(subject_type=ContentType.objects.get_for_model(model), subject_id=pk)
    about |= Q(context_key=context_key(model(pk=pk)))
    if model is Seat:
        about |= Q(seat_id=pk)
    if model is Unit:
        about |= Q(unit_id=pk)
    return about


def _bearers(code: str) -> list[tuple[str, int]]:
    """(model, key) of the rows with a public code: one statement, however many kinds there are."""
    asked = [
        model._base_manager.filter(code=code)
        .order_by()
        .annotate(bearer=Value(model._meta.label, CharField()))
        .values_list("bearer", "pk")
        for model in map(apps.get_model, AUDITED)
        if any(isinstance(field, PublicCodeField) for field in model._meta.concrete_fields)
    ]
    first, *others = asked
    return list(first.union(*others, all=True))


def units_with_acts() -> QuerySet[Unit]:
    """Units from which something was done."""
    return Unit.objects.filter(Exists(Act.objects.filter(unit=OuterRef("pk")))).order_by("name_sort", "pk")


def kind_choices() -> list[tuple[str, str]]:
    """("app.model", words) of everything that is audited, in the order of the words."""
    models = [apps.get_model(label) for label in AUDITED]
    named = [(model._meta.label_lower, str(model._meta.verbose_name)) for model in models]
    return sorted(
        ((label, words[:1].upper() + words[1:]) for label, words in named), key=lambda pair: pair[1]
    )


# -- pages along the order of the trail: the place of the last line seen, not a number that shifts


@dataclass(frozen=True)
class Page:
    """Some acts in their order, and the mark under which the older ones follow ("" when none do)."""

    acts: list[Act]
    older: str


def page_of(acts: QuerySet[Act], *, after: str, size: int) -> Page:
    """The acts that follow the mark ``after`` ("" begins with the newest); a mark nobody gave out begins anew."""
    place = _place(after)
    if place is not None:
        at, pk = place
        acts = acts.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk))
    rows = list(acts[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    older = signing.dumps([rows[-1].at.isoformat(), rows[-1].pk], salt=_SALT) if more else ""
    return Page(rows, older)


def _place(mark: str) -> tuple[datetime, int] | None:
    try:
        at, pk = signing.loads(mark, salt=_SALT)
    except signing.BadSignature:
        return None
    return datetime.fromisoformat(at), pk
