"""What is known of a duty on a day, derived from its dates by one queryset."""

from datetime import date

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When


class Standing(models.TextChoices):
    """Where a duty stands on a day. "Quá hạn" is open and late; "trễ" is done late."""

    NOT_COMPUTED = "not_computed", "Chưa tính được"
    OPEN = "open", "Đang trong hạn"
    OVERDUE = "overdue", "Quá hạn"
    MET_IN_TIME = "met_in_time", "Đúng hạn"
    MET_AFTER_EXTENSION = "met_after_extension", "Đúng hạn sau gia hạn"
    MET_LATE = "met_late", "Trễ"
    VOIDED = "voided", "Không còn phải làm"


class DutyQuerySet(models.QuerySet):
    """Every figure about time starts here."""

    def live(self):
        """Not voided."""
        return self.filter(voided_on__isnull=True)

    def open(self):
        """Neither met nor voided."""
        return self.filter(met_on__isnull=True, voided_on__isnull=True)

    def standing(self, *, on: date):
        """Annotate ``standing`` (a Standing value) and ``last_lawful_on`` as of the end of the day ``on``."""
        late_extension = Exists(
            self.model._meta.get_field("extensions").related_model.objects.filter(
                duty=OuterRef("pk"), in_time=False
            )
        )
        last_lawful = Case(When(lawful_until__isnull=False, then=F("lawful_until")), default=F("due_on"))
        first_limit = Case(When(lawful_until__isnull=False, then=F("lawful_until")), default=F("first_due_on"))
        return self.annotate(
            last_lawful_on=last_lawful, first_lawful_on=first_limit, extended_late=late_extension
        ).annotate(
            standing=Case(
                When(voided_on__isnull=False, then=Value(Standing.VOIDED)),
                When(met_on__isnull=False, met_on__lte=F("first_lawful_on"), then=Value(Standing.MET_IN_TIME)),
                When(
                    met_on__isnull=False,
                    met_on__lte=F("last_lawful_on"),
                    extended_late=False,
                    then=Value(Standing.MET_AFTER_EXTENSION),
                ),
                When(met_on__isnull=False, then=Value(Standing.MET_LATE)),
                When(due_on__isnull=True, then=Value(Standing.NOT_COMPUTED)),
                When(Q(last_lawful_on__lt=on), then=Value(Standing.OVERDUE)),
                default=Value(Standing.OPEN),
                output_field=models.CharField(),
            )
        )
