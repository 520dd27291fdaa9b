"""The hierarchy, dated: territories, units, how they relate, posts, who holds them, who may stand in."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from audit.public_codes import PublicCodeField
from audit.states import Versioned
from organizations import names
from organizations.enums import (
    Branch,
    CustodyKind,
    Level,
    PostKind,
    RelationKind,
    ReorganisationState,
    SuccessionExtent,
    TerritoryKind,
    UnitKind,
)


def in_force_on(on: date) -> Q:
    """Rows whose period covers the date ``on`` (both ends included)."""
    return Q(valid_from__lte=on) & (Q(valid_until__isnull=True) | Q(valid_until__gte=on))


class Dated(models.Model):
    """A row that holds from one date to another, both included; an open end means still in force."""

    valid_from = models.DateField("từ ngày")
    valid_until = models.DateField("đến ngày", null=True, blank=True)

    class Meta:
        abstract = True


def dated_constraint(name: str) -> models.CheckConstraint:
    """A period does not end before it begins."""
    return models.CheckConstraint(
        name=name, condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from"))
    )


def _fill(row: models.Model, columns: dict[str, str]) -> None:
    for name, value in columns.items():
        setattr(row, name, value)


class Territory(Dated):
    """An administrative unit of the official list. A code is a key only together with its period."""

    code = models.CharField("mã", max_length=10)
    name = models.CharField("tên", max_length=120)
    bare_name = models.CharField("tên riêng", max_length=100)
    kind = models.CharField("loại", max_length=20, choices=TerritoryKind.choices)
    region = models.CharField("khu vực", max_length=120, blank=True)
    former_district = models.CharField("quận, huyện cũ", max_length=120, blank=True)
    name_folded = models.CharField(max_length=120, editable=False, db_index=True)
    name_sort = models.CharField(max_length=400, editable=False)

    class Meta:
        verbose_name = "đơn vị hành chính"
        ordering = ("name_sort", "pk")
        constraints = [
            models.UniqueConstraint(fields=("code", "valid_from"), name="territory_code_in_period"),
            dated_constraint("territory_period"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        _fill(self, names.place_columns(self.name, self.bare_name))
        super().save(*args, **kwargs)

    @property
    def tile_name(self) -> str:
        """The short name with the kind where it is needed: "Bến Thành", "X. Hóc Môn"."""
        return names.tile_name(self.kind, self.bare_name)


class Succession(models.Model):
    """Which old territory went into which new one on a day, whole or in part."""

    old = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="successions")
    new = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="origins")
    extent = models.CharField(max_length=10, choices=SuccessionExtent.choices)

    class Meta:
        verbose_name = "kế thừa địa bàn"
        constraints = [models.UniqueConstraint(fields=("old", "new"), name="succession_once")]


class Unit(Dated):
    """A committee, council, office, agency or Front of one level. Its key is ours, not a statistics code."""

    code = PublicCodeField()
    key = models.SlugField("khóa", max_length=120, unique=True)
    name = models.CharField("tên", max_length=200)
    short_name = models.CharField("tên ngắn", max_length=120)
    kind = models.CharField("loại", max_length=30, choices=UnitKind.choices)
    level = models.CharField("cấp", max_length=20, choices=Level.choices)
    branch = models.CharField("hệ", max_length=20, choices=Branch.choices, blank=True)
    territory = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="units"
    )
    symbol = models.CharField("ký hiệu văn bản", max_length=20, blank=True)
    phone = models.CharField("điện thoại", max_length=30, blank=True)
    address = models.CharField("địa chỉ", max_length=200, blank=True)
    name_folded = models.CharField(max_length=200, editable=False, db_index=True)
    name_sort = models.CharField(max_length=600, editable=False)

    class Meta:
        verbose_name = "đơn vị"
        ordering = ("name_sort", "pk")
        constraints = [dated_constraint("unit_period")]
        indexes = [models.Index(fields=("kind", "level"), name="unit_kind_level")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        _fill(self, names.body_columns(self.name))
        super().save(*args, **kwargs)


class Relation(Dated):
    """``unit`` stands in relation ``kind`` to ``other``: other is its superior, its Front, its office …"""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="relations")
    other = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="inverse_relations")
    kind = models.CharField(max_length=30, choices=RelationKind.choices)

    class Meta:
        verbose_name = "quan hệ giữa các đơn vị"
        constraints = [
            models.UniqueConstraint(
                fields=("unit", "kind"),
                condition=Q(valid_until__isnull=True),
                name="relation_one_open_per_kind",
            ),
            dated_constraint("relation_period"),
        ]


class Post(Dated):
    """A post whose holder heads a unit. The yearly duty (Đ20.2) hangs on the post, not on the person."""

    code = PublicCodeField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    kind = models.CharField("chức vụ", max_length=30, choices=PostKind.choices)
    title = models.CharField("chức danh", max_length=160)
    branch = models.CharField("hệ", max_length=20, choices=Branch.choices)
    level = models.CharField("cấp", max_length=20, choices=Level.choices)
    clause = models.CharField(
        "điều khoản", max_length=20, help_text="Clause that names the post, for example D7.4"
    )
    is_local_military = models.BooleanField("đơn vị bộ đội địa phương", default=False)

    class Meta:
        verbose_name = "chức vụ"
        ordering = ("unit__name_sort", "pk")
        constraints = [
            models.UniqueConstraint(fields=("unit", "kind", "valid_from"), name="post_once_per_unit"),
            dated_constraint("post_period"),
        ]

    def __str__(self) -> str:
        return self.title


class Official(models.Model):
    """A person who holds public posts. Citizens never stand here."""

    full_name = models.CharField("họ và tên", max_length=120)
    salutation = models.CharField("danh xưng", max_length=10, default="Ông", help_text="Ông hoặc Bà")
    is_demo = models.BooleanField("nhân vật minh họa", default=False)
    name_sort = models.CharField(max_length=400, editable=False)

    class Meta:
        verbose_name = "người giữ chức vụ"
        ordering = ("name_sort", "pk")

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args, **kwargs):
        _fill(self, names.person_columns(self.full_name))
        super().save(*args, **kwargs)


class Tenure(Dated):
    """Who holds a post, since when, by which decision. A vacant post has no row for the date."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="tenures")
    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="tenures")
    acting = models.BooleanField("quyền", default=False)
    decision = models.CharField("quyết định", max_length=120, blank=True)

    class Meta:
        verbose_name = "nhiệm kỳ giữ chức"
        constraints = [
            models.UniqueConstraint(
                fields=("post",), condition=Q(valid_until__isnull=True), name="tenure_one_open_per_post"
            ),
            dated_constraint("tenure_period"),
        ]


class Delegation(Dated):
    """A written authorisation to preside in place of the holder of a post (Đ7.1, 7.2, 7.6; 11.1, 11.2)."""

    code = PublicCodeField()
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="delegations")
    delegate = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="delegations")
    delegate_title = models.CharField("chức vụ người được ủy quyền", max_length=160)
    document_number = models.CharField("số văn bản", max_length=60)
    document_date = models.DateField("ngày văn bản")
    scope = models.CharField("phạm vi", max_length=300)

    class Meta:
        verbose_name = "ủy quyền"
        constraints = [dated_constraint("delegation_period")]


class SettingKey(models.TextChoices):
    """Every switch a unit has, with its type in ``organizations.settings``."""

    REGISTRATION_CLOSES_DAYS_BEFORE = "registration_closes_days_before", "Chốt đăng ký trước (ngày làm việc)"
    REGISTRATION_CLOSES_AT = "registration_closes_at", "Giờ chốt đăng ký"
    INVITATION_SIGNATURE = "invitation_signature", "Thể thức ký giấy mời"
    NOTICE_SIGNATURE = "notice_signature", "Thể thức ký thông báo kết luận"
    SPELLING = "spelling", "Cách viết ủy, uỷ"
    PLACE_NAME = "place_name", "Địa danh trên văn bản"
    DUE_SOON_DAYS = "due_soon_days", "Ngưỡng sắp đến hạn (ngày làm việc)"
    ANNUAL_REPORT_DUE = "annual_report_due", "Hạn báo cáo năm (ngày/tháng năm sau)"
    COMMITTEE_TERM = "committee_term", "Nhiệm kỳ cấp ủy (để đánh số văn bản)"
    EDITION = "edition", "Văn bản quy định thời hạn của đơn vị"


class UnitSetting(Dated):
    """The value of one switch of one unit over a period; without a row the default holds."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="settings")
    key = models.CharField(max_length=40, choices=SettingKey.choices)
    value = models.JSONField()

    class Meta:
        verbose_name = "thiết lập của đơn vị"
        constraints = [
            models.UniqueConstraint(
                fields=("unit", "key"), condition=Q(valid_until__isnull=True), name="setting_one_open_per_key"
            ),
            dated_constraint("setting_period"),
        ]


class Field(models.Model):
    """A field of life (lĩnh vực) that topics and petitions belong to; two levels."""

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField("tên", max_length=120)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    position = models.PositiveSmallIntegerField(default=0)
    concerns_conduct = models.BooleanField(
        "về cán bộ, đạo đức, thái độ phục vụ",
        default=False,
        help_text="Đ8.3, Đ12.2: identity is withheld from the agency by default",
    )

    class Meta:
        verbose_name = "lĩnh vực"
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name


class FieldCompetence(models.Model):
    """A unit that is competent for a field, offered first when a petition is assigned."""

    field = models.ForeignKey(Field, on_delete=models.CASCADE, related_name="competences")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="competences")

    class Meta:
        verbose_name = "thẩm quyền theo lĩnh vực"
        constraints = [models.UniqueConstraint(fields=("field", "unit"), name="competence_once")]


class UnitName(Dated):
    """A name that a unit bore until a day. The name in force stands on the unit itself; papers keep what they said."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="former_names")
    name = models.CharField("tên", max_length=200)
    short_name = models.CharField("tên ngắn", max_length=120)
    decision = models.CharField("văn bản đổi tên", max_length=160)
    name_folded = models.CharField(max_length=200, editable=False, db_index=True)

    class Meta:
        verbose_name = "tên cũ của đơn vị"
        ordering = ("-valid_from", "-pk")
        constraints = [dated_constraint("unit_name_period")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        self.name_folded = names.body_columns(self.name)["name_folded"]
        super().save(*args, **kwargs)


class Reorganisation(Versioned):
    """A decision that merges or abolishes units: shown first with what it would move, then applied as a whole."""

    code = PublicCodeField()
    document = models.CharField("văn bản quyết định", max_length=160)
    document_date = models.DateField("ngày văn bản")
    effective_on = models.DateField("có hiệu lực từ ngày")
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=ReorganisationState.choices,
        default=ReorganisationState.DRAFT,
    )
    proposed_by = models.CharField("người lập", max_length=200)
    proposed_at = models.DateTimeField("lập lúc")
    applied_at = models.DateTimeField("áp dụng lúc", null=True, blank=True)

    class Meta:
        verbose_name = "sáp nhập, giải thể đơn vị"
        ordering = ("-proposed_at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="reorganisation_applied_has_moment",
                condition=Q(state=ReorganisationState.APPLIED, applied_at__isnull=False)
                | Q(state=ReorganisationState.DRAFT, applied_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.document


class UnitSuccession(models.Model):
    """One unit that a reorganisation ends, and the unit that takes over what it had open."""

    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.PROTECT, related_name="lines")
    old = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="successors", verbose_name="đơn vị kết thúc"
    )
    new = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="predecessors", verbose_name="đơn vị kế thừa"
    )

    class Meta:
        verbose_name = "kế thừa giữa các đơn vị"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("reorganisation", "old"), name="unit_succession_once"),
            models.CheckConstraint(name="unit_succession_of_another", condition=~Q(old=F("new"))),
        ]


class Custody(models.Model):
    """One line of the book "Sổ bàn giao": what left a unit, where it went or that it ended, by which decision."""

    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.PROTECT, related_name="custody")
    old = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="handed_over")
    new = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="taken_over")
    kind = models.CharField("loại", max_length=20, choices=CustodyKind.choices)
    label = models.CharField("nội dung", max_length=300)
    # What ends with the old unit (a post, a numbering) is written down too, so that nothing is missing unsaid.
    ends = models.BooleanField("kết thúc cùng đơn vị cũ", default=False)
    by = models.CharField("người thực hiện", max_length=200)
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "bàn giao"
        ordering = ("reorganisation", "pk")
