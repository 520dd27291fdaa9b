"""What rows with personal data say once the data are gone: when, and the facts of the process stay."""

from django.db import models


class Erasable(models.Model):
    """A row whose personal data may be erased. Its words then say so, and ``erased_on`` since when."""

    erased_on = models.DateField("đã xóa dữ liệu cá nhân ngày", null=True, blank=True)

    class Meta:
        abstract = True
