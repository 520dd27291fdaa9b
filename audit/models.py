"""The trail of acts, the heads of its chains and their daily seals, and the forms that were already taken."""

from django.contrib.contenttypes.models import ContentType
from django.db import models

from audit.actors import ActorKind


class ChainHead(models.Model):
    """The last link of one chain. One chain per unit, so that units do not wait for one another."""

    chain = models.CharField(max_length=40, unique=True)
    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        verbose_name = "đầu chuỗi nhật ký"


class Act(models.Model):
    """One thing that was done: by whom, to what, when, why. Written in the transaction of the change.

    ``changes`` keeps old and new values of dates, assignments and states; of personal values only keyed digests.
    """

    chain = models.CharField(max_length=40)
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField("lúc")
    verb = models.CharField("việc", max_length=60)
    title = models.CharField("nội dung", max_length=300)
    clause = models.CharField("điều khoản", max_length=40, blank=True)
    subject_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    subject_id = models.BigIntegerField()
    # The rows under whose "Nhật ký" this act is shown, for example the session of a registration.
    context_key = models.CharField(max_length=60, blank=True, db_index=True)
    actor_kind = models.CharField(max_length=10, choices=ActorKind.choices)
    actor_label = models.CharField("người thực hiện", max_length=200)
    seat = models.ForeignKey(
        "accounts.Seat", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey(
        "organizations.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    link = models.CharField(max_length=80, blank=True)
    note = models.TextField("lý do", blank=True)
    changes = models.JSONField("thay đổi", default=dict, blank=True)
    previous_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = "việc đã ghi"
        ordering = ("-at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=("chain", "sequence"), name="act_one_place_in_chain"),
            models.CheckConstraint(
                name="act_names_its_actor",
                condition=(
                    models.Q(actor_kind=ActorKind.SEAT, seat__isnull=False)
                    | models.Q(actor_kind=ActorKind.LINK, seat__isnull=True) & ~models.Q(link="")
                    | models.Q(actor_kind=ActorKind.SYSTEM, seat__isnull=True)
                ),
            ),
        ]
        indexes = [
            models.Index(fields=("subject_type", "subject_id"), name="act_of_subject"),
            models.Index(fields=("at", "id"), name="act_in_order"),
        ]


class DailySeal(models.Model):
    """The heads of all chains as they stood when a day was first asked about; each seal holds the one before it.

    ``heads`` is chain → [sequence, digest]. The digest is printed on the papers of the day and leaves the house in
    a file, so that not even the owner of the database can write the trail anew.
    """

    on = models.DateField("ngày", unique=True)
    number = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField("lúc")
    heads = models.JSONField(default=dict)
    previous_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField("mã niêm", max_length=64)

    class Meta:
        verbose_name = "niêm nhật ký trong ngày"


class Submission(models.Model):
    """One form that was taken. Sending it again finds this row and the answer it got."""

    key = models.CharField(max_length=64)
    purpose = models.CharField(max_length=80)
    at = models.DateTimeField(auto_now_add=True)
    location = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "biểu mẫu đã nhận"
        constraints = [models.UniqueConstraint(fields=("purpose", "key"), name="submission_taken_once")]


class TickPass(models.Model):
    """The last pass of one tick: how the portal knows that its clockwork is alive."""

    name = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField("lần chạy gần nhất")
    counts = models.JSONField(default=dict)

    class Meta:
        verbose_name = "lượt chạy nền"
