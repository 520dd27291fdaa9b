"""What is known of a duty on a day, derived from its dates by one queryset."""

from datetime import date

from django.db import models
from django.db.models import Case, F, Q, Value, When

from duties.enums import Standing


class DutyQuerySet(models.QuerySet):
    """Every figure about time starts here."""

    def live(self):
        """Not voided."""
        return self.filter(voided_on__isnull=True)

    def open(self):
        """Neither met nor voided."""
        return self.filter(met_on__isnull=True, voided_on__isnull=True)

    def begun(self, *, on: date):
        """Open, and its event has come: not what only a planned day of today or later would cause."""
        return self.open().exclude(base_is_planned=True, base_on__gte=on)

    def beside(self, duty):
        """The other live duties shown under the same log, in the order they were opened; none without one."""
        if not duty.context_key:
            return self.none()
        return self.live().filter(context_key=duty.context_key).exclude(pk=duty.pk).order_by("pk")

    def overdue(self, *, on: date):
        """Open although the last acceptable day has passed at the end of the day before ``on``."""
        return self.open().filter(amber_until__lt=on)

    def made_overdue_by_calendar(self):
        """Open duties whose date a new calendar put into the past ("quá hạn do đổi lịch"), counted apart."""
        return self.open().filter(moves__already_past=True).distinct()

    def standing(self, *, on: date):
        """Annotate both verdicts of the day ``on`` as Standing values.

        ``standing`` is against the date in force, extended or not; ``first_standing`` against the first date
        alone, as if no extension had been given. ``badges.standing_of`` says the former of one row.
        """
        return self.annotate(
            standing=_case(
                When(met_on__lte=F("first_lawful_until"), then=Value(Standing.MET_IN_TIME)),
                When(met_on__lte=F("lawful_until"), then=Value(Standing.MET_AFTER_EXTENSION)),
                When(met_on__lte=F("amber_until"), then=Value(Standing.MET_AMBER)),
                overdue=Q(amber_until__lt=on),
            ),
            first_standing=_case(
                When(met_on__lte=F("first_lawful_until"), then=Value(Standing.MET_IN_TIME)),
                When(_NOT_EXTENDED, met_on__lte=F("amber_until"), then=Value(Standing.MET_AMBER)),
                overdue=Q(_NOT_EXTENDED, amber_until__lt=on) | Q(_EXTENDED, first_lawful_until__lt=on),
            ),
        )


_NOT_EXTENDED, _EXTENDED = Q(due_on=F("first_due_on")), Q(due_on__gt=F("first_due_on"))


def _case(*verdicts: When, overdue: Q) -> Case:
    """The words in the order in which they exclude one another; ``verdicts`` are those of met duties."""
    return Case(
        When(voided_on__isnull=False, then=Value(Standing.VOIDED)),
        When(due_on__isnull=True, then=Value(Standing.NOT_COMPUTED)),
        *verdicts,
        When(met_on__isnull=False, then=Value(Standing.MET_LATE)),
        When(overdue, then=Value(Standing.OVERDUE)),
        default=Value(Standing.OPEN),
        output_field=models.CharField(),
    )
