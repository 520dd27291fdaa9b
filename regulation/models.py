"""What the regulation stores: the entered days of the calendar, and the editions with their terms."""

from django.db import models
from django.db.models import F, Q

from regulation.calendar_entries import EARLIEST_DAY, LATEST_DAY
from regulation.enums import Counting, DayKind, DayStatus, Reading


def one_of(field: str, choices) -> Q:
    """The column holds one of the stored words of ``choices``."""
    return Q(**{f"{field}__in": [member.value for member in choices]})


class CalendarDay(models.Model):
    """One entered day: a weekday off, or a weekend day worked, with the paper that says so.

    Without a unit it holds for the whole city; with one it is a day on which that unit differs from the others.
    """

    unit = models.ForeignKey(
        "organizations.Unit",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="own_days",
        verbose_name="đơn vị có lịch riêng",
    )
    date = models.DateField("ngày")
    kind = models.CharField("loại", max_length=10, choices=DayKind.choices())
    name = models.CharField("tên", max_length=120)
    source = models.CharField("căn cứ", max_length=200)
    status = models.CharField("tình trạng", max_length=10, choices=DayStatus.choices())

    class Meta:
        verbose_name = "ngày trong lịch"
        ordering = ("date", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("date",), condition=Q(unit__isnull=True), name="calendar_day_once"
            ),
            models.UniqueConstraint(
                fields=("unit", "date"), condition=Q(unit__isnull=False), name="calendar_day_once_per_unit"
            ),
            models.CheckConstraint(name="calendar_day_kind", condition=one_of("kind", DayKind)),
            models.CheckConstraint(name="calendar_day_status", condition=one_of("status", DayStatus)),
            models.CheckConstraint(name="calendar_day_named", condition=~Q(name="") & ~Q(source="")),
            models.CheckConstraint(
                name="calendar_day_in_reach", condition=Q(date__gte=EARLIEST_DAY, date__lte=LATEST_DAY)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date:%d/%m/%Y} {self.name}"


class Edition(models.Model):
    """One legal text that sets terms, in force over a period. A later text is a new row, never an edit."""

    code = models.SlugField("mã", max_length=60, unique=True)
    title = models.CharField("tên", max_length=300)
    short_title = models.CharField("tên ngắn", max_length=120)
    issuer = models.CharField("cơ quan ban hành", max_length=160)
    issued_on = models.DateField("ngày ban hành")
    valid_from = models.DateField("hiệu lực từ")
    valid_until = models.DateField("hiệu lực đến", null=True, blank=True)
    # A text for some units only holds for those that name it; a city-wide one holds for all others.
    is_city_wide = models.BooleanField("áp dụng toàn thành phố", default=True)
    text_path = models.CharField("nơi lưu văn bản", max_length=200)
    # What letters write behind the clause; empty for the texts whose names the catalogue knows.
    cited_as = models.CharField("tên khi viện dẫn", max_length=300, blank=True)

    class Meta:
        verbose_name = "văn bản quy định"
        ordering = ("-valid_from", "code")
        constraints = [
            models.CheckConstraint(
                name="edition_period",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.short_title


class EditionTerm(models.Model):
    """The number of days that an edition sets for one clause, named by the id of its party twin."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="terms")
    article = models.CharField("điều khoản", max_length=20)
    days = models.PositiveSmallIntegerField("số ngày")
    counting = models.CharField("cách đếm", max_length=10, choices=Counting.choices())
    reading = models.CharField("cách hiểu", max_length=10, choices=Reading.choices())
    # Where the sentence stands in this text, if not where 935-QĐ/TU has it: "khoản 2, Điều 8".
    place = models.CharField("vị trí trong văn bản", max_length=120, blank=True)

    class Meta:
        verbose_name = "thời hạn"
        ordering = ("edition", "article")
        constraints = [
            models.UniqueConstraint(fields=("edition", "article"), name="edition_term_once"),
            models.CheckConstraint(name="edition_term_days", condition=Q(days__gte=1)),
            models.CheckConstraint(name="edition_term_counting", condition=one_of("counting", Counting)),
            models.CheckConstraint(name="edition_term_reading", condition=one_of("reading", Reading)),
        ]

    def __str__(self) -> str:
        return f"{self.article}: {self.days}"
