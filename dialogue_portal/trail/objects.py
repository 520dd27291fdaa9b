"""Which acts make the log of one petition, assignment, paper, unit or seat."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet

from accounts.models import Seat
from audit.acts import context_key
from audit.models import Act
from documents.models import IssuedDocument
from followups.models import Answer, Assignment, Extension
from organizations.models import Post, Relation, Unit, UnitSetting
from sessions_app.models import Petition


def acts_of_petition(petition: Petition) -> QuerySet[Act]:
    """What was done with a petition, whoever worked on it."""
    return _newest(_about(Petition, [petition.pk]) | _of_assignments(Q(petition=petition)))


def acts_of_assignment(assignment: Assignment, *, unit: Unit) -> QuerySet[Act]:
    """What one unit did with its assignment; the others' people are not named to it."""
    return _newest(_of_assignments(Q(pk=assignment.pk))).filter(unit=unit)


def acts_of_paper(paper: IssuedDocument) -> QuerySet[Act]:
    """How a paper was numbered, issued or given up."""
    return _newest(_about(IssuedDocument, [paper.pk]))


def acts_of_unit(unit: Unit) -> QuerySet[Act]:
    """What changed about a unit itself: its settings, relations, posts and seats, and the duties that are its own."""
    about = _about(Unit, [unit.pk]) | Q(context_key=context_key(unit))
    for model in (UnitSetting, Relation, Post, Seat):
        about |= _about(model, model.objects.filter(unit=unit).values("pk"))
    return _newest(about)


def acts_of_seat(seat: Seat) -> QuerySet[Act]:
    """What was done from a seat, and what was done about it."""
    return _newest(_about(Seat, [seat.pk]) | Q(seat=seat))


def _of_assignments(which: Q) -> Q:
    rows = Assignment.objects.filter(which).values("pk")
    return (
        _about(Assignment, rows)
        | _about(Answer, Answer.objects.filter(assignment__in=rows).values("pk"))
        | _about(Extension, Extension.objects.filter(assignment__in=rows).values("pk"))
    )


def _about(model: type[Model], keys: QuerySet | list[int]) -> Q:
    return Q(subject_type=ContentType.objects.get_for_model(model), subject_id__in=keys)


def _newest(about: Q) -> QuerySet[Act]:
    return Act.objects.filter(about).select_related("subject_type", "unit").order_by("-at", "-pk")
