"""Issued papers, their numbers, and files that are kept."""

from django.apps import apps
from django.db import models
from django.db.models import Q

from audit.public_codes import PublicCodeField
from audit.states import Versioned
from documents.enums import DocumentState, Family, PaperKind, PaperType
from documents.numbering import within_sentence
from organizations.models import Unit
from regulation.text import fold


class StoredFile(models.Model):
    """Bytes that never change: rendered papers and uploaded originals."""

    code = PublicCodeField()
    content = models.FileField("tệp", upload_to="kho/%Y/%m/", max_length=200)
    original_name = models.CharField("tên tệp", max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField("lúc")
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "tệp lưu"

    def read_bytes(self) -> bytes:
        """The whole content. The file on disk is opened and closed here."""
        with self.content.storage.open(self.content.name, "rb") as file:
            return file.read()


class NumberSeries(models.Model):
    """The next number of one type of paper of one issuer in one period.

    The period is the committee term on the Party side and the calendar year on the State side.
    """

    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="number_series")
    paper_type = models.CharField(max_length=40, choices=PaperType.choices)
    period = models.CharField("nhiệm kỳ hoặc năm", max_length=20)
    next_number = models.PositiveIntegerField("số tiếp theo", default=1)

    class Meta:
        verbose_name = "sổ cấp số"
        constraints = [models.UniqueConstraint(fields=("issuer", "paper_type", "period"), name="series_once")]


class IssuedDocument(Versioned):
    """A numbered paper. Facts and number first, file and hash second, nothing after."""

    code = PublicCodeField()
    # What asked for the paper, for example "invitation:hosting:12": asking again finds the same number.
    issue_key = models.CharField(max_length=120, unique=True)
    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="issued_documents")
    family = models.CharField(max_length=10, choices=Family.choices)
    kind = models.CharField("loại", max_length=40, choices=PaperKind.choices)
    # The series of its number: kinds of one type count together, as the rules on papers count.
    paper_type = models.CharField(max_length=40, choices=PaperType.choices)
    period = models.CharField(max_length=20)
    number = models.PositiveIntegerField("số")
    number_text = models.CharField("số, ký hiệu", max_length=60)
    dated_on = models.DateField("ngày văn bản")
    title = models.CharField("trích yếu", max_length=500)
    signer_name = models.CharField("người ký", max_length=120)
    signer_position = models.CharField("chức vụ người ký", max_length=200)
    layout_edition = models.CharField("thể thức theo", max_length=40)
    facts = models.JSONField("nội dung đã chốt")
    facts_digest = models.CharField(max_length=64)
    state = models.CharField(max_length=20, choices=DocumentState.choices, default=DocumentState.NUMBERED)
    numbered_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    file = models.OneToOneField(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="document"
    )
    # Whose log the acts about this paper appear in (for example the session's).
    context_key = models.CharField(max_length=60, blank=True, db_index=True)
    words_folded = models.CharField(max_length=600, editable=False)

    class Meta:
        verbose_name = "văn bản phát hành"
        ordering = ("-dated_on", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("issuer", "paper_type", "period", "number"), name="document_number_unique_in_series"
            ),
            models.CheckConstraint(
                name="document_issued_matches_state",
                condition=(
                    Q(state=DocumentState.ISSUED, issued_at__isnull=False, file__isnull=False)
                    # The file of a numbered paper is set in the transaction that issues it, one statement before.
                    | Q(state=DocumentState.NUMBERED, issued_at__isnull=True)
                    | Q(state=DocumentState.VOID, issued_at__isnull=True, file__isnull=True)
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.cited}"

    def save(self, *args, **kwargs):
        self.words_folded = fold(f"{self.number_text} {self.title}")[:600]
        super().save(*args, **kwargs)

    @property
    def cited(self) -> str:
        """The number inside a sentence: "số 92-GM/ĐU", "số 92/GM-UBND"."""
        return within_sentence(self.number_text)

    @property
    def audit_context(self) -> models.Model | None:
        """The row whose log shows acts about this paper, known by its key only: nothing is fetched."""
        label, _, key = self.context_key.partition(":")
        return apps.get_model(label)(pk=int(key)) if key else None
