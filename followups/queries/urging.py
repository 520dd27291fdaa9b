"""Who was urged when, read from the log (Đ14.3, Đ15.3, Đ20.3.a)."""

from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from audit.models import Act
from followups.models import Assignment
from regulation.clock import local_date

URGE = "urge"


def urgings_of(assignment: Assignment) -> QuerySet[Act]:
    """The acts of urging about one assignment, the newest first."""
    return Act.objects.filter(
        subject_type=ContentType.objects.get_for_model(Assignment), subject_id=assignment.pk, verb=URGE
    ).order_by("-at", "-pk")


def last_urged_on(assignment: Assignment) -> date | None:
    """The day on which the agency was last urged, or None."""
    last = urgings_of(assignment).values_list("at", flat=True).first()
    return local_date(last) if last else None
